/**
 * Where and with what it was measured.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, totalmem } from 'node:os';
import { flagsOf, vectorBytes } from './native.js';

const require = createRequire(import.meta.url);

/** @param {string} name of an installed package */
const version = (name) => JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')).version;

/** The first line that a program says of itself; '' where there is none. @param {string} program */
function firstLine(program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0];
  } catch {
    return '';
  }
}

export const describeMachine = () => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: cpus()[0].model.trim(),
  cores: cpus().length,
  memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
  system: `${platform()} ${arch()}`,
  node: process.version,
  compiler: firstLine(process.env.CC ?? 'cc'),
  emcc: /\d+\.\d+\.\d+/.exec(firstLine('emcc'))?.[0] ?? '',
  vectors: vectorBytes(),
  widths: flagsOf(),
  tfjs: version('@tensorflow/tfjs-core'),
  jax: require('../../package-lock.json').packages['node_modules/@jax-js/jax'].version,
});
