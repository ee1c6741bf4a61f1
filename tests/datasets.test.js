import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseDistinct,
  drawData,
  drawPoints,
  flipLabels,
  inputDomain,
  shapeIds,
  streams,
} from '../web/problems/datasets.js';
import { factorization, linear, logistic, random } from '../web/problems/index.js';

/**
 * @typedef {import('../web/problems/problem.js').Problem} Problem
 * @typedef {ArrayLike<number>} Numbers
 */

/** @param {number} actual @param {number} expected @param {number} tolerance @param {string} what */
function close(actual, expected, tolerance, what) {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(error <= tolerance, `${what}: ${actual} is not ${expected} to ${tolerance} (${error})`);
}

/** @param {Problem} problem @param {Numbers} w @param {Numbers} v */
function product(problem, w, v) {
  const out = new Float64Array(problem.size).fill(NaN);
  problem.hessianVector(w, v, out);
  return out;
}

/** @param {Problem} problem @param {Numbers} w */
function gradientOf(problem, w) {
  const g = new Float64Array(problem.size).fill(NaN);
  problem.gradient(w, g);
  return g;
}

/** The eigenvalue of largest magnitude. @param {Problem} problem @param {Numbers} w */
function powerIteration(problem, w, iterations = 3000) {
  const rng = random(1);
  let v = Float64Array.from({ length: problem.size }, () => rng.normal());
  let norm = 0;
  for (let k = 0; k < iterations; k++) {
    const length = Math.hypot(...v);
    v = product(
      problem,
      w,
      v.map((x) => x / length),
    );
    norm = Math.hypot(...v);
  }
  return norm;
}

const plain = { points: 101, noise: 0, flips: 0, testPoints: 0, seed: 1 };

test('moons: two interleaving half circles, evenly spaced, as make_moons has them', () => {
  const { x, y } = drawData('moons', plain);
  x.forEach(([a, b], i) => {
    if (y[i] === 0) {
      close(Math.hypot(a, b), 1, 1e-15, 'upper');
      assert.ok(b >= 0);
    } else {
      close(Math.hypot(a - 1, b - 0.5), 1, 1e-15, 'lower');
      assert.ok(b <= 0.5);
    }
  });
  // sklearn.datasets.make_moons(6, shuffle=False)
  const three = drawData('moons', { ...plain, points: 6 }).x;
  [1, 0, 0, 0.5, 0, 1, 1, -0.5, -1, 0, 2, 0.5].forEach((value, i) => close(three.flat()[i], value, 1e-15, `${i}`));
});

test('rings, spirals, blobs and xor are what they are called', () => {
  const rings = drawData('rings', plain);
  rings.x.forEach(([a, b], i) => close(Math.hypot(a, b), rings.y[i] === 0 ? 1 : 0.5, 1e-15, 'radius'));
  for (const axis of [0, 1]) {
    const sum = drawData('rings', { ...plain, points: 40 }).x.reduce((total, row) => total + row[axis], 0);
    close(sum, 0, 1e-13, 'all the way round');
  }

  const spirals = drawData('spirals', plain);
  spirals.x.forEach(([a, b], i) => {
    const radius = Math.hypot(a, b);
    assert.ok(radius > 0 && radius < 2);
    const angle = Math.PI * (1.5 * radius + spirals.y[i]);
    close(a, radius * Math.cos(angle), 1e-14, 'arm');
    close(b, radius * Math.sin(angle), 1e-14, 'arm');
  });

  const blobs = drawData('blobs', plain);
  const corners = [
    [0, 1],
    [-Math.sqrt(0.75), -0.5],
    [Math.sqrt(0.75), -0.5],
  ];
  blobs.x.forEach(([a, b], i) => {
    close(a, corners[blobs.y[i]][0], 1e-15, 'corner');
    close(b, corners[blobs.y[i]][1], 1e-15, 'corner');
  });

  const xor = drawData('xor', plain);
  const quadrants = new Set();
  xor.x.forEach(([a, b], i) => {
    assert.equal(a * b > 0, xor.y[i] === 0);
    assert.ok(Math.abs(a) <= 1 && Math.abs(b) <= 1);
    quadrants.add(`${a > 0} ${b > 0}`);
  });
  assert.equal(quadrants.size, 4);
});

