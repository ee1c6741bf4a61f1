/**
 * The named vectors of one owner, in the module's memory.
 */
import { describe } from '../check/check.js';
import { arrayType, Blocks, LANES } from './heap.js';

/**
 * @typedef {import('./heap.js').Heap} Heap
 * @typedef {import('./heap.js').Dtype} Dtype
 * @typedef {import('./heap.js').Vector} Vector
 */

export class Vectors {
  /** @type {Map<string, number>} */ #pointers = new Map();
  /** @type {Map<string, Vector>} */ #views = new Map();
  #heap;
  #blocks;

  /**
   * @param {Heap} heap
   * @param {number} length of each vector
   * @param {Dtype} dtype
   * @param {readonly string[]} names
   */
  constructor(heap, length, dtype, names) {
    this.#heap = heap;
    this.#blocks = new Blocks(heap, this);
    this.length = length;
    this.dtype = dtype;
    this.add(names);
  }

  get disposed() {
    return this.#blocks.freed;
  }

  /**
   * Adds those of the vectors that are not there yet, zero; all of them, or an error and none.
   *
   * @param {readonly string[]} names
   */
  add(names) {
    const missing = names.filter((name) => !this.#pointers.has(name));
    if (missing.length === 0) return;
    const { block, pointers } = this.#heap.allocate(missing.length, this.length, this.dtype);
    this.#blocks.add(block);
    missing.forEach((name, k) => this.#pointers.set(name, pointers[k]));
  }

  /** @param {string} name @returns {number} its address, or 0 (C's NULL) if there is no such vector */
  pointer(name) {
    return this.#pointers.get(name) ?? 0;
  }

  /**
   * A live view. Growth of the memory detaches it, so it is checked at every use and made anew.
   *
   * @param {string} name
   * @returns {Vector}
   */
  view(name) {
    let view = this.#views.get(name);
    if (view === undefined || view.buffer !== this.#heap.memory.buffer) {
      view = this.#heap.view(this.pointer(name), this.length, this.dtype);
      this.#views.set(name, view);
    }
    return view;
  }

  /**
   * Runs what may write behind some place, to the lanes in which a step's range ends, and puts back what was there.
   *
   * @param {number} place index of an entry
   * @param {() => void} act
   */
  keepBehind(place, act) {
    const views = [...this.#pointers.keys()].map((name) => this.view(name));
    const behind = views.map((view) => view.slice(place, place + LANES / view.BYTES_PER_ELEMENT));
    act();
    views.forEach((view, k) => view.set(behind[k], place));
  }

  dispose() {
    this.#blocks.free();
    this.#views.clear();
    this.#pointers.clear();
  }
}

/**
 * A checked copy of numbers that a caller handed in.
 *
 * @param {string} name
 * @param {unknown} values an array or a typed array of numbers
 * @param {Dtype} dtype
 * @param {{ length?: number, finite?: boolean }} [demands]
 * @returns {Vector}
 * @throws {TypeError} if it is no such array, or its buffer is detached
 * @throws {RangeError} if the length is wrong, or an entry is not finite in this dtype
 */
export function copyVector(name, values, dtype, { length, finite = true } = {}) {
  if (!Array.isArray(values) && !isTypedArray(values))
    throw new TypeError(`${name} must be an array or a typed array of numbers, not ${describe(values)}`);
  if (isDetached(values)) throw new TypeError(`${name} is a view of memory that has moved; take a fresh one`);
  if (length !== undefined && values.length !== length)
    throw new RangeError(`${name} must have ${length} entries, not ${values.length}`);
  const copy = new (arrayType(dtype))(values.length);
  for (let i = 0; i < copy.length; i++) {
    if (typeof values[i] !== 'number')
      throw new TypeError(`${name}[${i}] must be a number, not ${describe(values[i])}`);
    copy[i] = values[i];
    if (finite && !Number.isFinite(copy[i]))
      throw new RangeError(`${name}[${i}] must be a finite ${dtype} number, not ${describe(values[i])}`);
  }
  return copy;
}

/** @param {unknown} value @returns {value is Vector} */
function isTypedArray(value) {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** A view over a detached buffer has no length; one that was made over nothing has a buffer that can still be viewed.
 * @param {any[] | Vector} values */
function isDetached(values) {
  if (Array.isArray(values) || values.length > 0) return false;
  try {
    new Uint8Array(values.buffer);
    return false;
  } catch {
    return true;
  }
}
