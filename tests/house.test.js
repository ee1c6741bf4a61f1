/**
 * The house of the README: no layer reaches up, no file imports itself by a detour, and what is exported is used.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, test } from 'node:test';
import ts from 'typescript';
import { file } from './support.js';

/** From the ground up: a layer knows those above it here, and nothing of its neighbours in the same line. */
const house = [
  ['check'],
  ['words'],
  ['core', 'problems'],
  ['experiment'],
  ['figures'],
  ['lens'],
  ['stage'],
  ['lab', 'embed', 'notes', 'bench'],
];
/** What each may import from. Tools of the build are known by those alone that build a page of their own. */
const known = new Map(house.flatMap((line, i) => line.map((layer) => [layer, house.slice(0, i).flat()])));
known.set('offline', []);
known.set('reference', ['check', 'core', 'problems', 'offline']);
for (const builder of ['notes', 'bench']) known.get(builder)?.push('offline');
const layers = [...known.keys()];

/** What a package, a page or the build begins with. */
const packageEntries = ['core/index.js', 'problems/index.js', 'experiment/index.js', 'embed/index.js'];
const entries = [
  ...packageEntries,
  ...['embed/classic.js', 'lab/main.js', 'offline/worker.js', 'bench/main.js', 'bench/worker.js'],
  ...['offline/assemble.js', 'notes/build.js', 'bench/build.js', 'reference/typedoc.config.js'],
];

/** Paths below a folder of the repository, from it on. @param {string} folder @param {RegExp} name @returns {string[]} */
const below = (folder, name) =>
  readdirSync(file(`../${folder}`), { recursive: true, encoding: 'utf8' }).filter((path) => name.test(path));

/** @typedef {{ target: string, names: string[] }} Import of some names; '*' is all of them */

/** What the tests import is the package's own source. @type {Record<string, string>} */
const own = {
  kudari: 'core',
  'kudari/problems': 'problems',
  'kudari/experiment': 'experiment',
  'kudari/embed': 'embed',
};

/**
 * What a module imports, statically, dynamically and for its types, and what it exports.
 *
 * @param {string} path from web/ on
 * @param {string} text
 */
function read(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  /** @type {Import[]} */ const imports = [];
  /** @type {Import[]} */ const types = [];
  /** @type {string[]} */ const exports = [];
  /** @param {ts.Expression} specifier @param {string[]} names */
  const take = (specifier, names) => {
    assert.ok(ts.isStringLiteral(specifier), `${path}: import of ${specifier.getText()}`);
    imports.push({ target: targetOf(path, specifier.text), names });
  };
  /** @param {readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]} elements as they are called where they come from */
  const named = (elements) => elements.map(({ propertyName, name }) => (propertyName ?? name).text);
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings;
      const names = bindings ? (ts.isNamespaceImport(bindings) ? ['*'] : named(bindings.elements)) : [];
      take(node.moduleSpecifier, node.importClause?.name ? [...names, 'default'] : names);
    } else if (ts.isExportDeclaration(node)) {
      const { exportClause, moduleSpecifier } = node;
      const elements = exportClause && ts.isNamedExports(exportClause) ? [...exportClause.elements] : null;
      exports.push(...(elements ?? []).map(({ name }) => name.text));
      if (moduleSpecifier) take(moduleSpecifier, elements ? named(elements) : ['*']);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      // A test may import in a page, by an address.
      const [specifier] = node.arguments;
      if (!path.startsWith('../') || ts.isStringLiteral(specifier)) take(specifier, ['*']);
    } else if (ts.isExportAssignment(node)) exports.push('default');
    else if (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
      exports.push(...declared(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  for (const [, specifier, name] of text.matchAll(/import\('([^']+)'\)\.(\w+)/g))
    types.push({ target: targetOf(path, specifier), names: [name] });
  return { imports, types, exports };
}

/** Names that an exported declaration makes. @param {ts.Node} node @returns {string[]} */
function declared(node) {
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name)
        ? [name.text]
        : name.elements.flatMap((each) => ('name' in each ? each.name.getText() : [])),
    );
  return ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) ? [node.name?.text ?? 'default'] : [];
}

/** @param {string} path @param {string} specifier */
function targetOf(path, specifier) {
  if (own[specifier]) return `${own[specifier]}/index.js`;
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(path), specifier).replace(/^\.\.\/web\//, '');
}

const paths = below('web', /\.js$/).sort();
const modules = new Map(paths.map((path) => [path, read(path, readFileSync(file(`../web/${path}`), 'utf8'))]));
const layerOf = (/** @type {string} */ path) => path.split('/')[0];
const importsOf = (/** @type {string} */ path) => modules.get(path)?.imports.map(({ target }) => target) ?? [];
/** Whether it is a file of the house, and no package. */
const isOwn = (/** @type {string} */ target) =>
  modules.has(target) || (target.includes('/') && layers.includes(layerOf(target)));

