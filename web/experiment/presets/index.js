/**
 * Named experiments in the order of the lecture: each shows one thing, and its note says what to look at and what that means.
 *
 * @typedef {object} Preset
 * @property {string} id
 * @property {{ en: string, ja: string }} name
 * @property {{ en: string, ja: string }} note two sentences: what to look at, and what it means
 * @property {Record<string, any>} config anything parseConfig takes
 */
import { adam } from './adam.js';
import { adaptive } from './adaptive.js';
import { sam } from './sam.js';
import { sharpness } from './sharpness.js';

/** @type {readonly Preset[]} */
export const presets = [...adaptive, ...adam, ...sam, ...sharpness];
