/**
 * The runs as cards: which method, at which rate, with SAM or without; the rest is in the editor.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { methods } from '../core/methods.js';
import { methodOf, rateOf, runName } from '../stage/names.js';
import { formatNumber } from '../figures/format.js';
import { swatch } from '../figures/swatch.js';
import { bounds } from '../experiment/index.js';
import { logKnob, numberBox, symbols } from './fields.js';
import { numberIn, valueOf } from '../stage/input.js';
import { icon } from '../stage/icons.js';
import { sparkline } from './schedule.js';

/**
 * @typedef {import('./view.js').PageView} PageView
 * @typedef {import('./view.js').Actions} Actions
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 * @typedef {import('../experiment/config.js').Config} Config
 */

/** The rate sliders span six decades below this. */
const TOP_RATE = 10;
const RATE_DECADES = 6;

/** @param {PageView} view @param {Actions} actions */
export function cards(view, actions) {
  const { config, say } = view;
  return html`
    ${config.runs.map((run, k) => card(view, actions, run, k))}
    ${config.runs.length < bounds.runs ? html`<button class="add" id="add" title=${say('add')} @click=${actions.addRun}>+ ${say('add')}</button>` : nothing}
  `;
}

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function card(view, actions, run, k) {
  const { config, say, theme, editing } = view;
  const hidden = config.view.hidden.includes(k);
  const open = editing === k;
  return html`
    <fieldset class="card" id="run-${k}" ?data-hidden=${hidden} ?data-open=${open}>
      <legend class="hidden">${say('run', { n: k + 1 })}</legend>
      <div class="row">
        <button
          class="legend"
          title=${say(hidden ? 'showRun' : 'hideRun')}
          aria-label=${say('runShown', { name: runName(config, k) })}
          aria-pressed=${hidden ? 'false' : 'true'}
          @click=${() => actions.toggleRun(k)}
        >
          ${swatch(k, theme)}
        </button>
        ${methodChoice(view, actions, run, k)}
        <button
          class="quiet icon more"
          title=${say('runOptions')}
          aria-label=${say('runOptions')}
          aria-expanded=${open ? 'true' : 'false'}
          aria-controls="editor"
          @click=${() => actions.openEditor(open ? null : k)}
        >
          ${icon('options')}
        </button>
        <button
          class="quiet icon remove"
          title=${say('remove')}
          aria-label=${say('remove')}
          ?disabled=${config.runs.length === 1}
          @click=${() => actions.removeRun(k)}
        >
          ${icon('close')}
        </button>
      </div>
      ${rateRow(view, actions, run, k)} ${samRow(view, actions, run, k)} ${stopNote(view, k)}
    </fieldset>
  `;
}

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function methodChoice({ say }, { takeMethod }, run, k) {
  const change = (/** @type {Event} */ event) => takeMethod(k, valueOf(event));
  return html`
    <select class="method" aria-label=${say('method')} .value=${live(run.method)} @change=${change}>
      ${methods.map(({ id, name }) => html`<option value=${id} ?selected=${id === run.method}>${name}</option>`)}
    </select>
  `;
}

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function rateRow({ say, config, kudari }, { edit, openEditor }, run, k) {
  const lr = rateOf(run);
  const base = typeof lr === 'number' ? lr : (lr.base ?? methodOf(run).options.lr.default);
  const change = (/** @type {number} */ value) => edit((draft) => setBase(draft.runs[k], lr, value), `rate ${k}`);
  return html`
    <div class="row rate">
      <span title=${say('rate')}>ϵ</span>
      ${logKnob({ value: base, top: TOP_RATE, decades: RATE_DECADES, label: say('rate'), slider: say('rateSlider'), change })}
      <button
        class="quiet spark"
        title=${typeof lr === 'number' ? say('constantRate') : say('schedule', { type: lr.type })}
        aria-label=${typeof lr === 'number' ? say('constantRate') : say('schedule', { type: lr.type })}
        @click=${() => openEditor(k)}
      >
        ${sparkline(kudari, lr, config.steps)}
      </button>
    </div>
  `;
}

