/**
 * What README.md has from elsewhere: the table of methods, from the table that the code itself uses, that of PyTorch's names, and
 * the numbers of the saved benchmarks. `node tests/readme.js` writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { methods } from '../web/core/methods.js';
import { pytorchTable } from '../web/reference/pytorch.js';
import { quotes } from './bench/quotes.js';
import { savedResults } from './bench/results.js';

const file = new URL('../README.md', import.meta.url);

/** The table in Markdown. */
export function methodTable() {
  const rows = methods.map(({ id, name, formula, source, torch }) => {
    const equal = torch && `\`${torch.replace(/^torch\.optim\./, '')}\``;
    return `| \`${id}\` | ${name} | $${formula.replaceAll('|', '\\vert ')}$ | ${source} | ${equal} |`;
  });
  return ['| id | method | update | source | in `torch.optim` |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/**
 * Between `<!-- name: … -->` and `<!-- /name -->` on lines of their own.
 *
 * @param {string} readme @param {string} name @param {string} text
 */
function fill(readme, name, text) {
  const place = new RegExp(`(<!-- ${name}:.*-->\n)[^]*?(<!-- /${name} -->)`);
  if (!place.test(readme)) throw new Error(`README.md has no place for ${name}`);
  return readme.replace(place, (_, start, end) => `${start}\n${text}\n\n${end}`);
}

/** The README as it should be. @param {string} readme @param {import('./bench/results.js').Results} [results] */
export function written(readme, results = savedResults()) {
  const { tables, engines, inline } = quotes(results);
  const filled = [
    ['methods', methodTable()],
    ['pytorch', pytorchTable()],
    ['bench', tables],
    ['engines', engines],
  ].reduce((text, [name, part]) => fill(text, name, part), readme);
  // Single numbers within a sentence.
  return filled.replace(/<!-- bench (\S+) -->[^]*?<!-- \/bench -->/g, (_, name) => {
    if (!Object.hasOwn(inline, name)) throw new Error(`the benchmarks have no number ${name}`);
    return `<!-- bench ${name} -->${inline[name]}<!-- /bench -->`;
  });
}

export const writeReadme = () => writeFileSync(file, written(readFileSync(file, 'utf8')));

if (process.argv[1] === new URL(import.meta.url).pathname) writeReadme();
