/**
 * SVG as text: elements, escaped text, and lines with no more points than can be seen.
 */

/** @typedef {readonly [number, number] | readonly number[]} Point pixels */
/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box pixels */
/** @typedef {Record<string, string | number | null | undefined>} Attributes those null or undefined are left out */

/** Pixels that a line may leave its points by. */
const TOLERANCE = 0.05;
/** Pixels around a box in which lines still go on, so that their ends and dashes are not seen. */
const BEYOND = 12;

const entities = /** @type {Record<string, string>} */ ({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
});

/** Text as XML 1.0 can hold it: without control characters and halves of characters. @param {unknown} text */
export const escaped = (text) =>
  String(text)
    .replace(/[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replace(/[&<>"']/g, (sign) => entities[sign]);

/** @param {number} value @param {number} [digits] after the point */
export const rounded = (value, digits = 2) => String(Number(value.toFixed(digits)) + 0);

/**
 * @param {string} name
 * @param {Attributes} attributes
 * @param {string} [content] markup
 */
export function element(name, attributes, content = '') {
  const entries = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined);
  const own = entries.map(([key, value]) => ` ${key}="${escaped(typeof value === 'number' ? rounded(value) : value)}"`);
  return `<${name}${own.join('')}${content ? `>${content}</${name}>` : '/>'}`;
}

/** @param {Attributes} attributes @param {string} content plain */
export const text = (attributes, content) => element('text', attributes, escaped(content));

/** @param {Attributes} attributes @param {string} content markup */
export const group = (attributes, content) => (content ? element('g', attributes, content) : '');

/**
 * Markup of which only what lies in a box is seen. Its name is made of the box, so that it means the same wherever a page
 * holds several such pictures.
 *
 * @param {Box} box
 * @param {string} content
 */
export function clipped({ left, top, right, bottom }, content) {
  const [x, y, width, height] = [left, top, right - left, bottom - top].map((value) => rounded(value));
  const id = `kudari-${[x, y, width, height].join('_')}`;
  const path = element('clipPath', { id }, element('rect', { x, y, width, height }));
  return group({ 'clip-path': `url(#${id})` }, path + content);
}

/** @param {readonly Point[]} points */
const pointsText = (points) => points.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' ');

/**
 * A line through the points, as far as it passes through a box.
 *
 * @param {readonly Point[]} points
 * @param {Box} box
 * @param {readonly number[]} dash
 * @param {Attributes} attributes
 */
export function lineInside(points, box, dash, attributes) {
  const pattern = dash.length ? dash.join(' ') : null;
  return piecesInside(points, box)
    .map(({ points: piece, offset }) =>
      element('polyline', {
        points: pointsText(thinned(piece)),
        'stroke-dasharray': pattern,
        'stroke-dashoffset': pattern && offset ? rounded(offset) : null,
        ...attributes,
      }),
    )
    .join('');
}

/** Dots without a size of their own: a stroke with round ends draws them. @param {readonly Point[]} points @param {Box} box */
export function dotsInside(points, { left, right, top, bottom }) {
  const inside = points.filter(([x, y]) => x >= left && x <= right && y >= top && y <= bottom);
  return inside.length ? element('path', { d: inside.map(([x, y]) => `M${rounded(x)} ${rounded(y)}h0`).join('') }) : '';
}

/**
 * The pieces of a line that lie in a box or next to it, and how long the line was before each: there its dashes go on.
 *
 * @param {readonly Point[]} points a gap where one is not finite
 * @param {Box} box
 * @returns {{ points: number[][], offset: number }[]}
 */
function piecesInside(points, box) {
  /** @type {{ points: number[][], offset: number }[]} */
  const pieces = [];
  let open = false;
  let length = 0;
  for (let i = 1; i < points.length; i++) {
    const [[x, y], [toX, toY]] = [points[i - 1], points[i]];
    const [dx, dy] = [toX - x, toY - y];
    const distance = Math.hypot(dx, dy);
    const [from, to] = Number.isFinite(distance) ? shareInside([x, y], [dx, dy], box) : [1, 0];
    if (from <= to) {
      if (!open || from > 0)
        pieces.push({ points: [[x + from * dx, y + from * dy]], offset: length + from * distance });
      pieces[pieces.length - 1].points.push([x + to * dx, y + to * dy]);
    }
    open = from <= to && to === 1;
    if (Number.isFinite(distance)) length += distance;
  }
  return pieces;
}

/**
 * From which share of a step to which it lies in a box or next to it (Liang & Barsky); the first is larger if none does.
 *
 * @param {Point} start
 * @param {Point} step
 * @param {Box} box
 */
function shareInside([x, y], [dx, dy], { left, right, top, bottom }) {
  let [from, to] = [0, 1];
  for (const [at, move, low, high] of [
    [x, dx, left, right],
    [y, dy, top, bottom],
  ]) {
    const ends = [(low - BEYOND - at) / move, (high + BEYOND - at) / move];
    if (move !== 0) [from, to] = [Math.max(from, Math.min(...ends)), Math.min(to, Math.max(...ends))];
    else if (at < low - BEYOND || at > high + BEYOND) return [1, 0];
  }
  return [from, to];
}

/**
 * Fewer points of a line: those left out lie within the tolerance of what is left. From each point kept the line goes on
 * straight as long as it moves away and one direction passes near all points.
 *
 * @param {readonly Point[]} points
 * @param {number} [tolerance] pixels
 * @returns {Point[]}
 */
export function thinned(points, tolerance = TOLERANCE) {
  const kept = points.slice(0, 1);
  let [anchor, base, low, high, reach] = [points[0], 0, -Infinity, Infinity, 0];
  for (let i = 1; i < points.length; i++) {
    const [dx, dy] = [points[i][0] - anchor[0], points[i][1] - anchor[1]];
    const distance = Math.hypot(dx, dy);
    if (reach === 0 && distance <= tolerance) continue;
    const angle = Math.atan2(dy, dx);
    if (reach === 0) base = angle;
    // Between −π and π.
    const turn = ((angle - base + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
    if (distance < reach || turn < low || turn > high) {
      anchor = points[i - 1];
      kept.push(anchor);
      [low, high, reach] = [-Infinity, Infinity, 0];
      i -= 1;
      continue;
    }
    const room = Math.asin(Math.min(1, tolerance / distance));
    [low, high, reach] = [Math.max(low, turn - room), Math.min(high, turn + room), distance];
  }
  if (points.length > 1) kept.push(points[points.length - 1]);
  return kept;
}

/**
 * Closed rings as the data of one path, to a tenth of a pixel, each point relative to the last.
 *
 * @param {readonly (readonly Point[])[]} rings
 */
export const ringsPath = (rings) => rings.map(ringPath).join('');

/** @param {readonly Point[]} ring whose last point is its first */
function ringPath(ring) {
  const tenths = thinned(ring, 2 * TOLERANCE).map(([x, y]) => [Math.round(10 * x), Math.round(10 * y)]);
  const steps = tenths
    .slice(1, -1)
    .map(([x, y], i) => [x - tenths[i][0], y - tenths[i][1]])
    .filter(([dx, dy]) => dx || dy);
  if (steps.length < 2) return '';
  return `M${numbersText(tenths[0])}l${steps.map(numbersText).join(' ').replaceAll(' -', '-')}z`;
}

/** @param {number[]} tenths */
const numbersText = (tenths) =>
  tenths
    .map((value) => String(value / 10).replace(/^(-?)0\./, '$1.'))
    .join(' ')
    .replace(' -', '-');

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** Pixels that a text takes. @param {string} content @param {string} font as CSS has it */
export function widthOf(content, font) {
  ruler ??= document.createElement('canvas').getContext('2d');
  if (!ruler) return 0;
  ruler.font = font;
  return ruler.measureText(content).width;
}
