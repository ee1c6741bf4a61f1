/**
 * A reader of the page, in Chromium: opens it, looks at it, and uses its controls.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach } from 'node:test';
import { parseConfig } from 'kudari/experiment';
import { launchChromium, serve } from './site.js';

/** @typedef {import('puppeteer-core').Page} Page @typedef {import('puppeteer-core').BoundingBox} BoundingBox */

const PATIENCE = 120;

class Reader {
  /** @type {import('puppeteer-core').Browser} */ browser = /** @type {any} */ (null);
  /** @type {Awaited<ReturnType<typeof serve>>} */ site = /** @type {any} */ (null);
  /** A page of its own for each test. @type {Page} */ page = /** @type {any} */ (null);
  /** A page without a policy, to look at pictures in. @type {Page} */ blank = /** @type {any} */ (null);
  /** What the page's console complained of. @type {string[]} */ complaints = [];
  /** Milliseconds in which the page is through with whatever it was asked for. */ patience = PATIENCE;

  /** @param {Page} page */
  async use(page) {
    this.page = page;
    await page.setViewport({ width: 1280, height: 800 });
    this.complaints = [];
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** @param {'en' | 'ja'} language */
  async speak(language) {
    await this.page.evaluateOnNewDocument(
      `Object.defineProperty(navigator, 'language', { get: () => '${language}', configurable: true })`,
    );
  }

  /** Opens the page with motion reduced, so that it stands at the end of the run. @param {string} [hash] */
  async open(hash = '') {
    await this.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await this.page.goto('about:blank');
    await this.page.goto(this.site.url + hash);
    await this.page.waitForSelector('#step');
    await this.settle();
  }

  /** Until all that was asked for is drawn; an impatient reader waits for the computing instead of a while. */
  async settle() {
    await this.page.evaluate(
      async (time, longest) => {
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        await new Promise((resolve) => setTimeout(resolve, time));
        await frame();
        await frame();
        for (let i = 0; i < longest && document.querySelector('#stop'); i++) await frame();
        if (longest) await frame();
      },
      this.patience,
      this.patience < PATIENCE ? 300 : 0,
    );
  }

  /** Until everything is computed. */
  async computed() {
    await this.page.waitForFunction(() => !document.querySelector('#stop'), { timeout: 100_000 });
    await this.settle();
  }

  /** @param {string} selector */
  async textOf(selector) {
    return this.page.$eval(selector, (element) => element.textContent?.trim().replace(/\s+/g, ' ') ?? '');
  }

  async step() {
    return Number(await this.textOf('#step'));
  }

  /** What the address says, once it is written. */
  async config() {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return parseConfig(await this.page.evaluate(() => decodeURIComponent(location.hash)));
  }

  /** The config as the page prints it: there at once, where the address waits for a pause. */
  async shown() {
    return parseConfig(await this.page.$eval('#config', (element) => element.textContent ?? ''));
  }

  /** @param {string} selector @param {string | number} value */
  async enter(selector, value) {
    await this.page.$eval(
      selector,
      (element, text) => {
        const field = /** @type {HTMLInputElement} */ (element);
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
      },
      String(value),
    );
    await this.settle();
  }

  /** @param {string} selector */
  async click(selector) {
    // Not where something lies over it, as a hand would not.
    await this.page.$eval(selector, (element) => element.scrollIntoView({ block: 'nearest' }));
    await this.page.click(selector);
    await this.settle();
  }

  /** @param {string} selector @param {string} value */
  async select(selector, value) {
    await this.page.select(selector, value);
    await this.settle();
  }

  /** @param {string} selector */
  async boxOf(selector) {
    return /** @type {BoundingBox} */ (await (await this.page.$(selector))?.boundingBox());
  }

  /** Where on the screen a point of the plane lies: two clicks give the map, which is the same in both directions. */
  async landscapeMap() {
    const box = await this.boxOf('#landscape');
    const corners = [
      [0.3, 0.3],
      [0.8, 0.7],
    ].map(([x, y]) => [box.x + x * box.width, box.y + y * box.height]);
    /** @type {number[][]} */
    const points = [];
    for (const [x, y] of corners) {
      await this.page.mouse.click(x, y);
      await this.settle();
      points.push((await this.config()).start);
    }
    const scale = [0, 1].map((i) => (corners[1][i] - corners[0][i]) / (points[1][i] - points[0][i]));
    return {
      scale,
      /** @param {number[]} w */
      at: (w) => [0, 1].map((i) => corners[0][i] + (w[i] - points[0][i]) * scale[i]),
    };
  }

  /** Colours of the screen around a point. @param {number[]} point @param {number} radius @returns {Promise<number[][]>} */
  async pixels([x, y], radius) {
    const image = await this.#picture({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius });
    return this.blank.evaluate((data) => /** @type {any} */ (globalThis).pixelsOf(data), image);
  }

  /**
   * How many pixels of some elements have some colours, in one picture of the screen.
   *
   * @param {string[]} selectors
   * @param {number[][]} colors
   * @returns {Promise<number[][]>} for each element, one number a colour
   */
  async count(selectors, colors) {
    const places = [];
    for (const selector of selectors) places.push(await this.boxOf(selector));
    return this.countIn(places, colors);
  }

  /** The same of parts of the screen. @param {BoundingBox[]} places @param {number[][]} colors @returns {Promise<number[][]>} */
  async countIn(places, colors) {
    const image = await this.page.screenshot({ encoding: 'base64' });
    return this.blank.evaluate(
      (...given) => /** @type {any} */ (globalThis).countColors(...given),
      image,
      places.map(({ x, y, width, height }) => [x, y, width, height].map(Math.round)),
      colors,
    );
  }

  /** @param {BoundingBox} clip */
  #picture = ({ x, y, width, height }) => this.page.screenshot({ clip: { x, y, width, height }, encoding: 'base64' });

  assertNoComplaints() {
    assert.deepEqual(this.complaints, []);
  }
}

/** Gives the blank page what reads a picture: the page's own policy would not let it fetch one. */
function readPixels() {
  const drawn = async (/** @type {string} */ data) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext('2d'));
    context.drawImage(bitmap, 0, 0);
    return { context, width: bitmap.width, height: bitmap.height };
  };
  const pixelsOf = async (/** @type {string} */ data) => {
    const { context, width, height } = await drawn(data);
    const { data: bytes } = context.getImageData(0, 0, width, height);
    return Array.from({ length: bytes.length / 4 }, (_, i) => Array.from(bytes.slice(4 * i, 4 * i + 3)));
  };
  const countColors = async (
    /** @type {string} */ data,
    /** @type {[number, number, number, number][]} */ places,
    /** @type {number[][]} */ colors,
  ) => {
    const { context } = await drawn(data);
    return places.map((place) => {
      const { data: bytes } = context.getImageData(...place);
      const counts = colors.map(() => 0);
      for (let i = 0; i < bytes.length; i += 4) {
        const k = colors.findIndex((color) => color.every((value, j) => Math.abs(bytes[i + j] - value) < 12));
        if (k >= 0) counts[k] += 1;
      }
      return counts;
    });
  };
  Object.assign(globalThis, { pixelsOf, countColors });
}

