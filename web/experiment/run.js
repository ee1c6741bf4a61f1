/**
 * config → trace: the runs of an experiment side by side, step by step.
 */
import { checkSettings } from '../core/settings.js';
import { makeProblem, parseConfig } from './config.js';
import { stabilityLimit } from './stability.js';
import { Recorder } from './trace.js';

/**
 * @typedef {import('../core/index.js').Kudari} Kudari
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./trace.js').Trace} Trace
 */

/** One optimizer on one problem, recorded. */
class Run {
  #kudari;
  #problem;
  #config;
  #optimizer;
  #settings;
  #gradient;
  #evaluations = 0;

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
    this.#optimizer = kudari.optimizer(method, config.start, { ...options, dtype: config.dtype });
    this.#gradient = new Float64Array(this.#problem.size);
    this.recorder = new Recorder(method, this.#problem.size, config.steps);
    this.#observe();
  }

  get done() {
    return this.recorder.stopped !== null || this.recorder.length > this.#config.steps;
  }

  /** One update, and a look at where it led. */
  step() {
    const problem = this.#problem;
    problem.batch?.(this.#optimizer.steps);
    this.#optimizer.step((w, g) => {
      this.#evaluations += 1;
      return problem.gradient(w, g);
    });
    problem.project?.(this.#optimizer.params);
    this.#observe();
  }

  dispose() {
    this.#optimizer.dispose();
  }

  /** Records the present state. Measuring looks at the whole objective, and counts as no evaluation. */
  #observe() {
    const problem = this.#problem;
    const w = Float64Array.from(this.#optimizer.params);
    const step = this.#optimizer.steps;
    problem.batch?.(null);
    const loss = problem.gradient(w, this.#gradient);
    const gradientNorm = euclideanNorm(this.#gradient);
    const lr = this.#optimizer.lr;
    const finite = this.#check(step, w, loss, gradientNorm);
    const { sharpness: every, samSharpness: ball } = this.#config.measure;
    const spectrum = finite && every > 0 && step % every === 0 ? this.#kudari.sharpness(problem, w) : null;
    this.recorder.record(
      {
        step,
        evaluations: this.#evaluations,
        lr,
        loss,
        gradientNorm,
        sharpness: spectrum?.values[0],
        residual: spectrum?.residuals[0],
        samSharpness: finite && ball ? this.#kudari.samSharpness(problem, w, ball) : NaN,
        stability: stabilityLimit(this.#settings, lr, gradientNorm),
      },
      w,
    );
  }

  /**
   * @param {number} step
   * @param {Float64Array} w
   * @param {number} loss
   * @param {number} gradientNorm
   */
  #check(step, w, loss, gradientNorm) {
    const what = !w.every(Number.isFinite)
      ? 'parameters'
      : !Number.isFinite(loss)
        ? 'loss'
        : !Number.isFinite(gradientNorm)
          ? 'gradient'
          : null;
    if (what) this.recorder.stopped = { step, what, value: loss };
    return what === null;
  }
}

/** In units of the largest entry, so that a gradient is not called infinite because its square is. */
/** @param {Float64Array} x */
function euclideanNorm(x) {
  const top = x.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
  if (!(top > 0 && top < Infinity)) return top;
  return top * Math.sqrt(x.reduce((sum, entry) => sum + (entry / top) ** 2, 0));
}

/** An experiment under way: all runs advance together, one step at a call. */
export class Experiment {
  #runs;

  /**
   * @param {Kudari} kudari
   * @param {unknown} config anything parseConfig takes
   */
  constructor(kudari, config) {
    this.config = parseConfig(config);
    /** @type {Run[]} */
    this.#runs = [];
    try {
      for (const run of this.config.runs) this.#runs.push(new Run(kudari, this.config, run));
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** States recorded of the longest run. */
  get length() {
    return Math.max(...this.#runs.map((run) => run.recorder.length));
  }

  get done() {
    return this.#runs.every((run) => run.done);
  }

  /** What is recorded so far. Its columns stay valid, and do not grow, when the experiment goes on. */
  get trace() {
    return /** @type {Trace} */ ({ config: this.config, runs: this.#runs.map((run) => run.recorder.trace) });
  }

  /** One step of every run that is not done. */
  step() {
    for (const run of this.#runs) if (!run.done) run.step();
  }

  /**
   * Steps until all runs are done or the time is up.
   *
   * @param {number} milliseconds
   */
  advance(milliseconds) {
    const end = performance.now() + milliseconds;
    while (!this.done && performance.now() < end) this.step();
  }

  dispose() {
    for (const run of this.#runs) run.dispose();
  }
}

/** Work between two breathers of the event loop, well under one dropped frame's notice. */
const SLICE = 12; // milliseconds

/**
 * Runs an experiment to its end, in slices that leave the event loop free between them.
 *
 * @param {Kudari} kudari
 * @param {unknown} config anything parseConfig takes
 * @param {{ signal?: AbortSignal, onProgress?: (done: number, of: number) => void }} [options]
 * @returns {Promise<Trace>}
 * @throws {import('./config.js').ConfigError} if the config is wrong; the signal's reason if it was aborted
 */
export async function runExperiment(kudari, config, { signal, onProgress } = {}) {
  signal?.throwIfAborted();
  const experiment = new Experiment(kudari, config);
  try {
    while (!experiment.done) {
      experiment.advance(SLICE);
      onProgress?.(experiment.length - 1, experiment.config.steps);
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
    }
    return experiment.trace;
  } finally {
    experiment.dispose();
  }
}
