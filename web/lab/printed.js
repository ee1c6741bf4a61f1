/**
 * The config in print.
 */
import { html } from 'lit-html';
import { printedStart } from '../figures/printed-config.js';

/** @param {import('./view.js').PageView} view @param {import('./view.js').Actions} actions */
export const printed = ({ config, say }, { copy }) => html`
  <header>
    <h2>${say('printed')}</h2>
    <div class="tools"><button id="copy-config" @click=${() => copy('config')}>${say('copyConfig')}</button></div>
  </header>
  <p class="hint">${say('printedHint')}</p>
  <pre tabindex="0" id="config" aria-label=${say('printed')}>${pretty({ ...config, start: printedStart(config) })}</pre>
`;

/** Columns that a value may take on one line. */
const LINE = 84;

/**
 * JSON that breaks only what does not fit on a line.
 *
 * @param {any} value
 * @param {string} [indent]
 * @returns {string}
 */
export function pretty(value, indent = '') {
  const flat = JSON.stringify(value, null, 1).replace(/\n\s*/g, ' ');
  const short = flat.replace(/^\[ (.*) \]$/, '[$1]');
  if (indent.length + short.length <= LINE && indent !== '') return short;
  if (typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const lines = list
    ? value.map((each) => inner + pretty(each, inner))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => `${inner}${JSON.stringify(key)}: ${pretty(each, inner)}`);
  return `${list ? '[' : '{'}\n${lines.join(',\n')}\n${indent}${list ? ']' : '}'}`;
}
