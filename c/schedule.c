/* Learning-rate schedules: step to rate, in double, total. */
#include "kudari.h"
#include "elementary.h"

/* NaN goes to low, so that a schedule is never NaN because of its step. */
static double clamp(double t, double low, double high) {
  return t > low ? (t < high ? t : high) : low;
}

/* Cosine from one value at x = 0 to another at x = 1. */
static double cosine(double from, double to, double x) {
  return to + (from - to) * (1.0 + cos_pi(x)) / 2.0;
}

/* The share of a stretch of steps that lies behind at t; all of it if the stretch is empty. */
static double progress(double t, double steps) {
  return steps > 0 ? clamp(t, 0, steps) / steps : 1.0;
}

double kudari_schedule_warmup(double t, double base, double steps, double start_factor) {
  return base * (start_factor + (1.0 - start_factor) * progress(t, steps));
}

double kudari_schedule_cosine(double t, double base, double steps, double min_lr) {
  return cosine(base, min_lr, progress(t, steps));
}

/* Periods that grow by less than one in a hundred would be counted through for hours. */
enum { MOST_RESTARTS = 4096 };

double kudari_schedule_cosine_restarts(double t, double base, double period, double mult,
                                       double min_lr) {
  if (!(period > 0))
    return min_lr;
  t = clamp(t, 0, 0x1p53);
  if (mult > 1)
    for (int left = MOST_RESTARTS; left > 0 && t >= period; left--, period *= mult)
      t -= period;
  else
    t -= period * floor(t / period);
  return cosine(base, min_lr, progress(t, period));
}

double kudari_schedule_step(double t, double base, double every, double factor) {
  return every > 0 ? base * power(factor, floor(clamp(t, 0, HUGE_VAL) / every)) : base;
}

double kudari_schedule_exponential(double t, double base, double factor) {
  return base * power(factor, clamp(t, 0, HUGE_VAL));
}

double kudari_schedule_polynomial(double t, double base, double steps, double exponent,
                                  double min_lr) {
  return min_lr + (base - min_lr) * power(1.0 - progress(t, steps), exponent);
}

double kudari_schedule_one_cycle(double t, double base, double steps, double warmup,
                                 double div_factor, double final_div_factor) {
  const double first = base / div_factor, last = first / final_div_factor;
  const double peak = warmup * steps - 1.0, end = steps - 1.0;
  t = clamp(t, 0, end);
  if (t < peak)
    return cosine(first, base, progress(t, peak));
  return cosine(base, last, progress(t - peak, end - peak));
}
