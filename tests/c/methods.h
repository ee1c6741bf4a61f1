/* Every step function of kudari.h behind one signature, so that a test can run over all of them. */
#ifndef KUDARI_TEST_METHODS_H
#define KUDARI_TEST_METHODS_H

#include "../../c/kudari.h"

/* What is left out is 0, the neutral value of each. */
typedef struct {
  double lr, momentum, dampening, gamma, beta1, beta2, eps, eps_root, initial_accumulator, final_lr,
      momentum_decay, l2, weight_decay;
  int centered;
} Options;

enum { MAX_SLOTS = 3 };

typedef struct {
  size_t n;
  real *w;
  const real *g;
  real *slot[MAX_SLOTS];
  const Options *options;
  double t;
} Step;

typedef struct {
  const char *id;
  size_t slots;
  void (*step)(Step);
} Method;

static void step_sgd(Step s) {
  const Options *o = s.options;
  KUDARI(sgd)(s.n, s.w, s.g, o->lr, o->l2, o->weight_decay, s.t);
}

static void step_momentum(Step s) {
  const Options *o = s.options;
  KUDARI(momentum)
  (s.n, s.w, s.g, s.slot[0], o->lr, o->momentum, o->dampening, o->l2, o->weight_decay, s.t);
}

static void step_nesterov(Step s) {
  const Options *o = s.options;
  KUDARI(nesterov)(s.n, s.w, s.g, s.slot[0], o->lr, o->momentum, o->l2, o->weight_decay, s.t);
}

static void step_adagrad(Step s) {
  const Options *o = s.options;
  KUDARI(adagrad)
  (s.n, s.w, s.g, s.slot[0], o->lr, o->eps, o->eps_root, o->l2, o->weight_decay, s.t);
}

static void step_rmsprop(Step s) {
  const Options *o = s.options;
  KUDARI(rmsprop)
  (s.n, s.w, s.g, s.slot[0], o->centered ? s.slot[1] : NULL, o->momentum > 0 ? s.slot[2] : NULL,
   o->lr, o->gamma, o->momentum, o->eps, o->eps_root, o->l2, o->weight_decay, s.t);
}

static void step_adadelta(Step s) {
  const Options *o = s.options;
  KUDARI(adadelta)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], o->lr, o->gamma, o->eps_root, o->l2, o->weight_decay, s.t);
}

static void step_adam(Step s) {
  const Options *o = s.options;
  KUDARI(adam)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], o->lr, o->beta1, o->beta2, o->eps, o->eps_root, o->l2,
   o->weight_decay, s.t);
}

static void step_amsgrad(Step s) {
  const Options *o = s.options;
  KUDARI(amsgrad)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], s.slot[2], o->lr, o->beta1, o->beta2, o->eps, o->eps_root,
   o->l2, o->weight_decay, s.t);
}

static void step_radam(Step s) {
  const Options *o = s.options;
  KUDARI(radam)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], o->lr, o->beta1, o->beta2, o->eps, o->l2, o->weight_decay,
   s.t);
}

/* The learning rate stays what it was at construction. */
static void step_adabound(Step s) {
  const Options *o = s.options;
  KUDARI(adabound)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], o->lr, o->lr, o->beta1, o->beta2, o->final_lr, o->gamma,
   o->eps, o->l2, o->weight_decay, s.t);
}

static void step_amsbound(Step s) {
  const Options *o = s.options;
  KUDARI(amsbound)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], s.slot[2], o->lr, o->lr, o->beta1, o->beta2, o->final_lr,
   o->gamma, o->eps, o->l2, o->weight_decay, s.t);
}

static double nadam_mu_at(const Options *o, double t) {
  return kudari_nadam_mu(o->beta1, o->momentum_decay, t);
}

/* mu and its product are the caller's to keep. */
static void step_nadam_with(Step s, double mu, double mu_next, double mu_product) {
  const Options *o = s.options;
  KUDARI(nadam)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], mu, mu_next, mu_product, o->lr, o->beta1, o->beta2, o->eps,
   o->l2, o->weight_decay, s.t);
}

static void step_nadam(Step s) {
  double product = 1;
  for (double k = 1; k <= s.t; k++)
    product *= nadam_mu_at(s.options, k);
  step_nadam_with(s, nadam_mu_at(s.options, s.t), nadam_mu_at(s.options, s.t + 1), product);
}

