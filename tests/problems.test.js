import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as api from '../web/problems/index.js';
import { philox } from '../web/problems/random.js';

const { catalogue, checkGradient, checkHessian, createProblem, defineProblem, problems, random } = api;

/**
 * @typedef {import('../web/problems/problem.js').Problem} Problem
 * @typedef {import('../web/problems/problem.js').Objective} Objective
 * @typedef {import('../web/problems/problem.js').Vector} Vector
 * @typedef {readonly number[] | Float64Array} Numbers
 */

/** What the types forbid, as JavaScript would hand it in. @param {unknown} value @returns {any} */
const untyped = (value) => value;

/** Every problem, and the options that change its shape. */
const instances = [
  ...catalogue.map((factory) => factory()),
  problems.quadratic({ angle: 30, condition: 50 }),
  problems.quadratic({ angle: -90 }),
  problems.quadratic({ condition: 1, size: 3 }),
  problems.rosenbrock({ a: 0, b: 5 }),
  problems.rosenbrock({ a: -1.5, b: 0.5, size: 2 }),
  problems.rosenbrock({ a: 0.7, size: 4 }),
  problems.saddle({ quartic: 0 }),
  problems.saddle({ quartic: 7 }),
  problems.reddi({ c: 10 }),
  problems.noisyQuadratic({ noise: 0 }),
  problems.noisyQuadratic({ noise: 3, seed: 9, size: 5, condition: 100 }),
  problems.linear({ features: 4, points: 9, condition: 20, noise: 0 }),
  problems.logistic({ data: 'blobs', flips: 0.1, seed: 3 }),
  problems.factorization({ rows: 2, cols: 3, rank: 5, imbalance: 1 }),
  problems.network({ hidden: [5], activation: 'softplus', loss: 'crossEntropy', data: 'blobs' }),
  ...['quadratic', 'rastrigin', 'ackley', 'styblinski-tang', 'noisy-quadratic', 'rosenbrock'].flatMap((id) =>
    [1, 2, 3, 7, 40].filter((size) => size > 1 || id !== 'rosenbrock').map((size) => createProblem(id, { size })),
  ),
];

/** @param {Problem} problem */
const label = (problem) => `${problem.id} ${JSON.stringify(problem.options)}`;

/**
 * Random points in the domain; the parameters that are not drawn are taken from the second drawn interval.
 *
 * @param {Problem} problem
 * @param {number} count
 */
function randomPoints(problem, count, seed = 5) {
  const rng = random(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: problem.size }, (_, i) => {
      const [low, high] = problem.domain[Math.min(i, problem.domain.length - 1)];
      return low + (high - low) * rng.next();
    }),
  );
}

/**
 * @param {Problem} problem
 * @param {Vector} w
 */
function gradientAt(problem, w) {
  const g = new Float64Array(problem.size).fill(NaN);
  const loss = problem.gradient(w, g);
  return { g, loss };
}

/**
 * @param {Problem} problem
 * @param {Vector} w
 * @param {Vector} v
 */
function product(problem, w, v) {
  const out = new Float64Array(problem.size).fill(NaN);
  problem.hessianVector(w, v, out);
  return out;
}

/** @param {Numbers} a @param {Numbers} b */
const dot = (a, b) => Array.from(a).reduce((sum, x, i) => sum + x * b[i], 0);

/** @param {number} n @param {number} i */
const unit = (n, i) => Float64Array.from({ length: n }, (_, j) => (i === j ? 1 : 0));

/**
 * Both eigenvalues of a 2-D problem's Hessian, the larger first.
 *
 * @param {Problem} problem
 * @param {Vector} w
 */
function eigenvalues(problem, w) {
  const [xx, xy] = product(problem, w, [1, 0]);
  const [yx, yy] = product(problem, w, [0, 1]);
  assert.ok(xy === yx, `${xy} and ${yx} beside the diagonal`);
  const middle = (xx + yy) / 2;
  const spread = Math.hypot((xx - yy) / 2, xy);
  return [middle + spread, middle - spread];
}

/**
 * @param {number} actual
 * @param {number} expected
 * @param {number} tolerance relative to max(1, |expected|)
 * @param {string} message
 */
function close(actual, expected, tolerance, message) {
  const error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  assert.ok(error <= tolerance, `${message}: ${actual} is not ${expected} to ${tolerance} (${error})`);
}

/** Ackley's tip has no derivative to compare with. @param {Problem} problem @param {readonly number[]} w */
const isTip = (problem, w) => problem.id === 'ackley' && w.every((x) => x === 0);

test('the catalogue, the object and the named exports are the same seventeen factories', () => {
  assert.deepEqual(
    catalogue.map((factory) => factory.id),
    [
      'sharp-flat',
      'quadratic',
      'rosenbrock',
      'beale',
      'himmelblau',
      'saddle',
      'rastrigin',
      'ackley',
      'styblinski-tang',
      'six-hump-camel',
      'valley',
      'reddi',
      'noisy-quadratic',
      'linear',
      'logistic',
      'factorization',
      'network',
    ],
  );
  assert.deepEqual(catalogue, Object.values(problems));
  for (const [key, factory] of Object.entries(problems)) {
    assert.equal(untyped(api)[key], factory);
    assert.equal(
      key,
      factory.id.replace(/-(.)/g, (_, letter) => letter.toUpperCase()),
    );
  }
  const tools = [
    'catalogue',
    'checkDomain',
    'checkGradient',
    'checkHessian',
    'createProblem',
    'defineProblem',
    // In neither list, for it must be loaded first.
    'formula',
    'loadFormulas',
    'problems',
    'random',
  ];
  assert.deepEqual(Object.keys(api).sort(), [...Object.keys(problems), ...tools].sort());
});

