/**
 * From the text of f(x, y) to a program for f, its gradient and its Hessian. Brings the parser along, so it is imported
 * only when a formula is asked for.
 */
import { misplaced } from './errors.js';
import { call, constant, derivative, operator, parse, symbol } from './parser.js';
import { assemble } from './program.js';
import { tokenise } from './tokens.js';
import { constants } from './vocabulary.js';

export { run } from './program.js';

/** @typedef {import('./parser.js').Node} Node */
/** @typedef {import('./program.js').Program} Program */
/** @typedef {import('./tokens.js').Token} Token */

/** Nodes of the gradient, counted as a tree; the Hessian takes ten times as many. */
const most = 20_000;

/**
 * @param {string} text
 * @returns {Program} with the results f, ∂f/∂x, ∂f/∂y, ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²
 * @throws {SyntaxError | RangeError} with the properties `at` and `length`
 */
export function compile(text) {
  const f = read(text);
  /** @type {Map<string, Node>} */
  const held = new Map();
  const smooth = differentiable(f, held);
  const gradient = [derivative(smooth, 'x'), derivative(smooth, 'y')];
  const size = treeSize(gradient);
  if (size > most) {
    const message = `its gradient has ${size} parts, and may have ${most}: nest fewer products, quotients and powers`;
    throw Object.assign(new RangeError(message), { at: 0, length: text.length });
  }
  const [fx, fy] = gradient;
  return assemble([f, fx, fy, derivative(fx, 'x'), derivative(fx, 'y'), derivative(fy, 'y')], held);
}

/** @param {string} text @returns {Node} */
function read(text) {
  const tokens = tokenise(text);
  // Words set apart read as they were split; and x(y + 1) is a product, not a call.
  const words = tokens.map((token, k) => {
    return token.kind === 'name' && tokens[k + 1]?.text === '(' ? `(${token.text})` : token.text;
  });
  const tree = parsed(words, tokens, text);
  refuseDoubtful(tree, tokens);
  return tree;
}

/** @param {readonly string[]} words @param {readonly Token[]} tokens @param {string} text */
function parsed(words, tokens, text) {
  const joined = words.join(' ');
  try {
    return parse(joined);
  } catch (error) {
    const { char } = /** @type {{ char?: number }} */ (error);
    if (!(error instanceof SyntaxError) || char === undefined) throw error;
    if (char > joined.length) throw misplaced(SyntaxError, 'unexpected end', { at: text.length, length: 0 });
    // As many blanks as words before it.
    const token = tokens[joined.slice(0, char - 1).split(' ').length - 1];
    throw misplaced(SyntaxError, `unexpected ${JSON.stringify(token.text)}`, token);
  }
}

/**
 * Refuses a / b c, which half of all readers take for (a / b) c and the other half for a / (b c). Only behind a
 * quotient of numbers, as in 1/2 x, do all agree.
 *
 * @param {Node} tree
 * @param {readonly Token[]} tokens
 */
function refuseDoubtful(tree, tokens) {
  // The leaves of the tree, from left to right, are these.
  const leaves = tokens.filter(({ kind }) => kind === 'number' || kind === 'name');
  let passed = 0;
  /** @param {Node} node */
  const visit = (node) => {
    if (node.isParenthesisNode) return visit(node.content);
    if (!node.args) return void (passed += 1);
    node.args.forEach((each, k) => {
      const from = leaves[passed];
      visit(each);
      if (node.fn !== 'divide' || k === 0 || !each.implicit) return;
      const last = leaves[passed - 1];
      const place = { at: from.at, length: last.at + last.length - from.at };
      throw misplaced(SyntaxError, 'an unclear divisor', place, 'write a/(b*c) or a/b*c, not a/b c');
    });
  };
  visit(tree);
}

/**
 * The same function in terms that mathjs differentiates rightly on both sides of 0: |u| is sign(u)·u and ∛u is
 * sign(u)·(sign(u)·u)^⅓, where the sign is held constant, under a name that no formula can spell.
 *
 * @param {Node} node
 * @param {Map<string, Node>} held gets the signs
 * @returns {Node}
 */
function differentiable(node, held) {
  if (node.isParenthesisNode) return differentiable(node.content, held);
  if (node.isSymbolNode) return constants.has(node.name) ? constant(Number(constants.get(node.name))) : node;
  if (!node.args) return node;
  const args = node.args.map((each) => differentiable(each, held));
  if (node.isFunctionNode) return differentiableCall(node, args[0], held);
  if (node.fn === 'unaryPlus') return args[0];
  if (node.fn === 'pow' && isE(node.args[0])) return call('exp', args[1]);
  return operator(signs[node.fn], node.fn, ...args);
}

/** @type {Record<string, string>} */
const signs = { add: '+', subtract: '-', multiply: '*', divide: '/', pow: '^', unaryMinus: '-' };

/** @param {Node} node @returns {boolean} */
const isE = (node) => (node.isParenthesisNode ? isE(node.content) : Boolean(node.isSymbolNode) && node.name === 'e');

/** @param {Node} node @param {Node} argument differentiable @param {Map<string, Node>} held @returns {Node} */
function differentiableCall(node, argument, held) {
  const sign = () => {
    const name = `sign ${held.size}`;
    held.set(name, call('sign', node.args[0]));
    return symbol(name);
  };
  const times = (/** @type {Node} */ a, /** @type {Node} */ b) => operator('*', 'multiply', a, b);
  if (node.name === 'ln') return call('log', argument);
  if (node.name === 'log2') return operator('/', 'divide', call('log', argument), constant(Math.LN2));
  if (node.name === 'sign') return sign();
  if (node.name === 'abs') return times(sign(), argument);
  if (node.name !== 'cbrt') return call(node.name, argument);
  const side = sign();
  return times(side, operator('^', 'pow', times(side, argument), constant(1 / 3)));
}

/** Counts shared subtrees as often as they occur, without going through them again. @param {readonly Node[]} trees */
function treeSize(trees) {
  /** @type {Map<Node, number>} */
  const known = new Map();
  /** @param {Node} node @returns {number} */
  const size = (node) => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const parts = node.isParenthesisNode ? [node.content] : (node.args ?? []);
    const all = parts.reduce((sum, each) => sum + size(each), 1);
    known.set(node, all);
    return all;
  };
  return trees.reduce((sum, each) => sum + size(each), 0);
}
