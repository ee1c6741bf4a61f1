/* What a fuzzer's bytes are made into. Whoever takes more than there are gets zeros. */
#ifndef KUDARI_FUZZ_BYTES_H
#define KUDARI_FUZZ_BYTES_H

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const uint8_t *at;
  size_t left;
} Bytes;

/* Below 256. */
static inline size_t take(Bytes *b, size_t below) {
  if (b->left == 0)
    return 0;
  b->left--;
  return *b->at++ % below;
}

static inline void take_into(Bytes *b, void *to, size_t bytes) {
  const size_t there = bytes < b->left ? bytes : b->left;
  memset(to, 0, bytes);
  memcpy(to, b->at, there);
  b->at += there;
  b->left -= there;
}

/* In [0, 1]. */
static inline double take_share(Bytes *b) {
  uint16_t bits;
  take_into(b, &bits, sizeof bits);
  return bits / 65535.0;
}

/* Any double there is: one of those that break things, any pattern of bits, or a usual one. */
static inline double take_double(Bytes *b) {
  static const double edges[] = {0,        -0.0,      1,         -1,           2,      0.5,
                                 HUGE_VAL, -HUGE_VAL, DBL_MAX,   -DBL_MAX,     0x1p52, 0x1p53,
                                 DBL_MIN,  0x1p-1074, 0x1p-1073, 0x1.fffffep0, 1e-8,   4096};
  enum { EDGES = sizeof edges / sizeof edges[0] };
  const size_t kind = take(b, EDGES + 32);
  if (kind < EDGES)
    return edges[kind];
  if (kind == EDGES)
    return (double)NAN;
  if (kind < EDGES + 8) {
    double x;
    take_into(b, &x, sizeof x);
    return x;
  }
  return 4 * take_share(b) - 2;
}

/* Says what does not hold, and stops: the fuzzer keeps the bytes. */
#define HOLDS(ok, ...)                                                                             \
  do {                                                                                             \
    if (!(ok)) {                                                                                   \
      fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                              \
      fprintf(stderr, __VA_ARGS__);                                                                \
      fputc('\n', stderr);                                                                         \
      abort();                                                                                     \
    }                                                                                              \
  } while (0)

/* The same bits, or both no number: which NaN it is, nobody promises. */
static inline int same(double a, double b) {
  return (isnan(a) && isnan(b)) || (a == b && signbit(a) == signbit(b));
}

/* Exactly so long, so that the address sanitizer sees one byte too far. */
static inline void *room(size_t count, size_t bytes) {
  void *memory = malloc(count * bytes);
  if (!memory && count > 0)
    abort();
  return memory;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
