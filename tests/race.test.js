/**
 * The race: the same budget and the same rates for every run, and at each rate exactly what the run alone would do.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ConfigError,
  makeProblem,
  parseConfig,
  Race,
  raceBounds,
  raceRates,
  runExperiment,
  runRace,
  usefulDecades,
} from 'kudari/experiment';
import { catalogue } from 'kudari/problems';
import { close, ids, kudari, refuses, same, using, wrappedKudari } from './support.js';

/** @typedef {import('kudari/experiment').RaceResult} RaceResult */
/** @typedef {Record<string, any>} Options */

/** @param {any} config @param {ArrayLike<number>} [rates] */
const race = (config, rates) => runRace(kudari, config, rates ? { rates } : {});

/** The last loss of each run of an experiment, Infinity if it stopped early. @param {Options} config */
async function lastLosses(config) {
  const { runs } = await runExperiment(kudari, { ...config, measure: { sharpness: 0 } });
  return runs.map((run) => (run.stopped ? Infinity : /** @type {number} */ (run.loss.at(-1))));
}

/** ½·Σ λᵢwᵢ² from (1, 1), with λ = 1 and 4. @param {Options} more */
const bowl = (more) => ({ problem: { id: 'quadratic', condition: 4 }, start: [1, 1], ...more });

