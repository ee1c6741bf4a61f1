/* Every step function, on any bits: it stays in its buffers, leaves the gradient alone, and each
 * component goes its own way, whatever stands beside it and wherever a vector's width ends. */
#include "../methods.h"
#include "reals.h"

enum { LONGEST = 70, BUFFERS = 1 + MAX_SLOTS };

/* NAdam's mu are the caller's, and may be anything. */
static void act(const Method *method, Step s, const double mu[3]) {
  if (method == &nadam)
    step_nadam_with(s, mu[0], mu[1], mu[2]);
  else
    method->step(s);
}

static Options take_options(Bytes *b) {
  Options o;
  double *const numbers[] = {
      &o.lr,          &o.momentum, &o.dampening,           &o.gamma,    &o.beta1, &o.beta2,
      &o.eps,         &o.eps_root, &o.initial_accumulator, &o.final_lr, &o.l2,    &o.momentum_decay,
      &o.weight_decay};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
    *numbers[i] = take_double(b);
  o.centered = take(b, 2) != 0;
  return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Bytes b = {data, size};
  const Setup *setup = &setups[take(&b, SETUPS)];
  const Options options = take(&b, 4) > 0 ? setup->options : take_options(&b);
  const size_t n = take(&b, LONGEST), middle = n > 0 ? take(&b, n + 1) : 0;
  const double t = take(&b, 2) ? 1 + (double)take(&b, 100) : take_double(&b);
  const double mu[] = {take_double(&b), take_double(&b), take_double(&b)};

  real *const g = take_reals(&b, WHOLE_LANES(n)), *const g_before = copy_reals(g, n);
  real *whole[BUFFERS], *first[BUFFERS], *second[BUFFERS];
  for (size_t k = 0; k < BUFFERS; k++) {
    whole[k] = take_reals(&b, WHOLE_LANES(n));
    first[k] = copy_lanes(whole[k], middle);
    second[k] = copy_lanes(whole[k] + middle, n - middle);
  }
  real *const g_first = copy_lanes(g, middle), *const g_second = copy_lanes(g + middle, n - middle);

  act(setup->method, (Step){n, whole[0], g, {whole[1], whole[2], whole[3]}, &options, t}, mu);
  act(setup->method, (Step){middle, first[0], g_first, {first[1], first[2], first[3]}, &options, t},
      mu);
  act(setup->method,
      (Step){n - middle, second[0], g_second, {second[1], second[2], second[3]}, &options, t}, mu);

  HOLDS(n == 0 || memcmp(g, g_before, n * sizeof *g) == 0, "%s wrote to the gradient", setup->id);
  for (size_t k = 0; k < BUFFERS; k++)
    for (size_t i = 0; i < n; i++) {
      const double apart = (double)(i < middle ? first[k][i] : second[k][i - middle]);
      HOLDS(same((double)whole[k][i], apart),
            "%s, t = %g, buffer %zu, component %zu of %zu cut at %zu: %.17g whole, %.17g apart",
            setup->id, t, k, i, n, middle, (double)whole[k][i], apart);
    }

  for (size_t k = 0; k < BUFFERS; k++) {
    free(whole[k]);
    free(first[k]);
    free(second[k]);
  }
  free(g);
  free(g_before);
  free(g_first);
  free(g_second);
  return 0;
}
