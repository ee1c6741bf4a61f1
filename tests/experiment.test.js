/**
 * config → run → trace: that a trace is what a bare optimizer does.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadKudari } from 'kudari';
import * as problems from 'kudari/problems';
import {
  columns,
  ConfigError,
  createExperiment,
  defaultConfig,
  makeProblem,
  parseConfig,
  runExperiment,
  stabilityLimit,
} from 'kudari/experiment';
import { close, dtypes, freshKudari, ids, kudari, same, using } from './support.js';

/** @typedef {Record<string, any>} Options */

/** @param {any} config */
const run = (config) => runExperiment(kudari, config);

describe('runExperiment', () => {
  test('records one entry for each state, in columns', async () => {
    const trace = await run({
      problem: 'rosenbrock',
      steps: 17,
      runs: ['adam', { method: 'sgd', lr: 1e-4, sam: { rho: 0.05 } }],
      measure: { sharpness: 5, samSharpness: { rho: 0.1 } },
    });
    assert.deepEqual(columns.slice(0, 8), [
      'step',
      'evaluations',
      'lr',
      'loss',
      'gradientNorm',
      'sharpness',
      'residual',
      'samSharpness',
    ]);
    assert.equal(trace.runs.length, 2);
    trace.runs.forEach((each, r) => {
      assert.equal(each.length, 18);
      assert.equal(each.stopped, null);
      for (const name of columns) assert.ok(each[name] instanceof Float64Array && each[name].length === 18, name);
      assert.deepEqual([each.dimensions, each.path.length], [2, 36]);
      same(
        each.step,
        Array.from({ length: 18 }, (_, k) => k),
        'step',
      );
      same(
        each.evaluations,
        Array.from({ length: 18 }, (_, k) => k * (r + 1)),
        'evaluations: two a step under SAM',
      );
      for (const name of /** @type {const} */ (['lr', 'loss', 'gradientNorm', 'samSharpness']))
        assert.ok(each[name].every(Number.isFinite), name);
      for (const name of /** @type {const} */ (['sharpness', 'residual']))
        each[name].forEach((value, k) => assert.equal(Number.isFinite(value), k % 5 === 0, `${name} at ${k}`));
    });
    assert.deepEqual(
      trace.runs.map(({ method }) => method),
      ['adam', 'sgd'],
    );
    assert.ok(trace.runs[0].stability.every(Number.isNaN), 'no limit is known for Adam');
  });

  test('NaN stands where nothing was measured', async () => {
    const trace = await run({ steps: 3, runs: ['adam'], measure: { sharpness: 0 } });
    for (const name of /** @type {const} */ (['sharpness', 'residual', 'samSharpness']))
      assert.ok(trace.runs[0][name].length === 4 && trace.runs[0][name].every(Number.isNaN), name);
  });

  test('measures the whole objective: loss, gradient, Hessian, neighbourhood', async () => {
    const problem = problems.rosenbrock();
    const trace = await run({
      problem: 'rosenbrock',
      steps: 30,
      runs: ['adam'],
      measure: { sharpness: 1, samSharpness: { rho: 0.1, p: 2, eps: 0 } },
    });
    const [each] = trace.runs;
    for (let k = 0; k <= 30; k++) {
      const w = each.path.slice(2 * k, 2 * k + 2);
      const g = new Float64Array(2);
      problem.gradient(w, g);
      const norm = Math.hypot(...g);
      const [xx, xy, yy] = [1200 * w[0] ** 2 - 400 * w[1] + 2, -400 * w[0], 200];
      const top = (xx + yy) / 2 + Math.hypot((xx - yy) / 2, xy);
      const up = problem.loss(w.map((x, i) => x + (0.1 * g[i]) / norm));
      same([each.loss[k]], [problem.loss(w)], `loss ${k}`);
      close(
        [each.gradientNorm[k], each.sharpness[k], each.samSharpness[k]],
        [norm, top, up - problem.loss(w)],
        1e-11,
        `state ${k}`,
      );
      assert.ok(each.residual[k] <= 1e-12 * top, `residual ${k}: ${each.residual[k]}`);
    }
  });

  test('measures gradients whose square is no number any more', async () => {
    for (const size of [1e-200, 1e-320, 1e150]) {
      const { runs } = await run({ problem: 'quadratic', start: [3 * size, 0.4 * size], steps: 1, runs: ['sgd'] });
      close([runs[0].gradientNorm[0] / size], [5], 1e-3, `‖g‖ = ${5 * size}`);
    }
  });

  test('is a bare optimizer, stepped by hand: every method, both dtypes', async () => {
    const lr = { type: 'cosine', base: 0.002, steps: 30, warmup: { steps: 5 } };
    for (const dtype of dtypes) {
      for (const sam of [null, { rho: 0.05, p: 'inf' }]) {
        const trace = await run({
          problem: 'himmelblau',
          start: [0.3, -0.7],
          steps: 20,
          dtype,
          runs: ids.slice(0, 8).map((method) => ({ method, lr, sam })),
          measure: { sharpness: 0 },
        });
        const rest = await run({
          problem: 'himmelblau',
          start: [0.3, -0.7],
          steps: 20,
          dtype,
          runs: ids.slice(8).map((method) => ({ method, lr, sam })),
          measure: { sharpness: 0 },
        });
        const problem = problems.himmelblau();
        [...trace.runs, ...rest.runs].forEach((each, r) =>
          using(ids[r], [0.3, -0.7], { lr, sam, dtype }, (opt) => {
            assert.equal(each.method, ids[r]);
            for (let k = 0; k <= 20; k++) {
              const what = `${ids[r]} (${dtype}), state ${k}`;
              const g = new Float64Array(2);
              same(each.path.subarray(2 * k, 2 * k + 2), opt.params, what);
              same([each.lr[k], each.loss[k]], [opt.lr, problem.gradient(opt.params, g)], what);
              close([each.gradientNorm[k]], [Math.hypot(...g)], 1e-14, what);
              assert.ok(opt.isFinite(), what);
              opt.step(problem.gradient);
            }
          }),
        );
        assert.equal(trace.runs.length + rest.runs.length, 15);
      }
    }
  });

  test('a large problem keeps the path of its first two parameters', async () => {
    const trace = await run({ problem: { id: 'rosenbrock', size: 30 }, steps: 6, runs: ['adam'] });
    const problem = problems.rosenbrock({ size: 30 });
    using('adam', problem.start, { dtype: 'float64' }, (opt) => {
      for (let k = 0; k <= 6; k++) {
        same(trace.runs[0].path.subarray(2 * k, 2 * k + 2), opt.params.subarray(0, 2), `state ${k}`);
        same([trace.runs[0].loss[k]], [problem.loss(opt.params)], `loss ${k}`);
        opt.step(problem.gradient);
      }
    });
    assert.deepEqual([trace.runs[0].dimensions, trace.runs[0].path.length], [2, 14]);
    const small = await run({ problem: { id: 'quadratic', size: 8 }, steps: 2, runs: ['adam'] });
    assert.deepEqual([small.runs[0].dimensions, small.runs[0].path.length], [8, 24], 'a small one keeps all');
  });

  test('respects the feasible set of a problem', async () => {
    const trace = await run({
      problem: 'reddi',
      steps: 300,
      runs: [
        { method: 'sgd', lr: 0.4 },
        { method: 'adam', lr: 0.3, beta1: 0, beta2: 0.1 },
      ],
    });
    for (const each of trace.runs)
      assert.ok(
        each.path.every((x) => x >= -1 && x <= 1),
        each.method,
      );
    assert.ok(trace.runs[0].path.includes(-1) || trace.runs[0].path.includes(1), 'it was reached');
  });

  test('a path whose parameters are few is whole', async () => {
    const trace = await run({ problem: 'reddi', steps: 6, runs: [{ method: 'sgd', lr: 0.1 }] });
    // Slope 3 in every third step, −1 in the others.
    close(trace.runs[0].path, [0, -0.3, -0.2, -0.1, -0.4, -0.3, -0.2], 1e-15, 'path');
    close(
      trace.runs[0].loss,
      [0, -0.1, -0.2 / 3, -0.1 / 3, -0.4 / 3, -0.1, -0.2 / 3],
      1e-15,
      'the loss is of the mean objective, x / 3',
    );
    close(trace.runs[0].gradientNorm, Array(7).fill(1 / 3), 1e-15, 'so is the gradient');
  });
});

