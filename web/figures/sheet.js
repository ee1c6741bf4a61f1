/**
 * All figures as they stand on one sheet of vectors, with a legend and the config under them.
 */
import { legend, legendEntries } from './legend.js';
import { printedConfig } from './printed-config.js';
import { sheetWords } from './sheet-words.js';
import { pageColors } from './styles.js';
import { drawBoundary } from './vector-boundary.js';
import { drawCurve } from './vector-curve.js';
import { drawLandscape } from './vector-landscape.js';
import { element, escaped, group, text, widthOf } from './vector.js';

/**
 * @typedef {object} Drawings the figures in their present state and size
 * @property {(import('./vector-landscape.js').LandscapeDrawing & { share: number | null }) | null} landscape `share` of the
 *   variance, from 0 to 1, where it is a plane through many parameters
 * @property {import('./vector-boundary.js').BoundaryDrawing | null} boundary
 * @property {(import('./curve.js').Curve['drawing'] & { name: string, title: string, unit: string })[]} curves
 *
 * @typedef {object} Sheet
 * @property {Drawings} drawings
 * @property {import('../experiment/trace.js').Trace} trace
 * @property {import('../experiment/config.js').View['lang']} language
 *
 * @typedef {import('./styles.js').PageColors} PageColors
 * @typedef {import('./sheet-words.js').SheetWords} SheetWords
 *
 * @typedef {object} Block a figure with its caption
 * @property {string} title
 * @property {string} note
 * @property {string} aside at the right end of the caption
 * @property {{ width: number, height: number, chartArea: import('chart.js').ChartArea }} chart
 * @property {string} markup
 */

const MARGIN = 24;
const BETWEEN = 28;
const GAP = 14;
const CAPTION = 22;
const LEAST_WIDTH = 640;

/** @typedef {{ markup: string, height: number }} Part */

/**
 * The figures as an SVG document.
 *
 * @param {Sheet} sheet
 * @returns {string}
 */
export function toSvg({ drawings, trace, language }) {
  const words = sheetWords[language ?? 'en'];
  const colors = pageColors(document.documentElement);
  const columns = [leftBlocks(drawings, words), curveBlocks(drawings, words)].filter((blocks) => blocks.length > 0);
  const figures = sideBySide(columns.map((blocks) => stack(blocks, colors)));
  const inner = Math.max(LEAST_WIDTH, figures.width);
  const content = under([figures, legend(trace, inner, colors, words), printedConfig(trace.config, inner, colors)]);
  const [width, height] = [2 * MARGIN + Math.ceil(inner), 2 * MARGIN + Math.ceil(content.height)];
  const root = { xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox: `0 0 ${width} ${height}` };
  return `${element(
    'svg',
    { ...root, role: 'img', 'xml:lang': language ?? 'en', 'font-family': colors.font },
    element('title', {}, escaped(`kudari: ${trace.config.problem.id}`)) +
      element('desc', {}, escaped(description(trace, words))) +
      element('rect', { width, height, fill: colors.paper }) +
      group({ transform: `translate(${MARGIN} ${MARGIN})` }, content.markup),
  )}\n`;
}

/** Pixels of a PNG to a pixel of the sheet, and the most that every browser's canvas can have. */
const SCALE = 2;
const MOST_PIXELS = 2 ** 24;

/**
 * An SVG document as a picture, at twice its size.
 *
 * @param {string} svg
 * @returns {Promise<Blob>}
 * @throws if the browser cannot draw it
 */
export async function toPng(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error('this browser cannot draw the figure as an image'));
      image.src = address;
    });
    const scale = Math.min(SCALE, Math.sqrt(MOST_PIXELS / (image.width * image.height)));
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(image.width * scale);
    canvas.height = Math.floor(image.height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('this browser cannot make a PNG')))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

// ------------------------------------------------------------------------------------------------ what stands on it

