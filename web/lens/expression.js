/**
 * Formulas as trees. A tree is read in three ways: as its value (here), as symbols and as numbers (mathml.js).
 *
 * @typedef {object} SymbolNode a quantity
 * @property {'symbol'} kind
 * @property {string} key its name among the values
 * @property {string} glyph
 * @property {string} [sub] below: a digit, a letter, a word, or a sum such as t+1
 * @property {'^' | '¯' | '~'} [accent] over it
 * @property {string} [before] such as ∇
 * @property {boolean} [bars] between ‖ and ‖, `sub` after them
 * @property {Expression} [at] the argument in parentheses after it
 * @property {boolean} [constant] of the run: written as short as it is
 *
 * @typedef {object} NumberNode
 * @property {'number'} kind
 * @property {number} value
 *
 * @typedef {object} ListNode
 * @property {'sum' | 'product' | 'max' | 'min' | 'clamp' | 'sign'} kind
 * @property {readonly Expression[]} of
 *
 * @typedef {object} PartNode `folded`: as numbers only its value is written
 * @property {'negative' | 'root' | 'absolute' | 'folded'} kind
 * @property {Expression} of
 *
 * @typedef {object} QuotientNode
 * @property {'quotient'} kind
 * @property {Expression} over
 * @property {Expression} under
 *
 * @typedef {object} PowerNode
 * @property {'power'} kind
 * @property {Expression} base
 * @property {Expression} exponent
 *
 * @typedef {object} HoldsNode 1 where the two are equal, else 0; its value is given by its key
 * @property {'holds'} kind
 * @property {string} key
 * @property {Expression} left
 * @property {Expression} right
 *
 * @typedef {SymbolNode | NumberNode | ListNode | PartNode | QuotientNode | PowerNode | HoldsNode} Expression
 * @typedef {Record<string, number>} Values numbers by the keys of their symbols
 * @typedef {Expression | number | false | null} Operand what builders take; false and null are left out of sums and products
 */

/**
 * @param {string} key
 * @param {string} glyph
 * @param {Partial<SymbolNode>} [look]
 * @returns {SymbolNode}
 */
export const symbol = (key, glyph, look = {}) => ({ kind: 'symbol', key, glyph, ...look });

/** A quantity that stays as it is throughout a run. @param {string} key @param {string} glyph @param {Partial<SymbolNode>} [look] */
export const constant = (key, glyph, look = {}) => symbol(key, glyph, { ...look, constant: true });

/** @param {Expression | number} operand @returns {Expression} */
const node = (operand) => (typeof operand === 'number' ? { kind: 'number', value: operand } : operand);

/** @param {readonly Operand[]} operands */
const present = (operands) =>
  operands
    .filter((each) => each !== false && each !== null)
    .map((each) => node(/** @type {Expression | number} */ (each)));

/** @type {(kind: ListNode['kind']) => (...operands: Operand[]) => Expression} */
const list =
  (kind) =>
  (...operands) => ({ kind, of: present(operands) });

/** @type {(kind: 'sum' | 'product') => (...operands: Operand[]) => Expression} */
const chain =
  (kind) =>
  (...operands) => {
    const of = present(operands);
    return of.length === 1 ? of[0] : { kind, of };
  };

export const sum = chain('sum');
export const product = chain('product');
export const max = list('max');
export const min = list('min');
export const clamp = list('clamp');
export const sign = list('sign');

/** @type {(kind: PartNode['kind']) => (operand: Expression) => Expression} */
const part = (kind) => (of) => ({ kind, of });

export const negative = part('negative');
export const root = part('root');
export const absolute = part('absolute');
export const folded = part('folded');

/** @param {Expression | number} from @param {Expression | number} what */
export const difference = (from, what) => sum(from, negative(node(what)));

/** @param {Expression | number} over @param {Expression | number} under @returns {Expression} */
export const quotient = (over, under) => ({ kind: 'quotient', over: node(over), under: node(under) });

/** @param {Expression | number} base @param {Expression | number} exponent @returns {Expression} */
export const power = (base, exponent) => ({ kind: 'power', base: node(base), exponent: node(exponent) });

/** @param {string} key @param {Expression} left @param {Expression} right @returns {Expression} */
export const holds = (key, left, right) => ({ kind: 'holds', key, left, right });

/**
 * The number that a tree comes to, in the comparisons' order of the core, so that a NaN is kept.
 *
 * @param {Expression} tree
 * @param {Values} values
 * @returns {number} NaN if a value is missing
 */
export function evaluate(tree, values) {
  const at = (/** @type {Expression} */ each) => evaluate(each, values);
  switch (tree.kind) {
    case 'symbol':
    case 'holds':
      return values[tree.key] ?? NaN;
    case 'number':
      return tree.value;
    case 'sum':
      return tree.of.map(at).reduce((total, term) => total + term);
    case 'product':
      return tree.of.map(at).reduce((total, factor) => total * factor);
    case 'max':
      return Math.max(...tree.of.map(at));
    case 'min':
      return Math.min(...tree.of.map(at));
    case 'clamp': {
      const [value, low, high] = tree.of.map(at);
      return value < low ? low : value > high ? high : value;
    }
    case 'sign':
      return Math.sign(at(tree.of[0]));
    case 'negative':
      return -at(tree.of);
    case 'root':
      return Math.sqrt(at(tree.of));
    case 'absolute':
      return Math.abs(at(tree.of));
    case 'folded':
      return at(tree.of);
    case 'quotient':
      return at(tree.over) / at(tree.under);
    case 'power':
      return at(tree.base) ** at(tree.exponent);
  }
}

/** All symbols of a tree, from left to right. @param {Expression} tree @returns {SymbolNode[]} */
export function symbolsOf(tree) {
  switch (tree.kind) {
    case 'symbol':
      return [tree];
    case 'number':
      return [];
    case 'quotient':
      return [...symbolsOf(tree.over), ...symbolsOf(tree.under)];
    case 'power':
      return [...symbolsOf(tree.base), ...symbolsOf(tree.exponent)];
    case 'holds':
      return [...symbolsOf(tree.left), ...symbolsOf(tree.right)];
    default:
      return [tree.of].flat().flatMap(symbolsOf);
  }
}
