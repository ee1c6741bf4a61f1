/**
 * The first step with jax-js, wasm backend; the gradient is handed in. Of Adam's first step only its sign counts.
 */
import { defaultDevice, init, numpy as np } from '@jax-js/jax';

/** @returns {Promise<number>} */
export async function first() {
  await init('wasm');
  defaultDevice('wasm');
  const w = np.array([1, 1]);
  const loss = np.dot(w.ref.mul(w.ref), np.array([0.1, 0.5]));
  w.sub(np.sign(np.array([0.2, 1])).mul(1e-3)).dataSync();
  return loss.dataSync()[0];
}
