/**
 * Numbers as a reader sees them, digit by digit.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNumber, formatPower, formatReading, formatTick, numberParts } from '../web/figures/format.js';

/** @template T @param {(value: T) => string} format @param {[T, string][]} cases */
function says(format, cases) {
  for (const [value, text] of cases) assert.equal(format(value), text, `${value}`);
}

test('short: four digits at most, powers of ten beyond a thousandth and a million', () => {
  says(formatNumber, [
    [0.08, '0.08'],
    [-1.5, '−1.5'],
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [0.001, '0.001'],
    [0.0012345, '0.001234'],
    [123456.7, '123500'],
    [999400, '999400'],
    [1e6, '10⁶'],
    [1234567, '1.235×10⁶'],
    [0.00099, '9.9×10⁻⁴'],
    [1.2e-7, '1.2×10⁻⁷'],
    [1e-7, '10⁻⁷'],
    [-1e-7, '−1×10⁻⁷'],
    [-2.5e10, '−2.5×10¹⁰'],
    [1.7976931348623157e308, '1.798×10³⁰⁸'],
    [NaN, '–'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ]);
  says(
    (digits) => formatNumber(0.123456, digits),
    [
      [1, '0.1'],
      [2, '0.12'],
      [6, '0.123456'],
    ],
  );
});

test('in parts; steady with all its digits, of a mantissa of 1 as well', () => {
  assert.deepEqual(numberParts(-1.2e-7), { mantissa: '−1.2', exponent: '−7' });
  assert.deepEqual(numberParts(1e-7), { mantissa: '', exponent: '−7' });
  assert.deepEqual(numberParts(0.5), { mantissa: '0.5', exponent: '' });
  const steady = (/** @type {number} */ value) => numberParts(value, 4, true);
  assert.deepEqual(steady(0.5), { mantissa: '0.5000', exponent: '' });
  assert.deepEqual(steady(-12), { mantissa: '−12.00', exponent: '' });
  assert.deepEqual(steady(123456), { mantissa: '123500', exponent: '' });
  assert.deepEqual(steady(1e-7), { mantissa: '1.000', exponent: '−7' });
  assert.deepEqual(steady(-2e6), { mantissa: '−2.000', exponent: '6' });
  assert.deepEqual(steady(NaN), { mantissa: '–', exponent: '' });
});

test('a reading has three digits at least that say something', () => {
  says(formatReading, [
    [0, '0'],
    [0.00123456, '0.00123'],
    [0.001, '0.00100'],
    [0.0123456, '0.0123'],
    [0.01, '0.0100'],
    [0.123456, '0.123'],
    [0.1, '0.100'],
    [-0.5, '−0.500'],
    [1.23456, '1.235'],
    [10, '10.00'],
    [12.3456, '12.35'],
    [100, '100.0'],
    [123.456, '123.5'],
    [1000, '1000'],
    [1234.5, '1235'],
    [-12345, '−12.3k'],
    [0.000567, '5.7×10⁻⁴'],
    [1e9, '10⁹'],
    [NaN, '–'],
    [-Infinity, '−∞'],
  ]);
});

test('a tick is as short as it can be: thousands by their letters', () => {
  says(formatTick, [
    [0, '0'],
    [-0.5, '−0.5'],
    [0.123456, '0.123'],
    [999, '999'],
    [1250, '1250'],
    [9999, '9999'],
    [1e4, '10k'],
    [-20_000, '−20k'],
    [123_456, '123k'],
    [1e6, '1M'],
    [2.5e9, '2.5G'],
    [1e12, '10¹²'],
  ]);
});

test('and as long as tells it from its neighbour', () => {
  says(
    ([value, spacing]) => formatTick(value, spacing),
    [
      [[1.234, 0.001], '1.234'],
      [[-1.2, 0.001], '−1.200'],
      [[100.25, 0.05], '100.25'],
      [[12_000, 50], '12000'],
      // Near enough to be told apart anyway, too large, or too near for a fixed number of decimals.
      [[0.1, 0.05], '0.1'],
      [[1, 0.01], '1'],
      [[2e6, 1], '2M'],
      [[1, 1e-7], '1'],
    ],
  );
});

test('a power of ten', () => {
  says(formatPower, [
    [1e-4, '10⁻⁴'],
    [0.1, '10⁻¹'],
    [1, '1'],
    [10, '10'],
    [100, '10²'],
    [1e15, '10¹⁵'],
    // What a logarithmic axis has rounded.
    [999.9999999, '10³'],
  ]);
});
