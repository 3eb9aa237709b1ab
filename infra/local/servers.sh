#!/usr/bin/env bash
# Private RabbitMQ, Redis, PostgreSQL and MinIO whose whole state is one folder; on 127.0.0.1, on ports of their own.
#
#   servers.sh start DIR [NAME...]     starts what is not running, waits until healthy, prints the env lines
#   servers.sh stop DIR [NAME...]      stops gracefully, in reverse order
#   servers.sh signal DIR NAME SIGNAL  sends a signal to one of them (KILL, STOP, CONT): for tests of failures
#   servers.sh env DIR                 the settings by which the services reach them, as KEY=VALUE lines
#   servers.sh status DIR              one line for each
#
# NAME is rabbitmq, redis, postgres or minio. ./notes and the integration tests both use this file.

SERVERS=(redis postgres minio rabbitmq)
SERVERS_HERE="$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=settings.sh
source "$SERVERS_HERE/settings.sh"
# shellcheck source=steps.sh
source "$SERVERS_HERE/steps.sh"
# shellcheck source=processes.sh
source "$SERVERS_HERE/processes.sh"
# shellcheck source=ports.sh
source "$SERVERS_HERE/ports.sh"
# shellcheck source=secrets.sh
source "$SERVERS_HERE/secrets.sh"
# shellcheck source=packages.sh
source "$SERVERS_HERE/packages.sh"
# shellcheck source=redis.sh
source "$SERVERS_HERE/redis.sh"
# shellcheck source=postgres.sh
source "$SERVERS_HERE/postgres.sh"
# shellcheck source=rabbitmq.sh
source "$SERVERS_HERE/rabbitmq.sh"
# shellcheck source=minio.sh
source "$SERVERS_HERE/minio.sh"

servers_load() {
  ports_load "$@"
  secrets_load
}

servers_any_running() {
  local name
  for name in "${SERVERS[@]}"; do
    if process_running "$name"; then return 0; fi
  done
  return 1
}

server_up() { process_running "$1" && "${1}_healthy" >/dev/null 2>&1; }

server_start() {
  if server_up "$1"; then return; fi
  if process_running "$1"; then
    wait_healthy "$1" "${1}_healthy"
  else
    "${1}_start"
  fi
}

# A killed server is waited for: PostgreSQL refuses to start while its predecessor is still a process.
server_signal() {
  local pid deadline=$((SECONDS + NOTES_STOP_TIMEOUT))
  pid="$(process_pid "$1")" || die "$1 is not running"
  kill -"$2" "$pid"
  if [[ "$2" == KILL ]]; then
    while kill -0 "$pid" 2>/dev/null; do
      if ((SECONDS >= deadline)); then die "$1 did not end within $NOTES_STOP_TIMEOUT s of SIGKILL"; fi
      sleep 0.1
    done
  fi
}

server_title() {
  case "$1" in
    redis) echo Redis ;;
    postgres) echo PostgreSQL ;;
    minio) echo MinIO ;;
    rabbitmq) echo RabbitMQ ;;
    *) die "there is no server '$1': it is one of ${SERVERS[*]}" ;;
  esac
}

