/**
 * Spectra, traces and SAM sharpness against matrices of which everything is known.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadKudari } from 'kudari';
import { problems, random } from 'kudari/problems';

const kudari = await loadKudari();

/** @param {number[][]} matrix the problem ½wᵀAw */
function quadratic(matrix) {
  let products = 0;
  const multiply = (/** @type {ArrayLike<number>} */ v, /** @type {any} */ out) =>
    matrix.forEach((row, i) => (out[i] = row.reduce((sum, entry, j) => sum + entry * v[j], 0)));
  const image = new Float64Array(matrix.length);
  const gradient = (/** @type {any} */ w, /** @type {any} */ g) => {
    multiply(w, g);
    return g.reduce(
      (/** @type {number} */ sum, /** @type {number} */ entry, /** @type {number} */ i) => sum + (entry * w[i]) / 2,
      0,
    );
  };
  return {
    size: matrix.length,
    gradient,
    loss: (/** @type {any} */ w) => gradient(w, image),
    hessianVector(/** @type {any} */ _w, /** @type {any} */ v, /** @type {any} */ out) {
      products += 1;
      multiply(v, out);
    },
    get products() {
      return products;
    },
  };
}

/** A symmetric matrix with these eigenvalues, its eigenvectors turned by random reflections. @param {number[]} values @param {number} seed */
function withSpectrum(values, seed) {
  const generator = random(seed);
  const n = values.length;
  let matrix = values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
  for (let round = 0; round < 3; round++) {
    const v = values.map(() => generator.normal());
    const length = Math.hypot(...v);
    const reflect = v.map((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / length ** 2));
    const times = (/** @type {number[][]} */ a, /** @type {number[][]} */ b) =>
      a.map((row) => b[0].map((_, j) => row.reduce((sum, entry, k) => sum + entry * b[k][j], 0)));
    matrix = times(times(reflect, matrix), reflect);
  }
  return matrix.map((row, i) => row.map((entry, j) => (entry + matrix[j][i]) / 2).slice(0, n));
}

/** @param {ArrayLike<number>} got @param {number[]} want @param {number} tolerance */
function near(got, want, tolerance) {
  assert.equal(got.length, want.length);
  want.forEach((value, i) => assert.ok(Math.abs(got[i] - value) <= tolerance, `${i}: ${got[i]}, not ${value}`));
}

const spread = Array.from({ length: 50 }, (_, i) => 100 * 0.7 ** i - 20);
const problem = quadratic(withSpectrum(spread, 1));
const origin = new Array(50).fill(0);
const falling = [...spread].sort((a, b) => b - a);

