import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { chooseDistinct } from '../web/problems/datasets.js';
import { checkGradient, checkHessian, random, network as make } from '../web/problems/index.js';

/**
 * @typedef {import('../web/problems/problem.js').Problem} Problem
 * @typedef {ArrayLike<number>} Numbers
 * @typedef {Problem & Required<Pick<Problem, 'data' | 'predict' | 'evaluate'>>} Network
 * @typedef {'tanh' | 'softplus' | 'relu'} Activation
 */

const activations = /** @type {const} */ (['tanh', 'softplus', 'relu']);
const losses = /** @type {const} */ (['mse', 'crossEntropy']);

/** Problems in general need not have what every network has. */
const network = /** @type {(...options: Parameters<typeof make>) => Network} */ (make);

/** What the types forbid, as JavaScript would hand it in. @param {unknown} value @returns {any} */
const untyped = (value) => value;

/** @param {Numbers} actual @param {Numbers} expected @param {number} tolerance @param {string} what */
function close(actual, expected, tolerance, what) {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(error <= tolerance, `${what}[${i}]: ${actual[i]} is not ${expected[i]} to ${tolerance} (${error})`);
  }
}

/** @param {Problem} problem @param {Numbers} w */
function gradientAt(problem, w) {
  const g = new Float64Array(problem.size).fill(NaN);
  const loss = problem.gradient(w, g);
  return { loss, g };
}

/** @param {Problem} problem @param {Numbers} w @param {Numbers} v */
function product(problem, w, v) {
  const out = new Float64Array(problem.size).fill(NaN);
  problem.hessianVector(w, v, out);
  return out;
}

/** @param {Network} problem @param {Numbers} w @param {Numbers} x */
function predict(problem, w, x) {
  const out = new Float64Array((x.length / problem.data.inputs) * problem.data.outputs).fill(NaN);
  problem.predict(w, x, out);
  return out;
}

/** @param {number} n @param {number} seed @param {number} [scale] */
function normals(n, seed, scale = 1) {
  const rng = random(seed);
  return Float64Array.from({ length: n }, () => scale * rng.normal());
}

/** @param {Numbers} a @param {Numbers} b */
const dot = (a, b) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);

/** A network as one would first write it. @param {Activation} activation @param {number[]} sizes @param {Numbers} w */
function plainNetwork(activation, sizes, w) {
  const phi = {
    tanh: Math.tanh,
    softplus: (/** @type {number} */ z) => Math.log(1 + Math.exp(z)),
    relu: (/** @type {number} */ z) => Math.max(0, z),
  }[activation];
  return (/** @type {readonly number[]} */ x) => {
    let at = 0;
    let units = [...x];
    for (let l = 1; l < sizes.length; l++) {
      const inputs = units;
      const sums = Array.from({ length: sizes[l] }, () => inputs.reduce((sum, unit) => sum + w[at++] * unit, 0)).map(
        (sum) => sum + w[at++],
      );
      units = l + 1 < sizes.length ? sums.map(phi) : sums;
    }
    return units;
  };
}

/**
 * The eigenvalues of a symmetric matrix, ascending: Jacobi's rotations until nothing is left beside the diagonal.
 *
 * @param {number[][]} matrix
 */
function eigenvalues(matrix) {
  const a = matrix.map((row) => [...row]);
  const n = a.length;
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (a[p][q] === 0) continue;
        const theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) [a[k][p], a[k][q]] = [c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]];
        for (let k = 0; k < n; k++) [a[p][k], a[q][k]] = [c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]];
      }
    }
  }
  return a.map((row, i) => row[i]).sort((x, y) => x - y);
}

/** The Hessian, row by row, from as many products. @param {Problem} problem @param {Numbers} w */
const denseHessian = (problem, w) =>
  Array.from({ length: problem.size }, (_, i) => {
    const unit = new Float64Array(problem.size);
    unit[i] = 1;
    return Array.from(product(problem, w, unit));
  });

/**
 * λmax by power iteration on H + shift·I, which makes the largest eigenvalue also the one of largest magnitude.
 *
 * @param {Problem} problem
 * @param {Numbers} w
 * @param {Float64Array} v begins the iteration, and holds the eigenvector after it
 * @param {number} iterations
 * @param {number} shift
 */
