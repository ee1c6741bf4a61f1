/**
 * What has to be sent: kudari's files, and bundles that do the same with others.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleAll } from './bundles.js';

/**
 * @typedef {object} Size bytes
 * @property {number} raw
 * @property {number} gzip
 * @property {number} brotli
 */

/** @param {Buffer} data */
const brotli = (data) =>
  brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });

/** Each file compressed by itself, as a server does. @param {readonly string[]} paths @returns {Size} */
function measureFiles(paths) {
  const files = paths.map((path) => readFileSync(path));
  const sum = (/** @type {(data: Buffer) => Buffer} */ of) => files.reduce((total, data) => total + of(data).length, 0);
  return { raw: sum((data) => data), gzip: sum((data) => gzipSync(data, { level: 9 })), brotli: sum(brotli) };
}

/** The files that an import of an entry of the package loads. @param {string} entry */
async function importedWith(entry) {
  const { metafile } = await build({
    entryPoints: [`dist/${entry}.js`],
    bundle: true,
    write: false,
    splitting: true,
    format: 'esm',
    outdir: 'build/bench/entries',
    metafile: true,
    logLevel: 'error',
  });
  const seen = new Set([`dist/${entry}.js`]);
  for (const path of seen) {
    for (const { path: other, kind } of metafile.inputs[path].imports) if (kind === 'import-statement') seen.add(other);
  }
  return [...seen];
}

/** @returns {Promise<Record<string, Size>>} */
export async function compareSizes() {
  const bundles = await bundleAll();
  const page = readdirSync('dist/page', { recursive: true })
    .map((name) => `dist/page/${name}`)
    .filter((name) => /\.\w+$/.test(name) && !/\.map$|parity\.json$|\/(notes|bench|api)\//.test(name));
  const wasm = 'dist/kudari.wasm';
  return {
    'kudari.wasm': measureFiles([wasm]),
    kudari: measureFiles([...(await importedWith('kudari')), wasm]),
    'kudari/problems': measureFiles(await importedWith('problems')),
    'kudari/experiment': measureFiles(await importedWith('experiment')),
    'kudari-lab.js': measureFiles(['dist/kudari-lab.js']),
    page: measureFiles(page),
    ...Object.fromEntries(Object.entries(bundles).map(([name, paths]) => [`bundle: ${name}`, measureFiles(paths)])),
  };
}
