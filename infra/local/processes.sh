# shellcheck shell=bash
# Long-running processes: started detached, known by pid and start time, stopped gracefully.

# When the process began, so that a recycled pid is never mistaken for ours; nothing for one that has ended (a zombie
# whose parent has not asked yet counts as ended).
process_born() {
  if [[ -d /proc/self ]]; then
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" { print $20 }'
  else
    ps -o lstart= -p "$1" 2>/dev/null
  fi
}

process_pid() {
  local pid born file="$STATE/run/$1.pid"
  [[ -f "$file" ]] || return 1
  read -r pid born <"$file"
  [[ -n "$pid" && -n "$born" && "$(process_born "$pid")" == "$born" ]] || return 1
  echo "$pid"
}

process_running() { process_pid "$1" >/dev/null; }

# process_start NAME COMMAND...: output goes to the log, the caller's terminal and locks stay out of it.
process_start() {
  local name="$1" log="$STATE/log/$1.log" pid
  shift
  if [[ -f "$log" && "$(wc -c <"$log")" -gt 20000000 ]]; then mv "$log" "$log.1"; fi
  (
    # A file that stays open here, such as the caller's lock, would be held as long as the process runs.
    for fd in /dev/fd/*; do
      fd="${fd##*/}"
      if ((fd > 2)); then eval "exec $fd>&-"; fi
    done
    exec setsid "$@"
  ) </dev/null >>"$log" 2>&1 &
  pid=$!
  disown "$pid"
  printf '%s %s\n' "$pid" "$(process_born "$pid")" >"$STATE/run/$name.pid"
}

# process_stop NAME SIGNAL: waits for the end, and kills what does not come to one.
process_stop() {
  local name="$1" signal="$2" pid deadline=$((SECONDS + NOTES_STOP_TIMEOUT))
  if pid="$(process_pid "$name")"; then
    kill -"$signal" "$pid" 2>/dev/null || true
    while process_running "$name"; do
      if ((SECONDS >= deadline)); then
        echo "$name did not end within $NOTES_STOP_TIMEOUT s and is killed"
        kill -KILL "$pid" 2>/dev/null || true
        deadline=$((SECONDS + 10))
      fi
      sleep 0.1
    done
  fi
  rm -f "$STATE/run/$name.pid"
}

# wait_healthy NAME CHECK...: until the check passes; fails at once when the process has ended.
wait_healthy() {
  local name="$1" deadline=$((SECONDS + NOTES_START_TIMEOUT))
  shift
  until "$@" >/dev/null 2>&1; do
    if ! process_running "$name"; then
      echo "$name ended while it was starting; the end of $STATE/log/$name.log:"
      tail -n 20 "$STATE/log/$name.log"
      return 1
    fi
    if ((SECONDS >= deadline)); then
      echo "$name is not healthy after $NOTES_START_TIMEOUT s (NOTES_START_TIMEOUT); the end of $STATE/log/$name.log:"
      tail -n 20 "$STATE/log/$name.log"
      return 1
    fi
    sleep 0.2
  done
}
