/* What must be equal to the bit, whatever any reference says. */
#include "check.h"
#include "methods.h"
#include "random.h"

enum { N = 67, ROOM = N + LANES, STEPS = 25 };

typedef struct {
  real w[ROOM], slot[MAX_SLOTS][ROOM];
} State;

/* The gradient of step t: random, the same for every run. */
typedef void (*Gradient)(int t, real *g);

static void random_gradient(int t, real *g) {
  Random r = {(uint64_t)t};
  for (size_t i = 0; i < N; i++)
    g[i] = (real)random_signed(&r, 0.01, 1);
}

static void growing_gradient(int t, real *g) {
  random_gradient(1, g);
  for (size_t i = 0; i < N; i++)
    g[i] = (real)((double)g[i] * (1 + 0.1 * t));
}

static void start(State *s) {
  Random r = {1000};
  memset(s, 0, sizeof *s);
  for (size_t i = 0; i < N; i++)
    s->w[i] = (real)random_signed(&r, 0.1, 2);
}

static void step_range(const Method *m, const Options *o, State *s, const real *g, int t,
                       size_t from, size_t to) {
  /* A step writes whole lanes: what lies behind the range is put back. */
  real *const vectors[] = {s->w, s->slot[0], s->slot[1], s->slot[2]};
  enum { VECTORS = sizeof vectors / sizeof vectors[0] };
  real behind[VECTORS][LANES];
  for (size_t k = 0; k < VECTORS; k++)
    memcpy(behind[k], vectors[k] + to, sizeof behind[k]);
  m->step((Step){to - from,
                 s->w + from,
                 g + from,
                 {s->slot[0] + from, s->slot[1] + from, s->slot[2] + from},
                 o,
                 (double)t});
  for (size_t k = 0; k < VECTORS; k++)
    memcpy(vectors[k] + to, behind[k], sizeof behind[k]);
}

static void run(const Method *m, Options o, Gradient gradient, State *s) {
  real g[ROOM] = {0};
  start(s);
  for (int t = 1; t <= STEPS; t++) {
    gradient(t, g);
    step_range(m, &o, s, g, t, 0, N);
  }
}

static void check_same_bits(int line, const char *what, const real *a, const real *b) {
  for (size_t i = 0; i < N; i++)
    check_at(__FILE__, line, memcmp(a + i, b + i, sizeof(real)) == 0,
             "%s: [%zu] is %.17g and %.17g", what, i, (double)a[i], (double)b[i]);
}

#define SAME_BITS(what, a, b) check_same_bits(__LINE__, what, a, b)

static void without_momentum_all_is_sgd(void) {
  State plain, other;
  const Options o = {.lr = 0.1, .l2 = 0.01, .weight_decay = 0.02};
  run(&sgd, o, random_gradient, &plain);
  run(&momentum, o, random_gradient, &other);
  SAME_BITS("momentum 0 and sgd", other.w, plain.w);
  run(&nesterov, o, random_gradient, &other);
  SAME_BITS("nesterov 0 and sgd", other.w, plain.w);
}

static void amsgrad_is_adam_while_gradients_grow(void) {
  State a, b;
  const Options o = {ADAM_OPTIONS, .weight_decay = 0.01};
  run(&adam, o, growing_gradient, &a);
  run(&amsgrad, o, growing_gradient, &b);
  SAME_BITS("amsgrad and adam", b.w, a.w);
  SAME_BITS("amsgrad's maximum and v", b.slot[2], b.slot[1]);
  run(&adam, o, random_gradient, &a);
  run(&amsgrad, o, random_gradient, &b);
  CHECK(memcmp(a.w, b.w, N * sizeof(real)) != 0,
        "amsgrad must differ from adam when gradients shrink");
}

/* Decoupled decay is w multiplied beforehand; l2 is a term added to the gradient beforehand. */
static void decay_done_beforehand(const Setup *k, int l2) {
  State fused, apart;
  const double decay = 0.03;
  Options with = k->options, without = k->options;
  with.l2 = without.l2 = with.weight_decay = without.weight_decay = 0;
  *(l2 ? &with.l2 : &with.weight_decay) = decay;
  run(k->method, with, random_gradient, &fused);
  start(&apart);
  for (int t = 1; t <= STEPS; t++) {
    real g[ROOM] = {0};
    random_gradient(t, g);
    for (size_t i = 0; i < N; i++)
      if (l2)
        g[i] = g[i] + (real)decay * apart.w[i];
      else
        apart.w[i] = (real)(1.0 - with.lr * decay) * apart.w[i];
    step_range(k->method, &without, &apart, g, t, 0, N);
  }
  SAME_BITS(k->id, fused.w, apart.w);
}

