/**
 * The benchmarks, as a Markdown report on standard output: `./build.sh bench`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { loadKudari } from 'kudari';
import { presets, runExperiment } from 'kudari/experiment';
import { problems } from 'kudari/problems';
import { measure, median, spread } from './measure.js';
import { playScenes } from './page.js';
import { plainAdam } from './plain.js';

const SIZES = [1e3, 1e4, 1e5, 1e6, 1e7];
const SEEDS = 10;
const ELEMENTS = 2e7; // a round touches about so many parameters

/** @param {string} dtype the compiled comparison @returns {string} its path */
function compileNative(dtype) {
  mkdirSync('build/bench', { recursive: true });
  const program = `build/bench/native-${dtype}`;
  const double = dtype === 'float64' ? ['-DKUDARI_DOUBLE'] : [];
  const flags = ['-std=gnu11', '-O3', '-march=native', '-fno-math-errno', ...double];
  const sources = ['tests/bench/native.c', 'c/adam.c', 'c/elementary.c'];
  execFileSync(process.env.CC ?? 'cc', [...flags, ...sources, '-lm', '-o', program]);
  return program;
}

/** @param {string} program @param {number} n @param {number} calls */
function timeNative(program, n, calls) {
  const lines = execFileSync(program, [n, calls, 9].map(String), { encoding: 'utf8' });
  return lines.trim().split('\n').map(Number);
}

/** @param {import('kudari').Kudari} kudari @param {'float32' | 'float64'} dtype @param {string} program @param {number} n */
function compareUpdate(kudari, dtype, program, n) {
  const type = dtype === 'float32' ? Float32Array : Float64Array;
  const optimizer = kudari.optimizer('adam', new type(n).fill(1), { dtype });
  optimizer.gradient.fill(0.1);
  const [w, g, m, v] = [1, 0.1, 0, 0].map((value) => new type(n).fill(value));
  let t = 0;
  const calls = Math.max(2, Math.round(ELEMENTS / n));
  const times = measure({ kudari: () => optimizer.update(), plain: () => plainAdam(w, g, m, v, ++t) }, { calls });
  optimizer.dispose();
  const native = timeNative(program, n, calls);
  const row = [
    n.toExponential(0).replace('e+', 'e'),
    ...[times.kudari, times.plain, native].map(
      (each) => `${(median(each) / n).toFixed(3)} ±${(100 * spread(each)).toFixed(0)} %`,
    ),
  ];
  return [
    ...row,
    (median(times.plain) / median(times.kudari)).toFixed(2),
    (median(times.kudari) / median(native)).toFixed(2),
  ];
}

/** What `opt.step` costs over the gradient itself. @param {import('kudari').Kudari} kudari */
function compareStep(kudari) {
  const objective = (/** @type {any} */ w, /** @type {any} */ g) => {
    g[0] = 0.2 * w[0];
    g[1] = w[1];
    return 0.1 * w[0] * w[0] + 0.5 * w[1] * w[1];
  };
  return ['sgd', 'momentum', 'adam', 'amsgrad', 'nadam'].flatMap((method) =>
    [undefined, { rho: 0.05 }].map((sam) => {
      const optimizer = kudari.optimizer(method, [1, 1], { lr: 1e-6, dtype: 'float64', sam });
      const [w, g] = [new Float64Array(2), new Float64Array(2)];
      const times = measure(
        { step: () => void optimizer.step(objective), gradient: () => void objective(w, g) },
        { calls: 200_000 },
      );
      optimizer.dispose();
      const [whole, own] = [median(times.step), median(times.gradient) * (sam ? 2 : 1)];
      return [sam ? `${method} + SAM` : method, whole.toFixed(0), (whole - own).toFixed(0)];
    }),
  );
}

/** λmax of a network of 354 parameters with 100 points to 1e-6. @param {import('kudari').Kudari} kudari */
function compareSharpness(kudari) {
  const network = problems.network({ loss: 'crossEntropy' });
  const optimizer = kudari.optimizer('sgd', network.start, { lr: 0.2, dtype: 'float64' });
  return [0, 100, 1000].map((step) => {
    while (optimizer.steps < step) optimizer.step((w, g) => network.gradient(w, g));
    const w = optimizer.params.slice();
    const [v, out] = [new Float64Array(network.size).fill(1), new Float64Array(network.size)];
    const { products } = kudari.sharpness(network, w);
    const times = measure(
      {
        spectrum: () => void kudari.sharpness(network, w),
        product: () => network.hessianVector(w, v, out),
        gradient: () => void network.gradient(w, out),
      },
      { calls: 30 },
    );
    const [whole, product, gradient] = [times.spectrum, times.product, times.gradient].map(
      (each) => median(each) / 1000,
    );
    return [
      String(step),
      String(products),
      whole.toFixed(0),
      (whole / products).toFixed(0),
      product.toFixed(0),
      gradient.toFixed(0),
    ];
  });
}

