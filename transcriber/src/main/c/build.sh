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
vectors="-mavx512f -mavx512bw -mavx512dq -mavx512vl -mavx512vnni -mfma"
flags="-std=c11 -O2 -Wall -Wextra -fPIC -fvisibility=hidden"
objects="$(mktemp -d)"
trap 'rm -rf "$objects"' EXIT
compile() {
  # shellcheck disable=SC2086  # lists of flags
  "$compiler" $flags $vectors -c self_attention.c -o "$objects/self.o" &&
    "$compiler" $flags $vectors -c cross_attention.c -o "$objects/cross.o" &&
    "$compiler" $flags $vectors -c linear.c -o "$objects/linear.o" &&
    "$compiler" $flags $vectors -c row_linear.c -o "$objects/row_linear.o" &&
    "$compiler" $flags -c encoder_operators.c -o "$objects/encoder.o" &&
    "$compiler" $flags -c decoder_operators.c -o "$objects/decoder.o" &&
    # Asks the processor first: may run anywhere.
    "$compiler" $flags -c operators.c -o "$objects/operators.o" &&
    "$compiler" -shared "$objects"/*.o -o "$objects/library.so"
}
if ! compile; then
  rm -f "$library"
  echo "$compiler can't compile the operators, see above: attention will be computed in floats, which takes longer" >&2
  exit 0
fi
mv "$objects/library.so" "$library"
