/**
 * Parameter groups as what the step needs: consecutive ranges that cover all parameters, each with its own rate.
 */
import { baseRate, compileLearningRate } from './schedules.js';

/**
 * @typedef {object} Range parameters [start, end)
 * @property {number} start
 * @property {number} end
 * @property {(t: number) => number} rate learning rate at step index t
 * @property {number} baseLr rate at construction, where the method asks for it; else 0
 * @property {number} l2
 * @property {number} weightDecay
 */

/**
 * @param {import('./load.js').Exports} exports
 * @param {import('./settings.js').Settings} settings
 * @param {number} size
 * @returns {Range[]} without gaps, in order; one at least
 */
export function makeRanges(exports, settings, size) {
  const { l2, weightDecay } = settings.options;
  // Only some methods ask for it, and of a function it costs a call.
  const needsBase = settings.method.scalars.includes('baseLr');
  /** @type {(start: number, end: number, own?: Partial<import('./settings.js').Group>) => Range} */
  const range = (start, end, own = {}) => {
    const lr = own.lr ?? settings.lr;
    return {
      start,
      end,
      rate: compileLearningRate(exports, lr),
      baseLr: needsBase ? baseRate(lr) : 0,
      l2: own.l2 ?? l2,
      weightDecay: own.weightDecay ?? weightDecay,
    };
  };
  /** @type {Range[]} */
  const ranges = [];
  let covered = 0;
  for (const group of settings.groups) {
    if (group.start > covered) ranges.push(range(covered, group.start));
    if (group.end > group.start) ranges.push(range(group.start, group.end, group));
    covered = Math.max(covered, group.end);
  }
  if (covered < size || ranges.length === 0) ranges.push(range(covered, size));
  return ranges;
}
