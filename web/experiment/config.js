/**
 * The experiment config: one plain JSON object that says everything about an experiment. It is what a URL holds, what
 * attributes spell, what the page edits and what `runExperiment` takes. Nothing in it is trusted.
 */
import { choice, describe, number, onlyKnown, options, plainObject, unsigned } from '../check/check.js';
import { dtypes } from '../core/heap.js';
import { checkSam, checkSettings } from '../core/settings.js';
import { copyVector } from '../core/vectors.js';
import { catalogue, createProblem, formula, loadFormulas } from '../problems/index.js';
import { decodeValue, splitFields } from './codec.js';

/**
 * @typedef {{ method: string } & Record<string, any>} RunConfig a method of the table and its options
 * @typedef {{ id: string } & Record<string, any>} ProblemConfig a problem's id and its options
 */

/**
 * @typedef {object} Measure every so many steps; 0 is never
 * @property {number} sharpness λmax
 * @property {number} eigenvalues how many of the largest at each of these steps
 * @property {number} preconditioned λmax(P⁻¹H) of adaptive methods
 * @property {number} accuracy test loss and accuracies, of problems that have them
 * @property {(Omit<import('../core/settings.js').Sam, 'p'> & { p: number | 'inf' }) | null} samSharpness the ball in which
 *   to measure E(w + ε̂) − E(w)
 */

/**
 * @typedef {object} View how it is shown; says nothing of what is computed
 * @property {Panel[]} panels what is drawn, in this order
 * @property {'en' | 'ja' | null} lang null is the reader's
 * @property {'light' | 'dark' | null} theme null is the reader's
 * @property {Axis} axis what the curves are drawn against, and the cursor moves along
 * @property {number[]} hidden runs that are not drawn, by their index
 * @property {Partial<Record<Curve, 'linear' | 'log'>>} scales of curves that shall not choose their own
 * @property {number[] | null} frame left, right, bottom and top of the landscape; null is the problem's own
 * @property {number[] | null} window first and last position of the curves' axis; null is the whole
 */

/**
 * @typedef {(typeof panels)[number]} Panel
 * @typedef {(typeof curves)[number]} Curve
 * @typedef {(typeof axes)[number]} Axis
 */

/**
 * @typedef {object} Config all of an experiment, complete
 * @property {ProblemConfig} problem what is descended on
 * @property {number[]} start one number for each parameter
 * @property {number} steps updates of each run, from 1 to `bounds.steps`
 * @property {number} seed of a problem that draws random numbers
 * @property {import('../core/heap.js').Dtype} dtype of the optimizers; problems compute in float64
 * @property {RunConfig[]} runs one to `bounds.runs` optimizers, each from the same start
 * @property {Measure} measure what is measured along the way
 * @property {View} view how it is shown
 */

/**
 * @typedef {'sharp-flat' | 'quadratic' | 'rosenbrock' | 'beale' | 'himmelblau' | 'saddle' | 'rastrigin' | 'ackley'} Surface
 * @typedef {Surface | 'styblinski-tang' | 'six-hump-camel' | 'valley' | 'reddi' | 'noisy-quadratic' | 'linear' | 'logistic'
 *   | 'factorization' | 'network' | 'formula'} ProblemId a problem that a config can name
 */

/**
 * @typedef {Exclude<import('../core/schedules.js').LearningRate, Function>} Rate
 *
 * @typedef {Omit<import('../core/settings.js').OptimizerOptions, 'dtype' | 'lr' | 'groups'> &
 *   { lr?: Rate, groups?: readonly (Omit<import('../core/settings.js').Group, 'lr'> & { lr?: Rate })[] }} RunOptions an
 *   optimizer's options as plain data: a rate is a number or a schedule, and dtype is the whole experiment's
 * @typedef {import('../core/methods.js').MethodId | (string & {}) |
 *   { method: import('../core/methods.js').MethodId | (string & {}) } & RunOptions} RunInput a method of the table, alone or with
 *   its options
 * @typedef {ProblemId | (string & {}) | { id: ProblemId | (string & {}) } & Readonly<Record<string, unknown>>} ProblemInput a
 *   problem's id, alone or with its options
 */

