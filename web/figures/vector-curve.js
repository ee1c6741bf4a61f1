/**
 * One column along the steps, as vectors: the lines up to the cursor, the cursor, and the values there.
 */
import { spread } from './labels.js';
import { formatReading } from './format.js';
import { runStyle } from './styles.js';
import { axes } from './vector-axes.js';
import { cross, mark } from './vector-marks.js';
import { clipped, dotsInside, element, group, lineInside, text } from './vector.js';

/** @typedef {Pick<import('./curve.js').Curve['drawing'], 'chart' | 'colors' | 'cursor' | 'ends' | 'lines'>} CurveDrawing */

/** Pixels off the picture at which a line has left it for good. */
const FAR = 1e5;

/** @param {CurveDrawing} drawing @returns {string} markup, in pixels of the chart */
export function drawCurve({ chart, colors, cursor, ends, lines }) {
  const area = chart.chartArea;
  const { left, top, bottom } = area;
  const drawn = { left, right: cursor, top, bottom };
  const cursorLine = { x1: cursor, x2: cursor, y1: top, y2: bottom, stroke: colors.quiet, opacity: 0.5 };
  return (
    axes({ chart, colors }) +
    clipped({ left: left - 1, right: cursor + 1, top: top - 2, bottom: bottom + 2 }, curves(chart, lines, drawn)) +
    element('line', { class: 'cursor', ...cursorLine }) +
    labels(ends, cursor, area, colors)
  );
}

/**
 * @param {CurveDrawing['chart']} chart
 * @param {number[]} runs those of the first datasets, and again of the thin ones that follow
 * @param {import('./vector.js').Box} area
 */
function curves({ data, scales }, runs, area) {
  const bounded = (/** @type {number} */ pixel) => Math.max(-FAR, Math.min(FAR, pixel));
  const sets = /** @type {any[]} */ (data.datasets).map((set, i) => ({
    set,
    name: i < runs.length ? 'curve' : 'beside',
    run: runs[i % runs.length],
  }));
  // As Chart.js stacks them: the first on top, and the thin ones below all others.
  const stacked = sets.reverse().sort((a, b) => b.set.order - a.set.order);
  const markup = stacked.map(({ set, name, run }) => {
    const points = set.data.map((/** @type {{ x: number, y: number }} */ { x, y }) => [
      scales.x.getPixelForValue(x),
      bounded(scales.y.getPixelForValue(y)),
    ]);
    const look = { class: name, 'data-run': run + 1, stroke: set.borderColor, 'stroke-width': set.borderWidth ?? 1.75 };
    return set.showLine === false
      ? group({ ...look, 'stroke-width': 2 * set.pointRadius, 'stroke-linecap': 'round' }, dotsInside(points, area))
      : group(look, lineInside(points, area, set.borderDash, {}));
  });
  return group({ fill: 'none', 'stroke-linejoin': 'round' }, markup.join(''));
}

/**
 * @param {CurveDrawing['ends']} ends
 * @param {number} cursor
 * @param {import('chart.js').ChartArea} area
 * @param {import('./styles.js').PageColors} colors
 */
function labels(ends, cursor, area, { theme, paper }) {
  spread(ends, area);
  const markup = ends.map(({ k, value, x, y, over, labelY }) => {
    const { color, marker } = runStyle(k, theme);
    const inside = y >= area.top - 1 && y <= area.bottom + 1 && x >= area.left - 1 && x <= area.right + 1;
    const at = { x: (over ? Math.min(x, cursor) : cursor) + 9, y: labelY + 4 };
    const halo = { ...at, 'aria-hidden': 'true', fill: 'none', stroke: paper, 'stroke-width': 3 };
    const point = !inside
      ? ''
      : over
        ? element('path', { d: cross([x, y], 4), stroke: color, 'stroke-width': 2 })
        : mark(marker, [x, y], 3.5, { fill: color });
    const reading = formatReading(value);
    return group(
      { class: 'end', 'data-run': k + 1 },
      point + text(halo, reading) + text({ ...at, fill: color }, reading),
    );
  });
  return group({ 'font-size': 11, 'font-weight': 600, 'stroke-linejoin': 'round' }, markup.join(''));
}
