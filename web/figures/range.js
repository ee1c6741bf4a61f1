/**
 * The range of values that a curve's axis shows, and whether it is logarithmic.
 */

/**
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 * @typedef {import('./curve.js').Column} Column
 */

/** A run that ends beyond this many times what all began with, and what another kept within, has left the picture. */
const WILD = 1000;

/** Beyond this many times the smallest value, an axis left to itself is logarithmic. */
const LOG_FROM = 100;

/**
 * Of the whole of the runs, so that it does not move while they play. A run that diverged leaves the picture rather than
 * flatten the others, unless it is the only kind there is.
 *
 * @param {RunTrace[]} runs
 * @param {Column} column
 * @param {'stability' | 'preconditionedStability'} [limit] what the column must not exceed
 * @param {'linear' | 'log'} [scale] a logarithmic one is not possible where values are not positive
 * @param {'testLoss' | 'trainAccuracy'} [companion] what is read together with the column
 * @returns {{ log: boolean, min: number, max: number }}
 */
export function valueRange(runs, column, limit, scale, companion) {
  const settled = settledOf(runs, column);
  const shown = settled.map((run) => run[column]);
  const frame = extent(shown);
  if (frame.min > frame.max) return { log: false, min: 0, max: 1 };
  const positive = frame.min > 0 || (frame.min === 0 && frame.max > 0 && scale === 'log');
  const log = positive && (scale === undefined ? frame.max / frame.min > LOG_FROM : scale === 'log');
  // A zero has no place on it: the least that is more has.
  if (log && frame.min === 0) frame.min = extent(shown.map((values) => values.filter((value) => value > 0))).min;
  const room = log ? 1000 * frame.max : frame.max + (frame.max - frame.min);
  const ways = extent(
    runs
      .filter((run) => !settled.includes(run))
      .map((run) => run[column].filter((value) => value <= room && value >= frame.min)),
  );
  // The limit is the lesson of this picture: it is kept in view unless it is far away.
  const near = (/** @type {number} */ value) => value > frame.max / 4 && value < frame.max * 4;
  // One that goes to and fro with the gradient, as SAM's does, would stretch it.
  const steady = runs.filter((run) => limit && !flickers(run[limit]));
  const kept = limit ? extent(steady.map((run) => run[limit].filter(near))) : ways;
  // What is read together is seen together, unless it is far away too.
  const together = (/** @type {number} */ value) => value >= frame.min / 4 && value <= frame.max * 4;
  const beside = extent(companion ? settled.map((run) => run[companion].filter(together)) : []);
  const min = Math.min(frame.min, ways.min, kept.min, beside.min);
  const max = Math.max(frame.max, ways.max, kept.max, beside.max);
  if (log) return { log, min: min / 1.6, max: max * 1.6 };
  // A difference in the last digits is none.
  const flat = max - min <= 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  const margin = flat ? Math.abs(max) * 0.1 || 1 : 0.06 * (max - min);
  return { log, min: min - margin, max: max + margin };
}

/** @param {RunTrace[]} runs @param {Column} column */
export function canBeLogarithmic(runs, column) {
  const { min, max } = extent(settledOf(runs, column).map((run) => run[column]));
  return min >= 0 && max > 0 && max < Infinity;
}

/** Those that neither stopped nor went wild; all, if there are none. @param {RunTrace[]} runs @param {Column} column */
function settledOf(runs, column) {
  const finite = runs.map((run) => run[column].filter(Number.isFinite));
  const begun = Math.max(...finite.map((values) => values[0] ?? -Infinity));
  const calmest = Math.min(...finite.map((values) => extent([values]).max).filter(Number.isFinite));
  const wild = (/** @type {Float64Array} */ values) => values[values.length - 1] > WILD * Math.max(begun, calmest, 0);
  const settled = runs.filter((run, k) => !run.stopped && !wild(finite[k]));
  return settled.length ? settled : runs;
}

/** Whether a limit turns back more often than not. @param {Float64Array} values */
function flickers(values) {
  let turns = 0;
  for (let i = 2; i < values.length; i++)
    if ((values[i] - values[i - 1]) * (values[i - 1] - values[i - 2]) < 0) turns += 1;
  return turns > values.length / 4;
}

/** Smallest and largest finite entry; Infinity and −Infinity if there is none. @param {Float64Array[]} columns */
function extent(columns) {
  let [min, max] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (!Number.isFinite(value)) continue;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }
  return { min, max };
}
