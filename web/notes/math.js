/**
 * LaTeX → MathML, when the notes are built.
 */
import temml from 'temml';

/**
 * What Temml writes into style attributes, which the page's policy forbids, and the class in notes.css that stands for
 * it; '' where notes.css says so of the element anyway.
 *
 * @type {readonly [RegExp, string][]}
 */
const classes = [
  [/^display:block math;$/, ''],
  [/^math-depth:0;$/, ''],
  [/^margin-left:-0\.1667em;$/, 'back'],
  [/^padding-left:0em;padding-right:0em;$/, 'tight'],
  [/^padding-left:0em;padding-right:5\.9776pt;$/, 'first'],
  [/^padding-left:5\.9776pt;padding-right:5\.9776pt;$/, 'between'],
  [/^padding-left:5\.9776pt;padding-right:0em;$/, 'last'],
];

/** @param {string} style */
function classFor(style) {
  const found = classes.find(([pattern]) => pattern.test(style));
  if (!found) throw new Error(`Temml wrote style="${style}", for which web/notes/math.js has no class`);
  return found[1];
}

/** An opening tag without its style attribute. @param {string} tag */
function withoutStyle(tag) {
  const style = tag.match(/ style="([^"]*)"/)?.[1];
  if (style === undefined) return tag;
  const bare = tag.replace(/ style="[^"]*"/, '');
  const name = classFor(style);
  if (name === '') return bare;
  return bare.includes(' class="')
    ? bare.replace(' class="', ` class="${name} `)
    : bare.replace(/^<\w+/, `$& class="${name}"`);
}

/**
 * @param {string} latex
 * @param {boolean} display on a line of its own
 * @returns {string} MathML with the LaTeX as its annotation, and without a style attribute
 * @throws {Error} if the LaTeX is wrong; it is named
 */
export function toMathML(latex, display) {
  try {
    const markup = temml.renderToString(latex, { displayMode: display, annotate: true, throwOnError: true });
    return markup.replace(/<\w[^>]*>/g, withoutStyle);
  } catch (error) {
    throw new Error(`${latex}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
