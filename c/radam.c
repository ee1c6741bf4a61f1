/* RAdam: Adam without the adaptive denominator until its variance is under control. */
#include "kudari.h"
#include "moments.h"

/* r_t, where correction is 1 - beta2^t. */
static inline double rectification(double beta2, double t, double correction) {
  const double rho_inf = 2.0 / (1.0 - beta2) - 1.0;
  const double rho = rho_inf - 2.0 * t * (1.0 - correction) / correction;
  if (!(rho > 5.0))
    return 0;
  return sqrt((rho - 4.0) * (rho - 2.0) * rho_inf / ((rho_inf - 4.0) * (rho_inf - 2.0) * rho));
}

#ifdef KUDARI_DOUBLE /* a scalar: compiled once */
double kudari_radam_rectification(double beta2, double t) {
  return rectification(beta2, t, bias_correction(beta2, t));
}
#endif

void KUDARI(radam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                   real *restrict v, double lr, double beta1, double beta2, double eps, double l2,
                   double weight_decay, double t) {
  const double correction2 = bias_correction(beta2, t);
  const double r = rectification(beta2, t, correction2);
  const double plain = lr / bias_correction(beta1, t);
  const real rate = (real)plain, rectified = (real)(plain * r * sqrt(correction2));
  const real pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const Moments k = moments(beta1, beta2);
  const real out = (real)eps;
  const int adaptive = r > 0;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i] = first_moment(k, m[i], gi);
    const real vi = v[i] = second_moment(k, v[i], gi);
    w[i] = keep * w[i] - (adaptive ? rectified * mi / (real_sqrt(vi) + out) : rate * mi);
  }
}
