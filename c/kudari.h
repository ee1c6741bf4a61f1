/* kudari: the whole ABI of the optimizer core.
 *
 * Read with KUDARI_DOUBLE undefined this header declares the float kernels (kudari_*_f32), with it
 * defined the double ones (kudari_*_f64); see real.h. Schedules have one form, in double.
 *
 * Conventions
 *   n       number of parameters; 0 is fine and does nothing
 *   w       [n] parameters, updated in place
 *   g       [n] gradient at w, never written by a step
 *   others  [n] state, updated in place; zero before the first step unless said otherwise
 *   t       number of this step, counting from 1
 *   lr      learning rate of this step (the lecture's epsilon)
 *   eps     stabiliser added outside the square root, eps_root inside it
 *   l2      adds l2 * w to the gradient
 *   weight_decay  decoupled: w is first multiplied by 1 - lr * weight_decay (Loshchilov & Hutter)
 *
 * A step takes n for the next whole multiple of 32 bytes (WHOLE_LANES in real.h): its vectors must
 * have that much room, and what lies in it behind n is read and written, whatever it is, and
 * changes nothing before n. All other functions keep to n.
 *
 * Buffers never overlap (restrict). Functions are total: they never trap, allocate or keep state of
 * their own, and a NaN or infinite gradient shows as NaN or infinity in w (but for Lion, to which
 * an infinite one is a sign). Ranges are the caller's to check. Scalars are double; bias
 * corrections are computed once a call in double; loops run in the type of the buffers; reductions
 * accumulate in double.
 *
 * Below, g stands for the gradient with l2 * w added, and every w -= ... is preceded by the
 * decoupled decay. */
#ifndef KUDARI_H
#define KUDARI_H

#include "real.h"

/* ------------------------------------------------------------------------ gradient descent ---- */

/* w -= lr g.
 * Robbins & Monro 1951. PyTorch: SGD(lr, weight_decay=l2), bit for bit. */
KUDARI_API void KUDARI(sgd)(size_t n, real *restrict w, const real *restrict g, double lr,
                            double l2, double weight_decay, double t);

/* v = momentum v + (1 - dampening) g, at the first step v = g;  w -= lr v.
 * Polyak 1964, heavy ball, in the form of Sutskever et al. 2013 without lr in v.
 * PyTorch: SGD(lr, momentum, dampening, weight_decay=l2), bit for bit. */
KUDARI_API void KUDARI(momentum)(size_t n, real *restrict w, const real *restrict g,
                                 real *restrict v, double lr, double momentum, double dampening,
                                 double l2, double weight_decay, double t);

/* v = momentum v + g;  w -= lr (g + momentum v).
 * Nesterov 1983 as rewritten by Sutskever et al. 2013.
 * PyTorch: SGD(lr, momentum, nesterov=True, weight_decay=l2), bit for bit. */
KUDARI_API void KUDARI(nesterov)(size_t n, real *restrict w, const real *restrict g,
                                 real *restrict v, double lr, double momentum, double l2,
                                 double weight_decay, double t);

/* ------------------------------------------------------------------ adaptive learning rates ----
 */

/* s += g^2;  w -= lr g / (sqrt(s + eps_root) + eps). s may start at any value >= 0.
 * Duchi, Hazan & Singer 2011, diagonal form. Fork: the lecture and TensorFlow put the stabiliser
 * inside the root (eps_root), PyTorch outside (eps).
 * PyTorch: Adagrad(lr, eps=eps, initial_accumulator_value=s0) with eps_root = 0, bit for bit. */
KUDARI_API void KUDARI(adagrad)(size_t n, real *restrict w, const real *restrict g,
                                real *restrict s, double lr, double eps, double eps_root, double l2,
                                double weight_decay, double t);

/* s = gamma s + (1 - gamma) g^2;  d = g / (sqrt(s + eps_root) + eps);  w -= lr d.
 * With mean (not NULL, "centered"): mean = gamma mean + (1 - gamma) g, and s - mean^2, not below 0,
 * stands in the root (Graves 2013, eq. 38-42).
 * With v (not NULL): v = momentum v + d, and w -= lr v.
 * Tieleman & Hinton 2012, lecture 6.5. Fork: stabiliser as for adagrad.
 * PyTorch: RMSprop(lr, alpha=gamma, eps, centered, momentum) with eps_root = 0, bit for bit. */
KUDARI_API void KUDARI(rmsprop)(size_t n, real *restrict w, const real *restrict g,
                                real *restrict s, real *restrict mean, real *restrict v, double lr,
                                double gamma, double momentum, double eps, double eps_root,
                                double l2, double weight_decay, double t);

