/**
 * The lens on the page: for each run a table of the quantities of one update, in symbols and in numbers.
 */
import { html, mathml, nothing, svg } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import { findMethod } from '../core/methods.js';
import { formatNumber } from '../figures/format.js';
import { swatch } from '../figures/swatch.js';
import { explain, formulaOf } from './explain.js';
import { breadth, inDigits, inNumbers, inSymbols } from './mathml.js';
import { translator } from './phrases.js';
import { onSight } from './sight.js';

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/trace.js').Trace} Trace
 * @typedef {import('./explain.js').Explanation} Explanation
 * @typedef {import('./explain.js').Explained} Explained
 * @typedef {import('./expression.js').Expression} Expression
 * @typedef {import('./phrases.js').Language} Language
 * @typedef {import('./phrases.js').Phrase} Phrase
 * @typedef {ReturnType<typeof translator>} Say
 *
 * @typedef {object} LensScene
 * @property {Trace} trace as the experiment recorded it
 * @property {readonly (number | null)[]} states the state of each run that is shown; null hides the run
 * @property {Language} language
 * @property {'light' | 'dark'} theme
 */

/** @param {LensScene} scene */
export function lensView({ trace, states, language, theme }) {
  // The experiment's own, which is what was run.
  const { config } = trace;
  const block = (/** @type {number | null} */ state, /** @type {number} */ k) => {
    const run = trace.runs[k];
    if (state === null || !run) return nothing;
    const last = state >= run.updates.count;
    // The record of a run is one piece of memory for as long as the run lives.
    const memory = run.updates.gradient.buffer;
    const keys = [config.runs[k], memory, Math.min(state, run.updates.count), last, language, theme];
    const make = () => runBlock(config, k, explain(config, k, run, state), last, { language, theme });
    return html`<section class="lens-run" aria-labelledby=${`lens-${k}`}>${onSight(keys, make)}</section>`;
  };
  return html`<div class="lens">${states.map(block)}</div>`;
}

/**
 * @param {Config} config
 * @param {number} k
 * @param {Explanation | null} explanation
 * @param {boolean} last whether the run's end is shown, which no update leaves
 * @param {{ language: Language, theme: 'light' | 'dark' }} look
 */
function runBlock(config, k, explanation, last, { language, theme }) {
  const say = translator(language);
  const { method, sam } = config.runs[k];
  const step = explanation
    ? say('step', { from: explanation.step, to: explanation.step + 1 }) + (last ? say('last') : '')
    : say('none');
  return html`
    <h3 id=${`lens-${k}`}>
      ${swatch(k, theme)} <span>${findMethod(method).name}${sam ? ' + SAM' : ''}</span>
      <span class="lens-step">${step}</span>
    </h3>
    ${explanation ? explained(explanation, say) : nothing}
  `;
}

/** @param {Explanation} explanation @param {Say} say */
function explained(explanation, say) {
  const { coordinates, size, grouped, general, lines } = explanation;
  const remarks = [
    size > coordinates.length && say('firstOf', { size }),
    grouped && say('groups'),
    general && say('general'),
  ].filter(Boolean);
  return html`
    <p class="lens-given">
      <span class="hidden">${say('given')}</span>
      ${explanation.given.map(givenNumber)}${remarks.map((remark) => html`<span class="lens-remark">${remark}</span>`)}
    </p>
    <table class=${`lens-table lens-of-${coordinates.length}`} role="table">
      ${guard([coordinates.join(), say('quantity')], () => head(coordinates, say))}
      <tbody role="rowgroup">
        ${lines.map((line) => row(line, explanation, say))}
      </tbody>
    </table>
  `;
}

/** @param {readonly string[]} coordinates @param {Say} say */
const head = (coordinates, say) => html`
  <thead role="rowgroup">
    <tr role="row">
      <th scope="col" role="columnheader" class="lens-symbol"><span class="hidden">${say('quantity')}</span></th>
      <th scope="col" role="columnheader" class="lens-definition">
        <span class="hidden">${say('definition')}</span>
      </th>
      ${coordinates.map(
        (name) => html`
          <th scope="col" role="columnheader" class="lens-numbers">
            <span class="hidden">${say('numbers', { name })}</span>
          </th>
          <th scope="col" role="columnheader" class="lens-value">
            <span aria-hidden="true">${name}</span><span class="hidden">${say('value', { name })}</span>
          </th>
        `,
      )}
    </tr>
  </thead>
`;

/** @param {Explanation['given'][number]} given */
const givenNumber = ({ symbol, values }) => html`<math>${inSymbols(symbol)}<mo>=</mo>${values.map(listed)}</math> `;

/** @param {number} value @param {number} j */
const listed = (value, j) =>
  mathml`${j ? mathml`<mo separator="true">,</mo>` : nothing}${inDigits(value, { steady: false })}`;

/** Whether a formula is a mere name or number, so that putting numbers into it says nothing more. @param {Expression} expression */
const isBare = ({ kind }) => kind === 'symbol' || kind === 'number' || kind === 'holds';

