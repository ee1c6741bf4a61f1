/**
 * The page in a frame of another page: as high as the figures would like to be if that page listens, filled if not; and
 * shut in a sandbox.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { launchChromium, serve } from './site.js';

/** What a page that listens has in it, as the README says. */
const [, listener] =
  readFileSync(new URL('../../README.md', import.meta.url), 'utf8').match(
    /<iframe src="[^"]*\?embed#[^"]*"[^]*?(<script>[^]*?<\/script>)/,
  ) ?? [];

const folder = mkdtempSync(join(tmpdir(), 'kudari-embedded-'));
/** @type {import('puppeteer-core').Browser} */ let browser;
/** @type {import('puppeteer-core').Page} */ let page;
/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {Awaited<ReturnType<typeof serve>>} */ let host;
/** @type {string[]} */ let complaints;

before(async () => {
  browser = await launchChromium({ scrollbars: true });
  site = await serve({ shared: true });
  // Another port is another origin.
  host = await serve({ folder });
});
after(async () => {
  await browser.close();
  site.close();
  host.close();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  page = await browser.newPage();
  await page.setViewport({ width: 1040, height: 1400 });
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

const keeping = `<script>
  const heights = [];
  addEventListener('message', ({ data, origin }) => heights.push({ ...data, origin }));
</script>`;

/**
 * Opens a page that has the figures in a frame.
 *
 * @param {{ width: number, height: number, hash?: string, listening?: boolean, attributes?: string }} frame
 */
async function open({ width, height, hash = '#steps=30', listening = true, attributes = '' }) {
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,">
    ${keeping}${listening ? listener : ''}</head><body>
    <iframe src="${site.url}?embed${hash}" title="Figures" ${attributes}
      style="border: 0; width: ${width}px; height: ${height}px"></iframe></body></html>`,
  );
  await page.goto(host.url);
  const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
  assert.ok(frame);
  await frame.waitForSelector('#step');
  await rest();
  return frame;
}

/** Until nothing moves any more. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 600));

/** @typedef {{ type: string, height: number, origin: string }} Message */

const told = async () => /** @type {Message[]} */ (await page.evaluate('heights'));

const frameHeight = () => page.$eval('iframe', (each) => each.getBoundingClientRect().height);

/** What of the figures lies outside of the frame, or has to be scrolled to. @param {import('puppeteer-core').Frame} frame */
const clipped = (frame) =>
  frame.evaluate(() => {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
    const outside = [...document.querySelectorAll('canvas, button, input, a, h2, output')].flatMap((each) => {
      const { left, right, top, bottom, width } = each.getBoundingClientRect();
      const inside = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
      return inside || !each.checkVisibility() || width === 0 ? [] : [each.id || each.className || each.localName];
    });
    const scrolls = [scrollWidth - clientWidth, scrollHeight - clientHeight, innerWidth - clientWidth];
    return { outside, scrolls };
  });

const whole = { outside: [], scrolls: [0, 0, 0] };

describe('a page that listens', () => {
  for (const width of [390, 1000])
    for (const height of [150, 640, 1300])
      test(`gives a frame of ${width} pixels that was ${height} high the height of its figures, once`, async () => {
        const frame = await open({ width, height });
        const messages = await told();
        assert.equal(messages.length, 1, JSON.stringify(messages));
        const [message] = messages;
        assert.deepEqual(message, {
          type: 'kudari-height',
          height: message.height,
          origin: new URL(site.url).origin,
        });
        assert.ok(Number.isInteger(message.height));
        assert.equal(await frameHeight(), message.height);
        assert.deepEqual(await clipped(frame), whole);
        // Landscape and curves are side by side, or below each other; with little left over.
        const [least, most] = width === 390 ? [900, 1100] : [500, 640];
        assert.ok(message.height > least && message.height < most, `${message.height}`);
        const bottom = await frame.$eval('#legend', (each) => each.getBoundingClientRect().bottom);
        assert.ok(message.height - bottom <= 12, `${bottom} of ${message.height}`);
      });

  test('hears of another width, and of figures that come and go, but not of what plays', async () => {
    const frame = await open({ width: 1000, height: 640, hash: '#steps=400' });
    const wide = await frameHeight();
    await frame.waitForFunction(() => Number(document.querySelector('#step')?.textContent) > 30);
    const box = await page.$eval('iframe', (each) => each.getBoundingClientRect().toJSON());
    // Readings take the place of captions.
    for (const share of [0.2, 0.6, 0.8]) await page.mouse.move(box.x + share * box.width, box.y + 0.3 * box.height);
    await rest();
    assert.equal((await told()).length, 1);
    const resize = (/** @type {number} */ width) =>
      page.$eval('iframe', (each, to) => void (each.style.width = `${to}px`), width);
    await resize(390);
    await rest();
    const narrow = await frameHeight();
    assert.ok(narrow > wide + 300, `${narrow}`);
    assert.deepEqual(await clipped(frame), whole);
    await page.mouse.move(box.x + 200, box.y + 200);
    await rest();
    assert.equal(await frameHeight(), narrow, 'nor for what is read under the pointer');
    await resize(1000);
    await rest();
    assert.equal(await frameHeight(), wide);
    await resize(390);
    await frame.evaluate(() => (location.hash = "#steps=30&view={'panels':['landscape','loss']}"));
    await rest();
    const fewer = await frameHeight();
    assert.ok(fewer < narrow - 150, `${fewer}`);
    assert.deepEqual(await clipped(frame), whole);
    await frame.evaluate(() => (location.hash = "#steps=30&view={'panels':['loss','sharpness','lr','gradientNorm']}"));
    await rest();
    assert.notEqual(await frameHeight(), fewer);
    assert.deepEqual(await clipped(frame), whole);
    await resize(1000);
    await rest();
    assert.deepEqual(await clipped(frame), whole);
    assert.ok((await told()).length < 10);
  });
});

describe('a page that does not listen', () => {
  test('has its frame filled', async () => {
    const frame = await open({ width: 1000, height: 640, listening: false });
    assert.equal(await frameHeight(), 640);
    assert.deepEqual(await clipped(frame), whole);
    const bottom = await frame.$eval('#legend', (each) => each.getBoundingClientRect().bottom);
    assert.ok(bottom > 620, `${bottom}`);
  });

  test('has to scroll a frame that is too small, and in one direction only', async () => {
    for (const [width, height] of [
      [390, 640],
      [1000, 200],
    ]) {
      const frame = await open({ width, height, listening: false });
      const { scrolls } = await clipped(frame);
      assert.ok(scrolls[0] === 0 && scrolls[1] > 100, `${scrolls}`);
      for (const tall of await frame.$$eval('#curves .curve:not([hidden]) .plot', (all) =>
        all.map((each) => each.clientHeight),
      ))
        assert.ok(tall > 40, `${tall}`);
    }
  });
});

describe('in a frame that nobody fits', () => {
  test('a picture without curves has all the width', async () => {
    const hash = "#steps=30&view={'panels':['landscape']}";
    const frame = await open({ width: 800, height: 450, hash, listening: false });
    const { left, right } = await frame.$eval('#landscape', (each) => each.getBoundingClientRect().toJSON());
    assert.deepEqual([left, right], [10, 790]);
    assert.deepEqual(await clipped(frame), whole);
  });

  test('its legend says whose each line is', async () => {
    const frame = await open({ width: 760, height: 640, hash: '#preset=sharp-and-flat', listening: false });
    const said = await frame.$$eval('#legend .run', (all) =>
      all.map((each) => [
        each.textContent?.trim().replace(/\s+/g, ' '),
        each.querySelector('line')?.getAttribute('stroke'),
      ]),
    );
    assert.deepEqual(said, [
      ['SGD', '#0072b2'],
      ['SGD SAM ρ = 0.25', '#d55e00'],
    ]);
    assert.deepEqual(await clipped(frame), whole);
    const [figures, legend] = await frame.$$eval('.figures, #legend', (all) =>
      all.map((each) => each.getBoundingClientRect().toJSON()),
    );
    assert.ok(figures.bottom <= legend.top && legend.bottom <= 640, `${figures.bottom}, ${legend.bottom}`);
  });

  test('what is said of its figures is said in brief where it does not fit, and never by half', async () => {
    /** Of each hint what is to be seen. @param {number} width */
    const said = async (width) => {
      const frame = await open({ width, height: 640, hash: "#preset=sharp-and-flat&view={'lang':'en'}" });
      return frame.$$eval('.figures .unit', (all) =>
        all.map((unit) => {
          const box = unit.getBoundingClientRect();
          const [whole] = unit.children;
          const fits = whole.getBoundingClientRect().top < box.bottom;
          if (fits && whole.getBoundingClientRect().right > box.right + 1) return 'cut';
          return fits ? whole.textContent : unit.getAttribute('data-brief')?.replaceAll('\u2060', '');
        }),
      );
    };
    assert.deepEqual(await said(1400), [
      '○ start: click or drag to move it; × minimum',
      'E(w)',
      'λmax of the Hessian; thin: stability limit of the method',
      'E(w + ε̂) − E(w), ρ = 0.25',
    ]);
    assert.deepEqual(await said(760), [
      '○\u00a0start,\u00a0×\u00a0minimum',
      'E(w)',
      'λmax;\u00a0thin:\u00a0limit',
      'ρ\u00a0=\u00a00.25',
    ]);
  });

  test('a low and narrow one has the picture and the transport in it', async () => {
    const frame = await open({ width: 480, height: 360, listening: false });
    const [picture, transport] = await frame.$$eval('#landscape, #transport', (all) =>
      all.map((each) => each.getBoundingClientRect().toJSON()),
    );
    assert.equal(picture.height, 150);
    assert.ok(transport.top >= picture.bottom && transport.bottom <= 360, `${transport.bottom}`);
  });
});

test('the page by itself tells nobody, and nobody is told of a page without ?embed', async () => {
  await page.evaluateOnNewDocument(keeping.replace(/<\/?script>/g, '').replace('const heights', 'globalThis.heights'));
  await page.goto(`${site.url}?embed#steps=30`);
  await page.waitForSelector('#step');
  await rest();
  assert.deepEqual(await told(), []);
});

describe('in a sandbox', () => {
  test('without an origin it is drawn, played and used', async () => {
    const frame = await open({ width: 1000, height: 400, attributes: 'sandbox="allow-scripts"' });
    assert.equal(await frame.evaluate(() => globalThis.origin), 'null');
    const [message] = await told();
    assert.equal(message.origin, 'null');
    assert.equal(await frameHeight(), message.height);
    assert.deepEqual(await clipped(frame), whole);
    await frame.waitForFunction(() => document.querySelector('#play')?.getAttribute('title') === 'Play');
    assert.equal(await frame.$eval('#step', (each) => each.textContent), '30');
    // What changes the experiment is written into its address.
    await frame.focus('#landscape');
    await page.keyboard.press('ArrowLeft');
    await rest();
    assert.match(await frame.evaluate(() => location.hash), /start=/);
    const drawn = await frame.$eval('#landscape', (each) => {
      const canvas = /** @type {HTMLCanvasElement} */ (each);
      const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(pixels).size;
    });
    assert.ok(drawn > 20, `${drawn} shades`);
  });

  test('the whole page, too', async () => {
    const frame = await open({ width: 1000, height: 1300, attributes: 'sandbox="allow-scripts"', hash: '#steps=30' });
    await frame.goto(`${site.url}#steps=30`);
    await frame.waitForSelector('#step');
    await rest();
    assert.equal(await frame.evaluate(() => globalThis.origin), 'null');
    assert.equal((await told()).length, 1, 'it is not for a page that has controls');
    await frame.select('#run-0 .method', 'adam');
    await rest();
    assert.match(await frame.evaluate(() => location.hash), /adam/);
    await frame.click('#share');
    await frame.click('#copy-link');
    await rest();
    assert.match(
      await frame.$eval('#said', (each) => each.textContent ?? ''),
      /^(Copied\.|The browser does not allow copying\.)$/,
    );
    // The browser says why, on its own account.
    complaints = complaints.filter((text) => !text.startsWith('Permissions policy violation: The Clipboard API'));
    await frame.click('#undo');
    await rest();
    assert.doesNotMatch(await frame.evaluate(() => location.hash), /adam/);
  });
});
