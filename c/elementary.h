/* The few elementary functions the core needs.
 *
 * Our own, not the C library's: its pow and cos bring 10 kB of tables, and differ from one library
 * to the next in the last bit, while these give the same bits natively and in WebAssembly. */
#ifndef KUDARI_ELEMENTARY_H
#define KUDARI_ELEMENTARY_H

/* x^y for x >= 0. A whole y is reached by repeated squaring; otherwise exp(y log x), with a
 * relative error of about |y log x| 2^-53. 0^0 = 1; NaN in, NaN out. */
double power(double x, double y);

/* cos(pi x) for x in [0, 1], to an ulp of 1. */
double cos_pi(double x);

#endif
