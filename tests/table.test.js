/**
 * The table of methods against the module it describes: nothing missing, nothing left over, nothing undocumented.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as problems from 'kudari/problems';
import { dtypes, file, kudari, using, variants, vector, walk, waves, wrappedKudari } from './support.js';

const module = new WebAssembly.Module(readFileSync(file('../dist/kudari.wasm')));
const exported = WebAssembly.Module.exports(module).map(({ name }) => name);
const suffixes = ['f32', 'f64'];

/** What the module exports beyond what JavaScript calls, and why. */
const spare = new Set([
  // Emscripten's own, in a bare module.
  '__indirect_function_table',
  '__errno_location',
  'stackSave',
  'stackRestore',
  'stackAlloc',
  // Part of the C interface; tested natively (tests/c).
  'kudari_norm_f32',
  'kudari_norm_f64',
  'kudari_radam_rectification',
]);

test('there are the fifteen methods of the design, in its order', () => {
  assert.deepEqual(
    kudari.methods.map(({ id }) => id),
    [
      'sgd',
      'momentum',
      'nesterov',
      'adagrad',
      'rmsprop',
      'adadelta',
      'adam',
      'adamw',
      'amsgrad',
      'radam',
      'adabound',
      'amsbound',
      'nadam',
      'adamax',
      'lion',
    ],
  );
  assert.equal(new Set(kudari.methods.map(({ name }) => name)).size, 15, 'each with a name of its own');
});

test('the kernel of every row is there, for both dtypes', () => {
  for (const { id, kernel } of kudari.methods) {
    for (const suffix of suffixes)
      assert.ok(exported.includes(`kudari_${kernel}_${suffix}`), `${id}: kudari_${kernel}_${suffix}`);
  }
  for (const { type, kernel } of kudari.schedules) {
    if (type !== 'constant') assert.ok(exported.includes(`kudari_schedule_${kernel}`), type);
  }
});

test('a kernel takes exactly what its row says: n, w, g, the slots, the scalars, t', async () => {
  const instance = await WebAssembly.instantiate(module, { env: { emscripten_notify_memory_growth() {} } });
  for (const { id, kernel, slots, scalars } of kudari.methods) {
    for (const suffix of suffixes) {
      const { length } = /** @type {Function} */ (instance.exports[`kudari_${kernel}_${suffix}`]);
      assert.equal(length, 3 + slots.length + scalars.length + 1, `${id}, ${suffix}`);
    }
  }
  for (const { type, kernel, options } of kudari.schedules) {
    if (type === 'constant') continue;
    assert.equal(
      /** @type {Function} */ (instance.exports[`kudari_schedule_${kernel}`]).length,
      2 + Object.keys(options).length,
      type,
    );
  }
});

