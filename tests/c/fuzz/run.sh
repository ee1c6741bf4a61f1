#!/usr/bin/env bash
# Fuzzes every exported function of the C core under sanitizers, by libFuzzer: always the same inputs, so that a failure
# comes again. From the root of the repository: tests/c/fuzz/run.sh   (RUNS=10000000 SEED=2 tests/c/fuzz/run.sh)
set -euo pipefail

# shellcheck source=tests/c/core.sh
. tests/c/core.sh

OUT=build/fuzz
STRICT='-std=c11 -g -O1 -fno-math-errno -ffp-contract=off -Wall -Wextra -Wconversion -Werror -Wno-unused-const-variable'
SANITIZERS='address,undefined,float-cast-overflow'
BUILD="clang $STRICT -fno-sanitize-recover=all -fsanitize=$SANITIZERS"
OPTIONS="-runs=${RUNS:-120000} -seed=${SEED:-1} -max_len=4096 -timeout=5"

# Those with buffers for float and for double.
targets='methods.f32 methods.f64 vectors.f32 vectors.f64 scalars.f64 lanczos.f64'

# fuzz NAME.TYPE: builds and runs it, and keeps how that ended.
fuzz() {
  local double='' status=0
  [ "${1#*.}" = f32 ] || double=-DKUDARI_DOUBLE
  # shellcheck disable=SC2086
  $BUILD,fuzzer $double "tests/c/fuzz/${1%.*}.c" "$OUT"/core/*.o -lm -o "$OUT/$1" &&
    "$OUT/$1" $OPTIONS "-artifact_prefix=$OUT/$1-" >"$OUT/$1.log" 2>&1 || status=$?
  echo $status >"$OUT/$1.status"
}

rm -rf "$OUT"
compile_core "$OUT/core" "$BUILD,fuzzer-no-link"
export OUT BUILD OPTIONS
export -f fuzz
for target in $targets; do echo "fuzz $target"; done | parallel

status=0
for target in $targets; do
  if [ "$(cat "$OUT/$target.status")" = 0 ]; then
    printf '%-28s %s\n' "fuzz $target" "$(grep '^Done' "$OUT/$target.log")"
  else
    status=1
    tail -n 40 "$OUT/$target.log" >&2
    echo "FAILED: fuzz $target; what it was given is in $OUT" >&2
  fi
done
exit $status