test('factories and problems describe themselves', () => {
  for (const factory of catalogue) {
    assert.ok(factory.name.en.length > 3 && /[\u3040-\u30ff\u4e00-\u9fff]/.test(factory.name.ja), factory.id);
    const problem = factory();
    assert.equal(problem.id, factory.id);
    assert.equal(problem.name, factory.name);
    assert.deepEqual(Object.keys(problem.options), Object.keys(factory.options));
    for (const [key, spec] of Object.entries(factory.options)) {
      assert.equal(problem.options[key], spec.default);
      assert.ok(spec.meaning.length > 5 && !spec.meaning.includes('\n'), `${factory.id}.${key}`);
    }
  }
  assert.deepEqual(problems.quadratic({ condition: 50 }).options, { condition: 50, size: 2, angle: 0 });
  assert.deepEqual(problems.quadratic({ condition: undefined }).options.condition, 10);
});

test('shapes: start, domain and minima fit the size, and the start lies in the domain', () => {
  for (const problem of instances) {
    assert.equal(problem.start.length, problem.size, label(problem));
    assert.equal(problem.domain.length, Math.min(problem.size, 2), label(problem));
    for (const [i, [low, high]] of problem.domain.entries()) {
      assert.ok(low < problem.start[i] && problem.start[i] < high, label(problem));
    }
    for (const { w } of problem.minima) assert.equal(w.length, problem.size, label(problem));
  }
  const [[left, right], [bottom, top]] = problems.sharpFlat().domain;
  close(right - left, top - bottom, 1e-12, 'sharp-flat is drawn square');
});

test('gradients and Hessian products agree with central differences everywhere', () => {
  for (const problem of instances) {
    const points = [...randomPoints(problem, 10), problem.start, ...problem.minima.map((m) => m.w)];
    for (const w of points.filter((point) => !isTip(problem, point))) {
      const gradient = checkGradient(problem, w);
      // Truncation, and the rounding of the loss divided by the step.
      const limit = 7e-8 + 5e-11 * Math.abs(problem.loss(w));
      assert.ok(gradient.error < limit, `${label(problem)} at ${w}: ${JSON.stringify(gradient)}`);
      const hessian = checkHessian(problem, w);
      assert.ok(hessian.error < 3e-7, `${label(problem)} at ${w}: ${JSON.stringify(hessian)}`);
      const [v] = randomPoints(problem, 1, 77);
      const along = checkHessian(problem, w, v);
      assert.ok(along.error < 3e-7 && along.direction === -1, `${label(problem)} at ${w}: ${JSON.stringify(along)}`);
    }
  }
});

test('sharp-flat agrees with central differences inside the sharp well', () => {
  const problem = problems.sharpFlat();
  const rng = random(3);
  for (let i = 0; i < 50; i++) {
    const w = [1.2 + 0.1 * rng.normal(), -0.8 + 0.03 * rng.normal()];
    const [gradient, hessian] = [checkGradient(problem, w), checkHessian(problem, w)];
    assert.ok(gradient.error < 5e-7, `${w}: ${JSON.stringify(gradient)}`);
    assert.ok(hessian.error < 5e-7, `${w}: ${JSON.stringify(hessian)}`);
  }
});

test('gradient returns the loss; Hessians are symmetric and linear', () => {
  for (const problem of instances) {
    const [u, v, ...points] = randomPoints(problem, 8, 11);
    for (const w of points) {
      const { loss } = gradientAt(problem, w);
      if (!problem.batch) close(loss, problem.loss(w), 1e-15, label(problem));
      const hu = product(problem, w, u);
      const hv = product(problem, w, v);
      const scale = Math.max(...hu.map(Math.abs), ...hv.map(Math.abs), 1) * problem.size;
      close(dot(hu, v) / scale, dot(hv, u) / scale, 1e-13, `${label(problem)} symmetry`);
      const sum = product(
        problem,
        w,
        u.map((x, i) => 2 * x - v[i]),
      );
      sum.forEach((x, i) => close(x / scale, (2 * hu[i] - hv[i]) / scale, 1e-13, `${label(problem)} linearity`));
    }
  }
});

test('listed minima: gradient 0, the stated loss, positive semidefinite Hessian, the right kind', () => {
  for (const problem of instances) {
    for (const { w, loss, kind } of problem.minima) {
      close(problem.loss(w), loss, 1e-14, label(problem));
      const lowest = Math.min(...problem.minima.map((m) => m.loss));
      assert.equal(kind, loss === lowest ? 'global' : 'local', label(problem));
      if (!problem.project && !problem.batch) {
        // Half a unit in the last place of w, times the curvature, is all that rounding may leave.
        const { g } = gradientAt(problem, w);
        const size = Math.max(1, ...w.map(Math.abs));
        g.forEach((slope, i) => {
          const curvature = Array.from(w, (_, j) => Math.abs(product(problem, w, unit(problem.size, j))[i]));
          const limit =
            4 *
            Number.EPSILON *
            size *
            Math.max(
              1,
              dot(
                curvature,
                curvature.map(() => 1),
              ),
            );
          assert.ok(Math.abs(slope) <= limit, `${label(problem)} at ${w}: slope ${slope}, limit ${limit}`);
        });
      }
      if (problem.size === 2) assert.ok(eigenvalues(problem, w)[1] >= -1e-13, `${label(problem)} at ${w}`);
      for (const v of randomPoints(problem, 3, 21)) {
        assert.ok(dot(product(problem, w, v), v) >= -1e-12 * dot(v, v), `${label(problem)} at ${w}`);
      }
      for (const near of randomPoints(problem, 20, 31)) {
        const beside = w.map((x, i) => x + 1e-3 * near[i]);
        problem.project?.(beside);
        assert.ok(problem.loss(beside) >= loss - 1e-14, `${label(problem)} beside ${w}`);
      }
    }
  }
});

