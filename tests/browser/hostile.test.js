/**
 * Links and attributes from somebody who means no good: nothing of them is run or becomes an element, the page answers
 * all the while, and its memory stays bounded.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { presets, stringifyConfig } from 'kudari/experiment';
import { effort } from '../arbitraries.js';
import { makeReader } from './reader.js';

const reader = makeReader();

const markup = [
  '<img src=x onerror="pwned=1">',
  '"><script>pwned=1</script>',
  "'};pwned=1;//",
  '</style><svg onload=pwned=1>',
  'javascript:pwned=1',
  '${pwned=1}',
  '{{constructor.constructor("pwned=1")()}}',
  '<kudari-lab onclick=pwned=1>',
  '\u0000\uFFFE\u202E',
  '\uD800',
];

/** Half of a pair can be an attribute, but not an address. @param {string} text */
const wellFormed = (text) => text.replace(/[\uD800-\uDFFF]/g, '\uFFFD');

const deep = '['.repeat(5000);
const wrong = [
  ...markup,
  deep,
  `{'a':${deep}`,
  'x'.repeat(200_000),
  '%',
  '%E0%A4%A',
  '__proto__',
  '{"__proto__":{"polluted":1}}',
  'NaN',
  '1e999',
  '-1',
  '9'.repeat(400),
  '[]',
  '{}',
  'null',
];

const fields = ['problem', 'start', 'steps', 'seed', 'dtype', 'runs', 'measure', 'view'];

/** What asks for more than anybody can wait for, or less than there is. */
const greedy = [
  'steps=1000000000',
  'steps=100000&runs=' + JSON.stringify(Array.from({ length: 8 }, () => ({ method: 'nadam', lr: 1e-9 }))),
  'runs=' + JSON.stringify(Array.from({ length: 500 }, () => ({ method: 'sgd' }))),
  "problem={'id':'quadratic','size':1000000000}",
  "problem={'id':'quadratic','size':10000}&steps=100000",
  "problem={'id':'network','hidden':[128,128,128,128],'points':5000}&steps=100000",
  "problem={'id':'network','hidden':" + JSON.stringify(new Array(5000).fill(128)) + '}',
  `problem={'id':'formula','f':'${'x^'.repeat(2000)}x'}`,
  `problem={'id':'formula','f':'${'sin('.repeat(4000)}'}`,
  `problem={'id':'formula','f':'${'('.repeat(4000)}x${')'.repeat(4000)}'}`,
  `problem={'id':'formula','f':'${markup[0]}'}`,
  "view={'frame':[-1e300,1e300,-1e300,1e300]}",
  "view={'window':[0,1e300]}",
  "measure={'sharpness':1,'eigenvalues':10}&problem={'id':'rosenbrock','size':5000}",
];

/** The page must answer while it is at it. */
async function assertAnswers(/** @type {string} */ what) {
  const answer = await Promise.race([
    reader.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0, 'yes'))),
    new Promise((resolve) => setTimeout(resolve, 20_000, 'no')),
  ]);
  assert.equal(answer, 'yes', `answers: ${what}`);
}

/** What only somebody else's code could have done. */
async function assertUntouched(/** @type {string} */ what) {
  const found = await reader.page.evaluate(() => {
    const roots = [document, ...[...document.querySelectorAll('kudari-lab')].map((each) => each.shadowRoot ?? each)];
    return {
      pwned: 'pwned' in globalThis,
      polluted: 'polluted' in {},
      foreign: roots.flatMap((root) =>
        [...root.querySelectorAll('img, iframe, object, embed, [onerror], [onload], [onclick], svg [onload]')].map(
          (each) => each.outerHTML.slice(0, 80),
        ),
      ),
      scripts: document.scripts.length,
      links: roots.flatMap((root) =>
        [...root.querySelectorAll('a')].filter((a) => a.protocol === 'javascript:').map(String),
      ),
    };
  });
  assert.deepEqual(found, { pwned: false, polluted: false, foreign: [], scripts: found.scripts, links: [] }, what);
  assert.ok(found.scripts <= 2, `${found.scripts} scripts: ${what}`);
  assert.deepEqual(
    reader.complaints.filter((text) => !/Failed to load resource/.test(text)),
    [],
    what,
  );
}

const short = (/** @type {string} */ text) => JSON.stringify(text.slice(0, 60));

/** Bytes of the page's heap, when what is garbage is gone. */
async function heap() {
  const devtools = await reader.page.createCDPSession();
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize;
}

