/**
 * The diagonal by which an adaptive method divides its step at this moment: w −= η P⁻¹ (an average of gradients).
 */

import { describe } from '../check/check.js';
import { Optimizer } from './optimizer.js';

/** @typedef {Record<string, Float32Array | Float64Array>} Slots */
/** @typedef {(slots: Slots, options: Record<string, any>, t: number) => (i: number) => number} Diagonal */

/** @type {(name: string, corrected: boolean) => Diagonal} */
const rootOf =
  (name, corrected) =>
  (slots, { beta2, eps = 0, epsRoot = 0 }, t) => {
    const values = slots[name];
    const correction = corrected ? 1 - beta2 ** t : 1;
    return (i) => Math.sqrt(values[i] / correction + epsRoot) + eps;
  };

/** By method; a method that is not here has none, or none that is a constant of the step. @type {Record<string, Diagonal>} */
const diagonals = {
  adagrad: rootOf('s', false),
  rmsprop:
    ({ s, mean }, { eps, epsRoot }) =>
    (i) =>
      Math.sqrt((mean ? Math.max(0, s[i] - mean[i] ** 2) : s[i]) + epsRoot) + eps,
  adadelta:
    ({ s, u }, { epsRoot }) =>
    (i) =>
      Math.sqrt((s[i] + epsRoot) / (u[i] + epsRoot)),
  adam: rootOf('v', true),
  adamw: rootOf('v', true),
  amsgrad: rootOf('vMax', true),
  nadam: rootOf('v', true),
  adamax:
    ({ u }) =>
    (i) =>
      u[i],
};

/**
 * @param {import('./optimizer.js').Optimizer} optimizer
 * @returns {Float64Array | null} P's diagonal as the last step had it; null before the first step, and for methods without
 * @throws {TypeError} if it is no optimizer
 */
export function preconditioner(optimizer) {
  if (!(optimizer instanceof Optimizer))
    throw new TypeError(`preconditioner takes an optimizer, not ${describe(optimizer)}`);
  const diagonal = Object.hasOwn(diagonals, optimizer.method) ? diagonals[optimizer.method] : undefined;
  if (!diagonal || optimizer.steps === 0) return null;
  const entry = diagonal(optimizer.slots, optimizer.options, optimizer.steps);
  return Float64Array.from({ length: optimizer.size }, (_, i) => entry(i));
}
