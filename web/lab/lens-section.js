/**
 * The lens under the figures.
 */
import { html, nothing } from 'lit-html';
import { lensView } from '../lens/index.js';

/** @param {import('./view.js').PageView} view */
export function lensSection({ trace, states, language, theme, say }) {
  if (!trace) return nothing;
  const shown = states.map((state) => (state < 0 ? null : state));
  return html`
    <header><h2>${say('lens')}</h2></header>
    <p class="hint">${say('lensHint')}</p>
    ${lensView({ trace, states: shown, language, theme })}
  `;
}
