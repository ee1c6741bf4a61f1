/**
 * <kudari-lab> in pages of its hosts, mostly opened from files with the classic script; the module is served to one with
 * a strict policy.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { lecture, makeFigures, part } from './figure.js';
import { makeReader, runColors, shows } from './reader.js';
import { launchFirefox, serve } from './site.js';
import { launchWebKit } from './webkit.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kudari-embed-'));
after(() => rmSync(folder, { recursive: true }));

/** Keeps what the elements tell, beginning before there are any. */
const listening = `
  window.told = [];
  for (const type of ['kudari-step', 'kudari-done', 'kudari-error'])
    document.addEventListener(type, (event) => told.push({ type, id: event.target.id, detail: event.detail }));`;

/** @param {string} body @param {{ head?: string, script?: string }} [options] @returns {string} the address of a page with this body */
function write(body, { head = '', script = pathToFileURL(join(dist, 'kudari-lab.js')).href } = {}) {
  const path = join(folder, 'page.html');
  writeFileSync(
    path,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>${head}
    <script>${listening}</script><script src="${script}"></script></head><body>${body}</body></html>`,
  );
  return pathToFileURL(path).href;
}

const reader = makeReader();
const { ask, until, stepOf, startOf, placeIn, drawn, mapOf, assertDrawn } = makeFigures(reader);

/** @param {string} body @param {{ head?: string, motion?: boolean }} [options] motion: as readers have it who did not ask for less */
async function open(body, { head, motion = false } = {}) {
  await reader.page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: motion ? 'no-preference' : 'reduce' },
  ]);
  await reader.page.goto('about:blank');
  await reader.page.goto(write(body, { head }));
}

/** @param {string} [id] */
async function done(id = 'a') {
  await until(`told.some(({ type, id }) => type === 'kudari-done' && id === '${id}')`);
  await reader.settle();
}

/** @param {string} type @param {string} [id] */
const toldOf = (type, id = 'a') =>
  ask(`told.filter((each) => each.type === '${type}' && each.id === '${id}').map(({ detail }) =>
    detail.trace ? { lengths: detail.trace.runs.map((run) => run.length), config: detail.trace.config } : detail)`);

const lectureIn = (/** @type {string} */ id, attributes = '') =>
  `<kudari-lab id="${id}" preset="sharp-and-flat" lang="en" ${attributes}>What it shows.</kudari-lab>`;

describe('a figure in a page', () => {
  test('draws both paths where the golden figure has them', async () => {
    await open(lectureIn('a'));
    await done();
    assert.equal(await stepOf('a'), 140);
    await assertDrawn('a');
    assert.deepEqual(reader.complaints, []);
  });

  test('takes clicks where they are in a slide that is scaled', async () => {
    await open(lectureIn('a'));
    await done();
    const { starts } = await mapOf('a');
    await open(`<div style="transform: scale(0.5); transform-origin: 30px 20px">${lectureIn('a')}</div>`);
    await done();
    const scaled = await mapOf('a');
    scaled.starts
      .flat()
      .forEach((w, i) => assert.ok(Math.abs(w - starts.flat()[i]) < 0.03, `${scaled.starts} ${starts}`));
    await assertDrawn('a');
  });

  test('plays by itself, and tells its steps and its end', async () => {
    await open(`<kudari-lab id="a" problem="valley" start="0.5,2" runs="sgd" steps="14" lang="en"></kudari-lab>`, {
      motion: true,
    });
    await until(`told.length > 2`);
    await ask(
      `(() => { const speed = ${part('a', '#speed')}; speed.value = 1; speed.dispatchEvent(new Event('input')); })()`,
    );
    await until(`told.some(({ type, detail }) => type === 'kudari-step' && detail.position === 14)`);
    const positions = (await toldOf('kudari-step')).map((/** @type {any} */ { position }) => position);
    assert.ok(positions.length > 7, `${positions}`);
    assert.deepEqual(
      positions,
      [...new Set(positions)].sort((a, b) => a - b),
    );
    const ends = await toldOf('kudari-done');
    assert.equal(ends.length, 1);
    assert.deepEqual(ends[0].lengths, [15]);
    assert.equal(ends[0].config.problem.id, 'valley');
    assert.deepEqual(ends[0].config.start, [0.5, 2]);
    assert.deepEqual(await toldOf('kudari-error'), []);
  });

  test('waits for the hand that starts it where autoplay is false, and for whoever asks for less motion', async () => {
    await open(lectureIn('a', 'autoplay="false"'), { motion: true });
    await done();
    const { length } = await toldOf('kudari-step');
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal((await toldOf('kudari-step')).length, length);
    await ask(`document.getElementById('a').seek(3)`);
    await ask(`document.getElementById('a').play()`);
    await until(`told.some(({ detail }) => detail.position === 6)`);
    await ask(`document.getElementById('a').pause()`);
    await open(lectureIn('a'));
    await done();
    assert.equal(await stepOf('a'), 140);
    await ask(`document.getElementById('a').setAttribute('problem', 'valley')`);
    await until(`document.getElementById('a').trace.config.problem.id === 'valley'`);
    await reader.settle();
    assert.equal(await ask(`${part('a', '#play')}.title`), 'Play');
  });

  test('shows what stands between its tags until it begins', async () => {
    await open(`<div style="height: 3000px"></div>${lectureIn('a')}`);
    await reader.settle();
    assert.equal(await ask(`document.getElementById('a').trace`), null);
    assert.equal(await ask(`${part('a', 'slot')}.assignedNodes()[0].textContent`), 'What it shows.');
    assert.deepEqual(await ask('told'), []);
    await ask(`document.getElementById('a').scrollIntoView()`);
    await done();
    assert.equal(await ask(part('a', 'slot')), null);
    assert.ok(await ask(`${part('a', '.landscape-place')}.getBoundingClientRect().width > 100`));
  });

  test('keeps its room before it begins', async () => {
    for (const [width, attributes] of /** @type {const} */ ([
      [1280, ''],
      [1280, 'height="300"'],
      [1280, 'height="300" controls="none"'],
    ])) {
      await reader.page.setViewport({ width, height: 800 });
      await open(`<div style="height: 3000px"></div>${lectureIn('a', attributes)}`);
      const height = () => ask(`document.getElementById('a').getBoundingClientRect().height`);
      const before = await height();
      await ask(`document.getElementById('a').scrollIntoView()`);
      await done();
      assert.ok(Math.abs((await height()) - before) <= 4, `${width} ${attributes}: ${before}, then ${await height()}`);
    }
  });

  test('does not mind a hand that is there before its figures are', async () => {
    // Its canvases are there, and nothing has been drawn on them.
    const early = `<script>
      window.early = 0;
      const root = document.querySelector('kudari-lab').shadowRoot;
      new MutationObserver((_, observer) => {
        observer.disconnect();
        const canvas = root.querySelector('.landscape-place');
        const { left, top, width, height } = canvas.getBoundingClientRect();
        const at = { clientX: left + width / 2, clientY: top + height / 2, pointerId: 1, bubbles: true, composed: true };
        for (const type of ['pointermove', 'pointerdown', 'pointerup']) canvas.dispatchEvent(new PointerEvent(type, at));
        canvas.dispatchEvent(new WheelEvent('wheel', { ...at, ctrlKey: true, deltaY: -100 }));
        for (const key of ['+', 'ArrowLeft']) canvas.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        early = width * height;
      }).observe(root.querySelector('.figures'), { attributeFilter: ['hidden'] });
    </script>`;
    await open(`${lectureIn('a')}${early}`);
    await done();
    assert.ok((await ask('early')) > 10_000);
    assert.deepEqual(await ask(`document.getElementById('a').trace.config.start`), [1.6, -1]);
    await assertDrawn('a');
    assert.deepEqual(reader.complaints, []);
  });

  test('is not drawn where nobody sees it, and is up to date when it is seen again', async () => {
    await open(`${lectureIn('a')}<div style="height: 3000px"></div>`, { motion: true });
    await until(`told.some(({ type }) => type === 'kudari-step')`);
    await ask(`scrollTo(0, 2500)`);
    await done();
    const { length } = await toldOf('kudari-step');
    await ask(`document.getElementById('a').seek(77)`);
    await reader.settle();
    assert.equal((await toldOf('kudari-step')).length, length);
    await ask(`scrollTo(0, 0)`);
    await reader.settle();
    assert.deepEqual((await toldOf('kudari-step')).slice(length), [{ position: 77 }]);
    assert.equal(await stepOf('a'), 77);
  });

  test('is higher than was asked for where its curves could not be read', async () => {
    await open(lectureIn('a', 'height="100"'));
    await done();
    const heights = await ask(`[...document.getElementById('a').shadowRoot.querySelectorAll('.curve')].map((each) =>
      each.getBoundingClientRect().height)`);
    assert.deepEqual(heights, [92, 92, 92]);
    assert.equal(await ask(`${part('a', '.figures')}.getBoundingClientRect().height`), 296);
    await ask(`document.getElementById('a').setAttribute('panels', 'landscape,loss')`);
    await reader.settle();
    assert.equal(await ask(`${part('a', '.figures')}.getBoundingClientRect().height`), 100);
  });

  test('is as high as was asked for, without controls if so', async () => {
    await open(lectureIn('a', 'height="300" controls="none"'));
    await done();
    assert.equal(await ask(`${part('a', '.figures')}.getBoundingClientRect().height`), 300);
    assert.equal(await ask(part('a', '.transport button')), null);
  });
});

describe('speaks the language', () => {
  const plain = (/** @type {string} */ id, attributes = '') =>
    `<kudari-lab id="${id}" problem="valley" steps="9" ${attributes}></kudari-lab>`;
  const title = (/** @type {string} */ id) => ask(`${part(id, '.curve h2')}.textContent`);

  test('that it was given, else its config’s, else that of the page around it, else its reader’s', async () => {
    await open(
      `<div lang="ja">${plain('a')}${plain('b', 'lang="en"')}${plain('c', `config="view={'lang':'en'}"`)}
        <p lang="fr">${plain('d')}</p><div id="host"></div></div>${plain('e')}
      <script>host.attachShadow({ mode: 'open' }).innerHTML = \`${plain('f')}\`</script>`,
    );
    for (const id of ['a', 'b', 'c', 'd', 'e']) {
      await ask(`document.getElementById('${id}').scrollIntoView()`);
      await done(id);
    }
    assert.deepEqual(
      [await title('a'), await title('b'), await title('c'), await title('d'), await title('e')],
      ['損失', 'Loss', 'Loss', 'Loss', 'Loss'],
    );
    const inShadow = `host.shadowRoot.querySelector('kudari-lab')`;
    await ask(`${inShadow}.scrollIntoView()`);
    await until(`${inShadow}.shadowRoot.querySelector('.curve h2')?.textContent === '損失'`);
    await ask(`document.getElementById('a').scrollIntoView()`);
    await ask(`void (document.getElementById('a').parentElement.lang = 'en')`);
    await until(`${part('a', '.curve h2')}.textContent === 'Loss'`);
  });
});

