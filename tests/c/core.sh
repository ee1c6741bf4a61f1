# shellcheck shell=bash
# Compiles the C core natively; sourced by the scripts that test it, from the root of the repository.

# Sources compiled once; all others are compiled for float and for double (c/real.h).
SCALAR=$(sed -n "s/^SCALAR='\(.*\)'$/\1/p" build.sh)
[ -n "$SCALAR" ] || { echo 'build.sh names no SCALAR sources' >&2; exit 1; }

jobs=$(getconf _NPROCESSORS_ONLN)

# parallel: runs the lines of its input as commands, as many at a time as there are processors.
parallel() { xargs -P "$jobs" -d '\n' -n 1 bash -c; }

# compile_core DIRECTORY COMPILER-AND-FLAGS
compile_core() {
  mkdir -p "$1"
  local source name
  for source in c/*.c; do
    name=$(basename "$source" .c)
    if [[ " $SCALAR " == *" $name.c "* ]]; then
      echo "$2 -c $source -o $1/$name.o"
    else
      echo "$2 -c $source -o $1/${name}_f32.o"
      echo "$2 -DKUDARI_DOUBLE -c $source -o $1/${name}_f64.o"
    fi
  done | parallel
}
