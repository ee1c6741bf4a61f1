/**
 * Learning-rate schedules: their values, their ends, their composition with a warm-up, their errors. Against PyTorch:
 * golden.test.js.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { close, kudari, refuses, same, using } from './support.js';

/** @typedef {Record<string, any>} Spec */

/** @param {Spec} spec @param {readonly number[]} steps */
const rates = (spec, steps) => steps.map(kudari.schedule(/** @type {any} */ (spec)));
/** @param {number} count */
const upTo = (count) => Array.from({ length: count + 1 }, (_, t) => t);
const types = kudari.schedules.map(({ type }) => type);

/** The formulas in plain JavaScript, for steps within their range. @type {Record<string, (t: number, o: Spec) => number>} */
const formulas = {
  constant: (_t, { base }) => base,
  warmup: (t, { base, steps, startFactor }) => base * (startFactor + ((1 - startFactor) * Math.min(t, steps)) / steps),
  cosine: (t, { base, steps, minLr }) =>
    minLr + ((base - minLr) * (1 + Math.cos((Math.PI * Math.min(t, steps)) / steps))) / 2,
  cosineRestarts(t, { base, period, mult, minLr }) {
    let length = period;
    for (; t >= length; length *= mult) t -= length;
    return minLr + ((base - minLr) * (1 + Math.cos((Math.PI * t) / length))) / 2;
  },
  step: (t, { base, every, factor }) => base * factor ** Math.floor(t / every),
  exponential: (t, { base, factor }) => base * factor ** t,
  polynomial: (t, { base, steps, power, minLr }) => minLr + (base - minLr) * (1 - Math.min(t, steps) / steps) ** power,
  oneCycle(t, { base, steps, warmup, divFactor, finalDivFactor }) {
    const [first, last] = [base / divFactor, base / divFactor / finalDivFactor];
    const [peak, end] = [warmup * steps - 1, steps - 1];
    const x = Math.min(t, end);
    const share = x < peak ? x / peak : (x - peak) / (end - peak);
    const [from, to] = x < peak ? [first, base] : [base, last];
    return to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;
  },
};

/** Settings of each, beside its defaults. @type {Spec[]} */
const specs = [
  { type: 'constant', base: 0.3 },
  { type: 'warmup', base: 0.2, steps: 7, startFactor: 0.25 },
  { type: 'warmup', base: 0.2, steps: 1, startFactor: 0 },
  { type: 'cosine', base: 0.1, steps: 13, minLr: 0.02 },
  { type: 'cosine', base: 0.1, steps: 1, minLr: 0 },
  { type: 'cosineRestarts', base: 0.1, period: 5, mult: 1, minLr: 0.01 },
  { type: 'cosineRestarts', base: 0.1, period: 3, mult: 2, minLr: 0 },
  { type: 'cosineRestarts', base: 0.1, period: 4, mult: 1.5, minLr: 0 },
  { type: 'step', base: 0.5, every: 4, factor: 0.5 },
  { type: 'step', base: 0.5, every: 1, factor: 3 },
  { type: 'exponential', base: 0.5, factor: 0.9 },
  { type: 'exponential', base: 0.5, factor: 0 },
  { type: 'polynomial', base: 0.5, steps: 12, power: 1, minLr: 0.05 },
  { type: 'polynomial', base: 0.5, steps: 12, power: 2.5, minLr: 0 },
  { type: 'polynomial', base: 0.5, steps: 12, power: 0.5, minLr: 0 },
  { type: 'oneCycle', base: 1, steps: 20, warmup: 0.3, divFactor: 25, finalDivFactor: 1e4 },
  { type: 'oneCycle', base: 1, steps: 10, warmup: 0.5, divFactor: 2, finalDivFactor: 4 },
];

