/**
 * The API reference, as the build writes it: whole, and alone. (That every export has a comment, the build itself demands.)
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import ts from 'typescript';
import { methods, schedules } from 'kudari';
import { catalogue, formula } from 'kudari/problems';
import { fromPyTorch } from '../web/reference/pytorch.js';
import { file } from './support.js';

/** What TypeDoc says of one thing. @typedef {{ name: string, kind: number, comment?: { summary: { text: string }[] }, children?: Thing[], type?: any, signatures?: Thing[] }} Thing */

const folder = file('../dist/page/api/');
const pages = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.html'));
/** @type {Thing} */
const reference = JSON.parse(readFileSync(file('../build/reference/api.json'), 'utf8'));
const INTERFACE = 256;

test('has a page on everything that can be imported', async () => {
  for (const entry of ['kudari', 'kudari/problems', 'kudari/experiment', 'kudari/embed']) {
    const documented = reference.children?.find(({ name }) => name === entry)?.children?.map(({ name }) => name) ?? [];
    const missing = Object.keys(await import(entry)).filter((name) => !documented.includes(name));
    assert.deepEqual(missing, [], entry);
    assert.ok(pages.includes(`modules/${entry.replace('/', '_')}.html`), entry);
  }
  assert.ok(pages.length > 70, `${pages.length} pages`);
});

test('says of every property of an interface what it is', () => {
  const interfaces = (reference.children ?? [])
    .flatMap(({ children = [] }) => children)
    .filter(({ kind }) => kind === INTERFACE);
  assert.ok(interfaces.length > 25, `${interfaces.length} interfaces`);
  const told = (/** @type {Thing} */ { comment, signatures = [] }) =>
    [comment, ...signatures.map((signature) => signature.comment)].some((each) =>
      each?.summary.some(({ text }) => text.length > 2),
    );
  const silent = interfaces.flatMap(({ name, children = [] }) =>
    children.filter((child) => !told(child)).map((child) => `${name}.${child.name}`),
  );
  assert.deepEqual(silent, []);
});

test('says it in the words of the declarations that the package ships', () => {
  const words = (/** @type {string} */ text) => text.replace(/\s+/g, ' ').trim();
  /** By the name of the type and of its property. @type {Map<string, Set<string>>} */
  const shipped = new Map();
  const types = file('../dist/types/');
  for (const path of readdirSync(types, { recursive: true }).map(String)) {
    if (!path.endsWith('.d.ts')) continue;
    for (const statement of ts.createSourceFile(path, readFileSync(new URL(path, types), 'utf8'), 99, true)
      .statements) {
      if (!ts.isTypeAliasDeclaration(statement) || !ts.isTypeLiteralNode(statement.type)) continue;
      for (const member of statement.type.members) {
        const key = `${statement.name.text}.${member.name?.getText()}`;
        const comments = ts.getJSDocCommentsAndTags(member).map(({ comment }) => ts.getTextOfJSDocComment(comment));
        shipped.set(key, (shipped.get(key) ?? new Set()).add(words(comments.join(' '))));
      }
    }
  }
  const documented = (reference.children ?? [])
    .flatMap(({ children = [] }) => children)
    .filter(({ kind }) => kind === INTERFACE)
    .flatMap(({ name, children = [] }) =>
      children.map((child) => {
        const comment = child.comment ?? child.type?.declaration?.signatures?.[0]?.comment;
        const own = comment ?? child.signatures?.[0]?.comment;
        return {
          key: `${name}.${child.name}`,
          text: words(own?.summary.map((/** @type {{ text: string }} */ { text }) => text).join('') ?? ''),
        };
      }),
    );
  assert.ok(documented.length > 150, `${documented.length} properties`);
  for (const { key, text } of documented) assert.ok(shipped.get(key)?.has(text), `${key}: ${text}`);
});

test('has every method, schedule and problem with all its options', () => {
  for (const [document, rows] of /** @type {const} */ ([
    ['Methods', methods],
    ['Schedules', schedules.map(({ type, options }) => ({ id: type, options }))],
    ['Problems', [...catalogue, formula]],
  ])) {
    const sections = readFileSync(new URL(`documents/${document}.html`, folder), 'utf8')
      .split('<h2')
      .slice(1);
    for (const { id, options } of rows) {
      const section = sections.find((text) => text.split('</h2>')[0].includes(`'${id}'`)) ?? '';
      const listed = [...section.matchAll(/<tr>\s*<td><code>(\w+)<\/code>/g)].map(([, name]) => name);
      assert.deepEqual(listed, Object.keys(options), `${document}: ${id}`);
      assert.equal(section.includes('<math'), document === 'Methods', id);
    }
  }
});

