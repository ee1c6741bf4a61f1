/**
 * Saved optimizers: the shape of a state, and the way back from one.
 */
import { describe, number, onlyKnown, plainObject } from '../check/check.js';
import { Optimizer, resume } from './optimizer.js';
import { copyVector } from './vectors.js';

/**
 * @typedef {object} State all that an optimizer is, as plain data: it can be cloned, posted to a worker, or written as JSON
 *   with each vector as an array of numbers
 * @property {1} kudari version of the format
 * @property {string} method id of the method
 * @property {number} steps updates made
 * @property {Record<string, any>} options a learning rate that was a function is null: `restore` must be given it again
 * @property {number[]} baseLr of each range of parameters, for AdaBound
 * @property {number} muProduct of NAdam; 1 elsewhere
 * @property {Record<string, import('./heap.js').Vector>} slots `w` and the method's own vectors
 */

/**
 * @param {import('./heap.js').Heap} heap
 * @param {unknown} saved what `state()` returned, or a copy of it
 * @param {import('./settings.js').OptimizerOptions} [changes] options that take the place of the saved ones
 * @returns {Optimizer}
 * @throws {TypeError | RangeError} naming what is missing or wrong; nothing is made then
 */
export function restore(heap, saved, changes = {}) {
  const state = plainObject('state', saved);
  onlyKnown('state', state, ['kudari', 'method', 'steps', 'options', 'baseLr', 'muProduct', 'slots']);
  if (state.kudari !== 1)
    throw new RangeError(`state: kudari must be 1, the version of the format, not ${describe(state.kudari)}`);
  const own = plainObject('state: options', state.options);
  // What an optimizer is made with; the other changes are made when it stands where it stood.
  const { dtype = own.dtype, preset = own.preset, ...later } = plainObject('restore: options', changes);
  const lr = own.lr ?? later.lr;
  if (lr === null || lr === undefined) throw lostRate('lr');
  const groups = withoutLostRates(own.groups, later.groups);
  const slots = plainObject('state: slots', state.slots);
  const steps = number('state: steps', state.steps, { integer: true, min: 0 });
  const muProduct = number('state: muProduct', state.muProduct, { min: 0, max: 1 });
  const type = dtype === 'float64' ? 'float64' : 'float32';
  const w = copyVector('state: slots.w', listed(slots.w), type, { finite: false });
  // The optimizer starts from zeros, as w itself may hold what a start may not.
  const start = new Array(w.length).fill(0);
  const optimizer = new Optimizer(heap, state.method, start, { ...own, dtype, preset, lr, groups });
  try {
    const fresh = optimizer.state();
    const names = Object.keys(fresh.slots);
    onlyKnown('state: slots', slots, names);
    const vectors = Object.fromEntries(
      names.map((name) => [
        name,
        copyVector(`state: slots.${name}`, listed(slots[name]), type, { length: w.length, finite: false }),
      ]),
    );
    const baseLr = Array.from(copyVector('state: baseLr', state.baseLr, 'float64', { length: fresh.baseLr.length }));
    baseLr.forEach((rate, k) => number(`state: baseLr[${k}]`, rate, { min: 0 }));
    resume(optimizer, { ...fresh, steps, muProduct, baseLr, slots: vectors });
    optimizer.set(later);
  } catch (error) {
    optimizer.dispose();
    throw error;
  }
  return optimizer;
}

/**
 * Saved groups; one whose rate was a function has none until it is given again.
 *
 * @param {unknown} saved
 * @param {unknown} given again
 */
function withoutLostRates(saved, given) {
  if (!Array.isArray(saved)) return saved;
  return saved.map((group) => {
    if (group?.lr !== null) return group;
    if (given === undefined) throw lostRate('groups');
    const { lr: _, ...rest } = group;
    return rest;
  });
}

/** @param {'lr' | 'groups'} where */
const lostRate = (where) =>
  new TypeError(`restore: the learning rate of this state was a function; give it again: restore(state, { ${where} })`);

/** A typed array that went through JSON as it is has become an object of its entries. @param {unknown} vector */
function listed(vector) {
  if (Object.prototype.toString.call(vector) !== '[object Object]') return vector;
  const entries = Object.entries(/** @type {object} */ (vector));
  return entries.every(([key], i) => key === String(i)) ? entries.map(([, value]) => value) : vector;
}
