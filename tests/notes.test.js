/**
 * The lecture notes: every number in their text is measured here, every formula of the lecture is there, and both
 * languages say the same in the same order.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { loadKudari } from 'kudari';
import { makeProblem, parseConfig, runExperiment } from 'kudari/experiment';
import { languages, renderNotes } from '../web/notes/build.js';
import { experiment } from '../web/notes/experiments.js';
import { readFigure } from '../web/notes/figures.js';
import { renderMarkdown } from '../web/notes/markdown.js';
import { toMathML } from '../web/notes/math.js';

/** @typedef {import('kudari/experiment').RunTrace} RunTrace */
/** @typedef {'en' | 'ja'} Language */

const kudari = await loadKudari();
const page = new URL('../dist/page/', import.meta.url);

/** @param {Language} language */
const sourceOf = (language) => readFileSync(new URL(`../web/notes/${language}.md`, import.meta.url), 'utf8');

/** @param {Language} language */
const deckOf = (language) => readFileSync(new URL(`../web/notes/slides/${language}.md`, import.meta.url), 'utf8');

/** @param {Language | ''} language */
const builtPage = (language) => readFileSync(new URL(`notes/${language && `${language}/`}index.html`, page), 'utf8');

/** @type {Record<Language, ReturnType<typeof renderNotes>>} */
const notes = { en: renderNotes('en'), ja: renderNotes('ja') };

/** @param {string} id @param {Record<string, any>} [change] */
const runsOf = async (id, change = {}) => (await runExperiment(kudari, { ...experiment(id).config, ...change })).runs;

/** @param {string} id */
const problemOf = (id) => makeProblem(parseConfig(experiment(id).config));

/** The parameters of a two-dimensional run after t updates. @param {RunTrace} run @param {number} t */
const at = (run, t) => Array.from(run.path.subarray(2 * t, 2 * t + 2));

/** The update from state t to the next. @param {RunTrace} run @param {number} t */
const update = (run, t) => at(run, t + 1).map((entry, i) => entry - at(run, t)[i]);

/** @param {RunTrace} run @param {number} t */
const distance = (run, t) => Math.hypot(...at(run, t));

/** The finite ones from `from` up to but without `to`. @param {ArrayLike<number>} values @param {number} [from] @param {number} [to] */
function mean(values, from = 0, to = values.length) {
  const chosen = Array.from(values).slice(from, to).filter(Number.isFinite);
  assert.ok(chosen.length > 0);
  return chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
}

/** @param {number} from @param {number} to excluded @param {(t: number) => number} value */
const meanOver = (from, to, value) => mean(Array.from({ length: to - from }, (_, k) => value(from + k)));

/** @param {number} value @param {number} expected @param {number} tolerance relative */
function close(value, expected, tolerance) {
  assert.ok(Math.abs(value - expected) <= tolerance * Math.abs(expected), `${value}, expected ${expected}`);
}

/** That a number is printed rightly: as many digits as `text` has. @param {number} value @param {string} text */
function prints(value, text) {
  assert.equal(value.toFixed(text.split('.')[1]?.length ?? 0), text);
}

/** The largest rise of the loss within a disc around w, on a fine grid. @param {string} id @param {number[]} w @param {number} rho */
function worstRise(id, w, rho) {
  const problem = problemOf(id);
  let most = -Infinity;
  for (let ring = 1; ring <= 20; ring++) {
    for (let k = 0; k < 1440; k++) {
      const [radius, angle] = [(rho * ring) / 20, (k / 720) * Math.PI];
      most = Math.max(most, problem.loss([w[0] + radius * Math.cos(angle), w[1] + radius * Math.sin(angle)]));
    }
  }
  return most - problem.loss(w);
}

/** RAdam's r, from the formula in the text. @param {number} beta2 @param {number} t */
function rectification(beta2, t) {
  const most = 2 / (1 - beta2) - 1;
  const rho = most - (2 * t * beta2 ** t) / (1 - beta2 ** t);
  return rho <= 5 ? 0 : Math.sqrt(((rho - 4) * (rho - 2) * most) / ((most - 4) * (most - 2) * rho));
}

const seeds = Array.from({ length: 20 }, (_, k) => k + 1);

/**
 * For each section the numbers in its text, in either language, and what they are held against.
 *
 * @type {Record<string, { numbers: string, measure?: () => void | Promise<void> }>}
 */
