/* Lanczos against matrices whose eigenvalues are known in closed form. */
#include "check.h"
#include "../../c/kudari.h"
#include <stdlib.h>
#include <string.h>

typedef void (*Multiply)(size_t n, const double *v, double *out);

/* The second difference: eigenvalues 2 - 2 cos(i pi / (n + 1)), all different. */
static void difference(size_t n, const double *v, double *out) {
  for (size_t i = 0; i < n; i++)
    out[i] = 2 * v[i] - (i > 0 ? v[i - 1] : 0) - (i + 1 < n ? v[i + 1] : 0);
}
static double difference_value(size_t n, size_t from_top) {
  return 2 - 2 * cos((double)(n - from_top) * 3.14159265358979323846 / (double)(n + 1));
}

/* I + 4 e e^T / n: eigenvalue 5 once, 1 for all else. */
static void spiked(size_t n, const double *v, double *out) {
  double sum = 0;
  for (size_t i = 0; i < n; i++)
    sum += v[i];
  for (size_t i = 0; i < n; i++)
    out[i] = v[i] + 4 * sum / (double)n;
}
static double spiked_value(size_t n, size_t from_top) { return n > 0 && from_top == 0 ? 5 : 1; }

/* 1, 2 and 3, the first two coupled so weakly that only their eigenvectors tell. */
#define WEAK 1e-9
static void coupled(size_t n, const double *v, double *out) {
  for (size_t i = 0; i < n; i++)
    out[i] = (double)(i + 1) * v[i];
  out[0] += WEAK * v[1];
  out[1] += WEAK * v[0];
}

static void nothing(size_t n, const double *v, double *out) {
  (void)v;
  memset(out, 0, n * sizeof *out);
}

static void broken(size_t n, const double *v, double *out) {
  for (size_t i = 0; i < n; i++)
    out[i] = i == n / 2 ? (double)NAN : v[i];
}

/* Runs until the answer is not MORE, or `products` were made; returns the last answer. */
static int run(KudariLanczos *s, size_t n, Multiply multiply, size_t products) {
  int answer = KUDARI_LANCZOS_MORE;
  for (size_t k = 0; k < products && answer == KUDARI_LANCZOS_MORE; k++) {
    multiply(n, kudari_lanczos_vector(s), kudari_lanczos_product(s));
    answer = kudari_lanczos_advance(s);
  }
  return answer;
}

static double residual(size_t n, Multiply multiply, double value, const double *x) {
  double *image = malloc((n + 1) * sizeof *image), sum = 0;
  multiply(n, x, image);
  for (size_t i = 0; i < n; i++)
    sum += (image[i] - value * x[i]) * (image[i] - value * x[i]);
  free(image);
  return sqrt(sum);
}

/* With as many products as parameters every eigenvalue is exact, repeated ones as often as they
 * occur. */
static void whole_spectrum(size_t n, Multiply multiply, double (*value)(size_t, size_t)) {
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(n, n));
  double *x = malloc(n * sizeof *x);
  kudari_lanczos_start(s, n, n, NULL, 0, 3);
  CHECK(run(s, n, multiply, n) == KUDARI_LANCZOS_COMPLETE, "n %zu: not complete", n);
  const double *found = kudari_lanczos_solve(s, 1);
  CHECK(found != NULL, "n %zu: no solution", n);
  for (size_t k = 0; found && k < n; k++) {
    const double want = value(n, k);
    CHECK(fabs(found[k] - want) <= 1e-12, "n %zu: value %zu is %.17g, not %.17g", n, k, found[k],
          want);
    CHECK(kudari_lanczos_bounds(s)[k] == 0, "n %zu: bound %g", n, kudari_lanczos_bounds(s)[k]);
    kudari_lanczos_eigenvector(s, k, x);
    const double off = residual(n, multiply, found[k], x);
    CHECK(off <= 1e-11, "n %zu: residual %g of vector %zu", n, off, k);
  }
  free(x);
  free(s);
}

/* Long before that, an eigenvalue lies within each bound, and the bound is the residual. */
static void bounds_hold(size_t n, size_t products) {
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(n, products));
  double *x = malloc(n * sizeof *x);
  kudari_lanczos_start(s, n, products, NULL, 0, 1);
  CHECK(run(s, n, difference, products) == KUDARI_LANCZOS_FULL, "n %zu: not full", n);
  const double *found = kudari_lanczos_solve(s, 1);
  for (size_t k = 0; found && k < products; k++) {
    const double bound = kudari_lanczos_bounds(s)[k];
    double nearest = HUGE_VAL;
    for (size_t i = 0; i < n; i++)
      nearest = fmin(nearest, fabs(difference_value(n, i) - found[k]));
    CHECK(nearest <= bound + 1e-13, "n %zu: %g is %g from an eigenvalue, bound %g", n, found[k],
          nearest, bound);
    kudari_lanczos_eigenvector(s, k, x);
    const double off = residual(n, difference, found[k], x);
    CHECK(fabs(off - bound) <= 1e-12, "n %zu: residual %g, bound %g", n, off, bound);
  }
  free(x);
  free(s);
}

/* Values alone, without vectors, are the same. */
static void values_alone(void) {
  enum { N = 40, PRODUCTS = 15 };
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(N, PRODUCTS));
  double with[PRODUCTS], bounds[PRODUCTS];
  kudari_lanczos_start(s, N, PRODUCTS, NULL, 0, 9);
  run(s, N, difference, PRODUCTS);
  memcpy(with, kudari_lanczos_solve(s, 1), sizeof with);
  memcpy(bounds, kudari_lanczos_bounds(s), sizeof bounds);
  const double *without = kudari_lanczos_solve(s, 0);
  for (size_t k = 0; k < PRODUCTS; k++) {
    CHECK(fabs(with[k] - without[k]) <= 1e-14, "value %zu differs", k);
    CHECK(fabs(bounds[k] - kudari_lanczos_bounds(s)[k]) <= 1e-14, "bound %zu differs", k);
  }
  free(s);
}

