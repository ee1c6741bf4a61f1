/**
 * The runs as cards: added to, taken away, put in another order, hidden.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { summaryOf, traceOf } from './expected.js';
import { assertAlike, makeReader, runColors } from './reader.js';

const reader = makeReader({ patience: 30 });

/** Three runs that are told apart by their rates; the third is hidden. */
const three = "#steps=60&runs=[{'method':'sgd','lr':0.01},{'method':'sgd','lr':0.02},{'method':'sgd','lr':0.03}]";
const thirdHidden = `${three}&view={'hidden':[2]}`;

/** What tells the runs apart, and which of them are hidden. */
async function order() {
  const { runs, view } = await reader.shown();
  return { rates: runs.map(({ lr }) => lr), hidden: [...view.hidden].sort() };
}

/** The card whose editor is open, and what its heading says. */
async function edited() {
  const open = await reader.page.$$eval('.card', (cards) =>
    cards.flatMap((card, k) => (card.hasAttribute('data-open') ? [k] : [])),
  );
  const color = await reader.page.$eval('#editor h2 circle, #editor h2 polygon', (mark) => mark.getAttribute('fill'));
  return { open, color };
}

/** What has the focus. */
const focused = () =>
  reader.page.evaluate(() => {
    const element = /** @type {Element} */ (document.activeElement);
    return `${element.closest('.card')?.id ?? ''} ${element.id || element.className || element.tagName}`.trim();
  });

describe('a run', () => {
  test('is duplicated beside itself with all it has, and the copy is edited', async () => {
    await reader.open(thirdHidden.replace("'lr':0.01", "'lr':{'type':'cosine','base':0.01,'steps':60},'l2':0.1"));
    await reader.click('#run-0 .more');
    await reader.click('#duplicate');
    const { runs, view } = await reader.shown();
    assert.equal(runs.length, 4);
    assert.deepEqual(runs[1], { method: 'sgd', lr: { type: 'cosine', base: 0.01, steps: 60 }, l2: 0.1 });
    assert.deepEqual(runs[1], runs[0]);
    assert.deepEqual(view.hidden, [3], 'what was hidden stays hidden');
    assert.deepEqual(await edited(), { open: [1], color: '#d55e00' });
    // The copy is another run, and not the same one twice.
    await reader.enter('#field-l2', 0.2);
    assert.deepEqual(
      (await reader.shown()).runs.map(({ l2 }) => l2),
      [0.1, 0.2, undefined, undefined],
    );
    for (let count = 5; count <= 8; count++) await reader.click('#duplicate');
    assert.equal((await reader.shown()).runs.length, 8);
    assert.ok(await reader.page.$('#duplicate:disabled'), 'there is room for eight');
    assert.deepEqual(reader.complaints, []);
  });

  test('is moved, with its editor, its being hidden and the focus', async () => {
    await reader.open(thirdHidden);
    await reader.click('#run-2 .more');
    assert.ok(await reader.page.$('#move-right:disabled'), 'the last has nowhere to go');
    await reader.click('#move-left');
    assert.deepEqual(await order(), { rates: [0.01, 0.03, 0.02], hidden: [1] });
    assert.deepEqual(await edited(), { open: [1], color: '#d55e00' });
    assert.equal(await focused(), 'move-left');
    await reader.click('#move-left');
    assert.deepEqual(await order(), { rates: [0.03, 0.01, 0.02], hidden: [0] });
    assert.ok(await reader.page.$('#move-left:disabled'));
    assert.equal(await focused(), 'move-right', 'the button that was pressed can do no more');
    await reader.click('#move-right');
    assert.deepEqual(await order(), { rates: [0.01, 0.03, 0.02], hidden: [1] });
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(await reader.shown())));
  });

  test('is removed: others keep what is said of them by number, and the focus stays at the place', async () => {
    await reader.open(thirdHidden);
    await reader.click('#run-0 .remove');
    assert.deepEqual(await order(), { rates: [0.02, 0.03], hidden: [1] });
    assert.equal(await focused(), 'run-0 quiet icon remove');
    await reader.page.keyboard.press('Enter');
    await reader.settle();
    assert.deepEqual(await order(), { rates: [0.03], hidden: [0] });
    assert.equal(await focused(), 'run-0 quiet icon more', 'the last cannot be removed');
    await reader.open(thirdHidden);
    await reader.click('#run-2 .more');
    await reader.click('#run-2 .remove');
    assert.deepEqual(await order(), { rates: [0.01, 0.02], hidden: [] });
    assert.equal(await focused(), 'run-1 quiet icon remove');
    assert.equal(await reader.page.$eval('#editor', (editor) => editor.hasAttribute('hidden')), true);
  });

  test('opens its editor from the picture of its rate as well', async () => {
    await reader.open();
    await reader.click('#run-1 .spark');
    assert.deepEqual(await edited(), { open: [1], color: '#d55e00' });
    assert.equal(await reader.textOf('#editor h2'), 'SGD + SAM');
    await reader.click('#close-editor');
    assert.equal(await focused(), 'run-1 quiet icon more');
  });
});

