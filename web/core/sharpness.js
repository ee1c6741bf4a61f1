/**
 * How sharp a place is: the ends of the Hessian's spectrum, its trace, and how far the loss can rise nearby.
 */
import { describe, number, onlyKnown, options, plainObject } from '../check/check.js';
import { Lanczos } from './lanczos.js';
import { checkSam } from './settings.js';
import { copyVector, Vectors } from './vectors.js';

/**
 * @typedef {import('./heap.js').Heap} Heap
 *
 * @typedef {object} Landscape what is measured: a problem of `kudari/problems`, or anything shaped like one
 * @property {number} size number of parameters, from 1
 * @property {(w: any) => number} loss at w
 * @property {(w: any, g: any) => number} gradient fills g with the gradient at w and returns the loss there
 * @property {(w: any, v: any, out: any) => void} [hessianVector] fills out with H(w)·v; without it, central differences
 *   of the gradient stand in
 *
 * @typedef {object} SharpnessOptions how the spectrum is measured
 * @property {number} [k] eigenvalues wanted, default 1
 * @property {'largest' | 'smallest' | 'both'} [end] of the spectrum, algebraically: default the largest
 * @property {number} [tolerance] of each residual, as a share of the largest magnitude; default 1e-6
 * @property {number} [maxProducts] default 200
 * @property {number} [seed] of the start, default 1
 * @property {ArrayLike<number>} [start] a direction to start from, such as the eigenvector of the step before
 * @property {ArrayLike<number>} [preconditioner] P's diagonal, positive: then of P⁻¹H instead of H
 *
 * @typedef {object} Spectrum ends of a Hessian's spectrum, and how well they are known
 * @property {number[]} values eigenvalues: the largest first; with 'smallest' the smallest first; with 'both' the k largest
 *   from the top, then the k smallest from the bottom
 * @property {number[]} residuals ‖Hv − λv‖ of each (with a preconditioner, of P^-½ H P^-½)
 * @property {boolean} converged whether every residual is within the tolerance
 * @property {number} products Hessian-vector products spent
 * @property {Float64Array[]} vectors of length 1
 */

/** Largest memory for a basis, in bytes: beyond it fewer products are made. */
const MEMORY = 2 ** 28;

/** Share of a random direction in a warm start, so that no eigenvector is out of reach. */
const MIX = 0.01;

/** @param {unknown} problem @param {string[]} needs @returns {Landscape} */
function checkLandscape(problem, needs) {
  const shaped = /** @type {any} */ (problem);
  for (const name of needs) {
    if (typeof shaped?.[name] !== 'function')
      throw new TypeError(`problem must have a function ${name}, not ${describe(shaped?.[name])}`);
  }
  number('problem: size', shaped?.size, { integer: true, min: 1 });
  return shaped;
}

const seed = { default: 1, min: 0, integer: true };

/** What each may be; SharpnessOptions says what it means. @param {number} size @returns {Record<string, import('../check/check.js').Allowed>} */
const specs = (size) => ({
  k: { default: 1, min: 1, max: size, integer: true },
  end: { default: 'largest', choices: ['largest', 'smallest', 'both'] },
  tolerance: { default: 1e-6, above: 0 },
  maxProducts: { default: 200, min: 1, integer: true },
  seed,
  start: {
    default: null,
    check: (name, values) => copyVector(name, values, 'float64', { length: size }),
  },
  preconditioner: {
    default: null,
    check(name, values) {
      // It may have come from kudari.preconditioner: to measure H instead would pass for P⁻¹H.
      if (values === null) throw new TypeError(`${name} is null: the method has none, or none before its first step`);
      const diagonal = copyVector(name, values, 'float64', { length: size });
      diagonal.forEach((entry, i) => number(`${name}[${i}]`, entry, { above: 0 }));
      return diagonal;
    },
  },
});

/** @param {unknown} given @param {number} size */
function checkOptions(given, size) {
  const { preconditioner, ...rest } = options('sharpness', specs(size), given);
  return {
    .../** @type {{ k: number, end: 'largest' | 'smallest' | 'both', tolerance: number, maxProducts: number, seed: number, start: Float64Array | null }} */ (
      rest
    ),
    /** @type {Float64Array | undefined} */
    scale: preconditioner?.map((/** @type {number} */ entry) => 1 / Math.sqrt(entry)),
  };
}

/**
 * The product H(w)·v: the problem's own, or central differences of its gradient.
 *
 * @param {Landscape} problem
 * @param {Float64Array} w
 * @returns {(v: Float64Array, out: Float64Array) => void}
 */
function productAt(problem, w) {
  if (typeof problem.hessianVector === 'function') return (v, out) => problem.hessianVector?.(w, v, out);
  checkLandscape(problem, ['gradient']);
  const [ahead, behind, up, down] = Array.from({ length: 4 }, () => new Float64Array(w.length));
  const size = w.reduce((most, entry) => Math.max(most, Math.abs(entry)), 1);
  return (v, out) => {
    const length = v.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
    if (length === 0) {
      out.fill(0);
      return;
    }
    // The cube root of the rounding balances it against the third derivative; scaled to w, and to v.
    const h = (Math.cbrt(Number.EPSILON) * size) / length;
    for (let i = 0; i < w.length; i++) {
      ahead[i] = w[i] + h * v[i];
      behind[i] = w[i] - h * v[i];
    }
    problem.gradient(ahead, up);
    problem.gradient(behind, down);
    for (let i = 0; i < w.length; i++) out[i] = (up[i] - down[i]) / (2 * h);
  };
}

