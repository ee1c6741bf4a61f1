/**
 * The race over learning rates on the page.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runRace, usefulDecades } from 'kudari/experiment';
import { formatNumber } from '../../web/figures/format.js';
import { kudari } from '../support.js';
import { makeReader } from './reader.js';

const reader = makeReader({ patience: 30 });

const hash =
  "#problem=beale&steps=60&runs=[{'method':'sgd','lr':0.01},{'method':'adam'},{'method':'sgd','lr':0.01,'sam':{'rho':0.1}}]";
const names = ['SGD', 'Adam', 'SGD + SAM'];

/** Until the race is over. */
async function raced() {
  await reader.page.waitForFunction(() => document.querySelector('#start-race')?.textContent?.trim() === 'Race again', {
    timeout: 60_000,
  });
  await reader.settle();
}

const verdicts = () =>
  reader.page.$$eval('.results li', (all) => all.map((each) => each.textContent?.trim().replace(/\s+/g, ' ') ?? ''));

/** What the race here in Node says of each run. @param {import('kudari/experiment').RaceResult} result */
function expected(result) {
  const decades = usefulDecades(result);
  return result.entries.map(({ best }, k) => {
    assert.ok(best && decades[k] > 0);
    const rate = formatNumber(best.rate, 3);
    return `${names[k]}: best ${formatNumber(best.loss)} at ϵ = ${rate}; good over a factor of ${formatNumber(10 ** decades[k], 2)} in ϵ use ϵ = ${rate}`;
  });
}

/** Moves over the picture until the page reads a mark of a run. @param {string} name */
async function findMark(name) {
  await reader.page.$eval('#sweep', (canvas) => canvas.scrollIntoView({ block: 'center' }));
  const box = await reader.boxOf('#sweep');
  for (let x = 60; x < box.width - 90; x += 22) {
    for (let y = 20; y < box.height - 30; y += 22) {
      await reader.page.mouse.move(box.x + x, box.y + y);
      const said = await reader.page.$eval('#race .unit', (unit) => unit.textContent?.trim() ?? '');
      const [, found, rate, loss] = said.match(/^(.*), ϵ = (\S+): (\S+)$/) ?? [];
      if (found === name) return { rate, loss };
    }
  }
  throw new Error(`no mark of ${name}`);
}

test('starts at a press, and says what the same race says in Node', { timeout: 90_000 }, async () => {
  await reader.open(hash);
  assert.equal(await reader.page.$eval('.sweep', (sweep) => sweep.checkVisibility()), false);
  const length = await reader.page.evaluate(() => history.length);
  await reader.click('#start-race');
  await raced();
  const config = await reader.config();
  assert.ok(config.view.panels.includes('race'));
  assert.equal(await reader.page.evaluate(() => history.length), length, 'a race is no change');
  const result = await runRace(kudari, config);
  assert.deepEqual(await verdicts(), expected(result));
  assert.equal(await reader.page.$('.stale'), null);

  // A mark is read, and pressed gives its rate to the run.
  const mark = await findMark('Adam');
  const i = result.rates.findIndex((rate) => formatNumber(rate, 3) === mark.rate);
  await reader.settle();
  const loss = result.entries[1].loss[i];
  assert.equal(mark.loss, Number.isFinite(loss) ? formatNumber(loss) : 'diverged');
  await reader.page.mouse.down();
  await reader.page.mouse.up();
  await reader.settle();
  assert.deepEqual((await reader.shown()).runs, [
    config.runs[0],
    { method: 'adam', lr: result.rates[i] },
    config.runs[2],
  ]);
  assert.equal(await reader.page.$('.stale'), null, 'a rate is what the race replaces');
  await reader.page.mouse.move(5, 5);

  // Any other change makes it a race of another experiment, until it is run again.
  await reader.enter('#steps', 61);
  assert.equal(await reader.textOf('.stale'), 'These results belong to the experiment before your last change.');
  assert.deepEqual(await verdicts(), expected(result), 'what was found stays');
  await reader.click('#undo');
  assert.equal(await reader.page.$('.stale'), null);
  assert.deepEqual(reader.complaints, []);
});

test('starts by a link that asks for it, and says so in Japanese as well', { timeout: 90_000 }, async () => {
  await reader.open(`${hash}&view={'panels':['loss','race']}`);
  await raced();
  const result = await runRace(kudari, await reader.shown());
  assert.deepEqual(await verdicts(), expected(result));
  await reader.click('#language');
  const [{ best }] = result.entries;
  assert.ok((await verdicts())[0].startsWith(`SGD：最良の損失 ${formatNumber(Number(best?.loss))}（ϵ = `));
  assert.deepEqual(reader.complaints, []);
});

test('is stopped, keeps what it has, and is no longer in the link', { timeout: 60_000 }, async () => {
  await reader.open('#problem=rosenbrock&steps=20000&runs=adam,nadam&view={"panels":["race"]}');
  await reader.page.waitForFunction(
    () => /^racing, \d+ %$/.test(document.querySelector('#race .hint')?.textContent ?? ''),
    {
      timeout: 30_000,
    },
  );
  await reader.page.waitForSelector('.results li');
  await reader.click('#start-race');
  const said = await reader.textOf('#race header .hint');
  assert.match(said, /^stopped at \d+ %$/);
  assert.ok(Number(said.match(/\d+/)?.[0]) < 100);
  assert.ok(!(await reader.config()).view.panels.includes('race'));
  await reader.settle();
  assert.equal(await reader.textOf('#race header .hint'), said, 'it goes no further');
  assert.equal((await verdicts()).length, 2);
  assert.deepEqual(reader.complaints, []);
});
