/**
 * Saved states as callers may have them: damaged, foreign, of another version; each is refused by name, or goes on.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dtypes, feed, ids, kudari, own, refuses, snapshot, using, variants, vector, walk } from './support.js';

assert.equal(ids.length, 15);

const w0 = vector(9);

describe('states', () => {
  /** @param {any} state @param {(copy: any) => void} damage */
  const damaged = (state, damage) => {
    const copy = structuredClone(state);
    damage(copy);
    return copy;
  };

  test('that are damaged are refused, and say where', () => {
    for (const dtype of dtypes) {
      for (const id of ids) {
        using(id, w0, { ...variants(id).at(-1), dtype, groups: [{ start: 2, end: 4, lr: 0.1 }] }, (opt) => {
          walk(opt, 3);
          const state = opt.state();
          const names = Object.keys(state.slots);
          /** @type {[string, (s: any) => void, string[]][]} */
          const damages = [
            ...[undefined, 0, 2, '1', null].map(
              (value) =>
                /** @type {any} */ ([
                  `kudari ${value}`,
                  (/** @type {any} */ s) => {
                    s.kudari = value;
                  },
                  ['state', 'kudari', '1'],
                ]),
            ),
            ...['adem', undefined, null, '__proto__', 'constructor', 5].map(
              (value) =>
                /** @type {any} */ ([
                  `method ${value}`,
                  (/** @type {any} */ s) => {
                    s.method = value;
                  },
                  ['no method', 'adam'],
                ]),
            ),
            ...[undefined, null, -1, 1.5, NaN, '3', 2 ** 53].map(
              (value) =>
                /** @type {any} */ ([
                  `steps ${value}`,
                  (/** @type {any} */ s) => {
                    s.steps = value;
                  },
                  ['state: steps', 'whole number from 0'],
                ]),
            ),
            ...[undefined, null, -0.1, 1.1, NaN, '1'].map(
              (value) =>
                /** @type {any} */ ([
                  `muProduct ${value}`,
                  (/** @type {any} */ s) => {
                    s.muProduct = value;
                  },
                  ['state: muProduct', 'from 0 to 1'],
                ]),
            ),
            ...[undefined, null, {}, 0.1, 'x'].map(
              (value) =>
                /** @type {any} */ ([
                  `baseLr ${value}`,
                  (/** @type {any} */ s) => {
                    s.baseLr = value;
                  },
                  ['state: baseLr', 'array'],
                ]),
            ),
            ...[[], [0.1], [0.1, 0.1, 0.1, 0.1]].map(
              (value) =>
                /** @type {any} */ ([
                  `baseLr ${value}`,
                  (/** @type {any} */ s) => {
                    s.baseLr = value;
                  },
                  ['state: baseLr', '3 entries'],
                ]),
            ),
            ...[NaN, 'x', null].map(
              (value) =>
                /** @type {any} */ ([
                  `baseLr [1] ${value}`,
                  (/** @type {any} */ s) => {
                    s.baseLr[1] = value;
                  },
                  ['state: baseLr', '1'],
                ]),
            ),
            ...[undefined, null, [], 'x', 5].map(
              (value) =>
                /** @type {any} */ ([
                  `options ${value}`,
                  (/** @type {any} */ s) => {
                    s.options = value;
                  },
                  ['state: options', 'plain object'],
                ]),
            ),
            [
              'options unknown',
              (s) => {
                s.options.nonsense = 1;
              },
              [id, 'nonsense'],
            ],
            [
              'options wrong',
              (s) => {
                s.options.l2 = -1;
              },
              [`${id}: l2`, 'from 0'],
            ],
            [
              'options dtype',
              (s) => {
                s.options.dtype = 'float16';
              },
              [`${id}: dtype`, 'float32'],
            ],
            [
              'options groups',
              (s) => {
                s.options.groups[0].end = 10;
              },
              ['groups[0]: end', '9'],
            ],
            ...[undefined, null, [], 'x'].map(
              (value) =>
                /** @type {any} */ ([
                  `slots ${value}`,
                  (/** @type {any} */ s) => {
                    s.slots = value;
                  },
                  ['state: slots', 'plain object'],
                ]),
            ),
            [
              'a slot too many',
              (s) => {
                s.slots.velocity = s.slots.w;
              },
              ['state: slots', 'velocity', ...names],
            ],
            [
              'an inherited name',
              (s) => {
                s.slots = { ...s.slots, ...own('__proto__', []) };
              },
              ['state: slots', '__proto__'],
            ],
            [
              'a field too many',
              (s) => {
                s.extra = 1;
              },
              ['state', 'extra', 'slots'],
            ],
            ...names.flatMap(
              (name) =>
                /** @type {any[]} */ ([
                  [
                    `without slots.${name}`,
                    (/** @type {any} */ s) => {
                      delete s.slots[name];
                    },
                    [`slots.${name}`, 'array'],
                  ],
                  [
                    `slots.${name} a string`,
                    (/** @type {any} */ s) => {
                      s.slots[name] = 'abc';
                    },
                    [`slots.${name}`, 'array'],
                  ],
                  [
                    `slots.${name} with a string`,
                    (/** @type {any} */ s) => {
                      s.slots[name] = [...s.slots[name]];
                      s.slots[name][2] = '1';
                    },
                    [`slots.${name}[2]`, 'number'],
                  ],
                  [
                    `slots.${name} with null`,
                    (/** @type {any} */ s) => {
                      s.slots[name] = [...s.slots[name]];
                      s.slots[name][2] = null;
                    },
                    [`slots.${name}[2]`, 'number', 'null'],
                  ],
                  ...(name === 'w'
                    ? []
                    : [
                        [
                          `slots.${name} too short`,
                          (/** @type {any} */ s) => {
                            s.slots[name] = s.slots[name].slice(1);
                          },
                          [`slots.${name}`, '9 entries'],
                        ],
                        [
                          `slots.${name} too long`,
                          (/** @type {any} */ s) => {
                            s.slots[name] = [...s.slots[name], 0];
                          },
                          [`slots.${name}`, '9 entries'],
                        ],
                      ]),
                ]),
            ),
          ];
          for (const [what, damage, words] of damages)
            refuses(() => kudari.restore(damaged(state, damage)).dispose(), words, `${id}: ${what}`);
          assert.ok(damages.length >= 50);
          const twin = kudari.restore(state);
          assert.deepEqual(snapshot(twin), snapshot(opt), `${id}: undamaged, it is taken`);
          twin.dispose();
        });
      }
    }
  });

  test('with a negative base rate are refused', () => {
    using('adabound', w0, { groups: [{ start: 2, end: 4, lr: 0.1 }] }, (opt) => {
      refuses(
        () =>
          kudari
            .restore(
              damaged(opt.state(), (s) => {
                s.baseLr[1] = -0.1;
              }),
            )
            .dispose(),
        ['state: baseLr', '-0.1'],
        'baseLr',
      );
    });
  });

  test('of another method or shape are refused', () => {
    const adam = using('adam', w0, {}, (opt) => opt.state());
    refuses(() => kudari.restore({ ...adam, method: 'sgd' }), ['sgd']);
    refuses(() => kudari.restore({ ...adam, method: 'amsgrad' }), ['slots.vMax']);
    refuses(() => kudari.restore({ ...adam, method: 'lion', options: { lr: 1e-3 } }), ['state: slots', '"v"']);
    for (const state of [undefined, null, 5, 'state', [], new Map(), adam.slots.w])
      refuses(() => kudari.restore(/** @type {any} */ (state)), ['state', 'plain object']);
    refuses(() => kudari.restore(adam, { lr: -1 }), ['adam: lr']);
    refuses(() => kudari.restore(adam, /** @type {any} */ ([])), ['restore: options', 'plain object']);
    refuses(() => kudari.restore(adam, /** @type {any} */ ({ nonsense: 1 })), ['nonsense']);
  });

  test('may hold what is not finite: a diverged run is a run', () => {
    using('adam', [1, 2], { dtype: 'float64' }, (opt) => {
      feed(opt, [[NaN, 1]]);
      const twin = kudari.restore(structuredClone(opt.state()));
      assert.deepEqual(snapshot(twin), snapshot(opt));
      assert.ok(Number.isNaN(twin.params[0]) && Number.isFinite(twin.params[1]));
      twin.dispose();
    });
  });

  test('are the caller’s: changing one changes no optimizer', () => {
    using('adam', w0, {}, (opt) => {
      walk(opt, 2);
      const state = opt.state();
      const before = snapshot(opt);
      const twin = kudari.restore(state);
      for (const values of Object.values(state.slots)) values.fill(99);
      state.options.lr = 99;
      assert.deepEqual(snapshot(opt), before);
      assert.deepEqual(snapshot(twin), before);
      twin.dispose();
    });
  });
});
