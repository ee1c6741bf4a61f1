/**
 * The README's pictures: `node tests/browser/pictures.js` writes web/page.png, element.png and notes.png anew; with names,
 * those alone. (For a look at the page in all its forms: shots.js.)
 */
import { fileURLToPath } from 'node:url';
import { launchChromium, serve } from './site.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Each with its address, its size in pixels, what must be there before it is taken, and how much more above.
 *
 * @type {Record<string, { folder: string, path: string, size: number[], lang: string, ready: string, above?: number }>}
 */
const pictures = {
  page: { folder: 'dist/page', path: '', size: [1280, 800], lang: 'en', ready: '#landscape' },
  element: {
    folder: '.',
    path: 'examples/plain-html/#basins',
    size: [860, 520],
    lang: 'en',
    ready: 'kudari-lab',
    above: 60,
  },
  notes: { folder: 'dist/page', path: 'notes/ja/#adadelta', size: [860, 650], lang: 'ja', ready: 'kudari-lab' },
};

const browser = await launchChromium();
for (const [name, { folder, path, size, lang, ready, above = 0 }] of Object.entries(pictures)) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  const site = await serve({ folder: root + folder });
  const page = await browser.newPage();
  await page.setViewport({ width: size[0], height: size[1] });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: 'light' },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await page.evaluateOnNewDocument(`Object.defineProperty(navigator, 'language', { get: () => '${lang}' })`);
  await page.goto(site.url + path);
  await page.waitForSelector(ready);
  await page.evaluate((pixels) => scrollBy(0, -pixels), above);
  // Figures begin when they come into view, one a frame.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  await page.screenshot({ path: /** @type {`${string}.png`} */ (`${root}web/${name}.png`) });
  await page.close();
  site.close();
}
await browser.close();
