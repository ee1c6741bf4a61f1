/* Schedules past their ends, with nothing in them, at their seams. */
#include "check.h"
#include "../../c/kudari.h"

/* Each with its usual options, of t and of the length in steps. */
static double warmup(double t, double steps) { return kudari_schedule_warmup(t, 0.1, steps, 0.2); }
static double cosine(double t, double steps) {
  return kudari_schedule_cosine(t, 0.1, steps, 0.001);
}
static double restarts(double t, double period) {
  return kudari_schedule_cosine_restarts(t, 0.1, period, 2, 0.001);
}
static double restarts_even(double t, double period) {
  return kudari_schedule_cosine_restarts(t, 0.1, period, 1, 0.001);
}
static double step(double t, double every) { return kudari_schedule_step(t, 0.1, every, 0.5); }
static double exponential(double t, double steps) {
  (void)steps;
  return kudari_schedule_exponential(t, 0.1, 0.9);
}
static double polynomial(double t, double steps) {
  return kudari_schedule_polynomial(t, 0.1, steps, 1.7, 0.001);
}
static double one_cycle(double t, double steps) {
  return kudari_schedule_one_cycle(t, 0.1, steps, 0.3, 25, 1e4);
}

typedef struct {
  const char *id;
  double (*rate)(double t, double steps);
  double least, last;
  int ends; /* whether t = steps is its end, after which the rate is held */
} Schedule;

static const Schedule schedules[] = {
    {"warmup", warmup, 0.02, 0.1, 1},
    {"cosine", cosine, 0.001, 0.001, 1},
    {"restarts", restarts, 0.001, 0, 0},
    {"restarts, mult 1", restarts_even, 0.001, 0, 0},
    {"step", step, 0, 0, 0},
    {"exponential", exponential, 0, 0, 0},
    {"polynomial", polynomial, 0.001, 0.001, 1},
    {"one-cycle", one_cycle, 0.1 / 25 / 1e4, 0.1 / 25 / 1e4, 1},
};

static const double times[] = {-HUGE_VAL, -1e300, -1,    -0.5,     -0.0,        0,
                               0.5,       1,      9.999, 10,       10.5,        1e6,
                               1e15,      1e16,   1e300, HUGE_VAL, NOT_A_NUMBER};
static const double lengths[] = {0, -1, 1, 2, 3, 10, 0.5, 1e9, NOT_A_NUMBER};

#define EACH(i, array) (size_t i = 0; i < sizeof array / sizeof array[0]; i++)

static void always_a_rate(const Schedule *s) {
  for
    EACH(i, times)
    for
      EACH(k, lengths) {
        const double lr = s->rate(times[i], lengths[k]);
        CHECK(lr >= s->least * (1 - 1e-12) && lr <= 0.1 * (1 + 1e-12),
              "%s at %g of %g: %.17g outside [%g, 0.1]", s->id, times[i], lengths[k], lr, s->least);
      }
}

static void held_past_its_ends(const Schedule *s) {
  CHECK_EQUAL(s->rate(-1, 10), s->rate(0, 10), s->id);
  CHECK_EQUAL(s->rate(-HUGE_VAL, 10), s->rate(0, 10), s->id);
  CHECK_EQUAL(s->rate(NOT_A_NUMBER, 10), s->rate(0, 10), s->id);
  if (!s->ends)
    return;
  CHECK(near_relative(s->rate(10, 10), s->last, 1e-12), "%s ends at %.17g", s->id, s->rate(10, 10));
  CHECK_EQUAL(s->rate(10.5, 10), s->rate(10, 10), s->id);
  CHECK_EQUAL(s->rate(1e9, 10), s->rate(10, 10), s->id);
  CHECK_EQUAL(s->rate(HUGE_VAL, 10), s->rate(10, 10), s->id);
}

static void values_at_landmarks(void) {
  CHECK_EQUAL(warmup(0, 10), 0.1 * 0.2, "warmup starts at its share");
  CHECK_EQUAL(warmup(10, 10), 0.1, "warmup ends at the base");
  CHECK(near_relative(warmup(5, 10), 0.06, 1e-15), "warmup halfway: %.17g", warmup(5, 10));
  CHECK_EQUAL(cosine(0, 10), 0.1, "cosine starts at the base");
  CHECK_EQUAL(cosine(10, 10), 0.001, "cosine ends at the minimum");
  CHECK(near_relative(cosine(5, 10), 0.0505, 1e-15), "cosine halfway: %.17g", cosine(5, 10));
  CHECK_EQUAL(step(9, 10), 0.1, "step before");
  CHECK_EQUAL(step(10, 10), 0.05, "step at");
  CHECK_EQUAL(step(39.9, 10), 0.0125, "step after three");
  CHECK_EQUAL(polynomial(0, 10), 0.1, "polynomial starts at the base");
  CHECK_EQUAL(polynomial(10, 10), 0.001, "polynomial ends at the minimum");
  CHECK_EQUAL(exponential(0, 0), 0.1, "exponential starts at the base");
  CHECK(near_relative(exponential(2, 0), 0.081, 1e-15), "exponential: %.17g", exponential(2, 0));
}