test('no point of the domain lies below a global minimum', () => {
  for (const problem of instances.filter(({ minima }) => minima.length)) {
    const lowest = Math.min(...problem.minima.map((m) => m.loss));
    for (const w of randomPoints(problem, 2000, 41)) assert.ok(problem.loss(w) >= lowest, label(problem));
  }
});

test('published values', () => {
  const values = (/** @type {Problem} */ problem) => problem.minima.map(({ loss }) => loss);
  assert.deepEqual(values(problems.himmelblau()), [0, 0, 0, 0]);
  assert.deepEqual(
    problems.himmelblau().minima.map(({ w }) => w.map((x) => x.toFixed(6)).join()),
    ['3.000000,2.000000', '-2.805118,3.131313', '-3.779310,-3.283186', '3.584428,-1.848127'],
  );
  const camel = problems.sixHumpCamel();
  assert.equal(camel.minima.length, 6);
  close(camel.loss([0.0898420131, -0.712656403]), -1.031628453489877, 1e-15, 'six-hump camel');
  assert.deepEqual(
    values(camel).map((x) => x.toFixed(6)),
    ['-1.031628', '-1.031628', '-0.215464', '-0.215464', '2.104250', '2.104250'],
  );
  for (const size of [1, 2, 3, 100]) {
    const problem = problems.styblinskiTang({ size });
    const best = problem.minima[0];
    close(best.loss, -39.16616570377142 * size, 1e-15, 'Styblinski–Tang');
    close(best.w[0], -2.903534027771177, 1e-15, 'Styblinski–Tang');
    assert.equal(problem.minima.length, size === 1 ? 2 : size === 2 ? 4 : 1);
  }
  assert.equal(problems.rastrigin().minima.length, 121);
  close(problems.rastrigin().loss([0.9949586376523348, 0]), 0.9949590570932898, 2e-15, 'Rastrigin');
  assert.equal(problems.rastrigin().loss([0, 0]), 0);
  assert.equal(problems.rastrigin({ size: 1 }).loss([0.5]), 20.25);
  assert.equal(problems.beale().loss([3, 0.5]), 0);
  assert.equal(problems.beale().loss([0, 0]), 14.203125);
  assert.equal(problems.rosenbrock().loss([-1.2, 1]), 24.199999999999996);
  assert.equal(problems.rosenbrock({ size: 4 }).loss([0, 0, 0, 0]), 3);
  // Kok and Sandrock's local minimum for four parameters.
  const local = problems.rosenbrock({ size: 4 }).loss([-0.77565923, 0.61309337, 0.38206285, 0.14597202]);
  close(local, 3.70142854, 1e-7, 'the local minimum');
  assert.equal(problems.ackley().loss([0, 0]), 0);
  close(problems.ackley().loss([1, 1]), 20 + Math.E - 20 * Math.exp(-0.2) - Math.E, 1e-15, 'Ackley');
  close(problems.ackley({ size: 1 }).loss([0.5]), 20 + Math.E - 20 * Math.exp(-0.1) - Math.exp(-1), 1e-15, 'Ackley');
  assert.equal(problems.saddle().loss([1, 0]), 0.5);
  assert.equal(problems.saddle({ quartic: 0 }).loss([0, 2]), -2);
});

test('rosenbrock lists a minimum where there is one', () => {
  assert.deepEqual(problems.rosenbrock({ a: -1.5 }).minima[0].w, [-1.5, 2.25]);
  assert.deepEqual(problems.rosenbrock({ size: 5 }).minima[0].w, [1, 1, 1, 1, 1]);
  assert.deepEqual(problems.rosenbrock({ a: 0, size: 3 }).minima[0].w, [0, 0, 0]);
  assert.deepEqual(problems.rosenbrock({ a: 0.5, size: 3 }).minima, []);
  assert.deepEqual(problems.rosenbrock({ size: 5 }).start, [-1.2, 1, -1.2, 1, -1.2]);
});

test('sharp-flat is the lecture figure: loss and largest eigenvalue at every recorded step', () => {
  const golden = JSON.parse(readFileSync(new URL('golden/seed-figure.json', import.meta.url), 'utf8'));
  const problem = problems.sharpFlat();
  assert.deepEqual(problem.start, golden.start);
  for (const path of [golden.gd, golden.sam]) {
    assert.equal(path.length, 140);
    for (const [step, { w, loss, proxy, lambdaMax }] of path.entries()) {
      const lossError = Math.abs(problem.loss(w) - loss) / Math.abs(loss);
      assert.ok(lossError <= 1e-12, `loss at step ${step}: ${lossError}`);
      const sharpnessError = Math.abs(eigenvalues(problem, w)[0] - lambdaMax) / lambdaMax;
      assert.ok(sharpnessError <= 1e-12, `lambdaMax at step ${step}: ${sharpnessError}`);
      // Recorded with the 1e-12 of davda54/sam beside the norm. Near a minimum g/‖g‖ has only the digits that
      // cancellation left in g: hence the tolerance.
      const { g } = gradientAt(problem, w);
      const norm = Math.hypot(...g);
      const scale = golden.rho / (norm + 1e-12);
      const above = problem.loss([w[0] + scale * g[0], w[1] + scale * g[1]]);
      close(above - loss, proxy, 1e-13 + 1e-15 / norm, `proxy at step ${step}`);
    }
  }
  for (let step = 0; step + 1 < golden.gd.length; step++) {
    const { w } = golden.gd[step];
    const { g } = gradientAt(problem, w);
    const next = golden.gd[step + 1].w;
    for (const i of [0, 1]) close(w[i] - golden.lr * g[i], next[i], 1e-13, `descent at step ${step}`);
  }
});

