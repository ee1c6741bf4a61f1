/**
 * Numbers and tables as the report and the README show them.
 */

/** @typedef {import('./summary.js').Summary} Summary */

/** Lines of a Markdown table, numbers to the right. @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** 1000, 1e4, 1e5 … @param {number} n */
export const count = (n) => (n <= 1000 ? String(n) : n.toExponential(0).replace('e+', 'e'));

/** To three digits at most, without an exponent. @param {number} value */
export function short(value) {
  const size = Math.abs(value);
  if (size >= 1000) return String(Number(value.toPrecision(3)));
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

/** How many times: 0.21, 8.4, 310. @param {number} value */
export function times(value) {
  return value >= 20 ? String(Number(value.toPrecision(2))) : value.toFixed(value >= 1 ? 1 : 2);
}

/** @param {number} share */
export const percent = (share) => `${(100 * share).toFixed(0)} %`;

/** A time with its spread, of so many units. @param {Summary} summary @param {number} [unit] */
export const spreadOf = ({ median, spread }, unit = 1) => `${short(median / unit)} ±${percent(spread)}`;

/** @param {number} bytes */
export const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
