/**
 * One side of the contest, in a thread of its own. Not for speed alone: where WebAssembly's memory grows, V8 makes every loop
 * over typed arrays slower, and that of the plain side is to be as fast as it can be.
 *
 * @typedef {{ side: 'kudari' | 'plain', method: string, n: number } | { updates: number }} Order begin anew, and say where the
 *   first updates lead; or make so many updates, and say how many nanoseconds they took
 * @typedef {{ params: Float32Array } | { taken: number } | { reason: string }} Answer
 */
import { loadKudari } from '../core/index.js';
import { findMethod } from '../core/methods.js';
import { kudariContestant, plainContestant } from './contest.js';
import { timed } from './measure.js';

/** Where the module lies, which build.js puts in. @type {string} */
const wasm = /** @type {any} */ (globalThis).KUDARI_WASM;
/** Updates whose results are compared. */
const COMPARED = 3;

/** @type {import('./contest.js').Contestant | undefined} */
let contestant;

/** @param {'kudari' | 'plain'} side @param {string} id @param {number} n */
async function begin(side, id, n) {
  contestant?.dispose();
  const method = findMethod(id);
  contestant =
    side === 'plain'
      ? plainContestant(method, 'float32', n)
      : kudariContestant(await loadKudari({ wasm }), method, 'float32', n);
  contestant.repeat(COMPARED);
  return Float32Array.from(contestant.params());
}

/** @param {Order} order @returns {Promise<Answer>} */
async function answer(order) {
  if ('side' in order) return { params: await begin(order.side, order.method, order.n) };
  if (!contestant) throw new Error('nobody is there to be measured');
  return { taken: /** @type {number} */ (timed(contestant.repeat)(order.updates)) };
}

addEventListener('message', async ({ data }) => {
  // Nothing is transferred, only copied: an array that is detached slows all others down as well.
  postMessage(
    await answer(data).catch((error) => ({ reason: error instanceof Error ? error.message : String(error) })),
  );
});
