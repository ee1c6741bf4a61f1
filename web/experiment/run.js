/**
 * config → trace: the runs of an experiment side by side, step by step.
 */
import { describe, onlyKnown, plainObject } from '../check/check.js';
import { checkSettings } from '../core/settings.js';
import { makeProblem, needsFormulas, parseConfig, prepare } from './config.js';
import { Descent } from './descent.js';
import { workThrough } from './slices.js';
import { preconditionedLimit, stabilityLimit } from './stability.js';
import { Recorder } from './trace.js';
import { UpdateRecorder } from './updates.js';

/**
 * @typedef {import('../core/index.js').Kudari} Kudari
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./trace.js').Trace} Trace
 * @typedef {import('../core/sharpness.js').Spectrum} Spectrum
 */

/** One optimizer on one problem, recorded. */
class Run {
  #kudari;
  #problem;
  #config;
  #descent;
  #settings;
  #updates;
  /** The last eigenvectors: the next measurement starts near them. @type {Record<string, Float64Array>} */
  #vectors = {};
  /** @type {Generator<void, void> | null} */ #work;

  /**
   * @param {Kudari} kudari
   * @param {Config} config
   * @param {import('./config.js').RunConfig} run
   */
  constructor(kudari, config, { method, ...options }) {
    this.#kudari = kudari;
    this.#config = config;
    // A problem of its own: a problem may hold the sample of its present step.
    this.#problem = makeProblem(config);
    this.#settings = checkSettings(method, { ...options, dtype: config.dtype }, this.#problem.size);
    this.#descent = new Descent(kudari, this.#problem, config, { method, ...options });
    this.#updates = new UpdateRecorder(this.#settings, this.#problem.size, config.steps, {
      rates: ownRates(kudari, this.#settings),
      projected: this.#problem.project !== undefined,
    });
    this.recorder = new Recorder(method, this.#problem.size, config.steps, config.measure.eigenvalues, this.#updates);
    this.#work = this.#go();
  }

  get done() {
    return this.#work === null;
  }

  /** A piece of work, as short as can be: an update, or one product of a measurement. */
  advance() {
    if (this.#work?.next().done) this.#work = null;
  }

  dispose() {
    this.#work?.return();
    this.#work = null;
    this.#descent.dispose();
  }

  /** All states from the start to the last. */
  *#go() {
    yield* this.#observe();
    while (this.recorder.stopped === null && this.recorder.length <= this.#config.steps) {
      yield;
      this.#descent.update(this.#updates);
      yield* this.#observe();
    }
  }

  /** Records the present state. Measuring looks at the whole objective, and counts as no evaluation. */
  *#observe() {
    const problem = this.#problem;
    const { measure } = this.#config;
    const { optimizer, evaluations } = this.#descent;
    const { w, loss, gradientNorm, fault } = this.#descent.look();
    const step = optimizer.steps;
    const { lr } = optimizer;
    const finite = fault === null;
    if (fault) this.recorder.stopped = { step, what: fault, value: loss };
    const due = (/** @type {number} */ every) => finite && every > 0 && step % every === 0;
    const diagonal = due(measure.preconditioned) ? this.#kudari.preconditioner(optimizer) : null;
    const spectrum = due(measure.sharpness) ? yield* this.#measure(w, 'plain', { k: measure.eigenvalues }) : null;
    const preconditioned = diagonal ? yield* this.#measure(w, 'preconditioned', { preconditioner: diagonal }) : null;
    const scores = due(measure.accuracy) ? problem.evaluate?.(w) : undefined;
    this.recorder.record(
      {
        step,
        evaluations,
        lr,
        loss,
        gradientNorm,
        sharpness: spectrum?.values[0],
        residual: spectrum?.residuals[0],
        samSharpness:
          finite && measure.samSharpness ? this.#kudari.samSharpness(problem, w, measure.samSharpness) : NaN,
        stability: stabilityLimit(this.#settings, lr, gradientNorm),
        preconditioned: preconditioned?.values[0],
        preconditionedStability: preconditionedLimit(this.#settings, lr),
        trainAccuracy: scores?.trainAccuracy,
        testLoss: scores?.testLoss,
        testAccuracy: scores?.testAccuracy,
      },
      w,
      spectrum?.values ?? [],
    );
  }

  /**
   * A spectrum, one product at a time.
   *
   * @param {Float64Array} w
   * @param {string} kind
   * @param {import('../core/sharpness.js').SharpnessOptions} options
   * @returns {Generator<void, Spectrum | null>} null if the preconditioner will not do
   */
  *#measure(w, kind, options) {
    // A coordinate that never had a gradient has no scale yet.
    if (options.preconditioner && !Array.from(options.preconditioner).every((entry) => entry > 0 && entry < Infinity))
      return null;
    const measurement = this.#kudari.measureSharpness(this.#problem, w, { ...options, start: this.#vectors[kind] });
    try {
      while (measurement.step()) yield;
      const spectrum = measurement.finish();
      if (spectrum.converged) this.#vectors[kind] = spectrum.vectors[0];
      return spectrum;
    } finally {
      measurement.dispose();
    }
  }
}