describe('in slides', () => {
  /** @param {string} style of the slide that it stands in */
  const slide = (style, attributes = 'height="300"') =>
    `<div id="slide" style="width: 800px; transform-origin: 0 0; ${style}">${lectureIn('a', attributes)}</div>`;

  /** Of its canvases: pixels of each to one of its style, and by how much it does not fill its place. */
  const canvases = () =>
    ask(`[...document.getElementById('a').shadowRoot.querySelectorAll('canvas:not([hidden])')].map((canvas) => {
      const [own, place] = [canvas, canvas.parentElement].map((each) => parseFloat(getComputedStyle(each).width));
      return [Math.round(100 * canvas.width / own) / 100, Math.round(own - place)];
    })`);

  test('is drawn as finely as the screen shows it, and fills its place, however that is scaled', async () => {
    await open(slide('transform: scale(2)'));
    await done();
    assert.deepEqual(await canvases(), Array(4).fill([2, 0]));
    for (const [scale, pixels] of /** @type {const} */ ([
      ['0.5', 1],
      ['1.5', 1.5],
      ['9', 4],
      ['1.25', 1.25],
    ])) {
      await ask(`void (document.getElementById('slide').style.transform = 'scale(${scale})')`);
      await reader.settle();
      assert.deepEqual(await canvases(), Array(4).fill([pixels, 0]), scale);
    }
    // A finer screen, where Chart.js measures anew.
    await reader.page.setViewport({ width: 1200, height: 800, deviceScaleFactor: 2 });
    await reader.settle();
    assert.deepEqual(await canvases(), Array(4).fill([2.5, 0]));
    await reader.page.setViewport({ width: 1280, height: 800 });
    await reader.settle();
    assert.deepEqual(await canvases(), Array(4).fill([1.25, 0]));
    await assertDrawn('a');
  });

  test('follows a slide that is scaled to the window', async () => {
    await open(slide('zoom: calc(tan(atan2(100vw, 800px)))'));
    await done();
    assert.deepEqual(await canvases(), Array(4).fill([1.6, 0]));
    await reader.page.setViewport({ width: 1600, height: 900 });
    await reader.settle();
    assert.deepEqual(await canvases(), Array(4).fill([2, 0]));
    await assertDrawn('a');
  });

  test('begins when its slide is shown, and not behind others', async () => {
    await open(slide('visibility: hidden'), { motion: true });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual([await ask(`document.getElementById('a').trace`), await ask('told')], [null, []]);
    await ask(`void (document.getElementById('slide').style.visibility = 'visible')`);
    await until(`told.some(({ type, detail }) => type === 'kudari-step' && detail.position > 2)`);
    assert.equal((await toldOf('kudari-step'))[0].position, 0);
    // One that left the page before it was shown.
    await open(slide('visibility: hidden'));
    await ask(`(() => { window.kept = document.getElementById('a'); slide.style.visibility = ''; kept.remove(); })()`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(await ask('kept.trace'), null);
  });

  test('keeps a finger that drags in it, and a wheel that zooms it, from turning them', async () => {
    await open(`${slide('')}<p id="beside">Beside it.</p><script>
      window.heard = [];
      for (const type of ['touchstart', 'touchmove', 'wheel'])
        document.addEventListener(type, () => heard.push(type), { passive: true });</script>`);
    await done();
    const { touchscreen, mouse, keyboard } = reader.page;
    const start = await placeIn('a', 0.5, 0.5);
    await mouse.click(...start);
    await reader.settle();
    const [before] = await startOf('a');
    /** @param {[number, number]} from */
    const drag = async ([x, y]) => {
      await touchscreen.touchStart(x, y);
      for (const moved of [10, 30, 50]) await touchscreen.touchMove(x + moved, y);
      await touchscreen.touchEnd();
      await reader.settle();
    };
    await drag(start);
    assert.ok((await startOf('a'))[0] > before, 'the finger has hold of the start');
    const slider = await ask(`(({ left, top, width, height }) => [left + width / 2, top + height / 2])(
      ${part('a', '#scrubber')}.getBoundingClientRect())`);
    await drag(slider);
    assert.deepEqual(await ask('heard'), []);
    await mouse.move(...start);
    await keyboard.down('Control');
    await mouse.wheel({ deltaY: -100 });
    await reader.settle();
    await keyboard.up('Control');
    assert.deepEqual(await ask('heard'), []);
    assert.equal(await ask(`${part('a', '.zoom:last-child')}.disabled`), false, 'the wheel has zoomed');
    await mouse.wheel({ deltaY: 1 });
    await drag(await ask(`(({ left, top }) => [left + 5, top + 5])(beside.getBoundingClientRect())`));
    assert.deepEqual([...new Set(await ask('heard'))], ['wheel', 'touchstart', 'touchmove']);
  });
});

test('says whose each line is, by what not all runs share', async () => {
  /** @returns {Promise<[string, string][]>} */
  const named = () =>
    ask(`[...document.getElementById('a').shadowRoot.querySelectorAll('.legend .run')].map((run) =>
      [run.textContent.trim().replace(/\\s+/g, ' '), run.querySelector('line').getAttribute('stroke')])`);
  await open(lectureIn('a'));
  await done();
  assert.deepEqual(await named(), [
    ['SGD', '#0072b2'],
    ['SGD SAM ρ = 0.25', '#d55e00'],
  ]);
  /** @param {Record<string, string>} attributes */
  const become = async (attributes) => {
    await ask(`Object.entries(${JSON.stringify(attributes)}).forEach((each) => a.setAttribute(...each))`);
    await reader.settle();
    return (await named()).map(([name]) => name);
  };
  assert.deepEqual(await become({ problem: 'valley', start: '1,1', runs: "[{'method':'adam','lr':0.1}]" }), ['Adam']);
  const runs = [
    { method: 'rmsprop', lr: 0.1 },
    { method: 'rmsprop', lr: 0.1, gamma: 0.5 },
    { method: 'sgd', lr: { type: 'cosine', base: 0.2, steps: 10 } },
  ];
  assert.deepEqual(await become({ runs: JSON.stringify(runs) }), [
    'RMSProp ϵ = 0.1',
    'RMSProp ϵ = 0.1, gamma = 0.5',
    'SGD ϵ = 0.2 (cosine decay)',
  ]);
  assert.equal((await become({ lang: 'ja' }))[2], 'SGD ϵ = 0.2（コサイン減衰）');
});

test('draws a path that grew in pieces as one that was there at once', async () => {
  const devtools = await reader.page.createCDPSession();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 20 });
  const runs = JSON.stringify(Array(2).fill({ method: 'sgd', lr: 0.01 })).replaceAll('"', "'");
  await open(
    `<kudari-lab id="a" problem="{'id':'noisy-quadratic','condition':5,'noise':1}" start="-1.4,1.4" steps="600"
      measure="{'sharpness':1}" runs="${runs}" panels="landscape" height="400"></kudari-lab>`,
  );
  await done();
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const grown = await drawn('a');
  await ask(`document.getElementById('a').setAttribute('theme', 'dark')`);
  await reader.settle();
  await ask(`document.getElementById('a').setAttribute('theme', 'light')`);
  await reader.settle();
  // But for the joints.
  const once = await drawn('a');
  assert.ok(once > 200 && Math.abs(grown - once) < 0.15 * once, `${grown} pixels, not ${once}`);
});

