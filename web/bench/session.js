/**
 * Measures every method at every size, beside whatever else the page does.
 */
import { methods } from '../core/methods.js';
import { measure, median } from './measure.js';
import { Side } from './side.js';

/**
 * @typedef {object} Cell
 * @property {number} kudari nanoseconds a parameter
 * @property {number} plain the same
 * @property {number} difference the largest after three updates, relative to max(1, |w|)
 */

export const sizes = [1e3, 1e4, 1e5, 1e6];
/** Of float32 after three updates; each rounds a few times. */
export const TOLERANCE = 1e-6;

/** @param {ArrayLike<number>} a @param {ArrayLike<number>} b */
function differenceOf(a, b) {
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i]));
    // In this form a NaN counts as the largest difference there is.
    if (!(difference <= most)) most = Number.isNaN(difference) ? Infinity : difference;
  }
  return most;
}

export class Session {
  /** @type {'idle' | 'running' | 'done' | 'failed'} */ state = 'idle';
  /** By method, in the order of `sizes`; a row grows as it is measured. @type {Map<string, Cell[]>} */ rows =
    new Map();
  /** Why it failed. */
  reason = '';
  #onChange;
  #options;
  #stopped = false;

  /**
   * @param {() => void} onChange called when any of the fields has changed
   * @param {{ budget: number, rounds: number }} options of `measure`
   */
  constructor(onChange, options) {
    this.#onChange = onChange;
    this.#options = options;
  }

  /** Cells measured so far. */
  get done() {
    return [...this.rows.values()].reduce((sum, cells) => sum + cells.length, 0);
  }

  get total() {
    return methods.length * sizes.length;
  }

  /** What is measured now. */
  get next() {
    const { done } = this;
    return { method: methods[Math.floor(done / sizes.length)], n: sizes[done % sizes.length] };
  }

  /** Seconds that all of it takes, or nearly: warming up takes two rounds, and a round up to two budgets. */
  get seconds() {
    const { budget, rounds } = this.#options;
    return (this.total * 2 * budget * (2 + 1.5 * rounds)) / 1000;
  }

  /** Begins anew, unless it runs already. Never rejects. */
  async start() {
    if (this.state === 'running') return;
    Object.assign(this, { state: 'running', rows: new Map(), reason: '' });
    this.#stopped = false;
    this.#onChange();
    const sides = { kudari: new Side('kudari'), plain: new Side('plain') };
    try {
      await this.#measureAll(sides);
      this.state = this.#stopped ? 'idle' : 'done';
    } catch (error) {
      this.state = 'failed';
      this.reason = error instanceof Error ? error.message : String(error);
    }
    for (const side of Object.values(sides)) side.close();
    this.#onChange();
  }

  /** What has been measured stays. */
  stop() {
    this.#stopped = true;
  }

  /** @param {{ kudari: Side, plain: Side }} sides */
  async #measureAll(sides) {
    for (const { id } of methods) {
      /** @type {Cell[]} */
      const cells = [];
      for (const n of sizes) {
        const cell = await this.#measureCell(sides, id, n);
        if (this.#stopped) return;
        cells.push(cell);
        this.rows.set(id, cells);
        this.#onChange();
      }
    }
  }

  /** @param {{ kudari: Side, plain: Side }} sides @param {string} id @param {number} n @returns {Promise<Cell>} */
  async #measureCell({ kudari, plain }, id, n) {
    const [expected, reached] = [await kudari.begin(id, n), await plain.begin(id, n)];
    const times = await measure({ kudari: kudari.time, plain: plain.time }, this.#options);
    return {
      kudari: median(times.kudari) / n,
      plain: median(times.plain) / n,
      difference: differenceOf(reached, expected),
    };
  }
}