/**
 * @typedef {object} ConfigFields an experiment as it is written down: what is left open has a default
 * @property {ProblemInput} [problem] what is descended on
 * @property {ArrayLike<number>} [start] one number for each parameter; default the problem's own
 * @property {number} [steps] updates of each run, from 1 to `bounds.steps`; default 100
 * @property {number} [seed] of a problem that draws random numbers; default 1
 * @property {import('../core/heap.js').Dtype} [dtype] of the optimizers; default float64
 * @property {readonly RunInput[]} [runs] one to `bounds.runs` optimizers, each from the same start
 * @property {Partial<Omit<Measure, 'samSharpness'>> & { samSharpness?: RunOptions['sam'] }} [measure] what is measured along
 *   the way
 * @property {{ readonly [K in keyof View]?: Readonly<View[K]> }} [view] how it is shown
 */

/**
 * @typedef {string | { readonly [K in keyof ConfigFields]?: ConfigFields[K] | (string & {}) }} ConfigInput a config as one writes
 *   it: its fields, any of them as a string, like an element's attributes; or all of it as a string, a URL's hash or JSON
 */

/** What can be drawn along the steps. */
export const curves = /** @type {const} */ ([
  'loss',
  'preconditioned',
  'sharpness',
  'samSharpness',
  'accuracy',
  'gradientNorm',
  'lr',
]);

/** Everything that can be drawn. */
export const panels = /** @type {const} */ (['landscape', 'boundary', ...curves, 'race']);

/** Gradient evaluations are the fair measure where methods spend different numbers of them: SAM two a step. */
export const axes = /** @type {const} */ (['steps', 'evaluations']);

/** What a config from anywhere may ask for at most. */
export const bounds = Object.freeze({ runs: 8, steps: 100_000, size: 10_000, eigenvalues: 10, text: 20_000 });

/**
 * The lecture's figure: gradient descent passes over a sharp basin, SAM around it. SAM sharpness is measured on the exact
 * ball (eps 0): with SAM's usual 1e-12 its curve would sink to 0 once gradient descent has arrived.
 */
export const defaultConfig = /** @type {const} */ ({
  problem: { id: 'sharp-flat' },
  start: [1.6, -1.0],
  steps: 140,
  seed: 1,
  dtype: 'float64',
  runs: [
    { method: 'sgd', lr: 0.08 },
    { method: 'sgd', lr: 0.08, sam: { rho: 0.25 } },
  ],
  measure: { sharpness: 1, samSharpness: { rho: 0.25, eps: 0 } },
  view: { panels: ['landscape', 'loss', 'sharpness', 'samSharpness'] },
});

/** A config that cannot be used; `faults` has one line for each thing wrong with it. */
export class ConfigError extends Error {
  /** @param {string[]} faults */
  constructor(faults) {
    super(faults.join('\n'));
    /** 'ConfigError'. */
    this.name = 'ConfigError';
    /** One line for each. */
    this.faults = faults;
  }
}

/**
 * @typedef {<T>(fallback: T, check: () => T) => T} Attempt what a check returns; or, once its fault is noted, what stands in for
 *   that
 */

/**
 * Each name that nobody would read is a fault of its own.
 *
 * @param {string} owner
 * @param {Record<string, unknown>} given
 * @param {readonly string[]} allowed
 * @param {Attempt} attempt
 */
function checkNames(owner, given, allowed, attempt) {
  for (const name of Object.keys(given)) attempt(undefined, () => onlyKnown(owner, { [name]: true }, allowed));
}

/**
 * Checks a config and completes it.
 *
 * @param {ConfigInput} input
 * @returns {Config} a copy with nothing left open
 * @throws {ConfigError} with a fault for each field that is wrong, and for each option of the problem and of the runs
 */
