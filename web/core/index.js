/// <reference lib="esnext.disposable" preserve="true" />
/**
 * Optimizers in C, run from JavaScript.
 *
 * @module kudari
 * @example
 * import { loadKudari } from 'kudari';
 * const kudari = await loadKudari();
 * const opt = kudari.optimizer('adam', [1, -2], { lr: 0.1 });
 * const loss = opt.step((w, g) => { g.set(w); return (w[0] ** 2 + w[1] ** 2) / 2; });
 */
import { onlyKnown, plainObject } from '../check/check.js';
import { Heap } from './heap.js';
import { instantiate } from './load.js';
import { methods } from './methods.js';
import { Optimizer } from './optimizer.js';
import { preconditioner } from './preconditioner.js';
import { checkLearningRate, compileLearningRate, schedules } from './schedules.js';
import { samSharpness, sharpness, SharpnessMeasurement, trace } from './sharpness.js';
import { restore } from './state.js';

/**
 * @typedef {import('./load.js').WasmSource} WasmSource
 * @typedef {import('./heap.js').Dtype} Dtype
 * @typedef {import('./heap.js').Vector} Vector
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 * @typedef {import('./methods.js').Method} Method
 * @typedef {import('./methods.js').MethodId} MethodId
 * @typedef {import('./methods.js').Slot} Slot
 * @typedef {import('./optimizer.js').Objective} Objective
 * @typedef {import('./schedules.js').LearningRate} LearningRate
 * @typedef {import('./schedules.js').ScheduleObject} ScheduleObject
 * @typedef {import('./schedules.js').ScheduleOption} ScheduleOption
 * @typedef {import('./schedules.js').ScheduleRow} ScheduleRow
 * @typedef {import('./schedules.js').Warmup} Warmup
 * @typedef {import('./settings.js').Group} Group
 * @typedef {import('./settings.js').OptimizerOptions} OptimizerOptions
 * @typedef {import('./settings.js').Sam} Sam
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./state.js').State} State
 * @typedef {import('./sharpness.js').Landscape} Landscape
 * @typedef {import('./sharpness.js').SharpnessOptions} SharpnessOptions
 * @typedef {import('./sharpness.js').Spectrum} Spectrum
 */

/**
 * @typedef {Omit<State, 'slots'> & { slots: Readonly<Record<string, ArrayLike<number>>> }} SavedState a state, or what JSON made
 *   of it: its vectors may be arrays
 */

/**
 * @typedef {Pick<Landscape, 'size'> & Partial<Landscape> & (Pick<Landscape, 'gradient'> | Required<Pick<Landscape, 'hessianVector'>>)} Curved
 *   what has a Hessian: a landscape that need not have its loss, nor a gradient beside `hessianVector`
 */

/** One instance of the module: it makes optimizers, and measures. */
export class Kudari {
  #heap;

  /**
   * Made by `loadKudari`.
   *
   * @hidden
   * @param {import('./load.js').Exports} exports
   */
  constructor(exports) {
    this.#heap = new Heap(exports);
  }

  /** The table of methods. */
  get methods() {
    return methods;
  }

  /** The table of schedules. */
  get schedules() {
    return schedules;
  }

