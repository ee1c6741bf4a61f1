/**
 * Functions as typed: their values and derivatives against those written by hand, and what is no formula.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { loadKudari } from 'kudari';
import { checkDomain, createProblem, formula, himmelblau, loadFormulas, rosenbrock } from 'kudari/problems';
import { ConfigError, parseConfig, runExperiment, stringifyConfig } from 'kudari/experiment';
import { decodeValue, encodeFields, splitFields } from '../web/experiment/codec.js';
import { compile } from '../web/problems/calculus/index.js';
import { close, file, refuses } from './support.js';
import { wrongFormulas } from './wrong.js';

/** @typedef {import('../web/problems/problem.js').Problem} Problem */

await loadFormulas();

/** Where logarithms and square roots are finite too. */
const points = [
  [0.3, 0.7],
  [0.45, 0.2],
  [0.9, 0.6],
];

/** A formula starting where nearly all of them are finite. @param {string} f */
const typed = (f) => formula({ f, startX: 0.5, startY: 0.6 });

/** Loss, gradient and the Hessian's three entries. @param {Problem} problem @param {readonly number[]} w */
function jet(problem, w) {
  const [g, left, right] = [
    [NaN, NaN],
    [NaN, NaN],
    [NaN, NaN],
  ];
  const loss = problem.gradient(w, g);
  assert.equal(loss, problem.loss(w), 'gradient returns the loss');
  problem.hessianVector(w, [1, 0], left);
  problem.hessianVector(w, [0, 1], right);
  assert.equal(left[1], right[0], 'the Hessian is symmetric');
  return [loss, ...g, left[0], left[1], right[1]];
}

/** The value of a formula at (x, y). @param {string} f */
const at = (f, x = 0.5, y = 0.6) => formula({ f, startX: x, startY: y }).loss([x, y]);

const { sin, cos, tan, exp, log, sqrt, sinh, cosh, tanh, PI, E, LN2, LN10 } = Math;

/** f as typed, and by hand: f, fx, fy, fxx, fxy, fyy. @type {[string, (x: number, y: number) => number[]][]} */
const byHand = [
  ['3', () => [3, 0, 0, 0, 0, 0]],
  ['x', (x) => [x, 1, 0, 0, 0, 0]],
  ['y^5', (_, y) => [y ** 5, 0, 5 * y ** 4, 0, 0, 20 * y ** 3]],
  [
    '2x y^2 - x/y',
    (x, y) => [
      2 * x * y * y - x / y,
      2 * y * y - 1 / y,
      4 * x * y + x / y ** 2,
      0,
      4 * y + 1 / y ** 2,
      4 * x - (2 * x) / y ** 3,
    ],
  ],
  [
    'sin(x) cos(y)',
    (x, y) => [
      sin(x) * cos(y),
      cos(x) * cos(y),
      -sin(x) * sin(y),
      -sin(x) * cos(y),
      -cos(x) * sin(y),
      -sin(x) * cos(y),
    ],
  ],
  [
    'tan(x) + tanh(2y)',
    (x, y) => [
      tan(x) + tanh(2 * y),
      1 / cos(x) ** 2,
      2 / cosh(2 * y) ** 2,
      (2 * tan(x)) / cos(x) ** 2,
      0,
      (-8 * tanh(2 * y)) / cosh(2 * y) ** 2,
    ],
  ],
  ['sinh(x) + cosh(y)', (x, y) => [sinh(x) + cosh(y), cosh(x), sinh(y), sinh(x), 0, cosh(y)]],
  [
    'asin(x) + acos(y)',
    (x, y) => [
      Math.asin(x) + Math.acos(y),
      1 / sqrt(1 - x * x),
      -1 / sqrt(1 - y * y),
      x / (1 - x * x) ** 1.5,
      0,
      -y / (1 - y * y) ** 1.5,
    ],
  ],
  ['atan(x)', (x) => [Math.atan(x), 1 / (1 + x * x), 0, (-2 * x) / (1 + x * x) ** 2, 0, 0]],
  [
    'exp(x y)',
    (x, y) => [
      exp(x * y),
      y * exp(x * y),
      x * exp(x * y),
      y * y * exp(x * y),
      (1 + x * y) * exp(x * y),
      x * x * exp(x * y),
    ],
  ],
  ['e^(2x)', (x) => [exp(2 * x), 2 * exp(2 * x), 0, 4 * exp(2 * x), 0, 0]],
  ['2^x', (x) => [2 ** x, LN2 * 2 ** x, 0, LN2 * LN2 * 2 ** x, 0, 0]],
  ['log(x) + ln(y)', (x, y) => [log(x) + log(y), 1 / x, 1 / y, -1 / (x * x), 0, -1 / (y * y)]],
  [
    'log2(x) + log10(y)',
    (x, y) => [Math.log2(x) + Math.log10(y), 1 / (x * LN2), 1 / (y * LN10), -1 / (x * x * LN2), 0, -1 / (y * y * LN10)],
  ],
  ['sqrt(x)', (x) => [sqrt(x), 0.5 / sqrt(x), 0, -0.25 / x ** 1.5, 0, 0]],
  [
    'x^y',
    (x, y) => [
      x ** y,
      y * x ** (y - 1),
      log(x) * x ** y,
      y * (y - 1) * x ** (y - 2),
      x ** (y - 1) * (1 + y * log(x)),
      log(x) ** 2 * x ** y,
    ],
  ],
  [
    'sqrt(x^2 + y^2)',
    (x, y) => {
      const r = Math.hypot(x, y);
      return [r, x / r, y / r, (y * y) / r ** 3, (-x * y) / r ** 3, (x * x) / r ** 3];
    },
  ],
  ['pi x + π y + tau', (x, y) => [PI * x + PI * y + 2 * PI, PI, PI, 0, 0, 0]],
];

