/**
 * A page of the notes around its text.
 */
import { readFileSync } from 'node:fs';
import { escapeHtml } from './figures.js';

/** @typedef {import('./figures.js').Language} Language */

const phrases = {
  en: {
    title: 'Improving SGD',
    description: 'From the learning rate to Adam, AdamW and SAM, beside figures that compute: change them and measure.',
    contents: 'Contents',
    laboratory: 'The laboratory',
    slides: 'Slides',
    turning: 'Arrow keys, the wheel or a swipe turn them',
    other: '日本語',
  },
  ja: {
    title: 'SGD の改良',
    description: '学習率から Adam、AdamW、SAM まで。その場で計算する図を動かし、測りながら読む講義ノートです。',
    contents: '目次',
    laboratory: '実験室',
    slides: 'スライド',
    turning: '矢印キー、ホイール、スワイプでめくれます',
    other: 'English',
  },
};

/** A tag of the page. @param {RegExp} tag */
function pageTag(tag) {
  const found = readFileSync(new URL('../index.html', import.meta.url), 'utf8').match(tag);
  if (!found) throw new Error(`index.html has no ${tag}`);
  return found[0];
}

/**
 * The page's icon, and its policy with more allowed.
 *
 * @param {Record<string, string>} more by directive
 */
export function sharedHead(more) {
  const policy = Object.entries(more).reduce(
    (tag, [directive, sources]) => {
      const known = `${directive} 'self'`;
      return tag.includes(known)
        ? tag.replace(known, `${known} ${sources}`)
        : tag.replace('; connect-src', `; ${directive} ${sources}; connect-src`);
    },
    pageTag(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/),
  );
  return `${policy}\n${pageTag(/<link\s+rel="icon"[^>]*>/)}`;
}

/** @param {{ lang: string, title: string, description: string, sheet: string, script: string | null, body: string }} page */
const html = ({ lang, title, description, sheet, script, body }) => `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${sharedHead({ 'font-src': "'self'" })}
<meta name="description" content="${escapeHtml(description)}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · kudari</title>
<link rel="stylesheet" href="${sheet}">${script === null ? '' : `\n<script type="module" src="${script}"></script>`}
</head>
<body>
${body}
</body>
</html>
`;

/** @param {import('./markdown.js').Heading[]} headings */
const contentsOf = (headings) =>
  headings
    .filter(({ level }) => level === 2)
    .map(({ id, title }) => `<li><a href="#${id}">${title}</a></li>`)
    .join('\n');

/**
 * @param {import('./markdown.js').Notes & { html: string }} notes
 * @param {{ sheet: string, script: string | null }} files the style sheet and the script of <kudari-lab>, as the page sees
 *   them
 */
export function notesPage({ language, headings, html: text }, { sheet, script }) {
  const { title, description, contents, laboratory, slides, turning, other } = phrases[language];
  const otherLanguage = language === 'en' ? 'ja' : 'en';
  const body = `<header>
<a class="name" href="../../index.html">kudari</a>
<a href="../../index.html">${laboratory}</a>
<a href="slides.html" title="${turning}">${slides}</a>
<a href="../${otherLanguage}/index.html" lang="${otherLanguage}" hreflang="${otherLanguage}">${other}</a>
</header>
<div class="sheet">
<nav aria-label="${contents}">
<h2>${contents}</h2>
<ol>
${contentsOf(headings)}
</ol>
</nav>
<main>
${text}</main>
</div>`;
  return html({ lang: language, title, description, sheet, script, body });
}

/** The page that only asks for the language. @param {string} sheet */
export function choicePage(sheet) {
  const links = /** @type {const} */ (['ja', 'en']).map((language) => {
    const { title, description } = phrases[language];
    return `<li lang="${language}"><a href="${language}/index.html" hreflang="${language}">${title}</a><p>${description}</p></li>`;
  });
  const body = `<main class="choice">\n<h1>kudari</h1>\n<ul>\n${links.join('\n')}\n</ul>\n</main>`;
  const { title, description } = phrases.en;
  return html({ lang: 'en', title: `${phrases.ja.title} · ${title}`, description, sheet, script: null, body });
}
