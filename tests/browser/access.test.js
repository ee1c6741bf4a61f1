/**
 * The page for those who do not use a mouse, or do not see it: rules of accessibility, the keyboard, motion, colours.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { makeReader, runColors } from './reader.js';

const reader = makeReader({ patience: 30 });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Breaches of any rule of axe within an element. @param {string} [within] */
async function violations(within) {
  return reader.page.evaluate(async (selector) => {
    const { axe } = /** @type {any} */ (globalThis);
    const found = await axe.run(selector ?? document, { resultTypes: ['violations'] });
    return found.violations.flatMap((/** @type {any} */ { id, nodes: all }) => {
      // It does not know that a formula in MathML can be read.
      const readable = (/** @type {any} */ { target }) => document.querySelector(target)?.querySelector('math');
      const nodes = all.filter((/** @type {any} */ node) => id !== 'empty-table-header' || !readable(node));
      if (nodes.length === 0) return [];
      const places = nodes.map((/** @type {any} */ { target, any }) => `${target} ${any[0]?.message ?? ''}`);
      return `${id}: ${places.slice(0, 4).join(' | ')}`;
    });
  }, within);
}

/** @param {'en' | 'ja'} language @param {'light' | 'dark'} theme */
async function look(language, theme) {
  const now = await reader.page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]);
  if (now[0] !== language) await reader.click('#language');
  if (now[1] !== theme) await reader.click('#theme');
}

describe('no rule of accessibility is broken', () => {
  for (const width of [1280, 390]) {
    test(`at ${width}, in both languages and themes, with everything open`, { timeout: 120_000 }, async () => {
      await reader.page.setViewport({ width, height: 844 });
      await reader.open("#problem=beale&steps=40&runs=[{'method':'adam'},{'method':'sgd','lr':0.5,'sam':{'rho':0.1}}]");
      // Scripts that the page's policy would block are the debugger's own.
      await reader.page.evaluate(axe);
      assert.deepEqual(await violations(), [], 'the page as it comes');
      await reader.click('#run-1 .more');
      await reader.select('#field-schedule', 'cosine');
      await reader.click('#parity-start');
      await reader.click('#start-race');
      await reader.page.waitForSelector('table.parity', { timeout: 60_000 });
      await reader.page.waitForFunction(() => document.querySelector('#start-race')?.textContent?.includes('again'));
      await reader.enter('#steps', -1);
      assert.ok(await reader.page.$('#notice > *'));
      assert.ok(await reader.page.$('.stopped'));
      for (const theme of /** @type {const} */ (['light', 'dark'])) {
        for (const language of /** @type {const} */ (['en', 'ja'])) {
          await look(language, theme);
          assert.ok(await reader.page.$('#editor:not([hidden]) .field'));
          assert.deepEqual(await violations(), [], `${theme}, ${language}`);
          for (const menu of ['figures', 'share']) {
            await reader.page.$eval(`#${menu}`, (button) => /** @type {HTMLElement} */ (button).click());
            assert.ok(await reader.page.$(`#${menu}-menu:popover-open`));
            assert.deepEqual(await violations(`#${menu}-menu`), [], `${menu}, ${theme}, ${language}`);
            await reader.page.keyboard.press('Escape');
          }
        }
      }
      assert.deepEqual(reader.complaints, []);
    });
  }

  test('with the options of the problem, a formula that is wrong, and a network', { timeout: 60_000 }, async () => {
    await reader.open("#problem={'id':'formula','f':'x^2+y^2'}&steps=20&runs=sgd");
    await reader.page.evaluate(axe);
    await reader.click('#problem-options');
    await reader.enter('#formula', 'x^2 + z');
    assert.ok(await reader.page.$('#formula-says mark'));
    for (const theme of /** @type {const} */ (['light', 'dark'])) {
      await look('en', theme);
      assert.deepEqual(await violations('#editor'), [], theme);
    }
    await reader.open(
      "#problem={'id':'network','hidden':[4]}&steps=30&runs=sgd,adam&view={'panels':['boundary','loss','accuracy']}",
    );
    await reader.computed();
    await reader.page.evaluate(axe);
    await reader.click('#problem-options');
    assert.deepEqual(await violations(), []);
  });
});

describe('motion', () => {
  test('does not begin by itself where it is unwelcome', async () => {
    await reader.open('#steps=500');
    await reader.computed();
    assert.equal(await reader.step(), 500, 'shown at its end');
    assert.ok(await reader.page.$('#play[title=Play]'));
    await reader.select('#problem', 'himmelblau');
    assert.equal(await reader.step(), 500);
    assert.ok(await reader.page.$('#play[title=Play]'));
    // It is there for whoever asks for it.
    await reader.click('#play');
    assert.ok(await reader.page.$('#play[title=Pause]'));
  });

  test('is not spoken at every frame, but where it comes to rest', async () => {
    await reader.page.goto(`${reader.site.url}#steps=60`);
    await reader.page.waitForSelector('#step');
    assert.equal(await reader.page.$eval('#summary', (text) => text.getAttribute('aria-live')), 'polite');
    await reader.page.evaluate(() => {
      const counted = { spoken: 0 };
      new MutationObserver(() => (counted.spoken += 1)).observe(
        /** @type {Node} */ (document.querySelector('#summary')),
        { childList: true, characterData: true, subtree: true },
      );
      Object.assign(globalThis, { counted });
    });
    await reader.enter('#speed', 2);
    await reader.page.waitForSelector('#play[title=Play]', { timeout: 20_000 });
    await reader.settle();
    assert.match(await reader.textOf('#summary'), /^Step 60\. SGD: loss /);
    const spoken = await reader.page.evaluate(() => /** @type {any} */ (globalThis).counted.spoken);
    assert.ok(spoken <= 2, `${spoken} times`);
  });
});

test('where colours are forced, nothing disappears', async () => {
  await reader.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  const session = await reader.page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'forced-colors', value: 'active' },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });
  await reader.page.goto(reader.site.url);
  await reader.page.waitForSelector('#step');
  await reader.settle();
  assert.ok(await reader.page.evaluate(() => matchMedia('(forced-colors: active)').matches));
  // Signs and lines of the controls have a colour of their own against what they lie on.
  const faint = await reader.page.evaluate(() => {
    const channels = (/** @type {string} */ color) => (color.match(/[\d.]+/g) ?? []).map(Number);
    const ground = (/** @type {Element} */ element) => {
      for (let each = /** @type {Element | null} */ (element); each; each = each.parentElement) {
        const color = channels(getComputedStyle(each).backgroundColor);
        if (color[3] !== 0) return color;
      }
      return [255, 255, 255];
    };
    return [...document.querySelectorAll('button, select, input, .sign, h2, .unit, output')].flatMap((element) => {
      if (!element.checkVisibility() || /** @type {HTMLButtonElement} */ (element).disabled) return [];
      const style = getComputedStyle(element);
      const color = channels(element.matches('svg') ? style.fill : style.color);
      const below = ground(element);
      const apart = Math.max(...[0, 1, 2].map((i) => Math.abs(color[i] - below[i])));
      return apart < 90 ? [`${element.id || element.className} ${color} on ${below}`] : [];
    });
  });
  assert.deepEqual(faint, []);
  const [landscape, curve] = await reader.count(['#landscape', '#curve-loss .plot'], runColors);
  for (const count of [...landscape, ...curve]) assert.ok(count > 40, `${landscape}, ${curve}`);
});
