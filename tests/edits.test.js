/**
 * What the page's controls change in a config, and what they leave.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { loadKudari } from '../web/core/index.js';
import { methods } from '../web/core/methods.js';
import { makeProblem, parseConfig } from '../web/experiment/index.js';
import { createProblem } from '../web/problems/index.js';
import * as edits from '../web/lab/edits.js';

const kudari = await loadKudari();
const beale = createProblem('beale');

/** Four runs on Beale's function, the second and the last of them hidden; changed, and checked as the page does. */
const four = parseConfig({
  problem: { id: 'beale' },
  steps: 100,
  runs: [
    { method: 'sgd', lr: 0.01 },
    { method: 'adam', lr: { type: 'cosine', base: 0.1, steps: 100 }, sam: { rho: 0.2, p: 1 } },
    { method: 'adadelta', lr: 0.5 },
    { method: 'lion' },
  ],
  view: { hidden: [1, 3] },
});

/** @param {(draft: import('../web/experiment/config.js').Config) => void} edit @param {any} [config] */
function after(edit, config = four) {
  const draft = structuredClone(config);
  edit(draft);
  return parseConfig(draft);
}

/** @param {import('../web/experiment/config.js').Config} config */
const names = ({ runs }) => runs.map(({ method }) => method);

describe('runs', () => {
  test('one that is taken out leaves the others shown or hidden as they were', () => {
    for (const [k, left, hidden] of /** @type {const} */ ([
      [0, 'adam adadelta lion', [0, 2]],
      [1, 'sgd adadelta lion', [2]],
      [3, 'sgd adam adadelta', [1]],
    ])) {
      const config = after((draft) => edits.removeRun(draft, k));
      assert.deepEqual([names(config).join(' '), config.view.hidden], [left, hidden]);
    }
  });

  test('a second of a hidden run stands beside it, and is shown', () => {
    const config = after((draft) => edits.duplicateRun(draft, 1));
    assert.deepEqual(config.runs[2], four.runs[1]);
    assert.deepEqual(names(config), ['sgd', 'adam', 'adam', 'adadelta', 'lion']);
    assert.deepEqual(config.view.hidden, [1, 4]);
  });

  test('a second run is not the first: what changes one leaves the other', () => {
    const config = after((draft) => {
      edits.duplicateRun(draft, 1);
      draft.runs[2].sam.rho = 1;
    });
    assert.deepEqual([config.runs[1].sam.rho, config.runs[2].sam.rho], [0.2, 1]);
  });

  test('two that change places take along whether they are hidden', () => {
    const config = after((draft) => edits.swapRuns(draft, 1, 2));
    assert.deepEqual(names(config), ['sgd', 'adadelta', 'adam', 'lion']);
    assert.deepEqual(config.view.hidden, [2, 3]);
    assert.deepEqual(after((draft) => edits.swapRuns(draft, 3, 1)).view.hidden.toSorted(), [1, 3]);
  });

  test('one is hidden, and shown again', () => {
    assert.deepEqual(after((draft) => edits.toggleRun(draft, 0)).view.hidden.toSorted(), [0, 1, 3]);
    assert.deepEqual(after((draft) => edits.toggleRun(draft, 3)).view.hidden, [1]);
  });

  test('a new one is of the first method that is not there, at a rate that fits', () => {
    const config = after((draft) => edits.addRun(draft, kudari, beale));
    assert.deepEqual(names(config), ['sgd', 'adam', 'adadelta', 'lion', 'momentum']);
    // 0.3/λ of the start, as plain descent's: see fitting.test.js.
    assert.equal(config.runs[4].lr, after((draft) => edits.takeMethod(draft, 0, 'sgd', kudari, beale)).runs[0].lr);
    assert.deepEqual(config.view.hidden, [1, 3]);
  });

  test('a new one where all methods are there is of the first', () => {
    const draft = { ...structuredClone(four), runs: methods.map(({ id }) => ({ method: id })) };
    edits.addRun(draft, kudari, beale);
    assert.equal(draft.runs.at(-1)?.method, methods[0].id);
    assert.equal(draft.runs.length, methods.length + 1);
  });
});

describe('a method', () => {
  test('comes at a rate of its own, across one and a half pictures of width 9, and keeps SAM alone', () => {
    const config = after((draft) => {
      draft.runs[1].beta1 = 0.5;
      edits.takeMethod(draft, 1, 'adamax', kudari, beale);
    });
    assert.deepEqual(config.runs[1], { method: 'adamax', lr: 0.14, sam: { ...four.runs[1].sam } });
    assert.deepEqual([config.runs[0], ...config.runs.slice(2)], [four.runs[0], ...four.runs.slice(2)]);
  });

  test('without a rate to choose names none, and without SAM gets none', () => {
    const config = after((draft) => edits.takeMethod(draft, 0, 'adadelta', kudari, beale));
    assert.deepEqual(config.runs[0], { method: 'adadelta' });
  });
});

