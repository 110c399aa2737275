#!/usr/bin/env bash
# Runs the stages named, all of them even when one fails, and ends with a line for each. Exit 1 if one failed.
# "a+b" runs two stages at once, one for each core; what the second says comes after the first.
# A stage that hangs is ended after 30 minutes, so that the report always comes.
# Each pytest stage is a process of its own: Qt is loaded in `gui` only, and no stage leaves threads to the next.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=.venv/bin
unset PYTHONDONTWRITEBYTECODE # the end-to-end tests start hundreds of programs: each would compile the project anew
limit="timeout --foreground --verbose --kill-after=20 1800"
mkdir -p build

run_stage() {
  case $1 in
    style) $bin/ruff check . ;;
    format) $bin/ruff format --check . ;;
    types) $bin/mypy ;;
    imports) $bin/lint-imports --no-logo --cache-dir .import_linter_cache ;;
    texts) $bin/python packaging/compile_catalogues.py ;;
    gui) QT_QPA_PLATFORM=offscreen $limit $bin/pytest -n 2 --dist worksteal tests/gui ;; # else one stands idle for the last minute
    hub) $limit $bin/pytest -n 2 tests/hub ;;
    postgres) # the hub's tests once more, on its other database; pages do not depend on it
      HUB_DATABASE=postgresql $limit $bin/pytest -n 2 tests/hub -m "not sqlite" --ignore=tests/hub/desk \
        --ignore=tests/hub/test_schemathesis.py --ignore=tests/hub/test_several_processes.py ;;
    faults) $limit $bin/pytest -n 2 --dist worksteal tests/faults ;; # they wait as much as they work
    e2e) $limit $bin/pytest -n 2 --dist worksteal tests/e2e ;; # they wait as much as they work
    unit) $limit $bin/pytest -n 2 tests/unit ;; # without a test: pytest's exit code 5, a failure
    contract) $limit $bin/pytest tests/contract ;;
    *) echo "no stage $1" >&2; return 2 ;;
  esac
}

report="" failed=0 began=$SECONDS

note() { # stage, exit code, seconds
  local verdict=ok
  [ "$2" = 0 ] || { verdict="FAILED ($2)" failed=1; }
  report+=$(printf '%-9s %-11s %4d s' "$1" "$verdict" "$3")$'\n'
}

both() { # two stages at once; the second one's words wait in a file
  local first=$1 second=$2 started=$SECONDS code
  (run_stage "$second" >build/second.log 2>&1; echo "$? $((SECONDS - started))" >build/second.end) &
  printf '\n== %s (beside %s)\n' "$first" "$second"
  run_stage "$first"
  note "$first" $? $((SECONDS - started))
  wait $!
  printf '\n== %s (beside %s)\n' "$second" "$first"
  cat build/second.log
  read -r code started <build/second.end
  note "$second" "$code" "$started"
}

for stage in "$@"; do
  if [[ $stage == *+* ]]; then
    both "${stage%+*}" "${stage#*+}"
    continue
  fi
  printf '\n== %s\n' "$stage"
  started=$SECONDS
  run_stage "$stage"
  note "$stage" $? $((SECONDS - started))
done
printf '\n== stages\n%sall in %d s: %s\n' "$report" $((SECONDS - began)) "$([ $failed = 0 ] && echo ok || echo FAILED)"
exit $failed