test('on paper stands the final picture', async () => {
  await open(lectureIn('a'));
  await done();
  await ask(`document.getElementById('a').seek(3)`);
  await reader.settle();
  assert.equal(await stepOf('a'), 3);
  await reader.page.pdf();
  await reader.settle();
  assert.equal(await stepOf('a'), 140);
});

test('and that of a figure that was never in view', async () => {
  await open(`<div style="height: 3000px"></div>${lectureIn('a')}`, { motion: true });
  await reader.settle();
  assert.equal(await ask(`document.getElementById('a').trace`), null);
  await reader.page.pdf();
  assert.deepEqual(await ask(`document.getElementById('a').trace.runs.map(({ length }) => length)`), [141, 141]);
  assert.equal(await stepOf('a'), 140);
  // Each run has its colour in the landscape and in both of its curves.
  for (const selector of ['.landscape-place', '#curve-loss canvas', '#curve-sharpness canvas'])
    for (const color of runColors) {
      const pixels = await ask(`(() => {
        const canvas = ${part('a', selector)};
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(4 * i, 4 * i + 3)]);
      })()`);
      assert.ok(shows(pixels, color) > 40, `${selector}: ${shows(pixels, color)}`);
    }
});

test('paper is light, whatever the host is', async () => {
  await open(`<div style="color: #eee; background: #111">${lectureIn('a')}</div>`);
  await done();
  const theme = () => ask(`${part('a', '.lab')}.dataset.theme`);
  assert.equal(await theme(), 'dark');
  await ask(`addEventListener('beforeprint', () => (window.printed = ${part('a', '.lab')}.dataset.theme))`);
  await reader.page.pdf();
  assert.equal(await ask('printed'), 'light');
  assert.equal(await theme(), 'dark');
});