test('the layers are the folders of web/, as the README shows them', () => {
  const folders = [...new Set(paths.map(layerOf))];
  assert.deepEqual([...layers].sort(), folders.sort());
  const readme = readFileSync(file('../README.md'), 'utf8');
  const shown = [...readme.matchAll(/^web\/(\w+)\/ {2,}\S/gm)].map(([, name]) => name);
  assert.deepEqual(shown.filter((name) => name !== 'styles').sort(), folders);
});

describe('imports', () => {
  test('of the house are of files that there are', () => {
    const missing = paths.flatMap((path) =>
      importsOf(path)
        .filter((target) => isOwn(target) || target.startsWith('../'))
        .flatMap((target) => (existsSync(file(`../web/${target}`)) ? [] : `${path}: ${target}`)),
    );
    assert.deepEqual(missing, []);
  });

  test('reach down only', () => {
    const up = paths.flatMap((path) => {
      const { imports, types } = /** @type {ReturnType<typeof read>} */ (modules.get(path));
      return [...imports, ...types]
        .filter(
          ({ target }) =>
            isOwn(target) && ![layerOf(path), ...(known.get(layerOf(path)) ?? [])].includes(layerOf(target)),
        )
        .map(({ target }) => `${path}: ${target}`);
    });
    assert.deepEqual(up, []);
  });

  test('of what only Node has are those of tools', () => {
    const found = paths.filter((path) => importsOf(path).some((target) => /^node:|^esbuild$/.test(target)));
    assert.deepEqual([...new Set(found.map(layerOf))], ['bench', 'notes', 'offline', 'reference']);
  });

  test('go in no circle', () => {
    /** @type {Map<string, 'open' | 'done'>} */
    const seen = new Map();
    /** @type {string[]} */
    const circles = [];
    /** @param {string} path @param {string[]} way */
    const follow = (path, way) => {
      if (seen.get(path) === 'open') circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
      if (seen.has(path)) return;
      seen.set(path, 'open');
      for (const target of importsOf(path)) follow(target, [...way, path]);
      seen.set(path, 'done');
    };
    for (const path of paths) follow(path, []);
    assert.deepEqual(circles, []);
  });
});

describe('nothing is left over', () => {
  test('every file is reached from an entry', () => {
    const reached = new Set(entries);
    for (const path of reached) for (const target of importsOf(path)) reached.add(target);
    // Of views there are only types.
    const typed = new Set([...modules.values()].flatMap(({ types }) => types.map(({ target }) => target)));
    assert.deepEqual(
      paths.filter((path) => !reached.has(path) && !typed.has(path)),
      [],
    );
    for (const entry of entries) assert.ok(modules.has(entry), entry);
  });

  test('every export is used, by another file or by a test; but for the package’s own', () => {
    const tests = below('tests', /\.js$/).map((path) => read(`../tests/${path}`, readFileSync(file(path), 'utf8')));
    const used = new Set();
    for (const { imports, types } of [...modules.values(), ...tests])
      for (const { target, names } of [...imports, ...types]) for (const name of names) used.add(`${target}: ${name}`);
    const unused = paths.flatMap((path) =>
      packageEntries.includes(path) || used.has(`${path}: *`)
        ? []
        : (modules.get(path)?.exports ?? []).map((name) => `${path}: ${name}`).filter((each) => !used.has(each)),
    );
    // All but the last, which its tool reads, could be private.
    assert.deepEqual(unused, [
      ...['bench/build.js: buildBench', 'experiment/parity.js: CALM_STEPS', 'lab/fields.js: rangeOf'],
      ...['lab/printed.js: pretty', 'lens/index.js: explain', 'lens/index.js: samProbe', 'lens/index.js: phrases'],
      ...['notes/build.js: buildNotes', 'problems/datasets.js: classesOf', 'problems/perceptron.js: countParameters'],
      'reference/typedoc.config.js: default',
    ]);
  });
});

describe('the core in C', () => {
  const sources = below('c', /\.[ch]$/).sort();
  const included = (/** @type {string} */ path, /** @type {RegExp} */ pattern) =>
    [...readFileSync(file(`../c/${path}`), 'utf8').matchAll(pattern)].map(([, name]) => name);

  test('includes what lies below only: of headers one that is more basic, never a source', () => {
    const ground = [
      ['real.h', 'elementary.h'],
      ['kudari.h', 'moments.h', 'norm.h'],
    ];
    const height = (/** @type {string} */ path) =>
      path.endsWith('.c') ? 2 : ground.findIndex((line) => line.includes(path));
    assert.deepEqual(
      sources.filter((path) => path.endsWith('.h')),
      ground.flat().sort(),
    );
    const up = sources.flatMap((path) =>
      included(path, /^#include "(.*)"/gm)
        .filter((name) => !(height(name) >= 0 && height(name) < height(path)))
        .map((name) => `${path}: ${name}`),
    );
    assert.deepEqual(up, []);
  });

  test('knows of the C library no input, no output, and no memory of its own', () => {
    const names = sources.flatMap((path) => included(path, /^#include <(.*)>/gm));
    assert.deepEqual([...new Set(names)].sort(), ['math.h', 'stddef.h', 'stdint.h', 'string.h']);
  });
});
