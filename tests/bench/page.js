/**
 * What holds the page up while it plays: tasks of more than 50 ms, and the functions that they are made of.
 * `node tests/bench/page.js` says it in full.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import { presets, stringifyConfig } from 'kudari/experiment';
import { launchChromium, serve } from '../browser/site.js';

/**
 * @typedef {object} Task
 * @property {number} start milliseconds after navigation
 * @property {number} duration milliseconds
 * @property {[string, number][]} functions where they come from, and the milliseconds spent in each and what it calls
 *
 * @typedef {object} Played
 * @property {string} name
 * @property {number} frames drawn each second, after the first
 * @property {Task[]} long after the first second
 * @property {number} worst milliseconds between two frames, after the first second
 */

const eight = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'adamw', 'nadam'];
const small = presets.find(({ id }) => id === 'edge-of-stability')?.config;

const scenes = [
  {
    name: 'Rosenbrock, 8 runs of 2000 steps',
    config: { problem: 'rosenbrock', steps: 2000, runs: eight.map((method) => ({ method, lr: 0.0005 })) },
  },
  {
    name: 'a network of 337 parameters, 8 runs of 1400 steps',
    config: { ...small, runs: eight.map((method) => ({ method, lr: 0.002 })) },
  },
];

/** Milliseconds that are watched. */
const WATCHED = 12_000;
const SAMPLE = 500; // microseconds

/** In the page, before anything else is. */
function watch() {
  const seen = { tasks: /** @type {object[]} */ ([]), frames: /** @type {number[]} */ ([]) };
  Object.assign(globalThis, { seen });
  new PerformanceObserver((list) =>
    seen.tasks.push(...list.getEntries().map(({ startTime, duration }) => ({ start: startTime, duration }))),
  ).observe({ type: 'longtask', buffered: true });
  const tick = () => {
    seen.frames.push(performance.now());
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @param {(typeof scenes)[number]} scene
 * @returns {Promise<Played>}
 */
async function play(browser, url, { name, config }) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.evaluateOnNewDocument(watch);
  const session = await page.createCDPSession();
  for (const domain of /** @type {const} */ (['Profiler', 'Performance'])) await session.send(`${domain}.enable`);
  await session.send('Profiler.setSamplingInterval', { interval: SAMPLE });
  await session.send('Profiler.start');
  await page.goto(`${url}#${stringifyConfig(config)}`);
  await new Promise((resolve) => setTimeout(resolve, WATCHED));
  // Two clocks: the profiler's, and the page's own.
  const now = await page.evaluate(() => performance.now());
  const { metrics } = await session.send('Performance.getMetrics');
  const offset = 1000 * Number(metrics.find(({ name: each }) => each === 'Timestamp')?.value) - now;
  const { profile } = await session.send('Profiler.stop');
  const seen = await page.evaluate(() => /** @type {any} */ (globalThis).seen);
  await page.close();
  const frames = seen.frames.filter((/** @type {number} */ time) => time > 1000);
  const gaps = frames.slice(1).map((/** @type {number} */ time, /** @type {number} */ i) => time - frames[i]);
  return {
    name,
    frames: (1000 * gaps.length) / (frames[frames.length - 1] - frames[0]),
    worst: Math.max(...gaps),
    long: seen.tasks
      .filter((/** @type {Task} */ { start }) => start > 1000)
      .map((/** @type {Task} */ task) => ({ ...task, functions: functionsIn(profile, task, offset) })),
  };
}

/**
 * The functions of a task, those first in which it was longest.
 *
 * @param {import('puppeteer-core').Protocol.Profiler.Profile} profile
 * @param {{ start: number, duration: number }} task
 * @param {number} offset of the profiler's clock over the page's
 * @returns {[string, number][]}
 */
function functionsIn({ nodes, startTime, samples = [], timeDeltas = [] }, { start, duration }, offset) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  /** @type {Map<string, number>} */
  const spent = new Map();
  let time = startTime;
  samples.forEach((id, i) => {
    time += timeDeltas[i];
    const at = time / 1000 - offset;
    if (at < start || at > start + duration) return;
    const names = new Set();
    for (let each = /** @type {number | undefined} */ (id); each !== undefined; each = parents.get(each)) {
      const name = nameOf(/** @type {any} */ (byId.get(each)).callFrame);
      if (name) names.add(name);
    }
    for (const name of names) spent.set(name, (spent.get(name) ?? 0) + (timeDeltas[i + 1] ?? 0) / 1000);
  });
  return [...spent].sort((a, b) => b[1] - a[1]).slice(0, 8);
}

/** @type {Map<string, SourceMap | null>} */
const maps = new Map();

/** A function as its source calls it, and where that is. @param {import('puppeteer-core').Protocol.Runtime.CallFrame} frame */
function nameOf({ functionName, url, lineNumber, columnNumber }) {
  if (functionName === '(root)' || functionName === '(idle)') return '';
  const file = url.split('/').pop()?.split(/[?#]/)[0] ?? '';
  const path = fileURLToPath(new URL(`../../build/page/${file}.map`, import.meta.url));
  if (!maps.has(file))
    maps.set(file, file && existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : null);
  const entry = /** @type {any} */ (maps.get(file)?.findEntry(lineNumber, columnNumber) ?? {});
  if (!entry.originalSource) return functionName;
  const source = entry.originalSource.replace(/^.*\/(node_modules|web)\//, '');
  return `${entry.name ?? functionName} ${source}:${entry.originalLine + 1}`;
}

/** Plays each scene, once. @returns {Promise<Played[]>} */
export async function playScenes() {
  const site = await serve();
  const browser = await launchChromium();
  try {
    const played = [];
    for (const scene of scenes) played.push(await play(browser, site.url, scene));
    return played;
  } finally {
    await browser.close();
    site.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, frames, worst, long } of await playScenes()) {
    console.log(`\n${name}: ${frames.toFixed(0)} frames a second, at most ${worst.toFixed(0)} ms between two`);
    console.log(`${long.length} tasks over 50 ms after the first second`);
    for (const { start, duration, functions } of [...long].sort((a, b) => b.duration - a.duration).slice(0, 5)) {
      console.log(`  at ${(start / 1000).toFixed(2)} s: ${duration} ms`);
      for (const [what, time] of functions) console.log(`    ${time.toFixed(0).padStart(4)} ms ${what}`);
    }
  }
}