test('and says how far the computing has come where it is not complete', async () => {
  await open(`<kudari-lab id="a" problem="{'id':'network','hidden':[64,64]}" steps="100000" runs="sgd" lang="en"
    controls="none"></kudari-lab>`);
  await until(`document.getElementById('a').trace`);
  const said = () =>
    ask(`[...${part('a', '.computing')}.children].filter((each) => each.checkVisibility())
    .map((each) => each.textContent.trim())`);
  assert.deepEqual(await said(), []);
  await ask(`dispatchEvent(new Event('beforeprint'))`);
  await reader.page.emulateMediaType('print');
  const [share, ...more] = await said();
  assert.match(share, /^computing,\s+\d+ %$/);
  assert.deepEqual(more, []);
  await reader.page.emulateMediaType();
  await ask(`dispatchEvent(new Event('afterprint'))`);
  await reader.settle();
  assert.deepEqual(await said(), []);
});

describe('attributes', () => {
  test('that change run it anew', async () => {
    await open(lectureIn('a'));
    await done();
    await ask(`(() => { const a = document.getElementById('a');
      a.setAttribute('runs', 'adam'); a.setAttribute('start', '1,1'); a.setAttribute('steps', '20'); told.length = 0; })()`);
    await done();
    const ends = await toldOf('kudari-done');
    assert.equal(ends.length, 1, 'three attributes in one go are one change');
    assert.deepEqual(ends[0].lengths, [21]);
    assert.deepEqual(ends[0].config.runs, [{ method: 'adam' }]);
    assert.deepEqual(await startOf('a'), [1, 1]);
    await ask(`document.getElementById('a').setAttribute('panels', 'loss')`);
    await reader.settle();
    assert.equal(await ask(`${part('a', '.lab')}.dataset.picture`), 'none');
  });

  test('that are wrong are named to the reader and to the host, until they are right', async () => {
    await open(lectureIn('a', 'steps="many" theme="blue"'));
    await until(`told.some(({ type }) => type === 'kudari-error')`);
    const said = () => ask(`[...${part('a', '.faults')}.querySelectorAll('li')].map((li) => li.textContent)`);
    const faults = [
      'theme must be one of auto, light, dark, not "blue"',
      'steps must be a whole number from 1 to 100000, not "many"',
    ];
    assert.deepEqual(await said(), faults);
    assert.deepEqual(await toldOf('kudari-error'), [{ faults }]);
    assert.equal(await ask(`${part('a', 'slot')}.assignedNodes()[0].textContent`), 'What it shows.');
    await ask(`document.getElementById('a').removeAttribute('steps')`);
    await until(`told.filter(({ type }) => type === 'kudari-error').length === 2`);
    assert.deepEqual(await said(), faults.slice(0, 1));
    await ask(`document.getElementById('a').removeAttribute('theme')`);
    await done();
    assert.equal(await ask(`${part('a', '.faults')}.hidden`), true);
    // And again once it has begun.
    await ask(`document.getElementById('a').setAttribute('runs', '<img src=x onerror=told.push(1)>')`);
    await until(`!${part('a', '.faults')}.hidden`);
    assert.match((await said())[0], /^runs\[0\]: no method "<img src=x onerror=told.push\(1\)>"/);
    assert.equal(await ask(part('a', 'img')), null);
    assert.equal(await ask(`${part('a', '.figures')}.hidden`), true);
    await ask(`document.getElementById('a').removeAttribute('runs')`);
    await until(`${part('a', '.faults')}.hidden`);
    await reader.settle();
    await assertDrawn('a');
  });

  test('with a formula need the module, and the classic script says so', async () => {
    const problem = `problem="{'id':'formula','f':'x^2 + y^4'}"`;
    await open(`<kudari-lab id="a" ${problem}></kudari-lab><kudari-lab id="b" problem="valley"></kudari-lab>`);
    await done('b');
    await until(`told.some(({ type }) => type === 'kudari-error')`);
    assert.deepEqual(await toldOf('kudari-error'), [
      {
        faults: [
          'problem "formula" needs its parser, which kudari-lab.js does not hold: load the element as a module instead: <script type="module" src="embed.js">',
        ],
      },
    ]);
  });

  test('and a wrong entry in its controls changes nothing', async () => {
    await open(lectureIn('a'));
    await done();
    for (const entry of ['many', '1000000', '']) {
      await ask(`(() => { const field = ${part('a', '#steps')}; field.value = '${entry}';
        field.dispatchEvent(new Event('change')); })()`);
      await reader.settle();
      assert.equal(await ask(`${part('a', '#steps')}.value`), '140', entry);
    }
    assert.deepEqual(reader.complaints, []);
  });
});