test('derivatives are those derived by hand', () => {
  for (const [f, hand] of byHand)
    for (const [x, y] of points) close(jet(typed(f), [x, y]), hand(x, y), 1e-13, `${f} at ${x}, ${y}`);
});

test('Rosenbrock and Himmelblau as typed are the built-in ones', () => {
  const twins = /** @type {const} */ ([
    ['(1 - x)^2 + 100 (y - x^2)^2', rosenbrock()],
    ['(x^2 + y - 11)^2 + (x + y^2 - 7)^2', himmelblau()],
  ]);
  for (const [f, twin] of twins)
    for (const w of [[-1.2, 1], [0, 0], [3, -2], [0.001, 1e3], ...points])
      close(jet(formula({ f }), w), jet(twin, w), 1e-12, `${f} at ${w}`);
});

test('powers at 0 have the derivatives of their polynomials', () => {
  const zero = [0, 0];
  close(jet(typed('x^2 + y^3'), zero), [0, 0, 0, 2, 0, 0], 0, 'x^2 + y^3');
  close(jet(typed('x^(3 - 2) y^(+2) + (x)^(1)'), zero), [0, 1, 0, 0, 0, 0], 0, 'written oddly');
  close(jet(typed('0^x + 1^y'), points[0]), [1, 0, 0, 0, 0, 0], 0, 'constant powers');
});

test('abs, sign and cbrt on both sides of 0', () => {
  for (const x of [-0.5, 0.5]) {
    const side = Math.sign(x);
    close(jet(typed('abs(x)'), [x, 1]), [0.5, side, 0, 0, 0, 0], 0, 'abs');
    close(jet(typed('abs(x^3)'), [x, 1]), [0.125, 0.75 * side, 0, 3, 0, 0], 1e-15, 'abs of a cube');
    close(jet(typed('x^2 sign(x)'), [x, 1]), [side / 4, 2 * side * x, 0, 2 * side, 0, 0], 0, 'sign');
    const root = Math.cbrt(x);
    close(jet(typed('cbrt(x)'), [x, 1]), [root, 1 / (3 * root ** 2), 0, -2 / (9 * root ** 5), 0, 0], 1e-14, 'cbrt');
  }
  // At the kink itself: the mean of both sides.
  close(jet(typed('abs(x) + y'), [0, 1]), [1, 0, 1, 0, 0, 0], 0, 'abs at 0');
});

