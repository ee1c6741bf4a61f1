/* Norms, clipping, finite check. */
#include "kudari.h"
#include "norm.h"

double KUDARI(norm)(size_t n, const real *restrict x, double p) {
  return KUDARI(vector_norm)((Vector){n, x, NULL}, p);
}

double KUDARI(clip_norm)(size_t n, real *restrict g, double max_norm) {
  const double norm = KUDARI(vector_norm)((Vector){n, g, NULL}, 2);
  /* Also when the norm is NaN or infinite, so that a diverged gradient cannot pass for a clipped
   * one. */
  if (!(norm <= max_norm)) {
    const double scale = max_norm / norm;
    for (size_t i = 0; i < n; i++)
      g[i] = (real)(scale * (double)g[i]);
  }
  return norm;
}

void KUDARI(clip_value)(size_t n, real *restrict g, double limit) {
  const real high = (real)limit, low = -high;
  for (size_t i = 0; i < n; i++)
    g[i] = real_clamp(g[i], low, high);
}

size_t KUDARI(first_nonfinite)(size_t n, const real *restrict x) {
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i]))
      return i;
  return n;
}
