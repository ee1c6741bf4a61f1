/**
 * The page as a reader uses it, in Chromium.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { parseConfig } from 'kudari/experiment';
import { launchChromium, launchFirefox, serve } from './site.js';

/** @typedef {import('puppeteer-core').Page} Page */

const figure = JSON.parse(readFileSync(new URL('../golden/seed-figure.json', import.meta.url), 'utf8'));

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {Page} */
let page;
/** @type {Page} */
let blank;
/** @type {string[]} */
let complaints;

before(async () => {
  browser = await launchChromium();
  blank = await browser.newPage();
  site = await serve();
});
after(async () => {
  await browser.close();
  site.close();
});
beforeEach(async () => {
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await speak('en');
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
});
afterEach(() => page.close());

/** @param {'en' | 'ja'} language */
async function speak(language) {
  await page.evaluateOnNewDocument(
    `Object.defineProperty(navigator, 'language', { get: () => '${language}', configurable: true })`,
  );
}

/** Opens the page with motion reduced, so that it stands at the end of the run. @param {string} [hash] */
async function open(hash = '') {
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto('about:blank');
  await page.goto(site.url + hash);
  await page.waitForSelector('#step');
  await settle();
}

/** Until all that was asked for is computed and drawn. */
async function settle() {
  await page.evaluate(
    () => new Promise((resolve) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(resolve)), 120)),
  );
}

/** @param {string} selector */
const textOf = (selector) => page.$eval(selector, (element) => element.textContent?.trim() ?? '');
const step = async () => Number(await textOf('#step'));
const config = async () => parseConfig(await page.evaluate(() => decodeURIComponent(location.hash)));

/** @param {string} selector @param {string | number} value */
async function enter(selector, value) {
  await page.$eval(
    selector,
    (element, text) => {
      const field = /** @type {HTMLInputElement} */ (element);
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    String(value),
  );
  await settle();
}

/** @param {string} selector */
async function click(selector) {
  await page.click(selector);
  await settle();
}

/** Where on the screen a point of the plane lies: two clicks give the map, which is the same in both directions. */
async function landscapeMap() {
  const box = /** @type {import('puppeteer-core').BoundingBox} */ (await (await page.$('#landscape'))?.boundingBox());
  const corners = [
    [0.3, 0.3],
    [0.8, 0.7],
  ].map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
  /** @type {number[][]} */
  const points = [];
  for (const [x, y] of corners) {
    await page.mouse.click(x, y);
    await settle();
    points.push((await config()).start);
  }
  const scale = [0, 1].map((i) => (corners[1][i] - corners[0][i]) / (points[1][i] - points[0][i]));
  return {
    scale,
    /** @param {number[]} w */
    at: (w) => [0, 1].map((i) => corners[0][i] + (w[i] - points[0][i]) * scale[i]),
  };
}

/** Colours of the screen around a point. @param {number[]} point @param {number} radius @returns {Promise<number[][]>} */
async function pixels([x, y], radius) {
  const clip = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
  const image = await page.screenshot({ clip, encoding: 'base64' });
  // The page's own policy would not let it fetch the picture.
  return blank.evaluate(async (data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    const { data: bytes } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return Array.from({ length: bytes.length / 4 }, (_, i) => Array.from(bytes.slice(4 * i, 4 * i + 3)));
  }, image);
}

const runColors = [
  [0x00, 0x72, 0xb2],
  [0xd5, 0x5e, 0x00],
];
/** @param {number[][]} found @param {number[]} color */
const shows = (found, color) =>
  found.filter((pixel) => pixel.every((value, i) => Math.abs(value - color[i]) < 12)).length;

describe('opens', () => {
  test('on the lecture’s figure, with its numbers', async () => {
    await open();
    assert.equal(await step(), 140);
    assert.equal(await textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
    await click('#reset');
    assert.equal(await textOf('#summary'), 'Step 0. SGD: loss 0.756; SGD + SAM: loss 0.756.');
    await enter('#scrubber', 7);
    assert.equal(figure.gd[7].loss.toFixed(3), '-1.081');
    assert.equal(
      await textOf('#summary'),
      `Step 7. SGD: loss −1.081; SGD + SAM: loss ${Number(figure.sam[7].loss.toPrecision(4))}.`,
    );
    assert.deepEqual(complaints, []);
  });

  test('with both paths where the golden figure has them, in the runs’ colours', async () => {
    await open();
    const { scale, at } = await landscapeMap();
    assert.ok(Math.abs(scale[0] + scale[1]) < 0.02 * scale[0], 'a unit is as long in both directions');
    await page.evaluate(() => (location.hash = ''));
    await settle();
    await click('#reset');
    for (const [k, run] of [figure.gd, figure.sam].entries()) {
      await enter('#scrubber', 0);
      const ahead = await pixels(at(run[12].w), 3);
      assert.equal(shows(ahead, runColors[k]), 0, 'nothing is drawn ahead of the cursor');
      for (const t of [5, 12, 40]) {
        await enter('#scrubber', t);
        assert.ok(shows(await pixels(at(run[t].w), 4), runColors[k]) > 8, `run ${k} at step ${t}`);
      }
    }
  });

  test('playing, and comes to rest at the end', async () => {
    await page.goto(`${site.url}#steps=30`);
    await page.waitForSelector('#step');
    const early = await step();
    assert.ok(early < 30, `${early}`);
    await page.waitForFunction(() => document.querySelector('#step')?.textContent === '30', { timeout: 20_000 });
    await page.waitForSelector('#play[title="Play"]');
    assert.deepEqual(complaints, []);
  });

  test('in the reader’s language, complete', async () => {
    await speak('ja');
    await open();
    assert.equal(await page.$eval('html', (html) => html.lang), 'ja');
    assert.equal(await textOf('#picture h2'), '損失の地形');
    assert.equal(await textOf('#summary'), 'ステップ 140。SGD：損失 −1.017; SGD + SAM：損失 −1.002。');
    await click('#language');
    assert.equal(await textOf('#picture h2'), 'Landscape');
    assert.equal((await config()).view.lang, 'en');
  });

  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ]) {
    for (const language of /** @type {const} */ (['en', 'ja'])) {
      test(`without sideways scrolling or clipped controls at ${width} in ${language}`, async () => {
        await page.setViewport({ width, height });
        await speak(language);
        await open();
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(wide, 0);
        const outside = await page.$$eval('button, input, select, canvas, output', (all) =>
          all
            .map((each) => ({ id: each.id || each.className, box: each.getBoundingClientRect() }))
            .filter(({ box }) => box.left < 0 || box.right > innerWidth + 0.5)
            .map(({ id }) => id),
        );
        assert.deepEqual(outside, []);
        if (width > 1000) {
          const tall = await page.evaluate(
            () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
          );
          assert.equal(tall, 0, 'one screen');
        }
      });
    }
  }
});

