/**
 * From nothing to the first loss: a fresh Node.js process, and a fresh profile of Chromium.
 */
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { launchChromium, serve } from '../browser/site.js';
import { bundleAll, folder, names } from './bundles.js';
import { summary } from './summary.js';

/**
 * @typedef {object} Load milliseconds
 * @property {Record<string, import('./summary.js').Summary>} node from the import to the first loss
 * @property {Record<string, import('./summary.js').Summary>} chromium from navigation to it
 * @property {string} browser its version
 */

const ROUNDS = 9;

/** One after the other, round after round; the first warms up the disk. @param {(name: string) => number | Promise<number>} time */
async function rounds(time) {
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const taken = await time(name);
      if (round > 0) times[name].push(taken);
    }
  }
  return Object.fromEntries(names.map((name) => [name, summary(times[name])]));
}

/** @param {string} name @param {number} loss */
function check(name, loss) {
  if (!(Math.abs(loss - 0.6) < 1e-6)) throw new Error(`${name}: the loss at (1, 1) is 0.6, not ${loss}`);
}

/** @param {string} name */
function timeNode(name) {
  const program = `const start = performance.now();
    const { first } = await import(${JSON.stringify(resolve(`tests/bench/load/${name}.js`))});
    const loss = await first();
    console.log(JSON.stringify({ loss, taken: performance.now() - start }));`;
  // TensorFlow.js greets on the error channel.
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { loss, taken } = JSON.parse(output);
  check(name, loss);
  return taken;
}

/** @param {import('puppeteer-core').Browser} browser @param {string} url @param {string} name */
async function timeChromium(browser, url, name) {
  const profile = await browser.createBrowserContext();
  try {
    const page = await profile.newPage();
    await page.goto(`${url}${name}/index.html`);
    const seen = await page.waitForFunction(() => /** @type {any} */ (globalThis).first);
    const { loss, at } = await seen.jsonValue();
    check(name, loss);
    return at;
  } finally {
    await profile.close();
  }
}

/** @returns {Promise<Load>} */
export async function compareLoad() {
  await bundleAll();
  const node = await rounds(timeNode);
  const site = await serve({ folder: resolve(folder) });
  const browser = await launchChromium();
  try {
    const chromium = await rounds((name) => timeChromium(browser, site.url, name));
    return { node, chromium, browser: await browser.version() };
  } finally {
    await browser.close();
    site.close();
  }
}