test('classes are balanced, to the point', () => {
  for (const id of shapeIds) {
    for (const points of [4, 99, 100, 101]) {
      const { y, classes, x } = drawData(id, { ...plain, points, noise: 0.1 });
      const counts = Array.from({ length: classes }, (_, k) => y.filter((label) => label === k).length);
      assert.equal(x.length, points);
      assert.ok(Math.max(...counts) - Math.min(...counts) === (points % classes ? 1 : 0), `${id}: ${counts}`);
    }
  }
});

test('noise is Gaussian, of the stated deviation in both coordinates', () => {
  for (const noise of [0.15, 2]) {
    const { x } = drawData('blobs', { ...plain, points: 5000, noise, classes: 1 });
    const values = [x.map((row) => row[0] / noise), x.map((row) => (row[1] - 1) / noise)];
    for (const sample of values) {
      const moment = (/** @type {number} */ k) => sample.reduce((sum, value) => sum + value ** k, 0) / 5000;
      // Five standard errors: the moments' variances are 1, 2 and 96.
      const five = 5 / Math.sqrt(5000);
      assert.ok(Math.abs(moment(1)) < five && Math.abs(moment(2) - 1) < Math.SQRT2 * five);
      assert.ok(Math.abs(moment(4) - 3) < Math.sqrt(96) * five);
    }
    const covariance = values[0].reduce((sum, value, i) => sum + value * values[1][i], 0) / 5000;
    assert.ok(Math.abs(covariance) < 5 / Math.sqrt(5000));
  }
});

test('one seed, one data set; each part has a stream of its own', () => {
  const settings = { points: 50, noise: 0.2, flips: 0.2, testPoints: 50, seed: 3 };
  for (const id of shapeIds) {
    const data = drawData(id, settings);
    assert.deepEqual(drawData(id, settings), data);
    assert.notDeepEqual(drawData(id, { ...settings, seed: 4 }).x, data.x);
    assert.notDeepEqual(data.testX, data.x, 'test points are not the training points');
    const other = drawData(id, { ...settings, testPoints: 7, flips: 0 });
    assert.deepEqual(other.x, data.x);
    assert.deepEqual(drawData(id, { ...settings, points: 9 }).testX, data.testX);
    assert.deepEqual(drawPoints(id, settings, random(3, streams.test)).x, data.testX);
  }
  assert.equal(new Set(Object.values(streams)).size, 4);
  assert.ok(
    Object.values(streams).every((stream) => stream > 2 ** 52),
    'far from the steps of mini-batches',
  );
});

test('flips: exactly the share of the training labels, to every other class alike, never in the test set', () => {
  for (const id of shapeIds) {
    for (const flips of [0, 0.004, 0.005, 0.1, 0.3, 0.333, 0.5, 1]) {
      const data = drawData(id, { points: 100, noise: 0.1, flips, testPoints: 100, seed: 2 });
      const changed = data.y.flatMap((label, i) => (label === i % data.classes ? [] : [i]));
      assert.equal(changed.length, Math.round(100 * flips), `${id} ${flips}`);
      assert.deepEqual(data.flipped, changed);
      assert.ok(data.y.every((label) => Number.isInteger(label) && label >= 0 && label < data.classes));
      assert.ok(data.testY.every((label, i) => label === i % data.classes));
    }
  }
  const y = new Array(8000).fill(1);
  flipLabels(y, 5, 1, random(1));
  for (const label of [0, 2, 3, 4]) {
    const count = y.filter((each) => each === label).length;
    assert.ok(Math.abs(count - 2000) < 5 * Math.sqrt(1500), `${label}: ${count}`);
  }
});

