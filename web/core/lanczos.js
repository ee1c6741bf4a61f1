/**
 * c/lanczos.c from JavaScript: it asks for products, the caller makes them.
 */

/** What kudari_lanczos_advance answers, as in c/kudari.h. */
const MORE = 0;
const FAILED = 3;

export class Lanczos {
  #heap;
  #size;
  #state;

  /**
   * @param {import('./heap.js').Heap} heap
   * @param {number} size parameters
   * @param {number} most products at most, up to size
   * @param {Float64Array | undefined} start direction to start from
   * @param {number} mix share of a random direction in it
   * @param {number} seed
   */
  constructor(heap, size, most, start, mix, seed) {
    const { exports } = heap;
    this.#heap = heap;
    this.#size = size;
    this.products = 0;
    this.#state = heap.allocateBytes(exports.kudari_lanczos_bytes(size, most), `a basis of ${most} vectors of ${size}`);
    const from = start ? heap.allocateBytes(8 * size, 'a start') : 0;
    if (start) heap.view(from, size, 'float64').set(start);
    exports.kudari_lanczos_start(this.#state, size, most, from, mix, seed);
    if (from) heap.free(from);
  }

  /**
   * @param {(vector: Float64Array, product: Float64Array) => void} multiply
   * @returns {boolean} whether another product is wanted
   */
  step(multiply) {
    const { exports } = this.#heap;
    const [vector, product] = [exports.kudari_lanczos_vector, exports.kudari_lanczos_product].map(
      (where) => /** @type {Float64Array} */ (this.#heap.view(where(this.#state), this.#size, 'float64')),
    );
    multiply(vector, product);
    const answer = exports.kudari_lanczos_advance(this.#state);
    if (answer !== FAILED) this.products += 1;
    return answer === MORE;
  }

  /**
   * Estimates so far, largest first, and a bound on the residual of each.
   *
   * @param {boolean} vectors whether `eigenvector` is to be called after it
   * @returns {{ values: Float64Array, bounds: Float64Array, magnitude: number }}
   */
  solve(vectors) {
    const { exports } = this.#heap;
    const values = this.products > 0 ? exports.kudari_lanczos_solve(this.#state, Number(vectors)) : 0;
    if (values === 0) return { values: new Float64Array(), bounds: new Float64Array(), magnitude: 0 };
    const copy = (/** @type {number} */ pointer) =>
      /** @type {Float64Array} */ (this.#heap.view(pointer, this.products, 'float64').slice());
    const found = copy(values);
    return {
      values: found,
      bounds: copy(exports.kudari_lanczos_bounds(this.#state)),
      magnitude: Math.max(Math.abs(found[0]), Math.abs(found[found.length - 1])),
    };
  }

  /** The i-th eigenvector of the last solve. @param {number} i */
  eigenvector(i) {
    const pointer = this.#heap.allocateBytes(8 * this.#size, 'an eigenvector');
    this.#heap.exports.kudari_lanczos_eigenvector(this.#state, i, pointer);
    const vector = /** @type {Float64Array} */ (this.#heap.view(pointer, this.#size, 'float64').slice());
    this.#heap.free(pointer);
    return vector;
  }

  dispose() {
    if (this.#state) this.#heap.free(this.#state);
    this.#state = 0;
  }
}
