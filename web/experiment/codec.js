/**
 * Configs as text. A URL's hash and an element's attributes share one form: a field by its name, its value either a bare
 * word, a bare list (`1.6,-1`) or JSON with single quotes in place of double ones, which neither URLs nor HTML mangle:
 *
 *   #problem=valley&start=2,0.3&runs=[{'method':'sgd','lr':0.05}]
 */
import { describe, plainObject } from '../check/check.js';

/**
 * The fields of a config, from whatever form it came in: names with raw values.
 *
 * @param {unknown} input an object of values or of strings; a hash with or without '#'; JSON
 * @param {number} longest characters a string may have
 * @returns {Record<string, unknown>}
 * @throws {TypeError | RangeError | SyntaxError}
 */
export function splitFields(input, longest) {
  if (typeof input !== 'string') return plainObject('config', input);
  if (input.length > longest) throw new RangeError(`config must be at most ${longest} characters, not ${input.length}`);
  const text = input.trim();
  if (text.startsWith('{')) return plainObject('config', parseJson('config', text));
  // A plus sign is one here, as in a formula, and no blank.
  return Object.fromEntries(new URLSearchParams(text.replace(/^#/, '').replaceAll('+', '%2B')));
}

/**
 * A field's value: what a string spells, anything else as it is.
 *
 * @param {string} key
 * @param {unknown} value
 * @param {number} longest characters a string may have
 * @returns {unknown}
 */
export function decodeValue(key, value, longest) {
  if (typeof value !== 'string') return value;
  if (value.length > longest) throw new RangeError(`${key} must be at most ${longest} characters, not ${value.length}`);
  const text = value.trim();
  if (/^[[{]/.test(text)) return parseJson(key, text.replaceAll("'", '"'));
  if (text.includes(',')) return text.split(',').map((each) => word(each.trim()));
  return key === 'runs' ? [text] : key === 'start' ? [word(text)] : word(text);
}

/** @param {string} text a number, or a word as it stands */
function word(text) {
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** @param {string} name @param {string} text */
function parseJson(name, text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SyntaxError(
      `${name} is not JSON (single quotes may stand for double ones): ${describe(text)}: ${reason}`,
    );
  }
}

/**
 * A checked config as a URL's hash, without '#'. What a config says anyway when left open is left out.
 *
 * @param {import('./config.js').Config} config
 * @param {Record<string, any>} complete the same config with its optional fields left open, completed
 */
export function encodeFields(config, complete) {
  return Object.entries(difference(config, complete))
    .map(([key, value]) => `${key}=${escape(encodeValue(key, value))}`)
    .join('&');
}

/**
 * Those entries of an object that another does not have alike; of objects within it, again only those.
 *
 * @param {Record<string, any>} object
 * @param {Record<string, any>} other
 * @returns {Record<string, any>}
 */
function difference(object, other) {
  return Object.fromEntries(
    Object.entries(object)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(other[key]))
      .map(([key, value]) => [key, isPlain(value) && isPlain(other[key]) ? difference(value, other[key]) : value]),
  );
}

/** @param {unknown} value */
const isPlain = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {string} key @param {any} value */
function encodeValue(key, value) {
  if (key === 'problem' && Object.keys(value).length === 1) return value.id;
  if (key === 'start') return value.join(',');
  if (typeof value !== 'object') return String(value);
  // A quote inside a string must not look like the quote around it.
  return JSON.stringify(value).replaceAll("'", '\\u0027').replaceAll('"', "'");
}

/** Only what a URL, or the chat program that it is pasted into, would mangle. @param {string} text */
function escape(text) {
  return encodeURIComponent(text).replace(/%(?:2C|3A|5B|5D|7B|7D|27)/g, (code) => decodeURIComponent(code));
}