test('sharp-flat: the sharp minimum is the lower one', () => {
  const [sharp, flat] = problems.sharpFlat().minima;
  assert.equal(sharp.kind, 'global');
  assert.equal(flat.kind, 'local');
  close(eigenvalues(problems.sharpFlat(), sharp.w)[0], 1280.1748075995442, 1e-12, 'sharp');
  close(eigenvalues(problems.sharpFlat(), flat.w)[0], 5.479123282045695, 1e-13, 'flat');
});

test('quadratic: eigenvalues from 1 to condition, at every size, angle and extreme', () => {
  const spectrum = (/** @type {Parameters<typeof problems.quadratic>[0]} */ options) => {
    const problem = problems.quadratic(options);
    return [...product(problem, problem.start, new Array(problem.size).fill(1))];
  };
  assert.deepEqual(spectrum({ condition: 1e12 }), [1, 1e12]);
  assert.deepEqual(spectrum({ condition: 7, size: 1 }), [7]);
  assert.deepEqual(spectrum({ condition: 16, size: 3 }), [1, 4, 16]);
  const large = spectrum({ condition: 1e6, size: 10000 });
  assert.equal(large[0], 1);
  assert.equal(large[9999], 1e6);
  large.slice(1).forEach((x, i) => close(x / large[i], 1e6 ** (1 / 9999), 1e-12, 'ratio'));

  for (const angle of [-180, -37, 30, 45, 90, 180]) {
    const problem = problems.quadratic({ condition: 20, angle });
    const [high, low] = eigenvalues(problem, [0, 0]);
    close(high, 20, 1e-14, 'high');
    close(low, 1, 1e-13, 'low');
    const t = (angle * Math.PI) / 180;
    product(problem, [0, 0], [Math.cos(t), Math.sin(t)]).forEach((x, i) =>
      close(x, [Math.cos(t), Math.sin(t)][i], 1e-14, 'flat axis'),
    );
    close(problem.loss(problem.start), problems.quadratic({ condition: 20 }).loss([1, 1]), 1e-14, 'turned start');
  }
  const steep = problems.quadratic({ condition: 1e12, angle: 30 });
  for (const w of randomPoints(steep, 100)) assert.ok(steep.loss(w) > 0);
});

test('valley: on the hyperbola the sharpness is x² + y², least at the listed points', () => {
  const problem = problems.valley();
  for (const x of [0.25, 0.5, 1, 2, -4]) {
    const w = [x, 1 / x];
    assert.equal(problem.loss(w), 0);
    close(eigenvalues(problem, w)[0], x * x + 1 / (x * x), 1e-15, 'sharpness');
    close(eigenvalues(problem, w)[1], 0, 1e-15, 'along');
  }
  for (const { w } of problem.minima) assert.equal(eigenvalues(problem, w)[0], 2);
});

test('saddle: one way up, one way down, bounded unless asked otherwise', () => {
  for (const quartic of [0, 1, 7]) {
    assert.deepEqual(eigenvalues(problems.saddle({ quartic }), [0, 0]), [1, -1]);
    assert.equal(Math.hypot(...gradientAt(problems.saddle({ quartic }), [0, 0]).g), 0);
  }
  assert.deepEqual(problems.saddle({ quartic: 0 }).minima, []);
  assert.deepEqual(
    problems.saddle({ quartic: 4 }).minima.map(({ w }) => w),
    [
      [0, 0.5],
      [0, -0.5],
    ],
  );
  assert.equal(problems.saddle({ quartic: 0 }).loss([0, 1e6]), -5e11);
});

test('ackley stays finite at and around its tip', () => {
  for (const size of [1, 2, 5]) {
    const problem = problems.ackley({ size });
    const origin = new Array(size).fill(0);
    assert.deepEqual([...gradientAt(problem, origin).g], origin);
    assert.deepEqual([...product(problem, origin, new Array(size).fill(1))], origin);
    for (const x of [5e-324, 1e-200, 1e-140, 1e-30, 1e-8, 1e100, 1e200]) {
      const w = new Array(size).fill(x);
      assert.ok(gradientAt(problem, w).g.every(Number.isFinite), `gradient at ${x}`);
      assert.ok(product(problem, w, unit(size, 0)).every(Number.isFinite), `Hessian at ${x}`);
      assert.ok(problem.loss(w) >= 0 && problem.loss(w) < 23, `loss at ${x}`);
    }
    // Close to the tip E ≈ 4r: no cancellation, and a slope of size 4.
    close(problem.loss(new Array(size).fill(1e-12)) / 4e-12, 1, 2e-11, 'cone');
    close(gradientAt(problem, new Array(size).fill(1e-12)).g[0] * size, 4, 1e-10, 'slope');
  }
});

test('NaN and infinity in w come out as NaN or infinity, without a throw', () => {
  for (const problem of instances.filter(({ id }) => id !== 'reddi')) {
    for (const bad of [NaN, Infinity, -Infinity]) {
      const w = [...problem.start];
      w[problem.size - 1] = bad;
      const { loss, g } = gradientAt(problem, w);
      if (Number.isNaN(bad)) {
        assert.ok(Number.isNaN(loss) && Number.isNaN(problem.loss(w)), label(problem));
        assert.ok(g.some(Number.isNaN), label(problem));
      }
      product(problem, w, problem.start);
    }
  }
});

