/**
 * The examples, each opened as its author would: the figures draw, play, take clicks where they fall at any size of the
 * window, take keys only while they have the focus, and load nothing from elsewhere.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { dependenciesOf, makeDesk, packageOf } from './author.js';
import { makeFigures, part } from './figure.js';
import { makeReader } from './reader.js';
import { serve } from './site.js';

const root = new URL('../../', import.meta.url);
const examples = new URL('examples/', root);
const reader = makeReader();
const { ask, until, stepOf, startOf, placeIn, drawn, assertDrawn } = makeFigures(reader);

/** @type {ReturnType<typeof makeDesk>} */
let desk;
before(() => (desk = makeDesk()));
after(() => desk.close());

/** @param {'reduce' | 'no-preference'} motion */
const prefer = (motion) => reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: motion }]);

/** @param {import('puppeteer-core').KeyInput} key */
async function press(key) {
  await reader.page.keyboard.press(key);
  await reader.settle();
}

/** @param {string} id @param {string} selector in the element */
async function clickOn(id, selector) {
  const [x, y] = await ask(`(({ left, top, width, height }) => [left + width / 2, top + height / 2])(
    ${part(id, selector)}.getBoundingClientRect())`);
  await reader.page.mouse.click(x, y);
  await reader.settle();
}

/** Opens a page and listens, from its beginning, to what it asks for and what its figures tell. @param {string} url */
async function open(url) {
  /** @type {string[]} */
  const asked = [];
  reader.page.on('request', (request) => asked.push(request.url()));
  await reader.page.evaluateOnNewDocument(`window.told = [];
    for (const type of ['kudari-step', 'kudari-error'])
      document.addEventListener(type, ({ target, detail }) => told.push([target.id, detail.position ?? detail.faults]));`);
  await reader.page.goto(url);
  return asked;
}

/** @param {string[]} asked @param {string} home where all is to come from */
function assertNothingElsewhere(asked, home) {
  assert.ok(asked.some((url) => url.startsWith(home) && /kudari/.test(url)));
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(home) && !/^(data|blob):/.test(url)),
    [],
  );
}

/** Until its landscape shows the path of the second run: fonts that come late may still move it. @param {string} id */
async function untilDrawn(id) {
  let found = 0;
  for (let i = 0; i < 50 && found <= 100; i++) {
    await reader.settle();
    found = await drawn(id);
  }
  assert.ok(found > 100, `${found} pixels`);
}

/** A press on its button makes a figure play, and another one holds it. @param {string} id */
async function assertPlays(id) {
  await clickOn(id, '#reset');
  assert.equal(await stepOf(id), 0);
  await clickOn(id, '#play');
  await until(`Number(${part(id, '#step')}.textContent) > 2`);
  await clickOn(id, '#play');
  const step = await stepOf(id);
  await reader.settle();
  assert.deepEqual([await stepOf(id), await ask(`${part(id, '#play')}.title`)], [step, 'Play']);
}

/** Keys belong to a figure while it has the focus. @param {string} id */
async function assertKeys(id) {
  await ask(`document.getElementById('${id}').seek(9)`);
  await ask('document.activeElement.blur()');
  for (const key of /** @type {const} */ (['ArrowLeft', ' ', 'Home'])) await press(key);
  assert.equal(await stepOf(id), 9);
  await ask(`${part(id, '#play')}.focus({ preventScroll: true })`);
  await press('ArrowLeft');
  assert.equal(await stepOf(id), 8);
}

describe('the folders', () => {
  test('are those that are tested here', () => {
    const names = readdirSync(examples).sort();
    assert.deepEqual(names, ['marp', 'plain-html', 'reveal', 'strict-csp', 'vitepress']);
  });

  test('ask for the versions that they are tested with', () => {
    const own = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
    const known = { ...own.devDependencies, kudari: `^${own.version}` };
    const withPackage = readdirSync(examples).filter((name) => existsSync(new URL(`${name}/package.json`, examples)));
    assert.deepEqual(withPackage.sort(), ['marp', 'reveal', 'vitepress']);
    for (const name of withPackage) {
      const asked = dependenciesOf(packageOf(name));
      assert.ok(asked.kudari, name);
      for (const [module, range] of Object.entries(asked)) assert.equal(range, known[module], `${name}: ${module}`);
    }
  });
});

