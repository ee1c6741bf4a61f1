/**
 * The same C compiled natively, as contestants: a process each, which answers over a pipe.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { defaultsOf } from '../../web/bench/contest.js';
import { contestantOf, converse } from './converse.js';

/**
 * @typedef {import('../../web/core/methods.js').Method} Method
 * @typedef {import('../../web/core/heap.js').Dtype} Dtype
 *
 * @typedef {object} Width how wide the native code's vectors are
 * @property {string} id
 * @property {string[]} flags
 */

const CC = process.env.CC ?? 'cc';
const OUT = 'build/bench/native';
/** What no method's kernel needs. */
const OTHERS = ['schedule.c', 'lanczos.c'];
// WebAssembly has neither errno nor traps, and so knows no order between operations that could raise them.
export const FLAGS = ['-std=gnu11', '-O3', '-fno-math-errno', '-fno-trapping-math'];

/** What the machine's own compiler makes of a program for this very processor. */
const macros = () => execFileSync(CC, ['-march=native', '-dM', '-E', '-x', 'c', '/dev/null'], { encoding: 'utf8' });

/**
 * As wide as the machine goes; and, where that is wider, eight and four floats as vectors have them in AVX2 and in
 * WebAssembly, without the fused multiply-add, which WebAssembly has not.
 *
 * @returns {Width[]}
 */
export function widths() {
  const known = macros();
  return [
    { id: 'native', flags: ['-march=native'] },
    ...(known.includes('__AVX512F__') ? [{ id: 'native8', flags: ['-mavx2', '-ffp-contract=off'] }] : []),
    ...(known.includes('__AVX__')
      ? [{ id: 'native4', flags: ['-mavx', '-mprefer-vector-width=128', '-ffp-contract=off'] }]
      : []),
  ];
}

/** Of how many bytes the widest vectors are that the compiler uses for this processor. */
export function vectorBytes() {
  const known = macros();
  return known.includes('__AVX512F__') ? 64 : known.includes('__AVX__') ? 32 : 16;
}

/** The options that each was compiled with. @returns {Record<string, string>} */
export const flagsOf = () => Object.fromEntries(widths().map(({ id, flags }) => [id, [...FLAGS, ...flags].join(' ')]));

const run = promisify(execFile);

/** @param {Width} width @param {Dtype} dtype */
export const programOf = ({ id }, dtype) => `${OUT}/${id}-${dtype}`;

/** Compiles all that `nativeContestant` runs. */
export async function compileNative() {
  await Promise.all(widths().map(compileWidth));
}

/** @param {Width} width */
async function compileWidth(width) {
  const sources = readdirSync('c').filter((name) => name.endsWith('.c') && !OTHERS.includes(name));
  const paths = sources.map((name) => resolve('c', name));
  /** @param {string} folder @param {string[]} flags @param {string[]} files */
  const objects = async (folder, flags, files) => {
    const cwd = `${OUT}/${width.id}/${folder}`;
    mkdirSync(cwd, { recursive: true });
    await run(CC, [...FLAGS, ...width.flags, ...flags, '-c', ...files], { cwd });
    return files.map((file) => `${cwd}/${file.replace(/.*\/(.*)\.c$/, '$1.o')}`);
  };
  // elementary.c knows no buffers: once is enough.
  const float = await objects(
    'float',
    [],
    paths.filter((path) => !path.endsWith('elementary.c')),
  );
  const double = await objects('double', ['-DKUDARI_DOUBLE'], paths);
  for (const [dtype, flags] of /** @type {[Dtype, string[]][]} */ ([
    ['float32', []],
    ['float64', ['-DKUDARI_DOUBLE']],
  ])) {
    const own = await objects(dtype, [...flags, '-Wno-unused-const-variable'], [resolve('tests/bench/native.c')]);
    await run(CC, [...own, ...float, ...double, '-lm', '-o', programOf(width, dtype)]);
  }
}

/**
 * Starts one.
 *
 * @param {Width} width @param {Method} method @param {Dtype} dtype @param {number} n
 */
export function startNative(width, method, dtype, n) {
  const options = Object.entries(defaultsOf(method)).filter(([, value]) => typeof value === 'number' && value !== 0);
  const spelt = options.map(([name, value]) => `${name}=${value}`);
  return contestantOf(converse(programOf(width, dtype), [method.id, String(n), ...spelt]));
}
