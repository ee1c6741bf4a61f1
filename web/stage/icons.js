/**
 * The page's signs, drawn on a square of 16 units.
 */
import { html, svg } from 'lit-html';

const shapes = {
  play: svg`<path d="M4 2.5v11l9.5-5.5z" />`,
  pause: svg`<path d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z" />`,
  forward: svg`<path d="M3 2.5v11l7.5-5.5zM11.5 2.5h2v11h-2z" />`,
  back: svg`<path d="M13 2.5v11l-7.5-5.5zM2.5 2.5h2v11h-2z" />`,
  reset: svg`<path d="M2 2.5h2v11h-2zM9.5 2.5v11l-5-5.5zM14.5 2.5v11l-5-5.5z" />`,
  loop: svg`<path class="line" d="M3 7.5a4 4 0 0 1 4-3.5h5M10 1.5L12.6 4 10 6.5M13 8.5a4 4 0 0 1-4 3.5H4M6 14.5L3.4 12 6 9.5" />`,
  undo: svg`<path class="line" d="M6.5 3L3 6.5 6.5 10M3 6.5h6a4 4 0 0 1 0 7H6.5" />`,
  redo: svg`<path class="line" d="M9.5 3L13 6.5 9.5 10M13 6.5H7a4 4 0 0 0 0 7h2.5" />`,
  theme: svg`<circle cx="8" cy="8" r="6" class="line" /><path d="M8 2a6 6 0 0 1 0 12z" />`,
  options: svg`<path class="line" d="M1.5 5h7M12.5 5h2M1.5 11h2M7.5 11h7" /><circle class="line" cx="10.5" cy="5" r="2" /><circle class="line" cx="5.5" cy="11" r="2" />`,
  close: svg`<path class="line" d="M4 4l8 8M12 4l-8 8" />`,
  plus: svg`<path class="line" d="M8 3v10M3 8h10" />`,
  minus: svg`<path class="line" d="M3 8h10" />`,
  fit: svg`<path class="line" d="M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10" />`,
};

/** @typedef {keyof typeof shapes} Icon */

/** @param {Icon} name */
export const icon = (name) => html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;
