/**
 * The signs of a run beside its name, as in the figures.
 */
import { html, svg } from 'lit-html';
import { markerPoints, runStyle } from './styles.js';

/** Its line and marker. @param {number} k the run @param {'light' | 'dark'} theme */
export const swatch = (k, theme) => html`
  <svg class="swatch" viewBox="-18 -8 36 16" aria-hidden="true">
    <line
      x1="-18"
      x2="18"
      stroke=${runStyle(k, theme).color}
      stroke-width="2"
      stroke-dasharray=${runStyle(k, theme).dash.join(' ') || 'none'}
    />
    ${mark(k, theme)}
  </svg>
`;

/** Its marker alone. @param {number} k @param {'light' | 'dark'} theme */
export const dot = (k, theme) =>
  html`<svg class="dot" viewBox="-7 -7 14 14" aria-hidden="true">${mark(k, theme)}</svg>`;

/** @param {number} k @param {'light' | 'dark'} theme */
function mark(k, theme) {
  const { color, marker } = runStyle(k, theme);
  const points = markerPoints(marker, 4.5);
  return points ? svg`<polygon points=${points} fill=${color} />` : svg`<circle r="4.5" fill=${color} />`;
}
