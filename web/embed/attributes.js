/**
 * What an element's attributes ask for.
 */
import presets from '#embed-presets';
import { describe } from '../check/check.js';
import { ConfigError, parseConfig, prepare } from '../experiment/index.js';
import { parseLink, prepareLink } from '../experiment/named-link.js';

/** Attributes that are fields of the config, spelt as in the hash of a link. */
const fields = /** @type {const} */ (['problem', 'start', 'steps', 'seed', 'dtype', 'runs', 'measure']);

/** All that the element listens to. */
export const observed = [...fields, 'config', 'preset', 'panels', 'lang', 'theme', 'controls', 'autoplay', 'height'];

const themes = ['auto', 'light', 'dark'];
const controls = ['transport', 'none'];

/**
 * @typedef {object} Wish
 * @property {import('../experiment/config.js').Config} config
 * @property {'auto' | 'light' | 'dark'} theme
 * @property {boolean} transport whether the controls are shown
 * @property {boolean} autoplay whether it plays when it comes into view
 * @property {number} height of the figures side by side, in CSS pixels
 */

/**
 * The experiment first named by `config` (JSON, or the hash of a link) or by `preset`, then bent by each attribute of its
 * own.
 *
 * @param {(name: string) => string | null} attribute
 * @returns {Wish}
 * @throws {ConfigError} with a fault for each attribute that is wrong
 */
export function readAttributes(attribute) {
  /** @type {string[]} */
  const faults = [];
  const base = { ...baseOf(attribute, faults) };
  const { view = {}, ...rest } = base;
  for (const name of fields) {
    const value = attribute(name);
    if (value !== null) rest[name] = value;
  }
  const panels = attribute('panels');
  const asked = {
    ...view,
    ...(panels !== null && { panels: panels.split(',').map((panel) => panel.trim()) }),
    lang: attribute('lang') || view.lang || null,
  };
  const choice = (/** @type {string} */ name, /** @type {string[]} */ allowed) => {
    const value = attribute(name) ?? allowed[0];
    if (!allowed.includes(value)) faults.push(`${name} must be one of ${allowed.join(', ')}, not ${describe(value)}`);
    return value;
  };
  const theme = /** @type {Wish['theme']} */ (choice('theme', themes));
  const transport = choice('controls', controls) === 'transport';
  // Bare, as HTML has it, it means yes.
  const autoplay = attribute('autoplay') === '' || choice('autoplay', ['true', 'false']) === 'true';
  const height = heightOf(attribute);
  if (height === null)
    faults.push(`height must be a number of pixels from 80 to 4000, not ${describe(attribute('height'))}`);
  try {
    const config = parseConfig({ ...rest, view: { ...asked, theme: null } });
    if (faults.length === 0 && height !== null) return { config, theme, transport, autoplay, height };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
  }
  throw new ConfigError(faults);
}

/**
 * The config as far as it can be known before anything is loaded; what is wrong with it is told by readAttributes.
 *
 * @param {(name: string) => string | null} attribute
 * @returns {import('../experiment/config.js').Config}
 */
export function likelyConfig(attribute) {
  try {
    return readAttributes(attribute).config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return parseConfig({});
  }
}

/** Of the figures, in CSS pixels; null if it is not one. @param {(name: string) => string | null} attribute */
export function heightOf(attribute) {
  const height = Number(attribute('height') ?? 420);
  return height >= 80 && height <= 4000 ? height : null;
}

/** @param {(name: string) => string | null} attribute @param {string[]} faults @returns {Record<string, any>} */
function baseOf(attribute, faults) {
  const config = attribute('config');
  const preset = attribute('preset');
  if (config !== null) {
    try {
      // As a whole, to say what is wrong with it as such.
      return parseLink(config, presets);
    } catch (error) {
      faults.push(
        ...(error instanceof ConfigError ? error.faults : [String(error)]).map((fault) => `config: ${fault}`),
      );
    }
  } else if (preset !== null) {
    if (Object.hasOwn(presets, preset)) return presets[preset];
    faults.push(`preset must be one of ${Object.keys(presets).join(', ')}, not ${describe(preset)}`);
  }
  return {};
}

/**
 * Loads what readAttributes needs; what is wrong with them is left for that to refuse.
 *
 * @param {(name: string) => string | null} attribute
 * @throws if it cannot be loaded
 */
export async function prepareAttributes(attribute) {
  // Each is read as a whole, the one that another overrides too.
  await Promise.all([
    prepareLink(attribute('config') ?? '', presets),
    prepare({ problem: attribute('problem') ?? undefined }),
  ]);
}
