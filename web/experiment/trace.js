/**
 * What an experiment recorded: for each run, columns with one entry for each state, from the start to the last.
 */

/**
 * @typedef {object} Stop why a run ended early
 * @property {number} step the state at which a number was first not finite
 * @property {'loss' | 'gradient' | 'parameters'} what was not finite
 * @property {number} value of the loss there
 */

/**
 * @typedef {object} RunTrace columns of `length` entries; NaN where nothing was measured
 * @property {string} method id of the method
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
 * @property {Float64Array} preconditioned λmax(P⁻¹H) of an adaptive method
 * @property {Float64Array} preconditionedStability the largest of it at which the method could settle
 * @property {Float64Array} trainAccuracy share of the training points on their side, of a classifier
 * @property {Float64Array} testLoss on points that were not trained on
 * @property {Float64Array} testAccuracy share of the points that were not trained on, likewise
 * @property {Float64Array} spectrum the `eigenvalues` largest eigenvalues of each state, one after the other
 * @property {number} eigenvalues how many they are
 * @property {Snapshots} snapshots all parameters, every so many steps
 * @property {Float64Array} path parameters, `dimensions` entries for each state
 * @property {number} dimensions all parameters of a small problem, the first two of a large one
 * @property {import('./updates.js').Updates} updates what went into each update
 * @property {Stop | null} stopped null if the run came to its end
 */

/**
 * @typedef {object} Snapshots of a run's parameters
 * @property {Float64Array} step updates made before each
 * @property {Float64Array} w all parameters of each, one after the other
 */

/**
 * @typedef {object} Trace what an experiment recorded
 * @property {import('./config.js').Config} config the experiment, complete
 * @property {RunTrace[]} runs in the order of the config's
 */

/** Names of a run's columns of one number a state. */
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
  'preconditioned',
  'preconditionedStability',
  'trainAccuracy',
  'testLoss',
  'testAccuracy',
]);

/**
 * Where along an axis each state of a run lies.
 *
 * @param {RunTrace} run
 * @param {import('./config.js').Axis} axis
 */
export const positionsOf = (run, axis) => (axis === 'steps' ? run.step : run.evaluations);

/**
 * The state that a run is in at a position of an axis: its last one not beyond.
 *
 * @param {RunTrace} run
 * @param {number} position
 * @param {import('./config.js').Axis} axis
 */
export const stateAt = (run, position, axis) => lastUpTo(positionsOf(run, axis), position);

/**
 * Index of the last of some rising values that is not beyond `limit`; −1 if all are.
 *
 * @param {Float64Array} values
 * @param {number} limit
 */
export function lastUpTo(values, limit) {
  let [low, high] = [-1, values.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (values[middle] <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A path holds every parameter of problems up to this size. */
const SMALL = 8;

/** Snapshots of a run: enough for a picture of its way, few enough for any memory. */
const SNAPSHOTS = 200;
const SNAPSHOT_NUMBERS = 2 ** 22;

/**
 * Room for a run, filled entry by entry; `trace` is the part that is filled.
 */
export class Recorder {
  #room;
  #path;
  #spectrum;
  /** @type {number[]} */ #snapshotSteps = [];
  #snapshots;
  #stride;
  #updates;

  /**
   * @param {string} method
   * @param {number} size parameters of the problem
   * @param {number} steps updates at most
   * @param {number} eigenvalues of each state
   * @param {import('./updates.js').UpdateRecorder} updates recorded beside the states
   */
  constructor(method, size, steps, eigenvalues, updates) {
    this.#updates = updates;
    this.#room = Object.fromEntries(columns.map((name) => [name, new Float64Array(steps + 1).fill(NaN)]));
    this.dimensions = size <= SMALL ? size : 2;
    this.#path = new Float64Array((steps + 1) * this.dimensions);
    this.#spectrum = new Float64Array((steps + 1) * eigenvalues).fill(NaN);
    const most = Math.max(2, Math.min(SNAPSHOTS, Math.floor(SNAPSHOT_NUMBERS / size)));
    this.#stride = Math.max(1, Math.ceil(steps / most));
    this.#snapshots = new Float64Array((Math.floor(steps / this.#stride) + 1) * size);
    this.eigenvalues = eigenvalues;
    this.method = method;
    this.length = 0;
    /** @type {Stop | null} */
    this.stopped = null;
  }

  /**
   * @param {Partial<Record<(typeof columns)[number], number>>} entry
   * @param {Float64Array} w
   * @param {readonly number[]} spectrum
   */
  record(entry, w, spectrum) {
    for (const name of columns) this.#room[name][this.length] = entry[name] ?? NaN;
    for (let i = 0; i < this.dimensions; i++) this.#path[this.length * this.dimensions + i] = w[i];
    spectrum.forEach((value, k) => (this.#spectrum[this.length * this.eigenvalues + k] = value));
    if (this.length % this.#stride === 0 && this.stopped?.what !== 'parameters') {
      this.#snapshots.set(w, this.#snapshotSteps.length * w.length);
      this.#snapshotSteps.push(this.length);
      this.size = w.length;
    }
    this.length += 1;
  }

  /** @returns {RunTrace} views of what is recorded so far: no copy */
  get trace() {
    const { method, length, dimensions, eigenvalues, stopped, size = 0 } = this;
    const filled = Object.fromEntries(columns.map((name) => [name, this.#room[name].subarray(0, length)]));
    const path = this.#path.subarray(0, length * dimensions);
    const spectrum = this.#spectrum.subarray(0, length * eigenvalues);
    const snapshots = {
      step: Float64Array.from(this.#snapshotSteps),
      w: this.#snapshots.subarray(0, this.#snapshotSteps.length * size),
    };
    const updates = this.#updates.upTo(length);
    const trace = { method, length, dimensions, eigenvalues, stopped, path, spectrum, snapshots, updates, ...filled };
    return /** @type {RunTrace} */ (/** @type {unknown} */ (trace));
  }
}
