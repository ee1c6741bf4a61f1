/**
 * Ticks and grid lines of a chart, as vectors, at the places that Chart.js has given them.
 */
import { element, group, text } from './vector.js';

/** @typedef {{ chart: import('chart.js').Chart, colors: import('./styles.js').PageColors }} Drawing */

const FONT_SIZE = 11;
const PADDING = 6;

/** @param {Drawing} drawing */
export function axes({ chart, colors }) {
  const { x, y } = /** @type {any} */ (chart.scales);
  const { left, right, top, bottom } = chart.chartArea;
  const lines = [
    ...gridPixels(x).map((at) => element('line', { x1: at, x2: at, y1: top, y2: bottom })),
    ...gridPixels(y).map((at) => element('line', { x1: left, x2: right, y1: at, y2: at })),
  ];
  const labels = [
    ...labelsOf(x).map(({ at, label }) => text({ x: at, y: bottom + PADDING + 0.87 * FONT_SIZE }, label)),
    ...labelsOf(y).map(({ at, label }) =>
      text({ x: left - PADDING, y: at + 0.36 * FONT_SIZE, 'text-anchor': 'end' }, label),
    ),
  ];
  return (
    group({ class: 'grid', stroke: colors.grid, 'stroke-width': 1 }, lines.join('')) +
    group({ class: 'ticks', fill: colors.quiet, 'font-size': FONT_SIZE, 'text-anchor': 'middle' }, labels.join(''))
  );
}

/** @param {any} scale @returns {number[]} */
const gridPixels = (scale) =>
  scale.options.grid.display === false
    ? []
    : scale.ticks.map((/** @type {{ value: number }} */ { value }) => scale.getPixelForValue(value));

/** @param {any} scale @returns {{ at: number, label: string }[]} */
const labelsOf = (scale) =>
  scale.options.ticks.display === false
    ? []
    : scale.ticks.map((/** @type {{ value: number, label: string }} */ { value, label }) => ({
        at: scale.getPixelForValue(value),
        label,
      }));
