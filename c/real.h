/* The scalar type of the kernels.
 *
 * Every kernel file is compiled twice: as it is, for float buffers, and with -DKUDARI_DOUBLE, for
 * double buffers. A kernel writes its name as KUDARI(adam), which becomes kudari_adam_f32 or
 * kudari_adam_f64, and its buffers as real. Hyperparameters stay double in both: rounding beta2 =
 * 0.999 to float already puts 1 - beta2 off by 1.3e-5. */
#ifndef KUDARI_REAL_H
#define KUDARI_REAL_H

#include <math.h>
#include <stddef.h>

#ifdef KUDARI_DOUBLE
typedef double real;
#define KUDARI(name) kudari_##name##_f64
#else
typedef float real;
#define KUDARI(name) kudari_##name##_f32
#endif

/* Marks what the WebAssembly module exports. */
#define KUDARI_API __attribute__((used, visibility("default")))

/* A step goes over whole lanes, of which kudari.h says that the vectors have them: so that a
 * vectorised loop needs no second, scalar one for what is left over, which would be longer than
 * itself. 32 bytes are two vectors of WebAssembly. */
enum { LANES = 32 / sizeof(real) };
#define WHOLE_LANES(n) (((n) + LANES - 1) / LANES * LANES)

/* Before a loop of few operations: two vectors a turn, for the turn itself costs as much as one. */
#ifdef __clang__
#define IN_PAIRS _Pragma("clang loop interleave_count(2)")
#else
#define IN_PAIRS
#endif

/* For loops that seldom run: small rather than unrolled and vectorised. */
#ifdef __clang__
#define RARE __attribute__((noinline, minsize))
#else
#define RARE __attribute__((noinline, cold))
#endif

/* In the type of its argument: an expression in float must not be widened by the C library. */
#ifdef KUDARI_DOUBLE
static inline real real_sqrt(real x) { return sqrt(x); }
static inline real real_abs(real x) { return fabs(x); }
#else
static inline real real_sqrt(real x) { return sqrtf(x); }
static inline real real_abs(real x) { return fabsf(x); }
#endif

/* 1, -1, or x itself where x is a zero or NaN, so that NaN is never lost. */
static inline real real_sign(real x) { return x > 0 ? (real)1 : x < 0 ? (real)-1 : x; }

/* The larger of the two; b where b is NaN (fmax would drop it). In this form it is one instruction
 * of WebAssembly's vectors, as are both halves of the clamp. */
static inline real real_max(real a, real b) { return b < a ? a : b; }

/* The nearest number from low to high; NaN stays. */
static inline real real_clamp(real x, real low, real high) {
  const real raised = x < low ? low : x;
  return high < raised ? high : raised;
}

#endif
