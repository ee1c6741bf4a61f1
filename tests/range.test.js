/**
 * The values that a curve's axis shows.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { canBeLogarithmic, valueRange } from '../web/figures/range.js';
import { lossRange } from '../web/figures/sweep.js';
import { close } from './support.js';

/** A run of a loss from 1 to 0.2 with some loss on test points. @param {number[]} testLoss @param {any} [stopped] */
const run = (testLoss, stopped = null) =>
  /** @type {any} */ ({ loss: Float64Array.of(1, 0.6, 0.2), testLoss: Float64Array.from(testLoss), stopped });

/** With its margin of 6 % of what is shown. @param {number} low @param {number} high */
const linear = (low, high) => ({ log: false, min: low - 0.06 * (high - low), max: high + 0.06 * (high - low) });

test('what is read together with a column is seen whole', () => {
  const runs = [run([0.9, NaN, 3]), run([0.1, 0.5, 0.7])];
  assert.deepEqual(valueRange(runs, 'loss', undefined, 'linear'), linear(0.2, 1));
  assert.deepEqual(valueRange(runs, 'loss', undefined, 'linear', 'testLoss'), linear(0.1, 3));
});

test('but for what is far away, or belongs to a run that diverged', () => {
  const runs = [run([0.9, 40, 0.04]), run([3, 3, 3], { step: 2 })];
  assert.deepEqual(valueRange(runs, 'loss', undefined, 'linear', 'testLoss'), linear(0.2, 1));
});

test('a run that goes wild and stays finite leaves the picture, as one that stopped does', () => {
  /** @param {number[]} loss */
  const of = (...loss) => /** @type {any} */ ({ loss: Float64Array.from(loss), stopped: null });
  const calm = of(1, 0.6, 0.2);
  assert.deepEqual(valueRange([calm, of(1, 50, 1e100)], 'loss', undefined, 'linear'), linear(0.2, 1));
  assert.deepEqual(valueRange([calm, of(1, 900, 999)], 'loss', undefined, 'linear'), linear(0.2, 999), 'not so far');
  assert.deepEqual(valueRange([calm, of(1, 1e9, 0.5)], 'loss', undefined, 'linear'), linear(0.2, 1e9), 'it came back');
  const wild = of(1, 50, 1e100);
  assert.equal(valueRange([wild], 'loss').max, 1e100 * 1.6, 'unless there is no other kind');
});

test('what is nothing but zero has an axis, and what is constant may have a logarithmic one', () => {
  const still = (/** @type {number} */ value) => [
    /** @type {any} */ ({ loss: Float64Array.of(value, value), stopped: null }),
  ];
  assert.deepEqual(valueRange(still(0), 'loss'), { log: false, min: -1, max: 1 });
  assert.deepEqual(valueRange(still(20), 'loss'), { log: false, min: 18, max: 22 });
  assert.deepEqual([canBeLogarithmic(still(0), 'loss'), canBeLogarithmic(still(20), 'loss')], [false, true]);
  assert.deepEqual(valueRange(still(20), 'loss', undefined, 'log'), { log: true, min: 12.5, max: 32 });
});

/** A run of some values beside its limit. @param {number[]} loss @param {{ stability?: number[], stopped?: any }} [more] */
const values = (loss, { stability = [], stopped = null } = {}) =>
  /** @type {any} */ ({ loss: Float64Array.from(loss), stability: Float64Array.from(stability), stopped });

/** With its margin, a factor of 1.6. @param {number} low @param {number} high */
const logarithmic = (low, high) => ({ log: true, min: low / 1.6, max: high * 1.6 });

describe('the scale', () => {
  test('is logarithmic by itself over more than two decades', () => {
    assert.deepEqual(valueRange([values([100, 1])], 'loss'), linear(1, 100));
    assert.deepEqual(valueRange([values([101, 1])], 'loss'), logarithmic(1, 101));
    assert.deepEqual(valueRange([values([101]), values([1])], 'loss'), logarithmic(1, 101), 'of all runs together');
  });

  test('is the one that is asked for, where it can be', () => {
    assert.deepEqual(valueRange([values([1000, 1])], 'loss', undefined, 'linear'), linear(1, 1000));
    assert.deepEqual(valueRange([values([2, 1])], 'loss', undefined, 'log'), logarithmic(1, 2));
    assert.deepEqual(valueRange([values([2, -1])], 'loss', undefined, 'log'), linear(-1, 2));
    // A zero is left out if somebody asks for it, and else decides.
    assert.deepEqual(valueRange([values([8, 0.5, 0])], 'loss', undefined, 'log'), logarithmic(0.5, 8));
    assert.deepEqual(valueRange([values([8, 1e-9, 0])], 'loss'), linear(0, 8));
    assert.equal(valueRange([values([0, 0])], 'loss', undefined, 'log').log, false);
  });

  test('can be logarithmic where no value is negative, and one is more than 0', () => {
    const can = (/** @type {any[]} */ ...runs) => canBeLogarithmic(runs, 'loss');
    assert.deepEqual(
      [can(values([0, 1])), can(values([2, 1])), can(values([-1, 1])), can(values([0, 0])), can(values([NaN]))],
      [true, true, false, false, false],
    );
    const diverged = values([1, -1], { stopped: { step: 1 } });
    assert.deepEqual([can(values([2, 1]), diverged), can(diverged)], [true, false], 'one that diverged has no say');
  });
});

