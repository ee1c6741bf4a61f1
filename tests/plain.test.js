/**
 * The plain loops that kudari is measured against do the same work: the same numbers, and none is missing.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultsOf, kudariContestant, plainContestant, plainState } from '../web/bench/contest.js';
import { plain } from '../web/bench/plain.js';
import { close, differ, dtypes, gradients, ids, kudari, same, vector } from './support.js';

const STEPS = 60;
/** The last bit of a number from 1 to 2, at every update: the loops round once where float32 kernels round at each operation. */
const tolerances = { float32: STEPS * 2 ** -23, float64: STEPS * 2 ** -52 };

test('there is a loop for every method', () => {
  assert.deepEqual(Object.keys(plain).sort(), [...ids].sort());
});

for (const method of kudari.methods) {
  for (const dtype of dtypes) {
    test(`${method.id} in ${dtype} is kudari’s, update for update`, () => {
      const n = 37;
      const type = dtype === 'float32' ? Float32Array : Float64Array;
      const w0 = vector(n);
      const state = plainState(method, dtype, type.from(w0), new type(n));
      const optimizer = kudari.optimizer(method.id, w0, { dtype });
      for (const g of gradients(STEPS, n)) {
        state.g.set(g);
        optimizer.gradient.set(g);
        state.t += 1;
        plain[method.id](state, defaultsOf(method));
        optimizer.update();
        close(state.w, optimizer.params, tolerances[dtype], `after ${state.t} updates`);
        for (const [name, values] of Object.entries(optimizer.slots))
          close(state[name], values, tolerances[dtype], `${name} after ${state.t} updates`);
      }
      differ(state.w, w0, 'the parameters and their start');
      optimizer.dispose();
    });
  }
}

test('contestants start alike, and stay together', () => {
  for (const method of kudari.methods) {
    const pair = [kudariContestant(kudari, method, 'float32', 1001), plainContestant(method, 'float32', 1001)];
    same(pair[0].params(), pair[1].params(), 'start');
    for (const each of pair) each.repeat(STEPS);
    close(pair[1].params(), pair[0].params(), tolerances.float32, method.id);
    differ(pair[0].params(), new Float32Array(1001).fill(1), `${method.id}, its start`);
    for (const each of pair) each.dispose();
  }
});
