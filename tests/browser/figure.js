/**
 * <kudari-lab> in a page that a reader has open: what it says of itself, and where on the screen things lie.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { runColors, shows } from './reader.js';

/** The lecture's figure, which the preset "sharp-and-flat" shows, in numbers. */
export const lecture = JSON.parse(readFileSync(new URL('../golden/seed-figure.json', import.meta.url), 'utf8'));

/** @param {string} id @param {string} selector in the element */
export const part = (id, selector) => `document.getElementById('${id}').shadowRoot.querySelector('${selector}')`;

/** @param {ReturnType<typeof import('./reader.js').makeReader>} reader */
export function makeFigures(reader) {
  /** The value of an expression in the page. @param {string} code @returns {Promise<any>} */
  const ask = (code) => reader.page.evaluate(code);

  /** @param {string} code an expression that becomes true */
  const until = (code) => reader.page.waitForFunction(code, { timeout: 90_000, polling: 20 });

  /** @param {string} id @returns {Promise<number>} */
  const stepOf = (id) => ask(`Number(${part(id, '#step')}.textContent)`);

  /** @param {string} id @returns {Promise<number[]>} */
  const startOf = (id) => ask(`document.getElementById('${id}').trace.config.start`);

  /** A place of the landscape on the screen, in shares of its width and height. @param {string} id @param {number} x @param {number} y */
  const placeIn = async (id, x, y) =>
    /** @type {[number, number]} */ (
      await ask(`(({ left, top, width, height }) => [left + ${x} * width, top + ${y} * height])(
        ${part(id, '.landscape-place')}.getBoundingClientRect())`)
    );

  /** Pixels of an element's landscape in the colour of the second run. @param {string} id */
  const drawn = async (id) => {
    const [left, top] = await placeIn(id, 0.05, 0.05);
    const [right, bottom] = await placeIn(id, 0.95, 0.95);
    const place = { x: left, y: top, width: right - left, height: bottom - top };
    const [[count]] = await reader.countIn([place], runColors.slice(1));
    return count;
  };

  /** Where on the screen a point of the plane lies: two clicks give the map. @param {string} id */
  async function mapOf(id) {
    const corners = [await placeIn(id, 0.35, 0.35), await placeIn(id, 0.8, 0.7)];
    /** @type {number[][]} */
    const starts = [];
    for (const corner of corners) {
      await reader.page.mouse.click(...corner);
      await reader.settle();
      starts.push(await startOf(id));
    }
    const scale = [0, 1].map((i) => (corners[1][i] - corners[0][i]) / (starts[1][i] - starts[0][i]));
    const at = (/** @type {number[]} */ w) => [0, 1].map((i) => corners[0][i] + (w[i] - starts[0][i]) * scale[i]);
    return { scale, starts, at };
  }

  /** The paths of the lecture's figure lie where its golden numbers say. @param {string} id @param {number[]} [states] */
  async function assertDrawn(id, states = [5, 12, 40]) {
    const { scale, at } = await mapOf(id);
    assert.ok(Math.abs(scale[0] + scale[1]) < 0.02 * scale[0], `a unit is as long in both directions: ${scale}`);
    // The attributes know nothing of the clicks: with them it goes back.
    await ask(`document.getElementById('${id}').setAttribute('steps', '140')`);
    await reader.settle();
    assert.deepEqual(await startOf(id), lecture.start);
    for (const [k, run] of [lecture.gd, lecture.sam].entries()) {
      await ask(`document.getElementById('${id}').seek(0)`);
      await reader.settle();
      assert.equal(
        shows(await reader.pixels(at(run[12].w), 3), runColors[k]),
        0,
        'nothing is drawn ahead of the cursor',
      );
      for (const t of states) {
        await ask(`document.getElementById('${id}').seek(${t})`);
        await reader.settle();
        assert.ok(shows(await reader.pixels(at(run[t].w), 4), runColors[k]) > 4, `run ${k} at step ${t}`);
      }
    }
  }

  return { ask, until, stepOf, startOf, placeIn, drawn, mapOf, assertDrawn };
}
