/**
 * A landscape as filled contours: the loss on a grid, levels, and their outlines.
 */
import { contours } from 'd3-contour';
import { interpolateLab } from 'd3-interpolate';

/** @typedef {import('./frame.js').Frame} Frame */

const LEVELS = 26;

/** Columns of the grid where the loss is cheap; a loss that takes long is looked at on a coarser one. */
const FINE = 220;
const COARSE = 40;
/** Milliseconds that a whole survey may take, spread over many frames. */
const PATIENCE = 600;

/**
 * The loss at the centres of the cells of a grid, row by row from the top; in pieces, as it may take long.
 */
export class Survey {
  #problem;
  #frame;
  #row = 0;
  #w = new Float64Array(2);
  #values;

  /**
   * @param {{ loss: (w: Float64Array) => number }} problem of two parameters
   * @param {Frame} frame
   * @param {number} aspect height of the picture over its width
   */
  constructor(problem, frame, aspect) {
    this.#problem = problem;
    this.#frame = frame;
    this.columns = affordableColumns(problem, frame, aspect);
    this.rows = Math.max(2, Math.round(this.columns * aspect));
    this.#values = new Float64Array(this.columns * this.rows);
  }

  get done() {
    return this.#row === this.rows;
  }

  /** Goes on until it is done or the time is up. @param {number} milliseconds */
  advance(milliseconds) {
    const end = performance.now() + milliseconds;
    while (!this.done && performance.now() < end) this.#sampleRow();
  }

  #sampleRow() {
    const { left, right, bottom, top } = this.#frame;
    const { columns, rows } = this;
    this.#w[1] = top + ((this.#row + 0.5) / rows) * (bottom - top);
    for (let column = 0; column < columns; column++) {
      this.#w[0] = left + ((column + 0.5) / columns) * (right - left);
      this.#values[this.#row * columns + column] = this.#problem.loss(this.#w);
    }
    this.#row += 1;
  }

  /** The outlines of all levels, once it is done. */
  shapes() {
    const thresholds = chooseLevels(this.#values);
    return contours().size([this.columns, this.rows]).thresholds(thresholds)(/** @type {any} */ (this.#values));
  }
}

/** @param {{ loss: (w: Float64Array) => number }} problem @param {Frame} frame @param {number} aspect */
function affordableColumns(problem, { left, bottom }, aspect) {
  // At different points, as a problem may remember the last one.
  const evaluate = (/** @type {number} */ times) => {
    for (let i = 0; i < times; i++) problem.loss(Float64Array.of(left + i / times, bottom));
  };
  evaluate(8); // while the engine warms up
  const tries = 16;
  const start = performance.now();
  evaluate(tries);
  const each = (performance.now() - start) / tries;
  const affordable = Math.sqrt(PATIENCE / Math.max(each, 1e-6) / aspect);
  return Math.round(Math.max(COARSE, Math.min(FINE, affordable)));
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
 * @param {CanvasRenderingContext2D} context
 * @param {Survey} survey that is done
 * @param {{ width: number, height: number, scale: number }} size pixels, and pixels to a CSS pixel
 * @param {{ high: string, low: string, contour: string }} colors
 */
export function drawTerrain(context, survey, { width, height, scale }, { high, low, contour }) {
  const shapes = survey.shapes();
  const hue = interpolateLab(low, high);
  context.fillStyle = hue(0);
  context.fillRect(0, 0, width, height);
  shapes.forEach((shape, i) => {
    const path = new Path2D();
    for (const polygon of shape.coordinates)
      for (const ring of polygon) tracePath(path, ring, width / survey.columns, height / survey.rows);
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