function powerIteration(problem, w, v, iterations, shift) {
  const out = new Float64Array(problem.size);
  let value = 0;
  for (let k = 0; k < iterations; k++) {
    problem.hessianVector(w, v, out);
    value = dot(v, out);
    for (let i = 0; i < v.length; i++) out[i] += shift * v[i];
    const norm = Math.sqrt(dot(out, out));
    for (let i = 0; i < v.length; i++) v[i] = out[i] / norm;
  }
  return value;
}

/** Small instances of every kind. */
const instances = losses.flatMap((loss) =>
  activations.flatMap((activation) =>
    [[], [1], [5], [3, 1], [4, 6, 5], [2, 3, 2, 3]].flatMap((hidden) => [
      network({ loss, activation, hidden, points: 20, noise: 0.3 }),
      network({ loss, activation, hidden, points: 20, noise: 0.3, data: 'blobs', flips: 0.2, testPoints: 0 }),
    ]),
  ),
);

/** @param {Problem} problem */
const label = ({ options }) =>
  `${options.data} ${options.loss} ${options.activation} [${options.hidden}] ${options.points}`;

test('golden: loss, gradient, product and the whole spectrum agree with PyTorch', () => {
  const { cases } = JSON.parse(readFileSync(new URL('golden/network.json', import.meta.url), 'utf8'));
  assert.equal(cases.length, 3);
  for (const { sizes, activation, x, y, w, loss, grad, v, hvp, eigenvalues: spectrum, trace } of cases) {
    const hidden = sizes.slice(1, -1);
    const problem = network({ data: { x, y }, hidden, activation, loss: 'crossEntropy' });
    const name = `${sizes} ${activation}`;
    assert.equal(problem.size, w.length);
    const exact = gradientAt(problem, w);
    close([exact.loss, problem.loss(w)], [loss, loss], 1e-9, `${name} loss`);
    close(exact.g, grad, 1e-9, `${name} gradient`);
    close(product(problem, w, v), hvp, 1e-9, `${name} H·v`);
    const hessian = denseHessian(problem, w);
    close(eigenvalues(hessian), spectrum, 1e-9, `${name} eigenvalues`);
    close([hessian.reduce((sum, row, i) => sum + row[i], 0)], [trace], 1e-9, `${name} trace`);
  }
});

test('sizes: the documented networks have 337 and 354 parameters', () => {
  assert.equal(network().size, 337);
  assert.deepEqual([network().options.loss, network().options.activation], ['mse', 'tanh']);
  assert.equal(network({ loss: 'crossEntropy' }).size, 354);
  assert.equal(network({ hidden: [] }).size, 3);
  assert.equal(network({ hidden: [], data: 'blobs' }).size, 9);
  assert.equal(network({ hidden: [128, 128, 128, 128] }).size, 3 * 128 + 3 * 129 * 128 + 129);
  const problem = network({ data: { x: [[1, 2, 3]], y: [4] }, hidden: [2] });
  assert.deepEqual([problem.size, problem.data.inputs, problem.data.outputs, problem.data.classes], [11, 3, 1, 0]);
});

test('w is, layer by layer, the weights [out][in] and then the biases', () => {
  const problem = network({ data: { x: [[0.5, -2]], y: [1] }, hidden: [2] });
  const w = [0.1, 0.2, 0.3, -0.4, 0.05, -0.06, 1.5, -0.7, 0.25];
  const first = Math.tanh(0.1 * 0.5 + 0.2 * -2 + 0.05);
  const second = Math.tanh(0.3 * 0.5 - 0.4 * -2 - 0.06);
  const output = 1.5 * first - 0.7 * second + 0.25;
  close(predict(problem, w, [0.5, -2]), [output], 1e-15, 'output');
  close([problem.loss(w)], [(output - 1) ** 2 / 2], 1e-15, 'loss');
  close([gradientAt(problem, w).g[8]], [output - 1], 1e-15, 'bias of the output');
  close([gradientAt(problem, w).g[7]], [(output - 1) * second], 1e-15, 'weight of the second unit');
});

