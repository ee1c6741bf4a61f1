/**
 * How sharp a place is: the largest eigenvalue of the Hessian, and how far the loss can rise nearby.
 */
import { describe, number } from '../check/check.js';
import { checkSam } from './settings.js';
import { copyVector, Vectors } from './vectors.js';

/**
 * @typedef {object} Landscape what is measured: a problem of `kudari/problems`, or anything shaped like one
 * @property {number} size
 * @property {(w: any) => number} loss
 * @property {(w: any, g: any) => number} gradient
 * @property {(w: any, v: any, out: any) => void} [hessianVector]
 *
 * @typedef {object} Spectrum
 * @property {number[]} values eigenvalues, largest first
 * @property {number[]} residuals ‖Hv − λv‖ of each
 * @property {number} products Hessian-vector products spent
 * @property {Float64Array[]} vectors of length 1
 */

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

/**
 * The eigenvalues of a problem of one or two parameters, exactly.
 *
 * @param {unknown} problem with `hessianVector`
 * @param {ArrayLike<number>} w
 * @param {{ k?: number }} [options] how many eigenvalues, default 1
 * @returns {Spectrum}
 */
export function sharpness(problem, w, { k = 1 } = {}) {
  const { size, hessianVector } = checkLandscape(problem, ['hessianVector']);
  if (size > 2) throw new RangeError(`sharpness is exact, and so far for problems of 1 or 2 parameters, not ${size}`);
  number('sharpness: k', k, { integer: true, min: 1, max: size });
  const at = copyVector('sharpness: w', w, 'float64', { length: size, finite: false });
  const product = /** @type {NonNullable<Landscape['hessianVector']>} */ (hessianVector).bind(problem);
  const columns = Array.from({ length: size }, (_, i) => {
    const unit = new Float64Array(size);
    const column = new Float64Array(size);
    unit[i] = 1;
    product(at, unit, column);
    return column;
  });
  const pairs =
    size === 1
      ? [{ value: columns[0][0], vector: Float64Array.of(1) }]
      : symmetric2(columns[0][0], columns[0][1], columns[1][1]);
  const chosen = pairs.slice(0, k);
  return {
    values: chosen.map(({ value }) => value),
    residuals: chosen.map(({ value, vector }) => residual(columns, value, vector)),
    products: size,
    vectors: chosen.map(({ vector }) => vector),
  };
}

/**
 * Eigenpairs of [[a, b], [b, d]], the larger eigenvalue first.
 *
 * @param {number} a
 * @param {number} b
 * @param {number} d
 */
function symmetric2(a, b, d) {
  const half = (a - d) / 2;
  const radius = Math.hypot(half, b);
  const mean = a / 2 + d / 2;
  // Half the angle of (half, b): the direction of the larger eigenvalue, without cancellation.
  const angle = Math.atan2(b, half) / 2;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [
    { value: mean + radius, vector: Float64Array.of(cos, sin) },
    { value: mean - radius, vector: Float64Array.of(-sin, cos) },
  ];
}

/** @param {Float64Array[]} columns @param {number} value @param {Float64Array} vector */
function residual(columns, value, vector) {
  return Math.hypot(
    ...vector.map((entry, i) => columns.reduce((sum, column, j) => sum + column[i] * vector[j], 0) - value * entry),
  );
}

/**
 * SAM sharpness E(w + ε̂) − E(w): how much the loss rises at the worst point of the ball, to first order.
 *
 * @param {import('./heap.js').Heap} heap
 * @param {unknown} problem
 * @param {ArrayLike<number>} w
 * @param {{ rho?: number, p?: number | 'inf', adaptive?: boolean, eps?: number }} [options] as `sam` of an optimizer; default rho 0.05, p 2
 * @returns {number}
 */
export function samSharpness(heap, problem, w, options = {}) {
  const shaped = checkLandscape(problem, ['loss', 'gradient']);
  const { rho, p, eps, adaptive } = /** @type {import('./settings.js').Sam} */ (checkSam('samSharpness', options));
  const at = copyVector('samSharpness: w', w, 'float64', { length: shaped.size, finite: false });
  const gradient = new Float64Array(shaped.size);
  const loss = shaped.loss(at);
  shaped.gradient(at, gradient);
  const vectors = new Vectors(heap, shaped.size, 'float64', ['w', 'g', 'saved']);
  try {
    vectors.view('w').set(at);
    vectors.view('g').set(gradient);
    heap.exports.kudari_sam_ascend_f64(
      shaped.size,
      vectors.pointer('w'),
      vectors.pointer('g'),
      vectors.pointer('saved'),
      rho,
      p,
      eps,
      Number(adaptive),
    );
    return shaped.loss(vectors.view('w').slice()) - loss;
  } finally {
    vectors.dispose();
  }
}
