/* Lion: the sign of an interpolated momentum. */
#include "kudari.h"
#include "moments.h"

void KUDARI(lion)(size_t n, real *restrict w, const real *restrict g, real *restrict m, double lr,
                  double beta1, double beta2, double l2, double weight_decay, double t) {
  (void)t;
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const Moments k = moments(beta1, beta2);
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i];
    m[i] = k.hold2 * mi + k.gain2 * gi;
    w[i] = keep * w[i] - rate * real_sign(first_moment_sum(k, mi, gi));
  }
}
