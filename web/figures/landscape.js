/**
 * The landscape: contours of the loss, and the way each run took down it.
 */
import { axis, baseOptions, Chart, fixedEnds, fixedWidth, planePadding } from './chart.js';
import { moved, plotSize, squareFrame } from './frame.js';
import { watchGestures, zoomWithKey } from './gestures.js';
import { Ground } from './ground.js';
import { paintCrosses, paintOutside, paintPoint, paintProbe, paintStart } from './marks.js';
import { Platform, remeasure } from './platform.js';
import { pageColors, runStyle } from './styles.js';
import { DOTTED, Trails } from './trails.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 * @typedef {import('../problems/problem.js').Problem} Problem
 * @typedef {import('./frame.js').Frame} Frame
 * @typedef {import('./marks.js').Point} Point
 *
 * @typedef {object} Probe what a step of SAM looks at, in parameters
 * @property {ArrayLike<number>} w
 * @property {ArrayLike<number>} ascended w + ε̂
 * @property {ArrayLike<number>} gradient at w
 * @property {ArrayLike<number>} descent the gradient at w + ε̂
 *
 * @typedef {object} Scene what is drawn
 * @property {Problem} problem of one or two parameters
 * @property {Trace} trace
 * @property {readonly number[]} states the state shown of each run; −1 hides the run
 * @property {readonly number[] | null} frame left, right, bottom, top; null is the problem's own
 * @property {readonly (Probe | null)[]} probes of each run
 *
 * @typedef {object} Asks what a reader's hand asks for
 * @property {(start: number[], at: 'once' | 'dragging') => void} pick a start
 * @property {(frame: number[] | null) => void} look at another part
 * @property {(point: number[] | null) => void} point at parameters; null when the pointer leaves
 */

/** Of a problem of one parameter the picture is the graph of its loss: height is a second coordinate. */
const GRAPH_POINTS = 400;

/** @type {{ problem: null, trace: { runs: RunTrace[] }, states: number[], probes: Probe[] }} */
const nothingShown = { problem: null, trace: { runs: [] }, states: [], probes: [] };

/** Pixels around the start in which a press takes hold of it. */
const REACH = 14;
/** How far a frame can be from the problem's own: this many times smaller or larger. */
const NEAREST = 1e6;
const FURTHEST = 1e3;
/** Share of the frame's width that an arrow key moves the start by. */
const STRIDE = 0.02;