test('precedence', () => {
  const [x, y] = [0.5, 0.6];
  /** @type {[string, number][]} */
  const readings = [
    ['-x^2', -(x ** 2)],
    ['2^3^2', 512],
    ['2^-x', 2 ** -x],
    ['x - y - 1', x - y - 1],
    ['x / y / 2', x / y / 2],
    ['x / y * 2', (x / y) * 2],
    ['x - -y', x + y],
    ['-2 -+x', -2 - x],
    ['2x', 2 * x],
    ['2 x y', 2 * x * y],
    ['2x^2', 2 * x * x],
    ['x^2y', x * x * y],
    ['x(y+1)', x * (y + 1)],
    ['2 x (y+1)^2', 2 * x * (y + 1) ** 2],
    ['(x+1)(y+1)', (x + 1) * (y + 1)],
    ['(x+1)y', (x + 1) * y],
    ['pi(x)', PI * x],
    ['sin(x)(y)', sin(x) * y],
    ['sin (x)^2', sin(x) ** 2],
    ['1/2 x', x / 2],
    ['1/(2x)', 1 / (2 * x)],
    ['2e', 2 * E],
    ['2e+x', 2 * E + x],
    ['.5 + 1. + 1e-1 + 2E1', 21.6],
    ['0x', 0],
    ['x\n+ y', x + y],
    ['２×ｘ − ｙ÷（１＋ｘ）', 2 * x - y / (1 + x)],
  ];
  for (const [f, value] of readings) close([at(f)], [value], 1e-15, f);
});

test('what is wrong is named, with its place', () => {
  for (const [f, where, length, words] of wrongFormulas) {
    const error = refuses(() => typed(f), ['formula: f: ', words], f, SyntaxError);
    assert.deepEqual({ ...error }, { at: where, length }, f);
  }
});

test('what is too large or too long is refused', () => {
  const large = refuses(() => typed('x + 1e999'), ['too large a number 1e999 at character 5'], '1e999', RangeError);
  assert.deepEqual({ ...large }, { at: 4, length: 5 });
  const deep = refuses(() => typed(`${'('.repeat(51)}x${')'.repeat(51)}`), ['more than 50'], 'deep', RangeError);
  assert.deepEqual({ ...deep }, { at: 50, length: 1 });
  assert.equal(at(`${'('.repeat(50)}x${')'.repeat(50)}`), 0.5);
  refuses(() => typed('x'.repeat(501)), ['formula: f', '500', '501'], 'long', RangeError);
  assert.equal(at(`x${' '.repeat(499)}`), 0.5);
  for (const f of [1, null, ['x'], {}])
    refuses(() => formula(/** @type {any} */ ({ f })), ['formula: f must be a formula']);
});