describe('the spectrum', () => {
  test('largest, smallest, and both ends, each in its order', () => {
    near(kudari.sharpness(problem, origin, { k: 3 }).values, falling.slice(0, 3), 1e-8);
    const low = [...falling].reverse();
    const shifted = quadratic(withSpectrum([-50, -30, ...new Array(20).fill(0).map((_, i) => i)], 2));
    near(kudari.sharpness(shifted, new Array(22).fill(0), { k: 2, end: 'smallest' }).values, [-50, -30], 1e-8);
    near(kudari.sharpness(shifted, new Array(22).fill(0), { k: 2, end: 'both' }).values, [19, 18, -50, -30], 1e-7);
    assert.ok(low[0] < 0);
  });

  test('largest algebraically, not in magnitude', () => {
    const saddle = quadratic(withSpectrum([2, 1, -9], 3));
    near(kudari.sharpness(saddle, [0, 0, 0]).values, [2], 1e-12);
  });

  test('residuals are those of the vectors, and eigenvalues lie within them', () => {
    const { values, residuals, vectors, converged, products } = kudari.sharpness(problem, origin, {
      k: 2,
      tolerance: 1e-3,
    });
    assert.equal(converged, true);
    const out = new Float64Array(50);
    vectors.forEach((vector, k) => {
      near([Math.hypot(...vector)], [1], 1e-12);
      problem.hessianVector(origin, vector, out);
      const residual = Math.hypot(...out.map((entry, i) => entry - values[k] * vector[i]));
      near([residual], [residuals[k]], 1e-10);
      assert.ok(residual <= 1e-3 * 80);
      assert.ok(Math.abs(values[k] - falling[k]) <= residual + 1e-10);
    });
    assert.ok(products < 30, `${products}`);
  });

  test('counts its products, and says when it ran out of them', () => {
    const fresh = quadratic(
      withSpectrum(
        Array.from({ length: 60 }, (_, i) => i),
        4,
      ),
    );
    const found = kudari.sharpness(fresh, new Array(60).fill(0), { maxProducts: 6, tolerance: 1e-12 });
    assert.equal(found.products, 6);
    assert.equal(fresh.products, 6);
    assert.equal(found.converged, false);
    assert.ok(found.residuals[0] > 1e-12);
    assert.ok(Math.abs(found.values[0] - 59) <= found.residuals[0]);
  });

  test('repeated eigenvalues are found as often as they occur', () => {
    const threefold = quadratic(withSpectrum([7, 7, 7, 1, 1, 0, 0, 0], 5));
    near(kudari.sharpness(threefold, new Array(8).fill(0), { k: 4 }).values, [7, 7, 7, 1], 1e-10);
  });

  test('of one and two parameters is exact', () => {
    near(kudari.sharpness(quadratic([[-3]]), [0]).values, [-3], 0);
    const { values, residuals } = kudari.sharpness(
      quadratic([
        [2, 1],
        [1, 2],
      ]),
      [0, 0],
      { k: 2 },
    );
    near(values, [3, 1], 1e-15);
    near(residuals, [0, 0], 0);
  });

  test('a start near the answer saves products, and one at the wrong vector does no harm', () => {
    const cold = kudari.sharpness(problem, origin);
    const warm = kudari.sharpness(problem, origin, { start: cold.vectors[0] });
    assert.ok(warm.products < cold.products, `${warm.products} against ${cold.products}`);
    near(warm.values, cold.values, 1e-8);
    const wrong = kudari.sharpness(problem, origin, { end: 'smallest' }).vectors[0];
    near(kudari.sharpness(problem, origin, { start: wrong }).values, [falling[0]], 1e-6);
  });

  test('a start that has nothing of the top eigenvector, to the last bit, does not hide it', () => {
    // Diagonal: products of a vector that is 0 at the top stay 0 there, while those of all others go on and on.
    const values = [100, ...Array.from({ length: 49 }, (_, i) => i + 1)];
    const apart = quadratic(values.map((value, i) => values.map((_, j) => (i === j ? value : 0))));
    const start = values.map((_, i) => Number(i > 0));
    const found = kudari.sharpness(apart, origin, { start });
    near(found.values, [100], 1e-6);
    assert.equal(found.converged, true);
    assert.ok(found.products < 50, `${found.products}`);
  });

  test('the seed decides the start, and nothing else', () => {
    const [one, again, other] = [1, 1, 2].map((seed) => kudari.sharpness(problem, origin, { seed }));
    assert.deepEqual(one, again);
    assert.notDeepEqual(one.vectors, other.vectors);
    near(other.values, one.values, 1e-8);
  });

  test('without Hessian-vector products from differences of the gradient', () => {
    for (const factory of [problems.rosenbrock, problems.beale, problems.sixHumpCamel]) {
      const { size, loss, gradient, hessianVector, start } = factory();
      const exact = kudari.sharpness({ size, loss, gradient, hessianVector }, start, { k: 2 });
      const differences = kudari.sharpness({ size, loss, gradient }, start, { k: 2 });
      near(differences.values, exact.values, 1e-7 * Math.abs(exact.values[0]));
    }
  });

  test('preconditioned it is that of P⁻¹H', () => {
    const diagonal = [4, 1, 9];
    const matrix = withSpectrum([5, 2, 1], 6);
    const { values, vectors } = kudari.sharpness(quadratic(matrix), [0, 0, 0], { k: 3, preconditioner: diagonal });
    const trace = matrix.reduce((sum, row, i) => sum + row[i] / diagonal[i], 0);
    near([values.reduce((a, b) => a + b)], [trace], 1e-12);
    near([values.reduce((a, b) => a * b)], [10 / 36], 1e-12);
    vectors.forEach((v, k) =>
      near(
        matrix.map((row, i) => row.reduce((sum, entry, j) => sum + entry * v[j], 0) / diagonal[i]),
        Array.from(v, (entry) => values[k] * entry),
        1e-12,
      ),
    );
  });

  test('power iteration, which knows nothing of Lanczos, agrees', () => {
    const out = new Float64Array(50);
    let v = Float64Array.from({ length: 50 }, (_, i) => Math.cos(i));
    let value = 0;
    // Shifted by 20, so that the largest algebraically is the largest in magnitude.
    for (let i = 0; i < 400; i++) {
      problem.hessianVector(origin, v, out);
      const image = out.map((entry, k) => entry + 20 * v[k]);
      value = Math.hypot(...image);
      v = image.map((entry) => entry / value);
    }
    near(kudari.sharpness(problem, origin).values, [value - 20], 1e-9);
  });

  test('one product at a time it is the same', () => {
    const measurement = kudari.measureSharpness(problem, origin, { k: 2 });
    let steps = 1;
    while (measurement.step()) steps += 1;
    const found = measurement.finish();
    assert.equal(found.products, steps);
    assert.deepEqual(found, kudari.sharpness(problem, origin, { k: 2 }));
  });

  test('a product that is not finite is no convergence', () => {
    const found = kudari.sharpness(
      quadratic([
        [NaN, 0],
        [0, 1],
      ]),
      [0, 0],
    );
    assert.ok(Number.isNaN(found.values[0]));
    assert.equal(found.converged, false);
  });

  test('wrong options are named', () => {
    for (const [options, message] of /** @type {[any, RegExp][]} */ ([
      [{ k: 0 }, /sharpness: k .*from 1 to 50, not 0/],
      [{ k: 51 }, /sharpness: k .*to 50, not 51/],
      [{ tolerance: NaN }, /sharpness: tolerance/],
      [{ end: 'top' }, /largest, smallest, both/],
      [{ start: [1] }, /start must have 50 entries/],
      [{ preconditioner: origin }, /preconditioner\[0\] .*above 0/],
      [{ nonsense: 1 }, /no option "nonsense"/],
    ]))
      assert.throws(() => kudari.sharpness(problem, origin, options), message);
    assert.throws(() => kudari.sharpness(/** @type {any} */ ({ size: 2 }), [0, 0]), /function gradient/);
    assert.throws(() => kudari.sharpness(problem, [0]), /w must have 50 entries/);
  });
});