export function parseConfig(input) {
  /** @type {string[]} */
  const faults = [];
  /** @type {Attempt} */
  const attempt = (fallback, check) => {
    try {
      return check();
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
      return fallback;
    }
  };
  const raw = attempt({}, () => splitFields(input, bounds.text));
  /** @type {Record<string, unknown>} */
  const given = {};
  const fields = Object.keys(defaultConfig);
  checkNames('config', raw, fields, attempt);
  for (const key of fields.filter((name) => Object.hasOwn(raw, name)))
    given[key] = attempt(undefined, () => decodeValue(key, raw[key], bounds.text));

  const seed = attempt(1, () =>
    given.seed === undefined ? 1 : number('seed', given.seed, { integer: true, min: 0, max: 2 ** 32 - 1 }),
  );
  const problem = attempt(null, () => checkProblem(given.problem, seed, attempt));
  // What depends on a problem that is wrong is not to look wrong for that.
  const size = problem?.made.size ?? bounds.size;
  const dtype = attempt('float64', () =>
    given.dtype === undefined ? 'float64' : choice('dtype', given.dtype, dtypes),
  );
  const steps = attempt(1, () =>
    given.steps === undefined ? 100 : number('steps', given.steps, { integer: true, min: 1, max: bounds.steps }),
  );
  const config = {
    problem: problem?.config ?? { id: '' },
    start: attempt([], () => checkStart(given.start, dtype, problem?.made)),
    steps,
    seed,
    dtype,
    runs: checkRuns(given.runs, size, attempt),
    measure: attempt(unmeasured, () =>
      checkMeasure(given.measure, size, Boolean(problem?.made.evaluate), steps, attempt),
    ),
    view: attempt(plainView, () => checkView(given.view, given.runs, attempt)),
  };
  if (faults.length) throw new ConfigError(faults);
  return config;
}

/**
 * Loads what the config's problem needs beyond the package's main files, which is the parser of `formula`. To be awaited
 * before `parseConfig`, which waits for nothing; a wrong config is left for that to refuse.
 *
 * @param {ConfigInput} input
 * @returns {Promise<void>}
 * @throws if it cannot be loaded
 */
export async function prepare(input) {
  if (needsFormulas(input)) await loadFormulas();
}

/** @param {unknown} input */
export function needsFormulas(input) {
  try {
    const problem = decodeValue('problem', splitFields(input, bounds.text).problem, bounds.text);
    return problem === formula.id || /** @type {any} */ (problem)?.id === formula.id;
  } catch {
    return false;
  }
}

/** @type {Measure} */
const unmeasured = { sharpness: 0, eigenvalues: 1, preconditioned: 0, accuracy: 0, samSharpness: null };

/**
 * The problem a checked config names.
 *
 * @param {Pick<Config, 'problem' | 'seed'>} config
 */
export function makeProblem({ problem: { id, ...options }, seed }) {
  return createProblem(id, withSeed(id, options, seed));
}

/** A problem that draws random numbers draws them from the config's seed, unless it has one of its own.
 * @param {string} id @param {Record<string, any>} options @param {number} seed */
function withSeed(id, options, seed) {
  if ('seed' in options) return options;
  const made = createProblem(id, options);
  return 'seed' in made.options ? { ...options, seed } : options;
}

/**
 * @param {unknown} value
 * @param {import('../core/heap.js').Dtype} dtype that must be able to hold it
 * @param {import('../problems/problem.js').Problem} [problem]
 */
function checkStart(value, dtype, problem) {
  if (value === undefined) return [...(problem?.start ?? [])];
  const demands = problem ? { length: problem.size } : {};
  copyVector('start', value, dtype, demands);
  return Array.from(copyVector('start', value, 'float64', demands), unsigned);
}

/**
 * An object's entries, each checked and copied by itself, so that each has its fault; without those left undefined.
 *
 * @param {Record<string, unknown>} given
 * @param {Attempt} attempt
 * @param {(name: string, value: unknown) => unknown} copy
 * @returns {Record<string, any> | null} null if one of them is wrong
 */
function copyEach(given, attempt, copy) {
  const wrong = Symbol('wrong');
  const entries = Object.entries(given)
    .filter(([, each]) => each !== undefined)
    .map(([name, each]) => [name, attempt(/** @type {unknown} */ (wrong), () => copy(name, each))]);
  return entries.some(([, each]) => each === wrong) ? null : Object.fromEntries(entries);
}

