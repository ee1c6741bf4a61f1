/**
 * The benchmarks, one after another: `./build.sh bench` prints the report, and leaves it in build/bench/ with the results
 * as data; `./build.sh bench --save` also makes them those that README.md quotes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadKudari } from 'kudari';
import { writeReadme } from '../readme.js';
import { compareAccuracies, SEEDS } from './accuracy.js';
import { measureElements } from './elements.js';
import { compareEngines } from './engines.js';
import { fastestUpdate } from './floors.js';
import { findLimits } from './limits.js';
import { compareLoad } from './load.js';
import { describeMachine } from './machine.js';
import { compileNative } from './native.js';
import { playScenes } from './page.js';
import { report } from './report.js';
import { asText, save } from './results.js';
import { compareSharpness } from './sharpness.js';
import { compareSizes } from './sizes.js';
import { compareStep } from './step.js';
import { rounded } from './summary.js';
import { compareUpdates } from './update.js';

const OUT = 'build/bench';

/** Does a part of the work, and says so to whoever waits. @template T @param {string} what @param {() => T | Promise<T>} work */
async function part(what, work) {
  const start = performance.now();
  const result = await work();
  console.error(`• ${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return result;
}

/** @param {readonly string[]} ids @param {import('./update.js').Dtype} dtype */
async function updatesOf(ids, dtype) {
  /** @type {Record<string, import('./update.js').UpdateRow[]>} */
  const rows = {};
  for (const id of ids) rows[id] = await part(`an update of ${id} in ${dtype}`, () => compareUpdates(id, dtype));
  return rows;
}

async function playing() {
  const scenes = await playScenes();
  return scenes.map(({ name, frames, worst, long }) => ({
    name,
    frames: rounded(frames, 3),
    worst: rounded(worst, 3),
    long: long.length,
  }));
}

/** @returns {Promise<import('./results.js').Results>} */
async function measureAll() {
  const kudari = await loadKudari();
  const ids = kudari.methods.map(({ id }) => id);
  await part('compiling natively', compileNative);
  const machine = describeMachine();
  // First what runs in this process, before its memory grows: that makes every loop over typed arrays slower.
  const step = await part('steps', () => compareStep(kudari));
  const sharpness = await part('sharpness', () => compareSharpness(kudari));
  const accuracy = await part('accuracies', () => compareAccuracies(kudari));
  const limits = await part('limits', findLimits);
  const update = { float32: await updatesOf(ids, 'float32'), float64: await updatesOf(['adam'], 'float64') };
  limits.memory['the fastest update'] = rounded(fastestUpdate(update.float32), 3);
  const load = await part('loading', compareLoad);
  const sizes = await part('sizes', compareSizes);
  const play = await part('the page', playing);
  const elements = await part('twenty figures', measureElements);
  const engines = await part('engines', compareEngines);
  return { machine, update, limits, step, sharpness, load, sizes, accuracy, seeds: SEEDS, play, elements, engines };
}

const wanted = process.argv.slice(2);
if (wanted.some((word) => word !== '--save')) throw new Error(`bench takes --save and nothing else, not ${wanted}`);
mkdirSync(OUT, { recursive: true });
const results = await measureAll();
writeFileSync(`${OUT}/results.json`, asText(results));
writeFileSync(`${OUT}/report.md`, report(results));
console.log(report(results));
if (wanted.length) {
  save(results);
  writeReadme();
}
