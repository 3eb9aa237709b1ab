# shellcheck shell=bash
# The services: built with Maven when their sources changed, run as one JVM, plus transcriber workers when asked for.

APP_URL() { echo "http://127.0.0.1:$PORT_APP"; }

exec_jar() { find "$NOTES_ROOT/$1/target" -maxdepth 1 -name "$1-*-exec.jar" 2>/dev/null | head -1; }

# Unpacked next to its libraries a service starts faster than from nested jars.
unpacked_jar() { find "$STATE/app/$1" -maxdepth 1 -name '*.jar' 2>/dev/null | head -1; }

unpack() {
  local jar
  jar="$(exec_jar "$1")"
  if [[ -z "$jar" ]]; then
    echo "there is no $1/target/$1-*-exec.jar"
    return 1
  fi
  rm -rf "$STATE/app/$1"
  mkdir -p "$STATE/app"
  "$(java_bin)" -Djarmode=tools -jar "$jar" extract --destination "$STATE/app/$1" || return
}

# Everything that the jar is made from: name, size and time of each source file.
app_fingerprint() {
  (
    cd "$NOTES_ROOT" || return
    find . \( -name .git -o -name .notes -o -name target -o -name node_modules -o -path '*/src/test' -o -path ./bench \
      -o -path ./system-tests -o -path ./docs -o -path ./infra \) -prune -o \
      -type f \( -path '*/src/*' -o -name pom.xml \) -printf '%p %s %T@\n' | sort | sha256sum
  )
}

app_built() {
  [[ -n "$(unpacked_jar standalone)" && -f "$STATE/built" && "$(<"$STATE/built")" == "$(app_fingerprint)" ]]
}

app_build() {
  local fingerprint
  fingerprint="$(app_fingerprint)"
  rm -f "$STATE/built"
  (cd "$NOTES_ROOT" && mvn -q -B -ntp -T1C -Dstyle.color=never -DskipTests -Dmaven.test.skip=true \
    -Dspotless.check.skip=true package -pl standalone -am) || return
  rm -rf "$STATE/app"
  unpack standalone || return
  echo "$fingerprint" >"$STATE/built"
}

app_environment() {
  local line
  while IFS= read -r line; do export "${line?}"; done < <(servers_env)
  export NOTES_MODELS_DIR NOTES_MODEL
  export OMP_WAIT_POLICY=PASSIVE # read when the recogniser's thread library loads: 2-5x where cores are shared
  export MALLOC_ARENA_MAX=2      # more keep what their threads once needed, a tenth of a worker's memory
  mkdir -p "$STATE/cache/javacpp"
}

# java_start MODULE NAME PORT [COMMAND...]: the module's service as process NAME, COMMAND in front of it. It rolls its log
# itself; what comes from outside the JVM (a native crash) is appended to the same file.
java_start() {
  local module="$1" name="$2" port="$3" scratch="$STATE/tmp/$2" extra options=()
  shift 3
  rm -rf "$scratch" # what a killed process left there
  mkdir -p "$scratch"
  [[ -n "$(unpacked_jar "$module")" ]] || unpack "$module" || return
  [[ "$(java_version)" -lt 22 ]] || options+=(--enable-native-access=ALL-UNNAMED)
  read -ra extra <<<"$NOTES_JAVA_OPTS"
  options+=("${extra[@]}" -XX:+ExitOnOutOfMemoryError)
  options+=(-Djava.io.tmpdir="$scratch" -Dorg.bytedeco.javacpp.cachedir="$STATE/cache/javacpp")
  (
    app_environment
    export NOTES_TEMP_DIR="$scratch" SUPERVISE_SCRATCH="$scratch"
    export NOTES_PORT="$port" NOTES_WORKER_ID="${NOTES_WORKER_ID:-$name}"
    export LOGGING_FILE_NAME="$STATE/log/$name.log" LOGGING_THRESHOLD_CONSOLE=OFF
    export LOGGING_LOGBACK_ROLLINGPOLICY_MAX_FILE_SIZE="$NOTES_LOG_SIZE" LOGGING_LOGBACK_ROLLINGPOLICY_MAX_HISTORY="$NOTES_LOG_FILES"
    export LOGGING_LOGBACK_ROLLINGPOLICY_FILE_NAME_PATTERN="$STATE/log/$name.log.%d{yyyy-MM-dd}.%i.gz"
    cd "$STATE" || return
    process_start "$name" "$@" "$(java_bin)" "${options[@]}" -jar "$(unpacked_jar "$module")"
  )
  wait_healthy "$name" app_healthy "$port"
}

app_healthy() {
  curl -fsS -m 5 "http://127.0.0.1:${1:-$PORT_APP}/actuator/health/readiness" | grep -q '"status":"UP"'
}

app_start() { java_start standalone app "$PORT_APP"; }
app_stop() { process_stop app TERM; }

worker_names() {
  local file
  for file in "$STATE"/run/worker-*.pid; do
    if [[ -e "$file" ]]; then basename "$file" .pid; fi
  done
}

# Supervised: started again when it crashes, and when it holds more memory than it may.
worker_start() {
  export SUPERVISE_GRACE=$((NOTES_STOP_TIMEOUT - 5))
  java_start transcriber "worker-$1" $((PORT_WORKERS + $1 - 1)) \
    bash "$NOTES_ROOT/infra/local/supervise.sh" "$NOTES_WORKER_MEMORY"
}
worker_stop() { process_stop "$1" TERM; }

# Exactly N transcribers beside the app: the missing ones are started, those above N finish their chunk and end.
workers_scale() {
  local wanted="$1" name i
  [[ "$wanted" =~ ^[0-9]+$ && "$wanted" -le 10 ]] || die "workers are a number from 0 to 10, not '$wanted'"
  for name in $(worker_names); do
    if ((${name#worker-} > wanted)); then
      step "stop-$name" "Stopping $name" "read $STATE/log/$name.log" worker_stop "$name" || true
    fi
  done
  for ((i = 1; i <= wanted; i++)); do
    if process_running "worker-$i"; then continue; fi
    step "start-worker-$i" "Starting worker-$i" "read $STATE/log/worker-$i.log" worker_start "$i"
  done
}
