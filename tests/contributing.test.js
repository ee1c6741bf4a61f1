/**
 * CONTRIBUTING.md, followed to the letter: its optimizer and its problem are added to a copy of the sources, compiled, and
 * must do all that those do which are there.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { close, differ, dtypes, file, gradients, ids, kudari, refuses, same, vector, waves } from './support.js';

const root = fileURLToPath(file('..'));
const folder = mkdtempSync(join(tmpdir(), 'kudari-contributing-'));
after(() => rmSync(folder, { recursive: true }));

/** A module of the copy. @param {string} path @returns {Promise<any>} */
const own = (path) => import(pathToFileURL(join(folder, path)).href);

/** @param {string} command @param {string[]} given */
function run(command, given) {
  const { status, stderr } = spawnSync(command, given, { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** Puts every block after a mark "into FILE" or "into FILE, before "LINE"" where it says. */
function follow() {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  const blocks = [...guide.matchAll(/<!-- into ([\w./-]+)(?:, before "(.*)")? -->\n\n```\w+\n([^]*?)```/g)];
  for (const [, path, anchor, block] of blocks) {
    const place = join(folder, path);
    if (anchor === undefined) {
      writeFileSync(place, block, { flag: 'wx' });
      continue;
    }
    const lines = readFileSync(place, 'utf8').split('\n');
    const at = lines.flatMap((line, i) => (line === anchor || (anchor.length > 2 && line.includes(anchor)) ? [i] : []));
    assert.equal(at.length, 1, `one line of ${path} is ${anchor}`);
    lines.splice(at[0], 0, ...block.replace(/\n$/, '').split('\n'));
    writeFileSync(place, lines.join('\n'));
  }
  return blocks.map(([, path]) => path);
}

/** @type {import('kudari').Kudari} */
let core;
const w0 = vector(21);
const gs = gradients(30, 21);

before(async () => {
  for (const name of [
    'c',
    'web',
    'tests/readme.js',
    'tests/bench',
    'build.sh',
    'package.json',
    '.clang-format',
    '.prettierrc.json',
  ])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  assert.deepEqual(follow(), ['c/yogi.c', 'c/kudari.h', 'web/core/methods.js', 'web/problems/booth.js']);
  // "Its name, three times".
  const index = join(folder, 'web/problems/index.js');
  const named = readFileSync(index, 'utf8').replace(
    /^.*\bbeale\b.*$/gm,
    (line) => `${line}\n${line.replaceAll('beale', 'booth')}`,
  );
  assert.equal(named.match(/\bbooth,/g)?.length, 2);
  writeFileSync(index, named);
  run('./build.sh', ['wasm']);
  const { loadKudari } = await own('web/core/index.js');
  core = await loadKudari();
});

/** @param {object} options @param {(opt: import('kudari').Optimizer) => void} use */
function using(options, use) {
  const opt = core.optimizer('yogi', w0, options);
  use(opt);
  opt.dispose();
}

/** @param {import('kudari').Optimizer} opt @param {readonly number[][]} [feed] */
function walk(opt, feed = gs) {
  for (const g of feed) {
    opt.gradient.set(g);
    opt.update();
  }
  return opt.params.slice();
}

/** Zaheer et al. 2018, Algorithm 2, in plain JavaScript. @param {any} o */
function yogi({ lr, beta1, beta2, eps, initialAccumulator, l2, weightDecay }) {
  const w = Array.from(w0);
  const [m, v] = [w.map(() => 0), w.map(() => initialAccumulator)];
  for (const g of gs) {
    for (let i = 0; i < w.length; i++) {
      const gi = g[i] + l2 * w[i];
      m[i] = beta1 * m[i] + (1 - beta1) * gi;
      v[i] -= (1 - beta2) * Math.sign(v[i] - gi * gi) * gi * gi;
      w[i] = (1 - lr * weightDecay) * w[i] - (lr * m[i]) / (Math.sqrt(v[i]) + eps);
    }
  }
  return { w, m, v };
}

describe('the optimizer', () => {
  test('is a row of the table, and its kernel takes what the row says', async () => {
    assert.deepEqual(
      core.methods.map(({ id }) => id),
      [...ids, 'yogi'],
    );
    const { slots, scalars, options } = core.methods[ids.length];
    const { instance } = await WebAssembly.instantiate(readFileSync(join(folder, 'web/core/kudari.wasm')), {
      env: { emscripten_notify_memory_growth() {} },
    });
    for (const suffix of ['f32', 'f64']) {
      const kernel = /** @type {Function} */ (instance.exports[`kudari_yogi_${suffix}`]);
      assert.equal(kernel.length, 3 + slots.length + scalars.length + 1);
    }
    assert.deepEqual(
      Object.entries(options).map(([name, spec]) => [name, spec.default]),
      [
        ['lr', 0.01],
        ['beta1', 0.9],
        ['beta2', 0.999],
        ['eps', 1e-3],
        ['initialAccumulator', 1e-6],
        ['l2', 0],
        ['weightDecay', 0],
      ],
    );
  });

  test('takes its options in their ranges and no others', () => {
    for (const [name, wrong] of [
      ['lr', -1],
      ['beta1', 1],
      ['beta2', NaN],
      ['eps', -1e-9],
      ['initialAccumulator', Infinity],
      ['weightDecay', '0.1'],
    ])
      refuses(() => core.optimizer('yogi', w0, { [name]: wrong }), ['yogi', String(name)]);
    refuses(() => core.optimizer('yogi', w0, { /** @type {any} */ momentum: 0.9 }), ['yogi', 'momentum', 'beta1']);
  });

  test('steps by its formula', () => {
    for (const dtype of dtypes) {
      for (const options of [
        {},
        { lr: 0.3, beta1: 0.5, beta2: 0.8, eps: 1e-2, initialAccumulator: 0.1, l2: 0.01, weightDecay: 0.1 },
      ]) {
        using({ ...options, dtype }, (opt) => {
          same(
            opt.slots.v,
            w0.map(() =>
              dtype === 'float32' ? Math.fround(opt.options.initialAccumulator) : opt.options.initialAccumulator,
            ),
            'v at the start',
          );
          const expected = yogi(opt.options);
          const tolerance = dtype === 'float64' ? 1e-12 : 2e-5;
          close(walk(opt), expected.w, tolerance, `${dtype}: w`);
          close(opt.slots.m, expected.m, tolerance, `${dtype}: m`);
          close(opt.slots.v, expected.v, tolerance, `${dtype}: v`);
        });
      }
    }
  });

  test('goes on from a saved state, starts again, and takes SAM and groups', () => {
    for (const dtype of dtypes) {
      using({ dtype, lr: { type: 'cosine', base: 0.1, steps: 40 } }, (opt) => {
        walk(opt, gs.slice(0, 10));
        const other = core.restore(
          JSON.parse(
            JSON.stringify(opt.state(), (_, value) =>
              ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value,
            ),
          ),
        );
        same(walk(other, gs.slice(10)), walk(opt, gs.slice(10)), 'to the bit');
        const last = opt.params.slice();
        opt.reset(w0);
        same(walk(opt), last, 'again');
        other.dispose();
      });
      using({ dtype, sam: { rho: 0 } }, (sam) =>
        using({ dtype }, (plain) => {
          for (let i = 0; i < 5; i++) assert.equal(sam.step(waves), plain.step(waves));
          same(sam.params, plain.params, 'SAM with ρ = 0');
        }),
      );
      using({ dtype, groups: [{ start: 0, end: 10, lr: 0 }] }, (opt) => {
        const w = walk(opt);
        same(w.subarray(0, 10), dtype === 'float32' ? Float32Array.from(w0.slice(0, 10)) : w0.slice(0, 10), 'rate 0');
        differ(w.subarray(10), w0.slice(10), 'the others');
      });
    }
  });

  test('leaves the other methods as they are, to the bit', () => {
    for (const id of ids) {
      const [here, there] = [kudari, core].map((each) =>
        each.optimizer(id, w0, { weightDecay: 0.1, dtype: 'float64' }),
      );
      same(walk(here), walk(there), id);
      here.dispose();
      there.dispose();
    }
  });

  test('appears in experiments, in the lens, in the README and in the reference', async () => {
    const { runExperiment } = await own('web/experiment/index.js');
    const { runs, config } = await runExperiment(core, { problem: 'booth', runs: ['yogi', 'adam'], steps: 20 });
    assert.deepEqual(
      runs.map((/** @type {any} */ { method, length, stopped }) => [method, length, stopped]),
      [
        ['yogi', 21, null],
        ['adam', 21, null],
      ],
    );
    const { explain } = await own('web/lens/explain.js');
    const { general, lines } = explain(config, 0, runs[0], 5);
    assert.deepEqual(
      [general, lines.map((/** @type {any} */ { key }) => key)],
      [true, ['g', 'm', 'v', 'change', 'effective', 'w']],
    );
    const { lensFormula } = await own('web/lens/index.js');
    assert.ok(lensFormula('yogi'), 'the page has nothing to write, and does not stumble over it');
    const { methodTable } = await own('tests/readme.js');
    assert.match(methodTable(), /^\| `yogi` \| Yogi \| \$v .*\$ \| Zaheer et al\. 2018 \|  \|$/m);
    const { tables } = await own('web/reference/tables.js');
    assert.ok(tables().methods.includes("## Yogi, 'yogi'"));
  });

  test('is written as the house writes', () => {
    run('clang-format', ['--dry-run', '-Werror', 'c/yogi.c', 'c/kudari.h']);
    run('node_modules/.bin/prettier', ['--check', 'web/core/methods.js', 'web/problems/booth.js']);
  });
});

test('the problem has exact derivatives, and its minimum', async () => {
  const [{ booth }, { checkDomain }] = [await own('web/problems/booth.js'), await own('web/problems/index.js')];
  const problem = booth();
  const { points, gradient, hessian } = checkDomain(problem);
  assert.ok(points > 10 && gradient < 1e-8 && hessian < 1e-8, `${points} points, ${gradient}, ${hessian}`);
  assert.deepEqual([problem.loss([1, 3]), problem.minima[0].w], [0, [1, 3]]);
  const { values } = core.sharpness(problem, problem.start, { end: 'both' });
  close(values, [18, 2], 1e-12, 'eigenvalues');
});