test('chooseDistinct: distinct, each number as likely, whatever was there before', () => {
  const rng = random(11);
  const counts = new Array(10).fill(0);
  const pairs = new Map();
  for (let round = 0; round < 9000; round++) {
    const order = new Int32Array(10).fill(round % 3);
    chooseDistinct(order, 2, rng);
    assert.deepEqual(Array.from(order).sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    counts[order[0]]++;
    const pair = `${order[0]} ${order[1]}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  for (const count of counts) assert.ok(Math.abs(count - 900) < 5 * Math.sqrt(810), `${counts}`);
  assert.equal(pairs.size, 90);
  for (const count of pairs.values()) assert.ok(Math.abs(count - 100) < 50, `${count}`);
  const all = new Int32Array(5);
  chooseDistinct(all, 5, random(2));
  assert.deepEqual(Array.from(all).sort(), [0, 1, 2, 3, 4]);
  const none = Int32Array.of(9, 9);
  chooseDistinct(none, 0, random(2));
  assert.deepEqual(none, Int32Array.of(0, 1));
});

test('inputDomain: a tenth around, something where nothing spreads, none outside the plane', () => {
  assert.deepEqual(
    inputDomain([
      [0, 5],
      [10, 5],
    ]),
    [
      [-1, 11],
      [4, 6],
    ],
  );
  assert.equal(inputDomain([[1], [2]]), undefined);
  assert.equal(inputDomain([[1, 2, 3]]), undefined);
});

test("linear: the covariance of the inputs has exactly the eigenvalues asked for, the bias's is 1", () => {
  for (const { features, condition, points } of [
    { features: 1, condition: 4, points: 50 },
    { features: 3, condition: 100, points: 4 },
    { features: 5, condition: 1e6, points: 20 },
    { features: 49, condition: 10, points: 50 },
  ]) {
    const problem = linear({ features, condition, points, seed: 4 });
    const rows = Array.from({ length: features + 1 }, (_, i) => {
      const unit = new Float64Array(features + 1);
      unit[i] = 1;
      return product(problem, problem.start, unit);
    });
    // The bias stands alone.
    rows[features].forEach((x, i) => close(x, i === features ? 1 : 0, 1e-13, 'bias'));
    // Power sums determine a spectrum; the first two are enough to tell these apart.
    const expected = Array.from({ length: features }, (_, i) => condition ** (features === 1 ? 1 : i / (features - 1)));
    const trace = rows.reduce((sum, row, i) => sum + row[i], -1);
    const squares = rows.reduce((sum, row) => sum + row.reduce((s, x) => s + x * x, 0), -1);
    close(trace / expected.reduce((sum, x) => sum + x), 1, 1e-12, 'trace');
    close(squares / expected.reduce((sum, x) => sum + x * x, 0), 1, 1e-12, 'squares');
    close(powerIteration(problem, problem.start) / condition, 1, 1e-9, 'largest');
    const shifted = {
      ...problem,
      hessianVector: (/** @type {any} */ w, /** @type {any} */ v, /** @type {any} */ out) => {
        problem.hessianVector(w, v, out);
        for (let i = 0; i < v.length; i++) out[i] = condition * v[i] - out[i];
      },
    };
    if (condition <= 100) close(condition - powerIteration(shifted, problem.start), 1, 1e-8, 'smallest');
  }
});

test('linear: the minimum is the least-squares line, of the mean residual 0', () => {
  const problem = linear({ points: 200, noise: 0.5, seed: 7 });
  const { x = [], y = [] } = problem.data ?? {};
  const [{ w, loss }] = problem.minima;
  const mean = (/** @type {readonly number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / 200;
  const inputs = x.map((row) => row[0]);
  const slope =
    mean(inputs.map((value, i) => (value - mean(inputs)) * (y[i] - mean(y)))) /
    mean(inputs.map((value) => (value - mean(inputs)) ** 2));
  close(w[0], slope, 1e-13, 'slope');
  close(w[1], mean(y) - slope * mean(inputs), 1e-13, 'bias');
  close(loss, mean(inputs.map((value, i) => (w[0] * value + w[1] - y[i]) ** 2)) / 2, 1e-13, 'loss');
  close(loss, 0.125, 0.05, 'half the variance of the noise');
  const out = new Float64Array(2).fill(NaN);
  problem.predict?.(w, [0.5, -2], out);
  close(out[0], w[0] * 0.5 + w[1], 1e-15, 'predict');
  close(out[1], w[0] * -2 + w[1], 1e-15, 'predict');
  assert.equal(problem.data?.classes, 0);
  assert.equal(problem.evaluate, undefined);
});

test('linear: every corner of the options has its minimum; no noise, no loss', () => {
  for (const seed of [1, 2, 3]) {
    for (const condition of [1, 1e6]) {
      for (const noise of [0, 10]) {
        for (const [features, points] of [
          [1, 2],
          [3, 4],
          [10, 300],
          [49, 50],
        ]) {
          const problem = linear({ seed, condition, noise, features, points });
          const [{ w, loss }] = problem.minima;
          const worst = Math.max(...gradientOf(problem, w).map(Math.abs));
          assert.ok(worst < 1e-13 * Math.sqrt(condition) * (1 + noise) * 50, `slope ${worst}`);
          if (noise === 0 || points === features + 1) close(loss, 0, 1e-15, 'interpolates');
          else assert.ok(loss > 1);
        }
      }
    }
  }
  assert.throws(() => linear({ features: 4, points: 4 }), /^RangeError: linear: points must be more than features/);
});

test('logistic: the formula, and scores that can be counted by hand', () => {
  const problem = logistic({ noise: 0, points: 10, testPoints: 4 });
  const w = [0.3, -1, 0.25];
  const { x = [], y = [] } = problem.data ?? {};
  const mean = x.reduce((sum, [a, b], i) => {
    return sum + Math.log(1 + Math.exp((y[i] === 1 ? -1 : 1) * (0.3 * a - b + 0.25))) / 10;
  }, 0);
  close(problem.loss(w), mean, 1e-15, 'loss');
  assert.equal(problem.loss([0, 0, 0]), Math.LN2);
  // As for the network of no hidden layers: x₁ = ¼ cuts the ends off both half circles.
  const scores = problem.evaluate?.([0, -1, 0.25]);
  assert.deepEqual([scores?.trainAccuracy, scores?.testAccuracy], [0.6, 0]);
  assert.equal(scores?.trainLoss, problem.loss([0, -1, 0.25]));
  assert.equal(problem.evaluate?.([0, 0, 0]).trainAccuracy, 0.5);
  assert.ok(Number.isNaN(problem.evaluate?.([0, NaN, 0]).trainAccuracy));
  const none = logistic({ testPoints: 0 }).evaluate?.(w);
  assert.ok(Number.isNaN(none?.testLoss) && Number.isNaN(none?.testAccuracy));
  const out = new Float64Array(2).fill(NaN);
  problem.predict?.(w, [1, 2, -3, 4], out);
  close(out[0], 0.3 - 2 + 0.25, 1e-15, 'predict');
  close(out[1], -0.9 - 4 + 0.25, 1e-15, 'predict');
  // Far out: linear on the one side, gone on the other, and no overflow.
  for (const scale of [1e3, 1e300]) {
    assert.ok(Number.isFinite(problem.loss([scale, scale, scale])));
    assert.ok(gradientOf(problem, [-scale, scale, 0]).every(Number.isFinite));
    assert.deepEqual([...product(problem, [0, 0, scale], [1, 1, 1])], [0, 0, 0]);
  }
});

test('logistic: a minimum where no line separates the classes, none where one does', () => {
  for (const seed of [1, 2, 3, 4]) {
    for (const data of /** @type {const} */ (['moons', 'rings', 'spirals', 'xor'])) {
      const [minimum] = logistic({ data, seed }).minima;
      assert.ok(Math.max(...gradientOf(logistic({ data, seed }), minimum.w).map(Math.abs)) < 1e-15, data);
    }
    const apart = logistic({ data: 'blobs', seed });
    assert.deepEqual(apart.minima, []);
    assert.equal(apart.data?.classes, 2);
    assert.equal(apart.evaluate?.([0, 1, 0]).trainAccuracy, 0, 'class 1 lies below');
    assert.equal(apart.evaluate?.([0, -1, 0]).trainAccuracy, 1);
    assert.equal(logistic({ data: 'blobs', seed, flips: 0.1 }).minima.length, 1);
  }
});

test('factorization: loss 0 and λmax = σ₁(W₁)² + σ₁(W₂)² along the valley, 2 where it is balanced', () => {
  for (const shape of [
    {},
    { rows: 2, cols: 3, rank: 5 },
    { rows: 7, cols: 3, rank: 3 },
    { rows: 1, cols: 1, rank: 1 },
  ]) {
    const problem = factorization(shape);
    const { rank, cols } = problem.options;
    const [{ w }] = problem.minima;
    for (const scale of [1, 2, -0.25]) {
      const scaled = w.map((x, i) => (i < rank * cols ? x * scale : x / scale));
      close(problem.loss(scaled), 0, 1e-30, 'loss');
      close(powerIteration(problem, scaled), scale ** 2 + scale ** -2, 1e-6, `${JSON.stringify(shape)} at ${scale}`);
    }
  }
});

test('factorization: the target has the singular values 1, ½, ⅓…', () => {
  // At w = 0 the loss is half their squares' sum.
  const at = (/** @type {{ rows?: number, cols?: number, rank?: number }} */ shape) => {
    const problem = factorization(shape);
    return problem.loss(new Float64Array(problem.size));
  };
  close(at({ rank: 1 }), 0.5, 1e-15, 'rank 1');
  close(at({ rank: 2 }), (1 + 1 / 4) / 2, 1e-15, 'rank 2');
  close(at({ rows: 3, rank: 50 }), (1 + 1 / 4 + 1 / 9) / 2, 1e-15, 'at most as many as rows');
});

test('factorization: the imbalance is in the start, and the gradient cannot change it', () => {
  const [even, steep] = [factorization({ imbalance: 1 }), factorization({ imbalance: 4 })];
  const { rank, cols, rows } = steep.options;
  even.start.forEach((x, i) => close(steep.start[i], i < rank * cols ? 4 * x : x / 4, 1e-15, `start[${i}]`));
  assert.ok(powerIteration(steep, steep.start) > 3 * powerIteration(even, even.start));
  // d/dt (W₁W₁ᵀ − W₂ᵀW₂) = 0 along −∇E.
  const w = steep.start;
  const g = gradientOf(steep, w);
  const first = (/** @type {Numbers} */ m, /** @type {number} */ i, /** @type {number} */ j) => m[i * cols + j];
  const second = (/** @type {Numbers} */ m, /** @type {number} */ i, /** @type {number} */ j) =>
    m[rank * cols + i * rank + j];
  for (let a = 0; a < rank; a++) {
    for (let b = 0; b < rank; b++) {
      let change = 0;
      let scale = 0;
      for (let j = 0; j < cols; j++) change += first(g, a, j) * first(w, b, j) + first(w, a, j) * first(g, b, j);
      for (let i = 0; i < rows; i++) {
        const part = second(g, i, a) * second(w, i, b) + second(w, i, a) * second(g, i, b);
        change -= part;
        scale += Math.abs(part);
      }
      assert.ok(Math.abs(change) < 1e-13 * (1 + scale), `${change}`);
    }
  }
});