test('losses and outputs agree with a plain implementation, within chunks and across', () => {
  for (const points of [4, 127, 128, 129, 300]) {
    for (const activation of activations) {
      for (const loss of losses) {
        const problem = network({ data: 'blobs', hidden: [5, 3], points, activation, loss, testPoints: 150 });
        const w = normals(problem.size, 3);
        const model = plainNetwork(activation, [2, 5, 3, 3], w);
        const mean = (/** @type {any} */ x, /** @type {any} */ y) =>
          x.reduce((/** @type {number} */ sum, /** @type {number[]} */ row, /** @type {number} */ p) => {
            const f = model(row);
            if (loss === 'mse') return sum + f.reduce((s, z, k) => s + (z - (k === y[p] ? 1 : -1)) ** 2 / 2, 0);
            return sum + Math.log(f.reduce((s, z) => s + Math.exp(z), 0)) - f[y[p]];
          }, 0) / x.length;
        const { x, y, testX, testY } = problem.data;
        close([problem.loss(w)], [mean(x, y)], 1e-13, `${label(problem)} loss`);
        assert.equal(gradientAt(problem, w).loss, problem.loss(w));
        const scores = problem.evaluate(w);
        assert.equal(scores.trainLoss, problem.loss(w));
        close([scores.testLoss], [mean(testX, testY)], 1e-13, `${label(problem)} test loss`);
        const best = (/** @type {number[]} */ f) => f.indexOf(Math.max(...f));
        const right = testX.filter((row, p) => best(model([...row])) === testY[p]).length;
        assert.equal(scores.testAccuracy, right / 150);
        close(
          predict(problem, w, x.flat()),
          x.flatMap((row) => model([...row])),
          1e-13,
          `${label(problem)} outputs`,
        );
        assert.deepEqual(predict(problem, w, x[3]), predict(problem, w, x.flat()).slice(9, 12), 'one or many');
      }
    }
  }
});

test('gradients and products agree with central differences: every activation, loss and depth', () => {
  for (const problem of instances) {
    for (const w of [normals(problem.size, 8, 0.7), Float64Array.from(problem.start, (x) => 1.5 * x + 0.1)]) {
      const gradient = checkGradient(problem, w);
      assert.ok(gradient.error < 5e-9, `${label(problem)}: ${JSON.stringify(gradient)}`);
      const hessian = checkHessian(problem, w);
      assert.ok(hessian.error < 5e-9, `${label(problem)}: ${JSON.stringify(hessian)}`);
    }
  }
  const many = network({ points: 300, hidden: [4, 3], loss: 'crossEntropy' });
  const w = normals(many.size, 2);
  assert.ok(checkGradient(many, w).error < 5e-9 && checkHessian(many, w).error < 5e-9, 'several chunks');
  const targets = {
    x: [
      [0.5, 1, -1],
      [2, 0, 1],
      [-1, 0.3, 0],
    ],
    y: [0.25, -10, 7],
  };
  const regression = network({ data: targets, hidden: [4] });
  const at = normals(regression.size, 2);
  assert.ok(checkGradient(regression, at).error < 1e-8 && checkHessian(regression, at).error < 1e-8, 'real targets');
});

test('the product is linear, its matrix symmetric', () => {
  for (const problem of instances) {
    const [w, u, v] = [1, 2, 3].map((seed) => normals(problem.size, seed));
    const [hu, hv] = [product(problem, w, u), product(problem, w, v)];
    const scale = 1 + Math.sqrt(dot(hu, hu) * dot(v, v));
    assert.ok(Math.abs(dot(hu, v) - dot(hv, u)) < 1e-13 * scale, `${label(problem)} symmetry`);
    const combined = product(
      problem,
      w,
      u.map((x, i) => 2 * x - 3 * v[i]),
    );
    combined.forEach((x, i) => {
      assert.ok(Math.abs(x - (2 * hu[i] - 3 * hv[i])) < 1e-13 * scale, `${label(problem)} linearity`);
    });
    assert.ok(product(problem, w, new Float64Array(problem.size)).every((x) => x === 0));
  }
});

