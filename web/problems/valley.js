import { defineProblem } from './problem.js';

/**
 * E(x, y) = ½(xy − 1)², a linear network with one hidden unit fitted to one number. Its minima are the whole hyperbola
 * xy = 1, at loss 0, with eigenvalues 0 and x² + y²: the same depth everywhere, flattest at ±(1, 1). A large learning
 * rate or sharpness-aware minimization drifts there along the curve, small steps stay where they arrive; see Wang,
 * Chen, Zhao and Tao, "Large Learning Rate Tames Homogeneity: Convergence and Balancing Effect", ICLR 2022. A curve
 * does not fit in a list: `minima` holds the two flattest points.
 */
export const valley = defineProblem({
  id: 'valley',
  name: { en: 'Hyperbolic valley', ja: '双曲線の谷' },
  options: {},
  create: () => ({
    size: 2,
    loss: (w) => (w[0] * w[1] - 1) ** 2 / 2,
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      const residual = x * y - 1;
      g[0] = residual * y;
      g[1] = residual * x;
      return (residual * residual) / 2;
    },
    hessianVector(w, v, out) {
      const x = w[0];
      const y = w[1];
      const p = v[0];
      const q = v[1];
      out[0] = y * y * p + (2 * x * y - 1) * q;
      out[1] = (2 * x * y - 1) * p + x * x * q;
    },
    start: [0.2, 3.6],
    domain: [
      [-4, 4],
      [-4, 4],
    ],
    minima: [
      { w: [1, 1], loss: 0, kind: 'global' },
      { w: [-1, -1], loss: 0, kind: 'global' },
    ],
  }),
});
