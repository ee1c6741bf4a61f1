/**
 * The landscape as vectors: contours, the ways of the runs, and what stands on it.
 */
import { runStyle } from './styles.js';
import { axes } from './vector-axes.js';
import { crosses, outsideMark, pointMark, probeMark, startMark } from './vector-marks.js';
import { clipped, element, group, lineInside, ringsPath, rounded } from './vector.js';

/** @typedef {import('./landscape.js').Landscape['drawing']} LandscapeDrawing */
/** @typedef {import('./vector.js').Point} Point */

/** @param {LandscapeDrawing} drawing @returns {string} markup, in pixels of the chart */
export function drawLandscape({ chart, colors, levels, graph, minima, start, runs }) {
  const area = chart.chartArea;
  const styles = runs.map((_, k) => runStyle(k, colors.theme));
  const marks = runs.map(({ at, probe }, k) => {
    if (!at) return '';
    if (!holds(area, at)) return outsideMark(at, area, styles[k], colors);
    return (probe ? probeMark(probe, styles[k], colors) : '') + pointMark(at, styles[k], colors);
  });
  const ground =
    (levels ? contours(levels, chart, colors.contour) : '') +
    (graph ? lineInside(graph, area, [], { fill: 'none', stroke: colors.quiet, 'stroke-width': 1.5 }) : '') +
    crosses(minima, colors);
  const ways =
    runs.map((run, k) => trail(run, k, area, styles[k], colors)).join('') +
    (start ? startMark(start, colors) : '') +
    marks.map((content, k) => group({ 'data-run': k + 1 }, content)).join('');
  return clipped(area, ground) + axes({ chart, colors }) + clipped(area, ways);
}

/** @param {import('./vector.js').Box} area @param {Point} point */
const holds = ({ left, right, top, bottom }, [x, y]) => x >= left && x <= right && y >= top && y <= bottom;

/**
 * @param {NonNullable<LandscapeDrawing['levels']>} levels
 * @param {LandscapeDrawing['chart']} chart
 * @param {string} stroke
 */
function contours({ columns, rows, ground, shapes, frame }, { scales }, stroke) {
  const [left, right] = [frame.left, frame.right].map((value) => scales.x.getPixelForValue(value));
  const [top, bottom] = [frame.top, frame.bottom].map((value) => scales.y.getPixelForValue(value));
  const [x, y] = [(right - left) / columns, (bottom - top) / rows];
  const place = (/** @type {number[]} */ [column, row]) => [left + column * x, top + row * y];
  const outlines = shapes.map(({ shape, color }) => ({
    fill: color,
    d: ringsPath(shape.coordinates.flat().map((ring) => ring.map(place))),
  }));
  return group(
    { class: 'contours', 'fill-rule': 'evenodd', stroke, 'stroke-width': 0.6 },
    element('rect', { x: left, y: top, width: right - left, height: bottom - top, fill: ground, stroke: 'none' }) +
      outlines
        .filter(({ d }) => d)
        .map((outline) => element('path', outline))
        .join(''),
  );
}

/**
 * @param {LandscapeDrawing['runs'][number]} run
 * @param {number} k
 * @param {import('./vector.js').Box} area
 * @param {import('./styles.js').RunStyle} style
 * @param {import('./styles.js').PageColors} colors
 */
function trail({ trail: places, dotted }, k, area, { color, dash }, { paper }) {
  const points = /** @type {Point[]} */ (places.filter((place) => place !== null));
  const dots = dotted ? points.filter((point) => holds(area, point)) : [];
  // A dot is a line of no length with round ends.
  const path = dots.map(([x, y]) => `M${rounded(x)} ${rounded(y)}h0`).join('');
  return group(
    { class: 'trail', 'data-run': k + 1, fill: 'none', 'stroke-linejoin': 'round' },
    lineInside(points, area, dash, { stroke: paper, 'stroke-width': 4 }) +
      lineInside(points, area, dash, { stroke: color, 'stroke-width': 2 }) +
      (path && element('path', { d: path, stroke: color, 'stroke-width': 3.8, 'stroke-linecap': 'round' })),
  );
}
