/**
 * A landscape as filled contours: the loss on a grid, levels, and their outlines.
 */
import { contours } from 'd3-contour';
import { color } from 'chart.js/helpers';

/** @typedef {import('./ground.js').View} View */

const LEVELS = 26;

/** Columns of the grid where the loss is cheap; a loss that takes long is looked at on a coarser one. */
const FINE = 220;
const COARSE = 40;
/** Milliseconds that a whole survey may take, spread over many frames. */
const PATIENCE = 600;
/** Samples to tell how the heights are distributed. */
const ENOUGH = 4000;
/** Evaluations between two looks at the clock. */
const ROUND = 16;

/**
 * Samples the loss at the centres of the cells of a grid, row by row from the top, and then draws level upon level: in
 * pieces, as both take long.
 */
export class Terrain {
  #view;
  #sampled = 0;
  #w = new Float64Array(2);
  #values;
  /** @type {number[] | null} */ #thresholds = null;
  #context;
  #hue;

  /** @param {View} view */
  constructor(view) {
    this.#view = view;
    const { problem, frame, width, height, scale, colors } = view;
    this.columns = affordableColumns(problem, frame, height / width);
    this.rows = Math.max(2, Math.round((this.columns * height) / width));
    this.#values = new Float64Array(this.columns * this.rows);
    this.canvas = document.createElement('canvas');
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.#context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext('2d'));
    this.#hue = (/** @type {number} */ share) => mixed(colors.low, colors.high, share);
    /** @type {{ shape: import('d3-contour').ContourMultiPolygon, color: string }[]} */
    this.shapes = [];
  }

  get done() {
    return this.#thresholds !== null && this.shapes.length === this.#thresholds.length;
  }

  /** All that a drawing of the levels needs, in cells of the grid. */
  get levels() {
    return { columns: this.columns, rows: this.rows, ground: this.#hue(0), shapes: this.shapes };
  }

  /** Goes on until it is done or the time is up. @param {number} milliseconds */
  advance(milliseconds) {
    const end = performance.now() + milliseconds;
    while (!this.done && performance.now() < end) {
      if (this.#sampled < this.#values.length) this.#sample();
      else if (this.#thresholds === null) this.#start();
      else this.#drawLevel(this.#thresholds[this.shapes.length]);
    }
  }

  #sample() {
    const { frame, problem } = this.#view;
    const { left, right, bottom, top } = frame;
    const until = Math.min(this.#sampled + ROUND, this.#values.length);
    for (let i = this.#sampled; i < until; i++) {
      this.#w[0] = left + (((i % this.columns) + 0.5) / this.columns) * (right - left);
      this.#w[1] = top + ((Math.floor(i / this.columns) + 0.5) / this.rows) * (bottom - top);
      this.#values[i] = problem.loss(this.#w);
    }
    this.#sampled = until;
  }

  #start() {
    this.#thresholds = chooseLevels(this.#values);
    this.#context.fillStyle = this.#hue(0);
    this.#context.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** @param {number} threshold */
  #drawLevel(threshold) {
    const shape = contours()
      .size([this.columns, this.rows])
      .contour(/** @type {any} */ (this.#values), threshold);
    const color = this.#hue((this.shapes.length + 1) / /** @type {number[]} */ (this.#thresholds).length);
    const path = new Path2D();
    const [x, y] = [this.canvas.width / this.columns, this.canvas.height / this.rows];
    for (const polygon of shape.coordinates) for (const ring of polygon) tracePath(path, ring, x, y);
    this.#context.fillStyle = color;
    this.#context.fill(path, 'evenodd');
    this.#context.strokeStyle = this.#view.colors.contour;
    this.#context.lineWidth = 0.6 * this.#view.scale;
    this.#context.stroke(path);
    this.shapes.push({ shape, color });
  }
}

/** @param {View['problem']} problem @param {View['frame']} frame @param {number} aspect */
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
export function chooseLevels(values) {
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  if (lowest > highest) return [];
  // To sort all would take longer than a frame has.
  const stride = Math.max(1, Math.floor(values.length / ENOUGH));
  const sorted = values.filter((value, i) => i % stride === 0 && Number.isFinite(value)).sort();
  const median = sorted[Math.round(0.5 * (sorted.length - 1))] ?? lowest;
  const range = highest - lowest;
  const even = Array.from({ length: LEVELS }, (_, i) => (i + 0.5) / LEVELS);
  if (median - lowest > 0.1 * range) return even.map((share) => lowest + share * range);
  const unit = Math.max((sorted[Math.round(0.02 * sorted.length)] ?? lowest) - lowest, 1e-9 * range) || 1;
  const top = Math.log1p(range / unit);
  return even.map((share) => lowest + unit * Math.expm1(share * top));
}

/** @param {Path2D} path @param {number[][]} ring @param {number} x @param {number} y */
function tracePath(path, ring, x, y) {
  ring.forEach((point, i) => path[i ? 'lineTo' : 'moveTo'](point[0] * x, point[1] * y));
  path.closePath();
}

/** @param {string} from @param {string} to @param {number} share of the way */
const mixed = (from, to, share) => String(color(to).mix(color(from), share).hexString());