const claims = {
  top: { numbers: '' },
  'basic-rule': {
    numbers: '0.1 4 10 40',
    async measure() {
      const [run] = await runsOf('basic-rule');
      assert.equal(run.lr[0], 0.1);
      assert.equal(experiment('basic-rule').config.problem.condition, 4);
      const problem = problemOf('basic-rule');
      const g = new Float64Array(2);
      for (let t = 0; t < 30; t++) {
        problem.gradient(at(run, t), g);
        update(run, t).forEach((entry, i) => close(entry, -0.1 * g[i], 1e-9));
        close(at(run, t + 1)[0], (1 - 0.1) * at(run, t)[0], 1e-9);
        close(at(run, t + 1)[1], (1 - 0.4) * at(run, t)[1], 1e-9);
      }
    },
  },
  'learning-rate': {
    numbers: '0.005 0.09 0.099 0.101 0.102 4 20',
    async measure() {
      const rates = [0.005, 0.09, 0.102, 0.099, 0.101];
      const runs = await runsOf('learning-rate', { runs: rates.map((lr) => ({ method: 'sgd', lr })) });
      assert.deepEqual(
        experiment('learning-rate').config.runs.map((/** @type {any} */ run) => run.lr),
        rates.slice(0, 3),
      );
      for (const run of runs) assert.ok(run.sharpness.every((value) => Math.abs(value - 20) < 1e-9));
      const [creeps, arrives, widens, below, above] = runs;
      assert.ok(creeps.loss[40] > 0.3 * creeps.loss[0] && arrives.loss[40] < 1e-3 * arrives.loss[0]);
      for (let t = 0; t < 30; t++) close(at(widens, t + 1)[1], -1.04 * at(widens, t)[1], 1e-9);
      assert.ok(widens.stability[0] < 20 && arrives.stability[0] > 20);
      assert.ok(Math.abs(at(below, 40)[1]) < 0.3 && Math.abs(at(above, 40)[1]) > 0.3);
    },
  },
  family: { numbers: '' },
  adagrad: {
    numbers: '0.001 0.05 1 5 60 100 400',
    async measure() {
      const [descent, ada] = await runsOf('adagrad-rates');
      const problem = problemOf('adagrad-rates');
      const g = new Float64Array(2);
      problem.gradient(at(ada, 0), g);
      close(Math.abs(g[1] / g[0]), 100, 1e-12);
      assert.ok(Math.abs(at(descent, 1)[1]) < 1e-12 && at(descent, 60)[0] / at(descent, 0)[0] > 0.5);
      for (let t = 0; t <= 60; t++) assert.ok(Math.abs(at(ada, t)[0] + at(ada, t)[1]) < 1e-8);
      assert.ok(ada.loss[60] < 1e-12);

      const [stalled, goesOn] = await runsOf('adagrad-stalls');
      assert.equal(stalled.lr[0], 0.05);
      for (let t = 100; t < 400; t++) {
        const s = stalled.updates.slots.s.subarray(2 * t, 2 * t + 2);
        for (const sum of s) assert.ok(0.05 / Math.sqrt(sum) < 0.001);
      }
      assert.ok(distance(stalled, 400) > 0.8 * distance(stalled, 100) && distance(goesOn, 400) < 1e-3);
      // From the bottom of the wall: a point of the floor, at 45°.
      const [light] = await runsOf('adagrad-stalls', { start: [-1.2, -1.2] });
      assert.ok(distance(light, 400) < 0.5 * distance(stalled, 400), `${distance(light, 400)}`);
    },
  },
  rmsprop: {
    numbers: '0.05 0.9 0.99 1 4 10 100',
    async measure() {
      close(1 / (1 - 0.9), 10, 1e-12);
      close(1 / (1 - 0.99), 10 / (1 - 0.9), 1e-9);
      const [ada, run, slower] = await runsOf('rmsprop-goes-on');
      assert.ok(ada.lr[0] === 0.05 && run.lr[0] === 0.05 && slower.lr[0] === 0.05 / 4);
      assert.ok(distance(run, 100) < 0.05 && distance(ada, 100) > 1.2);
      for (const [each, lr] of /** @type {const} */ ([
        [run, 0.05],
        [slower, 0.0125],
      ])) {
        for (let t = 380; t < 400; t++) {
          for (const entry of update(each, t)) close(Math.abs(entry), lr, 1e-3);
          update(each, t).forEach((entry, i) => assert.ok(entry * update(each, t - 1)[i] < 0));
        }
      }
    },
  },
  adadelta: {
    numbers: '0 0.003 10',
    async measure() {
      const [, usual, larger] = await runsOf('adadelta-no-rate');
      for (const run of [usual, larger])
        for (let t = 0; t <= 90; t++) assert.ok(Math.abs(at(run, t)[0] + at(run, t)[1]) < 5e-4);
      for (const entry of update(usual, 0)) prints(Math.abs(entry), '0.003');
      for (const entry of update(usual, 0)) close(Math.abs(entry), Math.sqrt(1e-6 / (1 - 0.9)), 1e-3);
      for (const entry of update(larger, 0)) close(Math.abs(entry), 10 * Math.sqrt(1e-6 / (1 - 0.9)), 1e-3);
    },
  },
  adam: { numbers: '' },
  'adam-moments': {
    numbers: '0 0.02 0.9 0.999 3.2 32',
    async measure() {
      const [long, short, adam] = await runsOf('bias-correction');
      for (const run of [long, short, adam]) assert.equal(run.lr[0], 0.02);
      for (const [run, times] of /** @type {const} */ ([
        [short, '3.2'],
        [long, '32'],
        [adam, '1.0'],
      ])) {
        for (const entry of update(run, 0)) prints(Math.abs(entry) / 0.02, times);
      }
      assert.ok(long.loss[1] > long.loss[0]);
      const { beta1, beta2 } = defaultsOf('adam');
      assert.deepEqual([beta1, beta2], [0.9, 0.999]);
    },
  },
  'adam-update': {
    numbers: '0.001 0.01 0.03 0.3 6 10 1000',
    async measure() {
      const runs = await runsOf('adam-rates');
      assert.deepEqual(
        runs.map((run) => run.lr[0]),
        [0.001, 0.003, 0.01, 0.03, 0.1, 0.3],
      );
      assert.ok(runs[0].loss[1000] > 0.3 && !runs[0].stopped);
      assert.equal(runs[2].stopped?.step, 6);
      for (const run of runs.slice(3)) {
        assert.ok(run.loss[1000] < 0.03);
        assert.ok(Math.hypot(at(run, 1000)[0] - 1, at(run, 1000)[1] - 1) < 0.35, 'close to the minimum');
      }
      const [tiny] = await runsOf('adam-rates', { runs: [{ method: 'adam', lr: 0.001 }] });
      assert.ok(!tiny.stopped && tiny.loss[1000] > 3 && tiny.loss[1000] < tiny.loss[0]);
    },
  },
  'adam-intuition': {
    numbers: '0.3 0.8 1 10',
    async measure() {
      for (const seed of seeds) {
        for (const noise of [1, 0.5]) {
          const problem = { id: 'noisy-quadratic', condition: 10, noise };
          const [run] = await runsOf('signal-and-noise', { seed, problem });
          const [x, y] = [0, 1].map((i) => meanOver(10, 100, (t) => Math.abs(update(run, t)[i])) / 0.01);
          prints(y, '0.8');
          // Of the way in x hardly a part is kept: it goes to and fro.
          assert.ok(x < 0.3 && x > 0.1, `seed ${seed}, noise ${noise}: ${x}`);
          assert.ok(Math.abs(at(run, 100)[0]) < 0.65 * 90 * x * 0.01 + 0.05);
          for (let t = 1; t < 100; t++) for (const entry of update(run, t)) assert.ok(Math.abs(entry) < 1.05 * 0.01);
        }
      }
    },
  },
  'first-moment': {
    numbers: '0 0.9 0.99 1 10 60',
    async measure() {
      /** @param {RunTrace} run */
      const turn = (run) =>
        meanOver(0, 100, (t) => {
          const [a, b] = [update(run, t), update(run, t + 1)];
          const cosine = (a[0] * b[0] + a[1] * b[1]) / Math.hypot(...a) / Math.hypot(...b);
          return (Math.acos(Math.min(1, cosine)) * 180) / Math.PI;
        });
      /** @type {number[][]} */
      const turns = [];
      for (const seed of seeds) {
        const runs = await runsOf('first-moment', { seed });
        turns.push(runs.map(turn));
        // Overshoots: far beyond the minimum in x, and back up the other wall.
        assert.ok(Math.max(...runs[2].loss.slice(60)) > 4 * Math.max(...runs[1].loss.slice(60)), `seed ${seed}`);
      }
      close(mean(turns.map(([none]) => none)), 60, 0.1);
      close(mean(turns.map(([, usual]) => usual)), 10, 0.1);
      for (const [none, usual, long] of turns) assert.ok(long < usual && usual < none);

      const [, run] = await runsOf('first-moment');
      const { slots, gradient } = run.updates;
      for (const t of [1, 7, 150]) {
        for (const i of [0, 1]) {
          let [sum, weights] = [0, 0];
          for (let k = 0; k < t; k++) {
            sum += (1 - 0.9) * 0.9 ** k * gradient[2 * (t - 1 - k) + i];
            weights += (1 - 0.9) * 0.9 ** k;
          }
          close(slots.m[2 * (t - 1) + i], sum, 1e-12);
          close(weights, 1 - 0.9 ** t, 1e-12);
        }
      }
    },
  },
  'second-moment': {
    // 1 is in the Japanese name of a part of the page.
    numbers: '0 1 2 5 6 10 30 200',
    async measure() {
      for (const seed of seeds) {
        const [plain, centred] = await runsOf('second-moment', { seed });
        const { s, mean: m } = centred.updates.slots;
        /** Mean square over variance, both coordinates together. @param {number} t */
        const ratio = (t) => (s[2 * t] + s[2 * t + 1]) / (s[2 * t] - m[2 * t] ** 2 + s[2 * t + 1] - m[2 * t + 1] ** 2);
        const median = (/** @type {number} */ from, /** @type {number} */ to) =>
          Array.from({ length: to - from }, (_, k) => ratio(from + k)).sort((a, b) => a - b)[(to - from) >> 1];
        assert.ok(median(10, 30) > 5, `seed ${seed}: ${median(10, 30)}`);
        assert.ok(median(200, 400) < 1.06, `seed ${seed}: ${median(200, 400)}`);
        const stride = (/** @type {RunTrace} */ run, /** @type {number} */ from, /** @type {number} */ to) =>
          meanOver(from, to, (t) => Math.hypot(...update(run, t)));
        close(stride(centred, 10, 30) / stride(plain, 10, 30), 2, 0.15);
        close(stride(centred, 200, 400) / stride(plain, 200, 400), 1, 0.06);
      }
      // The expansion, of the plain run's mean square.
      const [run] = await runsOf('second-moment');
      const { slots, gradient } = run.updates;
      let sum = 0;
      for (let k = 0; k < 50; k++) sum += (1 - 0.9) * 0.9 ** k * gradient[2 * (49 - k)] ** 2;
      close(slots.s[2 * 49], sum, 1e-12);
      // A constant gradient: the mean square gives steps of ϵ.
      const slope = await runExperiment(kudari, {
        problem: { id: 'formula', f: '3x + 2y' },
        steps: 200,
        runs: [{ method: 'adam', lr: 0.01 }],
        measure: { sharpness: 0 },
      });
      for (let t = 0; t < 200; t++) for (const entry of update(slope.runs[0], t)) close(Math.abs(entry), 0.01, 1e-4);
    },
  },
  descendants: { numbers: '' },
  adabound: {
    numbers: '0 0.1 1 3 35',
    async measure() {
      const [adam, bound, sgd] = await runsOf('adabound');
      const { beta1, beta2 } = experiment('adabound').config.runs[0];
      assert.deepEqual([beta1, beta2], [0, 0.1]);
      const { gradient } = adam.updates;
      for (let t = 0; t < 30; t++) assert.equal(gradient[t], t % 3 === 0 ? 3 : -1);
      const apart = Array.from(adam.path, (x, t) => Math.abs(x - bound.path[t]));
      assert.ok(apart.slice(0, 36).every((gap) => gap < 1e-8) && apart[36] > 1e-6);
      assert.ok(Math.max(...adam.path) === 1 && mean(bound.path, 830) < -0.98 && mean(sgd.path, 830) < -0.98);
      // The bounds in the text are those that it is held between.
      const { finalLr, gamma } = experiment('adabound').config.runs[1];
      for (let t = 1; t <= 850; t++) {
        const step = bound.path[t] - bound.path[t - 1];
        if (Math.abs(bound.path[t]) === 1) continue;
        const rate = -step / bound.updates.slots.m[t - 1];
        assert.ok(rate > finalLr * (1 - 1 / (gamma * t + 1)) * (1 - 1e-9), `step ${t}`);
        assert.ok(rate < finalLr * (1 + 1 / (gamma * t)) * (1 + 1e-9), `step ${t}`);
      }
    },
  },
  radam: {
    numbers: '0.026 0.05 0.5 0.999 1 2 5 6 10 556',
    async measure() {
      const [adam, radam] = await runsOf('radam-first-steps');
      assert.deepEqual([...adam.path.slice(0, 2)], [0, 0]);
      for (const entry of update(adam, 0)) close(Math.abs(entry), 0.5, 1e-5);
      const { m } = radam.updates.slots;
      for (let t = 1; t <= 5; t++)
        update(radam, t - 1).forEach((entry, i) => close(entry, (-0.5 * m[2 * (t - 1) + i]) / (1 - 0.9 ** t), 1e-9));
      assert.deepEqual([rectification(0.999, 5), rectification(0.999, 6) > 0], [0, true]);
      prints(rectification(0.999, 6), '0.026');
      prints(rectification(0.999, 10), '0.05');
      assert.ok(rectification(0.999, 555) < 1 / 2 && rectification(0.999, 556) >= 1 / 2);
      assert.equal(defaultsOf('radam').beta2, 0.999);
      // And that is the factor that it takes.
      const { v } = radam.updates.slots;
      update(radam, 5).forEach((entry, i) => {
        const [mHat, vHat] = [m[10 + i] / (1 - 0.9 ** 6), v[10 + i] / (1 - 0.999 ** 6)];
        close(entry, (-0.5 * rectification(0.999, 6) * mHat) / Math.sqrt(vHat), 1e-5);
      });
    },
  },
  'warm-up': {
    numbers: '0 0.27 0.500 0.88 1 1.2 1.67 2 4 9.3 10 11 16.4 20 29 33.3 60 140',
    async measure() {
      const [cold, warm] = await runsOf('warm-up');
      prints(cold.sharpness[0], '16.4');
      prints(cold.stability[0], '1.67');
      ['0.88', '29', '140'].forEach((loss, t) => prints(cold.loss[t], loss));
      for (let t = 10; t <= 200; t++) {
        prints(cold.loss[t], '0.500');
        close(cold.sharpness[t], 1, 1e-3);
      }
      const problem = problemOf('warm-up');
      const answers = new Float64Array(100).fill(NaN);
      problem.predict?.(cold.snapshots.w.slice(-problem.size), (problem.data?.x ?? []).flat(), answers);
      for (const answer of answers) assert.ok(Math.abs(answer) < 0.01, `${answer}`);

      prints(warm.stability[0], '33.3');
      for (let t = 0; t < 11; t++) assert.ok(warm.loss[t + 1] < warm.loss[t], `step ${t}`);
      assert.ok(warm.loss[12] > warm.loss[11]);
      const { loss, sharpness, stability } = warm;
      const leaps = Array.from(loss.keys()).filter(
        (t) => loss[t] > 1 && loss[t] > loss[t - 1] && loss[t] > loss[t + 1],
      );
      assert.equal(leaps.length, 4, `${leaps}`);
      for (const t of leaps) {
        for (const before of [t - 3, t - 2, t - 1]) assert.ok(sharpness[before] > stability[before], `step ${before}`);
        assert.ok(sharpness[t + 2] < stability[t + 2], `step ${t + 2}`);
      }
      prints(Math.max(...loss), '9.3');
      prints(mean(loss, 181), '0.27');
      assert.equal(cold.lr[0], 1.2);
      for (let t = 0; t <= 200; t++) close(warm.lr[t], t < 60 ? 1.2 * (0.05 + 0.95 * (t / 60)) : 1.2, 1e-12);
      for (const seed of seeds.slice(0, 10)) {
        const ends = (await runsOf('warm-up', { seed, measure: { sharpness: 0, accuracy: 0 } })).map((run) =>
          mean(run.loss, 181),
        );
        assert.ok(ends[1] < ends[0], `seed ${seed}: ${ends}`);
      }
    },
  },
  adamw: {
    // 2 is that of L2; (1, 1) lies at √2.
    numbers: '0 0.1 1 1.36 1.41 1.86 2 2.15 150',
    async measure() {
      const runs = await runsOf('weight-decay');
      ['2.15', '1.86', '1.36'].forEach((length, k) => prints(distance(runs[k], 150), length));
      prints(Math.SQRT2, '1.41');
      const [, l2, decayed] = experiment('weight-decay').config.runs;
      assert.deepEqual([l2.l2, decayed.weightDecay], [0.1, 0.1]);
      assert.ok(runs[0].loss[150] < 1e-5 && runs[2].loss[150] > 100 * runs[0].loss[150]);
      const plain = update(runs[0], 0);
      // Each weight shrinks by the same share, beside Adam's own step.
      update(runs[2], 0).forEach((entry, i) => close(entry, plain[i] - 0.05 * 0.1 * at(runs[2], 0)[i], 1e-6));
    },
  },
  schedules: {
    numbers: '1 5 19 20 50',
    async measure() {
      const [large, small, cosine] = await runsOf('cosine-decay');
      for (const run of [large, small]) assert.ok(mean(cosine.loss, 251) < mean(run.loss, 251) / 5);
      assert.ok(distance(small, 300) > 0.25 * distance(small, 0), 'has not arrived');
      for (let t = 0; t <= 300; t++)
        assert.ok(Math.abs(cosine.lr[t] - (0.15 / 2) * (1 + Math.cos((Math.PI * t) / 300))) < 1e-12);
      const wins = [];
      for (const seed of seeds) {
        const ends = (await runsOf('adam-cosine', { seed })).map((run) => mean(run.loss, 251));
        if (seed === 1) assert.ok(ends[1] < ends[0] / 20, `${ends}`);
        wins.push(ends[1] < ends[0]);
      }
      assert.deepEqual([wins.length, wins.filter(Boolean).length], [20, 19]);
    },
  },
  sam: { numbers: '' },
  'sam-objective': {
    numbers: '0.103 0.219 0.291 1.002 1.017 1.79 7 25 1200',
    async measure() {
      const [descent, sam] = await runsOf('sharp-and-flat');
      assert.equal(descent.samSharpness.indexOf(Math.max(...descent.samSharpness)), 7);
      prints(descent.samSharpness[7], '1.79');
      prints(sam.samSharpness[0], '0.291');
      assert.equal(Math.max(...sam.samSharpness), sam.samSharpness[0]);
      prints(descent.samSharpness[140], '0.103');
      prints(sam.samSharpness[140], '0.219');
      // In the same basin, no sharper; the slope is what is left.
      assert.ok(mean(sam.sharpness, 120) < descent.sharpness[140]);
      assert.ok(sam.gradientNorm[140] > 0.3 && descent.gradientNorm[140] < 1e-12);
      const { loss } = problemOf('sharp-and-flat');
      for (const t of [0, 7, 140]) {
        const [g, w] = [new Float64Array(2), at(descent, t)];
        problemOf('sharp-and-flat').gradient(w, g);
        const there = w.map((entry, i) => entry + (0.25 * g[i]) / Math.hypot(...g));
        close(descent.samSharpness[t], loss(there) - loss(w), 1e-6);
      }
      assert.ok(descent.sharpness[7] > 1200);
      assert.equal(descent.stability[7], 25);
      prints(descent.loss[140], '-1.017');
      prints(sam.loss[140], '-1.002');
      assert.ok(Math.max(...sam.sharpness) < 25);
      // It swings on; gradient descent is at rest.
      assert.ok(Math.hypot(...update(sam, 139)) > 0.05 && Math.hypot(...update(descent, 139)) < 1e-9);
      for (const run of [descent, sam]) assert.ok(Math.hypot(at(run, 140)[0] + 0.566, at(run, 140)[1] - 0.494) < 0.15);
    },
  },
  'sam-formula': { numbers: '' },
  'sam-two-stages': {
    // 1 and 2 number the two stages; Japanese writes twice the cost in figures.
    numbers: '0.103 0.18 0.25 0.2914 0.2918 1 2',
    async measure() {
      const [sam] = await runsOf('sam-two-stages');
      const ascended = /** @type {Float64Array} */ (sam.updates.ascended);
      for (let t = 0; t < 12; t++) {
        const [x, y] = at(sam, t);
        close(Math.hypot(ascended[2 * t] - x, ascended[2 * t + 1] - y), 0.25, 1e-9);
        assert.equal(sam.evaluations[t + 1] - sam.evaluations[t], 2);
      }
      prints(sam.samSharpness[0], '0.2914');
      prints(worstRise('sharp-and-flat', at(sam, 0), 0.25), '0.2918');
      const [descent] = await runsOf('sharp-and-flat');
      prints(descent.samSharpness[140], '0.103');
      prints(worstRise('sharp-and-flat', at(descent, 140), 0.25), '0.18');
    },
  },
  'sam-norm': {
    numbers: '0.02 1 2 3.0 7.0 8.8 10.2 18 337 400',
    async measure() {
      const runs = await runsOf('sam-norms');
      ['10.2', '8.8', '7.0', '3.0'].forEach((late, k) => prints(mean(runs[k].sharpness, 400), late));
      assert.deepEqual(
        experiment('sam-norms')
          .config.runs.slice(1)
          .map((/** @type {any} */ run) => run.sam),
        [1, 2, 'inf'].map((p) => ({ rho: 0.02, p })),
      );
      assert.equal(problemOf('sam-norms').size, 337);
      prints(Math.sqrt(337), '18');
    },
  },
  'sam-why': {
    numbers: '0.05 1 2.0 7.1 8.8 600',
    async measure() {
      const [descent, sam] = await runsOf('along-the-valley');
      prints(descent.sharpness[600], '8.8');
      prints(sam.sharpness[600], '2.0');
      assert.ok(descent.loss[600] < 1e-20);
      const [small] = await runsOf('along-the-valley', { runs: [{ method: 'sgd', lr: 0.05, sam: { rho: 0.05 } }] });
      prints(small.sharpness[600], '7.1');
      // The thin line goes up and down with the gradient.
      const { stability, gradientNorm } = sam;
      for (const t of [0, 1, 2, 300, 599])
        close(stability[t], (gradientNorm[t] / 0.4) * (Math.sqrt(1 + 1.6 / (0.05 * gradientNorm[t])) - 1), 1e-9);
      const turns = Array.from({ length: 598 }, (_, k) => k + 1).filter(
        (t) => (stability[t] - stability[t - 1]) * (stability[t + 1] - stability[t]) < 0,
      );
      assert.ok(turns.length > 300, `${turns.length}`);
    },
  },
  'sam-hessian': {
    numbers: '0.02 0.05 0.1 0.2 1 2 3 20 33',
    async measure() {
      const [descent, sam] = await runsOf('sam-curvature');
      const [flat, steep] = update(sam, 0).map((entry, i) => 100 * (entry / update(descent, 0)[i] - 1));
      prints(steep, '33');
      prints(flat, '2');
      const problem = problemOf('sam-curvature');
      const [g, h, there] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
      /** @param {ReturnType<typeof problemOf>} on @param {number[]} w @param {number} rho */
      const miss = (on, w, rho) => {
        on.gradient(w, g);
        on.hessianVector?.(w, g, h);
        const norm = Math.hypot(...g);
        on.gradient(
          w.map((entry, i) => entry + (rho * g[i]) / norm),
          there,
        );
        return Math.hypot(...there.map((entry, i) => entry - g[i] - (rho * h[i]) / norm)) / Math.hypot(...there);
      };
      for (let t = 0; t < 120; t++) assert.ok(miss(problem, at(sam, t), 0.1) < 1e-12, 'exact on a quadratic');
      for (let t = 100; t < 120; t++) {
        prints(Math.abs(at(sam, t)[1]), '0.1');
        prints(sam.gradientNorm[t], '2');
        assert.ok(at(sam, t)[1] * at(sam, t + 1)[1] < 0);
      }
      const [half] = await runsOf('sam-curvature', { runs: [{ method: 'sgd', lr: 0.05, sam: { rho: 0.05 } }] });
      close(Math.abs(at(half, 120)[1]), 0.1 / 2, 1e-3);
      problem.hessianVector?.([0, 0], [1, 1], h);
      assert.deepEqual([...h], [1, 20]);
      const [valley, start] = [problemOf('along-the-valley'), experiment('along-the-valley').config.start];
      prints(100 * miss(valley, start, 0.2), '3');
      prints(100 * miss(valley, start, 0.02), '0.05');
    },
  },
  'sam-generalisation': {
    numbers: '1 8 10 30 72.5 76.4 91.0 91.2 1500',
    async measure() {
      assert.equal(experiment('flipped-labels').config.problem.flips, 0.3);
      /** @type {number[][]} */
      const ends = [];
      /** @type {number[][]} */
      const bests = [];
      for (const seed of seeds.slice(0, 10)) {
        const runs = await runsOf('flipped-labels', { seed, measure: { sharpness: 0, accuracy: 10 } });
        ends.push(runs.map((run) => 100 * run.testAccuracy[1500]));
        bests.push(runs.map((run) => 100 * Math.max(...run.testAccuracy.filter(Number.isFinite))));
      }
      ['72.5', '76.4'].forEach((text, k) =>
        assert.ok(Math.abs(mean(ends.map((pair) => pair[k])) - Number(text)) < 0.051),
      );
      ['91.0', '91.2'].forEach((text, k) =>
        assert.ok(Math.abs(mean(bests.map((pair) => pair[k])) - Number(text)) < 0.051),
      );
      assert.deepEqual([ends.filter(([without, sam]) => sam > without).length, ends.length], [8, 10]);
    },
  },
  summary: { numbers: '' },
  'edge-of-stability': {
    // 2021 is the year of Cohen et al.
    numbers:
      '0.0005 0.002 0.04 0.09 0.15 0.2 0.3 0.5 0.9 2 3.5 5 5.1 6.3 7.5 9.5 10 10.03 13.3 14 15 20.7 38 117 140 200 300 400 700 900 1000 1400 2021 4000 19000',
    async measure() {
      const [descent, sam] = await runsOf('edge-of-stability');
      prints(descent.sharpness[0], '6.3');
      assert.equal(
        descent.sharpness.findIndex((value) => value > 9.5),
        140,
      );
      prints(mean(descent.sharpness, 400), '10.03');
      assert.ok(descent.stability.every((limit) => limit === 10));
      prints(descent.loss[300], '0.09');
      prints(descent.loss[1400], '0.04');
      assert.equal(descent.loss.filter((value, t) => t > 300 && value > descent.loss[t - 1]).length, 117);
      // Every tenth step is measured: overshoots, and at least three times drops by more than 3.
      const sharpness = Array.from({ length: 141 }, (_, k) => descent.sharpness[10 * k]);
      prints(Math.max(...sharpness), '14');
      const drops = sharpness.flatMap((value, k) =>
        value < sharpness[k + 1] && Math.max(...sharpness.slice(Math.max(0, k - 3), k)) > value + 3 ? [10 * k] : [],
      );
      assert.ok(drops.length >= 3, `${drops}`);
      for (const t of drops) {
        const leap = Math.max(...descent.loss.slice(t - 20, t + 20));
        assert.ok(leap > 1.5 * descent.loss[t - 30], `step ${t}: ${leap}`);
      }
      for (const value of sharpness.slice(70)) close(value, 10, 0.05);
      prints(sam.sharpness[200], '5.1');
      prints(sam.sharpness[1400], '3.5');
      for (let t = 200; t <= 1400; t += 10) close(sam.sharpness[t], sam.stability[t], 0.07);
      for (let t = 300; t <= 1400; t += 100) assert.ok(sam.sharpness[t] < sam.sharpness[t - 100], `step ${t}`);
      const [larger] = await runsOf('edge-of-stability', { runs: [{ method: 'sgd', lr: 0.2, sam: { rho: 0.1 } }] });
      assert.ok(mean(larger.sharpness, 400) < mean(sam.sharpness, 400) && larger.stability[200] < sam.stability[200]);
      for (const lr of [0.15, 0.3]) {
        const [other] = await runsOf('edge-of-stability', { runs: [{ method: 'sgd', lr }] });
        close(mean(other.sharpness, 400), 2 / lr, 0.08);
      }
      // The three limits, as formulas and as drawn.
      const [lr, mu, rho] = [0.2, 0.5, 0.05];
      const three = await runsOf('edge-with-momentum', { measure: { sharpness: 10, accuracy: 0 } });
      assert.deepEqual(
        three.map((run) => run.lr[0]),
        [lr, lr, lr],
      );
      ['10', '15', '7.5'].forEach((limit, k) => {
        prints(three[k].stability[0], limit);
        const late = Array.from(three[k].sharpness.subarray(900)).filter(Number.isFinite);
        assert.equal(late.length, 51);
        for (const value of late) close(value, Number(limit), 0.05);
      });
      close(three[1].stability[0], (2 * (1 + mu)) / lr, 1e-12);
      close(three[2].stability[0], (2 + 2 * mu) / (lr * (1 + 2 * mu)), 1e-12);
      const arrivals = three.map((run) => run.sharpness.findIndex((value) => value > 0.95 * run.stability[0]));
      assert.ok(arrivals[1] > Math.max(arrivals[0], arrivals[2]), `${arrivals}`);
      for (const t of [0, 700, 1400]) {
        const norm = sam.gradientNorm[t];
        close(sam.stability[t], (norm / (2 * rho)) * (Math.sqrt(1 + (8 * rho) / (0.2 * norm)) - 1), 1e-9);
      }
      const adaptive = await runsOf('adaptive-edge');
      close((2 / 0.002) * (1.9 / 0.1), 38 / 0.002, 1e-12);
      const rates = experiment('adaptive-edge').config.runs.map((/** @type {any} */ { lr: rate }) => rate);
      assert.deepEqual(rates, [0.002, 0.0005]);
      ['19000', '4000'].forEach((limit, k) => {
        prints(adaptive[k].preconditionedStability[0], limit);
        close(mean(adaptive[k].preconditioned, 1000), Number(limit), 0.05);
      });
      ['13.3', '20.7'].forEach((top, k) => {
        const { preconditioned, preconditionedStability, sharpness } = adaptive[k];
        assert.ok(preconditioned.filter(Number.isFinite)[0] < 0.2 * preconditionedStability[0], 'rises to it');
        const most = Math.max(...sharpness.filter(Number.isFinite));
        prints(sharpness[0], '6.3');
        prints(most, top);
        assert.ok(sharpness[2000] < 0.95 * most, 'falls again');
      });
    },
  },
};

