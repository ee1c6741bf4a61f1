/**
 * How an experiment is shown: axes, frames, windows, readings under the pointer, figures that come and go.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeProblem } from 'kudari/experiment';
import { formatNumber, formatReading } from '../../web/figures/format.js';
import { summaryOf, traceOf } from './expected.js';
import { makeReader, runColors } from './reader.js';

const reader = makeReader({ patience: 30 });

/** A place in a canvas, as shares of its width and height, on the screen. @param {string} selector @param {number} x @param {number} y */
async function placeIn(selector, x, y) {
  const box = await reader.boxOf(selector);
  return [Math.round(box.x + x * box.width), Math.round(box.y + y * box.height)];
}

/** @param {number[]} place */
async function hover([x, y]) {
  await reader.page.mouse.move(x, y);
  await reader.settle();
}

/** The point of the plane under the pointer, as the page reads it. @param {number[]} place */
async function pointUnder(place) {
  await hover(place);
  // On a busy machine the page follows the pointer late.
  let said = '';
  for (let before = '-'; said !== before || said === ''; await reader.settle()) {
    before = said;
    said = await reader.textOf('#landscape-hint');
  }
  const [, x, y] = said.match(/^\((\S+), (\S+)\): E = /) ?? [];
  return [x, y].map((text) => Number(text.replace('−', '-').replace(/×10(.*)/, (_, power) => `e${plain(power)}`)));
}

/** @param {string} power in superscript */
const plain = (power) =>
  [...power]
    .map((each) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(each))
    .map((i) => '-0123456789'[i])
    .join('');

/** Where points of the plane lie on the screen. */
async function planeMap() {
  const [a, b] = [await placeIn('#landscape', 0.3, 0.3), await placeIn('#landscape', 0.8, 0.7)];
  const [p, q] = [await pointUnder(a), await pointUnder(b)];
  return (/** @type {number[]} */ w) => [0, 1].map((i) => a[i] + ((w[i] - p[i]) / (q[i] - p[i])) * (b[i] - a[i]));
}

/** What stands over a curve while the pointer is on one. @param {string} name @param {'step' | 'evaluation'} [counted] */
async function readingOf(name, counted = 'step') {
  const said = await reader.page.$eval(`#curve-${name} .reading`, (reading) => ({
    position: reading.querySelector('b')?.textContent ?? '',
    values: [...reading.querySelectorAll('span')].map((each) => each.textContent?.trim()),
  }));
  const [, counts, position] = said.position.match(/^(\w+) (\d+)$/) ?? [];
  assert.equal(counts, counted);
  return { ...said, position: Number(position) };
}

/** Turns the wheel with Control held. @param {number[]} place @param {number} deltaY */
async function wheel([x, y], deltaY) {
  await reader.page.mouse.move(x, y);
  await reader.page.keyboard.down('Control');
  await reader.page.mouse.wheel({ deltaY });
  await reader.page.keyboard.up('Control');
  await reader.settle();
}

/** @param {number[]} from @param {number[]} to */
async function drag(from, to) {
  await reader.page.mouse.move(from[0], from[1]);
  await reader.page.mouse.down();
  for (const share of [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
    await reader.page.mouse.move(...between(from, to, share));
    await reader.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await reader.page.mouse.up();
  await reader.settle();
}

/** @param {number[]} from @param {number[]} to @param {number} share @returns {[number, number]} */
const between = (from, to, share) => [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];

/** @param {number[]} actual @param {number[]} expected @param {number} tolerance @param {string} [what] */
function near(actual, expected, tolerance, what = '') {
  assert.equal(actual.length, expected.length);
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i] - value) <= tolerance, `${what} ${actual}, not ${expected}`);
}