/* s = gamma s + (1 - gamma) g^2;  d = sqrt(u + eps_root) / sqrt(s + eps_root) g, with the u of the
 * step before;  u = gamma u + (1 - gamma) d^2;  w -= lr d (lr = 1 in the paper).
 * Zeiler 2012, Algorithm 1. PyTorch: Adadelta(lr, rho=gamma, eps=eps_root), bit for bit. */
KUDARI_API void KUDARI(adadelta)(size_t n, real *restrict w, const real *restrict g,
                                 real *restrict s, real *restrict u, double lr, double gamma,
                                 double eps_root, double l2, double weight_decay, double t);

/* ---------------------------------------------------------------------------- Adam's family ----
 */

/* m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g^2;
 * w -= lr m^ / (sqrt(v^ + eps_root) + eps),  m^ = m / (1 - beta1^t),  v^ = v / (1 - beta2^t).
 * Kingma & Ba 2015, Algorithm 1; with weight_decay AdamW, Loshchilov & Hutter 2019, Algorithm 2.
 * Fork: eps outside the root and after the correction (eps_root = 0), as published.
 * PyTorch: Adam(lr, (beta1, beta2), eps, weight_decay=l2); AdamW(..., weight_decay), bit for bit.
 */
KUDARI_API void KUDARI(adam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                             real *restrict v, double lr, double beta1, double beta2, double eps,
                             double eps_root, double l2, double weight_decay, double t);

/* Adam with v^ taken from v_max = max(v_max, v), the running maximum of the raw v.
 * Reddi, Kale & Kumar 2018, Algorithm 2. Fork: maximum before the bias correction, as PyTorch.
 * PyTorch: Adam(..., amsgrad=True), AdamW(..., amsgrad=True), bit for bit. */
KUDARI_API void KUDARI(amsgrad)(size_t n, real *restrict w, const real *restrict g,
                                real *restrict m, real *restrict v, real *restrict v_max, double lr,
                                double beta1, double beta2, double eps, double eps_root, double l2,
                                double weight_decay, double t);

/* m, v as in Adam;  rho_inf = 2 / (1 - beta2) - 1,  rho = rho_inf - 2 t beta2^t / (1 - beta2^t);
 * rho > 5:  w -= lr m^ r sqrt(1 - beta2^t) / (sqrt(v) + eps),
 *           r = kudari_radam_rectification(beta2, t);  otherwise  w -= lr m^.
 * Liu et al. 2020, Algorithm 2. Fork: threshold 5 (the paper has 4), eps before the correction.
 * PyTorch: RAdam(lr, (beta1, beta2), eps, weight_decay=l2), or with decoupled_weight_decay. */
KUDARI_API void KUDARI(radam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                              real *restrict v, double lr, double beta1, double beta2, double eps,
                              double l2, double weight_decay, double t);

/* m, v as in Adam;  w -= clamp(lr sqrt(1 - beta2^t) / (1 - beta1^t) / (sqrt(v) + eps), lo, hi) m,
 * lo = f (1 - 1 / (gamma t + 1)),  hi = f (1 + 1 / (gamma t)),  f = final_lr lr / base_lr.
 * base_lr is the learning rate at construction, so that a schedule scales the bounds as well; where
 * it is 0, f = final_lr at every lr > 0.
 * Luo et al. 2019, Algorithm 2, in the form of the authors' release (adabound 0.0.5), bit for bit
 * with its operations in PyTorch. */
KUDARI_API void KUDARI(adabound)(size_t n, real *restrict w, const real *restrict g,
                                 real *restrict m, real *restrict v, double lr, double base_lr,
                                 double beta1, double beta2, double final_lr, double gamma,
                                 double eps, double l2, double weight_decay, double t);

/* AdaBound with v_max = max(v_max, v) in the root: AMSBound, Luo et al. 2019, Algorithm 3. */
KUDARI_API void KUDARI(amsbound)(size_t n, real *restrict w, const real *restrict g,
                                 real *restrict m, real *restrict v, real *restrict v_max,
                                 double lr, double base_lr, double beta1, double beta2,
                                 double final_lr, double gamma, double eps, double l2,
                                 double weight_decay, double t);

/* m, v as in Adam;
 * w -= lr ((1 - mu_t) g / (1 - P_t) + mu_{t+1} m / (1 - P_t mu_{t+1})) / (sqrt(v^) + eps),
 * mu = mu_t = kudari_nadam_mu(beta1, momentum_decay, t),  mu_next = mu_{t+1},
 * mu_product = P_t = mu_1 ... mu_t.
 * Dozat 2016. PyTorch: NAdam(lr, (beta1, beta2), eps, momentum_decay, weight_decay=l2), which keeps
 * P_t in float32. */
