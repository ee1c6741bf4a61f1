/**
 * Replays recorded trajectories and measures how far kudari's are from them. The recorded ones are handed in; where
 * they come from is said in tests/golden/README.md.
 */
import { rosenbrock } from '../problems/rosenbrock.js';
import { sharpFlat } from '../problems/sharp-flat.js';

/**
 * @typedef {import('../core/index.js').Kudari} Kudari
 * @typedef {import('../core/index.js').Optimizer} Optimizer
 * @typedef {Record<string, number[]>} States the parameters after each recorded step, by the step's number
 *
 * @typedef {object} OptimizerCase
 * @property {string} id
 * @property {string} method
 * @property {'float32' | 'float64'} dtype
 * @property {string} source what computed it, with its version
 * @property {Record<string, any>} options
 * @property {States} w
 *
 * @typedef {object} SamCase
 * @property {string} id
 * @property {string} problem 'sharp-flat' or 'rosenbrock'
 * @property {string} method
 * @property {number[]} start
 * @property {number} steps
 * @property {Record<string, any>} options
 * @property {Record<string, any>} sam
 * @property {States} w
 *
 * @typedef {object} ScheduleCase
 * @property {string} id
 * @property {import('../core/schedules.js').ScheduleObject} schedule
 * @property {number[]} lr the rate at step index 0, 1, 2 …
 *
 * @typedef {object} Golden the files of tests/golden by their names
 * @property {{ w0: number[], grads: number[][], cases: OptimizerCase[] }} optimizers
 * @property {{ cases: SamCase[] }} sam
 * @property {{ source: string, cases: ScheduleCase[] }} schedules
 *
 * @typedef {object} Finding what the replay of a case, or of a part of it, came to
 * @property {'optimizer' | 'sam' | 'schedule'} kind
 * @property {string} id of the case
 * @property {string} method id of a method; of a schedule, its type
 * @property {'float32' | 'float64'} dtype
 * @property {string} source what computed the recorded numbers; '' where the file does not say
 * @property {number} first step compared, the least
 * @property {number} last step compared, the greatest
 * @property {number} difference the largest |kudari's − recorded| / max(1, |recorded|); ∞ if one is not a number
 * @property {number} tolerance what it may be
 * @property {boolean} within whether it is no more
 * @property {boolean} exact whether every number is equal to the last bit
 * @property {number} equal how many are
 * @property {number} compared how many there are
 */

/** Base rate of the recorded schedules. */
const BASE_RATE = 0.1;

/** Up to here every path of SAM is still free of chaos, which makes a last bit early on a visible difference later. */
export const CALM_STEPS = 20;

const problemsOfSam = { 'sharp-flat': sharpFlat(), rosenbrock: rosenbrock() };

/** PyTorch keeps NAdam's product of momenta in float32, whatever the parameters are. @param {OptimizerCase} row */
const toleranceOf = ({ method, dtype }) => (dtype === 'float32' ? 1e-6 : method === 'nadam' ? 1e-9 : 1e-12);

/**
 * Feeds an optimizer the recorded gradients.
 *
 * @param {Kudari} kudari
 * @param {Golden['optimizers']} recorded
 * @param {OptimizerCase} row one of its cases
 * @param {(optimizer: Optimizer, expected: number[]) => void} visit called after each step whose parameters are recorded
 */
export function followOptimizer(kudari, { w0, grads }, row, visit) {
  const optimizer = kudari.optimizer(row.method, w0, { ...row.options, dtype: row.dtype });
  follow(optimizer, row, grads.length, visit, (step) => {
    optimizer.gradient.set(grads[step - 1]);
    optimizer.update();
  });
}

/**
 * Lets SAM go down a recorded problem, in float64.
 *
 * @param {Kudari} kudari
 * @param {SamCase} row
 * @param {(optimizer: Optimizer, expected: number[]) => void} visit called after each step whose parameters are recorded
 */
export function followSam(kudari, row, visit) {
  const problem = problemsOfSam[/** @type {keyof typeof problemsOfSam} */ (row.problem)];
  const optimizer = kudari.optimizer(row.method, row.start, { ...row.options, sam: row.sam, dtype: 'float64' });
  follow(optimizer, row, row.steps, visit, () => optimizer.step(problem.gradient));
}

/**
 * @param {Optimizer} optimizer disposed of at the end
 * @param {{ id: string, w: States }} row
 * @param {number} steps
 * @param {(optimizer: Optimizer, expected: number[]) => void} visit
 * @param {(step: number) => void} advance makes the step of this number, from 1
 * @throws {RangeError} if a state is recorded that no step leads to
 */
function follow(optimizer, { id, w }, steps, visit, advance) {
  let missed = Object.keys(w).length;
  try {
    for (let step = 1; step <= steps; step++) {
      advance(step);
      if (!w[step]) continue;
      visit(optimizer, w[step]);
      missed -= 1;
    }
  } finally {
    optimizer.dispose();
  }
  if (missed) throw new RangeError(`${id}: ${missed} of the recorded states lie outside steps 1 to ${steps}`);
}