describe('several on a page', () => {
  test('share one core and nothing else', async () => {
    const head = `<script>window.cores = 0;
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = (...given) => ((cores += 1), instantiate.apply(WebAssembly, given));</script>`;
    await open(
      `${lectureIn('a', 'height="200"')}<kudari-lab id="b" problem="valley" runs="adam" steps="30" height="200"></kudari-lab>`,
      {
        head,
      },
    );
    await done('a');
    await done('b');
    assert.equal(await ask('cores'), 1);
    await ask(`document.getElementById('a').seek(7)`);
    await reader.settle();
    assert.deepEqual([await stepOf('a'), await stepOf('b')], [7, 30]);
    const start = await startOf('b');
    await reader.page.mouse.click(...(await placeIn('a', 0.4, 0.4)));
    await reader.settle();
    assert.notDeepEqual(await startOf('a'), lecture.start);
    assert.deepEqual(await startOf('b'), start);
    await ask(`document.getElementById('a').remove()`);
    await ask(`document.getElementById('b').setAttribute('steps', '12')`);
    await until(`document.getElementById('b').trace.config.steps === 12`);
    await reader.settle();
    assert.equal(await stepOf('b'), 12);
  });

  test('leave keys to the page but while they have the focus', async () => {
    await open(`${lectureIn('a', 'height="200"')}${lectureIn('b', 'height="200"')}<script>
      window.keys = []; addEventListener('keydown', ({ key }) => keys.push(key));</script>`);
    await done('a');
    await done('b');
    const press = async (/** @type {import('puppeteer-core').KeyInput} */ key) => {
      await reader.page.keyboard.press(key);
      await reader.settle();
    };
    await press('ArrowLeft');
    assert.deepEqual([await stepOf('a'), await stepOf('b'), await ask('keys')], [140, 140, ['ArrowLeft']]);
    await ask(`${part('a', '.landscape-place')}.focus()`);
    await press('ArrowLeft');
    assert.ok((await startOf('a'))[0] < lecture.start[0] && (await startOf('a'))[1] === lecture.start[1]);
    assert.deepEqual(await startOf('b'), lecture.start);
    await ask(`${part('a', '#play')}.focus()`);
    await press('ArrowLeft');
    await press('ArrowLeft');
    assert.deepEqual([await stepOf('a'), await stepOf('b'), await ask('keys')], [138, 140, ['ArrowLeft']]);
    await press('Home');
    assert.equal(await stepOf('a'), 0);
    await press('n');
    assert.deepEqual(await ask('keys'), ['ArrowLeft', 'n'], 'what it has no use for is the page’s');
    await press('Escape');
    assert.deepEqual([await ask(`document.activeElement.tagName`), await ask('keys')], ['BODY', ['ArrowLeft', 'n']]);
    await press('ArrowRight');
    await press('Escape');
    assert.deepEqual([await stepOf('a'), await ask('keys')], [0, ['ArrowLeft', 'n', 'ArrowRight', 'Escape']]);
  });
});