/**
 * A reader for the tests of a file, with a fresh page for each; English unless told otherwise.
 *
 * @param {{ patience?: number }} [options] less patience for experiments that take no time
 */
export function makeReader({ patience = PATIENCE } = {}) {
  const reader = new Reader();
  reader.patience = patience;
  before(async () => {
    reader.browser = await launchChromium();
    reader.blank = await reader.browser.newPage();
    await reader.blank.evaluate(readPixels);
    reader.site = await serve();
  });
  after(async () => {
    await reader.browser.close();
    reader.site.close();
  });
  beforeEach(async () => {
    await reader.use(await reader.browser.newPage());
    await reader.speak('en');
  });
  afterEach(() => reader.page.close());
  return reader;
}

export const runColors = [
  [0x00, 0x72, 0xb2],
  [0xd5, 0x5e, 0x00],
];

/** How many pixels have a colour. @param {number[][]} found @param {number[]} color */
export const shows = (found, color) =>
  found.filter((pixel) => pixel.every((value, i) => Math.abs(value - color[i]) < 12)).length;

/** The same counts but for the edges of lines, which may have been drawn in pieces. @param {number[][]} found @param {number[][]} expected */
export function assertAlike(found, expected) {
  const counts = found.flat();
  expected.flat().forEach((count, i) => {
    assert.ok(Math.abs(counts[i] - count) <= 0.05 * count, `${counts} pixels, not ${expected}`);
  });
}
