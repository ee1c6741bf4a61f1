/**
 * The page as a reader uses it, in Chromium.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseConfig, presets, stringifyConfig } from 'kudari/experiment';
import { loadKudari } from '../../web/core/index.js';
import { fittingRadius, fittingRun } from '../../web/lab/fitting.js';
import { createProblem } from '../../web/problems/index.js';
import { summaryOf, traceOf } from './expected.js';
import { makeReader, runColors, shows } from './reader.js';
import { serve } from './site.js';

const figure = JSON.parse(readFileSync(new URL('../golden/seed-figure.json', import.meta.url), 'utf8'));
const reader = makeReader();

describe('opens', () => {
  test('on the lecture’s figure, with its numbers', async () => {
    await reader.open();
    assert.equal(await reader.step(), 140);
    assert.equal(await reader.textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
    await reader.click('#reset');
    assert.equal(await reader.textOf('#summary'), 'Step 0. SGD: loss 0.756; SGD + SAM: loss 0.756.');
    await reader.enter('#scrubber', 7);
    assert.equal(figure.gd[7].loss.toFixed(3), '-1.081');
    assert.equal(
      await reader.textOf('#summary'),
      `Step 7. SGD: loss −1.081; SGD + SAM: loss ${Number(figure.sam[7].loss.toPrecision(4))}.`,
    );
    assert.deepEqual(reader.complaints, []);
  });

  test('with both paths where the golden figure has them, in the runs’ colours', async () => {
    await reader.open();
    const { scale, at } = await reader.landscapeMap();
    assert.ok(Math.abs(scale[0] + scale[1]) < 0.02 * scale[0], 'a unit is as long in both directions');
    await reader.page.evaluate(() => (location.hash = ''));
    await reader.settle();
    await reader.click('#reset');
    for (const [k, run] of [figure.gd, figure.sam].entries()) {
      await reader.enter('#scrubber', 0);
      const ahead = await reader.pixels(at(run[12].w), 3);
      assert.equal(shows(ahead, runColors[k]), 0, 'nothing is drawn ahead of the cursor');
      for (const t of [5, 12, 40]) {
        await reader.enter('#scrubber', t);
        assert.ok(shows(await reader.pixels(at(run[t].w), 4), runColors[k]) > 8, `run ${k} at step ${t}`);
      }
    }
  });

  test('playing, and comes to rest at the end', async () => {
    await reader.page.goto(`${reader.site.url}#steps=30`);
    await reader.page.waitForSelector('#step');
    const early = await reader.step();
    assert.ok(early < 30, `${early}`);
    await reader.page.waitForFunction(() => document.querySelector('#step')?.textContent === '30', { timeout: 20_000 });
    await reader.page.waitForSelector('#play[title="Play"]');
    assert.deepEqual(reader.complaints, []);
  });

  test('in the reader’s language, complete', async () => {
    await reader.speak('ja');
    await reader.open();
    assert.equal(await reader.page.$eval('html', (html) => html.lang), 'ja');
    assert.equal(await reader.textOf('#picture h2'), '損失の地形');
    assert.equal(await reader.textOf('#summary'), 'ステップ 140。SGD：損失 −1.017; SGD + SAM：損失 −1.002。');
    await reader.click('#language');
    assert.equal(await reader.textOf('#picture h2'), 'Landscape');
    assert.equal((await reader.config()).view.lang, 'en');
  });

  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ]) {
    for (const language of /** @type {const} */ (['en', 'ja'])) {
      test(`without sideways scrolling or clipped controls at ${width} in ${language}`, async () => {
        await reader.page.setViewport({ width, height });
        await reader.speak(language);
        await reader.open();
        const wide = await reader.page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        assert.equal(wide, 0);
        const outside = await reader.page.$$eval('button, input, select, canvas, output', (all) =>
          all
            .map((each) => ({ id: each.id || each.className, box: each.getBoundingClientRect() }))
            .filter(({ box }) => box.left < 0 || box.right > innerWidth + 0.5)
            .map(({ id }) => id),
        );
        assert.deepEqual(outside, []);
        if (width > 1000) {
          const bottom = await reader.page.$eval('#runs', (runs) => runs.getBoundingClientRect().bottom);
          assert.ok(bottom <= height, `figures, transport and cards on one screen: ${bottom}`);
        }
      });
    }
  }
});

