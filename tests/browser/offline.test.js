/**
 * The page without a network, after one visit with it; and how one version of it follows another.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formatNumber } from '../../web/figures/format.js';
import { assemble } from '../../web/offline/assemble.js';
import { launchChromium, launchFirefox, serve } from './site.js';

/** @typedef {import('puppeteer-core').Page} Page */

const built = fileURLToPath(new URL('../../dist/page', import.meta.url));
const lecture = 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.';
const figure = JSON.parse(readFileSync(new URL('../golden/seed-figure.json', import.meta.url), 'utf8'));
const [gd, sam] = [figure.gd, figure.sam].map((run) => formatNumber(run[7].loss));
/** What `#steps=7` comes to. */
const seven = `Step 7. SGD: loss ${gd}; SGD + SAM: loss ${sam}.`;

/** What index.html at this place names. @param {string} folder */
const versionIn = (folder) => /src="(\w+)\/lab\.js"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))?.[1] ?? '';

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('puppeteer-core').BrowserContext} */
let profile;
/** @type {Page} */
let page;
/** What the served folder holds may change. @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
let blocked = '';
/** @type {string[]} */
let complaints;

before(async () => void (browser = await launchChromium()));
after(() => browser.close());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kudari-'));
  cpSync(built, folder, { recursive: true });
  blocked = '';
  site = await serve({ folder, blocked: (path) => blocked !== '' && path.includes(blocked) });
  profile = await browser.createBrowserContext();
  page = await newPage();
});
afterEach(async () => {
  await profile.close();
  site.close();
  rmSync(folder, { recursive: true });
});

/** A page that stands at the end of its run. */
async function newPage(context = profile) {
  const opened = await context.newPage();
  complaints = [];
  opened.on('pageerror', (error) => complaints.push(String(error)));
  await opened.evaluateOnNewDocument(
    "Object.defineProperty(navigator, 'language', { get: () => 'en', configurable: true });" +
      // Firefox cannot be told otherwise that motion is unwelcome.
      'const media = matchMedia; window.matchMedia = (query) =>' +
      "  query.includes('reduced-motion') ? { matches: true, addEventListener() {} } : media.call(window, query);",
  );
  return opened;
}

/** @param {string} text */
const shows = (text) =>
  page.waitForFunction((expected) => document.querySelector('#summary')?.textContent === expected, {}, text);

/** Until the worker of this version, or of any, is active and has all it needs. @param {string} [version] */
const kept = (version = '') =>
  page.waitForFunction(
    async (wanted) => {
      const { active, installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
      const own = (await caches.keys()).filter((name) => name.endsWith(wanted));
      const settled = active?.state === 'activated' && !installing && !waiting;
      return settled && own.length > 0 && navigator.serviceWorker.controller !== null;
    },
    {},
    version,
  );

/** The version that everything the page has loaded is of. */
async function loadedVersion() {
  const names = await page.evaluate(() =>
    [...document.querySelectorAll('link[rel=stylesheet], script[src]')]
      .map((element) => /** @type {any} */ (element).href ?? /** @type {any} */ (element).src)
      .concat(performance.getEntriesByType('resource').map(({ name }) => name))
      .filter((name) => !name.startsWith('data:')),
  );
  const versions = new Set(names.map((name) => name.slice(site.url.length).split('/')[0]));
  versions.delete('sw.js');
  assert.equal(versions.size, 1, `one version: ${names}`);
  for (const part of ['lab.js', 'style.css', 'kudari.wasm'])
    assert.ok(
      names.some((name) => name.endsWith(part)),
      `${part} among ${names}`,
    );
  return [...versions][0];
}

/**
 * Deploys another version, made by the code that makes the real one: its pages call themselves `title`.
 *
 * @param {string} title
 */
async function deploy(title) {
  const files = mkdtempSync(join(tmpdir(), 'kudari-files-'));
  cpSync(join(built, versionIn(built)), files, { recursive: true });
  const scripts = readdirSync(files)
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(files, name))
    .filter((path) => readFileSync(path, 'utf8').includes('the way down'));
  assert.ok(scripts.length, 'the tagline is in one of the scripts');
  for (const script of scripts) writeFileSync(script, readFileSync(script, 'utf8').replaceAll('the way down', title));
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  const version = await assemble(files, folder);
  rmSync(files, { recursive: true });
  return version;
}

