#!/usr/bin/env bash
# Rewrites the hashed lock files from the .in files. Needs uv; run from anywhere.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { # the lock files hold names, versions and hashes only
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links "$@"
}
compile packaging/requirements-dev.in -o packaging/requirements-dev.lock
compile -c packaging/requirements-dev.lock packaging/requirements.in -o packaging/requirements.lock
