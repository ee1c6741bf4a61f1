/**
 * What a reader takes away: each file as the page saves it, and that the vectors stand where the numbers say.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { csvOf, defaultConfig, jsonOf, parseConfig, runExperiment } from 'kudari/experiment';
import { golden, kudari } from '../support.js';
import { launchChromium, launchFirefox, serve, pageFile } from './site.js';
import { launchWebKit } from './webkit.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{ x: number, y: number }} Place */

const figure = golden('seed-figure');
const colors = [
  [0x00, 0x72, 0xb2],
  [0xd5, 0x5e, 0x00],
];
const paper = [0xfb, 0xfa, 0xf7];

/** The chunk that draws the sheet. */
const chunk = pageFile(/^lab-sheet-.*\.js$/);

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('puppeteer-core').CDPSession} */
let session;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {string} */
let folder;
/** @type {Page} */
let page;
/** @type {string[]} */
let complaints;

before(async () => {
  site = await serve();
  browser = await launchChromium();
  folder = mkdtempSync(join(tmpdir(), 'kudari-'));
  session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
});
after(async () => {
  await browser?.close();
  site?.close();
  if (folder) rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});
afterEach(async () => {
  await page.close();
  assert.deepEqual(complaints, []);
});

/** Opens the page where it stands at the end of its runs. @param {string} [hash] */
async function open(hash = '') {
  await page.setViewport({ width: 1280, height: 800 });
  await page.emulateMediaFeatures([
    { name: 'prefers-reduced-motion', value: 'reduce' },
    { name: 'prefers-color-scheme', value: 'light' },
  ]);
  await page.evaluateOnNewDocument(`Object.defineProperty(navigator, 'language', { get: () => 'en' })`);
  await page.goto(site.url + hash);
  await page.waitForSelector('#step');
  await page.waitForFunction(() => !document.querySelector('#stop'), { timeout: 30_000 });
  await rest();
}

/** Until all is drawn. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 400));

/** Milliseconds that saving a file may take. */
const PATIENCE = 20_000;

