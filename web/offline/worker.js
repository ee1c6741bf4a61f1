/**
 * The service worker: keeps the page's files, so that the page opens without a network after the first visit.
 *
 * Two versions never mix, because no two share a name: index.html names its files by a folder that is called after their
 * contents (assemble.js), and what is in such a folder never changes. That is why a new worker may take over at once
 * (skipWaiting) instead of waiting until the last page of its predecessor is closed, which on a phone may be never: a
 * page that is open goes on with the files of its own folder, and the next load is wholly one version or wholly another.
 *
 * index.html alone has a name that lasts, so it comes from the network first: with a connection, the newest deployment
 * is shown at the first load, also while one develops on localhost. Without, or with one that does not answer in time,
 * it is the index.html stored together with its files. Everything in a folder comes from the cache first.
 *
 * The lecture notes, their slides and the benchmark are pages of their own, and larger than the page: of these it keeps what
 * was opened, which comes from the network first too.
 */

/** What assemble.js puts in. @type {{ version: string, files: string[] }} */
const { version, files } = /** @type {any} */ (self).PAGE;
const worker = /** @type {any} */ (self);

/** The cache of this version; other projects, and other copies of this one, may share the origin. */
const root = new URL(worker.registration.scope);
const prefix = `kudari ${root} `;
const own = prefix + version;
/** What was opened beside the page, of whatever version. */
const opened = `opened with ${prefix}`;
/** Files of that, at most: the notes and slides of both languages are eight. */
const ROOM = 40;

/** Milliseconds that the network is given before a stored index.html is shown instead. */
const PATIENCE = 2000;

worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(store()));
worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (/** @type {any} */ event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== root.origin || !url.pathname.startsWith(root.pathname)) return;
  const path = url.pathname.slice(root.pathname.length);
  if (path === '' || path === 'index.html') {
    if (request.mode === 'navigate') event.respondWith(freshIndex(request));
  } else if (/^[0-9a-f]{10}\/./.test(path)) event.respondWith(storedFile(request));
  else if (/^(notes|bench)\//.test(path)) event.respondWith(freshPart(event));
});

/** Stores the version whole or, if a file is missing, not at all: then the browser tries again at the next visit. */
async function store() {
  const known = await caches.has(own);
  try {
    const { headers, text } = await getIndex();
    const cache = await caches.open(own);
    await cache.addAll(files.map((name) => `${version}/${name}`));
    // Made anew, as one that came by way of a redirection may not answer a navigation.
    await cache.put('./', new Response(text, { headers }));
  } catch (error) {
    if (!known) await caches.delete(own);
    throw error;
  }
  await worker.skipWaiting();
}

async function getIndex() {
  const response = await fetch('./', { cache: 'no-cache' });
  const text = await response.text();
  // While a deployment is under way, its host may still send another one's.
  if (!response.ok || !text.includes(version)) throw new Error(`index.html is not that of ${version}`);
  return { headers: response.headers, text };
}

/** The caches of this page, oldest first. */
const stored = async () => (await caches.keys()).filter((name) => name.startsWith(prefix));

async function takeOver() {
  const others = (await stored()).filter((name) => name !== own);
  // The last version stays: a page of it may be open and ask for a part that the host no longer has.
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  // The first visit need not be repeated to be the first.
  await worker.clients.claim();
}

/** @param {Request} request */
async function freshIndex(request) {
  const kept = await caches.match('./', { cacheName: own });
  return kept ? freshOr(kept, fetch(request)) : fetch(request);
}

/** @param {Response} kept @param {Promise<Response>} asked */
function freshOr(kept, asked) {
  const fresh = asked.then(
    (response) => (response.status < 500 ? response : kept),
    () => kept,
  );
  return Promise.race([fresh, new Promise((resolve) => setTimeout(resolve, PATIENCE, kept))]);
}

/** @param {any} event */
async function freshPart(event) {
  const { request } = event;
  const cache = await caches.open(opened);
  const kept = await cache.match(request, { ignoreVary: true });
  const asked = fetch(request);
  event.waitUntil(asked.then((response) => keep(cache, request, response.clone())).catch(() => {}));
  return kept ? freshOr(kept, asked) : asked;
}

/** Those kept longest make room. @param {Cache} cache @param {Request} request @param {Response} response */
async function keep(cache, request, response) {
  if (!response.ok || response.redirected) return;
  await cache.delete(request);
  await cache.put(request, response);
  const all = await cache.keys();
  await Promise.all(all.slice(0, -ROOM).map((old) => cache.delete(old)));
}

/** @param {Request} request */
async function storedFile(request) {
  for (const cacheName of (await stored()).reverse()) {
    const kept = await caches.match(request, { cacheName, ignoreVary: true });
    if (kept) return kept;
  }
  return fetch(request);
}
