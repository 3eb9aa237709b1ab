# shellcheck shell=bash
# One line for every step: what was done and how long it took; or what failed, the end of its log, what to do.
# All of it on standard error: standard output belongs to results.

say() { printf '%s\n' "$*" >&2; }

die() {
  printf 'notes: %s\n' "$*" >&2
  exit 1
}

seconds_since() {
  local now=${EPOCHREALTIME/[.,]/} then=${1/[.,]/}
  local tenths=$(((now - then) / 100000))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# step LOG "What is done" "What to do when it fails" COMMAND...
# A terminal shows the step while it runs; a file gets the finished line only.
step() {
  local log="$STATE/log/$1.log" what="$2" advice="$3" started=$EPOCHREALTIME rc
  shift 3
  if [[ -t 2 && -z "${STEP_QUIET:-}" ]]; then printf '  … %s\r' "$what" >&2; fi
  set +e # a command inside "if" would run on after its first failure
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  rc=$?
  set -e
  if ((rc == 0)); then
    printf '  \033[K✓ %-58s %s\n' "$what" "$(seconds_since "$started")" | plain_unless_terminal >&2
    return 0
  fi
  {
    printf '  \033[K✗ %s: failed after %s\n' "$what" "$(seconds_since "$started")" | plain_unless_terminal
    echo "    the end of $log:"
    tail -n 25 "$log" | sed 's/^/    | /'
    echo "    what to do: $advice"
  } >&2
  return 1
}

plain_unless_terminal() {
  if [[ -t 2 ]]; then cat; else sed 's/\x1b\[K//'; fi
}

# The same beside other steps: background LOG WHAT ADVICE COMMAND..., later join LOG...
# Each is a process group of its own, so that all of it can be ended when another step fails.
declare -A BACKGROUND=()

background() {
  set -m
  (
    trap 'exit 143' TERM
    STEP_QUIET=1 step "$@"
  ) &
  set +m
  BACKGROUND[$1]=$!
}

join() {
  local name
  for name in "$@"; do
    wait "${BACKGROUND[$name]}" || {
      join_none
      exit 1
    }
    unset "BACKGROUND[$name]"
  done
}

# After a failure the other steps are given up, not left running behind the prompt.
join_none() {
  local name
  for name in "${!BACKGROUND[@]}"; do kill -TERM -- "-${BACKGROUND[$name]}" 2>/dev/null || true; done
  wait 2>/dev/null || true
}
