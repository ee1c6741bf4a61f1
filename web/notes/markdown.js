/**
 * The notes' Markdown: CommonMark and tables, with formulas ($…$, $$…$$), named headings and live figures.
 *
 *   ## AdaGrad {#adagrad}
 *
 *   ::: figure
 *   ![…](figure:adagrad-stalls?height=380)
 *
 *   The caption.
 *   :::
 */
import MarkdownIt from 'markdown-it';
import container from 'markdown-it-container';
import { figureElement, figureLink, readFigure } from './figures.js';
import { toMathML } from './math.js';

/**
 * @typedef {import('./figures.js').Language} Language
 * @typedef {import('./figures.js').Figure} Figure
 * @typedef {{ level: number, id: string, title: string }} Heading `title` as HTML
 * @typedef {{ language: Language, headings: Heading[], figures: Figure[], formulas: string[], captions: number }} Notes
 *   what is gathered while they are rendered
 */

const figureLabels = { en: 'Figure #.', ja: '図#' };

/** `$…$` within a line. @param {any} state @param {boolean} silent */
function inlineMath(state, silent) {
  const from = state.pos;
  if (state.src[from] !== '$') return false;
  const to = state.src.indexOf('$', from + 1);
  if (to <= from + 1 || /\s/.test(state.src[from + 1]) || /\s/.test(state.src[to - 1])) return false;
  if (!silent) state.push('math', 'math', 0).content = state.src.slice(from + 1, to);
  state.pos = to + 1;
  return true;
}

/** Lines between two that begin and end with `$$`. @param {any} state @param {number} first @param {number} end @param {boolean} silent */
function displayMath(state, first, end, silent) {
  const lineAt = (/** @type {number} */ k) =>
    state.src.slice(state.bMarks[k] + state.tShift[k], state.eMarks[k]).trim();
  if (lineAt(first) !== '$$') return false;
  let last = first + 1;
  while (last < end && lineAt(last) !== '$$') last++;
  if (last === end) throw new Error(`line ${first + 1}: $$ without an end`);
  if (silent) return true;
  const token = state.push('math', 'math', 0);
  token.block = true;
  token.content = state.getLines(first + 1, last, 0, false).trim();
  state.line = last + 1;
  return true;
}

/** Takes `{#id}` off the headings and lists them. @param {any} state */
function nameHeadings(state) {
  state.tokens.forEach((/** @type {any} */ token, /** @type {number} */ i) => {
    if (token.type !== 'heading_open') return;
    const content = state.tokens[i + 1];
    const text = content.children.at(-1);
    const [mark, id] = text.content.match(/\s*\{#([a-z-]+)\}$/) ?? [];
    if (!mark) throw new Error(`the heading "${content.content}" needs an id: {#id}`);
    text.content = text.content.slice(0, -mark.length);
    token.attrSet('id', id);
    const level = Number(token.tag.slice(1));
    const title = state.md.renderer.render(content.children, state.md.options, { ...state.env, formulas: [] });
    state.env.headings.push({ level, id, title });
  });
}

/** The figure a picture stands for. @param {any} image token @param {Language} language */
function figureOf(image, language) {
  const address = String(image.attrGet('src'));
  if (!address.startsWith('figure:')) throw new Error(`${address}: the notes have live figures only`);
  return readFigure(address.slice('figure:'.length), language);
}

/** In a figure, what follows the picture is its caption: with a number, and a link to the page. @param {any} state */
function captionFigures(state) {
  const { language } = /** @type {Notes} */ (state.env);
  const markup = (/** @type {string} */ content) => Object.assign(new state.Token('html_block', '', 0), { content });
  const named = new Set();
  let link = '';
  state.tokens = state.tokens.flatMap((/** @type {any} */ token, /** @type {number} */ i) => {
    if (token.type === 'container_figure_close') return [markup(`${link}</figcaption>\n</figure>\n`)];
    if (token.type === 'container_figure_open') {
      const image = state.tokens[i + 2]?.children?.[0];
      if (image?.type !== 'image') throw new Error('a figure must begin with its picture');
      image.meta = { captioned: true };
      const figure = figureOf(image, language);
      link = `<p>${figureLink(figure, language)}</p>\n`;
      // An experiment may be shown twice.
      const id = named.has(figure.id) ? '' : ` id="figure-${figure.id}"`;
      named.add(figure.id);
      return [markup(`<figure${id}>\n`)];
    }
    if (state.tokens[i - 1]?.type === 'container_figure_open') return [];
    if (state.tokens[i - 3]?.type === 'container_figure_open') {
      const label = figureLabels[language].replace('#', String(++state.env.captions));
      return [markup(`\n<figcaption>\n<b>${label}</b>\n`)];
    }
    return [token];
  });
}

const markdown = new MarkdownIt({ html: false, typographer: false }).use(container, 'figure');
markdown.inline.ruler.before('escape', 'math', inlineMath);
markdown.block.ruler.before('fence', 'math', displayMath, { alt: ['paragraph', 'list'] });
markdown.core.ruler.push('headings', nameHeadings);
markdown.core.ruler.push('captions', captionFigures);

/** @typedef {{ content: string, block: boolean, meta: any, attrGet: (name: string) => unknown }} Token */

/** @param {Token[]} tokens @param {number} i @param {unknown} _options @param {any} env */
function mathHtml(tokens, i, _options, env) {
  const { content, block } = tokens[i];
  env.formulas.push(content);
  const formula = toMathML(content, block);
  return block ? `<div class="formula">${formula}</div>\n` : formula;
}

/** @param {Token[]} tokens @param {number} i @param {unknown} _options @param {any} env */
function imageHtml(tokens, i, _options, env) {
  const { content, meta } = tokens[i];
  const figure = figureOf(tokens[i], env.language);
  env.figures.push(figure);
  // In a table it has no caption for the link to stand in.
  return `${figureElement(figure, content)}${meta?.captioned ? '' : figureLink(figure, env.language)}`;
}

markdown.renderer.rules.math = mathHtml;
markdown.renderer.rules.image = imageHtml;
// A table scrolls by itself where it is too wide.
markdown.renderer.rules.table_open = () => '<div class="table"><table>\n';
markdown.renderer.rules.table_close = () => '</table></div>\n';

/**
 * @param {string} source
 * @param {Language} language
 * @returns {Notes & { html: string }}
 * @throws {Error} if a formula, a figure or a heading is wrong
 */
export function renderMarkdown(source, language) {
  /** @type {Notes} */
  const notes = { language, headings: [], figures: [], formulas: [], captions: 0 };
  const html = markdown.render(source, notes);
  return { ...notes, html };
}
