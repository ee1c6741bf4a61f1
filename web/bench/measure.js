/**
 * Timing: everything timed is inside plain synchronous functions, as V8 runs a hot loop in an async one far slower.
 *
 * @typedef {(calls: number) => number | Promise<number>} Timed nanoseconds that so many calls took
 */

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5);

/** Half the distance between the quartiles, as a share of the median. @param {readonly number[]} values */
export const spread = (values) => (quantile(values, 0.75) - quantile(values, 0.25)) / 2 / median(values);

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at % 1);
}

/** Times what repeats itself. @param {(calls: number) => void} repeat @returns {Timed} */
export const timed = (repeat) => (calls) => {
  const start = performance.now();
  repeat(calls);
  return (performance.now() - start) * 1e6;
};

/** Times a function. @param {() => void} run @returns {Timed} */
export const timedCalls = (run) =>
  timed((calls) => {
    for (let i = 0; i < calls; i++) run();
  });

/**
 * Nanoseconds of one call of each, measured in turn so that whatever else the machine does hits all alike.
 *
 * @param {Record<string, Timed>} contestants
 * @param {{ budget: number, rounds: number }} options budget in milliseconds: how long a contestant's round lasts at least,
 *   but for the clock's grain
 * @returns {Promise<Record<string, number[]>>} one entry a round
 */
export async function measure(contestants, { budget, rounds }) {
  const names = Object.keys(contestants);
  /** @type {Record<string, number>} */
  const calls = {};
  for (const name of names) calls[name] = await enough(contestants[name], budget * 1e6);
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of names) {
      let taken = await contestants[name](calls[name]);
      // Compiled better in the meantime, it may need more calls by now.
      while (taken < (budget * 1e6) / 4) taken = await contestants[name]((calls[name] *= 2));
      times[name].push(taken / calls[name]);
    }
  }
  return times;
}

/**
 * How many calls last so long, found by making more and more of them, which also warms up.
 *
 * @param {Timed} time @param {number} budget nanoseconds
 */
async function enough(time, budget) {
  for (let calls = 1; ; calls *= 2) {
    // Twice: an interruption can make a few calls look like many.
    if ((await time(calls)) >= budget && (await time(calls)) >= budget / 2) return calls;
  }
}
