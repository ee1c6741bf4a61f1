/* Buffers of any contents. */
#ifndef KUDARI_FUZZ_REALS_H
#define KUDARI_FUZZ_REALS_H

#include "../../../c/real.h"
#include "bytes.h"

static inline real *take_reals(Bytes *b, size_t n) {
  real *x = room(n, sizeof *x);
  for (size_t i = 0; i < n; i++) {
    /* A bit pattern of its own: what is rounded from double never has all of them. */
    if (take(b, 4) == 0)
      take_into(b, x + i, sizeof *x);
    else
      x[i] = (real)take_double(b);
  }
  return x;
}

static inline real *copy_reals(const real *x, size_t n) {
  real *copy = room(n, sizeof *x);
  if (n > 0)
    memcpy(copy, x, n * sizeof *x);
  return copy;
}

/* With room for whole lanes, and something in it. */
static inline real *copy_lanes(const real *x, size_t n) {
  real *copy = room(WHOLE_LANES(n), sizeof *x);
  for (size_t i = 0; i < WHOLE_LANES(n); i++)
    copy[i] = i < n ? x[i] : (real)-1e30;
  return copy;
}

static inline int all_finite(const real *x, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!isfinite(x[i]))
      return 0;
  return 1;
}

#endif
