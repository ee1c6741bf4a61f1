import { number } from '../check/check.js';

/**
 * @typedef {import('./problem.js').Problem} Problem
 * @typedef {import('./problem.js').Vector} Vector
 */

/**
 * @typedef {object} Disagreement where a derivative and its central difference disagree most
 * @property {number} error |exact − difference| / max(1, |exact|, |difference|), the largest; NaN if anything was
 * @property {number} coordinate where: the index of the gradient's or the product's entry
 * @property {number} exact what the problem says
 * @property {number} difference what the central difference says
 */

const CUBE_ROOT_EPSILON = Math.cbrt(Number.EPSILON);

/**
 * @param {string} owner
 * @param {{ readonly size: number }} problem
 * @param {Vector} w
 */
function checkShape(owner, problem, w) {
  // A size of 0 or undefined would compare nothing and so pass.
  const size = number(`${owner}: problem.size`, problem.size, { min: 1, integer: true });
  if (w.length !== size) throw new RangeError(`${owner}: a vector must have length ${size}, not ${w.length}`);
}

/**
 * @param {number} coordinate
 * @param {number} exact
 * @param {number} difference
 * @returns {Disagreement}
 */
function compare(coordinate, exact, difference) {
  // Math.max passes NaN on, and ∞ against anything gives NaN: neither can look like agreement.
  const error = Math.abs(exact - difference) / Math.max(1, Math.abs(exact), Math.abs(difference));
  return { error, coordinate, exact, difference };
}

/**
 * @template {Disagreement} T
 * @param {readonly T[]} list not empty
 * @returns {T} the one with the largest error; the first NaN outranks all
 */
function worst(list) {
  return list.reduce((most, one) => (Number.isNaN(most.error) || one.error <= most.error ? most : one));
}

/**
 * Compares a problem's gradient with central differences of the loss that `gradient` returns, which is that of the
 * selected sample if the problem has `batch`. The step is the usual compromise between truncation and rounding,
 * h = ∛ε·max(1, |wᵢ|), and what is divided by is the distance actually stepped. A right gradient of a well-scaled
 * problem shows errors of 1e-11 to 1e-8, a wrong one 1e-3 and more.
 *
 * @param {Pick<Problem, 'size' | 'gradient'>} problem
 * @param {Vector} w length `problem.size`; left as it is
 * @returns {Disagreement}
 * @throws {RangeError | TypeError} if the length is wrong
 */
export function checkGradient(problem, w) {
  checkShape('checkGradient', problem, w);
  const point = Float64Array.from(w);
  const scratch = new Float64Array(point.length);
  // Filled with NaN, so that an entry the gradient forgets to write is found.
  const gradient = new Float64Array(point.length).fill(NaN);
  problem.gradient(point, gradient);
  return worst(
    Array.from(gradient, (exact, i) => {
      const step = CUBE_ROOT_EPSILON * Math.max(1, Math.abs(w[i]));
      const high = w[i] + step;
      const low = w[i] - step;
      point[i] = high;
      const above = problem.gradient(point, scratch);
      point[i] = low;
      const below = problem.gradient(point, scratch);
      point[i] = w[i];
      return compare(i, exact, (above - below) / (high - low));
    }),
  );
}

/**
 * H·v against (∇E(w + hv) − ∇E(w − hv)) / 2h, with h·v reaching ∛ε·max(1, |wᵢ|) in the coordinate where it is
 * relatively largest. Adding h·v to w rounds; h is a power of two, so that the direction actually taken can be
 * recovered without another rounding, and H is applied to that one.
 *
 * @param {Pick<Problem, 'gradient' | 'hessianVector'>} problem
 * @param {Vector} w
 * @param {Vector} v
 */
