/**
 * A config in, a trace out; no page needed.
 *
 * @module kudari/experiment
 * @example
 * import { loadKudari } from 'kudari';
 * import { runExperiment } from 'kudari/experiment';
 * const trace = await runExperiment(await loadKudari(), { problem: 'rosenbrock', runs: [{ method: 'adam', lr: 0.02 }] });
 * trace.runs[0].loss.at(-1);
 */
/**
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./config.js').ConfigInput} ConfigInput
 * @typedef {import('./config.js').ConfigFields} ConfigFields
 * @typedef {import('./config.js').ProblemId} ProblemId
 * @typedef {import('./config.js').ProblemInput} ProblemInput
 * @typedef {import('./config.js').ProblemConfig} ProblemConfig
 * @typedef {import('./config.js').RunInput} RunInput
 * @typedef {import('./config.js').RunOptions} RunOptions
 * @typedef {import('./config.js').RunConfig} RunConfig
 * @typedef {import('./config.js').Measure} Measure
 * @typedef {import('./config.js').View} View
 * @typedef {import('./presets/index.js').Preset} Preset
 * @typedef {import('./trace.js').Trace} Trace
 * @typedef {import('./trace.js').RunTrace} RunTrace
 * @typedef {import('./trace.js').Snapshots} Snapshots
 * @typedef {import('./trace.js').Stop} Stop
 * @typedef {import('./updates.js').Updates} Updates
 * @typedef {import('./race.js').RaceEntry} RaceEntry
 * @typedef {import('./race.js').RaceResult} RaceResult
 * @typedef {import('./plane.js').Plane} Plane
 */
import { bounds, parseConfig } from './config.js';
import { encodeFields } from './codec.js';
import { Experiment } from './run.js';

export {
  ConfigError,
  axes,
  bounds,
  curves,
  defaultConfig,
  makeProblem,
  panels,
  parseConfig,
  prepare,
} from './config.js';
export { csvOf, jsonOf } from './export.js';
export { Experiment, runExperiment } from './run.js';
export { preconditionedLimit, stabilityLimit } from './stability.js';
export { presets } from './presets/index.js';
export { Race, raceBounds, raceRates, runRace, usefulDecades } from './race.js';
export { layPlane, planeProblem, planeTrace, principalPlane } from './plane.js';
export { columns, lastUpTo, positionsOf, stateAt } from './trace.js';

const ordinaryBall = { p: 2, adaptive: false, eps: 1e-12 };

/**
 * A config as the hash of a URL, without '#'; `parseConfig` reads it back to the same config.
 *
 * @param {import('./config.js').ConfigInput} config
 * @returns {string}
 * @throws {import('./config.js').ConfigError} if it is wrong; RangeError if it is too long to be read back
 */
export function stringifyConfig(config) {
  const complete = parseConfig(config);
  // What parsing the problem alone would fill in need not be said.
  const { problem, seed, steps, measure } = complete;
  const filled = { ...parseConfig({ problem, seed, steps }), problem: undefined, runs: undefined, seed: 1, steps: 100 };
  // A ball is said by its radius at least: to say nothing would be to measure none.
  if (measure.samSharpness) filled.measure.samSharpness = { ...measure.samSharpness, ...ordinaryBall, rho: NaN };
  const text = encodeFields(complete, filled);
  if (text.length > bounds.text)
    throw new RangeError(`config must be at most ${bounds.text} characters as a hash, not ${text.length}`);
  return text;
}

/**
 * An experiment to be stepped by hand; `await prepare(config)` first if its problem may be a formula.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {import('./config.js').ConfigInput} config
 * @returns {import('./run.js').Experiment}
 */
export function createExperiment(kudari, config) {
  return new Experiment(kudari, config);
}