test('stop and continue hand the focus to each other, and it stays in the figure when there is nothing left to stop', async () => {
  await open(`<kudari-lab id="a" problem="{'id':'network'}" steps="100000" runs="sgd" lang="en"></kudari-lab>`);
  await until(part('a', '#stop'));
  await ask(`${part('a', '#stop')}.focus()`);
  const focused = () => ask(`document.getElementById('a').shadowRoot.activeElement?.id`);
  for (const next of ['resume', 'stop', 'resume']) {
    await reader.page.keyboard.press('Enter');
    await reader.settle();
    assert.equal(await focused(), next);
  }
  await ask(`Object.entries({ problem: 'beale', steps: 20 }).forEach((given) =>
    document.getElementById('a').setAttribute(...given))`);
  await done();
  assert.equal(await focused(), 'speed');
});

describe('looks like its host', () => {
  const paper = () => ask(`getComputedStyle(${part('a', '.lab')}).backgroundColor`);
  const [light, dark] = ['rgb(251, 250, 247)', 'rgb(20, 23, 26)'];
  const becomes = (/** @type {string} */ colour) =>
    until(`getComputedStyle(${part('a', '.lab')}).backgroundColor === '${colour}'`);
  const cornerBecomes = async (/** @type {number[]} */ colour) => {
    const corner = async () => (await reader.pixels(await placeIn('a', 0.01, 0.99), 1))[0];
    for (let i = 0; i < 50 && String(await corner()) !== String(colour); i++) await reader.settle();
    assert.deepEqual(await corner(), colour);
  };

  test('dark as the host is, whichever way that switches', async () => {
    const head = '<style>.night { color: #eee; background: #111 }</style>';
    await open(lectureIn('a'), { head });
    await done();
    assert.equal(await paper(), light);
    for (const where of ['body', 'documentElement']) {
      await ask(`void document.${where}.classList.add('night')`);
      await becomes(dark);
      await ask(`void document.${where}.classList.remove('night')`);
      await becomes(light);
    }
    await ask(`void (document.body.style.color = 'white')`);
    await becomes(dark);
    await ask(`document.getElementById('a').setAttribute('theme', 'light')`);
    await becomes(light);
  });

  test('dark as what it stands in is, and after a fade too', async () => {
    const head = '<style>body { transition: color 100ms } .night { color: #eee }</style>';
    await open(`<div id="slide">${lectureIn('a')}</div>`, { head });
    await done();
    for (const where of ['body', 'getElementById("slide")']) {
      await ask(`void document.${where}.classList.add('night')`);
      await becomes(dark);
      await ask(`void document.${where}.classList.remove('night')`);
      await becomes(light);
    }
  });

  test('light again after a fade that turned back halfway', async () => {
    const head = '<style>body { transition: color 800ms linear } .night { color: #eee }</style>';
    await open(lectureIn('a'), { head });
    await done();
    await ask(`void document.body.classList.add('night')`);
    await until(`Number(getComputedStyle(a).color.match(/\\d+/)[0]) > 140`);
    // Whatever makes it look in the midst.
    await ask(`void document.documentElement.classList.add('loaded')`);
    await becomes(dark);
    await ask(`void document.body.classList.remove('night')`);
    await becomes(light);
  });

  test('dark with the reader’s system if the host is, its canvas too', async () => {
    await open(lectureIn('a'), { head: '<style>:root { color-scheme: light dark }</style>' });
    await done();
    const prefer = (/** @type {string} */ value) =>
      reader.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await prefer('light');
    await becomes(light);
    await cornerBecomes([251, 250, 247]);
    await prefer('dark');
    await becomes(dark);
    await cornerBecomes([20, 23, 26]);
    await open(lectureIn('a'));
    await prefer('dark');
    await done();
    assert.equal(await paper(), light, 'a host that stays light');
  });

  test('in the colours that the host sets', async () => {
    const colors = '--kudari-paper: rgb(1, 200, 3); --kudari-paper-dark: rgb(4, 5, 100)';
    await open(lectureIn('a'), { head: `<style>body { ${colors} }</style>` });
    await done();
    await becomes('rgb(1, 200, 3)');
    await cornerBecomes([1, 200, 3]);
    await ask(`document.getElementById('a').setAttribute('theme', 'dark')`);
    await becomes('rgb(4, 5, 100)');
  });
});

