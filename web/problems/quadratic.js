import { checkBatch, cube, defineProblem, sizeSpec } from './problem.js';
import { random, seedSpec } from './random.js';

const conditionSpec = { default: 10, min: 1, max: 1e12, meaning: 'condition number: the largest eigenvalue' };

/**
 * The eigenvalues, geometrically spaced from 1 to `condition`. A problem of size 1 has only the last, so that the
 * option still sets its curvature.
 *
 * @param {number} condition
 * @param {number} size
 */
export function spectrum(condition, size) {
  return Float64Array.from({ length: size }, (_, i) => condition ** (size === 1 ? 1 : i / (size - 1)));
}

/**
 * E(w) = ½ Σ λᵢwᵢ².
 *
 * @param {Float64Array} eigenvalues
 * @returns {import('./problem.js').Objective}
 */
function diagonal(eigenvalues) {
  const size = eigenvalues.length;
  return {
    size,
    loss(w) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += eigenvalues[i] * w[i] * w[i];
      return sum / 2;
    },
    gradient(w, g) {
      let sum = 0;
      for (let i = 0; i < size; i++) {
        const slope = eigenvalues[i] * w[i];
        sum += slope * w[i];
        g[i] = slope;
      }
      return sum / 2;
    },
    hessianVector(_w, v, out) {
      for (let i = 0; i < size; i++) out[i] = eigenvalues[i] * v[i];
    },
    start: new Array(size).fill(1),
    domain: cube(size, -1.5, 1.5),
    minima: [{ w: new Array(size).fill(0), loss: 0, kind: 'global' }],
  };
}

/**
 * E(w) = ½(p² + condition·q²), where (p, q) are the coordinates along axes turned by `angle`. Kept in this form, not
 * multiplied out: the entries of H are of the order of `condition`, and 1 would drown in their rounding.
 *
 * @param {number} condition
 * @param {number} angle degrees, counter-clockwise
 * @returns {import('./problem.js').Objective}
 */
function rotated(condition, angle) {
  const c = Math.cos((angle * Math.PI) / 180);
  const s = Math.sin((angle * Math.PI) / 180);
  /** @param {import('./problem.js').Vector} w @param {import('./problem.js').MutableVector} out */
  function multiply(w, out) {
    const p = c * w[0] + s * w[1];
    const q = condition * (c * w[1] - s * w[0]);
    out[0] = c * p - s * q;
    out[1] = s * p + c * q;
  }
  /** @param {import('./problem.js').Vector} w */
  function loss(w) {
    const p = c * w[0] + s * w[1];
    const q = c * w[1] - s * w[0];
    return (p * p + condition * q * q) / 2;
  }
  return {
    ...diagonal(spectrum(condition, 2)),
    loss,
    gradient(w, g) {
      multiply(w, g);
      return loss(w);
    },
    hessianVector(_w, v, out) {
      multiply(v, out);
    },
    // Turned along: what then differs between two angles is what the optimizer makes of the axes.
    start: [c - s, s + c],
  };
}

/**
 * E(w) = ½ wᵀHw, where H has the eigenvalues 1 to `condition`, geometrically spaced. In two dimensions `angle` turns
 * its axes (the flat one lies along x at 0), and the start with them: gradient descent then only turns its path, while
 * a method that works coordinate by coordinate takes another one.
 */
export const quadratic = defineProblem({
  id: 'quadratic',
  name: { en: 'Quadratic', ja: '二次関数' },
  options: {
    condition: conditionSpec,
    size: sizeSpec,
    angle: { default: 0, min: -180, max: 180, meaning: 'rotation of the axes in degrees, for size 2 only' },
  },
  create({ condition, size, angle }) {
    if (angle === 0) return diagonal(spectrum(condition, size));
    if (size !== 2) throw new RangeError(`quadratic: angle must be 0 unless size is 2, not ${angle}`);
    return rotated(condition, angle);
  },
});

/**
 * The quadratic above with additive noise, the plainest model of stochastic gradients: in step t the sample's loss is
 * ½ wᵀHw + noise·ξₜᵀw and its gradient Hw + noise·ξₜ, where ξₜ ~ N(0, I) depends on (seed, t) alone. `loss` is the
 * mean over all samples, ½ wᵀHw.
 */
export const noisyQuadratic = defineProblem({
  id: 'noisy-quadratic',
  name: { en: 'Noisy quadratic', ja: 'ノイズのある二次関数' },
  options: {
    condition: conditionSpec,
    size: sizeSpec,
    noise: { default: 1, min: 0, max: 1e6, meaning: 'standard deviation of the noise in each entry of the gradient' },
    seed: seedSpec,
  },
  create({ condition, size, noise, seed }) {
    const eigenvalues = spectrum(condition, size);
    const generator = random(seed);
    const sample = new Float64Array(size);
    /** @param {number | null} t */
    function batch(t) {
      checkBatch('noisy-quadratic', t);
      if (t === null) {
        sample.fill(0);
        return;
      }
      generator.select(t);
      for (let i = 0; i < size; i++) sample[i] = noise * generator.normal();
    }
    batch(0);
    return {
      ...diagonal(eigenvalues),
      gradient(w, g) {
        let loss = 0;
        for (let i = 0; i < size; i++) {
          const slope = eigenvalues[i] * w[i];
          loss += (slope / 2 + sample[i]) * w[i];
          g[i] = slope + sample[i];
        }
        return loss;
      },
      batch,
    };
  },
});