describe('transport', () => {
  test('steps on and back, to the start, and to where the scrubber is drawn', async () => {
    await reader.open();
    await reader.click('#back');
    assert.equal(await reader.step(), 139);
    await reader.click('#reset');
    assert.equal(await reader.step(), 0);
    await reader.click('#back');
    assert.equal(await reader.step(), 0);
    await reader.click('#forward');
    await reader.click('#forward');
    assert.equal(await reader.step(), 2);
    await reader.enter('#scrubber', 100);
    assert.equal(await reader.step(), 100);
  });

  // How fast it is is asserted in tests/player.test.js, by a clock of its own.
  test('plays, and pauses', async () => {
    await reader.open();
    await reader.enter('#steps', 2000);
    await reader.computed();
    await reader.click('#reset');
    await reader.page.click('#play');
    await reader.page.waitForFunction(() => Number(document.querySelector('#step')?.textContent) > 0);
    await reader.page.click('#play');
    await reader.settle();
    const reached = await reader.step();
    assert.ok(reached > 0 && reached < 2000, `${reached} of 2000 steps`);
    await reader.settle();
    assert.equal(await reader.step(), reached);
  });

  test('answers the keyboard', async () => {
    await reader.open();
    await reader.page.keyboard.press('Home');
    await reader.page.keyboard.press('ArrowRight');
    await reader.page.keyboard.press('ArrowRight');
    await reader.page.keyboard.press('ArrowLeft');
    await reader.settle();
    assert.equal(await reader.step(), 1);
    await reader.page.keyboard.press('End');
    await reader.settle();
    assert.equal(await reader.step(), 140);
  });

  test('follows a press in a curve', async () => {
    await reader.open();
    const box = /** @type {import('puppeteer-core').BoundingBox} */ (
      await (await reader.page.$('#curve-loss canvas'))?.boundingBox()
    );
    await reader.page.mouse.click(box.x + 48 + (box.width - 48 - 76) / 2, box.y + box.height / 2);
    await reader.settle();
    assert.ok(Math.abs((await reader.step()) - 70) <= 1, `${await reader.step()}`);
  });
});

