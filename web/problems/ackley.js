import { cube, defineProblem, sizeSpec } from './problem.js';

/** Below this root mean square the squares underflow, and the point counts as the origin. */
const ORIGIN = 1e-150;

/**
 * E(w) = 20 + e − 20·exp(−0.2·r) − exp(mean cos 2πwᵢ), r = √(mean wᵢ²): D. H. Ackley, "A Connectionist Machine for
 * Genetic Hillclimbing", Kluwer 1987, in Bäck's form for any number of parameters. An almost flat plain of ripples
 * around one deep funnel.
 *
 * The minimum is the tip of a cone: at the origin E has no derivative and around it the curvature across grows like
 * 1/r. There, gradient and Hessian-vector product are 0 by definition (0 is a subgradient), so that no NaN arises.
 */
export const ackley = defineProblem({
  id: 'ackley',
  name: { en: 'Ackley function', ja: 'アックリー関数' },
  options: { size: sizeSpec },
  create({ size }) {
    /** @param {import('./problem.js').Vector} w */
    function radius(w) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += w[i] * w[i];
      return Math.sqrt(sum / size);
    }

    /** mean cos 2πwᵢ − 1, without cancellation. @param {import('./problem.js').Vector} w */
    function ripple(w) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += Math.sin(Math.PI * w[i]) ** 2;
      return (-2 * sum) / size;
    }

    return {
      size,
      loss: (w) => -20 * Math.expm1(-0.2 * radius(w)) - Math.E * Math.expm1(ripple(w)),

      gradient(w, g) {
        const r = radius(w);
        const c = ripple(w);
        const funnel = r < ORIGIN ? 0 : (4 * Math.exp(-0.2 * r)) / (size * r);
        const wave = (2 * Math.PI * Math.exp(1 + c)) / size;
        for (let i = 0; i < size; i++) {
          g[i] = r < ORIGIN ? 0 : funnel * w[i] + wave * Math.sin(2 * Math.PI * w[i]);
        }
        return -20 * Math.expm1(-0.2 * r) - Math.E * Math.expm1(c);
      },

      hessianVector(w, v, out) {
        const r = radius(w);
        if (r < ORIGIN) {
          for (let i = 0; i < size; i++) out[i] = 0;
          return;
        }
        // Both parts are f(s(w)): H·v = f″·(∇s·v)∇s + f′·∇²s·v, with ∇r = w/(size·r) = u/size, |u| bounded.
        let alongU = 0;
        let alongWave = 0;
        for (let i = 0; i < size; i++) {
          alongU += (w[i] / r) * v[i];
          alongWave += Math.sin(2 * Math.PI * w[i]) * v[i];
        }
        const decay = Math.exp(-0.2 * r) / size;
        const wave = (4 * Math.PI * Math.PI * Math.exp(1 + ripple(w))) / size;
        for (let i = 0; i < size; i++) {
          const u = w[i] / r;
          out[i] =
            ((-0.8 * decay * alongU) / size) * u +
            ((4 * decay) / r) * (v[i] - (alongU / size) * u) +
            wave * (Math.cos(2 * Math.PI * w[i]) * v[i] - (alongWave / size) * Math.sin(2 * Math.PI * w[i]));
        }
      },

      start: Array.from({ length: size }, (_, i) => (i % 2 ? -2.4 : 3.3)),
      domain: cube(size, -5, 5),
      minima: [{ w: new Array(size).fill(0), loss: 0, kind: 'global' }],
    };
  },
});
