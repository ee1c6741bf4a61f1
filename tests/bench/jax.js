/**
 * jax-js as a contestant: Adam written with its arrays and compiled by its `jit`, on its wasm backend, which is the fastest
 * that it has in Node.js (there on one thread). Its optimizers are a package that is not in the registry; these lines are
 * what one writes without.
 */
import { blockUntilReady, defaultDevice, init, jit, numpy as np } from '@jax-js/jax';
import { defaultsOf, material } from '../../web/bench/contest.js';

/** @typedef {import('../../web/core/methods.js').Method} Method */

/** Updates between two waits: it queues them, and advises to wait now and then. */
const BURST = 10;

/** @param {Method} method @param {number} n */
export async function jaxContestant(method, n) {
  await init('wasm');
  defaultDevice('wasm');
  const { lr, beta1, beta2, eps } = defaultsOf(method);
  /** @type {any} */
  const update = jit((/** @type {any} */ w, g, m, v, rate, correction) => {
    const m1 = m.mul(beta1).add(g.ref.mul(1 - beta1));
    const v1 = v.mul(beta2).add(g.ref.mul(g).mul(1 - beta2));
    const down = m1.ref.mul(rate).div(np.sqrt(v1.ref.mul(correction)).add(eps));
    return [w.sub(down), m1, v1];
  });
  const start = material(n, 'float32');
  const g = np.array(start.g);
  let [w, m, v] = [np.array(start.w), np.zeros([n]), np.zeros([n])];
  let t = 0;
  /** @param {number} updates */
  const burst = (updates) => {
    for (let i = 0; i < updates; i++) {
      t += 1;
      [w, m, v] = update(w, g.ref, m, v, lr / (1 - beta1 ** t), 1 / (1 - beta2 ** t));
    }
  };
  return {
    /** @param {number} updates */
    async time(updates) {
      const begun = performance.now();
      for (let left = updates; left > 0; left -= BURST) {
        burst(Math.min(left, BURST));
        await blockUntilReady([w, m, v]);
      }
      return (performance.now() - begun) * 1e6;
    },
    params: () => w.ref.dataSync(),
  };
}
