/* p-norms that neither overflow nor underflow before the result does. */
#include "norm.h"
#include "elementary.h"

RARE size_t KUDARI(largest)(Vector v) {
  size_t at = 0;
  for (size_t i = 0; i < v.n; i++) {
    const double a = fabs(entry(v, i));
    if (a != a)
      return i;
    if (a > fabs(entry(v, at)))
      at = i;
  }
  return at;
}

/* In eight partial sums: a fixed order that vectorises and is the same on every machine. */
static double sum_of_squares(size_t n, const real *x) {
  double part[8] = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8)
    for (size_t k = 0; k < 8; k++)
      part[k] += (double)x[i + k] * (double)x[i + k];
  for (; i < n; i++)
    part[i % 8] += (double)x[i] * (double)x[i];
  return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
}

static double square(double x) { return x * x; }

/* Sum of |x / unit|^p. */
static RARE double sum_of_powers(Vector v, double unit, double p) {
  double sum = 0;
  for (size_t i = 0; i < v.n; i++)
    sum += p == 2 ? square(entry(v, i) / unit) : power(fabs(entry(v, i)) / unit, p);
  return sum;
}

double KUDARI(vector_norm)(Vector v, double p) {
  if (v.n == 0)
    return 0;
  if (p == 2 && !v.w) {
    const double squares = sum_of_squares(v.n, v.x);
    if (squares > 1e-280 && squares < 1e300)
      return sqrt(squares);
  }
  /* In units of the largest entry no power overflows, nor do all underflow. */
  const double top = fabs(entry(v, KUDARI(largest)(v)));
  if (!(top > 0) || isinf(top) || isinf(p))
    return top;
  return top * power(sum_of_powers(v, top, p), 1 / p);
}
