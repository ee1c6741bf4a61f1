/**
 * The focus stays with the reader where the control that has it is turned off or taken away by what it does.
 */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { makeReader } from './reader.js';

const reader = makeReader({ patience: 30 });

/** @typedef {import('puppeteer-core').KeyInput} Key */

/** @param {Key[]} keys one after the other */
async function press(...keys) {
  for (const key of keys) await reader.page.keyboard.press(key);
  await reader.settle();
}

/** Presses what is there by key. @param {string} selector @param {Key} [key] */
async function use(selector, key = 'Enter') {
  await reader.page.focus(selector);
  // As those who come by Tab: a focus that is to be seen.
  assert.ok(await reader.page.$(`${selector}:focus-visible`), `${selector} has the focus, and shows it`);
  await press(key);
}

/** What has the focus, if it can be used and is seen; else what is wrong with it. */
const focused = () =>
  reader.page.evaluate(() => {
    const element = /** @type {Element} */ (document.activeElement);
    if (element === document.body) return 'nothing';
    const name =
      element.id || `${element.getAttribute('aria-label') ?? element.textContent?.trim().replace(/\s+/g, ' ')}`;
    const place = element.closest('.card, .curve, .field, .results');
    const where = place?.id || place?.querySelector('label')?.textContent;
    const box = element.getBoundingClientRect();
    const seen = element.checkVisibility({ visibilityProperty: true }) && box.width > 8 && box.bottom > 0;
    const wrong = element.matches(':disabled')
      ? ' WRONG: off'
      : seen && box.top < innerHeight
        ? ''
        : ' WRONG: not seen';
    return `${where && where !== name ? `${where.trim()}: ` : ''}${name}${wrong}`;
  });

/** @param {string} selector @param {string | number} value */
const enter = (selector, value) => reader.enter(selector, value);

/** A run of a method that no other has. @param {number} count */
const runs = (count) =>
  `runs=${['sgd', 'adam', 'lion', 'nadam', 'radam', 'adamax', 'adagrad', 'rmsprop'].slice(0, count)}`;

test('undo and redo hand it to each other at the ends of the history', async () => {
  await reader.open();
  await reader.select('#run-0 .method', 'adam');
  await reader.select('#run-0 .method', 'lion');
  await use('#undo');
  assert.equal(await focused(), 'undo', 'there is more to take back');
  await press('Enter');
  assert.equal(await focused(), 'redo');
  await press('Enter', 'Enter');
  assert.equal(await focused(), 'undo');
  assert.equal((await reader.shown()).runs[0].method, 'lion');
  assert.deepEqual(reader.complaints, []);
});

describe('runs', () => {
  test('the eighth leaves no room for another: adding goes on in its card, duplicating beside it', async () => {
    await reader.open(`#steps=20&${runs(7)}`);
    await use('#add');
    assert.equal(await reader.page.$('#add'), null);
    assert.match(await focused(), /^run-7: /);
    await reader.open(`#steps=20&${runs(7)}`);
    await use('#run-2 .more');
    await use('#duplicate');
    assert.ok(await reader.page.$('#duplicate:disabled'));
    assert.equal(await focused(), 'move-left');
  });

  test('one that is removed gives it to the next, the last one to the one before', async () => {
    await reader.open(`#steps=20&${runs(4)}`);
    await use('#run-2 .remove');
    assert.equal(await focused(), 'run-2: Remove this run');
    assert.equal((await reader.shown()).runs[2].method, 'nadam');
    await press('Enter');
    assert.equal(await focused(), 'run-1: Remove this run');
    // The only one cannot be removed.
    await press('Enter');
    assert.equal(await focused(), 'add');
  });

  test('one that undo takes away, editor and all, leaves it in the page', async () => {
    await reader.open(`#steps=20&${runs(1)}`);
    await use('#add');
    await use('#run-1 .more');
    await reader.page.focus('#field-sam');
    await reader.page.keyboard.down('Control');
    await press('z');
    await reader.page.keyboard.up('Control');
    assert.ok(await reader.page.$('#editor[hidden]'));
    assert.doesNotMatch(await focused(), /nothing|WRONG/);
  });
});

