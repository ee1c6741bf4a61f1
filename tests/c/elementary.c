/* power and cos_pi against the C library in long double. */
#include <float.h>
#include "check.h"
#include "../../c/elementary.h"
#include "random.h"

/* With 64 bits of mantissa or more the library's error is no part of what is measured. */
_Static_assert(LDBL_MANT_DIG >= 64, "long double must be wider than double");

static double worst;

/* Relative to the value, or to the smallest normal number where the value is denormal. */
static void measure(double x, double y, double allowed) {
  const double got = power(x, y);
  const long double want = powl((long double)x, (long double)y);
  const long double size = want > (long double)DBL_MIN ? want : (long double)DBL_MIN;
  const double error = got == (double)want ? 0 : (double)(fabsl((long double)got - want) / size);
  if (error > worst)
    worst = error;
  CHECK(error <= allowed, "%.17g ^ %.17g: got %.17g, want %.17Lg, off by %.3g", x, y, got, want,
        error);
}

static void state(const char *what, double allowed) {
  printf("  %-44s worst %.2e, asserted at most %.2e\n", what, worst, allowed);
  worst = 0;
}

/* Each squaring doubles the error so far: t 2^-54 at most, a third of it in fact. */
static void powers_of_beta(double beta) {
  char what[64];
  for (double t = 1; t <= 1e6; t = t < 3000 ? t + 1 : floor(t * 1.003))
    measure(beta, t, 0x1p-52);
  measure(beta, 1e6, 0x1p-52);
  snprintf(what, sizeof what, "%g^t, t to 1e6", beta);
  state(what, 0x1p-52);
}

/* What the bias corrections make of it: 1 - beta^t, relative. */
static void bias_corrections(double beta, double allowed) {
  char what[64];
  for (double t = 1; t <= 1e6; t = t < 3000 ? t + 1 : floor(t * 1.003)) {
    const long double want = 1 - powl((long double)beta, (long double)t);
    const double got = 1 - power(beta, t);
    const double error = (double)(fabsl((long double)got - want) / want);
    worst = error > worst ? error : worst;
    CHECK(error <= allowed, "1 - %g^%g: got %.17g, off by %.3g", beta, t, got, error);
  }
  snprintf(what, sizeof what, "1 - %g^t, t to 1e6", beta);
  state(what, allowed);
}

/* log x is good to 3 ulps, and an error in y log x is one of as many parts in the power. */
static double allowed_at(double x, double y) { return (6 + 3 * fabs(y * log(x))) * 0x1p-53; }

static void fractional_exponents(void) {
  Random r = {1};
  for (int i = 0; i < 400000; i++) {
    const double x = exp(random_between(&r, -744, 709));
    const double y = random_between(&r, -2, 2) * (i % 3 ? 1 : 100);
    const long double want = powl((long double)x, (long double)y);
    if (want > 0x1p-1022L && want < 0x1p1023L)
      measure(x, y, allowed_at(x, y));
  }
  state("x^y, any x, |y| < 200", 710 * 3 * 0x1p-53);
  for (int i = 0; i < 400000; i++) {
    const double x = random_between(&r, 0x1p-20, 1), y = random_between(&r, 0, 12);
    measure(x, y, allowed_at(x, y));
  }
  state("x^y, x in [0, 1], y in [0, 12]", (6 + 3 * 12 * 20 * 0.7) * 0x1p-53);
}

static void denormals(void) {
  Random r = {2};
  for (int i = 0; i < 20000; i++) {
    const double x = floor(random_between(&r, 1, 0x1p52)) * 0x1p-1074;
    const double y = random_between(&r, -0.9, 0.9);
    measure(x, y, allowed_at(x, y));
    const double base = exp(random_between(&r, -1.99, -1));
    measure(base, random_between(&r, 372, 374) + 0.5, 0x1p-40);
  }
  measure(0x1p-1074, 0.5, allowed_at(0x1p-1074, 0.5));
  measure(0x1p-1074, 1, 0);
  state("x^y, x or x^y denormal", 0x1p-40);
}

static void whole_and_special(void) {
  for (double x = 0; x < 3; x += 0.125) {
    CHECK_EQUAL(power(x, 0), 1.0, "x^0");
    CHECK_EQUAL(power(x, 1), x, "x^1");
    CHECK_EQUAL(power(x, 2), x * x, "x^2");
    CHECK_EQUAL(power(x, 3), x * x * x, "x^3");
  }
  CHECK_EQUAL(power(0.5, 3), 0.125, "0.5^3");
  CHECK_EQUAL(power(2, -3), 0.125, "2^-3");
  CHECK_EQUAL(power(0, 0.5), 0.0, "0^0.5");
  CHECK_EQUAL(power(0, 2), 0.0, "0^2");
  CHECK_EQUAL(power(0, -0.5), HUGE_VAL, "0^-0.5");
  CHECK_EQUAL(power(0, -1), HUGE_VAL, "0^-1");
  for (double y = -2.5; y < 3; y += 0.25)
    CHECK_EQUAL(power(1, y), 1.0, "1^y");
  CHECK_EQUAL(power(HUGE_VAL, 0.5), HUGE_VAL, "inf^0.5");
  CHECK_EQUAL(power(HUGE_VAL, 2), HUGE_VAL, "inf^2");
  CHECK_EQUAL(power(HUGE_VAL, -0.5), 0.0, "inf^-0.5");
  CHECK_EQUAL(power(HUGE_VAL, -1), 0.0, "inf^-1");
  CHECK_EQUAL(power(0.5, HUGE_VAL), 0.0, "0.5^inf");
  CHECK_EQUAL(power(2, HUGE_VAL), HUGE_VAL, "2^inf");
  CHECK_EQUAL(power(1, HUGE_VAL), 1.0, "1^inf");
  CHECK_EQUAL(power(0.9, 1e300), 0.0, "0.9^1e300");
  CHECK_EQUAL(power(1.1, 1e300), HUGE_VAL, "1.1^1e300");
  CHECK(isnan(power(NOT_A_NUMBER, 2)) && isnan(power(NOT_A_NUMBER, 0.5)), "NaN^y");
  CHECK(isnan(power(2, NOT_A_NUMBER)) && isnan(power(0, NOT_A_NUMBER)), "x^NaN");
}

static void cosines(void) {
  const double allowed = 0x1p-52;
  for (int i = 0; i <= 3000000; i++) {
    const double x = i / 3e6;
    const long double want = cosl(3.14159265358979323846264338327950288L * (long double)x);
    const double error = (double)fabsl((long double)cos_pi(x) - want);
    worst = error > worst ? error : worst;
    CHECK(error <= allowed, "cos_pi(%.17g): got %.17g, want %.17Lg", x, cos_pi(x), want);
    CHECK(fabs(cos_pi(x)) <= 1, "cos_pi(%.17g) = %.17g", x, cos_pi(x));
  }
  state("cos_pi, absolute", allowed);
  CHECK_EQUAL(cos_pi(0), 1.0, "cos_pi(0)");
  CHECK_EQUAL(cos_pi(0.5), 0.0, "cos_pi(0.5)");
  CHECK_EQUAL(cos_pi(1), -1.0, "cos_pi(1)");
}

int main(void) {
  powers_of_beta(0.9);
  powers_of_beta(0.999);
  powers_of_beta(0.999999);
  bias_corrections(0.9, 1e-15);
  bias_corrections(0.999, 4e-14);
  bias_corrections(0.999999, 4e-11);
  fractional_exponents();
  denormals();
  whole_and_special();
  cosines();
  return report("elementary");
}