test('Float32Array in and out: the same numbers, rounded once', () => {
  for (const problem of instances) {
    for (const point of randomPoints(problem, 5, 51)) {
      const w = Float32Array.from(point);
      const v = Float32Array.from(point, (x, i) => x + i);
      const g = new Float32Array(problem.size).fill(NaN);
      const out = new Float32Array(problem.size).fill(NaN);
      const exact = gradientAt(problem, w);
      assert.equal(problem.gradient(w, g), exact.loss, label(problem));
      problem.hessianVector(w, v, out);
      assert.deepEqual(g, Float32Array.from(exact.g), label(problem));
      assert.deepEqual(out, Float32Array.from(product(problem, w, v)), label(problem));
      assert.equal(problem.loss(w), problem.loss(Float64Array.from(w)), label(problem));
      if (!problem.project) assert.deepEqual(w, Float32Array.from(point), 'w is left alone');
    }
  }
});

test('everything is frozen, data all the way down', () => {
  for (const factory of catalogue) {
    const problem = factory();
    const parts = [
      factory,
      factory.name,
      factory.options,
      ...Object.values(factory.options),
      problem,
      problem.options,
      problem.start,
      problem.domain,
      ...problem.domain,
      problem.minima,
      ...problem.minima.flatMap((m) => [m, m.w]),
    ];
    parts.forEach((part) => assert.ok(Object.isFrozen(part), factory.id));
    assert.throws(() => {
      untyped(problem.start)[0] = 0;
    }, TypeError);
  }
  assert.ok(Object.isFrozen(problems) && Object.isFrozen(catalogue));
});

test("two problems share no state, and callers' options are copied", () => {
  const [a, b] = [problems.reddi(), problems.reddi()];
  a.batch?.(1);
  b.batch?.(0);
  assert.deepEqual([gradientAt(a, [1]).loss, gradientAt(b, [1]).loss], [-1, 3]);

  const [c, d] = [problems.noisyQuadratic({ seed: 1 }), problems.noisyQuadratic({ seed: 1 })];
  c.batch?.(8);
  const before = gradientAt(c, c.start).g;
  for (let t = 0; t < 20; t++) d.batch?.(t);
  assert.deepEqual(gradientAt(c, c.start).g, before);

  const options = { condition: 5 };
  const problem = problems.quadratic(options);
  options.condition = 99;
  assert.equal(problem.options.condition, 5);
  assert.equal(problem.loss([0, 1]), 2.5);
});

test('noisy quadratic: the sample depends on seed and step alone', () => {
  const problem = problems.noisyQuadratic({ noise: 2, seed: 4, size: 3 });
  const at = (/** @type {number} */ t) => {
    problem.batch?.(t);
    return [...gradientAt(problem, problem.start).g];
  };
  const first = [...gradientAt(problem, problem.start).g];
  const forward = [0, 1, 2, 3].map(at);
  assert.deepEqual(forward[0], first, 'before any call the sample is that of step 0');
  assert.deepEqual([3, 2, 1, 0].map(at).reverse(), forward, 'any order');
  assert.deepEqual(at(2), at(2));
  assert.equal(new Set(forward.map(String)).size, 4, 'the steps differ');
  const other = problems.noisyQuadratic({ noise: 2, seed: 5, size: 3 });
  assert.notDeepEqual([...gradientAt(other, other.start).g], forward[0], 'the seeds differ');
  for (const t of [0, 1, 1e6, Number.MAX_SAFE_INTEGER]) {
    problem.batch?.(t);
    assert.ok(checkGradient(problem, problem.start).error < 1e-9, `the sample's loss fits its gradient at step ${t}`);
    assert.equal(problem.loss(problem.start), problems.quadratic({ size: 3 }).loss(problem.start));
  }
});

test('noisy quadratic: noise has mean 0 and the stated deviation, and 0 is the plain quadratic', () => {
  const problem = problems.noisyQuadratic({ noise: 2, seed: 1 });
  const sums = [0, 0, 0, 0];
  const count = 20000;
  for (let t = 0; t < count; t++) {
    problem.batch?.(t);
    const { g } = gradientAt(problem, [0, 0]);
    [g[0], g[1], g[0] * g[0], g[0] * g[1]].forEach((x, i) => {
      sums[i] += x / count;
    });
  }
  // Five standard errors each.
  const five = 5 / Math.sqrt(count);
  assert.ok(Math.abs(sums[0]) < 2 * five && Math.abs(sums[1]) < 2 * five, `means ${sums}`);
  assert.ok(Math.abs(sums[2] - 4) < 4 * Math.SQRT2 * five, `variance ${sums[2]}`);
  assert.ok(Math.abs(sums[3]) < 4 * five, `covariance ${sums[3]}`);

  const silent = problems.noisyQuadratic({ noise: 0 });
  for (const w of randomPoints(silent, 10)) {
    assert.deepEqual(gradientAt(silent, w).g, gradientAt(problems.quadratic(), w).g);
  }
});

test('reddi: the slopes, the mean and the projection', () => {
  const problem = problems.reddi({ c: 5 });
  const slopes = Array.from({ length: 7 }, (_, t) => {
    problem.batch?.(t);
    return gradientAt(problem, [0.5]);
  });
  assert.deepEqual(
    slopes.map(({ g }) => g[0]),
    [5, -1, -1, 5, -1, -1, 5],
  );
  assert.deepEqual(
    slopes.map(({ loss }) => loss),
    [2.5, -0.5, -0.5, 2.5, -0.5, -0.5, 2.5],
  );
  assert.equal(problem.loss([0.5]), (2.5 - 0.5 - 0.5) / 3);
  for (const [from, to] of [
    [3, 1],
    [-3, -1],
    [0.25, 0.25],
    [1, 1],
    [Infinity, 1],
    [-Infinity, -1],
    [NaN, NaN],
  ]) {
    const w = Float64Array.of(from);
    problem.project?.(w);
    assert.deepEqual(w, Float64Array.of(to));
  }
});