test('there are eight, each with its formula here', () => {
  assert.deepEqual(types, [
    'constant',
    'warmup',
    'cosine',
    'cosineRestarts',
    'step',
    'exponential',
    'polynomial',
    'oneCycle',
  ]);
  assert.deepEqual(new Set(types), new Set(specs.map(({ type }) => type)));
  assert.deepEqual([...types].sort(), Object.keys(formulas).sort());
  for (const { type, options } of kudari.schedules) {
    for (const [name, spec] of Object.entries(options)) {
      assert.ok(spec.meaning.length > 5, `${type}: ${name} has a meaning`);
      assert.equal(typeof spec.default, 'number');
    }
  }
});

describe('values', () => {
  test('by hand', () => {
    close(
      rates({ type: 'warmup', base: 1, steps: 4, startFactor: 0.2 }, upTo(6)),
      [0.2, 0.4, 0.6, 0.8, 1, 1, 1],
      1e-15,
      'warmup',
    );
    close(
      rates({ type: 'cosine', base: 1, steps: 4, minLr: 0 }, upTo(5)),
      [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0, 0],
      1e-15,
      'cosine',
    );
    close(
      rates({ type: 'cosineRestarts', base: 1, period: 2, mult: 2, minLr: 0 }, upTo(7)),
      [1, 0.5, 1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 1, (1 + Math.cos(Math.PI / 8)) / 2],
      1e-15,
      'cosineRestarts',
    );
    same(
      rates({ type: 'step', base: 1, every: 3, factor: 0.5 }, upTo(7)),
      [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25],
      'step',
    );
    same(rates({ type: 'exponential', base: 8, factor: 0.5 }, upTo(4)), [8, 4, 2, 1, 0.5], 'exponential');
    close(
      rates({ type: 'polynomial', base: 1, steps: 4, power: 2, minLr: 0 }, upTo(5)),
      [1, 0.5625, 0.25, 0.0625, 0, 0],
      1e-15,
      'polynomial',
    );
    close(
      rates(
        { type: 'oneCycle', base: 1, steps: 10, warmup: 0.5, divFactor: 5, finalDivFactor: 2 },
        [0, 2, 4, 9, 10, 99],
      ),
      [0.2, 0.6, 1, 0.1, 0.1, 0.1],
      1e-15,
      'oneCycle',
    );
    same(rates({ type: 'constant', base: 0.25 }, [0, 1, 1e9]), [0.25, 0.25, 0.25], 'constant');
  });

  test('by formula, at every step', () => {
    for (const spec of specs) {
      const steps = upTo(60);
      close(
        rates(spec, steps),
        steps.map((t) => formulas[spec.type](t, spec)),
        1e-14,
        JSON.stringify(spec),
      );
    }
  });

  test('with their defaults, the base being 1', () => {
    /** @type {Record<string, Spec>} */
    const defaults = {
      constant: {},
      warmup: { steps: 10, startFactor: 0.1 },
      cosine: { steps: 100, minLr: 0 },
      cosineRestarts: { period: 50, mult: 1, minLr: 0 },
      step: { every: 30, factor: 0.1 },
      exponential: { factor: 0.95 },
      polynomial: { steps: 100, power: 1, minLr: 0 },
      oneCycle: { steps: 100, warmup: 0.3, divFactor: 25, finalDivFactor: 1e4 },
    };
    for (const type of types) {
      const steps = upTo(130);
      close(
        rates({ type }, steps),
        steps.map((t) => formulas[type](t, { base: 1, ...defaults[type] })),
        1e-14,
        type,
      );
      same(rates({ type }, steps), rates({ type, base: 1, ...defaults[type] }, steps), type);
      const complete = using('sgd', [0], { lr: { type } }, (opt) => opt.options.lr);
      assert.deepEqual(
        complete,
        { type, base: 0.01, ...defaults[type] },
        `${type}: in an optimizer, with the method's rate`,
      );
    }
  });

  test('are proportional to the base where there is no floor', () => {
    for (const spec of specs) {
      const bare = 'minLr' in spec ? { ...spec, minLr: 0 } : spec;
      same(
        rates({ ...bare, base: 4 * bare.base }, upTo(40)),
        rates(bare, upTo(40)).map((rate) => 4 * rate),
        JSON.stringify(spec),
      );
      same(
        rates({ ...bare, base: 0 }, upTo(40)),
        upTo(40).map(() => 0),
        `${JSON.stringify(spec)}: base 0`,
      );
    }
  });
});

