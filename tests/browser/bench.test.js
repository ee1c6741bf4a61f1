/**
 * The page that measures in the reader's browser. What it measures is nobody's to assert; that it does, and that both sides
 * compute the same, is.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { methods } from 'kudari';
import { makeReader } from './reader.js';
import { serve } from './site.js';

const reader = makeReader({ patience: 30 });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** So short that it is over at once. */
const hurried = 'bench/index.html?budget=1&rounds=1';

const start = () => reader.page.click('#start');
const finished = () => reader.page.waitForSelector('#conclusion', { timeout: 60_000 });

/** The table, row by row: the method's id, its name, and the numbers of each cell. @returns {Promise<[string, string, number[][]][]>} */
const rows = () =>
  reader.page.$$eval('tbody tr', (all) =>
    all.map(
      (row) =>
        /** @type {[string, string, number[][]]} */ ([
          row.id,
          row.querySelector('th')?.textContent ?? '',
          [...row.querySelectorAll('td')].map((cell) => cell.textContent?.match(/[\d.]+/g)?.map(Number) ?? []),
        ]),
    ),
  );

test('every method is measured at every size, and both sides compute the same', async () => {
  await reader.page.goto(reader.site.url + hurried);
  await start();
  await finished();
  const table = await rows();
  assert.deepEqual(
    table.map(([id, name]) => [id, name]),
    methods.map(({ id, name }) => [id, name]),
  );
  for (const [id, , cells] of table) {
    assert.equal(cells.length, 4, id);
    for (const numbers of cells) {
      const [ratio, kudari, plain] = numbers;
      assert.equal(numbers.length, 3, id);
      assert.ok(
        numbers.every((value) => value > 0 && Number.isFinite(value)),
        `${id}: ${numbers}`,
      );
      // Each is shown to two digits.
      assert.ok(Math.abs((ratio * kudari) / plain - 1) < 0.17, `${id}: ${numbers}`);
    }
  }
  const said = await reader.textOf('#conclusion');
  const [, difference, power, id] =
    /^Both compute the same: after three updates they differ by ([\d.]+)×10⁻([⁰¹²³⁴⁵⁶⁷⁸⁹]) at most \((\w+)\), relative to max\(1, \|w\|\)\.$/.exec(
      said,
    ) ?? [];
  assert.ok(Number(difference) > 0 && '⁷⁸'.includes(power), said);
  assert.ok(
    methods.some(({ name }) => name === id),
    said,
  );
  assert.match(await reader.textOf('main'), /Measured in Mozilla.* logical processors\./);
  reader.assertNoComplaints();
});

test('in Japanese, dark, on a phone: nothing sideways, no rule of accessibility broken', async () => {
  await reader.page.setViewport({ width: 390, height: 844 });
  await reader.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await reader.page.goto(`${reader.site.url}${hurried}&lang=ja`);
  await reader.page.evaluate(axe);
  const violations = () =>
    reader.page.evaluate(async () => {
      const found = await /** @type {any} */ (globalThis).axe.run(document, { resultTypes: ['violations'] });
      return found.violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].target}`);
    });
  assert.deepEqual(await violations(), []);
  await start();
  await finished();
  assert.deepEqual(await violations(), []);
  assert.match(await reader.textOf('#conclusion'), /^両者の計算結果は一致しています。/);
  assert.match(await reader.textOf('#adam td'), /倍/);
  const seen = await reader.page.evaluate(() => [
    document.documentElement.lang,
    document.documentElement.scrollWidth,
    getComputedStyle(document.body).backgroundColor,
  ]);
  assert.deepEqual(seen, ['ja', 390, 'rgb(20, 23, 26)']);
  await reader.page.click('#language');
  assert.equal(await reader.textOf('h1'), 'How fast, in this browser');
  assert.match(await reader.textOf('#adam td'), /times/);
  reader.assertNoComplaints();
});

test('stops when it is told to, and keeps what it has', async () => {
  await reader.page.goto(`${reader.site.url}bench/index.html?budget=5&rounds=3`);
  await start();
  await reader.page.waitForSelector('#momentum td strong');
  await reader.page.click('#stop');
  await finished();
  const table = await rows();
  assert.ok(table.length < methods.length, `${table.length} rows`);
  assert.ok(await reader.page.$('#start'));
});

test('says so where the core cannot be loaded', async () => {
  const site = await serve({ blocked: (path) => path.includes('kudari.wasm') });
  try {
    await reader.page.goto(site.url + hurried);
    await start();
    const alert = await reader.page.waitForSelector('[role=alert]');
    assert.match(
      (await alert?.evaluate((element) => element.textContent)) ?? '',
      /could not be measured: kudari\.wasm could not be loaded .*404/,
    );
  } finally {
    site.close();
  }
});

test('the page leads there in its language, under its own policy', async () => {
  await reader.open("#problem=beale&steps=10&view={'lang':'ja'}");
  const policy = () => reader.page.$eval('meta[http-equiv]', (meta) => meta.getAttribute('content'));
  const own = await policy();
  await Promise.all([reader.page.waitForNavigation(), reader.page.click('#foot a')]);
  assert.equal(await reader.textOf('h1'), 'このブラウザでの速度');
  assert.equal(await policy(), own);
  assert.equal(
    await reader.page.$eval('header a[href*=notes]', (link) => /** @type {any} */ (link).href),
    `${reader.site.url}notes/ja/index.html`,
  );
});