describe('a run that diverges', () => {
  const config = {
    problem: { id: 'quadratic', condition: 10 },
    steps: 1000,
    runs: [
      { method: 'sgd', lr: 1 },
      { method: 'sgd', lr: 0.1 },
      { method: 'adam', lr: 0.1 },
    ],
  };

  for (const dtype of dtypes) {
    test(`stops at its first value that is not finite (${dtype}), and nothing before it is changed`, async () => {
      const trace = await run({ ...config, dtype, measure: { sharpness: 1, samSharpness: { rho: 0.1 } } });
      const problem = problems.quadratic({ condition: 10 });
      const [bad, ...good] = trace.runs;
      const last = bad.length - 1;
      assert.ok(bad.stopped && bad.length < 1001);
      assert.equal(bad.stopped.step, last, 'the last state is the one');
      using('sgd', problem.start, { lr: 1, dtype }, (opt) => {
        for (let k = 0; k <= last; k++) {
          same(bad.path.subarray(2 * k, 2 * k + 2), opt.params, `state ${k}`);
          same([bad.loss[k]], [problem.loss(opt.params)], `loss ${k}`);
          if (k < last) {
            assert.ok(
              Number.isFinite(bad.loss[k]) && opt.isFinite() && Number.isFinite(bad.gradientNorm[k]),
              `finite at ${k}`,
            );
            close([opt.params[1] / (-9) ** k], [1], dtype === 'float64' ? 1e-13 : 1e-5, `(−9)^${k}`);
            assert.ok(Math.abs(bad.sharpness[k] - 10) < 1e-13, `measured at ${k}`);
          }
          if (k < last) opt.step(problem.gradient);
        }
        const parameters = opt.isFinite();
        assert.equal(bad.stopped?.what, parameters ? 'loss' : 'parameters');
      });
      assert.ok(!Number.isFinite(bad.loss[last]));
      same([bad.stopped.value], [bad.loss[last]], 'its loss');
      assert.ok(Number.isNaN(bad.sharpness[last]) && Number.isNaN(bad.samSharpness[last]), 'nothing is measured there');
      // 10·81ᵏ, twice the loss, passes 1.8e308 at k = 161, and in float32 w = 9ᵏ passes 3.4e38 at 41.
      assert.equal(last, dtype === 'float64' ? 161 : 41);
      for (const each of good) {
        assert.deepEqual([each.length, each.stopped], [1001, null], 'the others go on');
      }
      same(good[0].path, (await run({ ...config, dtype, runs: [config.runs[1]] })).runs[0].path, 'as they would alone');
    });
  }

  test('may have diverged from the start', async () => {
    const trace = await run({ ...config, start: [1e200, 1], runs: ['sgd', 'adam'] });
    for (const each of trace.runs)
      assert.deepEqual([each.length, each.stopped], [1, { step: 0, what: 'loss', value: Infinity }]);
  });

  test('is not stopped for being large', async () => {
    const trace = await run({ ...config, steps: 150 });
    assert.deepEqual([trace.runs[0].length, trace.runs[0].stopped], [151, null]);
    assert.ok(trace.runs[0].loss[150] > 1e280);
  });
});

