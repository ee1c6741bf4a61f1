/**
 * What runs are called.
 */
import { methods } from '../core/methods.js';
import { formatNumber } from '../figures/format.js';

/** @typedef {import('../experiment/config.js').Config} Config @typedef {import('../experiment/config.js').RunConfig} RunConfig */

/** @param {RunConfig} run */
export const methodOf = (run) => methods.find(({ id }) => id === run.method) ?? methods[0];

/** The rate as the config has it, or the method's own. @param {RunConfig} run */
export function rateOf(run) {
  const { options, pytorch } = methodOf(run);
  return run.lr ?? (run.preset === 'pytorch' ? (pytorch.lr ?? options.lr.default) : options.lr.default);
}

/**
 * A run's name; with its rate, or its number, where another has the same one.
 *
 * @param {Config} config
 * @param {number} k
 */
export function runName(config, k) {
  const plain = (/** @type {RunConfig} */ run) => `${methodOf(run).name}${run.sam ? ' + SAM' : ''}`;
  const rate = (/** @type {RunConfig} */ run) => {
    const lr = rateOf(run);
    return formatNumber(typeof lr === 'number' ? lr : lr.base);
  };
  const run = config.runs[k];
  const alike = config.runs.filter((other) => plain(other) === plain(run));
  if (alike.length === 1) return plain(run);
  const told = alike.filter((other) => rate(other) === rate(run)).length === 1;
  return told ? `${plain(run)} (ϵ = ${rate(run)})` : `${plain(run)} (${k + 1})`;
}
