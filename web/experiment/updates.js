/**
 * What went into each update of a run and what came out of it: enough to write its formula with its numbers in it.
 */

/**
 * @typedef {import('../core/settings.js').Settings} Settings
 * @typedef {import('../core/heap.js').Vector} Vector
 *
 * @typedef {object} Updates columns of `dimensions` numbers for each update; entry i leads from state i to state i + 1
 * @property {number} count updates recorded
 * @property {number} dimensions the first two parameters, or the only one
 * @property {Float64Array} gradient ∇E at w of the step's sample, as the problem gave it
 * @property {Float64Array} descent the gradient that moved the parameters: at w + ε̂ under SAM, else the same array; before
 *   clipping and l2
 * @property {Float64Array | null} ascended w + ε̂; null without SAM
 * @property {Record<string, Float64Array>} slots the method's own vectors after the update, by their names in the table
 * @property {Float64Array | null} rates of each coordinate, where groups have their own; null where the run's `lr` holds
 * @property {Float64Array | null} ascentNorm one number an update: the dual norm of ∇E that ε̂ is measured by, over all
 *   parameters; null without SAM
 * @property {Float64Array | null} clipNorm one number an update: what clipNorm compares itself with, ‖descent‖₂ over all
 *   parameters after clipValue; null without clipNorm
 * @property {boolean} projected whether the problem may put parameters back into its feasible set after an update
 */

/** A plane is what can be shown. */
const SHOWN = 2;

/** Room for the updates of a run, and no more than its settings call for. */
export class UpdateRecorder {
  #settings;
  #steps;
  #dimensions;
  #projected;
  #rates;
  #columns;
  #numbers;
  /** @type {Record<string, Float64Array>} */ #slots = {};
  /** The live views beside the columns that they are copied to. @type {[Vector, Float64Array][]} */ #pairs = [];
  #count = 0;

  /**
   * @param {Settings} settings
   * @param {number} size parameters of the problem
   * @param {number} steps updates at most
   * @param {{ rates: ((t: number) => number)[] | null, projected: boolean }} more `rates` of the shown coordinates, if
   *   groups have their own
   */
  constructor(settings, size, steps, { rates, projected }) {
    this.#settings = settings;
    this.#steps = steps;
    this.#dimensions = Math.min(size, SHOWN);
    this.#projected = projected;
    this.#rates = rates;
    const { sam, clipNorm } = settings;
    this.#columns = {
      gradient: this.#column(),
      descent: sam && this.#column(),
      ascended: sam && this.#column(),
      rates: rates && this.#column(),
    };
    this.#numbers = {
      ascentNorm: sam && new Float64Array(steps),
      clipNorm: clipNorm === null ? null : new Float64Array(steps),
    };
  }

  /**
   * An evaluation of the update under way: the first is at w, that at w + ε̂ under SAM the second.
   *
   * @param {Vector} w where
   * @param {Vector} g the whole gradient there
   * @param {boolean} ascended whether that is at w + ε̂
   */
  evaluated(w, g, ascended) {
    const { sam } = this.#settings;
    const { gradient, descent, ascended: place } = this.#columns;
    const { ascentNorm, clipNorm } = this.#numbers;
    this.#copy(g, ascended && descent ? descent : gradient);
    if (ascended && place) this.#copy(w, place);
    else if (sam && ascentNorm) ascentNorm[this.#count] = dualNorm(w, g, sam);
    if (clipNorm && ascended === Boolean(sam)) clipNorm[this.#count] = clippedNorm(g, this.#settings.clipValue);
  }

  /** The update is made. @param {import('../core/optimizer.js').Optimizer} optimizer */
  updated(optimizer) {
    // Memory that grew has moved, and left the views empty.
    if (this.#count === 0 || this.#pairs.some(([view]) => view.length === 0)) this.#watch(optimizer.slots);
    for (const [view, column] of this.#pairs) this.#copy(view, column);
    const { rates } = this.#columns;
    if (rates) this.#rates?.forEach((rate, j) => (rates[this.#count * this.#dimensions + j] = rate(this.#count)));
    this.#count += 1;
  }

  /**
   * Views of what is recorded so far, no copy. An update whose state is still being measured is not among it.
   *
   * @param {number} states recorded
   * @returns {Updates}
   */
  upTo(states) {
    const count = Math.min(this.#count, Math.max(0, states - 1));
    const dimensions = this.#dimensions;
    const filled = (/** @type {Float64Array} */ column) => column.subarray(0, count * dimensions);
    const { gradient, descent, ascended, rates } = this.#columns;
    const { ascentNorm, clipNorm } = this.#numbers;
    const seen = filled(gradient);
    return {
      count,
      dimensions,
      gradient: seen,
      descent: descent ? filled(descent) : seen,
      ascended: ascended && filled(ascended),
      slots: Object.fromEntries(Object.entries(this.#slots).map(([name, column]) => [name, filled(column)])),
      rates: rates && filled(rates),
      ascentNorm: ascentNorm && ascentNorm.subarray(0, count),
      clipNorm: clipNorm && clipNorm.subarray(0, count),
      projected: this.#projected,
    };
  }

  #column() {
    return new Float64Array(this.#steps * this.#dimensions);
  }

  /** @param {Record<string, Vector>} slots */
  #watch(slots) {
    this.#pairs = Object.entries(slots).map(([name, view]) => [view, (this.#slots[name] ??= this.#column())]);
  }

  /** @param {Vector} from @param {Float64Array} column */
  #copy(from, column) {
    for (let j = 0; j < this.#dimensions; j++) column[this.#count * this.#dimensions + j] = from[j];
  }
}

/**
 * ‖g‖_q, 1/p + 1/q = 1; of |w|·g where the ball is adaptive.
 *
 * @param {Vector} w
 * @param {Vector} g
 * @param {import('../core/settings.js').Sam} sam
 */
function dualNorm(w, g, { p, adaptive }) {
  const q = p === 1 ? Infinity : p === Infinity ? 1 : p / (p - 1);
  return norm(g.length, (i) => (adaptive ? Math.abs(w[i]) * g[i] : g[i]), q);
}

/** ‖g‖₂ once no component is larger than the limit. @param {Vector} g @param {number | null} limit */
function clippedNorm(g, limit) {
  return norm(g.length, (i) => (limit === null ? g[i] : Math.min(limit, Math.max(-limit, g[i]))), 2);
}

/**
 * In units of the largest entry, so that no power overflows, nor do all underflow.
 *
 * @param {number} n
 * @param {(i: number) => number} entry
 * @param {number} q from 1 to Infinity
 */
function norm(n, entry, q) {
  let top = 0;
  for (let i = 0; i < n; i++) top = Math.max(top, Math.abs(entry(i)));
  if (!(top > 0 && top < Infinity) || q === Infinity) return top;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += q === 2 ? (entry(i) / top) ** 2 : Math.abs(entry(i) / top) ** q;
  return top * (q === 2 ? Math.sqrt(sum) : sum ** (1 / q));
}
