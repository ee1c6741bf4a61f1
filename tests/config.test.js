/**
 * What a config may say, and that text and config are one.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as problems from 'kudari/problems';
import {
  bounds,
  ConfigError,
  createExperiment,
  defaultConfig,
  panels,
  parseConfig,
  stringifyConfig,
} from 'kudari/experiment';
import { dtypes, ids, kudari } from './support.js';
import { hostile, manyFaults, wrongRuns, wrongValues } from './wrong.js';

/** The config is refused, and each of the expected faults is among those named. @param {import('./wrong.js').Wrong} wrong */
function refused({ config, faults, what }) {
  /** @type {any} */
  let error = null;
  try {
    parseConfig(/** @type {any} */ (config));
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof ConfigError, `${what}: a ConfigError, not ${error}`);
  assert.equal(error.name, 'ConfigError');
  assert.equal(error.message, error.faults.join('\n'));
  for (const words of faults) {
    const all = [words].flat();
    assert.ok(
      error.faults.some((fault) => all.every((word) => fault.includes(word))),
      `${what}: a fault with ${JSON.stringify(all)} among ${JSON.stringify(error.faults)}`,
    );
  }
  assert.equal(
    error.faults.length,
    faults.length,
    `${what}: as many faults as there are: ${JSON.stringify(error.faults)}`,
  );
}

