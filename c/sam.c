/* The ascent of sharpness-aware minimization, and the way back. */
#include <string.h>
#include "kudari.h"
#include "elementary.h"
#include "norm.h"

/* What a step of unit length along the ascent direction is multiplied by in coordinate i. */
static double stretch(Vector h, size_t i) { return h.w ? fabs((double)h.w[i]) : 1; }

/* The whole of rho goes where the gradient is largest. */
static RARE void ascend_1(Vector h, real *w, double rho) {
  const size_t i = KUDARI(largest)(h);
  w[i] = (real)((double)w[i] + rho * stretch(h, i) * (double)real_sign(h.x[i]));
}

static void ascend_2(Vector h, real *w, double rho, double norm) {
  const double scale = rho / norm;
  for (size_t i = 0; i < h.n; i++)
    w[i] = (real)((double)w[i] + scale * stretch(h, i) * entry(h, i));
}

static RARE void ascend_infinity(Vector h, real *w, double rho) {
  for (size_t i = 0; i < h.n; i++)
    w[i] = (real)((double)w[i] + rho * stretch(h, i) * (double)real_sign(h.x[i]));
}

/* (|h| / norm)^(q-1) = (|h| / norm)^(1/(p-1)): the quotient is at most 1, so nothing overflows. */
static RARE void ascend_p(Vector h, real *w, double rho, double norm, double p) {
  const double exponent = 1 / (p - 1);
  for (size_t i = 0; i < h.n; i++) {
    const double size = power(fabs(entry(h, i)) / norm, exponent);
    w[i] = (real)((double)w[i] + rho * stretch(h, i) * size * (double)real_sign(h.x[i]));
  }
}

double KUDARI(sam_ascend)(size_t n, real *restrict w, const real *restrict g, real *restrict saved,
                          double rho, double p, double eps, int adaptive) {
  if (n == 0)
    return 0;
  memcpy(saved, w, n * sizeof(real));
  /* The scaling |w| is read from the copy while w moves. */
  const Vector h = {n, g, adaptive ? saved : NULL};
  const double norm = KUDARI(vector_norm)(h, p == 1 ? HUGE_VAL : isinf(p) ? 1 : p / (p - 1));
  if (norm == 0)
    return 0;
  if (!isinf(norm))
    rho *= norm / (norm + eps);
  if (p == 1)
    ascend_1(h, w, rho);
  else if (isinf(p))
    ascend_infinity(h, w, rho);
  else if (p == 2 && rho / norm < 1e300)
    ascend_2(h, w, rho, norm);
  else
    ascend_p(h, w, rho, norm, p);
  return norm;
}

void KUDARI(sam_restore)(size_t n, real *restrict w, const real *restrict saved) {
  if (n > 0)
    memcpy(w, saved, n * sizeof(real));
}
