/**
 * Named experiments in the order of the lecture: each shows one thing, and its note says what to look at and what that means.
 *
 * @typedef {object} Preset a named experiment
 * @property {string} id as in the page's address and in the element's `preset`
 * @property {{ en: string, ja: string }} name in both languages
 * @property {{ en: string, ja: string }} note two sentences: what to look at, and what it means
 * @property {Record<string, any>} config anything parseConfig takes
 */
import { adam } from './adam.js';
import { adaptive } from './adaptive.js';
import { sam } from './sam.js';
import { sharpness } from './sharpness.js';

/** All of them, in that order. @type {readonly Preset[]} */
export const presets = [...adaptive, ...adam, ...sam, ...sharpness];
