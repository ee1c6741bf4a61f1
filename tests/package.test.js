/**
 * What `npm publish` would send: the files, what checkers of packages say of them, and its users in Node and TypeScript.
 * Its users in browsers are in tests/browser/package.test.js.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { methods, schedules } from 'kudari';
import { publint } from 'publint';
import { contents, given, golden, installed, project, tarball } from './package/install.js';
import { close, file } from './support.js';

const run = promisify(execFile);
const read = (/** @type {string} */ path) => readFileSync(installed(path), 'utf8');
const manifest = JSON.parse(read('package.json'));

describe('the tarball', () => {
  test('has what a user needs and nothing else', () => {
    const kinds = [
      /^(package\.json|README\.md|LICENSE|dist\/THIRD-PARTY\.txt|dist\/kudari\.wasm)$/,
      /^dist\/(kudari|problems|experiment|embed|kudari-lab)\.js$/,
      /^dist\/(core|check|problems|experiment|element|calculus)-[\w-]{8}\.js$/,
      /^dist\/types\/(core|check|problems|problems\/calculus|experiment|experiment\/presets)\/[a-z-]+\.d\.ts$/,
      /^dist\/types\/embed\/(index|classic)\.d\.ts$/,
    ];
    const maps = contents.filter((path) => path.endsWith('.js.map'));
    const others = contents.filter((path) => !maps.includes(path));
    assert.deepEqual(
      others.filter((path) => !kinds.some((kind) => kind.test(path))),
      [],
    );
    kinds.forEach((kind) =>
      assert.ok(
        others.some((path) => kind.test(path)),
        String(kind),
      ),
    );
    assert.equal(others.filter((path) => /^dist\/[^/]*\.js$/.test(path)).length, 11, 'five entries, six chunks');
    // A file that only names what others export has nothing to be mapped.
    const mapped = others.filter((path) => path.endsWith('.js') && read(path).includes('sourceMappingURL'));
    assert.deepEqual(maps.sort(), mapped.map((path) => `${path}.map`).sort());
    assert.equal(mapped.length, 8);
  });

  test('maps lead to the sources themselves', () => {
    for (const path of contents.filter((name) => name.endsWith('.map'))) {
      const { sources, sourcesContent } = JSON.parse(read(path));
      assert.ok(sources.length > 0 && sources.length === sourcesContent.length, path);
      sources.forEach((/** @type {string} */ source, /** @type {number} */ i) => {
        const own = source.match(/^\.\.\/(web\/.*)/)?.[1];
        assert.ok(
          own || /node_modules|^#|rolldown/.test(source) || source.startsWith('../build/'),
          `${path}: ${source}`,
        );
        if (own) assert.equal(sourcesContent[i], readFileSync(file(`../${own}`), 'utf8'), source);
      });
    }
  });

  test('names every package that is inside its bundles, with its licence', () => {
    const texts = read('dist/THIRD-PARTY.txt').split(/^==> /m).slice(1);
    const sources = contents.filter((path) => path.endsWith('.map')).flatMap((path) => JSON.parse(read(path)).sources);
    const inside = sources.map(
      (/** @type {string} */ source) => source.match(/node_modules\/((@[^/]+\/)?[^/]+)\//)?.[1],
    );
    const names = [...new Set(inside)].filter(Boolean).sort();
    assert.deepEqual(
      texts.map((text) => text.split(' ')[0]),
      names,
    );
    assert.ok(['chart.js', 'lit-html', 'd3-contour', 'mathjs'].every((name) => names.includes(name)));
    texts.forEach((text) => assert.match(text, /Permission|Redistribution|Apache License/));
    assert.equal(readFileSync(file('../dist/page/THIRD-PARTY.txt'), 'utf8'), read('dist/THIRD-PARTY.txt'));
  });

  test('says what it is', () => {
    const { name, version, license, description, keywords, type, engines, dependencies } = manifest;
    assert.deepEqual(
      { name, license, type, dependencies },
      { name: 'kudari', license: 'MIT', type: 'module', dependencies: undefined },
    );
    assert.match(version, /^\d+\.\d+\.\d+$/);
    assert.ok(read('LICENSE').startsWith('MIT License') && description.length > 40 && keywords.length > 5);
    assert.equal(engines.node, '^20.19.0 || >=22.12.0');
    const log = readFileSync(file('../CHANGELOG.md'), 'utf8');
    assert.ok(log.includes(`## [${version}]`), `CHANGELOG.md has a section on ${version}`);
    // The workflow that publishes fills them in from where it runs.
    for (const place of ['repository', 'homepage', 'bugs']) assert.equal(manifest[place], undefined, place);
  });

  test('pleases publint', async () => {
    const bytes = readFileSync(tarball);
    const { messages } = await publint({
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
      level: 'suggestion',
      strict: true,
    });
    assert.deepEqual(messages, []);
  });

  test('has the right types at every entry, by are-the-types-wrong', () => {
    // ES modules alone: those who require() them need a Node that can, as every version in "engines" does.
    const asked = ['--profile', 'esm-only', '--exclude-entrypoints', './kudari.wasm', '--no-definitely-typed'];
    const { status, stdout } = spawnSync('node_modules/.bin/attw', [tarball, ...asked, '--format', 'json'], {
      cwd: file('..'),
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    const { analysis } = JSON.parse(stdout);
    const entries = Object.keys(manifest.exports).filter((entry) => entry !== './kudari.wasm');
    assert.deepEqual(Object.keys(analysis.entrypoints).sort(), entries.sort());
    for (const { resolutions } of Object.values(analysis.entrypoints))
      for (const kind of ['bundler', 'node16-esm'])
        assert.deepEqual([resolutions[kind].visibleProblems, Boolean(resolutions[kind].resolution)], [[], true], kind);
  });
});

describe('its users', () => {
  for (const [name, program] of [
    ['Node', 'node.js'],
    ['CommonJS', 'commonjs.cjs'],
    ['worker threads', 'thread.js'],
  ]) {
    test(name, async () => {
      const { stdout, stderr } = await run(process.execPath, [program, JSON.stringify(given)], { cwd: project });
      close(JSON.parse(stdout), golden, 1e-12, name);
      assert.equal(stderr, '');
    });
  }

  /** What the compiler says of the consumers' programs. @param {string[]} asked */
  function compile(...asked) {
    const compiler = file('../node_modules/typescript/bin/tsc').pathname;
    const given = [compiler, '--strict', '--noEmit', '--target', 'es2022', ...asked];
    const { status, stdout } = spawnSync(process.execPath, given, { cwd: project, encoding: 'utf8' });
    assert.deepEqual([status, stdout], [0, ''], asked.join(' '));
  }

  test('strict TypeScript as Node resolves, with the libraries that come with the target', () =>
    compile('--module', 'nodenext', 'strict.ts', 'strict.cts'));

  test('strict TypeScript as bundlers resolve', () =>
    compile('--module', 'esnext', '--moduleResolution', 'bundler', 'strict.ts'));

  test('strict TypeScript in Node without the DOM', () =>
    compile(
      ...['--module', 'nodenext', '--lib', 'es2022', '--types', 'node'],
      ...['--typeRoots', file('../node_modules/@types').pathname, 'server.ts'],
    ));

  test('strict TypeScript: all that the tables have, and the README’s examples', async () => {
    const { catalogue, formula } = await import('kudari/problems');
    const defaults = (/** @type {Readonly<Record<string, { default: unknown }>>} */ options) =>
      Object.fromEntries(Object.entries(options).map(([name, spec]) => [name, spec.default]));
    const optimizers = methods.map((row) => ({ method: row.id, ...defaults(row.options) }));
    const rates = schedules.map(({ type, options }) => ({ type, base: 1, ...defaults(options) }));
    const ids = [...catalogue, formula].map(({ id }) => id);
    const program = [
      `import type { MethodId, OptimizerOptions, ScheduleObject } from 'kudari';`,
      `import type { ConfigInput, ProblemId } from 'kudari/experiment';`,
      `export const optimizers: (OptimizerOptions & { method: MethodId })[] = ${JSON.stringify(optimizers)};`,
      `export const rates: ScheduleObject[] = ${JSON.stringify(rates)};`,
      `export const config: ConfigInput = { runs: ${JSON.stringify(optimizers)} };`,
      `export const problems: Record<ProblemId, 0> = ${JSON.stringify(Object.fromEntries(ids.map((id) => [id, 0])))};`,
    ];
    const examples = [...read('README.md').matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);
    const programs = [program.join('\n'), ...examples].map((text, k) => {
      const name = `generated-${k}.ts`;
      writeFileSync(join(project, name), text);
      return name;
    });
    compile('--module', 'nodenext', ...programs);
  });
});

describe('what nobody imports stays out', () => {
  /** What esbuild makes of a program. @param {string} program */
  async function bundle(program) {
    const { outputFiles, warnings } = await build({
      stdin: { contents: program, resolveDir: project },
      bundle: true,
      minify: true,
      format: 'esm',
      charset: 'utf8',
      write: false,
      // That an import does nothing is what is to be shown.
      logOverride: { 'ignored-bare-import': 'silent' },
    });
    assert.deepEqual(warnings, []);
    return outputFiles[0].text;
  }

  test('of the problems', async () => {
    const ids = (await import('kudari/problems')).catalogue.map(({ id }) => id);
    const named = (/** @type {string} */ text) => ids.filter((id) => new RegExp(`id:["'\`]${id}["'\`]`).test(text));
    const everything = await bundle(`import * as all from 'kudari/problems'; console.log({ ...all });`);
    const one = await bundle(`import { quadratic } from 'kudari/problems'; console.log(quadratic);`);
    const none = await bundle(`import { random } from 'kudari/problems'; console.log(random);`);
    assert.deepEqual([named(everything), named(one), named(none)], [ids, ['quadratic'], []]);
    assert.ok(everything.includes('crossEntropy') && everything.includes('OperatorNode'));
    assert.ok(!one.includes('crossEntropy') && !one.includes('OperatorNode') && !one.includes('calculus'));
    assert.ok(one.length < 4000 && none.length < 2500, `${one.length} and ${none.length} characters`);
  });

  test('of the core', async () => {
    const core = await bundle(`import { loadKudari } from 'kudari'; console.log(loadKudari);`);
    assert.ok(core.includes('kudari.wasm') && !core.includes('himmelblau') && core.length < 34_000, `${core.length}`);
    assert.equal(await bundle(`import 'kudari'; import 'kudari/problems'; import 'kudari/experiment';`), '');
    assert.match(await bundle(`import 'kudari/embed';`), /kudari-lab/);
  });
});

describe('sizes', () => {
  const weight = (/** @type {string} */ path) => brotliCompressSync(readFileSync(installed(path))).length;

  test('the wasm is within 9 kB, brotli', () => {
    assert.ok(weight('dist/kudari.wasm') <= 9_000, `${weight('dist/kudari.wasm')} bytes`);
  });

  test('whoever imports the core without a bundler loads three small scripts and the wasm: within 20 kB', () => {
    const scripts = new Set(['kudari.js']);
    for (const script of scripts)
      for (const [, name] of read(`dist/${script}`).matchAll(/(?:from|import) ?["'`]\.\/([^"'`]+)["'`]/g))
        scripts.add(name);
    assert.deepEqual(
      [...scripts].map((name) => name.replace(/-.*/, '')),
      ['kudari.js', 'core', 'check'],
    );
    const total = [...scripts, 'kudari.wasm'].reduce((sum, name) => sum + weight(`dist/${name}`), 0);
    assert.ok(total <= 20_000, `${total} bytes`);
  });
});