test('reddi: Adam goes to the worst point, AMSGrad and gradient descent to the best (ICLR 2018, Section 3)', () => {
  const run = (/** @type {number} */ c, /** @type {'adam' | 'amsgrad' | 'sgd'} */ method) => {
    const problem = problems.reddi({ c });
    const beta2 = 1 / (1 + c * c);
    const w = Float64Array.from(problem.start);
    const g = new Float64Array(1);
    let v = 0;
    let largest = 0;
    for (let t = 0; t < 30000; t++) {
      problem.batch?.(t);
      problem.gradient(w, g);
      v = beta2 * v + (1 - beta2) * g[0] * g[0];
      largest = Math.max(largest, v);
      const scale = { adam: Math.sqrt(v), amsgrad: Math.sqrt(largest), sgd: 1 }[method];
      w[0] -= ((0.5 / Math.sqrt(t + 1)) * g[0]) / scale;
      problem.project?.(w);
    }
    return w[0];
  };
  for (const c of [3, 10]) {
    // After a multiple of three steps the paper's Adam is back at +1, up to rounding.
    close(run(c, 'adam'), 1, 1e-2, `Adam, c = ${c}`);
    close(run(c, 'amsgrad'), -1, 2e-2, `AMSGrad, c = ${c}`);
    close(run(c, 'sgd'), -1, 2e-2, `gradient descent, c = ${c}`);
  }
});

test('batch(null) is the whole objective: its loss is `loss`, its gradient the mean of the samples', () => {
  for (const problem of [problems.reddi({ c: 5 }), problems.noisyQuadratic({ size: 3, noise: 2 })]) {
    problem.batch?.(1);
    problem.batch?.(null);
    const w = problem.start.map((x, i) => x + 0.25 * (i + 1));
    const { loss, g } = gradientAt(problem, w);
    close(loss, problem.loss(w), 1e-15, problem.id);
    const exact = problem.id === 'reddi' ? [1] : w.map((x, i) => x * 10 ** (i / 2));
    exact.forEach((slope, i) => close(g[i], slope, 1e-14, `${problem.id}[${i}]`));
  }
});

test('a batch number that is no step throws', () => {
  for (const problem of [problems.reddi(), problems.noisyQuadratic()]) {
    for (const t of [-1, 0.5, NaN, Infinity, '1', undefined]) {
      assert.throws(
        () => untyped(problem).batch(t),
        (e) => e instanceof Error && e.message.startsWith(`${problem.id}: step`),
        String(t),
      );
    }
  }
});

test('wrong options throw and name the problem and the option', () => {
  for (const factory of catalogue) {
    for (const given of [{ nonsense: 1 }, { Size: 2 }]) {
      const [key] = Object.keys(given);
      assert.throws(
        () => factory(given),
        (e) =>
          e instanceof TypeError &&
          e.message.includes(factory.id) &&
          e.message.includes(`"${key}"`) &&
          Object.keys(factory.options).every((name) => e.message.includes(name)),
      );
    }
    for (const given of [null, 3, 'x', [], new Map()]) {
      assert.throws(
        () => factory(untyped(given)),
        (e) => e instanceof TypeError && e.message.includes(factory.id),
      );
    }
    for (const [key, spec] of Object.entries(factory.options)) {
      if (typeof spec.default !== 'number') {
        for (const value of [NaN, 3, 'nonsense', null, true, [0], 2n]) {
          assert.throws(
            () => factory({ [key]: value }),
            (e) => (e instanceof TypeError || e instanceof RangeError) && e.message.startsWith(`${factory.id}: ${key}`),
            `${factory.id}.${key} = ${String(value)}`,
          );
        }
        continue;
      }
      const outside = [
        spec.min !== undefined ? spec.min - (spec.integer ? 1 : 1e-3) : spec.above,
        ...(spec.max === Number.MAX_SAFE_INTEGER ? [2 ** 53] : [spec.max * 1.001 + 1]),
        ...(spec.integer ? [spec.default + 0.5] : []),
      ];
      for (const value of [NaN, Infinity, -Infinity, ...outside]) {
        assert.throws(
          () => factory({ [key]: value }),
          (e) => e instanceof RangeError && e.message.startsWith(`${factory.id}: ${key} `),
          `${factory.id}.${key} = ${value}`,
        );
      }
      for (const value of ['2', null, true, {}, [2], 2n]) {
        assert.throws(
          () => factory({ [key]: value }),
          (e) => e instanceof TypeError && e.message.startsWith(`${factory.id}: ${key} `),
          `${factory.id}.${key} = ${String(value)}`,
        );
      }
    }
  }
  assert.throws(() => problems.quadratic({ angle: 10, size: 3 }), /^RangeError: quadratic: angle must be 0 unless/);
});

test('the limits themselves are allowed', () => {
  for (const factory of catalogue) {
    for (const [key, { min, max }] of Object.entries(factory.options)) {
      for (const value of [min, max].filter((x) => x !== undefined)) {
        const problem = factory({ [key]: value });
        const { loss, g } = gradientAt(problem, problem.start);
        assert.ok(Number.isFinite(loss) && g.every(Number.isFinite), `${factory.id}.${key} = ${value}`);
      }
    }
  }
});

