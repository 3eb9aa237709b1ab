# shellcheck shell=bash
# PostgreSQL: sessions. It refuses to run as root, so root hands it to the system user "postgres".

POSTGRES_USER=notes
POSTGRES_DATABASE=notes

# Root's checkout may lie where the user "postgres" can't go; then the data live in that user's home.
postgres_dir() {
  local dir="$STATE/postgres"
  if [[ "$(id -u)" != 0 ]]; then
    mkdir -p "$dir"
    echo "$dir"
  elif [[ -d "$dir" ]]; then
    (cd "$dir" && pwd -P)
  elif mkdir -p "$dir" && chown postgres: "$dir" && setpriv --reuid=postgres --regid=postgres --init-groups test -w "$dir"; then
    echo "$dir"
  else
    local home
    home="$(getent passwd postgres | cut -d: -f6)/whisper-notes-$(sha256sum <<<"$STATE" | cut -c1-12)"
    rmdir "$dir"
    mkdir -p "$home"
    chown postgres: "$home"
    ln -s "$home" "$dir"
    echo "$home"
  fi
}

postgres_run() {
  if [[ "$(id -u)" == 0 ]]; then
    setpriv --reuid=postgres --regid=postgres --init-groups env HOME=/ "$@"
  else
    "$@"
  fi
}

postgres_init() {
  local dir="$1"
  cd "$dir" && postgres_run rm -rf data.new || return
  postgres_run sh -c 'umask 077; cat >pwfile' <<<"$POSTGRES_PASSWORD"
  postgres_run "$POSTGRES_BIN/initdb" --pgdata "$dir/data.new" --username "$POSTGRES_USER" --pwfile pwfile --encoding UTF8 \
    --locale C.UTF-8 --auth scram-sha-256 --no-sync || return
  postgres_run rm pwfile
  mv data.new data
}

postgres_start() {
  local dir
  dir="$(postgres_dir)"
  [[ -d "$dir/data" ]] || (postgres_init "$dir") || return
  if [[ "$(id -u)" == 0 ]]; then
    set -- setpriv --reuid=postgres --regid=postgres --init-groups
  else
    set --
  fi
  process_start postgres "$@" "$POSTGRES_BIN/postgres" -D "$dir/data" -p "$PORT_POSTGRES" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60 -c shared_buffers=64MB
  wait_healthy postgres postgres_healthy || return
  PGPASSWORD="$POSTGRES_PASSWORD" postgres_sql postgres \
    "SELECT 1 FROM pg_database WHERE datname = '$POSTGRES_DATABASE'" | grep -q 1 ||
    PGPASSWORD="$POSTGRES_PASSWORD" postgres_sql postgres "CREATE DATABASE $POSTGRES_DATABASE"
}

postgres_sql() {
  "$POSTGRES_BIN/psql" -h 127.0.0.1 -p "$PORT_POSTGRES" -U "$POSTGRES_USER" -d "$1" -v ON_ERROR_STOP=1 -Atqc "$2"
}

postgres_healthy() { "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$PORT_POSTGRES"; }

# SIGINT is PostgreSQL's fast shutdown: sessions are ended, data are safe.
postgres_stop() { process_stop postgres INT; }
