/**
 * What stands on a landscape: the start, minima, where each run is now, and what SAM looks at.
 */
import { markerPath } from './styles.js';

/**
 * @typedef {[number, number]} Point pixels
 * @typedef {import('./styles.js').PageColors} PageColors
 * @typedef {import('./styles.js').RunStyle} RunStyle
 * @typedef {CanvasRenderingContext2D} Context
 */

/** A wedge and the head of an arrow around 0, pointing to the right. */
export const shapes = { wedge: 'M9 0L-5 6.5L-2 0L-5 -6.5Z', head: 'M1.5 0L-6 3.4L-6 -3.4Z' };

/** @param {Context} context @param {Point} point @param {PageColors} colors @param {boolean} [held] */
export function paintStart(context, [x, y], { paper, ink }, held = false) {
  const ring = markerPath('circle', x, y, held ? 9 : 6);
  context.fillStyle = paper;
  context.strokeStyle = ink;
  context.lineWidth = 1.75;
  context.fill(ring);
  context.stroke(ring);
}

/** @param {Context} context @param {Point[]} points @param {PageColors} colors */
export function paintCrosses(context, points, { ink }) {
  context.strokeStyle = ink;
  context.lineWidth = 1.25;
  context.beginPath();
  for (const [x, y] of points) {
    context.moveTo(x - 4, y - 4);
    context.lineTo(x + 4, y + 4);
    context.moveTo(x + 4, y - 4);
    context.lineTo(x - 4, y + 4);
  }
  context.stroke();
}

/** @param {Context} context @param {Point} point @param {RunStyle} style @param {PageColors} colors */
export function paintPoint(context, [x, y], { color, marker }, { paper }) {
  const shape = markerPath(marker, x, y, 6);
  context.fillStyle = color;
  context.strokeStyle = paper;
  context.lineWidth = 2;
  context.stroke(shape);
  context.fill(shape);
}

/**
 * A run that is out of the picture: a wedge at the edge, pointing to where it is.
 *
 * @param {Context} context
 * @param {Point} point outside of the area
 * @param {{ left: number, right: number, top: number, bottom: number }} area
 * @param {RunStyle} style
 * @param {PageColors} colors
 */
export function paintOutside(context, point, area, { color }, { paper }) {
  const { x, y, angle } = outsidePlace(point, area);
  context.save();
  context.translate(x, y);
  context.rotate(angle);
  const wedge = new Path2D(shapes.wedge);
  context.strokeStyle = paper;
  context.lineWidth = 3;
  context.stroke(wedge);
  context.fillStyle = color;
  context.fill(wedge);
  context.restore();
}

/**
 * Where the wedge stands, and the angle in which it points.
 *
 * @param {readonly number[]} point
 * @param {{ left: number, right: number, top: number, bottom: number }} area
 */
export function outsidePlace([x, y], { left, right, top, bottom }) {
  const inset = 11;
  const at = [Math.max(left + inset, Math.min(right - inset, x)), Math.max(top + inset, Math.min(bottom - inset, y))];
  return { x: at[0], y: at[1], angle: Math.atan2(y - at[1], x - at[0]) };
}

/** Longest arrow of a gradient. */
export const ARROW = 46;

/**
 * What a step of SAM looks at: w + ε̂, an open marker at the end of a thin line, and the way down as seen from w (dashed)
 * and from w + ε̂ (drawn through), which is the one that is gone. Both arrows start at w and share one scale.
 *
 * @param {Context} context
 * @param {{ at: Point, ascended: Point, gradient: Point, descent: Point }} probe in pixels, gradients too
 * @param {RunStyle} style
 * @param {PageColors} colors
 */
export function paintProbe(context, { at, ascended, gradient, descent }, { color, marker }, { paper, ink }) {
  const longest = Math.max(Math.hypot(...gradient), Math.hypot(...descent));
  context.save();
  context.lineCap = 'round';
  line(context, at, ascended, { paper, color, width: 1.5, dash: [] });
  const shape = markerPath(marker, ascended[0], ascended[1], 4.5);
  context.fillStyle = paper;
  context.strokeStyle = color;
  context.lineWidth = 1.75;
  context.fill(shape);
  context.stroke(shape);
  if (longest > 0 && Number.isFinite(longest)) {
    const end = (/** @type {Point} */ [dx, dy]) =>
      /** @type {Point} */ ([at[0] - (dx / longest) * ARROW, at[1] - (dy / longest) * ARROW]);
    arrow(context, at, end(gradient), { paper, color: ink, width: 1.25, dash: [3, 3] });
    arrow(context, at, end(descent), { paper, color: ink, width: 1.75, dash: [] });
  }
  context.restore();
}

/** @typedef {{ paper: string, color: string, width: number, dash: number[] }} Stroke */

/** @param {Context} context @param {Point} from @param {Point} to @param {Stroke} stroke */
function line(context, from, to, { paper, color, width, dash }) {
  for (const [style, extra, pattern] of /** @type {const} */ ([
    [paper, 2.5, []],
    [color, 0, dash],
  ])) {
    context.strokeStyle = style;
    context.lineWidth = width + extra;
    context.setLineDash([...pattern]);
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }
  context.setLineDash([]);
}

/** @param {Context} context @param {Point} from @param {Point} to @param {Stroke} stroke */
function arrow(context, from, to, stroke) {
  line(context, from, to, stroke);
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 5) return;
  context.save();
  context.translate(...to);
  context.rotate(Math.atan2(to[1] - from[1], to[0] - from[0]));
  context.fillStyle = stroke.color;
  context.fill(new Path2D(shapes.head));
  context.restore();
}
