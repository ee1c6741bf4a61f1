import { defineProblem } from './problem.js';

/**
 * The lecture's landscape: a shallow bowl with a sharp and a flat Gaussian well dug into it,
 *
 *   E(x, y) = ½(0.2x² + y²) − 1.6·exp(−((x−1.2)²/0.03 + (y+0.8)²/0.0025)) − 1.2·exp(−((x+0.6)²/0.7 + (y−0.6)²/0.5)).
 *
 * The sharp minimum is the lower one (λmax ≈ 1280), the flat one (λmax ≈ 5.5) the one that sharpness-aware
 * minimization finds from the default start. There is no third minimum.
 */
export const sharpFlat = defineProblem({
  id: 'sharp-flat',
  name: { en: 'Sharp and flat minima', ja: '鋭い極小と平坦な極小' },
  options: {},
  create: () => ({
    size: 2,
    loss(w) {
      const x = w[0];
      const y = w[1];
      return (0.2 * x * x + y * y) / 2 - sharpWell(x, y) - flatWell(x, y);
    },
    gradient(w, g) {
      const x = w[0];
      const y = w[1];
      const sharp = sharpWell(x, y);
      const flat = flatWell(x, y);
      g[0] = 0.2 * x + (2 / 0.03) * (x - 1.2) * sharp + (2 / 0.7) * (x + 0.6) * flat;
      g[1] = y + (2 / 0.0025) * (y + 0.8) * sharp + (2 / 0.5) * (y - 0.6) * flat;
      return (0.2 * x * x + y * y) / 2 - sharp - flat;
    },
    hessianVector(w, v, out) {
      const x = w[0];
      const y = w[1];
      const sharp = sharpWell(x, y);
      const flat = flatWell(x, y);
      // The logarithmic derivatives of the wells, with the sign turned: ∇(−e) = e·(a, b).
      const sharpA = (2 / 0.03) * (x - 1.2);
      const sharpB = (2 / 0.0025) * (y + 0.8);
      const flatA = (2 / 0.7) * (x + 0.6);
      const flatB = (2 / 0.5) * (y - 0.6);
      const xx = 0.2 + sharp * (2 / 0.03 - sharpA * sharpA) + flat * (2 / 0.7 - flatA * flatA);
      const xy = -sharp * sharpA * sharpB - flat * flatA * flatB;
      const yy = 1 + sharp * (2 / 0.0025 - sharpB * sharpB) + flat * (2 / 0.5 - flatB * flatB);
      const p = v[0];
      const q = v[1];
      out[0] = xx * p + xy * q;
      out[1] = xy * p + yy * q;
    },
    start: [1.6, -1],
    domain: [
      [-1.4, 2],
      [-1.8, 1.6],
    ],
    minima: [
      { w: [1.1977421259068681, -0.7993742519635585], loss: -1.1367555028068708, kind: 'global' },
      { w: [-0.5661743335593442, 0.49448959087637084], loss: -1.017345364832037, kind: 'local' },
    ],
  }),
});

/**
 * @param {number} x
 * @param {number} y
 */
function sharpWell(x, y) {
  return 1.6 * Math.exp(-((x - 1.2) ** 2 / 0.03 + (y + 0.8) ** 2 / 0.0025));
}

/**
 * @param {number} x
 * @param {number} y
 */
function flatWell(x, y) {
  return 1.2 * Math.exp(-((x + 0.6) ** 2 / 0.7 + (y - 0.6) ** 2 / 0.5));
}
