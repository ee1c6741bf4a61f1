/**
 * What an experiment recorded: for each run, columns with one entry for each state, from the start to the last.
 */

/**
 * @typedef {object} Stop why a run ended early
 * @property {number} step the state at which a number was first not finite
 * @property {'loss' | 'gradient' | 'parameters'} what
 * @property {number} value of the loss there
 *
 * @typedef {object} RunTrace columns of `length` entries; NaN where nothing was measured
 * @property {string} method
 * @property {number} length states recorded: one more than the updates made
 * @property {Float64Array} step updates made before this state
 * @property {Float64Array} evaluations gradients spent before this state; SAM spends two a step
 * @property {Float64Array} lr rate of the update that leaves this state
 * @property {Float64Array} loss of the whole objective, without noise
 * @property {Float64Array} gradientNorm ‖∇E‖₂ of the whole objective
 * @property {Float64Array} sharpness λmax
 * @property {Float64Array} residual ‖Hv − λv‖ of the sharpness
 * @property {Float64Array} samSharpness E(w + ε̂) − E(w)
 * @property {Float64Array} stability the largest λmax at which the method could settle (see stabilityLimit)
 * @property {Float64Array} path parameters, `dimensions` entries for each state
 * @property {number} dimensions all parameters of a small problem, the first two of a large one
 * @property {Stop | null} stopped
 *
 * @typedef {object} Trace
 * @property {import('./config.js').Config} config
 * @property {RunTrace[]} runs
 */

export const columns = /** @type {const} */ ([
  'step',
  'evaluations',
  'lr',
  'loss',
  'gradientNorm',
  'sharpness',
  'residual',
  'samSharpness',
  'stability',
]);

/** A path holds every parameter of problems up to this size. */
const SMALL = 8;

/**
 * Room for a run, grown entry by entry; `trace` is the part that is filled.
 */
export class Recorder {
  #room;
  #path;

  /**
   * @param {string} method
   * @param {number} size parameters of the problem
   * @param {number} steps updates at most
   */
  constructor(method, size, steps) {
    this.#room = Object.fromEntries(columns.map((name) => [name, new Float64Array(steps + 1).fill(NaN)]));
    this.dimensions = size <= SMALL ? size : 2;
    this.#path = new Float64Array((steps + 1) * this.dimensions);
    this.method = method;
    this.length = 0;
    /** @type {Stop | null} */
    this.stopped = null;
  }

  /**
   * @param {Partial<Record<(typeof columns)[number], number>>} entry
   * @param {ArrayLike<number>} w
   */
  record(entry, w) {
    for (const name of columns) this.#room[name][this.length] = entry[name] ?? NaN;
    for (let i = 0; i < this.dimensions; i++) this.#path[this.length * this.dimensions + i] = w[i];
    this.length += 1;
  }

  /** @returns {RunTrace} views of what is recorded so far: no copy */
  get trace() {
    const { method, length, dimensions, stopped } = this;
    const filled = Object.fromEntries(columns.map((name) => [name, this.#room[name].subarray(0, length)]));
    const path = this.#path.subarray(0, length * dimensions);
    return /** @type {RunTrace} */ (/** @type {unknown} */ ({ method, length, dimensions, stopped, path, ...filled }));
  }
}
