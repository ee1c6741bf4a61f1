/**
 * What a reader hands on and takes in: links, code to embed, configs, files; and the page on paper.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { jsonOf, parseConfig, stringifyConfig } from 'kudari/experiment';
import { loadFormulas } from 'kudari/problems';
import { summaryOf, traceOf } from './expected.js';
import { makeReader, runColors, shows } from './reader.js';
import { serve } from './site.js';

const reader = makeReader();
const folder = mkdtempSync(join(tmpdir(), 'kudari-share-'));
after(() => rmSync(folder, { recursive: true }));

beforeEach(() =>
  reader.browser
    .defaultBrowserContext()
    .overridePermissions(new URL(reader.site.url).origin, ['clipboard-read', 'clipboard-write']),
);

const hash =
  "#problem=beale&steps=60&runs=[{'method':'sgd','lr':0.01},{'method':'adam','lr':0.1,'sam':{'rho':0.1}}]&view={'hidden':[0]}";

const clipboard = () => reader.page.evaluate(() => navigator.clipboard.readText());

/** @param {string} id of a button in the menu for sharing */
async function copy(id) {
  await reader.click('#share');
  await reader.click(`#${id}`);
  assert.equal(await reader.textOf('#said'), 'Copied.');
  await reader.page.keyboard.press('Escape');
}

describe('copied', () => {
  test('a link is the address, and opens the same experiment', async () => {
    await reader.open(hash);
    await reader.select('#run-0 .method', 'lion');
    await copy('copy-link');
    const link = await clipboard();
    const config = await reader.shown();
    assert.equal(link, `${reader.site.url}#${stringifyConfig(config)}`);
    assert.equal(link, await reader.page.evaluate(() => location.href));
    const summary = await reader.textOf('#summary');
    await reader.page.goto('about:blank');
    await reader.page.goto(link);
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.deepEqual(await reader.shown(), config);
    assert.equal(await reader.textOf('#summary'), summary);
    assert.deepEqual(reader.complaints, []);
  });

  test('code to embed shows the figures in another page, with a way to the whole', async () => {
    await reader.open(hash);
    await copy('copy-embed');
    const code = await clipboard();
    assert.match(code, /^<iframe src="http:[^"<]*\?embed#problem=beale[^"<]*" title="[^"]+" [^>]*><\/iframe>/);
    const config = await reader.shown();
    writeFileSync(
      join(folder, 'index.html'),
      `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Notes</title>${code}</html>`,
    );
    const host = await serve({ folder });
    await reader.page.goto(host.url);
    const frame = await (await reader.page.waitForSelector('iframe'))?.contentFrame();
    assert.ok(frame);
    await frame.waitForFunction(() => document.querySelector('#step')?.textContent === '60');
    await reader.settle();
    const seen = await frame.$$eval('body > *, main > *, #experiment > *', (all) =>
      all.flatMap((each) => (each.checkVisibility() ? [each.id || each.className || each.localName] : [])),
    );
    assert.deepEqual(seen, ['main', 'experiment', 'figures', 'legend', 'summary']);
    const link = await frame.$eval('.full', (each) => /** @type {HTMLAnchorElement} */ (each).href);
    assert.deepEqual(parseConfig(new URL(link).hash), config);
    assert.equal(new URL(link).search, '', 'the whole page');
    const box = /** @type {import('./reader.js').BoundingBox} */ (await (await frame.$('#landscape'))?.boundingBox());
    const found = await reader.pixels([box.x + box.width / 2, box.y + box.height / 2], box.width / 2);
    assert.equal(shows(found, runColors[0]), 0, 'what is hidden is hidden there too');
    assert.ok(shows(found, runColors[1]) > 40);
    assert.deepEqual(reader.complaints, []);
    host.close();
  });

  test('the config in print is the whole of it, as JSON', async () => {
    await reader.open(hash);
    await reader.click('#copy-config');
    const config = JSON.parse(await clipboard());
    assert.deepEqual(parseConfig(config), config, 'nothing is left open');
    assert.deepEqual(config, await reader.shown());
  });

  test('without a clipboard, the old way, and the focus stays', async () => {
    await reader.page.evaluateOnNewDocument(() => {
      Object.assign(globalThis, { theirs: navigator.clipboard });
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
    });
    await reader.open(hash);
    await reader.page.focus('#share');
    await reader.page.keyboard.press('Enter');
    await reader.page.keyboard.press('Tab');
    await reader.page.keyboard.press('Enter');
    await reader.settle();
    assert.equal(await reader.textOf('#said'), 'Copied.');
    assert.equal(await reader.page.evaluate(() => document.activeElement?.id), 'copy-link');
    const copied = await reader.page.evaluate(() => /** @type {any} */ (globalThis).theirs.readText());
    assert.equal(copied, await reader.page.evaluate(() => location.href));
    // One that refuses as well.
    await reader.page.evaluate(() => (document.execCommand = () => false));
    await reader.page.keyboard.press('Enter');
    await reader.settle();
    assert.equal(await reader.textOf('#said'), 'The browser does not allow copying.');
  });
});

