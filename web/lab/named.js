/**
 * The named experiment that a config is, or was made from.
 */
import { parseConfig, presets } from '../experiment/index.js';

/** @typedef {import('../experiment/config.js').Config} Config @typedef {import('../experiment/index.js').Preset} Preset */

/** What an experiment is, apart from how it is shown. @param {Config} config */
const essence = ({ view, ...rest }) => JSON.stringify(rest);

/** @type {Map<string, Preset>} */
const known = new Map(presets.map((preset) => [essence(parseConfig(preset.config)), preset]));

/** The one that a config is, however it is shown. @param {Config} config */
export const presetOf = (config) => known.get(essence(config));

/**
 * The one that a config was made from: where it is none itself that of the config before, as long as it is on that
 * problem.
 *
 * @param {Config} config
 * @param {Preset | undefined} before
 */
export function originOf(config, before) {
  const preset = presetOf(config);
  if (preset) return preset;
  return before && parseConfig(before.config).problem.id === config.problem.id ? before : undefined;
}
