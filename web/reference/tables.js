/**
 * What only the tables of the code know, as documents of the reference: every method, schedule and problem with its
 * options.
 */
import temml from 'temml';
import { describe, range } from '../check/check.js';
import { methods } from '../core/methods.js';
import { schedules } from '../core/schedules.js';
import { clipping, samOptions } from '../core/settings.js';
import { catalogue, formula } from '../problems/index.js';
import { pytorchTable } from './pytorch.js';

/** @typedef {import('../check/check.js').OptionSpec} OptionSpec */

/** In a cell of a table no bar may stand. @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|');

/** A default as one would write it. @param {unknown} value */
const written = (value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : describe(value));

/** What an option may be, in words. @param {OptionSpec} spec */
function allowed({ check, choices, default: value, ...limits }) {
  if (choices) return choices.map((choice) => `\`'${choice}'\``).join(', ');
  if (typeof value === 'boolean') return '`true` or `false`';
  if (check) return typeof value === 'string' ? 'see its meaning' : 'a list; see its meaning';
  return value === null ? `${range(limits)}, or \`null\`` : range(limits);
}

/**
 * @param {Readonly<Record<string, OptionSpec>>} options
 * @param {Readonly<Record<string, unknown>>} [pytorch] other defaults
 */
function optionTable(options, pytorch = {}) {
  const rows = Object.entries(options).map(([name, spec]) => {
    const other = name in pytorch ? ` (PyTorch: \`${written(pytorch[name])}\`)` : '';
    return `| \`${name}\` | \`${written(spec.default)}\`${other} | ${cell(allowed(spec))} | ${cell(spec.meaning)} |`;
  });
  if (rows.length === 0) return 'No options.';
  return ['| option | default | allowed | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** @param {string} title @param {string[]} parts what stands below it */
const documentOf = (title, parts) => `---\ntitle: ${title}\n---\n\n${parts.join('\n\n')}\n`;

/** The documents by their names. @returns {Record<string, string>} */
export const tables = () => ({
  methods: documentOf('Methods', [
    'What `kudari.optimizer(id, w0, options)` takes, and what each method computes. Every method also takes `clipNorm`, ' +
      '`clipValue`, `dtype`, `sam`, `groups` and `preset`; with `preset: "pytorch"` PyTorch’s defaults hold. ϵ is the learning ' +
      'rate, ε a stabiliser, g the gradient with `l2` · w in it; `weightDecay` is left out of the formulas but for AdamW and Lion.',
    ...methods.flatMap(({ id, name, formula: tex, source, torch, options, pytorch }) => [
      `## ${name}, '${id}'`,
      temml.renderToString(tex, { displayMode: true, throwOnError: true }),
      `${source}.${torch ? ` Equals \`${torch}\`.` : ''}`,
      optionTable(options, pytorch),
    ]),
    '## On any of them',
    optionTable(clipping),
    'Of `sam`, with which the gradient is taken at w + ε̂ (`p` may also be `Infinity`, or `"inf"`):',
    optionTable(samOptions),
    '## From PyTorch',
    'Some things have other names there.',
    pytorchTable(),
  ]),
  schedules: documentOf('Schedules', [
    'As `lr: { type, base, … }`. `base` is the rate they start from, or lead up to; without it the method’s default. `warmup` ' +
      'puts a linear warm-up before any of them but oneCycle, where it is the share of the way up. Steps count from 0.',
    ...schedules.flatMap(({ type, options }) => [`## '${type}'`, optionTable(options)]),
  ]),
  problems: documentOf('Problems', [
    'Factories of `kudari/problems`; a config names them by their id.',
    ...[...catalogue, formula].flatMap(({ id, name, options }) => [`## ${name.en}, '${id}'`, optionTable(options)]),
  ]),
});
