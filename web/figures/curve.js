/**
 * One column of the trace along the steps: a line for each run, drawn up to the cursor and named at its end.
 */
import { lastUpTo, positionsOf } from '../experiment/trace.js';
import { axis, baseOptions, Chart, decades, fixedWidth } from './chart.js';
import { formatReading } from './format.js';
import { moved } from './frame.js';
import { watchGestures, zoomWithKey } from './gestures.js';
import { LABEL_ROOM, spread } from './labels.js';
import { Platform, remeasure } from './platform.js';
import { canBeLogarithmic, valueRange } from './range.js';
import { markerPath, pageColors, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 *
 * @typedef {'loss' | 'sharpness' | 'preconditioned' | 'samSharpness' | 'testAccuracy' | 'gradientNorm' | 'lr'} Column
 *
 * @typedef {object} CurveScene
 * @property {Trace} trace
 * @property {number} position where the cursor stands on the axis
 * @property {number | null} pointed where a pointer stands on it
 * @property {import('../experiment/config.js').Axis} axis
 * @property {number} end of the axis
 * @property {readonly number[] | null} window first and last position shown; null is all
 * @property {readonly number[]} hidden runs
 * @property {'linear' | 'log' | undefined} scale undefined is the one that suits the values
 * @property {boolean} numbered whether positions are written under the axis
 * @property {string} axisName what they count, at the end of the axis
 *
 * @typedef {object} Asks what a reader's hand asks for
 * @property {(position: number) => void} seek
 * @property {(position: number | null) => void} point null when the pointer leaves
 * @property {(window: number[] | null) => void} look at a part of the axis
 */

/** What a column must not exceed: a thin line beside it. @type {Partial<Record<Column, 'stability' | 'preconditionedStability'>>} */
const limits = { sharpness: 'stability', preconditioned: 'preconditionedStability' };

/** What is read together with a column: thin as well. @type {Partial<Record<Column, 'testLoss' | 'trainAccuracy'>>} */
const companions = { loss: 'testLoss', testAccuracy: 'trainAccuracy' };

/** Radius of a limit's dots, in CSS pixels. */
const DOT = 0.9;

/** The least part of an axis that can be looked at. */
const SHORTEST = 4;

export class Curve {
  /** @type {CurveScene | null} */ #scene = null;
  /** The window asked for last, until another one is shown: a hand is faster than the pictures, and finer than steps. */
  /** @type {{ exact: [number, number], window: number[] | null } | null} */ #asked = null;
  /** What the lines were made for. */
  #key = '';
  /** @type {Trace | null} */ #loaded = null;
  /** Which of its layers the chart is to draw. @type {'full' | 'empty'} */ #layer = 'full';
  /** @type {HTMLCanvasElement | undefined} */ #full;
  /** @type {HTMLCanvasElement | undefined} */ #empty;
  /** @type {import('./styles.js').PageColors} */ #colors;
  #chart;
  #column;
  #asks;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Column} column
   * @param {Asks} asks
   */
  constructor(canvas, column, asks) {
    this.#colors = pageColors(canvas);
    this.#column = column;
    this.#asks = asks;
    this.#chart = new Chart(canvas, {
      platform: Platform,
      type: 'line',
      data: { datasets: [] },
      options: {
        ...baseOptions,
        // Chart.js has set the new size, and will draw: our own drawing comes after it.
        onResize: () => queueMicrotask(() => this.#load()),
        layout: { padding: { top: 4, right: LABEL_ROOM } },
        elements: { point: { radius: 0 }, line: { borderWidth: 1.75, borderJoinStyle: 'round' } },
        plugins: { decimation: { enabled: true, algorithm: 'min-max' } },
      },
      plugins: [
        { id: 'layers', beforeDatasetsDraw: () => this.#layer !== 'empty' },
        { id: 'axis-name', afterDraw: () => this.#nameAxis() },
      ],
    });
    const at = (/** @type {{ x: number }} */ { x }) => Math.round(Number(this.#chart.scales.x?.getValueForPixel(x)));
    watchGestures(this.#chart, {
      // With Shift the axis itself is moved.
      grab: (_, { shiftKey }) => (shiftKey ? null : (place) => asks.seek(at(place))),
      hover: (place) => asks.point(place && at(place)),
      pan: (dx) => this.#look(1, 0, -dx / this.#chart.chartArea.width),
      zoom: (factor, place) => this.#look(factor, at(place)),
    });
    canvas.addEventListener('keydown', (event) => this.#press(event));
  }

  /** Whether a scene would take making the lines anew. @param {CurveScene} scene */
  isStale(scene) {
    return this.#loaded !== scene.trace || this.#key !== keyOf(scene);
  }

  /** The cursor alone, on the lines that there are. @param {Pick<CurveScene, 'position' | 'pointed'>} at */
  move({ position, pointed }) {
    if (!this.#scene) return;
    this.#scene = { ...this.#scene, position, pointed };
    this.#paint();
  }

  /** @param {CurveScene} scene @returns {boolean} whether that took making the lines anew */
  show(scene) {
    const stale = this.isStale(scene);
    if (String(this.#asked?.window) !== String(scene.window) || this.#scene?.end !== scene.end) this.#asked = null;
    this.#scene = scene;
    this.#key = keyOf(scene);
    if (stale) this.#load();
    else this.#paint();
    return stale;
  }

  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    remeasure(this.#chart);
    this.#load();
  }

  dispose() {
    this.#scene = null;
    this.#chart.destroy();
  }

  /** Whether its values could be drawn on a logarithmic axis, and whether they are. */
  get scales() {
    const runs = this.#visible.map(({ run }) => run);
    return { possible: canBeLogarithmic(runs, this.#column), log: this.#chart.scales.y?.type === 'logarithmic' };
  }

  /**
   * What each run shows at a position.
   *
   * @param {number} position
   * @returns {{ k: number, value: number }[]}
   */
  readings(position) {
    return this.#ends(position).map(({ k, value }) => ({ k, value }));
  }

  /** What a copy needs that is not made of pixels. */
  get drawing() {
    const position = this.#scene?.position ?? 0;
    return {
      chart: this.#chart,
      colors: this.#colors,
      axis: this.#scene?.axis ?? /** @type {const} */ ('steps'),
      position,
      // Where the lines end.
      cursor: this.#cursorPixel(position),
      ends: this.#ends(position),
      lines: this.#visible.map(({ k }) => k),
    };
  }

  /** @param {number} position */
  #cursorPixel(position) {
    const { chartArea: area, scales } = this.#chart;
    return Math.max(area.left, Math.min(area.right, Number(scales.x?.getPixelForValue(position))));
  }

  get #visible() {
    if (!this.#scene) return [];
    const { trace, hidden } = this.#scene;
    return trace.runs.map((run, k) => ({ run, k })).filter(({ k }) => !hidden.includes(k));
  }

  /** The whole trace into the chart, which is drawn twice: with all lines, and with none. The cursor then only decides
   * how much of the one shows on the other. */
  #load() {
    // A canvas that was hidden has no size yet; it will come back here when it gets one.
    if (!this.#scene || !this.#chart.canvas?.width) return;
    const { numbered, end, window } = this.#scene;
    const beside = limits[this.#column] ?? companions[this.#column];
    const [min, max] = window ?? [0, end];
    this.#loaded = this.#scene.trace;
    this.#chart.data.datasets = [
      ...this.#visible.map(({ run, k }) => this.#dataset(run, run[this.#column], k, false)),
      ...(beside ? this.#visible.map(({ run, k }) => this.#dataset(run, run[beside], k, true)) : []),
    ];
    const range = this.#range();
    const ticks = { ...axis(this.#colors, {}).ticks, display: numbered };
    this.#chart.options.scales = {
      x: axis(this.#colors, { type: 'linear', min, max, ticks }),
      y: axis(this.#colors, {
        type: range.log ? 'logarithmic' : 'linear',
        min: range.min,
        max: range.max,
        afterFit: fixedWidth,
        afterBuildTicks: range.log ? (/** @type {any} */ scale) => decades(scale) : undefined,
      }),
    };
    this.#layer = 'full';
    this.#chart.update('none');
    this.#full = copyOf(this.#chart.canvas, this.#full);
    this.#layer = 'empty';
    this.#chart.draw();
    this.#empty = copyOf(this.#chart.canvas, this.#empty);
    this.#layer = 'full';
    this.#paint();
  }

  /** In the line of the numbers, in the room that the last values have beside the plot. */
  #nameAxis() {
    if (!this.#scene?.numbered) return;
    const { ctx, chartArea: area, width } = this.#chart;
    ctx.save();
    ctx.font = `11px ${this.#colors.font}`;
    ctx.fillStyle = this.#colors.quiet;
    ctx.textAlign = 'right';
    ctx.textBaseline = 'top';
    ctx.fillText(this.#scene.axisName, width, area.bottom + 6);
    ctx.restore();
  }

  /** Of what lies in the window. */
  #range() {
    const { window, scale, axis: along } = /** @type {CurveScene} */ (this.#scene);
    const limit = limits[this.#column];
    const companion = companions[this.#column];
    const beside = limit ?? companion;
    const runs = this.#visible.map(({ run }) => {
      if (!window) return run;
      const positions = positionsOf(run, along);
      const part = [Math.max(0, lastUpTo(positions, window[0])), lastUpTo(positions, window[1]) + 1];
      const cut = (/** @type {Float64Array} */ values) => values.subarray(part[0], Math.max(part[0] + 1, part[1]));
      return { ...run, [this.#column]: cut(run[this.#column]), ...(beside && { [beside]: cut(run[beside]) }) };
    });
    return valueRange(runs, this.#column, limit, scale, companion);
  }

  /** @param {RunTrace} run @param {Float64Array} values @param {number} k @param {boolean} beside @returns {any} */
  #dataset(run, values, k, beside) {
    const { color, dash } = runStyle(k, this.#colors.theme);
    const { axis: along, trace } = /** @type {CurveScene} */ (this.#scene);
    const positions = positionsOf(run, along);
    const data = [];
    for (let i = 0; i < values.length; i++)
      if (Number.isFinite(values[i])) data.push({ x: positions[i], y: values[i] });
    if (!beside) return { data, borderColor: color, borderDash: dash, order: 0 };
    const thin = { data, borderColor: `${color}90`, borderDash: [], borderWidth: 0.9, order: 1 };
    // SAM's limit follows the gradient, which may alternate: as a line it would blacken all that lies between.
    const dotted = this.#column in limits && trace.config.runs[k].sam;
    return dotted
      ? { ...thin, showLine: false, pointRadius: DOT, pointBorderWidth: 0, pointBackgroundColor: thin.borderColor }
      : thin;
  }

  /** The lines up to the cursor, and the cursor. */
  #paint() {
    const { ctx, canvas, chartArea: area, scales, currentDevicePixelRatio: scale } = this.#chart;
    if (!this.#scene || !this.#full || !this.#empty || this.#full.width !== canvas.width) return;
    const { position, pointed } = this.#scene;
    // Pixel for pixel: a chart may be a fraction of a pixel larger than its canvas.
    const [width, height] = [canvas.width / scale, canvas.height / scale];
    const x = this.#cursorPixel(position);
    ctx.clearRect(0, 0, width, height);
    ctx.drawImage(this.#empty, 0, 0, width, height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top - 2, x - area.left + 1, area.height + 4);
    ctx.clip();
    ctx.clearRect(0, 0, width, height);
    ctx.drawImage(this.#full, 0, 0, width, height);
    ctx.restore();
    this.#paintCursor(x, 0.5);
    if (pointed !== null) this.#paintCursor(scales.x.getPixelForValue(pointed), 0.25);
    this.#paintEnds(x);
  }

  /** @param {number} x @param {number} strength */
  #paintCursor(x, strength) {
    const { ctx, chartArea: area } = this.#chart;
    if (x < area.left || x > area.right) return;
    ctx.save();
    ctx.strokeStyle = this.#colors.quiet;
    ctx.globalAlpha = strength;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.bottom);
    ctx.stroke();
    ctx.restore();
  }

  /** The last value of each run up to a position, and where it stands. @param {number} position */
  #ends(position) {
    const { chartArea: area, scales } = this.#chart;
    if (!this.#scene || !scales.x) return [];
    const { axis: along } = this.#scene;
    return this.#visible.flatMap(({ run, k }) => {
      const positions = positionsOf(run, along);
      const i = lastMeasured(run[this.#column], lastUpTo(positions, position));
      if (i < 0) return [];
      const value = run[this.#column][i];
      const [x, y] = [scales.x.getPixelForValue(positions[i]), scales.y.getPixelForValue(value)];
      // A run that is no more keeps its last value where it had it.
      const over = run.stopped !== null && position > positions[run.length - 1];
      return [{ k, value, x, y, over, labelY: Math.max(area.top, Math.min(area.bottom, y)) }];
    });
  }

  /** The last value of each run, at its place and in numbers beside the cursor. @param {number} cursor */
  #paintEnds(cursor) {
    const { ctx, chartArea: area } = this.#chart;
    const ends = this.#ends(/** @type {CurveScene} */ (this.#scene).position);
    spread(ends, area);
    ctx.save();
    ctx.font = `600 11px ${this.#colors.font}`;
    ctx.textBaseline = 'middle';
    for (const { k, value, x, y, over, labelY } of ends) {
      const { color, marker } = runStyle(k, this.#colors.theme);
      ctx.fillStyle = color;
      const inside = y >= area.top - 1 && y <= area.bottom + 1 && x >= area.left - 1 && x <= area.right + 1;
      if (inside && over) paintEnd(ctx, x, y, color);
      else if (inside) ctx.fill(markerPath(marker, x, y, 3.5));
      const at = over ? Math.min(x, cursor) : cursor;
      ctx.strokeStyle = this.#colors.paper;
      ctx.lineWidth = 3;
      ctx.strokeText(formatReading(value), at + 9, labelY);
      ctx.fillText(formatReading(value), at + 9, labelY);
    }
    ctx.restore();
  }

  /** @param {number} factor @param {number} at @param {number} [move] */
  #look(factor, at, move = 0) {
    if (!this.#scene) return;
    const { end, window } = this.#scene;
    const shown = this.#asked?.exact ?? /** @type {[number, number]} */ (window ?? [0, end]);
    const [low, high] = moved(shown, factor, at, move);
    const width = Math.min(end, Math.max(SHORTEST, high - low));
    const from = Math.max(0, Math.min(end - width, low));
    const next = [Math.round(from), Math.round(from + width)];
    this.#asked = { exact: [from, from + width], window: next[0] <= 0 && next[1] >= end ? null : next };
    this.#asks.look(this.#asked.window);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const zooming = {
      pan: (/** @type {number} */ dx) => this.#look(1, 0, -dx / this.#chart.chartArea.width),
      // Around the cursor, as there is no pointer.
      zoom: (/** @type {number} */ factor) => this.#look(factor, /** @type {CurveScene} */ (this.#scene).position),
      reset: () => this.#asks.look(null),
    };
    if (!zoomWithKey(this.#chart, zooming, event)) return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where a run came to an end that it should not have. @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {string} color */
function paintEnd(context, x, y, color) {
  context.save();
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.stroke(new Path2D(`M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x + 4} ${y - 4}L${x - 4} ${y + 4}`));
  context.restore();
}

/** All that the lines depend on but the trace. @param {CurveScene} scene */
const keyOf = ({ end, window, hidden, scale, numbered, axis: along, axisName }) =>
  JSON.stringify([end, window, hidden, scale, numbered, along, axisName]);

/**
 * @param {HTMLCanvasElement} canvas
 * @param {HTMLCanvasElement} [copy] to be used again
 */
function copyOf(canvas, copy = document.createElement('canvas')) {
  // Setting the size clears it.
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  return copy;
}

/**
 * The last entry up to i that was measured: the column may have been measured only every few steps.
 *
 * @param {Float64Array} column
 * @param {number} i
 */
function lastMeasured(column, i) {
  while (i >= 0 && !Number.isFinite(column[i])) i -= 1;
  return i;
}