test('past their ends they stay where they ended, before them where they began', () => {
  /** Step of the last change. @type {Record<string, (o: Spec) => number>} */
  const end = {
    constant: () => 0,
    warmup: (o) => o.steps,
    cosine: (o) => o.steps,
    polynomial: (o) => o.steps,
    oneCycle: (o) => o.steps - 1,
  };
  for (const spec of specs) {
    const rate = kudari.schedule(/** @type {any} */ (spec));
    for (const t of [-1, -0.5, -1e9, -Infinity]) same([rate(t)], [rate(0)], `${JSON.stringify(spec)} at ${t}`);
    if (spec.type in end) {
      const last = end[spec.type](spec);
      for (const t of [last + 1, last + 0.5, 1e6, 2 ** 53, 1e300, Infinity])
        same([rate(t)], [rate(last)], `${JSON.stringify(spec)} at ${t}`);
    }
    for (const t of [1e6, 2 ** 31, 2 ** 40]) {
      const value = rate(t);
      assert.ok(Number.isFinite(value) ? value >= 0 : spec.factor > 1, `${JSON.stringify(spec)} at ${t}: ${value}`);
    }
  }
  same(rates({ type: 'step', base: 1, every: 3, factor: 0.5 }, [1e9]), [0], 'a drop without end ends at 0');
  same(rates({ type: 'exponential', base: 1, factor: 0.5 }, [1e9, Infinity]), [0, 0], 'so does a decay');
});

test('they rise and fall where they should', () => {
  /** @param {readonly number[]} values @param {1 | -1} way @param {string} what */
  const monotone = (values, way, what) => {
    assert.ok(values.length > 1, what);
    for (let t = 1; t < values.length; t++)
      assert.ok(way * (values[t] - values[t - 1]) > 0, `${what}: ${values[t - 1]}, then ${values[t]} at ${t}`);
  };
  monotone(rates({ type: 'warmup', base: 1, steps: 50 }, upTo(50)), 1, 'warmup');
  monotone(rates({ type: 'cosine', base: 1, steps: 50, minLr: 0.1 }, upTo(50)), -1, 'cosine');
  monotone(rates({ type: 'cosine', base: 0.1, steps: 50, minLr: 1 }, upTo(50)), 1, 'cosine up to a higher end');
  monotone(rates({ type: 'exponential', base: 1, factor: 0.97 }, upTo(500)), -1, 'exponential');
  for (const power of [0.5, 1, 2, 7.5])
    monotone(rates({ type: 'polynomial', base: 1, steps: 50, power }, upTo(50)), -1, `polynomial ${power}`);
  const cycle = rates({ type: 'oneCycle', base: 1, steps: 100, warmup: 0.3 }, upTo(99));
  monotone(cycle.slice(0, 30), 1, 'oneCycle up');
  monotone(cycle.slice(29), -1, 'oneCycle down');
  close([Math.max(...cycle)], [1], 1e-15, "oneCycle's height");
  const restarts = rates({ type: 'cosineRestarts', base: 1, period: 10, mult: 2 }, upTo(69));
  for (const [from, to] of [
    [0, 9],
    [10, 29],
    [30, 69],
  ]) {
    monotone(restarts.slice(from, to + 1), -1, `cosineRestarts ${from}–${to}`);
    same([restarts[from]], [1], `cosineRestarts starts again at ${from}`);
  }
});

