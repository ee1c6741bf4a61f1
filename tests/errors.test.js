/**
 * What callers do wrong: each is refused by name, says what would be right, and changes nothing.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadKudari } from 'kudari';
import { createExperiment, Experiment, runExperiment } from 'kudari/experiment';
import {
  dtypes,
  freshKudari,
  ids,
  kudari,
  own,
  refuses,
  same,
  samePath,
  snapshot,
  using,
  variants,
  vector,
  walk,
  waves,
} from './support.js';
import { notNumbers, outside } from './wrong.js';

/** @typedef {import('./support.js').Options} Options */
/** @typedef {import('./support.js').Optimizer} Optimizer */

assert.equal(ids.length, 15);

const w0 = vector(9);

/** Names that every object seems to have. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** The ends of a spec's range that belong to it. @param {any} spec @returns {number[]} */
function ends({ min, above, max, below }) {
  return [
    ...(min !== undefined ? [min] : []),
    ...(above !== undefined ? [Math.max(above, 0) + Number.MIN_VALUE] : []),
    ...(max !== undefined ? [max] : []),
    ...(below !== undefined ? [below * (1 - 2 ** -53)] : []),
  ];
}

/** How a message says what is allowed. @param {any} spec */
function allowed(spec) {
  if (typeof spec.default === 'boolean') return ['true or false'];
  return [
    'must be',
    'number',
    ...Object.entries(spec)
      .filter(([key]) => ['min', 'above', 'max', 'below'].includes(key))
      .map(([, value]) => String(value)),
  ];
}

