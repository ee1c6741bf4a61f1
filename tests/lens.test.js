/**
 * The lens tells the truth: at every step of every method, what its formulas come to is what the core did.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseConfig, runExperiment } from 'kudari/experiment';
import * as problems from 'kudari/problems';
import { explain, formulaOf } from '../web/lens/explain.js';
import { constant, difference, negative, power, product, quotient, root, sum, symbol } from '../web/lens/expression.js';
import { inDigits, inNumbers, inSymbols } from '../web/lens/mathml.js';
import { methodFormulas } from '../web/lens/methods.js';
import { phrases } from '../web/lens/phrases.js';
import { samProbe } from '../web/lens/probe.js';
import { ids, kudari, label, same, variants } from './support.js';

/** @typedef {Record<string, any>} Options */

/** @param {Options} config */
const run = (config) => runExperiment(kudari, { measure: { sharpness: 0 }, ...config });

/** @param {number} actual @param {number} expected @param {number} tolerance @param {string} what */
function near(actual, expected, tolerance, what) {
  assert.ok(
    Math.abs(actual - expected) <= tolerance,
    `${what}: ${actual}, expected ${expected}, off by ${actual - expected}`,
  );
}

/**
 * Runs a method, and compares each explained number with what was recorded.
 *
 * @param {Options} run @param {Options} [config]
 */
async function compare({ method, ...options }, config = {}) {
  const trace = await run({
    problem: 'himmelblau',
    start: [0.3, -0.7],
    steps: 25,
    runs: [{ method, ...options }],
    ...config,
  });
  const [each] = trace.runs;
  const { updates, path, dimensions } = each;
  const d = updates.dimensions;
  assert.equal(updates.count, each.length - 1, 'an update for each state but the first');
  assert.ok(updates.count >= 3, `${label(method, options)}: diverges at once, and proves nothing`);
  for (let i = 0; i < updates.count; i++) {
    const explanation = /** @type {import('../web/lens/explain.js').Explanation} */ (explain(trace.config, 0, each, i));
    assert.deepEqual([explanation.step, explanation.general], [i, false]);
    explanation.values.forEach((values, j) => {
      const what = `${label(method, options)}, update ${i}, coordinate ${j}`;
      const [before, after] = [path[i * dimensions + j], path[(i + 1) * dimensions + j]];
      // w itself is rounded: of a small step that much is lost in the difference.
      near(values.change, after - before, 2e-12 * Math.abs(values.change) + 1e-15 * Math.abs(after), `${what}: Δw`);
      near(values.w, after, 1e-12 * Math.max(1, Math.abs(after)), `${what}: w`);
      for (const [name, column] of Object.entries(updates.slots)) {
        const scale = Math.abs(column[i * d + j]) + (name === 'v' ? 0 : 1e-3 * Math.abs(values.g));
        near(values[name], column[i * d + j], 1e-12 * scale, `${what}: ${name}`);
      }
      if (updates.ascended) near(values.ascended, updates.ascended[i * d + j], 1e-14, `${what}: w + ε̂`);
      if (updates.ascentNorm) near(values.norm, updates.ascentNorm[i], 1e-14 * values.norm, `${what}: norm`);
      if (updates.clipNorm) near(values.length, updates.clipNorm[i], 1e-14 * values.length, `${what}: ‖∇E‖`);
    });
  }
  return trace;
}

/** Rates at which each method moves and stays on the picture. @param {string} id */
const rateOf = (id) => (['sgd', 'momentum', 'nesterov'].includes(id) ? 0.002 : id === 'adadelta' ? 1 : 0.02);

const warmed = { type: 'cosine', base: 0.02, steps: 20, minLr: 1e-3, warmup: { steps: 4, startFactor: 0.1 } };

