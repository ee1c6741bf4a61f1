/**
 * The options of one run in full.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { clipping } from '../core/settings.js';
import { bounds } from '../experiment/index.js';
import { swatch } from '../figures/swatch.js';
import { lensFormula } from '../lens/index.js';
import { valueOf } from '../stage/input.js';
import { methodOf, rateOf, runName } from '../stage/names.js';
import { editorHead } from './editor-head.js';
import { takeDefaults } from './edits.js';
import { optionField, symbols } from './fields.js';
import { samEditor } from './sam-editor.js';
import { scheduleEditor } from './schedule.js';

/**
 * @typedef {import('./view.js').PageView} PageView
 * @typedef {import('./view.js').Actions} Actions
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 */

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
export function runEditor(view, actions, run, k) {
  const { say, config, theme, language } = view;
  const method = methodOf(run);
  const { lr: _, ...specs } = method.options;
  const defaults = run.preset === 'pytorch' ? method.pytorch : {};
  const change = (/** @type {string} */ name, /** @type {any} */ value) =>
    actions.edit((draft) => {
      if (value === undefined || (value === null && name !== 'sam')) delete draft.runs[k][name];
      else draft.runs[k][name] = value;
    }, `option ${k} ${name}`);
  const field = (/** @type {[string, import('../check/check.js').OptionSpec]} */ [name, spec]) =>
    optionField({
      name,
      symbol: name === 'gamma' && method.id.endsWith('bound') ? '' : symbols[name],
      spec: { ...spec, default: defaults[name] ?? spec.default },
      value: run[name],
      language,
      change: (value) => change(name, value),
    });
  const tools = html`
    <button id="duplicate" ?disabled=${config.runs.length >= bounds.runs} @click=${() => actions.duplicateRun(k)}>
      ${say('duplicate')}
    </button>
    <button
      id="move-left"
      aria-label=${say('moveLeft')}
      title=${say('moveLeft')}
      ?disabled=${k === 0}
      @click=${() => actions.moveRun(k, -1)}
    >
      ←
    </button>
    <button
      id="move-right"
      aria-label=${say('moveRight')}
      title=${say('moveRight')}
      ?disabled=${k === config.runs.length - 1}
      @click=${() => actions.moveRun(k, 1)}
    >
      →
    </button>
  `;
  return html`
    ${editorHead(view, actions, html`${swatch(k, theme)} ${runName(config, k)}`, tools)}
    <div class="formula">
      ${lensFormula(run.method)}<span class="hint"
        >${method.source}${method.torch ? html` · <code>${method.torch}</code>` : nothing}</span
      >
    </div>
    <div class="fields">
      <section>
        <h3>${say('methodOptions')}</h3>
        ${presetField(view, run, (value) => actions.edit((draft) => takeDefaults(draft, k, value)))}
        ${Object.entries(specs).map(field)}
      </section>
      ${scheduleEditor(view, rateOf(run), (lr) => change('lr', lr))} ${samEditor(view, actions, run, k)}
      <section>
        <h3>${say('clipTitle')}</h3>
        ${Object.entries(clipping).map(field)}
      </section>
    </div>
  `;
}

/** Whose defaults. @param {PageView} view @param {RunConfig} run @param {(value: any) => void} change */
function presetField({ say }, run, change) {
  if (Object.keys(methodOf(run).pytorch).length === 0) return nothing;
  return html`
    <div class="field">
      <label for="field-preset">${say('defaultsOf')}</label>
      <select
        id="field-preset"
        .value=${live(run.preset ?? 'textbook')}
        @change=${(/** @type {Event} */ event) => change(valueOf(event) === 'textbook' ? undefined : 'pytorch')}
      >
        <option value="textbook" ?selected=${run.preset !== 'pytorch'}>${say('textbook')}</option>
        <option value="pytorch" ?selected=${run.preset === 'pytorch'}>PyTorch</option>
      </select>
      <p class="hint">${say('defaultsHint')}</p>
    </div>
  `;
}
