/**
 * Twenty figures on one page of a host, scrolled through while they compute and play: tasks of more than 50 ms.
 * `node tests/bench/elements.js` prints them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { presets } from 'kudari/experiment';
import { launchChromium } from '../browser/site.js';

const COUNT = 20;
const script = new URL('../../dist/kudari-lab.js', import.meta.url).href;

const host = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Twenty figures</title>
<script>
  window.seen = [];
  new PerformanceObserver((list) => seen.push(...list.getEntries().map(({ startTime, duration }) => [startTime, duration])))
    .observe({ type: 'longtask', buffered: true });
</script>
<script src="${script}"></script>
${Array.from({ length: COUNT }, (_, k) => `<kudari-lab preset="${presets[k % presets.length].id}" height="300"></kudari-lab>`).join('\n')}`;

/**
 * @typedef {object} Elements
 * @property {number} count of the figures
 * @property {number} begun of them, in the end
 * @property {[start: number, duration: number][]} long tasks over 50 ms, in milliseconds
 *
 * @returns {Promise<Elements>}
 */
export async function measureElements() {
  const folder = mkdtempSync(join(tmpdir(), 'kudari-'));
  const browser = await launchChromium();
  try {
    const path = join(folder, 'index.html');
    writeFileSync(path, host);
    const page = await browser.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.goto(pathToFileURL(path).href);
    const pause = () => new Promise((resolve) => setTimeout(resolve, 400));
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let y = 0; y < height; y += 400) {
      await page.evaluate((top) => scrollTo(0, top), y);
      await pause();
    }
    return await page.evaluate((count) => {
      const labs = [.../** @type {NodeListOf<any>} */ (document.querySelectorAll('kudari-lab'))];
      return { count, begun: labs.filter(({ trace }) => trace).length, long: /** @type {any} */ (globalThis).seen };
    }, COUNT);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { count, begun, long } = await measureElements();
  console.log(`${begun} of ${count} figures begun, ${long.length} tasks over 50 ms`);
  for (const [start, duration] of long) console.log(`  at ${(start / 1000).toFixed(2)} s: ${duration} ms`);
}
