/**
 * What README.md quotes of the saved results.
 */
import { bandwidth, memoryFloor } from './floors.js';
import { count, kilobytes, percent, short, table, times } from './format.js';
import { contestants, engineTable, nameOf, rowAt, sizeNames } from './report.js';

/**
 * @typedef {import('./results.js').Results} Results
 * @typedef {import('./update.js').UpdateRow} UpdateRow
 */

/** How many times kudari's time another's is; '–' where it took no part. @param {UpdateRow} row @param {readonly string[]} names the fastest of whom counts */
function over({ times: all }, names) {
  const taken = names.filter((name) => all[name]).map((name) => all[name].median);
  return taken.length ? times(Math.min(...taken) / all.kudari.median) : '–';
}

const tensorflow = ['tfjs-cpu', 'tfjs-wasm'];
/** Native code with vectors of eight numbers, whatever else there is. @param {UpdateRow} row */
const eightLanes = ({ times: all }) => (all.native8 ? 'native8' : 'native');

/** Adam at every size. @param {Results} results */
function sizes({ update }) {
  const rows = update.float32.adam;
  return table(
    ['Adam, float32, n =', ...rows.map(({ n }) => count(n))],
    [
      ['kudari, ns', ...rows.map(({ n, times: all }) => short(all.kudari.median / n))],
      ['plain JavaScript', ...rows.map((row) => over(row, ['plain']))],
      ['TensorFlow.js', ...rows.map((row) => over(row, tensorflow))],
      ['jax-js', ...rows.map((row) => over(row, ['jax']))],
      ['the same C, native, eight lanes', ...rows.map((row) => over(row, [eightLanes(row)]))],
      ['the same C, native, as wide as it goes', ...rows.map((row) => over(row, ['native']))],
    ],
  );
}

/** Every method, in the cache and in memory. @param {Results} results */
function methods({ update, limits }) {
  const [middle, large] = [1e5, 1e7];
  return table(
    [
      'float32',
      `n = ${count(middle)}: kudari, ns`,
      'plain JavaScript',
      'TensorFlow.js',
      'native, eight lanes',
      `n = ${count(large)}: kudari, ns`,
      'plain JavaScript',
      'share of the memory’s limit',
    ],
    Object.entries(update.float32).map(([id, rows]) => {
      const [a, b] = [rowAt(rows, middle), rowAt(rows, large)];
      const own = b.times.kudari.median / large;
      return [
        nameOf(id),
        short(a.times.kudari.median / middle),
        over(a, ['plain']),
        over(a, tensorflow),
        over(a, [eightLanes(a)]),
        short(own),
        over(b, ['plain']),
        percent(memoryFloor(id, limits) / own),
      ];
    }),
  );
}

/** Everything that is loaded, and how long until the first loss. @param {Results} results */
function loads({ sizes: all, load }) {
  const rows = Object.keys(load.node).map((name) => {
    const { raw, gzip, brotli } = all[`bundle: ${name}`];
    return [
      contestants[name],
      ...[raw, gzip, brotli].map(kilobytes),
      ...[load.node[name], load.chromium[name]].map(({ median }) => median.toFixed(0)),
    ];
  });
  return table(
    ['one step of Adam with', 'kB', 'gzip', 'brotli', 'first loss in Node.js, ms', 'in Chromium, ms after navigation'],
    rows,
  );
}

/** @param {Results} results */
function entries({ sizes: all }) {
  const names = ['kudari.wasm', 'kudari', 'kudari/problems', 'kudari/experiment', 'kudari-lab.js', 'page'];
  return table(
    ['what', 'kB', 'gzip', 'brotli'],
    names.map((name) => [sizeNames[name], ...[all[name].raw, all[name].gzip, all[name].brotli].map(kilobytes)]),
  );
}

/** A sentence a line. @param {Results} results */
const preface = ({ machine, load, limits }) =>
  [
    `Measured on ${machine.date}: ${machine.cpu}, one of ${machine.cores} cores; Node.js ${machine.node.slice(1)}, ${load.browser.replace('/', ' ')}, ${machine.compiler};`,
    `TensorFlow.js ${machine.tfjs} (the better of its cpu and wasm backends) and jax-js ${machine.jax} (wasm).`,
    'Times are nanoseconds a parameter, medians of rounds in which all take turns;',
    'the numbers under the others say how many times kudari’s time theirs is.',
    `WebAssembly’s vectors have four lanes; here memory moves ${bandwidth(limits)} GB/s at most.`,
  ].join('\n');

/** @param {{ mean: number, error: number }} value */
const deviation = ({ mean, error }) => `${mean.toFixed(1)} ± ${error.toFixed(1)} %`;

/** Single numbers. @param {Results} results @returns {Record<string, string>} */
function inline({ sizes: all, update, accuracy, seeds, step }) {
  const faster = (/** @type {readonly UpdateRow[]} */ rows) => over(rowAt(rows, 1e5), ['plain']);
  const [base, sam] = [false, true].map((wanted) => accuracy.find(({ rho }) => (rho !== null) === wanted));
  if (!base || !sam) throw new Error('the accuracies are those of a method, and of SAM on it');
  const adam = step.find((row) => row.method === 'adam' && !row.sam);
  return {
    wasm: (all['kudari.wasm'].brotli / 1000).toFixed(0),
    core: (all.kudari.brotli / 1000).toFixed(0),
    lab: (all['kudari-lab.js'].gzip / 1000).toFixed(0),
    float32: faster(update.float32.adam),
    float64: faster(update.float64.adam),
    step: String(adam?.over.toFixed(0)),
    seeds: String(seeds),
    'sam-last': deviation(sam.last),
    'base-last': deviation(base.last),
    'sam-best': `${sam.best.mean.toFixed(1)}`,
    'base-best': `${base.best.mean.toFixed(1)}`,
  };
}

/** @param {Results} results */
export const quotes = (results) => ({
  tables: [preface, sizes, methods, loads, entries].map((part) => part(results)).join('\n\n'),
  engines: engineTable(results),
  inline: inline(results),
});
