/**
 * What stands over the figures: their names, what they show, and what lies under the pointer.
 */
import { html, nothing } from 'lit-html';
import { formatNumber, formatReading } from '../figures/format.js';
import { dot } from '../figures/swatch.js';
import { icon } from './icons.js';

/** @typedef {import('./view.js').StageView} StageView @typedef {import('./view.js').StageActions} StageActions */

/** Of one piece: where it does not fit it shall not be cut (figures.css). @param {string} [brief] */
const ofOnePiece = (brief) => (brief === undefined ? nothing : [...brief.replaceAll(' ', '\u00a0')].join('\u2060'));

/** What stands on the left, and the way to the other picture. @param {StageView} view @param {StageActions} actions */
export function pictureCaption(view, actions) {
  const { picture, say } = view;
  const { edit } = actions;
  const { shown, both, hint, reading } = picture;
  if (!shown) return nothing;
  const other = shown === 'landscape' ? 'boundary' : 'landscape';
  const change = () =>
    edit((draft) => {
      draft.view.panels = [other, ...draft.view.panels.filter((panel) => panel !== shown && panel !== other)];
    });
  return html`
    <h2>${say(shown)}</h2>
    <span class="unit" id="landscape-hint" title=${hint.whole} data-brief=${reading ? nothing : ofOnePiece(hint.brief)}
      ><span>${reading || hint.whole}</span></span
    >
    <span class="right">
      ${both ? html`<button class="quiet swap" id="swap" @click=${change}>${say(other === 'boundary' ? 'showBoundary' : 'showLandscape')}</button>` : nothing}
      ${zoomButtons(view, actions)}
    </span>
  `;
}

/** @param {StageView} view @param {StageActions} actions */
function zoomButtons({ picture, config, say }, { edit, zoom }) {
  if (picture.shown !== 'landscape') return nothing;
  const button = (
    /** @type {import('./icons.js').Icon} */ name,
    /** @type {'zoomIn' | 'zoomOut' | 'zoomFit'} */ title,
    /** @type {() => void} */ act,
    off = false,
  ) =>
    html`<button class="quiet icon zoom" title=${say(title)} aria-label=${say(title)} ?disabled=${off} @click=${act}>
      ${icon(name)}
    </button>`;
  const fit = () => edit((draft) => void (draft.view.frame = null), 'frame');
  // First the one that comes and goes: the others keep their place at the edge.
  return html`${button('fit', 'zoomFit', fit, config.view.frame === null)} ${button('plus', 'zoomIn', () => zoom(1.5))}
  ${button('minus', 'zoomOut', () => zoom(1 / 1.5))}`;
}

/**
 * @typedef {object} CurveCaption
 * @property {import('../experiment/config.js').Curve} name
 * @property {import('./view.js').Hint} unit
 * @property {{ possible: boolean, log: boolean }} scales
 * @property {{ position: number, values: { k: number, value: number }[] } | null} reading under the pointer
 * @property {string} axisName what its position counts
 * @property {boolean} windowed whether a part of the axis is shown, and this is where that is said
 * @property {import('./phrases.js').Say} say
 * @property {'light' | 'dark'} theme
 * @property {StageActions['edit']} edit
 */

/** @param {CurveCaption} caption */
export function curveCaption({ name, unit, scales, reading, axisName, windowed, say, theme, edit }) {
  const toggle = () =>
    edit((draft) => void (draft.view.scales = { ...draft.view.scales, [name]: scales.log ? 'linear' : 'log' }));
  const whole = () => edit((draft) => void (draft.view.window = null), 'window');
  return html`
    <h2>${say(name)}</h2>
    ${
      reading
        ? html`<span class="unit reading"
            ><b>${axisName} ${reading.position}</b
            >${reading.values.map(({ k, value }) => html`<span>${dot(k, theme)}${formatReading(value)}</span>`)}</span
          >`
        : html`<span class="unit" title=${unit.whole} data-brief=${ofOnePiece(unit.brief)}
            ><span>${unit.whole}</span></span
          >`
    }
    ${windowed ? html`<button class="quiet scale" @click=${whole}>${say('wholeAxis')}</button>` : nothing}
    <button
      class="quiet scale"
      aria-label="${say(name)}, ${say('linearScale')} ${say('logScale')}: ${say('toLog')}"
      title=${say(scales.possible ? 'toLog' : 'notLog')}
      aria-pressed=${scales.log ? 'true' : 'false'}
      ?disabled=${!scales.possible}
      @click=${toggle}
    >
      <span ?data-on=${!scales.log}>${say('linearScale')}</span> <span ?data-on=${scales.log}>${say('logScale')}</span>
    </button>
  `;
}

/** @param {import('../problems/problem.js').Problem} problem @param {number[]} point @param {import('./phrases.js').Say} say */
export function landscapeReading(problem, point, say) {
  const at = point.map((value) => formatNumber(value, 4)).join(', ');
  return say('readingAt', { at, loss: formatReading(problem.loss(point)) });
}