describe('transport', () => {
  test('steps on and back, to the start, and to where the scrubber is drawn', async () => {
    await open();
    await click('#back');
    assert.equal(await step(), 139);
    await click('#reset');
    assert.equal(await step(), 0);
    await click('#back');
    assert.equal(await step(), 0);
    await click('#forward');
    await click('#forward');
    assert.equal(await step(), 2);
    await enter('#scrubber', 100);
    assert.equal(await step(), 100);
  });

  test('plays at the speed asked for, and pauses', async () => {
    await open();
    await enter('#speed', 2); // 100 steps a second
    await click('#reset');
    await page.click('#play');
    await new Promise((resolve) => setTimeout(resolve, 600));
    await page.click('#play');
    await settle();
    const reached = await step();
    assert.ok(reached > 20 && reached < 110, `${reached} steps in about 0.6 s at 100 a second`);
    await settle();
    assert.equal(await step(), reached);
  });

  test('answers the keyboard', async () => {
    await open();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    await settle();
    assert.equal(await step(), 1);
    await page.keyboard.press('End');
    await settle();
    assert.equal(await step(), 140);
  });

  test('follows a press in a curve', async () => {
    await open();
    const box = /** @type {import('puppeteer-core').BoundingBox} */ (
      await (await page.$('#curve-loss canvas'))?.boundingBox()
    );
    await page.mouse.click(box.x + 48 + (box.width - 48 - 70) / 2, box.y + box.height / 2);
    await settle();
    assert.ok(Math.abs((await step()) - 70) <= 1, `${await step()}`);
  });
});

