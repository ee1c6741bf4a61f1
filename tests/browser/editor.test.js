/**
 * The editor of a run: every option of every method, schedules, SAM.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clipping, samOptions } from '../../web/core/settings.js';
import { schedules } from '../../web/core/schedules.js';
import { kudari } from '../support.js';
import { summaryOf, traceOf } from './expected.js';
import { makeReader } from './reader.js';

const reader = makeReader({ patience: 10 });

/** Without pictures, of which nothing is asked here. */
const plain = "#problem=beale&start=[2,1]&steps=40&runs=[{'method':'sgd'}]&view={'panels':[]}";

/** Opens the editor of the only run. @param {string} [hash] */
async function openEditor(hash = plain) {
  await reader.open(hash);
  await reader.click('#run-0 .more');
}

const run = async () => (await reader.shown()).runs[0];

/** The page must say what the experiment it prints says here. */
async function assertSame() {
  assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(await reader.shown())));
}

/** A value other than the default, that makes a difference which can be seen. @param {string} name @param {any} spec */
function another(name, { default: value }) {
  if (typeof value === 'boolean') return !value;
  const telling = {
    finalLr: 1e-4,
    beta1: 0.3,
    beta2: 0.4,
    momentum: 0.5,
    gamma: 0.5,
    momentumDecay: 0.5,
    clipValue: 0.01,
  };
  return telling[/** @type {keyof typeof telling} */ (name)] ?? 0.2;
}

/**
 * Turns every option of some methods to another value and back, in the page itself.
 *
 * @param {{ id: string, rate?: number, fields: { name: string, value: number | boolean, wrong: boolean }[] }[]} plan
 */
async function exercise(plan) {
  const frames = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  // Until all is computed and drawn.
  const drawn = async () => {
    do await frames();
    while (document.querySelector('#stop'));
    await frames();
  };
  const get = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const text = (/** @type {any} */ element) => element?.textContent.trim().replace(/\s+/g, ' ') ?? '';
  const now = () => ({ run: JSON.parse(get('#config').textContent).runs[0], summary: text(get('#summary')) });
  const enter = async (/** @type {any} */ field, /** @type {number | boolean | string} */ value) => {
    if (typeof value === 'boolean') field.checked = value;
    else field.value = String(value);
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await drawn();
  };
  const shown = (/** @type {any} */ field) => (field.type === 'checkbox' ? field.checked : field.value);
  const found = [];
  for (const { id, rate, fields } of plan) {
    await enter(get('#run-0 .method'), id);
    if (rate) await enter(get('#run-0 .rate .number'), rate);
    const before = now();
    for (const { name, value, wrong } of fields) {
      const selector = `#field-${name}`;
      const field = get(selector);
      const label = text(get(`label[for=field-${name}]`));
      const hint = text(get(`${selector}-hint`));
      const initially = shown(field);
      let refusal = '';
      if (wrong) {
        await enter(field, -1);
        refusal = text(get('#notice'));
        refusal += JSON.stringify(now()) === JSON.stringify(before) && shown(field) === initially ? '' : ' CHANGED';
      }
      await enter(field, value);
      const after = now();
      const reset = get(`${selector}-hint button`);
      const offer = text(reset);
      reset?.click();
      await drawn();
      found.push({
        id,
        name,
        label,
        hint,
        initially,
        refusal,
        before,
        after,
        offer,
        back: now(),
        finally: shown(get(selector)),
      });
    }
  }
  return found;
}