describe('options', () => {
  test('every wrong value of every option of every method is refused by name', () => {
    let tried = 0;
    for (const { id, options } of kudari.methods) {
      for (const [name, spec] of Object.entries(options)) {
        const isBoolean = typeof spec.default === 'boolean';
        const wrongs = isBoolean
          ? [...notNumbers.filter(([what]) => what !== 'true'), ['1', 1], ['null', null]]
          : [
              ...(name === 'lr' ? notNumbers.filter(([what]) => !what.includes('object')) : notNumbers),
              ['null', null],
              ...outside(spec).map((value) => [`${value}`, value]),
            ];
        for (const [what, value] of wrongs) {
          const words =
            name === 'lr' && typeof value !== 'number' ? [`${id}: lr`] : [`${id}: ${name}`, ...allowed(spec)];
          refuses(() => kudari.optimizer(id, w0, { [name]: value }), words, `${id}: ${name} = ${what}`);
          tried += 1;
        }
        if (isBoolean) continue;
        for (const value of ends(spec))
          assert.equal(
            using(id, w0, { [name]: value }, (opt) => opt.options[name]),
            value,
            `${id}: ${name} = ${value} is allowed`,
          );
      }
    }
    assert.ok(tried > 15 * 3 * 10);
  });

  test('so is every one of the common options', () => {
    /** @type {[Options, string[]][]} */
    const wrongs = [
      ...['clipNorm', 'clipValue'].flatMap((name) =>
        [0, -1, NaN, Infinity, '1', true, {}].map(
          (value) => /** @type {[Options, string[]]} */ ([{ [name]: value }, [name, 'above 0']]),
        ),
      ),
      ...['float16', 'Float32', '', null, 32, Float32Array, 'toString'].map(
        (dtype) => /** @type {[Options, string[]]} */ ([{ dtype }, ['dtype', 'float32', 'float64']]),
      ),
      ...['paper', '', null, 1, 'constructor'].map(
        (preset) => /** @type {[Options, string[]]} */ ([{ preset }, ['preset', 'textbook', 'pytorch']]),
      ),
      ...[0.05, true, 'sam', [], new Map(), NaN].map(
        (sam) => /** @type {[Options, string[]]} */ ([{ sam }, ['sam', 'plain object']]),
      ),
      ...[-1, NaN, Infinity, '0.1', null].map(
        (rho) => /** @type {[Options, string[]]} */ ([{ sam: { rho } }, ['sam: rho', 'from 0']]),
      ),
      ...[0.5, 0, -2, NaN, -Infinity, '2', null, true].map(
        (p) => /** @type {[Options, string[]]} */ ([{ sam: { p } }, ['sam: p', '1', 'inf']]),
      ),
      ...[1, 'yes', null, 0].map(
        (adaptive) => /** @type {[Options, string[]]} */ ([{ sam: { adaptive } }, ['sam: adaptive', 'true or false']]),
      ),
      ...[-1e-12, NaN, Infinity, '0', null].map(
        (eps) => /** @type {[Options, string[]]} */ ([{ sam: { eps } }, ['sam: eps', 'from 0']]),
      ),
      [{ sam: { radius: 1 } }, ['sam', 'radius', 'rho, p, adaptive']],
      ...[{}, 'all', 3, true, new Set()].map(
        (groups) => /** @type {[Options, string[]]} */ ([{ groups }, ['groups', 'array', 'start, end']]),
      ),
      ...[null, 5, [0, 4], 'a'].map(
        (group) =>
          /** @type {[Options, string[]]} */ ([
            { groups: [{ start: 0, end: 1 }, group] },
            ['groups[1]', 'plain object'],
          ]),
      ),
      ...[-1, 0.5, 10, NaN, '0', undefined, null].map(
        (start) =>
          /** @type {[Options, string[]]} */ ([
            { groups: [{ start, end: 9 }] },
            ['groups[0]: start', 'whole number', '9'],
          ]),
      ),
      ...[1, 2.5, 10, NaN, '4', undefined, null].map(
        (end) =>
          /** @type {[Options, string[]]} */ ([
            { groups: [{ start: 2, end }] },
            ['groups[0]: end', 'whole number', '2', '9'],
          ]),
      ),
      ...[-1, NaN, '0', null, true].map(
        (lr) =>
          /** @type {[Options, string[]]} */ ([{ groups: [{ start: 0, end: 4, lr }] }, ['groups[0]: lr', 'number']]),
      ),
      ...[-1, NaN, '0', null, Infinity].map(
        (l2) =>
          /** @type {[Options, string[]]} */ ([{ groups: [{ start: 0, end: 4, l2 }] }, ['groups[0]: l2', 'from 0']]),
      ),
      ...[-1, NaN, '0', null, Infinity].map(
        (weightDecay) =>
          /** @type {[Options, string[]]} */ ([
            { groups: [{ start: 0, end: 4, weightDecay }] },
            ['groups[0]: weightDecay', 'from 0'],
          ]),
      ),
      [{ groups: [{ start: 0, end: 4, momentum: 1 }] }, ['groups[0]', 'momentum', 'weightDecay']],
      [
        {
          groups: [
            { start: 0, end: 5 },
            { start: 4, end: 6 },
          ],
        },
        ['groups', '[0, 5)', '[4, 6)', 'overlap'],
      ],
      [
        {
          groups: [
            { start: 4, end: 6 },
            { start: 0, end: 5 },
          ],
        },
        ['groups', 'overlap'],
      ],
      [{ groups: [{ start: 0, end: 4, lr: { type: 'cosine', steps: 0 } }] }, ['groups[0]: lr', 'steps', 'above 0']],
    ];
    for (const id of ids) {
      for (const [options, words] of wrongs) {
        const what = `${id} ${JSON.stringify(options)}`;
        const error = refuses(() => kudari.optimizer(id, w0, options), words, what);
        assert.ok(error.message.startsWith(`${id}: `), `${what}: names the method: ${error.message}`);
      }
    }
    assert.ok(wrongs.length > 60);
  });

  test('an option nobody knows is refused, and the message lists what there is', () => {
    for (const { id, options } of kudari.methods) {
      for (const name of ['learningRate', 'Lr', 'beta3', '', ...inherited]) {
        refuses(
          () => kudari.optimizer(id, w0, own(name, 0.1)),
          [id, JSON.stringify(name), ...Object.keys(options), 'clipNorm', 'groups', 'sam'],
          `${id}: ${name}`,
          [TypeError],
        );
      }
    }
    refuses(() => kudari.optimizer('sgd', w0, { momentum: 0.9 }), ['sgd', 'momentum'], 'an option of another method');
    for (const name of inherited) {
      refuses(() => kudari.optimizer('sgd', w0, { sam: own(name, 1) }), ['sam', name], `sam ${name}`);
      refuses(
        () => kudari.optimizer('sgd', w0, { lr: { type: 'cosine', ...own(name, 1) } }),
        ['lr', name],
        `lr ${name}`,
      );
      refuses(
        () => kudari.optimizer('sgd', w0, { groups: [{ start: 0, end: 1, ...own(name, 1) }] }),
        ['groups[0]', name],
        `groups ${name}`,
      );
    }
  });

  test('options that are no plain object are refused', () => {
    for (const options of [
      5,
      'lr',
      true,
      [],
      new Map([['lr', 1]]),
      () => 0,
      new (class Options {})(),
      Object.create({ lr: 1 }),
      new Float64Array(1),
      Symbol('s'),
    ]) {
      refuses(() => kudari.optimizer('adam', w0, /** @type {any} */ (options)), ['adam: options', 'plain object']);
    }
    for (const options of [
      undefined,
      null,
      {},
      Object.assign(Object.create(null), { lr: 0.01 }),
      { lr: undefined, sam: undefined, groups: null, clipNorm: null },
    ]) {
      assert.ok(using('adam', w0, /** @type {any} */ (options), (opt) => opt.options.lr) > 0);
    }
  });

  test('a method there is not', () => {
    for (const id of [
      'adem',
      'Adam',
      '',
      ' adam',
      ...inherited,
      undefined,
      null,
      5,
      {},
      ['adam'],
      Symbol('adam'),
      {
        toString() {
          throw new Error('called');
        },
      },
    ]) {
      refuses(() => kudari.optimizer(/** @type {any} */ (id), w0), ['no method', ...ids], String(typeof id), [
        RangeError,
      ]);
    }
  });

  test('what was handed in stays the caller’s', () => {
    const groups = [
      { start: 4, end: 9, lr: 0.5 },
      { start: 0, end: 2, lr: { type: 'cosine', base: 0.3, steps: 9 } },
    ];
    const options = { lr: { type: 'cosine', base: 0.1, steps: 20, warmup: { steps: 3 } }, groups, sam: { rho: 0.1 } };
    const before = structuredClone(options);
    const start = [...w0];
    using('adam', start, options, (opt) => {
      assert.deepEqual(options, before, 'nothing was written to it');
      const complete = opt.options;
      options.lr.base = 99;
      options.sam.rho = 99;
      groups[0].lr = 99;
      start.fill(99);
      assert.deepEqual(opt.options, complete, 'nothing is read from it later');
      const got = opt.options;
      got.lr.base = 77;
      got.groups[0].start = 3;
      got.sam.rho = 77;
      assert.deepEqual(opt.options, complete, 'nor from what options returned');
      const path = walk(opt, 4);
      samePath(
        path,
        using('adam', w0, before, (other) => walk(other, 4)),
        'the path',
      );
    });
    assert.ok(
      Object.isFrozen(kudari.methods) && Object.isFrozen(kudari.methods[0].options.lr),
      'the table cannot be changed',
    );
  });
});

