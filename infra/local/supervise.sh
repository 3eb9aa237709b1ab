#!/usr/bin/env bash
# Keeps one command running: started again when it ends by itself, and when it holds more memory than it may.
#
#   supervise.sh LIMIT_MB COMMAND...
#
# SIGTERM is passed on and waited for: a worker finishes its chunk or hands it back. Pauses between starts double up to
# a minute. SUPERVISE_SCRATCH, where the command keeps its temporary files, is emptied before each start, because one
# that was killed cleans nothing. A command that has never run for SUPERVISE_SETTLED seconds is given up after
# SUPERVISE_STARTS starts.
set -uo pipefail

LIMIT_MB="$1"
shift
SETTLED="${SUPERVISE_SETTLED:-15}"
STARTS="${SUPERVISE_STARTS:-3}"
GRACE="${SUPERVISE_GRACE:-35}"       # seconds from SIGTERM to SIGKILL
SCRATCH="${SUPERVISE_SCRATCH:-}"
INTERVAL="${SUPERVISE_INTERVAL:-5}"  # seconds between two looks at the memory
LONGEST_PAUSE=60

child=""
stopping=0
quick=0      # starts in a row that did not last
settled=0    # whether one ever did
pause=1

note() { printf '%s supervisor: %s\n' "$(date +%FT%T%:z)" "$*"; }

alive() { kill -0 "$child" 2>/dev/null; }

resident_mb() { echo $(($(ps -o rss= -p "$child" 2>/dev/null || echo 0) / 1024)); }

# A sleep that a signal ends.
nap() {
  sleep "$1" &
  wait $! 2>/dev/null || true
}

end_child() {
  local deadline=$((SECONDS + GRACE))
  kill -TERM "$child" 2>/dev/null || return 0
  while alive; do
    if ((SECONDS >= deadline)); then
      note "it did not end within $GRACE s and is killed"
      kill -KILL "$child" 2>/dev/null
    fi
    sleep 0.1
  done
}

trap 'stopping=1' TERM INT

while ((!stopping)); do
  if [[ -d "$SCRATCH" ]]; then find "$SCRATCH" -mindepth 1 -delete; fi
  "$@" &
  child=$!
  started=$SECONDS
  over=0
  while alive && ((!stopping && !over)); do
    nap "$INTERVAL"
    if alive && (($(resident_mb) > LIMIT_MB)); then over=1; fi
  done
  if ((stopping || over)); then
    if ((over)); then note "it holds $(resident_mb) MB, more than $LIMIT_MB: it is stopped and started again"; fi
    end_child
  fi
  wait "$child" 2>/dev/null
  status=$?
  if ((stopping)); then break; fi
  if ((over)); then continue; fi
  if ((SECONDS - started >= SETTLED)); then
    settled=1 quick=0 pause=1
  else
    quick=$((quick + 1))
  fi
  if ((!settled && quick >= STARTS)); then
    note "it ended $quick times within $SETTLED s of its start (status $status) and is given up"
    exit 1
  fi
  note "it ended with status $status and is started again in $pause s"
  nap "$pause"
  pause=$((pause * 2 > LONGEST_PAUSE ? LONGEST_PAUSE : pause * 2))
done