describe('every option of every method', () => {
  test('has a field with its meaning and default, makes a difference, and goes back', { timeout: 60_000 }, async () => {
    await openEditor();
    const refused = new Set();
    const plan = kudari.methods.map(({ id, options: { lr, ...own } }) => ({
      id,
      // A step of signs says nothing of sizes until it turns back.
      ...(id === 'lion' && { rate: 0.05 }),
      fields: Object.entries({ ...own, ...clipping }).map(([name, spec]) => {
        const value = another(name, spec);
        // A wrong value of each name is enough.
        const wrong = typeof value === 'number' && !refused.has(name);
        refused.add(name);
        return { name, value, wrong };
      }),
    }));
    const found = await reader.page.evaluate(exercise, plan);
    const config = await reader.shown();
    assert.equal(
      found.length,
      plan.reduce((sum, { fields }) => sum + fields.length, 0),
    );
    const fields = plan.flatMap(({ id, rate, fields }) => fields.map((field) => ({ id, rate, ...field })));
    for (const [i, { id, rate, name, value, wrong }] of fields.entries()) {
      const what = `${id}: ${name}`;
      const method = /** @type {any} */ (kudari.methods.find((each) => each.id === id));
      const spec = { ...method.options, ...clipping }[name];
      const { label, hint, initially, refusal, before, after, offer, back, ...rest } = found[i];
      assert.ok(label.endsWith(name), `${what}: ${label}`);
      assert.ok(hint.startsWith(spec.meaning), `${what}: ${hint}`);
      const said = spec.default === null ? '' : spec.default;
      assert.equal(initially, typeof said === 'boolean' ? said : String(said), what);
      if (wrong)
        assert.match(refusal, new RegExp(`^Not changed: runs\\[0\\]: ${id}: ${name} must be .*, not -1 Dismiss$`));
      const bare = before.run;
      // At its own rate, or at one that fits the picture.
      assert.deepEqual({ lr: bare.lr, ...bare }, { method: id, lr: rate ?? bare.lr }, what);
      assert.deepEqual(after.run, { ...bare, [name]: value }, what);
      assert.notEqual(after.summary, before.summary, `${what} makes no difference`);
      assert.equal(after.summary, summaryOf(await traceOf({ ...config, runs: [after.run] })), what);
      assert.equal(offer, `default ${spec.default === null ? '–' : spec.default}`, what);
      assert.deepEqual(back, before, what);
      assert.equal(rest.finally, initially, what);
    }
    assert.deepEqual(reader.complaints, []);
  });

  test('has PyTorch’s default where that is asked for', async () => {
    await openEditor();
    for (const { id, pytorch } of kudari.methods) {
      await reader.page.select('#run-0 .method', id);
      await reader.settle();
      const offered = (await reader.page.$('#field-preset')) !== null;
      assert.equal(offered, Object.keys(pytorch).length > 0, id);
      if (!offered) continue;
      await reader.select('#field-preset', 'pytorch');
      assert.deepEqual(await run(), { method: id, preset: 'pytorch' });
      for (const [name, value] of Object.entries(pytorch)) {
        const field = name === 'lr' ? '#run-0 .rate .number' : `#field-${name}`;
        assert.equal(
          await reader.page.$eval(field, (input) => /** @type {HTMLInputElement} */ (input).value),
          String(value),
          `${id}: ${name}`,
        );
      }
      await assertSame();
      await reader.select('#field-preset', 'textbook');
      assert.deepEqual(await run(), { method: id });
    }
  });

  test('is in the card as well, so that two runs of one method are told apart', async () => {
    await openEditor();
    await reader.enter('#field-l2', 0.2);
    assert.equal(await reader.textOf('#run-0 .given'), 'l2 0.2');
    // What is typed with another minus sign, or with blanks, is a number all the same; what is none is named.
    await reader.enter('#field-l2', ' 0.3 ');
    assert.equal((await run()).l2, 0.3);
    await reader.enter('#field-l2', 'much');
    assert.match(await reader.textOf('#notice'), /sgd: l2 must be a finite number from 0, not NaN/);
    assert.equal((await run()).l2, 0.3);
    await reader.enter('#field-l2', '');
    assert.deepEqual(await run(), { method: 'sgd' }, 'an empty field is the default');
  });
});

