/* The steps at the edges of their domain: no parameters, every length around a vector's width, and
 * gradients that are zero, denormal, huge, infinite or NaN. */
#include <float.h>
#include <stdlib.h>
#include "check.h"
#include "methods.h"
#include "random.h"

enum { GUARD = 8, LONGEST = 40, BUFFERS = 2 + MAX_SLOTS };

static const double largest = sizeof(real) == 8 ? DBL_MAX : (double)FLT_MAX;
static const double smallest = sizeof(real) == 8 ? 0x1p-1074 : 0x1p-149;

/* w, g and the state of one optimizer, each with guard words on both sides. */
typedef struct {
  size_t n;
  real *buffer[BUFFERS];
} Memory;

static const real guard_word = (real)-12345.678;

static real *w_of(Memory m) { return m.buffer[0] + GUARD; }
static real *g_of(Memory m) { return m.buffer[1] + GUARD; }

static Memory allocate(size_t n) {
  Memory m = {n, {0}};
  for (size_t b = 0; b < BUFFERS; b++) {
    const size_t room = WHOLE_LANES(n) + 2 * GUARD;
    m.buffer[b] = malloc(room * sizeof(real));
    if (!m.buffer[b])
      abort();
    for (size_t i = 0; i < room; i++)
      m.buffer[b][i] = i >= GUARD && i < GUARD + n ? 0 : guard_word;
  }
  Random r = {n};
  for (size_t i = 0; i < n; i++) {
    w_of(m)[i] = (real)random_signed(&r, 0.1, 2);
    g_of(m)[i] = (real)random_signed(&r, 0.01, 1);
  }
  return m;
}

/* Nothing is written before the buffers, or from end on. */
static void check_guards(Memory m, size_t end, const char *id) {
  for (size_t b = 0; b < BUFFERS; b++)
    for (size_t i = 0; i < GUARD; i++) {
      const size_t after = GUARD + end + i;
      CHECK(m.buffer[b][i] == guard_word, "%s n=%zu: written before buffer %zu", id, m.n, b);
      CHECK(m.buffer[b][after] == guard_word, "%s n=%zu: written after buffer %zu", id, m.n, b);
    }
}

static void release(Memory m) {
  for (size_t b = 0; b < BUFFERS; b++)
    free(m.buffer[b]);
}

static void step(const Setup *k, Memory m, double t) {
  k->method->step((Step){m.n,
                         w_of(m),
                         g_of(m),
                         {m.buffer[2] + GUARD, m.buffer[3] + GUARD, m.buffer[4] + GUARD},
                         &k->options,
                         t});
}

static void steps_on_nothing(void) {
  for (size_t k = 0; k < SETUPS; k++)
    for (double t = 1; t < 4; t++)
      setups[k].method->step((Step){0, NULL, NULL, {NULL, NULL, NULL}, &setups[k].options, t});
  KUDARI(rmsprop)(0, NULL, NULL, NULL, NULL, NULL, 0.1, 0.9, 0, 0, 0, 0, 0, 1);
}

static void vectors_of_nothing(void) {
  static const double norms[] = {1, 1.1, 2, 3, HUGE_VAL};
  for (size_t k = 0; k < sizeof norms / sizeof norms[0]; k++) {
    CHECK_EQUAL(KUDARI(norm)(0, NULL, norms[k]), 0.0, "norm of nothing");
    for (int adaptive = 0; adaptive < 2; adaptive++)
      CHECK_EQUAL(KUDARI(sam_ascend)(0, NULL, NULL, NULL, 0.1, norms[k], 0, adaptive), 0.0,
                  "ascent of nothing");
  }
  KUDARI(sam_restore)(0, NULL, NULL);
  KUDARI(clip_value)(0, NULL, 1);
  CHECK_EQUAL(KUDARI(clip_norm)(0, NULL, 1), 0.0, "clip_norm of nothing");
  CHECK_EQUAL(KUDARI(clip_norm)(0, NULL, 0), 0.0, "clip_norm of nothing to nothing");
  CHECK_EQUAL(KUDARI(first_nonfinite)(0, NULL), (size_t)0, "first_nonfinite of nothing");
}

/* Coordinate i of a long vector goes where it goes alone; but for the lanes that it ends in,
 * nothing else is written. */
