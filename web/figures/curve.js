/**
 * One column of the trace against the steps: a line for each run, drawn up to the cursor and named at its end.
 */
import { axis, baseOptions, Chart, fixedWidth, pointIn } from './chart.js';
import { formatReading } from './format.js';
import { markerPath, pageColors, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 *
 * @typedef {'loss' | 'sharpness' | 'preconditioned' | 'samSharpness' | 'testAccuracy' | 'gradientNorm' | 'lr'} Column
 *
 * @typedef {object} CurveScene
 * @property {Trace} trace
 * @property {number} step where the cursor stands
 * @property {boolean} numbered whether the steps are written under the axis
 */

/** What a column must not exceed: dotted beside it. @type {Partial<Record<Column, 'stability' | 'preconditionedStability'>>} */
const limits = { sharpness: 'stability', preconditioned: 'preconditionedStability' };

/** What is read together with a column: dotted as well. @type {Partial<Record<Column, 'testLoss' | 'trainAccuracy'>>} */
const companions = { loss: 'testLoss', testAccuracy: 'trainAccuracy' };

const LABEL_HEIGHT = 14;
const LABEL_ROOM = 70;

export class Curve {
  /** @type {CurveScene | null} */ #scene = null;
  /** Which of its layers the chart is to draw. @type {'full' | 'empty'} */ #layer = 'full';
  /** @type {HTMLCanvasElement | undefined} */ #full;
  /** @type {HTMLCanvasElement | undefined} */ #empty;
  /** @type {import('./styles.js').PageColors} */ #colors;
  #chart;
  #column;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Column} column
   * @param {(step: number) => void} onSeek called with the step that the pointer asks for
   */
  constructor(canvas, column, onSeek) {
    this.#colors = pageColors(canvas);
    this.#column = column;
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        ...baseOptions,
        // Chart.js has set the new size, and will draw: our own drawing comes after it.
        onResize: () => void requestAnimationFrame(() => this.#load()),
        layout: { padding: { top: 4, right: LABEL_ROOM } },
        elements: { point: { radius: 0 }, line: { borderWidth: 1.75, borderJoinStyle: 'round' } },
        plugins: { decimation: { enabled: true, algorithm: 'min-max' } },
      },
      plugins: [{ id: 'layers', beforeDatasetsDraw: () => this.#layer !== 'empty' }],
    });
    seekWithPointer(this.#chart, onSeek);
  }

  /** @param {CurveScene} scene */
  show(scene) {
    const before = this.#scene;
    this.#scene = scene;
    if (before?.trace !== scene.trace || before.numbered !== scene.numbered) this.#load();
    else this.#paint();
  }

  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    this.#load();
  }

  /** The whole trace into the chart, which is drawn twice: with all lines, and with none. The cursor then only decides
   * how much of the one shows on the other. */
  #load() {
    // A canvas that was hidden has no size yet; it will come back here when it gets one.
    if (!this.#scene || !this.#chart.canvas?.width) return;
    const { trace, numbered } = this.#scene;
    const beside = limits[this.#column] ?? companions[this.#column];
    const more = beside ? trace.runs.map((run, k) => this.#dataset(run, run[beside], k, true)) : [];
    this.#chart.data.datasets = [
      ...trace.runs.map((run, k) => this.#dataset(run, run[this.#column], k, false)),
      ...more,
    ];
    const range = valueRange(trace.runs, this.#column);
    const ticks = { ...axis(this.#colors, {}).ticks, display: numbered };
    this.#chart.options.scales = {
      x: axis(this.#colors, { type: 'linear', min: 0, max: trace.config.steps, ticks }),
      y: axis(this.#colors, {
        type: range.log ? 'logarithmic' : 'linear',
        min: range.min,
        max: range.max,
        afterFit: fixedWidth,
        afterBuildTicks: range.log ? decades : undefined,
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

  /** @param {RunTrace} run @param {Float64Array} values @param {number} k @param {boolean} beside @returns {any} */
  #dataset(run, values, k, beside) {
    const { color, dash } = runStyle(k, this.#colors.theme);
    const data = Array.from(run.step, (x, i) => ({ x, y: values[i] })).filter(({ y }) => Number.isFinite(y));
    return beside
      ? { data, borderColor: `${color}a0`, borderDash: [1.5, 3.5], borderWidth: 1.25, order: 1 }
      : { data, borderColor: color, borderDash: dash, order: 0 };
  }

  /** The lines up to the cursor, and the cursor. */
  #paint() {
    const { ctx, canvas, chartArea: area, scales, width, height } = this.#chart;
    if (!this.#scene || !this.#full || !this.#empty || this.#full.width !== canvas.width) return;
    const x = scales.x.getPixelForValue(this.#scene.step);
    ctx.clearRect(0, 0, width, height);
    ctx.drawImage(this.#empty, 0, 0, width, height);
    ctx.save();
    ctx.beginPath();
    ctx.rect(area.left, area.top - 2, x - area.left + 1, area.height + 4);
    ctx.clip();
    ctx.clearRect(0, 0, width, height);
    ctx.drawImage(this.#full, 0, 0, width, height);
    ctx.restore();
    ctx.save();
    ctx.strokeStyle = this.#colors.quiet;
    ctx.globalAlpha = 0.5;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(x, area.top);
    ctx.lineTo(x, area.bottom);
    ctx.stroke();
    ctx.restore();
    this.#paintEnds();
  }

  /** The last value of each run, at its place and in numbers beside it. */
  #paintEnds() {
    const { ctx, chartArea: area, scales } = this.#chart;
    const { trace, step } = /** @type {CurveScene} */ (this.#scene);
    const ends = trace.runs.flatMap((run, k) => {
      const i = lastMeasured(run[this.#column], Math.min(step, run.length - 1));
      if (i < 0) return [];
      const value = run[this.#column][i];
      const y = scales.y.getPixelForValue(value);
      return [
        {
          k,
          value,
          x: scales.x.getPixelForValue(run.step[i]),
          y,
          labelY: Math.max(area.top, Math.min(area.bottom, y)),
        },
      ];
    });
    spread(ends, area);
    const cursor = scales.x.getPixelForValue(step);
    ctx.save();
    ctx.font = `600 11px ${this.#colors.font}`;
    ctx.textBaseline = 'middle';
    for (const { k, value, x, y, labelY } of ends) {
      const { color, marker } = runStyle(k, this.#colors.theme);
      ctx.fillStyle = color;
      if (y >= area.top - 1 && y <= area.bottom + 1) ctx.fill(markerPath(marker, x, y, 3.5));
      ctx.strokeStyle = this.#colors.paper;
      ctx.lineWidth = 3;
      ctx.strokeText(formatReading(value), cursor + 9, labelY);
      ctx.fillText(formatReading(value), cursor + 9, labelY);
    }
    ctx.restore();
  }
}

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

/**
 * Moves labels apart that would lie on one another, and keeps them within the plot.
 *
 * @param {{ labelY: number }[]} ends
 * @param {{ bottom: number }} area
 */
function spread(ends, { bottom }) {
  const sorted = [...ends].sort((a, b) => a.labelY - b.labelY);
  sorted.forEach((end, i) => {
    if (i > 0) end.labelY = Math.max(end.labelY, sorted[i - 1].labelY + LABEL_HEIGHT);
  });
  sorted.reverse().forEach((end, i) => {
    end.labelY = Math.min(end.labelY, i > 0 ? sorted[i - 1].labelY - LABEL_HEIGHT : bottom);
  });
}

/**
 * The range of the y-axis, of the whole trace, so that it does not move while the trace plays; a logarithmic axis where
 * all values are positive and span more than two decades. A run that diverged leaves the frame rather than flatten the
 * others, unless it is the only kind there is.
 *
 * @param {RunTrace[]} runs
 * @param {Column} column
 */
function valueRange(runs, column) {
  const settled = runs.filter((run) => !run.stopped);
  const frame = extent((settled.length ? settled : runs).map((run) => run[column]));
  if (frame.min > frame.max) return { log: false, min: 0, max: 1 };
  const log = frame.min > 0 && frame.max / frame.min > 100;
  const room = log ? 1000 * frame.max : frame.max + (frame.max - frame.min);
  const ways = extent(
    runs.filter((run) => run.stopped).map((run) => run[column].filter((value) => value <= room && value >= frame.min)),
  );
  // The limit is the lesson of this picture: it is kept in view unless it is far away.
  const limit = limits[column];
  const near = (/** @type {number} */ value) => value > frame.max / 4 && value < frame.max * 4;
  const kept = limit ? extent(runs.map((run) => run[limit].filter(near))) : ways;
  const min = Math.min(frame.min, ways.min, kept.min);
  const max = Math.max(frame.max, ways.max, kept.max);
  if (log) return { log, min: min / 1.6, max: max * 1.6 };
  // A difference in the last digits is none.
  const flat = max - min < 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  const margin = flat ? Math.abs(max) * 0.1 || 1 : 0.06 * (max - min);
  return { log, min: min - margin, max: max + margin };
}

/** Smallest and largest finite entry; Infinity and −Infinity if there is none. @param {Float64Array[]} columns */
function extent(columns) {
  let [min, max] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return { min, max };
}

/** Only powers of ten on a logarithmic axis, and not more of them than fit. @param {any} scale */
function decades(scale) {
  const low = Math.ceil(Math.log10(scale.min) - 1e-9);
  const high = Math.floor(Math.log10(scale.max) + 1e-9);
  const stride = Math.max(1, Math.ceil((high - low + 1) / 5));
  scale.ticks = Array.from({ length: Math.max(0, Math.floor((high - low) / stride) + 1) }, (_, i) => ({
    value: 10 ** (low + i * stride),
  }));
}

/**
 * Pressing and dragging in a chart moves the cursor.
 *
 * @param {Chart} chart
 * @param {(step: number) => void} onSeek
 */
function seekWithPointer(chart, onSeek) {
  const { canvas } = chart;
  const seek = (/** @type {PointerEvent} */ event) => {
    if (event.buttons & 1 && chart.scales.x)
      onSeek(Math.round(Number(chart.scales.x.getValueForPixel(pointIn(chart, event).x))));
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    seek(event);
  });
  canvas.addEventListener('pointermove', seek);
}
