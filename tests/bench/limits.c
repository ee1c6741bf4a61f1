/* What this machine can do at most: limits LOOP N reads numbers of repetitions from its input, and
 * answers each with the nanoseconds that so many runs of the loop over N floats took. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"

typedef void Loop(size_t n, float *restrict a, const float *restrict b, const float *restrict c);

/* ---- moving; in place, a line that is written has been read anyway ---- */

static void scale(size_t n, float *restrict a, const float *restrict b, const float *restrict c) {
  (void)b, (void)c;
  for (size_t i = 0; i < n; i++)
    a[i] = 0.9999999F * a[i];
}

static void add(size_t n, float *restrict a, const float *restrict b, const float *restrict c) {
  (void)c;
  for (size_t i = 0; i < n; i++)
    a[i] = a[i] + 1e-7F * b[i];
}

static void copy(size_t n, float *restrict a, const float *restrict b, const float *restrict c) {
  (void)c;
  for (size_t i = 0; i < n; i++)
    a[i] = b[i];
}

static void triad(size_t n, float *restrict a, const float *restrict b, const float *restrict c) {
  for (size_t i = 0; i < n; i++)
    a[i] = b[i] + 3.0F * c[i];
}

/* ---- roots and quotients, in the mixtures that the methods have ---- */

static void quotient(size_t n, float *restrict a, const float *restrict b,
                     const float *restrict c) {
  for (size_t i = 0; i < n; i++)
    a[i] = b[i] / c[i];
}

static void root(size_t n, float *restrict a, const float *restrict b, const float *restrict c) {
  (void)c;
  for (size_t i = 0; i < n; i++)
    a[i] = sqrtf(b[i]);
}

static void root_quotient(size_t n, float *restrict a, const float *restrict b,
                          const float *restrict c) {
  for (size_t i = 0; i < n; i++)
    a[i] = b[i] / sqrtf(c[i]);
}

static void roots_quotient(size_t n, float *restrict a, const float *restrict b,
                           const float *restrict c) {
  for (size_t i = 0; i < n; i++)
    a[i] = sqrtf(b[i]) / sqrtf(c[i]);
}

static const struct {
  const char *name;
  Loop *loop;
} loops[] = {
    {"scale", scale},
    {"add", add},
    {"copy", copy},
    {"triad", triad},
    {"quotient", quotient},
    {"root", root},
    {"root quotient", root_quotient},
    {"roots quotient", roots_quotient},
};

static Loop *find(const char *name) {
  for (size_t k = 0; k < sizeof loops / sizeof *loops; k++)
    if (strcmp(loops[k].name, name) == 0)
      return loops[k].loop;
  return NULL;
}

static float *vector(size_t n, size_t line, float value) {
  char *block = aligned_alloc(4096, ((n + 1024) * sizeof(float) + 4095) / 4096 * 4096);
  if (!block)
    exit(1);
  float *x = (float *)(void *)(block + 64 * line);
  for (size_t i = 0; i < n; i++)
    x[i] = value + (float)(i % 97) / 97.0F;
  return x;
}

int main(int argc, char **argv) {
  Loop *loop = argc == 3 ? find(argv[1]) : NULL;
  if (!loop)
    return 2;
  const size_t n = strtoul(argv[2], NULL, 10);
  float *a = vector(n, 0, 1), *b = vector(n, 1, 2), *c = vector(n, 2, 3);
  char line[64];
  while (fgets(line, sizeof line, stdin)) {
    const long runs = strtol(line, NULL, 10);
    const double start = now();
    for (long k = 0; k < runs; k++)
      loop(n, a, b, c);
    /* What was computed is asked for, so that it is computed. */
    const double taken = now() - start;
    if (!(a[n / 2] < INFINITY))
      return 3;
    printf("%.0f\n", taken);
    fflush(stdout);
  }
  return 0;
}