describe('along gradient evaluations', () => {
  test('SAM comes as far on twice the way, and everything says so', async () => {
    await reader.open();
    await reader.enter('#scrubber', 70);
    await reader.click('#figures');
    await reader.click('[name=axis][value=evaluations]');
    assert.equal(await reader.step(), 70, 'at the same state of the run that was furthest');
    const trace = await traceOf(await reader.shown());
    assert.equal(trace.config.view.axis, 'evaluations');
    assert.equal(await reader.page.$eval('#scrubber', (each) => /** @type {HTMLInputElement} */ (each).max), '280');
    assert.equal(await reader.textOf('.of'), '280');
    assert.match(await reader.textOf('.position'), /^evaluation 70 \//);
    await reader.enter('#scrubber', 140);
    const [sgd, sam] = trace.runs;
    assert.equal(
      await reader.textOf('#summary'),
      `140 gradient evaluations. SGD: loss ${formatNumber(sgd.loss[140])}; SGD + SAM: loss ${formatNumber(sam.loss[70])}.`,
    );
    assert.notEqual(formatNumber(sam.loss[70]), formatNumber(sam.loss[140]));
    const steps = await reader.page.$$eval('.lens-step', (all) => all.map((each) => each.textContent ?? ''));
    assert.deepEqual(steps, ['step 139 → 140 (the last update)', 'step 70 → 71']);
    // In the middle of a step of SAM it is still at the state before.
    await reader.enter('#scrubber', 141);
    assert.equal(await reader.textOf('#summary'), summaryOf(trace, 141));
    assert.equal(summaryOf(trace, 141).slice(3), summaryOf(trace, 140).slice(3));
    await reader.enter('#scrubber', 280);
    assert.equal(await reader.textOf('#summary'), summaryOf(trace, 280));
    await reader.page.keyboard.press('Escape');
    const box = await reader.boxOf('#curve-loss canvas');
    await hover([box.x + box.width - 81, box.y + 20]);
    const { position } = await readingOf('loss', 'evaluation');
    assert.ok(position > 250 && position <= 280, 'the axis goes to the end of SAM');
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.equal(await reader.textOf('#summary'), summaryOf(trace, 280));
    assert.deepEqual(reader.complaints, []);
  });

  test('no run has more than its own budget where none is SAM', async () => {
    await reader.open("#steps=50&runs=[{'method':'sgd'}]&view={'axis':'evaluations'}");
    assert.equal(await reader.page.$eval('#scrubber', (each) => /** @type {HTMLInputElement} */ (each).max), '50');
  });
});

describe('the axis of a curve', () => {
  /** One direction of curvature: E = 5·(1 − 10·0.02)²ᵗ is a straight line on a logarithmic axis. */
  const straight = "#problem=quadratic&start=[0,1]&steps=40&runs=[{'method':'sgd','lr':0.02}]&view={'panels':['loss']}";

  /** How high the line is at three places, in pixels from the top. */
  async function heights() {
    const box = await reader.boxOf('#curve-loss canvas');
    const left = 48;
    const width = box.width - left - 76;
    const found = [];
    for (const share of [0.1, 0.4, 0.7]) {
      const column = [];
      for (let y = 0; y < box.height; y += 2)
        column.push({ x: box.x + left + share * width - 1, y: box.y + y, width: 2, height: 2 });
      const counts = (await reader.countIn(column, [runColors[0]])).map(([count]) => count);
      const sum = counts.reduce((a, b) => a + b, 0);
      assert.ok(sum > 0, `the line is there at ${share}`);
      found.push(counts.reduce((total, count, i) => total + count * 2 * i, 0) / sum);
    }
    return found;
  }

  test('is logarithmic or linear as asked, and the address keeps it', async () => {
    await reader.open(straight);
    const toggle = '#curve-loss .scale';
    assert.equal(await reader.textOf(`${toggle} [data-on]`), 'log', 'over many decades it is by itself');
    const log = await heights();
    near([log[2] - log[1]], [log[1] - log[0]], 4, 'a straight line');
    assert.ok(log[1] - log[0] > 20);
    await reader.click(toggle);
    assert.deepEqual((await reader.config()).view.scales, { loss: 'linear' });
    assert.equal(await reader.page.$eval(toggle, (button) => button.getAttribute('aria-pressed')), 'false');
    const linear = await heights();
    assert.ok(linear[1] - linear[0] > 3 * (linear[2] - linear[1]), `${linear}`);
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    near(await heights(), linear, 1);
    await reader.click(toggle);
    assert.deepEqual((await reader.shown()).view.scales, { loss: 'log' });
    near(await heights(), log, 1);
    assert.deepEqual(reader.complaints, []);
  });

  test('cannot be logarithmic where values are not positive, and the button says why', async () => {
    await reader.open();
    const found = await reader.page.$eval('#curve-loss .scale', (button) => ({
      disabled: /** @type {HTMLButtonElement} */ (button).disabled,
      title: button.getAttribute('title'),
      text: button.querySelector('[data-on]')?.textContent?.trim(),
    }));
    assert.deepEqual(found, { disabled: true, title: 'A logarithmic axis needs positive values', text: 'linear' });
    // A link that asks for it nonetheless gets what is possible.
    await reader.open("#view={'scales':{'loss':'log'}}");
    assert.equal(await reader.textOf('#curve-loss .scale [data-on]'), 'linear');
    assert.deepEqual(reader.complaints, []);
  });
});

describe('the frame of the landscape', () => {
  test('comes nearer and moves away by buttons, around the middle, and back to the whole', async () => {
    await reader.open();
    await reader.computed();
    const [nearer, away, whole] = ['Zoom in (Ctrl + wheel)', 'Zoom out', 'Show the whole'].map(
      (title) => `.zoom[title="${title}"]`,
    );
    const at = await planeMap();
    const right = await placeIn('#landscape', 0.9, 0.5);
    const before = await pointUnder(right);
    await reader.click(nearer);
    const [left, end, bottom, top] = /** @type {number[]} */ ((await reader.config()).view.frame);
    const middle = [(left + end) / 2, (bottom + top) / 2];
    const after = await pointUnder(right);
    near([after[0] - middle[0]], [(before[0] - middle[0]) / 1.5], 0.01, 'one and a half times nearer');
    await reader.click(away);
    near(await pointUnder(right), before, 0.01);
    await reader.click(whole);
    assert.equal((await reader.shown()).view.frame, null);
    assert.ok(await reader.page.$(`${whole}:disabled`));
    const again = await planeMap();
    near(again([1, 1]), at([1, 1]), 1);
    assert.deepEqual(reader.complaints, []);
  });

  test('zooms around the pointer with Ctrl and the wheel, is dragged, and is in the address', async () => {
    await reader.open();
    await reader.computed();
    const place = await placeIn('#landscape', 0.7, 0.35);
    const other = await placeIn('#landscape', 0.4, 0.6);
    const [fixed, far] = [await pointUnder(place), await pointUnder(other)];
    await wheel(place, -300);
    near(await pointUnder(place), fixed, 0.005, 'what lies under the pointer stays');
    const closer = await pointUnder(other);
    near([closer[0] - fixed[0], closer[1] - fixed[1]], [(far[0] - fixed[0]) / 2, (far[1] - fixed[1]) / 2], 0.01);
    const start = (await reader.shown()).start;
    const to = [place[0] + 60, place[1] + 45];
    await drag(place, to);
    near(await pointUnder(to), fixed, 0.01, 'the landscape moves with the hand');
    assert.deepEqual((await reader.shown()).start, start, 'to drag it is not to start elsewhere');
    // A wheel without Control scrolls the page.
    const { frame } = (await reader.config()).view;
    await reader.page.mouse.wheel({ deltaY: 120 });
    await reader.settle();
    assert.deepEqual((await reader.shown()).view.frame, frame);
    await reader.page.evaluate(() => scrollTo(0, 0));
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    near(await pointUnder(to), fixed, 0.01, 'a link shows the same part');
    await reader.page.focus('#landscape');
    await reader.page.keyboard.press('0');
    await reader.settle();
    assert.equal((await reader.shown()).view.frame, null);
    near(await pointUnder(place), fixed, 0.005);
    assert.deepEqual(reader.complaints, []);
  });

  test('keeps its edges, whatever numbers stand along them', async () => {
    await reader.open();
    await reader.computed();
    const lit = async () => {
      const box = await reader.boxOf('#landscape');
      const found = await reader.pixels([box.x + box.width - 12, box.y + 40], 12);
      return found.slice(0, 24).findIndex((color) => String(color) === '251,250,247');
    };
    const edge = await lit();
    assert.ok(edge > 4, `${edge}`);
    for (let i = 0; i < 16; i++) {
      await reader.click('.zoom[aria-label^="Zoom in"]');
      assert.equal(await lit(), edge, `nearer by ${i + 1}`);
    }
  });

  test('goes as near as a millionth, and as far as a thousand times', async () => {
    await reader.open();
    await reader.computed();
    const place = await placeIn('#landscape', 0.5, 0.5);
    const width = async () => {
      const { frame } = (await reader.shown()).view;
      return frame ? frame[1] - frame[0] : NaN;
    };
    // Eight times at once: the last that would go beyond does nothing.
    for (const [deltaY, times, low, high] of [
      [-900, 8, 4e-6, 4e-5],
      [900, 5, 500, 4000],
    ]) {
      for (let i = 0; i < times; i++) await wheel(place, deltaY);
      const found = await width();
      assert.ok(found > low && found < high, `${found}`);
      await reader.page.focus('#landscape');
      await reader.page.keyboard.press('0');
      await reader.settle();
    }
    assert.deepEqual(reader.complaints, []);
  });

  test('a run outside of it stands as a wedge at the edge, in its colour', async () => {
    // Around the start; where the runs end is to the left of it and above.
    await reader.open("#steps=140&view={'frame':[1.3,1.9,-1.3,-0.7],'panels':['landscape']}");
    const at = await planeMap();
    const { runs } = await traceOf(await reader.shown());
    const box = await reader.boxOf('#landscape');
    // The plot lies within the canvas: 48 pixels of numbers on the left, some below, 6 above and on the right.
    const area = { left: box.x + 48, right: box.x + box.width - 6, top: box.y + 6, bottom: box.y + box.height - 24 };
    const wedgeOf = (/** @type {number} */ k, /** @type {number} */ t) => {
      const [x, y] = at(Array.from(runs[k].path.slice(2 * t, 2 * t + 2)));
      assert.ok(x < area.left || y < area.top, `outside: ${x}, ${y}`);
      return [Math.max(area.left + 11, x), Math.max(area.top + 11, y)];
    };
    // Run by run, as both end on nearly the same side.
    for (const k of [0, 1]) {
      await reader.click(`#run-${1 - k} .legend`);
      const [x, y] = wedgeOf(k, 140);
      const around = { x: x - 8, y: y - 8, width: 16, height: 16 };
      const [[wedge]] = await reader.countIn([around], [runColors[k]]);
      assert.ok(wedge > 25, `run ${k}: ${wedge} pixels`);
      // At the start there is none.
      await reader.click('#reset');
      const [[nothing]] = await reader.countIn([around], [runColors[k]]);
      assert.equal(nothing, 0);
      await reader.page.keyboard.press('End');
      await reader.settle();
      await reader.click(`#run-${1 - k} .legend`);
    }
    assert.deepEqual(reader.complaints, []);
  });
});

describe('the window of the curves', () => {
  /** Where on the axis of the loss the pointer is. @param {number[]} place */
  async function positionUnder(place) {
    await hover(place);
    return (await readingOf('loss')).position;
  }

  test('zooms around the pointer, moves with Shift, and shows all again', async () => {
    await reader.open("#steps=1000&measure={'samSharpness':{'rho':0.1}}");
    await reader.computed();
    const place = await placeIn('#curve-loss canvas', 0.6, 0.5);
    const before = await positionUnder(place);
    await wheel(place, -600);
    const [from, to] = /** @type {number[]} */ ((await reader.config()).view.window);
    near([to - from], [250], 2, 'a quarter of the axis');
    near([await positionUnder(place)], [before], 2, 'what lies under the pointer stays');
    // All curves have the same axis.
    await hover(await placeIn('#curve-sharpness canvas', 0.6, 0.5));
    near([(await readingOf('sharpness')).position], [before], 2);
    await reader.page.keyboard.down('Shift');
    await drag(place, [place[0] - 80, place[1]]);
    await reader.page.keyboard.up('Shift');
    const moved = /** @type {number[]} */ ((await reader.shown()).view.window);
    near([moved[1] - moved[0]], [to - from], 1, 'as wide as before');
    near([await positionUnder([place[0] - 80, place[1]])], [before], 2, 'the axis moves with the hand');
    assert.equal(await reader.step(), 1000, 'the cursor stays');
    // The same on the last of the curves, which is drawn some frames later.
    const last = await placeIn('#curve-samSharpness canvas', 0.5, 0.5);
    await reader.page.keyboard.down('Shift');
    await drag(last, [last[0] + 80, last[1]]);
    await reader.page.keyboard.up('Shift');
    near(/** @type {number[]} */ ((await reader.shown()).view.window), [from, to], 2, 'back again');
    await reader.page.keyboard.down('Shift');
    await drag(place, [place[0] - 80, place[1]]);
    await reader.page.keyboard.up('Shift');
    await reader.config(); // a drag is written down when it pauses
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.computed();
    near([await positionUnder([place[0] - 80, place[1]])], [before], 2);
    await reader.page.evaluate(() => {
      const buttons = [...document.querySelectorAll('#curve-loss button')];
      /** @type {HTMLElement} */ (buttons.find((button) => button.textContent?.trim() === 'Show all steps')).click();
    });
    await reader.settle();
    assert.equal((await reader.shown()).view.window, null);
    near([await positionUnder(place)], [before], 1);
    assert.deepEqual(reader.complaints, []);
  });

  test('narrow as it may be, follows a slow hand', async () => {
    await reader.open("#steps=500&view={'window':[400,420]}");
    const place = await placeIn('#curve-loss canvas', 0.5, 0.5);
    const { width } = await reader.boxOf('#curve-loss canvas');
    await reader.page.keyboard.down('Shift');
    // Far less than a step each time.
    await drag(place, [place[0] - 60, place[1]]);
    await reader.page.keyboard.up('Shift');
    const moved = Math.round((60 / (width - 118)) * 20);
    assert.ok(moved >= 2);
    near(/** @type {number[]} */ ((await reader.shown()).view.window), [400 + moved, 420 + moved], 1);
    // Of a longer experiment the whole is longer, whatever was asked for before.
    await reader.page.focus('#curve-loss canvas');
    for (let i = 0; i < 10; i++) {
      await reader.page.keyboard.press('-');
      await reader.settle();
    }
    assert.equal((await reader.shown()).view.window, null);
    await reader.enter('#steps', 1000);
    await reader.enter('#scrubber', 500);
    await reader.page.focus('#curve-loss canvas');
    await reader.page.keyboard.press('+');
    await reader.settle();
    near(/** @type {number[]} */ ((await reader.shown()).view.window), [167, 833], 2);
  });

  test('answers plus, minus, Shift with arrows, and zero', async () => {
    await reader.open('#steps=300');
    await reader.enter('#scrubber', 150);
    await reader.page.focus('#curve-loss canvas');
    const press = async (/** @type {import('puppeteer-core').KeyInput[]} */ ...keys) => {
      for (const key of keys) {
        await reader.page.keyboard.press(key);
        await reader.settle();
      }
      return (await reader.shown()).view.window;
    };
    near(/** @type {number[]} */ (await press('+')), [50, 250], 1, 'around the cursor');
    near(/** @type {number[]} */ (await press('-', '+', '+')), [83, 217], 2);
    await reader.page.keyboard.down('Shift');
    const moved = /** @type {number[]} */ (await press('ArrowRight'));
    await reader.page.keyboard.up('Shift');
    near(moved, [96, 230], 2);
    assert.equal(await press('0'), null);
    // Beyond the ends there is nothing.
    assert.equal(await press('-', '-'), null);
    assert.equal(await reader.step(), 150);
  });
});

describe('readings', () => {
  test('under the pointer are the experiment’s own numbers', async () => {
    await reader.open();
    const config = await reader.shown();
    const trace = await traceOf(config);
    const problem = makeProblem(config);
    for (const share of [0.2, 0.5, 0.8]) {
      await hover(await placeIn('#curve-loss canvas', share, 0.5));
      for (const column of /** @type {const} */ (['loss', 'sharpness', 'samSharpness'])) {
        const { position, values } = await readingOf(column);
        assert.ok(position > 0 && position < 140);
        const expected = trace.runs.map((run) => formatReading(run[column][position]));
        assert.deepEqual(values, expected, `${column} at ${position}`);
      }
    }
    for (const place of [await placeIn('#landscape', 0.4, 0.3), await placeIn('#landscape', 0.85, 0.8)]) {
      const point = await pointUnder(place);
      const said = await reader.textOf('#landscape-hint');
      // The point is read with a pixel's digits: so is its loss.
      const value = Number(said.match(/E = (\S+)$/)?.[1].replace('−', '-'));
      assert.ok(Math.abs(value - problem.loss(point)) < 0.002, said);
    }
    await reader.page.mouse.move(640, 10);
    await reader.settle();
    assert.equal(await reader.page.$('.reading'), null, 'nothing is read when the pointer has left');
    assert.equal(await reader.textOf('#landscape-hint'), '○ start: click or drag to move it; × minimum');
  });

  test('a press on a curve brings the cursor there', async () => {
    await reader.open();
    const place = await placeIn('#curve-loss canvas', 0.5, 0.5);
    await hover(place);
    const position = (await readingOf('loss')).position;
    await drag([place[0] - 40, place[1]], place);
    assert.equal(await reader.step(), position);
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(await reader.shown()), position));
  });
});

