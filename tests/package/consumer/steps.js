/**
 * What every consumer does with the package.
 */
import { loadKudari } from 'kudari';

/**
 * The parameters after one update with each of the gradients.
 *
 * @param {{ method: string, options: object, w0: number[], gradients: number[][] }} given
 */
export async function steps({ method, options, w0, gradients }) {
  const kudari = await loadKudari();
  const optimizer = kudari.optimizer(method, w0, options);
  for (const gradient of gradients) {
    optimizer.gradient.set(gradient);
    optimizer.update();
  }
  const after = Array.from(optimizer.params);
  optimizer.dispose();
  return after;
}
