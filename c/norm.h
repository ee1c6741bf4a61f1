/* p-norms of a vector, or of a vector scaled coordinate by coordinate, without a copy of it. */
#ifndef KUDARI_NORM_H
#define KUDARI_NORM_H

#include "real.h"

/* x, or |w| x where w is given (ASAM's scaled gradient). */
typedef struct {
  size_t n;
  const real *x;
  const real *w;
} Vector;

static inline double entry(Vector v, size_t i) {
  return v.w ? fabs((double)v.w[i]) * (double)v.x[i] : (double)v.x[i];
}

/* Index of the first entry of largest magnitude; of a NaN if there is one. n must not be 0. */
size_t KUDARI(largest)(Vector v);

/* ||v||_p for p from 1 to infinity; 0 for n = 0. */
double KUDARI(vector_norm)(Vector v, double p);

#endif
