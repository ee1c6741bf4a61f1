/**
 * The JavaScript of the npm package, from build.sh: one bundle an entry, what they share in chunks; and the element
 * once more as one classic script. Rolldown keeps the annotations by which other bundlers leave out what nobody uses.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'rolldown';

const output = { dir: 'dist', minify: true, sourcemap: true, chunkFileNames: '[name]-[hash].js' };
const transform = { target: 'es2022' };

/**
 * THIRD-PARTY.txt: the licences and notices of all packages that something of is in the bundles.
 *
 * @returns {import('rolldown').Plugin}
 */
const notices = () => ({
  name: 'notices',
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const folders = modules.flatMap((id) => id.match(/^.*\/node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []);
    const source = [...new Set(folders)].sort().map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
      if (texts.length === 0) this.error(`${name} comes without a licence`);
      return [`==> ${name} ${version} <==`, ...texts.map((file) => readFileSync(join(folder, file), 'utf8'))].join(
        '\n\n',
      );
    });
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source: source.join('\n\n') });
  },
});

export default defineConfig([
  {
    input: {
      kudari: 'web/core/index.js',
      problems: 'web/problems/index.js',
      experiment: 'web/experiment/index.js',
      embed: 'web/embed/index.js',
    },
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
    transform,
    plugins: [notices()],
    // The whole core in one chunk: whoever loads a part of it loads the rest as well. What checks does not belong to it.
    output: {
      ...output,
      format: 'esm',
      codeSplitting: {
        groups: [
          { name: 'check', test: /web\/check\//, priority: 1 },
          { name: 'core', test: /web\/core\// },
        ],
      },
    },
  },
  {
    // Everything inside but the parser of typed formulas; it works from file:// too.
    input: { 'kudari-lab': 'web/embed/classic.js' },
    external: /calculus\/index\.js$/,
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'] },
    moduleTypes: { '.gz': 'binary' },
    transform: { ...transform, define: { 'import.meta.url': '""' } },
    output: { ...output, format: 'iife', codeSplitting: false },
  },
]);