test('the trace is exact for a diagonal Hessian, and elsewhere within a few of its errors', () => {
  near(
    [
      kudari.trace(
        quadratic([
          [3, 0],
          [0, 4],
        ]),
        [0, 0],
        { samples: 1 },
      ).value,
    ],
    [7],
    0,
  );
  const matrix = withSpectrum([5, 4, 3, 2, 1, -1], 7);
  const { value, error, products } = kudari.trace(quadratic(matrix), new Array(6).fill(0), { samples: 400 });
  assert.equal(products, 400);
  assert.ok(error > 0 && error < 0.5, `${error}`);
  assert.ok(Math.abs(value - 14) < 4 * error, `${value} ± ${error}`);
});

describe('SAM sharpness', () => {
  const bowl = quadratic([
    [4, 0],
    [0, 1],
  ]);

  test('of a bowl, in each norm, is what the ball gives', () => {
    // At (1, 0) the gradient is (4, 0): ε̂ = (ρ, 0) for p = 1, 2, ∞, and E = 2w².
    for (const p of /** @type {const} */ ([1, 2, 3, 'inf']))
      near([kudari.samSharpness(bowl, [1, 0], { rho: 0.5, p, eps: 0 })], [2 * 1.5 ** 2 - 2], 1e-14);
    // At (1, 4), gradient (4, 4): ρ(1, 1) for p = ∞, ρ(1, 1)/√2 for p = 2.
    const rise = (/** @type {number} */ step) => 2 * (1 + step) ** 2 + (4 + step) ** 2 / 2 - 10;
    near([kudari.samSharpness(bowl, [1, 4], { rho: 0.5, p: 'inf' })], [rise(0.5)], 1e-11);
    near([kudari.samSharpness(bowl, [1, 4], { rho: 0.5, eps: 0 })], [rise(0.5 / Math.SQRT2)], 1e-14);
  });

  test('of a place without a gradient is 0', () => {
    assert.equal(kudari.samSharpness(bowl, [0, 0], { rho: 0.5 }), 0);
  });

  test('with more ascents is never less, and finds the worst of the ball', () => {
    const w = [0.1, 1];
    const rises = [1, 2, 5, 50].map((ascents) => kudari.samSharpness(bowl, w, { rho: 1, ascents, eps: 0 }));
    rises.forEach((rise, i) => assert.ok(i === 0 || rise >= rises[i - 1] - 1e-15));
    let worst = -Infinity;
    for (let angle = 0; angle < 2 * Math.PI; angle += 1e-4)
      worst = Math.max(worst, bowl.loss([w[0] + Math.cos(angle), w[1] + Math.sin(angle)]));
    assert.ok(Math.abs(rises[3] - (worst - bowl.loss(w))) < 1e-6, `${rises[3]} against ${worst - bowl.loss(w)}`);
    assert.ok(rises[3] > rises[0] + 0.01, 'one step is not enough here');
  });
});