describe('the experiment', () => {
  test('takes another problem, from its own start', async () => {
    await open();
    await page.select('#problem', 'himmelblau');
    await settle();
    const now = await config();
    assert.equal(now.problem.id, 'himmelblau');
    assert.deepEqual(now.start, parseConfig({ problem: 'himmelblau' }).start);
    assert.equal(await page.$('.stopped'), null, 'at rates that it allows');
    assert.deepEqual(complaints, []);
  });

  test('shows every problem without a complaint', { timeout: 120_000 }, async () => {
    await open();
    for (const id of await page.$$eval('#problem option', (all) =>
      all.map((each) => /** @type {HTMLOptionElement} */ (each).value),
    )) {
      await page.select('#problem', id);
      await settle();
      assert.equal(await page.$eval('#problem', (select) => /** @type {HTMLSelectElement} */ (select).value), id);
      assert.equal(await page.$('#notice > *'), null, id);
    }
    assert.deepEqual(complaints, []);
  });

  test('takes other methods, rates and radii', async () => {
    await open();
    await page.select('#run-0 .method', 'adam');
    await settle();
    assert.deepEqual((await config()).runs[0], { method: 'adam' });
    await enter('#run-0 .rate .number', 0.05);
    assert.deepEqual((await config()).runs[0], { method: 'adam', lr: 0.05 });
    await enter('#run-0 .rate [type=range]', -2);
    assert.equal((await config()).runs[0].lr, 0.1);
    await enter('#run-1 .radius .number', 0.1);
    assert.deepEqual((await config()).runs[1], { method: 'sgd', lr: 0.08, sam: { rho: 0.1 } });
    await click('#run-1 [type=checkbox]');
    assert.deepEqual((await config()).runs[1], { method: 'sgd', lr: 0.08 });
  });

  test('adds up to eight runs, and removes all but one', async () => {
    await open();
    for (let count = 3; count <= 8; count++) {
      await click('#add');
      assert.equal((await config()).runs.length, count);
    }
    assert.equal(await page.$('#add'), null);
    assert.equal(new Set((await config()).runs.map(({ method }) => method)).size, 7, 'a new run is of a new method');
    for (let count = 7; count >= 1; count--) {
      await click('#run-0 .remove');
      assert.equal((await config()).runs.length, count);
    }
    assert.equal(
      await page.$eval('#run-0 .remove', (button) => /** @type {HTMLButtonElement} */ (button).disabled),
      true,
    );
  });

  test('starts where the landscape is clicked', async () => {
    await open();
    const { at } = await landscapeMap();
    const [x, y] = at([-0.6, 0.4]);
    await page.mouse.click(x, y);
    await settle();
    const { start } = await config();
    assert.ok(Math.hypot(start[0] + 0.6, start[1] - 0.4) < 0.01, `${start}`);
  });

  test('says at which step a run stopped, and why', async () => {
    await open("#problem=quadratic&steps=900&runs=[{'method':'sgd','lr':0.25},{'method':'adam'}]");
    // |1 − 0.25·10| = 1.5 a step: 5·1.5²ᵗ passes the largest double first at t = 874.
    const stop = Math.ceil(Math.log(Number.MAX_VALUE / 5) / (2 * Math.log(1.5)));
    const said = await textOf('#run-0 .stopped');
    assert.match(said, /^stopped at step \d+: the loss is no longer finite$/);
    assert.ok(Math.abs(Number(said.match(/\d+/)?.[0]) - stop) <= 1, `${said}, by hand ${stop}`);
    assert.equal(await page.$('#run-1 .stopped'), null);
  });
});

describe('named experiments', () => {
  /** Until everything is computed. */
  const computed = () => page.waitForFunction(() => !document.querySelector('#stop'), { timeout: 100_000 });

  test('each runs to its end without a complaint, with its note in both languages', { timeout: 240_000 }, async () => {
    await open();
    for (const id of await page.$$eval('#preset option', (all) =>
      all.map((each) => /** @type {HTMLOptionElement} */ (each).value),
    )) {
      await page.select('#preset', id);
      await settle();
      await computed();
      await settle();
      assert.equal(await step(), (await config()).steps, id);
      const note = await textOf('#note');
      await click('#language');
      assert.notEqual(await textOf('#note'), note);
      assert.ok(note.length > 40 && (await textOf('#note')).length > 30, id);
      await click('#language');
      assert.equal(await page.$('.stopped'), null, id);
    }
    assert.deepEqual(complaints, []);
  });

  test(
    'the edge of stability shows λmax at 2/ϵ, its plane, and the decision boundaries',
    { timeout: 120_000 },
    async () => {
      await open();
      await page.select('#preset', 'edge-of-stability');
      await settle();
      await computed();
      await settle();
      const share = Number((await textOf('#landscape-hint')).match(/^(\d+) %/)?.[1]);
      assert.ok(share > 50 && share <= 100, `${share} %`);
      const chart = /** @type {import('puppeteer-core').BoundingBox} */ (
        await (await page.$('#curve-sharpness canvas'))?.boundingBox()
      );
      assert.ok(chart.width > 400);
      await click('#swap');
      assert.equal(await textOf('#picture h2'), 'Decision boundary');
      assert.equal((await config()).view.panels[0], 'boundary');
      assert.equal(await step(), 1400, 'another picture is no other experiment');
      const box = /** @type {import('puppeteer-core').BoundingBox} */ (
        await (await page.$('#boundary'))?.boundingBox()
      );
      const found = await pixels([box.x + box.width / 2, box.y + box.height / 2], box.width / 2 - 20);
      for (const color of runColors) assert.ok(shows(found, color) > 100, 'the line of each run');
    },
  );

  test('shows how far it is, can be stopped, and can be replaced while it runs', async () => {
    await open("#problem={'id':'network'}&steps=100000&runs=sgd");
    assert.match(await textOf('#computing'), /^computing, \d+ %/);
    await click('#stop');
    assert.equal(await page.$('#stop'), null);
    const reached = await step();
    assert.ok(reached > 0 && reached < 100_000, `${reached}`);
    await settle();
    assert.equal(await step(), reached);
    await page.select('#problem', 'beale');
    await settle();
    assert.equal((await config()).problem.id, 'beale');
    assert.deepEqual(complaints, []);
  });

  test('a run that diverges leaves the others and their pictures standing', async () => {
    for (const runs of [
      "[{'method':'adam','lr':0.02},{'method':'sgd','lr':0.01}]",
      "[{'method':'sgd','lr':0.01},{'method':'adam','lr':0.02}]",
    ]) {
      await open(`#problem={'id':'rosenbrock','size':30}&steps=150&measure={'sharpness':0}&runs=${runs}`);
      assert.match(await textOf('.stopped'), /^stopped at step \d+/);
      assert.match(await textOf('#landscape-hint'), /^\d+ % of the variance/);
      assert.equal(await page.$eval('#curve-loss', (section) => /** @type {HTMLElement} */ (section).hidden), false);
      assert.deepEqual(complaints, []);
    }
  });

  test('narrowing the window narrows the page', async () => {
    await open();
    for (const width of [1099, 768, 390]) {
      await page.setViewport({ width, height: 844 });
      await settle();
      await settle();
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0, `${width}`);
      const narrowest = await page.$$eval('header select', (all) =>
        Math.min(...all.map((each) => each.getBoundingClientRect().width)),
      );
      assert.ok(narrowest > 120, `${narrowest} at ${width}`);
    }
  });

  test('the plane of runs that are no more is not shown for those that follow', async () => {
    await open("#problem={'id':'network','hidden':[4]}&steps=60&runs=sgd");
    await computed();
    await settle();
    assert.match(await textOf('#landscape-hint'), /^\d+ % of the variance/);
    await enter('#steps', 100_000);
    assert.match(await textOf('#landscape-hint'), /^drawn when there is enough/);
    await click('#stop');
    assert.deepEqual(complaints, []);
  });

  test('a seed draws another problem', async () => {
    await open("#problem={'id':'network','hidden':[4]}&steps=20&runs=sgd");
    const first = await textOf('#summary');
    await enter('#seed', 7);
    assert.equal((await config()).seed, 7);
    assert.notEqual(await textOf('#summary'), first);
    await enter('#seed', 1);
    assert.equal(await textOf('#summary'), first);
  });
});