test('no formula keeps anyone waiting', () => {
  const many = (/** @type {string} */ part, /** @type {number} */ count, /** @type {string} */ sign) =>
    Array(count).fill(part).join(sign);
  const nested = (/** @type {string} */ name, /** @type {number} */ depth) =>
    `${`${name}(`.repeat(depth)}x${')'.repeat(depth)}`;
  const hostile = [
    ...['+', '*', '/', '^', '-'].map((sign) => many('x', 250, sign)),
    ...[4, 20, 30, 40].map((count) => many('x', count, '^')),
    many('x', 166, '^-'),
    many('sin(x y)', 50, '*'),
    many('(x+y)', 83, '^'),
    many('x/(y+2)', 60, '+'),
    `${'-'.repeat(499)}x`,
    `${'('.repeat(499)}`,
    ...['sin', 'tanh', 'abs', 'cbrt', 'log2'].map((name) => nested(name, 49)),
    many('2', 250, '^'),
    many('9', 250, '*'),
    'x'.repeat(500),
    '1e308 * 10 x',
  ];
  for (const f of hostile) {
    try {
      typed(f).hessianVector([1.1, 1.2], [1, 1], [0, 0]);
      // Counted, not timed: a busy machine is no fault of the formula's.
      const { length } = compile(f).operations;
      assert.ok(length < 1500, `${f.slice(0, 40)} takes ${length} instructions`);
    } catch (error) {
      // Refused or not finite: but never a stack that overflowed.
      if (error instanceof assert.AssertionError) throw error;
      assert.match(String(error), /formula: f.* (at character|and may have|is not finite at the start)/, f);
    }
  }
  assert.match(String(refuses(() => typed(many('x', 250, '^')), ['parts', '20000'])), /products, quotients and powers/);
});

test('the start must have a finite loss and gradient', () => {
  const refused = (/** @type {object} */ options) =>
    refuses(() => formula(options), ['formula', 'not finite at the start'], JSON.stringify(options), RangeError)
      .message;
  const message = refused({ f: 'log(x) + y', startX: -1, startY: 2 });
  assert.match(message, /\(-1, 2\); startX 0\.12, startY 2\.04 would do$/);
  assert.ok(Number.isFinite(at('log(x) + y', 0.12, 2.04)));
  // The loss is finite at 0, its slope is not.
  assert.match(refused({ f: 'sqrt(x)', startX: 0, startY: 0 }), /startX 0\.12/);
  assert.match(refused({ f: 'sqrt(-1) + x' }), /nor is it anywhere on a grid/);
});

test('the domain and the start are options', () => {
  const problem = formula({ f: 'x^2 + y^2', xMin: 1, xMax: 2, yMin: -7, yMax: 0.5, startX: 1.5, startY: -3 });
  assert.deepEqual(problem.domain, [
    [1, 2],
    [-7, 0.5],
  ]);
  assert.deepEqual(problem.start, [1.5, -3]);
  assert.deepEqual([problem.id, problem.size, problem.minima], ['formula', 2, []]);
  for (const [low, high] of [
    [1, 1],
    [2, 1],
  ]) {
    refuses(() => formula({ xMin: low, xMax: high }), ['xMin must be below xMax']);
    refuses(() => formula({ yMin: low, yMax: high }), ['yMin must be below yMax']);
  }
  refuses(() => formula({ startX: NaN }), ['startX']);
});

test('problems made of the same text share no state', () => {
  const [one, other] = [typed('x^2 + y'), typed('x^2 + y')];
  const g = [0, 0];
  one.gradient([3, 1], g);
  other.gradient([5, 1], [0, 0]);
  assert.deepEqual(g, [6, 1]);
  assert.equal(one.loss([3, 1]), 10);
});

test('the derivatives of the default agree with differences, and a wrong one is found', () => {
  const problem = createProblem('formula');
  const right = checkDomain(problem);
  assert.equal(right.points, 16);
  assert.ok(right.gradient < 1e-8 && right.hessian < 1e-8, JSON.stringify(right));
  const steeper = checkDomain({ ...problem, gradient: (w, g) => problem.gradient(w, g) + 0.01 * w[0] });
  assert.ok(Math.abs(steeper.gradient - 0.01) < 1e-3 && steeper.hessian === right.hessian, JSON.stringify(steeper));
  const stiffer = checkDomain({ ...problem, hessianVector: (_, v, out) => void ([out[0], out[1]] = [v[0], v[1]]) });
  assert.ok(stiffer.hessian > 0.1, JSON.stringify(stiffer));
  const broken = checkDomain({ ...problem, gradient: (w, g) => ((g[0] = NaN), (g[1] = 0), problem.loss(w)) });
  assert.ok(Number.isNaN(broken.gradient));
});

test('points where the formula is not finite are not compared', () => {
  const half = checkDomain(formula({ f: 'log(x) + y^2', startX: 1 }));
  assert.ok(half.points > 4 && half.points < 12, `${half.points} of 16`);
  assert.ok(half.gradient < 1e-8 && half.hessian < 1e-7, JSON.stringify(half));
});

test('it fits into a config and a URL, sign by sign', () => {
  const f = '(x + 1)^2 * 3 + 2 y^2/(1 + e^(-x)) - 1e+0';
  const config = parseConfig({ problem: { id: 'formula', f, xMin: -1 }, start: [1, 2] });
  const hash = stringifyConfig(config);
  assert.deepEqual(parseConfig(hash), config);
  assert.deepEqual(parseConfig(`#${hash}`).problem, { id: 'formula', f, xMin: -1 });
  assert.deepEqual(parseConfig(new URL(`https://example.org/#${hash}`).hash), config);
  // Written by hand, with a plus sign as it is.
  assert.equal(parseConfig("#problem={'id':'formula','f':'x^2+3y^2'}").problem.f, 'x^2+3y^2');
  assert.match(stringifyConfig({ problem: 'formula' }), /^problem=formula&runs=/);
  // What no formula may contain reaches the check unharmed, and is named by it.
  const odd = `+ ^ * ( ) ' " \\ % & = # ; , {} [] 100%25 π 日本`;
  const fields = splitFields(encodeFields(/** @type {any} */ ({ problem: { id: 'formula', f: odd } }), {}), 1000);
  assert.deepEqual(decodeValue('problem', fields.problem, 1000), { id: 'formula', f: odd });
  assert.throws(
    () => parseConfig({ problem: { id: 'formula', f: 'x + "y"' } }),
    (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.faults[0], /formula: f: unexpected "\\"" at character 5/);
      return true;
    },
  );
});

test('an experiment with a formula is that with the same built-in problem', async () => {
  const kudari = await loadKudari();
  const rest = { steps: 50, start: [-1.2, 1], runs: [{ method: 'momentum', lr: 1e-4 }] };
  const own = await runExperiment(kudari, { problem: { id: 'formula', f: '(1 - x)^2 + 100 (y - x^2)^2' }, ...rest });
  const twin = await runExperiment(kudari, { problem: 'rosenbrock', ...rest });
  for (const column of /** @type {const} */ (['loss', 'gradientNorm', 'sharpness']))
    close(own.runs[0][column], twin.runs[0][column], 1e-9, column);
  assert.equal(own.runs[0].loss.length, 51);
});

/** What a module prints that has loaded nothing yet. @param {string} code */
function fresh(code) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: file('..'),
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return stdout.trim().split('\n');
}

