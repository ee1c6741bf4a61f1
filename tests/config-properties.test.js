/**
 * What holds of every config, link and formula, wherever it comes from.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  ConfigError,
  createExperiment,
  parseConfig,
  presets,
  prepare,
  runExperiment,
  stringifyConfig,
} from 'kudari/experiment';
import { loadFormulas, formula } from 'kudari/problems';
import { effort, method, odd, optimizerOptions, problem } from './arbitraries.js';
import { kudari } from './support.js';

await loadFormulas();

/**
 * The config is made, or refused with faults that name something.
 *
 * @param {any} input
 * @returns {import('kudari/experiment').Config | null}
 */
function parsed(input) {
  try {
    return parseConfig(input);
  } catch (error) {
    assert.ok(error instanceof ConfigError, `a ConfigError, not ${/** @type {any} */ (error)?.stack}`);
    assert.ok(error.faults.length > 0);
    for (const fault of error.faults) {
      assert.match(fault, /^[a-zA-Z]/, 'begins with the name of what is wrong');
      assert.ok(fault.length < 2000 && !fault.includes('\n'), `short: ${fault.length}`);
      assert.ok(
        !/undefined \(|is not a function|is not iterable|Cannot read/.test(fault),
        `said by ourselves: ${fault}`,
      );
    }
    return null;
  }
}

/** What is right of it stays what it is: said as a link, as JSON, and once more. @param {import('kudari/experiment').Config} config */
function assertStable(config) {
  assert.deepEqual(parseConfig(config), config);
  assert.deepEqual(parseConfig(JSON.stringify(config)), parseConfig(JSON.parse(JSON.stringify(config))));
  /** @type {string} */
  let link;
  try {
    link = stringifyConfig(config);
  } catch (error) {
    assert.match(/** @type {Error} */ (error).message, /too long|characters/);
    return;
  }
  assert.deepEqual(parseConfig(link), config);
}

const run = method.chain((row) =>
  optimizerOptions(row, 2).map(({ dtype, groups, ...options }) => ({ method: row.id, ...options })),
);

const valid = fc.record(
  {
    problem,
    steps: fc.integer({ min: 0, max: 40 }),
    seed: fc.nat(),
    dtype: fc.constantFrom('float32', 'float64'),
    runs: fc.array(run, { minLength: 1, maxLength: 3 }),
    measure: fc.record({ sharpness: fc.constantFrom(0, 1, 7) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['problem', 'steps'] },
);

/** Values as JSON has them, under names that a config has, or none. */
const names = fc.oneof(
  fc.constantFrom(
    'problem',
    'runs',
    'start',
    'steps',
    'seed',
    'dtype',
    'measure',
    'view',
    'id',
    'method',
    'lr',
    'sam',
    'type',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'panels', 'frame', 'data', 'hidden'),
);
const { wild } = fc.letrec((/** @type {any} */ tie) => ({
  wild: fc.oneof(
    { depthSize: 'small' },
    odd,
    fc.constantFrom('sgd', 'adam', 'quadratic', 'network', 'formula', 'landscape', 'cosine'),
    fc.array(tie('wild'), { maxLength: 4 }),
    fc.dictionary(names, tie('wild'), { maxKeys: 5 }),
  ),
}));

describe('a config', () => {
  test('of allowed parts is taken or refused by name, and stays what it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(valid, (input) => {
        const config = parsed(input);
        if (!config) return;
        taken += 1;
        assertStable(config);
        assert.deepEqual(
          config.runs.map(({ method: id }) => id),
          (input.runs ?? [{ method: 'sgd' }, { method: 'sgd' }]).map(({ method: id }) => id),
        );
      }),
      effort(600),
    );
    assert.ok(taken > 300, `most are taken: ${taken} of 600`);
  });

  test('of anything at all is taken or refused by name', () =>
    fc.assert(
      fc.property(fc.dictionary(names, wild, { maxKeys: 6 }), (input) => {
        const config = parsed(input);
        if (config) assertStable(config);
        assert.equal(/** @type {any} */ ({}).polluted, undefined);
      }),
      effort(3000),
    ));

  test('that is none is refused', () =>
    fc.assert(
      fc.property(odd, (input) => {
        const config = parsed(input);
        if (config) assertStable(config);
      }),
      effort(1000),
    ));

  test('that was right, with one thing in it changed', () => {
    /** @type {(value: any, at?: string[]) => string[][]} */
    const paths = (value, at = []) =>
      /** @type {string[][]} */ ([
        ...(at.length ? [at] : []),
        ...(typeof value === 'object' && value !== null
          ? Object.keys(value).flatMap((key) => paths(value[key], [...at, key]))
          : []),
      ]);
    fc.assert(
      fc.property(fc.constantFrom(...presets), fc.nat(), wild, ({ config: good }, which, value) => {
        const config = JSON.parse(JSON.stringify(parseConfig(good)));
        const all = paths(config);
        const path = [...all[which % all.length]];
        const last = /** @type {string} */ (path.pop());
        path.reduce((at, key) => at[key], config)[last] = value;
        const made = parsed(config);
        if (made) assertStable(made);
      }),
      effort(3000),
    );
  });
});

