/* NAdam: Adam with Nesterov's look-ahead. */
#include "kudari.h"
#include "elementary.h"
#include "moments.h"

#ifdef KUDARI_DOUBLE /* a scalar: compiled once */
double kudari_nadam_mu(double beta1, double momentum_decay, double t) {
  return beta1 * (1.0 - 0.5 * power(0.96, t * momentum_decay));
}
#endif

void KUDARI(nadam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                   real *restrict v, double mu, double mu_next, double mu_product, double lr,
                   double beta1, double beta2, double eps, double l2, double weight_decay,
                   double t) {
  const real g_rate = (real)(lr * (1.0 - mu) / (1.0 - mu_product));
  const real m_rate = (real)(lr * mu_next / (1.0 - mu_product * mu_next));
  const real correction = (real)(1.0 / bias_correction(beta2, t));
  const real pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const Moments k = moments(beta1, beta2);
  const real out = (real)eps;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i] = first_moment(k, m[i], gi);
    const real vi = v[i] = second_moment(k, v[i], gi);
    w[i] = keep * w[i] - (g_rate * gi + m_rate * mi) / (real_sqrt(vi * correction) + out);
  }
}
