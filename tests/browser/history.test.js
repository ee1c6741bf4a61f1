/**
 * The browser's history as undo and redo, and the address as the whole of an experiment.
 */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { presets } from 'kudari/experiment';
import { summaryOf, traceOf } from './expected.js';
import { assertAlike, makeReader, runColors, shows } from './reader.js';

const reader = makeReader({ patience: 30 });

/** Counts what the page writes to the history. */
beforeEach(async () => {
  await reader.page.evaluateOnNewDocument(() => {
    const written = { pushState: 0, replaceState: 0 };
    for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
      const write = history[name].bind(history);
      history[name] = (...given) => {
        written[name] += 1;
        write(...given);
      };
    }
    Object.assign(globalThis, { written });
  });
});

/** @returns {Promise<{ pushState: number, replaceState: number }>} */
const written = () => reader.page.evaluate(() => ({ .../** @type {any} */ (globalThis).written }));

const entries = () => reader.page.evaluate(() => history.length);

/** @param {string} selector */
const valueOf = (selector) => reader.page.$eval(selector, (field) => /** @type {HTMLInputElement} */ (field).value);

const rate = async () => (await reader.shown()).runs[0].lr;

/** Everything the page shows of its experiment. */
async function all() {
  return {
    config: await reader.shown(),
    summary: await reader.textOf('#summary'),
    rate: await valueOf('#run-0 .rate .number'),
    methods: await reader.page.$$eval('.method', (fields) =>
      fields.map((field) => /** @type {HTMLSelectElement} */ (field).value),
    ),
    problem: await valueOf('#problem'),
    steps: await valueOf('#steps'),
  };
}

/** How much of the pictures is in the colours of the runs. */
const picture = () => reader.count(['#landscape', '#curve-loss .plot'], runColors);

/** Draws a slider with the mouse through many values. @param {string} selector @param {number} from @param {number} to shares of its width */
async function drawSlider(selector, from, to) {
  const box = await reader.boxOf(selector);
  const [x, y] = [(/** @type {number} */ share) => box.x + 8 + share * (box.width - 16), box.y + box.height / 2];
  await reader.page.mouse.move(x(from), y);
  await reader.page.mouse.down();
  for (let i = 1; i <= 30; i++) await reader.page.mouse.move(x(from + (i / 30) * (to - from)), y);
  await reader.page.mouse.up();
  await reader.settle();
}

