/**
 * The module's linear memory: allocation, and typed views that are never stale.
 */

/** @typedef {'float32' | 'float64'} Dtype what an optimizer's vectors are made of, and what it computes in */
/** @typedef {Float32Array | Float64Array} Vector one number for each parameter, of the optimizer's dtype */

export const dtypes = /** @type {const} */ (['float32', 'float64']);

/** @param {Dtype} dtype */
export const arrayType = (dtype) => (dtype === 'float32' ? Float32Array : Float64Array);

const LINE = 64; // bytes: blocks start on a cache line

/** Bytes that a step takes at a time (c/kudari.h): what it writes may go beyond its range, by less than so many. */
export const LANES = 32;

export class Heap {
  /** @param {import('./load.js').Exports} exports */
  constructor(exports) {
    this.exports = exports;
    this.memory = exports.memory;
  }

  /**
   * Room for several vectors in one allocation, each with whole lanes (c/kudari.h): all of them, or an error and none.
   *
   * @param {number} count how many vectors
   * @param {number} length entries of each
   * @param {Dtype} dtype
   * @returns {{ block: number, pointers: number[] }} block is what `free` takes; the vectors are zero
   * @throws {RangeError} if there is not enough memory
   */
  allocate(count, length, dtype) {
    const bytes = length * arrayType(dtype).BYTES_PER_ELEMENT;
    // One line more than each needs: vectors exactly a page apart would alias in the store buffer.
    const stride = Math.ceil(bytes / LINE) * LINE + LINE;
    const block = this.allocateBytes(count * stride + LINE, `${count} vectors of ${length} ${dtype}`);
    const first = Math.ceil(block / LINE) * LINE;
    return { block, pointers: Array.from({ length: count }, (_, k) => first + k * stride) };
  }

  /**
   * @param {number} bytes
   * @param {string} what it is for, in the error
   * @returns {number} a block of them, zero, that `free` takes
   * @throws {RangeError} if there is not enough memory
   */
  allocateBytes(bytes, what) {
    // malloc takes 32 bits, and would read a larger number as its remainder.
    const block = bytes < 2 ** 32 ? this.exports.malloc(bytes) >>> 0 : 0;
    // Near the end of what there can be, emmalloc may give a block that memory did not grow for.
    if (block === 0 || block + bytes > this.memory.buffer.byteLength)
      throw new RangeError(`not enough memory for ${what} (${bytes} bytes)`);
    new Uint8Array(this.memory.buffer, block, bytes).fill(0);
    return block;
  }

  /** @param {number} block */
  free(block) {
    this.exports.free(block);
  }

  /**
   * @param {number} pointer as the module's functions return it: beyond 2 GB they seem negative
   * @param {number} length
   * @param {Dtype} dtype
   * @returns {Vector} a view that holds until the memory next grows
   */
  view(pointer, length, dtype) {
    return new (arrayType(dtype))(this.memory.buffer, pointer >>> 0, length);
  }
}

/** Frees the blocks of owners that were dropped without being disposed of, whenever the collector runs. */
const dropped = new FinalizationRegistry((/** @type {{ heap: Heap, blocks: number[] }} */ { heap, blocks }) => {
  for (const block of blocks) heap.free(block);
});

/** The blocks of one owner: freed together when it is disposed of, with the collector as a backstop. */
export class Blocks {
  /** @type {number[]} */ #blocks = [];
  #heap;

  /** @param {Heap} heap @param {object} owner */
  constructor(heap, owner) {
    this.#heap = heap;
    this.freed = false;
    dropped.register(owner, { heap, blocks: this.#blocks }, this);
  }

  /** @param {number} block of the heap's @returns {number} the same */
  add(block) {
    this.#blocks.push(block);
    return block;
  }

  /** Again is harmless. */
  free() {
    this.freed = true;
    dropped.unregister(this);
    for (const block of this.#blocks.splice(0)) this.#heap.free(block);
  }
}
