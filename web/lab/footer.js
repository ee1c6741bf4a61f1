/**
 * The foot of the page: how results are kept honest, to be tried out on the spot.
 */
import { html } from 'lit-html';
import { parityView } from './parity-view.js';

/** @param {import('./view.js').PageView} view @param {import('./parity.js').Parity} parity */
export const footer = ({ say, language }, parity) => html`
  ${parityView(parity, language)}
  <p>${say('about')}</p>
  <p><a href="bench/index.html?lang=${language}">${say('ownSpeed')}</a> · <a href="api/">${say('reference')}</a></p>
`;