describe('randomness', () => {
  const noisy = { problem: { id: 'noisy-quadratic', noise: 0.5, condition: 4 }, steps: 60 };
  /** What the gradient of step k had added to Hw. @param {any} each @param {number} lr */
  const noise = (each, lr) =>
    Array.from({ length: 60 }, (_, k) =>
      [1, 4].map((lambda, i) => (each.path[2 * k + i] - each.path[2 * k + 2 + i]) / lr - lambda * each.path[2 * k + i]),
    ).flat();

  test('is the same for the same seed, another for another', async () => {
    const [a, b, c] = [
      await run({ ...noisy, seed: 3, runs: ['adam'] }),
      await run({ ...noisy, seed: 3, runs: ['adam'] }),
      await run({ ...noisy, seed: 4, runs: ['adam'] }),
    ];
    assert.deepEqual(a, b);
    assert.notDeepEqual(a.runs[0].path, c.runs[0].path);
    const own = await run({ ...noisy, seed: 3, problem: { ...noisy.problem, seed: 4 }, runs: ['adam'] });
    same(own.runs[0].path, c.runs[0].path, "a problem's own seed goes before the config's");
  });

  test('is the same for all runs of an experiment, whatever stands beside them', async () => {
    const trace = await run({
      ...noisy,
      runs: [
        { method: 'sgd', lr: 0.1 },
        'adam',
        { method: 'sgd', lr: 0.01 },
        { method: 'sgd', lr: 0.1 },
        { method: 'sgd', lr: 0.05, sam: { rho: 0 } },
      ],
    });
    const first = noise(trace.runs[0], 0.1);
    assert.ok(
      first.every((x) => x !== 0) && Math.abs(first.reduce((sum, x) => sum + x * x, 0) / 120 - 0.25) < 0.1,
      'noise of variance ¼',
    );
    close(noise(trace.runs[2], 0.01), first, 1e-10, 'another rate');
    close(noise(trace.runs[4], 0.05), first, 1e-10, 'SAM takes the sample of the step for both of its gradients');
    same(trace.runs[3].path, trace.runs[0].path, 'the same run twice');
    same((await run({ ...noisy, runs: [{ method: 'sgd', lr: 0.1 }] })).runs[0].path, trace.runs[0].path, 'alone');
  });

  test('does not reach what is measured: the whole objective', async () => {
    const trace = await run({
      ...noisy,
      runs: [{ method: 'sgd', lr: 0.1 }],
      measure: { sharpness: 1, samSharpness: { rho: 0.1, eps: 0 } },
    });
    const [each] = trace.runs;
    for (let k = 0; k <= 60; k++) {
      const [x, y] = each.path.subarray(2 * k, 2 * k + 2);
      close(
        [each.loss[k], each.gradientNorm[k], each.sharpness[k]],
        [(x * x + 4 * y * y) / 2, Math.hypot(x, 4 * y), 4],
        1e-13,
        `state ${k}`,
      );
      const norm = Math.hypot(x, 4 * y);
      const [u, v] = [x + (0.1 * x) / norm, y + (0.4 * y) / norm];
      close([each.samSharpness[k]], [(u * u + 4 * v * v) / 2 - (x * x + 4 * y * y) / 2], 1e-12, `SAM sharpness ${k}`);
    }
  });

  test('is that of the problem, stepped by hand', async () => {
    const config = parseConfig({ ...noisy, seed: 8, runs: ['momentum'] });
    const trace = await run(config);
    const problem = makeProblem(config);
    assert.equal(problem.options.seed, 8);
    using('momentum', problem.start, { dtype: 'float64' }, (opt) => {
      for (let k = 0; k <= 60; k++) {
        same(trace.runs[0].path.subarray(2 * k, 2 * k + 2), opt.params, `state ${k}`);
        problem.batch?.(k);
        opt.step(problem.gradient);
      }
    });
  });
});