describe('a link', () => {
  const follow = (/** @type {string} */ hash) =>
    reader.page.evaluate((text) => {
      location.hash = text;
      return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }, hash);

  test('with something wrong in each of its fields', { timeout: 200_000 }, async () => {
    await reader.open('#steps=5');
    for (const text of wrong)
      for (const field of [...fields, text]) {
        const hash = field === text ? text : `${field}=${encodeURIComponent(wellFormed(text))}`;
        await follow(hash);
        await assertAnswers(short(hash));
      }
    await reader.settle();
    await assertUntouched('after all of them');
    assert.ok(await reader.page.$('#notice li'), 'the last is named as wrong');
    await follow('steps=5');
    await reader.settle();
    assert.equal((await reader.config()).steps, 5, 'and one that is right is shown');
  });

  test('opened first', { timeout: 200_000 }, async () => {
    for (const hash of [...markup, `runs=${encodeURIComponent(markup[0])}`, deep, '%E0%A4%A']) {
      await reader.open(`#${encodeURI(wellFormed(hash))}`);
      await assertUntouched(short(hash));
    }
  });

  test('that asks for too much', { timeout: 300_000 }, async () => {
    await reader.open('#steps=5');
    const before = await heap();
    for (const hash of greedy) {
      await follow(hash);
      for (let k = 0; k < 5; k++) await assertAnswers(short(hash));
      await assertUntouched(short(hash));
    }
    await follow('steps=5');
    await reader.computed();
    assert.equal((await reader.config()).steps, 5);
    const grown = (await heap()) - before;
    assert.ok(grown < 60e6, `${(grown / 1e6).toFixed(0)} MB more than before`);
  });

  test('that was right, damaged anywhere', { timeout: 200_000 }, async () => {
    await reader.open('#steps=5');
    const spelt = fc
      .constantFrom(...presets.filter(({ config }) => !/network/.test(JSON.stringify(config))))
      .map(({ config }) => stringifyConfig(config));
    const damaged = fc
      .tuple(spelt, fc.nat(), fc.nat(12), fc.constantFrom(...markup.slice(0, 8), '{', '%', '&', '9e999', "'"))
      .map(([link, at, length, text]) => {
        const begin = at % (link.length + 1);
        return link.slice(0, begin) + text + link.slice(begin + length);
      });
    for (const hash of fc.sample(damaged, { ...effort(120), numRuns: effort(120).numRuns })) {
      await follow(hash);
      await assertAnswers(short(hash));
    }
    await assertUntouched('after all of them');
  });
});

describe('an attribute', () => {
  const names = [
    'problem',
    'start',
    'steps',
    'seed',
    'dtype',
    'runs',
    'measure',
    'config',
    'preset',
    'panels',
    'lang',
    'theme',
    'controls',
    'autoplay',
    'height',
  ];
  /** @type {string} */
  let script;
  before(() => void (script = readFileSync(new URL('../../dist/kudari-lab.js', import.meta.url), 'utf8')));

  async function openHost() {
    await reader.page.goto('about:blank');
    await reader.page.setContent(
      '<!doctype html><html lang="en"><title>Host</title><kudari-lab id="a" steps="5"></kudari-lab></html>',
    );
    await reader.page.evaluate(script);
    await reader.page.waitForFunction(
      () => /** @type {any} */ (document.getElementById('a')).trace?.runs[0].length === 6,
    );
  }

  test('of any value is taken or named, and the next right one is shown', { timeout: 200_000 }, async () => {
    await openHost();
    const told = await reader.page.evaluate(
      async (attributes, values) => {
        const lab = /** @type {any} */ (document.getElementById('a'));
        /** @type {string[]} */
        const silent = [];
        for (const name of attributes)
          for (const value of values) {
            let named = false;
            lab.addEventListener('kudari-error', () => (named = true), { once: true });
            lab.setAttribute(name, value);
            for (let k = 0; k < 4 && !named; k++) await new Promise((resolve) => setTimeout(resolve, 2));
            const shown = lab.shadowRoot.querySelector('.faults li');
            if (named !== (shown !== null)) silent.push(`${name}=${value.slice(0, 40)}`);
            lab.removeAttribute(name);
            await new Promise((resolve) => setTimeout(resolve, 2));
          }
        return silent;
      },
      names,
      wrong.map((text) => text.slice(0, 30_000)),
    );
    assert.deepEqual(told, []);
    await assertUntouched('after all of them');
    await reader.page.$eval('#a', (lab) => lab.setAttribute('steps', '5'));
    await reader.page.waitForFunction(() => {
      const lab = /** @type {any} */ (document.getElementById('a'));
      return lab.trace?.runs[0].length === 6 && !lab.shadowRoot.querySelector('.faults li');
    });
  });

  test('that asks for too much stops nobody, and its memory comes back', { timeout: 200_000 }, async () => {
    await openHost();
    const before = await heap();
    for (const config of greedy) {
      await reader.page.evaluate((text) => {
        const lab = document.createElement('kudari-lab');
        lab.setAttribute('config', text);
        document.body.append(lab);
      }, config);
      await assertAnswers(short(config));
      await reader.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
      await assertAnswers(short(config));
      await assertUntouched(short(config));
      await reader.page.evaluate(() => document.querySelector('kudari-lab:not(#a)')?.remove());
    }
    const grown = (await heap()) - before;
    assert.ok(grown < 60e6, `${(grown / 1e6).toFixed(0)} MB more than before`);
  });
});