describe('a plain page, from files', () => {
  test('draws, plays, takes clicks and leaves keys', async () => {
    await prefer('reduce');
    const asked = await open(new URL('plain-html/index.html', examples).href);
    await until(`document.getElementById('steps').value === '140'`);
    await assertDrawn('lecture', [12]);
    await ask(`document.getElementById('basins').scrollIntoView()`);
    await until(`document.getElementById('basins').trace?.runs.length === 3`);
    await untilDrawn('basins');
    assert.equal(await ask(`${part('basins', '.figures')}.getBoundingClientRect().height`), 320);
    await assertPlays('basins');
    await assertKeys('basins');
    assert.deepEqual(reader.complaints, []);
    assertNothingElsewhere(asked, root.href);
  });
});

describe('a strict page, from a server', () => {
  test('draws, plays, takes clicks and leaves keys', async () => {
    const site = await serve({
      folder: fileURLToPath(root),
      blocked: (path) => !/^.(dist|examples).|favicon/.test(path),
    });
    try {
      await prefer('reduce');
      const asked = await open(`${site.url}examples/strict-csp/`);
      await until(`document.getElementById('lecture').trace?.runs[1].length === 141`);
      await assertDrawn('lecture', [12]);
      await assertPlays('lecture');
      await assertKeys('lecture');
      assertNothingElsewhere(asked, site.url);
      assert.deepEqual(
        reader.complaints.filter((text) => /Content Security Policy|Error:/.test(text)),
        [],
      );
    } finally {
      site.close();
    }
  });
});

/**
 * Slides of which the second, dark, has the figure "adagrad" and the third "lecture".
 *
 * @param {() => string} make makes the deck, and tells where its page is
 * @param {string} shown the number of the slide that is shown, as an expression
 */
function deck(make, shown) {
  /** @type {string} */
  let url;
  before(() => (url = pathToFileURL(make()).href));
  const at = (/** @type {number} */ number) => until(`${shown} === ${number}`);

  test('figures begin when their slide is shown, dark on a dark one', async () => {
    await prefer('no-preference');
    const asked = await open(url);
    await at(1);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(await ask('told'), []);
    await press('ArrowRight');
    await at(2);
    await until(`told.length > 3`);
    const [first] = await ask('told');
    assert.deepEqual(first, ['adagrad', 0]);
    assert.equal(await ask(`${part('adagrad', '.lab')}.dataset.theme`), 'dark');
    await press('ArrowRight');
    await at(3);
    await until(`told.some(([id, position]) => id === 'lecture' && position > 3)`);
    assert.deepEqual(await ask(`told.find(([id]) => id === 'lecture')`), ['lecture', 0]);
    assert.equal(await ask(`${part('lecture', '.lab')}.dataset.theme`), 'light');
    await assertPlays('lecture');
    assert.deepEqual(await ask(`told.filter(([, detail]) => Array.isArray(detail))`), []);
    assert.deepEqual(reader.complaints, []);
    assertNothingElsewhere(asked, url.slice(0, url.lastIndexOf('/')));
  });

  test('keys are a figure’s while it has the focus, and else turn slides', async () => {
    await prefer('reduce');
    await open(url);
    await press('ArrowRight');
    await press(' ');
    await at(3);
    await until(`document.getElementById('lecture').trace?.runs[1].length === 141`);
    await reader.settle();
    await reader.page.mouse.click(...(await placeIn('lecture', 0.6, 0.6)));
    await reader.settle();
    const start = await startOf('lecture');
    await press('ArrowLeft');
    assert.ok((await startOf('lecture'))[0] < start[0]);
    await ask(`document.getElementById('lecture').seek(9)`);
    await clickOn('lecture', '#forward');
    await press('ArrowRight');
    assert.equal(await stepOf('lecture'), 11);
    await press(' ');
    await at(3);
    // It has given the keys back, or its slide has gone.
    await press('Escape');
    await press('ArrowLeft');
    await at(2);
    await press('ArrowRight');
    await at(3);
    await ask(`document.getElementById('lecture').seek(20)`);
    await clickOn('lecture', '#back');
    await press('PageDown');
    await at(4);
    await reader.settle();
    await press('ArrowLeft');
    await at(3);
    assert.equal(await stepOf('lecture'), 19);
    assert.deepEqual(reader.complaints, []);
  });

  test('clicks land where they are, whatever the size of the window', async () => {
    await prefer('reduce');
    await open(url);
    await press('ArrowRight');
    await press('ArrowRight');
    await until(`document.getElementById('lecture').trace?.runs[1].length === 141`);
    for (const [width, height] of [
      [1920, 1080],
      [1024, 1200],
      [760, 560],
    ]) {
      await reader.page.setViewport({ width, height });
      await reader.settle();
      await assertDrawn('lecture', [12]);
      const beyond =
        await ask(`(({ left, top, right, bottom }) => Math.max(-left, -top, right - innerWidth, bottom - innerHeight))(
        document.getElementById('lecture').getBoundingClientRect())`);
      assert.ok(beyond <= 0, `${beyond} pixels of the figure lie outside`);
      const [drawn, seen] = await ask(`((canvas) => {
        const styled = parseFloat(canvas.style.width);
        return [canvas.width / styled, canvas.getBoundingClientRect().width / styled];
      })(${part('lecture', '.landscape-place')})`);
      assert.ok(
        Math.abs(drawn - Math.max(1, seen)) < 0.01,
        `drawn ${drawn} times as fine, seen ${seen} times as large`,
      );
    }
    assert.deepEqual(reader.complaints, []);
  });
}

