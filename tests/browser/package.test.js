/**
 * The package installed from its tarball and bundled by its users: what they built runs in a browser, in the page and in
 * a worker, under a policy that allows scripts of its own origin and WebAssembly and nothing else.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { build as esbuild } from 'esbuild';
import { build as vite, createServer } from 'vite';
import webpack from 'webpack';
import { given, golden, installed, project } from '../package/install.js';
import { close } from '../support.js';
import { launchChromium, serve } from './site.js';

const policy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'";

/** The programs of tests/package/consumer, each with a page of its own. */
const programs = ['page', 'worker-page', 'figure'];

/** @type {Awaited<ReturnType<typeof launchChromium>>} */
let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

/** Pages that load the programs. @param {string} folder @param {(program: string) => string} script */
function writePages(folder, script) {
  mkdirSync(folder, { recursive: true });
  for (const program of programs) {
    const body = program === 'figure' ? '<kudari-lab preset="sharp-and-flat" height="300"></kudari-lab>' : '';
    const load = `<script type="module" src="${script(program)}"></script>`;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>${program}</title>${load}<body>${body}`;
    writeFileSync(join(folder, `${program}.html`), html);
  }
}

/**
 * Opens a page, and what it complained of when all is done.
 *
 * @param {string} url
 * @param {(page: import('puppeteer-core').Page) => Promise<void>} use
 */
async function open(url, use) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const { url: place = '' } = message.location();
    // For its icon a browser asks of its own accord.
    if (message.type() === 'error' && !place.endsWith('/favicon.ico')) complaints.push(`${message.text()} ${place}`);
  });
  page.on('requestfailed', (request) => complaints.push(request.url()));
  try {
    await page.goto(url);
    await use(page);
    assert.deepEqual(complaints, []);
  } finally {
    await page.close();
  }
}

/** The steps of AdamW in the page or in its worker. @param {string} url */
const checkSteps = (url) =>
  open(url, async (page) => {
    await page.waitForFunction('globalThis.steps');
    const after = await page.evaluate((/** @type {any} */ data) => /** @type {any} */ (globalThis).steps(data), given);
    close(after, golden, 1e-12, url);
  });

/** The element is defined, computes and draws. @param {string} url */
const checkFigure = (url) =>
  open(url, async (page) => {
    // Its landscape in all its shades, and not only an empty canvas.
    await page.waitForFunction(
      () => {
        const canvas = document.querySelector('kudari-lab')?.shadowRoot?.querySelector('canvas');
        const image = canvas?.width && canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
        return image && new Set(new Uint32Array(image.data.buffer)).size > 20;
      },
      { timeout: 20_000 },
    );
  });

/** All programs as a bundler left them. @param {string} folder @param {string[]} [which] */
async function check(folder, which = programs) {
  const names = readdirSync(folder, { recursive: true }).map(String);
  assert.equal(names.filter((name) => name.endsWith('.wasm')).length, 1, `one wasm file among ${names}`);
  const site = await serve({ folder, policy });
  try {
    for (const program of which) await (program === 'figure' ? checkFigure : checkSteps)(`${site.url}${program}.html`);
  } finally {
    site.close();
  }
}

describe('in a browser', () => {
  test('built by Vite', { timeout: 120_000 }, async () => {
    writePages(project, (program) => `./${program}.js`);
    const outDir = join(project, 'vite');
    const input = programs.map((program) => join(project, `${program}.html`));
    await vite({
      root: project,
      configFile: false,
      logLevel: 'error',
      build: { outDir, rolldownOptions: { input } },
    });
    await check(outDir);
  });

  test("served by Vite's development server", { timeout: 120_000 }, async () => {
    writePages(project, (program) => `./${program}.js`);
    const server = await createServer({ root: project, configFile: false, logLevel: 'error', server: { port: 0 } });
    try {
      await server.listen();
      const [url] = server.resolvedUrls?.local ?? [];
      await checkSteps(`${url}page.html`);
      await checkSteps(`${url}worker-page.html`);
      await checkFigure(`${url}figure.html`);
    } finally {
      await server.close();
    }
  });

  test('built by webpack', { timeout: 120_000 }, async () => {
    const path = join(project, 'webpack');
    writePages(path, (program) => `${program}.js`);
    const compiler = webpack({
      mode: 'production',
      context: project,
      entry: Object.fromEntries(programs.map((program) => [program, `./${program}.js`])),
      output: { path, publicPath: 'auto' },
      performance: false,
    });
    /** @type {import('webpack').Stats | undefined} */
    const stats = await new Promise((resolve, reject) =>
      compiler.run((error, result) => (error ? reject(error) : resolve(result))),
    );
    const { errors, warnings } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
    assert.deepEqual([errors, warnings], [[], []]);
    await new Promise((resolve) => compiler.close(resolve));
    await check(path);
  });

  test('built by esbuild, which leaves it to us to put the wasm beside', { timeout: 120_000 }, async () => {
    const outdir = join(project, 'esbuild');
    writePages(outdir, (program) => `${program}.js`);
    const { warnings } = await esbuild({
      entryPoints: [...programs, 'worker'].map((program) => join(project, `${program}.js`)),
      outdir,
      bundle: true,
      splitting: true,
      minify: true,
      format: 'esm',
      logLevel: 'silent',
    });
    assert.deepEqual(warnings, []);
    cpSync(installed('dist/kudari.wasm'), join(outdir, 'kudari.wasm'));
    await check(outdir);
  });
});
