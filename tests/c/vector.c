/* Norms, clipping, the check for finite values. */
#include <float.h>
#include "check.h"
#include "../../c/kudari.h"
#include "random.h"
#include "reference.h"

enum { LONGEST = 40 };

static const double norms[] = {1, 1.5, 2, 3, HUGE_VAL};
enum { NORMS = sizeof norms / sizeof norms[0] };

static const double rounding = sizeof(real) == 8 ? 4 * DBL_EPSILON : 4 * (double)FLT_EPSILON;

static long double reference(size_t n, const real *x, double p) {
  long double wide[LONGEST];
  for (size_t i = 0; i < n; i++)
    wide[i] = (long double)x[i];
  return reference_norm(n, wide, p);
}

static void fill(Random *r, size_t n, real *x, double unit) {
  for (size_t i = 0; i < n; i++)
    x[i] = (real)(random_signed(r, 0, 1) * unit);
}

/* The 1-norm of 40 numbers next to the largest would overflow rightly: the largest is 1e306. */
static void norm_of_any_size(void) {
#ifdef KUDARI_DOUBLE
  static const double units[] = {1e-322, 1e-310, 1e-300, 1e-160, 1e-140, 1e-139, 1,
                                 1e20,   1e149,  1e150,  1e155,  1e160,  1e306};
#else
  static const double units[] = {1e-44, 1e-40, 1e-30, 1e-20, 1, 1e18, 1e20, 1e38};
#endif
  Random r = {1};
  for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
    for (size_t n = 0; n <= LONGEST; n++)
      for (size_t k = 0; k < NORMS; k++) {
        real x[LONGEST];
        fill(&r, n, x, units[u]);
        const long double want = reference(n, x, norms[k]);
        const double got = KUDARI(norm)(n, x, norms[k]);
        CHECK(fabsl((long double)got - want) <= want * 1e-14L + 0x1p-1074L,
              "n %zu, unit %g, p %g: got %.17g, want %.17Lg", n, units[u], norms[k], got, want);
      }
}

/* One number that dwarfs the rest, at each place: no partial sum may be left out. */
static void every_place_counts(void) {
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t at = 0; at < n; at++)
      for (size_t k = 0; k < NORMS; k++) {
        real x[LONGEST] = {0};
        x[at] = -3;
        CHECK_EQUAL(KUDARI(norm)(n, x, norms[k]), 3.0, "norm of one number");
        x[at] = (real)HUGE_VAL;
        CHECK_EQUAL(KUDARI(norm)(n, x, norms[k]), HUGE_VAL, "norm of infinity");
        x[at] = (real)NAN;
        CHECK(isnan(KUDARI(norm)(n, x, norms[k])), "p %g: NaN at %zu of %zu lost", norms[k], at, n);
        x[(at + 1) % n] = n > 1 ? (real)HUGE_VAL : (real)NAN;
        CHECK(isnan(KUDARI(norm)(n, x, norms[k])), "p %g: NaN at %zu of %zu lost to infinity",
              norms[k], at, n);
      }
}

static void norm_of_zero(void) {
  const real x[4] = {0, -(real)0, 0, 0};
  for (size_t k = 0; k < NORMS; k++)
    CHECK_EQUAL(KUDARI(norm)(4, x, norms[k]), 0.0, "norm of zero");
  const real largest[1] = {sizeof(real) == 8 ? (real)DBL_MAX : (real)FLT_MAX};
  for (size_t k = 0; k < NORMS; k++)
    CHECK_EQUAL(KUDARI(norm)(1, largest, norms[k]), (double)largest[0], "norm of the largest");
}

static void clip_norm_scales(void) {
  Random r = {2};
  for (size_t n = 1; n <= LONGEST; n++)
    for (double unit = 1e-30; unit < 1e31; unit *= 1e10) {
      real g[LONGEST], before[LONGEST];
      fill(&r, n, g, unit);
      memcpy(before, g, sizeof g);
      const double norm = KUDARI(norm)(n, g, 2), limit = norm / 3;
      CHECK_EQUAL(KUDARI(clip_norm)(n, g, limit), norm, "the norm before");
      CHECK(near_relative((double)reference(n, g, 2), limit, rounding),
            "n %zu unit %g: norm %.17g, "
            "limit %.17g",
            n, unit, (double)reference(n, g, 2), limit);
      for (size_t i = 0; i < n; i++)
        CHECK(fabs((double)g[i] * 3 - (double)before[i]) <= rounding * fabs((double)before[i]),
              "direction of %.17g is %.17g", (double)before[i], (double)g[i]);
    }
}

