/**
 * The page by keyboard alone.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { summaryOf, traceOf } from './expected.js';
import { makeReader } from './reader.js';

const reader = makeReader({ patience: 30 });

/** @typedef {import('puppeteer-core').KeyInput} Key */

/** @param {Key[]} keys one after the other */
async function press(...keys) {
  for (const key of keys) await reader.page.keyboard.press(key);
  await reader.settle();
}

/** What has the focus, as a name for it. */
const focused = () =>
  reader.page.evaluate(() => {
    const element = /** @type {Element} */ (document.activeElement);
    if (element.id) return element.id;
    const owner = element.closest('[id]')?.id ?? '';
    return `${owner} ${element.getAttribute('aria-label') ?? element.textContent?.trim() ?? element.tagName}`;
  });

/** Goes on with Tab until something has the focus. @param {string} name */
async function tabTo(name) {
  for (let i = 0; i < 80; i++) {
    if ((await focused()) === name) return;
    await reader.page.keyboard.press('Tab');
  }
  assert.fail(`${name} is not reached`);
}

/** Everything that Tab comes to from the top of the page, each with whether its focus shows, and where it lies. */
async function tour() {
  const seen = [];
  await reader.page.evaluate(() => {
    // Where what had the focus is taken away, Tab goes on from there.
    const top = document.createElement('span');
    document.body.prepend(top);
    top.tabIndex = -1;
    top.focus();
    top.remove();
  });
  for (let i = 0; i < 120; i++) {
    await reader.page.keyboard.press('Tab');
    const stop = await reader.page.evaluate(() => {
      const element = /** @type {Element & { tour?: boolean }} */ (document.activeElement);
      if (element === document.body || element.tour) return null;
      element.tour = true;
      // The field of a file lies unseen over its label, which shows the focus for it.
      const shown = element.matches('[type=file]') ? /** @type {Element} */ (element.closest('label')) : element;
      const { outlineStyle, outlineWidth } = getComputedStyle(shown);
      const box = shown.getBoundingClientRect();
      return {
        name: element.id || element.getAttribute('aria-label') || element.className || element.tagName,
        ring: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth),
        seen: shown.checkVisibility({ visibilityProperty: true }) && box.width > 8 && box.height > 8,
      };
    });
    if (!stop) break;
    seen.push(stop);
  }
  return seen;
}

/** Controls that can be used but were not come to. */
const missed = () =>
  reader.page.$$eval('button, select, input, textarea, summary, a[href], [tabindex="0"]', (all) =>
    all.flatMap((element) => {
      const { disabled, type, checked } = /** @type {HTMLInputElement} */ (element);
      const out = disabled || !element.checkVisibility({ visibilityProperty: true }) || (type === 'radio' && !checked);
      return out || /** @type {any} */ (element).tour ? [] : [element.outerHTML.slice(0, 120)];
    }),
  );

describe('Tab', () => {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ]) {
    test(
      `comes to everything in the order of the page, and shows where it is, at ${width}`,
      { timeout: 60_000 },
      async () => {
        await reader.page.setViewport({ width, height });
        await reader.open();
        await reader.page.$eval('#run-1 .more', (button) => /** @type {HTMLElement} */ (button).click());
        await reader.settle();
        const stops = await tour();
        assert.deepEqual(await missed(), []);
        for (const { name, ring, seen } of stops) {
          assert.ok(ring >= 2, `${name} does not show its focus: ${ring}`);
          assert.ok(seen, `${name} has the focus but cannot be seen`);
        }
        // From the experiment over its pictures, transport, runs, and their options to what explains it.
        const order = stops.map(({ name }) => name);
        const places = [
          'preset',
          'problem',
          'figures',
          'landscape',
          'scrubber',
          'play',
          'Method',
          'add',
          'duplicate',
          'field-sam',
          'start-race',
          'copy-config',
          'config',
          'parity-start',
        ];
        const found = places.map((name) => order.indexOf(name));
        assert.ok(
          found.every((at) => at >= 0),
          `${places.filter((_, i) => found[i] < 0)} not among ${order}`,
        );
        assert.deepEqual(
          found,
          [...found].sort((a, b) => a - b),
          `${order}`,
        );
      },
    );
  }
});

