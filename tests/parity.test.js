/**
 * What the page says of its parity with PyTorch: the same as tests/golden.test.js asserts, and a difference where one is.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followOptimizer, followSam, gather, replay } from '../web/experiment/parity.js';
import { parityPhrases } from '../web/lab/parity-phrases.js';
import { summarise, tabulate } from '../web/lab/parity-table.js';
import { Parity } from '../web/lab/parity.js';
import { golden, ids, kudari as built } from './support.js';

/** @typedef {import('../web/experiment/parity.js').Finding} Finding */

/** The built core, which is the same class by another name. @type {any} */
const kudari = built;

const record = () => ({
  optimizers: golden('optimizers'),
  sam: golden('sam'),
  schedules: golden('schedules'),
});
const findings = [...replay(kudari, record())];

/** The largest relative difference and the numbers equal in every bit, counted here. */
class Count {
  worst = 0;
  equal = 0;
  all = 0;

  /** @param {ArrayLike<number>} actual @param {ArrayLike<number>} expected */
  add(actual, expected) {
    for (let i = 0; i < expected.length; i++) {
      this.worst = Math.max(this.worst, Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
      this.equal += Number(Object.is(actual[i], expected[i]));
      this.all += 1;
    }
  }
}

/** @param {Count} count @param {Finding} finding */
const agree = (count, finding) =>
  assert.deepEqual([finding.difference, finding.equal, finding.compared], [count.worst, count.equal, count.all]);

/** @param {(row: any) => boolean} isIt @param {(recorded: any) => void} change */
function falsified(isIt, change) {
  const recorded = record();
  change([...recorded.optimizers.cases, ...recorded.sam.cases, ...recorded.schedules.cases].find(isIt));
  return [...replay(kudari, recorded)];
}

test('every case has its finding, with the tolerance of the golden test', () => {
  const { optimizers, sam, schedules } = record();
  assert.equal(findings.length, 52 + 2 * 12 + 8);
  for (const row of optimizers.cases) {
    const [finding, ...others] = findings.filter(({ kind, id }) => kind === 'optimizer' && id === row.id);
    assert.deepEqual(others, []);
    const tolerance = row.dtype === 'float32' ? 1e-6 : row.method === 'nadam' ? 1e-9 : 1e-12;
    assert.deepEqual([finding.method, finding.dtype, finding.tolerance], [row.method, row.dtype, tolerance]);
    assert.deepEqual([finding.first, finding.last, finding.source], [1, 40, row.source]);
    const count = new Count();
    followOptimizer(kudari, optimizers, row, ({ params }, expected) => count.add(params, expected));
    agree(count, finding);
    assert.ok(finding.within, row.id);
  }
  for (const row of sam.cases) {
    const [calm, rest, ...others] = findings.filter(({ kind, id }) => kind === 'sam' && id === row.id);
    assert.deepEqual(others, []);
    assert.deepEqual([calm.first, calm.last, calm.tolerance], [1, 20, 1e-10]);
    assert.deepEqual([rest.first, rest.last, rest.tolerance], [21, 140, 1e-4]);
    const [early, late] = [new Count(), new Count()];
    followSam(kudari, row, ({ steps, params }, expected) => (steps <= 20 ? early : late).add(params, expected));
    agree(early, calm);
    agree(late, rest);
    assert.ok(calm.within && rest.within, row.id);
  }
  for (const row of schedules.cases) {
    const finding = /** @type {Finding} */ (findings.find(({ kind, id }) => kind === 'schedule' && id === row.id));
    const rate = kudari.schedule({ ...row.schedule, base: 0.1 });
    const count = new Count();
    row.lr.forEach((/** @type {number} */ lr, /** @type {number} */ step) => count.add([rate(step)], [lr]));
    agree(count, finding);
    assert.equal(finding.tolerance, 1e-12);
    assert.ok(finding.within, row.id);
  }
});

test('the table has every method under what it was compared with', () => {
  const groups = tabulate(findings);
  assert.deepEqual(
    groups.map(({ reference, version, rows }) => [reference, version, rows.length]),
    [
      ['torch', '2.14.1', 12],
      ['rules', '', 3],
      ['sam', '', 2],
      ['schedules', '2.14.1', 1],
    ],
  );
  const [torch, rules, sam, [schedules]] = groups.map(({ rows }) => rows);
  const own = ['adabound', 'amsbound', 'lion'];
  const named = (/** @type {{ id: string, torch: string }} */ method) => method.torch !== '';
  assert.deepEqual(
    torch.map(({ method }) => method),
    built.methods.filter(named).map(({ id }) => id),
    'what the table of methods gives a PyTorch call, and nothing else, is called PyTorch’s',
  );
  assert.deepEqual(
    rules.map(({ method }) => method),
    own,
  );
  assert.deepEqual(new Set([...torch, ...rules].map(({ method }) => method)), new Set(ids));
  for (const { method, cases, compared, float64, float32 } of [...torch, ...rules]) {
    const its = findings.filter((finding) => finding.kind === 'optimizer' && finding.method === method);
    assert.deepEqual([cases, compared], [its.length, its.length * 8 * 19]);
    for (const [dtype, found] of Object.entries({ float64, float32 })) {
      const typed = its.filter((finding) => finding.dtype === dtype);
      assert.equal(found?.difference, Math.max(...typed.map(({ difference }) => difference)), `${method} ${dtype}`);
      assert.equal(found?.exact, !['radam', 'nadam'].includes(method), `${method} ${dtype}: to the last bit`);
    }
  }
  assert.deepEqual(
    sam.map(({ first, last, cases, compared, float32 }) => [first, last, cases, compared, float32]),
    [
      [1, 20, 12, 12 * 5 * 2, null],
      [21, 140, 12, 12 * 3 * 2, null],
    ],
  );
  assert.deepEqual([schedules.cases, schedules.compared], [8, 51 + 5 * 60 + 60 + 51]);
});

test('the summary counts the optimizers’ trajectories and names the farthest', () => {
  const { cases, compared, equal, float64, float32, allWithin } = summarise(findings);
  assert.deepEqual([cases, compared, equal, allWithin], [52, 52 * 8 * 19, 7664, true]);
  for (const { method, difference, tolerance } of [float64, float32]) {
    assert.equal(method, 'nadam', 'PyTorch keeps its product of momenta in float32');
    assert.ok(difference > tolerance / 100 && difference <= tolerance, `${difference}`);
  }
});

test('a falsified number is found, with its size, in its place', () => {
  const cheated = falsified(
    ({ id }) => id === 'adamw/float64',
    (row) => (row.w[13][7] += 0.001),
  );
  const [wrong, ...others] = cheated.filter(({ within }) => !within);
  assert.deepEqual([wrong.id, wrong.exact, wrong.equal, others], ['adamw/float64', false, 151, []]);
  assert.ok(Math.abs(wrong.difference - 0.001) < 1e-12, `${wrong.difference}`);
  assert.equal(summarise(cheated).allWithin, false);
  const beyond = tabulate(cheated).flatMap(({ rows }) => rows.filter(({ float64 }) => !float64?.within));
  assert.deepEqual(
    beyond.map(({ method, float64, float32 }) => [method, float64?.tolerance, float32?.within]),
    [['adamw', 1e-12, true]],
  );
});

test('the last bit, the sign of zero, a large number, and what is no number count as they should', () => {
  const [sgd] = falsified(
    ({ id }) => id === 'sgd/float64',
    (row) => (row.w[1][0] *= 1 + Number.EPSILON),
  );
  assert.deepEqual([sgd.within, sgd.exact, sgd.equal], [true, false, 151]);
  assert.ok(sgd.difference > 0 && sgd.difference <= 2 ** -51, `${sgd.difference}`);
  const [huge] = falsified(
    ({ id }) => id === 'sgd/float64',
    (row) => (row.w[1][0] = 1e6),
  );
  assert.ok(Math.abs(huge.difference - 1) < 1e-5, 'relative to what is recorded');
  for (const value of [NaN, null, '?', undefined]) {
    const [none] = falsified(
      ({ id }) => id === 'sgd/float64',
      (row) => (row.w[1][3] = value),
    );
    assert.deepEqual([none.difference, none.within], [Infinity, false], String(value));
  }
  const still = { id: 'still', method: 'sgd', dtype: 'float64', source: '', options: { lr: 0.1 }, w: { 1: [-0] } };
  const none = { source: '', cases: [] };
  const [zero] = [
    ...replay(kudari, {
      optimizers: { w0: [0], grads: [[0]], cases: [/** @type {any} */ (still)] },
      sam: none,
      schedules: none,
    }),
  ];
  assert.deepEqual([zero.difference, zero.within, zero.exact, zero.equal], [0, true, false, 0]);
  const { exact, equal, difference } = gather([findings[0], zero]);
  assert.deepEqual([exact, equal, difference], [false, 152, 0]);
});

test('late SAM has its own tolerance, early SAM the narrow one', () => {
  for (const [step, part] of /** @type {const} */ ([
    ['20', 0],
    ['140', 1],
  ])) {
    const off = (/** @type {number} */ size) =>
      falsified(
        ({ id }) => id === 'rosenbrock/sgd/sam',
        (row) => (row.w[step][0] += size),
      ).filter(({ within }) => !within);
    const [below, above] = part === 0 ? [1e-11, 1e-9] : [1e-5, 1e-3];
    assert.deepEqual(off(below), []);
    assert.deepEqual(
      off(above).map(({ id, first }) => [id, first]),
      [['rosenbrock/sgd/sam', part === 0 ? 1 : 21]],
    );
  }
});

test('what cannot be replayed is named', () => {
  const throws = (/** @type {(row: any) => void} */ change, /** @type {RegExp} */ message) =>
    assert.throws(() => falsified(({ id }) => id === 'sgd/float64', change), message);
  throws((row) => row.w[5].pop(), /^RangeError: sgd\/float64: a state of 18 numbers is recorded where there are 19/);
  throws(
    (row) => (row.w[41] = row.w[40]),
    /^RangeError: sgd\/float64: 1 of the recorded states lie outside steps 1 to 40/,
  );
  throws((row) => (row.method = 'sdg'), /sdg/);
});

test('the page’s check goes from idle to done, and tells of each change', async () => {
  /** @type {[string, number, number][]} */
  const seen = [];
  const parity = new Parity(
    kudari,
    () => seen.push([parity.state, parity.findings.length, parity.total]),
    async () => record(),
  );
  assert.deepEqual([parity.state, parity.findings], ['idle', []]);
  const running = parity.start();
  parity.start();
  await running;
  assert.deepEqual(parity.findings, findings, 'once, although it was asked for twice');
  assert.deepEqual(seen[0], ['running', 0, 0]);
  assert.deepEqual(seen.at(-1), ['done', 84, 84]);
  assert.ok(seen.slice(1, -1).every(([state, done, total]) => state === 'running' && done <= total));
});

test('the page’s check leaves the event loop a turn after every six milliseconds', async (t) => {
  // A clock on which each trajectory takes two.
  let clock = 0;
  t.mock.method(performance, 'now', () => (clock += 2));
  let turns = 0;
  const timer = setInterval(() => (turns += 1));
  /** @type {number[]} */
  const told = [];
  /** @type {number[]} */
  const turnsThen = [];
  const parity = new Parity(
    kudari,
    () => {
      told.push(parity.findings.length);
      turnsThen.push(turns);
    },
    async () => record(),
  );
  await parity.start();
  clearInterval(timer);
  assert.deepEqual(told, [0, ...Array.from({ length: 28 }, (_, k) => 3 * (k + 1)), 84]);
  for (let k = 2; k < told.length; k++)
    assert.ok(turnsThen[k] > turnsThen[k - 1], `between ${told[k - 1]} and ${told[k]}`);
});

test('the page’s check says why it failed, and can be asked again', async () => {
  for (const [load, reason] of /** @type {[() => Promise<any>, RegExp][]} */ ([
    [() => Promise.reject(new Error('HTTP 404')), /^HTTP 404$/],
    [async () => ({}), /no cases of optimizers/],
    [async () => ({ ...record(), sam: { cases: [] } }), /no cases of sam/],
  ])) {
    let calls = 0;
    const parity = new Parity(
      kudari,
      () => {},
      () => (calls++ ? Promise.resolve(record()) : load()),
    );
    await parity.start();
    assert.equal(parity.state, 'failed');
    assert.match(parity.reason, reason);
    await parity.start();
    assert.deepEqual([parity.state, parity.reason, parity.findings.length], ['done', '', 84]);
  }
});

test('both languages fill the same blanks', () => {
  const blanks = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
  for (const [phrase, text] of Object.entries(parityPhrases.en))
    assert.deepEqual(
      blanks(parityPhrases.ja[/** @type {keyof typeof parityPhrases.ja} */ (phrase)]),
      blanks(text),
      phrase,
    );
});
