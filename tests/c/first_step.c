/* The first step of each adaptive method, by hand: with both stabilisers far from 0 and far from
 * each other, so that each is seen to be where its formula has it, and l2 and decay as well. */
#include "check.h"
#include "methods.h"

enum { N = 4 };

static const Options options = {.lr = 0.1,
                                .gamma = 0.9,
                                .beta1 = 0.8,
                                .beta2 = 0.95,
                                .eps = 0.3,
                                .eps_root = 0.7,
                                .final_lr = 0.02,
                                .momentum_decay = 0.5,
                                .l2 = 0.25,
                                .weight_decay = 0.5};

static const double w0[N] = {1, -2, 0.5, 3}, gradient[N] = {0.5, 1.5, -2.25, -0.125};

/* -dw / lr for the gradient g, after zero state. */
typedef double (*Update)(double g);

static double adagrad_update(double g) { return g / (sqrt(g * g + 0.7) + 0.3); }

static double rmsprop_update(double g) { return g / (sqrt(0.1 * g * g + 0.7) + 0.3); }

/* E g^2 - (E g)^2 = 0.1 g^2 - (0.1 g)^2 */
static double centered_update(double g) { return g / (sqrt(0.09 * g * g + 0.7) + 0.3); }

static double adadelta_update(double g) { return g * sqrt(0.7) / sqrt(0.1 * g * g + 0.7); }

/* Bias corrections make m^ = g and v^ = g^2. */
static double adam_update(double g) { return g / (sqrt(g * g + 0.7) + 0.3); }

/* No step is rectified before rho > 5. */
static double radam_update(double g) { return g; }

static double adabound_update(double g) {
  const double rate = 0.1 * sqrt(0.05) / 0.2 / (sqrt(0.05 * g * g) + 0.3), gamma = 0.9;
  const double low = 0.02 * (1 - 1 / (gamma + 1)), high = 0.02 * (1 + 1 / gamma);
  return fmin(fmax(rate, low), high) * 0.2 * g / 0.1;
}

static double nadam_update(double g) {
  const double mu = 0.8 * (1 - 0.5 * pow(0.96, 0.5)), next = 0.8 * (1 - 0.5 * pow(0.96, 1));
  return (g + next * 0.2 * g / (1 - mu * next)) / (fabs(g) + 0.3);
}

static double adamax_update(double g) { return g / (fabs(g) + 0.3); }

static double lion_update(double g) { return g > 0 ? 1 : -1; }

static void check_first_step(const Method *method, int centered, Update update) {
  enum { ROOM = WHOLE_LANES(N) };
  real w[ROOM] = {0}, g[ROOM] = {0}, state[MAX_SLOTS][ROOM] = {{0}};
  Options o = options;
  o.centered = centered;
  for (size_t i = 0; i < N; i++) {
    w[i] = (real)w0[i];
    g[i] = (real)gradient[i];
  }
  method->step((Step){N, w, g, {state[0], state[1], state[2]}, &o, 1});
  for (size_t i = 0; i < N; i++) {
    const double want =
        w0[i] * (1 - o.lr * o.weight_decay) - o.lr * update(gradient[i] + o.l2 * w0[i]);
    CHECK(near((double)w[i], want, sizeof(real) == 8 ? 1e-14 : 1e-6), "%s%s: got %.17g, want %.17g",
          method->id, centered ? " centered" : "", (double)w[i], want);
  }
}

int main(void) {
  check_first_step(&adagrad, 0, adagrad_update);
  check_first_step(&rmsprop, 0, rmsprop_update);
  check_first_step(&rmsprop, 1, centered_update);
  check_first_step(&adadelta, 0, adadelta_update);
  check_first_step(&adam, 0, adam_update);
  check_first_step(&amsgrad, 0, adam_update);
  check_first_step(&radam, 0, radam_update);
  check_first_step(&adabound, 0, adabound_update);
  check_first_step(&amsbound, 0, adabound_update);
  check_first_step(&nadam, 0, nadam_update);
  check_first_step(&adamax, 0, adamax_update);
  check_first_step(&lion, 0, lion_update);
  return report(sizeof(real) == 8 ? "first step, double" : "first step, float");
}
