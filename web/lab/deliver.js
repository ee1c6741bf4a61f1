/**
 * The experiment as something to take away: a link, code to embed, a file; and back from a file.
 */
import { csvOf, jsonOf } from '../experiment/index.js';

/**
 * @param {string} text
 * @returns {Promise<boolean>} whether it is on the clipboard
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyTheOldWay(text);
  }
}

/** Where the page is not served over https there is no clipboard but that of a selection. @param {string} text */
function copyTheOldWay(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'hidden';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  focused?.focus({ preventScroll: true });
  return done;
}

/**
 * The page in a frame.
 *
 * @param {string} link
 * @param {string} title
 */
export function embedCode(link, title) {
  const { origin, pathname, hash } = new URL(link);
  const source = `${origin}${pathname}?embed${hash}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<iframe src="${source}" title="${title}" width="100%" height="640" style="border: 0"></iframe>`;
}

/**
 * Saves a file by way of the browser.
 *
 * @param {'png' | 'svg' | 'csv' | 'json'} kind
 * @param {import('../figures/sheet.js').Sheet} content
 * @returns {Promise<string>} its name
 */
export async function save(kind, content) {
  const blob = await {
    csv: async () => new Blob([csvOf(content.trace)], { type: 'text/csv' }),
    json: async () => new Blob([jsonOf(content.trace)], { type: 'application/json' }),
    svg: async () => new Blob([await drawn(content)], { type: 'image/svg+xml' }),
    png: async () => (await import('../figures/sheet.js')).toPng(await drawn(content)),
  }[kind]();
  const name = `kudari-${content.trace.config.problem.id}.${kind}`;
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
  return name;
}

/** @param {import('../figures/sheet.js').Sheet} content */
const drawn = async (content) => (await import('../figures/sheet.js')).toSvg(content);

/**
 * The config in a file: one by itself, or one with the numbers that came out.
 *
 * @param {string} text
 * @returns {any} whatever stands there: parseConfig will see
 */
export function configIn(text) {
  try {
    const content = JSON.parse(text);
    return content?.config ?? content;
  } catch (error) {
    throw new SyntaxError(`the file is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}
