import { defineProblem } from './problem.js';

/**
 * E(x, y) = Σᵢ (cᵢ − x(1 − yⁱ))², c = (1.5, 2.25, 2.625): E. M. L. Beale, "On an iterative method for finding a local
 * minimum of a function of more than one variable", Princeton technical report 25 (1958); problem 5 of Moré, Garbow
 * and Hillstrom, "Testing unconstrained optimization software", ACM TOMS 7 (1981) 17–41, whence the start. Flat, with
 * steep walls towards the corners; a saddle at (0, 1).
 */
export const beale = defineProblem({
  id: 'beale',
  name: { en: 'Beale function', ja: 'ビール関数' },
  options: {},
  create: () => ({
    size: 2,
    loss(w) {
      const x = w[0];
      const y = w[1];
      return (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y * y)) ** 2 + (2.625 - x * (1 - y * y * y)) ** 2;
    },
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      const r1 = 1.5 - x * (1 - y);
      const r2 = 2.25 - x * (1 - y * y);
      const r3 = 2.625 - x * (1 - y * y * y);
      g[0] = -2 * (r1 * (1 - y) + r2 * (1 - y * y) + r3 * (1 - y * y * y));
      g[1] = 2 * x * (r1 + 2 * r2 * y + 3 * r3 * y * y);
      return r1 * r1 + r2 * r2 + r3 * r3;
    },
    hessianVector(w, v, out) {
      const x = w[0];
      const y = w[1];
      const r1 = 1.5 - x * (1 - y);
      const r2 = 2.25 - x * (1 - y * y);
      const r3 = 2.625 - x * (1 - y * y * y);
      const a1 = 1 - y;
      const a2 = 1 - y * y;
      const a3 = 1 - y * y * y;
      const xx = 2 * (a1 * a1 + a2 * a2 + a3 * a3);
      const xy = 2 * (r1 + 2 * r2 * y + 3 * r3 * y * y - x * (a1 + 2 * a2 * y + 3 * a3 * y * y));
      const yy = 2 * x * (x * (1 + 4 * y * y + 9 * y * y * y * y) + 2 * r2 + 6 * r3 * y);
      const p = v[0];
      const q = v[1];
      out[0] = xx * p + xy * q;
      out[1] = xy * p + yy * q;
    },
    start: [1, 1],
    domain: [
      [-4.5, 4.5],
      [-4.5, 4.5],
    ],
    minima: [{ w: [3, 0.5], loss: 0, kind: 'global' }],
  }),
});