test('what cannot be saved is told where that was asked for', async () => {
  await reader.open(hash);
  await reader.page.evaluate('HTMLCanvasElement.prototype.toBlob = (done) => done(null)');
  await reader.click('#share');
  await reader.click('#download-png');
  await reader.page.waitForFunction(() => document.querySelector('#said')?.textContent);
  assert.equal(await reader.textOf('#said'), 'Not saved: this browser cannot make a PNG');
  assert.deepEqual(reader.complaints, []);
});

/** Opens a file as a reader does. @param {string} name @param {string} content */
async function openFile(name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const field = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (
    await reader.page.$('#open-file')
  );
  await field.uploadFile(path);
  await reader.settle();
}

describe('a file', () => {
  before(loadFormulas);

  /** @type {import('kudari/experiment').ConfigInput} */
  const config = {
    problem: { id: 'formula', f: 'x^4/20 + y^2', startX: 2, startY: 1 },
    steps: 25,
    runs: [{ method: 'nadam', lr: 0.05 }],
    view: { panels: ['loss'], lang: 'ja', theme: 'dark' },
  };

  test('with a config is opened, parser and all, in the reader’s own language, and is one entry', async () => {
    await reader.open();
    const entries = await reader.page.evaluate(() => history.length);
    await openFile('mine.json', JSON.stringify(config));
    const { view, ...shown } = await reader.shown();
    const { view: wanted, ...rest } = parseConfig(config);
    assert.deepEqual(shown, rest);
    assert.deepEqual(view, { ...wanted, lang: null, theme: null });
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf({ ...config, view: {} })));
    assert.equal(await reader.page.evaluate(() => history.length), entries + 1);
    await reader.click('#undo');
    assert.equal((await reader.shown()).problem.id, 'sharp-flat');
    assert.deepEqual(reader.complaints, []);
  });

  test('with the numbers that came out is the experiment that they came from', async () => {
    const trace = await traceOf(parseConfig(hash));
    await reader.open();
    await openFile('kudari-beale.json', jsonOf(trace));
    assert.deepEqual(await reader.shown(), trace.config);
    assert.equal(await reader.textOf('#summary'), summaryOf(trace));
  });

  for (const [what, name, content, faults] of /** @type {[string, string, string, RegExp[]][]} */ ([
    ['that is damaged', 'half.json', '{"problem": {"id": "bea', [/^the file is not JSON: ./]],
    ['that is no JSON', 'picture.png', '\x89PNG\r\n\x1a\n', [/^the file is not JSON: ./]],
    [
      'of another program',
      'package.json',
      '{"name": "kudari", "version": "1.0.0"}',
      [/^config has no option "name"; it takes problem, /, /^config has no option "version"/],
    ],
    ['that holds a list', 'list.json', '[1, 2, 3]', [/^config must be a plain object, not an array of 3$/]],
    ['that holds nothing', 'nothing.json', 'null', [/^config must be a plain object, not null$/]],
    [
      'with a wrong value',
      'wrong.json',
      '{"config": {"steps": 0}, "runs": []}',
      [/^steps must be a whole number from 1 to 100000, not 0$/],
    ],
  ]))
    test(`${what} is named, and nothing is lost`, async () => {
      await reader.open(hash);
      const before = [await reader.shown(), await reader.textOf('#summary'), await reader.page.url()];
      await openFile(name, content);
      assert.equal(await reader.textOf('#notice strong'), `Not opened: ${name}`);
      const said = await reader.page.$$eval('#notice li', (all) => all.map((each) => each.textContent ?? ''));
      assert.equal(said.length, faults.length);
      faults.forEach((fault, i) => assert.match(said[i], fault));
      assert.deepEqual([await reader.shown(), await reader.textOf('#summary'), await reader.page.url()], before);
      await reader.click('#language');
      assert.equal(await reader.textOf('#notice strong'), `${name} を開けませんでした：`);
      assert.deepEqual(
        await reader.page.$$eval('#notice li', (all) => all.map((each) => each.lang)),
        faults.map(() => 'ja'),
      );
      // The same file again, mended, is another one.
      await openFile(name, '{"steps": 33}');
      assert.equal(await reader.page.$('#notice > *'), null);
      assert.equal((await reader.shown()).steps, 33);
      assert.deepEqual(reader.complaints, []);
    });
});

