/* Lanczos, fed with anything for products: it ends, stays in its memory, and does not take in what
 * is not finite. With a symmetric matrix its estimates lie where the eigenvalues can be. */
#include "../../../c/kudari.h"
#include "bytes.h"

enum { LARGEST = 14 };

typedef struct {
  size_t n;
  double a[LARGEST * LARGEST];
} Matrix;

static Matrix take_matrix(Bytes *b, size_t n) {
  Matrix m = {n, {0}};
  const int scale = (int)take(b, 60) - 30;
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++)
      m.a[i * n + j] = m.a[j * n + i] = take(b, 3) ? ldexp(2 * take_share(b) - 1, scale) : 0;
  return m;
}

static void multiply(const Matrix *m, const double *v, double *out) {
  for (size_t i = 0; i < m->n; i++) {
    out[i] = 0;
    for (size_t j = 0; j < m->n; j++)
      out[i] += m->a[i * m->n + j] * v[j];
  }
}

/* No eigenvalue is larger: the largest sum of magnitudes in a row. */
static double radius(const Matrix *m) {
  double most = 0;
  for (size_t i = 0; i < m->n; i++) {
    double sum = 0;
    for (size_t j = 0; j < m->n; j++)
      sum += fabs(m->a[i * m->n + j]);
    most = fmax(most, sum);
  }
  return most;
}

static void check_estimates(KudariLanczos *s, const Matrix *m, size_t products) {
  const double limit = radius(m) * (1 + 1e-10);
  const double *const values = kudari_lanczos_solve(s, 1), *const bounds = kudari_lanczos_bounds(s);
  HOLDS(values != NULL, "the tridiagonal problem does not converge");
  double x[LARGEST], image[LARGEST];
  for (size_t k = 0; k < products; k++) {
    HOLDS(fabs(values[k]) <= limit, "estimate %g beyond %g", values[k], limit);
    HOLDS(k == 0 || values[k] <= values[k - 1], "not sorted: %g, %g", values[k - 1], values[k]);
    HOLDS(bounds[k] >= 0 && bounds[k] <= 2 * limit, "bound %g", bounds[k]);
    kudari_lanczos_eigenvector(s, k, x);
    multiply(m, x, image);
    double length = 0, residual = 0;
    for (size_t i = 0; i < m->n; i++) {
      length += x[i] * x[i];
      residual += (image[i] - values[k] * x[i]) * (image[i] - values[k] * x[i]);
    }
    HOLDS(fabs(length - 1) < 1e-8, "an eigenvector of length %.17g", sqrt(length));
    HOLDS(sqrt(residual) <= bounds[k] + 1e-7 * limit, "residual %g, bound %g", sqrt(residual),
          bounds[k]);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Bytes b = {data, size};
  const size_t n = 1 + take(&b, LARGEST), most = 1 + take(&b, n);
  const int symmetric = take(&b, 2) != 0;
  const double mix = take(&b, 2) ? 1e-3 : take_double(&b), seed = take_double(&b);
  double *start = NULL;
  if (take(&b, 2)) {
    start = room(n, sizeof *start);
    for (size_t i = 0; i < n; i++)
      start[i] = take_double(&b);
  }
  const Matrix matrix = take_matrix(&b, n);

  KudariLanczos *const s = room((size_t)kudari_lanczos_bytes(n, most), 1);
  kudari_lanczos_start(s, n, most, start, mix, seed);
  free(start);
  size_t products = 0;
  int answer = KUDARI_LANCZOS_MORE;
  while (answer == KUDARI_LANCZOS_MORE) {
    HOLDS(products < most, "asks for more than %zu products", most);
    const double *const v = kudari_lanczos_vector(s);
    double *const out = kudari_lanczos_product(s);
    double length = 0;
    for (size_t i = 0; i < n; i++)
      length += v[i] * v[i];
    HOLDS(fabs(length - 1) < 1e-9, "a vector of length %.17g", sqrt(length));
    int finite = 1;
    if (symmetric)
      multiply(&matrix, v, out);
    else
      for (size_t i = 0; i < n; i++) {
        out[i] = take_double(&b);
        finite = finite && isfinite(out[i]);
      }
    answer = kudari_lanczos_advance(s);
    HOLDS(finite || answer == KUDARI_LANCZOS_FAILED, "took in what is not finite");
    HOLDS(!symmetric || answer != KUDARI_LANCZOS_FAILED, "failed on a plain matrix");
    if (answer != KUDARI_LANCZOS_FAILED)
      products++;
    if (symmetric)
      check_estimates(s, &matrix, products);
    else
      (void)kudari_lanczos_solve(s, (int)take(&b, 2));
  }
  HOLDS(answer != KUDARI_LANCZOS_COMPLETE || products == n, "complete after %zu of %zu", products,
        n);

  double *const signs = room(n, sizeof *signs);
  kudari_random_signs(n, signs, seed, mix);
  for (size_t i = 0; i < n; i++)
    HOLDS(fabs(signs[i]) == 1, "sign %g", signs[i]);
  free(signs);
  free(s);
  return 0;
}
