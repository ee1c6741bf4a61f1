/**
 * The module's memory where it ends: malloc takes 32 bits, and would read a larger number as its remainder.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Heap } from '../web/core/heap.js';

/** A heap whose malloc writes down what it is asked for, and gives the same block each time. */
function watched() {
  /** @type {number[]} */
  const asked = [];
  const memory = new WebAssembly.Memory({ initial: 1 });
  new Uint8Array(memory.buffer).fill(7);
  const malloc = (/** @type {number} */ bytes) => {
    asked.push(bytes);
    return 1024;
  };
  return { heap: new Heap(/** @type {any} */ ({ memory, malloc, free() {} })), asked, memory };
}

test('more than 32 bits can say is not asked for, and nothing is written', () => {
  const { heap, asked, memory } = watched();
  const before = new Uint8Array(memory.buffer).slice();
  for (const bytes of [2 ** 32, 2 ** 32 + 64, 2 ** 40])
    assert.throws(() => heap.allocateBytes(bytes, 'a test'), {
      name: 'RangeError',
      message: `not enough memory for a test (${bytes} bytes)`,
    });
  // Each needs 2³¹ bytes and the line after it.
  assert.throws(() => heap.allocate(2, 2 ** 28, 'float64'), {
    name: 'RangeError',
    message: `not enough memory for 2 vectors of ${2 ** 28} float64 (${2 ** 32 + 3 * 64} bytes)`,
  });
  assert.deepEqual(asked, []);
  assert.deepEqual(new Uint8Array(memory.buffer), before);
});

test('what fits is asked for as it is, and is zero', () => {
  const { heap, asked, memory } = watched();
  assert.equal(heap.allocateBytes(640, 'a test'), 1024);
  assert.deepEqual(asked, [640]);
  const bytes = new Uint8Array(memory.buffer);
  assert.deepEqual([bytes[1023], ...new Set(bytes.subarray(1024, 1664)), bytes[1664]], [7, 0, 7]);
  // The most there can be is asked for; whether it is there is not for this test.
  assert.throws(() => heap.allocateBytes(2 ** 32 - 1, 'a test'), RangeError);
  assert.deepEqual(asked, [640, 2 ** 32 - 1]);
});
