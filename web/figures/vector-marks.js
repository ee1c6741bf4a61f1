/**
 * What stands on a landscape, as vectors: the same marks as those of marks.js.
 */
import { ARROW, outsidePlace, shapes } from './marks.js';
import { markerPoints } from './styles.js';
import { element, group, rounded } from './vector.js';

/**
 * @typedef {import('./vector.js').Point} Point
 * @typedef {import('./vector.js').Box} Box
 * @typedef {import('./vector.js').Attributes} Attributes
 * @typedef {import('./styles.js').PageColors} PageColors
 * @typedef {import('./styles.js').RunStyle} RunStyle
 */

/** @param {import('./styles.js').Marker} marker @param {Point} at @param {number} radius @param {Attributes} attributes */
export function mark(marker, [x, y], radius, attributes) {
  const corners = markerPoints(marker, radius);
  if (!corners) return element('circle', { cx: x, cy: y, r: radius, ...attributes });
  const points = corners.replace(/[^ ,]+/g, (value) => rounded(Number(value)));
  return element('polygon', { points, transform: `translate(${rounded(x)} ${rounded(y)})`, ...attributes });
}

/** @param {Point} at @param {PageColors} colors */
export const startMark = (at, { paper, ink }) =>
  mark('circle', at, 6, { class: 'start', fill: paper, stroke: ink, 'stroke-width': 1.75 });

/** @param {readonly Point[]} points @param {PageColors} colors */
export function crosses(points, { ink }) {
  const lines = points.map(([x, y]) => cross([x, y], 4)).join('');
  return lines && element('path', { class: 'minima', d: lines, fill: 'none', stroke: ink, 'stroke-width': 1.25 });
}

/** @param {Point} at @param {number} size */
export const cross = ([x, y], size) =>
  `M${rounded(x - size)} ${rounded(y - size)}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;

/** Where a run is now. @param {Point} at @param {RunStyle} style @param {PageColors} colors */
export const pointMark = (at, { color, marker }, { paper }) =>
  mark(marker, at, 6, { class: 'state', fill: color, stroke: paper, 'stroke-width': 2, 'paint-order': 'stroke' });

/** @param {Point} at outside of the box @param {Box} box @param {RunStyle} style @param {PageColors} colors */
export function outsideMark(at, box, { color }, { paper }) {
  const { x, y, angle } = outsidePlace(at, box);
  const transform = turned([x, y], angle);
  return (
    element('path', { d: shapes.wedge, transform, fill: 'none', stroke: paper, 'stroke-width': 3 }) +
    element('path', { class: 'state', d: shapes.wedge, transform, fill: color })
  );
}

/**
 * @param {{ at: Point, ascended: Point, gradient: Point, descent: Point }} probe
 * @param {RunStyle} style
 * @param {PageColors} colors
 */
export function probeMark({ at, ascended, gradient, descent }, { color, marker }, { paper, ink }) {
  const longest = Math.max(Math.hypot(...gradient), Math.hypot(...descent));
  const end = (/** @type {Point} */ [dx, dy]) => [at[0] - (dx / longest) * ARROW, at[1] - (dy / longest) * ARROW];
  const arrows =
    longest > 0 && Number.isFinite(longest)
      ? arrow(at, end(gradient), { paper, color: ink, width: 1.25, dash: '3 3' }) +
        arrow(at, end(descent), { paper, color: ink, width: 1.75, dash: null })
      : '';
  return group(
    { class: 'probe', 'stroke-linecap': 'round' },
    line(at, ascended, { paper, color, width: 1.5, dash: null }) +
      mark(marker, ascended, 4.5, { fill: paper, stroke: color, 'stroke-width': 1.75 }) +
      arrows,
  );
}

/** @typedef {{ paper: string, color: string, width: number, dash: string | null }} Stroke */

/** @param {Point} from @param {Point} to @param {Stroke} stroke */
function line([x1, y1], [x2, y2], { paper, color, width, dash }) {
  const ends = { x1, y1, x2, y2 };
  return (
    element('line', { ...ends, stroke: paper, 'stroke-width': width + 2.5 }) +
    element('line', { ...ends, stroke: color, 'stroke-width': width, 'stroke-dasharray': dash })
  );
}

/** @param {Point} from @param {Point} to @param {Stroke} stroke */
function arrow(from, to, stroke) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  if (Math.hypot(dx, dy) < 5) return line(from, to, stroke);
  const head = element('path', { d: shapes.head, transform: turned(to, Math.atan2(dy, dx)), fill: stroke.color });
  return line(from, to, stroke) + head;
}

/** @param {Point} at @param {number} angle radians */
const turned = ([x, y], angle) => `translate(${rounded(x)} ${rounded(y)}) rotate(${rounded((angle * 180) / Math.PI)})`;
