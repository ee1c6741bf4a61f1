/* Counts checks; says where and with what values one failed. Each test file is a program that ends
 * in `return report("name");`, which is 1 if anything failed. Every comparison is written so that a
 * NaN fails it. */
#ifndef KUDARI_TEST_CHECK_H
#define KUDARI_TEST_CHECK_H

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static long checks_passed, checks_failed;

/* One broken line can fail a million checks: the first few say enough. */
enum { FAILURES_PRINTED = 20 };

__attribute__((format(printf, 4, 5))) static void check_at(const char *file, int line, int ok,
                                                           const char *format, ...) {
  if (ok) {
    checks_passed++;
    return;
  }
  if (checks_failed++ >= FAILURES_PRINTED)
    return;
  va_list values;
  va_start(values, format);
  fprintf(stderr, "%s:%d: ", file, line);
  vfprintf(stderr, format, values);
  fputc('\n', stderr);
  va_end(values);
}

/* CHECK(condition, printf format and values to show if it does not hold) */
#define CHECK(ok, ...) check_at(__FILE__, __LINE__, (ok) ? 1 : 0, __VA_ARGS__)

/* NAN is a float, and so warned about where a double is wanted. */
#define NOT_A_NUMBER ((double)NAN)

/* |got - want| <= tolerance max(1, |want|); equal infinities are near, a NaN is near nothing. */
static inline int near(double got, double want, double tolerance) {
  return got == want || fabs(got - want) <= tolerance * fmax(1, fabs(want));
}

/* |got - want| <= tolerance |want| */
static inline int near_relative(double got, double want, double tolerance) {
  return got == want || fabs(got - want) <= tolerance * fabs(want);
}

static inline void check_equal_at(const char *file, int line, double got, double want,
                                  const char *what) {
  check_at(file, line, got == want, "%s: got %.17g, want %.17g", what, got, want);
}

/* A function, so that its arguments are evaluated once. */
#define CHECK_EQUAL(got, want, what)                                                               \
  check_equal_at(__FILE__, __LINE__, (double)(got), (double)(want), what)

static inline int report(const char *program) {
  if (checks_failed > FAILURES_PRINTED)
    fprintf(stderr, "... and %ld more\n", checks_failed - FAILURES_PRINTED);
  printf("%-28s %ld passed, %ld failed\n", program, checks_passed, checks_failed);
  return checks_failed > 0 || checks_passed == 0;
}

#endif