function checkAlong(problem, w, v) {
  const n = w.length;
  let reach = 0;
  for (let i = 0; i < n; i++) reach = Math.max(reach, Math.abs(v[i]) / Math.max(1, Math.abs(w[i])));
  if (reach === 0) throw new RangeError('checkHessian: v must not be zero');
  const h = 2 ** Math.round(Math.log2(CUBE_ROOT_EPSILON / reach));
  const high = Float64Array.from(w, (x, i) => x + h * v[i]);
  const low = Float64Array.from(w, (x, i) => x - h * v[i]);
  const direction = high.map((x, i) => (x - low[i]) / (2 * h));

  const product = new Float64Array(n).fill(NaN);
  const above = new Float64Array(n).fill(NaN);
  const below = new Float64Array(n).fill(NaN);
  problem.hessianVector(w, direction, product);
  problem.gradient(high, above);
  problem.gradient(low, below);
  return worst(Array.from(product, (exact, i) => compare(i, exact, (above[i] - below[i]) / (2 * h))));
}

/**
 * Compares a problem's Hessian-vector product with central differences of its gradient, along `v` or, if none is
 * given, along every basis vector in turn (2·size gradients). The sample selected in a problem with `batch` must have
 * the Hessian of its `loss`, as with linear noise; `batch(null)` always does.
 *
 * @param {Pick<Problem, 'size' | 'gradient' | 'hessianVector'>} problem
 * @param {Vector} w length `problem.size`; left as it is
 * @param {Vector} [v] a direction of the same length, not zero
 * @returns {Disagreement & { direction: number }} `direction` is the index of the basis vector, or −1 if `v` was given
 * @throws {RangeError | TypeError} if a length is wrong, `v` is zero, or the problem has no `hessianVector`
 */
export function checkHessian(problem, w, v) {
  checkShape('checkHessian', problem, w);
  if (typeof problem.hessianVector !== 'function') throw new TypeError('checkHessian: there is no hessianVector');
  const point = Float64Array.from(w);
  if (v !== undefined) {
    checkShape('checkHessian', problem, v);
    return { ...checkAlong(problem, point, v), direction: -1 };
  }
  const basis = new Float64Array(point.length);
  return worst(
    Array.from(point, (_, direction) => {
      basis.fill(0);
      basis[direction] = 1;
      return { ...checkAlong(problem, point, basis), direction };
    }),
  );
}

/**
 * Both checks at some points of the domain, scattered evenly and always the same. Points are passed over where the loss
 * or a difference is not finite, as beyond the edge of a logarithm; a derivative that is not finite where its
 * difference is counts as wrong. Of a problem with more than two parameters the others stay at the start.
 *
 * @param {Pick<Problem, 'size' | 'gradient' | 'hessianVector' | 'domain' | 'start'>} problem
 * @returns {{ points: number, gradient: number, hessian: number }} how many points were compared, and the largest error
 *   of each (see Disagreement); NaN if a derivative was not finite, or there was no point
 */
export function checkDomain(problem) {
  const found = scattered(problem)
    .map((w) => ({ gradient: checkGradient(problem, w), hessian: checkHessian(problem, w) }))
    .filter(({ gradient, hessian }) => Number.isFinite(gradient.difference) && Number.isFinite(hessian.difference));
  if (found.length === 0) return { points: 0, gradient: NaN, hessian: NaN };
  return {
    points: found.length,
    gradient: worst(found.map((each) => each.gradient)).error,
    hessian: worst(found.map((each) => each.hessian)).error,
  };
}

const SCATTERED = 16;

/** @param {Pick<Problem, 'domain' | 'start'>} problem */
function scattered({ domain, start }) {
  // Multiples of 1/ρ and 1/ρ², ρ³ = ρ + 1, modulo 1: M. Roberts' R2 sequence.
  const strides = [0.7548776662466927, 0.5698402909980532];
  return Array.from({ length: SCATTERED }, (_, k) => {
    const w = Float64Array.from(start);
    domain.forEach(([low, high], i) => (w[i] = low + (high - low) * ((0.5 + (k + 1) * strides[i]) % 1)));
    return w;
  });
}
