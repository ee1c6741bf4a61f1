/**
 * What an optimizer was asked to be: every option checked, completed with its default, and put in plain data.
 */
import { choice, describe, number, onlyKnown, option, options, plainObject } from '../check/check.js';
import { dtypes } from './heap.js';
import { findMethod } from './methods.js';
import { checkLearningRate } from './schedules.js';

/**
 * @typedef {import('./methods.js').Method} Method
 * @typedef {import('./schedules.js').LearningRate} LearningRate
 */

/**
 * @typedef {object} Sam sharpness-aware minimization on top of a method
 * @property {number} rho radius of the ball, ≥ 0
 * @property {number} p norm of the ball, from 1 to Infinity
 * @property {boolean} adaptive measure the ball in units of |w| (ASAM)
 * @property {number} eps fades ε̂ out where the gradient's norm is not above it, by norm/(norm + eps): there the gradient
 *   is rounding noise without a direction. Default 1e-12, as in davda54/sam; 0 keeps the ball exact
 */

/**
 * @typedef {object} Group parameters [start, end) with values of their own; groups do not overlap
 * @property {number} start index of the first parameter, from 0
 * @property {number} end index behind the last, up to the number of parameters
 * @property {LearningRate} [lr] in place of the optimizer's
 * @property {number} [l2] in place of the optimizer's, from 0
 * @property {number} [weightDecay] in place of the optimizer's, from 0
 */

/**
 * @typedef {object} OptimizerOptions each method takes those that its row of the table names, and the last six
 * @property {LearningRate} [lr] learning rate ϵ
 * @property {number} [momentum] share of the velocity kept from step to step, from 0 to below 1
 * @property {number} [dampening] the gradient enters the velocity times 1 − dampening, after the first step; 0 to 1
 * @property {number} [gamma] share of the moving average of g² kept, from 0 to below 1; of AdaBound the speed, above 0, at
 *   which its bounds close
 * @property {number} [beta1] share of the first moment kept from step to step, from 0 to below 1
 * @property {number} [beta2] share of the second moment kept from step to step, from 0 to below 1
 * @property {number} [eps] stabiliser added outside the square root, from 0
 * @property {number} [epsRoot] stabiliser added inside the square root, from 0
 * @property {number} [initialAccumulator] value at which AdaGrad's sum of g² starts, from 0
 * @property {boolean} [centered] RMSProp divides by the gradient's standard deviation
 * @property {number} [finalLr] the rate on which AdaBound's bounds close, above 0
 * @property {number} [momentumDecay] speed at which NAdam's momentum grows towards beta1, from 0
 * @property {number} [l2] adds l2 · w to the gradient, from 0
 * @property {number} [weightDecay] decoupled: before the update w shrinks by the factor 1 − lr · weightDecay; from 0
 * @property {number | null} [clipNorm] largest length of the whole gradient, above 0
 * @property {number | null} [clipValue] largest size of any one component of the gradient, above 0; comes before clipNorm
 * @property {import('./heap.js').Dtype} [dtype] default float32
 * @property {{ rho?: number, p?: number | 'inf', adaptive?: boolean, eps?: number } | null} [sam] sharpness-aware
 *   minimization on top: radius ρ from 0 (0.05), norm p from 1 to Infinity (2), `adaptive` for ASAM, and the length (1e-12) of
 *   gradients at which ε̂ fades out
 * @property {readonly Group[]} [groups] parameters with values of their own, such as layers
 * @property {'textbook' | 'pytorch'} [preset] whose defaults hold for what is not given; default textbook
 */

/**
 * @typedef {object} Settings options checked and completed
 * @property {Method} method its row of the table
 * @property {import('./heap.js').Dtype} dtype of the vectors, and of what is computed
 * @property {'textbook' | 'pytorch'} preset whose defaults held for what was not given
 * @property {LearningRate} lr of parameters in no group that has its own
 * @property {Readonly<Record<string, any>>} options the method's own, without lr
 * @property {Sam | null} sam null without
 * @property {readonly Group[]} groups in order of their starts
 * @property {number | null} clipNorm null where the gradient's length has no limit
 * @property {number | null} clipValue null where its components have none
 */

const presets = /** @type {const} */ (['textbook', 'pytorch']);

/** @type {Record<string, import('../check/check.js').OptionSpec>} */
export const clipping = {
  clipNorm: { default: null, above: 0, meaning: 'largest length of the whole gradient' },
  clipValue: { default: null, above: 0, meaning: 'largest size of any one component of the gradient' },
};

/** @type {Record<string, import('../check/check.js').OptionSpec>} */
export const samOptions = {
  rho: { default: 0.05, min: 0, meaning: 'radius of the ball in which SAM looks for the worst point' },
  p: { default: 2, min: 1, meaning: 'norm of the ball' },
  adaptive: { default: false, meaning: 'measure the ball in units of |w| (ASAM)' },
  eps: { default: 1e-12, min: 0, meaning: 'fades ε̂ out where the gradient is no longer than this' },
};

