/**
 * What a reader may enter as a number.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberIn } from '../web/stage/input.js';

/** @param {string} value */
const entered = (value) => numberIn(/** @type {any} */ ({ target: { value } }));

test('a number, as keyboards and tables have it', () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ['0.5', 0.5],
    [' 1e-3 ', 1e-3],
    ['−2', -2],
    ['１２．５', 12.5],
    ['1,400', 1400],
    ['1,234,567.25', 1234567.25],
    ['1 400', 1400],
  ]))
    assert.equal(entered(text), value, text);
});

test('what is none is not taken for another', () => {
  for (const text of ['', ' ', 'abc', '0,5', '1,5', '12,34', '1,4000', ',5', '1.2.3'])
    assert.equal(entered(text), NaN, text);
});
