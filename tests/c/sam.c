/* The ascent e of SAM: as long as it may be in its norm, and steepest of all that are. */
#include <float.h>
#include "check.h"
#include "../../c/kudari.h"
#include "random.h"
#include "reference.h"

enum { N = 13 };

static const double norms[] = {1, 1.1, 1.5, 2, 3, 10, HUGE_VAL};
enum { NORMS = sizeof norms / sizeof norms[0] };

static const double tolerance = sizeof(real) == 8 ? 1e-12 : 1e-6;
static const double smallest = sizeof(real) == 8 ? 0x1p-1074 : 0x1p-149;

typedef struct {
  real w[N], g[N], saved[N];
  long double e[N]; /* what w moved by */
  long double h[N]; /* the gradient; under ASAM |w| g */
  double dual_norm;
} Ascent;

static long double product(const long double *a, const long double *b) {
  long double sum = 0;
  for (size_t i = 0; i < N; i++)
    sum += a[i] * b[i];
  return sum;
}

static void ascend(Ascent *a, double rho, double eps, double p, int adaptive) {
  real before[N], g[N];
  memcpy(before, a->w, sizeof before);
  memcpy(g, a->g, sizeof g);
  a->dual_norm = KUDARI(sam_ascend)(N, a->w, a->g, a->saved, rho, p, eps, adaptive);
  CHECK(memcmp(before, a->saved, sizeof before) == 0, "p %g: saved is not w", p);
  CHECK(memcmp(g, a->g, sizeof g) == 0, "p %g: g written", p);
  for (size_t i = 0; i < N; i++) {
    const long double size = adaptive ? fabsl((long double)before[i]) : 1;
    /* Under ASAM e / |w|: the ball is a p-ball in these coordinates. */
    a->e[i] = size > 0 ? ((long double)a->w[i] - (long double)before[i]) / size : 0;
    a->h[i] = (long double)a->g[i] * size;
  }
}

static void check_ascent(const Ascent *a, double rho, double p, const char *what) {
  const double length = (double)reference_norm(N, a->e, p);
  const double gradient = (double)reference_norm(N, a->h, dual(p));
  const double rise = (double)(product(a->h, a->e) / (long double)gradient);
  CHECK(near_relative(length, rho, tolerance), "%s, p %g: length %.17g, not %g", what, p, length,
        rho);
  CHECK(near_relative(a->dual_norm, gradient, tolerance), "%s, p %g: dual norm %.17g, want %.17g",
        what, p, a->dual_norm, gradient);
  /* Hoelder's inequality with equality: nothing in the ball rises faster. */
  CHECK(near_relative(rise, rho, tolerance), "%s, p %g: rise %.17g of at most %g", what, p, rise,
        rho);
}

/* A hundred other directions of the same length rise less: the inequality itself, checked. */
static void check_steepest(const Ascent *a, double rho, double p, Random *r) {
  const long double best = product(a->h, a->e);
  for (int k = 0; k < 100; k++) {
    long double d[N];
    const long double spread = k % 2 ? 2 : 0.1L; /* anywhere, or near e */
    for (size_t i = 0; i < N; i++)
      d[i] = (k % 2 ? 0 : a->e[i]) + spread * (long double)random_between(r, -rho, rho);
    const long double length = reference_norm(N, d, p);
    for (size_t i = 0; i < N; i++)
      d[i] *= (long double)rho / length;
    CHECK(product(a->h, d) <= best * (1 + (long double)tolerance),
          "p %g: e rises %.17Lg, another direction %.17Lg", p, best, product(a->h, d));
  }
}

static void random_ascent(Ascent *a, Random *r, double w_low, double w_high) {
  for (size_t i = 0; i < N; i++) {
    a->w[i] = w_high > 0 ? (real)random_signed(r, w_low, w_high) : 0;
    a->g[i] = (real)random_signed(r, 0, 1);
  }
  a->g[4] = 0;
}

static void plain(void) {
  Random r = {1};
  for (size_t k = 0; k < NORMS; k++)
    for (int trial = 0; trial < 50; trial++) {
      Ascent a;
      random_ascent(&a, &r, 0, 0); /* from the origin, where w + e is e without rounding */
      ascend(&a, 0.05, 0, norms[k], 0);
      check_ascent(&a, 0.05, norms[k], "plain");
      check_steepest(&a, 0.05, norms[k], &r);
    }
}