describe('while it runs', () => {
  const long = {
    problem: { id: 'rosenbrock', size: 200 },
    steps: 4000,
    runs: ['adam', 'sgd'].map((method) => ({ method, lr: 1e-4 })),
    measure: { sharpness: 0 },
  };

  test('reports its progress, and leaves the event loop free', async () => {
    /** @type {number[]} */
    const seen = [];
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1));
    const trace = await runExperiment(kudari, long, {
      onProgress: (done, of) => {
        assert.equal(of, 4000);
        seen.push(done);
      },
    });
    clearInterval(timer);
    assert.equal(trace.runs[0].length, 4001);
    assert.equal(seen.at(-1), 4000);
    assert.ok(seen.length > 1 && seen.every((done, k) => k === 0 || done >= seen[k - 1]), `${seen}`);
    assert.ok(ticks > 1, `${ticks} ticks of a timer`);
  });

  test('stops when it is told to', async () => {
    const reason = new Error('enough');
    const onProgress = () => assert.fail('it did start');
    await assert.rejects(
      runExperiment(kudari, long, { signal: AbortSignal.abort(reason), onProgress }),
      (error) => error === reason,
      'before it starts',
    );
    const controller = new AbortController();
    let last = NaN;
    await assert.rejects(
      runExperiment(kudari, long, {
        signal: controller.signal,
        onProgress(done) {
          last = done;
          controller.abort(reason);
        },
      }),
      (error) => error === reason,
      'on the way',
    );
    assert.ok(last < 4000, `after ${last} steps`);
    await assert.rejects(runExperiment(kudari, long, { signal: AbortSignal.abort() }), { name: 'AbortError' });
    const done = new AbortController();
    assert.equal(
      (await runExperiment(kudari, { steps: 2 }, { signal: done.signal })).runs[0].length,
      3,
      'a signal that stays silent',
    );
  });

  test('an error of onProgress comes out; so does a wrong config', async () => {
    const error = new Error('mine');
    await assert.rejects(
      runExperiment(kudari, long, {
        onProgress() {
          throw error;
        },
      }),
      (caught) => caught === error,
    );
    await assert.rejects(runExperiment(kudari, { steps: 0 }), ConfigError);
  });

  test('gives its memory back, however it ended', async () => {
    const core = await freshKudari();
    const big = {
      problem: { id: 'quadratic', size: 10_000 },
      steps: 1,
      runs: Array(8).fill('amsgrad'),
      measure: { sharpness: 0 },
    };
    const bytes = () => {
      const opt = core.optimizer('sgd', [0]);
      const { byteLength } = opt.params.buffer;
      opt.dispose();
      return byteLength;
    };
    await runExperiment(core, big);
    const before = bytes();
    for (let k = 0; k < 6; k++) {
      await runExperiment(core, big);
      const controller = new AbortController();
      await runExperiment(
        core,
        { ...big, steps: 1000 },
        { signal: controller.signal, onProgress: () => controller.abort() },
      ).catch(() => {});
      await runExperiment(core, big, {
        onProgress() {
          throw new Error('mine');
        },
      }).catch(() => {});
    }
    assert.equal(bytes(), before);
  });

  test('two at once do not meet', async () => {
    const [a, b] = await Promise.all([run(long), run({ ...long, problem: { id: 'quadratic', size: 200 } })]);
    same(a.runs[0].path, (await run(long)).runs[0].path, 'the first');
    assert.notDeepEqual(a.runs[0].path, b.runs[0].path);
  });
});

