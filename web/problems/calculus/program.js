/**
 * Trees as straight-line programs: each instruction reads two registers and writes the next one. What occurs twice, in
 * one tree or in several, is computed once; what is constant is computed beforehand.
 */
import { constants, functions } from './vocabulary.js';

/** @typedef {import('./parser.js').Node} Node */
/** @typedef {(a: number, b: number) => number} Operation of one operand: it ignores the second */

/**
 * @typedef {object} Program
 * @property {readonly Operation[]} operations instruction k writes register `first + k`
 * @property {Int32Array} left register of the first operand of each
 * @property {Int32Array} right register of the second
 * @property {Float64Array} registers as they are before the first run: x, y, the constants, and room for the rest
 * @property {number} first
 * @property {readonly { register: number, end: number }[]} results of each tree: where it is, and how many
 *   instructions lead there
 */

/** Derivatives bring functions of their own. @type {[string, Operation][]} */
const further = [
  ['sec', (u) => 1 / Math.cos(u)],
  ['sech', (u) => 1 / Math.cosh(u)],
  ['unaryMinus', (u) => -u],
  ['add', (a, b) => a + b],
  ['subtract', (a, b) => a - b],
  ['multiply', (a, b) => a * b],
  ['divide', (a, b) => a / b],
  ['pow', (a, b) => a ** b],
];

/** @type {ReadonlyMap<string, Operation>} */
const operations = new Map([...functions, ...further]);

/**
 * An expression within a builder: a constant, or the number of a register. Constants find their registers at the end.
 *
 * @typedef {{ readonly value?: number, readonly key: string }} Term
 */

/** Collects the instructions of trees; equal terms are one object. */
class Builder {
  /** @type {Map<string, Term>} */ #terms = new Map();
  /** @type {Map<Node, Term>} */ #known = new Map();
  /** @type {{ name: string, a: Term, b: Term, to: Term }[]} */ instructions = [];
  #held;

  /** @param {ReadonlyMap<string, Node>} held what names stand for that no formula can spell */
  constructor(held) {
    this.#held = held;
    this.x = this.#term('x');
    this.y = this.#term('y');
  }

