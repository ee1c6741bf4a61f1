/* Adam natively, for comparison: native N UPDATES ROUNDS prints the nanoseconds of one update, a
 * line a round. Compiled against the same kernels, for float or (KUDARI_DOUBLE) double. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "../../c/kudari.h"

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static real *vector(size_t n, real value) {
  real *x = aligned_alloc(64, (n * sizeof(real) + 63) / 64 * 64);
  for (size_t i = 0; x && i < n; i++)
    x[i] = value;
  return x;
}

int main(int argc, char **argv) {
  if (argc != 4)
    return 2;
  const size_t n = strtoul(argv[1], NULL, 10);
  const long updates = strtol(argv[2], NULL, 10), rounds = strtol(argv[3], NULL, 10);
  real *w = vector(n, 1), *g = vector(n, (real)0.1), *m = vector(n, 0), *v = vector(n, 0);
  if (!w || !g || !m || !v)
    return 1;
  double t = 0;
  for (long round = 0; round <= rounds; round++) {
    const double start = now();
    for (long i = 0; i < updates; i++)
      KUDARI(adam)(n, w, g, m, v, 1e-3, 0.9, 0.999, 1e-8, 0, 0, 0, ++t);
    if (round > 0) /* the first one warms up */
      printf("%.1f\n", (now() - start) / (double)updates);
  }
  return 0;
}
