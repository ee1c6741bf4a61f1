/**
 * c/lanczos.c from JavaScript: it asks for products, the caller makes them.
 */
import { Blocks } from './heap.js';

/** What kudari_lanczos_advance answers, as in c/kudari.h. */
const MORE = 0;
const FAILED = 3;

export class Lanczos {
  #heap;
  #size;
  #state;
  #blocks;

  /**
   * @param {import('./heap.js').Heap} heap
   * @param {number} size parameters
   * @param {number} most products at most, up to size
   * @param {Float64Array | null} start direction to start from
   * @param {number} mix share of a random direction in it
   * @param {number} seed
   */
  constructor(heap, size, most, start, mix, seed) {
    const { kudari_lanczos_bytes: bytes, kudari_lanczos_start: begin } = heap.exports;
    this.#heap = heap;
    this.#size = size;
    this.products = 0;
    this.#blocks = new Blocks(heap, this);
    this.#state = this.#blocks.add(heap.allocateBytes(bytes(size, most), `a basis of ${most} vectors of ${size}`));
    begin(this.#state, size, most, 0, mix, seed);
    if (!start) return;
    // There is room for it where the first product will stand.
    this.#view('product').set(start);
    begin(this.#state, size, most, this.#at('product'), mix, seed);
  }

  get disposed() {
    return this.#blocks.freed;
  }

  /**
   * @param {(vector: Float64Array) => Float64Array} multiply returns the product in an array of the caller's own: the
   *   module's memory may grow meanwhile, and its views with that be lost
   * @returns {boolean} whether another product is wanted
   */
  step(multiply) {
    const product = multiply(this.#view('vector'));
    this.#view('product').set(product);
    const answer = this.#heap.exports.kudari_lanczos_advance(this.#state);
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

  /** The i-th eigenvector of the last solve; after it no step can follow. @param {number} i @returns {Float64Array} */
  eigenvector(i) {
    // In the place of the vector that would be multiplied next.
    this.#heap.exports.kudari_lanczos_eigenvector(this.#state, i, this.#at('vector'));
    return this.#view('vector').slice();
  }

  dispose() {
    this.#blocks.free();
  }

  /** @param {'vector' | 'product'} which @returns {number} its address */
  #at(which) {
    return this.#heap.exports[`kudari_lanczos_${which}`](this.#state);
  }

  /** @param {'vector' | 'product'} which @returns {Float64Array} */
  #view(which) {
    return /** @type {Float64Array} */ (this.#heap.view(this.#at(which), this.#size, 'float64'));
  }
}
