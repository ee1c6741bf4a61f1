/* Every schedule against PyTorch's, step by step. */
#include "check.h"
#include "../../c/kudari.h"
#define GOLDEN_SCHEDULES
#include "golden.h"

int main(void) {
  for (size_t k = 0; k < sizeof golden_schedules / sizeof golden_schedules[0]; k++) {
    const GoldenSchedule *s = &golden_schedules[k];
    for (int t = 0; t < s->count; t++)
      CHECK(near_relative(s->rate(t), s->lr[t], 1e-12), "%s at %d: got %.17g, want %.17g", s->id, t,
            s->rate(t), s->lr[t]);
  }
  return report("golden schedules");
}