/** What every method takes besides its own options. */
const commonOptions = [...Object.keys(clipping), 'dtype', 'sam', 'groups', 'preset'];

/**
 * @param {string} owner
 * @param {unknown} value
 * @returns {Sam | null}
 */
export function checkSam(owner, value) {
  if (value === undefined || value === null) return null;
  const given = plainObject(owner, value);
  onlyKnown(owner, given, Object.keys(samOptions));
  const { p = samOptions.p.default, ...rest } = given;
  // JSON has no Infinity, so the norm may be spelt 'inf'.
  const infinite = p === Infinity || p === 'inf';
  const { p: _, ...specs } = samOptions;
  const { rho, adaptive, eps } = options(owner, specs, rest);
  return { rho, p: infinite ? Infinity : checkNorm(`${owner}: p`, p), adaptive, eps };
}

/** @param {string} name @param {unknown} p */
function checkNorm(name, p) {
  if (typeof p !== 'number' || !(p >= 1))
    throw new RangeError(`${name} must be a number from 1 to Infinity (or 'inf'), not ${describe(p)}`);
  return p;
}

/**
 * @param {string} owner
 * @param {Method} method
 * @param {unknown} value
 * @param {number} size
 * @param {number} [base]
 * @returns {Group[]} in order of their starts
 */
function checkGroups(owner, method, value, size, base) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value))
    throw new TypeError(`${owner} must be an array of { start, end, lr, l2, weightDecay }, not ${describe(value)}`);
  // A hole in the array is no group either.
  const groups = Array.from(value, (entry, k) => {
    const name = `${owner}[${k}]`;
    const given = plainObject(name, entry);
    onlyKnown(name, given, ['start', 'end', 'lr', 'l2', 'weightDecay']);
    const start = number(`${name}: start`, given.start, { integer: true, min: 0, max: size });
    /** @type {Group} */
    const group = { start, end: number(`${name}: end`, given.end, { integer: true, min: start, max: size }) };
    if (given.lr !== undefined) group.lr = checkLearningRate(`${name}: lr`, given.lr, base);
    for (const key of /** @type {const} */ (['l2', 'weightDecay'])) {
      if (given[key] !== undefined)
        group[key] = /** @type {number} */ (option(`${name}: ${key}`, given[key], method.options[key]));
    }
    return group;
  });
  groups.sort((a, b) => a.start - b.start || a.end - b.end);
  groups.forEach((group, k) => {
    const before = groups[k - 1];
    if (before && before.end > group.start)
      throw new RangeError(`${owner}: [${before.start}, ${before.end}) and [${group.start}, ${group.end}) overlap`);
  });
  return groups;
}

/**
 * @param {unknown} id a method of the table
 * @param {unknown} given options as the caller wrote them
 * @param {number} size number of parameters
 * @returns {Settings}
 */
export function checkSettings(id, given, size) {
  const method = findMethod(id);
  const object = plainObject(`${method.id}: options`, given ?? {});
  onlyKnown(method.id, object, [...Object.keys(method.options), ...commonOptions]);
  const { lr, dtype = 'float32', preset = 'textbook', sam, groups, clipNorm, clipValue, ...own } = object;
  const chosen = choice(`${method.id}: preset`, preset, presets);
  const defaults = chosen === 'pytorch' ? method.pytorch : {};
  const defaultLr = /** @type {number} */ (defaults.lr ?? method.options.lr.default);
  const { lr: _, ...specs } = method.options;
  const rate = lr === undefined ? defaultLr : checkLearningRate(`${method.id}: lr`, lr, defaultLr);
  return {
    method,
    dtype: choice(`${method.id}: dtype`, dtype, dtypes),
    preset: chosen,
    lr: rate,
    options: { ...options(method.id, specs, own), ...missingFrom(own, defaults) },
    sam: checkSam(`${method.id}: sam`, sam),
    groups: checkGroups(`${method.id}: groups`, method, groups, size, defaultLr),
    ...limits(method.id, { clipNorm, clipValue }),
  };
}

/** @param {string} owner @param {Record<string, unknown>} given */
function limits(owner, given) {
  return /** @type {{ clipNorm: number | null, clipValue: number | null }} */ (options(owner, clipping, given));
}

/**
 * The preset's defaults for options that the caller left open.
 *
 * @param {Record<string, unknown>} given
 * @param {Readonly<Record<string, unknown>>} defaults
 */
function missingFrom(given, defaults) {
  return Object.fromEntries(Object.entries(defaults).filter(([key]) => key !== 'lr' && given[key] === undefined));
}

/**
 * The settings as the options that make them again: plain data, but for a learning rate that is a function.
 *
 * @param {Settings} settings
 * @returns {Record<string, any>}
 */
export function toOptions({ lr, options: own, dtype, preset, sam, groups, clipNorm, clipValue }) {
  return copy({ lr, ...own, dtype, preset, sam, groups, clipNorm, clipValue });
}

/** @param {any} value @returns {any} */
function copy(value) {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copy(each)]));
}
