/**
 * The options of the problem in full: its own, where the runs start on it, and what is measured along the way.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { samOptions } from '../core/settings.js';
import { numberIn, valueOf } from '../stage/input.js';
import { editorHead } from './editor-head.js';
import { takeProblemOption } from './edits.js';
import { optionField } from './fields.js';
import { formulaField } from './formula-field.js';
import { offered } from './offered.js';

/** @typedef {import('./view.js').PageView} PageView @typedef {import('./view.js').Actions} Actions */

/** @param {PageView} view @param {Actions} actions */
export function problemEditor(view, actions) {
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
    actions.edit((draft) => takeProblemOption(draft, name, value, problem), `problem ${name}`);
  return html`
    ${editorHead(view, actions, factory.name[language], nothing)}
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
