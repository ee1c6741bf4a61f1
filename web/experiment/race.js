/**
 * The race: every run of a config at every learning rate of one grid, each with the same number of gradient evaluations;
 * what counts is the loss at the end.
 */
import { describe, number, onlyKnown } from '../check/check.js';
import { makeProblem, parseConfig } from './config.js';
import { Descent } from './descent.js';
import { atRate } from './rates.js';
import { workThrough } from './slices.js';

/**
 * @typedef {import('../core/index.js').Kudari} Kudari
 */

/**
 * @typedef {object} RaceEntry one run of the config; its columns have one entry for each rate
 * @property {number} run index in the config's `runs`
 * @property {Float64Array} evaluations gradients spent: the budget (SAM leaves the odd one), less after divergence; NaN if
 *   not yet run
 * @property {Float64Array} loss of the whole objective at the end, without noise; NaN if not yet run, Infinity if the loss
 *   or the parameters were no longer finite
 * @property {{ rate: number, loss: number } | null} best the smallest finite loss so far, at the smallest rate that has it
 */

/**
 * @typedef {object} RaceResult what a race has found, so far or in the end
 * @property {number} budget gradient evaluations of each run at each rate: the config's `steps`
 * @property {number} startLoss of the whole objective
 * @property {readonly number[]} rates ascending
 * @property {RaceEntry[]} entries in the order of the config's runs
 */

/** How many rates a grid may have. */
export const raceBounds = Object.freeze({ rates: Object.freeze({ min: 2, max: 60 }) });

/** The ordinary grid: 10⁻⁴ to 10, four to the decade, in four digits as they are written. */
export const raceRates = Object.freeze(
  Array.from({ length: 21 }, (_, i) => Number((10 ** (i / 4 - 4)).toPrecision(4))),
);

/**
 * A race under way.
 *
 * The config's `steps` are the budget, in gradient evaluations. SAM spends two a step, and so makes half as many steps.
 * Each run keeps its options, but for its learning rate: a schedule keeps its shape, with the grid's rate as its base and
 * its minLr, like the rates of groups, in proportion. A schedule is written for `steps` updates: for SAM its counts of
 * steps are halved (and a factor at each step squared), so that it too comes to its end when the budget does.
 *
 * Every fourth rate is run first, then those between, so that the picture appears early. The result depends on the config
 * and the rates alone, not on the order or on how the time is sliced.
 */
export class Race {
  #kudari;
  #problem;
  #rates;
  #startLoss;
  /** @type {Contestant[]} */ #contestants;
  /** @type {{ contestant: Contestant, i: number }[]} */ #heats;
  #finished = 0;
  /** Of the heat that is on: the others hold no memory. @type {Descent | null} */ #descent = null;
  #disposed = false;

  /**
   * @param {Kudari} kudari
   * @param {import('./config.js').ConfigInput} config
   * @param {{ rates?: ArrayLike<number> }} [options] rates: 2 to 60 learning rates above 0, in any order
   * @throws {import('./config.js').ConfigError} if the config is wrong; TypeError or RangeError if the rates are
   */
  constructor(kudari, config, options = {}) {
    onlyKnown('race', options, ['rates']);
    /** The config, complete. */
    this.config = parseConfig(config);
    this.#kudari = kudari;
    this.#rates = checkRates(options.rates ?? raceRates);
    this.#problem = makeProblem(this.config);
    this.#contestants = this.config.runs.map((run, k) => this.#enter(run, k));
    this.#heats = coarseFirst(this.#rates.length).flatMap((i) =>
      this.#contestants.map((contestant) => ({ contestant, i })),
    );
    this.#startLoss = this.#lookAtStart();
  }

  /** Whether every run has had every rate. */
  get done() {
    return this.#finished === this.#heats.length;
  }

  /** The share of the work that is done, from 0 to 1. */
  get progress() {
    const { contestant } = this.#heats[this.#finished] ?? {};
    const under = this.#descent && contestant ? this.#descent.optimizer.steps / Math.max(1, contestant.steps) : 0;
    return (this.#finished + under) / this.#heats.length;
  }

  /** What is known so far: a copy. @returns {RaceResult} */
  get result() {
    const rates = this.#rates;
    return {
      budget: this.config.steps,
      startLoss: this.#startLoss,
      rates,
      entries: this.#contestants.map(({ evaluations, loss }, run) => ({
        run,
        evaluations: evaluations.slice(),
        loss: loss.slice(),
        best: bestOf(rates, loss),
      })),
    };
  }

  /**
   * Works until all is done or the time is up, an update at a time.
   *
   * @param {number} milliseconds
   */
  advance(milliseconds) {
    if (this.#disposed) throw new TypeError('this race was disposed; make a new one');
    const end = performance.now() + milliseconds;
    while (!this.done && performance.now() < end) this.#work();
  }

  /** Gives the memory back; what is known so far stays in `result`. */
  dispose() {
    this.#disposed = true;
    this.#descent?.dispose();
    this.#descent = null;
  }

  /** @param {import('./config.js').RunConfig} run @param {number} k @returns {Contestant} */
  #enter(run, k) {
    const cost = run.sam ? 2 : 1;
    const count = this.#rates.length;
    return {
      steps: Math.floor(this.config.steps / cost),
      runs: this.#rates.map((rate) =>
        named(`runs[${k}] at rate ${rate}`, () => atRate(run, this.#problem.size, rate, cost)),
      ),
      evaluations: new Float64Array(count).fill(NaN),
      loss: new Float64Array(count).fill(NaN),
    };
  }

  #lookAtStart() {
    const descent = this.#begin(this.#heats[0]);
    try {
      return descent.look().loss;
    } finally {
      descent.dispose();
    }
  }

  /** @param {{ contestant: Contestant, i: number }} heat */
  #begin({ contestant, i }) {
    return new Descent(this.#kudari, this.#problem, this.config, contestant.runs[i]);
  }

  /** A piece of work: the next update of the heat that is on, and its finish if it was the last. */
  #work() {
    const heat = this.#heats[this.#finished];
    const descent = (this.#descent ??= this.#begin(heat));
    const { optimizer } = descent;
    const { steps } = heat.contestant;
    const finite = optimizer.steps === steps || (Number.isFinite(descent.update()) && optimizer.isFinite());
    if (!finite || optimizer.steps === steps) this.#finish(heat, finite ? descent.look().loss : Infinity);
  }

  /** @param {{ contestant: Contestant, i: number }} heat @param {number} loss */
  #finish({ contestant, i }, loss) {
    const descent = /** @type {Descent} */ (this.#descent);
    contestant.loss[i] = Number.isFinite(loss) ? loss : Infinity;
    contestant.evaluations[i] = descent.evaluations;
    descent.dispose();
    this.#descent = null;
    this.#finished += 1;
  }
}