test('createProblem: known ids with their options, any other id refused', () => {
  assert.deepEqual(createProblem('quadratic', { condition: 3 }).options, { condition: 3, size: 2, angle: 0 });
  for (const factory of catalogue) assert.equal(createProblem(factory.id).id, factory.id);
  assert.throws(() => createProblem('quadratic', { sise: 3 }), /^TypeError: quadratic has no option "sise"/);
  const trap = {
    toString() {
      throw new Error('must not be called');
    },
  };
  for (const id of [
    '__proto__',
    'constructor',
    'toString',
    '',
    'Quadratic',
    'sharpFlat',
    0,
    null,
    undefined,
    NaN,
    Symbol('quadratic'),
    ['quadratic'],
    trap,
    Object.create(null),
    1n,
  ]) {
    assert.throws(
      () => createProblem(id),
      (e) =>
        e instanceof RangeError &&
        e.message.startsWith('there is no problem ') &&
        catalogue.every((factory) => e.message.includes(factory.id)),
    );
  }
  assert.throws(() => createProblem('nope'), /there is no problem "nope"; there are sharp-flat, quadratic, /);
});

/**
 * ½(x² + 3y²) with parts replaced: something right, to be made wrong.
 *
 * @param {Partial<Objective>} [parts]
 */
function bowl(parts = {}) {
  return defineProblem({
    id: 'bowl',
    name: { en: 'Bowl', ja: '器' },
    options: {},
    create: () => ({
      size: 2,
      loss: (w) => (w[0] * w[0] + 3 * w[1] * w[1]) / 2,
      gradient(w, g) {
        g[0] = w[0];
        g[1] = 3 * w[1];
        return (w[0] * w[0] + 3 * w[1] * w[1]) / 2;
      },
      hessianVector(_w, v, out) {
        out[0] = v[0];
        out[1] = 3 * v[1];
      },
      start: [1, 1],
      domain: [
        [-2, 2],
        [-2, 2],
      ],
      minima: [],
      ...parts,
    }),
  })();
}

test('checkGradient passes what is right and finds what is wrong, and where', () => {
  const right = checkGradient(bowl(), [0.5, -2]);
  assert.ok(right.error < 1e-10);
  assert.ok(checkGradient(bowl(), [1e8 / 3, -1e8 / 7]).error < 1e-9, 'the step follows the scale of w');
  const value = (/** @type {Vector} */ w) => (w[0] * w[0] + 3 * w[1] * w[1]) / 2;
  const wrong = checkGradient(
    bowl({
      gradient(w, g) {
        g[0] = w[0];
        g[1] = 2 * w[1];
        return value(w);
      },
    }),
    [0.5, -2],
  );
  assert.equal(wrong.coordinate, 1);
  assert.equal(wrong.exact, -4);
  close(wrong.difference, -6, 1e-9, 'difference');
  close(wrong.error, 2 / 6, 1e-9, 'error');

  const neverPasses = (/** @type {Objective['gradient']} */ gradient, w = [0.5, -2]) => {
    const { error } = checkGradient(bowl({ gradient }), w);
    assert.ok(Number.isNaN(error) || error === Infinity, `${error}`);
  };
  neverPasses((w, g) => {
    g[0] = NaN;
    g[1] = 3 * w[1];
    return value(w);
  });
  neverPasses((w, g) => {
    g[0] = w[0];
    g[1] = NaN;
    return value(w);
  });
  neverPasses((w, g) => {
    g[0] = w[0];
    return value(w);
  });
  neverPasses((w, g) => {
    g[0] = Infinity;
    g[1] = 3 * w[1];
    return value(w);
  });
  neverPasses((w, g) => {
    g[0] = w[0];
    g[1] = 3 * w[1];
    return NaN;
  });
  neverPasses(
    untyped((/** @type {Vector} */ w, /** @type {number[]} */ g) => {
      g[0] = w[0];
      g[1] = 3 * w[1];
    }),
  );
  neverPasses((w, g) => {
    g[0] = Infinity;
    g[1] = 3 * w[1];
    return w[0] > 0.5 ? Infinity : 0;
  });
  neverPasses(
    (w, g) => {
      g[0] = w[0];
      g[1] = 3 * w[1];
      return value(w);
    },
    [NaN, 1],
  );
});

test('checkHessian passes what is right and finds what is wrong, and where', () => {
  assert.ok(checkHessian(bowl(), [0.5, -2]).error < 1e-10);
  assert.ok(checkHessian(bowl(), [0.5, -2], [1e-5, 7]).error < 1e-10);
  const far = checkHessian(problems.styblinskiTang(), [1e6 / 3, -1e6 / 7]);
  assert.ok(far.error < 1e-9, `the step follows the scale of w: ${far.error}`);
  const transposed = bowl({
    hessianVector(_w, v, out) {
      out[0] = v[0] + v[1];
      out[1] = 3 * v[1];
    },
  });
  const wrong = checkHessian(transposed, [0.5, -2]);
  assert.deepEqual([wrong.coordinate, wrong.direction], [0, 1]);
  close(wrong.exact, 1, 1e-9, 'exact');
  close(wrong.error, 1, 1e-9, 'error');
  assert.ok(checkHessian(transposed, [0.5, -2], [1, 0]).error < 1e-10, 'nothing wrong along x');

  /** @param {Partial<Objective>} parts @param {number[]} [w] @param {number[]} [v] */
  const nan = (parts, w = [1, 1], v = undefined) => assert.ok(Number.isNaN(checkHessian(bowl(parts), w, v).error));
  nan({
    hessianVector(_w, v, out) {
      out[0] = v[0];
    },
  });
  nan({
    hessianVector(_w, v, out) {
      out[0] = NaN;
      out[1] = 3 * v[1];
    },
  });
  nan({
    hessianVector(_w, v, out) {
      out[0] = v[0];
      out[1] = Infinity;
    },
  });
  nan({
    gradient(w, g) {
      g[0] = w[0];
      g[1] = NaN;
      return 0;
    },
  });
  nan({}, [1, NaN]);
  nan({}, [1, 1], [NaN, 1]);
  nan({}, [1, 1], [1, Infinity]);
});

