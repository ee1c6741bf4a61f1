/**
 * Phrases in the languages there are; below everything else that speaks.
 */

/** @typedef {'en' | 'ja'} Language */

/** @returns {Language} the reader's */
export const readersLanguage = () => (navigator.language.toLowerCase().startsWith('ja') ? 'ja' : 'en');

/**
 * Speaks some phrases: a phrase with its {blanks} filled.
 *
 * @template {Record<string, string>} P
 * @param {Readonly<Record<Language, P>>} phrases
 * @returns {(language: Language) => (phrase: keyof P, values?: Record<string, string | number>) => string}
 */
export const speaker =
  (phrases) =>
  (language) =>
  (phrase, values = {}) =>
    phrases[language][phrase].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
