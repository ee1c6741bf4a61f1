/**
 * What classifiers make of their data: the points, and where each run draws the line between the classes.
 */
import { contours } from 'd3-contour';
import { lastUpTo } from '../experiment/trace.js';
import { axis, baseOptions, Chart, fixedEnds, fixedWidth, planePadding } from './chart.js';
import { plotSize, squareFrame } from './frame.js';
import { Platform, remeasure } from './platform.js';
import { markerPath, pageColors, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../problems/problem.js').Problem} Problem
 *
 * @typedef {object} BoundaryScene
 * @property {Problem} problem with `data` of two inputs, and `predict`
 * @property {Trace} trace
 * @property {readonly number[]} states the state shown of each run; −1 hides the run
 */

const GRID = 90;

/** Classes are told apart by shape, as colours belong to the runs. @type {('circle' | 'diamond' | 'triangle' | 'square')[]} */
export const classMarkers = ['circle', 'diamond', 'triangle', 'square'];

export class Boundary {
  /** @type {BoundaryScene | null} */ #scene = null;
  /** Lines of each run, by the snapshot they belong to. @type {{ snapshot: number, lines: number[][][] }[]} */ #lines =
    [];
  /** @type {import('./styles.js').PageColors} */ #colors;
  #chart;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#colors = pageColors(canvas);
    this.#chart = new Chart(canvas, {
      platform: Platform,
      type: 'scatter',
      data: { datasets: [] },
      options: { ...baseOptions, layout: { padding: planePadding }, onResize: () => this.#frame() },
      plugins: [{ id: 'boundary', afterDraw: () => this.#paint() }],
    });
  }

  /** @param {BoundaryScene} scene */
  show(scene) {
    const fresh = scene.problem !== this.#scene?.problem;
    if (fresh || scene.trace.runs.length !== this.#lines.length)
      this.#lines = scene.trace.runs.map(() => ({ snapshot: -1, lines: [] }));
    this.#scene = scene;
    if (fresh) this.#frame();
    this.#chart.draw();
  }

  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    remeasure(this.#chart);
    this.#frame();
    this.#chart.draw();
  }

  dispose() {
    this.#scene = null;
    this.#chart.destroy();
  }

  /** What a copy needs that is not made of pixels; the lines are rings of pixels of the chart. */
  get drawing() {
    const states = this.#scene?.states ?? [];
    const lines = states.map((state, k) => (state < 0 ? [] : this.#ringsOf(k)));
    return { chart: this.#chart, colors: this.#colors, data: this.#scene?.problem.data ?? null, lines };
  }

  #frame() {
    const domain = this.#scene?.problem.data?.inputDomain;
    if (!domain) return;
    this.#lines.forEach((line) => (line.snapshot = -1));
    for (let pass = 0; pass < 2; pass++) {
      const { left, right, bottom, top } = squareFrame(domain, plotSize(this.#chart));
      const bare = { display: false, drawTicks: false };
      this.#chart.options.scales = {
        x: axis(this.#colors, { min: left, max: right, grid: bare, afterFit: fixedEnds }),
        y: axis(this.#colors, { min: bottom, max: top, grid: bare, afterFit: fixedWidth }),
      };
      this.#chart.update('none');
    }
  }

  #paint() {
    if (!this.#scene) return; // Chart.js draws once before its constructor returns
    const { ctx, chartArea: area, scales } = this.#chart;
    if (!scales.x) return;
    ctx.save();
    ctx.strokeStyle = this.#colors.grid;
    ctx.strokeRect(area.left, area.top, area.width, area.height);
    ctx.beginPath();
    // The lines close along the frame: that stretch is no boundary.
    ctx.rect(area.left + 3, area.top + 3, area.width - 6, area.height - 6);
    ctx.clip();
    this.#paintPoints();
    this.#scene.states.forEach((state, k) => state >= 0 && this.#paintLine(k));
    ctx.restore();
  }

  #paintPoints() {
    const { ctx, scales } = this.#chart;
    const data = /** @type {import('../problems/problem.js').Data} */ (
      /** @type {BoundaryScene} */ (this.#scene).problem.data
    );
    const flipped = new Set(data.flipped);
    data.x.forEach(([a, b], i) => {
      const [x, y] = [scales.x.getPixelForValue(a), scales.y.getPixelForValue(b)];
      const shape = markerPath(classMarkers[data.y[i] % classMarkers.length], x, y, 4);
      ctx.fillStyle = data.y[i] === 0 ? this.#colors.paper : this.#colors.quiet;
      ctx.strokeStyle = this.#colors.quiet;
      ctx.lineWidth = 1.25;
      ctx.fill(shape);
      ctx.stroke(shape);
      if (!flipped.has(i)) return;
      ctx.strokeStyle = this.#colors.ink;
      ctx.stroke(new Path2D(`M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x + 5} ${y - 5}L${x - 5} ${y + 5}`));
    });
  }

  /** @param {number} k */
  #paintLine(k) {
    const { ctx } = this.#chart;
    const { color, dash } = runStyle(k, this.#colors.theme);
    const path = new Path2D();
    for (const ring of this.#ringsOf(k)) {
      ring.forEach(([x, y], i) => path[i ? 'lineTo' : 'moveTo'](x, y));
      path.closePath();
    }
    ctx.lineJoin = 'round';
    ctx.strokeStyle = color;
    ctx.lineWidth = 2.25;
    ctx.setLineDash(dash);
    ctx.stroke(path);
    ctx.setLineDash([]);
  }

  /** @param {number} k */
  #ringsOf(k) {
    const { left, top, width, height } = this.#chart.chartArea;
    return this.#linesOf(k).map((ring) => ring.map(([x, y]) => [left + (x / GRID) * width, top + (y / GRID) * height]));
  }

  /** Where run k's answer changes, at the last snapshot up to the step; computed once for each snapshot. @param {number} k */
  #linesOf(k) {
    const { trace, states, problem } = /** @type {BoundaryScene} */ (this.#scene);
    const { snapshots } = trace.runs[k];
    const snapshot = lastUpTo(snapshots.step, states[k]);
    const kept = this.#lines[k];
    if (snapshot >= 0 && kept.snapshot !== snapshot) {
      const { x, y } = this.#chart.scales;
      const frame = { left: x.min, right: x.max, bottom: y.min, top: y.max };
      const w = snapshots.w.subarray(snapshot * problem.size, (snapshot + 1) * problem.size);
      kept.lines = margins(problem, w, frame).flatMap((margin) => zeroLines(margin));
      kept.snapshot = snapshot;
    }
    return kept.lines;
  }
}

/**
 * On a grid over the frame, by how much each class leads the best of the others.
 *
 * @param {Problem} problem
 * @param {Float64Array} w
 * @param {import('./frame.js').Frame} frame
 * @returns {Float64Array[]} one field for each output; one field alone for one or two
 */
function margins(problem, w, { left, right, bottom, top }) {
  const { outputs } = /** @type {import('../problems/problem.js').Data} */ (problem.data);
  const points = new Float64Array(2 * GRID * GRID);
  for (let i = 0; i < GRID * GRID; i++) {
    points[2 * i] = left + (((i % GRID) + 0.5) / GRID) * (right - left);
    points[2 * i + 1] = top + ((Math.floor(i / GRID) + 0.5) / GRID) * (bottom - top);
  }
  const scores = new Float64Array(outputs * GRID * GRID);
  problem.predict?.(w, points, scores);
  return Array.from({ length: outputs <= 2 ? 1 : outputs }, (_, k) =>
    Float64Array.from({ length: GRID * GRID }, (_, i) => lead(scores.subarray(i * outputs, (i + 1) * outputs), k)),
  );
}

/** @param {Float64Array} scores @param {number} k */
function lead(scores, k) {
  if (scores.length === 1) return scores[0];
  return scores[k] - scores.reduce((best, score, i) => (i === k ? best : Math.max(best, score)), -Infinity);
}

/** @param {Float64Array} field @returns {number[][][]} */
function zeroLines(field) {
  const shape = contours()
    .size([GRID, GRID])
    .contour(/** @type {any} */ (field), 0);
  return shape.coordinates.flat();
}