/**
 * A measurement in steps, for callers that must not block: made by `kudari.measureSharpness`; `step` makes one product. It
 * holds memory of the module until `finish()` or `dispose()` is called, or the collector comes by.
 */
export class SharpnessMeasurement {
  #lanczos;
  #options;
  #product;
  #image;
  #more = true;
  #busy = false;

  /**
   * Made by `kudari.measureSharpness`.
   *
   * @hidden
   * @param {Heap} heap
   * @param {unknown} problem with `hessianVector` or `gradient`
   * @param {ArrayLike<number>} w
   * @param {SharpnessOptions} [options]
   */
  constructor(heap, problem, w, options = {}) {
    const landscape = checkLandscape(problem, []);
    const { size } = landscape;
    this.#options = checkOptions(options, size);
    const at = /** @type {Float64Array} */ (copyVector('sharpness: w', w, 'float64', { length: size, finite: false }));
    this.#product = productAt(landscape, at);
    this.#image = { v: new Float64Array(size), out: new Float64Array(size) };
    const { maxProducts, start, scale, seed, k } = this.#options;
    const room = Math.max(2 * k + 1, Math.floor(MEMORY / 8 / size));
    // Scaled like the vectors of P^-½ H P^-½, which the caller gets unscaled.
    const from = start && scale ? start.map((entry, i) => entry / scale[i]) : start;
    this.#lanczos = new Lanczos(heap, size, Math.min(size, maxProducts, room), from, MIX, seed);
  }

