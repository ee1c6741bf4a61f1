/**
 * kudari/experiment: a config in, a trace out; no page needed.
 *
 * @example
 * import { loadKudari } from 'kudari';
 * import { runExperiment } from 'kudari/experiment';
 * const trace = await runExperiment(await loadKudari(), { problem: 'rosenbrock', runs: [{ method: 'adam', lr: 0.02 }] });
 * trace.runs[0].loss.at(-1);
 */
import { bounds, parseConfig } from './config.js';
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
 * @throws {import('./config.js').ConfigError} if it is wrong; RangeError if it is too long to be read back
 */
export function stringifyConfig(config) {
  const complete = parseConfig(config);
  // What parsing the problem alone would fill in need not be said.
  const filled = { ...parseConfig({ problem: complete.problem, seed: complete.seed }), seed: 1 };
  const text = encodeFields(complete, { ...filled, problem: undefined, runs: undefined });
  if (text.length > bounds.text)
    throw new RangeError(`config must be at most ${bounds.text} characters as a hash, not ${text.length}`);
  return text;
}

/**
 * An experiment to be stepped by hand.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {unknown} config anything parseConfig takes
 */
export const createExperiment = (kudari, config) => new Experiment(kudari, config);
