/**
 * The edges: sizes, zeros, what is not finite, memory that grows, options that change on the way, a long life.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  close,
  differ,
  dtypes,
  feed,
  freshKudari,
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
  wrappedKudari,
} from './support.js';

/** @typedef {import('./support.js').Options} Options */
/** @typedef {import('./support.js').Kudari} Kudari */
/** @typedef {import('./support.js').Optimizer} Optimizer */

assert.equal(ids.length, 15);

for (const dtype of dtypes) {
  describe(dtype, () => {
    describe('sizes', () => {
      const most = 33;
      const w0 = vector(most);
      const gs = gradients(12, most);

      test('every entry goes its own way, whatever stands beside it', () => {
        for (const id of ids) {
          for (const options of variants(id)) {
            const alone = w0.map((w, i) =>
              using(id, [w], { ...options, dtype }, (opt) =>
                feed(
                  opt,
                  gs.map((g) => [g[i]]),
                ),
              ),
            );
            for (const n of [0, 1, 7, 8, 9, most]) {
              const together = using(id, w0.slice(0, n), { ...options, dtype }, (opt) =>
                feed(
                  opt,
                  gs.map((g) => g.slice(0, n)),
                ),
              );
              samePath(
                together,
                gs.map((_, t) => alone.slice(0, n).map((path) => path[t][0])),
                `${label(id, options)}, n = ${n}`,
              );
            }
          }
        }
      });

      test('a step writes within its own vectors', () => {
        for (const id of ids) {
          for (const n of [0, 1, 7, 8, 9, most]) {
            const neighbours = [kudari.optimizer('amsgrad', w0, { dtype }), kudari.optimizer('amsgrad', w0, { dtype })];
            const opt = kudari.optimizer(id, w0.slice(0, n), { ...variants(id).at(-1), dtype, sam: { rho: 0.1 } });
            neighbours.push(kudari.optimizer('amsgrad', w0, { dtype }));
            const before = neighbours.map(snapshot);
            walk(opt, 3);
            opt.set({ clipNorm: 0.1, clipValue: 0.1 });
            walk(opt, 3);
            const others = Object.entries({ ...opt.slots, params: opt.params, gradient: opt.gradient });
            for (const [name, view] of others) {
              view.fill(7);
              for (const [other, values] of others) {
                if (other !== name)
                  assert.ok(
                    values.every((x) => x !== 7),
                    `${id}, n = ${n}: ${name} lies over ${other}`,
                  );
              }
              view.fill(0);
            }
            assert.deepEqual(neighbours.map(snapshot), before, `${id}, n = ${n}`);
            for (const each of [...neighbours, opt]) each.dispose();
          }
        }
      });

      test('n = 0 is an optimizer like any other', () => {
        for (const id of ids) {
          for (const sam of [null, { rho: 0.1 }, { rho: 0.1, p: 1 }, { rho: 0.1, p: Infinity, adaptive: true }]) {
            using(id, [], { dtype, sam, clipNorm: 1, clipValue: 1 }, (opt) => {
              let calls = 0;
              assert.equal(
                opt.step(() => (calls += 1)),
                1,
                'the loss of the first call',
              );
              assert.equal(calls, sam ? 2 : 1);
              assert.deepEqual(
                [opt.steps, opt.size, opt.params.length, opt.gradient.length, opt.isFinite()],
                [1, 0, 0, 0, true],
              );
              const twin = kudari.restore(structuredClone(opt.state()));
              assert.deepEqual(snapshot(twin), snapshot(opt));
              twin.dispose();
              opt.reset([]);
              assert.equal(opt.steps, 0);
            });
          }
        }
      });
    });

    describe('zero gradients', () => {
      const w0 = [0, 1, -2, 3, 0.5, -0.25, 8, 1e-20, -7];
      const zeros = w0.map(() => 0);

      test('leave the parameters alone from the start', () => {
        for (const id of ids) {
          for (const options of [
            {},
            { preset: 'pytorch' },
            ...(id === 'rmsprop' ? [{ centered: true, momentum: 0.9 }] : []),
          ]) {
            using(id, w0, { ...options, weightDecay: 0, dtype }, (opt) => {
              const start = opt.params.slice();
              for (const w of feed(opt, [zeros, zeros, zeros])) same(w, start, label(id, options));
            });
          }
        }
      });

      test('with decay let the parameters shrink by 1 − lr · weightDecay', () => {
        for (const id of ids) {
          using(id, w0, { lr: 0.5, weightDecay: 0.5, dtype }, (opt) => {
            const start = opt.params.slice();
            const [first, second] = feed(opt, [zeros, zeros]);
            close(
              first,
              Array.from(start, (w) => w * 0.75),
              1e-15,
              id,
            );
            close(
              second,
              Array.from(start, (w) => w * 0.5625),
              dtype === 'float64' ? 1e-15 : 1e-7,
              id,
            );
          });
        }
      });

      test('have no ascent: SAM calls the objective twice at w', () => {
        for (const ball of [
          { p: 1 },
          { p: 1.5 },
          { p: 2 },
          { p: 4 },
          { p: Infinity },
          { adaptive: true },
          { eps: 0 },
          { eps: 0, p: 1 },
          { eps: 0, p: Infinity },
        ]) {
          using('sgd', w0, { dtype, sam: { rho: 0.5, ...ball } }, (opt) => {
            const start = opt.params.slice();
            assert.equal(opt.ascend(), 0, 'the norm');
            same(opt.params, start, JSON.stringify(ball));
            opt.descend();
            same(opt.params, start, JSON.stringify(ball));
          });
        }
      });

      test('after others let each method coast as its formula says', () => {
        const gs = [...gradients(3, 9), ...Array.from({ length: 9 }, () => zeros)];
        for (const id of ids) {
          for (const options of variants(id)) {
            using(id, w0, { ...options, dtype }, (opt) => {
              const plain = reference(id, opt.params, opt.options);
              feed(opt, gs).forEach((w, t) => {
                plain.step(gs[t], opt.options);
                close(w, plain.w, dtype === 'float64' ? 1e-12 : 2e-5, `${label(id, options)}, step ${t + 1}`);
              });
            });
          }
        }
      });
    });

    describe('gradients that are not finite', () => {
      const n = 11;
      const at = 4; // inside a SIMD block
      const w0 = vector(n);
      const good = gradients(5, n);

      for (const bad of [NaN, Infinity, -Infinity]) {
        test(`${bad} in one component stays there, and shows`, () => {
          const gs = good.map((g, t) => (t === 2 ? g.map((x, i) => (i === at ? bad : x)) : g));
          for (const id of ids) {
            for (const options of variants(id)) {
              const what = label(id, options);
              const clean = using(id, w0, { ...options, dtype }, (opt) => feed(opt, good));
              using(id, w0, { ...options, dtype }, (opt) => {
                const plain = reference(id, w0, opt.options);
                feed(opt, gs).forEach((w, t) => {
                  plain.step(gs[t], opt.options);
                  assert.equal(w.length, n);
                  w.forEach((x, i) => {
                    if (i !== at) same([x], [clean[t][i]], `${what}: [${i}] at step ${t + 1}`);
                    // float32's rounding apart, the formula says what becomes of the component, finite or not.
                    else
                      close(
                        [x],
                        [plain.w[at]],
                        dtype === 'float64' ? 1e-12 : 2e-5,
                        `${what}: [${at}] at step ${t + 1}`,
                      );
                  });
                });
                assert.equal(opt.isFinite(), plain.w.every(Number.isFinite), `${what}: isFinite`);
                if (Number.isNaN(bad))
                  assert.ok(Number.isNaN(opt.params[at]) && !opt.isFinite(), `${what}: NaN is never lost`);
                opt.reset(w0);
                samePath(feed(opt, good), clean, `${what}: reset cures it`);
              });
            }
          }
        });
      }

      test('clipValue limits an infinity, and keeps a NaN', () => {
        using('sgd', [0, 0, 0, 0], { lr: 1, clipValue: 2, dtype }, (opt) => {
          same(feed(opt, [[Infinity, -Infinity, NaN, 1]])[0], [-2, 2, NaN, -1], 'w');
          assert.equal(opt.isFinite(), false);
        });
      });

      test('clipNorm cannot hide a gradient that is not finite', () => {
        using('sgd', [0, 0, 0], { lr: 1, clipNorm: 2, dtype }, (opt) =>
          same(feed(opt, [[1, NaN, 1]])[0], [NaN, NaN, NaN], 'NaN'),
        );
        using('sgd', [0, 0, 0], { lr: 1, clipNorm: 2, dtype }, (opt) => {
          const [w] = feed(opt, [[1, Infinity, 1]]);
          assert.ok(Number.isNaN(w[1]), 'infinity');
          assert.equal(opt.isFinite(), false);
        });
      });

      test('SAM comes back to w from wherever they lead', () => {
        for (const ball of [{ p: 1 }, { p: 2 }, { p: 3 }, { p: Infinity }, { adaptive: true }]) {
          for (const bad of [NaN, Infinity, -Infinity]) {
            using('sgd', w0, { dtype, sam: { rho: 0.1, ...ball } }, (opt) => {
              const start = opt.params.slice();
              opt.gradient.fill(1);
              opt.gradient[at] = bad;
              opt.ascend();
              opt.gradient.fill(0);
              opt.descend();
              same(opt.params, start, `${JSON.stringify(ball)}, ${bad}`);
            });
          }
        }
      });

      test('a loss that is not finite is returned, and is no error', () => {
        using('adam', w0, { dtype }, (opt) => {
          for (const loss of [NaN, Infinity, -Infinity]) same([opt.step(() => loss)], [loss], 'loss');
          assert.equal(opt.steps, 3);
        });
      });
    });

    test('denormal gradients', () => {
      const tiny = dtype === 'float64' ? 5e-324 : 2 ** -149;
      const gs = [1, -3, 100, -2].map((k) => k * tiny);
      for (const id of ['sgd', 'momentum', 'nesterov']) {
        using(id, [0, 0, 0, 0], { lr: 1, ...(id === 'sgd' ? {} : { momentum: 0 }), dtype }, (opt) => {
          same(
            feed(opt, [gs])[0],
            gs.map((g) => -g),
            `${id}: nothing is flushed to zero`,
          );
        });
      }
      using('lion', [0, 0, 0, 0], { lr: 1, beta1: 0, beta2: 0, dtype }, (opt) =>
        same(feed(opt, [gs])[0], [-1, 1, -1, 1], 'lion sees the sign'),
      );
      for (const id of ids) {
        const w0 = vector(4);
        using(id, w0, { weightDecay: 0, dtype }, (opt) => {
          const start = opt.params.slice();
          const plain = reference(id, w0, opt.options);
          if (id === 'lion') return; // a tenth of the smallest number is 0, or is not: both have a sign
          feed(opt, [gs, gs, gs]).forEach((w, t) => {
            plain.step(gs, opt.options);
            close(w, plain.w, dtype === 'float64' ? 1e-14 : 1e-6, `${id}, step ${t + 1}`);
          });
          close(opt.params, start, 1e-15, `${id}: no step worth the name`);
        });
      }
      using('sgd', [0, 0, 0, 0], { dtype, sam: { rho: 1, eps: 0 } }, (opt) => {
        opt.gradient.set([0, tiny, 0, 0]);
        assert.equal(opt.ascend(), tiny);
        same(opt.params, [0, 1, 0, 0], 'the direction of a denormal gradient');
        opt.retreat();
      });
    });

    describe('memory that grows', () => {
      const n = 100;
      const w0 = vector(n);

      /** Optimizers in this instance until its memory has grown. @param {Kudari} core */
      const grow = (core) => {
        const probe = core.optimizer('sgd', [0]);
        const before = probe.params.buffer.byteLength;
        const ballast = [probe];
        while (probe.params.buffer.byteLength === before)
          ballast.push(core.optimizer('sgd', new Float64Array(50_000), { dtype: 'float64' }));
        return ballast;
      };

      test('between steps is not noticed', async () => {
        const core = await freshKudari();
        for (const id of ids) {
          const options = { ...variants(id).at(-1), dtype, sam: { rho: 0.1 } };
          const calm = using(id, w0, options, (opt) => walk(opt, 6));
          const opt = core.optimizer(id, w0, options);
          const old = opt.params;
          /** @type {Optimizer[]} */
          let ballast = [];
          for (let t = 0; t < 6; t++) {
            if (t === 2) ballast = grow(core);
            if (t === 4) {
              waves(opt.params, opt.gradient);
              opt.ascend();
              ballast.push(...grow(core));
              waves(opt.params, opt.gradient);
              opt.descend();
            } else {
              opt.step(waves);
            }
            same(opt.params, calm[t], `${id}, step ${t + 1}`);
          }
          assert.equal(old.length, 0, 'a view from before is detached');
          assert.notEqual(opt.params, old);
          assert.equal(opt.params, opt.params, 'without growth the view is the same one');
          assert.equal(opt.gradient.length, n);
          for (const values of Object.values(opt.slots)) assert.equal(values.length, n);
          refuses(() => core.optimizer('sgd', old), ['w0', 'fresh'], 'a detached w0');
          refuses(() => opt.reset(old), ['w0', 'fresh'], 'a detached w0 for reset');
          for (const each of [opt, ...ballast]) each.dispose();
        }
      });

      test('while w0 is a live view, too', async () => {
        const core = await freshKudari();
        const small = core.optimizer('sgd', w0, { dtype });
        const bytes = small.params.buffer.byteLength;
        const ballast = [];
        while (small.params.buffer.byteLength === bytes) {
          ballast.push(core.optimizer('amsgrad', small.params, { dtype }));
          same(/** @type {Optimizer} */ (ballast.at(-1)).params, small.params, 'a copy of the start');
        }
        assert.ok(ballast.length > 1);
      });

      for (const sam of [null, { rho: 0.1 }]) {
        for (const when of sam ? [1, 2] : [1]) {
          test(`inside the objective${sam ? `, in call ${when} under SAM,` : ''} is an error that changes nothing`, async () => {
            const core = await freshKudari();
            for (const id of ids) {
              const options = { ...variants(id).at(-1), dtype, sam };
              const calm = using(id, w0, options, (opt) => walk(opt, 6));
              const opt = core.optimizer(id, w0, options);
              walk(opt, 3);
              const before = snapshot(opt);
              /** @type {Optimizer[]} */
              let ballast = [];
              let calls = 0;
              refuses(
                () =>
                  opt.step((w, g) => {
                    const loss = waves(w, g);
                    if (++calls === when) ballast = grow(core);
                    return loss;
                  }),
                ['memory grew'],
                id,
                [TypeError],
              );
              assert.equal(calls, when);
              assert.deepEqual(snapshot(opt), before, id);
              samePath(walk(opt, 3), calm.slice(3), `${id}: goes on`);
              for (const each of [opt, ...ballast]) each.dispose();
            }
          });
        }
      }
    });

    describe('options changed on the way', () => {
      const n = 10;
      const w0 = vector(n);
      const gs = gradients(12, n);
      const tolerance = dtype === 'float64' ? 1e-12 : 2e-5;
      /** Other values than the defaults, for whatever of them a method has. @type {Options} */
      const others = {
        lr: 0.07,
        momentum: 0.6,
        dampening: 0.25,
        gamma: 0.35,
        beta1: 0.999,
        beta2: 0.8,
        eps: 1e-3,
        epsRoot: 1e-2,
        finalLr: 0.3,
        momentumDecay: 0.2,
        l2: 0.3,
        weightDecay: 0.2,
        centered: true,
      };

      test('one at a time hold from the next step on', () => {
        for (const { id, options } of kudari.methods) {
          for (const name of Object.keys(options)) {
            if (name === 'initialAccumulator') continue; // it says where a run starts
            // Bounds so close that they matter.
            const first = { lr: 0.05, ...(id.endsWith('bound') ? { gamma: 0.9 } : {}), dtype };
            using(id, w0, first, (opt) => {
              const before = opt.options;
              const plain = reference(id, w0, before);
              gs.forEach((g, t) => {
                if (t === 5) opt.set({ [name]: others[name] });
                plain.step(g, opt.options);
                assert.deepEqual(
                  opt.options,
                  t < 5 ? before : { ...before, [name]: others[name] },
                  `${id}: ${name} as the options show it`,
                );
                opt.gradient.set(g);
                opt.update();
                close(opt.params, plain.w, tolerance, `${id}: ${name} changed before step 6, at step ${t + 1}`);
              });
              const unchanged = using(id, w0, first, (other) => feed(other, gs));
              differ(opt.params, unchanged[11], `${id}: ${name}`);
            });
          }
        }
      });

      test('all together, at every step', () => {
        for (const { id, options } of kudari.methods) {
          using(id, w0, { lr: 0.05, dtype }, (opt) => {
            const plain = reference(id, w0, opt.options);
            const defaults = opt.options;
            gs.forEach((g, t) => {
              // Taking a vector away and back is a question of its own (identities.test.js).
              const names = Object.keys(options).filter(
                (name) =>
                  !['initialAccumulator', 'centered'].includes(name) && !(id === 'rmsprop' && name === 'momentum'),
              );
              opt.set(Object.fromEntries(names.map((name) => [name, t % 2 ? defaults[name] : others[name]])));
              plain.step(g, opt.options);
              opt.gradient.set(g);
              opt.update();
              close(opt.params, plain.w, tolerance, `${id}, step ${t + 1}`);
            });
          });
        }
      });

      test('the rate, by its setter', () => {
        for (const id of ids) {
          using(id, w0, { lr: 0.05, dtype }, (opt) => {
            const plain = reference(id, w0, opt.options);
            gs.forEach((g, t) => {
              opt.lr = 0.1 / (t + 1);
              assert.equal(opt.lr, 0.1 / (t + 1));
              plain.step(g, { ...opt.options, lr: 0.1 / (t + 1) });
              opt.gradient.set(g);
              opt.update();
              close(opt.params, plain.w, tolerance, `${id}, step ${t + 1}`);
            });
          });
        }
      });

      test("AdaBound's bounds refer to the rate at construction, also in groups", () => {
        const options = { lr: 0.05, finalLr: 0.5, gamma: 0.5, beta2: 0.9 };
        for (const id of ['adabound', 'amsbound']) {
          using(id, w0, { ...options, dtype, groups: [{ start: 4, end: 7, lr: 0.02 }] }, (opt) => {
            const outer = reference(id, w0, { ...opt.options, lr: 0.05 });
            const inner = reference(id, w0, { ...opt.options, lr: 0.02 });
            gs.forEach((g, t) => {
              if (t === 4) opt.set({ lr: 0.01, groups: [{ start: 4, end: 7, lr: 0.08 }] });
              outer.step(g, { ...opt.options, lr: t < 4 ? 0.05 : 0.01 });
              inner.step(g, { ...opt.options, lr: t < 4 ? 0.02 : 0.08 });
              opt.gradient.set(g);
              opt.update();
              close(
                opt.params,
                w0.map((_, i) => (i >= 4 && i < 7 ? inner : outer).w[i]),
                tolerance,
                `${id}, step ${t + 1}`,
              );
            });
          });
        }
      });

      test('a group that is another has the bounds of its own rate, whatever stood at its place', () => {
        using('adabound', w0, { lr: 0.05, dtype, groups: [{ start: 4, end: 7, lr: 0.02 }] }, (opt) => {
          assert.deepEqual(opt.state().baseLr, [0.05, 0.02, 0.05]);
          opt.set({ lr: 0.01, groups: [{ start: 3, end: 7, lr: 0.08 }] });
          assert.deepEqual(opt.state().baseLr, [0.01, 0.08, 0.05], 'the last is as it was');
          opt.set({ groups: [{ start: 3, end: 8, lr: 0.3 }] });
          assert.deepEqual(opt.state().baseLr, [0.01, 0.3, 0.01], 'the same beginning is not the same group');
          opt.set({ groups: [] });
          assert.deepEqual(opt.state().baseLr, [0.01]);
        });
      });

      test('SAM, clipping and groups can come and go', () => {
        const changes = [
          { sam: { rho: 0.2 } },
          { clipNorm: 0.5 },
          { sam: { rho: 0.1, p: Infinity } },
          { clipNorm: null, clipValue: 0.1 },
          { clipValue: null, sam: null },
          { groups: [{ start: 2, end: 5, lr: 0 }] },
          { groups: [] },
        ];
        for (const id of ids) {
          using(id, w0, { lr: 0.05, dtype }, (opt) => {
            let said = { lr: 0.05 };
            for (const change of changes) {
              opt.set(change);
              said = { ...said, ...change };
              // A second optimizer that has always had these options, in the same state.
              const twin = kudari.restore({
                ...kudari.optimizer(id, w0, { ...said, dtype }).state(),
                ...{ steps: opt.steps, muProduct: opt.state().muProduct, slots: opt.state().slots },
              });
              samePath(walk(opt, 2), walk(twin, 2), `${id} after ${JSON.stringify(change)}`);
              twin.dispose();
            }
            assert.deepEqual(
              opt.options,
              using(id, w0, { lr: 0.05, dtype }, (plain) => plain.options),
              'back where they were',
            );
          });
        }
      });
    });

    describe('a long life', () => {
      /** @param {Kudari} core */
      const bytes = (core) => {
        const probe = core.optimizer('sgd', [0]);
        const { byteLength } = probe.params.buffer;
        probe.dispose();
        return byteLength;
      };

      test('half a million optimizers leave memory as it was', async () => {
        const core = await freshKudari();
        const before = bytes(core);
        const w0 = vector(33);
        const g = gradients(1, 33)[0];
        for (let k = 0; k < 500_000; k++) {
          const opt = core.optimizer(ids[k % ids.length], w0, { dtype, ...(k % 3 === 0 ? { sam: { rho: 0.1 } } : {}) });
          opt.step((_, at) => {
            at.set(g);
            return 0;
          });
          opt.dispose();
        }
        assert.equal(bytes(core), before);
      });

      test('many at once, in any order, give all of it back', async () => {
        const core = await freshKudari();
        const w0 = vector(1000);
        const round = (/** @type {boolean} */ backwards) => {
          const all = Array.from({ length: 600 }, (_, k) =>
            core.optimizer(ids[k % ids.length], w0.slice(0, 1 + ((k * 37) % 1000)), { dtype }),
          );
          for (const opt of all) opt.set({ sam: { rho: 0.1 } });
          const order = backwards
            ? all.reverse()
            : all.filter((_, k) => k % 2).concat(all.filter((_, k) => k % 2 === 0));
          for (const opt of order) opt.dispose();
        };
        round(false);
        const before = bytes(core);
        for (let k = 0; k < 10; k++) round(k % 2 === 0);
        assert.equal(bytes(core), before);
      });

      test('what never came to be takes no memory', async () => {
        const core = await freshKudari();
        const w0 = vector(10_000);
        const opt = core.optimizer('adam', w0, { dtype });
        const state = opt.state();
        const before = opt.params.buffer.byteLength;
        const broken = { ...state, slots: { ...state.slots, v: 'gone' } };
        const flat = { size: 10_000, loss: () => 0, gradient: () => 0 };
        const at = new Float64Array(10_000);
        for (let k = 0; k < 200; k++) {
          refuses(() => core.optimizer('adam', w0, { beta1: 2, dtype }), ['beta1']);
          refuses(() => core.restore(/** @type {any} */ (broken)), ['slots.v']);
          refuses(() => core.samSharpness(flat, at, { rho: -1 }), ['rho']);
          assert.equal(core.samSharpness(flat, at), 0);
          let calls = 0;
          const failing = () => {
            if (++calls === 2) throw new Error('mine');
            return 0;
          };
          assert.throws(() => core.samSharpness({ ...flat, loss: failing }, at), /mine/);
        }
        assert.equal(opt.params.buffer.byteLength, before);
      });

      test('a new optimizer starts from zero, whoever had the memory before', () => {
        for (const id of ids) {
          const options = { ...variants(id).at(-1), dtype };
          const w0 = vector(65);
          const clean = using(id, w0, options, (opt) => feed(opt, gradients(3, 65)));
          const dirty = kudari.optimizer(id, w0, options);
          for (const values of [...Object.values(dirty.slots), dirty.gradient]) values.fill(NaN);
          dirty.dispose();
          using(id, w0, options, (opt) => {
            assert.ok(
              opt.gradient.every((x) => x === 0),
              `${id}: gradient`,
            );
            samePath(feed(opt, gradients(3, 65)), clean, id);
          });
        }
      });
    });

    test('more memory than there is: an error, and nothing has changed', async () => {
      let empty = false;
      const core = await wrappedKudari((exports) => ({
        ...exports,
        malloc: (/** @type {number} */ size) => (empty ? 0 : exports.malloc(size)),
      }));
      const w0 = vector(9);
      const opt = core.optimizer('rmsprop', w0, { dtype });
      walk(opt, 2);
      const before = snapshot(opt);
      const state = opt.state();
      empty = true;
      refuses(() => core.optimizer('adam', w0, { dtype }), ['not enough memory', 'bytes'], 'a new one', [RangeError]);
      refuses(() => core.restore(state), ['not enough memory'], 'a restored one', [RangeError]);
      refuses(() => opt.set({ sam: { rho: 0.1 }, lr: 0.5 }), ['not enough memory'], 'SAM for an old one', [RangeError]);
      refuses(() => opt.set({ momentum: 0.5 }), ['not enough memory'], 'momentum for an old one', [RangeError]);
      assert.deepEqual(snapshot(opt), before);
      const goneOn = walk(opt, 3);
      empty = false;
      samePath(goneOn, using('rmsprop', w0, { dtype }, (other) => walk(other, 5)).slice(2), 'goes on');
      opt.set({ sam: { rho: 0.1 } });
      opt.step(waves);
      opt.dispose();
    });
  });
}