export class Landscape {
  /** @type {Scene | null} */ #scene = null;
  /** @type {import('./styles.js').PageColors} */ #colors;
  #trails = new Trails();
  #ground = new Ground(() => this.#chart.draw());
  #holding = false;
  /** Aborted when the hand lets go. */ #hold = new AbortController();
  /** The axes are being laid out: what is drawn will be drawn again. */
  #fitting = false;
  /** @type {{ before: readonly number[] | null, frame: Frame } | null} */ #asked = null;
  #chart;
  #asks;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Asks} asks
   */
  constructor(canvas, asks) {
    this.#asks = asks;
    this.#colors = pageColors(canvas);
    this.#chart = new Chart(canvas, {
      platform: Platform,
      type: 'scatter',
      data: { datasets: [] },
      options: { ...baseOptions, layout: { padding: planePadding }, onResize: () => this.#frame() },
      plugins: [{ id: 'landscape', beforeDraw: () => this.#paintGround(), afterDraw: () => this.#paintRuns() }],
    });
    watchGestures(this.#chart, {
      grab: (place) => this.#grab(place),
      tap: (place) => this.#pick(place, 'once'),
      hover: (place) => asks.point(place && this.#parametersAt(place)),
      pan: (dx, dy) => this.#pan(dx, dy),
      zoom: (factor, place) => this.#zoom(factor, place),
    });
    canvas.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param {Scene} scene */
  show(scene) {
    const before = this.#scene;
    this.#scene = scene;
    const same = scene.problem === before?.problem && String(scene.frame) === String(before.frame);
    if (!same) this.#frame();
    this.#chart.draw();
  }

  /** After a change of the page's colours. */
  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    remeasure(this.#chart);
    this.#frame();
    this.#chart.draw();
  }

  dispose() {
    this.#hold.abort();
    this.#ground.dispose();
    this.#chart.destroy();
  }

  /** Completes what is drawn bit by bit. */
  finish() {
    this.#ground.finish();
  }

  /**
   * Draws the landscape of a problem that will be shown next, while the present one is still to be seen.
   *
   * @param {Problem} problem
   * @param {() => void} onReady
   */
  prepare(problem, onReady) {
    const { chartArea: area, currentDevicePixelRatio: scale } = this.#chart;
    if (!this.#scene || !area?.width) {
      onReady();
      return;
    }
    const { width, height } = area;
    const frame = squareFrame(problem.domain, area);
    this.#ground.prepare({ problem, frame, width, height, scale, colors: this.#colors }, onReady);
  }

  /** Comes nearer to the middle, or away from it. @param {number} factor */
  zoom(factor) {
    const { left, top, width, height } = this.#chart.chartArea;
    this.#zoom(factor, { x: left + width / 2, y: top + height / 2 });
  }

  /** What a copy needs that is not made of pixels; places are in pixels of the chart. */
  get drawing() {
    const { problem, trace, states, probes } = this.#scene ?? nothingShown;
    const runs = trace.runs.map((run, k) => ({
      trail: Array.from({ length: Math.min(run.length, states[k] + 1) }, (_, i) => this.#place(run, i)),
      dotted: run.length <= DOTTED,
      at: states[k] < 0 ? null : this.#lastPlace(run, states[k]),
      probe: probes[k] ? this.#probePixels(probes[k]) : null,
    }));
    return {
      chart: this.#chart,
      colors: this.#colors,
      levels: problem?.size === 2 ? this.#ground.levels : null,
      graph: problem?.size === 1 ? this.#graphPixels() : null,
      minima: problem?.size === 2 ? this.#minimaPixels() : [],
      start: this.#startPixel(),
      runs,
    };
  }

  /** Fits the axes around the frame: to the same scale in both directions in the plane. */
  #frame() {
    if (!this.#scene) return;
    const { problem, frame: wish } = this.#scene;
    const draw = () => {
      const frame = wish
        ? fitted(problem, [wish.slice(0, 2), wish.slice(2)], plotSize(this.#chart))
        : problem.size === 1
          ? graphFrame(problem)
          : squareFrame(problem.domain, plotSize(this.#chart));
      // Without ticks, whose room would stand between the numbers and the plot.
      const bare = { display: false, drawTicks: false };
      this.#chart.options.scales = {
        x: axis(this.#colors, { min: frame.left, max: frame.right, grid: bare, afterFit: fixedEnds }),
        y: axis(this.#colors, { min: frame.bottom, max: frame.top, grid: bare, afterFit: fixedWidth }),
      };
      this.#chart.update('none');
    };
    this.#fitting = true;
    draw();
    this.#fitting = false;
    // The axes take their room from the plot: only now is its shape known, to which the frame is to be fitted.
    draw();
  }

  /** @returns {Frame} */
  get #shown() {
    const { x, y } = this.#chart.scales;
    return { left: x.min, right: x.max, bottom: y.min, top: y.max };
  }

  // ------------------------------------------------------------------------------------------------ painting

  #paintGround() {
    if (!this.#scene || this.#fitting) return; // Chart.js draws once before its constructor returns
    const { chartArea: area, ctx, scales, currentDevicePixelRatio: scale } = this.#chart;
    if (!area?.width || !scales.x) return;
    const { problem } = this.#scene;
    if (problem.size === 1) {
      this.#paintGraph();
      return;
    }
    const { width, height } = area;
    const view = { problem, frame: this.#shown, width, height, scale, colors: this.#colors };
    this.#inside(() => {
      this.#ground.draw(ctx, area, view);
      paintCrosses(ctx, this.#minimaPixels(), this.#colors);
    });
  }

  #minimaPixels() {
    const { minima } = /** @type {Scene} */ (this.#scene).problem;
    // Of a whole lattice of minima only the lowest are worth a mark.
    const crowded = minima.length > 20;
    const marked = minima.filter(({ kind }) => !crowded || kind === 'global');
    return marked.map(({ w }) => this.#pixel(w[0], w[1]));
  }

  #paintGraph() {
    const { ctx } = this.#chart;
    const points = this.#graphPixels();
    this.#inside(() => {
      ctx.strokeStyle = this.#colors.quiet;
      ctx.lineWidth = 1.5;
      ctx.beginPath();
      for (const [x, y] of points) ctx.lineTo(x, y);
      ctx.stroke();
    });
  }

  #graphPixels() {
    const { min, max } = this.#chart.scales.x;
    const { problem } = /** @type {Scene} */ (this.#scene);
    return Array.from({ length: GRAPH_POINTS + 1 }, (_, i) => {
      const x = min + (i / GRAPH_POINTS) * (max - min);
      return this.#pixel(x, problem.loss([x]));
    });
  }

  #paintRuns() {
    const scene = this.#scene;
    if (!scene || this.#fitting || !this.#chart.chartArea?.width) return;
    const { ctx, chartArea: area, currentDevicePixelRatio: scale } = this.#chart;
    const { runs } = scene.trace;
    const { theme } = this.#colors;
    const { left, right, bottom, top } = this.#shown;
    const key = JSON.stringify([area, scale, theme, left, right, bottom, top]);
    const place = (/** @type {RunTrace} */ run, /** @type {number} */ i) => {
      const at = this.#place(run, i);
      return at && /** @type {Point} */ ([at[0] - area.left, at[1] - area.top]);
    };
    const layer = { width: area.width, height: area.height, scale, key, colors: this.#colors };
    const layers = this.#trails.show(runs, scene.states, place, layer);
    this.#inside(() => {
      for (const layer of layers) ctx.drawImage(layer, area.left, area.top, area.width, area.height);
      const start = this.#startPixel();
      if (start) paintStart(ctx, start, this.#colors, this.#holding);
      runs.forEach((run, k) => this.#paintRun(run, k, area));
    });
  }

  /** @param {RunTrace} run @param {number} k @param {import('chart.js').ChartArea} area */
  #paintRun(run, k, area) {
    const { states, probes } = /** @type {Scene} */ (this.#scene);
    const { ctx } = this.#chart;
    const style = runStyle(k, this.#colors.theme);
    const at = states[k] < 0 ? null : this.#lastPlace(run, states[k]);
    if (!at) return;
    const outside = at[0] < area.left || at[0] > area.right || at[1] < area.top || at[1] > area.bottom;
    if (outside) {
      paintOutside(ctx, at, area, style, this.#colors);
      return;
    }
    const probe = probes[k];
    if (probe) paintProbe(ctx, this.#probePixels(probe), style, this.#colors);
    paintPoint(ctx, at, style, this.#colors);
  }

  /** @param {Probe} probe */
  #probePixels({ w, ascended, gradient, descent }) {
    const { width, height } = this.#chart.chartArea;
    const { left, right, bottom, top } = this.#shown;
    const [x, y] = [width / (right - left), -height / (top - bottom)];
    const direction = (/** @type {ArrayLike<number>} */ g) => /** @type {Point} */ ([g[0] * x, g[1] * y]);
    return {
      at: this.#pixel(w[0], w[1]),
      ascended: this.#pixel(ascended[0], ascended[1]),
      gradient: direction(gradient),
      descent: direction(descent),
    };
  }

  /** @param {number} x @param {number} y @returns {Point} */
  #pixel(x, y) {
    const { scales } = this.#chart;
    return [bounded(scales.x.getPixelForValue(x)), bounded(scales.y.getPixelForValue(y))];
  }

  /** Where state i of a run lies on the canvas. @param {RunTrace} run @param {number} i @returns {Point | null} */
  #place(run, i) {
    const { problem } = /** @type {Scene} */ (this.#scene);
    const w = run.path.subarray(i * run.dimensions, (i + 1) * run.dimensions);
    if (!w.every(Number.isFinite)) return null;
    return this.#pixel(w[0], problem.size === 1 ? problem.loss(w) : w[1]);
  }

  /** @param {RunTrace} run @param {number} state */
  #lastPlace(run, state) {
    let i = Math.min(run.length - 1, state);
    while (i > 0 && this.#place(run, i) === null) i -= 1;
    return i >= 0 ? this.#place(run, i) : null;
  }

  #startPixel() {
    const run = this.#scene?.trace.runs[0];
    return run ? this.#place(run, 0) : null;
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

  // ------------------------------------------------------------------------------------------------ the reader's hand

  /** @param {{ x: number, y: number }} place */
  #parametersAt({ x, y }) {
    const { scales } = this.#chart;
    return [valueAt(scales.x, x), valueAt(scales.y, y)].slice(0, this.#scene?.problem.size ?? 2);
  }

  /** @param {{ x: number, y: number }} place @param {'once' | 'dragging'} how */
  #pick(place, how) {
    if (this.#scene) this.#asks.pick(this.#parametersAt(place), how);
  }

  /** A press near the start takes hold of it. @param {{ x: number, y: number }} place */
  #grab({ x, y }) {
    const start = this.#startPixel();
    if (!start || Math.hypot(start[0] - x, start[1] - y) > REACH) return null;
    let first = true;
    const hold = (this.#hold = new AbortController());
    const release = () => {
      hold.abort();
      this.#holding = false;
      this.#chart.draw();
    };
    for (const end of ['pointerup', 'pointercancel']) window.addEventListener(end, release, { signal: hold.signal });
    return (/** @type {{ x: number, y: number }} */ place) => {
      this.#holding = true;
      // To take hold of it is not yet to move it.
      if (!first) this.#pick(place, 'dragging');
      first = false;
    };
  }

  /** The frame that was asked for last, which may not be drawn yet: a hand may ask several times in between. */
  get #latest() {
    const { frame } = /** @type {Scene} */ (this.#scene);
    if (this.#asked && String(this.#asked.before) === String(frame)) return this.#asked.frame;
    this.#asked = null;
    return this.#shown;
  }

  /** @param {number} dx @param {number} dy */
  #pan(dx, dy) {
    if (!this.#scene) return;
    const { width, height } = this.#chart.chartArea;
    const { left, right, bottom, top } = this.#latest;
    this.#look(moved([left, right], 1, left, -dx / width), moved([bottom, top], 1, bottom, dy / height));
  }

  /** @param {number} factor @param {{ x: number, y: number }} place */
  #zoom(factor, { x, y }) {
    const scene = this.#scene;
    if (!scene) return;
    const { left, right, bottom, top } = this.#latest;
    const { chartArea: area } = this.#chart;
    const own = scene.problem.domain[0][1] - scene.problem.domain[0][0];
    const width = (right - left) / factor;
    if (width < own / NEAREST || width > own * FURTHEST) return;
    const at = [
      left + ((x - area.left) / area.width) * (right - left),
      top - ((y - area.top) / area.height) * (top - bottom),
    ];
    this.#look(moved([left, right], factor, at[0]), moved([bottom, top], factor, at[1]));
  }

  /** @param {[number, number]} across @param {[number, number]} up */
  #look([left, right], [bottom, top]) {
    const before = /** @type {Scene} */ (this.#scene).frame;
    this.#asked = { before, frame: { left, right, bottom, top } };
    this.#asks.look([left, right, bottom, top]);
  }

  /** Arrow keys move the start; the rest is zooming. @param {KeyboardEvent} event */
  #key(event) {
    const zooming = {
      pan: (/** @type {number} */ dx, /** @type {number} */ dy) => this.#pan(dx, dy),
      zoom: (/** @type {number} */ factor, /** @type {{ x: number, y: number }} */ place) => this.#zoom(factor, place),
      reset: () => this.#asks.look(null),
    };
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (zoomWithKey(this.#chart, zooming, event)) event.preventDefault();
    else if (direction && this.#scene && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      const { left, right } = this.#shown;
      const { config } = this.#scene.trace;
      const stride = STRIDE * (right - left);
      const digits = Math.max(0, Math.ceil(2 - Math.log10(right - left)));
      const start = config.start.map((value, i) => Number((value + stride * direction[i]).toFixed(digits)));
      if (this.#scene.problem.size <= 2) this.#asks.pick(start, 'dragging');
    } else return;
    // What a key means here, it does not mean to the page as well.
    event.stopPropagation();
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
  return Number(value.toFixed(Math.max(0, Math.min(15, Math.ceil(-Math.log10(width))))));
}

/** Canvas loses lines with coordinates far out of range, as a diverging run has. @param {number} pixel */
const bounded = (pixel) => Math.max(-1e5, Math.min(1e5, pixel));

/** @param {Problem} problem @param {readonly (readonly number[])[]} domain @param {{ width: number, height: number }} plot */
function fitted(problem, domain, plot) {
  const [[left, right], [bottom, top]] = domain;
  return problem.size === 1 ? { left, right, bottom, top } : squareFrame(domain, plot);
}

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
