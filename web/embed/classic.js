/**
 * The same as one classic script with everything inside: it works from file:// and without a network.
 */
import packed from '#embed-wasm';
import { defineElement } from './element.js';

defineElement({
  core: async () => {
    const bytes = new Blob([packed]).stream();
    return { wasm: await new Response(bytes.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer() };
  },
  noFormulas:
    'problem "formula" needs its parser, which kudari-lab.js does not hold: load the element as a module instead: ' +
    '<script type="module" src="embed.js">',
});