test('what was computed before leaves no trace: any order of calls gives the same bits', () => {
  for (const options of [
    {},
    { points: 200 },
    { batch: 7 },
    { loss: losses[1], data: /** @type {const} */ ('blobs') },
  ]) {
    const given = { hidden: [6, 5], ...options };
    const fresh = () => network(given);
    const used = fresh();
    const [w, other, v] = [1, 2, 3].map((seed) => normals(used.size, seed));
    const same = (/** @type {(problem: Network) => unknown} */ ask, /** @type {string} */ what) =>
      assert.deepEqual(ask(used), ask(fresh()), `${what} ${JSON.stringify(options)}`);
    const questions = [
      (/** @type {Network} */ problem) => problem.loss(w),
      (/** @type {Network} */ problem) => gradientAt(problem, w),
      (/** @type {Network} */ problem) => product(problem, w, v),
      (/** @type {Network} */ problem) => product(problem, w, other),
      (/** @type {Network} */ problem) => problem.evaluate(w),
      (/** @type {Network} */ problem) => predict(problem, w, [0.3, -0.4]),
      (/** @type {Network} */ problem) => predict(problem, w, [1, 1]),
      (/** @type {Network} */ problem) => gradientAt(problem, other),
    ];
    for (const [a, first] of questions.entries()) {
      for (const [b, second] of questions.entries()) {
        first(used);
        same(second, `${b} after ${a}`);
      }
    }
    // The same vector, changed in place.
    const moving = w.slice();
    product(used, moving, v);
    moving[5] += 1e-9;
    same((problem) => product(problem, moving, v), 'moved');
  }
});

test('ReLU: slope and second derivative are 0 at 0', () => {
  const problem = network({ activation: 'relu', hidden: [3], data: { x: [[1, 1]], y: [1] } });
  const w = new Float64Array(problem.size);
  w.fill(1, 9, 12);
  const { g, loss } = gradientAt(problem, w);
  assert.equal(loss, 0.5);
  assert.deepEqual([...g.subarray(0, 12)].map(Math.abs), new Array(12).fill(0));
  assert.equal(g[12], -1);
  const direction = normals(problem.size, 4);
  const hv = product(problem, w, direction);
  assert.deepEqual(Array.from(hv, Math.abs), [...new Array(12).fill(0), Math.abs(direction[12])]);
});

test('cross-entropy: huge outputs neither overflow nor lose their digits', () => {
  const problem = network({ data: { x: [[1], [-1]], y: [0, 1] }, hidden: [], loss: 'crossEntropy' });
  for (const [size, wrong] of [
    [1e3, false],
    [1e3, true],
    [1e150, true],
    [1e300, false],
    [4e307, true],
  ]) {
    const z = Number(size) * (wrong ? -1 : 1);
    // f = (z·x, −z·x): both points right by 2z, or wrong by as much.
    const w = [z, -z, 0, 0];
    const { loss, g } = gradientAt(problem, w);
    assert.equal(loss, wrong ? 2 * Number(size) : 0, `loss at ${z}`);
    assert.deepEqual(Array.from(g, Math.abs), wrong ? [1, 1, 0, 0] : [0, 0, 0, 0], `gradient at ${z}`);
    assert.deepEqual(Array.from(product(problem, w, [1, 2, 3, 4]), Math.abs), [0, 0, 0, 0]);
  }
  // Log-sum-exp of equal outputs, far out: the digits of log 2 survive.
  close([problem.loss([0, 0, 700, 700]), problem.loss([0, 0, -1e4, -1e4])], [Math.LN2, Math.LN2], 1e-15, 'log 2');
  assert.ok(checkGradient(problem, [20, -15, 3, 1]).error < 1e-9);
});

test('NaN and infinity: no throw, no accuracy', () => {
  for (const loss of losses) {
    for (const activation of activations) {
      const problem = network({ loss, activation, hidden: [3], points: 10 });
      for (let i = 0; i < problem.size; i++) {
        const w = Float64Array.from(problem.start);
        w[i] = NaN;
        const { loss: value, g } = gradientAt(problem, w);
        assert.ok(Number.isNaN(value) && Number.isNaN(problem.loss(w)) && g.some(Number.isNaN), `${activation} ${i}`);
        const scores = problem.evaluate(w);
        assert.ok(Object.values(scores).every(Number.isNaN), JSON.stringify(scores));
        w[i] = Infinity;
        gradientAt(problem, w);
        product(problem, w, problem.start);
      }
    }
  }
});

