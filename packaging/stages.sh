#!/usr/bin/env bash
# Runs the stages named, all of them even when one fails, and ends with a line for each. Exit 1 if one failed.
# A stage that hangs is ended after 15 minutes, so that the report always comes.
# Each pytest stage is a process of its own: Qt is loaded in `gui` only, and no stage leaves threads to the next.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=.venv/bin
limit="timeout --foreground --verbose --kill-after=20 900"
mkdir -p build

run_stage() {
  case $1 in
    style) $bin/ruff check . ;;
    format) $bin/ruff format --check . ;;
    types) $bin/mypy ;;
    imports) $bin/lint-imports --no-logo --cache-dir .import_linter_cache ;;
    texts) $bin/python packaging/compile_catalogues.py ;;
    gui) QT_QPA_PLATFORM=offscreen $limit $bin/pytest tests/gui ;;
    peers) $limit packaging/peers.sh ;;
    unit | contract | hub | e2e | faults) $limit $bin/pytest "tests/$1" ;; # without a test: pytest's exit code 5, a failure
    *) echo "no stage $1" >&2; return 2 ;;
  esac
}

report="" failed=0 began=$SECONDS
for stage in "$@"; do
  printf '\n== %s\n' "$stage"
  started=$SECONDS
  run_stage "$stage"
  code=$?
  [ $code = 0 ] && verdict="ok" || verdict="FAILED ($code)" failed=1
  report+=$(printf '%-9s %-11s %4d s' "$stage" "$verdict" $((SECONDS - started)))$'\n'
done
printf '\n== stages\n%sall in %d s: %s\n' "$report" $((SECONDS - began)) "$([ $failed = 0 ] && echo ok || echo FAILED)"
exit $failed