describe('the experiment', () => {
  test('takes another problem, from its own start', async () => {
    await reader.open();
    await reader.page.select('#problem', 'himmelblau');
    await reader.settle();
    const now = await reader.config();
    assert.equal(now.problem.id, 'himmelblau');
    assert.deepEqual(now.start, parseConfig({ problem: 'himmelblau' }).start);
    assert.equal(await reader.page.$('.stopped'), null, 'at rates that it allows');
    assert.deepEqual(reader.complaints, []);
  });

  test('shows every problem without a complaint', { timeout: 120_000 }, async () => {
    await reader.open();
    for (const id of await reader.page.$$eval('#problem option', (all) =>
      all.map((each) => /** @type {HTMLOptionElement} */ (each).value),
    )) {
      await reader.page.select('#problem', id);
      await reader.settle();
      assert.equal(
        await reader.page.$eval('#problem', (select) => /** @type {HTMLSelectElement} */ (select).value),
        id,
      );
      assert.equal(await reader.page.$('#notice > *'), null, id);
    }
    assert.deepEqual(reader.complaints, []);
  });

  test('takes other methods, rates and radii', async () => {
    await reader.open();
    await reader.page.select('#run-0 .method', 'adam');
    await reader.settle();
    // At a rate that carries it across the picture in the steps there are.
    assert.deepEqual((await reader.config()).runs[0], { method: 'adam', lr: 0.036 });
    await reader.enter('#run-0 .rate .number', 0.05);
    assert.deepEqual((await reader.config()).runs[0], { method: 'adam', lr: 0.05 });
    await reader.enter('#run-0 .rate [type=range]', -2);
    assert.equal((await reader.config()).runs[0].lr, 0.1);
    await reader.enter('#run-1 .radius .number', 0.1);
    assert.deepEqual((await reader.config()).runs[1], { method: 'sgd', lr: 0.08, sam: { rho: 0.1 } });
    await reader.click('#run-1 [type=checkbox]');
    assert.deepEqual((await reader.config()).runs[1], { method: 'sgd', lr: 0.08 });
  });

  test('gives every method, every run that is added, and all on another problem, a rate that fits', async () => {
    const loss = "view={'panels':['loss']}";
    await reader.open(`#problem=beale&steps=50&runs=sgd&${loss}`);
    const core = await loadKudari();
    const beale = createProblem('beale');
    for (const { id } of core.methods) {
      await reader.page.select('#run-0 .method', id);
      const found = (await reader.config()).runs[0];
      assert.deepEqual(found, fittingRun(core, id, beale, 50));
    }
    // Each that is added is of the first method that is not there yet.
    await reader.click('#add');
    await reader.click('#add');
    assert.deepEqual(
      (await reader.config()).runs.slice(1),
      ['sgd', 'momentum'].map((id) => fittingRun(core, id, beale, 50)),
    );
    // SAM stays with the run, a schedule is the reader's own, and a rate that a method has none of is left out.
    const runs = [
      { method: 'sgd', lr: 0.02 },
      { method: 'adam', sam: { rho: 0.3, p: 1 } },
      { method: 'adadelta', lr: 5 },
      { method: 'lion', lr: { type: 'cosine', base: 0.2, steps: 50 } },
    ];
    await reader.open(`#problem=beale&steps=50&runs=${JSON.stringify(runs).replaceAll('"', "'")}&${loss}`);
    await reader.select('#run-1 .method', 'nadam');
    const nadam = { ...fittingRun(core, 'nadam', beale, 50), sam: runs[1].sam };
    assert.deepEqual((await reader.config()).runs, [runs[0], nadam, runs[2], runs[3]]);
    await reader.select('#problem', 'quadratic');
    const quadratic = createProblem('quadratic');
    const rho = fittingRadius(quadratic);
    const config = await reader.config();
    assert.deepEqual(config.runs, [
      fittingRun(core, 'sgd', quadratic, 50),
      { ...fittingRun(core, 'nadam', quadratic, 50), sam: { rho, p: 1 } },
      { method: 'adadelta' },
      runs[3],
    ]);
    assert.notEqual(rho, 0.3);
    assert.deepEqual(config.start, quadratic.start);
    assert.deepEqual(reader.complaints, []);
  });

  test('adds up to eight runs, and removes all but one', async () => {
    await reader.open();
    for (let count = 3; count <= 8; count++) {
      await reader.click('#add');
      assert.equal((await reader.config()).runs.length, count);
    }
    assert.equal(await reader.page.$('#add'), null);
    assert.equal(
      new Set((await reader.config()).runs.map(({ method }) => method)).size,
      7,
      'a new run is of a new method',
    );
    for (let count = 7; count >= 1; count--) {
      await reader.click('#run-0 .remove');
      assert.equal((await reader.config()).runs.length, count);
    }
    assert.equal(
      await reader.page.$eval('#run-0 .remove', (button) => /** @type {HTMLButtonElement} */ (button).disabled),
      true,
    );
  });

  test('starts where the landscape is clicked', async () => {
    await reader.open();
    const { at } = await reader.landscapeMap();
    const [x, y] = at([-0.6, 0.4]);
    await reader.page.mouse.click(x, y);
    await reader.settle();
    const { start } = await reader.config();
    assert.ok(Math.hypot(start[0] + 0.6, start[1] - 0.4) < 0.01, `${start}`);
  });

  test('says at which step a run stopped, and why', async () => {
    await reader.open("#problem=quadratic&steps=900&runs=[{'method':'sgd','lr':0.25},{'method':'adam'}]");
    await reader.computed();
    // |1 − 0.25·10| = 1.5 a step: 5·1.5²ᵗ passes the largest double first at t = 874.
    const stop = Math.ceil(Math.log(Number.MAX_VALUE / 5) / (2 * Math.log(1.5)));
    const said = await reader.textOf('#run-0 .stopped');
    assert.match(said, /^Stopped at step \d+: the loss is no longer finite\. λmax was 10, above its limit 8\.$/);
    assert.ok(Math.abs(Number(said.match(/\d+/)?.[0]) - stop) <= 1, `${said}, by hand ${stop}`);
    assert.equal(await reader.page.$('#run-1 .stopped'), null);
  });
});

