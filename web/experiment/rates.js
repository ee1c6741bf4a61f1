/**
 * The run of a config at another learning rate, and at another pace.
 */
import { baseRate, schedules } from '../core/schedules.js';
import { checkSettings } from '../core/settings.js';

/**
 * @typedef {import('./config.js').RunConfig} RunConfig
 * @typedef {import('../core/schedules.js').ScheduleObject} ScheduleObject
 */

/**
 * The same run with `rate` in place of its own learning rate. A schedule keeps its shape: `rate` becomes its base, and
 * its minLr, like the rates of groups that have their own, goes with it in proportion (where the run's own rate is 0 they
 * stay, as there is no proportion). All other options stay, AdaBound's finalLr among them.
 *
 * @param {RunConfig} run checked
 * @param {number} size parameters of the problem
 * @param {number} rate above 0
 * @param {number} pace how many times sooner its schedules go: 2 halves every count of steps
 * @returns {RunConfig}
 * @throws {RangeError} if a rate of it is no finite number
 */
export function atRate({ method, ...options }, size, rate, pace) {
  const { lr, groups } = checkSettings(method, options, size);
  const own = baseRate(lr);
  const ratio = own > 0 ? rate / own : 1;
  const scale = (/** @type {import('../core/schedules.js').LearningRate} */ each) =>
    typeof each === 'object' ? stretched(each, ratio, pace) : Number(each) * ratio;
  const moved = {
    ...options,
    // Not its own times the ratio, which rounding could put beside it.
    lr: typeof lr === 'object' ? { ...stretched(lr, ratio, pace), base: rate } : rate,
    groups: groups.map((group) => (group.lr === undefined ? group : { ...group, lr: scale(group.lr) })),
  };
  checkSettings(method, moved, size);
  return { method, ...moved };
}

/**
 * @param {ScheduleObject} schedule complete
 * @param {number} ratio
 * @param {number} pace
 * @returns {ScheduleObject}
 */
function stretched(schedule, ratio, pace) {
  const row = schedules.find(({ type }) => type === schedule.type);
  const given = /** @type {Record<string, any>} */ (schedule);
  /** @type {any} */
  const moved = { ...schedule, base: /** @type {number} */ (schedule.base) * ratio };
  for (const [name, { unit }] of Object.entries(row?.options ?? {})) {
    if (unit === 'steps') moved[name] = given[name] / pace;
    if (unit === 'rate') moved[name] = given[name] * ratio;
    if (unit === 'perStep') moved[name] = given[name] ** pace;
  }
  const { warmup } = given;
  if (typeof warmup === 'object') moved.warmup = { ...warmup, steps: warmup.steps / pace };
  return moved;
}
