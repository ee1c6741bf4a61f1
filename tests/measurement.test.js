/**
 * A measurement of sharpness as its caller may misuse it: stepped too far, dropped, too large, beside others whose memory
 * it must not touch.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { quadratic } from 'kudari/problems';
import { freshKudari, kudari, refuses, using } from './support.js';

/** The Hessian with 1, 2 … size on its diagonal, and whatever else a product is to do. */
const diagonal = (/** @type {number} */ size, also = () => {}) => ({
  size,
  loss: () => 0,
  gradient: () => 0,
  /** @param {any} _ @param {any} v @param {any} out */
  hessianVector(_, v, out) {
    also();
    for (let i = 0; i < size; i++) out[i] = (i + 1) * v[i];
  },
});

/** @param {number} size */
const zeros = (size) => new Float64Array(size);

describe('a measurement', () => {
  test('stepped past its end makes no further product, and touches nothing', () => {
    let products = 0;
    const measurement = kudari.measureSharpness(
      diagonal(500, () => products++),
      zeros(500),
      { maxProducts: 3, tolerance: 1e-15 },
    );
    using('sgd', new Float64Array(500).fill(7), { dtype: 'float64' }, (opt) => {
      while (measurement.step());
      for (let i = 0; i < 5; i++) assert.equal(measurement.step(), false);
      assert.equal(products, 3);
      assert.ok(opt.params.every((value) => value === 7));
      assert.equal(measurement.finish().products, 3);
    });
    const settled = kudari.measureSharpness(quadratic(), quadratic().start);
    while (settled.step());
    assert.equal(settled.step(), false, 'and one that came to its end by itself');
    settled.dispose();
  });

  test('that is over says so, and is not taken for a result', () => {
    const finished = kudari.measureSharpness(diagonal(4), zeros(4));
    finished.step();
    finished.finish();
    const disposed = kudari.measureSharpness(diagonal(4), zeros(4));
    disposed.step();
    disposed[Symbol.dispose]();
    disposed.dispose();
    for (const measurement of [finished, disposed]) {
      refuses(() => measurement.step(), ['step', 'over', 'make a new one'], 'step', [TypeError]);
      refuses(() => measurement.finish(), ['finish', 'over', 'make a new one'], 'finish', [TypeError]);
    }
  });

  test('is not to be used by its own problem', () => {
    for (const use of /** @type {const} */ (['step', 'finish', 'dispose'])) {
      let products = 0;
      const measurement = kudari.measureSharpness(
        diagonal(6, () => {
          if (++products === 2) measurement[use]();
        }),
        zeros(6),
      );
      measurement.step();
      refuses(() => measurement.step(), [use, 'under way'], use, [TypeError]);
      // The product that failed is made again, and nothing has been lost.
      while (measurement.step());
      const { values, converged } = measurement.finish();
      assert.ok(Math.abs(values[0] - 6) < 1e-9 && converged, `${use}: ${values}`);
    }
  });

  test('is right where memory grows in the middle of a product', async () => {
    const core = await freshKudari();
    /** @type {unknown[]} */
    const kept = [];
    const growing = diagonal(6, () => kept.push(core.optimizer('sgd', new Float32Array(3e6))));
    const { values, converged } = core.sharpness(growing, zeros(6), { k: 2 });
    assert.ok(Math.abs(values[0] - 6) < 1e-9 && Math.abs(values[1] - 5) < 1e-9, `${values}`);
    assert.ok(converged && kept.length >= 6);
  });

  test('too large for the memory there can be is refused, and nothing has changed', () => {
    using('sgd', [7, 8, 9], { dtype: 'float64' }, (opt) => {
      // 201 vectors of 3 million are 4.8 GB; in 32 bits they would seem to be half a gigabyte.
      for (const [size, k] of [
        [3e6, 100],
        [2_684_354, 100],
      ])
        refuses(
          () => kudari.measureSharpness(diagonal(size), zeros(size), { k }),
          ['not enough memory', 'basis', String(size)],
          `${size} ${k}`,
          [RangeError],
        );
      assert.deepEqual([...opt.params], [7, 8, 9]);
      const { values } = kudari.sharpness(diagonal(6), zeros(6));
      assert.ok(Math.abs(values[0] - 6) < 1e-9);
    });
  });

  test('works where more than half of all memory is in use already', async () => {
    const core = await freshKudari();
    // 9 vectors of 240 MB: addresses beyond 2³¹, which are negative to whoever reads them with a sign.
    const opt = core.optimizer('amsgrad', new Float32Array(6e7), { sam: { rho: 0.1 } });
    const more = core.optimizer('adam', new Float32Array(6e7));
    const { values } = core.sharpness(diagonal(6), zeros(6), { k: 2 });
    assert.ok(Math.abs(values[0] - 6) < 1e-9 && Math.abs(values[1] - 5) < 1e-9, `${values}`);
    opt.dispose();
    more.dispose();
  });

  test('that is dropped gives its memory back when the collector comes by', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc');
    const core = await freshKudari();
    const size = 10_000;
    for (let i = 0; i < 40; i++) {
      core.measureSharpness(diagonal(size), zeros(size)).step();
      collect();
      // Finalizers run in turns of the event loop of their own.
      await new Promise((resolve) => setTimeout(resolve));
    }
    // Each held 201 vectors of 80 kB: all forty are 640 MB.
    const probe = core.optimizer('sgd', [0]);
    const { byteLength } = probe.params.buffer;
    probe.dispose();
    assert.ok(byteLength < 200e6, `${byteLength} bytes`);
  });

  test('of both ends is converged only with as many values as were asked for', () => {
    const identity = {
      ...diagonal(10),
      hessianVector: (/** @type {any} */ _, /** @type {any} */ v, /** @type {any} */ out) => out.set(v),
    };
    const few = kudari.sharpness(identity, zeros(10), { k: 4, end: 'both', maxProducts: 3 });
    assert.deepEqual([few.values.length, few.converged], [6, false]);
    const enough = kudari.sharpness(identity, zeros(10), { k: 4, end: 'both' });
    assert.deepEqual([enough.values.length, enough.converged], [8, true]);
  });
});

describe('what is no measurement', () => {
  test('a preconditioner that is not there is not measured without', () => {
    using('radam', [1, 2], {}, (opt) => {
      assert.equal(kudari.preconditioner(opt), null);
      refuses(
        () =>
          kudari.sharpness(quadratic(), [1, 2], /** @type {any} */ ({ preconditioner: kudari.preconditioner(opt) })),
        ['preconditioner is null', 'before its first step'],
        'null',
        [TypeError],
      );
    });
    for (const wrong of [undefined, {}, 5, null])
      refuses(
        () => kudari.preconditioner(/** @type {any} */ (wrong)),
        ['preconditioner takes an optimizer'],
        String(wrong),
        [TypeError],
      );
  });

  test('wrong options and problems are named', () => {
    const any = /** @type {any} */ (kudari);
    refuses(() => any.sharpness(), ['problem: size', 'undefined'], 'no problem');
    refuses(() => any.trace(quadratic(), [1, 2], { sample: 3 }), ['trace', '"sample"', 'samples, seed'], 'trace');
    refuses(
      () => any.samSharpness(quadratic(), [1, 2], { roh: 1 }),
      ['samSharpness', '"roh"', 'rho', 'ascents'],
      'roh',
    );
    for (const options of [null, 5, []])
      refuses(
        () => any.samSharpness(quadratic(), [1, 2], options),
        ['samSharpness: options', 'plain object'],
        'options',
        [TypeError],
      );
  });
});
