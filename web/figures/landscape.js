/**
 * The landscape: contours of the loss, and the way each run took down it.
 */
import { axis, baseOptions, Chart, fixedWidth, pointIn } from './chart.js';
import { plotSize, squareFrame } from './frame.js';
import { markerPath, pageColors, runStyle } from './styles.js';
import { drawTerrain, Survey } from './terrain.js';
import { Trails } from './trails.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../problems/problem.js').Problem} Problem
 * @typedef {import('./frame.js').Frame} Frame
 *
 * @typedef {object} Scene what is drawn
 * @property {Problem} problem of one or two parameters
 * @property {Trace} trace
 * @property {number} step the state that is shown
 */

/** Milliseconds of surveying at once: before the first drawing, and between later frames. */
const FIRST_LOOK = 25;
const LATER_LOOKS = 12;

/**
 * @typedef {object} Background
 * @property {Problem} problem
 * @property {string} key the frame and size it was drawn for
 * @property {Survey} survey
 * @property {HTMLCanvasElement | null} canvas
 */

/** Of a problem of one parameter the picture is the graph of its loss: height is a second coordinate. */
const GRAPH_POINTS = 400;

export class Landscape {
  /** @type {Scene | null} */ #scene = null;
  /** @type {Background | null} */ #background = null;
  /** @type {import('./styles.js').PageColors} */ #colors;
  #trails = new Trails();
  #chart;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(point: number[]) => void} onPick called with the parameters at a click
   */
  constructor(canvas, onPick) {
    this.#colors = pageColors(canvas);
    this.#chart = new Chart(canvas, {
      type: 'scatter',
      data: { datasets: [] },
      options: { ...baseOptions, layout: { padding: { top: 6, right: 6 } }, onResize: () => this.#frame() },
      plugins: [{ id: 'landscape', beforeDraw: () => this.#paintGround(), afterDraw: () => this.#paintRuns() }],
    });
    canvas.addEventListener('click', (event) => {
      const { x, y, inside } = pointIn(this.#chart, event);
      if (!inside || !this.#scene) return;
      const { scales } = this.#chart;
      const point = [valueAt(scales.x, x), valueAt(scales.y, y)];
      onPick(point.slice(0, this.#scene.problem.size));
    });
  }

  /** @param {Scene} scene */
  show(scene) {
    const fresh = scene.problem !== this.#scene?.problem;
    this.#scene = scene;
    if (fresh) this.#frame();
    this.#chart.draw();
  }

  /** After a change of the page's colours. */
  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    this.#background = null;
    this.#frame();
    this.#chart.draw();
  }

  /** Fits the axes around the problem's domain: to the same scale in both directions in the plane. */
  #frame() {
    if (!this.#scene) return;
    const { problem } = this.#scene;
    const draw = () => {
      const frame = problem.size === 1 ? graphFrame(problem) : squareFrame(problem.domain, plotSize(this.#chart));
      const bare = { display: false };
      this.#chart.options.scales = {
        x: axis(this.#colors, { min: frame.left, max: frame.right, grid: bare }),
        y: axis(this.#colors, { min: frame.bottom, max: frame.top, grid: bare, afterFit: fixedWidth }),
      };
      this.#chart.update('none');
    };
    draw();
    // The axes take their room from the plot: only now is its shape known, to which the frame is to be fitted.
    draw();
  }

  #paintGround() {
    if (!this.#scene) return; // Chart.js draws once before its constructor returns
    const { chartArea: area, ctx, scales, currentDevicePixelRatio: scale } = this.#chart;
    if (!area?.width || !scales.x) return;
    if (this.#scene.problem.size === 1) {
      this.#paintGraph();
      return;
    }
    const frame = { left: scales.x.min, right: scales.x.max, bottom: scales.y.min, top: scales.y.max };
    const ground = this.#ground(frame, area.width, area.height, scale);
    if (ground) ctx.drawImage(ground, area.left, area.top, area.width, area.height);
    this.#paintMinima();
  }

  /**
   * The contours, drawn once for a problem, a frame and a size.
   *
   * @param {Frame} frame
   * @param {number} width
   * @param {number} height
   * @param {number} scale
   * @returns {HTMLCanvasElement | null} null while they are being surveyed
   */
  #ground(frame, width, height, scale) {
    const { problem } = /** @type {Scene} */ (this.#scene);
    const key = JSON.stringify([frame, width, height, scale]);
    const known = this.#background;
    if (known?.problem !== problem || known.key !== key) {
      this.#background = { problem, key, canvas: null, survey: new Survey(problem, frame, height / width) };
      this.#explore(this.#background, width * scale, height * scale, scale, FIRST_LOOK);
    }
    return /** @type {Background} */ (this.#background).canvas;
  }

  /**
   * Surveys for a while, and goes on later if that was not enough; then draws.
   *
   * @param {Background} background
   * @param {number} width pixels
   * @param {number} height
   * @param {number} scale
   * @param {number} milliseconds
   */
  #explore(background, width, height, scale, milliseconds) {
    if (this.#background !== background) return;
    background.survey.advance(milliseconds);
    if (!background.survey.done) {
      setTimeout(() => this.#explore(background, width, height, scale, LATER_LOOKS));
      return;
    }
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width);
    canvas.height = Math.round(height);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    drawTerrain(context, background.survey, { width: canvas.width, height: canvas.height, scale }, this.#colors);
    background.canvas = canvas;
    if (milliseconds === LATER_LOOKS) this.#chart.draw();
  }

  #paintGraph() {
    const { ctx, scales } = this.#chart;
    const { problem } = /** @type {Scene} */ (this.#scene);
    const points = Array.from({ length: GRAPH_POINTS + 1 }, (_, i) => {
      const x = scales.x.min + (i / GRAPH_POINTS) * (scales.x.max - scales.x.min);
      return [scales.x.getPixelForValue(x), scales.y.getPixelForValue(problem.loss([x]))];
    });
    this.#inside(() => {
      ctx.strokeStyle = this.#colors.quiet;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      for (const [x, y] of points) ctx.lineTo(x, y);
      ctx.stroke();
    });
  }

  #paintMinima() {
    const { ctx, scales } = this.#chart;
    const { problem } = /** @type {Scene} */ (this.#scene);
    this.#inside(() => {
      ctx.strokeStyle = this.#colors.ink;
      ctx.lineWidth = 1.25;
      ctx.beginPath();
      // Of a whole lattice of minima only the lowest are worth a mark.
      const crowded = problem.minima.length > 20;
      for (const { w } of problem.minima.filter(({ kind }) => !crowded || kind === 'global')) {
        const [x, y] = [scales.x.getPixelForValue(w[0]), scales.y.getPixelForValue(w[1])];
        ctx.moveTo(x - 4, y - 4);
        ctx.lineTo(x + 4, y + 4);
        ctx.moveTo(x + 4, y - 4);
        ctx.lineTo(x - 4, y + 4);
      }
      ctx.stroke();
    });
  }

  #paintRuns() {
    const scene = this.#scene;
    if (!scene || !this.#chart.chartArea?.width) return;
    const { ctx, chartArea: area, scales, currentDevicePixelRatio: scale } = this.#chart;
    const { runs } = scene.trace;
    const { theme } = this.#colors;
    const key = JSON.stringify([area, scale, theme, scales.x.min, scales.x.max, scales.y.min, scales.y.max]);
    const place = (/** @type {import('../experiment/trace.js').RunTrace} */ run, /** @type {number} */ i) => {
      const at = this.#place(run, i);
      return at && /** @type {[number, number]} */ ([at[0] - area.left, at[1] - area.top]);
    };
    const layer = { width: area.width, height: area.height, scale, key, colors: this.#colors };
    const trails = this.#trails.show(runs, scene.step, place, layer);
    this.#inside(() => {
      ctx.drawImage(trails, area.left, area.top, area.width, area.height);
      if (runs[0]) this.#paintStart(this.#place(runs[0], 0));
      runs.forEach((run, k) => this.#paintPoint(this.#lastPlace(run, scene.step), runStyle(k, theme)));
    });
  }

  /**
   * Where state i of a run lies on the canvas.
   *
   * @param {import('../experiment/trace.js').RunTrace} run
   * @param {number} i
   * @returns {[number, number] | null}
   */
  #place(run, i) {
    const { x, y } = this.#chart.scales;
    const { problem } = /** @type {Scene} */ (this.#scene);
    const w = run.path.subarray(i * run.dimensions, (i + 1) * run.dimensions);
    if (!w.every(Number.isFinite)) return null;
    const height = problem.size === 1 ? problem.loss(w) : w[1];
    return [bounded(x.getPixelForValue(w[0])), bounded(y.getPixelForValue(height))];
  }

  /** @param {import('../experiment/trace.js').RunTrace} run @param {number} step */
  #lastPlace(run, step) {
    let i = Math.min(run.length - 1, step);
    while (i > 0 && this.#place(run, i) === null) i -= 1;
    return i >= 0 ? this.#place(run, i) : null;
  }

  /** @param {[number, number] | null} point */
  #paintStart(point) {
    if (!point) return;
    const { ctx } = this.#chart;
    const ring = markerPath('circle', point[0], point[1], 6);
    ctx.fillStyle = this.#colors.paper;
    ctx.strokeStyle = this.#colors.ink;
    ctx.lineWidth = 1.75;
    ctx.fill(ring);
    ctx.stroke(ring);
  }

  /** @param {[number, number] | null} point @param {import('./styles.js').RunStyle} style */
  #paintPoint(point, { color, marker }) {
    if (!point) return;
    const { ctx } = this.#chart;
    const shape = markerPath(marker, point[0], point[1], 6);
    ctx.fillStyle = color;
    ctx.strokeStyle = this.#colors.paper;
    ctx.lineWidth = 2;
    ctx.stroke(shape);
    ctx.fill(shape);
  }

  /** Draws with everything outside of the plot area cut off. @param {() => void} paint */
  #inside(paint) {
    const { ctx, chartArea: area } = this.#chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top, area.width, area.height);
    ctx.clip();
    paint();
    ctx.restore();
  }
}

/**
 * The value under a pixel, to no more digits than a pixel is wide.
 *
 * @param {import('chart.js').Scale} scale
 * @param {number} pixel
 */
function valueAt(scale, pixel) {
  const value = Number(scale.getValueForPixel(pixel));
  const width = Math.abs(value - Number(scale.getValueForPixel(pixel + 1)));
  return Number(value.toFixed(Math.max(0, Math.ceil(-Math.log10(width)))));
}

/** Canvas loses lines with coordinates far out of range, as a diverging run has. @param {number} pixel */
const bounded = (pixel) => Math.max(-1e5, Math.min(1e5, pixel));

/** @param {Problem} problem @returns {Frame} */
function graphFrame({ domain, loss }) {
  const [left, right] = domain[0];
  const heights = Array.from({ length: GRAPH_POINTS + 1 }, (_, i) =>
    loss([left + (i / GRAPH_POINTS) * (right - left)]),
  ).filter(Number.isFinite);
  const [low, high] = [Math.min(...heights), Math.max(...heights)];
  const margin = 0.1 * (high - low || 1);
  const side = 0.05 * (right - left);
  return { left: left - side, right: right + side, bottom: low - margin, top: high + margin };
}
