/**
 * Newton's method for small smooth convex objectives whose minimum has no closed form, or must be had to the last
 * digit. Run when a problem is made; allocates.
 */

/** @typedef {Pick<import('./problem.js').Objective, 'size' | 'gradient' | 'hessianVector'>} Smooth */

/** A step this small, relative to w, leaves only rounding. */
const TOLERANCE = 1e-10;

/**
 * The minimum, started from the origin.
 *
 * @param {Smooth} objective strictly convex
 * @param {number} [steps] to give up after
 * @returns {number[] | null} null if the steps did not shrink to nothing, as where the infimum lies at infinity
 */
export function newtonMinimum(objective, steps = 40) {
  const w = new Array(objective.size).fill(0);
  for (let k = 0; k < steps; k++) {
    const step = newtonStep(objective, w);
    for (let i = 0; i < w.length; i++) w[i] -= step[i];
    if (!w.every(Number.isFinite)) return null;
    if (largest(step) <= TOLERANCE * Math.max(1, largest(w))) {
      // Once more, for the digits that the tolerance left.
      newtonStep(objective, w).forEach((s, i) => (w[i] -= s));
      return w;
    }
  }
  return null;
}

/** @param {readonly number[]} values */
const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** H⁻¹∇E. @param {Smooth} objective @param {readonly number[]} w */
function newtonStep(objective, w) {
  const gradient = new Array(w.length).fill(0);
  objective.gradient(w, gradient);
  const columns = w.map((_, j) => {
    const column = new Array(w.length).fill(0);
    objective.hessianVector(
      w,
      w.map((_, i) => (i === j ? 1 : 0)),
      column,
    );
    return column;
  });
  return solve(columns, gradient);
}

/**
 * The solution of Ax = b for a symmetric positive definite A, by elimination, which needs no pivots then.
 *
 * @param {number[][]} rows overwritten
 * @param {number[]} b overwritten
 */
function solve(rows, b) {
  const n = b.length;
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j < n; j++) rows[i][j] -= factor * rows[k][j];
      b[i] -= factor * b[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    for (let j = k + 1; j < n; j++) b[k] -= rows[k][j] * b[j];
    b[k] /= rows[k][k];
  }
  return b;
}
