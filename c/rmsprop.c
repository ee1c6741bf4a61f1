/* RMSProp: AdaGrad with a moving average in place of the sum; centered and with momentum. */
#include "kudari.h"

/* The four variants are one loop: mean and v are NULL or not for the whole call, and inlining with
 * constants leaves each its own loop without a branch in it. */
static inline __attribute__((always_inline)) void
rmsprop_loop(size_t n, real *restrict w, const real *restrict g, real *restrict s,
             real *restrict mean, real *restrict v, double lr, double gamma, double momentum,
             double eps, double eps_root, double l2, double weight_decay) {
  const real rate = (real)lr, pull = (real)l2, keep = (real)(1.0 - lr * weight_decay);
  const real hold = (real)gamma, gain = (real)(1.0 - gamma), mu = (real)momentum;
  const real out = (real)eps, in = (real)eps_root;
  for (size_t i = 0; i < WHOLE_LANES(n); i++) {
    const real gi = g[i] + pull * w[i];
    const real si = hold * s[i] + gain * gi * gi;
    s[i] = si;
    real spread = si;
    if (mean) {
      const real mi = hold * mean[i] + gain * gi;
      mean[i] = mi;
      /* Rounding can take the variance of a constant gradient just below 0. */
      spread = real_max(0, si - mi * mi);
    }
    const real root = real_sqrt(spread + in) + out;
    /* The two in PyTorch's order of operations, and so equal to the bit. */
    if (v)
      w[i] = keep * w[i] - rate * (v[i] = mu * v[i] + gi / root);
    else
      w[i] = keep * w[i] - rate * gi / root;
  }
}

void KUDARI(rmsprop)(size_t n, real *restrict w, const real *restrict g, real *restrict s,
                     real *restrict mean, real *restrict v, double lr, double gamma,
                     double momentum, double eps, double eps_root, double l2, double weight_decay,
                     double t) {
  (void)t;
  if (mean && v)
    rmsprop_loop(n, w, g, s, mean, v, lr, gamma, momentum, eps, eps_root, l2, weight_decay);
  else if (mean)
    rmsprop_loop(n, w, g, s, mean, NULL, lr, gamma, 0, eps, eps_root, l2, weight_decay);
  else if (v)
    rmsprop_loop(n, w, g, s, NULL, v, lr, gamma, momentum, eps, eps_root, l2, weight_decay);
  else
    rmsprop_loop(n, w, g, s, NULL, NULL, lr, gamma, 0, eps, eps_root, l2, weight_decay);
}
