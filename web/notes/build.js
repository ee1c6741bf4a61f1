/**
 * Builds the lecture notes beside the page. Run by build.sh, after assemble.js has put the page together:
 *
 *   node web/notes/build.js <folder of the page> <name of the folder of its files>
 *
 * They are pages of their own, in notes/, with a style sheet and a font called after their contents; of the page's files
 * they load the live figures' script alone. The service worker keeps those of them that were opened.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { roomRules } from './figures.js';
import { renderMarkdown } from './markdown.js';
import { buildSlides } from './slides.js';
import { choicePage, notesPage } from './template.js';

/** @typedef {import('./figures.js').Language} Language */

/** The script that defines <kudari-lab>, in the version's folder. */
const EMBED = 'embed.js';

export const languages = /** @type {const} */ (['ja', 'en']);

/** @param {Language} language */
export const renderNotes = (language) =>
  renderMarkdown(readFileSync(new URL(`${language}.md`, import.meta.url), 'utf8'), language);

/**
 * @param {string} out folder of the notes
 * @returns {Promise<string>} name of the style sheet
 */
async function buildStyles(out) {
  const { metafile } = await build({
    stdin: {
      contents: `@import './notes.css';\n${roomRules(languages.flatMap((language) => renderNotes(language).figures))}`,
      loader: 'css',
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    outdir: out,
    entryNames: 'notes-[hash]',
    assetNames: '[name]-[hash]',
    loader: { '.woff2': 'file' },
    bundle: true,
    minify: true,
    metafile: true,
    logLevel: 'warning',
  });
  const licence = new URL('LICENSE', import.meta.resolve('@fontsource/stix-two-math/package.json'));
  cpSync(fileURLToPath(licence), join(out, 'stix-two-math-LICENSE.txt'));
  const [sheet] = Object.keys(metafile.outputs).filter((name) => name.endsWith('.css'));
  return basename(sheet);
}

/**
 * @param {string} page folder of the page
 * @param {string} version name of the folder of its files
 */
export async function buildNotes(page, version) {
  const out = join(page, 'notes');
  mkdirSync(out, { recursive: true });
  const sheet = await buildStyles(out);
  if (!existsSync(join(page, version, EMBED))) throw new Error(`the page has no ${EMBED} in ${version}/`);
  const script = `../../${version}/${EMBED}`;
  for (const language of languages) {
    mkdirSync(join(out, language), { recursive: true });
    writeFileSync(
      join(out, language, 'index.html'),
      notesPage(renderNotes(language), { sheet: `../${sheet}`, script }),
    );
    writeFileSync(join(out, language, 'slides.html'), buildSlides(language, script));
  }
  writeFileSync(join(out, 'index.html'), choicePage(sheet));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [page, version] = process.argv.slice(2);
  if (!page || !version)
    throw new Error('usage: node web/notes/build.js <folder of the page> <name of the folder of its files>');
  await buildNotes(page, version);
}