describe('an editor', () => {
  test('takes it to its heading, and gives it back when it is closed, by its button or by Escape', async () => {
    await reader.open(`#steps=20&${runs(2)}`);
    await use('#run-1 .more');
    assert.equal(await focused(), 'Adam');
    await press('Tab');
    assert.equal(await focused(), 'duplicate');
    await use('#close-editor');
    assert.equal(await focused(), 'run-1: All options of this run');
    await press('Enter', 'Tab', 'Escape');
    assert.equal(await focused(), 'run-1: All options of this run');
    assert.ok(await reader.page.$('#editor[hidden]'));
    await use('#problem-options');
    assert.equal(await focused(), 'Sharp and flat minima');
    await press('Escape');
    assert.equal(await focused(), 'problem-options');
    // A run that is moved keeps it on the button that moved it, while that can do more.
    await use('#run-0 .more');
    await use('#move-right');
    assert.equal(await focused(), 'move-left');
    assert.deepEqual(reader.complaints, []);
  });

  test('keeps it in a field that goes back to its default', async () => {
    await reader.open(`#steps=20&${runs(2)}`);
    await use('#run-1 .more');
    await enter('#field-beta1', 0.5);
    await use('#field-beta1-hint button');
    assert.equal(await focused(), 'β₁ beta1: field-beta1');
    await use('#field-sam', 'Space');
    await enter('#field-sam-rho', 0.3);
    await use('#field-sam-rho-hint button');
    assert.equal(await focused(), 'ρ rho: field-sam-rho');
    assert.deepEqual((await reader.shown()).runs[1].beta1, undefined);
    assert.deepEqual(reader.complaints, []);
  });
});

describe('figures', () => {
  test('that show the whole again keep it at their buttons', async () => {
    await reader.open();
    await use('[title="Zoom out"]');
    assert.equal(await focused(), 'Zoom out');
    await use('[title="Show the whole"]');
    assert.ok(await reader.page.$('[title="Show the whole"]:disabled'));
    // The next one of the row.
    assert.equal(await focused(), 'Zoom in (Ctrl + wheel)');
    await reader.page.focus('#curve-loss canvas');
    await press('+');
    const whole = '#curve-loss .caption .scale:not([aria-pressed])';
    await use(whole);
    assert.equal(await reader.page.$(whole), null);
    // Losses below 0 have no logarithm, so that the button beside it is off.
    assert.equal(await focused(), 'curve-loss: Loss along the steps. + and − zoom the axis, 0 shows the whole.');
    await reader.open('#problem=beale&steps=20');
    await reader.page.focus('#curve-loss canvas');
    await press('+');
    await use(whole);
    assert.equal(await focused(), 'curve-loss: Loss, linear log: Logarithmic axis');
  });

  test('that leave with a change taken back leave it in the page', async () => {
    await reader.open();
    await reader.page.focus('#figures');
    await press('Enter', 'Tab', 'Space', 'Space', 'Escape');
    assert.equal(await focused(), 'figures');
    await reader.page.focus('#curve-loss canvas');
    await reader.page.keyboard.down('Control');
    await press('z');
    await reader.page.keyboard.up('Control');
    assert.ok(await reader.page.$('#curve-loss[hidden]'));
    assert.doesNotMatch(await focused(), /nothing|WRONG/);
  });
});

describe('what is said above the figures', () => {
  test('a notice that is dismissed', async () => {
    await reader.open();
    await enter('#steps', -1);
    await use('#notice button');
    assert.equal(await reader.page.$('#notice > *'), null);
    assert.equal(await focused(), 'Zoom in (Ctrl + wheel)', 'the first thing below it');
  });

  test('an experiment that is restored', async () => {
    await reader.open();
    await enter('#steps', 50);
    await use('#restore');
    assert.equal((await reader.shown()).steps, 140);
    assert.equal(await focused(), 'Zoom in (Ctrl + wheel)');
  });

  test('computing that is stopped, and goes on', async () => {
    await reader.open("#problem={'id':'network'}&steps=100000&runs=sgd");
    await use('#stop');
    assert.equal(await focused(), 'resume');
    await press('Enter');
    assert.equal(await focused(), 'stop');
    await press('Enter');
    assert.equal(await focused(), 'resume');
    // What is changed begins anew, and what is done has nothing to be stopped.
    await reader.page.evaluate(() => (location.hash = '#steps=20'));
    await reader.computed();
    assert.doesNotMatch(await focused(), /nothing|WRONG/);
    assert.deepEqual(reader.complaints, []);
  });
});

test('the check against PyTorch keeps it while it runs', async () => {
  await reader.open('#steps=20');
  await reader.page.$eval('#parity-start', (button) => {
    const seen = /** @type {[string | null, boolean][]} */ ([]);
    const look = () => seen.push([button.getAttribute('aria-disabled'), document.activeElement === button]);
    new MutationObserver(look).observe(button, { attributeFilter: ['aria-disabled'] });
    Object.assign(globalThis, { seen });
  });
  await use('#parity-start');
  await reader.page.waitForSelector('table.parity', { timeout: 60_000 });
  assert.deepEqual(await reader.page.evaluate('seen'), [
    ['true', true],
    [null, true],
  ]);
  assert.equal(await focused(), 'parity-start');
});

describe('with the mouse', () => {
  beforeEach(() => reader.page.setViewport({ width: 1280, height: 500 }));

  test('nothing is scrolled to, and no ring appears', async () => {
    await reader.open('#steps=20');
    await enter('#steps', -1);
    const place = () => reader.page.evaluate(() => scrollY);
    await reader.click('#notice button');
    assert.equal(await place(), 0);
    assert.equal(await reader.page.$(':focus-visible'), null);
  });
});