/**
 * SAM against its base where 30 % of the training labels are wrong, whatever it shows.
 *
 * @param {import('kudari').Kudari} kudari
 */
async function compareAccuracies(kudari) {
  const preset = /** @type {import('kudari/experiment').Preset} */ (presets.find(({ id }) => id === 'flipped-labels'));
  const finals = preset.config.runs.map(() => /** @type {number[]} */ ([]));
  const bests = preset.config.runs.map(() => /** @type {number[]} */ ([]));
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { runs } = await runExperiment(kudari, { ...preset.config, seed, measure: { sharpness: 0, accuracy: 10 } });
    runs.forEach(({ testAccuracy }, k) => {
      const measured = testAccuracy.filter(Number.isFinite);
      finals[k].push(measured[measured.length - 1]);
      bests[k].push(Math.max(...measured));
    });
  }
  const say = (/** @type {number[]} */ values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / SEEDS;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (SEEDS - 1);
    return `${(100 * mean).toFixed(1)} ±${(100 * Math.sqrt(variance / SEEDS)).toFixed(1)}`;
  };
  return preset.config.runs.map((/** @type {any} */ run, /** @type {number} */ k) => [
    run.sam ? `${run.method} + SAM, ρ = ${run.sam.rho}` : run.method,
    say(finals[k]),
    say(bests[k]),
  ]);
}

/** @param {string} name @param {string[]} paths */
function sizes(name, paths) {
  const bytes = paths.map((path) => readFileSync(path));
  const brotli = (/** @type {Buffer} */ data) =>
    brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  const sum = (/** @type {(data: Buffer) => number} */ of) => bytes.reduce((total, data) => total + of(data), 0);
  return [
    name,
    ...[sum((data) => data.length), sum((data) => gzipSync(data, { level: 9 }).length), sum(brotli)].map((each) =>
      (each / 1000).toFixed(1),
    ),
  ];
}

/** The files that `import 'kudari'` loads. */
function coreFiles() {
  const seen = new Set(['dist/kudari.js']);
  for (const path of seen) {
    for (const [, chunk] of readFileSync(path, 'utf8').matchAll(/from"\.\/(chunk-\w+\.js)"/g))
      seen.add(`dist/${chunk}`);
  }
  return [...seen];
}

/** @param {string[]} head @param {string[][]} rows */
function table(head, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  console.log([line(head), line(head.map((_, i) => (i ? '--:' : '---'))), ...rows.map(line), ''].join('\n'));
}

async function report(/** @type {import('kudari').Kudari} */ kudari) {
  console.log(
    `# Benchmarks\n\nNode ${process.version}, ${cpus()[0].model}, ${cpus().length} cores. Medians of 9 rounds; ± is half the distance between the quartiles.\n`,
  );
  for (const dtype of /** @type {const} */ (['float32', 'float64'])) {
    const program = compileNative(dtype);
    console.log(`## One Adam update, ${dtype}, nanoseconds a parameter\n`);
    table(
      ['n', 'kudari', 'plain JS', 'native C', 'faster than JS', 'time over native'],
      SIZES.map((n) => compareUpdate(kudari, dtype, program, n)),
    );
  }
  console.log('## A whole step of a 2-D problem, nanoseconds\n');
  table(['method', 'opt.step', 'without the gradient'], compareStep(kudari));
  console.log('## λmax of a network of 354 parameters with 100 points to 1e-6, microseconds\n');
  table(['after steps', 'products', 'whole', 'a product, all in', 'its Hv', 'a gradient'], compareSharpness(kudari));
  console.log(
    `## Two moons with 30 % of the labels flipped: test accuracy in %, mean of ${SEEDS} seeds ± its standard error\n`,
  );
  table(['method', 'after the last step', 'at its best step'], await compareAccuracies(kudari));
  console.log('## The page while it plays, after its first second\n');
  table(
    ['what', 'frames a second', 'longest between two, ms', 'tasks over 50 ms'],
    (await playScenes()).map(({ name, frames, worst, long }) => [
      name,
      frames.toFixed(0),
      worst.toFixed(0),
      String(long.length),
    ]),
  );
  console.log('## Sizes, kB\n');
  const page = readdirSync('dist/page', { recursive: true })
    .map((name) => `dist/page/${name}`)
    .filter((name) => /\.\w+$/.test(name) && !/\.map$|parity\.json$/.test(name));
  table(
    ['what', 'raw', 'gzip', 'brotli'],
    [
      sizes('kudari.wasm', ['dist/kudari.wasm']),
      sizes('core: JS and wasm', [...coreFiles(), 'dist/kudari.wasm']),
      sizes('the whole page, without what is fetched when asked for', page),
    ],
  );
}

await report(await loadKudari());