static void step_adamax(Step s) {
  const Options *o = s.options;
  KUDARI(adamax)
  (s.n, s.w, s.g, s.slot[0], s.slot[1], o->lr, o->beta1, o->beta2, o->eps, o->l2, o->weight_decay,
   s.t);
}

static void step_lion(Step s) {
  const Options *o = s.options;
  KUDARI(lion)
  (s.n, s.w, s.g, s.slot[0], o->lr, o->beta1, o->beta2, o->l2, o->weight_decay, s.t);
}

static const Method sgd = {"sgd", 0, step_sgd};
static const Method momentum = {"momentum", 1, step_momentum};
static const Method nesterov = {"nesterov", 1, step_nesterov};
static const Method adagrad = {"adagrad", 1, step_adagrad};
static const Method rmsprop = {"rmsprop", 3, step_rmsprop};
static const Method adadelta = {"adadelta", 2, step_adadelta};
static const Method adam = {"adam", 2, step_adam};
static const Method adamw = {"adamw", 2, step_adam};
static const Method amsgrad = {"amsgrad", 3, step_amsgrad};
static const Method radam = {"radam", 2, step_radam};
static const Method adabound = {"adabound", 2, step_adabound};
static const Method amsbound = {"amsbound", 3, step_amsbound};
static const Method nadam = {"nadam", 2, step_nadam};
static const Method adamax = {"adamax", 2, step_adamax};
static const Method lion = {"lion", 1, step_lion};

/* A method as its users run it: with its usual options, and with every branch of its kernel. */
typedef struct {
  const char *id;
  const Method *method;
  Options options;
} Setup;

#define ADAM_OPTIONS .lr = 1e-3, .beta1 = 0.9, .beta2 = 0.999, .eps = 1e-8

static const Setup setups[] = {
    {"sgd", &sgd, {.lr = 0.1}},
    {"sgd decayed", &sgd, {.lr = 0.1, .l2 = 0.01, .weight_decay = 0.02}},
    {"momentum", &momentum, {.lr = 0.1, .momentum = 0.9}},
    {"momentum dampened", &momentum, {.lr = 0.1, .momentum = 0.9, .dampening = 0.1, .l2 = 0.01}},
    {"nesterov", &nesterov, {.lr = 0.1, .momentum = 0.9, .weight_decay = 0.02}},
    {"adagrad", &adagrad, {.lr = 0.01, .eps_root = 1e-8}},
    {"adagrad outside", &adagrad, {.lr = 0.01, .eps = 1e-10}},
    {"rmsprop", &rmsprop, {.lr = 0.01, .gamma = 0.9, .eps_root = 1e-8}},
    {"rmsprop centered", &rmsprop, {.lr = 0.01, .gamma = 0.9, .eps_root = 1e-8, .centered = 1}},
    {"rmsprop momentum", &rmsprop, {.lr = 0.01, .gamma = 0.9, .eps = 1e-8, .momentum = 0.9}},
    {"rmsprop all",
     &rmsprop,
     {.lr = 0.01, .gamma = 0.9, .eps = 1e-8, .momentum = 0.9, .centered = 1, .l2 = 0.01}},
    {"adadelta", &adadelta, {.lr = 1, .gamma = 0.9, .eps_root = 1e-6}},
    {"adam", &adam, {ADAM_OPTIONS}},
    {"adam l2", &adam, {ADAM_OPTIONS, .l2 = 0.01}},
    {"adamw", &adamw, {ADAM_OPTIONS, .weight_decay = 0.01}},
    {"amsgrad", &amsgrad, {ADAM_OPTIONS}},
    {"radam", &radam, {ADAM_OPTIONS}},
    {"adabound", &adabound, {ADAM_OPTIONS, .final_lr = 0.1, .gamma = 1e-3}},
    {"amsbound", &amsbound, {ADAM_OPTIONS, .final_lr = 0.1, .gamma = 1e-3}},
    {"nadam", &nadam, {ADAM_OPTIONS, .momentum_decay = 0.004}},
    {"adamax", &adamax, {ADAM_OPTIONS}},
    {"lion", &lion, {.lr = 1e-3, .beta1 = 0.9, .beta2 = 0.99, .weight_decay = 0.01}},
};

enum { SETUPS = sizeof setups / sizeof setups[0] };

#endif