test('until it is loaded, a formula says what to do', () => {
  const lines = fresh(`
    import { catalogue, createProblem, formula, loadFormulas } from 'kudari/problems';
    import { parseConfig, prepare } from 'kudari/experiment';
    const says = (call) => { try { call(); return 'nothing'; } catch (error) { return error.name + ': ' + error.message; } };
    const state = () => says(() => formula());
    console.log(state());
    console.log(says(() => createProblem('formula')));
    console.log(says(() => parseConfig({ problem: 'formula' })));
    console.log(says(() => formula({ f: 3 })));
    console.log(catalogue.some((factory) => factory.id === 'formula'));
    for (const other of [undefined, null, 7, '', 'problem=valley', '{', '{"problem": 3}', { problem: { id: 'x' } }, { problem: null }, 'x'.repeat(1e5)])
      await prepare(other);
    console.log(state());
    await prepare("#problem={'id':'formula','f':'x'}&lr=nonsense");
    console.log(state());
  `);
  const advice = 'formula: its parser is not loaded yet; await loadFormulas() first';
  assert.deepEqual(lines, [
    `TypeError: ${advice}`,
    `TypeError: ${advice}`,
    `ConfigError: ${advice}`,
    'TypeError: formula: f must be a formula in x and y, not 3',
    'false',
    `TypeError: ${advice}`,
    'nothing',
  ]);
});

test('every form of a config is prepared, and an experiment prepares itself', () => {
  const forms = [
    `prepare('problem=formula')`,
    `prepare('{"problem": "formula"}')`,
    `prepare({ problem: 'formula' })`,
    `prepare({ problem: { id: 'formula', f: 'nonsense' } })`,
    `prepare({ problem: "{'id':'formula'}" })`,
    `runExperiment(await loadKudari(), { problem: 'formula', steps: 3 })`,
  ];
  for (const form of forms) {
    const code = `import { loadKudari } from 'kudari'; import { formula } from 'kudari/problems';
      import { prepare, runExperiment } from 'kudari/experiment'; await ${form}; console.log(formula().id);`;
    assert.deepEqual(fresh(code), ['formula'], form);
  }
});

test('the parser is in a chunk of its own, evaluates no text, and is named with its licence', () => {
  const version = readdirSync(file('../dist/page/')).find((name) => /^[0-9a-f]{10}$/.test(name));
  for (const folder of ['../dist/', `../dist/page/${version}/`]) {
    const scripts = readdirSync(file(folder)).filter((name) => name.endsWith('.js'));
    const texts = scripts.map((name) => ({ name, text: readFileSync(file(folder + name), 'utf8') }));
    const parser = texts.filter(({ text }) => text.includes('mathjs.org') || text.includes('OperatorNode'));
    assert.deepEqual(
      parser.map(({ name }) => /calculus-/.test(name)),
      [true],
      folder,
    );
    assert.ok(parser[0].text.length < 125_000, `${parser[0].text.length} characters`);
    assert.ok(parser[0].text.includes('Jos de Jong, Apache License 2.0'));
    for (const { name, text } of texts) assert.doesNotMatch(text, /\beval\(|\bnew Function\(|[^.\w]Function\(/, name);
  }
  assert.match(
    readFileSync(file('../dist/THIRD-PARTY.txt'), 'utf8'),
    /==> mathjs [^]*Apache License[^]*==> typed-function /,
  );
});
