# shellcheck shell=bash
# Every test; sourced by build.sh, which has built the package and the page and offers its functions.

# command-or-file and package, on Debian and Ubuntu
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    { command -v "$1" >/dev/null || compgen -G "$1" >/dev/null; } || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] || apt_install "${missing[@]}"
}

# A part of the tests: its name, and the command. All parts run; one that fails fails the whole.
failed=()
part() {
  say "$1"
  shift
  "$@" || failed+=("$*")
}

need cc gcc '/usr/include/*/sys/types.h' libc6-dev clang clang clang-format clang-format \
  "${CHROMIUM:-chromium}" chromium "${FIREFOX:-firefox-esr}" firefox-esr WebKitWebDriver webkit2gtk-driver xvfb-run xvfb xauth xauth \
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc' fonts-noto-cjk

# The fuzzer's part of clang, of the version that is there.
need "$(clang -print-resource-dir)/lib/*/libclang_rt.fuzzer*" "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"

format() {
  clang-format --dry-run -Werror c/*.[ch] tests/c/*.[ch] tests/c/fuzz/*.[ch] tests/bench/*.[ch] && node_modules/.bin/prettier --check --log-level=warn .
}

part 'format' format
part 'types' node_modules/.bin/tsc -p tsconfig.json
part 'native C' tests/c/run.sh
part 'fuzzing' tests/c/fuzz/run.sh
# One file after the other: two browsers at once are slower than in turn, and skew the player's clock.
# A file that waits for what never comes fails, rather than holds all others up; ten minutes are many times what any takes.
# (On Node 20 they are the whole file's, on Node 24 each test's.)
part 'Node' node --test --test-timeout=600000 tests/*.test.js
part 'browsers' node --test --test-concurrency=1 --test-timeout=600000 tests/browser/*.test.js

[ ${#failed[@]} -eq 0 ] || fail "failed: $(printf '%s; ' "${failed[@]}")"
say 'all tests passed'
