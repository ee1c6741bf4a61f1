/**
 * <kudari-lab> without a browser: what its attributes spell, and what importing it does where there is no document.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ConfigError, parseConfig, presets, stringifyConfig } from 'kudari/experiment';
import { observed, prepareAttributes, readAttributes } from '../web/embed/attributes.js';
import { file } from './support.js';

/** @typedef {Record<string, string>} Attributes */

/** @param {Attributes} attributes */
const read = (attributes) => readAttributes((name) => attributes[name] ?? null);

/** @param {Attributes} attributes @returns {string[]} */
function faultsOf(attributes) {
  try {
    read(attributes);
  } catch (error) {
    assert.equal(/** @type {Error} */ (error).name, 'ConfigError', String(error));
    return /** @type {ConfigError} */ (error).faults;
  }
  return assert.fail(`nothing is said against ${JSON.stringify(attributes)}`);
}

describe('what is delivered', () => {
  test('imports where there is no document, and defines nothing there', () => {
    const script = `
      const before = Object.keys(globalThis).join();
      const { ready, ...others } = await import('kudari/embed');
      console.log(JSON.stringify([await ready === undefined, Object.keys(others), typeof customElements,
        Object.keys(globalThis).join() === before]));`;
    const found = execFileSync(process.execPath, ['--input-type=module', '-e', script], { cwd: file('..') });
    assert.deepEqual(JSON.parse(String(found)), [true, [], 'undefined', true]);
  });

  test('as one script that a page can afford', () => {
    const { length } = gzipSync(readFileSync(file('../dist/kudari-lab.js')), { level: 9 });
    assert.ok(length <= 130_000, `${length} bytes`);
  });
});

