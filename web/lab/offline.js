/**
 * Asks the browser to keep the page for use without a network (web/offline/worker.js).
 */

const local = ['localhost', '127.0.0.1', '[::1]'];

/** Not inside another page, which has not been asked. */
const wanted = () =>
  'serviceWorker' in navigator &&
  (location.protocol === 'https:' || local.includes(location.hostname)) &&
  window.top === window &&
  !new URLSearchParams(location.search).has('embed');

/** Once the page is loaded. A failure takes nothing from the reader, so only the console hears of it. */
export function registerOffline() {
  if (!wanted()) return;
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}

async function register() {
  try {
    const { installing } = await navigator.serviceWorker.register('sw.js');
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'redundant') complain('a file could not be had');
    });
  } catch (error) {
    complain(error);
  }
}

/** @param {unknown} reason */
const complain = (reason) => console.info('kudari is not kept for use without a network:', reason);