describe('a change', () => {
  test('of a slider through thirty values is one entry, and is taken back and made again', async () => {
    await reader.open();
    const [before, drawn] = [await all(), await picture()];
    const [count, calls] = [await entries(), await written()];
    assert.ok(await reader.page.$('#undo:disabled'));
    assert.ok(await reader.page.$('#redo:disabled'));
    await drawSlider('#run-0 .rate [type=range]', 0.65, 0.4);
    const after = await all();
    assert.ok(after.config.runs[0].lr < 0.01, `${after.config.runs[0].lr}`);
    assert.notEqual(after.summary, before.summary);
    const drawnAfter = await picture();
    assert.throws(() => assertAlike(drawnAfter, drawn), 'the picture is another');
    assert.equal(await entries(), count + 1);
    const { pushState, replaceState } = await written();
    assert.equal(pushState - calls.pushState, 1);
    assert.ok(replaceState - calls.replaceState <= 5, `${replaceState - calls.replaceState} writes`);
    await reader.click('#undo');
    assert.deepEqual(await all(), before);
    assertAlike(await picture(), drawn);
    assert.ok(await reader.page.$('#undo:disabled'));
    await reader.click('#redo');
    assert.deepEqual(await all(), after);
    assertAlike(await picture(), drawnAfter);
    assert.ok(await reader.page.$('#redo:disabled'));
    assert.equal(await entries(), count + 1);
    assert.deepEqual(reader.complaints, []);
  });

  test('is taken back by Ctrl+Z and by the browser, and made again by Ctrl+Shift+Z', async () => {
    await reader.open();
    const before = await all();
    await reader.select('#run-1 .method', 'nadam');
    const after = await all();
    const press = async (/** @type {import('puppeteer-core').KeyInput[]} */ ...keys) => {
      for (const key of keys) await reader.page.keyboard.down(key);
      for (const key of keys) await reader.page.keyboard.up(key);
      await reader.settle();
    };
    await reader.page.focus('#play');
    await press('Control', 'z');
    assert.deepEqual(await all(), before);
    await press('Control', 'Shift', 'Z');
    assert.deepEqual(await all(), after);
    await reader.page.goBack();
    await reader.settle();
    assert.deepEqual(await all(), before);
    await reader.page.goForward();
    await reader.settle();
    assert.deepEqual(await all(), after);
    // In a field that is typed into, it is the field's own.
    await reader.page.focus('#steps');
    await press('Control', 'z');
    assert.deepEqual((await all()).config, after.config);
    assert.deepEqual(reader.complaints, []);
  });

  test('of each choice is an entry of its own; of language, theme and race none', async () => {
    await reader.open();
    const count = await entries();
    for (const [selector, value] of [
      ['#run-0 .method', 'adam'],
      ['#run-0 .method', 'lion'],
      ['#run-1 .method', 'lion'],
      ['#problem', 'beale'],
      ['#preset', presets[2].id],
    ])
      await reader.select(selector, value);
    assert.equal(await entries(), count + 5);
    await reader.click('#theme');
    await reader.click('#language');
    await reader.click('#play');
    await reader.click('#play');
    await reader.enter('#scrubber', 3);
    await reader.click('#back');
    assert.equal(await entries(), count + 5);
    const seen = [];
    for (let i = 0; i < 5; i++) {
      await reader.click('#undo');
      const { problem, runs } = await reader.shown();
      seen.push(`${problem.id} ${runs.map(({ method }) => method)}`);
    }
    assert.deepEqual(seen, [
      'beale lion,lion',
      'sharp-flat lion,lion',
      'sharp-flat lion,sgd',
      'sharp-flat adam,sgd',
      'sharp-flat sgd,sgd',
    ]);
    assert.ok(await reader.page.$('#undo:disabled'));
    assert.deepEqual(reader.complaints, []);
  });

  test('of two sliders in turn, or after a pause, is an entry each', async () => {
    await reader.open();
    const count = await entries();
    const turn = (/** @type {string} */ selector, /** @type {number} */ value) =>
      reader.page.$eval(
        selector,
        (slider, to) => {
          /** @type {HTMLInputElement} */ (slider).value = String(to);
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        },
        value,
      );
    await turn('#run-0 .rate [type=range]', -3);
    await turn('#run-1 .rate [type=range]', -3);
    await turn('#run-0 .rate [type=range]', -4);
    assert.equal(await entries(), count + 3);
    await new Promise((resolve) => setTimeout(resolve, 1600));
    await turn('#run-0 .rate [type=range]', -5);
    assert.equal(await entries(), count + 4);
    await reader.settle();
    const seen = [await rate()];
    for (let i = 0; i < 4; i++) {
      await reader.click('#undo');
      seen.push(await rate());
    }
    assert.deepEqual(seen, [0.0001, 0.001, 0.01, 0.01, 0.08]);
  });

  test('after one that was taken back leaves nothing to make again', async () => {
    await reader.open();
    const count = await entries();
    await reader.select('#run-0 .method', 'adam');
    await reader.select('#run-0 .method', 'lion');
    await reader.click('#undo');
    await reader.click('#undo');
    await reader.select('#run-0 .method', 'adamax');
    assert.ok(await reader.page.$('#redo:disabled'));
    assert.equal(await entries(), count + 1);
    await reader.click('#undo');
    assert.equal((await reader.shown()).runs[0].method, 'sgd');
  });

  test('that is refused is no entry', async () => {
    await reader.open();
    const [count, hash] = [await entries(), await reader.page.evaluate(() => location.hash)];
    await reader.enter('#run-0 .rate .number', -1);
    await reader.enter('#steps', 1e9);
    assert.ok(await reader.page.$('#notice > *'));
    assert.equal(await entries(), count);
    assert.equal(await reader.page.evaluate(() => location.hash), hash);
    assert.ok(await reader.page.$('#undo:disabled'));
  });
});

test('to undo never changes the language or the theme', async () => {
  await reader.open();
  await reader.select('#run-0 .method', 'adam');
  await reader.click('#language');
  await reader.click('#theme');
  await reader.select('#run-0 .method', 'lion');
  const looks = () =>
    reader.page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]);
  assert.deepEqual(await looks(), ['ja', 'dark']);
  for (const method of ['adam', 'sgd']) {
    await reader.click('#undo');
    assert.equal((await reader.shown()).runs[0].method, method);
    assert.deepEqual(await looks(), ['ja', 'dark']);
  }
  await reader.click('#language');
  await reader.click('#redo');
  assert.equal((await reader.shown()).runs[0].method, 'adam');
  assert.deepEqual(await looks(), ['en', 'dark']);
  await reader.page.reload();
  await reader.page.waitForSelector('#step');
  await reader.settle();
  assert.deepEqual(await looks(), ['en', 'dark']);
});

