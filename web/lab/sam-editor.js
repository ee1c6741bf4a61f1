/**
 * The options of SAM on a run.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { samOptions } from '../core/settings.js';
import { numberIn, valueOf } from '../stage/input.js';
import { optionField, symbols } from './fields.js';

/**
 * @typedef {import('./view.js').PageView} PageView
 * @typedef {import('./view.js').Actions} Actions
 * @typedef {import('../experiment/config.js').RunConfig} RunConfig
 */

/** Norms to choose from; any other is typed. */
const norms = /** @type {const} */ ([1, 2, 'inf']);

/** @param {PageView} view @param {Actions} actions @param {RunConfig} run @param {number} k */
export function samEditor({ say, language, config }, { edit }, run, k) {
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
