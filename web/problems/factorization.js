import { streams } from './datasets.js';
import { orthonormal } from './linear.js';
import { cube, defineProblem } from './problem.js';
import { random, seedSpec } from './random.js';

/**
 * out ← a·b, or out += a·b, row by row.
 *
 * @param {Float64Array} out rows × columns
 * @param {Float64Array} a rows × inner
 * @param {Float64Array} b inner × columns
 * @param {number} inner
 * @param {boolean} add
 */
function multiply(out, a, b, inner, add) {
  const rows = a.length / inner;
  const columns = b.length / inner;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = add ? out[i * columns + j] : 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[k * columns + j];
      out[i * columns + j] = sum;
    }
  }
}

/**
 * out ← aᵀ·b, or out += aᵀ·b.
 *
 * @param {Float64Array} out
 * @param {Float64Array} a inner × rows of out
 * @param {Float64Array} b inner × columns of out
 * @param {number} inner
 * @param {boolean} add
 */
function multiplyLeft(out, a, b, inner, add) {
  const rows = a.length / inner;
  const columns = b.length / inner;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = add ? out[i * columns + j] : 0;
      for (let k = 0; k < inner; k++) sum += a[k * rows + i] * b[k * columns + j];
      out[i * columns + j] = sum;
    }
  }
}

/**
 * out ← a·bᵀ, or out += a·bᵀ.
 *
 * @param {Float64Array} out
 * @param {Float64Array} a rows of out × inner
 * @param {Float64Array} b columns of out × inner
 * @param {number} inner
 * @param {boolean} add
 */
function multiplyRight(out, a, b, inner, add) {
  const rows = a.length / inner;
  const columns = b.length / inner;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = add ? out[i * columns + j] : 0;
      for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[j * inner + k];
      out[i * columns + j] = sum;
    }
  }
}

/**
 * The balanced factors of a random matrix with the singular values 1, ½, ⅓…: W₂ = U√S, W₁ = √S·Vᵀ, with zeros in what
 * is over in the inner dimension.
 *
 * @param {{ rows: number, cols: number, rank: number }} shape
 * @param {import('./random.js').Random} generator
 */
function balancedFactors({ rows, cols, rank }, generator) {
  const values = Array.from({ length: Math.min(rows, cols, rank) }, (_, j) => 1 / (j + 1));
  const left = orthonormal(values.length, rows, [], generator);
  const right = orthonormal(values.length, cols, [], generator);
  const at = (/** @type {number[][]} */ vectors, /** @type {number} */ j, /** @type {number} */ i) =>
    j < values.length ? Math.sqrt(values[j]) * vectors[j][i] : 0;
  return {
    first: Float64Array.from({ length: rank * cols }, (_, e) => at(right, Math.floor(e / cols), e % cols)),
    second: Float64Array.from({ length: rows * rank }, (_, e) => at(left, e % rank, Math.floor(e / rank))),
  };
}

/**
 * E(W₁, W₂) = ½‖W₂W₁ − T‖²: a linear network of two layers fitted to a matrix, the hyperbolic valley in many
 * dimensions. T is rows × cols of singular values 1, ½, ⅓…, as many as `rank` allows; W₁ is rank × cols, W₂ rows × rank,
 * and w holds first W₁, then W₂, both row by row. All minima have loss 0, the other critical points are saddles (P. Baldi
 * and K. Hornik, "Neural networks and principal component analysis", Neural Networks 2 (1989) 53–58); and there
 *
 *   λmax = σ₁(W₁)² + σ₁(W₂)² ≥ 2σ₁(T) = 2,
 *
 * with equality where the layers are balanced, as in the minimum that is listed. With W₁ goes AW₁ and with W₂ goes
 * W₂A⁻¹: small steps hardly change W₁W₁ᵀ − W₂ᵀW₂, so what begins out of balance ends at a sharp minimum, unless large
 * steps or sharpness-aware minimization drive it to a flat one.
 */
export const factorization = defineProblem({
  id: 'factorization',
  name: { en: 'Matrix factorization', ja: '行列分解（2層線形ネットワーク）' },
  options: {
    rows: { default: 5, min: 1, max: 50, integer: true, meaning: 'outputs of the network' },
    cols: { default: 4, min: 1, max: 50, integer: true, meaning: 'inputs of the network' },
    rank: { default: 2, min: 1, max: 50, integer: true, meaning: 'hidden units, and at most the rank of the target' },
    imbalance: {
      default: 3,
      min: 0.01,
      max: 100,
      meaning: 'how many times larger than N(0, 1)/2 the first layer starts, and smaller the second',
    },
    seed: seedSpec,
  },
  create({ rows, cols, rank, imbalance, seed }) {
    const { first, second } = balancedFactors({ rows, cols, rank }, random(seed, streams.train));
    const target = new Float64Array(rows * cols);
    multiply(target, second, first, rank, false);
    const split = first.length;
    const size = split + second.length;

    const [w1, v1, g1] = [new Float64Array(split), new Float64Array(split), new Float64Array(split)];
    const [w2, v2, g2] = [second, second, second].map(({ length }) => new Float64Array(length));
    const [residual, change] = [new Float64Array(rows * cols), new Float64Array(rows * cols)];

    /** @param {import('./problem.js').Vector} from @param {Float64Array} a @param {Float64Array} b */
    function read(from, a, b) {
      for (let i = 0; i < split; i++) a[i] = from[i];
      for (let i = split; i < size; i++) b[i - split] = from[i];
    }

    /** @param {import('./problem.js').MutableVector} to */
    function write(to) {
      for (let i = 0; i < split; i++) to[i] = g1[i];
      for (let i = split; i < size; i++) to[i] = g2[i - split];
    }

    /** residual ← W₂W₁ − T. @param {import('./problem.js').Vector} w */
    function loss(w) {
      read(w, w1, w2);
      multiply(residual, w2, w1, rank, false);
      let sum = 0;
      for (let i = 0; i < residual.length; i++) {
        residual[i] -= target[i];
        sum += residual[i] * residual[i];
      }
      return sum / 2;
    }

    const generator = random(seed, streams.start);
    const start = Array.from({ length: size }, (_, i) => (generator.normal() / 2) * imbalance ** (i < split ? 1 : -1));
    const reach = Math.max(2, 2 * Math.abs(start[0]), 2 * Math.abs(start[1]));
    return {
      size,
      loss,
      gradient(w, g) {
        const value = loss(w);
        multiplyLeft(g1, w2, residual, rows, false);
        multiplyRight(g2, residual, w1, cols, false);
        write(g);
        return value;
      },
      hessianVector(w, v, out) {
        loss(w);
        read(v, v1, v2);
        multiply(change, w2, v1, rank, false);
        multiply(change, v2, w1, rank, true);
        multiplyLeft(g1, w2, change, rows, false);
        multiplyLeft(g1, v2, residual, rows, true);
        multiplyRight(g2, change, w1, cols, false);
        multiplyRight(g2, residual, v1, cols, true);
        write(out);
      },
      start,
      domain: cube(size, -reach, reach),
      minima: [{ w: [...first, ...second], loss: 0, kind: 'global' }],
    };
  },
});
