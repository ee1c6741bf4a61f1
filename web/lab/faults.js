/**
 * What is wrong, in the languages of the page: the checks say it in English.
 */
import { rules } from './fault-rules.js';
import { placed } from './fault-words.js';

/** @typedef {import('./strings.js').Language} Language */

/** Before what is wrong within a formula. */
const ofFormula = 'formula: f: ';

/**
 * A fault in a language, and the language that it is in: one that nobody foresaw stays in English.
 *
 * @param {Language} language
 * @param {string} fault as a check says it
 * @returns {{ text: string, lang: Language }}
 */
export function faultIn(language, fault) {
  const text = language === 'ja' ? inJapanese(fault) : null;
  return text === null ? { text: fault, lang: 'en' } : { text, lang: language };
}

/** @param {string} fault @returns {string | null} */
function inJapanese(fault) {
  if (fault.startsWith(ofFormula)) {
    const text = inJapanese(fault.slice(ofFormula.length));
    return text && `${placed('formula')}：${text}`;
  }
  for (const [pattern, sentence] of rules) {
    const [matched, ...parts] = fault.match(pattern) ?? [];
    if (matched !== undefined) return sentence(...parts);
  }
  return null;
}
