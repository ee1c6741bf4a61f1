/**
 * Links to the page: a config as a hash, as stringifyConfig writes it; or, as a hand writes it, a named experiment and
 * what is to be different about it.
 *
 *   #preset=adagrad-stalls&steps=600&view={'lang':'ja'}
 */
import { choice, plainObject } from '../check/check.js';
import { decodeValue, splitFields } from '../experiment/codec.js';
import { bounds, ConfigError, parseConfig, prepare, presets } from '../experiment/index.js';

/** @typedef {import('../experiment/config.js').Config} Config */

/**
 * @param {string} hash
 * @returns {Config}
 * @throws {ConfigError} with every fault named
 */
export const readLink = (hash) => parseConfig(unnamed(hash));

/** Loads what readLink needs of it; a wrong link is left for that to refuse. @param {string} hash */
export async function prepareLink(hash) {
  try {
    await prepare(unnamed(hash));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

/** What a hash says, its name replaced by what that stands for. @param {string} hash */
function unnamed(hash) {
  try {
    const { preset, ...fields } = splitFields(hash, bounds.text);
    if (preset === undefined) return hash;
    const ids = presets.map(({ id }) => id);
    const { config } = presets[ids.indexOf(choice('preset', preset, ids))];
    const view = plainObject('view', decodeValue('view', fields.view ?? {}, bounds.text));
    return { ...config, ...fields, view: { .../** @type {Partial<Config>} */ (config).view, ...view } };
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}