describe('w0', () => {
  const detached = new Float64Array(4);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  /** @type {[string, any, string[]][]} */
  const wrongs = [
    ['missing', undefined, ['w0', 'array']],
    ['null', null, ['w0', 'array']],
    ['a number', 3, ['w0', 'array']],
    ['a string', '123', ['w0', 'array']],
    ['an object', { length: 2, 0: 1, 1: 2 }, ['w0', 'array']],
    ['a set', new Set([1]), ['w0', 'array']],
    ['a buffer', new ArrayBuffer(8), ['w0', 'array']],
    ['a DataView', new DataView(new ArrayBuffer(16)), ['w0', 'array']],
    ['a function', (/** @type {any} */ a) => a, ['w0', 'array']],
    ['a detached buffer', detached, ['w0', 'moved', 'fresh']],
    ['a hole', [1, , 3], ['w0[1]', 'undefined']],
    ['sparse', new Array(3), ['w0[0]', 'undefined']], // eslint-disable-line no-sparse-arrays
    ['NaN', [0, NaN], ['w0[1]', 'finite', 'NaN']],
    ['infinity', [0, 0, Infinity], ['w0[2]', 'finite', 'Infinity']],
    ['−infinity', Float32Array.of(-Infinity), ['w0[0]', 'finite']],
    ['strings', ['1', '2'], ['w0[0]', 'number']],
    ['null inside', [1, null], ['w0[1]', 'number', 'null']],
    ['nested', [[1, 2]], ['w0[0]', 'number', 'array']],
    ['true', [true], ['w0[0]']],
    ['BigInts', BigInt64Array.of(1n), ['w0[0]', 'number', '1n']],
    ['a BigInt', [1n], ['w0[0]']],
  ];

  test('is refused at construction and at reset', () => {
    for (const id of ids) {
      for (const [what, value, words] of wrongs) {
        refuses(() => kudari.optimizer(id, value), [id, ...words], `${id}: w0 ${what}`);
        if (value === undefined) continue;
        using(
          id,
          value?.length === 4 ? vector(4) : vector(value?.length > 0 && value.length < 9 ? value.length : 2),
          {},
          (opt) => {
            walk(opt, 2);
            const before = snapshot(opt);
            refuses(() => opt.reset(value), [id, 'w0'], `${id}: reset to ${what}`);
            assert.deepEqual(snapshot(opt), before, `${id}: nothing changed`);
          },
        );
      }
    }
    assert.equal(wrongs.length, 21);
  });

  test('must be finite in the dtype of the optimizer', () => {
    refuses(() => kudari.optimizer('sgd', [1e39]), ['w0[0]', 'finite float32', '1e+39']);
    same(
      using('sgd', [1e39], { dtype: 'float64' }, (opt) => opt.params.slice()),
      [1e39],
      'float64 holds it',
    );
  });

  test('of the wrong length is refused by reset', () => {
    using('adam', w0, {}, (opt) => {
      for (const wrong of [[], [1], new Float64Array(8), new Array(10).fill(0)])
        refuses(() => opt.reset(wrong), ['w0', '9 entries', `not ${wrong.length}`], 'reset', [RangeError]);
    });
  });

  test('may be any array of numbers', () => {
    for (const Type of [Array, Float32Array, Float64Array, Int8Array, Uint8ClampedArray, Uint32Array])
      same(
        using('sgd', Type.of(1, 2, 3), {}, (opt) => opt.params.slice()),
        [1, 2, 3],
        Type.name,
      );
    same(
      using('sgd', new Float64Array([9, 1, 2, 9]).subarray(1, 3), {}, (opt) => opt.params.slice()),
      [1, 2],
      'a part of an array',
    );
  });
});