static void adaptive(void) {
  Random r = {2};
  for (size_t k = 0; k < NORMS; k++)
    for (int trial = 0; trial < 50; trial++) {
      Ascent a;
      random_ascent(&a, &r, 0.5, 2);
      a.w[7] = 0; /* does not move, whatever its gradient */
      ascend(&a, 0.5, 0, norms[k], 1);
      check_ascent(&a, 0.5, norms[k], "adaptive");
      check_steepest(&a, 0.5, norms[k], &r);
      CHECK(a.w[7] == 0, "p %g: a zero weight moved to %g", norms[k], (double)a.w[7]);
    }
}

/* The formulas of the three norms with a name, written out. */
static void by_hand(void) {
  real w[3] = {1, 2, 3}, saved[3];
  const real g[3] = {3, 0, -4};
  CHECK_EQUAL(KUDARI(sam_ascend)(3, w, g, saved, 0.5, 2, 0, 0), 5.0, "2-norm");
  CHECK(near((double)w[0], 1.3, tolerance) && w[1] == 2 && near((double)w[2], 2.6, tolerance),
        "rho g / |g|: %.17g %.17g %.17g", (double)w[0], (double)w[1], (double)w[2]);
  KUDARI(sam_restore)(3, w, saved);
  CHECK_EQUAL(KUDARI(sam_ascend)(3, w, g, saved, 0.5, HUGE_VAL, 0, 0), 7.0, "1-norm");
  CHECK(w[0] == (real)1.5 && w[1] == 2 && w[2] == (real)2.5, "rho sign g");
  KUDARI(sam_restore)(3, w, saved);
  CHECK_EQUAL(KUDARI(sam_ascend)(3, w, g, saved, 0.5, 1, 0, 0), 4.0, "largest");
  CHECK(w[0] == 1 && w[1] == 2 && w[2] == (real)2.5, "all of rho on the largest");
  KUDARI(sam_restore)(3, w, saved);
  CHECK_EQUAL(KUDARI(sam_ascend)(3, w, g, saved, 0.5, 1, 0, 1), 12.0, "largest |w g|");
  CHECK(w[0] == 1 && w[1] == 2 && w[2] == (real)1.5, "all of rho, times |w|, on the largest");
}

static void ties(void) {
  const double values[] = {1, -1, smallest, 1e30};
  for (size_t k = 0; k < 4; k++)
    for (size_t first = 0; first < N; first++) {
      real w[N] = {0}, g[N] = {0}, saved[N];
      for (size_t i = first; i < N; i += 2)
        g[i] = (real)(i == first ? values[k] : -values[k]);
      KUDARI(sam_ascend)(N, w, g, saved, 0.25, 1, 0, 0);
      for (size_t i = 0; i < N; i++)
        CHECK((double)w[i] == (i == first ? copysign(0.25, values[k]) : 0),
              "tie of %g from %zu: w[%zu] is %g", values[k], first, i, (double)w[i]);
    }
}

static void zero_gradient(void) {
  for (size_t k = 0; k < NORMS; k++)
    for (int mode = 0; mode < 3; mode++) { /* plain, adaptive, adaptive with all of w zero */
      real w[N], before[N], g[N] = {0}, saved[N];
      for (size_t i = 0; i < N; i++) {
        w[i] = mode == 2 ? 0 : (real)(i + 1);
        g[i] = mode == 2 ? (real)(i + 1) : 0;
      }
      w[2] = -(real)0;
      memcpy(before, w, sizeof w);
      const double norm = KUDARI(sam_ascend)(N, w, g, saved, 0.1, norms[k], 0, mode > 0);
      CHECK_EQUAL(norm, 0.0, "norm of a zero gradient");
      CHECK(memcmp(before, w, sizeof w) == 0, "p %g mode %d: w moved", norms[k], mode);
      CHECK(memcmp(before, saved, sizeof w) == 0, "p %g mode %d: not saved", norms[k], mode);
    }
}

/* Gradients next to either end of the range. The dual norm is rounded to a denormal number itself,
 * to half of the smallest at worst; the length of e is not to suffer from that. */
static void scales(void) {
  static const double values[] = {3, -1, 2, 0, 1, 1, -2, 3, 0, 1, 5, -4, 1};
#ifdef KUDARI_DOUBLE
  static const double units[] = {1e-300, 1e-150, 1e-20, 1e150, 1e300};
#else
  static const double units[] = {0x1p-149, 1e-40, 1e-30, 1e20, 5e37};
#endif
  for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
    for (size_t k = 0; k < NORMS; k++) {
      Ascent a = {.dual_norm = 0};
      for (size_t i = 0; i < N; i++)
        a.g[i] = (real)(values[i] * units[u]);
      ascend(&a, 0.5, 0, norms[k], 0);
      const double length = (double)reference_norm(N, a.e, norms[k]);
      const long double gradient = reference_norm(N, a.h, dual(norms[k]));
      CHECK(near_relative(length, 0.5, tolerance), "unit %g, p %g: length %.17g", units[u],
            norms[k], length);
      CHECK(fabsl((long double)a.dual_norm - gradient) <=
                gradient * (long double)tolerance + 0x1p-1074L,
            "unit %g, p %g: dual norm %.17g, want %.17Lg", units[u], norms[k], a.dual_norm,
            gradient);
    }
}

