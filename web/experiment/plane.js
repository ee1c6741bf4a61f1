/**
 * The way of runs with many parameters in a plane: that of the two directions in which it spreads most.
 */

/**
 * @typedef {import('./trace.js').Trace} Trace
 *
 * @typedef {object} Plane origin + a·axes[0] + b·axes[1]
 * @property {Float64Array} origin mean of all snapshots of all runs
 * @property {Float64Array[]} axes two principal directions, of length 1, at right angles
 * @property {number} share of the snapshots' variance that lies in the plane, 0 to 1
 * @property {Float64Array[]} paths of each run: two coordinates for each snapshot
 */

/**
 * The plane of the two leading principal components of all snapshots (Li et al. 2018, sec. 7.2, centred here on the mean).
 * A run that diverged takes part as long as it is within reach of the others.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {Trace} trace of a problem of more than two parameters
 * @param {number} size parameters of the problem
 * @returns {Plane | null} null if the snapshots lie in no plane: too few of them, or all in one place
 */
export function principalPlane(kudari, trace, size) {
  const work = layPlane(kudari, trace, size);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/**
 * The same in pieces, one product at a time, for a page that has frames to draw.
 *
 * @param {import('../core/index.js').Kudari} kudari
 * @param {Trace} trace
 * @param {number} size
 * @returns {Generator<void, Plane | null>}
 */
export function* layPlane(kudari, trace, size) {
  const reach = reachOf(trace, size);
  const points = trace.runs.flatMap(({ snapshots }) => rows(snapshots.w, size)).filter(reach);
  const origin = new Float64Array(size);
  for (const point of points) for (let i = 0; i < size; i++) origin[i] += point[i] / points.length;
  const centred = points.map((point) => point.map((entry, i) => entry - origin[i]));
  const total = centred.reduce((sum, row) => sum + dot(row, row), 0);
  if (points.length < 3 || !(total > 1e-24 * (1 + dot(origin, origin)) && total < Infinity)) return null;
  // The scatter matrix is known by its products, like a Hessian, and Lanczos finds its top eigenvectors.
  const scatter = {
    size,
    loss: () => 0,
    gradient: () => 0,
    hessianVector(/** @type {unknown} */ _w, /** @type {Float64Array} */ v, /** @type {Float64Array} */ out) {
      out.fill(0);
      for (const row of centred) addScaled(out, dot(row, v), row);
    },
  };
  const measurement = kudari.measureSharpness(scatter, origin, { k: 2, tolerance: 1e-4 });
  let spectrum;
  try {
    while (measurement.step()) yield;
    spectrum = measurement.finish();
  } finally {
    measurement.dispose();
  }
  const { values, vectors } = spectrum;
  if (vectors.length < 2 || !values.every(Number.isFinite)) return null;
  const axes = vectors.map((axis) => pointedForward(axis, centred));
  const project = (/** @type {Float64Array} */ point) =>
    axes.map((axis) => (reach(point) ? dot(point, axis) - dot(origin, axis) : NaN));
  const paths = trace.runs.map(({ snapshots }) => Float64Array.from(rows(snapshots.w, size).flatMap(project)));
  return { origin, axes, share: Math.min(1, (values[0] + values[1]) / total), paths };
}

/** How much further than the settled runs a diverging one is followed. */
const FURTHER = 3;

/**
 * Which snapshots take part: those no further from the start than a few times the furthest of the runs that settled, or,
 * if none did, than a few times the start's own length.
 *
 * @param {Trace} trace
 * @param {number} size
 * @returns {(point: Float64Array) => boolean}
 */
function reachOf({ runs }, size) {
  const start = runs[0].snapshots.w.subarray(0, size);
  const distance = (/** @type {Float64Array} */ point) =>
    Math.sqrt(point.reduce((sum, entry, i) => sum + (entry - start[i]) ** 2, 0));
  const settled = runs.filter((run) => !run.stopped).flatMap(({ snapshots }) => rows(snapshots.w, size));
  const furthest = settled.reduce((most, point) => Math.max(most, distance(point)), 0);
  const reach = FURTHER * (furthest || Math.sqrt(dot(start, start)) || 1);
  return (point) => distance(point) <= reach;
}

/** The sign of an eigenvector is chance: the first run shall end further along than it starts.
 * @param {Float64Array} axis @param {Float64Array[]} points */
function pointedForward(axis, points) {
  return dot(points[points.length - 1], axis) < dot(points[0], axis) ? axis.map((entry) => -entry) : axis;
}

/**
 * The problem on the plane, as one of two parameters.
 *
 * @param {import('../problems/problem.js').Problem} problem
 * @param {Plane} plane
 * @returns {import('../problems/problem.js').Problem}
 */
export function planeProblem(problem, { origin, axes, paths }) {
  const w = new Float64Array(origin.length);
  const loss = (/** @type {ArrayLike<number>} */ at) => {
    for (let i = 0; i < w.length; i++) w[i] = origin[i] + at[0] * axes[0][i] + at[1] * axes[1][i];
    return problem.loss(w);
  };
  const domain = [0, 1].map((axis) => widened(paths.flatMap((path) => [...path].filter((_, i) => i % 2 === axis))));
  return /** @type {any} */ ({ ...problem, size: 2, loss, domain, minima: [] });
}

/** @param {number[]} values @returns {[number, number]} their range, with a margin */
function widened(values) {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const margin = 0.25 * (high - low) || 1;
  return [low - margin, high + margin];
}

/**
 * The trace as the plane shows it, with one entry for each snapshot.
 *
 * @param {Trace} trace
 * @param {Plane} plane
 * @returns {Trace}
 */
export function planeTrace(trace, { paths }) {
  const runs = trace.runs.map((run, k) => ({ ...run, path: paths[k], dimensions: 2, length: paths[k].length / 2 }));
  return { ...trace, runs };
}

/** @param {Float64Array} values @param {number} size */
const rows = (values, size) =>
  Array.from({ length: values.length / size }, (_, i) => values.subarray(i * size, (i + 1) * size));

/** @param {ArrayLike<number>} x @param {ArrayLike<number>} y */
function dot(x, y) {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** @param {Float64Array} x @param {number} a @param {ArrayLike<number>} y */
function addScaled(x, a, y) {
  for (let i = 0; i < x.length; i++) x[i] += a * y[i];
}