/** Letters that a phone has room for beside the value. */
const LONG = 29;

/** @param {Expression | null} expression */
const isConstant = (expression) => expression?.kind === 'symbol' && Boolean(expression.constant);

/** @param {Explained} line @param {Explanation} explanation @param {Say} say */
function row(line, explanation, say) {
  const { key, symbol, relation, expression, shared, values } = line;
  const plain = !expression || isBare(expression);
  // The columns of y are free beside a number that holds for both.
  const beside = shared && explanation.coordinates.length > 1;
  const note = noteOf(line, explanation, say);
  const shape = plain ? 'lens-plain' : breadth(expression) > LONG ? 'lens-long' : '';
  return html`
    <tr role="row" class=${`lens-row lens-key-${key} ${shape}`}>
      <th scope="row" role="rowheader" class="lens-symbol">
        ${guard([symbol, relation], () => html`<math>${inSymbols(symbol)}<mo>${relation}</mo></math>`)}
      </th>
      <td role="cell" class="lens-definition">
        ${guard([expression], () => (expression && expression !== symbol ? html`<math displaystyle="true">${inSymbols(expression)}</math>` : nothing))}
        ${beside ? nothing : note}
      </td>
      ${values.map((value, j) => numbers(line, explanation, j, plain ? null : expression, say))}
      ${beside ? html`<td role="cell" class="lens-beside" colspan="2">${note}</td>` : nothing}
    </tr>
  `;
}

/**
 * The two cells of a coordinate: the formula with its numbers, and what it comes to.
 *
 * @param {Explained} line
 * @param {Explanation} explanation
 * @param {number} j
 * @param {Expression | null} expression
 * @param {Say} say
 */
function numbers(line, { coordinates, values: columns }, j, expression, say) {
  const { key, shared, values, marks } = line;
  const mark = marks[j];
  return html`
    <td role="cell" class="lens-numbers" data-name=${shared ? '' : coordinates[j]}>
      ${expression ? html`<math displaystyle="true">${inNumbers(expression, columns[j])}</math>` : nothing}
      ${mark ? html`<span class=${`lens-mark lens-${mark}`}>${say(/** @type {Phrase} */ (mark))}</span>` : nothing}
    </td>
    <td role="cell" class="lens-value" data-name=${shared ? '' : coordinates[j]}>
      <math><mo class="lens-equals">=</mo>${inDigits(values[j], { steady: !isConstant(line.expression) })}</math>
      ${key === 'effective' ? bar(values[j], Math.max(...values.map(Math.abs))) : nothing}
    </td>
  `;
}

/** A rate beside the largest of them. @param {number} rate @param {number} largest */
function bar(rate, largest) {
  const share = largest > 0 && largest < Infinity ? Math.abs(rate) / largest : 0;
  return html`
    <svg class="lens-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class="lens-bar-all" width="100" height="4" /><rect width=${(100 * share).toFixed(1)} height="4" />`}
    </svg>
  `;
}

/** @param {Explained} line @param {Explanation} explanation @param {Say} say */
function noteOf({ key, note, values }, { coordinates }, say) {
  if (key === 'effective' && coordinates.length > 1) {
    return html`<span class="lens-note">${say('effective')} ${coordinates.join(' : ')} = ${ratio(values)}</span>`;
  }
  if (!note) return nothing;
  const written = Object.fromEntries(Object.entries(note.values).map(([name, value]) => [name, formatNumber(value)]));
  const look = note.remarkable ? 'lens-note lens-remarkable' : 'lens-note';
  return html`<span class=${look}>${say(/** @type {Phrase} */ (note.id), written)}</span>`;
}

/** Numbers in proportion, the smallest being 1. @param {readonly number[]} values */
function ratio(values) {
  const least = Math.min(...values.map(Math.abs));
  return values.map((value) => formatNumber(least > 0 ? value / least : NaN, 3)).join(' : ');
}

/**
 * The update of a method in symbols.
 *
 * @param {string} method its id
 * @param {Record<string, any>} [options] the run's; terms that they switch off are left out
 */
export function lensFormula(method, options = {}) {
  const { lines, cases } = formulaOf(method, options);
  const equation = (/** @type {import('./methods.js').Line} */ { symbol, relation, expression }) =>
    mathml`${inSymbols(symbol)}<mo>${relation}</mo>${expression ? inSymbols(expression) : nothing}`;
  const condition = (/** @type {(typeof cases)[number]} */ { condition: left, relation, limit }) =>
    left
      ? mathml`<mspace width="0.8em" /><mo stretchy="false">(</mo>${inSymbols(left)}<mo>${relation}</mo>${inDigits(limit)}<mo stretchy="false">)</mo>`
      : nothing;
  return html`
    <span class="lens-formula">
      ${lines.map((line) => html`<math displaystyle="true">${equation(line)}</math> `)}
      ${cases.map((each) => html`<math displaystyle="true">${each.lines.map(equation)}${condition(each)}</math> `)}
    </span>
  `;
}
