/**
 * What the page's controls change in a config, where it is more than one field: each works on a draft of its own.
 */
import { methods } from '../core/methods.js';
import { fittingRadius, fittingRate, fittingRun } from './fitting.js';

/**
 * @typedef {import('../core/index.js').Kudari} Kudari
 * @typedef {import('../problems/problem.js').Problem} Problem
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/config.js').Curve} Curve
 */

/**
 * Another problem under the same methods: from its own start, at rates and radii that fit it, as what is small on one
 * problem is huge on another.
 *
 * @param {Config} draft
 * @param {Kudari} kudari
 * @param {Problem} problem with options of its own
 */
export function takeProblem(draft, kudari, problem) {
  draft.problem = { id: problem.id };
  const rho = fittingRadius(problem);
  for (const run of draft.runs) {
    const fits = fittingRate(kudari, run.method, problem, draft.steps);
    // A schedule is the reader's own; a rate left out is the method's.
    if (typeof run.lr !== 'object') run.lr = fits;
    if (run.sam) run.sam = { ...run.sam, rho };
  }
  const { samSharpness } = draft.measure;
  draft.measure = /** @type {any} */ ({ samSharpness: samSharpness && { ...samSharpness, rho } });
  draft.view = { ...draft.view, frame: null, window: null };
  delete (/** @type {any} */ (draft).start);
}

/**
 * Another value for an option of the problem.
 *
 * @param {Config} draft
 * @param {string} name
 * @param {any} value undefined is the option's default
 * @param {Problem} problem the draft's until now
 */
export function takeProblemOption(draft, name, value, problem) {
  // A start that is the problem's own follows it; another stays, if it still has the length.
  const own = String(draft.start) === String(problem.start);
  if (own || name === 'size') delete (/** @type {any} */ (draft).start);
  draft.problem[name] = value;
  draft.view.frame = null;
}

/** Another seed for whatever is drawn by lot. @param {Config} draft @param {number} seed */
export function takeSeed(draft, seed) {
  delete draft.problem.seed;
  draft.seed = seed;
  // A network's start is drawn from the seed as well.
  delete (/** @type {any} */ (draft).start);
}

/** Another function of the reader's own, from where the runs start now. @param {Config} draft @param {string} f */
export function takeFormula(draft, f) {
  const [startX, startY] = draft.start;
  draft.problem = { ...draft.problem, f, startX, startY };
}

/**
 * Another method for a run, at a rate of its own: what is small for one method is huge for another.
 *
 * @param {Config} draft
 * @param {number} k
 * @param {string} method
 * @param {Kudari} kudari
 * @param {Problem} problem the draft's
 */
export function takeMethod(draft, k, method, kudari, problem) {
  const { sam } = draft.runs[k];
  const run = fittingRun(kudari, method, problem, draft.steps);
  draft.runs[k] = { ...run, ...(sam ? { sam } : {}) };
}

/** With whose defaults goes whose rate. @param {Config} draft @param {number} k @param {'pytorch' | undefined} preset */
export function takeDefaults(draft, k, preset) {
  const { preset: _, lr: __, ...rest } = draft.runs[k];
  draft.runs[k] = preset ? { ...rest, preset } : rest;
}

/** A rate that did well in the race. @param {Config} draft @param {number} k @param {number} rate */
export function takeRate(draft, k, rate) {
  const run = draft.runs[k];
  if (run) run.lr = typeof run.lr === 'object' ? { ...run.lr, base: rate } : rate;
}

/** One run more, of a method that is not there yet. @param {Config} draft @param {Kudari} kudari @param {Problem} problem the draft's */
export function addRun(draft, kudari, problem) {
  const fresh = methods.find(({ id }) => draft.runs.every((run) => run.method !== id)) ?? methods[0];
  draft.runs.push(fittingRun(kudari, fresh.id, problem, draft.steps));
}

/** Takes a run out; what is said of the others by number follows. @param {Config} draft @param {number} k */
export function removeRun(draft, k) {
  draft.runs.splice(k, 1);
  draft.view.hidden = draft.view.hidden.filter((each) => each !== k).map((each) => (each > k ? each - 1 : each));
}

/** The same run once more, beside it. @param {Config} draft @param {number} k */
export function duplicateRun(draft, k) {
  draft.runs.splice(k + 1, 0, structuredClone(draft.runs[k]));
  draft.view.hidden = draft.view.hidden.map((each) => (each > k ? each + 1 : each));
}

/** @param {Config} draft @param {number} a @param {number} b */
export function swapRuns(draft, a, b) {
  const { runs, view } = draft;
  [runs[a], runs[b]] = [runs[b], runs[a]];
  view.hidden = view.hidden.map((each) => (each === a ? b : each === b ? a : each));
}

/** Hides a run, or shows it again. @param {Config} draft @param {number} k */
export function toggleRun({ view }, k) {
  const { hidden } = view;
  view.hidden = hidden.includes(k) ? hidden.filter((each) => each !== k) : [...hidden, k];
}

/** Measurements that are no more than needed, for a curve that is to be shown. */
const OFTEN = 100;

/**
 * Shows a curve, which may have to be measured first, or no longer shows it.
 *
 * @param {Config} draft
 * @param {Curve} name
 * @param {boolean} on
 */
export function showCurve(draft, name, on) {
  const { measure, steps } = draft;
  showPanel(draft, name, on);
  if (!on) return;
  const every = draft.start.length <= 2 ? 1 : Math.max(1, Math.ceil(steps / OFTEN));
  if (name === 'sharpness' || name === 'preconditioned' || name === 'accuracy') measure[name] ||= every;
  if (name === 'samSharpness') {
    const rho = draft.runs.find((run) => run.sam)?.sam.rho ?? 0.05;
    measure.samSharpness ??= { rho, p: 2, adaptive: false, eps: 0 };
  }
}

/** Shows a panel after all others, or no longer shows it. @param {Config} draft @param {import('../experiment/config.js').Panel} name @param {boolean} on */
export function showPanel({ view }, name, on) {
  view.panels = view.panels.filter((panel) => panel !== name);
  if (on) view.panels.push(name);
}

/** What the curves are drawn along; what was zoomed to is counted otherwise. @param {Config} draft @param {import('../experiment/config.js').Axis} axis */
export function showAlong({ view }, axis) {
  view.axis = axis;
  view.window = null;
}
