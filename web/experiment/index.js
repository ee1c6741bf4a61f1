/**
 * kudari/experiment: a config in, a trace out; no page needed.
 *
 * @example
 * import { loadKudari } from 'kudari';
 * import { runExperiment } from 'kudari/experiment';
 * const trace = await runExperiment(await loadKudari(), { problem: 'rosenbrock', runs: [{ method: 'adam', lr: 0.02 }] });
 * trace.runs[0].loss.at(-1);
 */
import { parseConfig } from './config.js';
import { encodeFields } from './codec.js';
import { Experiment } from './run.js';

export { ConfigError, bounds, defaultConfig, makeProblem, panels, parseConfig } from './config.js';
export { Experiment, runExperiment } from './run.js';
export { stabilityLimit } from './stability.js';
export { columns } from './trace.js';

/**
 * A config as the hash of a URL, without '#'; `parseConfig` reads it back to the same config.
 *
 * @param {unknown} config anything parseConfig takes
 * @returns {string}
 */
export function stringifyConfig(config) {
  const complete = parseConfig(config);
  return encodeFields(complete, {
    ...parseConfig({ problem: complete.problem, seed: complete.seed }),
    problem: undefined,
    runs: undefined,
    seed: 1,
  });
}

/**
 * An experiment to be stepped by hand.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {unknown} config anything parseConfig takes
 */
export const createExperiment = (kudari, config) => new Experiment(kudari, config);
