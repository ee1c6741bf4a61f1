/**
 * One side of the contest as the page sees it: a worker that is asked, and answers.
 */

/** Where its script lies, which build.js puts in. @type {string} */
const script = /** @type {any} */ (globalThis).KUDARI_WORKER;

/** @typedef {import('./worker.js').Order} Order */

export class Side {
  #worker = new Worker(new URL(script, import.meta.url), { type: 'module' });
  #side;

  /** @param {'kudari' | 'plain'} side */
  constructor(side) {
    this.#side = side;
  }

  /** @param {Order} order @returns {Promise<any>} */
  #ask(order) {
    const answer = new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }) => ('reason' in data ? reject(new Error(data.reason)) : resolve(data));
      this.#worker.onerror = ({ message }) => reject(new Error(message || 'a thread could not be started'));
    });
    this.#worker.postMessage(order);
    return answer;
  }

  /**
   * Begins with a method and a size.
   *
   * @param {string} method @param {number} n
   * @returns {Promise<Float32Array>} where the first updates lead
   */
  begin = async (method, n) => (await this.#ask({ side: this.#side, method, n })).params;

  /** @type {import('./measure.js').Timed} */
  time = async (updates) => (await this.#ask({ updates })).taken;

  close() {
    this.#worker.terminate();
  }
}
