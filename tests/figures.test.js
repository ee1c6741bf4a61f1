/**
 * What figures compute before they draw: places of labels, levels of a landscape.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { spread } from '../web/figures/labels.js';
import { chooseLevels } from '../web/figures/terrain.js';
import { close } from './support.js';

describe('labels beside a plot', () => {
  /** Where labels go that would stand at these heights, in a plot from 0 to 100. @param {...number} heights */
  const placed = (...heights) => {
    const ends = heights.map((labelY) => ({ labelY }));
    spread(ends, { top: 0, bottom: 100 });
    return ends.map(({ labelY }) => labelY);
  };

  test('stand where they belong if there is room', () => {
    assert.deepEqual(placed(), []);
    assert.deepEqual(placed(37), [37]);
    assert.deepEqual(placed(90, 10, 50), [90, 10, 50]);
    assert.deepEqual(placed(40, 54), [40, 54], 'fourteen pixels are room enough');
  });

  test('make way downwards for those above them, and the others upwards at the bottom', () => {
    assert.deepEqual(placed(50, 52, 90), [50, 64, 90]);
    assert.deepEqual(placed(52, 50), [64, 50], 'the upper one stays, whichever comes first');
    assert.deepEqual(placed(50, 50, 50), [50, 64, 78]);
    assert.deepEqual(placed(95, 98), [86, 100]);
    assert.deepEqual(placed(120), [100]);
  });

  test('lie closer together where there are many', () => {
    const all = placed(...new Array(11).fill(50));
    assert.deepEqual(all, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });
});

describe('levels of a landscape', () => {
  const shares = Array.from({ length: 26 }, (_, i) => (i + 0.5) / 26);

  test('are even where the heights are', () => {
    const heights = Float64Array.from({ length: 101 }, (_, i) => i - 20);
    close(
      chooseLevels(heights),
      shares.map((share) => 100 * share - 20),
      1e-14,
      'levels',
    );
  });

  test('are close at the floor of a valley under high walls', () => {
    // Up to 2 % of the heights are taken for the floor's own.
    const heights = Float64Array.of(5, ...new Array(97).fill(7), 8, 2005);
    close(
      chooseLevels(heights),
      shares.map((share) => 5 + 2 * Math.expm1(share * Math.log1p(2000 / 2))),
      1e-12,
      'levels',
    );
  });

  test('go to even ones where half of the plane lies higher than a tenth', () => {
    const middle = (/** @type {number} */ height) =>
      chooseLevels(Float64Array.of(...new Array(50).fill(0), ...new Array(51).fill(height), 100))[0];
    close([middle(10.1)], [100 / 52], 1e-14, 'even');
    assert.ok(middle(9.9) < 0.1, `${middle(9.9)}`);
  });

  test('know nothing of what is no number; of a plain there is one height', () => {
    const heights = Float64Array.from({ length: 101 }, (_, i) => i);
    const wild = Float64Array.of(NaN, Infinity, ...heights, -Infinity);
    close(chooseLevels(wild), Array.from(chooseLevels(heights)), 1e-14, 'levels');
    assert.deepEqual(chooseLevels(Float64Array.of(NaN, Infinity)), []);
    assert.deepEqual(chooseLevels(new Float64Array(50).fill(3)), new Array(26).fill(3));
  });
});