describe('by keys alone', () => {
  test('an experiment is chosen, stepped through, and started elsewhere', async () => {
    await reader.open();
    await tabTo('preset');
    await press('ArrowDown');
    const config = await reader.shown();
    assert.notEqual(config.problem.id, 'sharp-flat');
    await press('ArrowUp');
    assert.equal((await reader.shown()).problem.id, 'sharp-flat');
    await tabTo('play');
    await press('Home', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft');
    assert.equal(await reader.step(), 2);
    await tabTo('forward');
    await press('Enter');
    await press('Space');
    assert.equal(await reader.step(), 4);
    await press('End');
    assert.equal(await reader.step(), 140);

    await reader.page.focus('#header select');
    await tabTo('landscape');
    const before = await reader.shown();
    await press('ArrowLeft');
    await press('ArrowUp');
    const moved = await reader.shown();
    assert.ok(moved.start[0] < before.start[0] && moved.start[1] > before.start[1], `${moved.start}`);
    assert.equal(await reader.step(), 140, 'here the arrows are the start’s');
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(moved)));
    await press('+');
    const { frame } = (await reader.shown()).view;
    assert.ok(frame);
    await reader.page.keyboard.down('Shift');
    await press('ArrowRight');
    await reader.page.keyboard.up('Shift');
    const panned = (await reader.shown()).view.frame;
    assert.ok(panned && panned[0] > frame[0] && Math.abs(panned[1] - panned[0] - (frame[1] - frame[0])) < 0.01);
    assert.deepEqual((await reader.shown()).start, moved.start);
    await press('0');
    assert.equal((await reader.shown()).view.frame, null);
    await press('Space');
    assert.ok(await reader.page.$('#play[title=Pause]'), 'the space bar plays');
    assert.deepEqual(reader.complaints, []);
  });

  test('an editor is opened, used and closed, and the focus comes back', async () => {
    await reader.open();
    await reader.page.focus('#run-1 .method');
    await tabTo('run-1 All options of this run');
    await press('Enter');
    assert.ok(await reader.page.$('#editor:not([hidden])'));
    await tabTo('field-l2');
    await reader.page.keyboard.type('0.5');
    await press('Tab');
    assert.equal((await reader.shown()).runs[1].l2, 0.5);
    await reader.page.focus('#run-1 .method');
    await tabTo('close-editor');
    await press('Enter');
    assert.equal(await focused(), 'run-1 All options of this run');
    assert.ok(await reader.page.$('#editor[hidden]'));
    await reader.page.focus('#problem');
    await tabTo('problem-options');
    await press('Space');
    assert.ok(await reader.page.$('#start-0'));
    await tabTo('close-editor');
    await press('Enter');
    assert.equal(await focused(), 'problem-options');
    assert.deepEqual(reader.complaints, []);
  });

  test('menus are opened and used, and Escape gives the focus back', async () => {
    await reader.open();
    for (const [menu, first] of [
      ['figures', '[value=loss]'],
      ['share', '#copy-link'],
    ]) {
      await reader.page.focus('#problem-options');
      await tabTo(menu);
      await press('Enter');
      assert.ok(await reader.page.$(`#${menu}-menu:popover-open`));
      await press('Tab');
      assert.ok(await reader.page.$(`#${menu}-menu ${first}:focus`), menu);
      if (menu === 'figures') {
        await press('Space');
        assert.ok(!(await reader.shown()).view.panels.includes('loss'));
      }
      await press('Escape');
      assert.equal(await reader.page.$(`#${menu}-menu:popover-open`), null);
      assert.equal(await focused(), menu);
    }
  });

  test('the race is started', async () => {
    await reader.open('#steps=20');
    await reader.page.focus('#add');
    await tabTo('start-race');
    await press('Enter');
    await reader.page.waitForSelector('.results li');
    await reader.page.waitForFunction(() => document.querySelector('#start-race')?.textContent?.includes('again'));
    assert.equal(await focused(), 'start-race');
  });

  test('a notice is dismissed', async () => {
    await reader.open('#steps=nothing');
    await reader.page.focus('#theme');
    await tabTo('notice Dismiss');
    await press('Enter');
    assert.equal(await reader.page.$('#notice > *'), null);
  });
});