describe('parseConfig', () => {
  test('completes what is left open', () => {
    assert.deepEqual(parseConfig({}), {
      problem: { id: 'sharp-flat' },
      start: [1.6, -1],
      steps: 100,
      seed: 1,
      dtype: 'float64',
      runs: [
        { method: 'sgd', lr: 0.08 },
        { method: 'sgd', lr: 0.08, sam: { rho: 0.25 } },
      ],
      measure: { sharpness: 1, eigenvalues: 1, preconditioned: 0, accuracy: 0, samSharpness: null },
      view: {
        panels: ['landscape', 'loss', 'sharpness', 'samSharpness'],
        lang: null,
        theme: null,
        axis: 'steps',
        hidden: [],
        scales: {},
        frame: null,
        window: null,
      },
    });
    assert.deepEqual(parseConfig(''), parseConfig({}));
    assert.deepEqual(parseConfig('#'), parseConfig({}));
    for (const factory of problems.catalogue) {
      const config = parseConfig({ problem: factory.id });
      assert.deepEqual([config.problem, config.start], [{ id: factory.id }, factory().start], factory.id);
    }
    assert.deepEqual(parseConfig({ problem: { id: 'quadratic', size: 3 } }).start, [1, 1, 1]);
    for (const [steps, every] of [
      [1, 1],
      [100, 1],
      [101, 2],
      [1000, 10],
    ]) {
      const { measure } = parseConfig({ problem: { id: 'quadratic', size: 3 }, steps });
      assert.equal(measure.sharpness, every, 'where it is costly, about a hundred times');
      assert.equal(parseConfig({ steps }).measure.sharpness, 1, 'elsewhere at every step');
    }
    assert.equal(parseConfig(defaultConfig).steps, 140);
    assert.deepEqual(
      parseConfig({ problem: undefined, steps: undefined, runs: undefined, view: undefined, measure: undefined }),
      parseConfig({}),
    );
  });

  test('is idempotent', () => {
    for (const config of [{}, defaultConfig, { problem: 'noisy-quadratic', runs: ['adam'] }]) {
      const once = parseConfig(config);
      assert.deepEqual(parseConfig(once), once);
      assert.deepEqual(parseConfig(JSON.stringify(once)), once, 'through JSON');
    }
  });

  test('takes one config in every form', () => {
    /** @type {import('kudari/experiment').ConfigFields} */
    const config = {
      problem: { id: 'quadratic', condition: 50, angle: 30 },
      start: [0.5, -1e-3],
      steps: 25,
      seed: 7,
      dtype: 'float32',
      runs: [
        { method: 'adam', lr: { type: 'cosine', base: 0.1, steps: 25 }, beta1: 0.8 },
        { method: 'sgd', lr: 0.01, sam: { rho: 0.1, p: 'inf' } },
      ],
      measure: { sharpness: 5, samSharpness: { rho: 0.5 } },
      view: { panels: ['loss', 'lr'], lang: 'ja', theme: 'dark' },
    };
    const expected = parseConfig(config);
    const quoted = (/** @type {unknown} */ value) => JSON.stringify(value).replaceAll('"', "'");
    const hash = `problem=${quoted(config.problem)}&start=0.5,-0.001&steps=25&seed=7&dtype=float32&runs=${quoted(config.runs)}&measure=${quoted(config.measure)}&view=${quoted(config.view)}`;
    const attributes = {
      problem: quoted(config.problem),
      start: ' 0.5, -1e-3 ',
      steps: ' 25 ',
      seed: '7',
      dtype: 'float32',
      runs: JSON.stringify(config.runs),
      measure: quoted(config.measure),
      view: quoted(config.view),
    };
    for (const [what, form] of Object.entries({
      JSON: JSON.stringify(config),
      'JSON with space': `  ${JSON.stringify(config, null, 2)}`,
      hash,
      'hash with #': `#${hash}`,
      'hash, escaped': new URL(`http://x/#${hash}`).hash,
      attributes,
    })) {
      assert.deepEqual(parseConfig(form), expected, what);
    }
    assert.deepEqual(parseConfig('problem=valley&runs=sgd,adam&start=2,0.3').runs, [
      { method: 'sgd' },
      { method: 'adam' },
    ]);
    assert.deepEqual(parseConfig({ runs: 'adam' }).runs, [{ method: 'adam' }]);
    assert.deepEqual(parseConfig({ runs: ['adam', { method: 'lion' }] }).runs, [
      { method: 'adam' },
      { method: 'lion' },
    ]);
    assert.deepEqual(parseConfig('problem=reddi&start=0.5').start, [0.5]);
  });

  test('refuses each wrong value by name', () => {
    for (const wrong of wrongValues) refused(wrong);
    assert.ok(wrongValues.length > 100);
  });

  test('shows a panel once', () => {
    assert.deepEqual(parseConfig({ view: { panels: ['lr', 'loss', 'lr'] } }).view.panels, ['lr', 'loss']);
  });

  test('refuses a wrong run by its number, its method and its option', () => {
    for (const wrong of wrongRuns) refused(wrong);
    assert.ok(wrongRuns.length > 7 * ids.length);
    assert.deepEqual(parseConfig({ runs: [{ method: 'sgd', l2: undefined }] }).runs, [{ method: 'sgd' }]);
  });

  test('names all faults at once', () => {
    for (const wrong of manyFaults) refused(wrong);
  });

  test('survives hostile input', () => {
    for (const wrong of hostile) refused(wrong);
    assert.ok(hostile.length > 50);
    assert.equal(/** @type {any} */ ({}).lr, undefined, 'no prototype was touched');
  });

  test('takes six levels of lists and objects, and no seventh', () => {
    /** The outermost is the second level. @param {number} levels */
    const nested = (levels) => Array.from({ length: levels }).reduce((/** @type {unknown} */ inner) => [inner], 1);
    const fault = (/** @type {unknown} */ config) => {
      try {
        parseConfig(/** @type {any} */ (config));
      } catch (error) {
        return /** @type {ConfigError} */ (error).message;
      }
    };
    assert.match(String(fault({ problem: { id: 'beale', x: nested(5) } })), /"x"/);
    assert.equal(fault({ problem: { id: 'beale', x: nested(6) } }), 'problem: x is nested too deeply');
    assert.match(String(fault({ runs: [{ method: 'sgd', x: nested(5) }] })), /"x"/);
    assert.equal(fault({ runs: [{ method: 'sgd', x: nested(6) }] }), 'runs[0]: x is nested too deeply');
  });

  test('keeps nothing of the caller’s', () => {
    /** @type {any} */
    const given = structuredClone({
      problem: { id: 'quadratic', condition: 50 },
      start: [1, 2],
      runs: [
        {
          method: 'adam',
          lr: { type: 'cosine', base: 0.1, steps: 9 },
          sam: { rho: 0.1 },
          groups: [{ start: 0, end: 1, lr: 0.5 }],
        },
      ],
      measure: { sharpness: 1, samSharpness: { rho: 0.5 } },
      view: { panels: ['loss'] },
      steps: 4,
    });
    const untouched = structuredClone(given);
    const config = parseConfig(given);
    assert.deepEqual(given, untouched, 'nothing was written to it');
    const before = structuredClone(config);
    /** @param {any} value @returns {void} */
    const spoil = (value) => {
      for (const key of Object.keys(value)) {
        if (typeof value[key] === 'object' && value[key] !== null) spoil(value[key]);
        else value[key] = 'spoilt';
      }
    };
    spoil(given);
    assert.deepEqual(config, before);
    const parsed = structuredClone(config);
    const experiment = createExperiment(kudari, parsed);
    spoil(parsed);
    while (!experiment.done) experiment.step();
    assert.deepEqual(experiment.trace.config, before);
    experiment.dispose();

    const first = parseConfig({});
    spoil(first);
    assert.deepEqual(
      defaultConfig.runs[0],
      { method: 'sgd', lr: 0.08 },
      'nor is the default experiment handed out to be changed',
    );
    assert.equal(parseConfig({}).runs[0].method, 'sgd');
  });
});

