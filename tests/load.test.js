/**
 * Where the module may come from, and what is said where it cannot be had.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { loadKudari } from 'kudari';
import { file, kudari, samePath, using, vector, walk } from './support.js';

const w0 = vector(9);

describe('loadKudari', () => {
  const bytes = readFileSync(file('../dist/kudari.wasm'));
  const fresh = () => new Uint8Array(bytes);
  /** (module (func (export "answer") (result i32) i32.const 42)) */
  const other = Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 10, 1, 6, 97, 110, 115, 119, 101, 114, 0, 0, 10,
    6, 1, 4, 0, 65, 42, 11,
  ]);
  /** (module (import "other" "thing" (func))) */
  const needy = Uint8Array.from([
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    1,
    4,
    1,
    96,
    0,
    0,
    2,
    15,
    1,
    5,
    ...Buffer.from('other'),
    5,
    ...Buffer.from('thing'),
    0,
    0,
  ]);

  /** @param {any} options @param {string[]} words @param {string} [what] */
  async function rejects(options, words, what = words.join(' ')) {
    /** @type {any} */
    const error = await loadKudari(options).then(
      () => assert.fail(`${what}: must reject`),
      (reason) => reason,
    );
    assert.ok(error instanceof Error, what);
    for (const word of words)
      assert.ok(
        error.message.includes(word),
        `${what}: the message should contain ${JSON.stringify(word)}, but is: ${error.message}`,
      );
    return error;
  }

  /** It works: one step of something. @param {any} options */
  async function works(options) {
    const core = await loadKudari(options);
    const opt = core.optimizer('adam', w0);
    samePath(
      walk(opt, 2),
      using('adam', w0, {}, (mine) => walk(mine, 2)),
      'two steps',
    );
    opt.dispose();
    return core;
  }

  test('takes a URL, a string, bytes, a buffer, a module, a response, a promise of any', async () => {
    const url = file('../dist/kudari.wasm');
    const buffer = fresh().buffer;
    const typed = { headers: { 'content-type': 'application/wasm' } };
    /** @type {[string, any][]} */
    const sources = [
      ['URL', url],
      ['string', url.href],
      ['path', url.pathname],
      ['Uint8Array', fresh()],
      ['ArrayBuffer', buffer],
      ['part of a buffer', new Uint8Array([9, 9, ...bytes, 9]).subarray(2, 2 + bytes.length)],
      ['Module', new WebAssembly.Module(bytes)],
      ['Response', new Response(fresh(), typed)],
      ['Response of an unknown type', new Response(fresh())],
      ['promise of bytes', Promise.resolve(fresh())],
      ['promise of a Response', Promise.resolve(new Response(fresh(), typed))],
      ['data: URL', `data:application/wasm;base64,${bytes.toString('base64')}`],
    ];
    for (const [what, wasm] of sources) {
      await assert.doesNotReject(works({ wasm }), what);
      assert.equal(loadKudari({ wasm }), loadKudari({ wasm }), `${what}: memoised`);
    }
  });

  test('is memoised by source', async () => {
    assert.equal(loadKudari(), loadKudari());
    assert.equal(loadKudari(), loadKudari({}));
    assert.equal(await loadKudari(), kudari);
    const url = file('../dist/kudari.wasm');
    assert.equal(loadKudari({ wasm: url }), loadKudari({ wasm: url.href }), 'a URL and its string are one source');
    const [a, b] = [await loadKudari({ wasm: fresh() }), await loadKudari({ wasm: fresh() })];
    assert.notEqual(a, b, 'two arrays are two sources');
    const one = a.optimizer('sgd', [1]);
    const two = b.optimizer('sgd', [2]);
    assert.notEqual(one.params.buffer, two.params.buffer, 'each has its own memory');
  });

  test('a path is relative to the working directory, whatever its name', async () => {
    const before = process.cwd();
    const parent = mkdtempSync(join(tmpdir(), 'kudari-'));
    try {
      for (const name of ['plain', 'with space', 'with#hash', 'with?mark', 'with%41', 'with日本']) {
        const directory = join(parent, name);
        mkdirSync(directory);
        writeFileSync(join(directory, `${encodeURIComponent(name).length}.wasm`), bytes);
        process.chdir(directory);
        await assert.doesNotReject(works({ wasm: `./${encodeURIComponent(name).length}.wasm` }), name);
      }
    } finally {
      process.chdir(before);
      rmSync(parent, { recursive: true });
    }
  });

  test('says what is wrong', async () => {
    await rejects({ wasm: other }, ["not kudari's", 'memory', 'malloc'], 'another module');
    await rejects(
      { wasm: new TextEncoder().encode('<!doctype html>') },
      ['kudari.wasm could not be loaded', 'loadKudari({ wasm'],
      'garbage',
    );
    await rejects({ wasm: new Uint8Array() }, ['kudari.wasm could not be loaded'], 'no bytes');
    await rejects({ wasm: fresh().subarray(0, 1000) }, ['kudari.wasm could not be loaded'], 'half a file');
    await rejects(
      { wasm: '/no/such/place.wasm' },
      ['could not be loaded', '/no/such/place.wasm', 'ENOENT', 'wasm-unsafe-eval'],
      'no file',
    );
    await rejects(
      { wasm: new Response('gone', { status: 404, statusText: 'Not Found' }) },
      ['could not be loaded', 'HTTP 404 Not Found'],
      '404',
    );
    await rejects({ wasm: new Response('<!doctype html>') }, ['could not be loaded'], 'a page instead');
    await rejects({ wasm: 'http://' }, ['could not be loaded', 'http://'], 'no URL');
    await rejects({ wasm: Promise.reject(new Error('offline')) }, ['offline'], 'a promise that fails');
    for (const wasm of [null, 5, true, {}, [], () => 0, Symbol('wasm'), 1n]) {
      const error = await rejects(
        { wasm },
        ['wasm must be', 'URL', 'bytes', 'Module', 'Response'],
        String(typeof wasm),
      );
      assert.ok(error instanceof TypeError);
    }
  });

  test('says so when the module is another one that imports something', async () => {
    await rejects({ wasm: needy }, ["not kudari's"]);
  });

  test('tries again after a failure', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kudari-'));
    try {
      const path = join(directory, 'late.wasm');
      const wasm = pathToFileURL(path);
      const first = loadKudari({ wasm });
      await rejects({ wasm }, ['ENOENT']);
      writeFileSync(path, bytes);
      const second = loadKudari({ wasm });
      assert.notEqual(second, first);
      await works({ wasm });
      assert.equal(loadKudari({ wasm }), second, 'and keeps what it has then');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
