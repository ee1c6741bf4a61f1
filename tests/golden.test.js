/**
 * Against PyTorch: every recorded number of tests/golden (see tests/golden/generate.py and DESIGN's section on tests).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig, parseConfig, runExperiment } from 'kudari/experiment';
import { followOptimizer, followSam } from '../web/experiment/parity.js';
import { close, golden, ids, kudari, same, using } from './support.js';

/** The built core, which is the same class by another name. @type {any} */
const core = kudari;

/** In PyTorch's order of operations these come out to the bit. */
const exact = ['sgd', 'momentum', 'nesterov', 'adagrad', 'adadelta'];

/** @param {{ method: string, dtype: string }} row */
const tolerance = ({ method, dtype }) => (dtype === 'float32' ? 1e-6 : method === 'nadam' ? 1e-9 : 1e-12);

test('optimizers follow PyTorch at every recorded step', async (t) => {
  const recorded = golden('optimizers');
  const { n, steps, w0, grads, cases } = recorded;
  assert.equal(cases.length, 52);
  assert.deepEqual([n, steps, w0.length, grads.length], [19, 40, 19, 40]);
  assert.deepEqual(
    new Set(cases.map((/** @type {any} */ row) => row.method)),
    new Set(ids),
    'every method is in the file',
  );
  let compared = 0;
  for (const row of cases) {
    await t.test(row.id, () => {
      const at = Object.keys(row.w).map(Number);
      assert.ok(at.length >= 5 && at.includes(1) && at.includes(steps), `recorded steps: ${at}`);
      /** @type {number[]} */
      const visited = [];
      followOptimizer(core, recorded, row, (opt, expected) => {
        assert.deepEqual([opt.method, opt.dtype, expected], [row.method, row.dtype, row.w[opt.steps]]);
        const what = `${row.id} after step ${opt.steps}`;
        assert.equal(expected.length, n);
        if (exact.includes(row.method)) same(opt.params, expected, what);
        else close(opt.params, expected, tolerance(row), what);
        compared += expected.length;
        visited.push(opt.steps);
      });
      assert.deepEqual(visited, at, 'the last of them is the last step');
    });
  }
  const exactCases = cases.filter((/** @type {any} */ row) => exact.includes(row.method));
  assert.equal(exactCases.length, 20);
  assert.equal(
    compared,
    cases.reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + n * Object.keys(row.w).length, 0),
  );
  assert.ok(compared >= 52 * 5 * 19);
});

test('SAM follows davda54/sam', async (t) => {
  const { cases } = golden('sam');
  assert.equal(cases.length, 12);
  for (const row of cases) {
    await t.test(row.id, () => {
      const at = Object.keys(row.w).map(Number);
      assert.ok(at.includes(20) && at.includes(row.steps), `recorded steps: ${at}`);
      /** @type {number[]} */
      const visited = [];
      followSam(core, row, (opt, expected) => {
        const { sam, dtype } = opt.options;
        assert.deepEqual([opt.method, dtype, expected], [row.method, 'float64', row.w[opt.steps]]);
        assert.deepEqual({ rho: sam?.rho, p: sam?.p, adaptive: sam?.adaptive }, row.sam);
        close(opt.params, expected, opt.steps <= 20 ? 1e-10 : 1e-4, `${row.id} after step ${opt.steps}`);
        visited.push(opt.steps);
      });
      assert.deepEqual(visited, at);
    });
  }
});

test('schedules follow torch.optim.lr_scheduler, alone and inside an optimizer', async (t) => {
  const { cases } = golden('schedules');
  assert.equal(cases.length, 8);
  for (const { id, schedule, lr: expected } of cases) {
    await t.test(id, () => {
      assert.ok(expected.length >= 30, `${expected.length} rates`);
      const spec = { ...schedule, base: 0.1 };
      const rate = kudari.schedule(spec);
      close(
        expected.map((/** @type {number} */ _, /** @type {number} */ step) => rate(step)),
        expected,
        1e-12,
        id,
      );
      using('sgd', [0], { lr: spec, dtype: 'float64' }, (opt) => {
        for (let step = 0; step < expected.length; step++) {
          close([opt.lr], [expected[step]], 1e-12, `${id}: opt.lr before step ${step}`);
          const before = opt.params[0];
          opt.gradient[0] = 1;
          opt.update();
          close([before - opt.params[0]], [expected[step]], 1e-12, `${id}: what step ${step} moved by`);
        }
      });
    });
  }
});

test("the default experiment is the lecture's figure", async () => {
  const figure = golden('seed-figure');
  const config = parseConfig(defaultConfig);
  assert.deepEqual(
    [
      config.problem.id,
      config.start,
      config.steps,
      config.runs[0].lr,
      config.runs[1].lr,
      config.runs[1].sam.rho,
      config.measure.samSharpness?.rho,
    ],
    [figure.problem, figure.start, figure.steps, figure.lr, figure.lr, figure.rho, figure.rho],
  );
  const trace = await runExperiment(kudari, defaultConfig);
  // The recorded SAM sharpness has davda54/sam's 1e-12 in its denominator; the default measures on the exact ball.
  const faded = await runExperiment(kudari, {
    ...defaultConfig,
    measure: { sharpness: 0, samSharpness: { rho: 0.25, eps: 1e-12 } },
  });
  assert.equal(trace.runs.length, 2);
  for (const [name, r] of /** @type {const} */ ([
    ['gd', 0],
    ['sam', 1],
  ])) {
    const expected = figure[name];
    const run = trace.runs[r];
    assert.equal(expected.length, 140);
    assert.equal(run.length, 141, 'the start, and what each of 140 updates led to');
    assert.equal(run.stopped, null);
    for (let k = 0; k < expected.length; k++) {
      const { w, loss, proxy, lambdaMax } = expected[k];
      const norm = run.gradientNorm[k];
      const what = `${name}, state ${k}`;
      close(
        [run.path[2 * k], run.path[2 * k + 1], run.loss[k], run.sharpness[k]],
        [...w, loss, lambdaMax],
        1e-10,
        what,
      );
      // Where the gradient has all but vanished, its direction, and so ε̂, is its rounding error, in PyTorch too.
      close(
        [faded.runs[r].samSharpness[k]],
        [proxy],
        1e-10 * Math.max(1, 1e-8 / norm),
        `${what}: SAM sharpness, eps 1e-12`,
      );
      close([run.samSharpness[k]], [proxy], 1e-10 + 2e-12 / norm, `${what}: SAM sharpness`);
    }
  }
  assert.ok(
    trace.runs[0].gradientNorm.subarray(0, 80).every((norm) => norm > 1e-8),
    'it vanishes in the last states only',
  );
  assert.ok(trace.runs[1].gradientNorm.every((norm) => norm > 1e-4));
  const [gd, sam] = trace.runs.map((run) => run.samSharpness);
  assert.equal(gd.indexOf(Math.max(...gd)), 7, "gradient descent's peak is at step 7");
  close([Math.max(...gd)], [1.7921896840494864], 1e-10, 'its height');
  close([sam[0]], [0.2914217656717726], 1e-10, "SAM's first value");
  assert.ok(
    sam.every((value) => value <= sam[0]),
    "SAM's never exceeds its first",
  );
  assert.ok(
    gd.subarray(60).every((value) => Math.abs(value - 0.1036) < 0.001),
    'at the minimum it shows the basin, not the vanished gradient',
  );
  assert.deepEqual([trace.runs[0].evaluations[140], trace.runs[1].evaluations[140]], [140, 280]);
});
