import { checkEngine } from './engine-check.js';

const base = new URL('../../', import.meta.url).href;
const read = async (/** @type {string} */ path) =>
  new Uint8Array(await (await fetch(new URL(path, base))).arrayBuffer());

try {
  postMessage(await checkEngine(base, read));
} catch (error) {
  postMessage({ error: String(error) });
}
