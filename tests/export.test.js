/**
 * A trace as a file: what is read back is what was computed, to the last bit.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { bounds, columns, csvOf, jsonOf, parseConfig, runExperiment } from 'kudari/experiment';
import { kudari } from './support.js';

/** @typedef {import('kudari/experiment').Trace} Trace */

/** @param {any} config */
const run = (config) => runExperiment(kudari, config);

/** RFC 4180, and nothing else. @param {string} text @returns {string[][]} records */
function parseCsv(text) {
  /** @type {string[][]} */
  const records = [];
  /** @type {string[]} */
  let record = [];
  let at = 0;
  while (at < text.length) {
    const quoted = /"((?:[^"]|"")*)"(?=,|\r\n)/y;
    const bare = /([^",\r\n]*)(?=,|\r\n)/y;
    const pattern = text[at] === '"' ? quoted : bare;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    assert.ok(match, `a field at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    record.push(match[1].replaceAll('""', '"'));
    at = pattern.lastIndex;
    if (text[at] === ',') at += 1;
    else {
      records.push(record);
      record = [];
      at += 2;
    }
  }
  assert.deepEqual(record, [], 'ends with the end of a line');
  return records;
}

/** @param {string} csv @returns {Record<string, string>[]} */
function rowsOf(csv) {
  const [header, ...records] = parseCsv(csv);
  assert.equal(new Set(header).size, header.length, 'each column once');
  return records.map((record) => {
    assert.equal(record.length, header.length);
    return Object.fromEntries(header.map((name, i) => [name, record[i]]));
  });
}

/** @param {string} cell */
const number = (cell) => (cell === '' ? NaN : Number(cell));

/** Every number of the trace stands in the table where it belongs. @param {Trace} trace @param {string} csv */
function sameTable(trace, csv) {
  const rows = rowsOf(csv);
  assert.equal(
    rows.length,
    trace.runs.reduce((sum, each) => sum + each.length, 0),
  );
  let at = 0;
  trace.runs.forEach((each, k) => {
    for (let i = 0; i < each.length; i++) {
      const row = rows[at++];
      const { run: place, method } = row;
      assert.deepEqual([place, method], [String(k + 1), each.method]);
      for (const name of columns)
        if (name in row) assert.ok(Object.is(number(row[name]), each[name][i]), `${name} of run ${k} at ${i}`);
        else assert.ok(!Number.isFinite(each[name][i]), `${name} was measured at ${i}`);
      for (let j = 0; j < each.dimensions; j++)
        assert.ok(Object.is(number(row[`w${j + 1}`]), each.path[i * each.dimensions + j]), `w${j + 1} at ${i}`);
      assert.ok(!(`w${each.dimensions + 1}` in row));
    }
  });
}

/** The same of the JSON, where null stands for what is not finite. @param {Trace} trace @param {string} json */
function sameJson(trace, json) {
  const read = JSON.parse(json);
  assert.deepEqual(Object.keys(read), ['config', 'runs']);
  assert.deepEqual(parseConfig(read.config), trace.config);
  assert.equal(read.runs.length, trace.runs.length);
  trace.runs.forEach((each, k) => {
    const { method, stopped, path, ...rest } = read.runs[k];
    assert.equal(method, each.method);
    assert.equal(stopped?.step, each.stopped?.step);
    assert.equal(stopped?.what, each.stopped?.what);
    const alike = (/** @type {any} */ value, /** @type {number} */ actual) =>
      Number.isFinite(actual) ? Object.is(value, actual) : value === null;
    for (const name of columns) {
      if (!(name in rest)) assert.ok(!each[name].some(Number.isFinite), name);
      else {
        assert.equal(rest[name].length, each.length);
        assert.ok(
          each[name].every((value, i) => alike(rest[name][i], value)),
          `${name} of run ${k}`,
        );
      }
    }
    assert.equal(path.length, each.length);
    for (const [i, w] of path.entries()) {
      assert.equal(w.length, each.dimensions);
      for (let j = 0; j < w.length; j++) assert.ok(alike(w[j], each.path[i * each.dimensions + j]), `w${j} at ${i}`);
    }
  });
}

/** @type {Record<string, { config: any, columns: string[] }>} what is in its table besides the first columns and path */
const experiments = {
  'the lecture’s figure, with SAM': {
    config: {
      steps: 140,
      runs: [
        { method: 'sgd', lr: 0.08 },
        { method: 'sgd', lr: 0.08, sam: { rho: 0.25 } },
      ],
      measure: { sharpness: 1, samSharpness: { rho: 0.25, eps: 0 } },
    },
    columns: ['sharpness', 'residual', 'samSharpness', 'stability', 'w1', 'w2'],
  },
  'a divergence beside a run in float32': {
    config: {
      problem: 'quadratic',
      dtype: 'float32',
      steps: 600,
      runs: [
        { method: 'sgd', lr: 1e6 },
        { method: 'adam', lr: 0.1 },
      ],
      measure: { sharpness: 0 },
    },
    columns: ['stability', 'preconditionedStability', 'w1', 'w2'],
  },
  'a network, of which the first two parameters are kept': {
    config: {
      problem: { id: 'network', hidden: [3] },
      steps: 20,
      runs: ['adam'],
      measure: { sharpness: 5, eigenvalues: 3, accuracy: 5 },
    },
    columns: [
      ...['sharpness', 'residual', 'preconditionedStability', 'trainAccuracy', 'testLoss', 'testAccuracy'],
      ...['eigenvalue1', 'eigenvalue2', 'eigenvalue3', 'w1', 'w2'],
    ],
  },
  'a typed formula': {
    config: { problem: { id: 'formula', f: 'x^2 - (x - y)^2 + abs(x)/3' }, start: [0.1, 1], steps: 4, runs: ['sgd'] },
    columns: ['sharpness', 'residual', 'stability', 'w1', 'w2'],
  },
};

for (const [name, { config, columns: expected }] of Object.entries(experiments)) {
  describe(name, () => {
    test('as CSV', async () => {
      const trace = await run(config);
      const csv = csvOf(trace);
      const [header] = parseCsv(csv);
      assert.deepEqual(header.slice(0, 8), [
        ...['run', 'method', 'sam_rho'],
        ...['step', 'evaluations', 'lr', 'loss', 'gradientNorm'],
      ]);
      assert.deepEqual(header.slice(8), expected);
      sameTable(trace, csv);
    });

    test('as JSON', async () => {
      const trace = await run(config);
      sameJson(trace, jsonOf(trace));
    });
  });
}

describe('what the numbers are', () => {
  test('the radius of SAM, at each of its states and nowhere else', async () => {
    const trace = await run({
      steps: 2,
      runs: [{ method: 'sgd', sam: { rho: 0.3 } }, { method: 'sgd' }, { method: 'adam', sam: {} }],
    });
    const radii = rowsOf(csvOf(trace)).map(({ run: place, sam_rho: rho }) => `${place}:${rho}`);
    const expected = [...Array(3).fill('1:0.3'), ...Array(3).fill('2:'), ...Array(3).fill('3:0.05')];
    assert.deepEqual(radii, expected);
  });

  test('infinite where a run left the numbers, and null in JSON', async () => {
    const trace = await run(experiments['a divergence beside a run in float32'].config);
    const [{ stopped, length }] = trace.runs;
    assert.ok(stopped && length < 601);
    const last = rowsOf(csvOf(trace))[length - 1];
    assert.equal(stopped.value, Infinity);
    assert.equal(last.loss, 'Infinity');
    const read = JSON.parse(jsonOf(trace)).runs[0];
    assert.deepEqual([read.loss.at(-1), read.stopped], [null, { ...stopped, value: null }]);
  });

  test('each eigenvalue in a column, and −0 with its sign', async () => {
    const trace = await run(experiments['a network, of which the first two parameters are kept'].config);
    const [{ spectrum }] = trace.runs;
    const rows = rowsOf(csvOf(trace));
    const tables = JSON.parse(jsonOf(trace)).runs[0].spectrum;
    for (const [i, row] of rows.entries())
      for (let j = 0; j < 3; j++) {
        assert.ok(Object.is(number(row[`eigenvalue${j + 1}`]), spectrum[3 * i + j]));
        assert.equal(tables[i][j], i % 5 === 0 ? spectrum[3 * i + j] : null);
      }
    trace.runs[0].path[0] = trace.runs[0].loss[0] = -0;
    const [{ w1, loss }] = rowsOf(csvOf(trace));
    assert.deepEqual([w1, loss], ['-0', '-0']);
    const read = JSON.parse(jsonOf(trace)).runs[0];
    assert.ok(Object.is(read.path[0][0], -0) && Object.is(read.loss[0], -0));
  });

  test('the config whole, with a formula as it was typed', async () => {
    const trace = await run(experiments['a typed formula'].config);
    assert.equal(JSON.parse(jsonOf(trace)).config.problem.f, 'x^2 - (x - y)^2 + abs(x)/3');
  });
});

test('text that a spreadsheet would run, or that has signs of CSV in it, is kept from both', async () => {
  const trace = await run({ steps: 1, runs: ['sgd'] });
  const named = (/** @type {string} */ method) => ({ ...trace, runs: [{ ...trace.runs[0], method }] });
  for (const [method, cell] of [
    ['=HYPERLINK("http://x")', `'=HYPERLINK("http://x")`],
    ['+1', "'+1"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['a, "b"\r\nc', 'a, "b"\r\nc'],
    ["$& $1 $'", "$& $1 $'"],
  ]) {
    const rows = rowsOf(csvOf(named(method)));
    assert.deepEqual(
      rows.map((row) => row.method),
      [cell, cell],
    );
    assert.equal(JSON.parse(jsonOf(named(method))).runs[0].method, method);
  }
});

