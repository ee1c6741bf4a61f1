/**
 * A landscape as filled contours: the loss on a grid, levels, and their outlines.
 */
import { contours } from 'd3-contour';
import { interpolateLab } from 'd3-interpolate';

/**
 * @typedef {object} Frame the part of the plane that is drawn
 * @property {number} left
 * @property {number} right
 * @property {number} bottom
 * @property {number} top
 */

const COLUMNS = 220;
const LEVELS = 26;

/**
 * The loss at the centres of the cells of a grid, row by row from the top.
 *
 * @param {{ loss: (w: Float64Array) => number }} problem of two parameters
 * @param {Frame} frame
 * @param {number} rows
 */
function sample(problem, { left, right, bottom, top }, rows) {
  const values = new Float64Array(COLUMNS * rows);
  const w = new Float64Array(2);
  for (let row = 0; row < rows; row++) {
    w[1] = top + ((row + 0.5) / rows) * (bottom - top);
    for (let column = 0; column < COLUMNS; column++) {
      w[0] = left + ((column + 0.5) / COLUMNS) * (right - left);
      values[row * COLUMNS + column] = problem.loss(w);
    }
  }
  return values;
}

/**
 * Levels between lowest and highest: evenly spaced, or, where most of the plane lies low under a few high walls, evenly
 * spaced in the logarithm of the height above the lowest, so that the valley floor shows its form.
 *
 * @param {Float64Array} values
 */
function chooseLevels(values) {
  const sorted = values.filter(Number.isFinite).sort();
  if (sorted.length === 0) return [];
  const [lowest, median, highest] = [0, 0.5, 1].map((share) => sorted[Math.round(share * (sorted.length - 1))]);
  const range = highest - lowest;
  const even = Array.from({ length: LEVELS }, (_, i) => (i + 0.5) / LEVELS);
  if (median - lowest > 0.1 * range) return even.map((share) => lowest + share * range);
  const unit = Math.max(sorted[Math.round(0.02 * sorted.length)] - lowest, 1e-9 * range) || 1;
  const top = Math.log1p(range / unit);
  return even.map((share) => lowest + unit * Math.expm1(share * top));
}

/**
 * @param {{ loss: (w: Float64Array) => number }} problem of two parameters
 * @param {Frame} frame
 * @param {number} aspect height of the picture over its width
 */
export function surveyTerrain(problem, frame, aspect) {
  const rows = Math.max(2, Math.round(COLUMNS * aspect));
  const values = sample(problem, frame, rows);
  const levels = chooseLevels(values);
  return { rows, shapes: contours().size([COLUMNS, rows]).thresholds(levels)(/** @type {any} */ (values)) };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof surveyTerrain>} terrain
 * @param {{ width: number, height: number, scale: number }} size pixels, and pixels to a CSS pixel
 * @param {{ high: string, low: string, contour: string }} colors
 */
export function drawTerrain(context, { rows, shapes }, { width, height, scale }, { high, low, contour }) {
  const hue = interpolateLab(low, high);
  context.fillStyle = hue(0);
  context.fillRect(0, 0, width, height);
  shapes.forEach((shape, i) => {
    const path = new Path2D();
    for (const polygon of shape.coordinates)
      for (const ring of polygon) tracePath(path, ring, width / COLUMNS, height / rows);
    context.fillStyle = hue((i + 1) / shapes.length);
    context.fill(path, 'evenodd');
    context.strokeStyle = contour;
    context.lineWidth = 0.6 * scale;
    context.stroke(path);
  });
}

/** @param {Path2D} path @param {number[][]} ring @param {number} x @param {number} y */
function tracePath(path, ring, x, y) {
  ring.forEach((point, i) => path[i ? 'lineTo' : 'moveTo'](point[0] * x, point[1] * y));
  path.closePath();
}
