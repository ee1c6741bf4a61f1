/**
 * What other pages beside index.html have from it.
 */
import { readFileSync } from 'node:fs';

/** A tag of the page. @param {RegExp} tag */
function pageTag(tag) {
  const found = readFileSync(new URL('../index.html', import.meta.url), 'utf8').match(tag);
  if (!found) throw new Error(`index.html has no ${tag}`);
  return found[0];
}

/**
 * The page's icon, and its policy with more allowed.
 *
 * @param {Record<string, string>} [more] by directive
 */
export function sharedHead(more = {}) {
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

/** The page's icon, as a file of its own. */
export const iconSvg = () =>
  decodeURIComponent(pageTag(/<link\s+rel="icon"[^>]*>/).match(/data:image\/svg\+xml,([^"]*)/)?.[1] ?? '');