/**
 * @typedef {object} Contestant
 * @property {number} steps that the budget pays for
 * @property {import('./config.js').RunConfig[]} runs one for each rate
 * @property {Float64Array} evaluations
 * @property {Float64Array} loss
 */

/**
 * Runs a race to its end, in slices that leave the event loop free between them.
 *
 * @param {Kudari} kudari
 * @param {import('./config.js').ConfigInput} config
 * @param {{ rates?: ArrayLike<number>, signal?: AbortSignal, onProgress?: (progress: number) => void }} [options]
 *   onProgress gets the share that is done, from 0 to 1
 * @returns {Promise<RaceResult>}
 * @throws {import('./config.js').ConfigError} if the config is wrong; the signal's reason if it was aborted
 */
export async function runRace(kudari, config, { signal, onProgress, ...options } = {}) {
  signal?.throwIfAborted();
  const race = new Race(kudari, config, options);
  await workThrough(race, signal, () => onProgress?.(race.progress));
  return race.result;
}

/** What a rate must take off the loss to be called useful, as a share of what the best of all took off. */
const USEFUL = 0.9;

/**
 * Over how many decades of the learning rate each run does well: takes off at least nine tenths of what the best run at
 * its best rate takes off the loss at the start. Each rate stands for what lies nearer to it than to its neighbours.
 *
 * @param {RaceResult} result
 * @returns {number[]} for each run; 0 for all if none got below the start
 */
export function usefulDecades({ startLoss, rates, entries }) {
  const lowest = Math.min(...entries.map(({ best }) => best?.loss ?? Infinity));
  const enough = startLoss - USEFUL * (startLoss - lowest);
  const widths = rates.map((_, i) => (decadesBetween(rates, i - 1, i) + decadesBetween(rates, i, i + 1)) / 2);
  return entries.map(({ loss }) =>
    lowest < startLoss ? widths.reduce((sum, width, i) => sum + (loss[i] <= enough ? width : 0), 0) : 0,
  );
}

/** The distance of two neighbours; beyond an end as far as the end's own neighbour.
 * @param {readonly number[]} rates @param {number} i @param {number} j */
function decadesBetween(rates, i, j) {
  if (i < 0) return decadesBetween(rates, 0, 1);
  if (j >= rates.length) return decadesBetween(rates, rates.length - 2, rates.length - 1);
  return Math.log10(rates[j] / rates[i]);
}

/** @param {ArrayLike<number>} given @returns {readonly number[]} ascending */
function checkRates(given) {
  const { min, max } = raceBounds.rates;
  const list = Array.isArray(given) || (ArrayBuffer.isView(given) && !(given instanceof DataView));
  if (!list || given.length < min || given.length > max)
    throw new RangeError(`race: rates must be an array of ${min} to ${max} rates, not ${describe(given)}`);
  const rates = Array.from(given, (rate, i) => number(`race: rates[${i}]`, rate, { above: 0 })).sort((a, b) => a - b);
  const twice = rates.find((rate, i) => rate === rates[i - 1]);
  if (twice !== undefined) throw new RangeError(`race: rates must differ, but ${twice} is there twice`);
  return Object.freeze(rates);
}

/**
 * The indices 0 to count − 1, every fourth first, then the middles, then the rest.
 *
 * @param {number} count
 */
function coarseFirst(count) {
  const all = Array.from({ length: count }, (_, i) => i);
  const rank = (/** @type {number} */ i) => (i % 4 === 0 ? 0 : i % 2 === 0 ? 1 : 2);
  return all.sort((a, b) => rank(a) - rank(b) || a - b);
}

/** @param {readonly number[]} rates @param {Float64Array} loss */
function bestOf(rates, loss) {
  let best = null;
  for (let i = 0; i < rates.length; i++) {
    if (Number.isFinite(loss[i]) && !(best && best.loss <= loss[i])) best = { rate: rates[i], loss: loss[i] };
  }
  return best;
}

/**
 * @template T
 * @param {string} owner what an error is about
 * @param {() => T} make
 * @returns {T}
 */
function named(owner, make) {
  try {
    return make();
  } catch (error) {
    throw new RangeError(`${owner}: ${error instanceof Error ? error.message : error}`);
  }
}
