import { defineProblem } from './problem.js';

/**
 * E(x, y) = (4 − 2.1x² + x⁴/3)x² + xy + (−4 + 4y²)y²: L. C. W. Dixon and G. P. Szegő, "The global optimization
 * problem: an introduction", in Towards Global Optimisation 2, North-Holland 1978. Six minima in three pairs.
 */
export const sixHumpCamel = defineProblem({
  id: 'six-hump-camel',
  name: { en: 'Six-hump camel function', ja: '六こぶラクダ関数' },
  options: {},
  create: () => ({
    size: 2,
    loss: (w) => camel(w[0], w[1]),
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      const xx = x * x;
      g[0] = x * (8 - xx * (8.4 - 2 * xx)) + y;
      g[1] = x + y * (16 * y * y - 8);
      return camel(x, y);
    },
    hessianVector(w, v, out) {
      const xx = w[0] * w[0];
      const p = v[0];
      const q = v[1];
      out[0] = (8 - xx * (25.2 - 10 * xx)) * p + q;
      out[1] = p + (48 * w[1] * w[1] - 8) * q;
    },
    start: [-1.2, 1.2],
    domain: [
      [-2.1, 2.1],
      [-1.4, 1.4],
    ],
    minima: [
      { w: [0.08984201310031806, -0.7126564030207396], loss: -1.0316284534898774, kind: 'global' },
      { w: [-0.08984201310031806, 0.7126564030207396], loss: -1.0316284534898774, kind: 'global' },
      { w: [1.703606714969981, -0.7960835686726251], loss: -0.21546382438371764, kind: 'local' },
      { w: [-1.703606714969981, 0.7960835686726251], loss: -0.21546382438371764, kind: 'local' },
      { w: [1.6071047529201972, 0.5686514548841314], loss: 2.1042503103112584, kind: 'local' },
      { w: [-1.6071047529201972, -0.5686514548841314], loss: 2.1042503103112584, kind: 'local' },
    ],
  }),
});

/**
 * @param {number} x
 * @param {number} y
 */
function camel(x, y) {
  const xx = x * x;
  const yy = y * y;
  return (4 - xx * (2.1 - xx / 3)) * xx + x * y + (4 * yy - 4) * yy;
}