/** @param {Drawings} drawings @param {SheetWords} words @returns {Block[]} */
function leftBlocks({ landscape, boundary, curves }, words) {
  const aside = curves.length ? words.at[curves[0].axis](curves[0].position) : '';
  if (landscape) {
    const { graph, minima, share } = landscape;
    const plain = graph ? words.graphNote : minima.length ? words.landscapeNote : words.startNote;
    const note = share === null ? plain : words.planeNote(Math.round(100 * share));
    return [{ title: words.landscape, note, aside, chart: landscape.chart, markup: drawLandscape(landscape) }];
  }
  if (!boundary) return [];
  const note = boundary.data?.flipped?.length ? words.flippedNote : words.boundaryNote;
  return [{ title: words.boundary, note, aside, chart: boundary.chart, markup: drawBoundary(boundary) }];
}

/** @param {Drawings} drawings @param {SheetWords} words @returns {Block[]} */
function curveBlocks({ curves }, words) {
  return curves.map((curve, i) => {
    const { title, unit, chart, colors } = curve;
    const { right, bottom } = chart.chartArea;
    const name = { x: right + 20, y: bottom + 15.5, 'font-size': 11, fill: colors.quiet };
    const axisName = i === curves.length - 1 ? text(name, words.axes[curve.axis]) : '';
    return { title, note: unit, aside: '', chart, markup: drawCurve(curve) + axisName };
  });
}

/** @param {import('../experiment/trace.js').Trace} trace @param {SheetWords} words */
function description(trace, words) {
  const runs = legendEntries(trace, words).map(({ name, details }) => `${name} (${details})`);
  return words.description(trace.config.problem.id, runs.join(words.separator));
}

// ------------------------------------------------------------------------------------------------ how it is laid out

/** Figures with their captions, one under the other. @param {Block[]} blocks @param {PageColors} colors */
function stack(blocks, colors) {
  let y = 0;
  const markup = blocks.map((block) => {
    const placed = group(
      { class: 'figure', transform: `translate(0 ${y})` },
      caption(block, colors) + shifted(CAPTION, block.markup),
    );
    y += CAPTION + Math.ceil(block.chart.height) + GAP;
    return placed;
  });
  return { markup: markup.join(''), width: Math.max(...blocks.map(({ chart }) => chart.width)), height: y - GAP };
}

/** @param {number} y @param {string} markup */
const shifted = (y, markup) => group({ transform: `translate(0 ${y})` }, markup);

/** @param {Block} block @param {PageColors} colors */
function caption({ title, note, aside, chart }, { ink, quiet, font }) {
  const { left, right } = chart.chartArea;
  const noteAt = left + widthOf(title, `600 13.5px ${font}`) + 10;
  const room = (aside ? right - widthOf(aside, `12px ${font}`) - 14 : chart.width) - noteAt;
  return (
    text({ x: left, y: 14, 'font-size': 13.5, 'font-weight': 600, fill: ink }, title) +
    group(
      { 'font-size': 12, fill: quiet },
      text({ x: noteAt, y: 14 }, shortened(note, room, `12px ${font}`)) +
        (aside && text({ x: right, y: 14, 'text-anchor': 'end' }, aside)),
    )
  );
}

/** @param {string} content @param {number} room pixels @param {string} font */
function shortened(content, room, font) {
  if (widthOf(content, font) <= room) return content;
  const characters = [...content];
  while (characters.length && widthOf(`${characters.join('')}…`, font) > room) characters.pop();
  return characters.length ? `${characters.join('').trimEnd()}…` : '';
}

/** @param {(Part & { width: number })[]} columns */
function sideBySide(columns) {
  let x = 0;
  const markup = columns.map((column) => {
    const placed = group({ transform: `translate(${x} 0)` }, column.markup);
    x += Math.ceil(column.width) + BETWEEN;
    return placed;
  });
  return { markup: markup.join(''), width: x - BETWEEN, height: Math.max(0, ...columns.map(({ height }) => height)) };
}

/** @param {Part[]} parts one under the other */
function under(parts) {
  let y = 0;
  const markup = parts.map((part) => {
    const placed = shifted(y, part.markup);
    y += part.height > 0 ? part.height + GAP : 0;
    return placed;
  });
  return { markup: markup.join(''), height: y - GAP };
}
