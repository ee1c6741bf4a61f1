/**
 * What a replay has found, as the rows of a table: one for each method, under what it was compared with.
 */
import { methods } from '../core/methods.js';
import { gather } from '../experiment/parity.js';

/**
 * @typedef {import('../experiment/parity.js').Finding} Finding
 * @typedef {ReturnType<typeof gather>} Gathered
 *
 * @typedef {object} Row
 * @property {string} method id of a method; '' where the group is no method's
 * @property {number} first step compared
 * @property {number} last step compared
 * @property {number} cases
 * @property {number} compared
 * @property {Gathered | null} float64
 * @property {Gathered | null} float32
 *
 * @typedef {object} Group
 * @property {'torch' | 'rules' | 'sam' | 'schedules'} reference
 * @property {string} version of PyTorch, as the recorded numbers name it; '' where they do not
 * @property {Row[]} rows
 */

/** @param {Finding} finding @returns {Group['reference']} */
function referenceOf({ kind, source }) {
  if (kind === 'optimizer') return source.startsWith('torch.optim.') ? 'torch' : 'rules';
  return kind === 'sam' ? 'sam' : 'schedules';
}

/** @param {readonly Finding[]} findings @returns {Row} */
function row(findings) {
  const only = (/** @type {string} */ dtype) => findings.filter((each) => each.dtype === dtype);
  const [float64, float32] = [only('float64'), only('float32')].map((some) => (some.length ? gather(some) : null));
  const { cases, compared } = gather(findings);
  const first = Math.min(...findings.map((each) => each.first));
  const last = Math.max(...findings.map((each) => each.last));
  const method = findings[0].kind === 'optimizer' ? findings[0].method : '';
  return { method, first, last, cases, compared, float64, float32 };
}

/** What goes into one row: a method's settings; of SAM, the part of the way; all schedules. @param {Finding} finding */
const rowKey = ({ kind, method, first }) => (kind === 'optimizer' ? method : kind === 'sam' ? `from ${first}` : '');

/**
 * Findings by a key, in the order in which the keys come up.
 *
 * @param {readonly Finding[]} findings
 * @param {(finding: Finding) => string} keyOf
 */
function split(findings, keyOf) {
  /** @type {Map<string, Finding[]>} */
  const parts = new Map();
  for (const finding of findings) parts.set(keyOf(finding), [...(parts.get(keyOf(finding)) ?? []), finding]);
  return [...parts.values()];
}

/** Where a method stands in the table of methods. @param {Finding} finding */
const place = ({ method }) => methods.findIndex(({ id }) => id === method);

/**
 * @param {readonly Finding[]} findings
 * @returns {Group[]}
 */
export function tabulate(findings) {
  const ordered = [...findings].sort((a, b) => (a.kind === 'optimizer' && b.kind === a.kind ? place(a) - place(b) : 0));
  return /** @type {const} */ (['torch', 'rules', 'sam', 'schedules']).flatMap((reference) => {
    const own = ordered.filter((finding) => referenceOf(finding) === reference);
    if (!own.length) return [];
    const versions = own.map(({ source }) => /\d+(\.\d+)+/.exec(source)?.[0] ?? '');
    return { reference, version: [...new Set(versions)].join(', '), rows: split(own, rowKey).map(row) };
  });
}

/**
 * The optimizers' trajectories as one, and what is farthest off in each type.
 *
 * @param {readonly Finding[]} findings
 */
export function summarise(findings) {
  const optimizers = findings.filter(({ kind }) => kind === 'optimizer');
  const worst = (/** @type {string} */ type) =>
    optimizers.filter(({ dtype }) => dtype === type).reduce((a, b) => (b.difference > a.difference ? b : a));
  return {
    ...gather(optimizers),
    float64: worst('float64'),
    float32: worst('float32'),
    allWithin: findings.every(({ within }) => within),
  };
}
