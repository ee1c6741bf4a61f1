/**
 * The README's table of methods, from the table that the code itself uses: `node tests/readme.js` writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { methods } from '../web/core/methods.js';

const file = new URL('../README.md', import.meta.url);
const place = /(<!-- methods:.*-->\n)[^]*(<!-- \/methods -->)/;

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

/** @param {string} readme */
export const withTable = (readme) => readme.replace(place, (_, start, end) => `${start}\n${methodTable()}\n\n${end}`);

if (process.argv[1] === new URL(import.meta.url).pathname) writeFileSync(file, withTable(readFileSync(file, 'utf8')));
