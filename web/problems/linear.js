import { inputDomain, streams } from './datasets.js';
import { newtonMinimum } from './newton.js';
import { cube, deepFreeze, defineProblem } from './problem.js';
import { spectrum } from './quadratic.js';
import { random, seedSpec } from './random.js';

/** @typedef {import('./random.js').Random} Random */

/** @param {readonly number[]} a @param {readonly number[]} b */
const dot = (a, b) => a.reduce((sum, x, i) => sum + x * b[i], 0);

/**
 * Orthonormal vectors, all at right angles to those given, drawn at random (Gram–Schmidt, twice: once leaves rounding).
 *
 * @param {number} count
 * @param {number} length
 * @param {readonly number[][]} given orthonormal
 * @param {Random} generator
 */
export function orthonormal(count, length, given, generator) {
  const all = [...given];
  while (all.length < given.length + count) {
    let vector = Array.from({ length }, () => generator.normal());
    for (let round = 0; round < 2; round++) {
      for (const other of all) {
        const along = dot(other, vector);
        vector = vector.map((x, i) => x - along * other[i]);
      }
      const norm = Math.sqrt(dot(vector, vector));
      vector = vector.map((x) => x / norm);
    }
    all.push(vector);
  }
  return all.slice(given.length);
}

/**
 * Inputs whose mean is 0 and whose covariance has exactly the eigenvalues of `spectrum`, along axes turned at random.
 *
 * @param {{ points: number, features: number, condition: number }} options
 * @param {Random} generator
 * @returns {number[][]} one row a point
 */
function design({ points, features, condition }, generator) {
  // At right angles to the vector of ones: centred.
  const columns = orthonormal(features, points, [new Array(points).fill(1 / Math.sqrt(points))], generator);
  const axes = orthonormal(features, features, [], generator);
  const scales = spectrum(condition, features).map((eigenvalue) => Math.sqrt(points * eigenvalue));
  return Array.from({ length: points }, (_, p) =>
    Array.from({ length: features }, (_, i) =>
      axes.reduce((sum, axis, j) => sum + axis[i] * scales[j] * columns[j][p], 0),
    ),
  );
}

/**
 * The mean over the points of ½(x·w + b − y)².
 *
 * @param {readonly (readonly number[])[]} rows
 * @param {readonly number[]} targets
 */
function leastSquares(rows, targets) {
  const count = rows.length;
  const features = rows[0].length;
  const x = Float64Array.from(rows.flat());
  const y = Float64Array.from(targets);
  const size = features + 1;
  const sum = new Float64Array(size);

  /** x·w + b at point p. @param {import('./problem.js').Vector} w @param {number} p */
  function output(w, p) {
    let value = w[features];
    for (let i = 0; i < features; i++) value += x[p * features + i] * w[i];
    return value;
  }

  /** @param {number} p @param {number} factor */
  function add(p, factor) {
    for (let i = 0; i < features; i++) sum[i] += factor * x[p * features + i];
    sum[features] += factor;
  }

  /** @param {import('./problem.js').MutableVector} out */
  function writeMean(out) {
    for (let i = 0; i < size; i++) out[i] = sum[i] / count;
  }

  return {
    size,
    /** @param {import('./problem.js').Vector} w */
    loss(w) {
      let squares = 0;
      for (let p = 0; p < count; p++) squares += (output(w, p) - y[p]) ** 2;
      return squares / 2 / count;
    },
    /** @param {import('./problem.js').Vector} w @param {import('./problem.js').MutableVector} g */
    gradient(w, g) {
      sum.fill(0);
      let squares = 0;
      for (let p = 0; p < count; p++) {
        const residual = output(w, p) - y[p];
        squares += residual ** 2;
        add(p, residual);
      }
      writeMean(g);
      return squares / 2 / count;
    },
    /**
     * @param {import('./problem.js').Vector} _w
     * @param {import('./problem.js').Vector} v
     * @param {import('./problem.js').MutableVector} out
     */
    hessianVector(_w, v, out) {
      sum.fill(0);
      for (let p = 0; p < count; p++) add(p, output(v, p));
      writeMean(out);
    },
  };
}

/**
 * Least squares: the mean over the points of ½(x·w + b − y)², where y is linear in x up to noise. The Hessian is the
 * inputs' covariance, of eigenvalues from 1 to `condition`, and a 1 for the bias: w are the slopes, b comes last. With
 * one feature it is the straight line through a cloud of points.
 */
export const linear = defineProblem({
  id: 'linear',
  name: { en: 'Linear regression', ja: '線形回帰（最小二乗法）' },
  options: {
    points: { default: 50, min: 2, max: 5000, integer: true, meaning: 'number of points, more than features' },
    features: { default: 1, min: 1, max: 49, integer: true, meaning: 'numbers in an input' },
    noise: { default: 0.5, min: 0, max: 10, meaning: 'standard deviation of the noise on y' },
    condition: { default: 4, min: 1, max: 1e6, meaning: "the largest eigenvalue of the inputs' covariance" },
    seed: seedSpec,
  },
  create(options) {
    const { points, features, noise, seed } = options;
    if (points <= features) throw new RangeError(`linear: points must be more than features, not ${points}`);
    const generator = random(seed, streams.train);
    const x = design(options, generator);
    const truth = Array.from({ length: features + 1 }, () => generator.normal());
    const y = x.map((row) => dot(row, truth) + truth[features] + noise * generator.normal());
    const objective = leastSquares(x, y);
    const best = /** @type {number[]} */ (newtonMinimum(objective));
    const reach = 2 * Math.max(1, Math.abs(best[0]), Math.abs(best[1]));
    return {
      ...objective,
      data: deepFreeze({
        ...{ x, y, testX: [], testY: [], inputs: features, outputs: 1, classes: 0, flipped: [] },
        inputDomain: inputDomain(x),
      }),
      predict(w, inputs, out) {
        for (let p = 0; p * features < inputs.length; p++) {
          let value = w[features];
          for (let i = 0; i < features; i++) value += inputs[p * features + i] * w[i];
          out[p] = value;
        }
      },
      start: new Array(features + 1).fill(0),
      domain: cube(features + 1, -reach, reach),
      minima: [{ w: best, loss: objective.loss(best), kind: 'global' }],
    };
  },
});
