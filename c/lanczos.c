/* Eigenvalues at both ends of a symmetric matrix that is known by its products alone.
 *
 * By reverse communication: the caller multiplies, this goes on. The basis is kept and
 * orthogonalised against in full, twice, so no eigenvalue appears as its own ghost. Parlett, "The
 * Symmetric Eigenvalue Problem", ch. 13. */
#include <stdint.h>
#include <string.h>
#include "kudari.h"

/* The caller's memory: this header, then the arrays that the functions below point at. */
struct KudariLanczos {
  size_t n, most, built; /* parameters, room for basis vectors, products taken in */
  uint64_t random;
};

typedef KudariLanczos State;

/* Doubles before the arrays; the header is padded so that they are aligned. */
enum { HEADER = 8 };

/* Below it the square of a length has few digits left. */
#define SMALLEST 0x1p-500

static double *alphas(State *s) { return (double *)(void *)s + HEADER; }
static double *betas(State *s) { return alphas(s) + s->most; }
static double *values(State *s) { return betas(s) + s->most; }
static double *bounds(State *s) { return values(s) + s->most; }
static double *scratch(State *s) { return bounds(s) + s->most; }
static double *rotations(State *s) { return scratch(s) + s->most; }
static double *basis(State *s, size_t j) { return rotations(s) + s->most * s->most + j * s->n; }

double kudari_lanczos_bytes(size_t n, size_t most) {
  const double length = (double)n, room = (double)most;
  return (HEADER + 5 * room + room * room + (room + 1) * length) * sizeof(double);
}

/* Steele, Lea & Flood 2014 (splitmix64): any seed will do. */
static uint64_t random_bits(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* In [-1, 1). */
static double uniform(State *s) { return (double)(random_bits(&s->random) >> 11) * 0x1p-52 - 1.0; }

/* A whole number from 0 on; anything else counts as 0. */
static uint64_t whole(double x) { return x >= 0 && x < 0x1p64 ? (uint64_t)x : 0; }

void kudari_random_signs(size_t n, double *v, double seed, double sample) {
  uint64_t state = whole(seed);
  state = random_bits(&state) ^ whole(sample);
  for (size_t i = 0; i < n; i++)
    v[i] = random_bits(&state) >> 63 ? 1 : -1;
}

static double dot(size_t n, const double *restrict x, const double *restrict y) {
  double part[4] = {0};
  size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (size_t k = 0; k < 4; k++)
      part[k] += x[i + k] * y[i + k];
  for (; i < n; i++)
    part[i % 4] += x[i] * y[i];
  return (part[0] + part[2]) + (part[1] + part[3]);
}

static void add_scaled(size_t n, double *restrict x, double a, const double *restrict y) {
  for (size_t i = 0; i < n; i++)
    x[i] += a * y[i];
}

static double normalise(size_t n, double *x) {
  const double length = sqrt(dot(n, x, x));
  for (size_t i = 0; length > 0 && i < n; i++)
    x[i] /= length;
  return length;
}

/* Takes out of x what lies along the first `count` basis vectors. Once leaves rounding, twice is
 * enough (Kahan, in Parlett 6.9). */
static void orthogonalise(State *s, double *x, size_t count) {
  for (int pass = 0; pass < 2; pass++)
    for (size_t j = 0; j < count; j++)
      add_scaled(s->n, x, -dot(s->n, basis(s, j), x), basis(s, j));
}

/* A random direction outside of the first `count` basis vectors, if there is one. */
static void random_direction(State *s, double *x, size_t count) {
  if (count >= s->n)
    return;
  do {
    for (size_t i = 0; i < s->n; i++)
      x[i] = uniform(s);
    normalise(s->n, x);
    orthogonalise(s, x, count);
  } while (!(normalise(s->n, x) > 1e-8));
}

void kudari_lanczos_start(KudariLanczos *s, size_t n, size_t most, const double *start, double mix,
                          double seed) {
  *s = (State){.n = n, .most = most, .random = whole(seed)};
  double *first = basis(s, 0);
  random_direction(s, first, 0);
  if (!start)
    return;
  const double length = sqrt(dot(n, start, start));
  if (!(length > 0 && length < HUGE_VAL))
    return;
  for (size_t i = 0; i < n; i++)
    first[i] = start[i] / length + mix * first[i];
  const double mixed = normalise(n, first);
  if (!(mixed > 1e-8 && mixed < HUGE_VAL))
    random_direction(s, first, 0);
}

double *kudari_lanczos_vector(KudariLanczos *s) { return basis(s, s->built); }

double *kudari_lanczos_product(KudariLanczos *s) { return basis(s, s->built + 1); }

/* The size of the tridiagonal matrix so far: what is small against it is rounding. */
static double scale(State *s) {
  double most = 0;
  for (size_t j = 0; j < s->built; j++)
    most = fmax(most, fabs(alphas(s)[j]) + (j > 0 ? betas(s)[j - 1] : 0));
  return most;
}

int kudari_lanczos_advance(KudariLanczos *s) {
  const size_t j = s->built, n = s->n;
  if (j == n)
    return KUDARI_LANCZOS_COMPLETE;
  if (j == s->most)
    return KUDARI_LANCZOS_FULL;
  double *product = basis(s, j + 1);
  const double alpha = dot(n, basis(s, j), product);
  orthogonalise(s, product, j + 1);
  const double beta = j + 1 < n ? sqrt(dot(n, product, product)) : 0;
  if (!isfinite(alpha) || !isfinite(beta))
    return KUDARI_LANCZOS_FAILED;
  alphas(s)[j] = alpha;
  betas(s)[j] = beta;
  s->built = j + 1;
  if (s->built == n)
    return KUDARI_LANCZOS_COMPLETE;
  if (beta <= 1e-13 * scale(s) || beta < SMALLEST) {
    /* The basis is invariant: what else there is lies across it, with no coupling. */
    betas(s)[j] = 0;
    random_direction(s, product, s->built);
  } else {
    for (size_t i = 0; i < n; i++)
      product[i] /= beta;
  }
  return s->built == s->most ? KUDARI_LANCZOS_FULL : KUDARI_LANCZOS_MORE;
}

/* A rotation of columns k and k + 1 of the rows from `first` on of the eigenvectors. */
static void rotate(double *z, size_t size, size_t first, size_t k, double c, double d) {
  for (size_t row = first; row < size; row++) {
    double *at = z + row * size + k;
    const double a = at[0], b = at[1];
    at[1] = d * a + c * b;
    at[0] = c * a - d * b;
  }
}

/* One implicit QL step on the block [low, high] of the tridiagonal matrix with diagonal d and
 * off-diagonal e, shifted towards its top eigenvalue; Parlett, ch. 8; Bowdler et al. 1968 (imtql2).
 */
static void ql_step(double *d, double *e, double *z, size_t size, size_t first, size_t low,
                    size_t high) {
  double g = (d[low + 1] - d[low]) / (2 * e[low]);
  double r = sqrt(g * g + 1);
  g = d[high] - d[low] + e[low] / (g + (g >= 0 ? r : -r));
  double c = 1, sine = 1, p = 0;
  for (size_t i = high; i-- > low;) {
    const double f = sine * e[i], b = c * e[i];
    r = sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r == 0) {
      d[i + 1] -= p;
      e[high] = 0;
      return;
    }
    sine = f / r;
    c = g / r;
    g = d[i + 1] - p;
    r = (d[i] - g) * sine + 2 * c * b;
    p = sine * r;
    d[i + 1] = g + p;
    g = c * r - b;
    rotate(z, size, first, i, c, sine);
  }
  d[low] -= p;
  e[low] = g;
  e[high] = 0;
}

