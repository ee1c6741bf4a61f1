/**
 * A page with each: what esbuild makes of tests/bench/load, in folders that a browser can open.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);

/** What each loads besides its scripts: the core, and of three builds of TensorFlow.js's the one with vectors. */
const wasm = {
  kudari: 'dist/kudari.wasm',
  'tfjs-cpu': null,
  'tfjs-wasm': join(
    dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'dist/tfjs-backend-wasm-simd.wasm',
  ),
  jax: null,
};

/** @typedef {keyof typeof wasm} Name */

export const names = /** @type {Name[]} */ (Object.keys(wasm));
export const folder = 'build/bench/load';

/** The files that an output needs from the start, itself included. @param {import('esbuild').Metafile} metafile @param {string} entry */
function loadedWith({ outputs }, entry) {
  const seen = new Set([entry]);
  for (const path of seen) {
    for (const { path: other, kind } of outputs[path].imports) if (kind === 'import-statement') seen.add(other);
  }
  return [...seen];
}

/** @param {Name} name @returns {Promise<string[]>} the files that the page loads */
async function bundle(name) {
  const out = join(folder, name);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { metafile } = await build({
    stdin: {
      contents: `import { first } from './${name}.js'; globalThis.first = { loss: await first(), at: performance.now() };`,
      resolveDir: 'tests/bench/load',
    },
    outdir: out,
    entryNames: 'main',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(
    join(out, 'index.html'),
    '<!doctype html><link rel="icon" href="data:," /><script type="module" src="main.js"></script>',
  );
  const files = loadedWith(metafile, `${out}/main.js`);
  const binary = wasm[name];
  if (!binary) return files;
  const copy = join(out, /** @type {string} */ (binary.split('/').at(-1)));
  copyFileSync(binary, copy);
  return [...files, copy];
}

/** The files that each page loads. @returns {Promise<Record<string, string[]>>} */
export const bundleAll = async () =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await bundle(name)])));
