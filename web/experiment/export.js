/**
 * A trace as a file: a table for spreadsheets and data frames, or JSON that holds the config and all numbers.
 */
import { checkSam } from '../core/settings.js';
import { columns } from './trace.js';

/**
 * @typedef {import('./trace.js').Trace} Trace
 * @typedef {import('./trace.js').RunTrace} RunTrace
 */

/** Columns that every run has. */
const always = ['step', 'evaluations', 'lr', 'loss', 'gradientNorm'];

/** Lines written at once: JSON.stringify on many numbers is the fastest way to their shortest exact texts. */
const BLOCK = 2000;

/**
 * The trace as CSV (RFC 4180, to be stored as UTF-8), one line for each recorded state of each run: `run` (counted from
 * 1), `method`, `sam_rho` (empty without SAM), the columns of which something was measured, `eigenvalue1`… where more
 * than the largest was, and the parameters of the path, `w1`…. Numbers read back to the same bits; what was not measured
 * or is no number is empty, and what is infinite is Infinity or -Infinity.
 *
 * @param {Trace} trace
 * @returns {string}
 */
export function csvOf(trace) {
  const measured = measuredColumns(trace);
  const [{ dimensions, eigenvalues }] = trace.runs;
  const names = [
    ...['run', 'method', 'sam_rho'],
    ...measured,
    ...(eigenvalues > 1 ? numbered('eigenvalue', eigenvalues) : []),
    ...numbered('w', dimensions),
  ];
  const blocks = [names.join(',')];
  trace.runs.forEach((run, k) => {
    const sam = checkSam('sam', trace.config.runs[k].sam);
    const start = `\r\n${k + 1},${textCell(run.method)},${sam ? sam.rho : ''},`;
    for (let i = 0; i < run.length; i += BLOCK) {
      const rows = tableOf(run, measured, i, Math.min(run.length, i + BLOCK));
      const cells = JSON.stringify(rows).slice(2, -2).replaceAll('null', '').replaceAll('"', '');
      blocks.push(
        start,
        cells.replaceAll('],[', () => start),
      );
    }
  });
  blocks.push('\r\n');
  return blocks.join('');
}

/**
 * The trace as JSON: `{ config, runs }`, where `config` is what parseConfig takes and each run has `method`, `stopped`,
 * its measured columns as arrays, and `path` (and `spectrum`, where more than the largest eigenvalue was measured) with
 * an array for each state. What is not finite is null.
 *
 * @param {Trace} trace
 * @returns {string}
 */
export function jsonOf(trace) {
  const measured = measuredColumns(trace);
  const runs = trace.runs.map((run) => {
    const fields = [
      `"method":${JSON.stringify(run.method)}`,
      `"stopped":${JSON.stringify(run.stopped)}`,
      ...measured.map((name) => `"${name}":${jsonList(run[name])}`),
      ...(run.eigenvalues > 1 ? [`"spectrum":${jsonTable(run.spectrum, run.eigenvalues)}`] : []),
      `"path":${jsonTable(run.path, run.dimensions)}`,
    ];
    return `{${fields.join(',\n')}}`;
  });
  return `{"config":${JSON.stringify(trace.config)},\n"runs":[${runs.join(',\n')}]}\n`;
}

/** @param {Trace} trace */
const measuredColumns = ({ runs }) =>
  columns.filter((name) => always.includes(name) || runs.some((run) => run[name].some(Number.isFinite)));

/** @param {string} name @param {number} count */
const numbered = (name, count) => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);

/**
 * States of a run, each with all that is written of it; what JSON would not keep as text.
 *
 * @param {RunTrace} run
 * @param {(typeof columns)[number][]} measured
 * @param {number} from
 * @param {number} to
 */
function tableOf(run, measured, from, to) {
  const series = measured.map((name) => ({ values: run[name], width: 1 }));
  if (run.eigenvalues > 1) series.push({ values: run.spectrum, width: run.eigenvalues });
  series.push({ values: run.path, width: run.dimensions });
  const rows = [];
  for (let i = from; i < to; i++) {
    /** @type {(number | string)[]} */
    const row = [];
    for (const { values, width } of series)
      for (let j = i * width; j < (i + 1) * width; j++) {
        const value = values[j];
        row.push(value === Infinity || value === -Infinity ? String(value) : signed(value));
      }
    rows.push(row);
  }
  return rows;
}

/** JSON.stringify leaves out the sign of −0. @param {number} value */
const signed = (value) => (Object.is(value, -0) ? '-0' : value);

/** Text that no spreadsheet takes for a formula, in quotes where it needs them. @param {string} text */
function textCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {Float64Array} values */
const jsonList = (values) => JSON.stringify(Array.from(values, signed)).replaceAll('"', '');

/** @param {Float64Array} values @param {number} width of each row */
function jsonTable(values, width) {
  const blocks = [];
  for (let i = 0; i < values.length; i += width * BLOCK) {
    const rows = [];
    for (let j = i; j < Math.min(values.length, i + width * BLOCK); j += width)
      rows.push(Array.from(values.subarray(j, j + width), signed));
    blocks.push(JSON.stringify(rows).slice(1, -1).replaceAll('"', ''));
  }
  return `[${blocks.join(',')}]`;
}
