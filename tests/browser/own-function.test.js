/**
 * A function of the reader's own, typed into the page.
 */
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadFormulas, formula, checkDomain } from 'kudari/problems';
import { formatNumber } from '../../web/figures/format.js';
import { summaryOf, traceOf } from './expected.js';
import { makeReader } from './reader.js';

const reader = makeReader({ patience: 30 });
before(loadFormulas);

/** @param {string} text */
const hashOf = (text) => `#problem=${encodeURIComponent(JSON.stringify({ id: 'formula', f: text }))}&steps=20&runs=sgd`;

/** Chooses the reader's own function, which opens its field. */
async function openField() {
  await reader.open('#steps=40');
  await reader.page.select('#problem', 'formula');
  await reader.page.waitForSelector('#formula');
  await reader.settle();
}

/** Types it anew, letter by letter. @param {string} text */
async function type(text) {
  await reader.page.click('#formula', { count: 3 });
  await reader.page.keyboard.press('Backspace');
  await reader.page.keyboard.type(text);
  await reader.settle();
}

/** Everything that a formula which is none must leave as it is. */
async function standing() {
  return { config: await reader.shown(), summary: await reader.textOf('#summary') };
}

describe('typed', () => {
  test('it runs at once, with derivatives that are checked', async () => {
    await openField();
    assert.equal((await reader.shown()).problem.id, 'formula');
    for (const f of ['x^4/20 + y^2 + x y', 'log(1 + x^2) + 3abs(y)']) {
      await type(f);
      const config = await reader.shown();
      assert.equal(config.problem.f, f);
      assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(config)), f);
      const { id: _, ...options } = config.problem;
      const { gradient, hessian } = checkDomain(formula(options));
      const difference = formatNumber(Math.max(gradient, hessian), 2);
      assert.match(
        await reader.textOf('#formula-says'),
        new RegExp(`agree with finite differences to ${difference}\\.$`),
      );
    }
    // The landscape is that of the function.
    await reader.page.evaluate(() => scrollTo(0, 0));
    const box = await reader.boxOf('#landscape');
    await reader.page.mouse.move(box.x + 0.7 * box.width, box.y + 0.4 * box.height);
    await reader.settle();
    const said = (await reader.textOf('#landscape-hint')).replaceAll('−', '-');
    const [, x, y, loss] = said.match(/^\((\S+), (\S+)\): E = (\S+)$/)?.map(Number) ?? [];
    assert.ok(Math.abs(Math.log(1 + x * x) + 3 * Math.abs(y) - loss) < 0.002, said);
    assert.deepEqual(reader.complaints, []);
  });

  test('wrongly, it names the character, and nothing else changes', async () => {
    await openField();
    await type('x^2 + y^2');
    const before = await standing();
    for (const [text, mark, message] of /** @type {const} */ ([
      ['x^2 + y^2 + z', 'z', /z/],
      ['x^2 + * y', '*', /unexpected "\*"/],
      ['x^2 + (y', '(', /./],
      ['x^2 +', '␣', /end/],
      ['x^2 + y)', ')', /without its \(/],
    ])) {
      await reader.enter('#formula', text);
      assert.deepEqual(await standing(), before, text);
      assert.equal(await reader.textOf('#formula-says mark'), mark, text);
      assert.match(await reader.textOf('#formula-says .wrong'), message, text);
      const field = await reader.page.$eval('#formula', (each) => [
        /** @type {HTMLInputElement} */ (each).value,
        each.getAttribute('aria-invalid'),
      ]);
      assert.deepEqual(field, [text, 'true'], 'what is typed stays to be mended');
      assert.equal(await reader.page.$('#notice > *'), null);
    }
    // Mended, it runs.
    await type('x^2 + 2y^2');
    assert.equal((await reader.shown()).problem.f, 'x^2 + 2y^2');
    assert.equal(await reader.page.$('#formula-says mark'), null);
    assert.deepEqual(reader.complaints, []);
  });

  test('where it is not finite at the start, it says which start would do', async () => {
    await openField();
    await type('x^2 + y^2');
    const before = await standing();
    await reader.enter('#formula', 'log(x) + y^2');
    assert.deepEqual(await standing(), before);
    assert.match(await reader.textOf('#formula-says .wrong'), /not finite at the start .* would do/);
    assert.deepEqual(reader.complaints, []);
  });

  test('is one entry of the history however long it took, and can be taken back', async () => {
    await openField();
    const before = await standing();
    const entries = () => reader.page.evaluate(() => history.length);
    const count = await entries();
    await reader.page.focus('#formula');
    await reader.page.keyboard.press('End');
    await reader.page.keyboard.type(' + x + y/2 + 1');
    await reader.settle();
    assert.equal(await entries(), count + 1);
    await reader.click('#undo');
    assert.deepEqual(await standing(), before);
    const shown = await reader.page.$eval('#formula', (field) => /** @type {HTMLInputElement} */ (field).value);
    assert.equal(shown, formula.options.f.default);
  });
});

describe('in a link', () => {
  test('it is there again in a fresh page', async () => {
    await openField();
    await type('(1 - x)^2 + 5(y - x^2)^2');
    await reader.enter('#field-xMin', -2);
    const before = { config: await reader.config(), summary: await reader.textOf('#summary') };
    assert.equal(before.config.problem.xMin, -2);
    const address = await reader.page.evaluate(() => location.href);
    await reader.page.goto('about:blank');
    await reader.page.goto(address);
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.deepEqual(await standing(), before);
    assert.deepEqual(reader.complaints, []);
  });

  test('hostile it shows a message only', async () => {
    await reader.open(hashOf('alert(1)'));
    for (const text of [
      'alert(1)',
      'x.constructor',
      'globalThis',
      'import({})',
      'x = 1',
      '<img src=x onerror=alert(1)>',
      `${'('.repeat(240)}x${')'.repeat(240)}`,
      `${'x + '.repeat(200)}y`,
      '',
      '\u0000\u202e',
    ]) {
      await reader.page.evaluate((hash) => (location.hash = hash), hashOf(text));
      await reader.settle();
      assert.match(await reader.textOf('#notice'), /^This link does not describe an experiment.*formula: /, text);
      assert.equal(await reader.page.$('#notice img'), null);
      assert.equal(await reader.textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.', text);
    }
    assert.deepEqual(reader.complaints, [], 'no dialog, no violation of the policy');
  });
});