test('every row is consistent and documented', () => {
  for (const row of kudari.methods) {
    const { id, options, scalars, slots, pytorch } = row;
    for (const text of [row.name, row.formula, row.source])
      assert.ok(typeof text === 'string' && text.length > 2, `${id}: ${text}`);
    assert.match(row.source, /\b(19|20)\d\d\b/, `${id}: the source has a year`);
    assert.ok(
      row.torch === '' ? ['adabound', 'amsbound', 'lion'].includes(id) : row.torch.startsWith('torch.optim.'),
      `${id}: ${row.torch}`,
    );
    for (const name of ['lr', 'l2', 'weightDecay']) {
      assert.ok(name in options && scalars.includes(name), `${id}: every method has ${name}`);
    }
    for (const scalar of scalars)
      assert.ok(
        scalar in options || ['baseLr', 'mu', 'muNext', 'muProduct'].includes(scalar),
        `${id}: the scalar ${scalar} is an option`,
      );
    assert.equal(new Set(scalars).size, scalars.length, `${id}: no scalar twice`);
    for (const [name, spec] of Object.entries(options)) {
      const feeds =
        scalars.includes(name) ||
        (name === 'momentumDecay' && scalars.includes('mu')) ||
        slots.some(({ start, when }) => start === name || when === name);
      assert.ok(feeds, `${id}: the option ${name} does something`);
      assert.ok(
        spec.meaning.length > 10 && !spec.meaning.endsWith('.'),
        `${id}: ${name} says what it means: ${spec.meaning}`,
      );
      const { default: value, min, above, max, below } = spec;
      if (typeof value === 'boolean') continue;
      assert.ok(typeof value === 'number' && Number.isFinite(value), `${id}: ${name}`);
      assert.ok(min !== undefined || above !== undefined, `${id}: ${name} is bounded below`);
      assert.ok(!(value < (min ?? value)) && !(value > (max ?? value)), `${id}: the default of ${name} is allowed`);
      assert.ok(
        (above === undefined || value > above) && (below === undefined || value < below),
        `${id}: the default of ${name} is allowed`,
      );
    }
    assert.deepEqual(
      Object.keys(pytorch).filter((name) => !(name in options)),
      [],
      `${id}: PyTorch's defaults are of its options`,
    );
    for (const [name, value] of Object.entries(pytorch))
      assert.notEqual(value, options[name].default, `${id}: PyTorch's ${name} differs`);
    assert.equal(new Set(slots.map(({ name }) => name)).size, slots.length, `${id}: slots have names of their own`);
    for (const { name, start, when } of slots) {
      assert.ok(!['w', 'g', 'saved'].includes(name), `${id}: ${name} is taken`);
      for (const option of [start, when])
        assert.ok(option === undefined || option in options, `${id}: ${name} hangs on an option`);
    }
  }
});

test('the defaults are what the design says', () => {
  /** @param {string} id @param {string[]} names */
  const defaults = (id, ...names) =>
    names.map((name) => kudari.methods.find((row) => row.id === id)?.options[name].default);
  assert.deepEqual(
    defaults('adam', 'lr', 'beta1', 'beta2', 'eps', 'epsRoot', 'l2', 'weightDecay'),
    [1e-3, 0.9, 0.999, 1e-8, 0, 0, 0],
  );
  assert.deepEqual(defaults('adamw', 'lr', 'weightDecay'), [1e-3, 0.01]);
  assert.deepEqual(defaults('adagrad', 'eps', 'initialAccumulator'), [0, 0]);
  assert.ok(/** @type {number} */ (defaults('adagrad', 'epsRoot')[0]) > 0, 'the stabiliser is inside the root');
  assert.deepEqual(defaults('rmsprop', 'gamma', 'eps', 'centered', 'momentum'), [0.9, 0, false, 0]);
  assert.deepEqual(defaults('adadelta', 'lr', 'gamma'), [1, 0.9]);
  assert.deepEqual(defaults('adabound', 'finalLr', 'gamma'), [0.1, 1e-3]);
  assert.deepEqual(defaults('nadam', 'momentumDecay'), [4e-3]);
  assert.deepEqual(defaults('lion', 'lr', 'beta1', 'beta2'), [1e-4, 0.9, 0.99]);
  assert.deepEqual(kudari.methods.find(({ id }) => id === 'rmsprop')?.pytorch, {
    lr: 0.01,
    gamma: 0.99,
    eps: 1e-8,
    epsRoot: 0,
  });
  assert.deepEqual(kudari.methods.find(({ id }) => id === 'adagrad')?.pytorch, { eps: 1e-10, epsRoot: 0 });
});

test('the ranges are what the formulas need', () => {
  const share = { min: 0, below: 1 };
  /** @type {Record<string, object>} */
  const ranges = {
    lr: { min: 0 },
    l2: { min: 0 },
    weightDecay: { min: 0 },
    eps: { min: 0 },
    epsRoot: { min: 0 },
    initialAccumulator: { min: 0 },
    momentumDecay: { min: 0 },
    momentum: share,
    beta1: share,
    beta2: share,
    gamma: share,
    dampening: { min: 0, max: 1 },
    finalLr: { above: 0 },
    centered: {},
  };
  for (const { id, options } of kudari.methods) {
    for (const [name, { default: _, meaning: __, ...range }] of Object.entries(options)) {
      assert.deepEqual(range, id.endsWith('bound') && name === 'gamma' ? { above: 0 } : ranges[name], `${id}: ${name}`);
    }
  }
});

