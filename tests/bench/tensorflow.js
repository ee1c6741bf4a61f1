/**
 * TensorFlow.js as a contestant: its optimizers, given the gradient, on its cpu and wasm backends; float32 is all it has.
 */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { defaultsOf, material } from '../../web/bench/contest.js';
import { timed } from '../../web/bench/measure.js';

/** @typedef {import('../../web/core/methods.js').Method} Method */

/** Its optimizers by our names. @type {Record<string, (o: Record<string, any>) => tf.Optimizer>} */
const optimizers = {
  sgd: ({ lr }) => tf.train.sgd(lr),
  momentum: ({ lr, momentum }) => tf.train.momentum(lr, momentum),
  nesterov: ({ lr, momentum }) => tf.train.momentum(lr, momentum, true),
  adagrad: ({ lr, initialAccumulator }) => tf.train.adagrad(lr, initialAccumulator),
  rmsprop: ({ lr, gamma, momentum, epsRoot }) => tf.train.rmsprop(lr, gamma, momentum, epsRoot),
  adadelta: ({ lr, gamma, epsRoot }) => tf.train.adadelta(lr, gamma, epsRoot),
  adam: ({ lr, beta1, beta2, eps }) => tf.train.adam(lr, beta1, beta2, eps),
  adamax: ({ lr, beta1, beta2, eps }) => tf.train.adamax(lr, beta1, beta2, eps),
};

// Without its checks for development.
tf.enableProdMode();

/** @param {'cpu' | 'wasm'} backend @param {Method} method @param {number} n */
export async function tensorflowContestant(backend, method, n) {
  await tf.setBackend(backend);
  await tf.ready();
  const { w, g } = /** @type {Record<'w' | 'g', Float32Array>} */ (material(n, 'float32'));
  const optimizer = optimizers[method.id](defaultsOf(method));
  const parameters = tf.variable(tf.tensor1d(w), true, 'w');
  const gradient = tf.tensor1d(g);
  /** @param {number} updates */
  const repeat = (updates) => {
    for (let i = 0; i < updates; i++) optimizer.applyGradients({ w: gradient });
  };
  return { time: timed(repeat), params: () => parameters.dataSync() };
}