const tagline = () => page.$eval('#header', (header) => header.textContent ?? '');

const cacheNames = () => page.evaluate(() => caches.keys());

describe('without a network', () => {
  test('the page runs its experiment, the one in the link, and the check against PyTorch has its numbers', async () => {
    await page.goto(site.url);
    await shows(lecture);
    await kept();
    site.close();
    await assert.rejects(fetch(site.url), 'nobody answers any more');

    await page.reload();
    await shows(lecture);
    for (const address of ['index.html', '?from=lecture', '']) {
      await page.goto('about:blank');
      await page.goto(`${site.url}${address}#steps=7`);
      await shows(seven);
    }
    assert.equal(await loadedVersion(), versionIn(built));
    const recorded = await page.evaluate(
      async (address) => (await (await fetch(address)).json()).optimizers.cases.length,
      `${versionIn(built)}/parity.json`,
    );
    assert.equal(recorded, 52);
    assert.deepEqual(complaints, []);
  });

  test('all of the page’s files are kept, no source map, and nothing anywhere else', async () => {
    await page.goto(site.url);
    await shows(lecture);
    await kept();
    const version = versionIn(built);
    const names = await cacheNames();
    assert.deepEqual(names, [`kudari ${site.url} ${version}`]);
    const urls = await page.evaluate(
      async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url),
      names[0],
    );
    const files = readdirSync(join(built, version), { recursive: true }).map(String);
    assert.deepEqual(
      urls.sort(),
      ['', ...files.filter((name) => !name.endsWith('.map')).map((name) => `${version}/${name}`)]
        .map((name) => site.url + name)
        .sort(),
    );
    for (const name of ['lab.js', 'style.css', 'kudari.wasm', 'parity.json']) assert.ok(files.includes(name), name);
    const elsewhere = await page.evaluate(async () => [
      document.cookie,
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
    ]);
    assert.deepEqual(elsewhere, ['', 0, 0, 0]);
    assert.deepEqual(await profile.cookies(), []);
  });

  test('notes, slides and benchmark that were opened open again, with their figures and their font', async () => {
    await page.goto(site.url);
    await kept();
    const drawn = () =>
      page.waitForFunction(() => {
        const [lab] = /** @type {any[]} */ ([...document.querySelectorAll('kudari-lab')]);
        lab?.scrollIntoView();
        return lab?.trace?.runs[0].loss.length > 1;
      });
    const font = () => page.evaluate(async () => (await document.fonts.load('16px "Notes Math"', 'x')).length);
    const heading = () => page.$eval('h1', (element) => element.textContent);
    const places = ['notes/en/slides.html', 'notes/ja/'];
    const headings = [];
    for (const place of places) {
      await page.goto(site.url + place);
      headings.push(await heading());
    }
    await drawn();
    assert.equal(await font(), 1);
    await page.goto(`${site.url}bench/`);
    await page.waitForSelector('button');
    await page.waitForFunction(
      async (count) => {
        const name = (await caches.keys()).find((each) => each.startsWith('opened'));
        return name !== undefined && (await (await caches.open(name)).keys()).length >= count;
      },
      {},
      6,
    );
    site.close();
    for (const [k, place] of places.entries()) {
      await page.goto('about:blank');
      await page.goto(site.url + place);
      assert.equal(await heading(), headings[k]);
    }
    await drawn();
    assert.equal(await font(), 1);
    await page.goto(`${site.url}bench/`);
    await page.waitForSelector('button');
    await assert.rejects(page.goto(`${site.url}notes/en/`), 'never opened');
    assert.deepEqual(complaints, []);
  });

  test('of what was opened beside the page the last forty files are kept', async () => {
    await page.goto(site.url);
    await kept();
    const ask = async (/** @type {number} */ from, /** @type {number} */ to) => {
      for (let k = from; k < to; k++) await page.evaluate((n) => fetch(`notes/index.html?${n}`), k);
    };
    const count = () =>
      page.evaluate(async () => {
        const name = (await caches.keys()).find((each) => each.startsWith('opened'));
        return name === undefined ? [] : (await (await caches.open(name)).keys()).map(({ url }) => url.split('?')[1]);
      });
    await ask(0, 40);
    await page.waitForFunction(async () => {
      const name = (await caches.keys()).find((each) => each.startsWith('opened')) ?? '';
      return (await (await caches.open(name)).keys()).length === 40;
    });
    // Asked for again, the oldest is the newest.
    await ask(0, 1);
    await ask(40, 45);
    await page.waitForFunction(async () => {
      const name = (await caches.keys()).find((each) => each.startsWith('opened')) ?? '';
      return (await (await caches.open(name)).keys()).some(({ url }) => url.endsWith('?44'));
    });
    assert.deepEqual(
      (await count()).sort((a, b) => Number(a) - Number(b)),
      ['0', ...Array.from({ length: 39 }, (_, k) => String(k + 6))],
    );
  });

  test('what is not the page’s own is not answered', async () => {
    await page.goto(site.url);
    await kept();
    const other = (/** @type {string} */ path) => page.evaluate(async (name) => (await fetch(name)).status, path);
    assert.deepEqual([await other('nothing.json'), await other('0123456789/lab.js')], [404, 404]);
    site.close();
    await assert.rejects(other('nothing.json'));
    assert.equal(await other(`${versionIn(built)}/lab.js`), 200);
  });

  test('in Firefox', { timeout: 120_000 }, async () => {
    const firefox = await launchFirefox();
    try {
      page = await newPage(firefox.defaultBrowserContext());
      await page.goto(site.url);
      await shows(lecture);
      await kept();
      site.close();
      await page.goto('about:blank');
      await page.goto(`${site.url}#steps=7`);
      await shows(seven);
    } finally {
      await firefox.close();
    }
  });
});

