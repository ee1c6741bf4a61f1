/**
 * The same first step with each: what a page or a program has to load for it. This one with kudari.
 */
import { loadKudari } from 'kudari';

/** One step on 0.1 x² + 0.5 y² from (1, 1). @returns {Promise<number>} the loss there */
export async function first() {
  const kudari = await loadKudari();
  const optimizer = kudari.optimizer('adam', [1, 1]);
  return optimizer.step((w, g) => {
    g[0] = 0.2 * w[0];
    g[1] = w[1];
    return 0.1 * w[0] * w[0] + 0.5 * w[1] * w[1];
  });
}