KUDARI_API void KUDARI(nadam)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                              real *restrict v, double mu, double mu_next, double mu_product,
                              double lr, double beta1, double beta2, double eps, double l2,
                              double weight_decay, double t);

/* m as in Adam;  u = max(beta2 u, |g| + eps);  w -= lr m^ / u.
 * Kingma & Ba 2015, Algorithm 2. PyTorch: Adamax(lr, (beta1, beta2), eps, weight_decay=l2), bit for
 * bit. */
KUDARI_API void KUDARI(adamax)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                               real *restrict u, double lr, double beta1, double beta2, double eps,
                               double l2, double weight_decay, double t);

/* c = beta1 m + (1 - beta1) g;  w -= lr sign(c);  m = beta2 m + (1 - beta2) g.
 * Chen et al. 2023, "Symbolic Discovery of Optimization Algorithms", Algorithm 2. */
KUDARI_API void KUDARI(lion)(size_t n, real *restrict w, const real *restrict g, real *restrict m,
                             double lr, double beta1, double beta2, double l2, double weight_decay,
                             double t);

/* ------------------------------------------------------------------ sharpness-aware ascent ---- */

/* saved = w;  w += e, where e maximises g.e over the ball ||e||_p <= rho, p from 1 to infinity:
 *   e = rho sign(g) |g|^(q-1) / ||g||_q^(q-1),  1/p + 1/q = 1
 * (p = 2: rho g / ||g||; p = infinity: rho sign(g); p = 1: all of rho on the largest |g|, the first
 * of them if several tie). adaptive: the ball is ||e / |w| ||_p <= rho (ASAM).
 * eps fades e out where the gradient is rounding noise without a direction: rho is taken times
 * N / (N + eps), N the dual norm; with eps = 0 the ball is exact. A zero gradient gives e = 0.
 * Returns the dual norm, ||g||_q or || |w| g ||_q: to first order the loss rises by rho times it.
 * Foret et al. 2021, eq. 2; Kwon et al. 2021 (ASAM, with eta = 0).
 * Equals davda54/sam's first_step with p = 2 and eps = 1e-12. */
KUDARI_API double KUDARI(sam_ascend)(size_t n, real *restrict w, const real *restrict g,
                                     real *restrict saved, double rho, double p, double eps,
                                     int adaptive);

/* w = saved: the way back from sam_ascend, to the bit. */
KUDARI_API void KUDARI(sam_restore)(size_t n, real *restrict w, const real *restrict saved);

/* -------------------------------------------------------------------------------- vectors ---- */

/* ||x||_p for p from 1 to infinity, 0 for n = 0. Neither overflows nor underflows before the result
 * does. */
KUDARI_API double KUDARI(norm)(size_t n, const real *restrict x, double p);

/* Scales g down to ||g||_2 = max_norm where it is longer; returns the norm before.
 * PyTorch: clip_grad_norm_, without its 1e-6 in the denominator. */
KUDARI_API double KUDARI(clip_norm)(size_t n, real *restrict g, double max_norm);

/* Limits every component to [-limit, limit]; NaN stays. PyTorch: clip_grad_value_. */
KUDARI_API void KUDARI(clip_value)(size_t n, real *restrict g, double limit);

/* Index of the first component that is infinite or NaN; n if there is none. */
KUDARI_API size_t KUDARI(first_nonfinite)(size_t n, const real *restrict x);

/* ------------------------------------------------------------- scalars of an optimizer step ----
 */

/* RAdam's r_t, sqrt((rho-4)(rho-2) rho_inf / ((rho_inf-4)(rho_inf-2) rho)), or 0 while rho <= 5 and
 * the step is not rectified. */
KUDARI_API double kudari_radam_rectification(double beta2, double t);

/* NAdam's mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2). */
KUDARI_API double kudari_nadam_mu(double beta1, double momentum_decay, double t);

/* ------------------------------------------------------------------------------ schedules ---- */

/* Learning rate at step t, counting from 0 = the first step, from the base rate.
 * All are clamped past their ends: below 0 as at 0, past the last step as at it. */

/* base (start + (1 - start) t / steps) up to base at t = steps. PyTorch: LinearLR. */
KUDARI_API double kudari_schedule_warmup(double t, double base, double steps, double start_factor);

/* min + (base - min)(1 + cos(pi t / steps)) / 2. Loshchilov & Hutter 2017, eq. 5.
 * PyTorch: CosineAnnealingLR(T_max=steps, eta_min=min_lr), held at min_lr past its end. */
