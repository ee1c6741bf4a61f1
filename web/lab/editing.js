/**
 * Whose options are open in the editor, and where the focus goes when it is opened and closed.
 */
import { element } from './element.js';

/** @typedef {number | 'problem' | null} Edited a run, the problem, or nothing */

export class Editing {
  /** @type {Edited} */ what = null;
  #draw;

  /** @param {() => void} draw the page, at once */
  constructor(draw) {
    this.#draw = draw;
  }

  /**
   * The editor stands apart from the button that opens it, so the focus goes along: to its heading, as what comes first
   * in it duplicates a run. It goes back when the editor is closed.
   *
   * @param {Edited} what null closes it
   */
  open(what) {
    const before = this.what;
    this.what = what;
    if (what === null) {
      const opener =
        before === 'problem' ? element('problem-options') : element(`run-${before}`)?.querySelector('.more');
      /** @type {HTMLElement | null} */ (opener)?.focus();
      this.#draw();
      return;
    }
    this.#draw();
    const editor = element('editor');
    editor.querySelector('h2')?.focus({ preventScroll: true });
    editor.scrollIntoView({ block: 'nearest' });
  }

  /** A run that is no longer there has no options. @param {number} runs how many there are */
  keepWithin(runs) {
    if (typeof this.what === 'number' && this.what >= runs) this.what = null;
  }
}
