/**
 * The words of a formula, checked one by one, so that the parser behind sees nothing but arithmetic, and so that every
 * fault has a place: the parser's tree has none.
 */
import { misplaced } from './errors.js';
import { constants, functions, variables } from './vocabulary.js';

/**
 * @typedef {import('./errors.js').Place & { kind: 'number' | 'name' | 'function' | 'sign', text: string }} Token
 */

const deepest = 50;
const signs = ['+', '-', '*', '/', '^', '(', ')'];
const allowed = `there are ${[...variables, ...constants.keys()].join(', ')}, ${signs.join(' ')} and ${[...functions.keys()].join(', ')}`;

const word =
  /\s+|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{Nd}_]*)|(?<sign>[-+*/^()])/uy;

/** Signs as they are printed or as a Japanese keyboard types them. @type {Record<string, string>} */
const twins = { '−': '-', '×': '*', '·': '*', '⋅': '*', '÷': '/' };

/** The same text, character for character, in ASCII where it has a twin there. @param {string} text */
function plain(text) {
  const narrow = text.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
  return narrow.replace(/[−×·⋅÷]/g, (sign) => twins[sign]);
}

/**
 * @param {string} text
 * @returns {Token[]} not empty
 * @throws {SyntaxError | RangeError} with the place
 */
export function tokenise(text) {
  const source = plain(text);
  /** @type {Token[]} */
  const tokens = [];
  for (let at = 0; at < source.length; at = word.lastIndex) {
    word.lastIndex = at;
    const groups = word.exec(source)?.groups;
    if (!groups) {
      const character = String.fromCodePoint(Number(source.codePointAt(at)));
      throw misplaced(
        SyntaxError,
        `unexpected ${JSON.stringify(character)}`,
        { at, length: character.length },
        allowed,
      );
    }
    const found = groups.number ?? groups.name ?? groups.sign;
    if (found !== undefined) tokens.push(classify(groups, { at, length: found.length }));
  }
  if (tokens.length === 0) throw misplaced(SyntaxError, 'no formula', { at: 0, length: 0 }, allowed);
  checkNeighbours(tokens);
  checkParentheses(tokens);
  return tokens;
}

/** @param {Record<string, string | undefined>} groups @param {import('./errors.js').Place} place @returns {Token} */
function classify({ number, name, sign }, place) {
  if (number !== undefined) {
    if (!Number.isFinite(Number(number))) throw misplaced(RangeError, `too large a number ${number}`, place);
    return { ...place, kind: 'number', text: number };
  }
  if (name === undefined) return { ...place, kind: 'sign', text: String(sign) };
  if (functions.has(name)) return { ...place, kind: 'function', text: name };
  if (constants.has(name) || variables.includes(name)) return { ...place, kind: 'name', text: name };
  const remedy = /^[xy]+$/.test(name) ? `a product is written as in ${[...name].join('*')}` : allowed;
  throw misplaced(SyntaxError, `unknown name ${JSON.stringify(name)}`, place, remedy);
}

/** @param {readonly Token[]} tokens */
function checkNeighbours(tokens) {
  tokens.forEach((token, k) => {
    const next = tokens[k + 1]?.text;
    if (token.kind === 'function' && next !== '(') {
      throw misplaced(SyntaxError, `${token.text} without its argument`, token, `it is written as in ${token.text}(x)`);
    }
    if (token.text === '(' && next === ')') throw misplaced(SyntaxError, 'nothing between the parentheses', tokens[k]);
  });
}

/** @param {readonly Token[]} tokens */
function checkParentheses(tokens) {
  /** @type {Token[]} */
  const open = [];
  for (const token of tokens) {
    if (token.text === '(') open.push(token);
    if (open.length > deepest) throw misplaced(RangeError, `more than ${deepest} parentheses within each other`, token);
    if (token.text === ')' && !open.pop()) throw misplaced(SyntaxError, 'a ) without its (', token);
  }
  if (open.length) throw misplaced(SyntaxError, 'a ( without its )', open[open.length - 1]);
}
