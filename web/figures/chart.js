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
      callback: formatTick,
    },
    .../** @type {any} */ (own),
  };
}

/** @param {any} scale */
export const fixedWidth = (scale) => (scale.width = AXIS_WIDTH);

export const baseOptions = {
  animation: /** @type {const} */ (false),
  responsive: true,
  maintainAspectRatio: false,
  parsing: /** @type {const} */ (false),
  normalized: true,
  events: /** @type {never[]} */ ([]),
};

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
