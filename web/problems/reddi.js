import { checkBatch, defineProblem } from './problem.js';

/**
 * The online problem on which Adam fails: S. J. Reddi, S. Kale and S. Kumar, "On the Convergence of Adam and Beyond",
 * ICLR 2018, Section 3. On [−1, 1], in step t = 1, 2, 3…, the loss is c·x if t mod 3 = 1 and −x otherwise (`batch`
 * counts from 0). The mean is (c − 2)x/3, so −1 is best; but Adam with β₁ = 0, β₂ = 1/(1 + c²) divides the one large
 * gradient by so much more than the two small ones that it ends at +1, the worst point.
 *
 * The minimum lies on the boundary, where the gradient is not 0: `project` belongs to the problem.
 */
export const reddi = defineProblem({
  id: 'reddi',
  name: { en: 'Where Adam fails (Reddi et al.)', ja: 'Adam が収束しない例（Reddi ら）' },
  options: {
    c: { default: 3, above: 2, max: 1e6, meaning: 'slope in every third step' },
  },
  create({ c }) {
    let slope = c;
    return {
      size: 1,
      loss: (w) => ((c - 2) * w[0]) / 3,
      gradient(w, g) {
        g[0] = slope;
        return slope * w[0];
      },
      hessianVector(_w, _v, out) {
        out[0] = 0;
      },
      batch(t) {
        checkBatch('reddi', t);
        slope = t === null ? (c - 2) / 3 : t % 3 === 0 ? c : -1;
      },
      project(w) {
        if (w[0] > 1) w[0] = 1;
        else if (w[0] < -1) w[0] = -1;
      },
      start: [0],
      domain: [[-1, 1]],
      minima: [{ w: [-1], loss: -(c - 2) / 3, kind: 'global' }],
    };
  },
});
