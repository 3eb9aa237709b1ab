# shellcheck shell=bash
# The models: the recogniser's weights, voice activity, speakers. What exists is pinned in one catalogue that the
# services read too.

CATALOGUE="$NOTES_ROOT/transcriber/src/main/resources/org/whispernotes/transcriber/model/catalogue.json"
MODEL_CACHE="$NOTES_CACHE/models"

model_fetch() {
  python3 "$NOTES_ROOT/infra/local/model.py" "$CATALOGUE" "$MODEL_CACHE" "$NOTES_MODELS_DIR" "$@"
}

# A ggml file from an address of the user's own, for sizes that the catalogue does not have.
model_from_url() {
  local target="$NOTES_MODELS_DIR/$NOTES_MODEL/ggml-model.bin" part
  if [[ ! "${NOTES_MODEL_SHA256:-}" =~ ^[0-9a-f]{64}$ ]]; then
    echo "NOTES_MODEL_URL needs NOTES_MODEL_SHA256: the file's SHA-256, 64 lower-case hexadecimal digits" >&2
    return 1
  fi
  if [[ -f "$target" ]] && sha256sum --status -c <<<"$NOTES_MODEL_SHA256  $target"; then return 0; fi
  mkdir -p "${target%/*}"
  part="$target.part"
  curl -fL --retry 3 -C - -sS -o "$part" "$NOTES_MODEL_URL"
  if ! sha256sum --status -c <<<"$NOTES_MODEL_SHA256  $part"; then
    echo "the file behind NOTES_MODEL_URL has SHA-256 $(sha256sum <"$part" | cut -d' ' -f1), not $NOTES_MODEL_SHA256; it was removed" >&2
    rm -f "$part"
    return 1
  fi
  mv "$part" "$target"
}

# Without the recogniser and voice activity there is no transcript; without the speakers' and the phones' models there is one.
model_get() {
  if [[ -n "${NOTES_MODEL_URL:-}" ]]; then
    model_from_url && model_fetch silero-vad
  else
    model_fetch "$NOTES_MODEL" silero-vad &&
      { model_fetch cmu-sphinx-en-us || echo "without this model English words are timed less exactly"; }
  fi
}

model_get_speakers() {
  model_fetch campplus pyannote-segmentation
}
