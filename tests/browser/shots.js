/**
 * Pictures of the page for a look: `node tests/browser/shots.js [hash]` writes build/shots/*.png.
 */
import { mkdirSync } from 'node:fs';
import { launchChromium, serve } from './site.js';

const hash = process.argv[2] ?? '';
const name = process.argv[3] ?? 'page';
const folder = 'build/shots';
mkdirSync(folder, { recursive: true });
const site = await serve();
const browser = await launchChromium();
for (const [width, height] of [
  [1280, 800],
  [390, 844],
  [1920, 1080],
]) {
  for (const theme of ['light', 'dark']) {
    for (const lang of ['en', 'ja']) {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(error));
      page.on('console', (message) => console.log(message.text()));
      await page.setViewport({ width, height, deviceScaleFactor: 1 });
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: theme },
        { name: 'prefers-reduced-motion', value: 'reduce' },
      ]);
      await page.evaluateOnNewDocument(`Object.defineProperty(navigator, 'language', { get: () => '${lang}' })`);
      await page.goto(site.url + hash);
      await new Promise((resolve) => setTimeout(resolve, 700));
      await page.screenshot({
        path: /** @type {`${string}.png`} */ (`${folder}/${name}-${width}-${theme}-${lang}.png`),
        fullPage: width < 600,
      });
      await page.close();
    }
  }
}
await browser.close();
site.close();
