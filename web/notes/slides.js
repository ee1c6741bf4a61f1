/**
 * The slides: the lecture as a Marp deck with the live figures in it, one page that needs nothing but their script.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sharedHead } from '../offline/head.js';

/** @typedef {import('./figures.js').Language} Language */

/** What a deck says of the script, for whoever compiles it by hand beside it. */
const BESIDE = '<script type="module" src="embed.js"></script>';
const CHARSET = '<meta charset="UTF-8">';

/** @param {string} name beside or above this module */
const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** @param {Language} language @returns {string} the page as Marp makes it */
function throughMarp(language) {
  const folder = mkdtempSync(join(tmpdir(), 'kudari-slides-'));
  const out = join(folder, 'slides.html');
  const options = ['--html', '--no-stdin', '--no-config-file', '--theme-set', file('slides/theme.css')];
  // Marp's own buttons would lie over those of the figures.
  const marp = [file('../../node_modules/.bin/marp'), ...options, '--bespoke.osc=false', '--output', out];
  try {
    execFileSync(process.execPath, [...marp, file(`slides/${language}.md`)], { stdio: ['ignore', 'ignore', 'pipe'] });
    return readFileSync(out, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {Language} language
 * @param {string | null} script of <kudari-lab>, as the page sees it
 * @returns {string} the page
 */
export function buildSlides(language, script) {
  const loading = script === null ? '' : `<script type="module" src="${script}"></script>`;
  // Marp writes its own script and styles into the page.
  const head = sharedHead({ 'script-src': "'unsafe-inline'", 'style-src': "'unsafe-inline'" });
  return [
    [BESIDE, loading],
    [CHARSET, `${CHARSET}${head}`],
  ].reduce((html, [from, to]) => {
    if (html.split(from).length !== 2) throw new Error(`the slides must have this once: ${from}`);
    return html.replace(from, () => to);
  }, throughMarp(language));
}
