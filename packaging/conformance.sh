#!/usr/bin/env bash
# The public tuf-conformance suite, given as a folder (github.com/theupdateframework/tuf-conformance), against the kiosk's
# own updater. It is no part of CI: the suite is not ours and is not kept here.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
suite=${1:-}
[ -n "$suite" ] || { echo "conformance: name the folder of the suite: make conformance DIR=…" >&2; exit 2; }
suite=$(cd "$suite" && pwd)
[ -f "$suite/tuf_conformance/conftest.py" ] || { echo "conformance: $suite is not the tuf-conformance suite" >&2; exit 2; }
command -v faketime >/dev/null || echo "conformance: without the program faketime the tests about time fail" >&2
cd "$suite"
PYTHONPATH="$suite:$here" exec "$here/.venv/bin/python" -m pytest -p no:cacheprovider tuf_conformance \
  --entrypoint "$here/.venv/bin/python -m kiosk.bootstrap.conformance"
