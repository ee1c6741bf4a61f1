/* RAdam's rectification and NAdam's mu. */
#include "check.h"
#include "../../c/kudari.h"

static double rectification(double beta2, double t) { return kudari_radam_rectification(beta2, t); }

static long double rho(long double beta2, long double t) {
  const long double faded = powl(beta2, t);
  return 2 / (1 - beta2) - 1 - 2 * t * faded / (1 - faded);
}

/* Liu et al. 2020, Algorithm 2, in long double. */
static double reference(long double beta2, long double t) {
  const long double all = 2 / (1 - beta2) - 1, now = rho(beta2, t);
  if (!(now > 5))
    return 0;
  return (double)sqrtl((now - 4) * (now - 2) * all / ((all - 4) * (all - 2) * now));
}

static void rectification_begins(double beta2, int first) {
  for (int t = 1; t < first; t++)
    CHECK(rectification(beta2, t) == 0, "beta2 %g, step %d: %.17g", beta2, t,
          rectification(beta2, t));
  CHECK(rectification(beta2, first) > 0, "beta2 %g, step %d: %.17g", beta2, first,
        rectification(beta2, first));
}

static void rectification_rises_to_one(double beta2) {
  double before = 0;
  for (double t = 1; t < 1e7; t = floor(t * 1.5) + 1) {
    const double r = rectification(beta2, t), want = reference((long double)beta2, (long double)t);
    /* rho is a difference of numbers of size t and of 2 / (1 - beta2). */
    CHECK(near_relative(r, want, 1e-7), "beta2 %g, step %g: got %.17g, want %.17g", beta2, t, r,
          want);
    CHECK(r >= before && r <= 1, "beta2 %g, step %g: %.17g after %.17g", beta2, t, r, before);
    before = r;
  }
  CHECK(near(before, 1, 1e-12), "beta2 %g: tends to %.17g", beta2, before);
}

/* With rho_inf = 2 / (1 - beta2) - 1 <= 5 no step is rectified. */
static void never_rectified(void) {
  for (double t = 1; t < 1e9; t = t * 3 + 1) {
    CHECK_EQUAL(rectification(0.5, t), 0.0, "beta2 0.5");
    CHECK_EQUAL(rectification(0.6, t), 0.0, "beta2 0.6");
    CHECK_EQUAL(rectification(0, t), 0.0, "beta2 0");
  }
}

static void nadam_mu(void) {
  CHECK(near(kudari_nadam_mu(0.9, 0.004, 1), 0.9 * (1 - 0.5 * pow(0.96, 0.004)), 1e-15),
        "mu_1 = %.17g", kudari_nadam_mu(0.9, 0.004, 1));
  CHECK_EQUAL(kudari_nadam_mu(0.9, 0.004, 0), 0.9 * 0.5, "mu_0");
  CHECK_EQUAL(kudari_nadam_mu(0.9, 0, 1000), 0.9 * 0.5, "mu without decay");
  CHECK_EQUAL(kudari_nadam_mu(0, 0.004, 3), 0.0, "mu of beta1 0");
  CHECK_EQUAL(kudari_nadam_mu(0.9, 0.004, 1e9), 0.9, "mu in the end");
  for (double t = 1; t < 1e5; t = floor(t * 1.3) + 1) {
    const double want = (double)(0.9L * (1 - 0.5L * powl(0.96L, (long double)t * 0.004L)));
    const double mu = kudari_nadam_mu(0.9, 0.004, t);
    CHECK(near(mu, want, 1e-15), "mu at %g: got %.17g, want %.17g", t, mu, want);
  }
}

int main(void) {
  rectification_begins(0.999, 6);
  rectification_begins(0.99, 6);
  rectification_begins(0.9, 6);
  rectification_rises_to_one(0.9);
  rectification_rises_to_one(0.99);
  rectification_rises_to_one(0.999);
  rectification_rises_to_one(0.99999);
  never_rectified();
  nadam_mu();
  return report("scalars");
}