describe('what a race says', () => {
  test('SGD on a quadratic: E₀(1 − ϵλ)^(2·steps) for each eigenvalue', async () => {
    const steps = 37;
    const { rates, entries, budget, startLoss } = await race(bowl({ steps, runs: ['sgd'] }));
    assert.deepEqual(rates, raceRates);
    assert.deepEqual([budget, startLoss], [steps, 2.5]);
    const [{ loss, evaluations }] = entries;
    const expected = rates.map((rate) => ((1 - rate) ** (2 * steps) + 4 * (1 - 4 * rate) ** (2 * steps)) / 2);
    for (const [i, value] of expected.entries())
      assert.ok(Math.abs(loss[i] - value) <= 1e-10 * value, `ϵ = ${rates[i]}: ${loss[i]}, not ${value}`);
    assert.ok(expected[0] > 2.4 && expected[20] > 1e100, 'from nearly at rest to far away');
    assert.deepEqual(
      [...evaluations],
      rates.map(() => steps),
    );
  });

  test('divergence begins above 2/λmax', async () => {
    const rates = [0.3, 0.49, 0.499, 0.501, 0.51, 0.7, 2, 10];
    const { entries } = await race(bowl({ steps: 200_000 / 2, runs: ['sgd', 'momentum'] }), rates);
    const finite = (/** @type {number} */ k) => Array.from(entries[k].loss, Number.isFinite);
    assert.deepEqual(finite(0), [true, true, true, false, false, false, false, false]);
    // Heavy ball: 2(1 + μ)/λmax = 0.95.
    assert.deepEqual(finite(1), [true, true, true, true, true, true, false, false]);
    for (const { loss, evaluations } of entries)
      for (const [i, value] of loss.entries()) {
        assert.ok(Number.isFinite(value) ? value < 1e-20 : value === Infinity, `${rates[i]}: ${value}`);
        assert.equal(evaluations[i] === 100_000, Number.isFinite(value), 'a run that diverged is not gone on with');
      }
    assert.deepEqual(entries[0].best, { rate: 0.3, loss: entries[0].loss[0] });
  });

  test('a loss that is not finite at the end is Infinity, though the parameters are finite', async () => {
    const flat = await race(bowl({ steps: 1, runs: ['sgd'] }), [0.1, 1e200]);
    assert.deepEqual([flat.entries[0].loss[1], flat.entries[0].best?.rate], [Infinity, 0.1]);
    const saddle = { problem: 'saddle', start: [1, 0.5], steps: 1, runs: ['sgd'] };
    const { loss } = (await race(saddle, [0.1, 1e200])).entries[0];
    assert.ok(Number.isFinite(loss[0]) && loss[1] === Infinity, `∞ − ∞: ${loss}`);
  });

  test('SAM pays two evaluations a step, and so makes half the steps', async () => {
    const sam = { rho: 0.1 };
    const runs = [{ method: 'adam' }, { method: 'adam', sam }, { method: 'sgd', sam: { rho: 0 } }, { method: 'sgd' }];
    const rates = [0.01, 0.1];
    const even = await race(bowl({ steps: 60, runs }), rates);
    const odd = await race(bowl({ steps: 61, runs }), rates);
    const spent = (/** @type {RaceResult} */ { entries }) => entries.map(({ evaluations }) => [...evaluations]);
    assert.deepEqual(spent(even), Array(4).fill([60, 60]));
    assert.deepEqual(spent(odd), [
      [61, 61],
      [60, 60],
      [60, 60],
      [61, 61],
    ]);
    for (const [i, lr] of rates.entries()) {
      const half = await lastLosses(
        bowl({
          steps: 30,
          runs: [
            { method: 'adam', lr, sam },
            { method: 'sgd', lr },
          ],
        }),
      );
      same([even.entries[1].loss[i], even.entries[2].loss[i]], half, `rate ${lr}`);
      assert.equal(odd.entries[1].loss[i], half[0], 'the odd one is left');
      assert.notEqual(even.entries[3].loss[i], half[1]);
    }
    const one = await race(bowl({ steps: 1, runs: [{ method: 'sgd', sam }] }), rates);
    assert.deepEqual([...one.entries[0].loss, ...one.entries[0].evaluations], [2.5, 2.5, 0, 0], 'no step, no descent');
  });

  test('at its own rate each method on each problem does what it does alone, bit for bit', async () => {
    const lr = 0.03;
    const groups = [ids.slice(0, 8), ids.slice(8)];
    for (const factory of catalogue)
      for (const methods of groups) {
        const config = { problem: factory.id, steps: 12, runs: methods.map((method) => ({ method, lr })) };
        const { entries, startLoss } = await race(config, [0.001, lr]);
        same(
          entries.map(({ loss }) => loss[1]),
          await lastLosses(config),
          factory.id,
        );
        assert.equal(startLoss, (await runExperiment(kudari, config)).runs[0].loss[0], `${factory.id}: the start`);
      }
  });

  test('of any options, in float32 too', async () => {
    for (const dtype of ['float32', 'float64']) {
      const config = {
        problem: { id: 'rosenbrock', size: 4 },
        steps: 40,
        dtype,
        runs: [
          { method: 'momentum', lr: 0.001, clipNorm: 1, l2: 0.01 },
          {
            method: 'adamw',
            lr: 0.001,
            weightDecay: 0.1,
            groups: [
              { start: 1, end: 3, lr: 0.02 },
              { start: 3, end: 4 },
            ],
          },
          { method: 'adabound', lr: 0.001, finalLr: 0.2 },
        ],
      };
      const { entries } = await race(config, [0.001, 0.01]);
      same(
        entries.map(({ loss }) => loss[0]),
        await lastLosses(config),
        dtype,
      );
      // At ten times the rate the group's is tenfold as well, and finalLr as it was.
      const [first, second, third] = /** @type {Options[]} */ (config.runs);
      const tenfold = [
        { ...first, lr: 0.01 },
        {
          ...second,
          lr: 0.01,
          groups: [
            { start: 1, end: 3, lr: 0.2 },
            { start: 3, end: 4 },
          ],
        },
        { ...third, lr: 0.01 },
      ];
      same(
        entries.map(({ loss }) => loss[1]),
        await lastLosses({ ...config, runs: tenfold }),
        `${dtype}, tenfold`,
      );
    }
  });
});

