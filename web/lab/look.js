/**
 * In which language and which colours the page is shown: as the config says, else as the reader's system does.
 */
import { readersLanguage } from '../words/words.js';

/** @typedef {import('../experiment/config.js').Config} Config */

export class Look {
  #dark = matchMedia('(prefers-color-scheme: dark)');
  #printing = false;

  /**
   * @param {() => void} restyle the system has other colours now
   * @param {(on: boolean) => void} print the page goes to paper, and comes back
   */
  constructor(restyle, print) {
    this.#dark.addEventListener('change', restyle);
    const turn = (/** @type {boolean} */ on) => {
      this.#printing = on;
      print(on);
    };
    window.addEventListener('beforeprint', () => turn(true));
    window.addEventListener('afterprint', () => turn(false));
  }

  /** @param {Config} config */
  language({ view }) {
    return view.lang ?? readersLanguage();
  }

  /** Paper is light, whatever the screen is. @param {Config} config */
  theme({ view }) {
    if (this.#printing) return 'light';
    return view.theme ?? (this.#dark.matches ? 'dark' : 'light');
  }
}
