/**
 * Objectives in plain JavaScript, with exact gradients and Hessian-vector products.
 *
 * @module kudari/problems
 * @example
 * import * as problems from 'kudari/problems';
 * const problem = problems.quadratic({ condition: 50 });
 * const g = new Float64Array(problem.size);
 * const loss = problem.gradient(problem.start, g);
 */
import { describe } from '../check/check.js';
import { ackley } from './ackley.js';
import { beale } from './beale.js';
import { factorization } from './factorization.js';
import { formula } from './formula.js';
import { himmelblau } from './himmelblau.js';
import { linear } from './linear.js';
import { logistic } from './logistic.js';
import { network } from './network.js';
import { noisyQuadratic, quadratic } from './quadratic.js';
import { rastrigin } from './rastrigin.js';
import { reddi } from './reddi.js';
import { rosenbrock } from './rosenbrock.js';
import { saddle } from './saddle.js';
import { sharpFlat } from './sharp-flat.js';
import { sixHumpCamel } from './six-hump-camel.js';
import { styblinskiTang } from './styblinski-tang.js';
import { valley } from './valley.js';

/**
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 * @typedef {import('./problem.js').OptionSpecs} OptionSpecs
 * @typedef {import('./problem.js').Vector} Vector
 * @typedef {import('./problem.js').MutableVector} MutableVector
 * @typedef {import('./problem.js').Names} Names
 * @typedef {import('./problem.js').Domain} Domain
 * @typedef {import('./problem.js').Minimum} Minimum
 * @typedef {import('./problem.js').Objective} Objective
 * @typedef {import('./problem.js').Problem} Problem
 * @typedef {import('./problem.js').ProblemFactory} ProblemFactory makes problems, and carries what a page needs to offer the
 *   choice
 * @typedef {import('./problem.js').Definition} Definition a problem as it is written down: one object
 * @typedef {import('./problem.js').Data} Data
 * @typedef {import('./problem.js').Scores} Scores
 * @typedef {import('./check-derivatives.js').Disagreement} Disagreement
 * @typedef {import('./random.js').Random} Random
 */

export {
  ackley,
  beale,
  factorization,
  formula,
  himmelblau,
  linear,
  logistic,
  network,
  noisyQuadratic,
  quadratic,
  rastrigin,
  reddi,
  rosenbrock,
  saddle,
  sharpFlat,
  sixHumpCamel,
  styblinskiTang,
  valley,
};
export { checkDomain, checkGradient, checkHessian } from './check-derivatives.js';
export { loadFormulas } from './formula.js';
export { defineProblem } from './problem.js';
export { random } from './random.js';

/**
 * All factories under the names they are exported by, in the order in which a page should offer them; but `formula`,
 * which must be loaded first.
 */
export const problems = /* @__PURE__ */ Object.freeze({
  sharpFlat,
  quadratic,
  rosenbrock,
  beale,
  himmelblau,
  saddle,
  rastrigin,
  ackley,
  styblinskiTang,
  sixHumpCamel,
  valley,
  reddi,
  noisyQuadratic,
  linear,
  logistic,
  factorization,
  network,
});

/**
 * The same factories as a list.
 *
 * @type {readonly import('./problem.js').ProblemFactory[]}
 */
export const catalogue = /* @__PURE__ */ Object.freeze(/* @__PURE__ */ Object.values(problems));

/**
 * The problem with this id, made with these options; "formula" only once `loadFormulas()` is done.
 *
 * @param {string} id for example "sharp-flat"
 * @param {Record<string, unknown>} [options]
 * @returns {import('./problem.js').Problem}
 * @throws {RangeError} if there is no such problem
 * @throws {TypeError | RangeError} if an option is unknown or wrong
 */
export function createProblem(id, options) {
  // A search in the list, not a property look-up: "__proto__" and "constructor" are unknown ids like any other.
  const all = [...catalogue, formula];
  const factory = all.find((candidate) => candidate.id === id);
  if (!factory) {
    throw new RangeError(`there is no problem ${describe(id)}; there are ${all.map((f) => f.id).join(', ')}`);
  }
  return factory(options);
}
