/**
 * A race: the loss at the end against the learning rate, a line for each run, its best rate marked. The axis reaches a
 * little above the loss at the start; what lies above it, or diverged, stands as a mark over the top edge.
 */
import { axis, baseOptions, Chart, decades, fixedWidth, pointIn } from './chart.js';
import { formatNumber, formatPower, formatTick } from './format.js';
import { LABEL_ROOM, spread } from './labels.js';
import { markerPath, pageColors, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/race.js').RaceResult} RaceResult
 * @typedef {import('../experiment/race.js').RaceEntry} RaceEntry
 *
 * @typedef {object} SweepScene
 * @property {RaceResult} result
 * @property {number} startLoss
 *
 * @typedef {object} Reading one entry of the result
 * @property {number} k index of the run
 * @property {number} rate
 * @property {number} loss Infinity if the run diverged
 *
 * @typedef {Reading & { x: number, y: number }} Mark where it is drawn, in pixels of the chart
 * @typedef {{ log: boolean, min: number, max: number }} Range of the loss
 */

/** A row of marks over the top edge for each run that has any. */
const ROW = 8;
const POINT = 2;
const BEST = 4.5;

/** How near a pointer must come to a mark. */
const REACH = 18;

export class Sweep {
  /** @type {SweepScene | null} */ #scene = null;
  /** @type {import('./styles.js').PageColors} */ #colors;
  /** @type {Range} */ #range = { log: false, min: 0, max: 1 };
  /** The row of each run over the top edge. @type {Map<number, number>} */ #rows = new Map();
  #listening = new AbortController();
  #chart;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(k: number, rate: number) => void} onPick called with the run and the rate of the mark that was pressed
   * @param {(reading: Reading | null) => void} [onPoint] called when the pointer comes to another mark, or leaves
   */
  constructor(canvas, onPick, onPoint = () => {}) {
    this.#colors = pageColors(canvas);
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        ...baseOptions,
        elements: { point: { radius: 0 }, line: { borderWidth: 1.75, borderJoinStyle: 'round' } },
      },
      plugins: [
        { id: 'start', beforeDatasetsDraw: () => this.#paintStart() },
        { id: 'marks', afterDatasetsDraw: () => this.#paintMarks() },
      ],
    });
    this.#listen(onPick, onPoint);
  }

  /** @param {SweepScene} scene */
  show(scene) {
    this.#scene = scene;
    this.#load();
  }

  restyle() {
    this.#colors = pageColors(this.#chart.canvas);
    this.#load();
  }

  destroy() {
    this.#listening.abort();
    this.#chart.destroy();
    this.#scene = null;
  }

  #load() {
    if (!this.#scene) return;
    const { result, startLoss } = this.#scene;
    this.#range = lossRange(result.entries, startLoss);
    this.#rows = this.#rowsOver(result.entries);
    const { log, min, max } = this.#range;
    const { ticks } = axis(this.#colors, {});
    this.#chart.data.datasets = result.entries.map((entry) => this.#dataset(entry));
    this.#chart.options.layout = { padding: { top: 5 + ROW * this.#rows.size, right: LABEL_ROOM } };
    this.#chart.options.scales = {
      x: axis(this.#colors, {
        type: 'logarithmic',
        ...ratesRange(result.rates),
        afterBuildTicks: (/** @type {any} */ scale) => decades(scale, 7),
        ticks: { ...ticks, callback: formatPower },
      }),
      y: axis(this.#colors, {
        type: log ? 'logarithmic' : 'linear',
        min,
        max,
        afterFit: fixedWidth,
        afterBuildTicks: log ? (/** @type {any} */ scale) => decades(scale) : undefined,
        ticks: { ...ticks, callback: log ? formatPower : formatTick },
      }),
    };
    this.#chart.update('none');
  }

  /** @param {RaceEntry[]} entries */
  #rowsOver(entries) {
    const over = entries.flatMap(({ loss }, k) => (loss.some((value) => this.#isOver(value)) ? [k] : []));
    return new Map(over.map((k, row) => [k, row]));
  }

  /** Whether a loss stands over the top edge. @param {number} loss */
  #isOver(loss) {
    return loss > this.#range.max;
  }

  /** A line through all that has been run; it rises to the edge and comes back, but does not run along it.
   * @param {RaceEntry} entry @returns {any} */
  #dataset({ run, loss }) {
    const { rates } = /** @type {SweepScene} */ (this.#scene).result;
    const { color, dash } = runStyle(run, this.#colors.theme);
    const { min, max } = this.#range;
    const known = rates.flatMap((x, i) => (Number.isNaN(loss[i]) ? [] : [{ x, loss: loss[i] }]));
    const data = known.flatMap((each, i) => {
      const point = { x: each.x, y: Math.max(min, Math.min(max, each.loss)) };
      const along = i > 0 && this.#isOver(each.loss) && this.#isOver(known[i - 1].loss);
      return along ? [{ x: NaN, y: NaN }, point] : [point];
    });
    return { data, borderColor: color, borderDash: dash };
  }

  /** All that has been run, where it is drawn. @returns {Mark[]} */
  get #marks() {
    const { scales, chartArea: area } = this.#chart;
    if (!this.#scene || !scales.x || !area) return [];
    const { rates, entries } = this.#scene.result;
    return entries.flatMap(({ run: k, loss }) =>
      rates.flatMap((rate, i) => {
        if (Number.isNaN(loss[i])) return [];
        const over = area.top - ROW * ((this.#rows.get(k) ?? 0) + 0.5) - 2;
        const inside = scales.y.getPixelForValue(Math.max(this.#range.min, loss[i]));
        return { k, rate, loss: loss[i], x: scales.x.getPixelForValue(rate), y: this.#isOver(loss[i]) ? over : inside };
      }),
    );
  }

  /** The loss at the start: a thin line, under the curves. */
  #paintStart() {
    // A chart draws once while it is being made.
    if (!this.#scene) return;
    const { ctx, chartArea: area, scales } = this.#chart;
    const y = scales.y.getPixelForValue(this.#scene.startLoss);
    if (!(y >= area.top && y <= area.bottom)) return;
    ctx.save();
    ctx.strokeStyle = this.#colors.quiet;
    ctx.globalAlpha = 0.7;
    ctx.lineWidth = 1;
    strokeLine(ctx, area.left, y, area.right, y);
    ctx.restore();
  }

  #paintMarks() {
    if (!this.#scene) return;
    const { ctx } = this.#chart;
    const marks = this.#marks;
    ctx.save();
    ctx.font = `600 11px ${this.#colors.font}`;
    ctx.textBaseline = 'middle';
    for (const mark of marks) this.#paintMark(mark);
    this.#paintBests(marks);
    ctx.restore();
  }

  /** Within the plot a dot, over it the run's marker: filled where the loss is high, hollow where it is not finite.
   * @param {Mark} mark */
  #paintMark({ k, loss, x, y }) {
    const { ctx } = this.#chart;
    const { color, marker } = runStyle(k, this.#colors.theme);
    ctx.fillStyle = ctx.strokeStyle = color;
    ctx.lineWidth = 1.1;
    if (!this.#isOver(loss)) ctx.fill(markerPath('circle', x, y, POINT));
    else if (Number.isFinite(loss)) ctx.fill(markerPath(marker, x, y, 2.8));
    else ctx.stroke(markerPath(marker, x, y, 2.3));
  }

  /** The best of each run: its marker with the rate beside it, and the loss at the right of the plot.
   * @param {Mark[]} marks */
  #paintBests(marks) {
    const { ctx, chartArea: area, scales } = this.#chart;
    const { result, startLoss } = /** @type {SweepScene} */ (this.#scene);
    const bests = marks
      .filter(({ k, rate, loss }) => result.entries[k].best?.rate === rate && !this.#isOver(loss))
      .map((mark) => ({ ...mark, ...runStyle(mark.k, this.#colors.theme), labelY: mark.y }));
    const startY = scales.y.getPixelForValue(startLoss);
    const start = { loss: startLoss, y: startY, labelY: startY, color: this.#colors.quiet };
    const labels = startY >= area.top - 1 && startY <= area.bottom + 1 ? [start, ...bests] : bests;
    spread(labels, area);
    ctx.lineWidth = 1;
    for (const { x, y, labelY, color } of bests) {
      ctx.strokeStyle = `${color}70`;
      ctx.setLineDash([1, 3]);
      strokeLine(ctx, x, y, area.right, y);
      ctx.setLineDash([]);
      strokeLine(ctx, area.right, y, area.right + 7, labelY);
    }
    for (const { loss, labelY, color } of labels) this.#write(shortLoss(loss), area.right + 10, labelY, color);
    bests.forEach(({ x, y, color, marker }, i) => {
      // One that others will lie upon is drawn larger, so that it shows around them.
      const upon = bests.slice(i + 1).filter((other) => Math.hypot(other.x - x, other.y - y) < BEST);
      const outline = markerPath(marker, x, y, BEST + 3 * Math.min(2, upon.length));
      ctx.strokeStyle = this.#colors.paper;
      ctx.lineWidth = 2.5;
      ctx.stroke(outline);
      ctx.fillStyle = color;
      ctx.fill(outline);
    });
    this.#writeRates(bests);
  }

  /** The rates of the best, each at the place around its marker that the others leave free.
   * @param {(Mark & { color: string })[]} bests */
  #writeRates(bests) {
    const { ctx, chartArea: area } = this.#chart;
    /** @type {Box[]} */
    const taken = bests.map(({ x, y }) => ({ x, y, width: 2 * BEST + 2, height: 2 * BEST + 2 }));
    for (const { x, y, rate, color } of bests) {
      const text = formatNumber(rate, 2);
      const size = { width: ctx.measureText(text).width + 4, height: 12 };
      const box = freePlace(x, y, size, taken, area);
      // Where many lie on one spot, the same number many times over would be read no better.
      if (covered(box, taken) > (size.width * size.height) / 3) continue;
      taken.push(box);
      this.#write(text, box.x - size.width / 2 + 2, box.y, color);
    }
  }

  /** @param {string} text @param {number} x @param {number} y @param {string} color */
  #write(text, x, y, color) {
    const { ctx } = this.#chart;
    ctx.strokeStyle = this.#colors.paper;
    ctx.lineWidth = 3;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color;
    ctx.fillText(text, x, y);
  }

  /** @param {(k: number, rate: number) => void} onPick @param {(reading: Reading | null) => void} onPoint */
  #listen(onPick, onPoint) {
    const { canvas } = this.#chart;
    const { signal } = this.#listening;
    /** @type {Mark | null} */
    let last = null;
    const point = (/** @type {Mark | null} */ mark) => {
      if (mark?.k === last?.k && mark?.rate === last?.rate && mark?.loss === last?.loss) return;
      last = mark;
      canvas.style.cursor = mark ? 'pointer' : '';
      onPoint(mark && { k: mark.k, rate: mark.rate, loss: mark.loss });
    };
    canvas.addEventListener('pointermove', (event) => point(this.#markAt(event)), { signal });
    canvas.addEventListener('pointerleave', () => point(null), { signal });
    canvas.addEventListener(
      'click',
      (event) => {
        const mark = this.#markAt(event);
        if (mark) onPick(mark.k, mark.rate);
      },
      { signal },
    );
  }

  /** The nearest mark within reach. @param {MouseEvent} event @returns {Mark | null} */
  #markAt(event) {
    const { x, y } = pointIn(this.#chart, event);
    const distance = (/** @type {Mark} */ mark) => Math.hypot(mark.x - x, mark.y - y);
    const marks = this.#marks;
    if (marks.length === 0) return null;
    const nearest = marks.reduce((best, mark) => (distance(mark) < distance(best) ? mark : best));
    return distance(nearest) <= REACH ? nearest : null;
  }
}

/** In the room beside the plot: the fewer digits, the longer the exponent. @param {number} loss */
const shortLoss = (loss) => formatNumber(loss, loss !== 0 && Math.abs(loss) < 1e-3 ? 2 : 3);

/** @typedef {{ x: number, y: number, width: number, height: number }} Box around its middle */

/**
 * A place for a label beside a marker: that with the least of it covered.
 *
 * @param {number} x of the marker
 * @param {number} y
 * @param {{ width: number, height: number }} size
 * @param {Box[]} taken
 * @param {{ left: number, right: number, top: number, bottom: number }} area
 * @returns {Box}
 */
function freePlace(x, y, size, taken, area) {
  const aside = BEST + 3 + size.width / 2;
  const away = BEST + 3 + size.height / 2;
  const places = [
    [0, away],
    [0, -away],
    [aside, 0],
    [-aside, 0],
    [aside, away],
    [-aside, away],
    [aside, -away],
    [-aside, -away],
    [0, -away - size.height],
    [0, away + size.height],
  ].map(([dx, dy]) => ({ ...size, x: x + dx, y: y + dy }));
  const inside = places.filter(
    (box) =>
      box.x - size.width / 2 >= area.left &&
      box.x + size.width / 2 <= area.right + 2 &&
      box.y - size.height / 2 >= area.top &&
      box.y + size.height / 2 <= area.bottom + 3,
  );
  const open = inside.length ? inside : places;
  return open.reduce((best, box) => (covered(box, taken) < covered(best, taken) ? box : best));
}

/** How much of a box others take. @param {Box} box @param {Box[]} taken */
const covered = (box, taken) => taken.reduce((sum, other) => sum + overlap(box, other), 0);

/** The area that two boxes share. @param {Box} a @param {Box} b */
function overlap(a, b) {
  const across = (a.width + b.width) / 2 - Math.abs(a.x - b.x);
  const down = (a.height + b.height) / 2 - Math.abs(a.y - b.y);
  return Math.max(0, across) * Math.max(0, down);
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function strokeLine(ctx, x0, y0, x1, y1) {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}

/** The rates with a little room at either end, so that no mark stands on the frame. @param {readonly number[]} rates */
function ratesRange(rates) {
  const [low, high] = [rates[0], rates[rates.length - 1]];
  const room = (high / low) ** 0.02;
  return { min: low / room, max: high * room };
}

/** On a logarithmic axis everything below this share of the start is called 0: there it is rounding. */
const FLOOR = 1e-16;

/**
 * The range of the loss: from the lowest to a little above the start, or if nothing got below it, to the middle of what
 * there is. Logarithmic where nothing is negative and what is shown spans more than two decades.
 *
 * @param {RaceEntry[]} entries
 * @param {number} startLoss
 * @returns {Range}
 */
export function lossRange(entries, startLoss) {
  const losses = entries.flatMap(({ loss }) => Array.from(loss).filter(Number.isFinite)).sort((a, b) => a - b);
  if (losses.length === 0 || !Number.isFinite(startLoss))
    return { log: false, min: 0, max: startLoss > 0 ? 2 * startLoss : 1 };
  const [lowest] = losses;
  const top = Math.max(startLoss, lowest < startLoss ? startLoss : losses[Math.floor(losses.length / 2)]);
  const bottom = Math.min(lowest, startLoss);
  const floor = Math.max(bottom, FLOOR * top);
  const log = bottom >= 0 && top / floor > 100;
  if (log) return { log, min: floor / (top / floor) ** 0.1, max: top * (top / floor) ** 0.05 };
  const height = top - bottom || Math.abs(top) || 1;
  return { log, min: bottom - 0.12 * height, max: top + 0.08 * height };
}
