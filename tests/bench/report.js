/**
 * The results as a report in Markdown. Every sentence in it is about how a number came to be.
 */
import { methods } from '../../web/core/methods.js';
import { arithmeticFloor, bandwidth, bytesOf, cacheFloor, memoryFloor, mixtureOf } from './floors.js';
import { count, kilobytes, percent, short, spreadOf, table, times } from './format.js';

/**
 * @typedef {import('./results.js').Results} Results
 * @typedef {import('./update.js').UpdateRow} UpdateRow
 */

/** @type {Record<string, string>} */
export const contestants = {
  kudari: 'kudari',
  plain: 'plain JS',
  'tfjs-cpu': 'TensorFlow.js cpu',
  'tfjs-wasm': 'TensorFlow.js wasm',
  jax: 'jax-js',
  native: 'native C',
  native8: 'native C, 8 lanes',
  native4: 'native C, 4 lanes',
};

/** @param {string} id */
export const nameOf = (id) => methods.find((method) => method.id === id)?.name ?? id;

/** @param {readonly UpdateRow[]} rows @param {number} n */
export const rowAt = (rows, n) => /** @type {UpdateRow} */ (rows.find((row) => row.n === n));

/** Contestants in any of the rows, in our order. @param {readonly UpdateRow[]} rows */
const taking = (rows) => Object.keys(contestants).filter((name) => rows.some((row) => row.times[name]));

/** A contestant's time for a parameter, and how many of kudari's that is. @param {UpdateRow} row @param {string} name */
function cell({ n, times: all }, name) {
  if (!all[name]) return '–';
  const time = spreadOf(all[name], n);
  return name === 'kudari' ? time : `${time} (${times(all[name].median / all.kudari.median)})`;
}

/** @param {Results} results */
function machine({ machine: here, load }) {
  const flags = Object.entries(here.widths).map(([id, options]) => `- ${contestants[id]}: \`${options}\``);
  return `Measured on ${here.date}: ${here.cpu}, ${here.cores} cores, ${here.memory}, ${here.system}; Node.js ${here.node},
${load.browser.replace('/', ' ')}; ${here.compiler}; emcc ${here.emcc}; TensorFlow.js ${here.tfjs}, jax-js ${here.jax}.

Contestants take turns, round after round; ± is half the distance between the quartiles of the rounds, as a share of their
median. All run on one thread, each in a process of its own: where WebAssembly's memory has grown, V8 runs every loop over typed
arrays in the same process slower (plain SGD three to four times), and the plain loops are to be as fast as they can be. The C is
the same everywhere; native C uses vectors of ${here.vectors} bytes here:

${flags.join('\n')}`;
}

/** @param {Results} results */
function updates({ update }) {
  const ids = Object.keys(update.float32);
  const sizes = update.float32[ids[0]].map(({ n }) => n);
  const parts = sizes.map((n) => {
    const rows = ids.map((id) => rowAt(update.float32[id], n));
    const names = taking(rows);
    const head = ['method', ...names.map((name) => contestants[name])];
    return `### n = ${count(n)}\n\n${table(
      head,
      rows.map((row, k) => [nameOf(ids[k]), ...names.map((name) => cell(row, name))]),
    )}`;
  });
  return `## One update in float32

Nanoseconds for a parameter; in brackets, how many times kudari's time that is (below 1: faster than kudari). Parameters
and gradient are the same for all; whether the first updates lead to the same place was checked.

${parts.join('\n\n')}

${absences(update.float32)}`;
}

/**
 * What rows say of contestants, once a method and contestant.
 *
 * @param {Results['update']['float32']} update @param {'absent' | 'astray'} remark
 */
function remarks(update, remark) {
  /** @type {Map<string, string>} */
  const said = new Map();
  for (const [id, rows] of Object.entries(update)) {
    for (const row of rows)
      for (const [name, what] of Object.entries(row[remark])) {
        const whose = `${contestants[name]}, ${nameOf(id)}`;
        if (!said.has(whose)) said.set(whose, `- ${whose}: ${what}`);
      }
  }
  return [...said.values()].join('\n');
}

/** @param {Results['update']['float32']} update */
function absences(update) {
  const without = Object.keys(update).filter((id) =>
    update[id].every(({ times: all, absent }) => !all['tfjs-cpu'] && !absent['tfjs-cpu']),
  );
  const [missing, elsewhere] = [remarks(update, 'absent'), remarks(update, 'astray')];
  return [
    `TensorFlow.js has no ${without.map(nameOf).join(', ')}. jax-js's own optimizers are in a package that is not in the registry,
so it takes part with an Adam written in its arrays and compiled by its \`jit\`, waited for after every tenth update; in Node.js
it has its wasm backend, without threads. Plain JavaScript's AdaBound and AMSBound branch at their bounds, which costs most while
these pass through the rates: from the tenth to the two-hundredth update or so.`,
    missing
      ? `What should have taken part and could not:\n\n${missing}`
      : 'All kernels that these optimizers need were found in both backends of TensorFlow.js.',
    ...(elsewhere ? [`What leads elsewhere, timed all the same:\n\n${elsewhere}`] : []),
  ].join('\n\n');
}

