/**
 * The check against PyTorch as a reader sees it.
 */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchChromium, launchFirefox, serve } from './site.js';

/** @param {string} path below the repository's root */
const source = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const built = source('dist/page');
const version = /src="(\w+)\/lab\.js"/.exec(readFileSync(join(built, 'index.html'), 'utf8'))?.[1] ?? '';
const shots = process.env.SHOTS;

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('puppeteer-core').Page} */
let page;
let blocked = '';

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kudari-parity-'));
  await build({
    entryPoints: { page: source('tests/browser/parity-page.js'), style: source('web/style.css') },
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    logLevel: 'warning',
  });
  copyFileSync(join(built, version, 'kudari.wasm'), join(folder, 'kudari.wasm'));
  const policy = /content="(default-src[^"]*)"/.exec(readFileSync(join(built, 'index.html'), 'utf8'))?.[1];
  assert.ok(policy, 'the page’s own policy');
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" /><title>parity</title>
    <link rel="stylesheet" href="style.css" /><script type="module" src="page.js"></script><body></body>`,
  );
  site = await serve({ folder, blocked: (path) => blocked !== '' && path.includes(blocked) });
  browser = await launchChromium();
});
after(async () => {
  await browser.close();
  site.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  blocked = '';
  copyFileSync(join(built, version, 'parity.json'), join(folder, 'parity.json'));
});

/** @param {string} [query] */
async function open(query = '', from = browser) {
  page = await from.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(site.url + query);
  await page.waitForSelector('#parity-start');
}

async function check() {
  await page.click('#parity-start');
  await page.waitForSelector('table.parity');
}

/** @param {string} selector */
const texts = (selector) =>
  page.$$eval(selector, (elements) => elements.map((each) => (each.textContent ?? '').trim().replace(/\s+/g, ' ')));

/** Rows by their names, as [float64, float32, cases, numbers]. */
async function rows() {
  const all = await page.$$eval('table.parity tbody tr:has(td)', (found) =>
    found.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())),
  );
  return Object.fromEntries(all.map(([name, ...cells]) => [name, cells]));
}

const bits = 'equal to the last bit';

test('nothing is fetched before it is asked for; then every method has its row', async () => {
  await open();
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.deepEqual(await texts('p.parity'), [
    'Every method is checked against PyTorch. Check against PyTorch in this browser',
  ]);
  assert.ok(!(await fetched()).some((name) => name.includes('parity.json')));
  await check();
  assert.ok((await fetched()).some((name) => name.includes('parity.json')));
  const [summary] = await texts('p.parity');
  assert.equal(
    summary,
    '52 trajectories, 7,904 numbers: 7,664 are equal to the last bit; the largest difference is 1.8×10⁻¹¹ (NAdam) in ' +
      'float64 and 4.8×10⁻⁷ (NAdam) in float32. All are within their tolerances.',
  );
  const found = await rows();
  assert.deepEqual(found.SGD, [bits, bits, '4', '608']);
  assert.deepEqual(found.RAdam, ['1.5×10⁻¹⁶', '6×10⁻⁸', '6', '912']);
  assert.deepEqual(found.Lion, [bits, bits, '2', '304']);
  assert.deepEqual(found['SAM and ASAM, steps 1–20'].slice(1), ['–', '12', '120']);
  assert.equal(found.Schedules[3], '462');
  assert.equal(Object.keys(found).length, 12 + 3 + 2 + 1);
  assert.deepEqual(await texts('.reference'), [
    'against torch.optim, PyTorch 2.14.1',
    'not in PyTorch: against their authors’ rules in torch operations',
    'against SAM’s two steps as in davda54/sam, with autograd and torch.optim',
    'against torch.optim.lr_scheduler, PyTorch 2.14.1',
  ]);
  assert.deepEqual(await texts('.beyond'), []);
  const last = await page.$$eval('tbody:nth-of-type(2) th[scope=row]', (names) =>
    names.map((name) => name.textContent?.trim()),
  );
  assert.deepEqual(last, ['AdaBound', 'AMSBound', 'Lion']);
  await page.close();
});

test('a difference is shown where it is, in words and in the colour of an alert', async () => {
  const recorded = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
  recorded.optimizers.cases.find((/** @type {any} */ { id }) => id === 'adamw/float32').w[40][2] += 0.25;
  writeFileSync(join(folder, 'parity.json'), JSON.stringify(recorded));
  await open();
  await check();
  const found = await rows();
  assert.match(found.AdamW[1], /^0\.25?, more than the 10⁻⁶ allowed$/);
  assert.equal(found.AdamW[0], bits);
  const marked = await texts('.beyond');
  assert.deepEqual(marked, ['Not all are within their tolerances; those beyond are marked.', found.AdamW[1]]);
  const [alert, color] = await page.$eval('td.beyond', (cell) => {
    const probe = document.body.appendChild(document.createElement('i'));
    probe.style.color = 'var(--alert)';
    return [getComputedStyle(probe).color, getComputedStyle(cell).color];
  });
  assert.equal(color, alert);
  await page.close();
});

test('a file that cannot be had is named, with the reason, and can be asked for again', async () => {
  await open('?lang=ja');
  blocked = 'parity.json';
  await page.click('#parity-start');
  await page.waitForSelector('.beyond[role=alert]');
  const [said] = await texts('.beyond');
  assert.match(said, /^記録された軌跡を再計算できませんでした：http:.*parity\.json: HTTP 404/);
  assert.equal((await texts('#parity-start'))[0], 'もう一度照合する');
  blocked = '';
  await check();
  assert.equal((await rows()).SGD[0], '全ビット一致');
  await page.close();
});

for (const [width, height] of [
  [1280, 800],
  [390, 844],
]) {
  for (const lang of ['en', 'ja']) {
    test(`fits ${width} pixels in ${lang}`, async () => {
      for (const theme of ['light', 'dark']) {
        await open(`?lang=${lang}&theme=${theme}`);
        await page.setViewport({ width, height });
        const before = shots && `${shots}/parity-before-${width}-${theme}-${lang}.png`;
        if (shots) mkdirSync(shots, { recursive: true });
        if (before) await page.screenshot({ path: /** @type {`${string}.png`} */ (before) });
        await check();
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), theme);
        const path = shots && `${shots}/parity-${width}-${theme}-${lang}.png`;
        if (path) await page.screenshot({ path: /** @type {`${string}.png`} */ (path), fullPage: true });
        await page.close();
      }
    });
  }
}

test('in Firefox', { timeout: 120_000 }, async () => {
  const firefox = await launchFirefox();
  try {
    await open('', firefox);
    await check();
    assert.match((await texts('p.parity'))[0], /7,664 are equal .* \(NAdam\) in float32\. All are within/);
  } finally {
    await firefox.close();
  }
});