describe('what goes wrong', () => {
  test('a wrong value is named, and changes nothing', async () => {
    await open();
    await enter('#run-0 .rate .number', -1);
    assert.match(await textOf('#notice'), /runs\[0\]: sgd: lr must be a finite number from 0, not -1/);
    assert.equal(
      await page.$eval('#run-0 .rate .number', (field) => /** @type {HTMLInputElement} */ (field).value),
      '0.08',
    );
    await enter('#steps', 0);
    assert.match(await textOf('#notice'), /steps must be a whole number from 1 to 100000, not 0/);
    await click('#notice button');
    assert.equal(await page.$('#notice > *'), null);
    assert.equal(await textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
  });

  for (const [name, hash] of [
    ['an unknown problem', '#problem=nope'],
    ['markup', '#problem=<img src=x onerror=alert(1)>'],
    ['broken JSON', '#runs=[{'],
    ['a huge experiment', '#problem={"id":"quadratic","size":1e9}&steps=1e9'],
    ['a polluting name', '#runs=[{"method":"sgd","__proto__":{"lr":1}}]'],
    ['bad percent signs', '#problem=%E0%A4%A&runs=%'],
  ]) {
    test(`a link with ${name} gives a message and the lecture’s figure`, async () => {
      await open(hash);
      assert.match(await textOf('#notice'), /^This link does not describe an experiment/);
      assert.equal(await page.$('#notice img'), null);
      assert.equal(await textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
      assert.deepEqual(complaints, []);
    });
  }

  test('a missing wasm file gives a message, not a blank', async () => {
    const broken = await serve({ blocked: (path) => path.includes('kudari.wasm') });
    await page.goto(broken.url);
    await page.waitForSelector('#broken:not([hidden])');
    const message = await textOf('#broken');
    assert.match(message, /^kudari cannot run here\. kudari\.wasm could not be loaded from http.*HTTP 404/);
    broken.close();
  });
});

test('the main paths in Firefox', { timeout: 120_000 }, async () => {
  const firefox = await launchFirefox();
  try {
    page = await firefox.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(site.url);
    await page.waitForFunction(() => document.querySelector('#step')?.textContent === '140', { timeout: 30_000 });
    await page.waitForSelector('#play[title="Play"]');
    assert.equal(await textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
    await page.select('#run-0 .method', 'adam');
    await settle();
    assert.equal((await config()).runs[0].method, 'adam');
  } finally {
    await firefox.close();
  }
});
