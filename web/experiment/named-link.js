/**
 * A config as a link has it: as a hash, as stringifyConfig writes it; or, as a hand writes it, a named experiment and
 * what is to be different about it.
 *
 *   #preset=adagrad-stalls&steps=600&view={'lang':'ja'}
 */
import { choice, plainObject } from '../check/check.js';
import { decodeValue, splitFields } from './codec.js';
import { bounds, ConfigError, parseConfig, prepare } from './config.js';

/** @typedef {Readonly<Record<string, Record<string, any>>>} Named the configs that have a name */

/**
 * @param {string} link
 * @param {Named} named
 * @returns {import('./config.js').Config}
 * @throws {ConfigError} with every fault named
 */
export const parseLink = (link, named) => parseConfig(unnamed(link, named));

/** Loads what parseLink needs of it; a wrong link is left for that to refuse. @param {string} link @param {Named} named */
export async function prepareLink(link, named) {
  try {
    await prepare(unnamed(link, named));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
  }
}

/** What a link says, its name replaced by what that stands for. @param {string} link @param {Named} named */
function unnamed(link, named) {
  try {
    const { preset, ...fields } = splitFields(link, bounds.text);
    if (preset === undefined) return link;
    const config = named[choice('preset', preset, Object.keys(named))];
    const view = plainObject('view', decodeValue('view', fields.view ?? {}, bounds.text));
    return { ...config, ...fields, view: { ...config.view, ...view } };
  } catch (error) {
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}
