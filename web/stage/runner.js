/**
 * Keeps the trace of the page's experiment: computes it in slices beside the playing, anew when the config changes.
 */
import { Experiment } from '../experiment/index.js';

/** A slice leaves room in a frame of a sixtieth of a second for the drawing. */
const SLICE = 6; // milliseconds

/** What a printer may have to wait. */
const PATIENCE = 5000; // milliseconds

export class Runner {
  /** @type {Experiment | null} */ #experiment = null;
  #stopped = false;
  #kudari;
  #onTrace;

  /**
   * @param {import('../core/index.js').Kudari} kudari
   * @param {(trace: import('../experiment/trace.js').Trace, complete: boolean) => void} onTrace called as it grows
   */
  constructor(kudari, onTrace) {
    this.#kudari = kudari;
    this.#onTrace = onTrace;
  }

  /**
   * Drops what was computed and starts on this config.
   *
   * @param {import('../experiment/config.js').Config} config
   */
  start(config) {
    const experiment = new Experiment(this.#kudari, config);
    this.#experiment?.dispose();
    this.#experiment = experiment;
    this.#stopped = false;
    this.#work(experiment);
  }

  /** Whether it was stopped before its end. */
  get stopped() {
    return this.#stopped;
  }

  /** Computes no further for now; what there is stays. */
  stop() {
    if (!this.#experiment || this.#experiment.done) return;
    this.#stopped = true;
    this.#onTrace(this.#experiment.trace, true);
  }

  /** Goes on where it was stopped. */
  resume() {
    if (!this.#stopped || !this.#experiment) return;
    this.#stopped = false;
    this.#work(this.#experiment);
  }

  /** All that is missing, at once, unless that would take too long, or it was stopped. */
  finish() {
    if (!this.#experiment || this.#experiment.done || this.#stopped) return;
    this.#experiment.advance(PATIENCE);
    this.#onTrace(this.#experiment.trace, this.#experiment.done);
  }

  dispose() {
    this.#experiment?.dispose();
    this.#experiment = null;
  }

  /** @param {Experiment} experiment */
  #work(experiment) {
    // A newer experiment has taken over: this one retires itself.
    if (experiment !== this.#experiment || this.#stopped) return;
    experiment.advance(SLICE);
    const complete = experiment.done;
    this.#onTrace(experiment.trace, complete);
    if (!complete) setTimeout(() => this.#work(experiment));
    // Whatever it holds of the core's memory is free again; a trace is the page's own.
    else experiment.dispose();
  }
}