static void every_length(const Setup *k) {
  for (size_t n = 1; n <= LONGEST; n++) {
    Memory m = allocate(n), before = allocate(n);
    step(k, m, 1);
    step(k, m, 2);
    check_guards(m, WHOLE_LANES(n), k->id);
    CHECK(memcmp(g_of(m), g_of(before), n * sizeof(real)) == 0, "%s n=%zu: g written", k->id, n);
    for (size_t i = 0; i < n; i++) {
      Memory alone = allocate(1);
      *w_of(alone) = w_of(before)[i];
      *g_of(alone) = g_of(before)[i];
      step(k, alone, 1);
      step(k, alone, 2);
      CHECK(w_of(m)[i] == *w_of(alone), "%s n=%zu: w[%zu] is %.17g, alone %.17g", k->id, n, i,
            (double)w_of(m)[i], (double)*w_of(alone));
      CHECK(w_of(m)[i] != w_of(before)[i], "%s n=%zu: w[%zu] has not moved", k->id, n, i);
      release(alone);
    }
    release(m);
    release(before);
  }
}

/* What lies behind n, in the lanes that it ends in, changes nothing. */
static void whatever_lies_behind(const Setup *k) {
  for (size_t n = 1; n <= 2 * LANES; n++) {
    Memory m = allocate(n), other = allocate(n);
    for (size_t b = 0; b < BUFFERS; b++)
      for (size_t i = n; i < WHOLE_LANES(n); i++)
        m.buffer[b][GUARD + i] = i % 2 ? (real)NAN : (real)HUGE_VAL;
    for (int t = 1; t <= 3; t++) {
      step(k, m, t);
      step(k, other, t);
    }
    for (size_t b = 0; b < BUFFERS; b++)
      CHECK(memcmp(m.buffer[b] + GUARD, other.buffer[b] + GUARD, n * sizeof(real)) == 0,
            "%s n=%zu: buffer %zu depends on what lies behind it", k->id, n, b);
    release(m);
    release(other);
  }
}

/* Buffers without a word to spare: reading past one is the sanitizer's to see. */
static void tight_buffers(const Setup *k) {
  for (size_t n = 1; n <= LONGEST; n++) {
    real *b[BUFFERS];
    for (size_t i = 0; i < BUFFERS; i++)
      if (!(b[i] = calloc(WHOLE_LANES(n), sizeof(real))))
        abort();
    k->method->step((Step){n, b[0], b[1], {b[2], b[3], b[4]}, &k->options, 1});
    for (size_t i = 0; i < BUFFERS; i++)
      free(b[i]);
  }
}

typedef int (*Expectation)(double w);

static int is_nan(double w) { return isnan(w) ? 1 : 0; }
static int is_nonfinite(double w) { return isfinite(w) ? 0 : 1; }
static int is_finite(double w) { return isfinite(w) ? 1 : 0; }
static int is_anything(double w) {
  (void)w;
  return 1;
}

/* One odd gradient at each place, at the first step or after a few: it shows there and only there.
 */
static void odd_gradient(const Setup *k, double odd, int ordinary_steps, Expectation expected) {
  const size_t n = 19;
  for (size_t at = 0; at < n; at++) {
    Memory clean = allocate(n), m = allocate(n);
    const double t = ordinary_steps + 1;
    for (int s = 1; s <= ordinary_steps; s++) {
      step(k, clean, s);
      step(k, m, s);
    }
    g_of(m)[at] = (real)odd;
    step(k, clean, t);
    step(k, m, t);
    for (size_t i = 0; i < n; i++)
      if (i == at)
        CHECK(expected((double)w_of(m)[i]), "%s: g[%zu] = %g at step %g makes w %.17g", k->id, at,
              odd, t, (double)w_of(m)[i]);
      else
        CHECK(w_of(m)[i] == w_of(clean)[i], "%s: g[%zu] = %g changes w[%zu]", k->id, at, odd, i);
    check_guards(m, WHOLE_LANES(n), k->id);
    release(clean);
    release(m);
  }
}

/* NaN must not heal: neither in w nor, if w is put right by hand, in the state. */
static void nan_stays(const Setup *k) {
  for (int repaired = 0; repaired < (k->method->slots > 0 ? 2 : 1); repaired++) {
    Memory m = allocate(5);
    g_of(m)[3] = (real)NAN;
    step(k, m, 1);
    g_of(m)[3] = 1;
    if (repaired)
      w_of(m)[3] = 1;
    step(k, m, 2);
    for (size_t i = 0; i < 5; i++)
      CHECK(is_nan((double)w_of(m)[i]) == (i == 3), "%s: a step after a NaN w[%zu] is %g", k->id, i,
            (double)w_of(m)[i]);
    release(m);
  }
}

