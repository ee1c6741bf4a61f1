/**
 * Numbers as a reader should see them.
 */

const prefixes = ['', 'k', 'M', 'G'];

/**
 * Short, with a true minus sign: 0.08, −1.5, 1.2×10⁻⁷.
 *
 * @param {number} value
 * @param {number} [digits] significant
 */
export function formatNumber(value, digits = 4) {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(digits));
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    const [mantissa, exponent] = rounded.toExponential().split('e');
    return minus(`${mantissa === '1' ? '' : `${mantissa}×`}10${superscript(String(Number(exponent)))}`);
  }
  return minus(String(rounded));
}

/**
 * With a fixed number of decimals, so that it does not change its width while it runs.
 *
 * @param {number} value
 */
export function formatReading(value) {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || (size !== 0 && (size < 1e-3 || size >= 1e9))) return formatNumber(value, 2);
  if (size >= 1000) return formatTick(value);
  return minus(value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3));
}

/** For the ticks of an axis: 1k, 250, −0.5. @param {number} value */
export function formatTick(value) {
  if (value === 0) return '0';
  const thousands = Math.floor(Math.log10(Math.abs(value)) / 3 + 1e-9);
  if (thousands < 1 || thousands >= prefixes.length) return formatNumber(value, 3);
  return minus(`${Number((value / 1000 ** thousands).toPrecision(3))}${prefixes[thousands]}`);
}

/** @param {string} text */
const minus = (text) => text.replace('-', '−');

/** @param {string} digits */
const superscript = (digits) => [...digits].map((each) => (each === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(each)])).join('');
