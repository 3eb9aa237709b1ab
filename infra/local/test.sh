# shellcheck shell=bash
# What is checked before a change is accepted: the scripts, unit tests, integration tests against servers of their own,
# and the page in a browser. Nothing of a running ./notes up is used or disturbed.

test_scripts() {
  (cd "$NOTES_ROOT" && shellcheck notes infra/local/servers.sh docs/samples/make-standup.sh) || return
  python3 -m unittest discover -s "$NOTES_ROOT/infra/local/tests"
}

# test_java JDK MAVEN-OPTION...: Maven's own output is the report.
test_java() (
  if [[ -n "$1" ]]; then export JAVA_HOME="$1"; fi
  shift
  cd "$NOTES_ROOT" && mvn -B -ntp "$@" verify
)

# ./notes test [--faults] [MAVEN-OPTION...]; NOTES_TEST_JDK25 names a second JDK to run everything on again.
cmd_test() {
  local options=() started=$EPOCHREALTIME
  while (($#)); do
    case "$1" in
      --faults) options+=(-Pfaults) ;;
      *) options+=("$1") ;;
    esac
    shift
  done
  trap 'join_none; exit 130' INT TERM
  packages_need servers build test
  if ! minio_built; then
    background minio-build "Building MinIO (once for this user)" "see the message above" minio_build
  fi
  background model "Getting the model $NOTES_MODEL" "see the message above" model_get
  background model-speakers "Getting the speakers' models" "" model_get_speakers_or_say
  background model-gguf "Getting a small GGUF model for the todo engine" "is the package index reachable? see the message above" \
    bash "$NOTES_ROOT/todo-generator/training/fetch-test-model.sh" "$MODEL_CACHE"
  background test-scripts "Testing the scripts" "see the message above" test_scripts
  join "${!BACKGROUND[@]}"
  trap - INT TERM
  NOTES_TEST_GGUF="$(bash "$NOTES_ROOT/todo-generator/training/fetch-test-model.sh" "$MODEL_CACHE")"
  export NOTES_MODELS_DIR NOTES_TEST_GGUF OMP_WAIT_POLICY=PASSIVE
  say "  Testing with JDK $(java_version)"
  test_java "" "${options[@]}" || die "the tests failed, see above"
  if [[ -n "${NOTES_TEST_JDK25:-}" ]]; then
    say "  Testing with $NOTES_TEST_JDK25"
    test_java "$NOTES_TEST_JDK25" "${options[@]}" clean || die "the tests failed on $NOTES_TEST_JDK25, see above"
  fi
  say "  all tests passed after $(seconds_since "$started")"
}
