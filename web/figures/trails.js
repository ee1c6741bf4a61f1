/**
 * The ways of the runs on a transparent layer that grows with them: a frame draws only what is new.
 */
import { markerPath, runStyle } from './styles.js';

/**
 * @typedef {import('../experiment/trace.js').RunTrace} RunTrace
 * @typedef {(run: RunTrace, i: number) => [number, number] | null} Place where state i lies on the layer, in CSS pixels;
 *   null where it has no place
 */

/** The single steps are dotted as long as they are few enough to be told apart. */
const DOTTED = 400;

export class Trails {
  #canvas = document.createElement('canvas');
  #key = '';
  /** @type {readonly RunTrace[]} */ #runs = [];
  /** Of each run: states drawn, and the length of its line so far, where its dashes go on. */
  /** @type {{ drawn: number, length: number }[]} */ #progress = [];

  /**
   * The layer with every run up to a step.
   *
   * @param {readonly RunTrace[]} runs
   * @param {number} step
   * @param {Place} place
   * @param {{ width: number, height: number, scale: number, key: string, colors: import('./styles.js').PageColors }} layer
   *   key: all that the places depend on
   */
  show(runs, step, place, { width, height, scale, key, colors }) {
    const back = this.#progress.some(({ drawn }, k) => drawn > Math.min(runs[k]?.length ?? 0, step + 1));
    if (key !== this.#key || back || !continues(this.#runs, runs)) {
      this.#key = key;
      // Setting the size clears the canvas, and its transformation.
      this.#canvas.width = Math.round(width * scale);
      this.#canvas.height = Math.round(height * scale);
      this.#context.scale(scale, scale);
      this.#progress = runs.map(() => ({ drawn: 0, length: 0 }));
    }
    this.#runs = runs;
    runs.forEach((run, k) => this.#extend(run, k, Math.min(run.length, step + 1), place, colors));
    return this.#canvas;
  }

  get #context() {
    return /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext('2d'));
  }

  /**
   * @param {RunTrace} run
   * @param {number} k
   * @param {number} end
   * @param {Place} place
   * @param {import('./styles.js').PageColors} colors
   */
  #extend(run, k, end, place, { theme, paper }) {
    const progress = this.#progress[k];
    if (end <= progress.drawn) return;
    /** @type {[number, number][]} */
    const points = [];
    for (let i = Math.max(0, progress.drawn - 1); i < end; i++) {
      const at = place(run, i);
      if (at) points.push(at);
    }
    const { color, dash } = runStyle(k, theme);
    const context = this.#context;
    const line = new Path2D();
    for (const [x, y] of points) line.lineTo(x, y);
    context.lineJoin = 'round';
    // A casing in the colour of the paper keeps the line readable on the deepest tint.
    context.strokeStyle = paper;
    context.lineWidth = 4;
    context.setLineDash([]);
    context.stroke(line);
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.setLineDash(dash);
    context.lineDashOffset = progress.length;
    context.stroke(line);
    if (run.length <= DOTTED) {
      context.fillStyle = color;
      for (const [x, y] of points) context.fill(markerPath('circle', x, y, 1.9));
    }
    progress.drawn = end;
    progress.length += points.reduce(
      (sum, [x, y], i) => (i > 0 ? sum + Math.hypot(x - points[i - 1][0], y - points[i - 1][1]) : sum),
      0,
    );
  }
}

/** Whether the later runs are the earlier ones, further on. @param {readonly RunTrace[]} before @param {readonly RunTrace[]} after */
function continues(before, after) {
  return before.length === after.length && before.every(({ path }, k) => path.buffer === after[k].path.buffer);
}
