# shellcheck shell=bash
# Where things are, and what can be set from outside. Sourced first.

NOTES_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
NOTES_HOME="${NOTES_HOME:-$NOTES_ROOT/.notes}"                                  # state of this checkout
NOTES_CACHE="${NOTES_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/whisper-notes}"     # shared by the user's checkouts
NOTES_MODEL="${NOTES_MODEL:-base}"
NOTES_MODELS_DIR="${NOTES_MODELS_DIR:-$NOTES_HOME/models}"
# A young generation that holds what chunks in work hold: what outlives it would fill the old one, however long it runs.
# The C library keeps what the models' runtime gives back, and is asked for it every 2 s: a JVM option since 17.0.9.
NOTES_JAVA_OPTS="${NOTES_JAVA_OPTS:--Xmx512m -Xms240m -Xmn160m -XX:SurvivorRatio=2 -XX:TargetSurvivorRatio=90 -XX:+UseSerialGC -XX:+IgnoreUnrecognizedVMOptions -XX:TrimNativeHeapInterval=2000}"
NOTES_WORKER_MEMORY="${NOTES_WORKER_MEMORY:-3000}"                              # MB resident; a worker above is started again
NOTES_LOG_SIZE="${NOTES_LOG_SIZE:-10MB}"                                        # of one log file of a service
NOTES_LOG_FILES="${NOTES_LOG_FILES:-7}"                                         # days for which older ones are kept
NOTES_START_TIMEOUT="${NOTES_START_TIMEOUT:-180}"                               # seconds a server may take to be healthy
NOTES_STOP_TIMEOUT="${NOTES_STOP_TIMEOUT:-40}"                                  # seconds before a server is killed

# A private instance's state: STATE/{ports,secrets,run,log,...}. Tests point it at a folder of their own.
use_state() {
  STATE="$1"
  mkdir -p "$STATE/run" "$STATE/log"
  STATE="$(cd "$STATE" && pwd)"
}
