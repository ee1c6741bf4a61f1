/**
 * Which named experiment the page says that a config is, or was made from.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig, presets } from '../web/experiment/index.js';
import { originOf, presetOf } from '../web/lab/named.js';

/** @param {string} id */
const preset = (id) => presets.find((each) => each.id === id) ?? assert.fail(id);

const stalls = preset('adagrad-stalls');
const stalled = parseConfig(stalls.config);
const elsewhere = parseConfig({ problem: { id: 'beale' }, runs: [{ method: 'adam' }] });

test('each is known by what it computes, however it is shown', () => {
  for (const each of presets) {
    const { view, ...rest } = parseConfig(each.config);
    assert.equal(presetOf(parseConfig({ ...rest, view: { panels: ['lr'], lang: 'en' } })), each, each.id);
  }
});

test('one more step makes it another', () => {
  assert.equal(presetOf({ ...stalled, steps: stalled.steps + 1 }), undefined);
});

test('a changed config comes from the one before, until it is on another problem', () => {
  const changed = { ...stalled, steps: stalled.steps + 1 };
  assert.equal(originOf(stalled, undefined), stalls);
  assert.equal(originOf(changed, stalls), stalls);
  assert.equal(originOf(changed, undefined), undefined);
  assert.notEqual(stalled.problem.id, elsewhere.problem.id);
  assert.equal(originOf(elsewhere, stalls), undefined);
});

test('one that is named itself comes from no other', () => {
  const goesOn = preset('rmsprop-goes-on');
  const { problem } = parseConfig(goesOn.config);
  assert.equal(problem.id, stalled.problem.id, 'on one problem');
  assert.equal(originOf(parseConfig(goesOn.config), stalls), goesOn);
});
