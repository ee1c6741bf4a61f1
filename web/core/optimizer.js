/**
 * One optimizer: what it was asked to be, its vectors, and the step.
 */
import { describe, plainObject } from '../check/check.js';
import { arrayType } from './heap.js';
import { makeRanges } from './ranges.js';
import { compileLearningRate } from './schedules.js';
import { checkSettings, toOptions } from './settings.js';
import { copyVector, Vectors } from './vectors.js';

/**
 * @typedef {import('./heap.js').Heap} Heap
 * @typedef {import('./heap.js').Vector} Vector
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('./ranges.js').Range} Range
 *
 * @typedef {(w: Vector, g: Vector) => number} Objective fills g with the gradient at w and returns the loss there
 */

/**
 * The vectors of state that these settings call for.
 *
 * @param {Settings} settings
 */
const slotsOf = ({ method, options }) =>
  method.slots.filter(({ when }) => when === undefined || Number(options[when]) > 0);

/**
 * Makes an optimizer go on from a checked state: for `restore` alone.
 *
 * @type {(optimizer: Optimizer, state: import('./state.js').State) => void}
 */
export let resume;

/**
 * One method at work on one vector of parameters, which lies in the module's memory beside the state: made by
 * `kudari.optimizer` or `kudari.restore`, and freed by `dispose`. Whatever is called at a wrong time, or with a wrong value,
 * throws a TypeError or RangeError that says what to do, and nothing has changed.
 */
export class Optimizer {
  /** @type {Heap} */ #heap;
  /** @type {Settings} */ #settings;
  /** @type {Vectors} */ #vectors;
  /** @type {Range[]} */ #ranges = [];
  /** For each range the first with the same rate: a function is asked once a step. @type {number[]} */
  #firstWithRate = [];
  /**
   * The kernel's arguments for each range, made once: a step fills in the rate and its number.
   *
   * @type {number[][]}
   */
  #calls = [];
  /** Where the rate stands among them. */
  #lrAt = 0;
  /** @type {(t: number) => number} */ #rate = () => 0;
  /** @type {(...numbers: number[]) => number} */ #kernel;
  #sam;
  /** Where the vectors lie that a step needs besides the method's own: growing memory does not move them. */
  #at = { w: 0, g: 0, saved: 0 };
  #suffix;
  #steps = 0;
  #muProduct = 1;
  /** As the last update computed it; null where that does not hold. @type {number | null} */
  #muNext = null;
  #ascended = false;
  #busy = false;