test('mini-batches: a function of seed and step alone, without replacement', () => {
  const options = { points: 30, hidden: [4], batch: 8, seed: 6 };
  const [problem, other] = [network(options), network(options)];
  const w = problem.start;
  const at = (/** @type {Problem} */ one, /** @type {number | null} */ t) => {
    one.batch?.(t);
    return gradientAt(one, w);
  };
  const first = gradientAt(problem, w);
  const forward = [0, 1, 2, 3].map((t) => at(problem, t));
  assert.deepEqual(forward[0], first, 'before any call it is that of step 0');
  assert.deepEqual([3, 2, 1, 0].map((t) => at(other, t)).reverse(), forward, 'any order');
  assert.equal(new Set(forward.map(({ loss }) => loss)).size, 4, 'the steps differ');
  assert.notDeepEqual(at(network({ ...options, seed: 7 }), 0).g, first.g, 'the seeds differ');

  // The batch of step t is the whole of a network that is given the points the generator chooses.
  const { x, y } = problem.data;
  const order = new Int32Array(30);
  for (const t of [0, 5, 1e6, Number.MAX_SAFE_INTEGER]) {
    chooseDistinct(order, 8, random(6, t));
    const chosen = Array.from(order.subarray(0, 8));
    assert.equal(new Set(chosen).size, 8);
    const own = { x: chosen.map((i) => [...x[i]]), y: chosen.map((i) => 2 * y[i] - 1) };
    assert.deepEqual(at(problem, t), gradientAt(network({ data: own, hidden: [4] }), w), `step ${t}`);
  }
});

test('mini-batches: null is everything; loss, product and scores always are; means of parts are the whole', () => {
  const full = network({ points: 30, hidden: [4] });
  const problem = network({ points: 30, hidden: [4], batch: 8 });
  const [w, v] = [normals(full.size, 1), normals(full.size, 2)];
  const whole = gradientAt(full, w);
  assert.equal(full.batch, undefined);
  for (const t of [0, 1, 2]) {
    problem.batch?.(t);
    assert.notDeepEqual(gradientAt(problem, w).g, whole.g);
    assert.equal(problem.loss(w), full.loss(w));
    assert.deepEqual(product(problem, w, v), product(full, w, v));
    assert.deepEqual(problem.evaluate(w), full.evaluate(w));
    assert.ok(checkGradient(problem, w).error < 1e-9, 'the loss that comes with a gradient is of the same sample');
  }
  problem.batch?.(null);
  assert.deepEqual(gradientAt(problem, w), whole);
  for (const batch of [0, 30, 31, 5000]) assert.equal(network({ points: 30, batch }).batch, undefined, `${batch}`);

  // Batches of one: every gradient is a single point's, all points come, and the mean of the points is the whole.
  const { x, y } = full.data;
  const singles = x.map((row, i) => {
    const point = network({ data: { x: [[...row]], y: [2 * y[i] - 1] }, hidden: [4] });
    return gradientAt(point, w);
  });
  close(
    Float64Array.from(whole.g, (_, i) => singles.reduce((sum, { g }) => sum + g[i] / 30, 0)),
    whole.g,
    1e-14,
    'mean',
  );
  const one = network({ points: 30, hidden: [4], batch: 1 });
  const seen = new Set();
  for (let t = 0; t < 300; t++) {
    one.batch?.(t);
    const { g, loss } = gradientAt(one, w);
    const index = singles.findIndex((single) => single.loss === loss);
    assert.deepEqual(g, singles[index].g);
    seen.add(index);
  }
  assert.equal(seen.size, 30);
  // Any two parts, weighted by their points.
  const part = (/** @type {number} */ from, /** @type {number} */ to) => {
    const own = { x: x.slice(from, to).map((row) => [...row]), y: y.slice(from, to).map((label) => 2 * label - 1) };
    return gradientAt(network({ data: own, hidden: [4] }), w).g;
  };
  const [a, b] = [part(0, 11), part(11, 30)];
  close(
    a.map((each, i) => (11 * each + 19 * b[i]) / 30),
    whole.g,
    1e-14,
    'two parts',
  );

  for (const t of [-1, 0.5, NaN, Infinity, '1', undefined]) {
    assert.throws(() => untyped(problem).batch(t), /^(Type|Range)Error: network: step/);
  }
});

