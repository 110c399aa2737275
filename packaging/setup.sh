#!/usr/bin/env bash
# Makes this machine ready: packaging/setup.sh run|test. Quick (under 50 ms) when nothing is missing.
#   1. system packages of packaging/apt-*.txt   2. .venv from the hashed lock file   3. catalogues (.mo)
# A set-up that was interrupted leaves no stamp, and a .venv without its stamp is made anew.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kind=${1:-run}
case $kind in
  run) lists=(packaging/apt-run.txt) lock=packaging/requirements.lock ;;
  test) lists=(packaging/apt-run.txt packaging/apt-test.txt) lock=packaging/requirements-dev.lock ;;
  *) echo "usage: packaging/setup.sh run|test" >&2; exit 2 ;;
esac
site="" # where the virtual environment keeps its libraries

say() { printf '[setup] %s\n' "$*" >&2; }
stop() { printf '[setup] %s\n' "$*" >&2; exit 1; }

# ---- system packages ----

wanted_packages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "${lists[@]}"; }

missing_packages() { # one line of alternatives each
  local installed line name
  installed=" $(wanted_packages | tr -d '|' | xargs dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null |
    sed -n 's/ installed$//p' | tr '\n' ' ')" || true
  wanted_packages | while read -r line; do
    for name in ${line//|/ }; do
      [[ $installed == *" $name "* ]] && continue 2
    done
    echo "$line"
  done
}

choose_alternative() { # the first name with a version that can be installed
  local name
  for name in "$@"; do
    if apt-cache policy "$name" 2>/dev/null | grep -q 'Candidate: [^(]'; then echo "$name"; return; fi
  done
  echo "$1"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_be_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || return 1
  [ -t 0 ] || sudo -n true 2>/dev/null
}

install_packages() {
  local missing names line
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "not Debian or Ubuntu: if a library is missing, install what packaging/apt-$kind.txt names by hand"
    return
  fi
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  names=()
  # shellcheck disable=SC2086  # alternatives are words
  while read -r line; do names+=("$(choose_alternative ${line//|/ })"); done <<<"$missing"
  say "1/3 system packages: ${names[*]}"
  may_be_root || stop "cannot install as this user: ask an administrator to run: apt-get install ${names[*]}"
  as_root apt-get update -q -o APT::Update::Error-Mode=any -o DPkg::Lock::Timeout=120 >&2 ||
    stop "the package archive cannot be reached: check the network, then run make again"
  names=() # again: before the update nothing may have been known
  # shellcheck disable=SC2086  # as above
  while read -r line; do names+=("$(choose_alternative ${line//|/ })"); done <<<"$missing"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "${names[@]}" >&2 ||
    stop "apt-get could not install (its reason is above): mend it, then run make again"
}

# ---- virtual environment ----

is_usable_python() {
  "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() { # the first on PATH that will do; a version manager's may come first and be too old
  local found
  for found in ${PYTHON:-} $(type -aP python3 python3.13 python3.12 python3.11); do
    if is_usable_python "$found"; then echo "$found"; return; fi
  done
  return 1
}

state_of() { # what a stamp must say: lock, place, and the interpreter behind .venv
  sha256sum <"$1"
  pwd -P
  readlink -f .venv/bin/python || true
}

stamp_ok() { # kind, lock
  [ -x .venv/bin/python ] && [ -r ".venv/.made-for-$1" ] && [ "$(<".venv/.made-for-$1")" = "$(state_of "$2")" ]
}

venv_ready() {
  stamp_ok "$kind" "$lock" && return
  [ "$kind" = run ] && stamp_ok test packaging/requirements-dev.lock # it holds all that run needs
}

make_venv() {
  local python
  python=$(find_python) ||
    stop "Python 3.11 to 3.14 with venv is needed: apt-get install python3 python3-venv, or name one: make PYTHON=/path/to/python3 ..."
  if [ -x .venv/bin/python ] && ls .venv/.made-for-* >/dev/null 2>&1 && is_usable_python .venv/bin/python; then
    say "2/3 Python packages: bringing .venv up to date"
  else
    say "2/3 Python packages: making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv || stop "no virtual environment could be made (the reason is above): is the disk full?"
  fi
  rm -f .venv/.made-for-*
  say "it takes about a minute, on a slow line longer; nothing is written until it is done"
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --only-binary :all: --require-hashes -r "$lock" >&2 ||
    stop "Python packages could not be installed (the reason is above): check the network and the disk, then run make again"
  link_project
  state_of "$lock" >".venv/.made-for-$kind"
}

link_project() { # the project itself, without a build: a path, and the command
  site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  pwd -P >"$site/silver-key.pth"
  printf '#!%s/.venv/bin/python\nfrom kiosk.cli import main\n\nif __name__ == "__main__":\n    main()\n' "$(pwd -P)" >.venv/bin/kiosk
  chmod +x .venv/bin/kiosk
}

# ---- catalogues ----

compile_catalogues() {
  local po
  for po in i18n/*/LC_MESSAGES/*.po; do
    if [ "$po" -nt "${po%.po}.mo" ]; then
      say "3/3 catalogues"
      exec_python packaging/compile_catalogues.py
      return
    fi
  done
}

exec_python() { .venv/bin/python "$@" || stop "$1 failed; the line above says where"; }

install_packages
venv_ready || make_venv
compile_catalogues
