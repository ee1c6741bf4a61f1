import { defineProblem } from './problem.js';

/**
 * E(w) = Σᵢ b(wᵢ₊₁ − wᵢ²)² + (a − wᵢ)², i = 1 … size − 1: H. H. Rosenbrock, "An automatic method for finding the
 * greatest or least value of a function", The Computer Journal 3 (1960) 175–184, and its chained extension to more
 * parameters. The start (−1.2, 1) is Rosenbrock's, repeated.
 *
 * For size 2 the only minimum is (a, a²). For more parameters E reaches 0 only where a = a², that is at a = 0 and 1;
 * for other a no minimum is listed, and neither are the local minima that a = 1 has near (−1, 1, …, 1) from size 4 on
 * (Kok and Sandrock, Evolutionary Computation 17 (2009) 437–453).
 */
export const rosenbrock = defineProblem({
  id: 'rosenbrock',
  name: { en: 'Rosenbrock function', ja: 'ローゼンブロック関数' },
  options: {
    a: { default: 1, min: -1.5, max: 1.5, meaning: 'where along the valley the minimum lies' },
    b: { default: 100, above: 0, max: 1e6, meaning: 'how steep the walls of the valley are' },
    size: { default: 2, min: 2, max: 10000, integer: true, meaning: 'number of parameters' },
  },
  create: ({ a, b, size }) => ({
    size,
    loss(w) {
      let sum = 0;
      for (let i = 0; i + 1 < size; i++) {
        const wall = w[i + 1] - w[i] * w[i];
        const rest = a - w[i];
        sum += b * wall * wall + rest * rest;
      }
      return sum;
    },
    gradient(w, g) {
      let sum = 0;
      // What term i − 1 adds to entry i. Carried here and not summed in g, which may hold floats only.
      let carry = 0;
      for (let i = 0; i + 1 < size; i++) {
        const wall = w[i + 1] - w[i] * w[i];
        const rest = a - w[i];
        sum += b * wall * wall + rest * rest;
        g[i] = carry - 4 * b * wall * w[i] - 2 * rest;
        carry = 2 * b * wall;
      }
      g[size - 1] = carry;
      return sum;
    },
    hessianVector(w, v, out) {
      let carry = 0;
      for (let i = 0; i + 1 < size; i++) {
        const coupling = -4 * b * w[i];
        const wall = w[i + 1] - w[i] * w[i];
        out[i] = carry + (8 * b * w[i] * w[i] - 4 * b * wall + 2) * v[i] + coupling * v[i + 1];
        carry = coupling * v[i] + 2 * b * v[i + 1];
      }
      out[size - 1] = carry;
    },
    start: Array.from({ length: size }, (_, i) => (i % 2 ? 1 : -1.2)),
    domain: [
      [-2, 2],
      [-1, 3],
    ],
    minima: size === 2 || a === a * a ? [{ w: valleyFloor(a, size), loss: 0, kind: 'global' }] : [],
  }),
});

/**
 * The point a, a², a², … where every term vanishes, for size 2 or a = a².
 *
 * @param {number} a
 * @param {number} size
 */
function valleyFloor(a, size) {
  return Array.from({ length: size }, (_, i) => (i ? a * a : a));
}