test('seeds: data and start depend on it, and are what they were', () => {
  const [a, b, c] = [network(), network({ seed: 1 }), network({ seed: 2 })];
  assert.deepEqual([a.start, a.data], [b.start, b.data]);
  assert.notDeepEqual(a.start, c.start);
  assert.notDeepEqual(a.data.x, c.data.x);
  close(a.start.slice(0, 3), [0.4026102040008682, -0.6291281177062943, -0.42164361794126476], 1e-14, 'start');
  close(
    a.data.x.slice(0, 2).flat(),
    [0.8507512803118144, -0.2037723905061447, 0.11732827294563339, 0.2975221201711252],
    1e-14,
    'x',
  );
  close(a.data.testX[0], [1.2152076084378005, 0.10234215842253212], 1e-14, 'testX');
  assert.deepEqual(a.data.y.slice(0, 4), [0, 1, 0, 1]);
  close([a.loss(a.start)], [1.1982173390112123], 1e-14, 'loss');
  // A stream for each: one thing changed leaves the others alone.
  assert.deepEqual(network({ hidden: [3], flips: 0.3, testPoints: 5, batch: 3 }).data.x, a.data.x);
  assert.deepEqual(network({ points: 40, noise: 0.5, flips: 0.1, data: 'rings' }).start, a.start);
});

test('start: weights of deviation 1/√inputs, biases 0', () => {
  const problem = network({ hidden: [128, 64], seed: 3 });
  const layer = (/** @type {number} */ from, /** @type {number} */ to) => problem.start.slice(from, to);
  const deviation = (/** @type {readonly number[]} */ values) => Math.sqrt(dot(values, values) / values.length);
  const second = layer(384, 384 + 128 * 64);
  // Five standard errors each.
  close([deviation(layer(0, 256)) * Math.SQRT2], [1], 5 / Math.sqrt(2 * 256), 'first layer');
  close([deviation(second) * Math.sqrt(128)], [1], 5 / Math.sqrt(2 * second.length), 'second layer');
  assert.ok(layer(256, 384).every((x) => x === 0) && layer(384 + 128 * 64, 384 + 129 * 64).every((x) => x === 0));
  assert.equal(problem.start[problem.size - 1], 0);
});

test('accuracies that can be counted by hand', () => {
  const x = [
    [2, 0],
    [0, 3],
    [-1, -1],
    [1, 2],
  ];
  const problem = network({ data: { x, y: [0, 1, 2, 0] }, hidden: [], loss: 'crossEntropy' });
  // f = (x₀, x₁, ½): the largest are 0, 1, 2 and 1.
  const w = [1, 0, 0, 1, 0, 0, 0, 0, 0.5];
  const scores = problem.evaluate(w);
  assert.equal(scores.trainAccuracy, 0.75);
  assert.ok(Number.isNaN(scores.testLoss) && Number.isNaN(scores.testAccuracy), 'no test set');
  assert.equal(scores.trainLoss, problem.loss(w));
  assert.deepEqual([...predict(problem, w, [7, -8])], [7, -8, 0.5]);

  // One output: its sign; 0 counts as class 0.
  const moons = network({ hidden: [], noise: 0, points: 10, testPoints: 4 });
  assert.equal(moons.evaluate([0, 0, 0]).trainAccuracy, 0.5);
  assert.equal(moons.evaluate([0, 0, 1]).testAccuracy, 0.5);
  // Without noise x₁ = ¼ cuts off the ends of both half circles: 2 of 5 points each.
  assert.equal(moons.evaluate([0, -1, 0.25]).trainAccuracy, 0.6);
  assert.equal(moons.evaluate([0, -1, 0.25]).testAccuracy, 0);
  close([moons.evaluate([0, 0, 3]).testLoss], [(0.5 * 2 ** 2 + 0.5 * 4 ** 2) / 2], 1e-15, 'mean of ½(f − y)²');

  const regression = network({ data: { x: [[1], [2]], y: [3, 5] }, hidden: [] });
  assert.deepEqual(regression.evaluate([2, 1]), {
    trainLoss: 0,
    trainAccuracy: NaN,
    testLoss: NaN,
    testAccuracy: NaN,
  });
});