test('has every argument that the recorded cases of PyTorch call otherwise, beside the option of theirs, and no name that there is not', () => {
  const words = (/** @type {string} */ text) => [...text.matchAll(/`[^`]*`/g)].join(' ').match(/\w+/g) ?? [];
  const rows = fromPyTorch.map(([there, here]) => ({ there: words(there), here: words(here), text: here }));
  const { cases } = JSON.parse(readFileSync(file('golden/optimizers.json'), 'utf8'));
  let found = 0;
  for (const { id, method, source, hyper, options } of cases) {
    if (!source.startsWith('torch.optim')) continue;
    for (const name of Object.keys(hyper).filter((each) => !(each in options) && hyper[each] !== false)) {
      const row = rows.find(({ there, here }) => [...there, ...here].includes(name));
      assert.ok(
        row?.here.some((each) => each in options || each === method),
        `${id}: ${name}`,
      );
      found += 1;
    }
  }
  assert.ok(found > 40, `${found} arguments`);
  const known = new Set([
    ...methods.flatMap(({ id, options }) => [id, ...Object.keys(options)]),
    ...schedules.flatMap(({ type, options }) => [type, ...Object.keys(options)]),
    ...['type', 'base', 'clipNorm', 'clipValue', 'lr', 't', 'f', '0', '01'],
    ...['AdamW', 'Adadelta', 'Adagrad', 'RMSprop', 'decoupled_weight_decay', 'nesterov', 'True'],
  ]);
  for (const { here, text } of rows)
    assert.deepEqual(
      here.filter((word) => !known.has(word)),
      [],
      text,
    );
  // A schedule's arguments are named in the order in which PyTorch's stand beside them.
  const spoken = rows.flatMap(({ here }) => (here[0] === 'type' ? [here] : []));
  assert.equal(spoken.length, schedules.length - 1, 'all but the constant one');
  for (const [, type, ...names] of spoken) {
    const options = Object.keys(schedules.find((each) => each.type === type)?.options ?? {});
    assert.deepEqual(
      names.filter((name) => name !== 'base' && !options.includes(name)),
      [],
      type,
    );
  }
});

test('has every attribute that the element listens to, every event and every colour', () => {
  const source = (/** @type {string} */ path) => readFileSync(file(`../web/${path}`), 'utf8');
  const text = source('reference/element.md');
  const [, fields] = source('embed/attributes.js').match(/const fields = .*\(\[(.*)\]\)/) ?? [];
  const [, others] = source('embed/attributes.js').match(/observed = \[\.\.\.fields, (.*)\]/) ?? [];
  const attributes = `${fields}, ${others}`.split(', ').map((name) => name.slice(1, -1));
  assert.ok(attributes.length >= 15);
  const events = [...source('embed/element.js').matchAll(/'(kudari-(?!lab)[a-z]+)'/g)].map(([, name]) => name);
  assert.ok(new Set(events).size >= 3, `${events}`);
  const sheets = readdirSync(file('../web/styles')).map((name) => source(`styles/${name}`));
  const variables =
    sheets
      .join('')
      .match(/--kudari-[a-z-]+/g)
      ?.map((name) => name.replace(/-dark$/, '')) ?? [];
  assert.ok(new Set(variables).size >= 13);
  assert.deepEqual(
    [...attributes, ...new Set(events), ...new Set(variables)].filter((name) => !text.includes(`\`${name}\``)),
    [],
  );
});

test('loads nothing from elsewhere', () => {
  for (const name of pages) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const loaded = [...text.matchAll(/<(?:script|img|iframe)[^>]* src="([^"]*)"|<link[^>]* href="([^"]*)"/g)].map(
      ([, a, b]) => a ?? b,
    );
    assert.ok(loaded.length >= 5, name);
    assert.deepEqual(
      loaded.filter((address) => /^(\w+:|\/)/.test(address)),
      [],
      name,
    );
  }
  for (const name of readdirSync(new URL('assets', folder)))
    assert.doesNotMatch(
      readFileSync(new URL(`assets/${name}`, folder), 'utf8'),
      /url\(["']?(https?:)?\/\/|fetch\(["'`]http/,
      name,
    );
});