describe('a link', () => {
  const spelt = fc.constantFrom(...presets).map(({ config }) => stringifyConfig(parseConfig(config)));

  test('of any text is taken or refused by name', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.webFragments().map((text) => `#${text}`),
        ),
        (text) => {
          const config = parsed(text);
          if (config) assertStable(config);
        },
      ),
      effort(3000),
    ));

  test('that was right, damaged in the middle', () =>
    fc.assert(
      fc.property(
        spelt,
        fc.nat(),
        fc.nat(30),
        fc.oneof(fc.string(), fc.constantFrom('{', '%', '%E0%A4', '&', '=', "'", '9e999', '[[[[[[')),
        (link, at, length, text) => {
          const begin = at % (link.length + 1);
          const config = parsed(link.slice(0, begin) + text + link.slice(begin + length));
          if (config) assertStable(config);
        },
      ),
      effort(4000),
    ));
});

describe('an experiment', () => {
  test('of allowed parts runs to its end or to where it is not finite, and records every state', () =>
    fc.assert(
      fc.asyncProperty(valid, async (input) => {
        const config = parsed(input);
        if (!config) return;
        await prepare(config);
        /** @type {import('kudari/experiment').Trace} */
        let trace;
        try {
          trace = await runExperiment(kudari, config);
        } catch (error) {
          // A rate that outgrows what there is, said when it is met.
          assert.match(/** @type {Error} */ (error).message, /^runs\[\d\]: \w+: .*lr at step \d+ must be/);
          return;
        }
        assert.equal(trace.runs.length, config.runs.length);
        for (const each of trace.runs) {
          const { length, loss, stopped } = each;
          assert.ok(
            stopped ? length <= config.steps + 1 : length === config.steps + 1,
            `${length} of ${config.steps + 1}`,
          );
          assert.equal(loss.length, length);
          assert.ok(loss.every(Number.isFinite) || stopped, 'a loss that is not finite ends the run');
        }
      }),
      effort(150),
    ));

  test('stopped anywhere leaves nothing in the core’s memory', () =>
    fc.assert(
      fc.property(valid, fc.nat(30), (input, slices) => {
        const config = parsed(input);
        if (!config) return;
        const before = kudari.optimizer('sgd', [0]).params.buffer.byteLength;
        const experiment = createExperiment(kudari, config);
        try {
          for (let k = 0; k < slices && !experiment.done; k++) experiment.advance(0);
        } catch (error) {
          assert.match(/** @type {Error} */ (error).message, /lr at step/);
        }
        experiment.dispose();
        assert.ok(kudari.optimizer('sgd', [0]).params.buffer.byteLength - before < 1e6);
      }),
      effort(150),
    ));
});

describe('a formula', () => {
  const { expression } = fc.letrec((/** @type {any} */ tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('x', 'y', '1', '2.5', 'pi', 'e', '3', '0'),
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '^'), tie('expression'))
        .map(([a, by, b]) => `(${a})${by}(${b})`),
      fc
        .tuple(fc.constantFrom('sin', 'cos', 'exp', 'log', 'sqrt', 'abs', 'tanh'), tie('expression'))
        .map(([f, a]) => `${f}(${a})`),
    ),
  }));
  const noise = fc.constantFrom(
    'import',
    'constructor',
    'x=1',
    'f(x)=x',
    '[1,2]',
    '"a"',
    'x;y',
    'eval',
    'x!',
    '2 m',
    'i',
    '__proto__',
    '{a:1}',
    'x^',
  );

  /** @param {string} f */
  function made(f) {
    try {
      return formula({ f, startX: 0.5, startY: -0.25 });
    } catch (error) {
      assert.ok(
        [TypeError, RangeError, SyntaxError].includes(/** @type {any} */ (error).constructor),
        `ours, not ${/** @type {any} */ (error)?.stack}`,
      );
      assert.match(/** @type {Error} */ (error).message, /^formula\b/);
      return null;
    }
  }

  test('of functions and powers has the gradient that differences have', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        expression.filter((text) => text.length < 120),
        (text) => {
          const problem = made(/** @type {string} */ (text));
          if (!problem) return;
          const g = new Float64Array(2);
          const w = Float64Array.of(0.5, -0.25);
          const loss = problem.gradient(w, g);
          assert.equal(typeof loss, 'number');
          assert.ok(Object.is(problem.loss(w), loss), `${problem.loss(w)}, ${loss}`);
          [0, 1].forEach((i) => {
            const at = (/** @type {number} */ h) => problem.loss(w.map((x, k) => (k === i ? x + h : x)));
            const [coarse, fine] = [1e-4, 5e-5].map((h) => (at(h) - at(-h)) / (2 * h));
            const scale = Math.max(1, Math.abs(loss), Math.abs(g[i]));
            // Where differences agree with each other, it is smooth there and not too large.
            if (!(Math.abs(coarse - fine) < 1e-6 * scale) || Math.abs(loss) > 1e6) return;
            compared += 1;
            assert.ok(Math.abs(g[i] - fine) < 1e-4 * scale, `d(${text})[${i}] = ${g[i]}, by differences ${fine}`);
          });
        },
      ),
      effort(400),
    );
    assert.ok(compared > 200, `enough were compared: ${compared}`);
  });

  test('of any text is refused by name, and runs nothing', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(fc.oneof(expression, fc.string()), noise).map(([a, b]) => `${a}${b}`),
        ),
        (text) => {
          const problem = made(/** @type {string} */ (text));
          if (problem) assert.equal(typeof problem.loss(Float64Array.of(1, 2)), 'number');
        },
      ),
      effort(1500),
    ));
});
