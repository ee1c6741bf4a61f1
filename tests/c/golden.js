// Writes the golden trajectories of tests/golden/*.json as C tables:
//   node tests/c/golden.js build/native/golden.h
// An option left out of a case is left out of its initializer, which makes it 0, the neutral value.
// What is not known here (a method, an option, a schedule, a problem) is an error, not a skipped case.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const METHODS = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adadelta',
  'adam',
  'adamw',
  'amsgrad',
  'radam',
  'adabound',
  'amsbound',
  'nadam',
  'adamax',
  'lion',
];

// kudari's option -> the field of Options in methods.h, where each kernel's order of arguments is.
const OPTIONS = {
  lr: 'lr',
  momentum: 'momentum',
  dampening: 'dampening',
  gamma: 'gamma',
  beta1: 'beta1',
  beta2: 'beta2',
  eps: 'eps',
  epsRoot: 'eps_root',
  initialAccumulator: 'initial_accumulator',
  centered: 'centered',
  finalLr: 'final_lr',
  momentumDecay: 'momentum_decay',
  l2: 'l2',
  weightDecay: 'weight_decay',
};

// schedule type -> the function kudari_schedule_* and its arguments after t and base, in order.
/** @type {Record<string, string[]>} */
const SCHEDULES = {
  warmup: ['warmup', 'steps', 'startFactor'],
  cosine: ['cosine', 'steps', 'minLr'],
  cosineRestarts: ['cosine_restarts', 'period', 'mult', 'minLr'],
  step: ['step', 'every', 'factor'],
  exponential: ['exponential', 'factor'],
  polynomial: ['polynomial', 'steps', 'power', 'minLr'],
  oneCycle: ['one_cycle', 'steps', 'warmup', 'divFactor', 'finalDivFactor'],
};
/** @type {Record<string, number>} */
const NEUTRAL = { minLr: 0 };

const PROBLEMS = { 'sharp-flat': 'sharp_flat', rosenbrock: 'rosenbrock' };

const BASE_LR = 0.1; // of every case in schedules.json

/** @param {string} name @returns {any} */
const read = (name) => JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));

/** @param {Record<string, any>} table @param {string} key @param {string} what */
function known(table, key, what) {
  if (!Object.hasOwn(table, key)) throw new Error(`golden.js does not know the ${what} ${key}`);
  return table[key];
}

/** @param {string} id */
function method(id) {
  if (!METHODS.includes(id)) throw new Error(`golden.js does not know the method ${id}`);
  return `&${id}`;
}

/** @param {number | boolean} x */
function number(x) {
  if (typeof x === 'boolean') return x ? '1' : '0';
  if (!Number.isFinite(x)) throw new Error(`not a finite number: ${x}`);
  return Object.is(x, -0) ? '-0.0' : x.toPrecision(17);
}

/** @param {(number | boolean)[]} xs */
const list = (xs) => `{${xs.map(number).join(', ')}}`;

/** @param {Record<string, number | boolean>} o */
const options = (o) =>
  `{${Object.entries(o)
    .map(([k, v]) => `.${known(OPTIONS, k, 'option')} = ${number(v)}`)
    .join(', ')}}`;

/** The recorded steps of a trajectory, in order, each with w. @param {Record<number, number[]>} w @param {number} n */
function path(w, n) {
  const steps = Object.keys(w)
    .map(Number)
    .sort((a, b) => a - b);
  for (const t of steps) if (w[t].length !== n) throw new Error(`step ${t} has ${w[t].length} parameters, not ${n}`);
  return { count: steps.length, steps: list(steps), w: `{${steps.map((t) => list(w[t])).join(',\n      ')}}` };
}

/** @param {any[]} cases */
const longest = (cases) => Math.max(...cases.map((c) => Object.keys(c.w).length));

/** @param {any} golden */
function optimizers({ n, steps, w0, grads, cases }) {
  const row = (/** @type {any} */ c) => {
    const p = path(c.w, n);
    return (
      `    {"${c.id}", ${method(c.method)}, ${c.dtype === 'float64' ? 1 : 0}, ${options(c.options)}, ${p.count},\n` +
      `     ${p.steps},\n     ${p.w}},`
    );
  };
  return [
    `enum { GOLDEN_N = ${n}, GOLDEN_STEPS = ${steps}, GOLDEN_RECORDED = ${longest(cases)} };`,
    `static const double golden_w0[GOLDEN_N] = ${list(w0)};`,
    `static const double golden_gradients[GOLDEN_STEPS][GOLDEN_N] = {\n    ${grads.map(list).join(',\n    ')}};`,
    `typedef struct {
  const char *id;
  const Method *method;
  int is_double;
  Options options;
  int recorded, step[GOLDEN_RECORDED];
  double w[GOLDEN_RECORDED][GOLDEN_N];
} GoldenCase;`,
    `static const GoldenCase golden_cases[] = {\n${cases.map(row).join('\n')}\n};`,
  ];
}

