import { cube } from './problem.js';

/**
 * Sums of one function of one variable, E(w) = Σᵢ f(wᵢ): the gradient is f′ entry by entry, the Hessian diagonal.
 *
 * @typedef {object} Part
 * @property {(x: number) => number} value f
 * @property {(x: number) => number} slope f′
 * @property {(x: number) => number} curvature f″
 * @property {readonly Readonly<{ x: number, value: number }>[]} wells the minima of f, the deepest first
 * @property {readonly [number, number]} start repeated along w
 * @property {readonly [low: number, high: number]} interval the domain in each drawn coordinate
 */

/**
 * The minima of the sum. There are (wells)^size of them; beyond two dimensions only the global one is listed.
 *
 * @param {Part['wells']} wells
 * @param {number} size
 * @returns {import('./problem.js').Minimum[]}
 */
function productMinima(wells, size) {
  const deepest = wells[0];
  if (size > 2) return [{ w: new Array(size).fill(deepest.x), loss: size * deepest.value, kind: 'global' }];
  const tuples = size === 1 ? wells.map((a) => [a]) : wells.flatMap((a) => wells.map((b) => [a, b]));
  return tuples.map((tuple) => ({
    w: tuple.map((well) => well.x),
    loss: tuple.reduce((sum, well) => sum + well.value, 0),
    kind: tuple.every((well) => well === deepest) ? 'global' : 'local',
  }));
}

/**
 * @param {number} size
 * @param {Part} part
 * @returns {import('./problem.js').Objective}
 */
export function separable(size, { value, slope, curvature, wells, start, interval: [low, high] }) {
  return {
    size,
    loss(w) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += value(w[i]);
      return sum;
    },
    gradient(w, g) {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        sum += value(w[i]);
        g[i] = slope(w[i]);
      }
      return sum;
    },
    hessianVector(w, v, out) {
      for (let i = 0; i < size; i++) out[i] = curvature(w[i]) * v[i];
    },
    start: Array.from({ length: size }, (_, i) => start[i % 2]),
    domain: cube(size, low, high),
    minima: productMinima(wells, size),
  };
}
