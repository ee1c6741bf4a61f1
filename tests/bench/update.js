/**
 * One update of one method, against everybody who can do it, all in processes of their own.
 * `node tests/bench/update.js adam float32 1e4 1e6` says it of these sizes alone.
 */
import { fileURLToPath } from 'node:url';
import { measure } from '../../web/bench/measure.js';
import { methods } from '../../web/core/methods.js';
import { startContestant } from './contestant.js';
import { short, spreadOf } from './format.js';
import { compileNative, startNative, widths } from './native.js';
import { summary } from './summary.js';

/**
 * @typedef {import('../../web/core/methods.js').Method} Method
 * @typedef {import('../../web/core/heap.js').Dtype} Dtype
 * @typedef {import('./summary.js').Summary} Summary
 *
 * @typedef {import('./converse.js').Contestant} Contestant
 *
 * @typedef {object} UpdateRow
 * @property {number} n
 * @property {Record<string, Summary>} times of one update
 * @property {Record<string, string>} absent who could not take part, and why
 * @property {Record<string, string>} astray whose updates lead elsewhere, and how far
 */

const SIZES = [2, 1e3, 1e4, 1e5, 1e6, 1e7];
/** Milliseconds of a round. */
const BUDGET = 8;
/** Of the largest, an update of the slowest takes over a second. */
const roundsFor = (/** @type {number} */ n) => (n < 1e7 ? 9 : 5);
/** The first updates of RAdam are others than all that follow. */
const FIRST = 6;
/** Up to here it is checked that all compute the same; the larger differ in nothing but n. */
const CHECKED = 1e4;

/** Who has the method in float32, besides kudari and the plain loop. @type {Record<string, string[]>} */
const others = {
  'tfjs-cpu': ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adadelta', 'adam', 'adamax'],
  'tfjs-wasm': ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adadelta', 'adam', 'adamax'],
  jax: ['adam'],
};

/** Why others are known to compute something else. @type {Record<string, string>} */
const deviations = {
  'tfjs-cpu adadelta': 'it divides by the mean of squared gradients of the step before',
  'tfjs-wasm adadelta': 'it divides by the mean of squared gradients of the step before',
};

/**
 * Whether the first updates lead to where kudari's do; if not, how it is.
 *
 * @param {Contestant} contestant @param {readonly number[]} expected
 */
async function strays({ time, params }, expected) {
  await time(FIRST);
  const reached = await params();
  for (let i = 0; i < expected.length; i++) {
    const way = Math.abs(expected[i] - 1); // from where it started
    if (!(Math.abs(reached[i] - expected[i]) <= 1e-3 * way))
      return `after ${FIRST} updates ${short(reached[i])} where kudari has ${short(expected[i])}`;
  }
  return '';
}

/** Starts all who have the method. @param {Method} method @param {Dtype} dtype @param {number} n @returns {Map<string, Contestant>} */
function start(method, dtype, n) {
  const guests = Object.keys(others).filter((name) => dtype === 'float32' && others[name].includes(method.id));
  return new Map([
    ...['kudari', 'plain', ...guests].map(
      (name) => /** @type {const} */ ([name, startContestant(name, method, dtype, n)]),
    ),
    ...widths().map((width) => /** @type {const} */ ([width.id, startNative(width, method, dtype, n)])),
  ]);
}

/**
 * Whoever is not kudari's may fail, or compute something else.
 *
 * @param {string} id of the method @param {number} n
 * @param {Map<string, Contestant>} contestants kudari the first of them; those who fail are taken out
 */
async function check(id, n, contestants) {
  /** @type {Record<'absent' | 'astray', Record<string, string>>} */
  const { absent, astray } = { absent: {}, astray: {} };
  /** @type {number[]} */
  let expected = [];
  for (const [name, contestant] of contestants) {
    try {
      if (n > CHECKED) {
        await (others[name] ? contestant.params() : contestant.time(FIRST));
        continue;
      }
      const how = await strays(contestant, expected);
      if (name === 'kudari') expected = await contestant.params();
      if (how && !others[name]) throw new Error(`${name}, ${id}: ${how}`);
      if (how) astray[name] = [how, deviations[`${name} ${id}`]].filter(Boolean).join(': ');
    } catch (error) {
      if (!others[name]) throw error;
      absent[name] = error instanceof Error ? error.message : String(error);
      contestants.delete(name);
      contestant.close();
    }
  }
  return { absent, astray };
}

/** @param {Method} method @param {Dtype} dtype @param {number} n @returns {Promise<UpdateRow>} */
async function compare(method, dtype, n) {
  const contestants = start(method, dtype, n);
  try {
    const remarks = await check(method.id, n, contestants);
    const timings = Object.fromEntries([...contestants].map(([name, { time }]) => [name, time]));
    const times = await measure(timings, { budget: BUDGET, rounds: roundsFor(n) });
    for (const [name, { params }] of contestants) {
      const reached = await params();
      if (!reached.every(Number.isFinite)) throw new Error(`${name}, ${method.id}: ${reached}`);
    }
    const summaries = Object.entries(times).map(([name, each]) => [name, summary(each)]);
    return { n, times: Object.fromEntries(summaries), ...remarks };
  } finally {
    for (const { close } of contestants.values()) close();
  }
}

/**
 * The native programs must have been compiled.
 *
 * @param {string} id of the method @param {Dtype} dtype @param {readonly number[]} [sizes]
 */
export async function compareUpdates(id, dtype, sizes = SIZES) {
  const method = methods.find((each) => each.id === id);
  if (!method) throw new Error(`there is no method ${id}`);
  const rows = [];
  for (const n of sizes) rows.push(await compare(/** @type {Method} */ (method), dtype, n));
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [id, dtype, ...sizes] = process.argv.slice(2);
  await compileNative();
  const rows = await compareUpdates(id, /** @type {Dtype} */ (dtype), sizes.length ? sizes.map(Number) : SIZES);
  for (const { n, times, absent, astray } of rows) {
    const said = Object.entries(times).map(([name, each]) => `${name} ${spreadOf(each, n)}`);
    console.log(`n = ${n}, ns a parameter: ${said.join(', ')}`, absent, astray);
  }
}
