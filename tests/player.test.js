/**
 * The clock of the transport, driven by a clock of the test's own.
 */
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { Player } from '../web/stage/player.js';

let now = 0;
/** What waits for the next frame, by its number. @type {Map<number, (time: number) => void>} */
const waiting = new Map();
let asked = 0;

Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {(time: number) => void} */ act) => {
    waiting.set(++asked, act);
    return asked;
  },
  cancelAnimationFrame: (/** @type {number} */ frame) => waiting.delete(frame),
});
Object.defineProperty(globalThis, 'performance', { value: { now: () => now } });

/** Frames so many milliseconds apart. @param {...number} times */
function frames(...times) {
  for (const time of times) {
    now += time;
    const due = [...waiting.values()];
    waiting.clear();
    for (const act of due) act(now);
  }
}

/** How often it has said that something is another. */
let changes = 0;
/** @type {Player} */
let player;

/** A player of so many positions. @param {number} end @param {boolean} [complete] */
function make(end, complete = true) {
  player = new Player(() => (changes += 1));
  player.grow(end, complete);
  player.speed = 100;
  changes = 0;
}

beforeEach(() => {
  waiting.clear();
  now = 5000;
  make(50);
});

describe('playing', () => {
  test('moves at its speed, whatever the rate of the screen', () => {
    player.play();
    assert.deepEqual([player.playing, player.position], [true, 0]);
    frames(10);
    assert.equal(player.position, 1);
    frames(25);
    assert.equal(player.position, 3, 'three and a half');
    frames(5, 5, 5, 5, 5, 5, 5);
    assert.equal(player.position, 7);
    player.speed = 20;
    frames(49);
    assert.equal(player.position, 7);
    frames(1);
    assert.equal(player.position, 8);
  });

  test('says so at a new position, and at no other frame', () => {
    player.play();
    assert.equal(changes, 1);
    frames(4, 4);
    assert.equal(changes, 1);
    frames(4);
    assert.deepEqual([changes, player.position], [2, 1]);
    frames(30);
    assert.deepEqual([changes, player.position], [3, 4], 'once for several');
  });

  test('goes on where it was after a while in the background, rather than jump', () => {
    player.play();
    frames(60_000);
    assert.equal(player.position, 10, 'a tenth of a second');
    // The time of a frame may lie before that at which it was asked for.
    frames(-20, 20);
    assert.equal(player.position, 12);
  });

  test('comes to rest at the end, and then asks for no more frames', () => {
    player.play();
    frames(100, 100, 100, 100, 99);
    assert.deepEqual([player.position, player.playing], [49, true]);
    changes = 0;
    frames(1);
    assert.deepEqual([player.position, player.playing, waiting.size, changes], [50, false, 0, 1]);
  });

  test('from the end it begins anew', () => {
    player.seek(50);
    player.play();
    assert.equal(player.position, 0);
    frames(20);
    assert.equal(player.position, 2);
  });

  test('again, while it plays, changes nothing', () => {
    player.play();
    frames(10);
    changes = 0;
    player.play();
    assert.deepEqual([waiting.size, changes], [1, 0]);
    frames(10);
    assert.equal(player.position, 2);
  });
});

test('a pause keeps the place, and the time of it does not count', () => {
  player.play();
  frames(100);
  player.pause();
  assert.deepEqual([player.playing, waiting.size, changes], [false, 0, 3]);
  frames(100, 100);
  assert.equal(player.position, 10);
  player.pause();
  assert.equal(changes, 3, 'to pause again is no change');
  player.play();
  frames(50);
  assert.equal(player.position, 15);
});

describe('a place that is chosen', () => {
  test('is whole, and within what there is', () => {
    for (const [asked, given] of [
      [7, 7],
      [7.4, 7],
      [7.5, 8],
      [-3, 0],
      [99, 50],
    ]) {
      player.seek(asked);
      assert.equal(player.position, given, `${asked}`);
    }
    assert.equal(changes, 5);
  });

  test('while it plays is where it goes on', () => {
    player.play();
    frames(45);
    player.seek(30);
    frames(20);
    assert.deepEqual([player.position, player.playing], [32, true]);
  });

  test('one on or back stops the playing', () => {
    player.play();
    frames(100);
    player.nudge(1);
    assert.deepEqual([player.position, player.playing], [11, false]);
    player.nudge(-1);
    assert.equal(player.position, 10);
    player.nudge(-Infinity);
    assert.equal(player.position, 0);
    player.nudge(-1);
    assert.equal(player.position, 0);
    player.nudge(Infinity);
    assert.equal(player.position, 50);
  });
});

describe('a loop', () => {
  test('holds the end for 0.9 seconds, and begins anew', () => {
    player.loop = true;
    player.seek(45);
    player.play();
    frames(50);
    assert.deepEqual([player.position, player.playing], [50, true]);
    // The frame that arrived counts with its fifty milliseconds.
    frames(100, 100, 100, 100, 100, 100, 100, 100, 49);
    assert.deepEqual([player.position, player.playing], [50, true]);
    frames(1);
    assert.equal(player.position, 0);
    frames(30);
    assert.equal(player.position, 3);
    // The second time as the first.
    player.seek(45);
    frames(50, 100, 100, 100, 100, 100, 100, 100, 100, 49);
    assert.equal(player.position, 50);
    frames(1);
    assert.equal(player.position, 0);
  });

  test('that is turned off comes to rest at the end', () => {
    player.loop = true;
    player.seek(49);
    player.play();
    frames(10, 10);
    assert.equal(player.playing, true);
    player.loop = false;
    frames(10);
    assert.deepEqual([player.position, player.playing], [50, false]);
  });
});

describe('what grows', () => {
  test('is waited for where playing has overtaken the computing', () => {
    make(5, false);
    player.play();
    frames(100, 100);
    assert.deepEqual([player.position, player.playing], [5, true]);
    player.grow(20, false);
    frames(100);
    assert.equal(player.position, 15, 'the wait is not made up for');
    player.grow(20, true);
    frames(100);
    assert.deepEqual([player.position, player.playing], [20, false]);
  });

  test('is followed by whoever asked for its end, or went there', () => {
    make(5, false);
    player.follow();
    assert.equal(player.position, 5);
    player.grow(30, false);
    assert.equal(player.position, 30);
    player.seek(12);
    player.grow(40, false);
    assert.equal(player.position, 12, 'who goes elsewhere stays there');
    player.seek(40);
    player.grow(60, true);
    assert.equal(player.position, 60);
  });

  test('is not followed by whoever plays, nor from its start', () => {
    make(0, false);
    player.seek(0);
    player.grow(10, false);
    assert.equal(player.position, 0);
    player.follow();
    player.play();
    player.grow(40, false);
    frames(100);
    assert.equal(player.position, 20);
  });

  test('anew keeps a chosen place, and the end of the whole: also while less is there', () => {
    player.seek(30);
    player.grow(0, false);
    assert.equal(player.position, 0);
    player.grow(20, false);
    assert.equal(player.position, 20);
    player.grow(60, true);
    assert.equal(player.position, 30);
    player.seek(60);
    player.grow(0, false);
    player.grow(80, true);
    assert.equal(player.position, 80);
    player.grow(40, true);
    assert.equal(player.position, 40);
  });

  test('to less than where it stands ends there', () => {
    player.seek(30);
    player.grow(20, true);
    assert.equal(player.position, 20);
    player.grow(50, true);
    assert.equal(player.position, 50, 'as who stands at the end');
  });
});
