/**
 * The page of the benchmark as a template.
 */
import { html, nothing } from 'lit-html';
import { methods } from '../core/methods.js';
import { formatNumber, formatPower, numberParts } from '../figures/format.js';
import { sizes, TOLERANCE } from './session.js';

/**
 * @typedef {import('./session.js').Session} Session
 * @typedef {import('./session.js').Cell} Cell
 * @typedef {import('./phrases.js').Language} Language
 * @typedef {ReturnType<typeof import('./phrases.js').translator>} Say
 */

/** @param {string} id */
const nameOf = (id) => methods.find((method) => method.id === id)?.name ?? id;

/** @param {Session} session @param {Say} say @param {Language} language @param {() => void} toggleLanguage */
export const view = (session, say, language, toggleLanguage) => html`
  <header>
    <a class="name" href="../index.html">kudari</a>
    <a href="../index.html">${say('laboratory')}</a>
    <a href="../notes/${language}/index.html">${say('notes')}</a>
    <button class="plain" id="language" type="button" lang=${language === 'en' ? 'ja' : 'en'} @click=${toggleLanguage}>
      ${say('language')}
    </button>
  </header>
  <main>
    <h1>${say('heading')}</h1>
    <p>${say('lead')}</p>
    <p class="controls">${controls(session, say)}</p>
    ${session.rows.size ? table(session, say) : nothing} ${conclusion(session, say)}
    <p class="hint">${say('note')}</p>
    <p class="hint">${say('machine', { agent: navigator.userAgent, cores: navigator.hardwareConcurrency })}</p>
  </main>
`;

/** @param {Session} session @param {Say} say */
function controls(session, say) {
  const { state, done, total, reason } = session;
  if (state === 'running') {
    const { method, n } = session.next;
    const where = method && say('running', { method: method.name, n: formatPower(n), done, total });
    return html`<button id="stop" type="button" @click=${() => session.stop()}>${say('stop')}</button>
      <progress aria-label=${say('start')} max=${total} .value=${done}></progress> <span>${where}</span>`;
  }
  return html`<button id="start" type="button" @click=${() => session.start()}>
      ${say(state === 'idle' ? 'start' : 'again')}
    </button>
    ${
      state === 'failed'
        ? html`<span class="beyond" role="alert">${say('failed', { reason })}</span>`
        : html`<span>${say('duration', { seconds: Math.ceil(session.seconds / 5) * 5 })}</span>`
    }`;
}

/** @param {Session} session @param {Say} say */
const table = ({ rows }, say) => html`
  <table>
    <caption>
      ${say('caption')}
    </caption>
    <thead>
      <tr>
        <th scope="col">${say('method')}</th>
        ${sizes.map((n) => html`<th scope="col">n = ${formatPower(n)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${[...rows].map(
        ([id, cells]) =>
          html`<tr id=${id}>
            <th scope="row">${nameOf(id)}</th>
            ${sizes.map((_, k) => (cells[k] ? cell(cells[k], say) : html`<td></td>`))}
          </tr>`,
      )}
    </tbody>
  </table>
`;

/** To two digits, also where they are 0. @param {number} value */
const twoDigits = (value) => {
  const { mantissa, exponent } = numberParts(value, 2, true);
  return exponent === '' ? mantissa : formatNumber(value, 2);
};

/** @param {Cell} cell @param {Say} say */
const cell = ({ kudari, plain }, say) =>
  html`<td>
    <strong>${say('times', { ratio: twoDigits(plain / kudari) })}</strong>
    <small>${twoDigits(kudari)} · ${twoDigits(plain)}</small>
  </td>`;

/** Whether both sides have computed the same. @param {Session} session @param {Say} say */
function conclusion({ rows, state }, say) {
  const worst = [...rows]
    .flatMap(([id, cells]) => cells.map(({ difference }) => ({ id, difference })))
    .reduce((a, b) => (b.difference > a.difference ? b : a), { id: '', difference: -1 });
  if (!worst.id || state === 'running') return nothing;
  const said = { difference: formatNumber(worst.difference, 2), method: nameOf(worst.id) };
  return worst.difference <= TOLERANCE
    ? html`<p id="conclusion" role="status">${say('agree', said)}</p>`
    : html`<p id="conclusion" class="beyond" role="alert">${say('disagree', said)}</p>`;
}