  /** @param {string} key @param {number} [value] @returns {Term} */
  #term(key, value) {
    const found = this.#terms.get(key) ?? { key, value };
    this.#terms.set(key, found);
    return found;
  }

  /** @param {number} value */
  constant(value) {
    return this.#term(Object.is(value, -0) ? '-0' : String(value), value);
  }

  /** Derivatives share subtrees, so each node is looked at once. @param {Node} node @returns {Term} */
  tree(node) {
    const known = this.#known.get(node);
    if (known) return known;
    const term = this.#read(node);
    this.#known.set(node, term);
    return term;
  }

  /** @param {Node} node @returns {Term} */
  #read(node) {
    if (node.isConstantNode && typeof node.value === 'number') return this.constant(node.value);
    if (node.isParenthesisNode) return this.tree(node.content);
    if (node.isSymbolNode) return this.#name(node.name);
    if (node.isFunctionNode && node.args.length === 1) return this.#apply(node.name, this.tree(node.args[0]));
    if (node.isOperatorNode)
      return this.#operator(
        node.fn,
        node.args.map((each) => this.tree(each)),
      );
    throw new TypeError('formula: this is not arithmetic');
  }

  /** @param {string} name */
  #name(name) {
    if (name === 'x') return this.x;
    if (name === 'y') return this.y;
    const value = constants.get(name);
    if (value !== undefined) return this.constant(value);
    const node = this.#held.get(name);
    if (!node) throw new TypeError(`formula: unknown name ${name}`);
    return this.tree(node);
  }

  /** @param {string} fn @param {readonly Term[]} args @returns {Term} */
  #operator(fn, args) {
    if (fn === 'unaryPlus') return args[0];
    if (args.length === 1) return this.#apply(fn, args[0]);
    return args.reduce((a, b) => this.#simplify(fn, a, b) ?? this.#apply(fn, a, b));
  }

  /**
   * The term that an operation comes down to if one operand is 0, 1 or a small power: derivatives are full of these, and
   * 0 · ∞ must not become NaN where a rule of differentiation multiplied by 0.
   *
   * @param {string} fn @param {Term} a @param {Term} b
   */
  #simplify(fn, a, b) {
    if (fn === 'add') return a.value === 0 ? b : b.value === 0 ? a : null;
    if (fn === 'subtract') return b.value === 0 ? a : a.value === 0 ? this.#apply('unaryMinus', b) : null;
    if (fn === 'multiply')
      return a.value === 0 || b.value === 0 ? this.constant(0) : a.value === 1 ? b : b.value === 1 ? a : null;
    if (fn === 'divide') return a.value === 0 && b.value !== 0 ? a : b.value === 1 ? a : null;
    return fn === 'pow' && a.value === undefined ? this.#power(a, b.value) : null;
  }

  /** Products are faster than powers, and as exact. @param {Term} a @param {number | undefined} exponent */
  #power(a, exponent) {
    if (exponent === 0) return this.constant(1);
    if (exponent === 1) return a;
    if (exponent === -1) return this.#apply('divide', this.constant(1), a);
    if (exponent === 0.5) return this.#apply('sqrt', a);
    const square = () => this.#apply('multiply', a, a);
    if (exponent === 2) return square();
    if (exponent === 3) return this.#apply('multiply', square(), a);
    if (exponent === 4) return this.#apply('multiply', square(), square());
    return null;
  }

  /** @param {string} name @param {Term} a @param {Term} [b] @returns {Term} */
  #apply(name, a, b = a) {
    const operation = operations.get(name);
    if (!operation) throw new TypeError(`formula: unknown operation ${name}`);
    if (a.value !== undefined && b.value !== undefined) return this.constant(operation(a.value, b.value));
    // a + b and b + a are one.
    if ((name === 'add' || name === 'multiply') && a.key > b.key) [a, b] = [b, a];
    const key = `${name} ${a.key} ${b.key}`;
    return this.#terms.get(key) ?? this.#instruct(key, name, a, b);
  }

  /** @param {string} key @param {string} name @param {Term} a @param {Term} b */
  #instruct(key, name, a, b) {
    // Keys stay short: what an instruction computes is called by its number.
    const to = { key: `r${this.instructions.length}` };
    this.#terms.set(key, to);
    this.instructions.push({ name, a, b, to });
    return to;
  }

  get constants() {
    return [...this.#terms.values()].filter(({ value }) => value !== undefined);
  }
}

/**
 * One program for several trees, of which each may use what the ones before it computed.
 *
 * @param {readonly Node[]} trees
 * @param {ReadonlyMap<string, Node>} held
 * @returns {Program}
 */
export function assemble(trees, held) {
  const builder = new Builder(held);
  const results = trees.map((tree) => ({ term: builder.tree(tree), end: builder.instructions.length }));
  const { instructions, constants, x, y } = builder;
  const before = [x, y, ...constants];
  const place = new Map([...before, ...instructions.map(({ to }) => to)].map((term, k) => [term, k]));
  const register = (/** @type {Term} */ term) => Number(place.get(term));
  return {
    operations: instructions.map(({ name }) => /** @type {Operation} */ (operations.get(name))),
    left: Int32Array.from(instructions, ({ a }) => register(a)),
    right: Int32Array.from(instructions, ({ b }) => register(b)),
    registers: Float64Array.from(place.keys(), ({ value }) => value ?? 0),
    first: before.length,
    results: results.map(({ term, end }) => ({ register: register(term), end })),
  };
}

/**
 * Runs the first `end` instructions at (x, y).
 *
 * @param {Program} program
 * @param {Float64Array} registers a copy of the program's
 * @param {number} x
 * @param {number} y
 * @param {number} end
 */
export function run({ operations, left, right, first }, registers, x, y, end) {
  registers[0] = x;
  registers[1] = y;
  for (let k = 0; k < end; k++) registers[first + k] = operations[k](registers[left[k]], registers[right[k]]);
}