describe('slides made with Marp, from files', () => {
  const make = () => {
    const folder = desk.install('marp');
    desk.run(folder, 'build');
    return join(folder, 'deck.html');
  };
  deck(make, `Number(location.hash.slice(1) || 1)`);
});

describe('slides made with reveal.js, from files', () => {
  deck(() => join(desk.install('reveal'), 'index.html'), `Reveal.getIndices().h + 1`);
});

describe('a site made with VitePress', () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let site;
  /** @type {string} */
  let folder;
  before(async () => {
    const copy = desk.install('vitepress');
    desk.run(copy, 'build');
    folder = join(copy, '.vitepress/dist');
    site = await serve({ folder });
  });
  after(() => site.close());

  test('is rendered where there is no document, the figures as their text', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    assert.match(html, /<kudari-lab id="adagrad"[^>]* height="300"[^>]*>\s*Gradient descent drops into the valley/);
    assert.ok(!existsSync(join(folder, 'README.html')));
  });

  test('draws, plays, takes clicks, leaves keys and follows the switch to dark', async () => {
    await prefer('reduce');
    const asked = await open(`${site.url}flat-minima.html`);
    await until(`document.getElementById('lecture').trace?.runs[1].length === 141`);
    await assertDrawn('lecture', [12]);
    await assertPlays('lecture');
    await assertKeys('lecture');
    await reader.page.setViewport({ width: 1000, height: 900 });
    await reader.settle();
    await assertDrawn('lecture', [12]);
    const paper = async () => (await reader.pixels(await placeIn('lecture', 0.01, 0.99), 1))[0];
    assert.deepEqual(await paper(), [251, 250, 247]);
    for (const [theme, colour] of /** @type {const} */ ([
      ['dark', [20, 23, 26]],
      ['light', [251, 250, 247]],
    ])) {
      await ask(`document.querySelector('.VPSwitchAppearance').click()`);
      await until(`${part('lecture', '.lab')}.dataset.theme === '${theme}'`);
      await reader.settle();
      assert.deepEqual(await paper(), colour);
    }
    assertNothingElsewhere(asked, site.url);
  });

  test('gives a figure back on the way to another page, and makes it anew on the way back', async () => {
    await prefer('reduce');
    await open(site.url);
    await until(`document.getElementById('adagrad').trace?.runs[1].length === 61`);
    await untilDrawn('adagrad');
    await ask(
      `(window.kept = document.getElementById('adagrad'), document.querySelector('main a[href*="flat"]').click())`,
    );
    await until(`document.getElementById('lecture')?.trace?.runs[1].length === 141`);
    assert.deepEqual(await ask(`[kept.isConnected, kept.trace, kept.shadowRoot.querySelector('canvas')]`), [
      false,
      null,
      null,
    ]);
    await assertDrawn('lecture', [12]);
    await ask('history.back()');
    await until(`document.getElementById('adagrad')?.trace?.runs[1].length === 61`);
    await untilDrawn('adagrad');
    assert.ok(await ask(`document.getElementById('adagrad') !== kept`));
    assert.deepEqual(
      reader.complaints.filter((text) => !/404/.test(text)),
      [],
    );
  });
});
