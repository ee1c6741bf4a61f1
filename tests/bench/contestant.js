/**
 * A contestant that is written in JavaScript, in a process of its own, so that none meets another's memory or compiled code,
 * nor its own of another size: WebAssembly's growing memory alone makes every loop over typed arrays in its process slower. It
 * reads lines and answers each with a line, as native.c does:
 *
 *   node tests/bench/contestant.js kudari adam float32 1000
 *
 * A number makes so many updates and says how many nanoseconds they took, `w` shows the first parameters. What fails is
 * answered with `failed` and the reason.
 */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { methods } from '../../web/core/methods.js';
import { kudariContestant, plainContestant } from '../../web/bench/contest.js';
import { timed } from '../../web/bench/measure.js';
import { contestantOf, converse } from './converse.js';

/**
 * @typedef {import('../../web/core/methods.js').Method} Method
 * @typedef {import('../../web/core/heap.js').Dtype} Dtype
 *
 * @typedef {object} Contestant
 * @property {import('../../web/bench/measure.js').Timed} time
 * @property {() => ArrayLike<number>} params
 */

/** Parameters that `w` shows, here and in native.c. */
const SHOWN = 8;

/** @param {import('../../web/bench/contest.js').Contestant} contestant @returns {Contestant} */
const local = ({ repeat, params }) => ({ time: timed(repeat), params });

/** @type {Record<string, (method: Method, dtype: Dtype, n: number) => Promise<Contestant>>} */
const makers = {
  async kudari(method, dtype, n) {
    const { loadKudari } = await import('kudari');
    return local(kudariContestant(await loadKudari(), method, dtype, n));
  },
  plain: async (method, dtype, n) => local(plainContestant(method, dtype, n)),
  'tfjs-cpu': async (method, _, n) => (await import('./tensorflow.js')).tensorflowContestant('cpu', method, n),
  'tfjs-wasm': async (method, _, n) => (await import('./tensorflow.js')).tensorflowContestant('wasm', method, n),
  jax: async (method, _, n) => (await import('./jax.js')).jaxContestant(method, n),
};

/** @param {Contestant} contestant @param {string} line */
async function answer({ time, params }, line) {
  if (line !== 'w') return String(await time(Number(line)));
  const all = params();
  return Array.from({ length: Math.min(SHOWN, all.length) }, (_, i) => all[i]).join(' ');
}

/** @param {Promise<Contestant>} made */
async function host(made) {
  for await (const line of createInterface({ input: process.stdin })) {
    const said = await made
      .then((contestant) => answer(contestant, line))
      .catch((error) => `failed ${String(error?.message ?? error).replaceAll('\n', ' ')}`);
    process.stdout.write(`${said}\n`);
  }
}

/**
 * Starts one.
 *
 * @param {string} name @param {Method} method @param {Dtype} dtype @param {number} n
 */
export const startContestant = (name, { id }, dtype, n) =>
  contestantOf(converse(process.execPath, [fileURLToPath(import.meta.url), name, id, dtype, String(n)]));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, id, dtype, n] = process.argv.slice(2);
  const method = methods.find((each) => each.id === id);
  if (!method || !Object.hasOwn(makers, name)) throw new Error(`there is no ${name} of ${id}`);
  const made = makers[name](/** @type {Method} */ (method), /** @type {Dtype} */ (dtype), Number(n));
  // Whoever asks first hears of a failure.
  made.catch(() => {});
  await host(made);
}