test("SAM's defaults", () => {
  assert.deepEqual(
    using('sgd', [0], { sam: {} }, (opt) => opt.options.sam),
    { rho: 0.05, p: 2, adaptive: false, eps: 1e-12 },
  );
  assert.equal(
    using('sgd', [0], {}, (opt) => opt.options.sam),
    null,
  );
});

test('every slot is a live vector that a step writes', () => {
  const w0 = vector(9);
  for (const dtype of dtypes) {
    for (const { id, slots } of kudari.methods) {
      const all = id === 'rmsprop' ? { centered: true, momentum: 0.9 } : {};
      using(id, w0, { ...all, dtype }, (opt) => {
        assert.deepEqual(
          Object.keys(opt.slots),
          slots.map(({ name }) => name),
          `${id}: slots`,
        );
        assert.deepEqual(Object.keys(opt.state().slots), ['w', ...slots.map(({ name }) => name)], `${id}: state`);
        for (const values of Object.values(opt.slots))
          assert.ok(values.length === 9 && values.every((x) => x === 0), `${id}: zero at the start`);
        walk(opt, 2);
        for (const [name, values] of Object.entries(opt.slots))
          assert.ok(
            values.every((x) => x !== 0),
            `${id}: ${name} after two steps`,
          );
      });
      if (id === 'rmsprop')
        using(id, w0, { dtype }, (opt) =>
          assert.deepEqual(Object.keys(opt.slots), ['s'], 'rmsprop: what it does not need is not there'),
        );
    }
  }
});

test('every export of the module is used by JavaScript, or is on the list', async () => {
  /** @type {Set<string>} */
  const used = new Set();
  const core = await wrappedKudari(
    (exports) =>
      new Proxy(exports, {
        get(target, name) {
          used.add(String(name));
          return Reflect.get(target, name);
        },
      }),
  );
  const w0 = vector(9);
  for (const dtype of dtypes) {
    for (const { id } of core.methods) {
      for (const options of variants(id)) {
        const opt = core.optimizer(id, w0, { ...options, dtype, clipNorm: 1, clipValue: 1, sam: { rho: 0.1 } });
        opt.step(waves);
        opt.isFinite();
        core.restore(opt.state()).dispose();
        opt.dispose();
      }
    }
  }
  for (const { type } of core.schedules) core.schedule({ type })(1);
  const problem = problems.sharpFlat();
  core.samSharpness(problem, problem.start, { rho: 0.1 });
  core.sharpness(problem, problem.start, { start: [1, 0] });
  core.trace(problem, problem.start);

  const expected = new Set([...used].filter((name) => exported.includes(name)));
  const missing = [...used].filter((name) => name.startsWith('kudari_') && !exported.includes(name));
  assert.deepEqual(missing, [], 'everything that is called exists');
  assert.deepEqual(
    exported.filter((name) => !expected.has(name) && !spare.has(name)),
    [],
    'everything that is there is called',
  );
  assert.deepEqual(
    [...spare].filter((name) => expected.has(name)),
    [],
    'nothing on the list is called',
  );
  assert.ok(expected.has('malloc') && expected.has('free') && expected.has('memory'));
  assert.ok(exported.filter((name) => name.startsWith('kudari_')).length >= 2 * (14 + 5) + 7 + 2);
});

test('the module asks for nothing but to be told when its memory grew', () => {
  assert.deepEqual(WebAssembly.Module.imports(module), [
    { module: 'env', name: 'emscripten_notify_memory_growth', kind: 'function' },
  ]);
});