# Side by side: the slowest is RabbitMQ, and nothing of the others waits for it.
servers_start() {
  local name started=()
  for name in "$@"; do
    server_title "$name" >/dev/null
    if [[ "$name" == minio ]] && ! minio_built; then
      step minio-build "Building MinIO (once for this user, some minutes)" "see the message above" minio_build || return 1
    fi
    if server_up "$name"; then continue; fi
    background "start-$name" "Starting $(server_title "$name")" "read $STATE/log/$name.log; './notes status' shows the rest" \
      server_start "$name"
    started+=("start-$name")
  done
  if ((${#started[@]})); then join "${started[@]}"; fi
}

servers_stop() {
  local i name
  for ((i = ${#SERVERS[@]} - 1; i >= 0; i--)); do
    name="${SERVERS[i]}"
    if [[ $# -gt 0 && " $* " != *" $name "* ]]; then continue; fi
    if process_running "$name" || { [[ "$name" == rabbitmq ]] && process_running epmd; }; then
      step "stop-$name" "Stopping $(server_title "$name")" "see the log" "${name}_stop" || true
    fi
  done
}

# The names are those of the services' settings (Spring's relaxed binding).
servers_env() {
  cat <<ENV
SPRING_RABBITMQ_HOST=127.0.0.1
SPRING_RABBITMQ_PORT=$PORT_AMQP
SPRING_RABBITMQ_USERNAME=$RABBITMQ_USER
SPRING_RABBITMQ_PASSWORD=$RABBITMQ_PASSWORD
SPRING_RABBITMQ_VIRTUAL_HOST=$RABBITMQ_VHOST
SPRING_DATA_REDIS_URL=redis://default:$REDIS_PASSWORD@127.0.0.1:$PORT_REDIS
SPRING_R2DBC_URL=r2dbc:postgresql://127.0.0.1:$PORT_POSTGRES/$POSTGRES_DATABASE
SPRING_R2DBC_USERNAME=$POSTGRES_USER
SPRING_R2DBC_PASSWORD=$POSTGRES_PASSWORD
SPRING_FLYWAY_URL=jdbc:postgresql://127.0.0.1:$PORT_POSTGRES/$POSTGRES_DATABASE
SPRING_FLYWAY_USER=$POSTGRES_USER
SPRING_FLYWAY_PASSWORD=$POSTGRES_PASSWORD
NOTES_STORE_ENDPOINT=http://127.0.0.1:$PORT_MINIO
NOTES_STORE_PUBLIC_ENDPOINT=http://127.0.0.1:$PORT_MINIO
NOTES_STORE_ACCESS_KEY=$MINIO_USER
NOTES_STORE_SECRET_KEY=$MINIO_PASSWORD
NOTES_STORE_REGION=us-east-1
NOTES_RABBITMQ_API=http://$RABBITMQ_USER:$RABBITMQ_PASSWORD@127.0.0.1:$PORT_RABBITMQ_API
ENV
}

server_port() {
  case "$1" in
    redis) echo "$PORT_REDIS" ;;
    postgres) echo "$PORT_POSTGRES" ;;
    minio) echo "$PORT_MINIO" ;;
    rabbitmq) echo "$PORT_AMQP, API $PORT_RABBITMQ_API" ;;
  esac
}

servers_status() {
  local name pid state full
  for name in "${SERVERS[@]}"; do
    if ! pid="$(process_pid "$name")"; then
      state="stopped"
    elif "${name}_healthy" >/dev/null 2>&1; then
      state="healthy, pid $pid, port $(server_port "$name")"
      if [[ "$name" == minio ]] && full="$(minio_full)" && [[ -n "$full" ]]; then state+="; $full"; fi
    else
      state="not healthy, pid $pid: see $STATE/log/$name.log"
    fi
    printf '%-12s %s\n' "$(server_title "$name")" "$state"
  done
}

servers_main() {
  local verb="${1:-}" name
  [[ $# -ge 2 ]] || die "usage: servers.sh start|stop|signal|env|status DIR [NAME...]"
  use_state "$2"
  shift 2
  case "$verb" in
    start)
      exec 9>"$STATE/lock"
      flock 9
      packages_need servers
      servers_load starting
      [[ $# -gt 0 ]] || set -- "${SERVERS[@]}"
      servers_start "$@"
      servers_env
      ;;
    stop) servers_load && servers_stop "$@" ;;
    signal) server_signal "$1" "${2:?SIGNAL}" ;;
    env) servers_load && servers_env ;;
    status) servers_load && servers_status ;;
    *) die "servers.sh does not know '$verb'" ;;
  esac
}

if [[ "${BASH_SOURCE[0]}" == "$0" ]]; then
  set -euo pipefail
  servers_main "$@"
fi
