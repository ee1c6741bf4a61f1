/**
 * In which language to speak, and how phrases are filled in.
 */
import { en, ja } from './phrases.js';

const languages = { en, ja };

/** @typedef {keyof typeof languages} Language */
/** @typedef {ReturnType<typeof translator>} Say */

/** @returns {Language} the reader's */
export const readersLanguage = () => (navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en');

/**
 * A text with its {blanks} filled.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

/**
 * @param {Language} language
 * @returns {(phrase: import('./phrases.js').Phrase, values?: Record<string, string | number>) => string}
 */
export const translator =
  (language) =>
  (phrase, values = {}) =>
    fill(languages[language][phrase], values);