test('values that are all one have a margin of their own', () => {
  // Of a difference in the last digits there is nothing to see.
  const { log, min, max } = valueRange([values([2, 2 + 1e-12])], 'loss');
  assert.equal(log, false);
  close([min, max], [1.8, 2.2], 1e-11, 'around 2');
  assert.deepEqual(valueRange([values([NaN, Infinity])], 'loss'), { log: false, min: 0, max: 1 }, 'of none at all');
});

describe('a run that diverged', () => {
  test('is seen as far as the others’ picture goes, and a little beyond', () => {
    const away = (/** @type {number[]} */ ...loss) => values(loss, { stopped: { step: 3 } });
    // Twice the height of the others; on a logarithmic axis a thousand times their largest.
    assert.deepEqual(valueRange([values([1, 3]), away(2, 4.9, 5.1)], 'loss'), linear(1, 4.9));
    assert.deepEqual(valueRange([values([1, 3]), away(0.5, 4)], 'loss'), linear(1, 4), 'nothing below them');
    assert.deepEqual(valueRange([values([200, 1]), away(1.9e5, 2.1e5)], 'loss'), logarithmic(1, 1.9e5));
    assert.deepEqual(valueRange([away(1, 3)], 'loss'), linear(1, 3), 'alone it is all there is');
  });
});

describe('a limit', () => {
  /** The range of values from 1 to 10 under a limit. @param {number[]} stability */
  const under = (stability) => valueRange([values([1, 10], { stability })], 'loss', 'stability');

  test('is kept in view unless it is far away', () => {
    assert.deepEqual(under([39, 39, 39]), linear(1, 39));
    assert.deepEqual(under([41, 41, 41]), linear(1, 10));
    assert.deepEqual(under([20, 39, 41]), linear(1, 39));
    const low = valueRange([values([8, 10], { stability: [2.4, 2.6, 3] })], 'loss', 'stability');
    assert.deepEqual(low, linear(2.6, 10));
  });

  test('that goes to and fro is not', () => {
    assert.deepEqual(under([30, 20, 30, 20, 30, 20]), linear(1, 10));
    // Of eight values two turns are a curve, three are not.
    assert.deepEqual(under([20, 25, 30, 25, 20, 25, 30, 35]), linear(1, 35));
    assert.deepEqual(under([20, 25, 30, 25, 20, 25, 35, 30]), linear(1, 10));
    assert.deepEqual(under([20, 20, 30, 30, 20, 20, 30, 30]), linear(1, 30), 'to stand still is no turn');
  });
});

describe('the losses of a race', () => {
  /** @param {number[]} losses @param {number} startLoss */
  const range = (losses, startLoss) => {
    const { log, min, max } = lossRange([/** @type {any} */ ({ loss: Float64Array.from(losses) })], startLoss);
    return { log, ends: [min, max] };
  };
  /** @param {ReturnType<typeof range>} found @param {boolean} log @param {number[]} ends */
  const is = ({ log: found, ends: got }, log, ends) => {
    assert.equal(found, log);
    got.forEach((end, i) => close([end / ends[i]], [1], 1e-12, `${got}, not ${ends}`));
  };

  test('reach from the lowest to a little above the start', () => {
    is(range([0.5, 2], 1), false, [0.44, 1.04]);
    is(range([-1, 2], 3), false, [-1.48, 3.32]);
    is(range([2], 2), false, [1.76, 2.16]);
  });

  test('reach to the middle of what there is where nothing got below the start', () => {
    is(range([9, 3, 5], 1), false, [0.52, 5.32]);
    is(range([NaN, Infinity, 3, 5], 1), false, [0.52, 5.32]);
  });

  test('are logarithmic over more than two decades', () => {
    is(range([0.01, 0.5], 1), false, [0.01 - 0.12 * 0.99, 1 + 0.08 * 0.99]);
    is(range([0.001, 0.5], 1), true, [1e-3 / 10 ** 0.3, 10 ** 0.15]);
  });

  test('are called 0 below a share of 10⁻¹⁶ of the start', () => {
    for (const lowest of [0, 1e-300, 2e-17]) is(range([lowest], 2), true, [2e-16 / 10 ** 1.6, 2 * 10 ** 0.8]);
    is(range([2e-15], 2), true, [2e-15 / 10 ** 1.5, 2 * 10 ** 0.75]);
  });

  test('of which none is a number leave the start, if that is one', () => {
    assert.deepEqual(range([NaN, Infinity], 2), { log: false, ends: [0, 4] });
    assert.deepEqual(range([NaN], -2), { log: false, ends: [0, 1] });
    assert.deepEqual(range([1], NaN), { log: false, ends: [0, 1] });
  });
});