  /**
   * Made by `kudari.optimizer(method, w0, options)`.
   *
   * @hidden
   *
   * @param {Heap} heap
   * @param {unknown} id a method of the table
   * @param {unknown} w0 start, copied: finite numbers
   * @param {unknown} [options]
   */
  constructor(heap, id, w0, options) {
    const size = /** @type {any} */ (w0)?.length;
    const settings = checkSettings(id, options, Number.isSafeInteger(size) ? size : 0);
    const start = copyVector(`${settings.method.id}: w0`, w0, settings.dtype);
    const ranges = makeRanges(heap.exports, settings, start.length);
    this.#heap = heap;
    this.#settings = settings;
    this.#suffix = settings.dtype === 'float32' ? 'f32' : 'f64';
    this.#kernel = heap.exports[`kudari_${settings.method.kernel}_${this.#suffix}`];
    this.#sam = {
      ascend: heap.exports[`kudari_sam_ascend_${this.#suffix}`],
      restore: heap.exports[`kudari_sam_restore_${this.#suffix}`],
    };
    this.#vectors = new Vectors(heap, start.length, settings.dtype, vectorsFor(settings));
    this.#adopt(settings, ranges);
    this.#restart(start);
  }

  /** Id of the method. */
  get method() {
    return this.#settings.method.id;
  }

  /** Number of parameters. */
  get size() {
    return this.#vectors.length;
  }

  /** What the parameters are made of: float32 or float64. */
  get dtype() {
    return this.#settings.dtype;
  }

  /** A copy of all options, defaults included. */
  get options() {
    return toOptions(this.#settings);
  }

  /** Updates made so far. */
  get steps() {
    return this.#steps;
  }

  /** Whether `params` stands at w + ε̂, between `ascend` and `descend`. */
  get ascended() {
    return this.#ascended;
  }

  /** The parameters: a live view. Growing memory moves it, so fetch it afresh rather than keep it. */
  get params() {
    this.#alive('params');
    return this.#vectors.view('w');
  }

  /** The gradient that the next update uses: a live view to write into. */
  get gradient() {
    this.#alive('gradient');
    return this.#vectors.view('g');
  }

  /**
   * Live views of the method's own vectors, by their names in the table.
   *
   * @returns {Record<string, Vector>}
   */
  get slots() {
    this.#alive('slots');
    return Object.fromEntries(slotsOf(this.#settings).map(({ name }) => [name, this.#vectors.view(name)]));
  }

  /**
   * The rate of the next update, of parameters in no group.
   *
   * @returns {number}
   */
  get lr() {
    return this.#checkRate(this.#rate);
  }

  /**
   * The same as `set({ lr })`.
   *
   * @param {import('./schedules.js').LearningRate} value a number, a schedule or a function of the step index
   */
  set lr(value) {
    this.set({ lr: value });
  }

  /**
   * Changes options between steps; parameters and state stay. dtype and preset are fixed.
   *
   * @param {import('./settings.js').OptimizerOptions} changes
   */
  set(changes) {
    this.#idle('set');
    const settings = checkSettings(
      this.method,
      { ...this.options, ...definedIn(plainObject('set: options', changes)) },
      this.size,
    );
    const { dtype, preset } = this.#settings;
    if (settings.dtype !== dtype || settings.preset !== preset)
      throw new TypeError(`${this.method}: dtype and preset are fixed; make a new optimizer`);
    const ranges = makeRanges(this.#heap.exports, settings, this.size);
    // The rate at construction is what AdaBound's bounds refer to: it outlives a change of the rate.
    ranges.forEach((range, k) => {
      const old = this.#ranges[k];
      if (old?.start === range.start && old.end === range.end) range.baseLr = old.baseLr;
    });
    const before = slotsOf(this.#settings);
    this.#vectors.add(vectorsFor(settings));
    this.#adopt(settings, ranges);
    // A vector that was given up and is taken up again starts anew.
    this.#clear(slotsOf(settings).filter((slot) => !before.includes(slot)));
  }

  /**
   * One whole step. The objective is called once, under SAM twice: at w, then at w + ε̂. If it throws, nothing has
   * changed.
   *
   * @param {Objective} objective
   * @returns {number} the loss at w, before the update
   */
  step(objective) {
    this.#idle('step');
    if (typeof objective !== 'function')
      throw new TypeError(`step takes a function (w, g) => loss, not ${describe(objective)}`);
    this.#prepare();
    const loss = this.#evaluate(objective);
    if (this.#settings.sam) {
      this.ascend();
      try {
        this.#evaluate(objective);
      } finally {
        this.retreat();
      }
    }
    this.#apply();
    return loss;
  }

  /** One update from the gradient in `gradient`. With sam: `ascend`, then `descend`. */
  update() {
    this.#idle('update');
    if (this.#settings.sam)
      throw new TypeError(
        'update: this optimizer has sam; call ascend(), set the gradient at the new params, then descend()',
      );
    this.#prepare();
    this.#apply();
  }

  /**
   * The first half of SAM's step: from the gradient at w, moves `params` to w + ε̂.
   *
   * @returns {number} the gradient's dual norm: to first order the loss rises by ρ times it
   */
  ascend() {
    this.#idle('ascend');
    const { sam } = this.#settings;
    if (!sam) throw new TypeError('ascend: this optimizer has no sam; make it with { sam: { rho } }');
    const { rho, p, eps, adaptive } = sam;
    const norm = this.#sam.ascend(this.size, this.#at.w, this.#at.g, this.#at.saved, rho, p, eps, Number(adaptive));
    this.#ascended = true;
    return norm;
  }

  /** The second half: back to w, to the bit, and one update with the gradient that was set at w + ε̂. */
  descend() {
    this.#above('descend');
    this.#prepare();
    this.retreat();
    this.#apply();
  }

  /** Back from w + ε̂ to w without an update. */
  retreat() {
    this.#above('retreat');
    this.#sam.restore(this.size, this.#at.w, this.#at.saved);
    this.#ascended = false;
  }

  /** Whether every parameter is finite. */
  isFinite() {
    this.#alive('isFinite');
    return this.#call('first_nonfinite', 'w') === this.size;
  }

  /**
   * Everything that `kudari.restore` needs to go on bit for bit: plain data, apart from the module's memory.
   *
   * @returns {import('./state.js').State}
   */
  state() {
    this.#idle('state');
    const names = ['w', ...slotsOf(this.#settings).map(({ name }) => name)];
    return {
      kudari: 1,
      method: this.method,
      steps: this.#steps,
      options: portable(this.options),
      baseLr: this.#ranges.map(({ baseLr }) => baseLr),
      muProduct: this.#muProduct,
      slots: Object.fromEntries(names.map((name) => [name, this.#vectors.view(name).slice()])),
    };
  }

  /** Takes over a checked state. @param {import('./state.js').State} state */
  #resume({ steps, baseLr, muProduct, slots }) {
    this.#steps = steps;
    this.#muProduct = muProduct;
    const ranges = this.#ranges.map((range, k) => ({ ...range, baseLr: baseLr[k] }));
    this.#adopt(this.#settings, ranges);
    for (const [name, values] of Object.entries(slots)) this.#vectors.view(name).set(values);
  }

  /**
   * Starts again, at w0 or at the present parameters: no steps made, no state.
   *
   * @param {ArrayLike<number>} [w0]
   */
  reset(w0) {
    this.#alive('reset');
    this.#notBusy('reset');
    const start = w0 === undefined ? null : copyVector(`${this.method}: w0`, w0, this.dtype, { length: this.size });
    if (this.#ascended) this.retreat();
    this.#restart(start ?? this.#vectors.view('w').slice());
  }

  /** Gives the memory back; again is harmless. After it, whatever needs the vectors throws. */
  dispose() {
    this.#notBusy('dispose');
    this.#vectors.dispose();
  }

  /** For `using opt = kudari.optimizer(…)`. */
  [Symbol.dispose]() {
    this.dispose();
  }

  // -------------------------------------------------------------------------------------------------- inside

  static {
    resume = (optimizer, state) => optimizer.#resume(state);
  }

  /** @param {string} what */
  #alive(what) {
    if (this.#vectors.disposed) throw new TypeError(`${what}: this optimizer was disposed; make a new one`);
  }

  /** @param {string} what */
  #notBusy(what) {
    if (this.#busy) throw new TypeError(`${what}: a step of this optimizer is under way`);
  }

  /** @param {string} what */
  #idle(what) {
    this.#alive(what);
    this.#notBusy(what);
    if (this.#ascended) throw new TypeError(`${what}: params stand at w + ε̂; call descend(), or retreat() to go back`);
  }

  /** @param {string} what */
  #above(what) {
    this.#alive(what);
    this.#notBusy(what);
    if (!this.#ascended) throw new TypeError(`${what}: params stand at w; call ascend() first`);
  }

  /**
   * Makes these settings the ones in force. Nothing here can fail: all was checked, all vectors are there.
   *
   * @param {Settings} settings
   * @param {Range[]} ranges
   */
  #adopt(settings, ranges) {
    const { method, options } = settings;
    const width = arrayType(settings.dtype).BYTES_PER_ELEMENT;
    const present = slotsOf(settings);
    const vectors = ['w', 'g', ...method.slots.map((slot) => (present.includes(slot) ? slot.name : ''))];
    const [w, g, saved] = ['w', 'g', 'saved'].map((name) => this.#vectors.pointer(name));
    this.#at = { w, g, saved };
    this.#settings = settings;
    this.#ranges = ranges;
    this.#firstWithRate = ranges.map(({ rate }) => ranges.findIndex((each) => each.rate === rate));
    this.#rate = compileLearningRate(this.#heap.exports, settings.lr);
    this.#muNext = null;
    this.#lrAt = 1 + vectors.length + method.scalars.indexOf('lr');
    this.#calls = ranges.map(({ start, end, baseLr, l2, weightDecay }) => {
      const pointers = vectors.map((name) => name && this.#vectors.pointer(name) + start * width);
      const own = { ...options, baseLr, l2, weightDecay, lr: 0, mu: 0, muNext: 0, muProduct: 0 };
      return [
        end - start,
        ...pointers.map(Number),
        ...method.scalars.map((name) => Number(own[/** @type {'lr'} */ (name)])),
        0,
      ];
    });
  }

  /** @param {Vector} start */
  #restart(start) {
    this.#steps = 0;
    this.#muProduct = 1;
    this.#muNext = null;
    this.#vectors.view('w').set(start);
    this.#vectors.view('g').fill(0);
    this.#clear(slotsOf(this.#settings));
  }

  /** @param {readonly import('./methods.js').Slot[]} slots */
  #clear(slots) {
    for (const { name, start: option } of slots) {
      this.#vectors.view(name).fill(option ? this.#settings.options[option] : 0);
    }
  }

  /** @param {string} kernel @param {string} vector @param {number[]} numbers what follows it */
  #call(kernel, vector, ...numbers) {
    return this.#heap.exports[`kudari_${kernel}_${this.#suffix}`](this.size, this.#vectors.pointer(vector), ...numbers);
  }

  /** @param {Objective} objective */
  #evaluate(objective) {
    const w = this.#vectors.view('w');
    const g = this.#vectors.view('g');
    this.#busy = true;
    let loss;
    try {
      loss = objective(w, g);
    } finally {
      this.#busy = false;
    }
    if (typeof loss !== 'number')
      throw new TypeError(
        `the objective must return the loss, a number, not ${describe(loss)}${typeof (/** @type {any} */ (loss)?.then) === 'function' ? '; for an asynchronous one fill gradient, then call update()' : ''}`,
      );
    // Growth detaches the views that the objective holds, and what it writes to them after that is lost.
    if (g.buffer !== this.#heap.memory.buffer)
      throw new TypeError('memory grew while the objective ran; make optimizers and measurements outside of it');
    return loss;
  }

  /** Fills in what the next update's kernel calls take anew at each step; the rates may yet turn out wrong. */
  #prepare() {
    for (let k = 0; k < this.#calls.length; k++) {
      const numbers = this.#calls[k];
      const first = this.#firstWithRate[k];
      numbers[this.#lrAt] = first < k ? this.#calls[first][this.#lrAt] : this.#checkRate(this.#ranges[k].rate);
      numbers[numbers.length - 1] = this.#steps + 1;
    }
  }

  /** @param {(t: number) => number} rate */
  #checkRate(rate) {
    const busy = this.#busy;
    this.#busy = true;
    let value;
    try {
      value = rate(this.#steps);
    } finally {
      this.#busy = busy;
    }
    if (!(Number.isFinite(value) && value >= 0))
      throw new RangeError(
        `${this.method}: lr at step ${this.#steps} must be a finite number from 0, not ${describe(value)}`,
      );
    return value;
  }

  /** The prepared update. */
  #apply() {
    const { method, clipNorm, clipValue } = this.#settings;
    if (clipValue !== null) this.#call('clip_value', 'g', clipValue);
    if (clipNorm !== null) this.#call('clip_norm', 'g', clipNorm);
    if (method.scalars[0] === 'mu') this.#advanceMomenta();
    for (let k = 0; k < this.#calls.length - 1; k++)
      this.#vectors.keepBehind(this.#ranges[k].end, () => this.#kernel(...this.#calls[k]));
    this.#kernel(.../** @type {number[]} */ (this.#calls.at(-1)));
    this.#steps += 1;
  }

  /** NAdam's momenta, the scalars before the rate. Powers are dear: each is computed once, for two updates. */
  #advanceMomenta() {
    const { beta1, momentumDecay } = this.#settings.options;
    const { kudari_nadam_mu: momentum } = this.#heap.exports;
    const mu = this.#muNext ?? momentum(beta1, momentumDecay, this.#steps + 1);
    this.#muNext = momentum(beta1, momentumDecay, this.#steps + 2);
    this.#muProduct *= mu;
    for (let k = 0; k < this.#calls.length; k++) {
      const numbers = this.#calls[k];
      numbers[this.#lrAt - 3] = mu;
      numbers[this.#lrAt - 2] = this.#muNext;
      numbers[this.#lrAt - 1] = this.#muProduct;
    }
  }
}

/** An option that is undefined was not given. @param {Record<string, unknown>} options */
const definedIn = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** @param {Settings} settings */
function vectorsFor(settings) {
  return ['w', 'g', ...(settings.sam ? ['saved'] : []), ...slotsOf(settings).map(({ name }) => name)];
}

/**
 * Options as JSON can carry them: an infinite norm by its name, and of a rate that is a function only that there was one,
 * so that `restore` asks for it.
 *
 * @param {Record<string, any>} options
 */
function portable({ lr, sam, groups, ...rest }) {
  const rate = (/** @type {unknown} */ value) => (typeof value === 'function' ? null : value);
  return {
    lr: rate(lr),
    ...rest,
    sam: sam && { ...sam, p: sam.p === Infinity ? 'inf' : sam.p },
    groups: groups.map((/** @type {any} */ group) => ('lr' in group ? { ...group, lr: rate(group.lr) } : group)),
  };
}
