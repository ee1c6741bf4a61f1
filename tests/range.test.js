/**
 * The values that a curve's axis shows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canBeLogarithmic, valueRange } from '../web/figures/range.js';

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