describe('what is explained is what was done', () => {
  for (const id of ids) {
    const lr = rateOf(id);
    test(`${id}: its own options, both decays`, async () => {
      for (const options of variants(id)) await compare({ method: id, lr, ...options, ...(options.lr ? { lr } : {}) });
    });
    test(`${id}: PyTorch's defaults, a schedule with warm-up, groups`, async () => {
      await compare({ method: id, lr, preset: 'pytorch' });
      await compare({ method: id, lr: { ...warmed, base: lr }, weightDecay: 0.1 });
      const groups = [{ start: 1, end: 2, lr: { ...warmed, base: lr / 2 }, l2: 0.3, weightDecay: 0.2 }];
      await compare({ method: id, lr, groups });
      await compare({ method: id, lr, groups: [{ start: 0, end: 1, weightDecay: 0.5 }] });
    });
    test(`${id}: SAM in every norm, plain and adaptive; clipping`, async () => {
      for (const p of [1, 1.5, 2, 3, 'inf'])
        for (const adaptive of [false, true])
          for (const eps of [0, 1e-12, 0.5]) await compare({ method: id, lr, sam: { rho: 0.05, p, adaptive, eps } });
      await compare({ method: id, lr, clipNorm: 2 });
      await compare({ method: id, lr, clipValue: 1.5, l2: 0.01 });
      await compare({ method: id, lr, clipValue: 1.5, clipNorm: 2, sam: { rho: 0.1 } });
    });
  }

  test('epsilons inside and outside the root, and none', async () => {
    for (const [method, names] of /** @type {[string, string[]][]} */ ([
      ['adagrad', ['eps', 'epsRoot']],
      ['rmsprop', ['eps', 'epsRoot']],
      ['adam', ['eps', 'epsRoot']],
      ['amsgrad', ['eps', 'epsRoot']],
      ['adadelta', ['epsRoot']],
      ['adamax', ['eps']],
    ])) {
      for (const values of [
        [0.1, 0.2],
        [0, 0.3],
        [0.4, 0],
      ]) {
        const options = Object.fromEntries(names.map((name, i) => [name, method === 'adadelta' ? 0.1 : values[i]]));
        await compare({ method, lr: rateOf(method), ...options });
      }
    }
  });

  test('a problem of one parameter, one of many, one with samples', async () => {
    for (const sam of [null, { rho: 0.05 }]) {
      await compare({ method: 'adam', lr: 0.02, sam }, { problem: { id: 'quadratic', size: 1 }, start: undefined });
      for (const p of [1, 2, 'inf'])
        await compare(
          { method: 'adam', lr: 0.02, clipNorm: 0.5, sam: sam && { ...sam, p } },
          { problem: { id: 'quadratic', size: 5 }, start: undefined },
        );
      await compare(
        { method: 'momentum', lr: 0.05, sam },
        { problem: { id: 'noisy-quadratic' }, start: undefined, seed: 3 },
      );
    }
  });

  test('in float32 to its seven digits', async () => {
    for (const method of ids) {
      const trace = await run({
        problem: 'himmelblau',
        start: [0.3, -0.7],
        dtype: 'float32',
        steps: 20,
        runs: [method],
      });
      const [{ path }] = trace.runs;
      for (let i = 0; i < 20; i++) {
        const columns = explain(trace.config, 0, trace.runs[0], i)?.values ?? [];
        assert.equal(columns.length, 2);
        columns.forEach((values, j) => near(values.w, path[2 * (i + 1) + j], 2e-6, `${method}, update ${i}`));
      }
    }
  });

  test('of equal components the first takes all of ρ at p = 1', async () => {
    const trace = await compare(
      { method: 'sgd', lr: 0.1, sam: { rho: 0.1, p: 1 } },
      { problem: { id: 'quadratic', condition: 1 }, start: [1, 1] },
    );
    const offsets = explain(trace.config, 0, trace.runs[0], 0)?.values.map(({ offset }) => offset);
    near(offsets?.[0] ?? NaN, 0.1, 1e-12, 'ε̂');
    assert.equal(offsets?.[1], 0);
  });

  test('a zero gradient has no ascent', async () => {
    const trace = await run({
      problem: 'quadratic',
      start: [0, 0],
      steps: 2,
      runs: [1, 2, 3, 'inf'].map((p) => ({ method: 'sgd', sam: { rho: 0.1, p, eps: 0 } })),
    });
    trace.runs.forEach((each, k) =>
      assert.deepEqual(
        explain(trace.config, k, each, 0)?.values.map(({ offset, w }) => [offset, w]),
        [
          [0, 0],
          [0, 0],
        ],
      ),
    );
  });
});