describe('on paper', () => {
  /** @param {'print' | ''} media @param {'light' | 'dark'} scheme @param {'reduce' | ''} motion */
  async function emulate(media, scheme, motion) {
    const session = await reader.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      media,
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'prefers-reduced-motion', value: motion },
      ],
    });
  }

  /** What is there between the page's preparing for paper and its taking leave of it. @param {() => Promise<void>} look */
  async function printing(look) {
    await emulate('print', 'dark', '');
    await reader.page.evaluate(() => void dispatchEvent(new Event('beforeprint')));
    await look();
    await reader.page.evaluate(() => void dispatchEvent(new Event('afterprint')));
    await emulate('', 'dark', '');
    await reader.settle();
  }

  test('it is light, with the runs to their end, and without what only a screen can use', async () => {
    await emulate('', 'dark', '');
    await reader.page.goto(`${reader.site.url}${hash.replace('beale', 'himmelblau').replace('[0]', '[]')}`);
    await reader.page.waitForSelector('#play[title=Pause]');
    assert.ok((await reader.step()) < 60, 'it plays');
    const theme = () => reader.page.$eval('html', (html) => html.dataset.theme);
    assert.equal(await theme(), 'dark');
    await printing(async () => {
      assert.equal(await theme(), 'light');
      const config = await reader.shown();
      assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(config)));
      const white = [255, 255, 255];
      const [landscape, loss] = await reader.count(['#landscape', '#curve-loss .plot'], [...runColors, white]);
      for (const count of loss.slice(0, 2)) assert.ok(count > 40, `${loss}`);
      // Smaller than on the screen, so that few of its pixels have a colour unmixed.
      for (const count of landscape.slice(0, 2)) assert.ok(count > 20, `${landscape}`);
      const { width, height } = await reader.boxOf('#curve-loss .plot');
      assert.ok(loss[2] > 0.8 * width * height, 'on white paper');
      const left = await reader.page.$$eval('button, input[type=range], #transport, nav, #editor', (all) =>
        all.flatMap((each) => (each.checkVisibility() && !each.matches('.legend') ? [each.id || each.className] : [])),
      );
      assert.deepEqual(left, []);
    });
    assert.equal(await theme(), 'dark');
    assert.ok(await reader.page.$('#play[title=Play]'));
    assert.equal(await reader.step(), 60);
    assert.deepEqual(reader.complaints, []);
  });

  test('a step that was chosen stays, and a printer gets pages', async () => {
    await reader.open(hash);
    await reader.enter('#scrubber', 20);
    await printing(async () => assert.equal(await reader.step(), 20));
    const pdf = Buffer.from(await reader.page.pdf()).toString('latin1');
    assert.ok(pdf.startsWith('%PDF-') && (pdf.match(/\/Type \/Page\b/g) ?? []).length >= 1);
    await reader.settle();
    assert.equal(await reader.step(), 20);
  });
});