describe('createExperiment', () => {
  test('goes step by step, and its trace grows', async () => {
    const experiment = createExperiment(kudari, { ...defaultConfig, steps: 5 });
    assert.deepEqual([experiment.length, experiment.done], [1, false], 'the start is recorded');
    const early = experiment.trace;
    for (let k = 1; k <= 5; k++) {
      assert.equal(experiment.done, false);
      experiment.step();
      assert.equal(experiment.length, k + 1);
    }
    assert.equal(experiment.done, true);
    experiment.step();
    assert.equal(experiment.length, 6, 'no further than asked');
    assert.equal(early.runs[0].loss.length, 1, 'what was taken does not grow');
    assert.deepEqual(experiment.trace, await run({ ...defaultConfig, steps: 5 }));
    experiment.dispose();
    experiment.dispose();
    assert.equal(experiment.trace.runs[0].length, 6, 'the trace outlives it');
  });

  test('records the method’s vectors also when the memory has grown and moved', async () => {
    const config = { problem: { id: 'rosenbrock' }, steps: 6, runs: ['adam', 'rmsprop'], measure: { sharpness: 0 } };
    const core = await freshKudari();
    const experiment = createExperiment(core, config);
    for (let k = 0; k < 3; k++) experiment.step();
    const probe = core.optimizer('sgd', [0]);
    const view = probe.params;
    const ballast = [probe];
    while (view.length > 0) ballast.push(core.optimizer('sgd', new Float64Array(50_000)));
    while (!experiment.done) experiment.step();
    const calm = await run(config);
    for (const [k, { updates }] of experiment.trace.runs.entries()) {
      assert.equal(updates.count, 6);
      assert.deepEqual(updates.slots, calm.runs[k].updates.slots);
    }
    for (const opt of ballast) opt.dispose();
    experiment.dispose();
  });

  test('measures from the last eigenvector that was found, not from one that was not', () => {
    /** What each measurement started from, and what it found. @type {{ start: any, vector: Float64Array }[]} */
    const seen = [];
    // The second measurement ends before it is done.
    const measureSharpness = (/** @type {any} */ problem, /** @type {any} */ w, /** @type {any} */ options) => {
      const measurement = kudari.measureSharpness(problem, w, options);
      const k = seen.length;
      seen.push({ start: options.start, vector: new Float64Array() });
      return {
        step: () => measurement.step(),
        dispose: () => measurement.dispose(),
        finish() {
          const spectrum = measurement.finish();
          seen[k].vector = spectrum.vectors[0];
          return k === 1 ? { ...spectrum, converged: false } : spectrum;
        },
      };
    };
    const watched = new Proxy(kudari, {
      get(target, name) {
        const value = name === 'measureSharpness' ? measureSharpness : /** @type {any} */ (target)[name];
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const experiment = createExperiment(watched, {
      problem: { id: 'rosenbrock', size: 5 },
      steps: 3,
      runs: ['adam'],
      measure: { sharpness: 1 },
    });
    while (!experiment.done) experiment.step();
    experiment.dispose();
    assert.deepEqual(
      seen.map(({ start }) => start),
      [undefined, seen[0].vector, seen[0].vector, seen[2].vector],
    );
    assert.notDeepEqual(seen[0].vector, seen[1].vector);
  });

  test('advances until the time is up', () => {
    const experiment = createExperiment(kudari, { steps: 100_000, runs: ['adam'], measure: { sharpness: 0 } });
    experiment.advance(50);
    assert.ok(experiment.length > 1 && !experiment.done);
    const { length } = experiment;
    experiment.advance(0);
    assert.equal(experiment.length, length);
    experiment.dispose();
    assert.throws(() => experiment.step(), /disposed/);
    const short = createExperiment(kudari, { steps: 3 });
    short.advance(10_000);
    assert.equal(short.done, true, 'or until it is done');
    short.dispose();
  });
});

describe('stability', () => {
  /** The column for one run on ½·λ·w², where ‖g‖ is λ|w|. @param {Options} options @param {number} [lambda] @param {number} [w] @param {number} [steps] */
  const column = async (options, lambda = 3, w = 2, steps = 1) =>
    (
      await run({
        problem: { id: 'quadratic', size: 1, condition: lambda },
        start: [w],
        steps,
        runs: [options],
        measure: { sharpness: 0 },
      })
    ).runs[0];

  test('limits by hand', async () => {
    /** @type {[Options, number][]} */
    const cases = [
      [{ method: 'sgd', lr: 0.5 }, 4],
      [{ method: 'sgd', lr: 0.5, l2: 0.25 }, 3.75],
      [{ method: 'sgd', lr: 0.5, weightDecay: 1 }, 3],
      [{ method: 'sgd', lr: 0.5, sam: { rho: 0 } }, 4],
      [{ method: 'sgd', lr: 0 }, Infinity],
      [{ method: 'momentum', lr: 0.5 }, 7.6],
      [{ method: 'momentum', lr: 0.5, momentum: 0 }, 4],
      [{ method: 'momentum', lr: 0.5, dampening: 0.5 }, 15.2],
      [{ method: 'momentum', lr: 0.5, l2: 0.6 }, 7],
      [{ method: 'nesterov', lr: 0.5, momentum: 0.75 }, 2.8],
      [{ method: 'nesterov', lr: 0.5, momentum: 0 }, 4],
      [{ method: 'nesterov', lr: 0.5, momentum: 0.75, l2: 0.8 }, 2],
      // ‖g‖ = 6: 6/(2·0.5)·(√(1 + 8·0.5/(0.5·6)) − 1) = 6(√(7/3) − 1)
      [{ method: 'sgd', lr: 0.5, sam: { rho: 0.5 } }, 6 * (Math.sqrt(7 / 3) - 1)],
    ];
    for (const [options, limit] of cases)
      close([(await column(options)).stability[0]], [limit], 1e-14, JSON.stringify(options));
    const none = [
      ...ids.filter((id) => !['sgd', 'momentum', 'nesterov'].includes(id)).map((method) => ({ method, lr: 0.1 })),
      { method: 'sgd', clipNorm: 1 },
      { method: 'sgd', clipValue: 1 },
      { method: 'sgd', sam: { rho: 0.1, p: 'inf' } },
      { method: 'sgd', sam: { rho: 0.1, adaptive: true } },
      { method: 'sgd', l2: 0.1, sam: { rho: 0.1 } },
      { method: 'momentum', sam: { rho: 0.1 } },
      { method: 'nesterov', weightDecay: 0.1 },
    ];
    for (const options of none)
      assert.ok(Number.isNaN((await column(options)).stability[0]), `${JSON.stringify(options)}: no formula holds`);
  });

  test('follows the schedule', async () => {
    const { stability, lr } = await column(
      { method: 'sgd', lr: { type: 'exponential', base: 0.5, factor: 0.5 } },
      3,
      2,
      3,
    );
    same(lr, [0.5, 0.25, 0.125, 0.0625], 'lr');
    same(stability, [4, 8, 16, 32], 'limit');
  });

  test('says nothing where groups have rates of their own', async () => {
    for (const groups of [[{ start: 0, end: 1, lr: 9 }], [{ start: 0, end: 1, l2: 9 }]]) {
      const { stability } = await column({ method: 'sgd', lr: 0.5, groups });
      assert.ok(Number.isNaN(stability[0]), `${JSON.stringify(groups)}: ${stability[0]} is not the limit`);
    }
  });

  test('is where the methods stop converging', async () => {
    /** @type {Options[]} */
    const cases = [
      { method: 'sgd', lr: 0.5 },
      { method: 'sgd', lr: 0.1, l2: 2 },
      { method: 'sgd', lr: 0.1, weightDecay: 3 },
      { method: 'momentum', lr: 0.5 },
      { method: 'momentum', lr: 0.2, momentum: 0.5, dampening: 0.5, l2: 1 },
      { method: 'nesterov', lr: 0.5 },
      { method: 'nesterov', lr: 0.1, momentum: 0.5, l2: 3 },
    ];
    for (const options of cases) {
      const limit = (await column(options)).stability[0];
      assert.ok(limit > 1.1, `${JSON.stringify(options)}: ${limit}`);
      const below = await column(options, limit * 0.99, 1, 3000);
      const above = await column(options, limit * 1.01, 1, 3000);
      const fell = below.loss[3000] / below.loss[0];
      assert.ok(
        below.stopped === null && fell < 1e-6,
        `${JSON.stringify(options)}: converges just below ${limit}, loss · ${fell}`,
      );
      assert.ok(
        above.stopped !== null || above.loss[above.length - 1] / above.loss[0] > 1e6,
        `${JSON.stringify(options)}: diverges just above ${limit}`,
      );
    }
  });

  /** λmax(P⁻¹H)'s limit for one run on ½·λ·w². @param {Options} options */
  const preconditioned = async (options) => (await column(options)).preconditionedStability[0];

  test('limits of the preconditioned sharpness by hand', async () => {
    /** @type {[Options, number][]} */
    const cases = [
      [{ method: 'adagrad', lr: 0.5 }, 4],
      [{ method: 'rmsprop', lr: 0.5 }, 4],
      [{ method: 'rmsprop', lr: 0.5, momentum: 0.75 }, 7],
      [{ method: 'adadelta', lr: 0.5 }, 4],
      // (1 + 0.75) / (1 − 0.75) = 7
      ...['adam', 'adamw', 'amsgrad', 'adamax'].map(
        (method) => /** @type {[Options, number]} */ ([{ method, lr: 0.5, beta1: 0.75, weightDecay: 0 }, 28]),
      ),
      [{ method: 'adam', lr: 0.5, beta1: 0 }, 4],
    ];
    for (const [options, limit] of cases)
      close([await preconditioned(options)], [limit], 1e-14, JSON.stringify(options));
    const adaptive = ['adagrad', 'rmsprop', 'adadelta', 'adam', 'adamw', 'amsgrad', 'adamax'];
    const none = [
      ...ids.filter((id) => !adaptive.includes(id)).map((method) => ({ method, lr: 0.1 })),
      ...[{ l2: 0.1 }, { weightDecay: 0.1 }, { clipNorm: 1 }, { clipValue: 1 }, { sam: { rho: 0.1 } }].map((more) => ({
        ...{ method: 'rmsprop', lr: 0.1 },
        ...more,
      })),
      { method: 'rmsprop', groups: [{ start: 0, end: 1, lr: 9 }] },
    ];
    for (const options of none)
      assert.ok(Number.isNaN(await preconditioned(options)), `${JSON.stringify(options)}: no formula holds`);
  });

  test('under SAM is where a step stops bringing w nearer', async () => {
    const [lr, rho] = [0.2, 0.3];
    let [nearer, farther] = [0, 0];
    for (const lambda of [2, 5.5, 9, 9.9, 12]) {
      for (const w of [0.01, 0.1, 0.3, 1, 10, 100]) {
        const { stability, path } = await column({ method: 'sgd', lr, sam: { rho, eps: 0 } }, lambda, w);
        close([stability[0] * (1 + (rho * stability[0]) / (lambda * w))], [2 / lr], 1e-12, 'λ(1 + ρλ/‖g‖) = 2/η');
        assert.equal(
          Math.abs(path[1]) < Math.abs(path[0]),
          lambda < stability[0],
          `λ = ${lambda}, w = ${w}, limit ${stability[0]}`,
        );
        if (lambda < stability[0]) nearer += 1;
        else farther += 1;
      }
    }
    assert.ok(nearer >= 5 && farther >= 5, `${nearer} nearer, ${farther} farther`);
  });

  test('under SAM tends to 2/η far away, and to 0 at the minimum', () => {
    const method = kudari.methods[0];
    const at = (/** @type {number} */ norm) =>
      stabilityLimit(
        /** @type {any} */ ({
          method,
          options: { l2: 0, weightDecay: 0 },
          sam: { rho: 0.1, p: 2, eps: 0, adaptive: false },
          groups: [],
          clipNorm: null,
          clipValue: null,
        }),
        0.5,
        norm,
      );
    close([at(1e20), at(1e-20), at(0)], [4, 0, 0], 1e-9, 'limits');
    assert.ok(at(1e-20) > 0 && at(1e12) < 4);
    // √(2‖g‖/(ρη)) near the minimum, without cancellation far from it: 2/η − 4ρ/(η²‖g‖).
    close([at(1e-20) / Math.sqrt(4e-19)], [1], 1e-8, 'near');
    close([(4 - at(1e6)) * 1e6], [1.6], 1e-3, 'far');
  });
});

test('an instance of one’s own will do', async () => {
  const own = await freshKudari();
  assert.notEqual(own, await loadKudari());
  assert.deepEqual(await runExperiment(own, { steps: 20 }), await run({ steps: 20 }));
});