describe('stringifyConfig', () => {
  /** @param {any} config @param {string} [what] */
  function roundTrip(config, what = JSON.stringify(config)) {
    const complete = parseConfig(config);
    const text = stringifyConfig(config);
    assert.ok(!text.startsWith('#') && !/[\s"<>]/.test(text), `${what}: fit for a URL: ${text}`);
    assert.deepEqual(parseConfig(text), complete, what);
    assert.deepEqual(parseConfig(`#${text}`), complete, what);
    assert.deepEqual(
      parseConfig(new URL(`https://example.org/kudari/?a=b#${text}`).hash),
      complete,
      `${what}: through a URL`,
    );
    assert.equal(stringifyConfig(text), text, `${what}: and again`);
    return text;
  }

  const schedules = kudari.schedules.flatMap(({ type }) => [
    { type, base: 0.1 },
    ...(type === 'oneCycle' ? [] : [{ type, base: 1 / 3, warmup: { steps: 5, startFactor: 0.2 } }]),
  ]);

  test('and back is the same config: every method with every option', () => {
    let count = 0;
    for (const { id, options } of kudari.methods) {
      const own = Object.fromEntries(
        Object.entries(options).map(([name, spec], k) => [
          name,
          typeof spec.default === 'boolean' ? !spec.default : Math.min(0.9, 1 / (k + 3)),
        ]),
      );
      for (const more of [
        {},
        own,
        { preset: 'pytorch' },
        { clipNorm: 0.1, clipValue: null },
        {
          groups: [
            { start: 0, end: 1, lr: 1e-7, l2: 1 / 3 },
            { start: 1, end: 2, lr: { type: 'cosine', base: 1, steps: 7 } },
          ],
        },
      ]) {
        roundTrip({ runs: [{ method: id, ...more }] });
        count += 1;
      }
      for (const lr of schedules) roundTrip({ runs: [{ method: id, lr }, 'sgd'] });
      for (const sam of [
        { rho: 0.1 },
        { rho: 0, p: 1 },
        { p: 1.5, adaptive: true },
        { p: 'inf' },
        { p: Infinity, rho: 1e-9, eps: 0 },
        null,
      ])
        roundTrip({ runs: [{ method: id, sam }] });
    }
    assert.equal(count, 75);
  });

  test('and back is the same config: problems, starts, and the rest', () => {
    for (const factory of problems.catalogue) {
      roundTrip({ problem: factory.id });
      roundTrip({ problem: { id: factory.id }, start: factory().start.map((x) => x + 1 / 3) });
      roundTrip({ problem: { id: factory.id, ...factory().options } });
    }
    for (const start of [
      [1e-300, -1e300],
      [0.1 + 0.2, 5e-324],
      [1e21, -1e-7],
      [0, 1],
    ])
      roundTrip({ start });
    for (const dtype of dtypes) roundTrip({ dtype });
    for (const steps of [1, 99, 100, 101, bounds.steps]) roundTrip({ steps });
    for (const seed of [0, 1, 2, 2 ** 32 - 1]) roundTrip({ seed, problem: 'noisy-quadratic' });
    roundTrip({ seed: 5, problem: { id: 'noisy-quadratic', seed: 9 } });
    for (const sharpness of [0, 1, 7]) roundTrip({ measure: { sharpness, samSharpness: { rho: 0.5, p: 1.5 } } });
    roundTrip({ problem: { id: 'quadratic', size: 5 }, measure: { sharpness: 0 } });
    for (const panel of panels) roundTrip({ view: { panels: [panel], lang: 'ja', theme: 'light' } });
    roundTrip({ view: { panels: [] } });
    roundTrip({
      runs: ['sgd', 'adam', 'sgd'].map((method) => ({ method })),
      view: {
        axis: 'evaluations',
        hidden: [2, 0],
        scales: { loss: 'log' },
        frame: [-1, 2.5, 0, 1e-3],
        window: [3, 70],
      },
    });
    roundTrip(defaultConfig);
    roundTrip({ runs: Array.from({ length: bounds.runs }, (_, k) => ids[k]) });
  });

  test('with a ball of the maximum norm in which to measure', () => {
    for (const p of /** @type {const} */ ([Infinity, 'inf'])) {
      roundTrip({ measure: { samSharpness: { rho: 0.1, p } } }, `p = ${p}`);
      const config = parseConfig({ measure: { samSharpness: { rho: 0.1, p } } });
      assert.deepEqual(parseConfig(JSON.parse(JSON.stringify(config))), config, 'a config is JSON');
    }
  });

  test('a config that is too long for a hash is refused, not cut', () => {
    const config = {
      problem: { id: 'quadratic', size: 4000 },
      start: Array.from({ length: 4000 }, (_, k) => 1 / (k + 3)),
    };
    parseConfig(config);
    let text = '';
    try {
      text = stringifyConfig(config);
    } catch (error) {
      assert.match(String(error), /20000/);
      return;
    }
    assert.deepEqual(parseConfig(text), parseConfig(config), 'or it can be read back');
  });

  test('says only what has to be said', () => {
    assert.equal(
      stringifyConfig({ problem: 'valley', runs: [{ method: 'sgd', lr: 0.05 }] }),
      "problem=valley&runs=[{'method':'sgd','lr':0.05}]",
    );
    assert.equal(
      stringifyConfig({ problem: 'quadratic', start: [2, 0.3], steps: 50, runs: ['adam'] }),
      "problem=quadratic&start=2,0.3&steps=50&runs=[{'method':'adam'}]",
    );
    assert.throws(() => stringifyConfig({ steps: 0 }), ConfigError);
  });
});
