/**
 * Formulas as MathML: in symbols, or with the numbers of one coordinate in place of them. Only constructs that need no
 * mathematical font.
 */
import { mathml, nothing } from 'lit-html';
import { numberParts } from '../figures/format.js';
import { evaluate } from './expression.js';

/**
 * @typedef {import('./expression.js').Expression} Expression
 * @typedef {import('./expression.js').SymbolNode} SymbolNode
 * @typedef {import('./expression.js').Values} Values
 * @typedef {import('lit-html').TemplateResult<3>} MathTemplate
 *
 * @typedef {'open' | 'term' | 'first' | 'factor' | 'base'} Place where a tree stands, which says what must be in
 *   parentheses: alone or at the beginning; after a plus; as the first factor; after a sign or as a later factor; under an
 *   exponent
 */

/** Significant digits of a number within a formula, and of a value. */
const DIGITS = 4;

/** @type {WeakMap<Expression, MathTemplate>} */
const written = new WeakMap();

/** A tree in symbols. @param {Expression} tree @returns {MathTemplate} */
export function inSymbols(tree) {
  const known = written.get(tree) ?? write(tree, null, 'open');
  written.set(tree, known);
  return known;
}

/** A tree with its numbers in it. @param {Expression} tree @param {Values} values @returns {MathTemplate} */
export const inNumbers = (tree, values) => write(tree, values, 'open');

/**
 * A number.
 *
 * @param {number} value
 * @param {{ steady?: boolean, place?: Place }} [look] steady: all digits, so that it does not change its width while it runs
 * @returns {MathTemplate}
 */
export function inDigits(value, { steady = true, place = 'open' } = {}) {
  const { mantissa, exponent } = numberParts(value, DIGITS, steady && !Number.isInteger(value));
  const scientific = exponent !== '';
  const plain = scientific
    ? mathml`${mantissa ? mathml`<mn>${mantissa}</mn><mo lspace="0.12em" rspace="0.12em">×</mo>` : nothing}<msup><mn>10</mn><mn>${exponent}</mn></msup>`
    : mathml`<mn>${mantissa}</mn>`;
  const negative = value < 0 && place !== 'open' && place !== 'first';
  return negative || (place === 'base' && (scientific || value < 0)) ? fenced(plain, false) : plain;
}

/** @param {MathTemplate} inner @param {boolean} tall */
const fenced = (inner, tall) =>
  tall
    ? mathml`<mrow><mo>(</mo>${inner}<mo>)</mo></mrow>`
    : mathml`<mrow><mo stretchy="false">(</mo>${inner}<mo stretchy="false">)</mo></mrow>`;

/** Whether a tree is higher than a line. @param {Expression} tree @returns {boolean} */
function isTall(tree) {
  if (tree.kind === 'quotient' || tree.kind === 'root') return true;
  if (tree.kind === 'power') return isTall(tree.base);
  return 'of' in tree && [tree.of].flat().some(isTall);
}

/** @param {Expression} tree @param {Values | null} values @param {Place} place @returns {MathTemplate} */
function write(tree, values, place) {
  switch (tree.kind) {
    case 'symbol':
      return values ? inDigits(values[tree.key], { steady: !tree.constant, place }) : writeSymbol(tree);
    case 'number':
      return inDigits(tree.value, { steady: false, place });
    case 'folded':
      return values ? inDigits(evaluate(tree, values), { steady: false, place }) : write(tree.of, values, place);
    case 'sum':
      return inParentheses(tree, values, place, ['first', 'factor', 'base'], writeSum);
    case 'negative':
      return inParentheses(tree, values, place, ['term', 'factor', 'base'], writeNegative);
    case 'product':
      return inParentheses(tree, values, place, ['base'], writeProduct);
    case 'quotient':
      return inParentheses(tree, values, place, ['base'], writeQuotient);
    case 'power':
      return writePower(tree, values);
    case 'root':
      return mathml`<msqrt>${write(tree.of, values, 'open')}</msqrt>`;
    case 'absolute':
      return mathml`<mrow><mo stretchy="false">|</mo>${write(tree.of, values, 'open')}<mo stretchy="false">|</mo></mrow>`;
    case 'holds':
      return values ? inDigits(values[tree.key], { steady: false, place }) : writeHolds(tree);
    default:
      return writeCall(tree, values);
  }
}

/**
 * @template {Expression} T
 * @param {T} tree
 * @param {Values | null} values
 * @param {Place} place
 * @param {readonly Place[]} needed places where the tree needs them
 * @param {(tree: T, values: Values | null, place: Place) => MathTemplate} writer
 */
const inParentheses = (tree, values, place, needed, writer) =>
  needed.includes(place) ? fenced(writer(tree, values, 'open'), isTall(tree)) : writer(tree, values, place);

/** @param {import('./expression.js').ListNode} tree @param {Values | null} values @param {Place} place */
function writeSum({ of }, values, place) {
  const term = (/** @type {Expression} */ each, /** @type {number} */ k) => {
    if (k === 0) return write(each, values, place);
    return each.kind === 'negative'
      ? mathml`<mo>−</mo>${write(each.of, values, 'factor')}`
      : mathml`<mo>+</mo>${write(each, values, 'term')}`;
  };
  return mathml`<mrow>${of.map(term)}</mrow>`;
}

/** @param {import('./expression.js').PartNode} tree @param {Values | null} values */
const writeNegative = ({ of }, values) => mathml`<mrow><mo form="prefix">−</mo>${write(of, values, 'factor')}</mrow>`;

