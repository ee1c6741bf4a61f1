/* The clock of the native programs. */
#ifndef KUDARI_BENCH_CLOCK_H
#define KUDARI_BENCH_CLOCK_H

#include <time.h>

/* In nanoseconds. */
static inline double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

#endif