/* Eigenvalues of the tridiagonal matrix in d, and the rows from `first` on of its eigenvectors in
 * z. Returns 0 if it does not converge. */
static int diagonalise(double *d, double *e, double *z, size_t size, size_t first) {
  for (size_t low = 0; low < size; low++) {
    for (int tries = 0;; tries++) {
      size_t high = low;
      while (high + 1 < size && fabs(e[high]) > 0x1p-53 * (fabs(d[high]) + fabs(d[high + 1])))
        high++;
      if (high == low)
        break;
      if (tries == 60)
        return 0;
      ql_step(d, e, z, size, first, low, high);
    }
  }
  return 1;
}

/* Largest first, the eigenvectors' columns with them. */
static void sort(double *d, double *z, size_t size, size_t first) {
  for (size_t i = 0; i + 1 < size; i++) {
    size_t top = i;
    for (size_t k = i + 1; k < size; k++)
      if (d[k] > d[top])
        top = k;
    if (top == i)
      continue;
    const double value = d[i];
    d[i] = d[top];
    d[top] = value;
    for (size_t row = first; row < size; row++) {
      const double entry = z[row * size + i];
      z[row * size + i] = z[row * size + top];
      z[row * size + top] = entry;
    }
  }
}

double *kudari_lanczos_solve(KudariLanczos *s, int vectors) {
  const size_t size = s->built, first = vectors ? 0 : size - 1;
  double *d = values(s), *e = scratch(s), *z = rotations(s);
  memcpy(d, alphas(s), size * sizeof(double));
  memcpy(e, betas(s), size * sizeof(double));
  for (size_t row = first; row < size; row++)
    for (size_t k = 0; k < size; k++)
      z[row * size + k] = row == k;
  if (!diagonalise(d, e, z, size, first))
    return NULL;
  sort(d, z, size, first);
  for (size_t k = 0; k < size; k++)
    bounds(s)[k] = betas(s)[size - 1] * fabs(z[(size - 1) * size + k]);
  return d;
}

double *kudari_lanczos_bounds(KudariLanczos *s) { return bounds(s); }

void kudari_lanczos_eigenvector(KudariLanczos *s, size_t k, double *restrict x) {
  memset(x, 0, s->n * sizeof(double));
  for (size_t j = 0; j < s->built; j++)
    add_scaled(s->n, x, rotations(s)[j * s->built + k], basis(s, j));
  normalise(s->n, x);
}