/** @param {import('./expression.js').ListNode} tree @param {Values | null} values @param {Place} place */
function writeProduct({ of }, values, place) {
  const factor = (/** @type {Expression} */ each, /** @type {number} */ k) => {
    if (k === 0) return write(each, values, place === 'open' ? 'first' : 'factor');
    const own = write(each, values, 'factor');
    if (values || startsWithDigit(each)) return mathml`<mo>·</mo>${own}`;
    return mathml`<mspace width="0.14em" />${own}`;
  };
  return mathml`<mrow>${of.map(factor)}</mrow>`;
}

/** @param {Expression} tree @returns {boolean} */
const startsWithDigit = (tree) => tree.kind === 'number' || (tree.kind === 'power' && startsWithDigit(tree.base));

/** @param {import('./expression.js').QuotientNode} tree @param {Values | null} values */
const writeQuotient = ({ over, under }, values) =>
  mathml`<mfrac><mrow>${write(over, values, 'open')}</mrow><mrow>${write(under, values, 'open')}</mrow></mfrac>`;

/** @param {import('./expression.js').PowerNode} tree @param {Values | null} values */
function writePower({ base, exponent }, values) {
  const raised = mathml`<mrow>${write(exponent, values, 'open')}</mrow>`;
  // An index and an exponent stand one above the other.
  if (!values && base.kind === 'symbol' && base.sub && !base.accent && !base.before)
    return mathml`<msubsup><mi>${base.glyph}</mi>${writeIndex(base.sub)}${raised}</msubsup>`;
  return mathml`<msup><mrow>${write(base, values, 'base')}</mrow>${raised}</msup>`;
}

/** @param {import('./expression.js').ListNode} tree @param {Values | null} values */
function writeCall({ kind, of }, values) {
  const tall = of.some(isTall);
  const listed = of.map(
    (each, k) => mathml`${k ? mathml`<mo separator="true">,</mo>` : nothing}${write(each, values, 'open')}`,
  );
  return mathml`<mrow><mi class="word">${kind}</mi><mspace width="0.1em" />${fenced(mathml`${listed}`, tall)}</mrow>`;
}

/** Iverson's bracket. @param {import('./expression.js').HoldsNode} tree */
const writeHolds = ({ left, right }) =>
  mathml`<mrow><mo stretchy="false">[</mo>${inSymbols(left)}<mo>=</mo>${inSymbols(right)}<mo stretchy="false">]</mo></mrow>`;

/** @param {SymbolNode} symbol @returns {MathTemplate} */
function writeSymbol({ glyph, sub, accent, before, bars, at }) {
  const letter = accent
    ? mathml`<mover accent="true"><mi>${glyph}</mi><mo stretchy="false">${accent}</mo></mover>`
    : glyph.startsWith('∇')
      ? mathml`<mrow><mo lspace="0" rspace="0">∇</mo><mi>${glyph.slice(1)}</mi></mrow>`
      : mathml`<mi>${glyph}</mi>`;
  const body = bars ? mathml`<mrow><mo stretchy="false">‖</mo>${letter}<mo stretchy="false">‖</mo></mrow>` : letter;
  const indexed = sub ? mathml`<msub>${body}${writeIndex(sub)}</msub>` : body;
  if (!before && !at) return indexed;
  const first = before ? mathml`<mo lspace="0" rspace="0">${before}</mo>` : nothing;
  return mathml`<mrow>${first}${indexed}${at ? fenced(inSymbols(at), false) : nothing}</mrow>`;
}

/** A digit, a letter, a word, or t+1. @param {string} sub */
function writeIndex(sub) {
  if (/^[a-z]{2,}$/.test(sub)) return mathml`<mi class="word">${sub}</mi>`;
  const parts = sub.split(/([+−])/).map((each) => {
    if (each === '+' || each === '−') return mathml`<mo>${each}</mo>`;
    return /^[\d.]+$/.test(each) ? mathml`<mn>${each}</mn>` : mathml`<mi>${each}</mi>`;
  });
  return mathml`<mrow>${parts}</mrow>`;
}

/** @type {WeakMap<Expression, number>} */
const breadths = new WeakMap();

/** Letters of a number that runs, and of a constant, about. */
const [RUNNING, CONSTANT] = [6.5, 4];

/**
 * About how many letters wide a tree is with its numbers in it, so that a long one can be given room in time.
 *
 * @param {Expression} tree
 * @returns {number}
 */
export function breadth(tree) {
  const known = breadths.get(tree) ?? measure(tree);
  breadths.set(tree, known);
  return known;
}

/** @param {Expression} tree @returns {number} */
function measure(tree) {
  switch (tree.kind) {
    case 'symbol':
      return tree.constant ? CONSTANT : RUNNING;
    case 'folded':
      return CONSTANT;
    case 'number':
      return String(tree.value).length;
    case 'holds':
      return 1;
    case 'quotient':
      return Math.max(breadth(tree.over), breadth(tree.under));
    case 'power':
      return breadth(tree.base) + 2;
    case 'negative':
    case 'root':
    case 'absolute':
      return breadth(tree.of) + 2;
    default: {
      const inner = tree.of.reduce((total, each) => total + breadth(each) + 1, 0);
      return tree.kind === 'sum' || tree.kind === 'product' ? inner : inner + tree.kind.length + 2;
    }
  }
}
