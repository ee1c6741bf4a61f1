import { choice, describe, number, onlyKnown, plainObject } from '../check/check.js';
import { chooseDistinct, drawData, flipLabels, inputDomain, shapeIds, streams } from './datasets.js';
import { Perceptron } from './perceptron.js';
import { checkBatch, cube, deepFreeze, defineProblem } from './problem.js';
import { random, seedSpec } from './random.js';

/**
 * @typedef {import('./perceptron.js').Activation} Activation
 * @typedef {import('./perceptron.js').Loss} Loss
 * @typedef {import('./perceptron.js').Samples} Samples
 * @typedef {import('./datasets.js').Points} Points
 * @typedef {import('./datasets.js').ShapeId} ShapeId
 * @typedef {Readonly<{ x: readonly (readonly number[])[], y: readonly number[] }>} Given
 */

const MAX_POINTS = 5000;
const MAX_INPUTS = 64;
const MAX_CLASSES = 64;
const MAX_LAYERS = 4;
const MAX_WIDTH = 128;

/**
 * A copy of an array, whatever its entries.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 * @returns {unknown[]}
 */
function list(name, value, min, max) {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array, not ${describe(value)}`);
  if (!(value.length >= min && value.length <= max)) {
    throw new RangeError(`${name} must have ${min} to ${max} entries, not ${value.length}`);
  }
  return Array.from(value);
}

/** @param {string} name @param {unknown} value @returns {number[]} */
const checkHidden = (name, value) =>
  list(name, value, 0, MAX_LAYERS).map((width, i) =>
    number(`${name}[${i}]`, width, { min: 1, max: MAX_WIDTH, integer: true }),
  );

/**
 * The name of a shape, or points of the caller's own.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {ShapeId | Points}
 */
function checkData(name, value) {
  const all = `one of ${shapeIds.join(', ')} or { x: [[…], …], y: […] }`;
  if (typeof value === 'string') {
    if (!shapeIds.some((id) => id === value)) throw new RangeError(`${name} must be ${all}, not ${describe(value)}`);
    return choice(name, value, shapeIds);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${name} must be ${all}, not ${describe(value)}`);
  }
  const given = plainObject(name, value);
  onlyKnown(name, given, ['x', 'y']);
  const rows = list(`${name}.x`, given.x, 1, MAX_POINTS);
  const inputs = list(`${name}.x[0]`, rows[0], 1, MAX_INPUTS).length;
  const x = rows.map((row, i) =>
    list(`${name}.x[${i}]`, row, inputs, inputs).map((entry, j) => number(`${name}.x[${i}][${j}]`, entry)),
  );
  const y = list(`${name}.y`, given.y, x.length, x.length).map((entry, i) => number(`${name}.y[${i}]`, entry));
  return { x, y };
}

/**
 * The caller's own points: real targets with 'mse', classes with 'crossEntropy'.
 *
 * @param {Given} given
 * @param {{ loss: Loss, flips: number, seed: number }} options
 */
function ownData({ x, y }, { loss, flips, seed }) {
  const rest = { testX: [], testY: [], inputs: x[0].length };
  if (loss === 'mse') {
    if (flips !== 0) throw new RangeError(`network: flips must be 0 where data.y are real targets, not ${flips}`);
    return { ...rest, x, y, classes: 0, flipped: [] };
  }
  const whole = { min: 0, max: MAX_CLASSES - 1, integer: true };
  const labels = y.map((label, i) => number(`network: data.y[${i}]`, label, whole));
  const classes = Math.max(2, ...labels.map((label) => label + 1));
  const flipped = flipLabels(labels, classes, flips, random(seed, streams.flips));
  return { ...rest, x, y: labels, classes, flipped };
}

/**
 * @param {readonly (readonly number[])[]} x
 * @param {readonly number[]} y
 * @param {{ loss: Loss, classes: number, outputs: number }} kind
 * @returns {Samples}
 */
function toSamples(x, y, { loss, classes, outputs }) {
  const off = loss === 'mse' ? -1 : 0;
  const target = (/** @type {number} */ label, /** @type {number} */ k) => {
    if (classes === 0) return label;
    return label === (outputs === 1 ? 1 : k) ? 1 : off;
  };
  const targets = y.flatMap((label) => Array.from({ length: outputs }, (_, k) => target(label, k)));
  return { x: Float64Array.from(x.flat()), targets: Float64Array.from(targets), count: y.length };
}

/**
 * Weights N(0, 1)/√(inputs of the layer), biases 0.
 *
 * @param {readonly number[]} sizes
 * @param {number} seed
 */
function drawStart(sizes, seed) {
  const generator = random(seed, streams.start);
  return sizes.slice(1).flatMap((outputs, l) => {
    const inputs = sizes[l];
    const weights = Array.from({ length: inputs * outputs }, () => generator.normal() / Math.sqrt(inputs));
    return [...weights, ...new Array(outputs).fill(0)];
  });
}

/**
 * The mini-batch of each step: `size` points, drawn without replacement, that depend on (seed, t) alone.
 *
 * @param {Samples} all
 * @param {number} size
 * @param {number} seed
 */
