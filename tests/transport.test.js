/**
 * What is said of the computing while it goes on.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nothing } from 'lit-html';
import { computing } from '../web/stage/transport.js';

/** @param {number} end @param {boolean} [complete] */
const said = (end, complete = false) =>
  /** @type {any} */ (computing)(
    {
      complete,
      stopped: false,
      end,
      last: 140,
      say: (/** @type {string} */ _, /** @type {any} */ { share } = {}) => share,
    },
    {},
  );

test('the share has the same width from its first to its last', () => {
  assert.equal(said(0).values[0], '\u20070');
  assert.equal(said(13).values[0], '\u20079');
  assert.equal(said(14).values[0], '10');
  assert.equal(said(139).values[0], '99');
});

test('what is not complete is not 100 %, though its last state be there', () => {
  assert.equal(said(140).values[0], '99');
  assert.equal(said(140, true), nothing);
});
