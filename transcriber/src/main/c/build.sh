#!/bin/sh
# build.sh FOLDER: compiles the operators into FOLDER/libwhispernotes-operators.so, if they have changed.
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
library="$1/libwhispernotes-operators.so"
compiler="${CC:-cc}"

if ! command -v "$compiler" >/dev/null 2>&1; then
  echo "there is no C compiler: attention will be computed in floats, which takes longer (Debian: apt-get install gcc libc6-dev)" >&2
  exit 0
fi
if [ -f "$library" ] && [ -z "$(find "$here" -newer "$library" -type f)" ]; then
  exit 0
fi
mkdir -p "$1"
cd "$here"
tiles="-mamx-tile -mamx-int8 -DTILES"
vectors="-mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni -mfma"
flags="-std=c11 -O2 -Wall -Wextra -fPIC -fvisibility=hidden"
objects="$(mktemp -d)"
trap 'rm -rf "$objects"' EXIT
# GCC before 11 does not know tiles; they are only used where the processor has them.
# shellcheck disable=SC2086  # list of flags
if ! printf '#include <immintrin.h>\nvoid release(void) { _tile_release(); }\n' |
  "$compiler" $tiles -x c -c - -o "$objects/tried" 2>/dev/null; then
  tiles=""
fi
compile() {
  # shellcheck disable=SC2086  # lists of flags
  for part in self_attention attend_vectors attend_tiles cross_attention linear row_linear layer_norm; do
    "$compiler" $flags $vectors $tiles -c "$part.c" -o "$objects/$part.o" || return 1
  done
  # The processor is asked here first: may run anywhere.
  for part in shared_operators encoder_operators decoder_operators operators tiles; do
    "$compiler" $flags ${tiles:+-DTILES} -c "$part.c" -o "$objects/$part.o" || return 1
  done
  "$compiler" -shared "$objects"/*.o -lm -o "$objects/library.so"
}
if ! compile; then
  rm -f "$library"
  echo "$compiler can't compile the operators, see above: attention will be computed in floats, which takes longer" >&2
  exit 0
fi
mv "$objects/library.so" "$library"
