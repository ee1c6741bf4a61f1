/* AdaBound and AMSBound: Adam's rates between bounds that close on a final rate. */
#include "kudari.h"
#include "moments.h"

/* As in adam.c. */
static inline __attribute__((always_inline)) void
adabound_loop(int keeps_max, size_t n, real *restrict w, const real *restrict g, real *restrict m,
              real *restrict v, real *restrict v_max, double lr, double base_lr, double beta1,
              double beta2, double final_lr, double gamma, double eps, double l2,
              double weight_decay, double t) {
  const real rate = (real)(lr * sqrt(bias_correction(beta2, t)) / bias_correction(beta1, t));
  /* Without a base there is nothing to scale by; at no rate nothing moves. */
  const double target = base_lr > 0 ? final_lr * lr / base_lr : lr > 0 ? final_lr : 0;
  const real low = (real)(target * (1.0 - 1.0 / (gamma * t + 1.0)));
  const real high = (real)(target * (1.0 + 1.0 / (gamma * t)));
  const real pull = (real)l2, keep = (real)(1.0 - lr * weight_decay), out = (real)eps;
  const Moments k = moments(beta1, beta2);
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i] = first_moment_sum(k, m[i], gi);
    real vi = v[i] = second_moment(k, v[i], gi);
    if (keeps_max)
      vi = v_max[i] = real_max(v_max[i], vi);
    w[i] = keep * w[i] - real_clamp(rate / (real_sqrt(vi) + out), low, high) * mi;
  }
}

void KUDARI(adabound)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                      real *restrict v, double lr, double base_lr, double beta1, double beta2,
                      double final_lr, double gamma, double eps, double l2, double weight_decay,
                      double t) {
  adabound_loop(0, n, w, g, m, v, NULL, lr, base_lr, beta1, beta2, final_lr, gamma, eps, l2,
                weight_decay, t);
}

void KUDARI(amsbound)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                      real *restrict v, real *restrict v_max, double lr, double base_lr,
                      double beta1, double beta2, double final_lr, double gamma, double eps,
                      double l2, double weight_decay, double t) {
  adabound_loop(1, n, w, g, m, v, v_max, lr, base_lr, beta1, beta2, final_lr, gamma, eps, l2,
                weight_decay, t);
}