/** Counts and measures as numbers are compared. */
class Comparison {
  difference = 0;
  equal = 0;
  compared = 0;
  #id;

  /** @param {string} id for messages */
  constructor(id) {
    this.#id = id;
  }

  /** @param {ArrayLike<number>} actual @param {ArrayLike<number>} expected */
  add(actual, expected) {
    if (actual.length !== expected.length)
      throw new RangeError(
        `${this.#id}: a state of ${expected.length} numbers is recorded where there are ${actual.length}`,
      );
    for (let i = 0; i < expected.length; i++) {
      const known = Number.isFinite(actual[i]) && Number.isFinite(expected[i]);
      const error = known ? Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])) : Infinity;
      this.difference = Math.max(this.difference, error);
      if (Object.is(actual[i], expected[i])) this.equal += 1;
    }
    this.compared += expected.length;
  }

  /** @param {number} tolerance */
  result(tolerance) {
    const { difference, equal, compared } = this;
    // To have compared nothing is to have shown nothing.
    const within = compared > 0 && difference <= tolerance;
    return { difference, tolerance, within, exact: compared > 0 && equal === compared, equal, compared };
  }
}

/** @param {Kudari} kudari @param {Golden['optimizers']} recorded @param {OptimizerCase} row @returns {Finding} */
function replayOptimizer(kudari, recorded, row) {
  const { id, method, dtype, source } = row;
  const comparison = new Comparison(id);
  followOptimizer(kudari, recorded, row, ({ params }, expected) => comparison.add(params, expected));
  const steps = { first: 1, last: recorded.grads.length };
  return { kind: 'optimizer', id, method, dtype, source, ...steps, ...comparison.result(toleranceOf(row)) };
}

/** The calm part and the rest, each with its own tolerance. @param {Kudari} kudari @param {SamCase} row @returns {Finding[]} */
function replaySam(kudari, row) {
  const { id, method, steps } = row;
  const [calm, rest] = [new Comparison(id), new Comparison(id)];
  followSam(kudari, row, (optimizer, expected) =>
    (optimizer.steps <= CALM_STEPS ? calm : rest).add(optimizer.params, expected),
  );
  const about = /** @type {const} */ ({ kind: 'sam', id, method, dtype: 'float64', source: '' });
  return [
    { ...about, first: 1, last: CALM_STEPS, ...calm.result(1e-10) },
    { ...about, first: CALM_STEPS + 1, last: steps, ...rest.result(1e-4) },
  ];
}

/** @param {Kudari} kudari @param {string} source @param {ScheduleCase} row @returns {Finding} */
function replaySchedule(kudari, source, { id, schedule, lr }) {
  const comparison = new Comparison(id);
  const rate = kudari.schedule({ ...schedule, base: BASE_RATE });
  comparison.add(
    Array.from(lr, (_, step) => rate(step)),
    lr,
  );
  const about = /** @type {const} */ ({ kind: 'schedule', id, method: schedule.type, dtype: 'float64', source });
  return { ...about, first: 0, last: lr.length - 1, ...comparison.result(1e-12) };
}

/**
 * Every recorded case, replayed one at a time: a case is the piece of work between two `next`, well under a millisecond.
 *
 * @param {Kudari} kudari
 * @param {Golden} golden
 * @returns {Generator<Finding, void>}
 * @throws {RangeError} if what is recorded cannot be replayed
 */
export function* replay(kudari, { optimizers, sam, schedules }) {
  for (const row of optimizers.cases) yield replayOptimizer(kudari, optimizers, row);
  for (const row of sam.cases) yield* replaySam(kudari, row);
  for (const row of schedules.cases) yield replaySchedule(kudari, schedules.source, row);
}

/** How many findings `replay` will yield. @param {Golden} golden */
export const countFindings = ({ optimizers, sam, schedules }) =>
  optimizers.cases.length + 2 * sam.cases.length + schedules.cases.length;

/**
 * Several findings as one: the largest difference, and the tolerance that is exceeded if one is.
 *
 * @param {readonly Finding[]} findings at least one
 */
export function gather(findings) {
  const worst = findings.reduce((a, b) => (share(b) > share(a) ? b : a));
  return {
    cases: new Set(findings.map(({ id }) => id)).size,
    difference: Math.max(...findings.map(({ difference }) => difference)),
    tolerance: worst.tolerance,
    within: findings.every(({ within }) => within),
    exact: findings.every(({ exact }) => exact),
    equal: findings.reduce((sum, { equal }) => sum + equal, 0),
    compared: findings.reduce((sum, { compared }) => sum + compared, 0),
  };
}

/** Of its tolerance. @param {Finding} finding */
const share = ({ difference, tolerance }) => difference / tolerance;
