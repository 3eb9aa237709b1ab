# shellcheck shell=bash
# What ./notes can do; each function is one of its commands.

notes_lock() {
  exec 9>"$STATE/lock"
  flock -n 9 || {
    say "  waiting for another ./notes of this checkout"
    flock 9
  }
}

# Downloads and builds run beside each other; the servers start as soon as they can.
bring_up() {
  local workers="$1" stale=0
  trap 'join_none; say "  interrupted; ./notes down stops what runs already"; exit 130' INT TERM
  notes_lock
  packages_need servers build
  servers_load starting
  if ! minio_built; then
    background minio-build "Building MinIO (once for this user)" "see the message above; NOTES_MINIO_BIN takes a ready binary" \
      minio_build
  fi
  background model "Getting the model $NOTES_MODEL" \
    "see the message above; NOTES_MODEL_URL and NOTES_MODEL_SHA256 take a ggml file from elsewhere" model_get
  background model-speakers "Getting the speakers' models" "" model_get_speakers_or_say
  if ! app_built; then
    background build "Building the services and the page" \
      "run 'mvn -pl standalone -am package' to see all of it; JDK 17 or newer and Node 20 or newer are needed" app_build
    stale=1
  fi
  servers_start redis postgres rabbitmq
  if [[ -n "${BACKGROUND[minio-build]:-}" ]]; then join minio-build; fi
  servers_start minio
  join model model-speakers
  if ((stale)); then
    join build
    if process_running app; then step stop-app "Stopping the services of the last build" "read $STATE/log/app.log" app_stop; fi
  fi
  if ! process_running app; then
    step start-app "Starting the services" "read $STATE/log/app.log; './notes status' shows which server they can't reach" \
      app_start
  else
    step start-app "Waiting for the services" "read $STATE/log/app.log" wait_healthy app app_healthy
  fi
  if [[ -n "$workers" ]]; then workers_scale "$workers"; fi
  flock -u 9
  trap - INT TERM
}

model_get_speakers_or_say() {
  model_get_speakers || echo "without these models transcripts do not tell speakers apart"
}

cmd_up() {
  local workers="" detached=0 started=$EPOCHREALTIME
  while (($#)); do
    case "$1" in
      -d | --detach) detached=1 ;;
      --workers) workers="${2:?--workers needs a number}" && shift ;;
      --workers=*) workers="${1#*=}" ;;
      *) die "up does not know '$1': up [-d] [--workers N]" ;;
    esac
    shift
  done
  bring_up "$workers"
  say "  ready after $(seconds_since "$started")"
  echo "Whisper Notes is at $(APP_URL)"
  if ((!detached)); then follow_until_stopped; fi
}

# In the foreground until Ctrl-C, or until the services end by themselves.
follow_until_stopped() {
  local tail_pid
  say "  Ctrl-C stops it; 'up -d' leaves it running"
  tail -n 0 -F "$STATE/log/app.log" 2>/dev/null &
  tail_pid=$!
  trap 'say ""; kill "$tail_pid" 2>/dev/null; cmd_down; exit 0' INT TERM
  while process_running app; do
    sleep 1 &
    wait $! || true
  done
  kill "$tail_pid" 2>/dev/null || true
  say "the services have ended; the end of $STATE/log/app.log:"
  tail -n 20 "$STATE/log/app.log" >&2
  exit 1
}

cmd_down() {
  local name
  notes_lock
  servers_load
  for name in $(worker_names) app; do
    if process_running "$name"; then
      step "stop-$name" "Stopping ${name/app/the services}" "read $STATE/log/$name.log" process_stop "$name" TERM
    fi
  done
  servers_stop
}

