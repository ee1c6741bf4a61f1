import { defineProblem } from './problem.js';

/**
 * E(x, y) = (x² + y − 11)² + (x + y² − 7)²: D. M. Himmelblau, "Applied Nonlinear Programming", McGraw-Hill 1972. Four
 * minima of the same depth, four saddles, one maximum near the start.
 */
export const himmelblau = defineProblem({
  id: 'himmelblau',
  name: { en: 'Himmelblau function', ja: 'ヒンメルブラウ関数' },
  options: {},
  create: () => ({
    size: 2,
    loss(w) {
      const x = w[0];
      const y = w[1];
      return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2;
    },
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      const r = x * x + y - 11;
      const s = x + y * y - 7;
      g[0] = 4 * x * r + 2 * s;
      g[1] = 2 * r + 4 * y * s;
      return r * r + s * s;
    },
    hessianVector(w, v, out) {
      const x = w[0];
      const y = w[1];
      const xx = 4 * (x * x + y - 11) + 8 * x * x + 2;
      const xy = 4 * (x + y);
      const yy = 4 * (x + y * y - 7) + 8 * y * y + 2;
      const p = v[0];
      const q = v[1];
      out[0] = xx * p + xy * q;
      out[1] = xy * p + yy * q;
    },
    start: [0, 0],
    domain: [
      [-5, 5],
      [-5, 5],
    ],
    minima: [
      { w: [3, 2], loss: 0, kind: 'global' },
      { w: [-2.805118086952745, 3.131312518250573], loss: 0, kind: 'global' },
      { w: [-3.779310253377747, -3.2831859912861696], loss: 0, kind: 'global' },
      { w: [3.5844283403304917, -1.8481265269644036], loss: 0, kind: 'global' },
    ],
  }),
});
