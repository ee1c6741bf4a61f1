/**
 * mathjs, as much of it as parses arithmetic and differentiates it: its own factories put together by hand, since its
 * ready-made selections bring ten times as much. Nothing here evaluates: the tree is all that is taken.
 */
/*! The formula parser and its symbolic derivatives are those of math.js, https://github.com/josdejong/mathjs,
 *  Copyright (C) 2013-2026 Jos de Jong, Apache License 2.0, https://www.apache.org/licenses/LICENSE-2.0 */
/// <reference path="./mathjs.d.ts" />
import {
  createConstantNode,
  createDerivative,
  createFunctionNode,
  createNode,
  createOperatorNode,
  createParenthesisNode,
  createParse,
  createSymbolNode,
  createTyped,
} from 'mathjs/number';

/**
 * A node of mathjs' tree, so far as it is used here.
 *
 * @typedef {object} Node
 * @property {true} [isConstantNode]
 * @property {true} [isSymbolNode]
 * @property {true} [isParenthesisNode]
 * @property {true} [isOperatorNode]
 * @property {true} [isFunctionNode]
 * @property {any} value of a constant
 * @property {string} name of a symbol or a function
 * @property {Node} content of parentheses
 * @property {string} fn of an operator: add, subtract, multiply, divide, pow, unaryMinus, unaryPlus
 * @property {readonly Node[]} args
 * @property {boolean} implicit of a multiplication without a sign
 */

/** Stands for every kind of node that arithmetic has none of: arrays, assignments, indices… */
class Foreign {
  constructor() {
    throw new TypeError('this is not arithmetic');
  }
}

const typed = createTyped({});
const math = {};
const Node = createNode({ mathWithTransform: math });
const ConstantNode = createConstantNode({ Node, isBounded: Number.isFinite });
const SymbolNode = createSymbolNode({ Node, math });
const OperatorNode = createOperatorNode({ Node });
const FunctionNode = createFunctionNode({ Node, SymbolNode, math });
const ParenthesisNode = createParenthesisNode({ Node });

const parts = {
  typed,
  config: { number: 'number', numberFallback: 'number' },
  numeric: Number,
  isZero: (/** @type {number} */ value) => value === 0,
  equal: (/** @type {number} */ a, /** @type {number} */ b) => a === b,
  // Never called: derivatives are asked for unsimplified.
  simplify: Foreign,
  ConstantNode,
  SymbolNode,
  OperatorNode,
  FunctionNode,
  ParenthesisNode,
  AccessorNode: Foreign,
  ArrayNode: Foreign,
  AssignmentNode: Foreign,
  BlockNode: Foreign,
  ConditionalNode: Foreign,
  FunctionAssignmentNode: Foreign,
  IndexNode: Foreign,
  ObjectNode: Foreign,
  RangeNode: Foreign,
  RelationalNode: Foreign,
};

/**
 * @type {(text: string) => Node}
 * @throws {SyntaxError} with the property `char`, counted from 1
 */
export const parse = createParse(parts);

const differentiate = createDerivative({ ...parts, parse });

/** @param {Node} node @param {'x' | 'y'} name @returns {Node} which shares parts with `node`, and with itself */
export const derivative = (node, name) => differentiate(node, new SymbolNode(name), { simplify: false });

/** @type {(value: number) => Node} */
export const constant = (value) => new ConstantNode(value);

/** @type {(name: string) => Node} */
export const symbol = (name) => new SymbolNode(name);

/** @type {(sign: string, fn: string, ...args: Node[]) => Node} */
export const operator = (sign, fn, ...args) => new OperatorNode(sign, fn, args);

/** @type {(name: string, argument: Node) => Node} */
export const call = (name, argument) => new FunctionNode(new SymbolNode(name), [argument]);
