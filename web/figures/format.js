/**
 * Numbers as a reader should see them.
 */

const prefixes = ['', 'k', 'M', 'G'];

/**
 * The parts of a short number: 0.08, −1.5, 1.2 × 10 to the −7.
 *
 * @param {number} value
 * @param {number} [digits] significant
 * @param {boolean} [steady] with all digits, also those that are 0, for a number that runs
 * @returns {{ mantissa: string, exponent: string }} with true minus signs; the exponent is '' where there is none, and then
 *   the mantissa is the number, else '' stands for a mantissa of 1
 */
export function numberParts(value, digits = 4, steady = false) {
  if (Number.isNaN(value)) return { mantissa: '–', exponent: '' };
  if (!Number.isFinite(value)) return { mantissa: value > 0 ? '∞' : '−∞', exponent: '' };
  const size = Math.abs(value);
  if (size === 0) return { mantissa: '0', exponent: '' };
  const text = value.toExponential(digits - 1);
  const [leading, power] = text.split('e');
  if (size < 1e-3 || size >= 1e6) {
    const mantissa = steady ? leading : String(Number(leading));
    return { mantissa: minus(mantissa === '1' ? '' : mantissa), exponent: minus(String(Number(power))) };
  }
  const places = Math.max(0, digits - 1 - Number(power));
  return { mantissa: minus(steady ? Number(text).toFixed(places) : String(Number(text))), exponent: '' };
}

/**
 * Short, with a true minus sign: 0.08, −1.5, 1.2×10⁻⁷.
 *
 * @param {number} value
 * @param {number} [digits] significant
 */
export function formatNumber(value, digits = 4) {
  const { mantissa, exponent } = numberParts(value, digits);
  if (exponent === '') return mantissa;
  return `${mantissa && `${mantissa}×`}10${superscript(exponent)}`;
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
  if (size === 0) return '0';
  // Three digits at least that say something.
  const decimals = size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5;
  return minus(value.toFixed(decimals));
}

/**
 * For the ticks of an axis: 10k, 1250, −0.5; with as many digits as tell neighbours apart.
 *
 * @param {number} value
 * @param {number} [spacing] distance to the next tick
 */
export function formatTick(value, spacing = 0) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (spacing > 0 && spacing < size / 100 && size < 1e6 && spacing > 1e-6)
    return minus(value.toFixed(Math.max(0, Math.ceil(-Math.log10(spacing) - 1e-9))));
  const thousands = size < 1e4 ? 0 : Math.floor(Math.log10(size) / 3 + 1e-9);
  if (thousands < 1 || thousands >= prefixes.length) return formatNumber(value, size >= 1000 ? 4 : 3);
  return minus(`${Number((value / 1000 ** thousands).toPrecision(3))}${prefixes[thousands]}`);
}

/** For the ticks of an axis that counts in powers of ten: 10⁻⁴, 1, 10². @param {number} value */
export function formatPower(value) {
  const exponent = Math.round(Math.log10(value));
  return exponent === 0 ? '1' : exponent === 1 ? '10' : `10${superscript(minus(String(exponent)))}`;
}

/** @param {string} text */
const minus = (text) => text.replace('-', '−');

/** @param {string} digits */
const superscript = (digits) => [...digits].map((each) => (each === '−' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(each)])).join('');
