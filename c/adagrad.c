/* AdaGrad: each coordinate's rate shrinks with the sum of its squared gradients. */
#include "kudari.h"

void KUDARI(adagrad)(size_t n, real *restrict w, const real *restrict g, real *restrict s,
                     double lr, double eps, double eps_root, double l2, double weight_decay,
                     double t) {
  (void)t;
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const real out = (real)eps, in = (real)eps_root;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real si = s[i] + gi * gi;
    s[i] = si;
    w[i] = keep * w[i] - rate * gi / (real_sqrt(si + in) + out);
  }
}
