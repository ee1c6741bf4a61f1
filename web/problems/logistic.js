import { drawData, inputDomain, shapeIds } from './datasets.js';
import { newtonMinimum } from './newton.js';
import { cube, deepFreeze, defineProblem } from './problem.js';
import { seedSpec } from './random.js';

/**
 * @typedef {import('./problem.js').Vector} Vector
 * @typedef {import('./problem.js').MutableVector} MutableVector
 * @typedef {{ x: Float64Array, signs: Float64Array, count: number }} Samples x point by point; 1 or −1 for the classes
 */

/** log(1 + e^z), for any z. @param {number} z */
const softplus = (z) => (z < 0 ? 0 : z) + Math.log1p(Math.exp(-Math.abs(z)));

/** Its derivative 1/(1 + e^−z), without overflow. @param {number} z */
function sigmoid(z) {
  const e = Math.exp(-Math.abs(z));
  return (z < 0 ? e : 1) / (1 + e);
}

/** @param {Vector} w @param {Samples} samples @param {number} p */
const output = (w, { x }, p) => w[0] * x[2 * p] + w[1] * x[2 * p + 1] + w[2];

/** @param {readonly (readonly number[])[]} x @param {readonly number[]} y @returns {Samples} */
const toSamples = (x, y) => ({
  x: Float64Array.from(x.flat()),
  signs: Float64Array.from(y, (label) => (label === 1 ? 1 : -1)),
  count: y.length,
});

/** @param {Vector} w @param {Samples} samples */
function meanLoss(w, samples) {
  let sum = 0;
  for (let p = 0; p < samples.count; p++) sum += softplus(-samples.signs[p] * output(w, samples, p));
  return sum / samples.count;
}

/** @param {Vector} w @param {Samples} samples @param {MutableVector} g */
function meanGradient(w, samples, g) {
  const { x, signs, count } = samples;
  let [loss, a, b, c] = [0, 0, 0, 0];
  for (let p = 0; p < count; p++) {
    const z = -signs[p] * output(w, samples, p);
    const slope = -signs[p] * sigmoid(z);
    loss += softplus(z);
    a += slope * x[2 * p];
    b += slope * x[2 * p + 1];
    c += slope;
  }
  g[0] = a / count;
  g[1] = b / count;
  g[2] = c / count;
  return loss / count;
}

/** @param {Vector} w @param {Vector} v @param {Samples} samples @param {MutableVector} out */
function meanProduct(w, v, samples, out) {
  const { x, count } = samples;
  let [a, b, c] = [0, 0, 0];
  for (let p = 0; p < count; p++) {
    const z = output(w, samples, p);
    // σ(z)σ(−z) keeps its digits where 1 − σ(z) would lose them.
    const bend = sigmoid(z) * sigmoid(-z) * output(v, samples, p);
    a += bend * x[2 * p];
    b += bend * x[2 * p + 1];
    c += bend;
  }
  out[0] = a / count;
  out[1] = b / count;
  out[2] = c / count;
}

/** NaN where the loss is. @param {Vector} w @param {Samples} samples */
function accuracy(w, samples) {
  let hits = 0;
  for (let p = 0; p < samples.count; p++) {
    const z = output(w, samples, p);
    if (Number.isNaN(z)) return NaN;
    if (z > 0 === samples.signs[p] > 0) hits++;
  }
  return hits / samples.count;
}

/**
 * Logistic regression of two classes in the plane: the mean over the points of log(1 + exp(−s·(w₀x₀ + w₁x₁ + w₂))),
 * s = ±1. Strictly convex. Where a straight line separates the classes, as it does blobs with little noise, the loss
 * falls to 0 only at infinity, and there is no minimum; the penalty that would make one is the optimizer's `l2`.
 */
export const logistic = defineProblem({
  id: 'logistic',
  name: { en: 'Logistic regression', ja: 'ロジスティック回帰' },
  options: {
    data: {
      default: /** @type {import('./datasets.js').ShapeId} */ ('moons'),
      choices: shapeIds,
      meaning: 'shape of the two classes',
    },
    points: { default: 100, min: 4, max: 5000, integer: true, meaning: 'training points' },
    noise: { default: 0.15, min: 0, max: 10, meaning: 'standard deviation of the noise on the points' },
    flips: { default: 0, min: 0, max: 0.5, meaning: 'share of the training points that get the wrong class' },
    testPoints: { default: 200, min: 0, max: 5000, integer: true, meaning: 'test points' },
    seed: seedSpec,
  },
  create(options) {
    const drawn = drawData(options.data, { ...options, classes: 2 });
    const { x, y, testX, testY } = drawn;
    const train = toSamples(x, y);
    const test = toSamples(testX, testY);
    /** @type {Pick<import('./problem.js').Objective, 'size' | 'loss' | 'gradient' | 'hessianVector'>} */
    const objective = {
      size: 3,
      loss: (w) => meanLoss(w, train),
      gradient: (w, g) => meanGradient(w, train, g),
      hessianVector: (w, v, out) => meanProduct(w, v, train, out),
    };
    const best = newtonMinimum(objective);
    const reach = 1.5 * Math.max(4, ...(best ?? []).map(Math.abs));
    return {
      ...objective,
      data: deepFreeze({ ...drawn, outputs: 1, inputDomain: inputDomain([...x, ...testX]) }),
      predict(w, inputs, out) {
        for (let p = 0; 2 * p < inputs.length; p++) {
          out[p] = w[0] * inputs[2 * p] + w[1] * inputs[2 * p + 1] + w[2];
        }
      },
      evaluate: (w) => ({
        trainLoss: meanLoss(w, train),
        trainAccuracy: accuracy(w, train),
        testLoss: meanLoss(w, test),
        testAccuracy: accuracy(w, test),
      }),
      start: [0, 0, 0],
      domain: cube(3, -reach, reach),
      minima: best ? [{ w: best, loss: objective.loss(best), kind: 'global' }] : [],
    };
  },
});