test('flips: counted exactly, in the training set alone, the loss sees them', () => {
  const clean = network({ data: 'blobs', points: 50 });
  for (const flips of [0.01, 0.3, 0.5]) {
    const { data, loss } = network({ data: 'blobs', points: 50, flips });
    assert.equal(data.flipped.length, Math.round(flips * 50));
    const changed = data.y.flatMap((y, i) => (y === clean.data.y[i] ? [] : [i]));
    assert.deepEqual(data.flipped, changed);
    assert.deepEqual(data.testY, clean.data.testY);
    assert.notEqual(loss(clean.start), clean.loss(clean.start));
  }
  const own = { x: [[1], [2], [3], [4]], y: [0, 0, 1, 1] };
  const { data } = network({ data: own, loss: 'crossEntropy', flips: 0.5 });
  assert.equal(data.y.filter((y, i) => y !== own.y[i]).length, 2);
  assert.deepEqual(own.y, [0, 0, 1, 1], "the caller's labels are left alone");
});

test('data: frozen, a copy, with a window on the input plane', () => {
  const own = {
    x: [
      [0, 1],
      [10, 3],
    ],
    y: [1, 2],
  };
  const problem = network({ data: own, hidden: [2] });
  own.x[0][0] = 99;
  own.y.push(1);
  const { x, y, inputDomain } = problem.data;
  assert.deepEqual(
    [x, y],
    [
      [
        [0, 1],
        [10, 3],
      ],
      [1, 2],
    ],
  );
  assert.deepEqual(inputDomain, [
    [-1, 11],
    [0.8, 3.2],
  ]);
  assert.equal(network({ data: { x: [[1], [2]], y: [1, 2] } }).data.inputDomain, undefined);
  for (const part of [problem.data, x, x[0], y, problem.options.data, problem.options.hidden, inputDomain]) {
    assert.ok(Object.isFrozen(part));
  }
  assert.ok(!Object.isFrozen(own) && !Object.isFrozen(own.x[1]));
  const hidden = [3];
  const other = network({ hidden });
  hidden[0] = 7;
  assert.deepEqual(other.options.hidden, [3]);
  for (const [low, high] of network().data.inputDomain ?? []) assert.ok(low < -0.9 && high > 0.9);
});

