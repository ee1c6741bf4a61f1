/* The kernels natively, for comparison: native METHOD N OPTION=VALUE... reads lines from its input,
 * a number of updates each, and answers with the nanoseconds that they took; the line "w" with its
 * first parameters. Compiled against the same kernels, for float or (KUDARI_DOUBLE) double. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../c/methods.h"
#include "clock.h"

enum { SHOWN = 8 };

/* NAdam's momenta as its users keep them; methods.h makes them anew at each step. */
static double mu_next, mu_product = 1;

static void step_nadam_on(Step s) {
  const double mu = s.t == 1 ? nadam_mu_at(s.options, 1) : mu_next;
  mu_next = nadam_mu_at(s.options, s.t + 1);
  mu_product *= mu;
  step_nadam_with(s, mu, mu_next, mu_product);
}

static const Method nadam_on = {"nadam", 2, step_nadam_on};
static const Method *const all[] = {&sgd,      &momentum, &nesterov, &adagrad, &rmsprop,
                                    &adadelta, &adam,     &adamw,    &amsgrad, &radam,
                                    &adabound, &amsbound, &nadam_on, &adamax,  &lion};

static const struct {
  const char *name;
  size_t at;
} options_by_name[] = {
    {"lr", offsetof(Options, lr)},
    {"momentum", offsetof(Options, momentum)},
    {"dampening", offsetof(Options, dampening)},
    {"gamma", offsetof(Options, gamma)},
    {"beta1", offsetof(Options, beta1)},
    {"beta2", offsetof(Options, beta2)},
    {"eps", offsetof(Options, eps)},
    {"epsRoot", offsetof(Options, eps_root)},
    {"finalLr", offsetof(Options, final_lr)},
    {"momentumDecay", offsetof(Options, momentum_decay)},
    {"l2", offsetof(Options, l2)},
    {"weightDecay", offsetof(Options, weight_decay)},
};

static const Method *find(const char *id) {
  for (size_t k = 0; k < sizeof all / sizeof *all; k++)
    if (strcmp(all[k]->id, id) == 0)
      return all[k];
  return NULL;
}

/* Sets an option from "name=value"; 0 if there is no such option. */
static int set(Options *options, const char *text) {
  const char *equals = strchr(text, '=');
  if (!equals)
    return 0;
  for (size_t k = 0; k < sizeof options_by_name / sizeof *options_by_name; k++) {
    const char *name = options_by_name[k].name;
    if (strlen(name) != (size_t)(equals - text) || strncmp(name, text, strlen(name)) != 0)
      continue;
    *(double *)((char *)options + options_by_name[k].at) = strtod(equals + 1, NULL);
    return 1;
  }
  return 0;
}

/* Zero, and written to, so that no page is touched for the first time while the clock runs. Vectors
 * a multiple of a page apart would alias in the store buffer: each starts on a line of its own. */
static real *vector(size_t n) {
  static size_t line = 0;
  const size_t bytes = (n * sizeof(real) + 63) / 64 * 64 + 4096;
  char *block = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (!block)
    exit(1);
  real *x = (real *)(void *)(block + 64 * (line++ % 64));
  for (size_t i = 0; i < n; i++)
    x[i] = 0;
  return x;
}

/* As web/bench/contest.js has it. */
static real gradient_at(size_t i) {
  uint32_t bits = (uint32_t)(i + 1) * 0x9e3779b1U;
  bits = (bits ^ bits >> 15) * 0x85ebca6bU;
  bits ^= bits >> 13;
  const double size = 0.05 + 0.95 * ((double)(bits >> 8) / 16777216.0);
  return (real)(bits & 1 ? size : -size);
}

static void answer(Step *s, void (*step)(Step), const char *line) {
  if (line[0] == 'w') {
    for (size_t i = 0; i < s->n && i < SHOWN; i++)
      printf("%.9g ", (double)s->w[i]);
  } else {
    const long updates = strtol(line, NULL, 10);
    const double start = now();
    for (long k = 0; k < updates; k++) {
      s->t += 1;
      step(*s);
    }
    printf("%.0f", now() - start);
  }
  printf("\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  const Method *method = argc < 3 ? NULL : find(argv[1]);
  if (!method)
    return 2;
  Options options = {0};
  for (int k = 3; k < argc; k++)
    if (!set(&options, argv[k]))
      return 2;
  const size_t n = strtoul(argv[2], NULL, 10);
  real *w = vector(n), *g = vector(n);
  for (size_t i = 0; i < n; i++) {
    w[i] = 1;
    g[i] = gradient_at(i);
  }
  Step s = {.n = n, .w = w, .g = g, .options = &options};
  /* What RMSProp keeps only if asked to is not touched by its kernel. */
  for (size_t k = 0; k < method->slots; k++)
    s.slot[k] = vector(n);
  char line[64];
  while (fgets(line, sizeof line, stdin))
    answer(&s, method->step, line);
  return 0;
}