describe('schedules in a race', () => {
  const steps = 40;
  /** A schedule as it is written for 0.05; at 0.1; and at 0.1 for SAM, in half the steps. @type {[Options, Options, Options][]} */
  const cases = [
    [{ type: 'constant' }, {}, {}],
    [{ type: 'cosine', steps: 40, minLr: 0.005 }, { minLr: 0.01 }, { minLr: 0.01, steps: 20 }],
    [{ type: 'cosineRestarts', period: 8, mult: 2, minLr: 0.01 }, { minLr: 0.02 }, { minLr: 0.02, period: 4 }],
    [{ type: 'step', every: 10, factor: 0.5 }, {}, { every: 5 }],
    [{ type: 'exponential', factor: 0.9 }, {}, { factor: 0.9 ** 2 }],
    [{ type: 'polynomial', steps: 30, power: 2, minLr: 0.001 }, { minLr: 0.002 }, { minLr: 0.002, steps: 15 }],
    [{ type: 'oneCycle', steps: 40, warmup: 0.25, divFactor: 10 }, {}, { steps: 20 }],
    [{ type: 'warmup', steps: 16, startFactor: 0.25 }, {}, { steps: 8 }],
    [
      { type: 'cosine', steps: 30, warmup: { steps: 10, startFactor: 0.5 } },
      {},
      { steps: 15, warmup: { steps: 5, startFactor: 0.5 } },
    ],
  ];

  for (const [written, twice, sam] of cases)
    test(`${written.type}${written.warmup?.steps ? ' after a warm-up' : ''} keeps its shape`, async () => {
      const lr = { base: 0.05, ...written };
      const ball = { sam: { rho: 0.05 } };
      const runs = [
        { method: 'adam', lr },
        { method: 'adam', lr, ...ball },
      ];
      const { entries } = await race(bowl({ steps, runs }), [0.05, 0.1]);
      const plain = bowl({
        steps,
        runs: [
          { method: 'adam', lr },
          { method: 'adam', lr: { ...lr, base: 0.1, ...twice } },
        ],
      });
      same(entries[0].loss, await lastLosses(plain), 'without SAM');
      const halved = bowl({ steps: steps / 2, runs: [{ method: 'adam', lr: { ...lr, base: 0.1, ...sam }, ...ball }] });
      same([entries[1].loss[1]], await lastLosses(halved), 'with SAM');
    });

  test('from a base that is left open, or is 0', async () => {
    const config = bowl({ steps, runs: [{ method: 'sgd', lr: { type: 'cosine', steps, minLr: 0.001 } }] });
    const own = kudari.methods.find(({ id }) => id === 'sgd')?.options.lr.default;
    const { entries } = await race(config, [Number(own), 0.2]);
    same([entries[0].loss[0]], await lastLosses(config), 'the method’s own');
    const still = { method: 'sgd', lr: { type: 'cosine', base: 0, steps, minLr: 0.001 } };
    const moved = { ...still, lr: { ...still.lr, base: 0.2 } };
    const raced = await race(bowl({ steps, runs: [still] }), [0.1, 0.2]);
    same([raced.entries[0].loss[1]], await lastLosses(bowl({ steps, runs: [moved] })), 'from 0 there is no proportion');
  });
});

describe('noise', () => {
  const config = {
    problem: { id: 'noisy-quadratic' },
    steps: 80,
    seed: 5,
    runs: [
      { method: 'sgd', lr: 0.01 },
      { method: 'adam', lr: 0.01, sam: { rho: 0.05 } },
    ],
  };

  test('is the same in every race, however it is sliced', async () => {
    const whole = await race(config);
    assert.deepEqual(await race(config), whole);
    const sliced = new Race(kudari, config);
    while (!sliced.done) sliced.advance(0.05);
    assert.deepEqual(sliced.result, whole);
    sliced.dispose();
    assert.notDeepEqual((await race({ ...config, seed: 6 })).entries[0].loss, whole.entries[0].loss);
  });

  test('of a rate does not depend on the rates beside it', async () => {
    const { entries } = await race(config, [0.02, 0.01, 0.5]);
    const alone = await race(config, [0.01, 3]);
    assert.equal(entries[0].loss[0], alone.entries[0].loss[0]);
    same([entries[0].loss[0]], (await lastLosses(config)).slice(0, 1), 'the run alone');
  });

  test('is stepped, and its loss measured without, as by hand', async () => {
    const network = { id: 'network', data: 'moons', points: 40, hidden: [4], batch: 5 };
    for (const problem of [network, { id: 'noisy-quadratic' }, { id: 'reddi' }]) {
      const each = { problem, steps: 31, seed: 2, runs: ['adam'] };
      const { entries } = await race(each, [0.05, 0.5]);
      const made = makeProblem(parseConfig(each));
      const byHand = [0.05, 0.5].map((lr) =>
        using('adam', made.start, { lr, dtype: 'float64' }, (opt) => {
          for (let t = 0; t < 31; t++) {
            made.batch?.(t);
            opt.step(made.gradient);
            made.project?.(opt.params);
          }
          return made.loss(opt.params);
        }),
      );
      close(entries[0].loss, byHand, 1e-14, problem.id);
    }
  });
});

