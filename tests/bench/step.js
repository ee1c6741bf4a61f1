/**
 * What a whole `opt.step` of a problem in two dimensions costs over the gradient itself, in its first thousand steps: later
 * ones are cheaper, for then there is no bias to correct.
 */
import { measure, timedCalls } from '../../web/bench/measure.js';
import { rounded, summary } from './summary.js';

/**
 * @typedef {object} StepRow
 * @property {string} method
 * @property {boolean} sam
 * @property {import('./summary.js').Summary} step nanoseconds
 * @property {number} over the gradient, nanoseconds
 */

const objective = (/** @type {any} */ w, /** @type {any} */ g) => {
  g[0] = 0.2 * w[0];
  g[1] = w[1];
  return 0.1 * w[0] * w[0] + 0.5 * w[1] * w[1];
};

/** @param {import('kudari').Kudari} kudari @returns {Promise<StepRow[]>} */
export async function compareStep(kudari) {
  const rows = [];
  for (const { id } of kudari.methods) {
    for (const sam of [undefined, { rho: 0.05 }]) {
      const optimizer = kudari.optimizer(id, [1, 1], { lr: 1e-6, dtype: 'float64', sam });
      const once = () => {
        if (optimizer.steps === 1000) optimizer.reset();
        optimizer.step(objective);
      };
      const [w, g] = [new Float64Array(2), new Float64Array(2)];
      const times = await measure(
        { step: timedCalls(once), gradient: timedCalls(() => void objective(w, g)) },
        { budget: 10, rounds: 9 },
      );
      optimizer.dispose();
      const [step, gradient] = [summary(times.step), summary(times.gradient)];
      const own = gradient.median * (sam ? 2 : 1);
      rows.push({ method: id, sam: sam !== undefined, step, over: rounded(step.median - own, 3) });
    }
  }
  return rows;
}
