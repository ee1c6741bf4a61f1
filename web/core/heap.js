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
    if (block === 0) throw new RangeError(`not enough memory for ${what} (${bytes} bytes)`);
    new Uint8Array(this.memory.buffer, block, bytes).fill(0);
    return block;
  }

  /** @param {number} block */
  free(block) {
    this.exports.free(block);
  }

  /**
   * @param {number} pointer
   * @param {number} length
   * @param {Dtype} dtype
   * @returns {Vector} a view that holds until the memory next grows
   */
  view(pointer, length, dtype) {
    return new (arrayType(dtype))(this.memory.buffer, pointer, length);
  }
}