  /**
   * A new optimizer at w0. It holds memory of the module until `dispose()` is called, or the collector comes by.
   *
   * @param {import('./methods.js').MethodId | (string & {})} method an id of the table
   * @param {ArrayLike<number>} w0 start, copied; every entry finite
   * @param {import('./settings.js').OptimizerOptions} [options] the method's, and `clipNorm clipValue dtype sam groups preset`
   * @returns {Optimizer}
   * @throws {TypeError | RangeError} naming the option and what it may be
   */
  optimizer(method, w0, options) {
    return new Optimizer(this.#heap, method, w0, options);
  }

  /**
   * An optimizer that goes on from a saved state, bit for bit.
   *
   * @param {SavedState} state what `optimizer.state()` returned, or a copy of it
   * @param {import('./settings.js').OptimizerOptions} [changes] options in place of the saved ones
   * @returns {Optimizer}
   * @throws {TypeError | RangeError} naming what in the state is missing, foreign or wrong; a rate that was a function must be
   *   given again
   */
  restore(state, changes) {
    return restore(this.#heap, state, changes);
  }

  /**
   * A schedule as a function: step index 0, 1, 2 … to learning rate.
   *
   * @param {import('./schedules.js').LearningRate} lr a schedule without a base starts from 1
   * @returns {(t: number) => number}
   * @throws {TypeError | RangeError} naming the option and what it may be
   */
  schedule(lr) {
    return compileLearningRate(this.#heap.exports, checkLearningRate('schedule', lr, 1));
  }

  /**
   * Eigenvalues at the ends of the problem's Hessian at w, by Lanczos with full reorthogonalisation (Parlett 1998, ch. 13); the largest
   * unless asked otherwise. Without `hessianVector`, products come from central differences of the gradient.
   *
   * @param {Curved} problem
   * @param {ArrayLike<number>} w `problem.size` numbers
   * @param {import('./sharpness.js').SharpnessOptions} [options]
   * @throws {TypeError | RangeError} naming the option or what the problem lacks; RangeError if memory does not suffice
   */
  sharpness(problem, w, options) {
    return sharpness(this.#heap, problem, w, options);
  }

  /**
   * The same one product at a time, for callers that must not block: `while (m.step()); m.finish()`. If it is not to be
   * finished, `dispose` gives its memory back.
   *
   * @param {Curved} problem
   * @param {ArrayLike<number>} w `problem.size` numbers, copied
   * @param {import('./sharpness.js').SharpnessOptions} [options]
   */
  measureSharpness(problem, w, options) {
    return new SharpnessMeasurement(this.#heap, problem, w, options);
  }

  /**
   * The diagonal P by which an adaptive method divides its step, from its live second moments: with it as
   * `sharpness`'s `preconditioner`, λmax(P⁻¹H) says how near the method is to its edge of stability.
   *
   * @param {Optimizer} optimizer
   * @returns {Float64Array | null} P's diagonal as the last step had it; null before the first step, and for methods without
   */
  preconditioner(optimizer) {
    return preconditioner(optimizer);
  }

  /**
   * The trace of the problem's Hessian at w, by Hutchinson's estimator (1989): the mean of vᵀHv over random signs v.
   *
   * @param {Curved} problem
   * @param {ArrayLike<number>} w `problem.size` numbers
   * @param {{ samples?: number, seed?: number }} [options] default 32 samples, seed 1
   * @returns {{ value: number, error: number, products: number }} error is the standard error of the mean
   */
  trace(problem, w, options) {
    return trace(this.#heap, problem, w, options);
  }

  /**
   * SAM sharpness E(w + ε̂) − E(w) (Foret et al. 2021): how much the loss rises towards the edge of the ball, where the gradient
   * points to first order; with `ascents` > 1, the worst that so many steps of projected ascent find, never less.
   *
   * @param {import('./sharpness.js').Landscape} problem
   * @param {ArrayLike<number>} w `problem.size` numbers
   * @param {{ rho?: number, p?: number | 'inf', adaptive?: boolean, eps?: number, ascents?: number }} [options] the ball as
   *   in `sam` of an optimizer; ascents from 1 to 1000, default 1
   * @returns {number}
   */
  samSharpness(problem, w, options) {
    return samSharpness(this.#heap, problem, w, options);
  }
}

/** By the address, or by the bytes or module themselves, which are not kept from the collector.
 * @type {{ byName: Map<unknown, Promise<Kudari>>, byObject: WeakMap<object, Promise<Kudari>> }} */
const loaded = { byName: new Map(), byObject: new WeakMap() };

/**
 * Loads the core: once for each source, and again after a failure.
 *
 * @param {{ wasm?: WasmSource | Promise<WasmSource> }} [options] where the module comes from; default: the file beside this one
 * @returns {Promise<Kudari>} the same one for the same source
 * @throws {Error} with the place and the cause, if the module cannot be had (the promise is rejected)
 */
export function loadKudari(options = {}) {
  onlyKnown('loadKudari', plainObject('loadKudari: options', options), ['wasm']);
  const { wasm } = options;
  const key = wasm instanceof URL ? wasm.href : wasm;
  const known = /** @type {Map<unknown, Promise<Kudari>>} */ (
    typeof key === 'object' && key !== null ? loaded.byObject : loaded.byName
  );
  let promise = known.get(key);
  if (!promise) {
    promise = Promise.resolve(wasm)
      .then(instantiate)
      .then((exports) => new Kudari(exports));
    known.set(key, promise);
    // Not kept after a failure: the next call tries again.
    promise.catch(() => known.delete(key));
  }
  return promise;
}

export { methods, schedules, Optimizer, SharpnessMeasurement };