  /**
   * One product, unless all that were wanted have been made.
   *
   * @returns {boolean} whether another is wanted
   * @throws {TypeError} after `finish` or `dispose`
   */
  step() {
    this.#alive('step');
    if (!this.#more) return false;
    const { scale } = this.#options;
    const { v, out } = this.#image;
    const more = this.#lanczos.step((vector) => {
      for (let i = 0; i < v.length; i++) v[i] = scale ? vector[i] * scale[i] : vector[i];
      this.#busy = true;
      try {
        this.#product(v, out);
      } finally {
        this.#busy = false;
      }
      for (let i = 0; scale && i < v.length; i++) out[i] *= scale[i];
      return out;
    });
    this.#more = more && !this.#settled();
    return this.#more;
  }

  /**
   * What is known now. Frees the memory: nothing can follow.
   *
   * @returns {Spectrum}
   * @throws {TypeError} after `finish` or `dispose`
   */
  finish() {
    this.#alive('finish');
    const { k, scale, tolerance } = this.#options;
    const { values, bounds, magnitude } = this.#lanczos.solve(true);
    const { products } = this.#lanczos;
    const chosen = this.#chosen(values.length);
    const vectors = chosen.map((i) => unscaled(this.#lanczos.eigenvector(i), scale));
    this.#lanczos.dispose();
    const converged = values.length >= k && chosen.every((i) => bounds[i] <= tolerance * magnitude);
    // Nothing is known where no product was finite.
    return chosen.length
      ? { values: chosen.map((i) => values[i]), residuals: chosen.map((i) => bounds[i]), converged, products, vectors }
      : { values: [NaN], residuals: [NaN], converged, products, vectors: [new Float64Array(this.#image.v.length)] };
  }

  /** Gives the memory back, where the measurement is not to be finished; again is harmless. */
  dispose() {
    this.#idle('dispose');
    this.#lanczos.dispose();
  }

  /** For `using measurement = kudari.measureSharpness(…)`. */
  [Symbol.dispose]() {
    this.dispose();
  }

  /** @param {string} what */
  #idle(what) {
    if (this.#busy) throw new TypeError(`${what}: a step of this measurement is under way`);
  }

  /** @param {string} what */
  #alive(what) {
    this.#idle(what);
    if (this.#lanczos.disposed) throw new TypeError(`${what}: this measurement is over; make a new one`);
  }

  /** Indices of the wanted eigenvalues among `count` in falling order. @param {number} count */
  #chosen(count) {
    const { k, end } = this.#options;
    const top = Array.from({ length: Math.min(k, count) }, (_, i) => i);
    const bottom = top.map((i) => count - 1 - i);
    return end === 'largest' ? top : end === 'smallest' ? bottom : [...top, ...bottom];
  }

  #settled() {
    const { k, tolerance } = this.#options;
    const { values, bounds, magnitude } = this.#lanczos.solve(false);
    // A few products more than eigenvalues: the first ones may be exact by chance, and not the ones at the end.
    if (values.length < k + 2) return false;
    const chosen = this.#chosen(values.length);
    // A bound of nothing at all is that of an invariant subspace: beyond it the same eigenvalue may wait again.
    if (chosen.some((i) => bounds[i] === 0)) return false;
    return chosen.every((i) => bounds[i] <= tolerance * magnitude);
  }
}

/** Eigenvectors of P⁻¹H from those of P^-½ H P^-½. @param {Float64Array} vector @param {Float64Array} [scale] */
function unscaled(vector, scale) {
  if (!scale) return vector;
  const result = vector.map((entry, i) => entry * scale[i]);
  const length = Math.sqrt(result.reduce((sum, entry) => sum + entry * entry, 0));
  return result.map((entry) => entry / length);
}

/**
 * Eigenvalues at the ends of the Hessian's spectrum, by Lanczos.
 *
 * @param {Heap} heap
 * @param {unknown} problem
 * @param {ArrayLike<number>} w
 * @param {SharpnessOptions} [options]
 * @returns {Spectrum}
 */
export function sharpness(heap, problem, w, options = {}) {
  const measurement = new SharpnessMeasurement(heap, problem, w, options);
  try {
    while (measurement.step());
    return measurement.finish();
  } finally {
    measurement.dispose();
  }
}

/**
 * The Hessian's trace by Hutchinson's estimator: the mean of vᵀHv over random signs v. Exact for a diagonal Hessian.
 * Hutchinson 1989.
 *
 * @param {Heap} heap
 * @param {unknown} problem
 * @param {ArrayLike<number>} w
 * @param {{ samples?: number, seed?: number }} [given] default 32 samples
 * @returns {{ value: number, error: number, products: number }} error is the standard error of the mean
 */
export function trace(heap, problem, w, given = {}) {
  const samplesSpec = { default: 32, min: 1, integer: true };
  const { samples, seed: from } = options('trace', { samples: samplesSpec, seed }, given);
  const landscape = checkLandscape(problem, []);
  const { size } = landscape;
  const product = productAt(
    landscape,
    /** @type {Float64Array} */ (copyVector('trace: w', w, 'float64', { length: size, finite: false })),
  );
  const out = new Float64Array(size);
  const signs = new Vectors(heap, size, 'float64', ['v']);
  try {
    const forms = Array.from({ length: samples }, (_, sample) => {
      heap.exports.kudari_random_signs(size, signs.pointer('v'), from, sample);
      const v = /** @type {Float64Array} */ (signs.view('v').slice());
      product(v, out);
      return out.reduce((sum, entry, i) => sum + entry * v[i], 0);
    });
    const value = forms.reduce((sum, form) => sum + form, 0) / samples;
    const spread = forms.reduce((sum, form) => sum + (form - value) ** 2, 0);
    return { value, error: samples > 1 ? Math.sqrt(spread / (samples - 1) / samples) : NaN, products: samples };
  } finally {
    signs.dispose();
  }
}

/**
 * SAM sharpness E(w + ε̂) − E(w): how much the loss rises towards the edge of the ball, where the gradient points to
 * first order; with `ascents` > 1, the worst that so many steps of projected ascent find, never less.
 *
 * @param {Heap} heap
 * @param {unknown} problem
 * @param {ArrayLike<number>} w
 * @param {{ rho?: number, p?: number | 'inf', adaptive?: boolean, eps?: number, ascents?: number }} [options] as `sam` of
 *   an optimizer; default rho 0.05, p 2, ascents 1
 * @returns {number}
 */
export function samSharpness(heap, problem, w, options = {}) {
  const shaped = checkLandscape(problem, ['loss', 'gradient']);
  const given = plainObject('samSharpness: options', options);
  onlyKnown('samSharpness', given, ['rho', 'p', 'adaptive', 'eps', 'ascents']);
  const { ascents: count = 1, ...ball } = given;
  const sam = /** @type {import('./settings.js').Sam} */ (checkSam('samSharpness', ball));
  const ascents = number('samSharpness: ascents', count, { integer: true, min: 1, max: 1000 });
  const at = copyVector('samSharpness: w', w, 'float64', { length: shaped.size, finite: false });
  const gradient = new Float64Array(shaped.size);
  const loss = shaped.loss(at);
  const vectors = new Vectors(heap, shaped.size, 'float64', ['w', 'g', 'saved']);
  const [pw, pg, saved] = ['w', 'g', 'saved'].map((name) => vectors.pointer(name));
  let worst = -Infinity;
  try {
    let point = at;
    for (let ascent = 0; ascent < ascents; ascent++) {
      // Each step goes to the ball's edge from its centre, along the gradient at the worst point so far.
      shaped.gradient(point, gradient);
      vectors.view('w').set(at);
      vectors.view('g').set(gradient);
      heap.exports.kudari_sam_ascend_f64(shaped.size, pw, pg, saved, sam.rho, sam.p, sam.eps, Number(sam.adaptive));
      const next = vectors.view('w').slice();
      const rise = shaped.loss(next) - loss;
      if (ascent > 0 && !(rise > worst)) break;
      worst = rise;
      point = next;
    }
    return worst;
  } finally {
    vectors.dispose();
  }
}