describe('what the lens says', () => {
  test('every row of the table of methods has its formula, and every vector it keeps a line', async () => {
    assert.deepEqual(Object.keys(methodFormulas), ids);
    for (const id of ids)
      for (const options of variants(id)) {
        const trace = await run({ steps: 1, runs: [{ method: id, ...options }] });
        const explanation = explain(trace.config, 0, trace.runs[0], 0);
        const keys = explanation?.lines.map(({ key }) => key) ?? [];
        for (const name of Object.keys(trace.runs[0].updates.slots))
          assert.ok(keys.includes(name), `${label(id, options)}: ${name} among ${keys}`);
        assert.equal(new Set(keys).size, keys.length, 'a quantity is defined once');
        assert.deepEqual(keys.slice(-1), ['w']);
        for (const { expression, values } of explanation?.lines ?? [])
          if (expression && id !== 'radam') assert.ok(values.every(Number.isFinite), label(id, options));
      }
  });

  test('a method without a formula shows what is recorded', async () => {
    const { adam } = methodFormulas;
    delete methodFormulas.adam;
    try {
      const trace = await run({ problem: 'himmelblau', start: [0.3, -0.7], steps: 5, runs: ['adam'] });
      const [each] = trace.runs;
      const explanation = explain(trace.config, 0, each, 3);
      assert.equal(explanation?.general, true);
      assert.deepEqual(formulaOf('adam', {}), { lines: [], cases: [] });
      assert.deepEqual(
        explanation?.lines.map(({ key }) => key),
        ['g', 'm', 'v', 'change', 'effective', 'w'],
      );
      explanation?.values.forEach((values, j) => {
        assert.equal(values.v, each.updates.slots.v[6 + j]);
        assert.equal(values.change, each.path[8 + j] - each.path[6 + j]);
        assert.equal(values.effective, -values.change / each.updates.gradient[6 + j]);
      });
    } finally {
      methodFormulas.adam = adam;
    }
  });

  test('the step of the cursor; at the last state the last update; before the first none', async () => {
    const trace = await run({ steps: 4, runs: ['sgd'] });
    const [each] = trace.runs;
    assert.deepEqual(
      [0, 2, 3, 4, 99].map((i) => explain(trace.config, 0, each, i)?.step),
      [0, 2, 3, 3, 3],
    );
    const none = { ...each, updates: { ...each.updates, count: 0 } };
    assert.equal(explain(trace.config, 0, none, 0), null);
    assert.equal(samProbe(none, 0), null);
  });

  test('RAdam: when it is rectified', async () => {
    const trace = await run({ problem: 'himmelblau', start: [0.3, -0.7], steps: 10, runs: ['radam'] });
    const notes = Array.from({ length: 10 }, (_, i) => {
      const rho = explain(trace.config, 0, trace.runs[0], i)?.lines.find(({ key }) => key === 'rhoNow');
      return [rho?.note?.id, rho?.note?.remarkable, Number(rho?.values[0].toFixed(2))];
    });
    // ρₜ ≈ t − t²/2000 + …; Liu et al. put its end at 2/(1 − β₂) − 1 = 1999.
    assert.deepEqual(notes.slice(4, 6), [
      ['notRectified', true, 5],
      ['rectified', false, 5.99],
    ]);
    assert.ok(
      notes.slice(0, 5).every(([id]) => id === 'notRectified') && notes.slice(5).every(([id]) => id === 'rectified'),
    );
  });

  test('AdaBound: which bound holds a rate, coordinate by coordinate', async () => {
    const seen = new Set();
    const trace = await run({
      problem: 'himmelblau',
      start: [0.3, -0.7],
      steps: 60,
      runs: [{ method: 'adabound', lr: 0.1, finalLr: 0.01, gamma: 0.3 }],
    });
    for (let i = 0; i < 60; i++) {
      const line = explain(trace.config, 0, trace.runs[0], i)?.lines.find(({ key }) => key === 'effective');
      explain(trace.config, 0, trace.runs[0], i)?.values.forEach(({ free, low, high, effective }, j) => {
        const mark = line?.marks[j];
        seen.add(mark);
        assert.equal(effective, mark === 'low' ? low : mark === 'high' ? high : free);
        assert.equal(mark, free < low ? 'low' : free > high ? 'high' : 'between');
      });
    }
    assert.deepEqual([...seen].sort(), ['between', 'high', 'low']);
  });

  test('clipping and projection are spoken of where they act', async () => {
    const trace = await run({
      problem: 'himmelblau',
      start: [0.3, -0.7],
      steps: 60,
      runs: [{ method: 'sgd', lr: 0.02, clipNorm: 5 }],
    });
    const said = Array.from({ length: 60 }, (_, i) => {
      const explanation = explain(trace.config, 0, trace.runs[0], i);
      const id = explanation?.lines.find(({ key }) => key === 'shrink')?.note?.id;
      assert.equal(id, (trace.runs[0].updates.clipNorm?.[i] ?? 0 > 5) ? id : 'notClipped');
      assert.equal(id, (trace.runs[0].updates.clipNorm?.[i] ?? NaN) > 5 ? 'clipped' : 'notClipped');
      return id;
    });
    assert.deepEqual([...new Set(said)], ['clipped', 'notClipped']);
    const bounded = await run({ problem: 'reddi', start: [0.9], steps: 6, runs: [{ method: 'sgd', lr: 0.5 }] });
    const notes = Array.from(
      { length: 6 },
      (_, i) => explain(bounded.config, 0, bounded.runs[0], i)?.lines.at(-1)?.note?.values.w,
    );
    // Slopes 3, −1, −1: 0.9 → −0.6 → −0.1 → 0.4 → −1.1 (back to −1) → −0.5 → 0
    assert.deepEqual(notes, [undefined, undefined, undefined, -1, undefined, undefined]);
  });

  test('names the coordinates, and the constants in the formulas', async () => {
    const names = async (/** @type {any} */ problem) => {
      const trace = await run({ problem, steps: 1, runs: ['adam'] });
      const explanation = explain(trace.config, 0, trace.runs[0], 0);
      return [explanation?.coordinates.join(), explanation?.size];
    };
    assert.deepEqual(await names('reddi'), ['x', 1]);
    assert.deepEqual(await names('rosenbrock'), ['x,y', 2]);
    assert.deepEqual(await names({ id: 'quadratic', size: 7 }), ['w₁,w₂', 7]);
    const trace = await run({
      steps: 1,
      runs: [{ method: 'adamw', lr: 0.05, groups: [{ start: 1, end: 2, lr: 0.02 }] }],
    });
    const explanation = explain(trace.config, 0, trace.runs[0], 0);
    assert.deepEqual(
      explanation?.given.map(({ symbol: { key }, values }) => [key, values]),
      [
        ['lr', [0.05, 0.02]],
        ['beta1', [0.9]],
        ['beta2', [0.999]],
        ['eps', [1e-8]],
        ['weightDecay', [0.01]],
      ],
    );
    assert.equal(explanation?.grouped, true);
  });

  test('SAM: where it looked, and what it saw there', async () => {
    const trace = await run({
      problem: 'himmelblau',
      start: [0.3, -0.7],
      steps: 3,
      runs: [{ method: 'sgd', lr: 0.01, sam: { rho: 0.1 } }, 'sgd'],
    });
    assert.equal(samProbe(trace.runs[1], 0), null);
    const problem = problems.himmelblau();
    for (const [state, shown] of [
      [0, 0],
      [2, 2],
      [3, 2],
    ]) {
      const probe = samProbe(trace.runs[0], state);
      const w = trace.runs[0].path.slice(2 * shown, 2 * shown + 2);
      const [g, there] = [new Float64Array(2), new Float64Array(2)];
      problem.gradient(w, g);
      const up = w.map((x, j) => x + (0.1 * g[j]) / Math.hypot(...g));
      same(probe?.w ?? [], w, 'w');
      same(probe?.gradient ?? [], g, 'gradient');
      probe?.ascended.forEach((x, j) => near(x, up[j], 1e-12, 'w + ε̂'));
      problem.gradient(probe?.ascended ?? [], there);
      same(probe?.descent ?? [], there, 'gradient at w + ε̂');
    }
  });

  test('has a formula in symbols for every method, and words in both languages', () => {
    for (const id of ids) {
      const { lines, cases } = formulaOf(id, {});
      assert.equal(cases.length, id === 'radam' ? 2 : 1, id);
      for (const { lines: own } of cases)
        assert.deepEqual(
          own.map(({ key }) => key),
          ['change'],
          id,
        );
      assert.ok(!lines.some(({ key }) => key === 'w'));
    }
    assert.deepEqual(Object.keys(phrases.ja), Object.keys(phrases.en));
    for (const [name, text] of Object.entries(phrases.en)) {
      const blanks = (/** @type {string} */ each) => [...each.matchAll(/\{\w+\}/g)].map(String).sort();
      assert.deepEqual(blanks(phrases.ja[/** @type {keyof typeof phrases.ja} */ (name)]), blanks(text), name);
    }
  });
});