describe('a schedule', () => {
  /** The polyline of the preview against the rates of the schedule itself. @param {any} lr @param {number} steps */
  async function assertPreview(lr, steps) {
    const rate = kudari.schedule(lr);
    const line = await reader.page.$eval('.preview polyline', (each) => each.getAttribute('points') ?? '');
    const points = line.split(' ').map((point) => point.split(',').map(Number));
    const times = points.map(([x]) => Math.round((x / 240) * (steps - 1)));
    assert.deepEqual([times[0], times.at(-1)], [0, steps - 1]);
    const most = Math.max(...times.map(rate));
    assert.ok(most > 0);
    for (const [i, [, y]] of points.entries()) {
      const height = (64 - y) / 64;
      assert.ok(Math.abs(height - rate(times[i]) / most) < 0.001, `${lr.type} at ${times[i]}: ${height}`);
    }
    assert.match(await reader.textOf('.preview figcaption'), new RegExp(`${steps}$`));
  }

  test(
    'of every type fits the experiment, is drawn as it goes, and has all its options',
    { timeout: 60_000 },
    async () => {
      await openEditor();
      await reader.enter('#run-0 .rate .number', 0.004);
      const values = { steps: 17, startFactor: 0.5, minLr: 0.001, period: 9, mult: 2, every: 7, factor: 0.7, power: 2 };
      const others = /** @type {Record<string, number>} */ ({
        ...values,
        warmup: 0.6,
        divFactor: 5,
        finalDivFactor: 100,
      });
      for (const { type, options } of schedules) {
        await reader.select('#field-schedule', type);
        const { lr } = await run();
        if (type === 'constant') {
          assert.equal(lr, 0.004);
          await assertPreview(lr, 40);
          continue;
        }
        assert.equal(lr.type, type);
        assert.equal(lr.base, 0.004);
        await assertPreview(lr, 40);
        await assertSame();
        const rates = Array.from({ length: 40 }, (_, t) => kudari.schedule(lr)(t));
        assert.ok(Math.min(...rates) < Math.max(...rates), `${type} does not move`);
        for (const [name, spec] of Object.entries(options)) {
          assert.ok((await reader.textOf(`#field-${name}-hint`)).startsWith(spec.meaning), `${type}: ${name}`);
          await reader.enter(`#field-${name}`, others[name]);
          assert.equal((await run()).lr[name], others[name], `${type}: ${name}`);
          await reader.click(`#field-${name}-hint button`);
          assert.equal((await run()).lr[name], undefined, `${type}: ${name}`);
          assert.equal(
            await reader.page.$eval(`#field-${name}`, (field) => /** @type {HTMLInputElement} */ (field).value),
            String(spec.default),
          );
          await reader.enter(`#field-${name}`, others[name]);
        }
        await assertPreview((await run()).lr, 40);
        await assertSame();
      }
      assert.deepEqual(reader.complaints, []);
    },
  );

  test('refuses what it cannot be, and keeps its base when the card’s rate is turned', async () => {
    await openEditor();
    await reader.select('#field-schedule', 'oneCycle');
    const { lr } = await run();
    await reader.enter('#field-warmup', 1.5);
    assert.match(await reader.textOf('#notice'), /lr: warmup must be a finite number from 0 to 1, not 1\.5/);
    assert.deepEqual((await run()).lr, lr);
    await reader.enter('#run-0 .rate .number', 0.002);
    assert.deepEqual((await run()).lr, { ...lr, base: 0.002 });
    await assertPreview({ ...lr, base: 0.002 }, 40);
    assert.equal(
      await reader.page.$eval('#run-0 .spark', (button) => button.getAttribute('title')),
      'schedule: oneCycle',
    );
  });

  test('is preceded by a warm-up, which stays while the type changes', async () => {
    await openEditor();
    await reader.enter('#field-warmup', 8);
    const constant = { type: 'constant', base: 0.01, warmup: { steps: 8 } };
    assert.deepEqual((await run()).lr, constant);
    await assertPreview(constant, 40);
    await reader.select('#field-schedule', 'cosine');
    const cosine = { type: 'cosine', base: 0.01, steps: 40, warmup: { steps: 8 } };
    assert.deepEqual((await run()).lr, cosine);
    await assertPreview(cosine, 40);
    await assertSame();
    // These two rise by themselves.
    for (const type of ['oneCycle', 'warmup']) {
      await reader.select('#field-schedule', type);
      assert.equal(typeof (await run()).lr.warmup, 'undefined', type);
    }
    await reader.select('#field-schedule', 'exponential');
    await reader.enter('#field-warmup', 5);
    await reader.enter('#field-warmup', -5);
    assert.match(await reader.textOf('#notice'), /lr: warmup: steps must be a finite number above 0, not -5/);
    assert.deepEqual((await run()).lr.warmup, { steps: 5 });
    await reader.enter('#field-warmup', 0);
    assert.equal((await run()).lr.warmup, undefined);
    await reader.select('#field-schedule', 'constant');
    assert.equal((await run()).lr, 0.01);
  });

  test('is drawn in the card as it goes', async () => {
    await reader.open(
      "#steps=100&runs=[{'method':'sgd','lr':{'type':'cosine','base':0.08,'steps':100}},{'method':'sgd','lr':0.01}]",
    );
    const heights = await reader.page.$$eval('.sparkline polyline', (all) =>
      all.map((line) => (line.getAttribute('points') ?? '').split(' ').map((point) => Number(point.split(',')[1]))),
    );
    assert.deepEqual([heights[0][0], heights[0].at(-1)], [0, 12], 'from the top to the bottom');
    assert.ok(Math.abs(heights[0][48] - 6) < 0.3, 'half-way at half the time');
    assert.ok(
      heights[1].every((y) => y === heights[1][0]),
      'level',
    );
  });
});

