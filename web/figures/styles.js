/**
 * How runs are told apart, and the colours of the page around them.
 */

/** @typedef {{ color: string, dash: number[], marker: Marker }} RunStyle */
/** @typedef {(typeof markers)[number]} Marker */

const markers = /** @type {const} */ (['circle', 'square', 'triangle', 'diamond', 'cross', 'down', 'pentagon', 'star']);

/** Okabe & Ito's colours, for every kind of colour vision; the last one is the ink of the theme. */
const colors = {
  light: ['#0072b2', '#d55e00', '#009e73', '#b5548a', '#b87a00', '#3a96d0', '#7a6a00', '#3c3c3c'],
  dark: ['#56b4e9', '#ff8c42', '#2fc79a', '#e39ac2', '#f0b83c', '#9fd4f5', '#e8dd5a', '#d9d6cf'],
};

const dashes = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [4, 2], [1, 2], [12, 4], [6, 2, 2, 2, 2, 2]];

/**
 * Colour, dash and marker of the k-th run. The dash carries what the colour says to those who do not see it.
 *
 * @param {number} k
 * @param {'light' | 'dark'} theme
 * @returns {RunStyle}
 */
export function runStyle(k, theme) {
  const i = k % markers.length;
  return { color: colors[theme][i], dash: dashes[i], marker: markers[i] };
}

/** @param {number} corners @param {number} turn @param {number} [inner] radius of the notches of a star */
const polygon = (corners, turn, inner) => {
  const count = inner ? 2 * corners : corners;
  return Array.from({ length: count }, (_, i) => {
    const angle = turn + (i / count) * 2 * Math.PI;
    const radius = inner && i % 2 ? inner : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
};

const UP = -Math.PI / 2;

/** Corners of the markers of about unit area; a circle has none. @type {Record<Marker, number[][]>} */
const outlines = {
  circle: [],
  square: polygon(4, Math.PI / 4),
  triangle: polygon(3, UP),
  diamond: polygon(4, UP),
  cross: [
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
    [-1, -0.35],
    [-0.35, -0.35],
  ],
  down: polygon(3, -UP),
  pentagon: polygon(5, UP),
  star: polygon(5, UP, 0.45),
};

/**
 * The outline of a marker around (x, y).
 *
 * @param {Marker} marker
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 */
export function markerPath(marker, x, y, radius) {
  const path = new Path2D();
  const corners = outlines[marker];
  if (corners.length === 0) path.arc(x, y, radius, 0, 2 * Math.PI);
  else corners.forEach(([dx, dy], i) => path[i ? 'lineTo' : 'moveTo'](x + dx * radius * 1.2, y + dy * radius * 1.2));
  path.closePath();
  return path;
}

/**
 * The same marker as the points of an SVG polygon of the given radius around 0, or '' for a circle.
 *
 * @param {Marker} marker
 * @param {number} radius
 */
export const markerPoints = (marker, radius) =>
  outlines[marker].map(([x, y]) => `${x * radius * 1.2},${y * radius * 1.2}`).join(' ');

/**
 * The colours of the page, as its style sheet has them at this moment.
 *
 * @param {Element} element
 */
export function pageColors(element) {
  const style = getComputedStyle(element);
  const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    theme: /** @type {'light' | 'dark'} */ (read('--theme')),
    paper: read('--paper'),
    ink: read('--ink'),
    quiet: read('--quiet'),
    grid: read('--grid'),
    high: read('--land-high'),
    low: read('--land-low'),
    contour: read('--land-line'),
    font: style.fontFamily,
  };
}

/** @typedef {ReturnType<typeof pageColors>} PageColors */