KUDARI_API double kudari_schedule_cosine(double t, double base, double steps, double min_lr);

/* Cosine over period steps, then over period mult, period mult^2 ... (mult >= 1; after 4096
 * restarts with mult > 1 the rate stays at min). Loshchilov & Hutter 2017 (SGDR). PyTorch:
 * CosineAnnealingWarmRestarts(T_0, T_mult, eta_min). */
KUDARI_API double kudari_schedule_cosine_restarts(double t, double base, double period, double mult,
                                                  double min_lr);

/* base factor^floor(t / every). PyTorch: StepLR(step_size=every, gamma=factor). */
KUDARI_API double kudari_schedule_step(double t, double base, double every, double factor);

/* base factor^t. PyTorch: ExponentialLR(gamma=factor). */
KUDARI_API double kudari_schedule_exponential(double t, double base, double factor);

/* min + (base - min)(1 - t / steps)^exponent. PyTorch: PolynomialLR(total_iters=steps,
 * power=exponent), min 0.
 */
KUDARI_API double kudari_schedule_polynomial(double t, double base, double steps, double exponent,
                                             double min_lr);

/* Cosine from base / div_factor up to base over the first share warmup of the steps, then cosine
 * down to base / div_factor / final_div_factor at t = steps - 1. Smith & Topin 2018.
 * PyTorch: OneCycleLR(max_lr=base, total_steps=steps, pct_start=warmup, div_factor,
 * final_div_factor). */
KUDARI_API double kudari_schedule_one_cycle(double t, double base, double steps, double warmup,
                                            double div_factor, double final_div_factor);

/* ------------------------------------------------------------------------ Hessian spectrum ---- */

/* Lanczos by reverse communication: give it memory and a start, then multiply what it asks for.
 *
 *   kudari_lanczos_start(s, n, most, start, mix, seed);
 *   do  product = H vector  while (kudari_lanczos_advance(s) == KUDARI_LANCZOS_MORE && not good
 * enough);
 *
 * kudari_lanczos_vector and kudari_lanczos_product say where the two lie; they move at each
 * advance. */
typedef struct KudariLanczos KudariLanczos;

enum {
  KUDARI_LANCZOS_MORE,     /* another product is wanted */
  KUDARI_LANCZOS_FULL,     /* the memory is used up: what is there is what there will be */
  KUDARI_LANCZOS_COMPLETE, /* the basis spans everything: the eigenvalues are exact */
  KUDARI_LANCZOS_FAILED,   /* the product was not finite; it was not taken in */
};

/* Bytes of memory for n parameters and at most `most` products, most <= n; aligned as a double. A
 * double, as there may be more of them than a size_t counts: that many are not to be had. */
KUDARI_API double kudari_lanczos_bytes(size_t n, size_t most);

/* start [n]: a direction near the wanted eigenvector, to which `mix` times a random one is added so
 * that no eigenvector is out of reach; NULL (or not usable) for a random one alone. seed: a whole
 * number. */
KUDARI_API void kudari_lanczos_start(KudariLanczos *s, size_t n, size_t most, const double *start,
                                     double mix, double seed);

/* [n] the vector to be multiplied, of length 1, and [n] where the caller writes the product. */
KUDARI_API double *kudari_lanczos_vector(KudariLanczos *s);
KUDARI_API double *kudari_lanczos_product(KudariLanczos *s);

/* Takes the product in. An invariant subspace is no end: it goes on across it, from a random
 * vector. After KUDARI_LANCZOS_FULL or _COMPLETE it takes nothing in, and answers the same. */
KUDARI_API int kudari_lanczos_advance(KudariLanczos *s);

/* The eigenvalue estimates so far, largest first: as many as products. With vectors != 0 it also
 * readies kudari_lanczos_eigenvector, at a higher price. NULL if the tridiagonal problem does not
 * converge. */
KUDARI_API double *kudari_lanczos_solve(KudariLanczos *s, int vectors);

/* Beside each estimate of the last solve, the norm of its residual: an eigenvalue lies within it.
 */
KUDARI_API double *kudari_lanczos_bounds(KudariLanczos *s);

/* x [n] = the k-th eigenvector, of length 1. */
KUDARI_API void kudari_lanczos_eigenvector(KudariLanczos *s, size_t k, double *restrict x);

/* v [n] = random signs, for Hutchinson's estimate of the trace as the mean of v.Hv. Whole seed,
 * sample. */
KUDARI_API void kudari_random_signs(size_t n, double *v, double seed, double sample);

#endif
