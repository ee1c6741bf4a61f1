/**
 * The field in which a reader types a function of their own.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatNumber } from '../figures/format.js';
import { valueOf } from '../stage/input.js';
import { faultIn } from './faults.js';

/**
 * @typedef {object} FormulaState
 * @property {string | null} text as typed, if it is not (yet) what runs
 * @property {string} message what is wrong with it
 * @property {number | null} at the character that is wrong
 * @property {number | null} difference largest relative difference between the derivatives and finite differences
 */

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export function formulaField({ problem, formula, language, say }, { typeFormula }) {
  const text = formula.text ?? String(problem.options.f);
  const wrong = formula.message !== '';
  const fault = faultIn(language, formula.message);
  return html`
    <section class="formula-field">
      <h3><label for="formula">f(x, y) =</label></h3>
      <input
        type="text"
        id="formula"
        spellcheck="false"
        autocapitalize="off"
        autocomplete="off"
        maxlength="500"
        aria-describedby="formula-says"
        aria-invalid=${wrong ? 'true' : 'false'}
        .value=${live(text)}
        @input=${(/** @type {Event} */ event) => typeFormula(valueOf(event))}
      />
      <div id="formula-says" role="status">
        ${
          wrong
            ? html`<p class="wrong">
                ${formula.at === null ? nothing : html`<span class="excerpt">${excerpt(text, formula.at)}</span>`}<span
                  lang=${fault.lang}
                  >${fault.text}</span
                >
              </p>`
            : html`<p class="hint">${say('formulaHint')}</p>
                ${
                  formula.difference === null
                    ? nothing
                    : html`<p class="hint">
                        ${say('formulaChecked', { difference: formatNumber(formula.difference, 2) })}
                      </p>`
                }`
        }
      </div>
    </section>
  `;
}

/** Characters shown on each side of the wrong one. */
const AROUND = 12;

/** @param {string} text @param {number} at */
function excerpt(text, at) {
  const before = text.slice(Math.max(0, at - AROUND), at);
  const here = text.slice(at, at + 1) || '␣';
  const after = text.slice(at + 1, at + AROUND);
  return html`<code>${before}<mark>${here}</mark>${after}</code> `;
}
