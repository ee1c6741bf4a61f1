/**
 * The lens in Chromium, on a page of its own under the same policy as the page's: what it draws, and that it follows.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchChromium, serve, pageFile } from './site.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}build/lens-page`;

const entry = `
  import { render } from 'lit-html';
  import { loadKudari } from './core/index.js';
  import { runExperiment } from './experiment/index.js';
  import { lensFormula, lensView } from './lens/index.js';
  const kudari = await loadKudari();
  const place = document.getElementById('lens');
  window.run = async (config) => {
    window.trace = await runExperiment(kudari, { measure: { sharpness: 0 }, ...config });
  };
  window.show = (states, language = 'en') =>
    render(lensView({ trace: window.trace, states, language, theme: 'light' }), place);
  window.formula = (id) => render(lensFormula(id), document.getElementById('formula'));
`;

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>lens</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:">
<link rel="icon" href="data:,"><link rel="stylesheet" href="style.css"><script type="module" src="lens.js"></script></head>
<body><div id="before"></div><div id="lens"></div><div id="formula"></div></body></html>`;

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let site;
/** @type {import('puppeteer-core').Page} */
let tab;
/** @type {string[]} */
const complaints = [];

/** @param {string} code in the page */
const evaluate = (code) => tab.evaluate(`(async () => { ${code} })()`);

before(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents: entry, resolveDir: `${root}web`, loader: 'js' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outfile: `${folder}/lens.js`,
    logLevel: 'error',
  });
  writeFileSync(`${folder}/index.html`, page);
  for (const file of ['style.css', 'kudari.wasm'])
    cpSync(`${root}dist/page/${pageFile(new RegExp(`^${file}$`))}`, `${folder}/${file}`);
  browser = await launchChromium();
  site = await serve({ folder });
  tab = await browser.newPage();
  tab.on('pageerror', (error) => complaints.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await tab.setViewport({ width: 1280, height: 900 });
  await tab.goto(site.url);
  await tab.waitForFunction('window.formula !== undefined');
});
after(async () => {
  await browser.close();
  site.close();
});

/** The text of each row's cells: symbol, definition, then the formula with its numbers and the value of each coordinate. */
const rows = () =>
  evaluate(
    `return [...document.querySelectorAll('.lens-run tr.lens-row')].map((row) =>
       [...row.children].map((cell) => cell.textContent.replace(/\\s+/g, ' ').trim()));`,
  );

