#!/usr/bin/env bash
# The native tests of the C core: under sanitizers, then once more as optimised as it gets.
# From the root of the repository: tests/c/run.sh   (CC=clang tests/c/run.sh)
set -euo pipefail

# shellcheck source=tests/c/core.sh
. tests/c/core.sh

# Tests that know no buffers or are in double only; all others run for float and for double.
TESTS_DOUBLE='golden_sam golden_schedules schedules elementary scalars lanczos'
TESTS_BOTH='golden first_step identities boundaries sam vector'
# Of these, what runs again without sanitizers.
TESTS_OPTIMISED='golden golden_sam identities boundaries elementary'

CC=${CC:-cc}
OUT=build/native
# Contraction to fused multiply-adds, which WebAssembly does not have, would give other bits.
STRICT='-std=c11 -fno-math-errno -ffp-contract=off -Wall -Wextra -Wconversion -Wdouble-promotion -Werror'
SANITIZED="$STRICT -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all"
OPTIMISED="$STRICT -O3 -march=native"

# compile_test DIRECTORY FLAGS NAME SUFFIX: the command, not its result.
compile_test() {
  local double=''
  [ "$4" = f64 ] && double=-DKUDARI_DOUBLE
  echo "$CC $2 $double -Wno-unused-const-variable -I$OUT tests/c/$3.c $1/*.o -lm -o $1/$3.$4"
}

# run_tests DIRECTORY FLAGS NAME...: runs all, and fails if one cannot be built or fails.
run_tests() {
  local directory=$1 flags=$2 name status=0
  shift 2
  for name in "$@"; do
    compile_test "$directory" "$flags" "$name" f64
    [[ " $TESTS_BOTH " != *" $name "* ]] || compile_test "$directory" "$flags" "$name" f32
  done | parallel || return 1
  for name in "$directory"/*.f32 "$directory"/*.f64; do
    "$name" || { status=1; echo "FAILED: $name" >&2; }
  done
  return $status
}

rm -rf "$OUT/sanitized" "$OUT/optimised"
node tests/c/golden.js "$OUT/golden.h"
status=0
echo "sanitized, $CC"
compile_core "$OUT/sanitized" "$CC $SANITIZED"
# shellcheck disable=SC2086
run_tests "$OUT/sanitized" "$SANITIZED" $TESTS_DOUBLE $TESTS_BOTH || status=1
echo "optimised, $CC"
compile_core "$OUT/optimised" "$CC $OPTIMISED"
# shellcheck disable=SC2086
run_tests "$OUT/optimised" "$OPTIMISED" $TESTS_OPTIMISED || status=1
exit $status
