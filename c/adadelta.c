/* AdaDelta: the size of past updates takes the place of the learning rate. */
#include "kudari.h"

void KUDARI(adadelta)(size_t n, real *restrict w, const real *restrict g, real *restrict s,
                      real *restrict u, double lr, double gamma, double eps_root, double l2,
                      double weight_decay, double t) {
  (void)t;
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const real hold = (real)gamma, gain = (real)(1.0 - gamma), in = (real)eps_root;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real si = hold * s[i] + gain * gi * gi;
    s[i] = si;
    const real step = real_sqrt(u[i] + in) / real_sqrt(si + in) * gi;
    u[i] = hold * u[i] + gain * step * step;
    w[i] = keep * w[i] - rate * step;
  }
}
