// The factories that parser.js uses, which are documented but missing from mathjs' own types.
declare module 'mathjs/number' {
  type Factory = (parts: object) => any;
  export const createConstantNode: Factory;
  export const createDerivative: Factory;
  export const createFunctionNode: Factory;
  export const createNode: Factory;
  export const createOperatorNode: Factory;
  export const createParenthesisNode: Factory;
  export const createParse: Factory;
  export const createSymbolNode: Factory;
  export const createTyped: Factory;
}
