/**
 * The data of a classifier and the lines between its classes, as vectors.
 */
import { classMarkers } from './boundary.js';
import { runStyle } from './styles.js';
import { axes } from './vector-axes.js';
import { cross, mark } from './vector-marks.js';
import { clipped, element, group, ringsPath } from './vector.js';

/** @typedef {import('./boundary.js').Boundary['drawing']} BoundaryDrawing */

/** @param {BoundaryDrawing} drawing @returns {string} markup, in pixels of the chart */
export function drawBoundary({ chart, colors, data, lines }) {
  const { left, right, top, bottom, width, height } = chart.chartArea;
  const frame = element('rect', { x: left, y: top, width, height, fill: 'none', stroke: colors.grid });
  // The lines close along the frame: that stretch is no boundary.
  const inner = { left: left + 3, right: right - 3, top: top + 3, bottom: bottom - 3 };
  const paths = lines.map((rings, k) => {
    const { color, dash } = runStyle(k, colors.theme);
    const d = ringsPath(rings);
    return (
      d &&
      element('path', {
        class: 'line',
        'data-run': k + 1,
        d,
        stroke: color,
        'stroke-dasharray': dash.length ? dash.join(' ') : null,
      })
    );
  });
  const boundary = { fill: 'none', 'stroke-width': 2.25, 'stroke-linejoin': 'round' };
  return (
    axes({ chart, colors }) + frame + clipped(inner, points({ chart, colors, data }) + group(boundary, paths.join('')))
  );
}

/** @param {Omit<BoundaryDrawing, 'lines'>} drawing */
function points({ chart: { scales }, colors: { paper, quiet, ink }, data }) {
  if (!data) return '';
  const flipped = new Set(data.flipped);
  const marks = data.x.map(([a, b], i) => {
    const at = [scales.x.getPixelForValue(a), scales.y.getPixelForValue(b)];
    const shape = classMarkers[data.y[i] % classMarkers.length];
    const point = mark(shape, at, 4, { fill: data.y[i] === 0 ? paper : quiet });
    return flipped.has(i) ? point + element('path', { class: 'flipped', d: cross(at, 5), stroke: ink }) : point;
  });
  return group({ class: 'data', stroke: quiet, 'stroke-width': 1.25 }, marks.join(''));
}
