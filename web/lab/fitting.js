/**
 * Values that suit a problem where the library's defaults, made for networks, hardly move on a toy problem, or leap.
 */
import { twoDigits } from '../stage/input.js';

/** @typedef {import('../problems/problem.js').Problem} Problem @typedef {import('../experiment/config.js').RunConfig} RunConfig */

/** Methods whose step is their rate times a gradient, in its own units. */
const plainDescent = ['sgd', 'momentum', 'nesterov'];
/** What they get where the start is flat. */
const MOST_RATE = 0.1;

/** Methods that move each coordinate by about their rate in a step. */
const signDescent = ['rmsprop', 'adam', 'adamw', 'amsgrad', 'adabound', 'amsbound', 'nadam', 'adamax', 'lion'];

/** How wide what is drawn of the problem is. @param {Problem} problem */
const widthOf = ({ domain }) => domain[0][1] - domain[0][0];

/**
 * A rate at which a method gets about in a problem of one or two parameters: for plain descent one that the curvature at
 * the start allows, for the adaptive methods one that would carry them across the picture in the steps there are.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {string} method
 * @param {Problem} problem
 * @param {number} steps
 * @returns {number | undefined} undefined is the method's own
 */
export function fittingRate(kudari, method, problem, steps) {
  if (plainDescent.includes(method)) return gentleRate(kudari, problem);
  if (problem.size > 2) return undefined;
  if (signDescent.includes(method)) return twoDigits((1.5 * widthOf(problem)) / steps);
  // RAdam begins with plain steps.
  if (method === 'radam') return Math.min(gentleRate(kudari, problem), twoDigits((1.5 * widthOf(problem)) / steps));
  // AdaGrad's steps shrink like 1/√t.
  return method === 'adagrad' ? twoDigits(widthOf(problem) / Math.sqrt(steps)) : undefined;
}

/** A rate well below what the curvature at the start allows. @param {import('../core/index.js').Kudari} kudari @param {Problem} problem */
function gentleRate(kudari, problem) {
  const { values } = kudari.sharpness(problem, problem.start, { end: 'both' });
  const curvature = Math.max(...values.map(Math.abs), 1e-12);
  return Math.min(MOST_RATE, Number((0.3 / curvature).toPrecision(1)));
}

/** A radius for SAM: a few hundredths of the picture. @param {Problem} problem */
export const fittingRadius = (problem) => (problem.size > 2 ? 0.05 : twoDigits(0.03 * widthOf(problem)));

/**
 * A run of a method, at a rate that fits.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {string} method
 * @param {Problem} problem
 * @param {number} steps
 * @returns {RunConfig}
 */
export function fittingRun(kudari, method, problem, steps) {
  const lr = fittingRate(kudari, method, problem, steps);
  return lr === undefined ? { method } : { method, lr };
}
