/**
 * The check against PyTorch as a template: the offer, its progress, and what came out.
 */
import { html, nothing } from 'lit-html';
import { methods } from '../core/methods.js';
import { formatNumber } from '../figures/format.js';
import { parityTranslator } from './parity-phrases.js';
import { summarise, tabulate } from './parity-table.js';

/**
 * @typedef {import('./parity.js').Parity} Parity
 * @typedef {import('./parity-table.js').Group} Group
 * @typedef {import('./parity-table.js').Row} Row
 * @typedef {import('./parity-table.js').Gathered} Gathered
 * @typedef {import('./strings.js').Language} Language
 * @typedef {ReturnType<typeof parityTranslator>} Say
 */

/** @param {Parity} parity @param {Language} language */
export function parityView(parity, language) {
  const say = parityTranslator(language);
  const { state } = parity;
  const running = state === 'running';
  return html`
    ${state === 'done' ? conclusion(parity, say, language) : nothing}
    <p class="parity">
      ${standing(parity, say)}
      <button
        id="parity-start"
        type="button"
        aria-disabled=${running ? 'true' : nothing}
        @click=${() => parity.start()}
      >
        ${say(state === 'idle' || running ? 'start' : 'again')}
      </button>
    </p>
    ${state === 'done' ? table(parity, say, language) : nothing}
  `;
}

/** What stands beside the button. @param {Parity} parity @param {Say} say */
function standing({ state, findings, total, reason }, say) {
  if (state === 'idle') return say('offer');
  if (state === 'failed') return html`<span class="beyond" role="alert">${say('failed', { reason })}</span>`;
  if (state === 'done') return nothing;
  return html`
    <label for="parity-progress">${say('running', { done: findings.length, total: total || '…' })}</label>
    <progress id="parity-progress" max=${total || 1} .value=${findings.length}></progress>
  `;
}

/** @param {Language} language */
const counter = (language) => new Intl.NumberFormat(language).format;

/** @param {string} id */
const nameOf = (id) => methods.find((method) => method.id === id)?.name ?? id;

/** @param {Parity} parity @param {Say} say @param {Language} language */
function conclusion({ findings }, say, language) {
  const { cases, compared, equal, float64, float32, allWithin } = summarise(findings);
  const count = counter(language);
  const [worst64, worst32] = [float64, float32].map(({ difference, method }) =>
    difference === 0 ? '0' : say('largest', { difference: formatNumber(difference, 2), name: nameOf(method) }),
  );
  const said = { cases, compared: count(compared), equal: count(equal), float64: worst64, float32: worst32 };
  const verdict = html`<strong class=${allWithin ? nothing : 'beyond'}
    >${say(allWithin ? 'allWithin' : 'beyond')}</strong
  >`;
  return html`<p class="parity conclusion" role="status">${say('summary', said)}${verdict}</p>`;
}

/** @param {Parity} parity @param {Say} say @param {Language} language */
function table({ findings }, say, language) {
  return html`<table class="parity">
      <caption>
        ${say('caption')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${say('method')}</th>
          <th scope="col">float64</th>
          <th scope="col">float32</th>
          <th scope="col" class="count">${say('cases')}</th>
          <th scope="col" class="count">${say('numbers')}</th>
        </tr>
      </thead>
      ${tabulate(findings).map((group) => body(group, say, language))}
    </table>
    <p class="parity">${say('note')}</p>`;
}

/** @param {Group} group @param {Say} say @param {Language} language */
const body = ({ reference, version, rows }, say, language) =>
  html`<tbody>
    <tr>
      <th class="reference" scope="rowgroup" colspan="5">${say(reference, { version })}</th>
    </tr>
    ${rows.map(
      (row) =>
        html`<tr>
          <th scope="row">${rowName(reference, row, say)}</th>
          ${cell(row.float64, say)}${cell(row.float32, say)}
          <td class="count">${counter(language)(row.cases)}</td>
          <td class="count">${counter(language)(row.compared)}</td>
        </tr>`,
    )}
  </tbody>`;

/** @param {Group['reference']} reference @param {Row} row @param {Say} say */
function rowName(reference, { method, first, last }, say) {
  if (reference === 'sam') return say('samRow', { first, last });
  return reference === 'schedules' ? say('schedulesRow') : nameOf(method);
}

/** @param {Gathered | null} found @param {Say} say */
function cell(found, say) {
  if (!found) return html`<td>–</td>`;
  const [difference, tolerance] = [found.difference, found.tolerance].map((value) => formatNumber(value, 2));
  if (!found.within) return html`<td class="beyond">${say('excess', { difference, tolerance })}</td>`;
  return html`<td class=${found.exact ? 'exact' : nothing}>${found.exact ? say('exact') : difference}</td>`;
}
