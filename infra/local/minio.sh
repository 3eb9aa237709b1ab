# shellcheck shell=bash
# MinIO, the object store. Its community edition is source only: built once per user and version, from infra/minio.

MINIO_USER=notes
MINIO_SOURCE="$NOTES_ROOT/infra/minio"

minio_binary() {
  if [[ -n "${NOTES_MINIO_BIN:-}" ]]; then
    echo "$NOTES_MINIO_BIN"
  else
    echo "$NOTES_CACHE/bin/minio-$(cat "$MINIO_SOURCE"/go.mod "$MINIO_SOURCE"/go.sum "$MINIO_SOURCE"/main.go | sha256sum | cut -c1-16)"
  fi
}

minio_built() { [[ -x "$(minio_binary)" ]]; }

minio_go_fits() {
  has go && [[ "$(go env GOVERSION 2>/dev/null | sed 's/go1\.\([0-9]*\).*/\1/')" -ge 24 ]]
}

# Two checkouts that need it at once build it once.
minio_build() {
  local binary
  binary="$(minio_binary)"
  mkdir -p "${binary%/*}"
  exec 8>"${binary%/*}/.lock"
  flock 8
  minio_built && return
  if ! minio_go_fits; then
    echo "MinIO is built from source with Go 1.24 or newer, and this machine has $(go version 2>/dev/null || echo no Go)."
    echo "Install Go from https://go.dev/dl, or set NOTES_MINIO_BIN to a minio binary."
    return 1
  fi
  (cd "$MINIO_SOURCE" && CGO_ENABLED=0 nice go build -trimpath -ldflags "-s -w" -o "$binary.new" .) || return
  mv "$binary.new" "$binary"
}

# A paused upload of many gigabytes may be taken up days later: parts stay for a week instead of a day.
minio_start() {
  mkdir -p "$STATE/minio"
  (
    export MINIO_ROOT_USER="$MINIO_USER" MINIO_ROOT_PASSWORD="$MINIO_PASSWORD" TZ=UTC
    export MINIO_API_STALE_UPLOADS_EXPIRY=168h MINIO_UPDATE=off MINIO_CALLHOME_ENABLE=off
    process_start minio "$(minio_binary)" server --quiet "$STATE/minio" \
      --address "127.0.0.1:$PORT_MINIO" --console-address "127.0.0.1:$PORT_MINIO_CONSOLE"
  )
  wait_healthy minio minio_healthy
}

minio_healthy() { curl -fsS -m 5 -o /dev/null "http://127.0.0.1:$PORT_MINIO/minio/health/ready"; }

# MinIO takes nothing more when a hundredth of its disk is left: says so then, and nothing otherwise.
minio_full() {
  df -Pk "$STATE/minio" | awk 'NR == 2 && $4 * 100 <= $2 { printf "its disk is full, %d MB free: nothing can be stored", $4 / 1024 }'
}

minio_stop() { process_stop minio TERM; }