describe('a new deployment', () => {
  test('shows at the next load, is kept, and the one before last is dropped', async () => {
    await page.goto(site.url);
    await shows(lecture);
    const first = versionIn(built);
    await kept(first);

    const second = await deploy('the second way');
    assert.notEqual(second, first);
    await page.reload();
    await shows(lecture);
    assert.match(await tagline(), /the second way/);
    assert.equal(await loadedVersion(), second);
    await kept(second);
    assert.deepEqual(
      await cacheNames(),
      [first, second].map((version) => `kudari ${site.url} ${version}`),
    );

    const third = await deploy('the third way');
    await page.goto(`${site.url}?x#steps=7`);
    await shows(seven);
    assert.equal(await loadedVersion(), third);
    await kept(third);
    await page.waitForFunction(async () => (await caches.keys()).length === 2);
    assert.deepEqual(
      await cacheNames(),
      [second, third].map((version) => `kudari ${site.url} ${version}`),
    );

    site.close();
    await page.reload();
    await shows(seven);
    assert.match(await tagline(), /the third way/);
    assert.equal(await loadedVersion(), third);
    assert.deepEqual(complaints, []);
  });

  test('leaves a page that is open with the files of its own version', async () => {
    await page.goto(site.url);
    await shows(lecture);
    const first = versionIn(built);
    await kept(first);
    const open = page;
    const second = await deploy('the second way');
    page = await newPage();
    await page.goto(site.url);
    await shows(lecture);
    await kept(second);
    assert.equal(await loadedVersion(), second);
    page = open;
    const script = await page.evaluate(async (name) => (await fetch(name)).text(), `${first}/lab.js`);
    assert.equal(script, readFileSync(join(built, first, 'lab.js'), 'utf8'), 'the host no longer has it');
    assert.equal(await loadedVersion(), first);
  });

  test('of which a file is missing is not kept, and the version before serves on', async () => {
    await page.goto(site.url);
    await shows(lecture);
    const first = versionIn(built);
    await kept(first);
    const second = await deploy('the second way');
    blocked = 'parity.json';
    await page.reload();
    await shows(lecture);
    assert.equal(await loadedVersion(), second, 'with a network the newest is shown');
    await page.waitForFunction(async () => {
      const { installing, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
      return !installing && !waiting;
    });
    assert.deepEqual(await cacheNames(), [`kudari ${site.url} ${first}`]);
    site.close();
    await page.reload();
    await shows(lecture);
    assert.match(await tagline(), /the way down/);
    assert.equal(await loadedVersion(), first);
  });

  test('whose host is out of order, or does not answer, gives way to what is kept', async () => {
    await page.goto(site.url);
    await shows(lecture);
    await kept();
    site.close();
    const { port } = new URL(site.url);
    for (const answer of [
      (/** @type {import('node:http').ServerResponse} */ response) => void response.writeHead(503).end('out of order'),
      () => {},
    ]) {
      const { createServer } = await import('node:http');
      const server = createServer((_, response) => answer(response));
      await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', () => resolve(undefined)));
      await page.goto('about:blank');
      await page.goto(`${site.url}#steps=7`);
      await shows(seven);
      server.close();
      server.closeAllConnections();
    }
  });
});

describe('nothing is kept', () => {
  test('by a page that is embedded', async () => {
    mkdirSync(join(folder, 'around'));
    writeFileSync(join(folder, 'around/index.html'), '<!doctype html><iframe src="../index.html"></iframe>');
    for (const address of ['around/', '?embed', '?embed=1&x']) {
      await page.goto(site.url + address, { waitUntil: 'networkidle0' });
      const inside = page.frames().at(-1);
      await inside?.waitForFunction(() => document.querySelector('#summary')?.textContent?.startsWith('Step 140'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
      assert.deepEqual(await cacheNames(), []);
    }
  });

  test('where a file is missing; the reader sees nothing of it, the console is told', async () => {
    blocked = 'parity.json';
    /** @type {string[]} */
    const told = [];
    page.on('console', (message) => told.push(`${message.type()}: ${message.text()}`));
    await page.goto(site.url);
    await shows(lecture);
    for (let i = 0; i < 100 && !told.length; i++) await new Promise((resolve) => setTimeout(resolve, 50));
    assert.match(told.join(), /^info: kudari is not kept for use without a network: a file could not be had$/);
    assert.deepEqual(await cacheNames(), []);
    assert.equal(await page.$eval('#broken', (element) => /** @type {HTMLElement} */ (element).hidden), true);
    assert.deepEqual(complaints, []);
  });
});

test('the version is a function of the contents', async () => {
  const files = join(built, versionIn(built));
  const copy = mkdtempSync(join(tmpdir(), 'kudari-files-'));
  const out = mkdtempSync(join(tmpdir(), 'kudari-page-'));
  cpSync(files, copy, { recursive: true });
  assert.equal(await assemble(copy, out), versionIn(built));
  assert.equal(readFileSync(join(out, 'sw.js'), 'utf8'), readFileSync(join(built, 'sw.js'), 'utf8'));
  writeFileSync(join(copy, 'parity.json'), `${readFileSync(join(copy, 'parity.json'), 'utf8')} `);
  const other = await assemble(copy, out);
  assert.notEqual(other, versionIn(built));
  assert.match(other, /^[0-9a-f]{10}$/);
  assert.equal(versionIn(out), other);
  rmSync(copy, { recursive: true });
  rmSync(out, { recursive: true });
});
