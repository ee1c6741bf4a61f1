/**
 * The options of one run, or of the problem, in full.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { clipping, samOptions } from '../core/settings.js';
import { bounds } from '../experiment/index.js';
import { swatch } from '../figures/swatch.js';
import { methodOf, rateOf, runName } from '../stage/names.js';
import { optionField, symbols } from './fields.js';
import { numberIn, valueOf } from '../stage/input.js';
import { formulaField } from './formula-field.js';
import { icon } from '../stage/icons.js';
import { offered } from './offered.js';
import { scheduleEditor } from './schedule.js';
import { lensFormula } from '../lens/index.js';

/**
 * @typedef {import('./view.js').PageView} PageView
 * @typedef {import('./view.js').Actions} Actions
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 */

/** @param {PageView} view @param {Actions} actions */
export function editor(view, actions) {
  const { editing, config } = view;
  if (editing === null) return nothing;
  if (editing === 'problem') return problemEditor(view, actions);
  const run = config.runs[editing];
  return run ? runEditor(view, actions, run, editing) : nothing;
}

/** @param {PageView} view @param {Actions} actions @param {any} title @param {any} tools */
const head = ({ say }, { openEditor }, title, tools) => html`
  <header>
    <h2 tabindex="-1">${title}</h2>
    <div class="tools">
      ${tools}
      <button
        class="quiet icon"
        id="close-editor"
        title=${say('close')}
        aria-label=${say('close')}
        @click=${() => openEditor(null)}
      >
        ${icon('close')}
      </button>
    </div>
  </header>
`;

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function runEditor(view, actions, run, k) {
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
  // With whose defaults goes whose rate.
  const takeDefaults = (/** @type {any} */ value) =>
    actions.edit((draft) => {
      const { preset: _, lr: __, ...rest } = draft.runs[k];
      draft.runs[k] = value ? { ...rest, preset: value } : rest;
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
    ${head(view, actions, html`${swatch(k, theme)} ${runName(config, k)}`, tools)}
    <div class="formula">
      ${lensFormula(run.method)}<span class="hint"
        >${method.source}${method.torch ? html` · <code>${method.torch}</code>` : nothing}</span
      >
    </div>
    <div class="fields">
      <section>
        <h3>${say('methodOptions')}</h3>
        ${presetField(view, run, (value) => takeDefaults(value))} ${Object.entries(specs).map(field)}
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

/** Norms to choose from; any other is typed. */
const norms = /** @type {const} */ ([1, 2, 'inf']);

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
function samEditor({ say, language, config }, { edit }, run, k) {
  const { sam } = run;
  const set = (/** @type {string} */ name, /** @type {any} */ value) =>
    edit((draft) => {
      const next = { rho: config.measure.samSharpness?.rho ?? 0.05, ...draft.runs[k].sam, [name]: value };
      if (value === undefined) delete next[name];
      draft.runs[k].sam = next;
    }, `sam ${k} ${name}`);
  const toggle = (/** @type {Event} */ event) => {
    if (/** @type {HTMLInputElement} */ (event.target).checked) set('adaptive', undefined);
    else edit((draft) => void delete draft.runs[k].sam);
  };
  const p = sam?.p === Infinity ? 'inf' : (sam?.p ?? 2);
  const { rho, adaptive, eps } = samOptions;
  const field = (/** @type {string} */ name, /** @type {import('../check/check.js').OptionSpec} */ spec) =>
    optionField({
      name,
      owner: 'sam',
      symbol: symbols[name === 'eps' ? '' : name],
      spec,
      value: sam?.[name],
      language,
      change: (value) => set(name, value),
    });
  return html`
    <section>
      <h3>${say('samTitleShort')}</h3>
      <div class="field">
        <label for="field-sam">SAM</label>
        <input type="checkbox" id="field-sam" .checked=${live(Boolean(sam))} @change=${toggle} />
        <p class="hint">${say('samTitle')}</p>
      </div>
      ${
        sam
          ? html`${field('rho', rho)}
              <div class="field">
                <label for="field-p"><i>p</i> <code>p</code></label>
                <span class="pair">
                  <select
                    id="field-p"
                    .value=${live(norms.some((each) => each === p) ? String(p) : 'other')}
                    @change=${(/** @type {Event} */ event) => {
                      const chosen = valueOf(event);
                      set('p', chosen === 'other' ? 3 : chosen === 'inf' ? 'inf' : Number(chosen));
                    }}
                  >
                    ${norms.map((each) => html`<option value=${each} ?selected=${each === p}>${each === 'inf' ? '∞' : each}</option>`)}
                    <option value="other" ?selected=${!norms.some((each) => each === p)}>…</option>
                  </select>
                  <input
                    type="text"
                    class="number"
                    aria-label="p"
                    .value=${live(p === 'inf' ? '∞' : String(p))}
                    @change=${(/** @type {Event} */ event) => set('p', /∞|inf/i.test(valueOf(event)) ? 'inf' : numberIn(event))}
                  />
                </span>
                <p class="hint">${say('normHint')}</p>
              </div>
              ${field('adaptive', adaptive)} ${field('eps', eps)}`
          : nothing
      }
    </section>
  `;
}

/** @param {PageView} view @param {Actions} actions */
function problemEditor(view, actions) {
  const { config, say, language, problem } = view;
  const factory = offered.find(({ id }) => id === config.problem.id) ?? offered[0];
  // The text has a field of its own, and so has the start.
  const {
    f: _,
    startX: __,
    startY: ___,
    ...specs
  } = /** @type {Record<string, import('../check/check.js').OptionSpec>} */ (factory.options);
  const change = (/** @type {string} */ name, /** @type {any} */ value) =>
    actions.edit((draft) => {
      if (value === undefined) delete draft.problem[name];
      else draft.problem[name] = value;
      // A start that is the problem's own follows it; another stays, if it still has the length.
      const own = String(config.start) === String(problem.start);
      if (own || name === 'size') delete (/** @type {any} */ (draft).start);
      draft.view.frame = null;
    }, `problem ${name}`);
  return html`
    ${head(view, actions, factory.name[language], nothing)}
    <div class="fields">
      ${config.problem.id === 'formula' ? formulaField(view, actions) : nothing}
      ${
        Object.keys(specs).length
          ? html`<section>
              <h3>${say('problemTitle')}</h3>
              ${Object.entries(specs).map(([name, spec]) =>
                optionField({
                  name,
                  spec,
                  value: config.problem[name],
                  language,
                  change: (value) => change(name, value),
                }),
              )}
            </section>`
          : nothing
      }
      ${startEditor(view, actions)} ${measureEditor(view, actions)}
    </div>
  `;
}

/** Problems of up to this many parameters show all entries of their start. */
const FEW = 8;

/** @param {PageView} view @param {Actions} actions */
function startEditor({ config, problem, say }, { edit }) {
  const names = problem.size <= 2 ? ['x', 'y'] : config.start.map((_, i) => `w${i + 1}`);
  return html`
    <section>
      <h3>${say('startTitle')}</h3>
      ${
        problem.size <= FEW
          ? config.start.map(
              (value, i) =>
                html`<div class="field">
                  <label for="start-${i}"><i>${names[i]}</i></label>
                  <input
                    type="text"
                    inputmode="decimal"
                    class="number"
                    id="start-${i}"
                    .value=${live(String(value))}
                    @change=${(/** @type {Event} */ event) => edit((draft) => (draft.start[i] = numberIn(event)), `start ${i}`)}
                  />
                </div>`,
            )
          : html`<p class="hint">${say('startMany', { size: problem.size })}</p>`
      }
      <button @click=${() => edit((draft) => void delete (/** @type {any} */ (draft).start))}>
        ${say('ownStart')}
      </button>
    </section>
  `;
}

/** @param {PageView} view @param {Actions} actions */
function measureEditor({ config, language, say }, { edit }) {
  const every = /** @type {const} */ (['sharpness', 'preconditioned', 'accuracy']);
  const { samSharpness } = config.measure;
  return html`
    <section>
      <h3>${say('measureTitle')}</h3>
      ${every.map((name) =>
        optionField({
          name,
          spec: { default: config.measure[name], min: 0, integer: true, meaning: say(`measure_${name}`) },
          value: config.measure[name],
          language,
          change: (value) => edit((draft) => void (draft.measure[name] = value ?? 0), `measure ${name}`),
        }),
      )}
      ${
        samSharpness
          ? optionField({
              name: 'samSharpness rho',
              symbol: 'ρ',
              spec: { ...samOptions.rho, default: samSharpness.rho, meaning: say('measure_samSharpness') },
              value: samSharpness.rho,
              language,
              change: (value) =>
                edit((draft) => void (draft.measure.samSharpness = { ...samSharpness, rho: value }), 'measure rho'),
            })
          : nothing
      }
      <div class="field">
        <label for="field-dtype"><code>dtype</code></label>
        <select
          id="field-dtype"
          .value=${live(config.dtype)}
          @change=${(/** @type {Event} */ event) => edit((draft) => (draft.dtype = /** @type {any} */ (valueOf(event))))}
        >
          ${['float64', 'float32'].map((each) => html`<option value=${each} ?selected=${each === config.dtype}>${each}</option>`)}
        </select>
        <p class="hint">${say('dtypeHint')}</p>
      </div>
    </section>
  `;
}