describe('SAM', () => {
  test('in every norm, adaptive, and with a radius and a stabiliser of its own', async () => {
    await openEditor();
    await reader.click('#field-sam');
    assert.deepEqual(await run(), { method: 'sgd', sam: { rho: 0.05 } });
    await reader.enter('#field-sam-rho', 0.3);
    const seen = new Set();
    for (const [choice, p] of /** @type {const} */ ([
      ['1', 1],
      ['inf', 'inf'],
      ['other', 3],
      ['2', 2],
    ])) {
      await reader.select('#field-p', choice);
      assert.deepEqual(await run(), { method: 'sgd', sam: { rho: 0.3, p } });
      assert.equal(
        await reader.page.$eval('#field-p', (field) => /** @type {HTMLSelectElement} */ (field).value),
        choice,
      );
      await assertSame();
      seen.add(await reader.textOf('#summary'));
    }
    assert.equal(seen.size, 4, 'each norm goes its own way');
    for (const [typed, p] of /** @type {const} */ ([
      ['∞', 'inf'],
      ['1.5', 1.5],
      ['Infinity', 'inf'],
    ])) {
      await reader.enter('#field-p + input', typed);
      assert.equal((await run()).sam.p, p, typed);
    }
    assert.equal(await reader.textOf('#run-0 .norm'), 'p = ∞');
    await reader.enter('#field-p + input', '0.5');
    assert.match(await reader.textOf('#notice'), /sam: p must be a number from 1 to Infinity \(or 'inf'\), not 0\.5/);
    assert.equal((await run()).sam.p, 'inf');
    await reader.click('#field-sam-adaptive');
    assert.deepEqual(await run(), { method: 'sgd', sam: { rho: 0.3, p: 'inf', adaptive: true } });
    assert.equal(await reader.textOf('#run-0 .given'), 'ASAM');
    await assertSame();
    await reader.click('#field-sam');
    assert.deepEqual(await run(), { method: 'sgd' });
    await assertSame();
    assert.deepEqual(reader.complaints, []);
  });

  test('has fields of its own, also beside a method that has options of the same names', async () => {
    await openEditor(plain.replace("'sgd'", "'adam','sam':{'rho':0.1}"));
    const twice = await reader.page.evaluate(() => {
      const ids = Array.from(document.querySelectorAll('[id]'), ({ id }) => id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    });
    assert.deepEqual(twice, []);
    const meanings = Object.entries(samOptions).filter(([name]) => name !== 'p');
    const said = await reader.textOf('#editor');
    for (const [name, { meaning }] of meanings) assert.ok(said.includes(meaning), name);
    const field = await reader.page.evaluateHandle((meaning) => {
      const hints = [...document.querySelectorAll('#editor .field')];
      return hints.find((each) => each.textContent?.includes(meaning))?.querySelector('input');
    }, samOptions.eps.meaning);
    await /** @type {any} */ (field).evaluate((/** @type {HTMLInputElement} */ input) => {
      input.value = '0.5';
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await reader.settle();
    assert.deepEqual(await run(), { method: 'adam', sam: { rho: 0.1, eps: 0.5 } });
    await assertSame();
  });
});