/** @param {unknown} value @param {number} seed @param {Attempt} attempt */
function checkProblem(value, seed, attempt) {
  const { id, ...given } = plainObject(
    'problem',
    value === undefined ? defaultConfig.problem : typeof value === 'string' ? { id: value } : value,
  );
  const name = /** @type {string} */ (id);
  const factory = [...catalogue, formula].find((each) => each.id === name) ?? createProblem(name);
  const own = copyEach(given, attempt, (key, each) => {
    if (key === 'size' && typeof each === 'number') number('problem: size', each, { max: bounds.size });
    const copy = plainCopy(`problem: ${key}`, each, 1);
    options(name, factory.options, { [key]: copy });
    return copy;
  });
  if (!own) return null;
  const config = { id: name, ...own };
  const made = makeProblem({ problem: config, seed });
  if (made.size > bounds.size) throw new RangeError(`problem: size must be at most ${bounds.size}, not ${made.size}`);
  return { config, made };
}

/**
 * @param {unknown} value
 * @param {number} size
 * @param {Attempt} attempt
 * @returns {RunConfig[]}
 */
function checkRuns(value, size, attempt) {
  return attempt([], () => {
    const given = value === undefined ? defaultConfig.runs : value;
    if (!Array.isArray(given) || given.length < 1 || given.length > bounds.runs) {
      throw new RangeError(`runs must be an array of 1 to ${bounds.runs} runs, not ${describe(given)}`);
    }
    return Array.from(given, (run, k) => attempt({ method: '' }, () => checkRun(`runs[${k}]`, run, size, attempt)));
  });
}

/** @param {string} owner @param {unknown} value @param {number} size @param {Attempt} attempt @returns {RunConfig} */
function checkRun(owner, value, size, attempt) {
  const { method, ...given } = plainObject(owner, typeof value === 'string' ? { method: value } : value);
  const check = (/** @type {Record<string, unknown>} */ own) => {
    try {
      checkSettings(method, own, size);
    } catch (error) {
      throw new RangeError(`${owner}: ${error instanceof Error ? error.message : error}`);
    }
  };
  check({});
  const own = copyEach(given, attempt, (name, each) => {
    if (name === 'dtype') throw new TypeError(`${owner}: dtype is the whole experiment's`);
    const copy = plainCopy(`${owner}: ${name}`, each, 1);
    check({ [name]: copy });
    return copy;
  });
  return /** @type {RunConfig} */ ({ method, ...own });
}

/**
 * @param {unknown} value
 * @param {number} size of the problem
 * @param {boolean} scored whether the problem can be evaluated
 * @param {number} steps
 * @param {Attempt} attempt
 * @returns {Measure}
 */
function checkMeasure(value, size, scored, steps, attempt) {
  const given = value === undefined ? {} : plainObject('measure', value);
  checkNames('measure', given, ['sharpness', 'eigenvalues', 'preconditioned', 'accuracy', 'samSharpness'], attempt);
  // Left open, a small problem is measured at every step, a large one about a hundred times.
  const rarely = Math.max(1, Math.ceil(steps / 100));
  /** @type {(name: string, fallback: number, limits: { min: number, max?: number }) => number} */
  const whole = (name, fallback, limits) =>
    attempt(fallback, () =>
      given[name] === undefined ? fallback : number(`measure: ${name}`, given[name], { integer: true, ...limits }),
    );
  return {
    sharpness: whole('sharpness', size <= 2 ? 1 : rarely, { min: 0 }),
    eigenvalues: whole('eigenvalues', 1, { min: 1, max: Math.min(size, bounds.eigenvalues) }),
    preconditioned: whole('preconditioned', 0, { min: 0 }),
    accuracy: whole('accuracy', scored ? rarely : 0, { min: 0 }),
    samSharpness: attempt(/** @type {Measure['samSharpness']} */ (null), () => {
      const ball = checkSam('measure: samSharpness', given.samSharpness);
      return ball && { ...ball, p: ball.p === Infinity ? 'inf' : ball.p };
    }),
  };
}

