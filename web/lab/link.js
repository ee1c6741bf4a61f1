/**
 * Links to the page, which knows all experiments by their names.
 */
import { presets } from '../experiment/index.js';
import * as named from '../experiment/named-link.js';

const configs = Object.fromEntries(presets.map(({ id, config }) => [id, config]));

/**
 * @param {string} hash
 * @returns {import('../experiment/config.js').Config}
 * @throws {import('../experiment/index.js').ConfigError} with every fault named
 */
export const readLink = (hash) => named.parseLink(hash, configs);

/** Loads what readLink needs of it; a wrong link is left for that to refuse. @param {string} hash */
export const prepareLink = (hash) => named.prepareLink(hash, configs);
