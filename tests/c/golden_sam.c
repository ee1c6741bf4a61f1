/* SAM and ASAM over several base methods against davda54/sam's paths on PyTorch, in double. */
#include "check.h"
#include "methods.h"
#define GOLDEN_SAM
#include "golden.h"

/* What one well of the landscape adds to the gradient: -depth exp(-(dx^2 / a + dy^2 / b)). */
static void well(double x, double y, double depth, double a, double b, real *g) {
  const double rise = depth * exp(-(x * x / a + y * y / b));
  g[0] += rise * 2 * x / a;
  g[1] += rise * 2 * y / b;
}

static void sharp_flat(const real *w, real *g) {
  g[0] = 0.2 * w[0];
  g[1] = w[1];
  well(w[0] - 1.2, w[1] + 0.8, 1.6, 0.03, 0.0025, g);
  well(w[0] + 0.6, w[1] - 0.6, 1.2, 0.7, 0.5, g);
}

static void rosenbrock(const real *w, real *g) {
  const double bend = w[1] - w[0] * w[0];
  g[0] = -2 * (1 - w[0]) - 400 * w[0] * bend;
  g[1] = 200 * bend;
}

/* Some of the paths are chaotic: rounding grows on them. */
static double tolerance(int step) { return step <= 20 ? 1e-10 : 1e-4; }

static void follow(const GoldenSam *c) {
  enum { ROOM = WHOLE_LANES(2) };
  real w[ROOM] = {c->start[0], c->start[1]}, g[ROOM] = {0}, saved[2],
       state[MAX_SLOTS][ROOM] = {{0}};
  for (int t = 1, recorded = 0; recorded < c->recorded; t++) {
    c->gradient(w, g);
    KUDARI(sam_ascend)(2, w, g, saved, c->rho, c->p, 1e-12, c->adaptive); /* theirs has that eps */
    c->gradient(w, g);
    KUDARI(sam_restore)(2, w, saved);
    c->method->step((Step){2, w, g, {state[0], state[1], state[2]}, &c->options, (double)t});
    if (c->step[recorded] != t)
      continue;
    for (size_t i = 0; i < 2; i++)
      CHECK(near(w[i], c->w[recorded][i], tolerance(t)), "%s step %d w[%zu]: got %.17g, want %.17g",
            c->id, t, i, w[i], c->w[recorded][i]);
    recorded++;
  }
}

int main(void) {
  for (size_t i = 0; i < sizeof golden_sam / sizeof golden_sam[0]; i++)
    follow(&golden_sam[i]);
  return report("golden under SAM, double");
}
