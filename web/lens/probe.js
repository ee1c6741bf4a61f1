/**
 * What SAM saw in one update, as a picture needs it.
 */
import { stateOf, updateAt } from './explain.js';

/** @typedef {import('../experiment/trace.js').RunTrace} RunTrace */

/**
 * Where SAM looked in the update that leaves state i: for drawing.
 *
 * @param {RunTrace} run
 * @param {number} i state; at the last one it is the last update
 * @returns {{ w: number[], ascended: number[], gradient: number[], descent: number[] } | null} the first two parameters of
 *   each; null without SAM or before the first update
 */
export function samProbe(run, i) {
  const { count, dimensions, ascended, gradient, descent } = run.updates;
  if (!ascended || count === 0) return null;
  const step = updateAt(run, i);
  const entries = (/** @type {Float64Array} */ column) => [
    ...column.subarray(step * dimensions, (step + 1) * dimensions),
  ];
  const w0 = Array.from({ length: dimensions }, (_, j) => stateOf(run, step, j));
  return { w: w0, ascended: entries(ascended), gradient: entries(gradient), descent: entries(descent) };
}
