/* Gradient descent: plain, heavy ball, Nesterov. */
#include "kudari.h"

void KUDARI(sgd)(size_t n, real *restrict w, const real *restrict g, double lr, double l2,
                 double weight_decay, double t) {
  (void)t;
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    w[i] = keep * w[i] - rate * gi;
  }
}

void KUDARI(momentum)(size_t n, real *restrict w, const real *restrict g, real *restrict v,
                      double lr, double momentum, double dampening, double l2, double weight_decay,
                      double t) {
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  /* The first step takes the whole gradient, whatever the dampening. */
  const real mu = t > 1 ? (real)momentum : 0, gain = t > 1 ? (real)(1.0 - dampening) : 1;
  IN_PAIRS for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real vi = mu * v[i] + gain * gi;
    v[i] = vi;
    w[i] = keep * w[i] - rate * vi;
  }
}

void KUDARI(nesterov)(size_t n, real *restrict w, const real *restrict g, real *restrict v,
                      double lr, double momentum, double l2, double weight_decay, double t) {
  (void)t;
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const real mu = (real)momentum;
  IN_PAIRS for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real vi = mu * v[i] + gi;
    v[i] = vi;
    w[i] = keep * w[i] - rate * (gi + mu * vi);
  }
}