describe('the lens', () => {
  test('writes the update of the step in symbols and in numbers', async () => {
    // E = ½(x² + 10 y²) from (3, 0.4): the gradient is (3, 4).
    await evaluate(`await run({ problem: { id: 'quadratic', condition: 10 }, start: [3, 0.4], steps: 3,
      runs: [{ method: 'momentum', lr: 0.1, momentum: 0.5, sam: { rho: 0.5, eps: 0 } }] }); show([0]);`);
    assert.deepEqual(await rows(), [
      ['∇E(w)=', '', '', '=3', '', '=4'],
      ['‖∇E‖2=', '∇Ex2+∇Ey2', '32+42', '=5', ''],
      ['ε^=', 'ρ∇E(w)‖∇E‖2', '0.5·35', '=0.3000', '0.5·45', '=0.4000'],
      ['w+ε^=', '', '3+0.3000', '=3.300', '0.4000+0.4000', '=0.8000'],
      ['∇E(w+ε^)=', '', '', '=3.300', '', '=8'],
      ['g=', '∇E(w+ε^)', '', '=3.300', '', '=8'],
      ['v←', 'μv+g', '0.5·0+3.300', '=3.300', '0.5·0+8', '=8'],
      ['ϵeff=', 'ϵ rates x : y = 1 : 1', '', '=0.1', '', '=0.1'],
      ['Δw=', '−ϵv', '−0.1·3.300', '=−0.3300', '−0.1·8', '=−0.8000'],
      ['w←', 'w+Δw', '3+(−0.3300)', '=2.670', '0.4000+(−0.8000)', '=−0.4000'],
    ]);
    const heads = await evaluate(
      `return [...document.querySelectorAll('.lens-run thead th')].map((cell) => cell.textContent.trim().replace(/\\s+/g, ' '));`,
    );
    assert.deepEqual(heads, [
      'quantity',
      'definition',
      'x: with its numbers',
      'xx: value',
      'y: with its numbers',
      'yy: value',
    ]);
  });

  test('follows the step, says at the end that it is the last, and hides a run', async () => {
    const title = () =>
      evaluate(`return document.querySelector('.lens-run h3').innerText.replace(/\\s+/g, ' ').trim();`);
    assert.equal(await title(), 'Momentum + SAM step 0 → 1');
    await evaluate('show([2]);');
    assert.equal(await title(), 'Momentum + SAM step 2 → 3');
    await evaluate('show([3]);');
    assert.equal(await title(), 'Momentum + SAM step 2 → 3 (the last update)');
    await evaluate(`show([3], 'ja');`);
    assert.equal(await title(), 'Momentum + SAM ステップ 2 → 3（最後の更新）');
    await evaluate('show([null]);');
    assert.equal(await evaluate(`return document.querySelectorAll('.lens-run').length;`), 0);
  });

  test('what is off the screen follows when things have come to rest', async () => {
    // Observers are told in the order in which they were made: the lens's own has been by then.
    const onScreen = (/** @type {boolean} */ yes) => `await new Promise((resolve) => {
      new IntersectionObserver((entries, observer) => {
        if (entries.at(-1).isIntersecting !== ${yes}) return;
        observer.disconnect();
        resolve();
      }, { rootMargin: '300px' }).observe(document.querySelector('.lens-run'));
    });`;
    await evaluate(`document.getElementById('before').style.height = '4000px'; show([0]); ${onScreen(false)}`);
    const shown = `return document.querySelector('.lens-step').textContent;`;
    // Read in the same breath, as it rests soon.
    assert.equal(await evaluate(`show([1]); show([2]); ${shown}`), 'step 0 → 1');
    await tab.waitForFunction(`document.querySelector('.lens-step').textContent === 'step 2 → 3'`);
    await evaluate(`document.getElementById('before').style.height = ''; ${onScreen(true)}`);
    assert.equal(await evaluate(`show([1]); ${shown}`), 'step 1 → 2');
  });

  test('no number moves another: columns keep their places while it runs', async () => {
    await evaluate(`await run({ problem: 'rosenbrock', steps: 60, runs: [{ method: 'adam', lr: 0.1 }] }); show([0]);`);
    const places = `return [...document.querySelectorAll('.lens-equals')].map((each) => {
      const { left, top } = each.closest('td').getBoundingClientRect();
      return [left, top].map(Math.round);
    });`;
    const first = await evaluate(places);
    for (const step of [7, 20, 33, 59]) {
      await evaluate(`show([${step}]);`);
      assert.deepEqual(await evaluate(places), first, `step ${step}`);
    }
  });

  test('fits a phone', async () => {
    await tab.setViewport({ width: 390, height: 844 });
    const names = ['adam', 'adabound', 'radam', 'nadam', 'rmsprop', 'adadelta', 'lion', 'adamax'];
    await evaluate(`await run({ problem: 'rosenbrock', steps: 20, runs: ${JSON.stringify(names)} });
      show([0, 0, 0, 0, 0, 0, 0, 0]);`);
    assert.equal(await evaluate('return document.documentElement.scrollWidth;'), 390);
    await tab.setViewport({ width: 1280, height: 900 });
  });

  test('has the formula of a method for the options panel', async () => {
    await evaluate(`formula('radam');`);
    const formulas = await evaluate(
      `return [...document.querySelectorAll('#formula math')].slice(-2).map((each) => each.textContent.replace(/\\s+/g, ' ').trim());`,
    );
    assert.deepEqual(formulas, ['Δw=−ϵrt1−β2tv+εm^(ρt>5)', 'Δw=−ϵm^(ρt≤5)']);
  });

  test('and nothing was complained of, the content security policy included', () => assert.deepEqual(complaints, []));
});