describe('the start', () => {
  test('is drawn elsewhere by hand, and the runs follow', async () => {
    await reader.open();
    const at = await planeMap();
    const target = [-0.5, -0.6];
    await drag(at([1.6, -1]), at(target));
    const config = await reader.config();
    near(config.start, target, 0.02);
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(config)));
    await reader.click('#reset');
    const [x, y] = at(config.start);
    const [[run]] = await reader.countIn([{ x: x - 8, y: y - 8, width: 16, height: 16 }], [runColors[1]]);
    assert.ok(run > 30, 'the runs stand at the new start');
  });

  test('drawn elsewhere leaves nobody listening for the hand to let go', async () => {
    await reader.open();
    const at = await planeMap();
    for (const target of [
      [-0.5, -0.6],
      [0.5, 0.6],
    ])
      await drag(at((await reader.shown()).start), at(target));
    near((await reader.shown()).start, [0.5, 0.6], 0.02);
    const session = await reader.page.createCDPSession();
    const { result } = await session.send('Runtime.evaluate', { expression: 'window' });
    const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: String(result.objectId) });
    const types = listeners.map(({ type }) => type);
    assert.ok(types.includes('popstate'));
    assert.deepEqual(
      types.filter((type) => type.startsWith('pointer')),
      [],
    );
  });

  test('of one parameter is picked on the graph of its loss', async () => {
    await reader.open("#problem=reddi&steps=20&runs=[{'method':'adam','lr':0.05}]");
    const place = await placeIn('#landscape', 0.75, 0.5);
    await reader.page.mouse.click(place[0], place[1]);
    await reader.settle();
    const config = await reader.shown();
    assert.equal(config.start.length, 1);
    assert.notDeepEqual(config.start, [...makeProblem(config).start]);
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(config)));
    assert.deepEqual(reader.complaints, []);
  });
});

