/**
 * Live figures. In Markdown one is written as an image whose address begins with `figure:`,
 *
 *   ![What it shows, where scripts do not run.](figure:adagrad-stalls?panels=landscape,loss&height=380)
 *
 * the id being that of an experiment and the rest attributes of <kudari-lab>.
 */
import { parseConfig, stringifyConfig } from '../experiment/index.js';
import { curvesOf, pictureOf } from '../stage/panels.js';
import { experiment } from './experiments.js';

/** @typedef {'en' | 'ja'} Language */
/** @typedef {{ id: string, config: import('../experiment/index.js').Config, attributes: Record<string, string> }} Figure */

const allowed = ['panels', 'height', 'controls', 'autoplay'];
const openWords = { en: 'Open in the laboratory', ja: '実験室で開く' };

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replace(
    /[&<>"]/g,
    (mark) => /** @type {any} */ ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[mark],
  );

/**
 * @param {string} address without "figure:"
 * @param {Language} language
 * @returns {Figure}
 * @throws if there is no such experiment, an attribute is not one that a figure may have, or the config is wrong
 */
export function readFigure(address, language) {
  const [id, query = ''] = address.split('?');
  const given = Object.fromEntries(new URLSearchParams(query));
  const unknown = Object.keys(given).find((key) => !allowed.includes(key));
  if (unknown) throw new RangeError(`figure ${id}: no attribute "${unknown}"; there are ${allowed.join(', ')}`);
  const { config, named } = experiment(id);
  const panels = given.panels ? given.panels.split(',') : config.view.panels;
  const complete = parseConfig({ ...config, view: { ...config.view, panels, lang: language } });
  const { panels: _, ...rest } = given;
  // What the page does not know by a name is said whole.
  /** @type {Record<string, string>} */
  const spelt = named
    ? { preset: id, panels: panels.join(','), lang: language }
    : { config: stringifyConfig(complete) };
  return { id, config: complete, attributes: { ...spelt, ...rest } };
}

/** What its room depends on, as a class: a page's policy allows no styles of its elements' own. @param {Figure} figure */
const roomClass = ({ config, attributes }) =>
  `room-${pictureOf(config) ? 1 : 0}-${curvesOf(config).length}-${attributes.height ?? 420}`;

/** @param {Figure} figure @param {string} fallback */
export function figureElement(figure, fallback) {
  const attributes = { ...figure.attributes, class: roomClass(figure) };
  const spelt = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeHtml(value)}"`);
  return `<kudari-lab${spelt.join('')}>${escapeHtml(fallback)}</kudari-lab>`;
}

/** What tells room.css how much room these figures will take. @param {Figure[]} figures */
export function roomRules(figures) {
  const rule = (/** @type {string} */ name) => {
    const [, pictures, curves, height] = name.split('-');
    return `.${name} { --kudari-pictures: ${pictures}; --kudari-curves: ${curves}; --kudari-height: ${height}px; }`;
  };
  return [...new Set(figures.map(roomClass))].map(rule).join('\n');
}

/** @param {Figure} figure @param {Language} language */
export function figureLink({ config }, language) {
  const address = `../../index.html#${stringifyConfig(config)}`;
  return `<a class="open" href="${escapeHtml(address)}">${openWords[language]}</a>`;
}