describe('warm-up', () => {
  test('before any schedule: linear up to its first rate, then the schedule from its beginning', () => {
    for (const spec of specs.filter(({ type }) => type !== 'oneCycle')) {
      for (const warmup of [
        { steps: 6, startFactor: 0.25 },
        { steps: 1, startFactor: 0 },
        { steps: 4, startFactor: 1 },
        { steps: 3 },
        {},
      ]) {
        const { steps, startFactor } = { steps: 10, startFactor: 0.1, ...warmup };
        const bare = rates(spec, upTo(50));
        const expected = upTo(50).map((t) =>
          t < steps ? bare[0] * (startFactor + ((1 - startFactor) * t) / steps) : bare[t - steps],
        );
        close(
          rates({ ...spec, warmup }, upTo(50)),
          expected,
          1e-15,
          `${JSON.stringify(spec)} after ${JSON.stringify(warmup)}`,
        );
      }
    }
  });

  test('in oneCycle is the share of the way up, which PyTorch calls pct_start', () => {
    const peak = (/** @type {number} */ warmup) => {
      const values = rates({ type: 'oneCycle', base: 1, steps: 40, warmup }, upTo(39));
      return values.indexOf(Math.max(...values));
    };
    assert.deepEqual([peak(0.25), peak(0.5), peak(0.75)], [9, 19, 29]);
    refuses(
      () => kudari.schedule(/** @type {any} */ ({ type: 'oneCycle', warmup: { steps: 5 } })),
      ['warmup', 'from 0 to 1'],
    );
  });

  test('must be an object elsewhere', () => {
    for (const type of types.filter((each) => each !== 'oneCycle')) {
      for (const warmup of [5, true, 'yes', [], null])
        refuses(
          () => kudari.schedule(/** @type {any} */ ({ type, warmup })),
          ['warmup', 'plain object'],
          `${type}: ${JSON.stringify(warmup)}`,
        );
      for (const steps of [0, -1, NaN, Infinity, '5', null])
        refuses(
          () => kudari.schedule({ type, warmup: /** @type {any} */ ({ steps }) }),
          ['warmup: steps', 'above 0'],
          `${type}: steps ${steps}`,
        );
      for (const startFactor of [-0.1, 1.1, NaN, '0', null])
        refuses(
          () => kudari.schedule({ type, warmup: /** @type {any} */ ({ steps: 5, startFactor }) }),
          ['warmup: startFactor', 'from 0 to 1'],
          `${type}: ${startFactor}`,
        );
      refuses(
        () => kudari.schedule({ type, warmup: /** @type {any} */ ({ steps: 5, factor: 1 }) }),
        ['warmup', 'factor', 'steps, startFactor'],
        type,
      );
    }
  });
});

