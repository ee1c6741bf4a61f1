/**
 * The first step with TensorFlow.js, wasm backend.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend } from '@tensorflow/tfjs-core';
import { step } from './tfjs-step.js';

/** @returns {Promise<number>} */
export async function first() {
  if (typeof document !== 'undefined') setWasmPaths(new URL('.', import.meta.url).href);
  await setBackend('wasm');
  await ready();
  return step();
}
