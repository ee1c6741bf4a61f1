/**
 * The first step with TensorFlow.js, cpu backend.
 */
import '@tensorflow/tfjs-backend-cpu';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { step } from './tfjs-step.js';

/** @returns {Promise<number>} */
export async function first() {
  await setBackend('cpu');
  await ready();
  return step();
}