/**
 * Two optimizers in step: `abuse` is done to the first between (or in) its steps, and must leave no trace.
 *
 * @param {Options} options
 * @param {(opt: Optimizer, id: string) => void} abuse
 */
function leavesNoTrace(options, abuse) {
  for (const dtype of dtypes) {
    for (const id of ids) {
      const complete = { ...variants(id).at(-1), dtype, ...options };
      const calm = using(id, w0, complete, (opt) => walk(opt, 6));
      using(id, w0, complete, (opt) => {
        for (let t = 0; t < 6; t++) {
          const before = snapshot(opt);
          abuse(opt, id);
          assert.deepEqual(snapshot(opt), before, `${id} (${dtype}) before step ${t + 1}: nothing changed`);
          assert.equal(opt.ascended, false);
          opt.step(waves);
          same(opt.params, calm[t], `${id} (${dtype}), step ${t + 1}`);
        }
      });
    }
  }
}

const sam = { rho: 0.1, p: 3 };

describe('objectives', () => {
  /** @type {[string, any, string[]][]} */
  const returns = [
    ['nothing', undefined, ['loss', 'number', 'undefined']],
    ['null', null, ['loss', 'null']],
    ['a string', '1', ['loss', '"1"']],
    ['true', true, ['loss', 'true']],
    ['a BigInt', 1n, ['loss', '1n']],
    ['an array', [1], ['loss', 'array']],
    ['a promise', Promise.resolve(1), ['loss', 'update()']],
    ['a Number object', Object(1), ['loss']],
  ];

  for (const [what, options] of /** @type {const} */ ([
    ['without SAM', {}],
    ['with SAM', { sam }],
  ])) {
    test(`that return something else than a number, ${what}`, () => {
      leavesNoTrace(options, (opt) => {
        for (const [name, value, words] of returns) {
          for (const when of 'sam' in options ? [1, 2] : [1]) {
            let calls = 0;
            refuses(
              () =>
                opt.step((w, g) => {
                  const loss = waves(w, g);
                  return ++calls === when ? value : loss;
                }),
              ['objective', ...words],
              name,
              [TypeError],
            );
            assert.equal(calls, when, `${name}: not called again`);
          }
        }
      });
    });

    test(`that throw: the same error comes out, ${what}`, () => {
      const thrown = [new Error('mine'), new RangeError('mine too'), 'a string', undefined, null];
      leavesNoTrace(options, (opt) => {
        for (const error of thrown) {
          for (const when of 'sam' in options ? [1, 2] : [1]) {
            let calls = 0;
            let caught = /** @type {any} */ ('nothing was thrown');
            try {
              opt.step((w, g) => {
                const loss = waves(w, g);
                if (++calls === when) throw error;
                return loss;
              });
            } catch (e) {
              caught = e;
            }
            assert.equal(caught, error);
            assert.equal(calls, when);
          }
        }
      });
    });

    test(`that are none, ${what}`, () => {
      leavesNoTrace(options, (opt) => {
        for (const objective of [undefined, null, 5, 'waves', {}, { gradient: waves }])
          refuses(() => opt.step(/** @type {any} */ (objective)), ['step', '(w, g) => loss'], String(objective), [
            TypeError,
          ]);
      });
    });

    test(`that use their own optimizer, ${what}`, () => {
      /** @type {Record<string, (opt: Optimizer) => unknown>} */
      const uses = {
        step: (opt) => opt.step(waves),
        update: (opt) => opt.update(),
        ascend: (opt) => opt.ascend(),
        descend: (opt) => opt.descend(),
        retreat: (opt) => opt.retreat(),
        set: (opt) => opt.set({ lr: 9 }),
        'lr =': (opt) => {
          opt.lr = 9;
        },
        state: (opt) => opt.state(),
        reset: (opt) => opt.reset(),
        'reset(w0)': (opt) => opt.reset(w0),
        dispose: (opt) => opt.dispose(),
      };
      leavesNoTrace(options, (opt) => {
        for (const [name, use] of Object.entries(uses)) {
          for (const when of 'sam' in options ? [1, 2] : [1]) {
            let calls = 0;
            const error = refuses(
              () =>
                opt.step((w, g) => {
                  const loss = waves(w, g);
                  if (++calls === when) use(opt);
                  return loss;
                }),
              ['under way'],
              name,
              [TypeError],
            );
            assert.ok(error.message.includes(name.split(/[ (]/)[0]) || name === 'lr =', `${name}: ${error.message}`);
          }
        }
      });
    });
  }

  test('may look at their optimizer', () => {
    using('adam', w0, { sam }, (opt) => {
      const plain = using('adam', w0, { sam }, (other) => walk(other, 1));
      opt.step((w, g) => {
        assert.deepEqual([opt.steps, opt.method, opt.size, opt.lr], [0, 'adam', 9, 1e-3]);
        assert.ok(opt.params === w && opt.gradient === g && opt.isFinite());
        return waves(w, g);
      });
      same(opt.params, plain[0], 'and nothing comes of it');
    });
  });

  test('may step another optimizer', () => {
    const alone = using('adam', w0, { sam }, (opt) => walk(opt, 5));
    using('adam', w0, { sam }, (outer) =>
      using('lion', w0, { sam }, (inner) => {
        const path = walk(outer, 5, (w, g) => {
          inner.step(waves);
          return waves(w, g);
        });
        samePath(path, alone, 'the outer one');
        assert.equal(inner.steps, 10);
      }),
    );
  });
});

describe('phases', () => {
  test('SAM needs ascend, then descend', () => {
    leavesNoTrace({ sam }, (opt) => {
      refuses(() => opt.update(), ['update', 'sam', 'ascend()', 'descend()'], 'update', [TypeError]);
      refuses(() => opt.descend(), ['descend', 'ascend()'], 'descend first', [TypeError]);
      refuses(() => opt.retreat(), ['retreat', 'ascend()'], 'retreat first', [TypeError]);
      waves(opt.params, opt.gradient);
      opt.ascend();
      assert.equal(opt.ascended, true);
      const top = opt.params.slice();
      /** @type {Record<string, () => unknown>} */
      const uses = {
        ascend: () => opt.ascend(),
        step: () => opt.step(waves),
        update: () => opt.update(),
        state: () => opt.state(),
        set: () => opt.set({ lr: 1 }),
      };
      for (const [name, use] of Object.entries(uses))
        refuses(use, [name, 'w + ε̂', 'descend()', 'retreat()'], name, [TypeError]);
      refuses(
        () => {
          opt.lr = 1;
        },
        ['w + ε̂'],
        'lr =',
        [TypeError],
      );
      same(opt.params, top, 'still up there');
      opt.retreat();
      refuses(() => opt.descend(), ['descend', 'ascend()'], 'descend after retreat', [TypeError]);
    });
  });

  test('without SAM there is no up', () => {
    leavesNoTrace({}, (opt) => {
      refuses(() => opt.ascend(), ['ascend', 'no sam', 'rho'], 'ascend', [TypeError]);
      refuses(() => opt.descend(), ['descend', 'ascend()'], 'descend', [TypeError]);
      refuses(() => opt.retreat(), ['retreat', 'ascend()'], 'retreat', [TypeError]);
    });
  });

  test('reset comes down by itself', () => {
    for (const to of [undefined, vector(9, 5)]) {
      using('adam', w0, { sam, dtype: 'float64' }, (opt) => {
        walk(opt, 2);
        const before = opt.params.slice();
        opt.ascend();
        opt.reset(to);
        assert.equal(opt.ascended, false);
        same(opt.params, to ?? before, 'params');
        samePath(
          walk(opt, 3),
          using('adam', to ?? before, { sam, dtype: 'float64' }, (other) => walk(other, 3)),
          'from there',
        );
      });
    }
  });
});

describe('set', () => {
  test('refuses what the constructor refuses, and changes nothing', () => {
    leavesNoTrace({}, (opt, id) => {
      for (const [name, spec] of Object.entries(kudari.methods.find((row) => row.id === id)?.options ?? {})) {
        for (const value of [NaN, null, 'x', -1])
          refuses(
            () => opt.set({ l2: 0.7, [name]: value, sam: { rho: 1 } }),
            [`${id}: ${name}`, ...(name === 'lr' ? [] : allowed(spec))],
            `${id}: ${name} = ${value}`,
          );
      }
      refuses(() => opt.set({ lr: 0.5, sam: { rho: -1 } }), ['sam: rho']);
      refuses(() => opt.set({ lr: 0.5, groups: [{ start: 0, end: 10 }] }), ['groups[0]: end']);
      refuses(() => opt.set(/** @type {any} */ ({ lr: 0.5, nonsense: 1 })), ['nonsense']);
      for (const name of inherited) refuses(() => opt.set(own(name, 1)), [name], name, [TypeError]);
      refuses(
        () => opt.set({ dtype: opt.dtype === 'float32' ? 'float64' : 'float32' }),
        ['dtype', 'fixed', 'new optimizer'],
      );
      refuses(() => opt.set({ preset: 'pytorch' }), ['preset', 'fixed', 'new optimizer']);
      for (const lr of [NaN, -1, Infinity, '0.1', null, {}, { type: 'toString' }, { type: 'cosine', steps: -1 }])
        refuses(() => {
          opt.lr = /** @type {any} */ (lr);
        }, [`${id}: lr`]);
    });
  });

  test('takes only a plain object', () => {
    leavesNoTrace({}, (opt) => {
      for (const changes of [[1], 'lr', 5])
        refuses(() => opt.set(/** @type {any} */ (changes)), [], `set(${JSON.stringify(changes)})`, [TypeError]);
    });
  });
});

describe('rates that are functions', () => {
  const mine = new Error('mine');
  /** @type {[string, (t: number) => any, string[] | null][]} */
  const wrongs = [
    ['NaN', () => NaN, ['NaN']],
    ['negative', () => -1e-9, ['-1e-9']],
    ['infinite', () => Infinity, ['Infinity']],
    ['a string', () => '0.1', ['"0.1"']],
    ['nothing', () => undefined, ['undefined']],
    ['null', () => null, ['null']],
    ['a BigInt', () => 1n, ['1n']],
    ['a promise', async () => 0.1, ['object']],
    [
      'an error',
      () => {
        throw mine;
      },
      null,
    ],
  ];
  for (const where of ['lr', 'a group']) {
    for (const [what, options] of /** @type {const} */ ([
      ['without SAM', {}],
      ['with SAM', { sam }],
    ])) {
      test(`${where}, ${what}: a wrong rate is refused before anything changes`, () => {
        for (const id of ids) {
          for (const [name, wrong, words] of wrongs) {
            let broken = false;
            const lr = (/** @type {number} */ t) => (broken && t === 3 ? wrong(t) : 0.05);
            const complete = {
              ...options,
              ...(where === 'lr' ? { lr } : { lr: 0.05, groups: [{ start: 3, end: 5, lr }] }),
            };
            const check = (/** @type {() => unknown} */ call) => {
              if (words)
                refuses(call, [id, 'lr at step 3', 'finite number from 0', ...words], `${id}: ${name}`, [RangeError]);
              else assert.throws(call, (error) => error === mine);
            };
            const calm = using(id, w0, { ...options, lr: 0.05 }, (opt) => walk(opt, 6));
            using(id, w0, complete, (opt) => {
              walk(opt, 3);
              broken = true;
              const before = snapshot(opt).slots;
              let calls = 0;
              check(() => opt.step(() => (calls += 1)));
              assert.equal(calls, 0, 'the objective is not called');
              if (where === 'lr') check(() => opt.lr);
              if ('sam' in options) {
                waves(opt.params, opt.gradient);
                opt.ascend();
                waves(opt.params, opt.gradient);
                check(() => opt.descend());
                assert.equal(opt.ascended, true, 'descend can be tried again');
                broken = false;
                opt.descend();
              } else {
                waves(opt.params, opt.gradient);
                check(() => opt.update());
                same(opt.params, calm[2], 'params');
                assert.deepEqual(snapshot(opt).slots, before);
                assert.equal(opt.steps, 3);
                broken = false;
                opt.update();
              }
              same(opt.params, calm[3], `${id}: goes on`);
              samePath(walk(opt, 2), calm.slice(4), `${id}: and on`);
            });
          }
        }
      });
    }
  }

  test('may not use their optimizer', async () => {
    // An instance of its own: what is freed during its own step spoils the memory of all.
    const core = await freshKudari();
    /** @type {Record<string, (opt: Optimizer) => unknown>} */
    const uses = {
      step: (opt) => opt.step(waves),
      update: (opt) => opt.update(),
      set: (opt) => opt.set({ lr: 0.5 }),
      reset: (opt) => opt.reset(w0),
      dispose: (opt) => opt.dispose(),
    };
    for (const [name, use] of Object.entries(uses)) {
      let calls = 0;
      /** @type {Optimizer} */
      const opt = core.optimizer('momentum', w0, {
        lr: (/** @type {number} */ t) => {
          if (t === 1 && calls++ === 0) use(opt);
          return 0.1;
        },
      });
      opt.step(waves);
      const first = opt.params.slice();
      refuses(() => opt.step(waves), [name, 'under way'], name, [TypeError]);
      same(opt.params, first, name);
      opt.dispose();
    }
  });
});

describe('an experiment', () => {
  const config = { problem: 'rosenbrock', runs: ['sgd'], steps: 1 };
  /** What a call is rejected with. @param {any[]} given */
  const rejection = async (...given) => {
    const error = await runExperiment(.../** @type {[any, any, any]} */ (given)).then(
      () => assert.fail('is not refused'),
      (reason) => reason,
    );
    return `${error.name}: ${error.message}`;
  };

  test('wants kudari itself, and says so of a promise that nobody awaited', async () => {
    for (const [given, what] of /** @type {[any, string][]} */ ([
      [loadKudari(), 'a promise; await it'],
      [undefined, 'undefined'],
      [null, 'null'],
      [config, 'an object'],
      ['kudari', '"kudari"'],
    ])) {
      const message = `kudari must be what loadKudari() resolves to, not ${what}`;
      assert.throws(() => createExperiment(given, config), { name: 'TypeError', message });
      assert.throws(() => new Experiment(given, config), { name: 'TypeError', message });
      assert.equal(await rejection(given, config), `TypeError: ${message}`);
    }
  });

  test('refuses options that are none', async () => {
    for (const [options, message] of /** @type {[any, string][]} */ ([
      [null, 'options must be a plain object, not null'],
      [() => {}, 'options must be a plain object, not a function'],
      [new AbortController().signal, 'options must be a plain object, not an object'],
      [{ signal: new AbortController() }, 'signal must be an AbortSignal, not an object'],
      [{ signal: null }, 'signal must be an AbortSignal, not null'],
      [{ onProgress: 5 }, 'onProgress must be a function, not 5'],
      [{ onProgress: null }, 'onProgress must be a function, not null'],
    ]))
      assert.equal(await rejection(kudari, config, options), `TypeError: runExperiment: ${message}`);
    assert.equal(
      await rejection(kudari, config, { onprogress: () => {} }),
      'TypeError: runExperiment has no option "onprogress"; it takes signal, onProgress',
    );
    const left = { signal: undefined, onProgress: undefined };
    assert.equal((await runExperiment(kudari, config, left)).runs[0].length, 2);
  });
});
