/* Adam and AdamW, and AMSGrad. */
#include "kudari.h"
#include "moments.h"

/* Inlined with keeps_max known, each method has its own loop without a branch in it. */
static inline __attribute__((always_inline)) void
adam_loop(int keeps_max, size_t n, real *restrict w, const real *restrict g, real *restrict m,
          real *restrict v, real *restrict v_max, double lr, double beta1, double beta2, double eps,
          double eps_root, double l2, double weight_decay, double t) {
  const real rate = (real)(lr / bias_correction(beta1, t));
  const real correction = (real)(1.0 / bias_correction(beta2, t));
  const real pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const real out = (real)eps, in = (real)eps_root;
  const Moments k = moments(beta1, beta2);
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real mi = m[i] = first_moment(k, m[i], gi);
    real vi = v[i] = second_moment(k, v[i], gi);
    if (keeps_max)
      vi = v_max[i] = real_max(v_max[i], vi);
    w[i] = keep * w[i] - rate * mi / (real_sqrt(vi * correction + in) + out);
  }
}

void KUDARI(adam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                  real *restrict v, double lr, double beta1, double beta2, double eps,
                  double eps_root, double l2, double weight_decay, double t) {
  adam_loop(0, n, w, g, m, v, NULL, lr, beta1, beta2, eps, eps_root, l2, weight_decay, t);
}

void KUDARI(amsgrad)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                     real *restrict v, real *restrict v_max, double lr, double beta1, double beta2,
                     double eps, double eps_root, double l2, double weight_decay, double t) {
  adam_loop(1, n, w, g, m, v, v_max, lr, beta1, beta2, eps, eps_root, l2, weight_decay, t);
}