test('bad options are named', () => {
  const x = [
    [0, 0],
    [1, 1],
  ];
  const y = [0, 1];
  const holes = new Array(3);
  /** @type {[any, RegExp][]} */
  const cases = [
    [{ data: 'moon' }, /^RangeError: network: data must be one of moons, rings, spirals, blobs, xor or .*not "moon"/],
    [{ data: 3 }, /^TypeError: network: data must be one of/],
    [{ data: [x, y] }, /^TypeError: network: data must be one of/],
    [{ data: new Map() }, /^TypeError: network: data must be a plain object/],
    [{ data: { x, y, z: 1 } }, /^TypeError: network: data has no option "z"; it takes x, y/],
    [{ data: { x } }, /^TypeError: network: data\.y must be an array, not undefined/],
    [{ data: { x: 'no', y } }, /^TypeError: network: data\.x must be an array, not "no"/],
    [{ data: { x: [], y: [] } }, /^RangeError: network: data\.x must have 1 to 5000 entries, not 0/],
    [
      { data: { x: new Array(5001).fill([0]), y } },
      /^RangeError: network: data\.x must have 1 to 5000 entries, not 5001/,
    ],
    [{ data: { x: [[]], y: [0] } }, /^RangeError: network: data\.x\[0\] must have 1 to 64 entries, not 0/],
    [{ data: { x: [new Array(65).fill(0)], y: [0] } }, /^RangeError: network: data\.x\[0\] must have 1 to 64/],
    [{ data: { x: [[1, 2], [3]], y } }, /^RangeError: network: data\.x\[1\] must have 2 to 2 entries, not 1/],
    [{ data: { x: [[1, 2], 3], y } }, /^TypeError: network: data\.x\[1\] must be an array, not 3/],
    [
      {
        data: {
          x: [
            [1, NaN],
            [3, 4],
          ],
          y,
        },
      },
      /^RangeError: network: data\.x\[0\]\[1\] must be a finite number, not NaN/,
    ],
    [
      {
        data: {
          x: [
            [1, 2],
            ['3', 4],
          ],
          y,
        },
      },
      /^TypeError: network: data\.x\[1\]\[0\] must be a finite number, not "3"/,
    ],
    [{ data: { x: [holes], y: [0] } }, /^TypeError: network: data\.x\[0\]\[0\] must be a finite number, not undefined/],
    [{ data: { x, y: [0] } }, /^RangeError: network: data\.y must have 2 to 2 entries, not 1/],
    [{ data: { x, y: [0, Infinity] } }, /^RangeError: network: data\.y\[1\] must be a finite number, not Infinity/],
    [{ data: { x, y: [0, 0.5] }, loss: 'crossEntropy' }, /^RangeError: network: data\.y\[1\] must be a whole number/],
    [{ data: { x, y: [0, -1] }, loss: 'crossEntropy' }, /^RangeError: network: data\.y\[1\] must be a whole number/],
    [{ data: { x, y: [64, 1] }, loss: 'crossEntropy' }, /^RangeError: network: data\.y\[0\] must be a whole number/],
    [{ data: { x, y }, flips: 0.1 }, /^RangeError: network: flips must be 0 where data\.y are real targets/],
    [{ hidden: 16 }, /^TypeError: network: hidden must be an array, not 16/],
    [{ hidden: [1, 2, 3, 4, 5] }, /^RangeError: network: hidden must have 0 to 4 entries, not 5/],
    [{ hidden: [16, 0] }, /^RangeError: network: hidden\[1\] must be a whole number from 1 to 128, not 0/],
    [{ hidden: [129] }, /^RangeError: network: hidden\[0\]/],
    [{ hidden: [2.5] }, /^RangeError: network: hidden\[0\]/],
    [{ hidden: ['16'] }, /^TypeError: network: hidden\[0\]/],
    [{ activation: 'sigmoid' }, /^RangeError: network: activation must be one of tanh, softplus, relu, not "sigmoid"/],
    [{ loss: 'mae' }, /^RangeError: network: loss must be one of mse, crossEntropy, not "mae"/],
    [{ points: 3 }, /^RangeError: network: points/],
    [{ points: 5001 }, /^RangeError: network: points/],
    [{ noise: -0.1 }, /^RangeError: network: noise/],
    [{ flips: 0.6 }, /^RangeError: network: flips/],
    [{ testPoints: 0.5 }, /^RangeError: network: testPoints/],
    [{ batch: -1 }, /^RangeError: network: batch/],
    [{ batch: 5001 }, /^RangeError: network: batch/],
    [
      { width: 3 },
      /^TypeError: network has no option "width"; it takes data, points, noise, flips, testPoints, hidden/,
    ],
  ];
  for (const [options, message] of cases) {
    const shown = JSON.stringify(options).slice(0, 80);
    assert.throws(
      () => network(options),
      (e) => message.test(String(e)) || assert.fail(`${shown}: ${e}`),
      shown,
    );
  }
  assert.throws(
    () => network({ data: { x: untyped(Object.create(null)), y } }),
    /data\.x must be an array, not an obj/,
  );
});

test('the edge of stability: gradient descent takes λmax to 2/η and holds it there', () => {
  const lr = 0.2;
  const problem = network({
    ...{ data: 'moons', points: 100, noise: 0.15, hidden: [16, 16], activation: 'tanh', loss: 'mse', seed: 1 },
  });
  const w = Float64Array.from(problem.start);
  const g = new Float64Array(problem.size);
  const v = normals(problem.size, 1);
  const sharpness = [];
  for (let step = 0; step <= 1400; step++) {
    if (step % 50 === 0) sharpness.push(powerIteration(problem, w, v, 150, 2));
    problem.gradient(w, g);
    for (let i = 0; i < w.length; i++) w[i] -= lr * g[i];
  }
  const late = sharpness.slice(8);
  assert.equal(late.length, 21);
  const mean = late.reduce((sum, value) => sum + value) / late.length;
  close([mean], [2 / lr], 0.08, `mean of ${sharpness.map((value) => value.toFixed(2))}`);
  assert.ok(sharpness[1] < 0.7 * (2 / lr), `it comes from below: ${sharpness[1]}`);
});