describe('while it runs', () => {
  const config = { problem: 'rosenbrock', steps: 300, runs: ['sgd', 'adam'] };

  test('every fourth rate comes first, of every run; what is not known is NaN', async () => {
    const whole = await race(config);
    const under = new Race(kudari, config);
    assert.deepEqual([under.done, under.progress], [false, 0]);
    assert.ok(
      under.result.entries.every(
        ({ loss, evaluations, best }) => loss.every(Number.isNaN) && evaluations.every(Number.isNaN) && best === null,
      ),
    );
    under.advance(0);
    assert.equal(under.progress, 0, 'no time, no work');
    const indices = [0, 4, 8, 12, 16, 20, 2, 6, 10, 14, 18, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
    const order = indices.flatMap((i) => [0, 1].map((run) => ({ i, run })));
    const seen = new Set();
    let before = 0;
    while (!under.done) {
      under.advance(0.02);
      assert.ok(under.progress >= before && under.progress <= 1, `${under.progress} after ${before}`);
      before = under.progress;
      const { entries } = under.result;
      const known = entries.reduce((sum, { loss }) => sum + loss.filter((value) => !Number.isNaN(value)).length, 0);
      seen.add(known);
      order.forEach(({ i, run }, place) => {
        const { loss, evaluations } = whole.entries[run];
        const expected = place < known ? [loss[i], evaluations[i]] : [NaN, NaN];
        same([entries[run].loss[i], entries[run].evaluations[i]], expected, `rate ${i} of run ${run}, ${known} known`);
      });
    }
    assert.ok(seen.size > 20, `${[...seen]}`);
    assert.equal(under.progress, 1);
    under.advance(10);
    assert.deepEqual(under.result, whole, 'no further than asked');
    under.dispose();
    under.dispose();
    assert.deepEqual(under.result, whole, 'the result outlives it');
    assert.throws(() => under.advance(1), /disposed/);
  });

  test('the result is a copy', () => {
    const under = new Race(kudari, config);
    under.advance(50);
    under.result.entries[0].loss.fill(7);
    assert.notEqual(under.result.entries[0].loss[0], 7);
    const early = under.result;
    const known = early.entries[1].loss.slice();
    under.advance(10_000);
    same(early.entries[1].loss, known, 'and does not grow');
    under.dispose();
  });

  test('reports its progress, and leaves the event loop free', async () => {
    /** @type {number[]} */
    const seen = [];
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1));
    await runRace(kudari, { ...config, steps: 5000 }, { onProgress: (progress) => seen.push(progress) });
    clearInterval(timer);
    assert.equal(seen.at(-1), 1);
    assert.ok(seen.length > 1 && seen.every((value, k) => k === 0 || value >= seen[k - 1]), `${seen}`);
    assert.ok(ticks > 1, `${ticks} ticks of a timer`);
  });

  test('stops when it is told to', async () => {
    const reason = new Error('enough');
    const long = { ...config, steps: 100_000 };
    const onProgress = () => assert.fail('it did start');
    await assert.rejects(
      runRace(kudari, long, { signal: AbortSignal.abort(reason), onProgress }),
      (error) => error === reason,
    );
    const controller = new AbortController();
    let last = NaN;
    const running = runRace(kudari, long, {
      signal: controller.signal,
      onProgress(progress) {
        last = progress;
        controller.abort(reason);
      },
    });
    await assert.rejects(running, (error) => error === reason);
    assert.ok(last < 0.5, `at ${last}`);
  });

  test('gives its memory back, however it ended', async () => {
    const held = new Set();
    const core = await wrappedKudari((exports) => ({
      ...exports,
      malloc(/** @type {number} */ size) {
        const at = exports.malloc(size);
        held.add(at);
        return at;
      },
      free(/** @type {number} */ at) {
        held.delete(at);
        exports.free(at);
      },
    }));
    const big = { problem: { id: 'quadratic', size: 1000 }, steps: 1, runs: ['amsgrad', 'adam'] };
    const rates = [0.1, 0.2];
    const under = new Race(core, { ...big, steps: 100_000 }, { rates });
    assert.equal(held.size, 0, 'none before it starts');
    under.advance(1);
    assert.ok(under.progress > 0 && !under.done);
    assert.ok(held.size > 0);
    under.dispose();
    assert.equal(held.size, 0, 'left on the way');
    await runRace(core, big, { rates });
    assert.equal(held.size, 0, 'at its end');
    const controller = new AbortController();
    const options = { rates, signal: controller.signal, onProgress: () => controller.abort() };
    await assert.rejects(runRace(core, { ...big, steps: 100_000 }, options), { name: 'AbortError' });
    assert.equal(held.size, 0, 'aborted');
    const mine = new Error('mine');
    const onProgress = () => {
      throw mine;
    };
    await assert.rejects(runRace(core, { ...big, steps: 100_000 }, { rates, onProgress }), (error) => error === mine);
    assert.equal(held.size, 0, 'after an error');
  });
});

