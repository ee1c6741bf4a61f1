/**
 * The ways of the runs on transparent layers that grow with them: a frame draws only what is new.
 */
import { markerPath, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 * @typedef {(run: RunTrace, i: number) => [number, number] | null} Place where state i lies on the layer, in CSS pixels;
 *   null where it has no place
 */

/** The single steps are dotted as long as they are few enough to be told apart. */
export const DOTTED = 400;

/**
 * @typedef {object} Layer of one run, so that it lies over those before it however the runs grew
 * @property {HTMLCanvasElement} canvas
 * @property {number} drawn states
 * @property {number} length of the line so far, where its dashes go on
 */

export class Trails {
  #key = '';
  /** @type {readonly RunTrace[]} */ #runs = [];
  /** @type {Layer[]} */ #layers = [];

  /**
   * The layers, in order, with every run up to its state.
   *
   * @param {readonly RunTrace[]} runs
   * @param {readonly number[]} states the last one to be drawn of each run; −1 draws none
   * @param {Place} place
   * @param {{ width: number, height: number, scale: number, key: string, colors: import('./styles.js').PageColors }} view
   *   key: all that the places depend on
   */
  show(runs, states, place, { width, height, scale, key, colors }) {
    const fresh = key !== this.#key || !continues(this.#runs, runs);
    this.#key = key;
    this.#runs = runs;
    this.#layers.length = Math.min(this.#layers.length, runs.length);
    runs.forEach((run, k) => {
      const end = Math.min(run.length, states[k] + 1);
      const layer = (this.#layers[k] ??= { canvas: document.createElement('canvas'), drawn: -1, length: 0 });
      if (fresh || layer.drawn < 0 || layer.drawn > end) {
        // Setting the size clears the canvas, and its transformation.
        layer.canvas.width = Math.round(width * scale);
        layer.canvas.height = Math.round(height * scale);
        contextOf(layer).scale(scale, scale);
        Object.assign(layer, { drawn: 0, length: 0 });
      }
      this.#extend(run, k, end, place, colors);
    });
    return this.#layers.map(({ canvas }) => canvas);
  }

  /**
   * @param {RunTrace} run
   * @param {number} k
   * @param {number} end
   * @param {Place} place
   * @param {import('./styles.js').PageColors} colors
   */
  #extend(run, k, end, place, { theme, paper }) {
    const progress = this.#layers[k];
    if (end <= progress.drawn) return;
    /** @type {[number, number][]} */
    const points = [];
    for (let i = Math.max(0, progress.drawn - 1); i < end; i++) {
      const at = place(run, i);
      if (at) points.push(at);
    }
    const { color, dash } = runStyle(k, theme);
    const context = contextOf(progress);
    const line = new Path2D();
    for (const [x, y] of points) line.lineTo(x, y);
    context.lineJoin = 'round';
    context.setLineDash(dash);
    context.lineDashOffset = progress.length;
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.stroke(line);
    if (run.length <= DOTTED) {
      context.fillStyle = color;
      for (const [x, y] of points) context.fill(markerPath('circle', x, y, 1.9));
    }
    // A casing in the colour of the paper keeps the line readable on the deepest tint; between the dashes there is none,
    // so that a run that went the same way before shows through. It lies under all of the run's own line, also where
    // that comes by again.
    context.globalCompositeOperation = 'destination-over';
    context.strokeStyle = paper;
    context.lineWidth = 4;
    context.stroke(line);
    context.globalCompositeOperation = 'source-over';
    progress.drawn = end;
    progress.length += points.reduce(
      (sum, [x, y], i) => (i > 0 ? sum + Math.hypot(x - points[i - 1][0], y - points[i - 1][1]) : sum),
      0,
    );
  }
}

/** Whether the later runs are the earlier ones, further on. @param {readonly RunTrace[]} before @param {readonly RunTrace[]} after */
function continues(before, after) {
  const dotted = (/** @type {RunTrace} */ { length }) => length <= DOTTED;
  const goesOn = (/** @type {RunTrace} */ run, /** @type {number} */ k) =>
    run.path.buffer === after[k].path.buffer && dotted(run) === dotted(after[k]);
  return before.length === after.length && before.every(goesOn);
}

/** @param {Layer} layer */
const contextOf = ({ canvas }) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