describe('MathML', () => {
  /** A template as the text that it becomes. @param {any} template @returns {string} */
  const text = (template) => {
    if (Array.isArray(template)) return template.map(text).join('');
    if (typeof template === 'symbol') return '';
    if (typeof template !== 'object') return String(template);
    return template.strings
      .map(
        (/** @type {string} */ each, /** @type {number} */ i) =>
          each + (i < template.values.length ? text(template.values[i]) : ''),
      )
      .join('');
  };
  const letters = (/** @type {any} */ template) =>
    text(template)
      .replace(/<mspace[^>]*>/g, ' ')
      .replace(/<msqrt>/g, '√')
      .replace(/<[^>]*>/g, '');
  const [a, b] = [symbol('a', 'a'), symbol('b', 'b', { sub: 't' })];
  const c = constant('c', 'ϵ');
  const values = { a: -0.5, b: 2, c: 0.1 };

  test('puts negative numbers in parentheses where a sign or a factor stands before them', () => {
    assert.equal(letters(inNumbers(sum(a, product(c, a)), values)), '−0.5000+0.1·(−0.5000)');
    assert.equal(letters(inNumbers(product(a, a), values)), '−0.5000·(−0.5000)');
    assert.equal(letters(inNumbers(sum(b, a), values)), '2+(−0.5000)');
    assert.equal(letters(inNumbers(difference(b, a), values)), '2−(−0.5000)');
    assert.equal(letters(inNumbers(negative(a), values)), '−(−0.5000)');
    assert.equal(letters(inNumbers(power(a, 2), values)), '(−0.5000)2');
    assert.equal(letters(inNumbers(quotient(a, root(sum(b, c))), values)), '−0.5000√2+0.1');
    assert.equal(letters(inNumbers(product(c, sum(a, b)), values)), '0.1·(−0.5000+2)');
    assert.equal(letters(inNumbers(sum(b, product(a, c)), values)), '2+(−0.5000)·0.1');
  });

  test('writes symbols with their marks', () => {
    assert.equal(letters(inSymbols(negative(product(c, sum(a, b))))), '−ϵ (a+bt)');
    assert.match(text(inSymbols(power(b, 2))), /<msubsup>.*b.*t.*2.*<\/msubsup>/);
    assert.match(
      text(inSymbols(symbol('m', 'm', { accent: '^' }))),
      /<mover accent="true"><mi>m<\/mi><mo stretchy="false">\^<\/mo><\/mover>/,
    );
  });

  test('writes powers of ten as powers, and keeps the digits of a running number', () => {
    const written = (/** @type {any} */ ...given) =>
      text(inDigits(.../** @type {[number, any]} */ (given))).replace(/ [lr]space="[^"]*"/g, '');
    assert.equal(written(-1.2e-7), '<mn>−1.200</mn><mo>×</mo><msup><mn>10</mn><mn>−7</mn></msup>');
    assert.equal(written(1e-8, { steady: false }), '<msup><mn>10</mn><mn>−8</mn></msup>');
    assert.deepEqual(
      [written(0.5), written(140), written(0.9, { steady: false })],
      ['<mn>0.5000</mn>', '<mn>140</mn>', '<mn>0.9</mn>'],
    );
    assert.equal(written(NaN), '<mn>–</mn>');
    assert.equal(letters(inDigits(1e-8, { steady: false, place: 'base' })), '(10−8)');
  });
});

