/**
 * One optimizer on its way down one problem: what a recorded run and a race have in common.
 */

/**
 * @typedef {object} Sight what there is to see at a state
 * @property {Float64Array} w a copy of the parameters
 * @property {number} loss of the whole objective, without noise
 * @property {number} gradientNorm ‖∇E‖₂ of the whole objective
 * @property {'parameters' | 'loss' | 'gradient' | null} fault the first of these that is not finite
 */

export class Descent {
  #problem;
  #gradient;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {import('../problems/problem.js').Problem} problem while two descents share one, each must finish before the
   *   other goes on: a problem may hold the sample of the present step
   * @param {Pick<import('./config.js').Config, 'start' | 'dtype'>} config
   * @param {import('./config.js').RunConfig} run
   */
  constructor(kudari, problem, { start, dtype }, { method, ...options }) {
    this.#problem = problem;
    this.#gradient = new Float64Array(problem.size);
    this.optimizer = kudari.optimizer(method, start, { ...options, dtype });
    /** Gradients spent so far; SAM spends two a step. */
    this.evaluations = 0;
  }

  /**
   * @param {import('./updates.js').UpdateRecorder} [recorder] told of every evaluation, and of the update before the
   *   problem projects it
   * @returns {number} the loss of this step's sample, before the update
   */
  update(recorder) {
    const problem = this.#problem;
    const { optimizer } = this;
    problem.batch?.(optimizer.steps);
    const loss = optimizer.step((w, g) => {
      this.evaluations += 1;
      const sample = problem.gradient(w, g);
      recorder?.evaluated(w, g, optimizer.ascended);
      return sample;
    });
    recorder?.updated(optimizer);
    problem.project?.(optimizer.params);
    return loss;
  }

  /** Looks at the whole objective, which counts as no evaluation. @returns {Sight} */
  look() {
    const w = Float64Array.from(this.optimizer.params);
    this.#problem.batch?.(null);
    const loss = this.#problem.gradient(w, this.#gradient);
    const gradientNorm = euclideanNorm(this.#gradient);
    return { w, loss, gradientNorm, fault: faultOf(w, loss, gradientNorm) };
  }

  dispose() {
    this.optimizer.dispose();
  }
}

/** @param {Float64Array} w @param {number} loss @param {number} gradientNorm @returns {Sight['fault']} */
function faultOf(w, loss, gradientNorm) {
  if (!w.every(Number.isFinite)) return 'parameters';
  if (!Number.isFinite(loss)) return 'loss';
  return Number.isFinite(gradientNorm) ? null : 'gradient';
}

/** In units of the largest entry, so that a gradient is not called infinite because its square is. @param {Float64Array} x */
function euclideanNorm(x) {
  const top = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!(top > 0 && top < Infinity)) return top;
  return top * Math.sqrt(x.reduce((sum, entry) => sum + (entry / top) ** 2, 0));
}
