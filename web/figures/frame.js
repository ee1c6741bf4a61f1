/**
 * The part of a plane, or of an axis, that a picture shows.
 *
 * @typedef {object} Frame
 * @property {number} left
 * @property {number} right
 * @property {number} bottom
 * @property {number} top
 */

/**
 * The size of a chart's plot area; of the whole canvas, before the first layout.
 *
 * @param {any} chart
 * @returns {{ width: number, height: number }}
 */
export function plotSize({ chartArea, width, height }) {
  return chartArea && chartArea.width > 0 ? chartArea : { width, height };
}

/**
 * A domain, widened in one direction until a unit is as long in both.
 *
 * @param {readonly (readonly number[])[]} domain
 * @param {{ width: number, height: number }} plot
 * @returns {Frame}
 */
export function squareFrame(domain, { width, height }) {
  const [[left, right], [bottom, top]] = domain;
  const unit = Math.max((right - left) / width, (top - bottom) / height);
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return {
    left: x - (unit * width) / 2,
    right: x + (unit * width) / 2,
    bottom: y - (unit * height) / 2,
    top: y + (unit * height) / 2,
  };
}

/**
 * A range as it is after a zoom around a point of it, and a move.
 *
 * @param {readonly [number, number]} range
 * @param {number} factor above 1 comes nearer
 * @param {number} at the point that stays where it is
 * @param {number} [move] added to both ends, as a share of the range
 * @returns {[number, number]} ends with no more digits than can be seen
 */
export function moved([low, high], factor, at, move = 0) {
  const width = (high - low) / factor;
  const start = at - (at - low) / factor + move * width;
  const digits = Math.max(0, Math.min(15, Math.ceil(3.5 - Math.log10(width))));
  return [Number(start.toFixed(digits)), Number((start + width).toFixed(digits))];
}
