/**
 * What must come out the same in two ways, to the bit unless said otherwise: no reference values needed.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  close,
  closePath,
  differ,
  dtypes,
  feed,
  gradients,
  ids,
  kudari,
  label,
  reference,
  refuses,
  same,
  samePath,
  snapshot,
  using,
  variants,
  vector,
  walk,
  waves,
} from './support.js';

/** @typedef {import('./support.js').Options} Options */

const N = 21; // two whole SIMD blocks and a remainder, in either dtype
const w0 = vector(N);
const gs = gradients(30, N);

/** @param {string} id @param {Options} options @param {readonly ArrayLike<number>[]} [feedWith] */
const path = (id, options, feedWith = gs) => using(id, w0, options, (opt) => feed(opt, feedWith));

/** Gradients whose every component grows from step to step, in either direction. */
const growing = gs.map((g, t) => g.map((x) => Math.fround(Math.sign(x) * (t + 1 + Math.abs(x) / 2))));
const shrinking = [...growing].reverse();

assert.equal(ids.length, 15);

for (const dtype of dtypes) {
  describe(dtype, () => {
    test('the formulas, with every option of every method', () => {
      let compared = 0;
      for (const id of ids) {
        for (const options of variants(id)) {
          using(id, w0, { ...options, dtype }, (opt) => {
            const complete = opt.options;
            const plain = reference(id, w0, complete);
            const paths = feed(opt, gs);
            // RMSProp at its first step divides by the root of a small number: rounding to floats shows.
            const tolerance = dtype === 'float64' ? 1e-12 : 2e-5;
            paths.forEach((w, t) => {
              plain.step(gs[t], complete);
              close(w, plain.w, tolerance, `${label(id, options)}, step ${t + 1}`);
              compared += 1;
            });
            differ(paths[29], paths[28], `${label(id, options)}: the last step`);
          });
        }
      }
      assert.ok(compared >= 30 * 2 * 15);
    });

    test('momentum and Nesterov without momentum are SGD', () => {
      for (const rest of [{}, { l2: 0.1, weightDecay: 0.3 }]) {
        const sgd = path('sgd', { lr: 0.1, ...rest, dtype });
        samePath(path('momentum', { lr: 0.1, momentum: 0, ...rest, dtype }), sgd, 'momentum');
        samePath(path('nesterov', { lr: 0.1, momentum: 0, ...rest, dtype }), sgd, 'nesterov');
        differ(path('momentum', { lr: 0.1, momentum: 0.1, ...rest, dtype })[29], sgd[29], 'momentum 0.1');
        differ(path('nesterov', { lr: 0.1, momentum: 0.1, ...rest, dtype })[29], sgd[29], 'nesterov 0.1');
      }
    });

    test('AdamW without decay is Adam, and Adam with it is AdamW', () => {
      const adam = path('adam', { lr: 0.01, dtype });
      samePath(path('adamw', { lr: 0.01, weightDecay: 0, dtype }), adam, 'adamw');
      const adamw = path('adamw', { lr: 0.01, dtype });
      samePath(path('adam', { lr: 0.01, weightDecay: 0.01, dtype }), adamw, "adam with adamw's default decay");
      differ(adamw[0], adam[0], 'decay');
    });

    test('while |g| grows, AMSGrad is Adam and AMSBound is AdaBound', () => {
      for (const [bounded, plain] of [
        ['amsgrad', 'adam'],
        ['amsbound', 'adabound'],
      ]) {
        const options = { lr: 0.01, l2: 0, weightDecay: 0.1, dtype };
        samePath(path(bounded, options, growing), path(plain, options, growing), bounded);
        differ(
          path(bounded, { ...options, beta2: 0.5 }, shrinking)[29],
          path(plain, { ...options, beta2: 0.5 }, shrinking)[29],
          `${bounded}, |g| shrinking`,
        );
      }
    });

    test('SAM with ρ = 0 is its base, for every method and norm', () => {
      for (const id of ids) {
        const base = using(id, w0, { lr: 0.05, dtype }, (opt) => walk(opt, 12));
        for (const ball of [{ p: 1 }, { p: 1.5 }, { p: 2 }, { p: 3 }, { p: Infinity }, { p: 2, adaptive: true }]) {
          const sam = using(id, w0, { lr: 0.05, dtype, sam: { rho: 0, ...ball } }, (opt) => walk(opt, 12));
          samePath(sam, base, `${id} ${JSON.stringify(ball)}`);
        }
        // Lion sees only signs, so what it does with another gradient may be the same for a while.
        const sharp = using(id, w0, { lr: 0.05, dtype, sam: { rho: 0.5 } }, (opt) => walk(opt, 12));
        differ(sharp[11], base[11], `${id}, ρ = 0.5`);
      }
    });

    test('groups that say what holds anyway change nothing', () => {
      for (const id of ids) {
        for (const options of variants(id)) {
          const plain = using(id, w0, { ...options, dtype }, (opt) => {
            const { lr, l2, weightDecay } = opt.options;
            return { path: feed(opt, gs), own: { lr, l2, weightDecay } };
          });
          const same3 = [
            { start: 0, end: 5, ...plain.own },
            { start: 5, end: 6, ...plain.own },
            { start: 6, end: N, ...plain.own },
          ];
          for (const groups of [
            [],
            [{ start: 0, end: N }],
            [{ start: 7, end: 7 }],
            [{ start: 3, end: 10, ...plain.own }],
            same3,
            [...same3].reverse(),
          ]) {
            samePath(
              path(id, { ...options, dtype, groups }),
              plain.path,
              `${label(id, options)} in groups ${JSON.stringify(groups)}`,
            );
          }
        }
      }
    });

    test('what has no rate stays where it is, in every method', () => {
      for (const id of ids) {
        for (const lr of [0, () => 0]) {
          using(id, w0, { dtype, weightDecay: 0.1, groups: [{ start: 1, end: 3, lr }] }, (opt) => {
            const start = opt.params.slice();
            walk(opt, 20);
            same(opt.params.slice(1, 3), start.slice(1, 3), id);
            assert.notEqual(opt.params[0], start[0], id);
          });
        }
      }
    });

    test('groups with values of their own are optimizers of their own', () => {
      const cut = 6; // not a multiple of the SIMD width
      const late = { lr: 0.03, l2: 0.2, weightDecay: 0.4 };
      for (const id of ids) {
        for (const options of variants(id)) {
          const whole = path(id, { ...options, dtype, groups: [{ start: cut, end: N, ...late }] });
          const head = using(id, w0.slice(0, cut), { ...options, dtype }, (opt) =>
            feed(
              opt,
              gs.map((g) => g.slice(0, cut)),
            ),
          );
          const tail = using(id, w0.slice(cut), { ...options, ...late, dtype }, (opt) =>
            feed(
              opt,
              gs.map((g) => g.slice(cut)),
            ),
          );
          samePath(
            whole,
            head.map((w, t) => [...w, ...tail[t]]),
            label(id, options),
          );
          differ(whole[29], path(id, { ...options, dtype })[29], `${label(id, options)}: the group's values`);
        }
      }
    });

    test('a group can have a schedule or a function', () => {
      const schedule = /** @type {const} */ ({ type: 'cosine', base: 0.1, steps: 20 });
      const cosine = kudari.schedule(schedule);
      const grouped = path('adam', {
        lr: 0.01,
        dtype,
        groups: [
          { start: 0, end: 8, lr: schedule },
          { start: 8, end: 9, lr: cosine },
        ],
      });
      samePath(
        grouped.map((w) => w.slice(0, 9)),
        path('adam', { lr: schedule, dtype }).map((w) => w.slice(0, 9)),
        'scheduled',
      );
      samePath(
        grouped.map((w) => w.slice(9)),
        path('adam', { lr: 0.01, dtype }).map((w) => w.slice(9)),
        'the rest',
      );
    });

    test('l2 is l2 · w added to the gradient by hand', () => {
      const l2 = 0.05;
      const round = dtype === 'float32' ? Math.fround : (/** @type {number} */ x) => x;
      for (const id of ids) {
        for (const { l2: _, ...options } of variants(id)) {
          const inside = path(id, { ...options, l2, dtype });
          const byHand = using(id, w0, { ...options, dtype }, (opt) =>
            gs.map((g) => {
              const w = opt.params;
              opt.gradient.set(g.map((x, i) => round(x + round(round(l2) * w[i]))));
              opt.update();
              return opt.params.slice();
            }),
          );
          samePath(inside, byHand, label(id, options));
        }
      }
    });

    test('step is gradient and update, and returns the loss', () => {
      for (const id of ids) {
        for (const options of variants(id)) {
          const byHand = using(id, w0, { ...options, dtype }, (opt) =>
            Array.from({ length: 15 }, () => {
              const loss = waves(opt.params, opt.gradient);
              opt.update();
              return { loss, w: opt.params.slice() };
            }),
          );
          using(id, w0, { ...options, dtype }, (opt) =>
            byHand.forEach(({ loss, w }, t) => {
              let calls = 0;
              const returned = opt.step((at, g) => {
                calls += 1;
                assert.ok(at === opt.params && g === opt.gradient, 'the objective gets the live views');
                return waves(at, g);
              });
              assert.equal(calls, 1);
              same([returned], [loss], `${label(id, options)}: loss ${t}`);
              same(opt.params, w, `${label(id, options)}: step ${t + 1}`);
              assert.equal(opt.steps, t + 1);
            }),
          );
        }
      }
    });

    test('ascend, descend is step under SAM', () => {
      const balls = [
        { rho: 0.05 },
        { rho: 0.1, p: 1 },
        { rho: 0.1, p: 3 },
        { rho: 0.02, p: Infinity },
        { rho: 0.02, p: 'inf' },
        { rho: 0.3, adaptive: true },
        { rho: 0.3, eps: 1 },
      ];
      for (const id of ids) {
        for (const sam of balls) {
          const options = { lr: 0.05, l2: 0.01, weightDecay: 0.1, dtype, sam };
          const byHand = using(id, w0, options, (opt) =>
            Array.from({ length: 10 }, () => {
              const before = opt.params.slice();
              const loss = waves(opt.params, opt.gradient);
              opt.ascend();
              const top = opt.params.slice();
              waves(opt.params, opt.gradient);
              opt.retreat();
              same(opt.params, before, 'retreat');
              waves(opt.params, opt.gradient);
              opt.ascend();
              same(opt.params, top, 'the same way up again');
              waves(opt.params, opt.gradient);
              opt.descend();
              return { loss, top, w: opt.params.slice() };
            }),
          );
          using(id, w0, options, (opt) =>
            byHand.forEach(({ loss, top, w }, t) => {
              /** @type {any[]} */
              const seen = [];
              const returned = opt.step((at, g) => {
                seen.push(at.slice());
                return waves(at, g);
              });
              const what = `${id} ${JSON.stringify(sam)}, step ${t + 1}`;
              same([returned], [loss], `${what}: the loss at w`);
              assert.equal(seen.length, 2);
              same(seen[1], top, `${what}: w + ε̂`);
              same(opt.params, w, what);
              assert.equal(opt.ascended, false);
            }),
          );
        }
      }
    });

    test('ε̂ lies on the ball, along the steepest ascent, and ascend returns the dual norm', () => {
      const g = gs[0];
      const tolerance = dtype === 'float64' ? 1e-14 : 2e-7;
      /** @param {number[]} x @param {number} p */
      const norm = (x, p) =>
        p === Infinity
          ? Math.max(...x.map(Math.abs))
          : x.reduce((sum, each) => sum + Math.abs(each) ** p, 0) ** (1 / p);
      for (const p of [1, 1.25, 2, 4, Infinity]) {
        for (const adaptive of [false, true]) {
          const rho = 0.3;
          using('sgd', w0, { dtype, sam: { rho, p, adaptive, eps: 0 } }, (opt) => {
            const what = `p = ${p}${adaptive ? ', adaptive' : ''}`;
            opt.gradient.set(g);
            const returned = opt.ascend();
            const units = w0.map((x) => (adaptive ? Math.abs(x) : 1));
            const climb = Array.from(opt.params, (x, i) => x - w0[i]);
            const scaled = g.map((x, i) => x * units[i]);
            const q = p === 1 ? Infinity : p === Infinity ? 1 : p / (p - 1);
            close(
              [
                norm(
                  climb.map((e, i) => e / units[i]),
                  p,
                ),
              ],
              [rho],
              4 * tolerance,
              `${what}: ‖ε̂‖`,
            );
            close([returned], [norm(scaled, q)], 1e-6, `${what}: the dual norm`);
            if (dtype === 'float64') close([returned], [norm(scaled, q)], 1e-13, `${what}: the dual norm`);
            close(
              [climb.reduce((sum, e, i) => sum + e * g[i], 0)],
              [rho * norm(scaled, q)],
              20 * tolerance,
              `${what}: g·ε̂ is as large as it can be`,
            );
          });
        }
      }
    });

    test('eps fades ε̂ out where the gradient is not above it', () => {
      /** @param {number} size @param {Options} [more] */
      const climbed = (size, more = {}) =>
        using('sgd', [0, 0], { dtype, sam: { rho: 0.5, ...more } }, (opt) => {
          opt.gradient.set([3 * size, -4 * size]);
          close([opt.ascend() / size], [5], 1e-6, 'the norm itself is not faded');
          return Array.from(opt.params);
        });
      const tolerance = dtype === 'float64' ? 1e-15 : 1e-7;
      for (const size of [1e-30, 1e-12, 1, 1e10])
        close(climbed(size, { eps: 0 }), [0.3, -0.4], tolerance, `eps 0, ‖g‖ = ${5 * size}`);
      close(climbed(0.2, { eps: 1 }), [0.15, -0.2], tolerance, 'half where ‖g‖ = eps');
      close(climbed(0.2, { eps: 3 }), [0.075, -0.1], tolerance, 'a quarter where ‖g‖ = eps / 3');
      close(climbed(0.2e-12), [0.15, -0.2], tolerance, 'the default is 1e-12');
    });

    test('a power of two in front of the loss leaves the scale-free methods where they were', () => {
      /** @type {Record<string, Options>} */
      const free = {
        adagrad: { eps: 0, epsRoot: 0 },
        rmsprop: { eps: 0, epsRoot: 0, momentum: 0.5 },
        adam: { eps: 0 },
        adamw: { eps: 0 },
        amsgrad: { eps: 0 },
        nadam: { eps: 0 },
        adamax: { eps: 0 },
        lion: {},
      };
      for (const [id, options] of Object.entries(free)) {
        const plain = path(id, { lr: 0.01, ...options, dtype });
        for (const exponent of [-20, 3, 20]) {
          const scaled = gs.map((g) => g.map((x) => x * 2 ** exponent));
          samePath(path(id, { lr: 0.01, ...options, dtype }, scaled), plain, `${id}, loss · 2^${exponent}`);
        }
      }
      differ(
        path(
          'sgd',
          { dtype },
          gs.map((g) => g.map((x) => 8 * x)),
        )[0],
        path('sgd', { dtype })[0],
        'sgd is not scale-free',
      );
    });

    test('clipping', () => {
      /** @param {Options} options @param {number[]} g @param {string} [id] */
      const moved = (options, g, id = 'sgd') =>
        using(
          id,
          g.map(() => 0),
          { lr: 1, dtype, ...options },
          (opt) => {
            opt.gradient.set(g);
            opt.update();
            return { w: Array.from(opt.params), g: Array.from(opt.gradient) };
          },
        );
      const tolerance = dtype === 'float64' ? 1e-15 : 1e-7;
      close(moved({ clipNorm: 1 }, [3, 0, -4]).w, [-0.6, 0, 0.8], tolerance, 'scaled down to length 1');
      close(moved({ clipNorm: 1 }, [3, 0, -4]).g, [0.6, 0, -0.8], tolerance, 'gradient shows what was used');
      same(moved({ clipNorm: 5 }, [3, 0, -4]).w, [-3, 0, 4], 'no longer than allowed');
      same(moved({ clipNorm: 1 }, [0, 0, 0]).w, [0, 0, 0], 'zero');
      same(moved({ clipValue: 2 }, [3, 1.5, -4]).w, [-2, -1.5, 2], 'each component');
      close(
        moved({ clipValue: 3, clipNorm: 1 }, [3, 0, -40]).w,
        [-Math.SQRT1_2, 0, Math.SQRT1_2],
        tolerance,
        'value before norm',
      );
      close(
        moved({ clipNorm: 1, groups: [{ start: 0, end: 1, lr: 0 }] }, [3, 0, -4]).w,
        [0, 0, 0.8],
        tolerance,
        'the norm is of the whole gradient',
      );
      close(moved({ clipNorm: 1, l2: 0 }, [3e18, 0, -4e18]).w, [-0.6, 0, 0.8], tolerance, 'no overflow');
      for (const id of ids) {
        const half = gs.map((g) => {
          const length = Math.hypot(...g);
          return g.map((x) => x * Math.min(1, 0.5 / length));
        });
        closePath(
          path(id, { dtype, clipNorm: 0.5 }),
          path(id, { dtype }, half),
          dtype === 'float64' ? 1e-12 : 1e-5,
          `${id}: clipNorm`,
        );
        const capped = gs.map((g) => g.map((x) => Math.max(-0.25, Math.min(0.25, x))));
        samePath(path(id, { dtype, clipValue: 0.25 }), path(id, { dtype }, capped), `${id}: clipValue`);
      }
    });

    test('under SAM the gradient of the ascent is not clipped, that of the update is', () => {
      const options = { lr: 0.5, clipNorm: 0.25, clipValue: 0.2, dtype };
      using('sgd', w0, { ...options, sam: { rho: 0.4 } }, (opt) => {
        using('sgd', w0, { lr: 0.5, dtype, sam: { rho: 0.4 } }, (bare) => {
          waves(opt.params, opt.gradient);
          waves(bare.params, bare.gradient);
          opt.ascend();
          bare.ascend();
          same(opt.params, bare.params, 'w + ε̂');
        });
        waves(opt.params, opt.gradient);
        const second = opt.gradient.slice();
        opt.descend();
        using('sgd', w0, options, (clipped) => {
          clipped.gradient.set(second);
          clipped.update();
          same(opt.params, clipped.params, 'the update');
          differ(clipped.gradient, second, 'it was clipped');
        });
      });
    });

    test('a rate is the same as a number, a schedule, a function, or set at each step', () => {
      /** @type {import('kudari').ScheduleObject} */
      const schedule = {
        type: 'polynomial',
        base: 0.1,
        steps: 25,
        power: 2,
        minLr: 0.01,
        warmup: { steps: 5, startFactor: 0.2 },
      };
      const rate = kudari.schedule(schedule);
      for (const id of ids) {
        const constant = path(id, { lr: 0.05, dtype });
        samePath(path(id, { lr: { type: 'constant', base: 0.05 }, dtype }), constant, `${id}: constant`);
        samePath(path(id, { lr: () => 0.05, dtype }), constant, `${id}: function`);
        samePath(
          path(id, { lr: { type: 'exponential', base: 0.05, factor: 1 }, dtype }),
          constant,
          `${id}: exponential 1`,
        );
        if (id.endsWith('bound')) continue; // their bounds refer to the base rate, which a function does not have
        const scheduled = path(id, { lr: schedule, dtype });
        samePath(path(id, { lr: rate, dtype }), scheduled, `${id}: the schedule as a function`);
        const bySetter = using(id, w0, { dtype }, (opt) =>
          gs.map((g, t) => {
            opt.lr = rate(t);
            assert.equal(opt.lr, rate(t));
            opt.gradient.set(g);
            opt.update();
            return opt.params.slice();
          }),
        );
        samePath(bySetter, scheduled, `${id}: set at each step`);
        differ(scheduled[29], constant[29], `${id}: the schedule`);
      }
    });

    test("a schedule that names no base has the method's own rate for it", () => {
      for (const id of ids) {
        const own = kudari.methods.find((row) => row.id === id)?.options.lr.default;
        samePath(
          path(id, { lr: { type: 'cosine', steps: 20 }, dtype }),
          path(id, { lr: { type: 'cosine', steps: 20, base: own }, dtype }),
          id,
        );
      }
    });

    test('AdaBound between closed bounds is gradient descent with its final rate', () => {
      // γ so large that l and u are the final rate; m is then a velocity with dampening from the first step on.
      const options = { lr: 0.02, finalLr: 0.5, gamma: 1e18, beta1: 0.75, dtype };
      for (const id of ['adabound', 'amsbound']) {
        const m = w0.map(() => 0);
        const w = [...w0];
        path(id, options).forEach((actual, t) => {
          gs[t].forEach((x, i) => {
            m[i] = 0.75 * m[i] + 0.25 * x;
            w[i] -= 0.5 * m[i];
          });
          close(actual, w, dtype === 'float64' ? 1e-14 : 1e-5, `${id}, step ${t + 1}`);
        });
        const halved = path(id, { ...options, lr: { type: 'step', base: 0.02, every: 1, factor: 0.5 } });
        const [first, second] = [halved[0], halved[1]].map((at) => at[0]);
        const slot = 0.75 * 0.25 * gs[0][0] + 0.25 * gs[1][0];
        close([first - second], [0.25 * slot], 1e-6, `${id}: the bounds follow the schedule`);
      }
    });

    test('AdaGrad starts from its initial accumulator, and again after reset', () => {
      const step = (/** @type {number} */ s) => 0.1 / Math.sqrt(s + 4);
      using('adagrad', [1], { lr: 0.05, initialAccumulator: 5, eps: 0, epsRoot: 0, dtype }, (opt) => {
        same(opt.slots.s, [5], 'before the first step');
        same(
          feed(opt, [[2]])[0],
          using('sgd', [1], { lr: 1, dtype }, (plain) => feed(plain, [[step(5)]]))[0],
          'w − 0.05 · 2 / √(5 + 2²)',
        );
        same(opt.slots.s, [9], 'after it');
        opt.reset([1]);
        same(opt.slots.s, [5], 'after reset');
        assert.equal(opt.steps, 0);
      });
    });

    test('reset is a new beginning', () => {
      for (const id of ids) {
        for (const options of variants(id)) {
          using(id, w0, { ...options, dtype, lr: { type: 'cosine', base: 0.1, steps: 40 } }, (opt) => {
            const first = feed(opt, gs);
            opt.reset(w0);
            assert.equal(opt.steps, 0);
            same(opt.params, w0, 'w0');
            same(
              opt.gradient,
              w0.map(() => 0),
              'no gradient is left over',
            );
            samePath(feed(opt, gs), first, label(id, options));
            const last = opt.params.slice();
            opt.reset();
            same(opt.params, last, `${label(id, options)}: without w0 the parameters stay`);
            samePath(
              feed(opt, gs),
              using(id, last, { ...options, dtype, lr: opt.options.lr }, (fresh) => feed(fresh, gs)),
              `${label(id, options)}: from there`,
            );
          });
        }
      }
    });

    test('two instances side by side are two instances', () => {
      const other = vector(N, 9);
      const otherGs = gradients(30, N, 10);
      ids.forEach((id, k) => {
        const second = ids[(k + 1) % ids.length];
        const [a, b] = [
          kudari.optimizer(id, w0, { dtype, sam: { rho: 0.1 } }),
          kudari.optimizer(second, other, { dtype }),
        ];
        const mixed = gs.map((g, t) => {
          a.gradient.set(g);
          b.gradient.set(otherGs[t]);
          a.ascend();
          b.update();
          a.gradient.set(g);
          a.descend();
          return [a.params.slice(), b.params.slice()];
        });
        a.dispose();
        b.dispose();
        samePath(
          mixed.map(([w]) => w),
          path(id, { dtype }),
          `${id} beside ${second}`,
        );
        samePath(
          mixed.map(([, w]) => w),
          using(second, other, { dtype }, (opt) => feed(opt, otherGs)),
          `${second} beside ${id}`,
        );
      });
    });

    test('the preset is its defaults, and gives way to what is said', () => {
      for (const { id, pytorch } of kudari.methods) {
        samePath(path(id, { preset: 'pytorch', dtype }), path(id, { ...pytorch, dtype }), id);
        samePath(path(id, { preset: 'textbook', dtype }), path(id, { dtype }), `${id}: textbook`);
      }
      const both = using('rmsprop', w0, { preset: 'pytorch', gamma: 0.5, dtype }, (opt) => opt.options);
      assert.deepEqual([both.gamma, both.eps, both.epsRoot, both.lr], [0.5, 1e-8, 0, 0.01]);
    });

    describe('state, restore, continue is to continue', () => {
      /** @type {Record<string, (state: any) => any>} */
      const ways = {
        directly: (state) => state,
        'through structuredClone': (state) => structuredClone(state),
        'through JSON': (state) =>
          JSON.parse(
            JSON.stringify(state, (_, value) =>
              ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value,
            ),
          ),
      };
      /** @type {Record<string, Options>} */
      const extras = {
        plain: {},
        'with a schedule': { lr: { type: 'cosineRestarts', base: 0.1, period: 4, mult: 2, warmup: { steps: 3 } } },
        'with groups': {
          groups: [
            { start: 2, end: 9, lr: { type: 'cosine', base: 0.2, steps: 12 } },
            { start: 11, end: 12, l2: 0.5, weightDecay: 0.25 },
          ],
        },
        'with clipping': { clipNorm: 0.7, clipValue: 0.5 },
        'with SAM': { sam: { rho: 0.1, p: 3, adaptive: true } },
        'with SAM, p = ∞': { sam: { rho: 0.1, p: Infinity } },
      };
      for (const [extra, more] of Object.entries(extras)) {
        for (const [way, carry] of Object.entries(ways)) {
          test(`${extra}, ${way}`, () => {
            for (const id of ids) {
              for (const options of variants(id)) {
                const what = label(id, options);
                const opt = kudari.optimizer(id, w0, { ...options, ...more, dtype });
                walk(opt, 7);
                const saved = opt.state();
                const copy = carry(saved);
                const goneOn = walk(opt, 9);
                const twin = kudari.restore(copy);
                assert.deepEqual([twin.steps, twin.method, twin.dtype, twin.size], [7, id, dtype, N], what);
                samePath(walk(twin, 9), goneOn, what);
                assert.deepEqual(snapshot(twin), snapshot(opt), what);
                // Neither going on nor restoring reached into what was saved.
                const again = kudari.restore(carry(saved));
                samePath(walk(again, 9), goneOn, `${what}, a second time`);
                for (const each of [opt, twin, again]) each.dispose();
              }
            }
          });
        }
      }

      test('with a rate that is a function', () => {
        for (const id of ids) {
          const lr = (/** @type {number} */ t) => 0.1 / (t + 1);
          const opt = kudari.optimizer(id, w0, { lr, dtype });
          walk(opt, 5);
          const twin = kudari.restore(structuredClone(opt.state()), { lr });
          const third = kudari.restore(
            JSON.parse(
              JSON.stringify(opt.state(), (_, value) =>
                ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value,
              ),
            ),
            { lr },
          );
          const goneOn = walk(opt, 5);
          samePath(walk(twin, 5), goneOn, id);
          samePath(walk(third, 5), goneOn, `${id}: given again`);
          for (const each of [opt, twin, third]) each.dispose();
        }
      });

      test('with options changed on the way: they are part of the state', () => {
        for (const id of ids) {
          // Bounds that close fast, for they refer to the rate at the very beginning.
          const opt = kudari.optimizer(id, w0, { dtype, lr: 0.1, ...(id.endsWith('bound') ? { gamma: 10 } : {}) });
          walk(opt, 4);
          opt.set({ lr: 0.02, l2: 0.1, sam: { rho: 0.05 } });
          walk(opt, 3);
          const twin = kudari.restore(structuredClone(opt.state()));
          samePath(walk(twin, 6), walk(opt, 6), id);
          opt.dispose();
          twin.dispose();
        }
      });

      test('with changes at the restore, as with set', () => {
        for (const id of ids) {
          const opt = kudari.optimizer(id, w0, { dtype, lr: 0.1, ...(id.endsWith('bound') ? { gamma: 10 } : {}) });
          walk(opt, 4);
          const twin = kudari.restore(opt.state(), { lr: 0.02, weightDecay: 0.1 });
          opt.set({ lr: 0.02, weightDecay: 0.1 });
          samePath(walk(twin, 6), walk(opt, 6), id);
          opt.dispose();
          twin.dispose();
        }
      });

      test('with other groups, and other vectors, at the restore', () => {
        for (const [id, options, changes] of /** @type {[string, any, any][]} */ ([
          ['adabound', {}, { groups: [{ start: 1, end: 3, lr: 0.5 }] }],
          ['adam', { groups: [{ start: 1, end: 3, lr: 0.5 }] }, { groups: [] }],
          ['rmsprop', { momentum: 0.5 }, { momentum: 0 }],
          ['rmsprop', {}, { momentum: 0.5, centered: true }],
          ['sgd', {}, { sam: { rho: 0.1 }, lr: undefined }],
        ])) {
          const opt = kudari.optimizer(id, w0, { dtype, lr: 0.1, ...options });
          walk(opt, 4);
          const twin = kudari.restore(opt.state(), changes);
          opt.set(changes);
          samePath(walk(twin, 6), walk(opt, 6), `${id} ${JSON.stringify(changes)}`);
          opt.dispose();
          twin.dispose();
        }
      });

      test('with the rates of groups that were functions given again', () => {
        const groups = [{ start: 1, end: 3, lr: (/** @type {number} */ t) => 0.1 / (1 + t) }];
        const opt = kudari.optimizer('adabound', w0, { dtype, lr: (t) => 0.2 / (1 + t), groups });
        walk(opt, 4);
        const state = JSON.parse(JSON.stringify(opt.state()));
        refuses(() => kudari.restore(state, { lr: 0.1 }), ['was a function', '{ groups }'], 'groups', [TypeError]);
        refuses(() => kudari.restore(state, { groups }), ['was a function', '{ lr }'], 'lr', [TypeError]);
        const twin = kudari.restore(state, { lr: (/** @type {number} */ t) => 0.2 / (1 + t), groups });
        samePath(walk(twin, 6), walk(opt, 6), 'through JSON as it comes');
        opt.dispose();
        twin.dispose();
      });

      test('after RMSProp gave up a vector and took it up again', () => {
        const opt = kudari.optimizer('rmsprop', w0, { dtype, momentum: 0.9, centered: true });
        walk(opt, 4);
        opt.set({ momentum: 0, centered: false });
        walk(opt, 2);
        const twin = kudari.restore(opt.state());
        for (const each of [opt, twin]) each.set({ momentum: 0.9, centered: true });
        samePath(walk(twin, 4), walk(opt, 4), 'the new vectors start from zero');
        opt.dispose();
        twin.dispose();
      });

      test('a rate that was a function must be given again after JSON', () => {
        const opt = kudari.optimizer('sgd', w0, { lr: () => 0.1, dtype });
        walk(opt, 2);
        const text = JSON.stringify(opt.state(), (_, value) =>
          ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value,
        );
        refuses(() => kudari.restore(JSON.parse(text)).dispose(), ['lr'], 'a state that has lost its rate');
        opt.dispose();
      });
    });
  });
}

test('float32 and float64 are not the same computation', () => {
  for (const id of ids) differ(path(id, { dtype: 'float32' })[29], path(id, { dtype: 'float64' })[29], id);
  assert.equal(
    using('adam', w0, {}, (opt) => opt.dtype),
    'float32',
    'the default',
  );
});