/** @param {RunConfig} run @param {any} lr @param {number} value */
function setBase(run, lr, value) {
  run.lr = typeof lr === 'number' ? value : { ...lr, base: value };
}

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function samRow({ say, config }, { edit }, run, k) {
  const toggle = (/** @type {Event} */ event) => {
    const { checked } = /** @type {HTMLInputElement} */ (event.target);
    edit((draft) => {
      if (checked) draft.runs[k].sam = { rho: config.measure.samSharpness?.rho ?? 0.05 };
      else delete draft.runs[k].sam;
    });
  };
  const radius = (/** @type {number} */ rho) =>
    edit((draft) => (draft.runs[k].sam = { ...draft.runs[k].sam, rho }), `rho ${k}`);
  const label = `${say('sam')} ${say('rho')}`;
  const { rho = 0.05, p = 2 } = run.sam ?? {};
  return html`
    <div class="row sam">
      <label title=${say('samTitle')}
        ><input type="checkbox" .checked=${live(Boolean(run.sam))} @change=${toggle} /> ${say('sam')}</label
      >
      ${
        run.sam
          ? html`<span class="radius"
              ><span title=${say('rho')}>ρ</span>
              <input
                type="range"
                min="0"
                max="1"
                step="0.01"
                .value=${live(String(rho))}
                aria-label=${label}
                aria-valuetext=${formatNumber(rho)}
                @input=${(/** @type {Event} */ event) => radius(numberIn(event))}
              />
              ${numberBox({ value: rho, label, change: radius })}
              ${p === 2 ? nothing : html`<span class="norm">p = ${p === 'inf' || p === Infinity ? '∞' : formatNumber(p)}</span>`}
            </span>`
          : nothing
      }
      ${given(run)}
    </div>
  `;
}

/** What else was chosen, so that two cards of one method are told apart. @param {RunConfig} run */
function given({ method, lr, sam, ...rest }) {
  const more = Object.entries(rest).filter(([, value]) => typeof value !== 'object');
  const text = more.map(
    ([name, value]) => `${symbols[name] ?? name} ${typeof value === 'number' ? formatNumber(value) : value}`,
  );
  if (sam?.adaptive) text.push('ASAM');
  return text.length ? html`<span class="given" title=${text.join(', ')}>${text.join(', ')}</span>` : nothing;
}

/** Where and why a run ended early, and how sharp it was there for what its method bears. @param {PageView} view @param {number} k */
function stopNote({ trace, say }, k) {
  const run = trace?.runs[k];
  if (!run?.stopped) return nothing;
  const { step, what } = run.stopped;
  return html`
    <p class="stopped">
      ${say(step === 0 ? 'divergedAtOnce' : 'diverged', { step, what: say(`${what}_`) })}
      <span>${sharpnessNote(run, say)}</span>
    </p>
  `;
}

/** The last that was measured of λmax, or of λmax(P⁻¹H), against the limit then. @param {import('../experiment/trace.js').RunTrace} run @param {PageView['say']} say */
function sharpnessNote(run, say) {
  const pairs = /** @type {const} */ ([
    ['λmax', run.sharpness, run.stability],
    ['λmax(P⁻¹H)', run.preconditioned, run.preconditionedStability],
  ]);
  for (const [name, sharpness, stability] of pairs) {
    const i = sharpness.findLastIndex((value, at) => Number.isFinite(value) && !Number.isNaN(stability[at]));
    if (i < 0) continue;
    const numbers = { name, sharpness: formatNumber(sharpness[i], 3), limit: formatNumber(stability[i], 3) };
    return say(sharpness[i] > stability[i] ? 'divergedAbove' : 'divergedBelow', numbers);
  }
  // Of a method without a known limit λmax alone is to be said.
  const last = run.sharpness.findLast(Number.isFinite);
  return last === undefined ? '' : say('divergedAt', { sharpness: formatNumber(last, 3) });
}