describe('a rate of the race', () => {
  test('takes the place of a number, and of a missing one', () => {
    assert.equal(after((draft) => edits.takeRate(draft, 0, 0.3)).runs[0].lr, 0.3);
    assert.equal(after((draft) => edits.takeRate(draft, 3, 0.3)).runs[3].lr, 0.3);
  });

  test('moves a schedule as a whole', () => {
    const { lr } = after((draft) => edits.takeRate(draft, 1, 0.3)).runs[1];
    assert.deepEqual(lr, { ...four.runs[1].lr, base: 0.3 });
  });

  test('for a run that is no longer there is for none', () => {
    assert.deepEqual(
      after((draft) => edits.takeRate(draft, 4, 0.3)),
      four,
    );
  });
});

describe('a problem', () => {
  const before = parseConfig({
    ...four,
    problem: { id: 'quadratic', condition: 50 },
    start: [1, 2],
    measure: { sharpness: 5, samSharpness: { rho: 0.5, p: 1 } },
    view: { ...four.view, frame: [-1, 1, -1, 1], window: [0, 10], panels: ['landscape', 'lr'] },
  });
  const config = after((draft) => edits.takeProblem(draft, kudari, beale), before);

  test('comes with its own options and start, and is seen whole', () => {
    assert.deepEqual(config.problem, { id: 'beale' });
    assert.deepEqual(config.start, [...beale.start]);
    assert.deepEqual([config.view.frame, config.view.window], [null, null]);
  });

  test('gives the methods rates that fit, but leaves schedules, and rates that are the method’s own', () => {
    assert.deepEqual(
      config.runs.map(({ lr }) => lr),
      [after((draft) => edits.takeMethod(draft, 0, 'sgd', kudari, beale)).runs[0].lr, four.runs[1].lr, undefined, 0.14],
    );
    assert.equal('lr' in config.runs[2], false);
  });

  test('gives SAM a radius of three hundredths of the picture, and keeps its norm', () => {
    assert.deepEqual(config.runs[1].sam, { ...four.runs[1].sam, rho: 0.27 });
    assert.deepEqual([config.measure.samSharpness?.rho, config.measure.samSharpness?.p], [0.27, 1]);
    assert.equal(config.runs[0].sam, undefined);
  });

  test('is measured no more than it must be, and shown as the one before', () => {
    assert.equal(config.measure.sharpness, parseConfig({ problem: { id: 'beale' } }).measure.sharpness);
    assert.deepEqual([config.view.panels, config.view.hidden], [before.view.panels, before.view.hidden]);
  });

  test('of networks keeps adaptive rates out, as they are the method’s own', () => {
    const network = makeProblem({ problem: { id: 'network' }, seed: 1 });
    const { runs } = after((draft) => edits.takeProblem(draft, kudari, network));
    assert.deepEqual(
      runs.map((run) => 'lr' in run),
      [true, true, false, false],
    );
  });
});

describe('an option of the problem', () => {
  /** @param {Record<string, unknown>} config @param {string} name @param {unknown} value */
  const changed = (config, name, value) => {
    const before = parseConfig({ ...config, runs: [{ method: 'sgd' }], view: { frame: [-1, 1, -1, 1] } });
    return after((draft) => edits.takeProblemOption(draft, name, value, makeProblem(before)), before);
  };
  const bowl = { problem: { id: 'quadratic', condition: 50 } };
  const layers = { problem: { id: 'factorization', rows: 1, cols: 1, rank: 1, imbalance: 1 } };

  test('takes the value, or its default again, and is seen whole', () => {
    assert.deepEqual(changed(bowl, 'condition', 9).problem, { id: 'quadratic', condition: 9 });
    assert.deepEqual(changed(bowl, 'condition', undefined).problem, { id: 'quadratic' });
    assert.equal(changed(bowl, 'condition', 9).view.frame, null);
  });

  test('takes along a start that is the problem’s own, and leaves another', () => {
    // The first layer starts as many times larger, the second smaller: here a number each.
    const [first, second] = parseConfig(layers).start;
    assert.deepEqual(changed(layers, 'imbalance', 2).start, [2 * first, second / 2]);
    assert.deepEqual(changed({ ...layers, start: [1, 2] }, 'imbalance', 2).start, [1, 2]);
  });

  test('of another length leaves no start', () => {
    assert.deepEqual(changed({ ...bowl, start: [5, 6] }, 'size', 3).start, [
      ...createProblem('quadratic', { condition: 50, size: 3 }).start,
    ]);
  });
});

