/**
 * Where in a formula something is wrong.
 *
 * @typedef {{ at: number, length: number }} Place `at` counts UTF-16 units from 0; `length` is 0 at the end of the text
 */

/**
 * An error with its place in the text; the message says it too, counting from 1.
 *
 * @param {typeof SyntaxError | typeof RangeError} Type
 * @param {string} problem what is wrong there
 * @param {Place} place
 * @param {string} [remedy] what would be right
 */
export function misplaced(Type, problem, { at, length }, remedy) {
  const message = `${problem} at character ${at + 1}${remedy ? `; ${remedy}` : ''}`;
  return Object.assign(new Type(message), { at, length });
}
