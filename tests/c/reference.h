/* p-norms in long double: 15 more bits of exponent and 11 of precision than what they check. */
#ifndef KUDARI_TEST_REFERENCE_H
#define KUDARI_TEST_REFERENCE_H

#include <math.h>
#include <stddef.h>

static inline long double reference_norm(size_t n, const long double *x, double p) {
  long double top = 0, sum = 0;
  for (size_t i = 0; i < n; i++)
    top = fmaxl(top, fabsl(x[i]));
  if (top == 0 || isinf(p))
    return top;
  for (size_t i = 0; i < n; i++)
    sum += powl(fabsl(x[i]) / top, (long double)p);
  return top * powl(sum, 1 / (long double)p);
}

/* 1/p + 1/q = 1. */
static inline double dual(double p) { return p == 1 ? HUGE_VAL : isinf(p) ? 1 : p / (p - 1); }

#endif
