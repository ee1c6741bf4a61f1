/**
 * What other pages beside index.html have from it.
 */
import { readFileSync } from 'node:fs';

/** The page's own policy and icon. @returns {string} */
export function sharedHead() {
  const index = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
  const parts = [/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, /<link\s+rel="icon"[^>]*>/];
  return parts
    .map((part) => {
      const found = index.match(part);
      if (!found) throw new Error(`index.html has no ${part}`);
      return found[0];
    })
    .join('\n');
}
