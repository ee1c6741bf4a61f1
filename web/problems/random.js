import { number } from '../check/check.js';

/**
 * Seeded random numbers: Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC 2011 (also cuRAND's and TensorFlow's). Block i of stream t under seed s is a
 * pure function of (s, t, i), so the noise of step t can be had at once, in any order, without running through the
 * steps before it; no two streams overlap; each is 2⁶⁵ draws long.
 *
 * Words and uniform numbers use integer arithmetic only and are the same in every engine. `normal` passes through
 * Math.log, whose last digit an engine may choose.
 */

/**
 * The option `seed` of every problem that draws random numbers.
 */
export const seedSpec = {
  default: 1,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  integer: true,
  meaning: 'seed of the random numbers',
};

const WHOLE = { min: 0, integer: true };
const COUNT = { min: 1, integer: true };
const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/**
 * The high word of the 64-bit product of two unsigned 32-bit words. Every partial sum is below 2³², so it is exact.
 *
 * @param {number} a
 * @param {number} b
 */
function multiplyHigh(a, b) {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return aHigh * bHigh + (middle >>> 16) + (carry >>> 16);
}

/**
 * One block of Philox4x32-10: `out` ← the four words at counter (c0, c1, c2, c3) under key (k0, k1).
 *
 * @param {number} c0
 * @param {number} c1
 * @param {number} c2
 * @param {number} c3
 * @param {number} k0
 * @param {number} k1
 * @param {Uint32Array} out length 4
 */
export function philox(c0, c1, c2, c3, k0, k1, out) {
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0) >>> 0;
    const high1 = multiplyHigh(0xcd9e8d57, c2);
    const low1 = Math.imul(0xcd9e8d57, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) >>> 0;
    k1 = (k1 + 0xbb67ae85) >>> 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * @typedef {object} Random a generator of pseudo-random numbers, the same everywhere from the same seed
 * @property {() => number} next uniform in [0, 1): a multiple of 2⁻⁵³
 * @property {() => number} normal standard normal (Marsaglia's polar method)
 * @property {(n: number) => number} integer uniform in 0 … n − 1, without bias; n a whole number from 1
 * @property {(stream: number) => Random} select goes to the beginning of that stream; returns the generator itself
 */

/**
 * A generator at the beginning of one of a seed's 2⁵³ streams. None of its methods allocates.
 *
 * @param {number} seed whole number from 0 to 2⁵³ − 1
 * @param {number} [stream] whole number from 0 to 2⁵³ − 1
 * @returns {Random}
 * @throws {TypeError | RangeError} if the seed or stream is anything else
 */
export function random(seed, stream = 0) {
  const key = number('random: seed', seed, WHOLE);
  const key0 = key >>> 0;
  const key1 = Math.floor(key / TWO_32);
  const words = new Uint32Array(4);
  let stream0 = 0;
  let stream1 = 0;
  let block = 0;
  let half = 0;
  let spare = NaN;

  /** The next 53 random bits, as an integer: two words, of which a block holds two pairs. */
  function bits() {
    if (half === 0) {
      philox(block >>> 0, Math.floor(block / TWO_32), stream0, stream1, key0, key1, words);
      block++;
    }
    const value = (words[half] >>> 5) * 0x4000000 + (words[half + 1] >>> 6);
    half = 2 - half;
    return value;
  }

  /** @type {Random} */
  const generator = Object.freeze({
    next: () => bits() / TWO_53,

    normal() {
      // The polar method makes two at a time. NaN marks "none kept": a kept value is never NaN.
      if (spare === spare) {
        const kept = spare;
        spare = NaN;
        return kept;
      }
      let x = 0;
      let y = 0;
      let square = 0;
      do {
        x = 2 * (bits() / TWO_53) - 1;
        y = 2 * (bits() / TWO_53) - 1;
        square = x * x + y * y;
      } while (square >= 1 || square === 0);
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    },

    /** @param {number} n */
    integer(n) {
      number('random: n', n, COUNT);
      // The largest multiple of n that fits; what lies above it would favour the small remainders.
      const limit = TWO_53 - (TWO_53 % n);
      let value = bits();
      while (value >= limit) value = bits();
      return value % n;
    },

    /** @param {number} t */
    select(t) {
      number('random: stream', t, WHOLE);
      stream0 = t >>> 0;
      stream1 = Math.floor(t / TWO_32);
      block = 0;
      half = 0;
      spare = NaN;
      return generator;
    },
  });
  return generator.select(stream);
}
