/**
 * Timing: everything inside plain synchronous functions, as V8 runs a hot loop in an async one far slower.
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Nanoseconds of one call of each function, measured in turn so that whatever else the machine does hits all alike.
 *
 * @param {Record<string, () => void>} functions
 * @param {{ calls: number, rounds?: number }} options calls in a round
 * @returns {Record<string, number[]>} one entry a round, without a first one that warms up
 */
export function measure(functions, { calls, rounds = 9 }) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(Object.keys(functions).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [name, run] of Object.entries(functions)) {
      const time = timeLoop(run, calls);
      if (round > 0) times[name].push(time);
    }
  }
  return times;
}

/** @param {() => void} run @param {number} calls */
function timeLoop(run, calls) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < calls; i++) run();
  return Number(process.hrtime.bigint() - start) / calls;
}

/** Half the distance between the quartiles, as a share of the median. @param {number[]} values */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.round(share * (sorted.length - 1))];
  return (at(0.75) - at(0.25)) / 2 / at(0.5);
}