/** @type {View} */
const plainView = {
  panels: [],
  lang: null,
  theme: null,
  axis: 'steps',
  hidden: [],
  scales: {},
  frame: null,
  window: null,
};

/** @param {unknown} value @param {unknown} runs @param {Attempt} attempt @returns {View} */
function checkView(value, runs, attempt) {
  const given = value === undefined ? {} : plainObject('view', value);
  checkNames('view', given, Object.keys(plainView), attempt);
  const count = Array.isArray(runs) ? runs.length : defaultConfig.runs.length;
  /** @type {<K extends keyof View>(field: K, fallback: View[K], check: (name: string, value: unknown) => View[K]) => View[K]} */
  const checked = (field, fallback, check) =>
    attempt(fallback, () => {
      const each = given[field];
      // Where null says something, it is what holds for a field left open.
      return each === undefined || (each === null && fallback === null) ? fallback : check(`view: ${field}`, each);
    });
  return {
    panels: checked('panels', [...defaultConfig.view.panels], (name, each) => [
      ...new Set(list(name, each).map((panel) => choice(name, panel, panels))),
    ]),
    lang: checked('lang', null, (name, each) => choice(name, each, /** @type {const} */ (['en', 'ja']))),
    theme: checked('theme', null, (name, each) => choice(name, each, /** @type {const} */ (['light', 'dark']))),
    axis: checked('axis', 'steps', (name, each) => choice(name, each, axes)),
    hidden: checked('hidden', [], (name, each) => [
      ...new Set(list(name, each).map((k) => number(name, k, { integer: true, min: 0, max: count - 1 }))),
    ]),
    scales: checked('scales', {}, (name, each) =>
      Object.fromEntries(
        Object.entries(plainObject(name, each)).map(([curve, scale]) => [
          choice(name, curve, curves),
          choice(`${name}: ${curve}`, scale, /** @type {const} */ (['linear', 'log'])),
        ]),
      ),
    ),
    frame: checked('frame', null, (name, each) => checkRanges(name, each, ['left', 'right', 'bottom', 'top'])),
    window: checked('window', null, (name, each) => checkRanges(name, each, ['from', 'to'])),
  };
}

/** @param {string} name @param {unknown} value @returns {unknown[]} */
function list(name, value) {
  if (!Array.isArray(value)) throw new TypeError(`${name} must be an array, not ${describe(value)}`);
  // Without holes, which no loop would visit.
  return Array.from(value);
}

/**
 * Pairs of ends, each lower than its fellow.
 *
 * @param {string} name
 * @param {unknown} value
 * @param {string[]} ends
 */
function checkRanges(name, value, ends) {
  const given = list(name, value).map((end) => number(name, end, { min: -1e300, max: 1e300 }));
  const rising = given.every((end, i) => i % 2 === 0 || end > given[i - 1]);
  if (given.length !== ends.length || !rising)
    throw new RangeError(`${name} must be [${ends.join(', ')}], each pair rising, not [${given.join(', ')}]`);
  return given;
}

/**
 * A deep copy of plain data, so that what the caller does later to its own object does not reach a running experiment;
 * anything that JSON could not carry is refused. p = Infinity is spelt 'inf'.
 *
 * @param {string} owner
 * @param {any} value
 * @param {number} [depth]
 * @returns {any}
 */
function plainCopy(owner, value, depth = 0) {
  if (depth > 6) throw new RangeError(`${owner} is nested too deeply`);
  if (value === Infinity) return 'inf';
  if (typeof value === 'number') return unsigned(value);
  if (value === null || ['string', 'boolean'].includes(typeof value)) return value;
  if (Array.isArray(value)) return Array.from(value, (each) => plainCopy(owner, each, depth + 1));
  if (typeof value !== 'object') throw new TypeError(`${owner} must be plain data, but has ${describe(value)}`);
  const entries = Object.entries(plainObject(owner, value)).filter(([, each]) => each !== undefined);
  return Object.fromEntries(entries.map(([key, each]) => [key, plainCopy(`${owner}: ${key}`, each, depth + 1)]));
}
