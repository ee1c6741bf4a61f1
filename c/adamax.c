/* AdaMax: Adam in the infinity norm. */
#include "kudari.h"
#include "moments.h"

void KUDARI(adamax)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                    real *restrict u, double lr, double beta1, double beta2, double eps, double l2,
                    double weight_decay, double t) {
  const real rate = (real)(lr / bias_correction(beta1, t));
  const real pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const Moments k = moments(beta1, beta2);
  const real out = (real)eps;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i] = first_moment(k, m[i], gi);
    const real ui = u[i] = real_max(k.hold2 * u[i], real_abs(gi) + out);
    w[i] = keep * w[i] - rate * mi / ui;
  }
}
