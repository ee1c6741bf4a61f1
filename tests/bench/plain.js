/**
 * Adam as a loop in plain JavaScript: what a programmer would write without kudari.
 *
 * @param {Float32Array | Float64Array} w
 * @param {Float32Array | Float64Array} g
 * @param {Float32Array | Float64Array} m
 * @param {Float32Array | Float64Array} v
 * @param {number} t
 */
export function plainAdam(w, g, m, v, t) {
  const [lr, beta1, beta2, eps] = [1e-3, 0.9, 0.999, 1e-8];
  const rate = lr / (1 - beta1 ** t);
  const correction = 1 / (1 - beta2 ** t);
  for (let i = 0; i < w.length; i++) {
    const gi = g[i];
    const mi = beta1 * m[i] + (1 - beta1) * gi;
    const vi = beta2 * v[i] + (1 - beta2) * gi * gi;
    m[i] = mi;
    v[i] = vi;
    w[i] -= (rate * mi) / (Math.sqrt(vi * correction) + eps);
  }
}
