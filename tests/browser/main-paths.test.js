/**
 * The main paths of the page in the other engines: Firefox and WebKitGTK.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { summaryOf, traceOf } from './expected.js';
import { launchFirefox, serve } from './site.js';
import { launchWebKit } from './webkit.js';

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
before(async () => void (site = await serve()));
after(() => site.close());

/**
 * @typedef {object} Hand on a page of whatever browser
 * @property {(code: string) => Promise<any>} ask for the value of an expression in the page
 * @property {(url: string) => Promise<unknown>} open
 */

/** Walks the main paths. @param {Hand} hand */
async function walk({ ask, open }) {
  /** @param {string} code an expression that becomes true @param {number} [seconds] */
  const until = async (code, seconds = 20) => {
    const end = Date.now() + 1000 * seconds;
    while (!(await ask(`Boolean(${code})`))) {
      assert.ok(Date.now() < end, `never: ${code}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const text = (/** @type {string} */ selector) =>
    ask(`document.querySelector('${selector}')?.textContent.trim().replace(/\\s+/g, ' ') ?? ''`);
  const says = (/** @type {string} */ selector, /** @type {string} */ expected) =>
    until(`document.querySelector('${selector}')?.textContent.trim() === ${JSON.stringify(expected)}`);
  const click = (/** @type {string} */ selector) => ask(`document.querySelector('${selector}').click()`);
  const enter = (/** @type {string} */ selector, /** @type {string} */ value) =>
    ask(`(() => {
      const field = document.querySelector('${selector}');
      field.value = ${JSON.stringify(value)};
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    })()`);
  const shown = async () => JSON.parse(await text('#config'));
  const agrees = async () => says('#summary', summaryOf(await traceOf(await shown())));

  await open(site.url);
  await until(`document.querySelector('#speed')`);
  const hurry = () => enter('#speed', '2.5');
  await hurry();
  await until(`document.querySelector('#play')?.title === 'Play'`, 40);
  await says('#summary', 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
  await click('#back');
  await says('#step', '139');

  await enter('#run-0 .method', 'adam');
  await says('#step', '139');
  assert.equal((await shown()).runs[0].method, 'adam');
  await click('#forward');
  await agrees();
  // What was done by a script is no step of the browser's own button, which may pass it over.
  await ask('history.back()');
  await until(`document.querySelector('#run-0 .method').value === 'sgd'`);
  await hurry();
  await agrees();

  // The lens: MathML, laid out as a formula, which takes more height than a line where there is a fraction.
  assert.ok((await ask(`document.querySelectorAll('#lens math').length`)) > 10);
  assert.equal(await ask(`document.querySelector('#lens math').namespaceURI`), 'http://www.w3.org/1998/Math/MathML');
  const [fraction, letter] = await ask(`(() => {
    const height = (element) => element.getBoundingClientRect().height;
    const fraction = document.querySelector('#lens mfrac');
    return [height(fraction), height(fraction.querySelector('mi'))];
  })()`);
  assert.ok(fraction > 1.6 * letter, `${fraction} and ${letter}: one above the other`);

  await click('#share');
  await until(`document.querySelector('#share-menu').matches(':popover-open')`);
  assert.ok((await ask(`document.querySelector('#copy-link').getBoundingClientRect().width`)) > 50);
  await ask(`document.querySelector('#share-menu').hidePopover()`);

  await enter('#problem', 'formula');
  await until(`document.querySelector('#formula')`);
  await enter('#formula', 'x^4/20 + y^2');
  await until(`document.querySelector('#config').textContent.includes('x^4/20')`);
  await hurry();
  await agrees();
  await enter('#formula', 'x^4/20 + z');
  await says('#formula-says mark', 'z');
  await agrees();
}

test('Firefox', { timeout: 120_000 }, async () => {
  const firefox = await launchFirefox();
  try {
    const page = await firefox.newPage();
    /** @type {string[]} */
    const complaints = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setViewport({ width: 1280, height: 800 });
    await walk({
      ask: (code) => page.evaluate(code),
      open: (url) => page.goto(url),
    });
    assert.deepEqual(complaints, []);
  } finally {
    await firefox.close();
  }
});

test('WebKitGTK', { timeout: 120_000 }, async () => {
  const { driver, close } = await launchWebKit();
  try {
    await driver.manage().window().setRect({ width: 1280, height: 900 });
    await walk({
      ask: (code) => driver.executeScript(`return (${code})`),
      open: (url) => driver.get(url),
    });
  } finally {
    await close();
  }
});
