/**
 * Form fields as templates, from what the tables say of an option: its range, default and meaning.
 */
import { html, nothing } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { formatNumber } from '../figures/format.js';
import { numberIn, twoDigits, valueOf } from '../stage/input.js';
import { meaningIn } from './meanings.js';

/**
 * @typedef {import('../check/check.js').OptionSpec} OptionSpec
 * @typedef {import('./strings.js').Language} Language
 *
 * @typedef {object} Field
 * @property {string} name as it stands in a config
 * @property {string} [owner] whose option it is, where two have one of the same name
 * @property {string} [symbol] as it stands in a formula
 * @property {OptionSpec} spec
 * @property {any} value undefined is the default
 * @property {(value: any) => void} change called with undefined to go back to the default
 * @property {Language} language
 */

/** How options are written in formulas. @type {Record<string, string>} */
export const symbols = {
  lr: 'ϵ',
  momentum: 'μ',
  dampening: 'd',
  gamma: 'γ',
  beta1: 'β₁',
  beta2: 'β₂',
  eps: 'ε',
  epsRoot: 'ε',
  finalLr: 'ϵ∞',
  weightDecay: 'λ',
  rho: 'ρ',
  p: 'p',
};

/**
 * A slider over decades beside the number itself.
 *
 * @param {{ value: number, top: number, decades: number, label: string, slider: string, change: (value: number) => void }} knob
 */
export function logKnob({ value, top, decades, label, slider, change }) {
  const at = value > 0 ? Math.log10(value / top) : -decades;
  return html`
    <input
      type="range"
      min=${-decades}
      max="0"
      step="0.02"
      .value=${live(String(at))}
      aria-label=${slider}
      aria-valuetext=${formatNumber(value)}
      @input=${(/** @type {Event} */ event) => change(twoDigits(top * 10 ** Number(valueOf(event))))}
    />
    ${numberBox({ value, label, change })}
  `;
}

/** A number to be typed. @param {{ value: number, label: string, change: (value: number) => void }} box */
export const numberBox = ({ value, label, change }) => html`
  <input
    type="text"
    inputmode="decimal"
    class="number"
    .value=${live(String(value))}
    aria-label=${label}
    title=${String(value)}
    @change=${(/** @type {Event} */ event) => change(numberIn(event))}
  />
`;

/**
 * Whatever suits the option: a checkbox, a choice, a number, or a text in the form that URLs have.
 *
 * @param {Field} field
 */
export function optionField(field) {
  const { name, owner, symbol, spec, value, language } = field;
  const id = `field-${owner ? `${owner}-` : ''}${name.replace(/\W+/g, '-')}`;
  return html`
    <div class="field">
      <label for=${id}>${symbol ? html`<i>${symbol}</i> ` : nothing}<code>${name}</code></label>
      ${control(field, id)}
      <p class="hint" id="${id}-hint">
        ${meaningIn(language, spec.meaning)}${rangeOf(spec) ? html` <span class="range">${language === 'ja' ? '設定できる値：' : 'allowed: '}${rangeOf(spec)}</span>` : nothing}
        ${value === undefined || value === spec.default ? nothing : resetButton(field)}
      </p>
    </div>
  `;
}

/** @param {Field} field @param {string} id */
function control({ spec, value = spec.default, change }, id) {
  const suggestions = spec.choices ?? (typeof value === 'string' ? spec.suggestions : undefined);
  if (typeof spec.default === 'boolean')
    return html`<input
      type="checkbox"
      id=${id}
      aria-describedby="${id}-hint"
      .checked=${live(Boolean(value))}
      @change=${(/** @type {Event} */ event) => change(/** @type {HTMLInputElement} */ (event.target).checked)}
    />`;
  if (suggestions)
    return html`<select
      id=${id}
      aria-describedby="${id}-hint"
      .value=${live(String(value))}
      @change=${(/** @type {Event} */ event) => change(valueOf(event))}
    >
      ${suggestions.map((each) => html`<option value=${each} ?selected=${each === value}>${each}</option>`)}
    </select>`;
  const numeric = typeof spec.default === 'number' || spec.default === null;
  return html`<input
    type="text"
    id=${id}
    class=${numeric ? 'number' : 'text'}
    inputmode=${numeric ? 'decimal' : 'text'}
    aria-describedby="${id}-hint"
    placeholder=${spec.default === null ? '–' : ''}
    .value=${live(asText(value))}
    @change=${(/** @type {Event} */ event) => change(fromText(valueOf(event), spec))}
  />`;
}

/** @param {Field} field */
const resetButton = ({ spec, change, language }) => html`
  <button class="plain" @click=${() => change(undefined)}>
    ${language === 'ja' ? '既定値' : 'default'} ${spec.default === null ? '–' : asText(spec.default)}
  </button>
`;

/** @param {any} value */
function asText(value) {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value) && value.every((each) => typeof each === 'number')) return value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @param {string} text @param {OptionSpec} spec @returns {any} */
function fromText(text, spec) {
  const trimmed = text.trim();
  if (typeof spec.default === 'string') return text;
  if (typeof spec.default === 'number') return trimmed === '' ? undefined : Number(trimmed.replace('−', '-'));
  if (spec.default === null) return trimmed === '' ? null : Number(trimmed);
  // A list, as URLs spell it, or JSON.
  if (!/^[[{"]/.test(trimmed)) return trimmed.split(',').map((each) => Number(each.trim()));
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}

/** The allowed values as an interval, which reads alike in every language. @param {OptionSpec} spec */
export function rangeOf({ min, above, max, below, integer }) {
  const most = max !== undefined && max < 1e15 ? max : undefined;
  const lower = min !== undefined ? `${formatNumber(min)} ≤` : above !== undefined ? `${formatNumber(above)} <` : '';
  const upper = most !== undefined ? `≤ ${formatNumber(most)}` : below !== undefined ? `< ${formatNumber(below)}` : '';
  if (lower && upper) return `${lower} ${integer ? 'n' : 'x'} ${upper}`;
  return (
    upper || (min !== undefined ? `≥ ${formatNumber(min)}` : above !== undefined ? `> ${formatNumber(above)}` : '')
  );
}