/* An eigenvector as the start, without and with a random part: the other end is found all the same.
 */
static void warm_starts(void) {
  enum { N = 12 };
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(N, N));
  double start[N] = {1, -1}; /* of eigenvalue 1 of the spiked matrix */
  for (int mixed = 0; mixed < 2; mixed++) {
    kudari_lanczos_start(s, N, N, start, mixed ? 0.01 : 0, 1);
    run(s, N, spiked, 6);
    const double *found = kudari_lanczos_solve(s, 0);
    CHECK(found && fabs(found[0] - 5) <= 1e-9, "mix %d: %g, not 5", mixed,
          found ? found[0] : (double)NAN);
  }
  const double useless[3][N] = {{0}, {(double)NAN}, {HUGE_VAL}};
  for (int k = 0; k < 3; k++) {
    kudari_lanczos_start(s, N, N, useless[k], 0.01, 1);
    CHECK(run(s, N, spiked, N) == KUDARI_LANCZOS_COMPLETE, "useless start %d", k);
  }
  free(s);
}

/* A weak coupling is one: only what is rounding ends a subspace. */
static void weak_coupling(void) {
  enum { N = 3 };
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(N, N));
  const double start[N] = {1};
  double x[N];
  kudari_lanczos_start(s, N, N, start, 0, 1);
  CHECK(run(s, N, coupled, N) == KUDARI_LANCZOS_COMPLETE, "not complete");
  const double *found = kudari_lanczos_solve(s, 1);
  CHECK(found && fabs(found[1] - 2) <= 1e-15, "%.17g, not 2", found ? found[1] : NOT_A_NUMBER);
  kudari_lanczos_eigenvector(s, 1, x);
  CHECK(fabs(x[0] / x[1] - WEAK) <= 1e-15, "a share of %g, not %g", x[0] / x[1], WEAK);
  free(s);
}

static void odd_matrices(void) {
  enum { N = 9 };
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(N, N));
  kudari_lanczos_start(s, N, N, NULL, 0, 1);
  CHECK(run(s, N, nothing, N) == KUDARI_LANCZOS_COMPLETE, "the zero matrix");
  const double *found = kudari_lanczos_solve(s, 1);
  for (size_t k = 0; found && k < N; k++)
    CHECK(found[k] == 0, "the zero matrix has %g", found[k]);
  kudari_lanczos_start(s, N, N, NULL, 0, 1);
  CHECK(run(s, N, broken, N) == KUDARI_LANCZOS_FAILED, "NaN goes unnoticed");
  free(s);
}

/* Nothing is taken in after the end, nor is there anything of no parameters; and sizes are told
 * that no memory has. */
static void past_the_end(void) {
  enum { N = 9, FEW = 4 };
  for (int whole = 0; whole < 2; whole++) {
    const size_t most = whole ? N : FEW;
    const int end = whole ? KUDARI_LANCZOS_COMPLETE : KUDARI_LANCZOS_FULL;
    const size_t bytes = (size_t)kudari_lanczos_bytes(N, most);
    KudariLanczos *s = malloc(bytes), *before = malloc(bytes);
    kudari_lanczos_start(s, N, most, NULL, 0, 1);
    CHECK(run(s, N, difference, most) == end, "most %zu: not at its end", most);
    memcpy(before, s, bytes);
    CHECK(kudari_lanczos_advance(s) == end, "most %zu: goes on", most);
    CHECK(memcmp(before, s, bytes) == 0, "most %zu: something has changed", most);
    free(before);
    free(s);
  }
  KudariLanczos *s = malloc((size_t)kudari_lanczos_bytes(0, 0));
  kudari_lanczos_start(s, 0, 0, NULL, 0, 1);
  CHECK(kudari_lanczos_advance(s) == KUDARI_LANCZOS_COMPLETE, "nothing is not complete");
  free(s);
  CHECK(kudari_lanczos_bytes(3000000, 201) == 8.0 * (8 + 5 * 201 + 201 * 201 + 202 * 3e6), "bytes");
}

static void random_signs(void) {
  enum { N = 4000 };
  double *v = malloc(N * sizeof *v), *u = malloc(N * sizeof *u), sum = 0, both = 0;
  kudari_random_signs(N, v, 1, 0);
  kudari_random_signs(N, u, 1, 1);
  for (size_t i = 0; i < N; i++) {
    CHECK(v[i] == 1 || v[i] == -1, "%g is no sign", v[i]);
    sum += v[i];
    both += v[i] * u[i];
  }
  /* Four standard deviations. */
  CHECK(fabs(sum) < 4 * sqrt(N), "sum %g", sum);
  CHECK(fabs(both) < 4 * sqrt(N), "samples agree in %g", both);
  free(v);
  free(u);
}

int main(void) {
  for (size_t n = 1; n <= 40; n++) {
    whole_spectrum(n, difference, difference_value);
    whole_spectrum(n, spiked, spiked_value);
  }
  bounds_hold(60, 25);
  bounds_hold(1000, 30);
  values_alone();
  warm_starts();
  weak_coupling();
  odd_matrices();
  past_the_end();
  random_signs();
  return report("lanczos");
}
