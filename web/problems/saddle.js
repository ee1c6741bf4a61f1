import { defineProblem } from './problem.js';

/**
 * E(x, y) = ½(x² − y²) + ¼·quartic·y⁴: a saddle at the origin with eigenvalues 1 and −1. The quartic term bounds it
 * and puts minima at (0, ±1/√quartic); with `quartic` 0 it is the classical saddle, unbounded below, and a run leaves
 * along y without end. The start is just off the ridge y = 0, from which plain descent takes long to get away.
 */
export const saddle = defineProblem({
  id: 'saddle',
  name: { en: 'Saddle point', ja: '鞍点' },
  options: {
    quartic: { default: 1, min: 0, max: 100, meaning: 'weight of the term that bounds the loss; 0 for none' },
  },
  create: ({ quartic }) => ({
    size: 2,
    loss(w) {
      const x = w[0];
      const y = w[1];
      return (x * x - y * y) / 2 + (quartic * y * y * y * y) / 4;
    },
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      g[0] = x;
      g[1] = quartic * y * y * y - y;
      return (x * x - y * y) / 2 + (quartic * y * y * y * y) / 4;
    },
    hessianVector(w, v, out) {
      out[0] = v[0];
      out[1] = (3 * quartic * w[1] * w[1] - 1) * v[1];
    },
    start: [1, 1e-3],
    domain: [
      [-1.5, 1.5],
      [-1.5, 1.5],
    ],
    minima:
      quartic === 0
        ? []
        : [
            { w: [0, 1 / Math.sqrt(quartic)], loss: -1 / (4 * quartic), kind: 'global' },
            { w: [0, -1 / Math.sqrt(quartic)], loss: -1 / (4 * quartic), kind: 'global' },
          ],
  }),
});
