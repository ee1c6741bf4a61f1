import { number, options as complete } from '../check/check.js';

/**
 * What a problem is, and how one is made. A problem is one plain object (a Definition) in its own file;
 * `defineProblem` turns it into the factory that callers use, and index.js lists the factories.
 *
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 * @typedef {Readonly<Record<string, OptionSpec>>} OptionSpecs options by their names
 * @typedef {ArrayLike<number>} Vector read only: an array or a typed array
 * @typedef {{ readonly length: number, [index: number]: number }} MutableVector an array or a typed array to be filled
 * @typedef {Readonly<{ en: string, ja: string }>} Names a name in both languages
 * @typedef {readonly (readonly [low: number, high: number])[]} Domain an interval for each drawn coordinate
 */

/**
 * @template {OptionSpecs} S
 * @typedef {{ [K in keyof S]: S[K]['default'] }} OptionValues
 */

/**
 * @typedef {Readonly<{ w: readonly number[], loss: number, kind: 'global' | 'local' }>} Minimum a known minimum, to full
 *   double precision. `loss` is the exact minimum value, correctly rounded; evaluating the problem at the rounded `w` may
 *   differ from it in the last digits
 */

/**
 * @typedef {object} Objective the mathematics of a problem: all that a definition's `create` returns. None of the functions
 *   allocates or keeps a vector it was handed; `g` and `out` must not share memory with `w` or `v`. Lengths are not
 *   checked: these functions run millions of times, and the optimizer in front of them has checked
 * @property {number} size number of parameters, at least 1
 * @property {(w: Vector) => number} loss the whole objective, without noise
 * @property {(w: Vector, g: MutableVector) => number} gradient fills `g`; returns the loss of the same sample, which
 *   is `loss(w)` for a problem without `batch`
 * @property {(w: Vector, v: Vector, out: MutableVector) => void} hessianVector fills `out` with H(w)·v, exactly,
 *   where H is the Hessian of `loss`
 * @property {readonly number[]} start where the problem's literature, or a good figure, begins
 * @property {Domain} domain what a picture should show: one [low, high] for each drawn coordinate, so one for a
 *   problem of size 1 and two (for the first two parameters) otherwise
 * @property {readonly Minimum[]} minima the known minima; empty if none is known or there is none
 * @property {(t: number | null) => void} [batch] selects the sample that `gradient` uses in step t = 0, 1, 2…: a
 *   function of the options and t alone, in whatever order the steps are asked for; null selects the whole objective,
 *   for measuring. Until the first call it is that of t = 0. Anything else throws.
 * @property {(w: MutableVector) => void} [project] puts `w` back into the feasible set, in place; to be called after
 *   each update
 * @property {Data} [data] what a model is fitted to, for drawing
 * @property {(w: Vector, x: Vector, out: MutableVector) => void} [predict] fills `out` with the model's `data.outputs`
 *   outputs for the input `x` of `data.inputs` numbers; or, several times faster, for many inputs in a row
 * @property {(w: Vector) => Scores} [evaluate] of a classifier, or of a model with test data
 */

/**
 * @typedef {object} Data what a model is fitted to. A classifier with one output says class 1 where it is positive and
 *   class 0 elsewhere, one with several says the class of the largest; its decision boundary can be drawn if there is an
 *   `inputDomain`
 * @property {readonly (readonly number[])[]} x training inputs, one row a point
 * @property {readonly number[]} y their classes 0, 1, 2…, after flipping; or real targets
 * @property {readonly (readonly number[])[]} testX empty if there is no test set
 * @property {readonly number[]} testY never flipped
 * @property {number} inputs numbers in an input
 * @property {number} outputs numbers that `predict` writes for each
 * @property {number} classes 0 for regression
 * @property {readonly number[]} flipped indices of the training points with a wrong class, ascending
 * @property {Domain} [inputDomain] what a picture of the input plane should show, if inputs have two numbers
 */

/**
 * @typedef {object} Scores how well a model does
 * @property {number} trainLoss of the whole training set, whatever the batch; equals `loss(w)`
 * @property {number} trainAccuracy share of training points given their class, a flipped one counting as it is; NaN for
 *   regression, and where the loss is NaN
 * @property {number} testLoss NaN if there is no test set
 * @property {number} testAccuracy likewise
 */

/**
 * @typedef {Readonly<Objective & { id: string, name: Names, options: Readonly<Record<string, any>> }>} Problem an
 *   objective with its name, frozen: all that an optimizer, a measurement or a picture needs
 */

/**
 * @template {OptionSpecs} [S=any]
 * @typedef {object} Definition
 * @property {string} id kebab-case
 * @property {Names} name in both languages
 * @property {S} options by their names
 * @property {(options: OptionValues<S>) => Objective} create gets complete, checked options
 */

/**
 * @template {OptionSpecs} [S=any]
 * @typedef {{
 *   (options?: Partial<OptionValues<S>>): Problem,
 *   readonly id: string,
 *   readonly name: Names,
 *   readonly options: S,
 * }} ProblemFactory
 */

/**
 * The option `size` of every problem that exists in any dimension.
 */
export const sizeSpec = { default: 2, min: 1, max: 10000, integer: true, meaning: 'number of parameters' };

/**
 * What `batch` takes.
 *
 * @param {string} id
 * @param {unknown} t
 */
export function checkBatch(id, t) {
  if (t !== null) number(`${id}: step (null is the whole objective)`, t, { min: 0, integer: true });
}

/**
 * The domain [low, high] in each drawn coordinate.
 *
 * @param {number} size
 * @param {number} low
 * @param {number} high
 * @returns {Domain}
 */
export function cube(size, low, high) {
  return size === 1
    ? [[low, high]]
    : [
        [low, high],
        [low, high],
      ];
}

/**
 * Freezes plain data all the way down: a start or a minimum is shared by everyone who holds the problem.
 *
 * @template T
 * @param {T} value
 * @returns {Readonly<T>}
 */
export function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

/**
 * The factory of a problem. Calling it checks the options (`{}` or nothing gives the defaults) and returns a frozen
 * Problem that shares no state with any other; an unknown option, a wrong type, NaN or a value out of range throws a
 * TypeError or RangeError that names the problem and the option.
 *
 * Marked free of side effects, so that bundlers leave out the problems that nobody uses.
 *
 * @template {OptionSpecs} S
 * @param {Definition<S>} definition
 * @returns {ProblemFactory<S>}
 */
/* @__NO_SIDE_EFFECTS__ */ export function defineProblem({ id, name, options, create }) {
  deepFreeze(name);
  deepFreeze(options);
  /** @param {unknown} [given] */
  const factory = (given) => {
    const values = deepFreeze(complete(id, options, given));
    const { start, domain, minima, ...rest } = create(/** @type {OptionValues<S>} */ (values));
    return Object.freeze({
      id,
      name,
      options: values,
      ...rest,
      start: deepFreeze(start),
      domain: deepFreeze(domain),
      minima: deepFreeze(minima),
    });
  };
  // Not Object.assign: a function's own `name` refuses assignment, though not redefinition.
  Object.defineProperties(factory, {
    id: { value: id, enumerable: true },
    name: { value: name, enumerable: true },
    options: { value: options, enumerable: true },
  });
  return /** @type {ProblemFactory<S>} */ (/** @type {unknown} */ (Object.freeze(factory)));
}
