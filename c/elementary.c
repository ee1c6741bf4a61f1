/* x^y and cos(pi x) from short series: see elementary.h. */
#include "elementary.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

static double horner(double x, const double *c, int n) {
  double sum = c[n - 1];
  for (int i = n - 2; i >= 0; i--)
    sum = sum * x + c[i];
  return sum;
}

/* ln 2 in two parts: the first has trailing zeros, so that its multiples by an exponent are exact.
 */
static const double LN2_HIGH = 0x1.62e42feep-1, LN2_LOW = 0x1.a39ef35793c76p-33;

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

/* x > 0 and finite. x = 2^k f with f in [1/sqrt 2, sqrt 2]; log f = 2 artanh((f - 1) / (f + 1)). */
static double logarithm(double x) {
  static const double series[] = {1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9,  1.0 / 11,
                                  1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21, 1.0 / 23};
  int k = 0;
  if (x < 0x1p-1022) { /* denormal */
    x *= 0x1p+54;
    k = -54;
  }
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  k += (int)(bits >> 52) - 1023;
  double f = from_bits((bits & 0xfffffffffffffu) | 0x3ff0000000000000u);
  if (f > 1.4142135623730951) {
    f *= 0.5;
    k++;
  }
  const double s = (f - 1.0) / (f + 1.0);
  return k * LN2_HIGH + (2.0 * s * horner(s * s, series, 12) + k * LN2_LOW);
}

/* e^x = 2^k e^r with |r| <= ln 2 / 2. */
static double exponential(double x) {
  static const double series[] = {1.0,
                                  1.0,
                                  1.0 / 2,
                                  1.0 / 6,
                                  1.0 / 24,
                                  1.0 / 120,
                                  1.0 / 720,
                                  1.0 / 5040,
                                  1.0 / 40320,
                                  1.0 / 362880,
                                  1.0 / 3628800,
                                  1.0 / 39916800,
                                  1.0 / 479001600,
                                  1.0 / 6227020800};
  if (x != x)
    return x;
  if (x > 709.79)
    return HUGE_VAL;
  if (x < -745.2)
    return 0;
  const double k = floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - k * LN2_HIGH) - k * LN2_LOW;
  /* In two factors: 2^k alone may overflow or be denormal where the product is not. */
  const int half = (int)k / 2, rest = (int)k - half;
  return horner(r, series, 14) * from_bits((uint64_t)(1023 + half) << 52) *
         from_bits((uint64_t)(1023 + rest) << 52);
}

/* A number in two doubles, the second below the last digit of the first. */
typedef struct {
  double high, low;
} Pair;

/* a b without rounding error (Dekker 1971). Inlined, its pairs stay in registers: twice as fast. */
static inline __attribute__((always_inline)) Pair exact_product(double a, double b) {
  static const double split = 0x1p27 + 1;
  const double a_high = a * split - (a * split - a), a_low = a - a_high;
  const double b_high = b * split - (b * split - b), b_low = b - b_high;
  const double high = a * b;
  const double low = ((a_high * b_high - high) + a_high * b_low + a_low * b_high) + a_low * b_low;
  return (Pair){high, low};
}

static inline __attribute__((always_inline)) Pair product(Pair a, Pair b) {
  const Pair p = exact_product(a.high, b.high);
  const double low = p.low + (a.high * b.low + a.low * b.high);
  const double high = p.high + low;
  /* Where the split overflows there is no second part. */
  return low == low ? (Pair){high, low - (high - p.high)} : (Pair){a.high * b.high, 0};
}

/* In pairs, as repeated squaring doubles the relative error each time and 1 - beta^t magnifies it.
 */
static double whole_power(double x, double y) {
  Pair result = {1, 0}, square = {x, 0};
  for (uint64_t left = (uint64_t)y; left > 0; left >>= 1) {
    if (left & 1)
      result = product(result, square);
    /* Below this the square is 0: squaring it would only cost a processor's slow path. */
    square = square.high < 0x1p-480 ? (Pair){0, 0} : product(square, square);
  }
  return result.high + result.low;
}

double power(double x, double y) {
  if (fabs(y) < 0x1p31 && y == floor(y))
    return y < 0 ? 1 / whole_power(x, -y) : whole_power(x, y);
  if (x != x || y != y)
    return x + y;
  if (x == 1)
    return 1;
  if (x <= 0)
    return y > 0 ? 0 : HUGE_VAL;
  if (isinf(x))
    return y > 0 ? x : 0;
  return exponential(y * logarithm(x));
}

/* |x| <= pi / 4 */
static double small_cos(double x) {
  static const double series[] = {1.0,
                                  -1.0 / 2,
                                  1.0 / 24,
                                  -1.0 / 720,
                                  1.0 / 40320,
                                  -1.0 / 3628800,
                                  1.0 / 479001600,
                                  -1.0 / 87178291200,
                                  1.0 / 20922789888000};
  return horner(x * x, series, 9);
}

static double small_sin(double x) {
  static const double series[] = {
      1.0,          -1.0 / 6,        1.0 / 120,        -1.0 / 5040,
      1.0 / 362880, -1.0 / 39916800, 1.0 / 6227020800, -1.0 / 1307674368000};
  return x * horner(x * x, series, 8);
}

double cos_pi(double x) {
  static const double PI = 3.141592653589793;
  if (x <= 0.25)
    return small_cos(PI * x);
  if (x < 0.75)
    return small_sin(PI * (0.5 - x));
  return -small_cos(PI * (1.0 - x));
}
