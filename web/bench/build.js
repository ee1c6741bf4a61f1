/**
 * Builds the page of the benchmark beside the page. Run by build.sh, after assemble.js has put the page together:
 *
 *   node web/bench/build.js <folder of the page> <name of the folder of its files>
 *
 * It is a page of its own, in bench/, with scripts and a style sheet called after their contents; of the page's files it
 * loads kudari.wasm alone. The service worker leaves it to the network.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { sharedHead } from '../offline/head.js';

/** @param {string} script @param {string} sheet */
const html = (script, sheet) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${sharedHead()}
<meta name="description" content="One update of each method in your browser: kudari's WebAssembly against plain JavaScript.">
<meta name="color-scheme" content="light dark">
<title>kudari</title>
<link rel="stylesheet" href="${sheet}">
<script type="module" src="${script}"></script>
</head>
<body>
<noscript>This page measures in your browser: please allow JavaScript. · この測定には JavaScript が必要です。</noscript>
</body>
</html>
`;

/**
 * @param {string} out folder
 * @param {string} entry beside this module
 * @param {Record<string, string>} define names that stand for a string
 * @returns {Promise<string>} the file's name
 */
async function bundle(out, entry, define = {}) {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outdir: out,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    sourcemap: true,
    format: 'esm',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
  });
  const names = Object.keys(metafile.outputs).map((name) => basename(name));
  return /** @type {string} */ (names.find((name) => !name.endsWith('.map')));
}

/**
 * @param {string} page folder of the page
 * @param {string} version name of the folder of its files
 */
export async function buildBench(page, version) {
  const out = join(page, 'bench');
  mkdirSync(out, { recursive: true });
  const worker = await bundle(out, 'worker.js', { 'globalThis.KUDARI_WASM': `../${version}/kudari.wasm` });
  const script = await bundle(out, 'main.js', { 'globalThis.KUDARI_WORKER': worker });
  writeFileSync(join(out, 'index.html'), html(script, await bundle(out, 'style.css')));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [page, version] = process.argv.slice(2);
  if (!page || !version)
    throw new Error('usage: node web/bench/build.js <folder of the page> <name of the folder of its files>');
  await buildBench(page, version);
}