describe('named experiments', () => {
  test('each runs to its end without a complaint, with its note in both languages', { timeout: 240_000 }, async () => {
    await reader.open();
    for (const id of await reader.page.$$eval('#preset option', (all) =>
      all.map((each) => /** @type {HTMLOptionElement} */ (each).value),
    )) {
      await reader.page.select('#preset', id);
      await reader.settle();
      await reader.computed();
      await reader.settle();
      assert.equal(await reader.step(), (await reader.config()).steps, id);
      const note = await reader.textOf('#note');
      await reader.click('#language');
      assert.notEqual(await reader.textOf('#note'), note);
      assert.ok(note.length > 40 && (await reader.textOf('#note')).length > 30, id);
      await reader.click('#language');
      assert.equal(await reader.page.$('.stopped'), null, id);
    }
    assert.deepEqual(reader.complaints, []);
  });

  test('one that was changed says so beside its note, and is restored', async () => {
    await reader.open('#');
    await reader.select('#preset', presets[1].id);
    const [note, config] = [await reader.textOf('#note'), await reader.config()];
    assert.equal(note, presets[1].note.en);
    await reader.enter('#steps', 77);
    assert.equal(await reader.textOf('#note'), `${note} (changed) restore`);
    const chosen = () =>
      reader.page.$eval('#preset', (field) => /** @type {HTMLSelectElement} */ (field).selectedOptions[0].text);
    assert.equal(await chosen(), `${presets[1].name.en} (changed)`);
    await reader.click('#restore');
    assert.deepEqual(await reader.config(), config);
    assert.equal(await reader.textOf('#note'), note);
    assert.equal(await chosen(), presets[1].name.en);
    // How it is shown is no change of it; another problem makes it another experiment.
    await reader.click('#run-0 .legend');
    assert.equal(await reader.page.$('#restore'), null);
    await reader.select('#problem', 'himmelblau');
    assert.equal(await reader.textOf('#note'), '');
    assert.equal(await chosen(), 'your own');
  });

  test('one after another on the same problem, each begins anew at a speed of its own', async () => {
    await reader.open();
    const speed = () => reader.textOf('#speed + output');
    await reader.page.select('#preset', 'learning-rate');
    await reader.settle();
    assert.equal(await speed(), '6/s');
    await reader.page.select('#preset', 'adagrad-stalls');
    await reader.settle();
    assert.equal(await speed(), '60/s');
    // A change of it is no other experiment.
    await reader.page.$eval('#speed', (slider) => {
      /** @type {HTMLInputElement} */ (slider).value = '2';
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await reader.enter('#steps', '300');
    assert.equal(await speed(), '100/s');
  });

  test(
    'the edge of stability shows λmax at 2/ϵ, its plane, and the decision boundaries',
    { timeout: 120_000 },
    async () => {
      await reader.open();
      await reader.page.select('#preset', 'edge-of-stability');
      await reader.settle();
      await reader.computed();
      await reader.settle();
      const share = Number((await reader.textOf('#landscape-hint')).match(/(\d+) % of the variance$/)?.[1]);
      assert.ok(share > 50 && share <= 100, `${share} %`);
      const chart = /** @type {import('puppeteer-core').BoundingBox} */ (
        await (await reader.page.$('#curve-sharpness canvas'))?.boundingBox()
      );
      assert.ok(chart.width > 400);
      await reader.click('#swap');
      assert.equal(await reader.textOf('#picture h2'), 'Decision boundary');
      assert.equal((await reader.config()).view.panels[0], 'boundary');
      assert.equal(await reader.step(), 1400, 'another picture is no other experiment');
      const box = /** @type {import('puppeteer-core').BoundingBox} */ (
        await (await reader.page.$('#boundary'))?.boundingBox()
      );
      const found = await reader.pixels([box.x + box.width / 2, box.y + box.height / 2], box.width / 2 - 20);
      for (const color of runColors) assert.ok(shows(found, color) > 100, 'the line of each run');
    },
  );

  test('shows how far it is, can be stopped, and can be replaced while it runs', async () => {
    await reader.open("#problem={'id':'network'}&steps=100000&runs=sgd");
    assert.match(await reader.textOf('#computing'), /^computing, \d+ %/);
    await reader.click('#stop');
    assert.equal(await reader.page.$('#stop'), null);
    const reached = await reader.step();
    assert.ok(reached > 0 && reached < 100_000, `${reached}`);
    await reader.settle();
    assert.equal(await reader.step(), reached);
    await reader.page.select('#problem', 'beale');
    await reader.settle();
    assert.equal((await reader.config()).problem.id, 'beale');
    assert.deepEqual(reader.complaints, []);
  });

  test('stopped, it says where, and goes on from there to the same end', async () => {
    /** @type {import('kudari/experiment').ConfigInput} */
    const config = { problem: { id: 'network', hidden: [16] }, steps: 4000, runs: ['sgd'], view: { panels: ['loss'] } };
    await reader.open(`#${stringifyConfig(config)}`);
    await reader.page.click('#stop');
    await reader.settle();
    const [, end] = (await reader.textOf('#computing span')).match(/^stopped at (\d+) of 4000$/) ?? [];
    assert.ok(Number(end) > 0 && Number(end) < 4000, `${end}`);
    assert.equal(await reader.step(), Number(end));
    await reader.click('#resume');
    await reader.computed();
    assert.equal(await reader.textOf('#computing'), '');
    await reader.page.keyboard.press('End');
    await reader.settle();
    assert.equal(await reader.textOf('#summary'), summaryOf(await traceOf(config)));
    assert.deepEqual(reader.complaints, []);
  });

  test('a run that diverges leaves the others and their pictures standing', async () => {
    for (const runs of [
      "[{'method':'adam','lr':0.02},{'method':'sgd','lr':0.01}]",
      "[{'method':'sgd','lr':0.01},{'method':'adam','lr':0.02}]",
    ]) {
      await reader.open(`#problem={'id':'rosenbrock','size':30}&steps=150&measure={'sharpness':0}&runs=${runs}`);
      assert.match(await reader.textOf('.stopped'), /^Stopped at step \d+/);
      assert.match(await reader.textOf('#landscape-hint'), /\d+ % of the variance$/);
      assert.equal(
        await reader.page.$eval('#curve-loss', (section) => /** @type {HTMLElement} */ (section).hidden),
        false,
      );
      assert.deepEqual(reader.complaints, []);
    }
  });

  test('narrowing the window narrows the page', async () => {
    await reader.open();
    for (const width of [1099, 768, 390]) {
      await reader.page.setViewport({ width, height: 844 });
      await reader.settle();
      await reader.settle();
      const wide = await reader.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.equal(wide, 0, `${width}`);
      const narrowest = await reader.page.$$eval('header select', (all) =>
        Math.min(...all.map((each) => each.getBoundingClientRect().width)),
      );
      assert.ok(narrowest > 120, `${narrowest} at ${width}`);
    }
  });

  test('the plane of runs that are no more is not shown for those that follow', async () => {
    await reader.open("#problem={'id':'network','hidden':[4]}&steps=60&runs=sgd");
    await reader.computed();
    await reader.settle();
    assert.match(await reader.textOf('#landscape-hint'), /\d+ % of the variance$/);
    await reader.enter('#steps', 100_000);
    assert.match(await reader.textOf('#landscape-hint'), /^drawn when there is enough/);
    await reader.click('#stop');
    assert.deepEqual(reader.complaints, []);
  });

  test('a seed draws another problem', async () => {
    await reader.open("#problem={'id':'network','hidden':[4]}&steps=20&runs=sgd");
    const first = await reader.textOf('#summary');
    await reader.enter('#seed', 7);
    assert.equal((await reader.config()).seed, 7);
    assert.notEqual(await reader.textOf('#summary'), first);
    await reader.enter('#seed', 1);
    assert.equal(await reader.textOf('#summary'), first);
  });
});

test('the check against PyTorch finds what it found when the page was made', { timeout: 60_000 }, async () => {
  await reader.open('#steps=20');
  await reader.click('#parity-start');
  await reader.page.waitForSelector('table.parity', { timeout: 50_000 });
  assert.match(
    await reader.textOf('#foot .conclusion'),
    /^52 trajectories, 7,904 numbers: 7,664 are equal to the last bit; .* All are within their tolerances\.$/,
  );
  assert.equal(await reader.page.$('#foot .beyond'), null);
  assert.deepEqual(reader.complaints, []);
});

describe('what goes wrong', () => {
  test('a wrong value is named, and changes nothing', async () => {
    await reader.open();
    await reader.enter('#run-0 .rate .number', -1);
    assert.match(await reader.textOf('#notice'), /runs\[0\]: sgd: lr must be a finite number from 0, not -1/);
    assert.equal(
      await reader.page.$eval('#run-0 .rate .number', (field) => /** @type {HTMLInputElement} */ (field).value),
      '0.08',
    );
    await reader.enter('#steps', 0);
    assert.match(await reader.textOf('#notice'), /steps must be a whole number from 1 to 100000, not 0/);
    await reader.click('#notice button');
    assert.equal(await reader.page.$('#notice > *'), null);
    assert.equal(await reader.textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
  });

  for (const [name, hash] of [
    ['an unknown problem', '#problem=nope'],
    ['markup', '#problem=<img src=x onerror=alert(1)>'],
    ['broken JSON', '#runs=[{'],
    ['a huge experiment', '#problem={"id":"quadratic","size":1e9}&steps=1e9'],
    ['a polluting name', '#runs=[{"method":"sgd","__proto__":{"lr":1}}]'],
    ['bad percent signs', '#problem=%E0%A4%A&runs=%'],
  ]) {
    test(`a link with ${name} gives a message and the lecture’s figure`, async () => {
      await reader.open(hash);
      assert.match(await reader.textOf('#notice'), /^This link does not describe an experiment/);
      assert.equal(await reader.page.$('#notice img'), null);
      assert.equal(await reader.textOf('#summary'), 'Step 140. SGD: loss −1.017; SGD + SAM: loss −1.002.');
      assert.deepEqual(reader.complaints, []);
    });
  }

  test('is said in Japanese to who reads Japanese', async () => {
    await reader.speak('ja');
    await reader.open();
    await reader.enter('#run-1 .rate .number', 'fast');
    const notice = async () =>
      reader.page.$eval('#notice', (each) => [
        each.querySelector('strong')?.textContent,
        ...[...each.querySelectorAll('li')].flatMap((line) => [line.lang, line.textContent]),
      ]);
    assert.deepEqual(await notice(), [
      '変更できませんでした：',
      'ja',
      '手法2（SGD）：lr は0以上の数値でなければなりません（指定：数値ではない値）',
    ]);
    await reader.click('#language');
    assert.deepEqual(await notice(), [
      'Not changed:',
      'en',
      'runs[1]: sgd: lr must be a finite number from 0, not NaN',
    ]);
    await reader.open('#steps=0&problem=nope');
    const [heading, ...lines] = await notice();
    assert.equal(heading, 'このリンクから実験を読み取れなかったため、講義の図を表示しています。');
    assert.match(String(lines[1]), /^"nope" という問題はありません。使えるのは sharp-flat、.*、formula です$/);
    assert.equal(lines[3], 'ステップ数（steps）は1以上100000以下の整数でなければなりません（指定：0）');
    // A function that is being typed has its message beside it.
    await reader.open("#problem={'id':'formula','f':'x^2+y^2'}&steps=20&runs=sgd");
    await reader.click('#problem-options');
    await reader.enter('#formula', 'x^2 + * y');
    assert.equal(await reader.textOf('#formula-says .wrong [lang=ja]'), '7文字目の "*" はこの位置に置けません');
    const broken = await serve({ blocked: (path) => path.includes('kudari.wasm') });
    await reader.page.goto(broken.url);
    await reader.page.waitForSelector('#broken:not([hidden])');
    assert.match(
      await reader.textOf('#broken'),
      /^この環境では kudari を実行できません。 http.*kudari\.wasm から kudari\.wasm を読み込めませんでした（HTTP 404/,
    );
    broken.close();
  });

  test('a missing wasm file gives a message, not a blank', async () => {
    const broken = await serve({ blocked: (path) => path.includes('kudari.wasm') });
    await reader.page.goto(broken.url);
    await reader.page.waitForSelector('#broken:not([hidden])');
    const message = await reader.textOf('#broken');
    assert.match(message, /^kudari cannot run here\. kudari\.wasm could not be loaded from http.*HTTP 404/);
    broken.close();
  });
});