/* eps takes length away, N / (N + eps) of it is left, and no direction. */
static void faded(void) {
  static const double shares[] = {1e-12, 0.01, 1};
  Random r = {3};
  for (size_t k = 0; k < NORMS; k++)
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
      for (int adaptive_too = 0; adaptive_too < 2; adaptive_too++) {
        Ascent a;
        random_ascent(&a, &r, adaptive_too ? 0.5 : 0, adaptive_too ? 2 : 0);
        const Ascent exact = a;
        ascend(&a, 2, 0, norms[k], adaptive_too);
        const double eps = shares[i] * a.dual_norm;
        a = exact;
        ascend(&a, 2, eps, norms[k], adaptive_too);
        check_ascent(&a, 2 / (1 + shares[i]), norms[k], "faded");
      }
}

static void one_coordinate(void) {
  const double values[] = {smallest, -smallest, 1, -1,
                           sizeof(real) == 8 ? DBL_MAX : (double)FLT_MAX};
  for (size_t k = 0; k < NORMS; k++)
    for (size_t i = 0; i < 5; i++) {
      real w[1] = {0}, g[1] = {(real)values[i]}, saved[1];
      const double norm = KUDARI(sam_ascend)(1, w, g, saved, 0.5, norms[k], 0, 0);
      CHECK(near_relative(norm, fabs(values[i]), tolerance), "norm of %g alone is %g", values[i],
            norm);
      CHECK(near_relative((double)w[0], copysign(0.5, values[i]), tolerance),
            "p %g, g %g: e is %.17g", norms[k], values[i], (double)w[0]);
    }
}

/* A norm that overflows, or a gradient that did, leaves the length of e what it is to be. */
static void infinite_norm(void) {
  const double most = sizeof(real) == 8 ? DBL_MAX : (double)FLT_MAX;
  const double gradients[][2] = {{most, -most}, {HUGE_VAL, -1}, {HUGE_VAL, -HUGE_VAL}};
  for (size_t k = 0; k < 3; k++) {
    real w[2] = {1, 2}, saved[2];
    const real g[2] = {(real)gradients[k][0], (real)gradients[k][1]};
    KUDARI(sam_ascend)(2, w, g, saved, 0.5, HUGE_VAL, 1e-12, 0);
    CHECK(w[0] == (real)1.5 && w[1] == (real)1.5, "rho sign g, %zu: %g %g", k, (double)w[0],
          (double)w[1]);
    KUDARI(sam_restore)(2, w, saved);
    KUDARI(sam_ascend)(2, w, g, saved, 0.5, 1, 1e-12, 0);
    CHECK(w[0] == (real)1.5 && w[1] == 2, "all of rho on the largest, %zu: %g %g", k, (double)w[0],
          (double)w[1]);
  }
}

/* NaN shows in every coordinate; at p = 1 in the only one that moves. */
static void nan_gradient(void) {
  for (size_t k = 0; k < NORMS; k++)
    for (size_t at = 0; at < N; at++)
      for (int adaptive_too = 0; adaptive_too < 2; adaptive_too++) {
        real w[N], g[N], saved[N];
        for (size_t i = 0; i < N; i++) {
          w[i] = 1;
          g[i] = (real)(i == at ? NOT_A_NUMBER : 1);
        }
        const double norm = KUDARI(sam_ascend)(N, w, g, saved, 0.1, norms[k], 0, adaptive_too);
        CHECK(isnan(norm), "p %g, NaN at %zu: norm %g", norms[k], at, norm);
        CHECK(isnan(w[at]), "p %g, NaN at %zu: w %g", norms[k], at, (double)w[at]);
        const int local = norms[k] == 1;
        for (size_t i = 0; i < N; i++)
          CHECK(i == at || (isnan(w[i]) ? 1 : 0) == !local, "p %g, NaN at %zu: w[%zu] %g", norms[k],
                at, i, (double)w[i]);
      }
}

int main(void) {
  by_hand();
  plain();
  adaptive();
  ties();
  zero_gradient();
  scales();
  faded();
  one_coordinate();
  infinite_norm();
  nan_gradient();
  return report(sizeof(real) == 8 ? "sam, double" : "sam, float");
}
