/**
 * Where kudari.wasm comes from, and how it becomes an instance. Nothing is fetched on import.
 */
import { describe } from '../check/check.js';

/**
 * @typedef {string | URL | ArrayBuffer | ArrayBufferView | object | Response} WasmSource an address, relative to the page or, in
 *   Node, to the working directory; or the bytes; or a compiled WebAssembly.Module, as a worker may be sent one, which not all
 *   TypeScript projects have a name for; or a response
 */

/**
 * What Node reads itself. Not by an import, which bundlers for the browser would follow.
 *
 * @param {URL} url
 * @returns {Promise<BufferSource> | undefined}
 */
const readFile = (url) =>
  url.protocol === 'file:' && typeof process !== 'undefined'
    ? process.getBuiltinModule?.('node:fs/promises')?.readFile(url)
    : undefined;

/** @param {Response} response */
async function compileResponse(response) {
  if (!response.ok) throw new Error(`HTTP ${response.status} ${response.statusText}`.trim());
  // Streaming needs the right media type; a server that does not know .wasm should not stop us.
  if (response.headers.get('content-type')?.startsWith('application/wasm'))
    return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** @param {URL} url */
async function compileUrl(url) {
  // Node's fetch does not take file: URLs.
  const file = readFile(url);
  return file ? WebAssembly.compile(await file) : compileResponse(await fetch(url));
}

/** @param {string | URL} source relative to the page, or to the working directory in Node */
function resolve(source) {
  const base =
    typeof document !== 'undefined' ? document.baseURI : typeof location !== 'undefined' ? location.href : undefined;
  if (base !== undefined || typeof process === 'undefined') return new URL(source, base);
  const directory = encodeURI(process.cwd()).replace(/[?#]/g, encodeURIComponent);
  return new URL(source, `file://${directory}/`);
}

/** @param {unknown} source @returns {source is string | URL} */
const isAddress = (source) => typeof source === 'string' || source instanceof URL;

/** @param {unknown} source @returns {source is Response} */
const isResponse = (source) => typeof Response !== 'undefined' && source instanceof Response;

/** @param {unknown} source */
const isBinary = (source) =>
  source instanceof WebAssembly.Module || source instanceof ArrayBuffer || ArrayBuffer.isView(source);

/** @param {WasmSource} source @returns {Promise<WebAssembly.Module>} */
async function compile(source) {
  if (isAddress(source)) return compileUrl(resolve(source));
  if (isResponse(source)) return compileResponse(source);
  return source instanceof WebAssembly.Module ? source : WebAssembly.compile(/** @type {BufferSource} */ (source));
}

/** @param {string} why @param {unknown} [cause] */
const foreign = (why, cause) => new Error(`this WebAssembly module is not kudari's: ${why}`, { cause });

/**
 * Every export of the module the package uses; c/kudari.h says what each does. Pointers and counts are i32.
 *
 * @typedef {{ memory: { readonly buffer: ArrayBuffer }, malloc: (bytes: number) => number, free: (pointer: number) => void } &
 *   Record<`kudari_${string}`, (...numbers: number[]) => number>} Exports
 */

/**
 * @param {WasmSource} [source] default: kudari.wasm beside this module
 * @returns {Promise<Exports>}
 * @throws {TypeError} if it is none of these
 * @throws {Error} with the place and the cause if the module cannot be had
 */
export async function instantiate(source = new URL('./kudari.wasm', import.meta.url)) {
  if (!isAddress(source) && !isBinary(source) && !isResponse(source))
    throw new TypeError(`wasm must be a URL, bytes, a WebAssembly.Module or a Response, not ${describe(source)}`);
  const module = await compile(source).catch((cause) => {
    const place = isAddress(source) ? source : 'what was given';
    throw new Error(
      `kudari.wasm could not be loaded from ${place}: ${cause.message}. Serve the file there, or pass loadKudari({ wasm: url | bytes | module }); ` +
        `a content-security policy must allow 'wasm-unsafe-eval'.`,
      { cause },
    );
  });
  // The one thing the module asks for: to be told when it grew. Views are checked at every use instead.
  const imports = { env: { emscripten_notify_memory_growth() {} } };
  const instance = await WebAssembly.instantiate(module, imports).catch((cause) => {
    throw foreign(cause.message, cause);
  });
  const exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  const missing = ['memory', 'malloc', 'free', 'kudari_adam_f32', 'kudari_sam_ascend_f64'].filter(
    (name) => !(name in exports),
  );
  if (missing.length) throw foreign(`it does not export ${missing.join(', ')}`);
  /** @type {any} */ (exports)._initialize?.();
  return exports;
}
