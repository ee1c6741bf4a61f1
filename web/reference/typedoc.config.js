/**
 * The API reference: pages from the types and their comments, and from the tables. Whatever an entry exports must be
 * documented, or the build fails.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { iconSvg } from '../offline/head.js';
import { tables } from './tables.js';

/** @param {string} path from the root of the repository */
const at = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

mkdirSync(at('build/reference'), { recursive: true });
const written = Object.entries(tables()).map(([name, text]) => {
  const path = at(`build/reference/${name}.md`);
  writeFileSync(path, text);
  return path;
});

const icon = at('build/reference/icon.svg');
writeFileSync(icon, iconSvg());

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'kudari',
  includeVersion: true,
  entryPoints: ['core', 'problems', 'experiment', 'embed'].map((layer) => at(`web/${layer}/index.js`)),
  tsconfig: at('tsconfig.types.json'),
  readme: at('web/reference/index.md'),
  projectDocuments: [...written, at('web/reference/element.md')],
  outputs: [
    { name: 'html', path: at('build/reference/html') },
    { name: 'json', path: at('build/reference/api.json') },
  ],
  favicon: icon,
  customCss: at('web/reference/style.css'),
  excludeExternals: true,
  disableSources: true,
  hideGenerator: true,
  githubPages: false,
  sort: ['kind', 'source-order'],
  kindSortOrder: ['Function', 'Class', 'Variable', 'Interface', 'TypeAlias'],
  sortEntryPoints: false,
  navigationLinks: { 'The page': '../index.html' },
  validation: { notExported: true, invalidLink: true, notDocumented: true },
  requiredToBeDocumented: ['Module', 'Class', 'Interface', 'TypeAlias', 'Function', 'Method', 'Accessor', 'Variable'],
  treatValidationWarningsAsErrors: true,
  // Properties that are functions, inside of what is documented whole.
  intentionallyNotDocumented: [
    'formula.f',
    'network.data',
    'network.hidden',
    'problems.network.data',
    'problems.network.hidden',
  ].map((option) => `kudari/problems.${option.replaceAll('.', '.__type.')}.__type.check`),
  // Names for parts of what is documented whole.
  intentionallyNotExported: [
    'Classic',
    'Surface',
    'Rate',
    'OptionSpec',
    'Vector',
    'Definition',
    'ProblemFactory',
    'Activation',
    'Loss',
    'Points',
  ],
};
