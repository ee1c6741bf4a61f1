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
  command -v node >/dev/null || fail 'Node.js 20 or newer is needed: https://nodejs.org'
  node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)' ||
    fail "Node.js 20 or newer is needed; this is $(node --version)"
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
KERNEL_FLAGS='-std=c11 -O3 -msimd128 -mbulk-memory -Wall -Wextra -Wconversion -Werror'
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
  emcc -O3 -msimd128 -mbulk-memory $OUT/wasm/*/*.o -o $OUT/wasm/kudari.wasm --no-entry -sSTANDALONE_WASM=1 \
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

# The JavaScript: one bundle an entry of the package, what they share in chunks.
package() {
  rm -rf dist
  element_parts
  node_modules/.bin/esbuild kudari=web/core/index.js problems=web/problems/index.js experiment=web/experiment/index.js \
    embed=web/embed/index.js --bundle --splitting --format=esm --target=es2022 --minify --sourcemap --outdir=dist --log-level=warning
  # Everything in one classic script, which works from file:// too.
  node_modules/.bin/esbuild web/embed/classic.js --bundle --format=iife --target=es2022 --minify --sourcemap \
    --loader:.gz=binary --external:./calculus/index.js --define:import.meta.url='""' --outfile=dist/kudari-lab.js --log-level=warning
  cp $WASM dist/
  # What the chunk of the formula parser contains, and under which licences.
  (cd node_modules && tail -n +1 mathjs/NOTICE mathjs/LICENSE typed-function/LICENSE escape-latex/LICENSE.md \
    @babel/runtime/LICENSE) >dist/THIRD-PARTY.txt
  node_modules/.bin/tsc -p tsconfig.types.json
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
}

build() {
  wasm
  need_modules
  if fresh dist/built web c tests/golden build.sh package.json package-lock.json tsconfig.types.json; then return; fi
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
