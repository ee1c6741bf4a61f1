/**
 * The page's controls as templates: what they show follows from the view they are given, and a change calls one of its
 * actions.
 */
import { html, nothing, svg } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { methods } from '../core/methods.js';
import { formatNumber } from '../figures/format.js';
import { markerPoints, runStyle } from '../figures/styles.js';
import { bounds, presets } from '../experiment/index.js';
import { catalogue } from '../problems/index.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 *
 * @typedef {object} Actions
 * @property {(edit: (draft: Config) => void) => void} edit
 * @property {(config: any) => void} open
 * @property {(id: string) => void} takeProblem
 * @property {() => void} stop
 * @property {() => void} toggleLanguage
 * @property {() => void} toggleTheme
 * @property {() => void} togglePlay
 * @property {(steps: number) => void} nudge
 * @property {(step: number) => void} seek
 * @property {(speed: number) => void} setSpeed
 * @property {() => void} dismiss
 *
 * @typedef {object} PageView
 * @property {Config} config
 * @property {'en' | 'ja'} language
 * @property {'light' | 'dark'} theme
 * @property {ReturnType<typeof import('./strings.js').translator>} say
 * @property {import('../experiment/trace.js').Trace | null} trace
 * @property {string[]} faults
 * @property {boolean} badLink
 * @property {number} speed
 * @property {boolean} playing
 * @property {number} step
 * @property {number} end
 * @property {boolean} complete
 * @property {import('../experiment/presets.js').Preset | undefined} preset that the config is
 * @property {Picture} picture
 *
 * @typedef {object} Picture what stands on the left
 * @property {'landscape' | 'boundary'} shown
 * @property {boolean} both whether the other can be shown too
 * @property {string} hint
 */

/** @param {Event} event */
const valueOf = (event) => /** @type {HTMLInputElement | HTMLSelectElement} */ (event.target).value;

/** A rate to two digits: what a slider is good for. @param {number} value */
const twoDigits = (value) => Number(value.toPrecision(2));

/** @param {PageView} view @param {Actions} actions */
export function header({ config, preset, language, say }, { edit, open, takeProblem, toggleLanguage, toggleTheme }) {
  const change = (/** @type {Event} */ event) => takeProblem(valueOf(event));
  const choose = (/** @type {Event} */ event) => open(presets.find(({ id }) => id === valueOf(event))?.config);
  const seeded = catalogue.find(({ id }) => id === config.problem.id)?.options.seed;
  const changeSeed = (/** @type {Event} */ event) =>
    edit((draft) => {
      delete draft.problem.seed;
      draft.seed = numberIn(event);
      // A network's start is drawn from the seed as well.
      delete (/** @type {any} */ (draft).start);
    });
  return html`
    <h1><span class="mark" aria-hidden="true"></span>kudari <span class="tagline">${say('tagline')}</span></h1>
    <label class="choice"
      ><span>${say('preset')}</span>
      <select id="preset" .value=${live(preset?.id ?? '')} @change=${choose}>
        ${preset ? nothing : html`<option value="" selected>${say('ownPreset')}</option>`}
        ${presets.map(({ id, name }) => html`<option value=${id} ?selected=${id === preset?.id}>${name[language]}</option>`)}
      </select>
    </label>
    <label class="choice"
      ><span>${say('problem')}</span>
      <select id="problem" .value=${live(config.problem.id)} @change=${change}>
        ${catalogue.map(({ id, name }) => html`<option value=${id} ?selected=${id === config.problem.id}>${name[language]}</option>`)}
      </select>
    </label>
    ${
      seeded
        ? html`<label class="choice"
            ><span>${say('seed')}</span
            ><input
              type="number"
              id="seed"
              min="0"
              .value=${live(String(config.problem.seed ?? config.seed))}
              @change=${changeSeed}
          /></label>`
        : nothing
    }
    <nav>
      <button
        class="quiet"
        id="language"
        title=${say('languageTitle')}
        lang=${language === 'en' ? 'ja' : 'en'}
        @click=${toggleLanguage}
      >
        ${say('language')}
      </button>
      <button class="quiet icon" id="theme" title=${say('theme')} aria-label=${say('theme')} @click=${toggleTheme}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="6" class="line" />
          <path d="M8 2a6 6 0 0 1 0 12z" />
        </svg>
      </button>
    </nav>
  `;
}

/** @param {PageView} view @param {Actions} actions */
export function notice({ faults, badLink, say }, { dismiss }) {
  if (faults.length === 0) return nothing;
  return html`
    <div>
      <strong>${say(badLink ? 'badLink' : 'badValue')}</strong>
      <ul lang="en">
        ${faults.map((fault) => html`<li>${fault}</li>`)}
      </ul>
    </div>
    <button class="quiet" @click=${dismiss}>${say('dismiss')}</button>
  `;
}