/** @param {string} id */
function defaultsOf(id) {
  const method = kudari.methods.find((each) => each.id === id);
  assert.ok(method);
  return Object.fromEntries(Object.entries(method.options).map(([name, spec]) => [name, spec.default]));
}

/** The numbers that a section's text names: in formulas, those that stand for themselves. @param {string} text */
function numbersIn(text) {
  /** @type {Set<string>} */
  const found = new Set();
  const prose = text
    .replace(/^\$\$[\s\S]*?^\$\$/gm, '')
    .replace(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\$([^$\n]+)\$/g, (_, /** @type {string} */ formula) => {
      for (const [, equal, other] of formula.matchAll(/= *(?:\\pm *)?(\d+(?:\.\d+)?)|(\d+\.\d+|\d{2,})/g))
        found.add(equal ?? other);
      return ' ';
    });
  for (const [number] of prose.matchAll(/\d+(?:\.\d+)?/g)) found.add(number);
  return found;
}

/** @param {Language} language @returns {Record<string, string>} the source of each section by its id */
const sectionsOf = (language) =>
  Object.fromEntries(
    sourceOf(language)
      .split(/^(?=#{1,3} )/m)
      .map((section) => [section.match(/\{#([a-z-]+)\}/)?.[1], section]),
  );

describe('numbers', () => {
  test('each one in the text is among those measured, and none is measured that is not there', () => {
    const [en, ja] = [sectionsOf('en'), sectionsOf('ja')];
    assert.deepEqual(Object.keys(claims), Object.keys(en));
    for (const [id, { numbers }] of Object.entries(claims)) {
      const claimed = numbers.split(' ').filter(Boolean);
      const there = [...new Set([...numbersIn(en[id]), ...numbersIn(ja[id])])];
      assert.deepEqual(
        there.toSorted((a, b) => Number(a) - Number(b)),
        claimed,
        id,
      );
      // What is not a small count, which English may write as a word, stands in both.
      for (const number of claimed.filter((each) => Number(each) > 10 || each.includes('.')))
        assert.ok(numbersIn(en[id]).has(number) && numbersIn(ja[id]).has(number), `${id}: ${number}`);
    }
  });

  for (const [id, { measure }] of Object.entries(claims)) if (measure) test(`measured: ${id}`, measure);
});

describe('both languages', () => {
  test('have the same sections in the same order', () => {
    const [en, ja] = languages
      .toSorted()
      .map((language) => notes[language].headings.map(({ id, level }) => [id, level]));
    assert.deepEqual(en, ja);
    for (const { title } of notes.ja.headings) assert.match(title, /[ぁ-んァ-ヶ一-龠]|^(Ada|RMSProp$|RAdam$|SAM（)/);
    for (const { title } of notes.en.headings) assert.doesNotMatch(title, /[ぁ-んァ-ヶ一-龠]/);
  });

  test('have the same figures in the same order, each in its own language', () => {
    const [en, ja] = [notes.en.figures, notes.ja.figures];
    const withoutLanguage = (/** @type {typeof en} */ figures) =>
      figures.map(({ config, ...rest }) => ({
        ...rest,
        config: { ...config, view: { ...config.view, lang: null } },
        attributes: Object.entries(rest.attributes).filter(([key]) => key !== 'lang' && key !== 'config'),
      }));
    assert.deepEqual(withoutLanguage(en), withoutLanguage(ja));
    assert.deepEqual([notes.en.captions, notes.ja.captions], [27, 27]);
    assert.equal(en.length, 33);
    for (const language of languages)
      for (const { config } of notes[language].figures) assert.equal(config.view.lang, language);
  });

  test('have links to a figure lead to its top, not to its caption', () => {
    for (const language of languages) {
      const { html, figures } = notes[language];
      const named = [...html.matchAll(/<(\w+) id="figure-([\w-]+)">\s*<kudari-lab/g)];
      assert.equal(html.match(/id="figure-/g)?.length, named.length);
      for (const [, element, id] of named)
        assert.ok(element === 'figure' && figures.some((each) => each.id === id), id);
      for (const [, id] of sourceOf(language).matchAll(/\(#figure-([\w-]+)\)/g))
        assert.ok(named.some(([, , each]) => each === id));
    }
  });

  test('spell each figure so that it is the experiment meant', () => {
    for (const { id, config, attributes } of notes.ja.figures) {
      assert.deepEqual(config.runs, parseConfig(experiment(id).config).runs);
      if (attributes.preset) assert.equal(attributes.preset, id);
      else assert.deepEqual(parseConfig(attributes.config), config);
    }
  });

  // Such as stand in UTF-8 that was once read as Latin-1.
  test('have no control characters', () => {
    for (const language of languages)
      for (const text of [sourceOf(language), deckOf(language)])
        assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  test('set Japanese in full-width punctuation', () => {
    const prose = sourceOf('ja').replace(/^\$\$[\s\S]*?^\$\$|\$[^$\n]+\$|\]\([^)]*\)|\(1, 1\)/gm, '');
    assert.doesNotMatch(prose, /[ぁ-んァ-ヶ一-龠][,.;:!?]|[,;?] ?[ぁ-んァ-ヶ一-龠]/);
  });
});

describe('formulas', () => {
  // Those of the lecture, in its order, without spaces.
  const lecture = [
    String.raw`\mathbf{w}_{t+1}=\mathbf{w}_t-\epsilon\nablaE_t`,
    String.raw`\Delta\mathbf{w}_t=\mathbf{w}_{t+1}-\mathbf{w}_t`,
    String.raw`\mathbf{g}_t=\nabla_{\mathbf{w}}E(\mathbf{w}_t)=\begin{pmatrix}\frac{\partialE}{\partialw_1}&\cdots&\frac{\partialE}{\partialw_d}\end{pmatrix}^{\!\top}`,
    String.raw`\Deltaw_{t,i}=-\epsilong_{t,i}`,
    String.raw`\Deltaw_{t,i}=-\frac{\epsilon}{\sqrt{\sum_{t'=1}^tg^{2}_{t',i}+\varepsilon}}g_{t,i}`,
    String.raw`\sum_{t'=1}^tg^{2}_{t',i}`,
    String.raw`\langleg_i^2\rangle_t=\gamma\langleg_i^2\rangle_{t-1}+(1-\gamma)g^2_{t,i}`,
    String.raw`\Deltaw_{t,i}=-\frac{\epsilon}{\sqrt{\langleg_i^2\rangle_t+\varepsilon}}g_{t,i}`,
    String.raw`\langle\Deltaw_i^2\rangle_t=\gamma\langle\Deltaw_i^2\rangle_{t-1}+(1-\gamma)(\Deltaw_{t,i})^2`,
    String.raw`\Deltaw_{t,i}=-\frac{\sqrt{\langle\Deltaw_i^2\rangle_{t-1}+\varepsilon}}{\sqrt{\langleg_i^2\rangle_t+\varepsilon}}g_{t,i}`,
    String.raw`m_{t,i}=\beta_1m_{t-1,i}+(1-\beta_1)g_{t,i}`,
    String.raw`v_{t,i}=\beta_2v_{t-1,i}+(1-\beta_2)g^2_{t,i}`,
    String.raw`\hat{m}_{t,i}=\frac{m_{t,i}}{1-\beta_1^t}`,
    String.raw`\hat{v}_{t,i}=\frac{v_{t,i}}{1-\beta_2^t}`,
    String.raw`\Deltaw_{t,i}=-\frac{\epsilon}{\sqrt{\hat{v}_{t,i}}+\varepsilon}\hat{m}_{t,i}`,
    String.raw`\sqrt{\hat{v}_{t,i}}`,
    String.raw`m_t=\betam_{t-1}+(1-\beta)g_t`,
    String.raw`m_t&=(1-\beta)g_t+\beta(1-\beta)g_{t-1}+\beta^2(1-\beta)g_{t-2}+\cdots\\&=(1-\beta)\sum_{k=0}^{t-1}\beta^kg_{t-k}`,
    String.raw`v_t=\betav_{t-1}+(1-\beta)g_t^2`,
    String.raw`v_t&=(1-\beta)g_t^2+\beta(1-\beta)g_{t-1}^2+\beta^2(1-\beta)g_{t-2}^2+\cdots\\&=(1-\beta)\sum_{k=0}^{t-1}\beta^kg_{t-k}^2`,
    String.raw`\mathrm{Var}[g]=E[g^2]-(E[g])^2`,
    String.raw`\frac{\epsilon}{\sqrt{\hat{v}_{t,i}}}`,
    String.raw`\Deltaw_{t,i}=-\frac{\epsilon}{\sqrt{\hat{v}_{t,i}}+\varepsilon}\hat{m}_{t,i}-\epsilon\lambdaw_{t,i}`,
    String.raw`\min_{\mathbf{w}}\max_{\lVert\boldsymbol{\epsilon}\rVert_p\le\rho}E(\mathbf{w}+\boldsymbol{\epsilon})+\lambda\lVert\mathbf{w}\rVert_2^2`,
    String.raw`\mathbf{w}_{t+1}=\mathbf{w}_t-\epsilon\nablaE\!\left(\mathbf{w}_t+\hat{\boldsymbol{\epsilon}}\right)`,
    String.raw`\lVert\boldsymbol{\epsilon}\rVert_p\le\rho`,
    String.raw`\nabla_{\mathbf{w}}L_{\mathrm{SAM}}(\mathbf{w})=\nablaE(\mathbf{w})+\rho\frac{H(\mathbf{w})\nablaE(\mathbf{w})}{\lVert\nablaE(\mathbf{w})\rVert}`,
  ];
  /** Without spaces, and without a line's break for phones. @param {string} latex */
  const bare = (latex) => latex.replace(/\\\\\n&\\quad \{\}|\\,|\s/g, '');

  for (const language of languages) {
    test(`of the lecture are all there, in its order: ${language}`, () => {
      const all = notes[language].formulas.map(bare);
      let from = 0;
      for (const formula of lecture) {
        const found = all.findIndex((each, i) => i >= from && each.includes(formula));
        assert.ok(found >= 0, `${formula} is missing after formula ${from}`);
        from = found;
      }
      const { html, formulas } = notes[language];
      assert.equal(html.match(/<math[ >]/g)?.length, formulas.length);
      assert.equal(html.match(/<annotation encoding="application\/x-tex">/g)?.length, formulas.length);
      assert.doesNotMatch(html, /merror|temml-error|\sstyle="/);
    });
  }

  test('set apart on lines of their own are the same in both languages', () => {
    const displayed = (/** @type {Language} */ language) =>
      [...sourceOf(language).matchAll(/^\$\$\n([\s\S]*?)^\$\$/gm)].map(([, formula]) => formula);
    assert.deepEqual(displayed('en'), displayed('ja'));
    assert.equal(displayed('en').length, 36);
  });

  test('keep ϵ and ε apart', () => {
    assert.match(toMathML('\\epsilon', false), /<mi>ϵ<\/mi>/);
    assert.match(toMathML('\\varepsilon', false), /<mi>ε<\/mi>/);
    assert.match(toMathML('\\boldsymbol{\\epsilon}', false), /<mi>𝝐<\/mi>/);
  });

  test('that are wrong stop the build, and so do figures', () => {
    assert.throws(() => toMathML('\\frac{1', false), /^Error: \\frac\{1: /);
    assert.throws(() => toMathML('\\colorbox{red}{x}', false), /style=|colorbox/);
    assert.throws(() => renderMarkdown('$$\nx\n', 'en'), /\$\$ without an end/);
    assert.throws(() => renderMarkdown('## Adam\n', 'en'), /"Adam" needs an id/);
    assert.throws(() => readFigure('no-such', 'en'), /there is no experiment "no-such"/);
    assert.throws(() => readFigure('adabound?colour=red', 'en'), /no attribute "colour"/);
    assert.throws(() => readFigure('adabound?panels=lost', 'en'), /panels/);
    assert.throws(() => renderMarkdown('::: figure\nText.\n:::\n', 'en'), /must begin with its picture/);
    assert.throws(() => renderMarkdown('![x](y.png)', 'en'), /live figures only/);
  });
});

describe('pages', () => {
  const lone = ['meta', 'link', 'br', 'hr', 'img'];

  for (const language of /** @type {const} */ (['en', 'ja', ''])) {
    test(`are well-formed, without anything inline: notes/${language}`, () => {
      const html = builtPage(language);
      /** @type {string[]} */
      const open = [];
      for (const [, end, name, closed] of html.matchAll(/<(\/?)([a-z][\w-]*)(?:\s+[\w-]+(?:="[^"<]*")?)*\s*(\/?)>/g)) {
        if (lone.includes(name) || closed) continue;
        if (end) assert.equal(open.pop(), name);
        else open.push(name);
      }
      assert.deepEqual(open, []);
      // No "<" that the pattern above did not take for a tag.
      assert.equal(
        html.replace(/<(\/?)([a-z][\w-]*)(?:\s+[\w-]+(?:="[^"<]*")?)*\s*(\/?)>|<!doctype html>/g, '').indexOf('<'),
        -1,
      );
      assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:/);
      assert.match(
        html,
        /content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self';/,
      );
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length);
    });

    test(`have links that lead somewhere: notes/${language}`, () => {
      const html = builtPage(language);
      const base = new URL(`notes/${language && `${language}/`}index.html`, page);
      const links = [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, link]) => link.replaceAll('&amp;', '&'));
      /** @type {string[]} */
      const hashes = [];
      for (const link of links.filter((each) => !each.startsWith('data:'))) {
        const { pathname, hash, protocol } = new URL(link, base);
        assert.equal(protocol, 'file:', link);
        assert.ok(existsSync(decodeURIComponent(pathname)), link);
        if (link.startsWith('#')) assert.ok(html.includes(`id="${hash.slice(1)}"`), link);
        else if (hash) hashes.push(hash);
      }
      if (language === '') return;
      assert.ok(links.includes('slides.html'));
      assert.deepEqual(
        hashes.map((hash) => parseConfig(decodeURIComponent(hash))),
        notes[language].figures.map(({ config }) => config),
      );
    });
  }

  test('have the colours of the page in the dark, too', () => {
    /** @param {string} path @param {RegExp} block */
    const colors = (path, block) =>
      readFileSync(new URL(`../web/${path}`, import.meta.url), 'utf8')
        .match(block)?.[1]
        .split(';')
        .map((line) => line.trim());
    const page = colors('styles/base.css', /:root\[data-theme='dark'\] \{([^}]*)\}/);
    assert.ok(page && page.length > 10);
    assert.deepEqual(colors('notes/notes.css', /prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/), page);
  });
});

describe('slides', () => {
  const formulasOf = (/** @type {string} */ deck) =>
    [...deck.matchAll(/^\$\$\n([\s\S]*?)^\$\$/gm)].map(([, formula]) => formula.trim());
  const figuresOf = (/** @type {string} */ deck) =>
    [...deck.matchAll(/<kudari-lab ([^>]*)>[^<]+<\/kudari-lab>/g)].map(([, attributes]) =>
      Object.fromEntries([...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value])),
    );

  test('have the same formulas and figures in both languages', () => {
    const [en, ja] = [deckOf('en'), deckOf('ja')];
    assert.deepEqual(formulasOf(en), formulasOf(ja));
    assert.equal(formulasOf(en).length, 21);
    const alike = (/** @type {string} */ deck) => figuresOf(deck).map(({ lang: _, ...rest }) => rest);
    assert.deepEqual(alike(en), alike(ja));
    assert.equal(figuresOf(en).length, en.match(/<kudari-lab/g)?.length);
    assert.equal(en.split('\n---\n').length, ja.split('\n---\n').length);
    for (const language of languages) for (const { lang } of figuresOf(deckOf(language))) assert.equal(lang, language);
  });

  test('show the experiments of the notes, and no number that is not measured there', () => {
    const measured = new Set(Object.values(claims).flatMap(({ numbers }) => numbers.split(' ')));
    const known = new Set(notes.en.figures.map(({ config }) => JSON.stringify({ ...config, view: null })));
    for (const language of languages) {
      for (const { preset, panels, lang, height, ...spelt } of figuresOf(deckOf(language))) {
        const { config } = preset ? experiment(preset) : { config: spelt };
        assert.ok(known.has(JSON.stringify({ ...parseConfig(config), view: null })), preset ?? spelt.problem);
        parseConfig(/** @type {any} */ ({ view: { panels: panels.split(','), lang } }));
        assert.ok(Number(height) > 200);
      }
      const text = deckOf(language)
        .split('\n---\n')
        .slice(1)
        .join('\n')
        .replace(/<kudari-lab [^>]*>[^<]*</g, '');
      for (const number of numbersIn(text)) assert.ok(measured.has(number), `${language}: ${number}`);
    }
  });

  test('have formulas without a fault', () => {
    for (const language of languages) {
      for (const formula of formulasOf(deckOf(language))) toMathML(formula, true);
      for (const [, formula] of deckOf(language).matchAll(/(?<!\$)\$([^$\n]+)\$(?!\$)/g)) toMathML(formula, false);
    }
  });
});