static double restart(double t, double mult) {
  return kudari_schedule_cosine_restarts(t, 0.1, 10, mult, 0);
}

/* Periods 10, 10 mult, 10 mult^2 ...: at each beginning the base, just before it almost nothing. */
static void restarts_begin_anew(double mult) {
  double begin = 0, period = 10;
  for (int k = 0; k < 8; k++, begin += period, period *= mult) {
    const double first = restart(begin + 1e-9 * begin, mult),
                 half = restart(begin + period / 2, mult);
    CHECK(near(first, 0.1, 1e-6), "mult %g, period %d begins at %.17g", mult, k, first);
    CHECK(near(half, 0.05, 1e-6), "mult %g, period %d is halfway at %.17g", mult, k, half);
    if (k > 0)
      CHECK(restart(begin * (1 - 1e-9), mult) < 1e-6, "mult %g, period %d: before it %.17g", mult,
            k, restart(begin * (1 - 1e-9), mult));
  }
}

/* As many restarts as the header promises, each with its whole period; then it stays at the
 * minimum. */
static void restarts_come_to_an_end(void) {
  const double mult = 1.001;
  double begin = 0, period = 10;
  for (int k = 0; k <= 4096; k++, begin += period, period *= mult)
    CHECK(near(restart(begin + period / 2, mult), 0.05, 1e-6), "after %d restarts: %.17g", k,
          restart(begin + period / 2, mult));
  for (int k = 0; k < 8; k++, begin += period / 2)
    CHECK(near(restart(begin, mult), 0, 1e-15), "after all of them: %.17g", restart(begin, mult));
}

/* Below 1 periods would shrink to nothing and time never end: kept as they are. */
static void restarts_never_shrink(void) {
  for (double t = 0; t < 100; t += 0.5)
    CHECK_EQUAL(restart(t, 0.5), restart(t, 1), "mult below 1");
  CHECK_EQUAL(restart(1e300, NOT_A_NUMBER), restart(1e300, 1), "mult NaN");
}

/* Where two formulas meet there is no jump: a step of 1e-6 changes the rate by no more than that.
 */
static void no_jumps(void) {
  const double peak = 0.3 * 60 - 1, h = 1e-6;
  for (double t = 0.5; t < 60; t += 0.5)
    CHECK(fabs(one_cycle(t, 60) - one_cycle(t - h, 60)) < h, "one-cycle jumps at %g", t);
  CHECK(near_relative(one_cycle(peak, 60), 0.1, 1e-15), "one-cycle's peak: %.17g",
        one_cycle(peak, 60));
  CHECK(one_cycle(peak - h, 60) < 0.1 && one_cycle(peak - h, 60) > 0.1 - h, "up to the peak: %.17g",
        one_cycle(peak - h, 60));
  CHECK(one_cycle(peak + h, 60) < 0.1 && one_cycle(peak + h, 60) > 0.1 - h, "from the peak: %.17g",
        one_cycle(peak + h, 60));
  CHECK(near_relative(one_cycle(0, 60), 0.1 / 25, 1e-12), "one-cycle's start: %.17g",
        one_cycle(0, 60));
  CHECK(near_relative(one_cycle(59, 60), 0.1 / 25 / 1e4, 1e-9), "one-cycle's last step: %.17g",
        one_cycle(59, 60));
}

static void monotone(void) {
  for (int i = 0; i < 1000; i++) {
    const double t = i / 100.0, next = (i + 1) / 100.0;
    CHECK(warmup(next, 10) > warmup(t, 10), "warmup falls at %g", t);
    CHECK(cosine(next, 10) < cosine(t, 10), "cosine rises at %g", t);
    CHECK(polynomial(next, 10) < polynomial(t, 10), "polynomial rises at %g", t);
    CHECK(exponential(next, 0) < exponential(t, 0), "exponential rises at %g", t);
  }
}

/* A factor of 1 changes nothing, for ever. */
static void constant(void) {
  for
    EACH(i, times) {
      CHECK_EQUAL(kudari_schedule_exponential(times[i], 0.1, 1), 0.1, "exponential of factor 1");
      CHECK_EQUAL(kudari_schedule_step(times[i], 0.1, 10, 1), 0.1, "steps of factor 1");
      CHECK_EQUAL(kudari_schedule_polynomial(times[i], 0.1, 10, 0, 0), 0.1, "exponent 0");
      CHECK_EQUAL(kudari_schedule_warmup(times[i], 0.1, 10, 1), 0.1, "warmup from all of it");
      CHECK_EQUAL(kudari_schedule_cosine(times[i], 0.1, 10, 0.1), 0.1, "cosine down to the base");
    }
}

int main(void) {
  for
    EACH(i, schedules) {
      always_a_rate(&schedules[i]);
      held_past_its_ends(&schedules[i]);
    }
  values_at_landmarks();
  restarts_begin_anew(1);
  restarts_begin_anew(2);
  restarts_begin_anew(1.5);
  restarts_begin_anew(1.1);
  restarts_come_to_an_end();
  restarts_never_shrink();
  no_jumps();
  monotone();
  constant();
  return report("schedules");
}
