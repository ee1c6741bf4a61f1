/**
 * The README's examples run as they stand, its table is the table, and its numbers are those of the saved benchmarks.
 */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { loadKudari } from 'kudari';
import { savedResults } from './bench/results.js';
import { written } from './readme.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...readme.matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code);

/**
 * Runs an example as a module of this package, and returns what it printed.
 *
 * @param {string} code
 * @returns {Promise<any[]>}
 */
async function run(code) {
  /** @type {any[]} */
  const printed = [];
  const imports = code.replace(/from '(kudari[^']*)'/g, (_, name) => `from '${import.meta.resolve(name)}'`);
  const module = `const console = { log: (value) => globalThis.printed.push(structuredClone(value)) };\n${imports}`;
  /** @type {any} */ (globalThis).printed = printed;
  await import(`data:text/javascript,${encodeURIComponent(module)}`);
  return printed;
}

test('there are five examples, and the first has ten lines or so', () => {
  assert.equal(examples.length, 5);
  assert.ok(examples[0].trim().split('\n').length <= 14);
});

test('the first example comes down', async () => {
  const [params] = await run(examples[0]);
  assert.equal(params.length, 2);
  // From a distance of 1.6.
  assert.ok(Math.hypot(...params) < 0.1, `${params}`);
});

test('the second example goes on after JSON as if it had not been away, and without a function as with one', async () => {
  const opt = (await loadKudari()).optimizer('adam', [1, -2], { lr: 0.1, sam: { rho: 0.05 } });
  const bowl = (/** @type {any} */ w, /** @type {any} */ g) => (g.set(w), (w[0] ** 2 + w[1] ** 2) / 2);
  opt.step(bowl);
  opt.set({ sam: null });
  opt.step(bowl);
  assert.deepEqual(await run(examples[1]), [[...opt.params]]);
  // Adam's first steps are of length lr, but for ε.
  [0.8, -1.8].forEach((w, i) => assert.ok(Math.abs(opt.params[i] - w) < 1e-3, `${opt.params}`));
  opt.dispose();
});

test('the third example gives each run’s last loss', async () => {
  const [losses] = await run(examples[2]);
  assert.equal(losses.length, 2);
  // Rosenbrock from (−1.2, 1), 24.2 at the start; Nesterov is nearly there.
  assert.ok(losses[0] < 0.5 && losses[1] < 0.01, `${losses}`);
});

test('the fourth example is the formula’s loss and gradient', async () => {
  // 16 − 8 + 1; 4x³ − 4x and 2y at (2, 1).
  assert.deepEqual(await run(examples[3]), [[9, 24, 2]]);
});

test('the fifth example is at the edge of stability', async () => {
  const [spectrum, rise] = await run(examples[4]);
  assert.ok(Math.abs(spectrum.values[0] - 10) < 1 && spectrum.converged, `${spectrum.values}`);
  assert.ok(rise > 0 && rise < 1, `${rise}`);
});

test('the table of methods is the code’s, and the numbers are the saved benchmarks’', () => {
  assert.equal(readme, written(readme), 'run `node tests/readme.js`');
});

test('other results would make another README: every number follows', () => {
  const other = savedResults();
  const doubled = JSON.parse(JSON.stringify(other), (key, value) =>
    typeof value === 'number' && key !== 'n' ? 1.7 * value : value,
  );
  // Ratios stay; what is a time, a size or a share does not.
  doubled.update.float32.adam.find((/** @type {any} */ { n }) => n === 1e5).times.plain.median *= 3;
  doubled.update.float64.adam.find((/** @type {any} */ { n }) => n === 1e5).times.plain.median *= 3;
  const [before, after] = [readme, written(readme, doubled)].map((text) => [
    ...text.matchAll(/<!-- bench (\S+) -->([^]*?)<!-- \/bench -->/g),
  ]);
  assert.equal(before.length, 11);
  before.forEach(([, name, number], k) => {
    assert.equal(after[k][1], name);
    assert.notEqual(after[k][2], number, name);
  });
});

test('every link within the repository leads somewhere, and the pictures are small', () => {
  for (const name of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    const text = readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
    for (const [, path] of text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      const { size } = statSync(new URL(`../${path}`, import.meta.url));
      assert.ok(!path.endsWith('.png') || size < 200_000, `${path} has ${size} bytes`);
    }
    const named = [...text.matchAll(/\[[^\]]+\]\[(\w+)\]/g)].map(([, label]) => label);
    for (const label of named) assert.ok(text.includes(`\n[${label}]: https://`), `${name}: ${label}`);
  }
});
