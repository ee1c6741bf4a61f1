/**
 * The built package in every engine, in a page and in a worker: within the golden tolerance of the slackest case, and
 * the same to the bit as here in Node.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkEngine } from './engine-check.js';
import { launchChromium, launchFirefox, serve } from './site.js';
import { launchWebKit } from './webkit.js';

const root = new URL('../../', import.meta.url);

/** @type {import('./engine-check.js').Findings} */
let here;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;

before(async () => {
  here = await checkEngine(root.href, async (path) => new Uint8Array(await readFile(new URL(path, root))));
  site = await serve({ folder: fileURLToPath(root) });
});
after(() => site.close());

/** @param {string} text what the page wrote */
function compare(text) {
  const { error, page, worker } = JSON.parse(text);
  assert.equal(error, undefined);
  for (const found of [page, worker]) {
    assert.equal(found.error, undefined);
    assert.deepEqual(found.sources, ['default', 'bytes', 'module', 'url']);
    assert.equal(found.digest, here.digest);
    assert.equal(found.worst, here.worst);
    // The problems' own exp may differ between engines in its last bit.
    found.figure.forEach((/** @type {number} */ loss, /** @type {number} */ k) =>
      assert.ok(Math.abs(loss - here.figure[k]) < 1e-4, `${loss}`),
    );
  }
}

test('Node', () => {
  assert.ok(here.worst < 1e-6, `${here.worst}`);
  assert.deepEqual(here.sources, ['default', 'bytes', 'module', 'url']);
  assert.ok(
    Math.abs(here.figure[0] + 1.0173453648320373) < 1e-9 && Math.abs(here.figure[1] + 1.0019) < 1e-3,
    `${here.figure}`,
  );
});

for (const [name, launch] of /** @type {const} */ ([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])) {
  test(name, { timeout: 120_000 }, async () => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      await page.goto(`${site.url}tests/browser/engine.html`);
      await page.waitForFunction(() => document.body.textContent.includes('{'), { timeout: 60_000 });
      compare(await page.evaluate(() => document.body.textContent));
    } finally {
      await browser.close();
    }
  });
}

test('WebKitGTK', { timeout: 120_000 }, async () => {
  const { driver, close } = await launchWebKit();
  try {
    await driver.get(`${site.url}tests/browser/engine.html`);
    const text = () => driver.executeScript(() => document.body.textContent);
    await driver.wait(async () => String(await text()).includes('{'), 60_000);
    compare(String(await text()));
  } finally {
    await close();
  }
});
