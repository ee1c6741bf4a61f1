/* Numbers that are the same on every machine: splitmix64 (Steele, Lea & Flood 2014). */
#ifndef KUDARI_TEST_RANDOM_H
#define KUDARI_TEST_RANDOM_H

#include <stdint.h>

typedef struct {
  uint64_t state;
} Random;

static inline uint64_t random_bits(Random *r) {
  uint64_t z = r->state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* In [low, high). */
static inline double random_between(Random *r, double low, double high) {
  return low + (high - low) * (double)(random_bits(r) >> 11) * 0x1p-53;
}

/* Of either sign, with a magnitude in [low, high). */
static inline double random_signed(Random *r, double low, double high) {
  const double size = random_between(r, low, high);
  return random_bits(r) & 1 ? -size : size;
}

#endif