/** @param {Results} results */
function doubles({ update }) {
  return Object.entries(update.float64)
    .map(([id, rows]) => {
      const names = taking(rows);
      return `## One update of ${nameOf(id)} in float64\n\n${table(
        ['n', ...names.map((name) => contestants[name])],
        rows.map((row) => [count(row.n), ...names.map((name) => cell(row, name))]),
      )}`;
    })
    .join('\n\n');
}

/** @param {Results} results */
function limitOfMemory({ limits, update }) {
  const n = 1e7;
  const rows = [
    ...Object.entries(update.float32).map(([id, all]) => /** @type {const} */ ([id, rowAt(all, n), 4])),
    ...Object.entries(update.float64).map(([id, all]) => /** @type {const} */ ([id, rowAt(all, n), 8])),
  ];
  return `## The physical limit at n = ${count(n)}: moving the numbers

Bytes that one core moves from and to memory, in gigabytes a second; what is overwritten without having been read counts
once, as in STREAM. The limit is the largest, ${bandwidth(limits)}.

${table(
  ['loop', 'GB/s'],
  Object.entries(limits.memory).map(([name, rate]) => [name, short(rate)]),
)}

An update reads w, g and its state, and writes w and its state.

${table(
  ['method', 'bytes a parameter', 'least time, ns', 'kudari, ns', 'GB/s', 'share of the limit', 'native C'],
  rows.map(([id, row, size]) => {
    const [floor, own] = [memoryFloor(id, limits, size), row.times.kudari.median / n];
    return [
      `${nameOf(id)}${size === 8 ? ', float64' : ''}`,
      String(bytesOf(id, size)),
      short(floor),
      short(own),
      short(bytesOf(id, size) / own),
      percent(floor / own),
      percent(floor / (row.times.native.median / n)),
    ];
  }),
)}`;
}

/** @param {Results} results */
function limitOfArithmetic({ limits, update }) {
  const n = 1e4;
  return `## The limit at n = ${count(n)}, in the cache: roots and quotients

Nanoseconds for a number in native code with four lanes, as WebAssembly has them: ${Object.entries(limits.arithmetic)
    .map(([name, time]) => `${name} ${short(time)}`)
    .join(', ')}; within the cache the same code moves ${limits.cache} GB/s. The least time is the longer of the two.

${table(
  [
    'method',
    'takes',
    'least time for that, ns',
    'to move, ns',
    'kudari, ns',
    'share of the limit',
    'native C, 4 lanes',
  ],
  Object.entries(update.float32).map(([id, all]) => {
    const row = rowAt(all, n);
    const [arithmetic, moving] = [arithmeticFloor(id, limits), cacheFloor(id, limits)];
    const floor = Math.max(arithmetic, moving);
    const narrow = row.times.native4 ?? row.times.native;
    return [
      nameOf(id),
      mixtureOf(id) || '–',
      arithmetic ? short(arithmetic) : '–',
      short(moving),
      short(row.times.kudari.median / n),
      percent(floor / (row.times.kudari.median / n)),
      percent(floor / (narrow.median / n)),
    ];
  }),
)}`;
}

/** @param {Results} results */
const steps = ({ step }) => `## A whole step of a 2-D problem, float64

${table(
  ['method', 'opt.step, ns', 'over the gradient, ns', 'with SAM, ns', 'over its two gradients, ns'],
  step
    .filter(({ sam }) => !sam)
    .map(({ method, step: alone, over }) => {
      const both = step.find((row) => row.method === method && row.sam);
      return [
        nameOf(method),
        spreadOf(alone),
        short(over),
        both ? spreadOf(both.step) : '–',
        both ? short(both.over) : '–',
      ];
    }),
)}`;

/** @param {Results} results */
const spectrum = ({ sharpness }) => `## λmax of a network of 354 parameters with 100 points to 1e-6

Microseconds.

${table(
  ['after steps', 'products', 'whole', 'a product, all in', 'its Hv alone', 'all in over alone', 'a gradient'],
  sharpness.map(({ step, products, whole, product, gradient }) => [
    String(step),
    String(products),
    spreadOf(whole, 1000),
    short(whole.median / products / 1000),
    spreadOf(product, 1000),
    times(whole.median / products / product.median),
    spreadOf(gradient, 1000),
  ]),
)}`;