describe('removed', () => {
  /** Counts what is taken from the core's memory and not given back. */
  const counting = `<script>
    window.held = new Set();
    window.made = [];
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...given) => {
      const { exports } = await instantiate.apply(WebAssembly, given);
      window.memory = exports.memory;
      const malloc = (size) => { const place = exports.malloc(size); held.add(place); return place; };
      const free = (place) => { held.delete(place); exports.free(place); };
      return { exports: { ...exports, malloc, free } };
    };</script>`;

  test('gives all back, thirty times, in the midst of its work', { timeout: 60_000 }, async () => {
    await open('', { head: counting, motion: true });
    const devtools = await reader.page.createCDPSession();
    const live = async () => {
      await devtools.send('HeapProfiler.collectGarbage');
      const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
      return { nodes, jsEventListeners, elements: await ask('made.filter((each) => each.deref()).length') };
    };
    const cycle = (/** @type {number} */ times) =>
      reader.page.evaluate(async (times) => {
        const page = /** @type {any} */ (window);
        const sizes = [];
        for (let i = 0; i < times; i++) {
          const element = /** @type {any} */ (document.createElement('kudari-lab'));
          element.setAttribute('steps', '100000');
          element.setAttribute('runs', 'sgd,adam');
          page.made.push(new WeakRef(element));
          document.body.append(element);
          while (!(element.trace?.runs[0].length > 20)) await new Promise((resolve) => setTimeout(resolve, 5));
          if (page.held.size === 0) throw new Error('it holds nothing while it works');
          element.remove();
          if (element.trace !== null) throw new Error('it keeps its trace');
          await new Promise((resolve) => setTimeout(resolve, 20));
          sizes.push([page.held.size, page.memory.buffer.byteLength]);
        }
        page.told.length = 0;
        return sizes;
      }, times);
    const without = await live();
    await ask(`document.body.append(document.createElement('kudari-lab'))`);
    await until(`document.querySelector('kudari-lab').trace?.runs[0].length > 20`);
    const one = await live();
    assert.ok(one.nodes > without.nodes + 50 && one.jsEventListeners > without.jsEventListeners + 10);
    await ask(`document.querySelector('kudari-lab').remove()`);
    const [[, bytes]] = await cycle(1);
    const sizes = await cycle(30);
    assert.deepEqual(sizes, Array(30).fill([0, bytes]));
    /** Of how many elements too much is kept; the last two may still be on their way out. @param {typeof one} now */
    const kept = (now) =>
      /** @type {const} */ (['elements', 'nodes', 'jsEventListeners'])
        .map((name) => ({ name, left: name === 'elements' ? now[name] : shareOf(name, now) }))
        .filter(({ left }) => left > 2.5)
        .map(({ name, left }) => `${name} of ${left} elements`);
    const shareOf = (/** @type {'nodes' | 'jsEventListeners'} */ name, /** @type {typeof one} */ now) =>
      (now[name] - without[name]) / (one[name] - without[name]);
    // A collection leaves what tasks under way still hold.
    let rest = kept(await live());
    for (let tries = 0; rest.length > 0 && tries < 20; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      rest = kept(await live());
    }
    assert.deepEqual(rest, []);
    assert.deepEqual(reader.complaints, []);
  });

  test('and put back, it begins anew', async () => {
    await open(`${lectureIn('a')}<div id="elsewhere"></div>`);
    await done();
    await ask(`(() => { window.kept = document.getElementById('a'); kept.remove(); told.length = 0; })()`);
    await reader.settle();
    assert.equal(await ask('kept.trace'), null);
    assert.equal(await ask(`kept.shadowRoot.querySelector('canvas')`), null);
    await ask(`(() => { kept.setAttribute('seed', '2'); document.getElementById('elsewhere').append(kept); })()`);
    await done();
    assert.equal(await stepOf('a'), 140);
    await assertDrawn('a');
    // Moved without a pause, as an editor of slides does.
    await ask(`(() => { told.length = 0; document.body.prepend(kept); })()`);
    await done();
    assert.equal((await toldOf('kudari-done')).length, 1);
    await assertDrawn('a');
    assert.deepEqual(reader.complaints, []);
  });
});

