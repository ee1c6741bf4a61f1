/**
 * The built page on a local port, and browsers to open it in.
 */
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import sirv from 'sirv';

const page = fileURLToPath(new URL('../../dist/page', import.meta.url));

/**
 * Serves a folder.
 *
 * @param {{ folder?: string, blocked?: (path: string) => boolean, policy?: string, shared?: boolean }} [options] blocked paths
 *   answer 404; a content-security policy for every file; what is shared may be read by pages of other origins
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve({ folder = page, blocked = () => false, policy, shared = false } = {}) {
  const setHeaders = (/** @type {import('node:http').ServerResponse} */ response) => {
    if (policy) response.setHeader('content-security-policy', policy);
    if (shared) response.setHeader('access-control-allow-origin', '*');
  };
  const files = sirv(folder, { dev: true, setHeaders });
  const server = createServer((request, response) => {
    const missing = () => void response.writeHead(404).end();
    if (blocked(String(request.url))) missing();
    else files(request, response, missing);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    // A browser keeps connections open, on which it would go on being served.
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, close };
}

/**
 * A file of the page by its name: its path below the page's address. Its folder is called after what is in it.
 *
 * @param {RegExp} pattern
 */
export function pageFile(pattern) {
  const names = readdirSync(page, { recursive: true }).map(String);
  const found = names.find((path) => pattern.test(path.split('/').at(-1) ?? ''));
  if (!found) throw new Error(`the page has no file ${pattern}`);
  return found;
}

const quietChromium = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {string[]} names @param {string | undefined} wish @returns {string} */
function find(names, wish) {
  const found = [wish, ...names].find((path) => path && existsSync(path));
  if (!found) throw new Error(`none of ${names.join(', ')} is installed`);
  return found;
}

/** @param {{ scrollbars?: boolean }} [options] scrollbars that take room, as on a desktop */
export const launchChromium = ({ scrollbars = false } = {}) =>
  puppeteer.launch({
    ignoreDefaultArgs: scrollbars ? ['--hide-scrollbars'] : [],
    executablePath: find(
      ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
      process.env.CHROMIUM,
    ),
    args: quietChromium,
  });

export const launchFirefox = () =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: find(['/usr/bin/firefox-esr', '/usr/bin/firefox'], process.env.FIREFOX),
  });
