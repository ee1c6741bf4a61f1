/**
 * The transport: where in time the figures stand, and how they move on.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { numberIn, twoDigits, valueOf } from './input.js';
import { icon } from './icons.js';

/** @typedef {import('./view.js').StageView} StageView @typedef {import('./view.js').StageActions} StageActions */

/** Speeds that the slider goes through, from one state a second to a thousand. */
const SPEED_DECADES = 3;

/** With room for the largest, so that what stands beside it does not move. @param {number} value @param {number} largest */
const aligned = (value, largest) => String(value).padStart(String(largest).length, '\u2007');

/** @param {StageView} view @param {StageActions} actions */
export function transport(view, { edit, togglePlay, nudge, seek, setSpeed, toggleLoop }) {
  const { config, playing, position, end, last, speed, loop, link, say } = view;
  const evaluations = config.view.axis === 'evaluations';
  const button = (
    /** @type {import('./icons.js').Icon & import('./phrases.js').Phrase} */ name,
    /** @type {() => void} */ act,
    /** @type {string} */ id,
  ) =>
    html`<button class="icon" id=${id} title=${say(name)} aria-label=${say(name)} @click=${act}>${icon(name)}</button>`;
  return html`
    <input
      type="range"
      class="scrubber"
      id="scrubber"
      min="0"
      max=${last}
      .value=${live(String(position))}
      aria-label=${say('scrubber')}
      aria-valuetext="${say(evaluations ? 'evaluation' : 'step')} ${position}"
      @input=${(/** @type {Event} */ event) => seek(Math.min(end, Number(valueOf(event))))}
    />
    <div class="buttons">
      ${button('reset', () => nudge(-Infinity), 'reset')} ${button('back', () => nudge(-1), 'back')}
      ${button(playing ? 'pause' : 'play', togglePlay, 'play')} ${button('forward', () => nudge(1), 'forward')}
      <button
        class="icon"
        id="loop"
        title=${say('loop')}
        aria-label=${say('loop')}
        aria-pressed=${loop ? 'true' : 'false'}
        @click=${toggleLoop}
      >
        ${icon('loop')}
      </button>
      <span class="where">
        <span class="position"
          >${say(evaluations ? 'evaluation' : 'step')} <output id="step">${aligned(position, last)}</output> /</span
        >
        ${
          evaluations
            ? html`<span class="of">${last}</span>`
            : html`<input
                type="text"
                inputmode="numeric"
                class="number"
                id="steps"
                aria-label=${say('steps')}
                title=${say('steps')}
                .value=${live(String(config.steps))}
                @change=${(/** @type {Event} */ event) => edit((draft) => (draft.steps = numberIn(event)))}
              />`
        }
      </span>
      <label class="speed"
        ><span>${say('speed')}</span>
        <input
          type="range"
          id="speed"
          min="0"
          max=${SPEED_DECADES}
          step="0.05"
          .value=${live(String(Math.log10(speed)))}
          aria-valuetext="${Math.round(speed)} ${say('perSecond')}"
          @input=${(/** @type {Event} */ event) => setSpeed(twoDigits(10 ** Number(valueOf(event))))}
        />
        <output>${Math.round(speed)}${say('perSecondShort')}</output>
      </label>
      ${link ? html`<a class="full" href=${link} target="_blank" rel="noopener" title=${say('openFull')}>kudari ↗</a>` : nothing}
    </div>
  `;
}

/** How far the computing is, while it goes on or was stopped. @param {StageView} view @param {StageActions} actions */
export function computing({ complete, stopped, end, last, say }, { stop, resume }) {
  if (stopped)
    return html`
      <span>${say('stoppedAt', { end, last })}</span>
      <button class="quiet" id="resume" @click=${resume}>${say('resume')}</button>
    `;
  if (complete) return nothing;
  // The last state may be there and not yet be measured.
  const share = Math.min(Math.floor((100 * end) / last), 99);
  return html`
    <span>${say('computing', { share: aligned(share, 99) })}</span>
    <button class="quiet" id="stop" @click=${stop}>${say('stop')}</button>
  `;
}