describe('attributes', () => {
  test('none: the problem and runs of the lecture’s figure, playing, with a transport', () => {
    assert.deepEqual(read({}), {
      config: parseConfig({}),
      ...{ theme: 'auto', transport: true, autoplay: true, height: 420 },
    });
  });

  test('spell an experiment field by field', () => {
    const { config } = read({
      problem: 'valley',
      start: '2, 0.3',
      steps: '25',
      seed: '7',
      dtype: 'float32',
      runs: "[{'method':'sgd','lr':0.05},{'method':'adam','lr':0.1,'beta1':0.8}]",
      measure: "{'sharpness':5}",
      panels: ' landscape, loss,lr ',
      lang: 'ja',
    });
    assert.deepEqual(
      config,
      parseConfig({
        problem: { id: 'valley' },
        start: [2, 0.3],
        steps: 25,
        seed: 7,
        dtype: 'float32',
        runs: [
          { method: 'sgd', lr: 0.05 },
          { method: 'adam', lr: 0.1, beta1: 0.8 },
        ],
        measure: { sharpness: 5 },
        view: { panels: ['landscape', 'loss', 'lr'], lang: 'ja' },
      }),
    );
    assert.deepEqual(
      read({ runs: 'sgd, adam' }).config.runs.map(({ method }) => method),
      ['sgd', 'adam'],
    );
    assert.deepEqual(read({ problem: "{'id':'quadratic','size':3}" }).config.start.length, 3);
  });

  test('say how it is shown', () => {
    const { theme, transport, autoplay, height } = read({
      ...{ theme: 'dark', controls: 'none', autoplay: 'false', height: '300' },
    });
    assert.deepEqual(
      { theme, transport, autoplay, height },
      { ...{ theme: 'dark', transport: false }, autoplay: false, height: 300 },
    );
    assert.equal(read({ autoplay: '' }).autoplay, true);
    assert.equal(read({ autoplay: 'true' }).autoplay, true);
    assert.equal(read({ controls: 'transport', theme: 'light' }).transport, true);
    assert.deepEqual([read({ height: '80' }).height, read({ height: '4000' }).height], [80, 4000]);
    assert.equal(read({ lang: '' }).config.view.lang, null);
  });

  test('bend a config or a preset, each in its own field', () => {
    const whole = parseConfig({ problem: 'valley', start: [2, 0.3], steps: 9, view: { lang: 'ja', panels: ['lr'] } });
    for (const text of [JSON.stringify(whole), stringifyConfig(whole), `#${stringifyConfig(whole)}`])
      assert.deepEqual(read({ config: text }).config, whole, text);
    const config = JSON.stringify(whole);
    assert.deepEqual(read({ config, steps: '4' }).config, { ...whole, steps: 4 });
    assert.deepEqual(read({ config, panels: 'loss' }).config.view, { ...whole.view, panels: ['loss'] });
    assert.deepEqual(read({ config, lang: 'en' }).config.view, { ...whole.view, lang: 'en' });
    assert.equal(read({ config, preset: 'warm-up' }).config.problem.id, 'valley', 'a config goes before a preset');
    for (const preset of presets) assert.deepEqual(read({ preset: preset.id }).config, parseConfig(preset.config));
    const bent = read({ preset: 'sharp-and-flat', steps: '12' }).config;
    assert.equal(bent.steps, 12);
    assert.deepEqual(bent.measure.samSharpness, { rho: 0.25, p: 2, adaptive: false, eps: 0 });
  });

  test('take a link that a hand wrote, as the README has one: a named experiment and what is different about it', () => {
    const readme = readFileSync(file('../README.md'), 'utf8');
    const [, hash] = readme.match(/<iframe src="[^"#]*\?embed(#[^"]*)"/) ?? [];
    const [stalls] = presets.filter(({ id }) => id === 'adagrad-stalls');
    const whole = parseConfig({ ...stalls.config, steps: 600 });
    assert.deepEqual(read({ config: hash.replaceAll('&amp;', '&') }).config, whole);
    assert.deepEqual(read({ config: '#preset=adagrad-stalls', steps: '600' }).config, whole);
  });

  test('with a formula are prepared for, wherever it stands; wrong ones in vain, without a complaint', async () => {
    const problem = "{'id':'formula','f':'x^2 + y^4'}";
    const script = (/** @type {Attributes} */ attributes) => `
      import { prepareAttributes, readAttributes } from './web/embed/attributes.js';
      const attribute = (name) => (${JSON.stringify(attributes)})[name] ?? null;
      await prepareAttributes(attribute);
      console.log(readAttributes(attribute).config.problem.f);`;
    for (const attributes of /** @type {Attributes[]} */ ([
      { problem },
      { config: `#problem=${problem}` },
      { config: `#preset=sharp-and-flat&problem=${problem}` },
      { preset: 'sharp-and-flat', problem },
      { config: '#steps=3', problem },
    ])) {
      // Whatever was loaded in a process is there.
      const found = execFileSync(process.execPath, ['--input-type=module', '-e', script(attributes)], {
        cwd: file('..'),
      });
      assert.equal(String(found), 'x^2 + y^4\n', JSON.stringify(attributes));
    }
    for (const wrong of /** @type {Attributes[]} */ ([{ config: '#preset=x' }, { config: '{' }, { problem: '{' }]))
      await prepareAttributes((name) => wrong[name] ?? null);
  });

  test('leave the theme to the element: that of a link is its reader’s', () => {
    const { config, theme } = read({ config: '{"view":{"theme":"dark"}}' });
    assert.deepEqual([config.view.theme, theme], [null, 'auto']);
  });
});

describe('a wrong attribute', () => {
  /** @type {[Attributes, RegExp][]} */
  const wrong = [
    [{ problem: 'nowhere' }, /^there is no problem "nowhere"; there are sharp-flat, /],
    [{ problem: "{'id':'quadratic','size':99999}" }, /^problem: size must be .*10000, not 99999$/],
    [{ runs: 'nowt' }, /^runs\[0\]: no method "nowt"; there are sgd, /],
    [{ runs: "[{'method':'sgd','lr':-1}]" }, /^runs\[0\]: sgd: lr must be a finite number from 0, not -1$/],
    [{ runs: '[{' }, /^runs is not JSON \(single quotes may stand for double ones\): "\[\{"/],
    [{ runs: '[]' }, /^runs must be an array of 1 to 8 runs, /],
    [{ start: '1,2,3' }, /^start must have 2 entries, not 3$/],
    [{ start: 'x,y' }, /^start\[0\] must be a number, not "x"$/],
    [{ steps: '0' }, /^steps must be a whole number from 1 to 100000, not 0$/],
    [{ steps: 'many' }, /^steps must be a whole number from 1 to 100000, not "many"$/],
    [{ steps: '' }, /^steps must be a whole number from 1 to 100000, not ""$/],
    [{ seed: '-1' }, /^seed must be a whole number from 0 to 4294967295, not -1$/],
    [{ dtype: 'float16' }, /^dtype must be one of float32, float64, not "float16"$/],
    [{ measure: 'often' }, /^measure must be a plain object, not "often"$/],
    [{ measure: "{'sharpness':-1}" }, /^measure: sharpness must be a whole number from 0, not -1$/],
    [{ panels: 'loss,nope' }, /^view: panels must be one of landscape, .*, not "nope"$/],
    [{ panels: '' }, /^view: panels must be one of landscape, .*, not ""$/],
    [{ lang: 'fr' }, /^view: lang must be one of en, ja, not "fr"$/],
    [{ theme: 'blue' }, /^theme must be one of auto, light, dark, not "blue"$/],
    [{ controls: 'all' }, /^controls must be one of transport, none, not "all"$/],
    [{ autoplay: 'maybe' }, /^autoplay must be one of true, false, not "maybe"$/],
    [{ height: 'tall' }, /^height must be a number of pixels from 80 to 4000, not "tall"$/],
    [{ height: '' }, /^height must be a number of pixels from 80 to 4000, not ""$/],
    [{ height: '79' }, /^height must be .*, not "79"$/],
    [{ height: '4001' }, /^height must be .*, not "4001"$/],
    [{ preset: 'x' }, /^preset must be one of learning-rate, .*, not "x"$/],
    [{ config: '{"steps":' }, /^config: config is not JSON /],
    [{ config: '{"steps":0}' }, /^config: steps must be a whole number from 1 to 100000, not 0$/],
    [{ config: '#preset=adagrad' }, /^config: preset must be one of .*adagrad-stalls.*, not "adagrad"$/],
    [{ config: '#nope=1' }, /^config: config has no option "nope"; it takes problem, /],
  ];
  for (const [attributes, message] of wrong) {
    const [[name, value]] = Object.entries(attributes);
    test(`${name}="${value}" is named, and nothing else`, () => {
      const faults = faultsOf(attributes);
      assert.equal(faults.length, 1, faults.join('\n'));
      assert.match(faults[0], message);
    });
  }

  test('of every kind there is', () => {
    assert.deepEqual(
      [...new Set(wrong.flatMap(([attributes]) => Object.keys(attributes)))].sort(),
      [...observed].sort(),
    );
  });

  test('stands beside the others: all are named at once', () => {
    const faults = faultsOf({
      ...{
        config: '{"steps":0,"dtype":"f"}',
        theme: 'q',
        controls: 'q',
        autoplay: 'q',
        height: 'q',
        steps: 'q',
        seed: 'q',
      },
    });
    const names = faults.map((fault) => fault.split(' ').slice(0, 2).join(' '));
    assert.deepEqual(names.sort(), [
      ...['autoplay must', 'config: dtype', 'config: steps', 'controls must', 'height must', 'seed must', 'steps must'],
      'theme must',
    ]);
  });

  test('may be hostile: it is refused, cut short, and changes nothing else', () => {
    const long = 'x'.repeat(30_000);
    for (const name of observed) {
      const faults = faultsOf({ [name]: long });
      assert.ok(faults.length > 0 && faults.join('').length < 1000, `${name}: ${faults.join('').length} characters`);
    }
    for (const value of ['__proto__', 'constructor', 'toString', '<img src=x onerror=alert(1)>', '\u202e\0']) {
      for (const name of ['problem', 'runs', 'start', 'theme', 'controls', 'preset'])
        assert.equal(faultsOf({ [name]: value }).length, 1, `${name}="${value}"`);
    }
    for (const config of ['{"__proto__":{"steps":3}}', '{"view":{"__proto__":{"lang":"ja"}}}'])
      assert.equal(faultsOf({ config }).length, 1, config);
    const nested = `{"problem":${'{"id":'.repeat(1000)}1${'}'.repeat(1000)}}`;
    assert.match(faultsOf({ config: nested })[0], /^config: /);
    assert.equal(/** @type {any} */ ({}).steps, undefined);
  });
});
