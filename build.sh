#!/usr/bin/env bash
# Builds, serves, tests and measures kudari; each command sets up what it needs.
#   ./build.sh build    the package (dist/) and the page (dist/page/)
#   ./build.sh wasm     web/core/kudari.wasm alone; needs only emcc
#   ./build.sh start    build, serve the page, print its address
#   ./build.sh test     build, then every test: native C, Node, browsers
#   ./build.sh bench    build, then the benchmarks; with --save they become those that README.md quotes
set -euo pipefail
cd "$(dirname "$0")"

WASM=web/core/kudari.wasm
OUT=build

fail() { printf 'build.sh: %s\n' "$1" >&2; exit 1; }
say() { printf '\033[2m• %s\033[0m\n' "$1" >&2; }

# ---------------------------------------------------------------- what a machine must have

# apt_install COMMAND-OR-PACKAGE-NAMES: from Debian's or Ubuntu's packages, as root or through sudo.
apt_install() {
  command -v apt-get >/dev/null || fail "please install: $* (this script can do so itself only on Debian and Ubuntu)"
  local sudo=''
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null || fail "please install: $*"; sudo=sudo; }
  say "installing $*"
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

need_node() {
  local wanted='Node.js from 20.19 or 22.12 on is needed'
  command -v node >/dev/null || fail "$wanted: https://nodejs.org"
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' ||
    fail "$wanted; this is $(node --version)"
}

# An emcc on the PATH, else that of EMSDK, else the system's package.
need_emcc() {
  command -v emcc >/dev/null && return
  if [ -n "${EMSDK:-}" ] && [ -x "$EMSDK/upstream/emscripten/emcc" ]; then
    PATH="$EMSDK/upstream/emscripten:$PATH"
  else
    apt_install emscripten
  fi
}

need_modules() {
  need_node
  [ node_modules/.package-lock.json -nt package-lock.json ] && return
  say 'npm ci'
  npm ci --silent --no-audit --no-fund
  touch node_modules/.package-lock.json
}

# ---------------------------------------------------------------- building

# Sources compiled once; all others are compiled for float and for double (c/real.h).
SCALAR='schedule.c elementary.c lanczos.c'
KERNEL_FLAGS='-std=c11 -O3 -fno-unroll-loops -msimd128 -mbulk-memory -Wall -Wextra -Wconversion -Werror'
SCALAR_FLAGS='-std=c11 -Oz -mbulk-memory -Wall -Wextra -Wconversion -Werror'

kernels() { for f in c/*.c; do [[ " $SCALAR " == *" ${f#c/} "* ]] || printf '%s\n' "$PWD/$f"; done; }
scalars() { for f in $SCALAR; do printf '%s\n' "$PWD/c/$f"; done; }

# fresh TARGET SOURCE...: true if the target is newer than every file below the sources.
fresh() { [ -e "$1" ] && [ -z "$(find "${@:2}" -newer "$1" -print -quit)" ]; }

wasm() {
  if fresh $WASM c build.sh; then return; fi
  need_emcc
  say 'compiling the core'
  rm -rf $OUT/wasm && mkdir -p $OUT/wasm/float $OUT/wasm/double $OUT/wasm/scalar
  # shellcheck disable=SC2046,SC2086
  {
    (cd $OUT/wasm/float && emcc -c $KERNEL_FLAGS $(cd - >/dev/null && kernels))
    (cd $OUT/wasm/double && emcc -c $KERNEL_FLAGS -DKUDARI_DOUBLE $(cd - >/dev/null && kernels))
    (cd $OUT/wasm/scalar && emcc -c $SCALAR_FLAGS $(cd - >/dev/null && scalars))
  }
  # A bare module: no JavaScript of Emscripten's. Exports are what c/kudari.h marks, and the allocator.
  emcc -O2 -msimd128 -mbulk-memory $OUT/wasm/*/*.o -o $OUT/wasm/kudari.wasm --no-entry -sSTANDALONE_WASM=1 \
    -sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sEXPORTED_FUNCTIONS=_malloc,_free
  chmod 644 $OUT/wasm/kudari.wasm
  mv $OUT/wasm/kudari.wasm $WASM
}

# What goes into the element's script, as modules (package.json's "imports" names them): its style sheet, the named
# experiments without their words, and the core, packed.
element_parts() {
  local parts=$OUT/embed
  node_modules/.bin/esbuild web/embed/style.css --bundle --minify --outfile=$parts/style.css --log-level=warning
  node -e 'console.log("export default " + JSON.stringify(fs.readFileSync(0, "utf8")))' <$parts/style.css >$parts/style.js
  node --input-type=module -e 'import { presets } from "./web/experiment/presets/index.js";
    console.log("export default " + JSON.stringify(Object.fromEntries(presets.map(({ id, config }) => [id, config]))))' \
    >$parts/presets.js
  gzip -9 -n -c $WASM >$parts/core.gz
}

# The JavaScript, as rolldown.config.js has it.
package() {
  rm -rf dist
  element_parts
  node_modules/.bin/rolldown -c rolldown.config.js >/dev/null
  cp $WASM dist/
  node_modules/.bin/tsc -p tsconfig.types.json
}

# The API reference, from the types and the tables.
reference() {
  if fresh $OUT/reference/api.json web/check web/core web/problems web/experiment web/embed/index.js web/reference tsconfig.types.json package.json; then return; fi
  say 'writing the reference'
  node_modules/.bin/typedoc --options web/reference/typedoc.config.js --logLevel Warn
}

page() {
  local files=$OUT/page golden=tests/golden
  rm -rf dist/page $files
  # What is loaded only when asked for comes in chunks of its own.
  node_modules/.bin/esbuild lab=web/lab/main.js embed=web/embed/index.js \
    style=web/style.css --bundle --splitting --format=esm --target=es2022 \
    --minify --sourcemap --outdir=$files --chunk-names=lab-[name]-[hash] --log-level=warning
  cp $WASM $files/
  printf '{"optimizers":%s,"sam":%s,"schedules":%s}' \
    "$(<$golden/optimizers.json)" "$(<$golden/sam.json)" "$(<$golden/schedules.json)" >$files/parity.json
  local version
  version=$(node web/offline/assemble.js $files dist/page)
  node web/notes/build.js dist/page "$version"
  node web/bench/build.js dist/page "$version"
  reference
  cp -r $OUT/reference/html dist/page/api
  cp dist/THIRD-PARTY.txt dist/page/
}

build() {
  wasm
  need_modules
  if fresh dist/built web c tests/golden build.sh rolldown.config.js package.json package-lock.json tsconfig.types.json; then return; fi
  say 'bundling'
  package
  page
  touch dist/built
}

# ---------------------------------------------------------------- commands

case "${1:-}" in
  wasm) wasm; ls -l $WASM ;;
  build) build ;;
  start)
    build
    exec node_modules/.bin/sirv dist/page --dev --no-clear --host "${HOST:-127.0.0.1}" --port "${PORT:-8000}"
    ;;
  test)
    build
    # shellcheck source=tests/run.sh
    . tests/run.sh
    ;;
  bench) build; exec node tests/bench/run.js "${@:2}" ;;
  *) sed -n '2,7s/^# \{0,1\}//p' "$0"; [ -z "${1:-}" ] || fail "unknown command: $1" ;;
esac
