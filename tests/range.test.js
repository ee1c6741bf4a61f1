/**
 * The values that a curve's axis shows.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueRange } from '../web/figures/range.js';

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
