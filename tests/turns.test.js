/**
 * The elements of a page take turns in its frames.
 */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { leaveTurn, takeTurn } from '../web/embed/turns.js';

/** @type {(() => void)[]} */
let frames = [];
let now = 0;
/** @type {unknown[]} */
let reported = [];
/** @type {string[]} */
let acted = [];

Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act),
  reportError: (/** @type {unknown} */ error) => reported.push(error),
});
Object.defineProperty(globalThis, 'performance', { value: { now: () => now } });

/** The next frame, with what was asked for before it. */
function frame() {
  const due = frames;
  frames = [];
  for (const act of due) act();
  return acted.splice(0);
}

/** Asks for a turn that takes so long. @param {string} name @param {number} [time] milliseconds @param {object} [who] */
const ask = (name, time = 0, who = { name }) => {
  takeTurn(who, () => {
    acted.push(name);
    now += time;
  });
  return who;
};

beforeEach(() => {
  while (frames.length > 0) frame();
  [reported, acted] = [[], []];
});

describe('a frame', () => {
  test('takes all that are quick, in the order in which they asked', () => {
    for (const name of ['a', 'b', 'c']) ask(name, 1);
    assert.equal(frames.length, 1);
    assert.deepEqual(frame(), ['a', 'b', 'c']);
    assert.equal(frames.length, 0);
  });

  test('is left when its share is spent, and the rest follow in the next', () => {
    for (const name of ['a', 'b', 'c', 'd']) ask(name, 5);
    assert.deepEqual([frame(), frame(), frame()], [['a', 'b'], ['c', 'd'], []]);
  });

  test('serves everybody, though the first ask again and again', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((name) => ask(name, 20));
    const served = [];
    for (let i = 0; i < 6; i++) {
      served.push(...frame());
      ask('a', 20, a);
      ask('b', 20, b);
      ask('c', 20, c);
    }
    assert.deepEqual(served, ['a', 'b', 'c', 'a', 'b', 'c']);
  });
});

test('a second wish replaces the first', () => {
  const who = ask('old');
  ask('new', 0, who);
  assert.deepEqual(frame(), ['new']);
});

test('who leaves is not served', () => {
  const who = ask('gone');
  ask('here');
  leaveTurn(who);
  assert.deepEqual(frame(), ['here']);
});

test('what fails is reported, and the others are served', () => {
  const wrong = new Error('wrong');
  takeTurn({}, () => {
    throw wrong;
  });
  ask('next');
  assert.deepEqual(frame(), ['next']);
  assert.deepEqual(reported, [wrong]);
});
