/**
 * How sharp a place is: the ends of the Hessian's spectrum, its trace, and how far the loss can rise nearby.
 */
import { describe, number, onlyKnown, option, plainObject } from '../check/check.js';
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
  number('problem: size', shaped.size, { integer: true, min: 1 });
  return shaped;
}

/** @type {Record<'k' | 'tolerance' | 'maxProducts' | 'seed' | 'end', import('../check/check.js').OptionSpec>} */
const specs = {
  k: { default: 1, min: 1, integer: true, meaning: 'eigenvalues wanted' },
  end: { default: 'largest', choices: ['largest', 'smallest', 'both'], meaning: 'which end of the spectrum' },
  tolerance: { default: 1e-6, above: 0, meaning: 'of each residual, as a share of the largest magnitude' },
  maxProducts: { default: 200, min: 1, integer: true, meaning: 'Hessian-vector products at most' },
  seed: { default: 1, min: 0, integer: true, meaning: 'of the start' },
};

/** @param {unknown} given @param {number} size */
function checkOptions(given, size) {
  const object = plainObject('sharpness: options', given);
  onlyKnown('sharpness', object, [...Object.keys(specs), 'start', 'preconditioner']);
  const value = (/** @type {keyof typeof specs} */ key) =>
    object[key] === undefined ? specs[key].default : option(`sharpness: ${key}`, object[key], specs[key]);
  const scale = optionalVector('sharpness: preconditioner', object.preconditioner, size);
  scale?.forEach((entry, i) => number(`sharpness: preconditioner[${i}]`, entry, { above: 0 }));
  return {
    k: number('sharpness: k', object.k ?? specs.k.default, { ...specs.k, max: size }),
    end: /** @type {'largest' | 'smallest' | 'both'} */ (value('end')),
    tolerance: Number(value('tolerance')),
    maxProducts: Number(value('maxProducts')),
    seed: Number(value('seed')),
    start: optionalVector('sharpness: start', object.start, size),
    scale: scale?.map((entry) => 1 / Math.sqrt(entry)),
  };
}

/** @param {string} name @param {unknown} values @param {number} length */
function optionalVector(name, values, length) {
  return values === undefined || values === null
    ? undefined
    : /** @type {Float64Array} */ (copyVector(name, values, 'float64', { length }));
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
 * A measurement in steps, for callers that must not block: made by `kudari.measureSharpness`; `step` makes one product.
 */
export class SharpnessMeasurement {
  #lanczos;
  #options;
  #product;
  #image;

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

  /** One product. @returns {boolean} whether another is wanted */
  step() {
    const { scale } = this.#options;
    const { v, out } = this.#image;
    const more = this.#lanczos.step((vector, product) => {
      // The problem gets arrays of its own: views of the module's memory would be lost if it grew.
      for (let i = 0; i < v.length; i++) v[i] = scale ? vector[i] * scale[i] : vector[i];
      this.#product(v, out);
      for (let i = 0; i < v.length; i++) product[i] = scale ? out[i] * scale[i] : out[i];
    });
    return more && !this.#settled();
  }

  /** What is known now. Frees the memory: nothing can follow. @returns {Spectrum} */
  finish() {
    const { k, scale, tolerance } = this.#options;
    const { values, bounds, magnitude } = this.#lanczos.solve(true);
    const chosen = this.#chosen(values.length);
    const vectors = chosen.map((i) => unscaled(this.#lanczos.eigenvector(i), scale));
    const products = this.#lanczos.products;
    this.#lanczos.dispose();
    const found = {
      values: chosen.map((i) => values[i]),
      residuals: chosen.map((i) => bounds[i]),
      converged: chosen.length >= k && chosen.every((i) => bounds[i] <= tolerance * magnitude),
      products,
      vectors,
    };
    return chosen.length > 0
      ? found
      : {
          ...found,
          values: [NaN],
          residuals: [NaN],
          converged: false,
          vectors: [new Float64Array(this.#image.v.length)],
        };
  }

  /** Gives the memory back, where the measurement is not to be finished. */
  dispose() {
    this.#lanczos.dispose();
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
 * @param {{ samples?: number, seed?: number }} [options] default 32 samples
 * @returns {{ value: number, error: number, products: number }} error is the standard error of the mean
 */
export function trace(heap, problem, w, options = {}) {
  const given = plainObject('trace: options', options);
  onlyKnown('trace', given, ['samples', 'seed']);
  const samples = number('trace: samples', given.samples ?? 32, { integer: true, min: 1 });
  const seed = number('trace: seed', given.seed ?? 1, { integer: true, min: 0 });
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
      heap.exports.kudari_random_signs(size, signs.pointer('v'), seed, sample);
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
export function samSharpness(heap, problem, w, { ascents = 1, ...ball } = {}) {
  const shaped = checkLandscape(problem, ['loss', 'gradient']);
  const sam = /** @type {import('./settings.js').Sam} */ (checkSam('samSharpness', ball));
  number('samSharpness: ascents', ascents, { integer: true, min: 1, max: 1000 });
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