describe('the end', () => {
  const objective = waves;

  test('dispose twice is harmless, and does not free what is another’s by then', () => {
    const w0 = vector(40);
    const first = kudari.optimizer('adam', w0);
    first.dispose();
    const second = kudari.optimizer('adam', w0);
    first.dispose();
    const third = kudari.optimizer('adam', w0);
    const calm = using('adam', w0, {}, (opt) => walk(opt, 3));
    walk(third, 2);
    samePath(walk(second, 3), calm, 'the second');
    second.dispose();
    third.dispose();
  });

  test('Symbol.dispose is dispose', () => {
    const opt = kudari.optimizer('sgd', [1]);
    assert.equal(typeof Symbol.dispose, 'symbol');
    /** @type {any} */ (opt)[Symbol.dispose]();
    refuses(() => opt.params, ['disposed']);
  });

  test('an optimizer can be disposed of while it stands at w + ε̂', () => {
    const opt = kudari.optimizer('sgd', [1, 2], { sam: { rho: 1 } });
    opt.ascend();
    opt.dispose();
    refuses(() => opt.descend(), ['disposed']);
  });

  test('after it every member either throws or tells what it was', () => {
    const opt = kudari.optimizer('rmsprop', [1, 2], { centered: true, sam: { rho: 0.1 }, lr: 0.25 });
    opt.step(objective);
    /** What needs no memory. @type {Record<string, unknown>} */
    const plain = {
      method: 'rmsprop',
      size: 2,
      dtype: 'float32',
      options: opt.options,
      steps: 1,
      ascended: false,
      lr: 0.25,
    };
    /** @type {Record<string, () => unknown>} */
    const uses = {
      params: () => opt.params,
      gradient: () => opt.gradient,
      slots: () => opt.slots,
      'lr =': () => {
        opt.lr = 0.1;
      },
      set: () => opt.set({ l2: 1 }),
      step: () => opt.step(objective),
      update: () => opt.update(),
      ascend: () => opt.ascend(),
      descend: () => opt.descend(),
      retreat: () => opt.retreat(),
      isFinite: () => opt.isFinite(),
      state: () => opt.state(),
      reset: () => opt.reset([3, 4]),
    };
    const members = Object.getOwnPropertyNames(Object.getPrototypeOf(opt)).filter(
      (name) => !['constructor', 'dispose'].includes(name),
    );
    const listed = new Set([...Object.keys(plain), ...Object.keys(uses).map((name) => name.split(' ')[0])]);
    assert.deepEqual(new Set(members), listed, 'every member is listed here');
    opt.dispose();
    for (const [name, use] of Object.entries(uses)) refuses(use, ['disposed'], name, [TypeError]);
    for (const [name, value] of Object.entries(plain)) assert.deepEqual(/** @type {any} */ (opt)[name], value, name);
    refuses(() => opt.step(objective), ['disposed'], 'still');
  });
});
