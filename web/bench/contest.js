/**
 * kudari and the plain loop in one contest: an update of the same parameters by the same gradient, over and over.
 *
 * @typedef {import('../core/methods.js').Method} Method
 * @typedef {import('../core/heap.js').Dtype} Dtype
 * @typedef {import('./plain.js').Vector} Vector
 *
 * @typedef {object} Kudari as much of it as a contest needs
 * @property {(id: string, w0: Vector, options: { dtype: Dtype }) => { params: Vector, gradient: Vector, update(): void, dispose(): void }} optimizer
 *
 * @typedef {object} Contestant
 * @property {(updates: number) => void} repeat
 * @property {() => ArrayLike<number>} params
 * @property {() => void} dispose
 */
import { arrayType } from '../core/heap.js';
import { plain } from './plain.js';

/**
 * Where the parameters start, and the gradient: of every sign, and far from the subnormal numbers, which are slow.
 *
 * @param {number} n @param {Dtype} dtype
 */
export function material(n, dtype) {
  const [w, g] = [new (arrayType(dtype))(n), new (arrayType(dtype))(n)];
  for (let i = 0; i < n; i++) {
    w[i] = 1;
    g[i] = gradientAt(i);
  }
  return { w, g };
}

/** Scattered over ±[0.05, 1). tests/bench/native.c has the same. @param {number} i */
function gradientAt(i) {
  let bits = Math.imul(i + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca6b);
  bits ^= bits >>> 13;
  const size = 0.05 + 0.95 * ((bits >>> 8) / 2 ** 24);
  return bits & 1 ? size : -size;
}

/** The textbook's defaults. @param {Method} method @returns {Record<string, any>} */
export const defaultsOf = (method) =>
  Object.fromEntries(Object.entries(method.options).map(([name, { default: value }]) => [name, value]));

/** @param {Kudari} kudari @param {Method} method @param {Dtype} dtype @param {number} n @returns {Contestant} */
export function kudariContestant(kudari, { id }, dtype, n) {
  const { w, g } = material(n, dtype);
  const optimizer = kudari.optimizer(id, w, { dtype });
  optimizer.gradient.set(g);
  return {
    repeat(updates) {
      for (let i = 0; i < updates; i++) optimizer.update();
    },
    params: () => optimizer.params,
    dispose: () => optimizer.dispose(),
  };
}

/**
 * What a loop of plain.js works on, before the first update.
 *
 * @param {Method} method @param {Dtype} dtype @param {Vector} w @param {Vector} g
 * @returns {import('./plain.js').State}
 */
export function plainState(method, dtype, w, g) {
  const options = defaultsOf(method);
  const slots = method.slots.filter(({ when }) => when === undefined || options[when] > 0);
  return {
    w,
    g,
    ...Object.fromEntries(slots.map(({ name }) => [name, new (arrayType(dtype))(w.length)])),
    t: 0,
    product: 1,
  };
}

/** @param {Method} method @param {Dtype} dtype @param {number} n @returns {Contestant} */
export function plainContestant(method, dtype, n) {
  const { w, g } = material(n, dtype);
  const state = plainState(method, dtype, w, g);
  const [options, update] = [defaultsOf(method), plain[method.id]];
  return {
    repeat(updates) {
      for (let i = 0; i < updates; i++) {
        state.t += 1;
        update(state, options);
      }
    },
    params: () => w,
    dispose() {},
  };
}