/* What keeps NaN in the kernels, where the state could not be seen to lose it. */
static void nan_in_helpers(void) {
  const real nan = (real)NAN;
  CHECK(isnan(real_max(1, nan)), "real_max drops a NaN that is new");
  CHECK(real_max(1, 2) == 2 && real_max(2, 1) == 2 && real_max(-2, -1) == -1, "real_max");
  CHECK(isnan(real_sign(nan)), "real_sign drops a NaN");
  CHECK(real_sign(3) == 1 && real_sign(-3) == -1 && real_sign(0) == 0, "real_sign");
}

/* Averages of a constant are the constant but for rounding, which must not turn a variance, their
 * difference, into the root of a negative number. */
static void constant_gradients(const Setup *k) {
  Memory m = allocate(LONGEST);
  for (int t = 1; t <= 500; t++)
    step(k, m, t);
  for (size_t i = 0; i < m.n; i++)
    CHECK(isfinite(w_of(m)[i]), "%s: a constant gradient of %.17g makes w %g", k->id,
          (double)g_of(m)[i], (double)w_of(m)[i]);
  release(m);
}

/* Lion steps by lr in the direction of a gradient of any size. */
static Expectation for_infinity(const Setup *k) {
  return k->method == &lion ? is_finite : is_nonfinite;
}

static void odd_gradients(const Setup *k) {
  for (int steps = 0; steps < 8; steps += 7) {
    odd_gradient(k, NOT_A_NUMBER, steps, is_nan);
    odd_gradient(k, HUGE_VAL, steps, for_infinity(k));
    odd_gradient(k, -HUGE_VAL, steps, for_infinity(k));
    odd_gradient(k, 0, steps, is_finite);
    odd_gradient(k, smallest, steps, is_finite);
    odd_gradient(k, -smallest, steps, is_finite);
    odd_gradient(k, 100 * smallest, steps, is_finite);
    odd_gradient(k, sizeof(real) == 8 ? 1e100 : 1e15, steps, is_finite);
    odd_gradient(k, largest, steps, is_anything); /* its square overflows */
    odd_gradient(k, -largest, steps, is_anything);
  }
}

static void zero_gradients(const Setup *k) {
  const int decays = k->options.l2 > 0 || k->options.weight_decay > 0;
  Memory m = allocate(19), before = allocate(19);
  memset(g_of(m), 0, m.n * sizeof(real));
  for (int t = 1; t <= 20; t++)
    step(k, m, t);
  for (size_t i = 0; i < m.n; i++) {
    CHECK(isfinite(w_of(m)[i]), "%s: zero gradients make w %g", k->id, (double)w_of(m)[i]);
    CHECK(decays || w_of(m)[i] == w_of(before)[i], "%s: zero gradients move w", k->id);
  }
  release(m);
  release(before);
}

/* What writes to w, g or saved, and what must not. */
static void guards_of_vectors(void) {
  static const double norms[] = {1, 1.5, 2, HUGE_VAL};
  for (size_t n = 1; n <= LONGEST; n++)
    for (size_t k = 0; k < 4; k++)
      for (int adaptive = 0; adaptive < 2; adaptive++) {
        Memory m = allocate(n), before = allocate(n);
        real *saved = m.buffer[2] + GUARD;
        KUDARI(sam_ascend)(n, w_of(m), g_of(m), saved, 0.1, norms[k], 0, adaptive);
        CHECK(memcmp(saved, w_of(before), n * sizeof(real)) == 0, "saved is not w");
        CHECK(memcmp(w_of(m), w_of(before), n * sizeof(real)) != 0, "w has not moved");
        KUDARI(sam_restore)(n, w_of(m), saved);
        CHECK(memcmp(w_of(m), w_of(before), n * sizeof(real)) == 0, "w is not restored");
        CHECK(memcmp(saved, w_of(before), n * sizeof(real)) == 0, "saved written");
        KUDARI(norm)(n, g_of(m), norms[k]);
        KUDARI(first_nonfinite)(n, g_of(m));
        CHECK(memcmp(g_of(m), g_of(before), n * sizeof(real)) == 0, "g written");
        KUDARI(clip_value)(n, g_of(m), 0.5);
        KUDARI(clip_norm)(n, g_of(m), 1e-3);
        check_guards(m, n, "vectors");
        release(m);
        release(before);
      }
}

int main(void) {
  steps_on_nothing();
  vectors_of_nothing();
  guards_of_vectors();
  nan_in_helpers();
  for (size_t k = 0; k < SETUPS; k++) {
    every_length(&setups[k]);
    whatever_lies_behind(&setups[k]);
    tight_buffers(&setups[k]);
    odd_gradients(&setups[k]);
    nan_stays(&setups[k]);
    zero_gradients(&setups[k]);
    constant_gradients(&setups[k]);
  }
  return report(sizeof(real) == 8 ? "boundaries, double" : "boundaries, float");
}