test('the largest experiment that there can be', async () => {
  const { steps, runs } = bounds;
  const { config, runs: short } = await run({
    problem: 'rosenbrock',
    steps: 1,
    runs: ['sgd'],
    measure: { sharpness: 0 },
  });
  const length = steps + 1;
  const series = (/** @type {number} */ seed) => Float64Array.from({ length }, (_, i) => Math.sin(seed + i) * 1e-3);
  const made = Array.from({ length: runs }, (_, k) => ({
    ...short[0],
    length,
    ...Object.fromEntries(columns.map((name) => [name, new Float64Array(length).fill(NaN)])),
    step: Float64Array.from({ length }, (_, i) => i),
    loss: series(k),
    path: Float64Array.from({ length: 2 * length }, (_, i) => Math.cos(k + i)),
  }));
  const large = { config: { ...config, runs: made.map(() => config.runs[0]) }, runs: made };
  const csv = csvOf(/** @type {Trace} */ (large));
  assert.ok(
    csv.endsWith(
      `\r\n8,sgd,,100000,,,${Math.sin(7 + steps) * 1e-3},,${Math.cos(7 + 2 * steps)},${Math.cos(8 + 2 * steps)}\r\n`,
    ),
  );
  assert.equal(csv.match(/\r\n/g)?.length, runs * length + 1);
  const read = JSON.parse(jsonOf(/** @type {Trace} */ (large)));
  assert.equal(read.runs[7].path.length, length);
  assert.deepEqual(read.runs[7].path[steps], [Math.cos(7 + 2 * steps), Math.cos(8 + 2 * steps)]);
});
