/**
 * What this machine can do at most: bytes that it moves, roots and quotients that it takes.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { measure, timedCalls } from '../../web/bench/measure.js';
import { Heap } from '../../web/core/heap.js';
import { instantiate } from '../../web/core/load.js';
import { converse } from './converse.js';
import { FLAGS, widths } from './native.js';
import { rounded, summary } from './summary.js';

/**
 * @typedef {object} Limits
 * @property {Record<string, number>} memory gigabytes a second, of arrays that fit into no cache
 * @property {number} cache gigabytes a second in place, four lanes, of as many bytes as Adam has at n = 1e4
 * @property {Record<string, number>} arithmetic nanoseconds for each number, four lanes
 */

const OPTIONS = { budget: 10, rounds: 9 };
const LARGE = 2e7; // numbers: 80 MB each array
const CACHED = 4e4;
const SMALL = 2000; // in the first cache, where moving costs next to nothing

/** Bytes for each number. What is overwritten without having been read counts once, as in STREAM. */
const moved = { 'in place': 8, 'add in place': 12, copy: 8, triad: 12 };
/** Loops of limits.c. */
const moving = { 'in place': 'scale', 'add in place': 'add', copy: 'copy', triad: 'triad' };
const mixtures = ['quotient', 'root', 'root quotient', 'roots quotient'];

/** @param {import('./native.js').Width} width */
function compile({ id, flags }) {
  mkdirSync('build/bench', { recursive: true });
  const program = `build/bench/limits-${id}`;
  // A copy is to be the loop that is written, and no call of memcpy, which goes round the cache.
  const own = ['-fno-tree-loop-distribute-patterns', 'tests/bench/limits.c', '-lm'];
  execFileSync(process.env.CC ?? 'cc', [...FLAGS, ...flags, ...own, '-o', program]);
  return program;
}

/**
 * Nanoseconds for each number.
 *
 * @param {string} program @param {readonly string[]} loops @param {number} n
 */
async function timeLoops(program, loops, n) {
  const talks = loops.map((loop) => converse(program, [loop, String(n)]));
  const times = await measure(
    Object.fromEntries(loops.map((loop, k) => [loop, async (runs) => Number(await talks[k].ask(runs))])),
    OPTIONS,
  );
  for (const { close } of talks) close();
  return Object.fromEntries(loops.map((loop) => [loop, summary(times[loop]).median / n]));
}

/** The same in WebAssembly: clipping that clips nothing is a loop in place, SAM's way back a copy. */
async function timeWasm() {
  const exports = await instantiate(readFileSync('dist/kudari.wasm'));
  const { kudari_clip_value_f32, kudari_sam_restore_f32 } = exports;
  const heap = new Heap(exports);
  const { block, pointers } = heap.allocate(2, LARGE, 'float32');
  const [a, b] = pointers;
  const times = await measure(
    {
      'in place': timedCalls(() => void kudari_clip_value_f32(LARGE, a, Infinity)),
      copy: timedCalls(() => void kudari_sam_restore_f32(LARGE, a, b)),
    },
    OPTIONS,
  );
  heap.free(block);
  return Object.fromEntries(Object.entries(times).map(([name, each]) => [name, summary(each).median / LARGE]));
}

/** @returns {Promise<Limits>} */
export async function findLimits() {
  const all = widths();
  const [widest, narrowest] = [all[0], all[all.length - 1]].map(compile);
  const large = await timeLoops(widest, Object.values(moving), LARGE);
  const wasm = await timeWasm();
  const cached = await timeLoops(narrowest, ['scale', 'add'], CACHED);
  const arithmetic = await timeLoops(narrowest, mixtures, SMALL);
  const names = /** @type {(keyof typeof moved)[]} */ (Object.keys(moved));
  return {
    memory: {
      ...Object.fromEntries(names.map((name) => [name, rounded(moved[name] / large[moving[name]], 3)])),
      'in place, WebAssembly': rounded(8 / wasm['in place'], 3),
      'copy, WebAssembly': rounded(8 / wasm.copy, 3),
    },
    cache: rounded(Math.max(8 / cached.scale, 12 / cached.add), 3),
    arithmetic: Object.fromEntries(mixtures.map((name) => [name, rounded(arithmetic[name], 3)])),
  };
}
