/**
 * Keeps the trace of the page's experiment: computes it in slices beside the playing, anew when the config changes.
 */
import { Experiment } from '../experiment/index.js';

/** A slice leaves room in a frame of a sixtieth of a second for the drawing. */
const SLICE = 6; // milliseconds

export class Runner {
  /** @type {Experiment | null} */ #experiment = null;
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
    this.#work(experiment);
  }

  /** Computes no further; what there is stays. */
  stop() {
    if (!this.#experiment) return;
    const { trace } = this.#experiment;
    this.#experiment.dispose();
    this.#experiment = null;
    this.#onTrace(trace, true);
  }

  /** @param {Experiment} experiment */
  #work(experiment) {
    // A newer experiment has taken over: this one retires itself.
    if (experiment !== this.#experiment) return;
    experiment.advance(SLICE);
    const complete = experiment.done;
    this.#onTrace(experiment.trace, complete);
    if (!complete) setTimeout(() => this.#work(experiment));
    // Whatever it holds of the core's memory is free again; a trace is the page's own.
    else experiment.dispose();
  }
}
