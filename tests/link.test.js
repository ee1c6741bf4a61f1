/**
 * What a link to the page may say.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ConfigError, parseConfig, presets, stringifyConfig } from '../web/experiment/index.js';
import { faultIn } from '../web/lab/faults.js';
import { prepareLink, readLink } from '../web/lab/link.js';

const [stalls] = presets.filter(({ id }) => id === 'adagrad-stalls');

/** @param {string} hash */
const faultsOf = (hash) => {
  try {
    readLink(hash);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

test('a config, as it was written', () => {
  const config = parseConfig({ problem: 'beale', runs: ['adam', 'lion'], seed: 7 });
  assert.deepEqual(readLink(`#${stringifyConfig(config)}`), config);
});

test('a named experiment, each of them', () => {
  for (const { id, config } of presets) assert.deepEqual(readLink(`#preset=${id}`), parseConfig(config), id);
});

test('and what is to be different about it', () => {
  const changed = readLink("#preset=adagrad-stalls&steps=7&view={'lang':'ja'}");
  const whole = parseConfig(stalls.config);
  assert.notEqual(whole.steps, 7);
  assert.deepEqual(changed, { ...whole, steps: 7, view: { ...whole.view, lang: 'ja' } });
});

test('as the README has one in a frame', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, hash] = readme.match(/<iframe src="[^"#]*\?embed(#[^"]*)"/) ?? [];
  assert.deepEqual(readLink(hash.replaceAll('&amp;', '&')), parseConfig({ ...stalls.config, steps: 600 }));
});

test('what is wrong with it is named, in Japanese too', () => {
  const [fault, ...more] = faultsOf('#preset=adagrad');
  assert.match(fault, /^preset must be one of .*adagrad-stalls.*, not "adagrad"$/);
  assert.deepEqual(more, []);
  assert.equal(faultIn('ja', fault).lang, 'ja');
  assert.match(faultsOf('#preset=adagrad-stalls&view=7')[0], /^view must be/);
  assert.match(faultsOf("#preset=adagrad-stalls&view={'lang'")[0], /^view is not JSON/);
  assert.match(faultsOf('#preset=adagrad-stalls&steps=many')[0], /^steps must be a whole number/);
  assert.match(faultsOf(`#${'x'.repeat(20_001)}`)[0], /^config must be at most 20000 characters/);
});

test('a wrong one is prepared for in vain, without a complaint', async () => {
  await prepareLink('#preset=adagrad');
  await prepareLink('#{');
});