const icons = {
  play: svg`<path d="M4 2.5v11l9.5-5.5z" />`,
  pause: svg`<path d="M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z" />`,
  forward: svg`<path d="M3 2.5v11l7.5-5.5zM11.5 2.5h2v11h-2z" />`,
  back: svg`<path d="M13 2.5v11l-7.5-5.5zM2.5 2.5h2v11h-2z" />`,
  reset: svg`<path d="M2 2.5h2v11h-2zM9.5 2.5v11l-5-5.5zM14.5 2.5v11l-5-5.5z" />`,
};

/** Speeds that the slider goes through, from one state a second to a thousand. */
const SPEED_DECADES = 3;

/** @param {PageView} view @param {Actions} actions */
export function transport({ config, playing, step, end, speed, say }, { edit, togglePlay, nudge, seek, setSpeed }) {
  const button = (
    /** @type {keyof typeof icons} */ icon,
    /** @type {() => void} */ act,
    /** @type {string} */ id,
  ) => html`
    <button class="icon" id=${id} title=${say(icon)} aria-label=${say(icon)} @click=${act}>
      <svg viewBox="0 0 16 16" aria-hidden="true">${icons[icon]}</svg>
    </button>
  `;
  const changeSteps = (/** @type {Event} */ event) => edit((draft) => (draft.steps = Number(valueOf(event))));
  return html`
    <input
      type="range"
      class="scrubber"
      id="scrubber"
      min="0"
      max=${config.steps}
      .value=${live(String(step))}
      aria-label=${say('scrubber')}
      @input=${(/** @type {Event} */ event) => seek(Math.min(end, Number(valueOf(event))))}
    />
    <div class="buttons">
      ${button('reset', () => nudge(-Infinity), 'reset')} ${button('back', () => nudge(-1), 'back')}
      ${button(playing ? 'pause' : 'play', togglePlay, 'play')} ${button('forward', () => nudge(1), 'forward')}
      <span class="position">${say('step')} <output id="step">${step}</output> /</span>
      <input
        type="number"
        id="steps"
        min="1"
        max=${bounds.steps}
        aria-label=${say('steps')}
        title=${say('steps')}
        .value=${live(String(config.steps))}
        @change=${changeSteps}
      />
      <label class="speed"
        >${say('speed')}
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
    </div>
  `;
}

/** How far the computing is, while it goes on. @param {PageView} view @param {Actions} actions */
export function computing({ config, complete, end, say }, { stop }) {
  if (complete) return nothing;
  return html`
    <span>${say('computing', { share: Math.floor((100 * end) / config.steps) })}</span>
    <button class="quiet" id="stop" @click=${stop}>${say('stop')}</button>
  `;
}

/** What stands on the left, and the way to the other picture. @param {PageView} view @param {Actions} actions */
export function pictureCaption({ picture, say }, { edit }) {
  const { shown, both, hint } = picture;
  const other = shown === 'landscape' ? 'boundary' : 'landscape';
  const change = () =>
    edit((draft) => {
      draft.view.panels = [other, ...draft.view.panels.filter((panel) => panel !== shown && panel !== other)];
    });
  return html`
    <h2>${say(shown)}</h2>
    <span class="unit" id="landscape-hint" title=${hint}>${hint}</span>
    ${both ? html`<button class="quiet swap" id="swap" @click=${change}>${say(other === 'boundary' ? 'showBoundary' : 'showLandscape')}</button>` : nothing}
  `;
}

/** @param {number} k @param {'light' | 'dark'} theme */
function swatch(k, theme) {
  const { color, dash, marker } = runStyle(k, theme);
  const points = markerPoints(marker, 4.5);
  return html`
    <svg class="swatch" viewBox="-22 -8 44 16" aria-hidden="true">
      <line x1="-22" x2="22" stroke=${color} stroke-width="2" stroke-dasharray=${dash.join(' ') || 'none'} />
      ${points ? svg`<polygon points=${points} fill=${color} />` : svg`<circle r="4.5" fill=${color} />`}
    </svg>
  `;
}