describe('errors', () => {
  test('every option is checked against its range', () => {
    let tried = 0;
    for (const { type, options } of kudari.schedules) {
      for (const [name, spec] of Object.entries({ ...options, base: { min: 0 } })) {
        const { min, above, max } = /** @type {any} */ (spec);
        const wrongs = [
          NaN,
          Infinity,
          -Infinity,
          null,
          '1',
          true,
          [],
          {},
          1n,
          ...(min !== undefined ? [min - 1e-9] : []),
          ...(above !== undefined ? [above, -1] : []),
          ...(max !== undefined ? [max + 1e-9] : []),
        ];
        for (const value of wrongs) {
          refuses(
            () => kudari.schedule({ type, [name]: value }),
            ['schedule', name, 'must be a finite number'],
            `${type}: ${name} = ${String(value)}`,
          );
          refuses(
            () => kudari.optimizer('adam', [0], { lr: { type, [name]: value } }),
            ['adam: lr', name],
            `${type} in an optimizer: ${name} = ${String(value)}`,
          );
          tried += 1;
        }
        for (const value of [min, max, above !== undefined ? above + 1e-9 : undefined]) {
          if (value !== undefined)
            assert.ok(kudari.schedule({ type, [name]: value })(0) >= 0, `${type}: ${name} = ${value} is allowed`);
        }
      }
    }
    assert.ok(tried > 150);
  });

  test('an option nobody knows, a type there is not, a thing that is no rate', () => {
    for (const { type, options } of kudari.schedules) {
      for (const name of ['gamma', 'T_max', '__proto__', 'constructor', 'toString']) {
        const spec = JSON.parse(`{"type": "${type}", "${name}": 1}`);
        refuses(
          () => kudari.schedule(spec),
          ['schedule', type, `"${name}"`, 'base', ...Object.keys(options)],
          `${type}: ${name}`,
          [TypeError],
        );
      }
    }
    for (const type of [
      'linear',
      'Cosine',
      '',
      undefined,
      null,
      5,
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      ['cosine'],
    ]) {
      refuses(() => kudari.schedule(/** @type {any} */ ({ type })), ['no schedule', ...types], String(type), [
        RangeError,
      ]);
    }
    for (const lr of [undefined, null, 'cosine', true, 1n, Symbol('lr')])
      refuses(() => kudari.schedule(/** @type {any} */ (lr)), ['schedule', 'number', 'function'], typeof lr, [
        TypeError,
      ]);
    for (const lr of [[], new Map(), new Date(0), Object.create({ type: 'cosine' })])
      refuses(() => kudari.schedule(/** @type {any} */ (lr)), ['schedule', 'plain object'], 'object', [TypeError]);
    for (const lr of [-1, NaN, Infinity])
      refuses(() => kudari.schedule(lr), ['schedule', 'from 0'], String(lr), [RangeError]);
  });

  test('what was handed in is not kept', () => {
    /** @type {import('kudari').ScheduleObject & { warmup: object }} */
    const spec = { type: 'cosine', base: 1, steps: 4, warmup: { steps: 2, startFactor: 0.5 } };
    const rate = kudari.schedule(spec);
    const before = upTo(8).map(rate);
    spec.base = 9;
    spec.steps = 9;
    spec.warmup.steps = 9;
    same(upTo(8).map(rate), before, 'rates');
  });
});

test('a number and a function are schedules too', () => {
  same([0, 5, 1e9].map(kudari.schedule(0.25)), [0.25, 0.25, 0.25], 'number');
  same([0, 5].map(kudari.schedule((t) => t / 2)), [0, 2.5], 'function');
});

test('a schedule counts the steps made, and set or restore do not start it again', () => {
  const spec = /** @type {const} */ ({ type: 'exponential', base: 1, factor: 0.5 });
  using('sgd', [0], { lr: spec, dtype: 'float64' }, (opt) => {
    const seen = [];
    for (let t = 0; t < 6; t++) {
      seen.push(opt.lr);
      if (t === 2) opt.set({ l2: 0 });
      if (t === 4) opt.lr = spec;
      opt.gradient[0] = 1;
      opt.update();
    }
    same(seen, [1, 0.5, 0.25, 0.125, 0.0625, 0.03125], 'rates');
    same(opt.params, [-1.96875], 'their sum');
    const twin = kudari.restore(opt.state());
    assert.equal(twin.lr, 2 ** -6);
    twin.dispose();
    opt.reset();
    assert.equal(opt.lr, 1, 'but reset does');
  });
});

test('a function is asked once a step, however many groups have its rate', () => {
  let asked = 0;
  const lr = () => 2 ** -asked++;
  const groups = [
    { start: 1, end: 2, l2: 0 },
    { start: 2, end: 3, lr: 0.5 },
    { start: 4, end: 5, lr },
  ];
  using('sgd', [0, 0, 0, 0, 0, 0], { lr, groups, dtype: 'float64' }, (opt) => {
    opt.gradient.fill(-1);
    for (let step = 1; step <= 4; step++) {
      opt.update();
      assert.equal(asked, step);
    }
    const sum = 1 + 1 / 2 + 1 / 4 + 1 / 8;
    same(opt.params, [sum, sum, 2, sum, sum, sum], 'each has the same');
  });
});

test('an option that is set to undefined stays what it is', () => {
  using('adam', [1], { lr: 0.5, beta1: 0.5 }, (opt) => {
    opt.set({ lr: undefined, beta1: undefined, beta2: 0.9 });
    assert.deepEqual([opt.lr, opt.options.beta1, opt.options.beta2], [0.5, 0.5, 0.9]);
  });
});
