/* Every method against its recorded path: PyTorch's, or for AdaBound and Lion the authors' rule. */
#include "check.h"
#include "methods.h"
#define GOLDEN_OPTIMIZERS
#include "golden.h"

#ifdef KUDARI_DOUBLE
static const int is_double = 1;
#else
static const int is_double = 0;
#endif

static double tolerance(const GoldenCase *c) {
  if (!is_double)
    return 1e-6;
  return c->method == &nadam ? 1e-9 : 1e-12; /* PyTorch's product of mu is a float32 */
}

/* Whose kernels do PyTorch's operations in PyTorch's order: all but RAdam, where PyTorch multiplies
 * four factors one after the other, and NAdam, whose product of mu PyTorch rounds to float32. */
static int bit_for_bit(const GoldenCase *c) { return c->method != &radam && c->method != &nadam; }

static void compare(const GoldenCase *c, int recorded, const real *w) {
  for (size_t i = 0; i < GOLDEN_N; i++) {
    const double got = (double)w[i], want = c->w[recorded][i];
    const int ok = bit_for_bit(c) ? got == want : near(got, want, tolerance(c));
    CHECK(ok, "%s step %d w[%zu]: got %.17g, want %.17g%s", c->id, c->step[recorded], i, got, want,
          bit_for_bit(c) ? " bit for bit" : "");
  }
}

static void follow(const GoldenCase *c) {
  enum { ROOM = WHOLE_LANES(GOLDEN_N) };
  real w[ROOM] = {0}, g[ROOM] = {0}, state[MAX_SLOTS][ROOM] = {{0}};
  for (size_t i = 0; i < GOLDEN_N; i++) {
    w[i] = (real)golden_w0[i];
    state[0][i] = (real)c->options.initial_accumulator;
  }
  int recorded = 0;
  for (int t = 1; t <= GOLDEN_STEPS; t++) {
    for (size_t i = 0; i < GOLDEN_N; i++)
      g[i] = (real)golden_gradients[t - 1][i];
    c->method->step((Step){GOLDEN_N, w, g, {state[0], state[1], state[2]}, &c->options, (double)t});
    if (recorded < c->recorded && c->step[recorded] == t)
      compare(c, recorded++, w);
  }
  CHECK(recorded == c->recorded, "%s: %d of %d recorded steps compared", c->id, recorded,
        c->recorded);
}

/* So that a new method cannot go without one. */
static void every_method_has_a_path(void) {
  for (size_t k = 0; k < SETUPS; k++) {
    int found = 0;
    for (size_t i = 0; i < sizeof golden_cases / sizeof golden_cases[0]; i++)
      found |= golden_cases[i].method == setups[k].method;
    CHECK(found, "no golden path for %s", setups[k].method->id);
  }
}

int main(void) {
  every_method_has_a_path();
  for (size_t i = 0; i < sizeof golden_cases / sizeof golden_cases[0]; i++)
    if (golden_cases[i].is_double == is_double)
      follow(&golden_cases[i]);
  return report(is_double ? "golden, double" : "golden, float");
}
