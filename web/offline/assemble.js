/**
 * Puts the page together as it is served: its files in a folder called after their contents, index.html that names this
 * folder, and the service worker that knows the files. Run by build.sh:
 *
 *   node web/offline/assemble.js <folder of the built files> <folder to write>
 *
 * It prints the name of that folder.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** @param {string} name beside or above this module */
const source = (name) => fileURLToPath(new URL(name, import.meta.url));

/** What index.html loads: `href="style.css"`, `src="lab.js"`. */
const loaded = /(href|src)="(style\.css|lab\.js)"/g;

/** The names of all files below a folder, sorted, with '/' on every system. @param {string} folder */
const namesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.split(sep).join('/'))
    .sort();

/**
 * @param {string} built folder of the built files, left as it is
 * @param {string} out folder to write into
 * @returns {Promise<string>} the version: ten hexadecimal digits, a function of index.html and the files alone
 * @throws {Error} if index.html does not load the style sheet and the script
 */
export async function assemble(built, out) {
  const index = readFileSync(source('../index.html'), 'utf8');
  if (index.match(loaded)?.length !== 2) throw new Error('index.html must load style.css and lab.js, each once');
  const names = namesIn(built);
  // A source map is for who looks, with a connection.
  const files = names.filter((name) => !name.endsWith('.map'));
  const hash = createHash('sha256').update(index);
  for (const name of files) hash.update(`\0${name}\0`).update(readFileSync(join(built, name)));
  const version = hash.digest('hex').slice(0, 10);

  mkdirSync(out, { recursive: true });
  cpSync(built, join(out, version), { recursive: true });
  writeFileSync(join(out, 'index.html'), index.replace(loaded, `$1="${version}/$2"`));
  await build({
    entryPoints: { sw: source('worker.js') },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
    define: { 'self.PAGE': JSON.stringify({ version, files }) },
  });
  return version;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [built, out] = process.argv.slice(2);
  if (!built || !out)
    throw new Error('usage: node web/offline/assemble.js <folder of the built files> <folder to write>');
  console.log(await assemble(built, out));
}