static void clip_norm_leaves_the_shorter(void) {
  Random r = {3};
  for (size_t n = 1; n <= LONGEST; n++) {
    real g[LONGEST], before[LONGEST];
    fill(&r, n, g, 1);
    memcpy(before, g, n * sizeof(real));
    const double norm = KUDARI(norm)(n, g, 2);
    CHECK_EQUAL(KUDARI(clip_norm)(n, g, norm), norm, "at the limit");
    CHECK_EQUAL(KUDARI(clip_norm)(n, g, norm * 1.001), norm, "below the limit");
    CHECK_EQUAL(KUDARI(clip_norm)(n, g, HUGE_VAL), norm, "no limit");
    CHECK(memcmp(g, before, n * sizeof(real)) == 0, "n %zu: a short gradient was touched", n);
  }
  real zero[3] = {0, -(real)0, 0};
  const real same[3] = {0, -(real)0, 0};
  CHECK_EQUAL(KUDARI(clip_norm)(3, zero, 0), 0.0, "zero to zero");
  CHECK(memcmp(zero, same, sizeof zero) == 0, "a zero gradient was touched");
}

/* NaN in every component; of an infinite gradient NaN where it is infinite, zeros elsewhere. */
static void clip_norm_of_the_nonfinite(void) {
  for (size_t at = 0; at < 11; at++) {
    real g[11], h[11];
    for (size_t i = 0; i < 11; i++)
      g[i] = h[i] = 1;
    g[at] = (real)NAN;
    h[at] = (real)-HUGE_VAL;
    CHECK(isnan(KUDARI(clip_norm)(11, g, 1)), "NaN at %zu: norm is not NaN", at);
    CHECK_EQUAL(KUDARI(clip_norm)(11, h, 1), HUGE_VAL, "infinity: norm");
    for (size_t i = 0; i < 11; i++) {
      CHECK(isnan(g[i]), "NaN at %zu: g[%zu] is %g", at, i, (double)g[i]);
      CHECK(i == at ? isnan(h[i]) : h[i] == 0, "infinity at %zu: g[%zu] is %g", at, i,
            (double)h[i]);
    }
  }
}

static void clip_value(void) {
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t at = 0; at < n; at++) {
      static const double values[] = {NOT_A_NUMBER, HUGE_VAL, -HUGE_VAL, 0.5000001, -0.5000001,
                                      0.25,         -0.25,    0,         0.5,       -0.5};
      static const double clipped[] = {NOT_A_NUMBER, 0.5,   -0.5, 0.5, -0.5,
                                       0.25,         -0.25, 0,    0.5, -0.5};
      for (size_t k = 0; k < 10; k++) {
        real g[LONGEST];
        for (size_t i = 0; i < n; i++)
          g[i] = (real)0.125;
        g[at] = (real)values[k];
        KUDARI(clip_value)(n, g, 0.5);
        for (size_t i = 0; i < n; i++) {
          const double want = i == at ? clipped[k] : 0.125;
          CHECK((double)g[i] == want || (isnan(want) && isnan(g[i])),
                "%g at %zu of %zu: [%zu] is %g", values[k], at, n, i, (double)g[i]);
        }
      }
    }
}

static void first_nonfinite(void) {
  static const double values[] = {NOT_A_NUMBER, HUGE_VAL, -HUGE_VAL};
  for (size_t n = 0; n <= LONGEST; n++) {
    real x[LONGEST];
    for (size_t i = 0; i < n; i++)
      x[i] = sizeof(real) == 8 ? (real)DBL_MAX : (real)FLT_MAX;
    CHECK_EQUAL(KUDARI(first_nonfinite)(n, x), n, "all finite");
    for (size_t at = n; at-- > 0;) {
      x[at] = (real)values[at % 3];
      CHECK_EQUAL(KUDARI(first_nonfinite)(n, x), at, "the first of several");
    }
  }
  for (size_t at = 0; at < LONGEST; at++) {
    real x[LONGEST] = {0};
    x[at] = (real)values[at % 3];
    CHECK_EQUAL(KUDARI(first_nonfinite)(LONGEST, x), at, "the only one");
    CHECK_EQUAL(KUDARI(first_nonfinite)(at, x), at, "behind the end");
  }
}

int main(void) {
  norm_of_any_size();
  every_place_counts();
  norm_of_zero();
  clip_norm_scales();
  clip_norm_leaves_the_shorter();
  clip_norm_of_the_nonfinite();
  clip_value();
  first_nonfinite();
  return report(sizeof(real) == 8 ? "vector, double" : "vector, float");
}