test('the checks refuse what they cannot check', () => {
  assert.throws(() => checkGradient(bowl(), [1]), /checkGradient: a vector must have length 2, not 1/);
  assert.throws(() => checkHessian(bowl(), [1, 2, 3]), RangeError);
  assert.throws(() => checkHessian(bowl(), [1, 2], [1]), RangeError);
  assert.throws(() => checkHessian(bowl(), [1, 2], [0, 0]), /v must not be zero/);
  assert.throws(() => checkHessian(bowl({ hessianVector: undefined }), [1, 2]), TypeError);
  for (const size of [0, undefined, NaN, '2']) {
    assert.throws(() => checkGradient({ ...bowl(), size: untyped(size) }, []), /size/);
  }
  const w = Float64Array.of(0.1, 0.7);
  checkGradient(bowl(), w);
  checkHessian(bowl(), w);
  assert.deepEqual(w, Float64Array.of(0.1, 0.7));
});

test('philox: the known answers of Random123 (kat_vectors, philox 4x32 10)', () => {
  /** @param {[number, number, number, number, number, number]} words */
  const hex = (...words) => {
    const out = new Uint32Array(4);
    philox(...words, out);
    return Array.from(out, (x) => x.toString(16).padStart(8, '0')).join(' ');
  };
  const ones = 0xffffffff;
  assert.equal(hex(0, 0, 0, 0, 0, 0), '6627e8d5 e169c58d bc57ac4c 9b00dbd8');
  assert.equal(hex(ones, ones, ones, ones, ones, ones), '408f276d 41c83b0e a20bc7c6 6d5451fd');
  assert.equal(
    hex(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0),
    'd16cfe09 94fdcceb 5001e420 24126ea1',
  );
});

test('random: uniform numbers computed independently (Python, arbitrary-precision integers)', () => {
  const three = (/** @type {ReturnType<typeof random>} */ rng) => [rng.next(), rng.next(), rng.next()];
  assert.deepEqual(three(random(1)), [0.8902591757080309, 0.585725953513891, 0.6719982689180368]);
  assert.deepEqual(three(random(1, 7)), [0.0347418883131525, 0.8826253793330754, 0.5070290017966487]);
  assert.deepEqual(
    three(random(2 ** 53 - 1, 2 ** 40 + 5)),
    [0.025435726868867747, 0.9157559566402385, 0.5199865862533898],
  );
});

test('random: streams start afresh and do not depend on what came before', () => {
  const rng = random(12);
  const expected = [rng.next(), rng.normal(), rng.normal(), rng.integer(1000)];
  for (const before of [() => {}, () => rng.next(), () => rng.normal(), () => rng.select(3).normal()]) {
    before();
    assert.equal(rng.select(0), rng);
    assert.deepEqual([rng.next(), rng.normal(), rng.normal(), rng.integer(1000)], expected);
  }
  assert.notEqual(rng.select(2 ** 32).next(), rng.select(0).next(), 'the high word of the stream counts');
  assert.notEqual(random(2 ** 32).next(), random(0).next(), 'and that of the seed');
  assert.ok(Object.isFrozen(rng));
});

test('random: the distributions', () => {
  const rng = random(2);
  const n = 200000;
  const moments = [0, 0, 0, 0];
  let below = 0;
  for (let i = 0; i < n; i++) {
    const u = rng.next();
    assert.ok(u >= 0 && u < 1);
    below += u < 0.25 ? 1 : 0;
    const x = rng.normal();
    for (let k = 0; k < 4; k++) moments[k] += x ** (k + 1) / n;
  }
  const five = 5 / Math.sqrt(n);
  assert.ok(Math.abs(below / n - 0.25) < 0.433 * five);
  // The standard deviations of x, x², x³ and x⁴ are 1, √2, √15 and √96.
  [
    [0, 1],
    [1, Math.SQRT2],
    [0, Math.sqrt(15)],
    [3, Math.sqrt(96)],
  ].forEach(([mean, deviation], k) =>
    assert.ok(Math.abs(moments[k] - mean) < deviation * five, `moment ${k + 1}: ${moments[k]}`),
  );

  const counts = new Array(7).fill(0);
  for (let i = 0; i < 70000; i++) counts[rng.integer(7)]++;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10000) ** 2 / 10000, 0);
  assert.ok(chiSquare < 32, `χ² with 6 degrees of freedom: ${chiSquare}`);
  assert.equal(rng.integer(1), 0);
  // Without rejection the lower half of this range would come up twice as often as the upper.
  let low = 0;
  for (let i = 0; i < 10000; i++) low += rng.integer(3 * 2 ** 51) < 3 * 2 ** 50 ? 1 : 0;
  assert.ok(Math.abs(low / 10000 - 0.5) < 0.025, `${low}`);
});

test('random: seeds, streams and counts are checked', () => {
  for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53, '1', null, undefined]) {
    assert.throws(() => random(untyped(bad)), /random: seed must be/);
    assert.throws(() => random(1).select(untyped(bad)), /random: stream must be/);
    assert.throws(() => random(1).integer(untyped(bad)), /random: n must be/);
  }
  assert.throws(() => random(1).integer(0), RangeError);
});
