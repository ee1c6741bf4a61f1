/**
 * Learning-rate schedules: objects that say how the rate goes, and the functions of c/schedule.c behind them.
 */
import { describe, number, onlyKnown, options, plainObject } from '../check/check.js';

/**
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 *
 * @typedef {OptionSpec & { unit?: 'steps' | 'rate' | 'perStep' }} ScheduleOption `unit` says what the value is measured in, so
 *   that a schedule can be stretched: a count of steps, a learning rate, or a factor at each step; without one it is a share
 */

/**
 * @typedef {object} ScheduleRow a row of the table of schedules
 * @property {ScheduleObject['type']} type what a schedule object says
 * @property {string} kernel the function in c/, called with (t, base, ...options)
 * @property {Readonly<Record<string, ScheduleOption>>} options in the order of the kernel's arguments
 */

/**
 * @typedef {object} Warmup a linear way up to the rate
 * @property {number} [steps] up to the rate, above 0; default 10
 * @property {number} [startFactor] share of the rate to start from, 0 to 1; default 0.1
 */

/**
 * @typedef {(
 *   | { type: 'constant' }
 *   | { type: 'warmup' } & Warmup
 *   | { type: 'cosine', steps?: number, minLr?: number }
 *   | { type: 'cosineRestarts', period?: number, mult?: number, minLr?: number }
 *   | { type: 'step', every?: number, factor?: number }
 *   | { type: 'exponential', factor?: number }
 *   | { type: 'polynomial', steps?: number, power?: number, minLr?: number }
 * ) & { base?: number, warmup?: Warmup }
 *   | { type: 'oneCycle', base?: number, steps?: number, warmup?: number, divFactor?: number, finalDivFactor?: number }} ScheduleObject
 *   a schedule of the table, its base rate (from 0; default: that of the method) and its options; `warmup` puts a linear
 *   warm-up before it (of oneCycle it is the share of the steps on the way up)
 */

/**
 * @typedef {number | ScheduleObject | ((t: number) => number)} LearningRate a finite number from 0; a schedule; or a function
 *   of the step index t = 0, 1, 2 … that returns such a number, and is asked once a step, and whenever `lr` is read
 */

/** @type {(meaning: string, value?: number) => ScheduleOption} */
const count = (meaning, value = 100) => ({ default: value, above: 0, unit: 'steps', meaning });
/** @type {ScheduleOption} */
const minLr = { default: 0, min: 0, unit: 'rate', meaning: 'the rate at the end' };
/** @type {(value: number) => OptionSpec} */
const factor = (value) => ({ default: value, min: 0, meaning: 'what the rate is multiplied by' });

/** The table of schedules. @type {readonly ScheduleRow[]} */
export const schedules = [
  { type: 'constant', kernel: '', options: {} },
  {
    type: 'warmup',
    kernel: 'warmup',
    options: {
      steps: count('steps up to the base rate', 10),
      startFactor: { default: 0.1, min: 0, max: 1, meaning: 'share of the base rate to start from' },
    },
  },
  { type: 'cosine', kernel: 'cosine', options: { steps: count('steps down to minLr'), minLr } },
  {
    type: 'cosineRestarts',
    kernel: 'cosine_restarts',
    options: {
      period: count('steps of the first cosine', 50),
      mult: { default: 1, min: 1, meaning: 'how much longer each period is than the last' },
      minLr,
    },
  },
  { type: 'step', kernel: 'step', options: { every: count('steps between two drops', 30), factor: factor(0.1) } },
  { type: 'exponential', kernel: 'exponential', options: { factor: { ...factor(0.95), unit: 'perStep' } } },
  {
    type: 'polynomial',
    kernel: 'polynomial',
    options: {
      steps: count('steps down to minLr'),
      power: { default: 1, above: 0, meaning: 'exponent: 1 is a straight line' },
      minLr,
    },
  },
  {
    type: 'oneCycle',
    kernel: 'one_cycle',
    options: {
      steps: count('steps of the whole cycle'),
      warmup: { default: 0.3, min: 0, max: 1, meaning: 'share of the steps on the way up' },
      divFactor: { default: 25, min: 1e-6, meaning: 'base rate over first rate' },
      finalDivFactor: { default: 1e4, min: 1e-6, meaning: 'first rate over last rate' },
    },
  },
];

const warmupOptions = schedules[1].options;

/**
 * A learning rate, checked and complete: a number, a function, or a schedule with every option in it.
 *
 * @param {string} owner for messages, for example "adam: lr"
 * @param {unknown} value
 * @param {number} [base] base rate of a schedule that names none
 * @returns {LearningRate}
 */
export function checkLearningRate(owner, value, base) {
  if (typeof value === 'function') return /** @type {(t: number) => number} */ (value);
  if (typeof value !== 'object' || value === null) {
    if (typeof value !== 'number')
      throw new TypeError(
        `${owner} must be a number, a schedule or a function of the step index, not ${describe(value)}`,
      );
    return number(owner, value, { min: 0 });
  }
  const given = plainObject(owner, value);
  const row = schedules.find((each) => each.type === given.type);
  if (!row)
    throw new RangeError(
      `${owner}: no schedule ${describe(given.type)}; there are ${schedules.map((each) => each.type).join(', ')}`,
    );
  const { type, base: ownBase = base, warmup, ...rest } = given;
  // In oneCycle `warmup` is the share of the way up; everywhere else it is a linear warm-up before the schedule.
  const shared = 'warmup' in row.options;
  onlyKnown(`${owner} (${row.type})`, given, [...new Set(['type', 'base', 'warmup', ...Object.keys(row.options)])]);
  /** @type {any} */
  const schedule = { type: row.type, base: number(`${owner}: base`, ownBase, { min: 0 }) };
  Object.assign(schedule, options(owner, row.options, shared && warmup !== undefined ? { ...rest, warmup } : rest));
  if (!shared && warmup !== undefined) schedule.warmup = options(`${owner}: warmup`, warmupOptions, warmup);
  return schedule;
}

/**
 * The base rate: what a schedule starts from or is a share of.
 *
 * @param {LearningRate} lr
 * @returns {number}
 */
export function baseRate(lr) {
  if (typeof lr === 'function') return lr(0);
  return typeof lr === 'number' ? lr : /** @type {number} */ (lr.base);
}

/**
 * @param {import('./load.js').Exports} exports
 * @param {LearningRate} lr as checkLearningRate returned it
 * @returns {(t: number) => number} the rate at step index t = 0, 1, 2 …
 */
export function compileLearningRate(exports, lr) {
  if (typeof lr === 'function') return lr;
  if (typeof lr === 'number') return () => lr;
  const row = /** @type {ScheduleRow} */ (schedules.find((each) => each.type === lr.type));
  const base = /** @type {number} */ (lr.base);
  const kernel = row.kernel && exports[`kudari_schedule_${row.kernel}`];
  const values = Object.keys(row.options).map((name) => /** @type {any} */ (lr)[name]);
  const inner = kernel ? (/** @type {number} */ t) => kernel(t, base, ...values) : () => base;
  if ('warmup' in row.options || lr.warmup === undefined) return inner;
  const { steps, startFactor } = /** @type {{ steps: number, startFactor: number }} */ (lr.warmup);
  const summit = inner(0);
  return (t) => (t < steps ? exports.kudari_schedule_warmup(t, summit, steps, startFactor) : inner(t - steps));
}
