/* SAM's ascent, norms and clipping, on any bits; and what their numbers must satisfy where the
 * arguments are in range. */
#include "../../../c/kudari.h"
#include "reals.h"

enum { LONGEST = 70 };

static const double precision = sizeof(real) == 8 ? 1e-11 : 1e-5;

static double take_p(Bytes *b) {
  static const double usual[] = {1, 2, HUGE_VAL, 1.5, 3, 1.0001, 100};
  const size_t kind = take(b, 16);
  if (kind < sizeof usual / sizeof usual[0])
    return usual[kind];
  return kind < 12 ? 1 + 10 * take_share(b) : take_double(b);
}

static double largest(const real *x, size_t n) {
  double most = 0;
  for (size_t i = 0; i < n; i++)
    most = fmax(most, fabs((double)x[i]));
  return most;
}

static void norms(const real *x, size_t n, double p) {
  const double norm = KUDARI(norm)(n, x, p);
  HOLDS(same(norm, KUDARI(norm)(n, x, p)), "norm is not a function");
  if (!all_finite(x, n) || !(p >= 1))
    return;
  const double top = largest(x, n), sum = KUDARI(norm)(n, x, 1);
  HOLDS(norm >= top * (1 - precision), "the %g-norm %g is below the largest, %g", p, norm, top);
  HOLDS(norm <= sum * (1 + precision), "the %g-norm %g is above the 1-norm %g", p, norm, sum);
}

/* From the origin the ascent itself is what is left: as long as asked for, and uphill. */
static void ascent_from_origin(const real *g, size_t n, double p) {
  const double rho = 0.05;
  real *const w = room(n, sizeof *w), *const saved = room(n, sizeof *saved);
  for (size_t i = 0; i < n; i++)
    w[i] = 0;
  const double dual = KUDARI(sam_ascend)(n, w, g, saved, rho, p, 0, 0);
  const double length = KUDARI(norm)(n, w, p);
  /* Among denormals a norm has few digits, and a p near 1 makes much of them. */
  HOLDS(dual < 1e-290 || length <= rho * (1 + 1e-5), "p = %g: an ascent of %.9g", p, length);
  if (dual > 1e-30 && dual < 1e30) {
    double rise = 0;
    for (size_t i = 0; i < n; i++)
      rise += (double)g[i] * (double)w[i];
    HOLDS(fabs(rise - rho * dual) <= 1e-4 * rho * dual, "p = %g: rises by %.9g, not %.9g", p, rise,
          rho * dual);
  }
  free(w);
  free(saved);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Bytes b = {data, size};
  const double p = take_p(&b), rho = take_double(&b), eps = take_double(&b);
  const double limit = take_double(&b);
  const int adaptive = take(&b, 2) != 0;
  const size_t n = take(&b, LONGEST);
  real *const w = take_reals(&b, n), *const g = take_reals(&b, n),
              *const saved = room(n, sizeof *w);
  real *const w_before = copy_reals(w, n), *const g_before = copy_reals(g, n);
  const size_t bytes = n * sizeof *w;

  norms(g, n, p);
  (void)KUDARI(sam_ascend)(n, w, g, saved, rho, p, eps, adaptive);
  HOLDS(n == 0 || memcmp(g, g_before, bytes) == 0, "the ascent wrote to the gradient");
  HOLDS(n == 0 || memcmp(saved, w_before, bytes) == 0, "the way back is not what was there");
  KUDARI(sam_restore)(n, w, saved);
  HOLDS(n == 0 || memcmp(w, w_before, bytes) == 0, "the way back does not lead back");
  if (all_finite(g, n) && p >= 1)
    ascent_from_origin(g, n, p);

  size_t first = 0;
  while (first < n && isfinite(g[first]))
    first++;
  HOLDS(KUDARI(first_nonfinite)(n, g) == first, "the first that is not finite is %zu", first);

  const double before = KUDARI(clip_norm)(n, g, limit);
  if (all_finite(g_before, n) && limit >= 0 && isfinite(before)) {
    const double after = KUDARI(norm)(n, g, 2);
    /* Where it was shorter, nothing changes; what is near 0 in this type may be rounded up. */
    HOLDS(before > limit || n == 0 || memcmp(g, g_before, bytes) == 0, "clipped without need");
    const double grain = sizeof(real) == 8 ? 0x1p-1060 : 0x1p-140;
    /* A factor that is denormal has few digits itself. */
    HOLDS(limit < 1e-290 * before || after <= limit * (1 + precision) + grain,
          "clipped to %g, is %g", limit, after);
  }
  KUDARI(clip_value)(n, g, limit);
  for (size_t i = 0; i < n && limit >= 0; i++)
    HOLDS(isnan(g[i]) || fabs((double)g[i]) <= (double)(real)limit, "limited to %g, is %g", limit,
          (double)g[i]);

  free(w);
  free(g);
  free(saved);
  free(w_before);
  free(g_before);
  return 0;
}
