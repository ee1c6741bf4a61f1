/**
 * Where engines differ: the core's bits are the same everywhere (tests/browser/engines.test.js), but problems written in
 * JavaScript take exp, tanh and the like from the engine, which may round them otherwise. This measures how often, how
 * far, and what becomes of it along a run. `node tests/bench/engines.js` prints it.
 */
import { fileURLToPath } from 'node:url';
import { launchChromium, launchFirefox, serve } from '../browser/site.js';
import { launchWebKit } from '../browser/webkit.js';

const root = new URL('../../', import.meta.url);

/**
 * What an engine computes, as plain data: by name, lists of numbers. Runs in each of them, so it is whole in itself.
 *
 * @param {string} base URL of the repository's root
 * @returns {Promise<Record<string, (number | null)[]>>} null where it is not finite
 */
async function compute(base) {
  const { problems } = await import(new URL('dist/problems.js', base).href);
  const { runExperiment, presets } = await import(new URL('dist/experiment.js', base).href);
  const { loadKudari } = await import(new URL('dist/kudari.js', base).href);
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const POINTS = 4000;
  /** @type {Record<string, number[]>} */
  const found = {};
  for (const name of /** @type {const} */ (['exp', 'log', 'sin', 'cos', 'tanh', 'log1p', 'expm1', 'sqrt'])) {
    const positive = name === 'log' || name === 'sqrt' || name === 'log1p';
    found[`Math.${name}`] = Array.from({ length: POINTS }, () => Math[name](positive ? 10 * next() : 20 * next() - 10));
  }
  found['x ** y'] = Array.from({ length: POINTS }, () => (10 * next()) ** (6 * next() - 3));
  for (const make of Object.values(problems)) {
    const problem = make();
    const w = Float64Array.from(problem.start);
    const g = new Float64Array(problem.size);
    const values = [];
    for (let k = 0; k < 100; k++) {
      const moved = w.map((x) => x + next() - 0.5);
      values.push(problem.gradient(moved, g), ...g.slice(0, 10));
    }
    found[problem.id] = values;
  }
  const kudari = await loadKudari();
  for (const id of ['sharp-and-flat', 'edge-of-stability']) {
    const { config } = presets.find((/** @type {any} */ preset) => preset.id === id);
    const { runs } = await runExperiment(kudari, { ...config, measure: { sharpness: 0 } });
    for (const step of [10, 100, config.steps])
      found[`loss of ${id} at step ${step}`] = runs.map((/** @type {any} */ run) => run.loss[step]);
  }
  return found;
}

const program = `(${compute})`;

/** @type {Record<string, (url: string) => Promise<Awaited<ReturnType<typeof compute>>>>} */
const engines = {
  Chromium: (url) => inPuppeteer(launchChromium, url),
  Firefox: (url) => inPuppeteer(launchFirefox, url),
  async WebKitGTK(url) {
    const { driver, close } = await launchWebKit();
    try {
      await driver.manage().setTimeouts({ script: 120_000 });
      await driver.get(`${url}package.json`);
      const text = await driver.executeAsyncScript(
        `const done = arguments[0]; ${program}('${url}').then((found) => done(JSON.stringify(found)), (error) => done(JSON.stringify({ error: String(error) })));`,
      );
      return JSON.parse(String(text));
    } finally {
      await close();
    }
  },
};

/** @param {typeof launchChromium} launch @param {string} url */
async function inPuppeteer(launch, url) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${url}package.json`);
    return JSON.parse(/** @type {string} */ (await page.evaluate(`${program}('${url}').then(JSON.stringify)`)));
  } finally {
    await browser.close();
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** Its place in the order of all doubles, so that neighbours differ by 1. @param {number} x */
function place(x) {
  bits.setFloat64(0, x);
  const at = bits.getBigInt64(0);
  return at < 0n ? -(at & 0x7fffffffffffffffn) : at;
}

/**
 * @param {readonly (number | null)[]} values
 * @param {readonly (number | null)[]} others
 * @returns {{ share: number, ulps: number, relative: number }} how many differ, and by how much at most: in units of the
 *   last place, and relative to the larger
 */
export function differences(values, others) {
  let [count, ulps, relative] = [0, 0, 0];
  values.forEach((a, i) => {
    const b = others[i];
    if (Object.is(a, b)) return;
    count += 1;
    if (a === null || b === null) return void (ulps = relative = Infinity);
    const apart = Number(place(a) - place(b));
    ulps = Math.max(ulps, Math.abs(apart));
    relative = Math.max(relative, Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b)));
  });
  return { share: count / values.length, ulps, relative };
}

/**
 * @typedef {object} EngineRow
 * @property {string} what
 * @property {Record<string, ReturnType<typeof differences>>} engines each against this Node
 *
 * @returns {Promise<EngineRow[]>}
 */
export async function compareEngines() {
  const here = JSON.parse(JSON.stringify(await compute(root.href)));
  const site = await serve({ folder: fileURLToPath(root) });
  try {
    /** @type {Record<string, any>} */
    const there = {};
    for (const [name, run] of Object.entries(engines)) there[name] = await run(site.url);
    return Object.keys(here).map((what) => ({
      what,
      engines: Object.fromEntries(
        Object.keys(engines).map((name) => [name, differences(here[what], there[name][what])]),
      ),
    }));
  } finally {
    site.close();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const { what, engines: each } of await compareEngines()) console.log(what, JSON.stringify(each));
