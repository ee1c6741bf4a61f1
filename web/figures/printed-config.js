/**
 * The config in small print under a figure sheet: what a picture shows is one plain config.
 */
import { parseConfig } from '../experiment/index.js';
import { group, text, widthOf } from './vector.js';

/** @typedef {import('../experiment/config.js').Config} Config */

const FONT_SIZE = 9.5;
const LINE_HEIGHT = 14;
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';
/** Left of it stands the name of the program. */
const INDENT = 56;
/** A start of more parameters is left out if it follows from the problem anyway. */
const LONGEST_START = 24;

/**
 * @param {Config} config
 * @param {number} width that there is
 * @param {import('./styles.js').PageColors} colors
 * @returns {{ markup: string, height: number }}
 */
export function printedConfig(config, width, { ink, quiet }) {
  const columns = Math.floor((width - INDENT) / widthOf('0', `${FONT_SIZE}px ${FONT}`));
  const lines = wrapped(configText(config), Math.max(20, columns));
  const print = lines.map((line, i) => text({ x: INDENT, y: 10 + i * LINE_HEIGHT }, line));
  const name = text({ x: 0, y: 10, 'font-size': 12, 'font-weight': 600, fill: ink }, 'kudari');
  const small = { class: 'config', 'font-family': FONT, 'font-size': FONT_SIZE, fill: quiet };
  return { markup: name + group(small, print.join('')), height: lines.length * LINE_HEIGHT };
}

/** JSON with room to break lines. @param {Config} config */
function configText(config) {
  return JSON.stringify({ ...config, start: printedStart(config) }, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/([[{]) | (?=[\]}])/g, '$1');
}

/** A start that is worth printing. @param {Config} config */
export function printedStart({ problem, seed, start }) {
  if (start.length <= LONGEST_START) return start;
  const own = String(parseConfig({ problem, seed }).start) === String(start);
  return own ? undefined : `${start.length} parameters`;
}

/**
 * Lines of at most so many characters, broken at spaces where there are some.
 *
 * @param {string} content
 * @param {number} columns
 */
function wrapped(content, columns) {
  const lines = [];
  let rest = content;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
