/**
 * What the page should say of an experiment, from the same experiment here in Node.
 */
import { runExperiment, stateAt } from 'kudari/experiment';
import { formatNumber } from '../../web/figures/format.js';
import { kudari } from '../support.js';

/** @typedef {import('kudari/experiment').Trace} Trace */

/** @param {any} config @returns {Promise<Trace>} */
export const traceOf = (config) => runExperiment(kudari, config);

/** @typedef {import('kudari/experiment').Config} Config */

/** A run's name, told apart from those alike by its rate, or else by its number. @param {Config} config @param {number} k */
function nameOf({ runs }, k) {
  const plain = runs.map(
    ({ method, sam }) => `${kudari.methods.find(({ id }) => id === method)?.name}${sam ? ' + SAM' : ''}`,
  );
  const rates = runs.map(({ lr }) => formatNumber(typeof lr === 'object' ? lr.base : lr));
  const alike = runs.map((_, j) => j).filter((j) => plain[j] === plain[k]);
  if (alike.length === 1) return plain[k];
  return alike.filter((j) => rates[j] === rates[k]).length === 1
    ? `${plain[k]} (ϵ = ${rates[k]})`
    : `${plain[k]} (${k + 1})`;
}

/**
 * The page's sentence for those who do not see the figures.
 *
 * @param {Trace} trace
 * @param {number} [position] on the axis of the config's view; the end if left out
 */
export function summaryOf({ config, runs }, position = config.steps) {
  const { axis, hidden } = config.view;
  const said = runs.flatMap((run, k) => {
    if (hidden.includes(k)) return [];
    return [`${nameOf(config, k)}: loss ${formatNumber(run.loss[stateAt(run, position, axis)])}`];
  });
  return axis === 'steps'
    ? `Step ${position}. ${said.join('; ')}.`
    : `${position} gradient evaluations. ${said.join('; ')}.`;
}
