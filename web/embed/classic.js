/**
 * The same as one classic script with everything inside: it works from file:// and without a network.
 */
import packed from '#embed-wasm';
import { defineElement } from './element.js';

defineElement(async () => {
  const bytes = new Blob([packed]).stream();
  return { wasm: await new Response(bytes.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer() };
});
