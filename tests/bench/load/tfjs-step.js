/**
 * The first step with TensorFlow.js, on the backend that is ready; the gradient is handed in, as it is to kudari.
 */
import { dot, square, tensor1d, train, variable } from '@tensorflow/tfjs-core';

/** @returns {number} */
export function step() {
  const w = variable(tensor1d([1, 1]), true, 'w');
  const loss = dot(square(w), tensor1d([0.1, 0.5]));
  // Its types ask for variables; it takes any tensor.
  const gradient = /** @type {any} */ (tensor1d([0.2, 1]));
  train.adam(1e-3).applyGradients({ w: gradient });
  w.dataSync();
  return loss.dataSync()[0];
}