cmd_status() {
  local name pid port
  servers_load
  servers_status
  for name in app $(worker_names); do
    port=$PORT_APP
    if [[ "$name" == worker-* ]]; then port=$((PORT_WORKERS + ${name#worker-} - 1)); fi
    if ! pid="$(process_pid "$name")"; then
      printf '%-12s stopped\n' "${name/app/Services}"
    elif app_healthy "$port" 2>/dev/null; then
      printf '%-12s healthy, pid %s, port %s\n' "${name/app/Services}" "$pid" "$port"
    else
      printf '%-12s not healthy, pid %s: see ./notes logs %s\n' "${name/app/Services}" "$pid" "$name"
    fi
  done
  if app_healthy 2>/dev/null; then echo "Page         $(APP_URL)"; else return 1; fi
}

cmd_logs() {
  local name="${1:-app}"
  if [[ ! -f "$STATE/log/$name.log" ]]; then
    die "no log '$name'; there are: $(cd "$STATE/log" && printf '%s ' ./*.log | sed 's/\.\///g; s/\.log//g')"
  fi
  if [[ -t 1 ]]; then exec tail -n 100 -F "$STATE/log/$name.log"; else exec cat "$STATE/log/$name.log"; fi
}

cmd_worker() {
  [[ "${1:-}" == -n && -n "${2:-}" ]] || die "usage: ./notes worker -n N (transcribers beside the services; 0 stops them)"
  servers_load
  process_running app || die "nothing is running here: ./notes up -d --workers $2"
  notes_lock
  workers_scale "$2"
}

cmd_env() {
  servers_load
  cat <<ENV
export NOTES_URL=$(APP_URL)
export AWS_ENDPOINT_URL=http://127.0.0.1:$PORT_MINIO
export AWS_ACCESS_KEY_ID=$MINIO_USER
export AWS_SECRET_ACCESS_KEY=$MINIO_PASSWORD
export AWS_DEFAULT_REGION=us-east-1
export NOTES_AMQP_URL=amqp://$RABBITMQ_USER:$RABBITMQ_PASSWORD@127.0.0.1:$PORT_AMQP/$RABBITMQ_VHOST
export NOTES_RABBITMQ_API=http://$RABBITMQ_USER:$RABBITMQ_PASSWORD@127.0.0.1:$PORT_RABBITMQ_API
export NOTES_REDIS_URL=redis://default:$REDIS_PASSWORD@127.0.0.1:$PORT_REDIS
export NOTES_POSTGRES_URL=postgresql://$POSTGRES_USER:$POSTGRES_PASSWORD@127.0.0.1:$PORT_POSTGRES/$POSTGRES_DATABASE
ENV
}

cmd_transcribe() {
  # What can't be carried out starts nothing.
  if has python3; then python3 "$NOTES_ROOT/infra/local/transcribe.py" "$@" || exit; fi
  servers_load
  if ! app_healthy 2>/dev/null; then bring_up ""; fi
  exec python3 "$NOTES_ROOT/infra/local/transcribe.py" --url "$(APP_URL)" "$@"
}

cmd_dlq() {
  servers_load
  exec python3 "$NOTES_ROOT/infra/local/deadletters.py" --url "$(APP_URL)" "$@"
}

# A benchmark is an executable bench/NAME/run; its line "# needs:" names the packages (see packages_missing). When the
# system runs here it gets the variables of ./notes env.
cmd_bench() {
  local name="${1:-}"
  if [[ -z "$name" || ! -x "$NOTES_ROOT/bench/$name/run" ]]; then
    say "usage: ./notes bench NAME, where NAME is one of:"
    find "$NOTES_ROOT/bench" -mindepth 2 -maxdepth 2 -name run -type f 2>/dev/null | sed 's|.*/\([^/]*\)/run|  \1|' | sort >&2
    return 2
  fi
  shift
  local needs
  read -ra needs < <(sed -n 's/^# needs: //p' "$NOTES_ROOT/bench/$name/run")
  packages_need "${needs[@]}"
  servers_load
  if app_healthy 2>/dev/null; then
    # shellcheck source=/dev/null
    source <(cmd_env)
  fi
  export NOTES_MODELS_DIR OMP_WAIT_POLICY=PASSIVE
  exec "$NOTES_ROOT/bench/$name/run" "$@"
}