describe('what a race takes', () => {
  test('the ordinary grid: four rates a decade, from 10⁻⁴ to 10', () => {
    assert.equal(raceRates.length, 21);
    close(
      raceRates.map(Math.log10),
      Array.from({ length: 21 }, (_, i) => i / 4 - 4),
      1.3e-4,
      'exponents',
    );
    assert.deepEqual([raceRates[0], raceRates[4], raceRates[12], raceRates[20]], [1e-4, 1e-3, 0.1, 10]);
    assert.ok(Object.isFrozen(raceRates));
  });

  test('rates in any order, and keeps its own', async () => {
    const given = [1, 0.01, 0.1];
    const under = new Race(kudari, bowl({ steps: 5 }), { rates: given });
    given.fill(5);
    assert.deepEqual(under.result.rates, [0.01, 0.1, 1]);
    under.dispose();
    assert.deepEqual((await race(bowl({ steps: 5 }), Float64Array.of(3, 2))).rates, [2, 3]);
  });

  test('refuses others by name', () => {
    const take = (/** @type {any} */ rates) => () => new Race(kudari, {}, { rates });
    const { min, max } = raceBounds.rates;
    assert.deepEqual([min, max], [2, 60]);
    for (const rates of [
      [],
      [1],
      Array.from({ length: max + 1 }, (_, i) => i + 1),
      5,
      'sgd',
      {},
      { length: 3 },
      new DataView(new ArrayBuffer(8)),
    ])
      refuses(take(rates), ['race: rates', 'array of 2 to 60']);
    for (const wrong of [0, -1, NaN, Infinity, '1', null, undefined, [1]])
      refuses(take([0.1, wrong]), ['race: rates[1]', 'finite number above 0'], String(wrong));
    refuses(take([0.1, 0.2, 0.1]), ['race: rates', '0.1', 'twice']);
    refuses(() => new Race(kudari, {}, /** @type {any} */ ({ rate: [1, 2] })), ['race', '"rate"', 'rates']);
    refuses(
      () =>
        new Race(
          kudari,
          { runs: [{ method: 'sgd', lr: { type: 'cosine', base: 1e-300, minLr: 1 } }] },
          { rates: [1, 1e9] },
        ),
      ['runs[0] at rate 1000000000', 'minLr', 'Infinity'],
    );
    assert.equal(
      new Race(kudari, {}, { rates: Array.from({ length: max }, (_, i) => i + 1) }).result.rates.length,
      max,
    );
  });

  test('refuses a wrong config as any other place does', async () => {
    assert.throws(() => new Race(kudari, { steps: 0, runs: ['adem'] }), ConfigError);
    await assert.rejects(race({ problem: 'nothing' }), ConfigError);
    await assert.rejects(runRace(kudari, {}, /** @type {any} */ ({ grid: [1, 2] })), /"grid"/);
  });

  test('any form of a config', async () => {
    const config = bowl({ steps: 9, runs: ['adam', 'lion'] });
    assert.deepEqual(await race(JSON.stringify(parseConfig(config))), await race(config));
  });
});

test('usefulDecades: where at least nine tenths of the best descent are done', () => {
  const entry = (/** @type {number} */ run, /** @type {number[]} */ loss) => {
    const finite = loss
      .map((value, i) => ({ rate: rates[i], loss: value }))
      .filter((each) => Number.isFinite(each.loss));
    const best = finite.reduce((a, b) => (b.loss < a.loss ? b : a), { rate: NaN, loss: Infinity });
    return { run, evaluations: new Float64Array(4), loss: Float64Array.from(loss), best: finite.length ? best : null };
  };
  const rates = [0.01, 0.1, 1, 100];
  const result = {
    budget: 9,
    startLoss: 10,
    rates,
    // The best takes off 20: useful is what ends at −8 or below.
    entries: [entry(0, [-10, -8, -7.9, Infinity]), entry(1, [9, 0, -9, -8.5]), entry(2, [NaN, NaN, Infinity, 11])],
  };
  // Cells of 1, 1, 1.5 and 2 decades.
  close(usefulDecades(result), [2, 3.5, 0], 1e-12, 'decades');
  const none = { ...result, entries: [entry(0, [10, 10, 11, Infinity]), entry(1, [NaN, NaN, NaN, NaN])] };
  assert.deepEqual(usefulDecades(none), [0, 0], 'none got below the start');
});
