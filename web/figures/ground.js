/**
 * The picture of a landscape under the runs: surveyed and drawn in pieces, kept as long as it fits.
 */
import { Terrain } from './terrain.js';

/**
 * @typedef {import('./frame.js').Frame} Frame
 *
 * @typedef {object} View what the picture shows, and how large
 * @property {{ loss: (w: Float64Array) => number }} problem of two parameters
 * @property {Frame} frame
 * @property {number} width CSS pixels
 * @property {number} height
 * @property {number} scale pixels to a CSS pixel
 * @property {import('./styles.js').PageColors} colors
 */

/** Milliseconds of work at once, between two frames. */
const SLICE = 7;
/** Milliseconds that a frame must have stood still before it is worth a survey, if there is an older picture to show. */
const REST = 120;

export class Ground {
  /** The last finished picture. @type {{ view: View, terrain: Terrain } | null} */ #done = null;
  /** @type {{ view: View, key: string, terrain: Terrain | null } | null} */ #wanted = null;
  #timer = 0;
  #onReady;

  /** @param {() => void} onReady called when a picture that was being made is there to be drawn */
  constructor(onReady) {
    this.#onReady = onReady;
  }

  /**
   * Draws what there is of this view: the picture itself, or meanwhile the last one of the same problem where it belongs.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {{ left: number, top: number }} corner
   * @param {View} view
   */
  draw(context, corner, view) {
    const { problem, frame, width, height } = view;
    const key = keyOf(view);
    if (this.#wanted?.key !== key || this.#wanted.view.problem !== problem) this.#want({ view, key, terrain: null });
    const shown = this.#done;
    if (!shown || shown.view.problem !== problem) return;
    const { frame: from } = shown.view;
    const x = width / (frame.right - frame.left);
    const y = height / (frame.top - frame.bottom);
    context.imageSmoothingEnabled = true;
    context.drawImage(
      shown.terrain.canvas,
      corner.left + (from.left - frame.left) * x,
      corner.top + (frame.top - from.top) * y,
      (from.right - from.left) * x,
      (from.top - from.bottom) * y,
    );
  }

  /** The outlines of the levels of the picture that is shown, for a copy that is not made of pixels. */
  get levels() {
    return this.#done && { ...this.#done.terrain.levels, frame: this.#done.view.frame };
  }

  /**
   * Makes the picture of a view beside the one that is shown.
   *
   * @param {View} view
   * @param {() => void} onDone
   */
  prepare(view, onDone) {
    const terrain = new Terrain(view);
    const work = () => {
      terrain.advance(SLICE);
      if (!terrain.done) {
        setTimeout(work);
        return;
      }
      this.#done = { view, terrain };
      this.#wanted = { view, key: keyOf(view), terrain };
      onDone();
    };
    setTimeout(work);
  }

  /** Whatever is still wanted, at once: paper does not wait. */
  finish() {
    clearTimeout(this.#timer);
    this.#work(Infinity);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#wanted = null;
  }

  /** @param {{ view: View, key: string, terrain: Terrain | null }} wanted */
  #want(wanted) {
    clearTimeout(this.#timer);
    const moving = this.#done?.view.problem === wanted.view.problem && this.#done.view.colors === wanted.view.colors;
    this.#wanted = wanted;
    // While a page is laid out, sizes follow on one another: only the last of them is worth a survey.
    this.#timer = window.setTimeout(() => this.#work(), moving ? REST : 0);
  }

  /** @param {number} [milliseconds] */
  #work(milliseconds = SLICE) {
    const wanted = this.#wanted;
    if (!wanted || wanted.terrain?.done) return;
    wanted.terrain ??= new Terrain(wanted.view);
    wanted.terrain.advance(milliseconds);
    if (!wanted.terrain.done) {
      this.#timer = window.setTimeout(() => this.#work());
      return;
    }
    this.#done = { view: wanted.view, terrain: wanted.terrain };
    this.#onReady();
  }
}

/** @param {View} view */
const keyOf = ({ frame, width, height, scale, colors }) =>
  JSON.stringify([frame, width, height, scale, colors.low, colors.high]);