/** Saves a file as a reader does. @param {'svg' | 'png' | 'csv' | 'json'} kind */
async function download(kind) {
  let name = '';
  let timer = /** @type {NodeJS.Timeout | undefined} */ (undefined);
  const done = new Promise((resolve, reject) => {
    session.on('Browser.downloadWillBegin', (event) => (name = event.suggestedFilename));
    session.on('Browser.downloadProgress', ({ state }) => {
      if (state === 'completed') resolve(name);
      if (state === 'canceled') reject(new Error(`the saving of ${name} was broken off`));
    });
    const reached = () => (name ? `${name} was begun but not saved` : `no ${kind} came`);
    timer = setTimeout(() => reject(new Error(`${reached()} within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    // Waited for from here on, lest a press that fails leave it to fail unheard.
    await Promise.all([done, page.click('#share').then(() => page.click(`#download-${kind}`))]);
  } finally {
    clearTimeout(timer);
    session.removeAllListeners();
  }
  await page.keyboard.press('Escape');
  const bytes = readFileSync(join(folder, name));
  rmSync(join(folder, name));
  return { name, bytes };
}

/**
 * An SVG as a browser's XML parser reads it: the figures with their axes, and the lines in them.
 *
 * @param {string} svg
 */
const read = (svg) =>
  page.evaluate((text) => {
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    const root = parsed.documentElement;
    const all = [...root.querySelectorAll('*')];
    const number = (/** @type {Element} */ element, /** @type {string} */ name) => Number(element.getAttribute(name));
    const figures = [...root.querySelectorAll('.figure')].map((element) => {
      const label = (/** @type {Element} */ tick) => Number(tick.textContent?.replace('−', '-').replace('k', 'e3'));
      const ticks = [...element.querySelectorAll('.ticks text')].map((tick) => ({
        axis: tick.getAttribute('text-anchor') === 'end' ? 'y' : 'x',
        at: { x: number(tick, 'x'), y: number(tick, 'y') - 0.36 * 11 },
        value: label(tick),
      }));
      const lines = [...element.querySelectorAll('.trail, .curve, .beside')].map((group) => ({
        kind: group.getAttribute('class'),
        run: number(group, 'data-run') - 1,
        stroke: [...group.querySelectorAll('polyline')].map((line) => line.getAttribute('stroke')),
        pieces: [...group.querySelectorAll('polyline')].map((line) =>
          String(line.getAttribute('points'))
            .split(' ')
            .map((point) => point.split(',').map(Number)),
        ),
        dots: (group.querySelector('path')?.getAttribute('d') ?? '').split('M').length - 1,
      }));
      const cursor = element.querySelector('.cursor');
      return {
        title: element.querySelector('text')?.textContent,
        texts: [...element.querySelectorAll('text')].map((each) => each.textContent),
        ticks,
        lines,
        cursor: cursor && number(cursor, 'x1'),
        counts: Object.fromEntries(
          ['.contours path', '.minima', '.start', '.state', '.end', '.data > *', '.flipped', '.line', '.probe'].map(
            (selector) => [selector, element.querySelectorAll(selector).length],
          ),
        ),
      };
    });
    return {
      failed: parsed.querySelector('parsererror')?.textContent ?? null,
      root: [root.namespaceURI, root.localName],
      size: [number(root, 'width'), number(root, 'height')],
      viewBox: root.getAttribute('viewBox'),
      title: root.querySelector('title')?.textContent,
      description: root.querySelector('desc')?.textContent,
      names: [...new Set(all.map((element) => element.localName))].sort(),
      wrong: all
        .flatMap((element) => [...element.attributes])
        .filter(({ name, value }) => name !== 'class' && /NaN|Infinity|undefined|null/.test(value))
        .map(({ name, value }) => `${name}=${value}`),
      legend: [...root.querySelectorAll('.legend')].map((entry) => entry.textContent),
      config: [...root.querySelectorAll('.config text')].map((line) => line.textContent).join(' '),
      figures,
    };
  }, svg);

/** @typedef {Awaited<ReturnType<typeof read>>['figures'][number]} Figure */

/**
 * Where the ticks of one axis say a value lies.
 *
 * @param {Figure} figure_
 * @param {'x' | 'y'} axis
 */
function scale({ ticks }, axis) {
  const own = ticks.filter((tick) => tick.axis === axis);
  const [first, last] = [own[0], own[own.length - 1]];
  assert.ok(own.length >= 2, 'enough ticks to read a place from');
  const unit = (last.at[axis] - first.at[axis]) / (last.value - first.value);
  return (/** @type {number} */ value) => first.at[axis] + (value - first.value) * unit;
}

/** @param {number[]} point @param {number[][]} line */
function distanceTo([x, y], line) {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1], line[i]];
    const [dx, dy] = [bx - ax, by - ay];
    const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
  }
  return least;
}

/** Runs of the lines of one kind. @param {Figure} figure_ @param {string} kind */
const runsOf = ({ lines }, kind) =>
  lines
    .filter((line) => line.kind === kind)
    .map(({ run }) => run)
    .sort();

/**
 * A PNG's size, and how many of its pixels have which of some colours.
 *
 * @param {Page} where
 * @param {string} data base64
 * @param {number[][]} wanted
 */
const pixels = (where, data, wanted) =>
  where.evaluate(
    async (text, looked) => {
      const image = new Image();
      image.src = `data:image/png;base64,${text}`;
      await new Promise((resolve) => (image.onload = resolve));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
      context.drawImage(image, 0, 0);
      const { data: bytes } = context.getImageData(0, 0, image.width, image.height);
      const counts = looked.map((color) => {
        let count = 0;
        for (let i = 0; i < bytes.length; i += 4)
          if (bytes[i + 3] === 255 && color.every((value, j) => Math.abs(bytes[i + j] - value) < 3)) count += 1;
        return count;
      });
      return { size: [image.width, image.height], counts };
    },
    data,
    wanted,
  );

describe('the lecture’s figure', () => {
  test('as vectors, with both ways where the golden figure has them', async () => {
    await open();
    const { name, bytes } = await download('svg');
    assert.equal(name, 'kudari-sharp-flat.svg');
    assert.ok(bytes.length < 80_000, `${bytes.length}`);
    const sheet = await read(bytes.toString());
    assert.deepEqual([sheet.failed, sheet.wrong], [null, []]);
    assert.deepEqual(sheet.root, ['http://www.w3.org/2000/svg', 'svg']);
    assert.equal(sheet.viewBox, `0 0 ${sheet.size.join(' ')}`);
    assert.equal(sheet.title, 'kudari: sharp-flat');
    assert.equal(sheet.description, 'Gradient descent on sharp-flat: SGD (ϵ = 0.08); SGD (ϵ = 0.08, SAM ρ = 0.25).');
    assert.deepEqual(
      sheet.figures.map(({ title }) => title),
      ['Landscape', 'Loss', 'Sharpness', 'SAM sharpness'],
    );
    assert.deepEqual(sheet.legend, ['SGDϵ = 0.08', 'SGDϵ = 0.08, SAM ρ = 0.25']);
    assert.deepEqual(parseConfig(JSON.parse(sheet.config)), parseConfig(defaultConfig));
    const [landscape, ...curves] = sheet.figures;
    assert.deepEqual(runsOf(landscape, 'trail'), [0, 1]);
    assert.ok(landscape.counts['.contours path'] > 15);
    assert.deepEqual(
      ['.start', '.minima', '.state'].map((each) => landscape.counts[each]),
      [1, 1, 2],
    );
    assert.ok(landscape.texts.includes('step 140'));
    for (const curve of curves) assert.deepEqual([runsOf(curve, 'curve'), curve.counts['.end']], [[0, 1], 2]);
    assert.deepEqual(
      curves.map((curve) => runsOf(curve, 'beside')),
      [[], [0, 1], []],
    );

    const [x, y] = [scale(landscape, 'x'), scale(landscape, 'y')];
    for (const [k, states] of [figure.gd, figure.sam].entries()) {
      const trail = landscape.lines.find(({ kind, run }) => kind === 'trail' && run === k);
      const { pieces, stroke, dots } = /** @type {NonNullable<typeof trail>} */ (trail);
      assert.equal(dots, 141);
      assert.deepEqual(stroke, ['#fbfaf7', ['#0072b2', '#d55e00'][k]]);
      for (const [t, { w }] of states.entries())
        assert.ok(distanceTo([x(w[0]), y(w[1])], pieces[1]) < 0.1, `run ${k} at step ${t}`);
      const [first] = pieces[1];
      assert.ok(distanceTo([x(states[0].w[0]), y(states[0].w[1])], [first, first]) < 0.1, 'from the start');
    }
    const [loss] = curves;
    const [step, height] = [scale(curves[2], 'x'), scale(loss, 'y')];
    for (const [k, states] of [figure.gd, figure.sam].entries()) {
      const line = loss.lines.find(({ kind, run }) => kind === 'curve' && run === k)?.pieces[0] ?? [];
      for (const [t, state] of states.entries())
        assert.ok(distanceTo([step(t), height(state.loss)], line) < 0.1, `loss of run ${k} at step ${t}`);
    }
    assert.ok(loss.texts.includes('−1.017') && loss.texts.includes('−1.002'));
  });

  test('as far as it has gone, without the runs that are hidden, in the reader’s language', async () => {
    await open("#runs=['sgd','adam','lion']&view={'lang':'ja','hidden':[1]}");
    await page.$eval('#scrubber', (element) => {
      /** @type {HTMLInputElement} */ (element).value = '20';
      element.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await rest();
    const sheet = await read((await download('svg')).bytes.toString());
    assert.deepEqual([sheet.failed, sheet.wrong], [null, []]);
    const [landscape, loss] = sheet.figures;
    assert.deepEqual([landscape.title, loss.title], ['損失の地形', '損失']);
    assert.ok(landscape.texts.includes('ステップ 20'));
    assert.deepEqual(
      [runsOf(landscape, 'trail'), runsOf(loss, 'curve')],
      [
        [0, 2],
        [0, 2],
      ],
    );
    assert.deepEqual(
      sheet.legend.map((entry) => entry?.match(/^[A-Z]\w+?(?=ϵ)/)?.[0]),
      ['SGD', 'Lion'],
    );
    assert.deepEqual(
      landscape.lines.map(({ dots }) => dots),
      [21, 21],
    );
    const step = scale(sheet.figures[sheet.figures.length - 1], 'x');
    assert.ok(Math.abs(Number(loss.cursor) - step(20)) < 0.1);
    for (const { pieces } of loss.lines)
      for (const [x] of pieces.flat()) assert.ok(x <= step(20) + 13, 'nothing is drawn ahead of the cursor');
    assert.equal(JSON.parse(sheet.config).view.hidden[0], 1);
  });

  test('as an image, twice as large', async () => {
    await open();
    const { size } = await read((await download('svg')).bytes.toString());
    const { name, bytes } = await download('png');
    assert.equal(name, 'kudari-sharp-flat.png');
    assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    assert.deepEqual(
      [bytes.readUInt32BE(16), bytes.readUInt32BE(20)],
      size.map((pixels_) => 2 * pixels_),
    );
    const found = await pixels(page, bytes.toString('base64'), [...colors, paper]);
    assert.deepEqual(
      found.size,
      size.map((pixels_) => 2 * pixels_),
    );
    for (const count of found.counts.slice(0, 2)) assert.ok(count > 2000, `${found.counts}`);
    const share = found.counts[2] / (found.size[0] * found.size[1]);
    assert.ok(share > 0.3 && share < 0.9, `${share} of it is paper`);
  });
});

describe('the numbers', () => {
  const config = {
    problem: { id: 'rosenbrock' },
    steps: 300,
    runs: [
      { method: 'adam', lr: 0.02 },
      { method: 'sgd', lr: 0.02 },
      { method: 'nesterov', lr: 0.0005, sam: { rho: 0.01 } },
    ],
  };
  const hash = `#problem=rosenbrock&steps=300&runs=${JSON.stringify(config.runs).replaceAll('"', "'")}`;

  test('as CSV and as JSON, as they are computed anywhere', async () => {
    const trace = await runExperiment(kudari, config);
    assert.ok(trace.runs[1].stopped, 'one of them diverges');
    await open(hash);
    const csv = await download('csv');
    assert.equal(csv.name, 'kudari-rosenbrock.csv');
    assert.ok(csv.bytes.toString() === csvOf(trace), 'the same table');
    const json = await download('json');
    assert.equal(json.name, 'kudari-rosenbrock.json');
    assert.ok(json.bytes.toString() === jsonOf(trace), 'the same JSON');
  });

  test('with the view as it is now', async () => {
    await open(hash);
    await page.click('#run-0 .legend');
    await rest();
    const { bytes } = await download('json');
    assert.deepEqual(JSON.parse(bytes.toString()).config.view.hidden, [0]);
  });

  test('a run that diverges leaves the sheet, and its file stays small', async () => {
    await open(hash);
    const { bytes } = await download('svg');
    assert.ok(bytes.length < 150_000, `${bytes.length}`);
    const sheet = await read(bytes.toString());
    assert.deepEqual([sheet.failed, sheet.wrong], [null, []]);
    assert.match(String(sheet.legend[1]), /stopped at step \d+$/);
    const [{ lines, counts }] = sheet.figures;
    assert.equal(counts['.state'], 3);
    for (const { pieces } of lines)
      for (const [x, y] of pieces.flat()) assert.ok(x > 0 && x < 1280 && y > -20 && y < 1280, `${x}, ${y}`);
  });
});

test('a network: the line between the classes, and the plane of its ways', { timeout: 60_000 }, async () => {
  const problem = "{'id':'network','data':'moons','points':40,'flips':0.2,'hidden':[8],'loss':'crossEntropy'}";
  await open(`#problem=${problem}&steps=150&runs=['adam','momentum']&view={'panels':['boundary','loss']}`);
  const boundary = await read((await download('svg')).bytes.toString());
  assert.deepEqual([boundary.failed, boundary.wrong], [null, []]);
  const { title, counts } = boundary.figures[0];
  assert.equal(title, 'Decision boundary');
  assert.deepEqual([counts['.flipped'], counts['.line']], [8, 2]);
  assert.equal(counts['.data > *'], 40 + 8);
  assert.ok(!('start' in JSON.parse(boundary.config)), 'a start that follows from the seed is not printed');
  await page.click('#swap');
  await page.waitForFunction(() => /variance/.test(document.querySelector('#landscape-hint')?.textContent ?? ''));
  await rest();
  await rest();
  const plane = await read((await download('svg')).bytes.toString());
  assert.deepEqual([plane.failed, plane.wrong], [null, []]);
  assert.match(String(plane.figures[0].texts), /two principal components, \d+ % of variance/);
  assert.deepEqual(runsOf(plane.figures[0], 'trail'), [0, 1]);
});

/** A sheet without figures, whose config is text that means something in XML. */
const hostile = {
  drawings: { landscape: null, boundary: null, curves: [] },
  language: 'en',
  trace: {
    config: {
      ...parseConfig({ steps: 1, runs: ['sgd'] }),
      problem: { id: '</desc><script>alert(1)</script>&\u0001"\'', f: ']]>\u0000\ud800<!--' },
    },
    runs: [{ stopped: null }],
  },
};

test('text is text, whatever it says', async () => {
  await open();
  const svg = await page.evaluate(
    async (path, sheet) => (await import(path)).toSvg(sheet),
    site.url + chunk,
    /** @type {any} */ (hostile),
  );
  const sheet = await read(svg);
  assert.equal(sheet.failed, null);
  assert.deepEqual(sheet.names, ['circle', 'desc', 'g', 'line', 'rect', 'text', 'title']);
  assert.equal(sheet.title, 'kudari: </desc><script>alert(1)</script>&"\'');
  assert.ok(sheet.description?.includes('</desc><script>alert(1)</script>&"\''));
  assert.ok(sheet.config.includes('</desc><script>alert(1)</script>&'));
  assert.doesNotMatch(svg, /[\0-\x08]|<script/);
});

/** In a page: the image of an SVG, as base64. @param {string} path @param {string} svg */
async function drawn(path, svg) {
  const blob = await (await import(path)).toPng(svg);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i += 4096) text += String.fromCharCode(...bytes.subarray(i, i + 4096));
  return btoa(text);
}

describe('the same vectors make an image', () => {
  /** @type {{ svg: string, size: number[] }} */
  let sheet;
  before(async () => {
    page = await browser.newPage();
    await open();
    const svg = (await download('svg')).bytes.toString();
    sheet = { svg, size: (await read(svg)).size };
    await page.close();
  });

  /** @param {string} data */
  async function check(data) {
    const found = await pixels(page, data, [...colors, paper]);
    assert.deepEqual(
      found.size,
      sheet.size.map((each) => 2 * each),
    );
    assert.ok(found.counts[0] > 2000 && found.counts[1] > 2000 && found.counts[2] > 1e5, `${found.counts}`);
  }

  test('in Firefox', { timeout: 120_000 }, async () => {
    const firefox = await launchFirefox();
    try {
      const other = await firefox.newPage();
      await other.goto(site.url);
      await other.waitForSelector('#step');
      await check(await other.evaluate(drawn, site.url + chunk, sheet.svg));
    } finally {
      await firefox.close();
    }
  });

  test('in WebKit', { timeout: 120_000 }, async () => {
    const { driver, close } = await launchWebKit();
    try {
      await driver.get(site.url);
      await driver.wait(
        async () => Boolean(await driver.executeScript('return document.querySelector("#step")')),
        30_000,
      );
      await driver.manage().setTimeouts({ script: 60_000 });
      const script = `(${drawn})(arguments[0], arguments[1]).then(arguments[2], (error) => arguments[2]('failed: ' + error))`;
      await check(String(await driver.executeAsyncScript(script, site.url + chunk, sheet.svg)));
    } finally {
      await close();
    }
  });
});
