/**
 * Checks on what callers hand in. Every test is written in the positive form (`value >= min`), so that NaN fails it,
 * and every message names the thing, says what is allowed and shows what came instead.
 */

/**
 * @typedef {object} OptionSpec what one option may be: those of methods, of schedules and of problems alike
 * @property {number | boolean | string | object | null} default where it is not given; its type is the option's
 * @property {number} [min] smallest allowed value
 * @property {number} [above] the value must be greater than this
 * @property {number} [max] largest allowed value
 * @property {number} [below] the value must be less than this
 * @property {boolean} [integer] whether it must be a whole number
 * @property {readonly string[]} [choices] allowed strings
 * @property {readonly string[]} [suggestions] of an option with a `check`: strings worth offering
 * @property {(name: string, value: unknown) => any} [check] for an option that is none of these: returns what to keep, a
 *   copy of what the caller may change, or throws
 * @property {string} meaning one line, in English
 *
 * @typedef {Omit<OptionSpec, 'meaning'>} Allowed the same, where the meaning is said elsewhere
 */

/**
 * A value as it should stand in an error message: short, on one line, and never calling the value's own code.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function describe(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a typed array of ${value.byteLength} bytes`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * The range of a number in words: "a number from 0 to below 1".
 *
 * @param {Partial<OptionSpec>} spec
 */
export function range({ min, above, max, below, integer }) {
  const low = min !== undefined ? `from ${min}` : above !== undefined ? `above ${above}` : '';
  const high =
    max !== undefined
      ? low
        ? `to ${max}`
        : `up to ${max}`
      : below !== undefined
        ? low
          ? `to below ${below}`
          : `below ${below}`
        : '';
  return [integer ? 'a whole number' : 'a finite number', low, high].filter(Boolean).join(' ');
}

/**
 * @param {string} name how the message calls the value, for example "adam: beta1"
 * @param {unknown} value
 * @param {Partial<OptionSpec>} [spec]
 * @returns {number}
 * @throws {TypeError} if the value is not a number
 * @throws {RangeError} if it lies outside the range, or is NaN or infinite
 */
export function number(name, value, spec = {}) {
  const { min = -Infinity, above = -Infinity, max = Infinity, below = Infinity, integer = false } = spec;
  if (typeof value !== 'number') throw new TypeError(`${name} must be ${range(spec)}, not ${describe(value)}`);
  const inside = Number.isFinite(value) && value >= min && value > above && value <= max && value < below;
  if (!inside || (integer && !Number.isSafeInteger(value)))
    throw new RangeError(`${name} must be ${range(spec)}, not ${describe(value)}`);
  return unsigned(value);
}

/** JSON has no −0, and so no option has. @param {number} x */
export const unsigned = (x) => x + 0;

/**
 * @template {string} T
 * @param {string} name
 * @param {unknown} value
 * @param {readonly T[]} choices
 * @returns {T}
 */
export function choice(name, value, choices) {
  const found = choices.find((c) => c === value);
  if (found === undefined) throw new RangeError(`${name} must be one of ${choices.join(', ')}, not ${describe(value)}`);
  return found;
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export function plainObject(name, value) {
  const proto = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  const plain =
    proto === null || (proto !== undefined && Object.getPrototypeOf(proto) === null && !Array.isArray(value));
  if (!plain) throw new TypeError(`${name} must be a plain object, not ${describe(value)}`);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * Refuses names that nobody would read: a misspelt option must not be silently ignored.
 *
 * @param {string} owner
 * @param {Record<string, unknown>} given
 * @param {readonly string[]} allowed
 */
export function onlyKnown(owner, given, allowed) {
  for (const key of Object.keys(given)) {
    if (!allowed.includes(key)) {
      const list = allowed.length ? `it takes ${allowed.join(', ')}` : 'it takes none';
      throw new TypeError(`${owner} has no option ${describe(key)}; ${list}`);
    }
  }
}

/**
 * One option's value against its spec.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {Allowed} spec
 */
export function option(name, value, spec) {
  if (spec.check) return spec.check(name, value);
  if (spec.choices) return choice(name, value, spec.choices);
  if (typeof spec.default === 'boolean') {
    if (typeof value !== 'boolean') throw new TypeError(`${name} must be true or false, not ${describe(value)}`);
    return value;
  }
  if (value === null && spec.default === null) return null;
  return number(name, value, spec);
}

/**
 * The complete options: what was given, checked, and the defaults for the rest.
 *
 * @param {string} owner
 * @param {Readonly<Record<string, Allowed>>} specs
 * @param {unknown} given
 * @returns {Record<string, any>}
 */
export function options(owner, specs, given = {}) {
  const object = plainObject(`${owner}: options`, given);
  onlyKnown(owner, object, Object.keys(specs));
  return Object.fromEntries(
    Object.entries(specs).map(([key, spec]) => {
      const value = object[key];
      return [key, value === undefined ? spec.default : option(`${owner}: ${key}`, value, spec)];
    }),
  );
}
