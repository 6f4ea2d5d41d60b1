# shellcheck shell=bash
# What the scripts bench and bench-* share. They source it in the folder of the
# repository, with `set -euo pipefail`.

# check_arguments [CUSTOMERS]: with anything else it prints what the head of the
# script says, and ends it.
check_arguments() {
  if (($# <= 1)) && [[ ${1:-1} != -* ]]; then return; fi
  sed -n '2,/^[^#]/s/^# \{0,1\}//p' "scripts/${0##*/}"
  [[ ${1:-} == --help || ${1:-} == -h ]] && exit 0
  exit 2
}

# build_benchmarks TARGET...
build_benchmarks() {
  mkdir -p build
  cmake -S . -B build/bench -G Ninja -DCMAKE_BUILD_TYPE=Release \
    -DLANDFALL_TESTS=OFF -DLANDFALL_BENCH=ON >build/bench.log 2>&1 ||
    { cat build/bench.log >&2 && exit 1; }
  cmake --build build/bench --target "$@" >>build/bench.log 2>&1 ||
    { tail -n 60 build/bench.log >&2 && exit 1; }
}

# Makes $folder. At the end of the script it is removed, and the servers that
# `serve` started are stopped.
prepare_servers() {
  folder=$(mktemp -d "${TMPDIR:-/tmp}/landfall-bench.XXXXXX")
  servers=()
  trap stop_servers EXIT
}
stop_servers() {
  for server in "${servers[@]}"; do
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  done
  rm -rf "$folder"
}

# serve FILE COMMAND...: starts a server, and returns once it has written FILE.
serve() {
  "${@:2}" &
  servers+=($!)
  until [[ -s $1 ]]; do
    kill -0 "${servers[-1]}" || exit 1
    sleep 0.1
  done
}
