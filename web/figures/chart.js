/**
 * What every chart of ours shares: the parts of Chart.js in use, axes, and the look.
 */
import {
  Chart,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  ScatterController,
} from 'chart.js';
import { formatTick } from './format.js';

Chart.register(Decimation, LinearScale, LineController, LineElement, LogarithmicScale, PointElement, ScatterController);

/** Room for the numbers beside every y-axis, the same in all charts, so that stacked ones line up. */
const AXIS_WIDTH = 48;

/**
 * @param {import('./styles.js').PageColors} colors
 * @param {object} own
 * @returns {any} options of one Chart.js scale
 */
export function axis({ grid, quiet, font }, own) {
  return {
    grid: { color: grid, drawTicks: false, lineWidth: 1 },
    border: { display: false },
    ticks: {
      color: quiet,
      font: { family: font, size: 11 },
      padding: 6,
      maxRotation: 0,
      autoSkipPadding: 14,
      includeBounds: false,
      /** @param {number} value @param {number} _ @param {{ value: number }[]} ticks */
      callback(value, _, ticks) {
        // On a logarithmic axis neighbours are told apart by their powers.
        const even = /** @type {any} */ (this).type !== 'logarithmic' && ticks.length > 1;
        return formatTick(value, even ? Math.abs(ticks[1].value - ticks[0].value) : 0);
      },
    },
    .../** @type {any} */ (own),
  };
}

/** @param {any} scale */
export const fixedWidth = (scale) => (scale.width = AXIS_WIDTH);

/** Room for half of a number at the upper and at the right end of a plane's axes. */
const END_ROOM = 14;
export const planePadding = { top: 7, right: END_ROOM };

/** The numbers of an x-axis do not move the edges of the plot: one that has not the room is left out. @param {any} scale */
export function fixedEnds(scale) {
  const { ctx, chart, ticks, min, max } = scale;
  const { size, family } = scale.options.ticks.font;
  const unit = (chart.width - AXIS_WIDTH - END_ROOM) / (max - min);
  ctx.save();
  ctx.font = `${size}px ${family}`;
  for (const tick of ticks) {
    const room = (max - tick.value) * unit + END_ROOM;
    if (ctx.measureText(tick.label).width / 2 > room) tick.label = '';
  }
  ctx.restore();
  Object.assign(scale, { paddingLeft: 0, paddingRight: 0 });
}

export const baseOptions = {
  animation: /** @type {const} */ (false),
  responsive: true,
  maintainAspectRatio: false,
  parsing: /** @type {const} */ (false),
  normalized: true,
  events: /** @type {never[]} */ ([]),
};

/** Only powers of ten on a logarithmic axis, and not more of them than fit; where there are hardly any, what Chart.js
 * chose. @param {any} scale @param {number} [most] */
export function decades(scale, most = 5) {
  const low = Math.ceil(Math.log10(scale.min) - 1e-9);
  const high = Math.floor(Math.log10(scale.max) + 1e-9);
  if (high - low < 1) return;
  const stride = Math.max(1, Math.ceil((high - low + 1) / most));
  scale.ticks = Array.from({ length: Math.floor((high - low) / stride) + 1 }, (_, i) => ({
    value: 10 ** (low + i * stride),
  }));
}

/** Whether it has been shown anything yet: until then there is nothing that a hand could point at. @param {Chart} chart */
export const hasAxes = (chart) => 'x' in chart.scales;

/**
 * Where a pointer event fell, as a share of the chart's plot area; right also inside scaled slides, where an element's
 * box on the screen is not its size in CSS pixels.
 *
 * @param {Chart} chart
 * @param {MouseEvent} event
 */
export function pointIn(chart, event) {
  const box = chart.canvas.getBoundingClientRect();
  const x = ((event.clientX - box.left) / box.width) * chart.width;
  const y = ((event.clientY - box.top) / box.height) * chart.height;
  const { left, right, top, bottom } = chart.chartArea;
  return { x, y, inside: x >= left && x <= right && y >= top && y <= bottom };
}

export { Chart };