describe('the address', () => {
  test('restores all of it, also where much was changed', async () => {
    await reader.open();
    await reader.select('#problem', 'valley');
    await reader.click('#add');
    await reader.select('#run-0 .method', 'adabound');
    await reader.click('#run-1 .more');
    await reader.enter('#field-l2', 0.25);
    await reader.select('#field-schedule', 'cosineRestarts');
    await reader.enter('#field-warmup', 7);
    await reader.select('#field-p', 'inf');
    await reader.click('#close-editor');
    await reader.click('#run-2 .legend');
    await reader.click('.zoom');
    await reader.enter('#steps', 77);
    const [before, drawn] = [await all(), await picture()];
    assert.equal(before.summary, summaryOf(await traceOf(before.config)));
    assert.deepEqual(before.config, await reader.config(), 'the address says the same');
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.deepEqual(await all(), before);
    assertAlike(await picture(), drawn);
    assert.deepEqual(reader.complaints, []);
  });

  test('can be another experiment’s, put there by hand, and be taken back', async () => {
    await reader.open('#steps=90');
    await reader.click('#language');
    const before = await all();
    const count = await entries();
    await reader.page.evaluate(
      () => (location.hash = "#problem=himmelblau&steps=33&runs=[{'method':'adam','lr':0.1}]"),
    );
    await reader.settle();
    const there = await reader.config();
    assert.deepEqual([there.problem.id, there.steps, there.runs], ['himmelblau', 33, [{ method: 'adam', lr: 0.1 }]]);
    const [loss] = summaryOf(await traceOf(there)).match(/[\d.×⁻⁰-⁹]+(?=\.$)/u) ?? [];
    assert.equal(await reader.textOf('#summary'), `ステップ 33。Adam：損失 ${loss}。`);
    assert.equal(await reader.page.$eval('html', (html) => html.lang), 'ja', 'a link that does not speak of it');
    assert.equal(await entries(), count + 1);
    await reader.click('#undo');
    assert.deepEqual(await all(), before);
    await reader.click('#redo');
    assert.equal((await reader.shown()).problem.id, 'himmelblau');
    // One that is none says so, shows the lecture's figure, and can be left again.
    await reader.page.evaluate(() => (location.hash = '#problem=nope'));
    await reader.settle();
    assert.match(await reader.textOf('#notice'), /"nope" という問題はありません/);
    assert.equal((await reader.shown()).problem.id, 'sharp-flat');
    await reader.click('#undo');
    assert.equal(await reader.page.$('#notice > *'), null);
    assert.equal((await reader.shown()).problem.id, 'himmelblau');
    // And one that needs the parser of formulas, which is not loaded yet.
    await reader.page.evaluate(() => (location.hash = "#problem={'id':'formula','f':'x^2+3y^2'}&steps=20"));
    await reader.page.waitForFunction(() => document.querySelector('#config')?.textContent?.includes('3y^2'));
    await reader.settle();
    assert.equal(await reader.page.$('#notice > *'), null);
    await reader.click('#undo');
    assert.equal((await reader.shown()).problem.id, 'himmelblau');
    assert.deepEqual(reader.complaints, []);
  });

  test('may speak of language and theme', async () => {
    await reader.open();
    await reader.page.evaluate(() => (location.hash = "#view={'lang':'ja','theme':'dark'}"));
    await reader.settle();
    const looks = await reader.page.evaluate(() => [
      document.documentElement.lang,
      document.documentElement.dataset.theme,
    ]);
    assert.deepEqual(looks, ['ja', 'dark']);
  });

  test('opened anew, the page has nothing to undo, and goes back to where it came from', async () => {
    await reader.open('#steps=50');
    await reader.select('#run-0 .method', 'adam');
    await reader.page.goto('about:blank');
    await reader.page.goBack();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.equal((await reader.shown()).runs[0].method, 'adam');
    // What was changed before is still there to be taken back.
    await reader.click('#undo');
    assert.equal((await reader.shown()).runs[0].method, 'sgd');
    assert.deepEqual(reader.complaints, []);
  });
});

test('a drag of the start is one entry, and the runs follow the hand', async () => {
  await reader.open();
  const { at } = await reader.landscapeMap();
  const { start } = await reader.config();
  const [count, calls] = [await entries(), await written()];
  const [x, y] = at(start);
  await reader.page.mouse.move(x, y);
  await reader.page.mouse.down();
  for (let i = 1; i <= 30; i++) await reader.page.mouse.move(x - 4 * i, y - 2 * i);
  await reader.settle();
  // Not let go yet: the picture is there already.
  const held = await reader.shown();
  assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(held)));
  assert.ok(Math.hypot(at(held.start)[0] - (x - 120), at(held.start)[1] - (y - 60)) < 2);
  const end = Array.from((await traceOf(held)).runs[1].path.slice(-2));
  assert.ok(shows(await reader.pixels(at(end), 5), runColors[1]) > 8);
  await reader.page.mouse.up();
  await reader.settle();
  assert.equal(await entries(), count + 1);
  assert.equal((await written()).pushState - calls.pushState, 1);
  await reader.click('#undo');
  assert.deepEqual((await reader.shown()).start, start);
});