/* A call on [0, n) is one on [0, k) and one on [k, n): no lane depends on its place. */
static void split_at(const Setup *k, size_t at) {
  State whole, parts;
  real g[ROOM] = {0};
  start(&whole);
  start(&parts);
  for (int t = 1; t <= 7; t++) {
    random_gradient(t, g);
    step_range(k->method, &k->options, &whole, g, t, 0, N);
    step_range(k->method, &k->options, &parts, g, t, 0, at);
    step_range(k->method, &k->options, &parts, g, t, at, N);
  }
  SAME_BITS(k->id, parts.w, whole.w);
  for (size_t i = 0; i < MAX_SLOTS; i++)
    SAME_BITS(k->id, parts.slot[i], whole.slot[i]);
}

static double scale;

static void scaled_gradient(int t, real *g) {
  random_gradient(t, g);
  for (size_t i = 0; i < N; i++)
    g[i] = (real)((double)g[i] * scale);
}

/* Without a stabiliser these see only ratios of gradients; a power of two scales without rounding.
 */
static void scaling_the_loss_changes_nothing(void) {
  static const Setup scale_free[] = {
      {"adagrad", &adagrad, {.lr = 0.01}},
      {"rmsprop", &rmsprop, {.lr = 0.01, .gamma = 0.9}},
      {"rmsprop all", &rmsprop, {.lr = 0.01, .gamma = 0.9, .momentum = 0.9, .centered = 1}},
      {"adam", &adam, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999}},
      {"adamw", &adamw, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .weight_decay = 0.01}},
      {"amsgrad", &amsgrad, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999}},
      {"nadam", &nadam, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .momentum_decay = 0.004}},
      {"adamax", &adamax, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999}},
      {"lion", &lion, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.99}},
  };
  static const double scales[] = {0x1p-12, 0.5, 2, 0x1p12};
  for (size_t k = 0; k < sizeof scale_free / sizeof scale_free[0]; k++) {
    State once, scaled;
    /* In its first step a centered variance is 1 - (1 - gamma) of g^2: never 0 here. */
    run(scale_free[k].method, scale_free[k].options, random_gradient, &once);
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
      scale = scales[i];
      run(scale_free[k].method, scale_free[k].options, scaled_gradient, &scaled);
      SAME_BITS(scale_free[k].id, scaled.w, once.w);
    }
  }
}

static const double norms[] = {1, 1.1, 1.5, 2, 3, 10, HUGE_VAL};
enum { NORMS = sizeof norms / sizeof norms[0] };

static void ascent_of_no_length_stays(void) {
  State s, before;
  real g[N], saved[N];
  random_gradient(1, g);
  start(&before);
  for (size_t k = 0; k < NORMS; k++)
    for (int adaptive = 0; adaptive < 2; adaptive++) {
      start(&s);
      KUDARI(sam_ascend)(N, s.w, g, saved, 0, norms[k], 0, adaptive);
      SAME_BITS("ascent with rho 0", s.w, before.w);
    }
}

static void restore_is_exact(void) {
  State s;
  real g[N], saved[N], before[ROOM];
  start(&s);
  random_gradient(1, g);
  const real zero = 0, tiny = sizeof(real) == 8 ? (real)0x1p-1074 : (real)0x1p-149f;
  s.w[0] = -zero;
  s.w[1] = tiny;
  s.w[2] = -tiny * 5;
  s.w[3] = (real)HUGE_VAL;
  s.w[4] = sizeof(real) == 8 ? (real)1.7976931348623157e308 : (real)3.4028234e38f;
  memset(&s.w[5], 0xff, sizeof(real)); /* as bytes: NaN, negative, with a payload */
  ((unsigned char *)&s.w[5])[0] = 0x5a;
  memcpy(before, s.w, sizeof before);
  for (size_t k = 0; k < NORMS; k++)
    for (int adaptive = 0; adaptive < 2; adaptive++) {
      KUDARI(sam_ascend)(N, s.w, g, saved, 0.05, norms[k], 0, adaptive);
      KUDARI(sam_restore)(N, s.w, saved);
      SAME_BITS("ascent and restore", s.w, before);
    }
}

int main(void) {
  without_momentum_all_is_sgd();
  amsgrad_is_adam_while_gradients_grow();
  for (size_t k = 0; k < SETUPS; k++) {
    decay_done_beforehand(&setups[k], 0);
    decay_done_beforehand(&setups[k], 1);
    for (size_t at = 0; at <= N; at++)
      split_at(&setups[k], at);
  }
  scaling_the_loss_changes_nothing();
  ascent_of_no_length_stays();
  restore_is_exact();
  return report(sizeof(real) == 8 ? "identities, double" : "identities, float");
}