/** The rate sliders span six decades below this. */
const TOP_RATE = 10;
const RATE_DECADES = 6;

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function card(view, { edit }, run, k) {
  const { config, say, theme, trace } = view;
  const row = methods.find(({ id }) => id === run.method) ?? methods[0];
  const lr = run.lr ?? row.options.lr.default;
  const change = (/** @type {(run: RunConfig) => void} */ act) => edit((draft) => act(draft.runs[k]));
  const changeMethod = (/** @type {Event} */ event) => {
    // The new method's own rate: what is small for one method is huge for another.
    edit((draft) => (draft.runs[k] = { method: valueOf(event), ...(run.sam ? { sam: run.sam } : {}) }));
  };
  const setRate = (/** @type {number} */ value) => change((draft) => (draft.lr = value));
  const sliderAt = typeof lr === 'number' && lr > 0 ? Math.log10(lr / TOP_RATE) : -RATE_DECADES;
  const stopped = trace?.runs[k]?.stopped;
  return html`
    <fieldset class="card" id="run-${k}">
      <legend class="hidden">${say('run', { n: k + 1 })}</legend>
      <div class="row">
        ${swatch(k, theme)}
        <select class="method" aria-label=${say('method')} .value=${live(run.method)} @change=${changeMethod}>
          ${methods.map(({ id, name }) => html`<option value=${id} ?selected=${id === run.method}>${name}</option>`)}
        </select>
        <button
          class="quiet remove"
          title=${say('remove')}
          aria-label=${say('remove')}
          ?disabled=${config.runs.length === 1}
          @click=${() => edit((draft) => void draft.runs.splice(k, 1))}
        >
          ×
        </button>
      </div>
      <div class="row rate">
        <span>${say('rate')}</span>
        ${
          typeof lr === 'number'
            ? html`
                <input
                  type="range"
                  min=${-RATE_DECADES}
                  max="0"
                  step="0.02"
                  .value=${live(String(sliderAt))}
                  aria-label=${say('rateSlider')}
                  aria-valuetext=${formatNumber(lr)}
                  @input=${(/** @type {Event} */ event) => setRate(twoDigits(TOP_RATE * 10 ** Number(valueOf(event))))}
                />
                <input
                  type="number"
                  class="number"
                  min="0"
                  step="any"
                  .value=${live(String(lr))}
                  aria-label=${say('rate')}
                  @change=${(/** @type {Event} */ event) => setRate(numberIn(event))}
                />
              `
            : html`<span class="schedule">${say('schedule', { type: lr.type })}</span>`
        }
      </div>
      <div class="row sam">
        <label title=${say('samTitle')}
          ><input
            type="checkbox"
            .checked=${live(Boolean(run.sam))}
            @change=${(/** @type {Event} */ event) => change((draft) => toggleSam(draft, /** @type {HTMLInputElement} */ (event.target).checked, config))}
          />
          ${say('sam')}</label
        >
        ${run.sam ? samRadius(run.sam, say, (rho) => change((draft) => (draft.sam = { ...draft.sam, rho }))) : nothing}
      </div>
      ${stopped ? html`<p class="stopped">${say('diverged', { step: stopped.step, what: say(`${stopped.what}_`) })}</p>` : nothing}
    </fieldset>
  `;
}

/** An empty or broken entry is no number, and must not be read as 0. @param {Event} event */
function numberIn(event) {
  const text = valueOf(event).trim();
  return text === '' ? NaN : Number(text);
}

/** @param {RunConfig} draft @param {boolean} on @param {Config} config */
function toggleSam(draft, on, config) {
  if (on) draft.sam = { rho: config.measure.samSharpness?.rho ?? 0.05 };
  else delete draft.sam;
}

/** @param {any} sam @param {PageView['say']} say @param {(rho: number) => void} change */
function samRadius({ rho = 0.05 }, say, change) {
  return html`
    <span class="radius"
      ><span>${say('rho')}</span>
      <input
        type="range"
        min="0"
        max="1"
        step="0.01"
        .value=${live(String(rho))}
        aria-label="${say('sam')} ${say('rho')}"
        @input=${(/** @type {Event} */ event) => change(Number(valueOf(event)))}
      />
      <input
        type="number"
        class="number"
        min="0"
        step="any"
        .value=${live(String(rho))}
        aria-label="${say('sam')} ${say('rho')}"
        @change=${(/** @type {Event} */ event) => change(numberIn(event))}
      />
    </span>
  `;
}

/** @param {PageView} view @param {Actions} actions */
export function cards(view, actions) {
  const { config, say } = view;
  const add = () => actions.edit((draft) => void draft.runs.push(nextRun(draft.runs)));
  return html`
    ${config.runs.map((run, k) => card(view, actions, run, k))}
    ${config.runs.length < bounds.runs ? html`<button class="add" id="add" title=${say('add')} @click=${add}>+ ${say('add')}</button>` : nothing}
  `;
}

/** The first method of the table that is not shown yet. @param {RunConfig[]} runs @returns {RunConfig} */
function nextRun(runs) {
  const fresh = methods.find(({ id }) => runs.every((run) => run.method !== id));
  return { method: (fresh ?? methods[0]).id };
}

/** What a picture shows, in a sentence, for those who cannot see it. @param {PageView} view */
export function summary({ trace, step, say }) {
  if (!trace) return '';
  const runs = trace.runs.map((run, k) => {
    const i = Math.min(step, run.length - 1);
    return say('summaryRun', { name: runName(trace.config.runs[k]), loss: formatNumber(run.loss[i]) });
  });
  return say('summary', { step, runs: runs.join('; ') });
}

/** @param {RunConfig} run */
function runName(run) {
  const name = methods.find(({ id }) => id === run.method)?.name ?? run.method;
  return run.sam ? `${name} + SAM` : name;
}
