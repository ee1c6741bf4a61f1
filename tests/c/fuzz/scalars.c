/* Schedules and the scalars of a step, on any numbers: they come back, and stay between their ends
 * where the arguments are in range. */
#include "../../../c/kudari.h"
#include "bytes.h"

static void any_arguments(Bytes *b) {
  const size_t which = take(b, 9);
  double a[6];
  for (size_t i = 0; i < 6; i++)
    a[i] = take_double(b);
  for (int again = 0; again < 2; again++) {
    static double kept;
    double value = 0;
    switch (which) {
    case 0:
      value = kudari_schedule_warmup(a[0], a[1], a[2], a[3]);
      break;
    case 1:
      value = kudari_schedule_cosine(a[0], a[1], a[2], a[3]);
      break;
    case 2:
      value = kudari_schedule_cosine_restarts(a[0], a[1], a[2], a[3], a[4]);
      break;
    case 3:
      value = kudari_schedule_step(a[0], a[1], a[2], a[3]);
      break;
    case 4:
      value = kudari_schedule_exponential(a[0], a[1], a[2]);
      break;
    case 5:
      value = kudari_schedule_polynomial(a[0], a[1], a[2], a[3], a[4]);
      break;
    case 6:
      value = kudari_schedule_one_cycle(a[0], a[1], a[2], a[3], a[4], a[5]);
      break;
    case 7:
      value = kudari_radam_rectification(a[0], a[1]);
      break;
    case 8:
      value = kudari_nadam_mu(a[0], a[1], a[2]);
      break;
    }
    HOLDS(!again || same(kept, value), "scalar %zu is not a function", which);
    kept = value;
  }
}

/* value lies in [low, high], but for rounding. */
static void between(const char *name, double value, double low, double high) {
  const double slack = 1e-12 * fmax(fabs(low), fabs(high));
  HOLDS(value >= low - slack && value <= high + slack, "%s: %.17g is not in [%.17g, %.17g]", name,
        value, low, high);
}

static void in_range(Bytes *b) {
  const double base = ldexp(take_share(b), (int)take(b, 40) - 20);
  const double low = base * take_share(b), share = take_share(b);
  const double steps = 1 + (double)take(b, 250) + 250 * (double)take(b, 250);
  const double t = take(b, 8) ? 1.25 * steps * take_share(b) - steps / 8 : take_double(b);
  const double whole = floor(t), factor = 1 + 100 * take_share(b);
  if (isnan(t))
    return;
  between("warmup", kudari_schedule_warmup(t, base, steps, share), base * share, base);
  between("cosine", kudari_schedule_cosine(t, base, steps, low), low, base);
  between("restarts", kudari_schedule_cosine_restarts(t, base, steps, factor, low), low, base);
  between("restarts of one length", kudari_schedule_cosine_restarts(whole, base, steps, 1, low),
          low, base);
  between("step", kudari_schedule_step(t, base, steps, share), 0, base);
  between("exponential", kudari_schedule_exponential(t, base, share), 0, base);
  between("polynomial", kudari_schedule_polynomial(t, base, steps, factor, low), low, base);
  between("oneCycle", kudari_schedule_one_cycle(t, base, steps, share, factor, factor),
          base / factor / factor, base);
  if (t >= 1) {
    between("rectification", kudari_radam_rectification(share, t), 0, 1);
    between("mu", kudari_nadam_mu(share, 0.004, t), 0, share);
  }
  /* Past its ends each is as at them. */
  const double beyond = steps + factor;
  HOLDS(same(kudari_schedule_cosine(beyond, base, steps, low),
             kudari_schedule_cosine(steps, base, steps, low)),
        "cosine past its end");
  HOLDS(same(kudari_schedule_polynomial(-factor, base, steps, factor, low),
             kudari_schedule_polynomial(0, base, steps, factor, low)),
        "polynomial before its beginning");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Bytes b = {data, size};
  if (take(&b, 2))
    any_arguments(&b);
  else
    in_range(&b);
  return 0;
}