test('a seed is the experiment’s, and draws the start anew', () => {
  const network = { problem: { id: 'network', hidden: [2], seed: 3 }, runs: [{ method: 'sgd' }] };
  const config = after((draft) => edits.takeSeed(draft, 9), parseConfig(network));
  assert.deepEqual([config.seed, config.problem], [9, { id: 'network', hidden: [2] }]);
  assert.deepEqual(config.start, [...createProblem('network', { hidden: [2], seed: 9 }).start]);
});

test('whose defaults are taken, whose rate is: a run keeps all else that was chosen', () => {
  const before = { ...four, runs: [four.runs[0], { ...four.runs[1], beta1: 0.5 }], view: {} };
  const pytorch = after((draft) => edits.takeDefaults(draft, 1, 'pytorch'), before);
  const { lr: _, ...rest } = before.runs[1];
  assert.deepEqual(pytorch.runs, [four.runs[0], { ...rest, preset: 'pytorch' }]);
  assert.deepEqual(after((draft) => edits.takeDefaults(draft, 1, undefined), pytorch).runs[1], rest);
});

test('a function that is typed starts where the runs start, and keeps its other options', () => {
  const draft = structuredClone(four);
  Object.assign(draft, { problem: { id: 'formula', f: 'x', width: 3 }, start: [0.5, -2] });
  edits.takeFormula(draft, 'x y');
  assert.deepEqual(draft.problem, { id: 'formula', f: 'x y', width: 3, startX: 0.5, startY: -2 });
});

describe('a curve', () => {
  /** Nothing is measured yet. */
  const bare = parseConfig({
    ...four,
    measure: { sharpness: 0, samSharpness: null },
    view: { panels: ['loss', 'landscape'] },
  });

  /** @param {import('../web/experiment/config.js').Curve} name @param {Record<string, unknown>} [change] */
  const shown = (name, change) => after((draft) => edits.showCurve(draft, name, true), { ...bare, ...change });

  test('comes after all others, once', () => {
    assert.deepEqual(shown('lr').view.panels, ['loss', 'landscape', 'lr']);
    assert.deepEqual(shown('loss').view.panels, ['landscape', 'loss']);
    assert.deepEqual(after((draft) => edits.showCurve(draft, 'loss', false), bare).view.panels, ['landscape']);
  });

  test('is measured at every step of a plane problem, and nothing else is', () => {
    assert.deepEqual(shown('sharpness', { steps: 250 }).measure, { ...bare.measure, sharpness: 1 });
    assert.deepEqual(shown('lr').measure, bare.measure);
  });

  test('is measured at a hundred steps of a larger problem, unless it is measured already', () => {
    const network = { problem: { id: 'network' }, start: new Array(9).fill(0), steps: 250 };
    const draft = { ...structuredClone(bare), ...network };
    edits.showCurve(draft, 'accuracy', true);
    assert.equal(draft.measure.accuracy, 3);
    draft.measure.accuracy = 7;
    edits.showCurve(draft, 'accuracy', true);
    assert.equal(draft.measure.accuracy, 7);
  });

  test('that is no longer shown is measured on: it may come back', () => {
    const config = after((draft) => {
      edits.showCurve(draft, 'preconditioned', true);
      edits.showCurve(draft, 'preconditioned', false);
    }, bare);
    assert.deepEqual([config.measure.preconditioned, config.view.panels], [1, bare.view.panels]);
    assert.deepEqual(
      after((draft) => edits.showCurve(draft, 'sharpness', false), bare),
      bare,
    );
  });

  test('of the ball around is measured at the radius of the first run with SAM', () => {
    const ball = { rho: 0.2, p: 2, adaptive: false, eps: 0 };
    assert.deepEqual(shown('samSharpness').measure.samSharpness, ball);
    assert.deepEqual(shown('samSharpness', { runs: [{ method: 'sgd' }] }).measure.samSharpness, { ...ball, rho: 0.05 });
    const own = { ...ball, rho: 3 };
    const measure = { ...bare.measure, samSharpness: own };
    assert.deepEqual(shown('samSharpness', { measure }).measure.samSharpness, own);
  });
});

test('along another axis the curves are seen whole', () => {
  const zoomed = parseConfig({ ...four, view: { window: [10, 20] } });
  const { view } = after((draft) => edits.showAlong(draft, 'evaluations'), zoomed);
  assert.deepEqual([view.axis, view.window], ['evaluations', null]);
});