describe('figures', () => {
  test('are turned on, which starts their measuring, and off', async () => {
    await reader.open(
      "#problem=quadratic&steps=60&runs=[{'method':'adam','lr':0.05}]&view={'panels':['landscape','loss']}",
    );
    await reader.click('#figures');
    const offered = await reader.page.$$eval('#figures-menu [type=checkbox]', (all) =>
      all.map((each) => /** @type {HTMLInputElement} */ (each).value),
    );
    assert.deepEqual(
      offered,
      ['loss', 'preconditioned', 'sharpness', 'samSharpness', 'gradientNorm', 'lr'],
      'of no classifier there is no accuracy',
    );
    for (const name of ['preconditioned', 'gradientNorm', 'lr', 'samSharpness'])
      await reader.click(`#figures-menu [value=${name}]`);
    const config = await reader.config();
    assert.deepEqual(config.view.panels, ['landscape', 'loss', 'preconditioned', 'gradientNorm', 'lr', 'samSharpness']);
    assert.equal(config.measure.preconditioned, 1);
    assert.equal(config.measure.samSharpness?.rho, 0.05);
    const order = await reader.page.$$eval('.curves .curve:not([hidden])', (all) => all.map(({ id }) => id));
    const shown = ['loss', 'preconditioned', 'samSharpness', 'gradientNorm', 'lr'];
    assert.deepEqual(
      order,
      shown.map((name) => `curve-${name}`),
      'always in the same order',
    );
    const trace = await traceOf(config);
    await reader.page.keyboard.press('Escape');
    await hover(await placeIn('#curve-loss canvas', 0.5, 0.5));
    for (const name of /** @type {const} */ (['preconditioned', 'samSharpness', 'gradientNorm', 'lr'])) {
      const { position, values } = await readingOf(name);
      assert.deepEqual(values, [formatReading(trace.runs[0][name][position])], `${name} at ${position}`);
    }
    await reader.click('#figures');
    await reader.click('#figures-menu [value=preconditioned]');
    assert.ok(await reader.page.$('#curve-preconditioned[hidden]'));
    assert.ok(!(await reader.shown()).view.panels.includes('preconditioned'));
    assert.deepEqual(reader.complaints, []);
  });

  test('none at all leave the transport, the runs and the numbers', async () => {
    await reader.open("#view={'panels':[]}");
    assert.equal(await reader.page.$('.curves .curve:not([hidden])'), null);
    const visible = await reader.page.$eval('#landscape', (canvas) => canvas.checkVisibility());
    assert.equal(visible, false);
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(await reader.shown())));
    await reader.click('#back');
    assert.equal(await reader.step(), 99);
    assert.deepEqual(reader.complaints, []);
  });
});

test('a loop begins anew at the end', async () => {
  await reader.open('#steps=30');
  await reader.enter('#speed', 2);
  await reader.click('#loop');
  assert.equal(await reader.page.$eval('#loop', (button) => button.getAttribute('aria-pressed')), 'true');
  await reader.click('#play');
  await reader.page.waitForFunction(() => document.querySelector('#step')?.textContent === '30', { timeout: 10_000 });
  await reader.page.waitForFunction(() => Number(document.querySelector('#step')?.textContent) < 15, {
    timeout: 10_000,
  });
  assert.ok(await reader.page.$('#play[title=Pause]'), 'still playing');
  await reader.click('#loop');
  await reader.page.waitForSelector('#play[title=Play]', { timeout: 10_000 });
  assert.equal(await reader.step(), 30);
});