/**
 * The rates of the first two parameters, where a group has one of its own.
 *
 * @param {Kudari} kudari
 * @param {import('../core/settings.js').Settings} settings
 */
function ownRates(kudari, { lr, groups }) {
  if (groups.every((group) => group.lr === undefined)) return null;
  return [0, 1].map((j) => kudari.schedule(groups.find(({ start, end }) => start <= j && j < end)?.lr ?? lr));
}

/** @param {any} kudari */
function checkKudari(kudari) {
  if (typeof kudari?.optimizer === 'function') return;
  const what = typeof kudari?.then === 'function' ? 'a promise; await it' : describe(kudari);
  throw new TypeError(`kudari must be what loadKudari() resolves to, not ${what}`);
}

/** An experiment under way: all runs advance together, one step at a call. */
export class Experiment {
  #runs;
  #disposed = false;

  /**
   * @param {Kudari} kudari
   * @param {import('./config.js').ConfigInput} config
   * @throws {TypeError | import('./config.js').ConfigError} if kudari is not loaded, or the config is wrong
   */
  constructor(kudari, config) {
    checkKudari(kudari);
    /** The config, complete. */
    this.config = parseConfig(config);
    /** @type {Run[]} */
    this.#runs = [];
    try {
      for (const run of this.config.runs) this.#runs.push(new Run(kudari, this.config, run));
      // So that there is something to see at once: the start.
      for (const run of this.#runs) while (run.recorder.length === 0) run.advance();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** States recorded of the longest run. */
  get length() {
    return Math.max(...this.#runs.map((run) => run.recorder.length));
  }

  /** Whether every run has come to its end, or stopped. */
  get done() {
    return this.#runs.every((run) => run.done);
  }

  /** What is recorded so far. Its columns stay valid, and do not grow, when the experiment goes on. */
  get trace() {
    return /** @type {Trace} */ ({ config: this.config, runs: this.#runs.map((run) => run.recorder.trace) });
  }

  /** One step of every run that is not done. */
  step() {
    this.#alive();
    for (const run of this.#runs) {
      const { length } = run.recorder;
      while (!run.done && run.recorder.length === length) run.advance();
    }
  }

  /**
   * Works until all runs are done or the time is up, on the run that is furthest behind.
   *
   * @param {number} milliseconds
   */
  advance(milliseconds) {
    this.#alive();
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const open = this.#runs.filter((run) => !run.done);
      if (open.length === 0) return;
      open.reduce((last, run) => (run.recorder.length < last.recorder.length ? run : last)).advance();
    }
  }

  /** Gives the memory back; what is recorded stays in `trace`. */
  dispose() {
    this.#disposed = true;
    for (const run of this.#runs) run.dispose();
  }

  #alive() {
    if (this.#disposed) throw new TypeError('this experiment was disposed; make a new one');
  }
}

/** @param {unknown} options */
function checkOptions(options) {
  const given = plainObject('runExperiment: options', options);
  onlyKnown('runExperiment', given, ['signal', 'onProgress']);
  const { signal, onProgress } = /** @type {Record<string, any>} */ (given);
  if (signal !== undefined && typeof signal?.throwIfAborted !== 'function')
    throw new TypeError(`runExperiment: signal must be an AbortSignal, not ${describe(signal)}`);
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new TypeError(`runExperiment: onProgress must be a function, not ${describe(onProgress)}`);
}

/**
 * Runs an experiment to its end, in slices that leave the event loop free between them. Loads what its problem needs.
 *
 * @param {Kudari} kudari
 * @param {import('./config.js').ConfigInput} config
 * @param {{ signal?: AbortSignal, onProgress?: (done: number, of: number) => void }} [options]
 * @returns {Promise<Trace>}
 * @throws {import('./config.js').ConfigError} if the config is wrong; TypeError if kudari is not loaded or an option wrong; the
 *   signal's reason if it was aborted
 */
export async function runExperiment(kudari, config, options = {}) {
  checkKudari(kudari);
  checkOptions(options);
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  // Whatever needs no loading is read before the caller can change it.
  if (needsFormulas(config)) {
    await prepare(config);
    signal?.throwIfAborted();
  }
  const experiment = new Experiment(kudari, config);
  await workThrough(experiment, signal, () => onProgress?.(experiment.length - 1, experiment.config.steps));
  return experiment.trace;
}