function miniBatches(all, size, seed) {
  const inputs = all.x.length / all.count;
  const outputs = all.targets.length / all.count;
  const generator = random(seed);
  const order = new Int32Array(all.count);
  const samples = { x: new Float64Array(size * inputs), targets: new Float64Array(size * outputs), count: size };
  /** @param {number} t */
  function select(t) {
    chooseDistinct(order, size, generator.select(t));
    for (let p = 0; p < size; p++) {
      for (let i = 0; i < inputs; i++) samples.x[p * inputs + i] = all.x[order[p] * inputs + i];
      for (let k = 0; k < outputs; k++) samples.targets[p * outputs + k] = all.targets[order[p] * outputs + k];
    }
  }
  return { samples, select };
}

/**
 * A multilayer perceptron fitted to points. With 'mse' the loss is the mean over the points of ½‖f(x) − y‖²: two
 * classes have one output and the targets ±1, more have one output each, with target 1 for their own points and −1 for
 * the others; targets of the caller's own are taken as they are. With 'crossEntropy' every class has an output, and
 * the loss is the mean cross-entropy with their softmax. No weight decay: that is the optimizer's.
 *
 * w holds, layer by layer, the weight matrix [out][in] row by row and then the bias. ReLU has slope 0 at 0, and its
 * second derivative counts as 0 everywhere.
 *
 * The default is the network on which J. Cohen et al., "Gradient descent on neural networks typically occurs at the
 * edge of stability", ICLR 2021, can be seen in a second: 337 parameters, whose λmax gradient descent drives to 2/η.
 */
export const network = defineProblem({
  id: 'network',
  name: { en: 'Neural network', ja: 'ニューラルネットワーク' },
  options: {
    data: {
      default: /** @type {ShapeId | Given} */ ('moons'),
      suggestions: shapeIds,
      check: checkData,
      meaning: /* @__PURE__ */ [
        ...shapeIds,
        'or points { x: [[…], …], y: […] } with classes 0, 1… or, for mse, real targets',
      ].join(', '),
    },
    points: { default: 100, min: 4, max: MAX_POINTS, integer: true, meaning: 'training points, if drawn' },
    noise: { default: 0.15, min: 0, max: 10, meaning: 'standard deviation of the noise on drawn points' },
    flips: { default: 0, min: 0, max: 0.5, meaning: 'share of the training points that get a wrong class' },
    testPoints: { default: 200, min: 0, max: MAX_POINTS, integer: true, meaning: 'test points, if drawn' },
    hidden: {
      default: /** @type {readonly number[]} */ ([16, 16]),
      check: checkHidden,
      meaning: `widths of the hidden layers: up to ${MAX_LAYERS}, from 1 to ${MAX_WIDTH}`,
    },
    activation: {
      default: /** @type {Activation} */ ('tanh'),
      choices: ['tanh', 'softplus', 'relu'],
      meaning: 'of the hidden units',
    },
    loss: {
      default: /** @type {Loss} */ ('mse'),
      choices: ['mse', 'crossEntropy'],
      meaning: 'mean of ½(f − y)², or mean softmax cross-entropy',
    },
    batch: {
      default: 0,
      min: 0,
      max: MAX_POINTS,
      integer: true,
      meaning: 'points in a mini-batch; 0, or as many as there are: all of them',
    },
    seed: seedSpec,
  },
  create(options) {
    const { data: source, loss, hidden, activation, batch, seed } = options;
    const drawn = typeof source === 'string' ? drawData(source, options) : ownData(source, options);
    const { x, y, testX, testY, inputs, classes } = drawn;
    const outputs = loss === 'mse' && classes <= 2 ? 1 : classes;
    const kind = { loss, classes, outputs };
    const sizes = [inputs, ...hidden, outputs];

    const train = toSamples(x, y, kind);
    const test = toSamples(testX, testY, kind);
    const net = new Perceptron(sizes, activation, loss, Math.max(train.count, test.count));
    const start = drawStart(sizes, seed);
    const reach = Math.max(2, 2 * Math.abs(start[0]), 2 * Math.abs(start[1]));

    /** @param {import('./problem.js').Vector} w @param {Samples} samples @param {readonly number[]} labels */
    function score(w, samples, labels) {
      const value = samples.count ? net.loss(w, samples) : NaN;
      const known = classes > 0 && !Number.isNaN(value);
      return { loss: value, accuracy: known ? net.hits(w, samples, labels) / samples.count : NaN };
    }

    const batches = batch > 0 && batch < train.count ? miniBatches(train, batch, seed) : null;
    let current = train;
    /** @param {number | null} t */
    function select(t) {
      checkBatch('network', t);
      current = t === null || !batches ? train : batches.samples;
      if (t === null || !batches) return;
      batches.select(t);
      net.forget();
    }
    if (batches) select(0);

    return {
      size: net.size,
      loss: (w) => net.loss(w, train),
      gradient: (w, g) => net.gradient(w, current, g),
      hessianVector: (w, v, out) => net.hessianVector(w, v, train, out),
      ...(batches && { batch: select }),
      data: deepFreeze({ ...drawn, outputs, inputDomain: inputDomain([...x, ...testX]) }),
      predict: (w, inputs, out) => net.outputs(w, inputs, out),
      evaluate(w) {
        const training = score(w, train, y);
        const tested = score(w, test, testY);
        return {
          trainLoss: training.loss,
          trainAccuracy: training.accuracy,
          testLoss: tested.loss,
          testAccuracy: tested.accuracy,
        };
      },
      start,
      domain: cube(net.size, -reach, reach),
      minima: [],
    };
  },
});
