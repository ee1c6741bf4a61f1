/**
 * The least time that an update can take: to move its numbers, and to take its roots and quotients.
 *
 * @typedef {import('../../web/core/methods.js').Method} Method
 * @typedef {import('./limits.js').Limits} Limits
 */
import { methods } from '../../web/core/methods.js';
import { defaultsOf } from '../../web/bench/contest.js';

/** What each takes for a parameter, as limits.c measures it; without one, neither root nor quotient. @type {Record<string, string>} */
const mixtures = {
  adagrad: 'root quotient',
  rmsprop: 'root quotient',
  adadelta: 'roots quotient',
  adam: 'root quotient',
  adamw: 'root quotient',
  amsgrad: 'root quotient',
  radam: 'root quotient',
  adabound: 'root quotient',
  amsbound: 'root quotient',
  nadam: 'root quotient',
  adamax: 'quotient',
};

/**
 * Bytes moved for a parameter: w, the state and g are read, w and the state are written.
 *
 * @param {string} id @param {number} [size] bytes of a number
 */
export function bytesOf(id, size = 4) {
  const method = /** @type {Method} */ (methods.find((each) => each.id === id));
  const options = defaultsOf(method);
  const slots = method.slots.filter(({ when }) => when === undefined || options[when] > 0).length;
  return (3 + 2 * slots) * size;
}

/**
 * Gigabytes a second of the update that moved the most: what has been done can be done, also where the loops measured
 * before it, in a busier moment, did less.
 *
 * @param {Record<string, import('./update.js').UpdateRow[]>} rows of float32
 */
export const fastestUpdate = (rows) =>
  Math.max(
    ...Object.entries(rows).flatMap(([id, all]) => {
      const { n, times } = all[all.length - 1];
      return [times.kudari, times.native].map(({ median }) => (bytesOf(id) * n) / median);
    }),
  );

/** Gigabytes a second, which are bytes a nanosecond. @param {Limits} limits */
export const bandwidth = ({ memory }) => Math.max(...Object.values(memory));

/** Nanoseconds a parameter where the vectors fit into no cache. @param {string} id @param {Limits} limits @param {number} [size] */
export const memoryFloor = (id, limits, size) => bytesOf(id, size) / bandwidth(limits);

/** Nanoseconds for the roots and quotients of a parameter, float32 in four lanes. @param {string} id @param {Limits} limits */
export const arithmeticFloor = (id, { arithmetic }) => (mixtures[id] ? arithmetic[mixtures[id]] : 0);

/** Nanoseconds to move a parameter within the cache, float32 in four lanes. @param {string} id @param {Limits} limits */
export const cacheFloor = (id, { cache }) => bytesOf(id) / cache;

/** The name of the mixture. @param {string} id */
export const mixtureOf = (id) => mixtures[id] ?? '';