/** @param {Results} results */
const loading = ({ load }) => `## From nothing to the first loss

Milliseconds: of a fresh Node.js process from the import on; of Chromium with an empty cache from navigation on, each from a
bundle by esbuild on a local server. In brackets, how many times kudari's.

${table(
  ['with', 'Node.js', 'Chromium'],
  Object.keys(load.node).map((name) => [
    contestants[name],
    ...[load.node, load.chromium].map((all) =>
      name === 'kudari'
        ? spreadOf(all[name])
        : `${spreadOf(all[name])} (${times(all[name].median / all.kudari.median)})`,
    ),
  ]),
)}`;

/** @type {Record<string, string>} */
export const sizeNames = {
  'kudari.wasm': 'kudari.wasm',
  kudari: '`kudari`: JavaScript and wasm',
  'kudari/problems': '`kudari/problems`',
  'kudari/experiment': '`kudari/experiment`',
  'kudari-lab.js': '`kudari-lab.js`: the element, with everything inside',
  page: 'the page, without the notes',
  'bundle: kudari': 'bundled for one step: kudari',
  'bundle: tfjs-cpu': 'bundled for one step: TensorFlow.js cpu',
  'bundle: tfjs-wasm': 'bundled for one step: TensorFlow.js wasm',
  'bundle: jax': 'bundled for one step: jax-js',
};

/** @param {Results} results */
const sending = ({ sizes }) => `## Sizes, kB

What an import of each entry loads, and what esbuild makes of the same step with each, with its wasm.

${table(
  ['what', 'raw', 'gzip', 'brotli'],
  Object.entries(sizes).map(([name, { raw, gzip, brotli }]) => [
    sizeNames[name],
    ...[raw, gzip, brotli].map(kilobytes),
  ]),
)}`;

/** @param {Results} results */
const accuracies = ({ accuracy, seeds }) => `## Two moons with 30 % of the labels flipped: test accuracy in %

Mean of ${seeds} seeds ± its standard error.

${table(
  ['method', 'after the last step', 'at its best step'],
  accuracy.map(({ method, rho, last, best }) => [
    rho === null ? nameOf(method) : `${nameOf(method)} + SAM, ρ = ${rho}`,
    ...[last, best].map(({ mean, error }) => `${mean.toFixed(1)} ±${error.toFixed(1)}`),
  ]),
)}`;

/** @param {Results} results */
const playing = ({ play }) => `## The page while it plays, after its first second

${table(
  ['what', 'frames a second', 'longest between two, ms', 'tasks over 50 ms'],
  play.map(({ name, frames, worst, long }) => [name, short(frames), short(worst), String(long)]),
)}`;

/** @param {Results} results */
const figures = ({ elements: { begun, long } }) => `## ${begun} figures on one page of a host

From navigation on, while the page is scrolled through and they compute and play: ${
  long.length
    ? `${long.length} tasks over 50 ms, the longest ${Math.max(...long.map(([, time]) => time)).toFixed(0)} ms`
    : 'no task over 50 ms'
}.`;

/** How often and how far they differ. @param {import('./engines.js').EngineRow['engines'][string]} found */
const apart = ({ share, ulps, relative }) =>
  share === 0
    ? 'the same'
    : `${short(100 * share)} %, by ${ulps < 1000 ? `${ulps} ulp` : relative.toExponential(0)} at most`;

/** Where engines compute otherwise than this Node.js, and where not. @param {Results} results */
export function engineTable({ engines, machine: { node } }) {
  const names = Object.keys(engines[0].engines);
  const differing = engines.filter(({ engines: each }) => names.some((name) => each[name].share > 0));
  const same = engines.filter((row) => !differing.includes(row)).map(({ what }) => what);
  return `${table(
    [`against Node.js ${node.slice(1)}`, ...names],
    differing.map(({ what, engines: each }) => [what, ...names.map((name) => apart(each[name]))]),
  )}

The same everywhere: ${same.join(', ')}.`;
}

/** @param {Results} results */
const rounding = (results) => `## Engines: values that are not the same

Of the core every bit is. Problems in JavaScript take exp, sin and the like from the engine; a network’s curved path makes much of a
last digit.

${engineTable(results)}`;

/** @param {Results} results @returns {string} */
export const report = (results) =>
  [
    '# Benchmarks',
    ...[
      machine,
      updates,
      doubles,
      limitOfMemory,
      limitOfArithmetic,
      steps,
      spectrum,
      loading,
      sending,
      accuracies,
      playing,
      figures,
      rounding,
    ].map((part) => part(results)),
  ].join('\n\n') + '\n';
