/**
 * Changes of a config that touch more than one of its fields.
 */

/**
 * @typedef {import('../experiment/config.js').Config} Config
 * @typedef {import('../experiment/config.js').Curve} Curve
 */

/** Takes a run out; what is said of the others by number follows. @param {Config} draft @param {number} k */
export function removedRun(draft, k) {
  draft.runs.splice(k, 1);
  draft.view.hidden = draft.view.hidden.filter((each) => each !== k).map((each) => (each > k ? each - 1 : each));
}

/** @param {Config} draft @param {number} a @param {number} b */
export function swappedRuns(draft, a, b) {
  const { runs, view } = draft;
  [runs[a], runs[b]] = [runs[b], runs[a]];
  view.hidden = view.hidden.map((each) => (each === a ? b : each === b ? a : each));
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
export function withCurve(draft, name, on) {
  const { view, measure, steps } = draft;
  view.panels = view.panels.filter((panel) => panel !== name);
  if (!on) return;
  view.panels.push(name);
  const every = draft.start.length <= 2 ? 1 : Math.max(1, Math.ceil(steps / OFTEN));
  if (name === 'sharpness' || name === 'preconditioned' || name === 'accuracy') measure[name] ||= every;
  if (name === 'samSharpness') {
    const rho = draft.runs.find((run) => run.sam)?.sam.rho ?? 0.05;
    measure.samSharpness ??= { rho, p: 2, adaptive: false, eps: 0 };
  }
}
