# shellcheck shell=bash
# A block of ports for each private instance, chosen once and kept, so that instances never meet.

PORT_BLOCK=20
PORT_FIRST=18000
PORT_LAST=19980

ports_free() {
  python3 - "$1" "$PORT_BLOCK" <<'PY'
import socket, sys
for port in range(int(sys.argv[1]), int(sys.argv[1]) + int(sys.argv[2])):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(1)
PY
}

# A claim is a link named for the block that points at its instance; one whose instance is gone is free again.
ports_claim() {
  local claims="$NOTES_CACHE/ports" base="$1" holder
  mkdir -p "$claims"
  holder="$(readlink "$claims/$base" || true)"
  if [[ -n "$holder" && "$holder" != "$STATE" ]]; then
    if [[ -f "$holder/ports" && "$(<"$holder/ports")" == "$base" ]]; then return 1; fi
    rm -f "$claims/$base"
  fi
  [[ "$holder" == "$STATE" ]] || ln -s "$STATE" "$claims/$base" 2>/dev/null || return 1
  ports_free "$base" || {
    rm -f "$claims/$base"
    return 1
  }
}

ports_choose() {
  local base count=$(((PORT_LAST - PORT_FIRST) / PORT_BLOCK + 1)) i
  if [[ -n "${NOTES_PORT_BASE:-}" ]]; then
    echo "$NOTES_PORT_BASE" >"$STATE/ports"
    return
  fi
  for ((i = 0; i < count; i++)); do
    base=$((PORT_FIRST + i * PORT_BLOCK))
    if ports_claim "$base"; then
      echo "$base" >"$STATE/ports"
      return
    fi
  done
  die "no free block of $PORT_BLOCK ports between $PORT_FIRST and $((PORT_LAST + PORT_BLOCK)): set NOTES_PORT_BASE"
}

# A stopped instance whose ports somebody else took meanwhile gets others.
ports_load() {
  local base
  if [[ ! -f "$STATE/ports" ]]; then
    ports_choose
  elif [[ -n "${NOTES_PORT_BASE:-}" && "$NOTES_PORT_BASE" != "$(<"$STATE/ports")" ]] || {
    [[ "${1:-}" == starting ]] && ! ports_free "$(<"$STATE/ports")"
  }; then
    if ! servers_any_running; then
      rm -f "$STATE/ports"
      ports_choose
    fi
  fi
  base="$(<"$STATE/ports")"
  PORT_APP=$base PORT_AMQP=$((base + 1)) PORT_RABBITMQ_API=$((base + 2)) PORT_EPMD=$((base + 3)) PORT_DIST=$((base + 4))
  PORT_REDIS=$((base + 5)) PORT_POSTGRES=$((base + 6)) PORT_MINIO=$((base + 7)) PORT_MINIO_CONSOLE=$((base + 8))
  PORT_WORKERS=$((base + 10))
}