test('a change leaves the cursor where it stands, however long the computing takes', async () => {
  const long =
    "#problem={'id':'network','hidden':[16,16]}&steps=600&runs=[{'method':'sgd','lr':0.1}]&view={'panels':['loss']}";
  await reader.open(long);
  await reader.computed();
  await reader.enter('#scrubber', 350);
  await reader.enter('#run-0 .rate .number', 0.05);
  await reader.computed();
  assert.equal(await reader.step(), 350);
  // Whoever stands at the end stays there.
  await reader.page.keyboard.press('End');
  await reader.enter('#run-0 .rate .number', 0.06);
  await reader.computed();
  assert.equal(await reader.step(), 600);
  // The same at the end of what is there so far.
  const computing = await reader.page.evaluate(async () => {
    const steps = /** @type {HTMLInputElement} */ (document.querySelector('#steps'));
    steps.value = '900';
    steps.dispatchEvent(new Event('change', { bubbles: true }));
    for (const key of ['Home', 'End'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return document.querySelector('#stop') !== null;
  });
  assert.ok(computing);
  await reader.computed();
  assert.equal(await reader.step(), 900);
});

describe('hidden by its legend', () => {
  /** How much of the landscape, and of two curves, is in the colours of the runs. */
  const colored = () => reader.count(['#landscape', '#curve-loss .plot', '#curve-sharpness .plot'], runColors);

  test('a run leaves the pictures, their readings and the summary, and comes back', async () => {
    await reader.open();
    const before = await colored();
    for (const count of before.flat()) assert.ok(count > 40, `${before}`);
    await reader.click('#run-0 .legend');
    const without = await colored();
    for (const [first, second] of without) assert.ok(first === 0 && second > 40, `${without}`);
    const box = await reader.boxOf('#curve-loss canvas');
    await reader.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await reader.settle();
    const dots = await reader.page.$$eval('#curve-loss .reading .dot > *', (all) =>
      all.map((each) => each.getAttribute('fill')),
    );
    assert.deepEqual(dots, ['#d55e00']);
    assert.equal(await reader.textOf('#summary'), 'Step 140. SGD + SAM: loss −1.002.');
    assert.equal(await reader.page.$eval('#run-0 .legend', (button) => button.getAttribute('aria-pressed')), 'false');
    assert.deepEqual((await reader.config()).view.hidden, [0]);
    await reader.page.reload();
    await reader.page.waitForSelector('#step');
    await reader.settle();
    assert.equal(await reader.textOf('#summary'), 'Step 140. SGD + SAM: loss −1.002.');
    assertAlike(await colored(), without);
    await reader.click('#run-0 .legend');
    assertAlike(await colored(), before);
    assert.deepEqual((await reader.shown()).view.hidden, []);
    assert.deepEqual(reader.complaints, []);
  });

  test('all runs leave the landscape to itself', async () => {
    await reader.open();
    await reader.click('#run-0 .legend');
    await reader.click('#run-1 .legend');
    assert.deepEqual((await colored()).flat(), [0, 0, 0, 0, 0, 0]);
    assert.deepEqual(reader.complaints, []);
  });
});