describe('what is recorded', () => {
  test('is what a bare optimizer has, in views of one memory', async () => {
    const start = [0.3, -0.7];
    const options = { lr: 0.02, sam: { rho: 0.1 }, clipNorm: 3 };
    const config = parseConfig({ problem: 'himmelblau', start, steps: 12, runs: [{ method: 'amsgrad', ...options }] });
    const { updates } = (await run(config)).runs[0];
    const problem = problems.himmelblau();
    const opt = kudari.optimizer('amsgrad', start, { ...options, dtype: 'float64' });
    for (let i = 0; i < 12; i++) {
      /** @type {{ w: number[], g: number[] }[]} */
      const seen = [];
      opt.step((w, g) => {
        const loss = problem.gradient(w, g);
        seen.push({ w: [...w], g: [...g] });
        return loss;
      });
      const at = (/** @type {Float64Array} */ column) => column.subarray(2 * i, 2 * i + 2);
      same(at(updates.gradient), seen[0].g, 'gradient');
      same(at(updates.descent), seen[1].g, 'descent');
      same(at(/** @type {Float64Array} */ (updates.ascended)), seen[1].w, 'ascended');
      near(updates.ascentNorm?.[i] ?? NaN, Math.hypot(...seen[0].g), 1e-13, 'ascentNorm');
      near(updates.clipNorm?.[i] ?? NaN, Math.hypot(...seen[1].g), 1e-13, 'clipNorm');
      for (const name of ['m', 'v', 'vMax']) same(at(updates.slots[name]), opt.slots[name], name);
    }
    opt.dispose();
    assert.deepEqual(Object.keys(updates.slots), ['m', 'v', 'vMax']);
    assert.deepEqual([updates.count, updates.dimensions, updates.projected, updates.rates], [12, 2, false, null]);
  });

  test('holds no more than the run needs', async () => {
    const { runs } = await run({
      problem: { id: 'quadratic', size: 50 },
      steps: 9,
      runs: ['sgd', { method: 'adam', groups: [{ start: 1, end: 40, lr: 0.2 }] }],
    });
    const [plain, grouped] = runs.map(({ updates }) => updates);
    assert.equal(plain.descent, plain.gradient);
    assert.deepEqual(
      [plain.ascended, plain.ascentNorm, plain.clipNorm, plain.rates, plain.slots],
      [null, null, null, null, {}],
    );
    assert.equal(plain.gradient.length, 18);
    assert.equal(plain.gradient.buffer.byteLength, 8 * 18);
    same(grouped.rates ?? [], Array.from({ length: 9 }, () => [0.001, 0.2]).flat(), 'rates');
  });
});
