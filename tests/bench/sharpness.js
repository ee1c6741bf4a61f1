/**
 * What λmax costs: Lanczos on a network of 354 parameters with 100 points, to 1e-6, against its own products.
 */
import { problems } from 'kudari/problems';
import { measure, timedCalls } from '../../web/bench/measure.js';
import { summary } from './summary.js';

/**
 * @typedef {import('./summary.js').Summary} Summary
 *
 * @typedef {object} SharpnessRow times in nanoseconds
 * @property {number} step after which it is measured
 * @property {number} products with the Hessian that it took
 * @property {Summary} whole
 * @property {Summary} product one, alone
 * @property {Summary} gradient
 */

/** @param {import('kudari').Kudari} kudari @returns {Promise<SharpnessRow[]>} */
export async function compareSharpness(kudari) {
  const network = problems.network({ loss: 'crossEntropy' });
  const optimizer = kudari.optimizer('sgd', network.start, { lr: 0.2, dtype: 'float64' });
  const rows = [];
  for (const step of [0, 100, 1000]) {
    while (optimizer.steps < step) optimizer.step((w, g) => network.gradient(w, g));
    const w = optimizer.params.slice();
    const [v, out] = [new Float64Array(network.size).fill(1), new Float64Array(network.size)];
    const { products } = kudari.sharpness(network, w);
    const times = await measure(
      {
        whole: timedCalls(() => void kudari.sharpness(network, w)),
        product: timedCalls(() => network.hessianVector(w, v, out)),
        gradient: timedCalls(() => void network.gradient(w, out)),
      },
      { budget: 60, rounds: 9 },
    );
    const [whole, product, gradient] = [times.whole, times.product, times.gradient].map(summary);
    rows.push({ step, products, whole, product, gradient });
  }
  optimizer.dispose();
  return rows;
}
