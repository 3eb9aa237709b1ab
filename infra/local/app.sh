# shellcheck shell=bash
# The services: built with Maven when their sources changed, run as one JVM, plus transcriber workers when asked for.

APP_URL() { echo "http://127.0.0.1:$PORT_APP"; }

app_jar() { find "$NOTES_ROOT/standalone/target" -maxdepth 1 -name 'standalone-*-exec.jar' 2>/dev/null | head -1; }

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
  [[ -n "$(app_jar)" && -f "$STATE/built" && "$(<"$STATE/built")" == "$(app_fingerprint)" ]]
}

app_build() {
  local fingerprint
  fingerprint="$(app_fingerprint)"
  rm -f "$STATE/built"
  (cd "$NOTES_ROOT" && mvn -q -B -ntp -T1C -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true package -pl standalone -am) || return
  echo "$fingerprint" >"$STATE/built"
}

app_environment() {
  local line
  while IFS= read -r line; do export "${line?}"; done < <(servers_env)
  export NOTES_MODELS_DIR NOTES_MODEL NOTES_TEMP_DIR="$STATE/tmp"
  export OMP_WAIT_POLICY=PASSIVE # read when the recogniser's thread library loads: 2-5x where cores are shared
  mkdir -p "$STATE/tmp" "$STATE/cache/javacpp"
}

# java_start NAME PORT MAIN_OR_EMPTY: MAIN is another main class inside the same jar.
java_start() {
  local name="$1" port="$2" main="$3" jar options=()
  jar="$(app_jar)"
  if [[ -z "$jar" ]]; then
    echo "there is no standalone/target/standalone-*-exec.jar"
    return 1
  fi
  [[ "$(java_version)" -lt 22 ]] || options+=(--enable-native-access=ALL-UNNAMED)
  read -ra extra <<<"$NOTES_JAVA_OPTS"
  options+=("${extra[@]}" -Djava.io.tmpdir="$STATE/tmp" -Dorg.bytedeco.javacpp.cachedir="$STATE/cache/javacpp")
  options+=(-XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8)
  if [[ -n "$main" ]]; then
    options+=(-cp "$jar" -Dloader.main="$main" org.springframework.boot.loader.launch.PropertiesLauncher)
  else
    options+=(-jar "$jar")
  fi
  (
    app_environment
    export NOTES_PORT="$port" NOTES_WORKER_ID="${NOTES_WORKER_ID:-$name}"
    cd "$STATE"
    process_start "$name" "$(java_bin)" "${options[@]}"
  )
  wait_healthy "$name" app_healthy "$port"
}

app_healthy() {
  curl -fsS -m 5 "http://127.0.0.1:${1:-$PORT_APP}/actuator/health/readiness" | grep -q '"status":"UP"'
}

app_start() { java_start app "$PORT_APP" ""; }
app_stop() { process_stop app TERM; }

worker_names() {
  local file
  for file in "$STATE"/run/worker-*.pid; do
    if [[ -e "$file" ]]; then basename "$file" .pid; fi
  done
}

worker_start() { java_start "worker-$1" $((PORT_WORKERS + $1 - 1)) "$NOTES_WORKER_MAIN"; }
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