/** @param {any} golden */
function sam({ cases }) {
  const row = (/** @type {any} */ c) => {
    const p = path(c.w, 2);
    return (
      `    {"${c.id}", ${known(PROBLEMS, c.problem, 'problem')}, ${list(c.start)}, ${method(c.method)}, ` +
      `${options(c.options)},\n     ${number(c.sam.rho)}, ${number(c.sam.p)}, ${number(c.sam.adaptive)}, ${p.count}, ` +
      `${p.steps},\n     ${p.w}},`
    );
  };
  return [
    `enum { GOLDEN_SAM_RECORDED = ${longest(cases)} };`,
    `typedef struct {
  const char *id;
  void (*gradient)(const real *w, real *g);
  double start[2];
  const Method *method;
  Options options;
  double rho, p;
  int adaptive, recorded, step[GOLDEN_SAM_RECORDED];
  double w[GOLDEN_SAM_RECORDED][2];
} GoldenSam;`,
    '/* Defined by the test that includes this file for the paths under SAM. */',
    ...Object.values(PROBLEMS).map((p) => `static void ${p}(const real *w, real *g);`),
    `static const GoldenSam golden_sam[] = {\n${cases.map(row).join('\n')}\n};`,
  ];
}

/** The schedule as a C function of t, counting from 0. @param {any} c @param {number} at */
function schedule(c, at) {
  const { type, warmup, ...given } = c.schedule;
  const [name, ...parameters] = known(SCHEDULES, type, 'schedule');
  // In oneCycle, warmup is a share of the steps; everywhere else a schedule put before this one.
  const values = { ...NEUTRAL, ...given, ...(typeof warmup === 'number' && { warmup }) };
  const before = typeof warmup === 'object' ? warmup : null;
  const args = parameters.map((/** @type {string} */ p) => number(known(values, p, `parameter of ${c.id}:`)));
  for (const p of Object.keys(given))
    if (!parameters.includes(p)) throw new Error(`golden.js does not know ${p} of ${c.id}`);
  const call = (/** @type {string} */ t) => `kudari_schedule_${name}(${[t, number(BASE_LR), ...args].join(', ')})`;
  const body = before
    ? `const double steps = ${number(before.steps)};
  return t < steps ? kudari_schedule_warmup(t, ${number(BASE_LR)}, steps, ${number(before.startFactor)})
                   : ${call('t - steps')};`
    : `return ${call('t')};`;
  return `static double golden_schedule_${at}(double t) {\n  ${body}\n}`;
}

/** @param {any} golden */
function schedules({ cases }) {
  return [
    `enum { GOLDEN_RATES = ${Math.max(...cases.map((/** @type {any} */ c) => c.lr.length))} };`,
    `typedef struct {
  const char *id;
  double (*rate)(double t);
  int count;
  double lr[GOLDEN_RATES];
} GoldenSchedule;`,
    ...cases.map(schedule),
    `static const GoldenSchedule golden_schedules[] = {\n${cases
      .map(
        (/** @type {any} */ c, /** @type {number} */ at) =>
          `    {"${c.id}", golden_schedule_${at}, ${c.lr.length},\n     ${list(c.lr)}},`,
      )
      .join('\n')}\n};`,
  ];
}

/** Each test takes one section, so that none has tables or functions it does not use. */
const section = (/** @type {string} */ name, /** @type {string[]} */ parts) =>
  `#ifdef ${name}\n\n${parts.join('\n\n')}\n\n#endif\n`;

const out = process.argv[2];
if (!out) throw new Error('usage: node tests/c/golden.js HEADER');
mkdirSync(dirname(out), { recursive: true });
writeFileSync(
  out,
  [
    '/* Written by tests/c/golden.js from tests/golden; not to be edited. */\n',
    section('GOLDEN_OPTIMIZERS', optimizers(read('optimizers'))),
    section('GOLDEN_SAM', sam(read('sam'))),
    section('GOLDEN_SCHEDULES', schedules(read('schedules'))),
  ].join('\n'),
);
