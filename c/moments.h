/* The two moving averages of Adam's family, and their bias correction. */
#ifndef KUDARI_MOMENTS_H
#define KUDARI_MOMENTS_H

#include "elementary.h"
#include "real.h"

typedef struct {
  real hold1, gain1, hold2, gain2;
  int long_memory; /* beta1 > 1/2 */
} Moments;

/* 1 - beta is taken in double, before rounding to the buffers' type. */
static inline Moments moments(double beta1, double beta2) {
  return (Moments){(real)beta1, (real)(1.0 - beta1), (real)beta2, (real)(1.0 - beta2),
                   1.0 - beta1 < 0.5};
}

/* beta1 m + (1 - beta1) g in the order of PyTorch's lerp, from the nearer end: equal to the bit. */
static inline real first_moment(Moments k, real m, real g) {
  return k.long_memory ? m + k.gain1 * (g - m) : g - (g - m) * k.hold1;
}

/* The same as a sum of products: AdaBound's and Lion's order. */
static inline real first_moment_sum(Moments k, real m, real g) { return k.hold1 * m + k.gain1 * g; }

static inline real second_moment(Moments k, real v, real g) {
  return k.hold2 * v + k.gain2 * g * g;
}

/* 1 - beta^t. From beta^t <= exp(-t (1 - beta)) < 2^-54 on it is 1 to the bit, at no cost. */
static inline double bias_correction(double beta, double t) {
  return t * (1.0 - beta) > 40.0 ? 1.0 : 1.0 - power(beta, t);
}

#endif