test('under a strict policy the module breaks no rule', async () => {
  const root = mkdtempSync(join(tmpdir(), 'kudari-embed-strict-'));
  cpSync(dist, root, { recursive: true, filter: (path) => !/\.map$|\/page$|\/types$/.test(path) });
  writeFileSync(
    join(root, 'listen.js'),
    `${listening} window.broken = [];
    document.addEventListener('securitypolicyviolation', (event) => broken.push(event.violatedDirective));`,
  );
  writeFileSync(
    join(root, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:">
    <script src="listen.js"></script><script type="module" src="embed.js"></script></head><body>${lectureIn('a', 'height="300"')}
    <kudari-lab id="b" problem="{'id':'formula','f':'x^2 + y^4'}" height="300"></kudari-lab></body></html>`,
  );
  const site = await serve({ folder: root });
  try {
    await reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await reader.page.goto(site.url);
    await done('a');
    await done('b');
    await assertDrawn('a');
    await reader.page.mouse.click(...(await placeIn('b', 0.4, 0.4)));
    await reader.settle();
    assert.deepEqual(await ask('broken'), []);
    assert.deepEqual(reader.complaints, []);
    // The policy is one: what it forbids is told.
    await ask(`document.body.setAttribute('onclick', 'told.push(1)')`);
    await until('broken.length === 1');
  } finally {
    site.close();
    rmSync(root, { recursive: true });
  }
});

describe('other engines', () => {
  /**
   * @typedef {object} Hand
   * @property {(code: string) => Promise<any>} ask
   * @property {(url: string) => Promise<unknown>} open
   * @property {(x: number, y: number) => Promise<unknown>} click
   */

  /** @param {Hand} hand */
  async function walk({ ask, open, click }) {
    const eventually = async (/** @type {string} */ code) => {
      const end = Date.now() + 20_000;
      while (!(await ask(`Boolean(${code})`))) {
        assert.ok(Date.now() < end, `never: ${code}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    await open(
      write(`<div style="transform: scale(0.5); transform-origin: 0 0">${lectureIn('a', 'autoplay="false"')}</div>`),
    );
    const over = `told.some(({ type }) => type === 'kudari-done')`;
    await eventually(over);
    assert.equal(
      await ask(`document.getElementById('a').trace.runs[0].loss[7].toFixed(3)`),
      lecture.gd[7].loss.toFixed(3),
    );
    // Drawn: some of the canvas has the first run's colour.
    const blue = `(() => { const canvas = ${part('a', '.landscape-place')};
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4)
        if (Math.abs(data[i]) < 12 && Math.abs(data[i + 1] - 0x72) < 12 && Math.abs(data[i + 2] - 0xb2) < 12) count += 1;
      return count; })()`;
    await ask(`document.getElementById('a').seek(40)`);
    await eventually(`${blue} > 100`);
    // The start moves right by as much of the frame as the clicks lie apart, and up by as much.
    /** @type {number[][]} */ const starts = [];
    for (const share of [0.4, 0.7]) {
      const [x, y] = await ask(`(({ left, top, width, height }) => [left + ${share} * width, top + ${share} * height])(
        ${part('a', '.landscape-place')}.getBoundingClientRect())`);
      const before = await ask(`document.getElementById('a').trace.config.start.join()`);
      await click(Math.round(x), Math.round(y));
      await eventually(`document.getElementById('a').trace.config.start.join() !== '${before}'`);
      starts.push(await ask(`[...document.getElementById('a').trace.config.start]`));
    }
    const size = await ask(
      `(({ width, height }) => [width, height])(${part('a', '.landscape-place')}.getBoundingClientRect())`,
    );
    const units = [0, 1].map((i) => (0.3 * size[i]) / (starts[1][i] - starts[0][i]));
    assert.ok(units[0] > 0 && Math.abs(units[0] + units[1]) < 0.04 * units[0], `${units} pixels a unit`);
    await ask(`document.getElementById('a').setAttribute('start', '1,1')`);
    await eventually(`document.getElementById('a').trace.config.start.join() === '1,1'`);
    await ask(`document.getElementById('a').setAttribute('steps', 'many')`);
    await eventually(`/^steps must be a whole number/.test(${part('a', '.faults li')}?.textContent)`);
  }

  test('Firefox', { timeout: 60_000 }, async () => {
    const browser = await launchFirefox();
    try {
      const page = await browser.newPage();
      await walk({
        ask: (code) => page.evaluate(code),
        open: (url) => page.goto(url),
        click: (x, y) => page.mouse.click(x, y),
      });
    } finally {
      await browser.close();
    }
  });

  test('WebKitGTK', { timeout: 60_000 }, async () => {
    const { driver, close } = await launchWebKit();
    try {
      await walk({
        ask: (code) => driver.executeScript(`return (${code})`),
        open: (url) => driver.get(url),
        click: (x, y) => driver.actions().move({ x, y }).click().perform(),
      });
    } finally {
      await close();
    }
  });
});
