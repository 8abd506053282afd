#!/usr/bin/env bash
# Makes .venv and fills it from a lock file: `tools/setup.sh run` for using, `tools/setup.sh dev` for testing.
# Does nothing where the environment already holds what the lock file says (by the file's contents, not its date).
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'set-up: %s\n' "$*"; }
die() {
    printf 'set-up: %s\n' "$@" >&2
    exit 1
}

# Settings that would send packages elsewhere than into .venv, or loosen the lock.
unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_BINARY PIP_REQUIRE_VIRTUALENV
unset PYTHONPATH PYTHONHOME

is_recent() { "$1" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; }

# Runs a command as root where that needs no password; fails elsewhere.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

find_python() {
    local name
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null && is_recent "$name"; then
            command -v "$name"
            return
        fi
    done
    die "needs Python 3.11 or newer; found none as ${PYTHON:-python3, python3.13, python3.12 or python3.11}." \
        "Debian 12 and later: apt-get install python3 python3-venv. Another place: make PYTHON=/path/to/python3"
}

make_venv() {
    local python
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "$python has no venv module; trying Debian's python3-venv"
        as_root apt-get install -y python3-venv >/dev/null 2>&1 \
            || { as_root apt-get update && as_root apt-get install -y python3-venv; } >/dev/null 2>&1 \
            || die "could not install it. With rights to: apt-get install python3-venv"
    fi
    say "making .venv with $python ($("$python" -V))"
    "$python" -m venv --clear .venv
}

install() {
    say "installing $1 (exact versions, checked by hash)"
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-user \
        --only-binary=:all: --require-hashes --requirement "$1"
    say "building the map's scripts and installing sousveil from this folder"
    build_map
    SOUSVEIL_MAP=skip .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-user \
        --no-deps --no-index --no-build-isolation --editable .
}

# Says itself what it built or what is missing, and does nothing where nothing changed.
build_map() { .venv/bin/python frontend/build.py; }

# What an environment was made from (the lock file, the package's own tables) and the interpreter it was made with.
digest_of() { printf '%s %s' "$({ cat "$1"; sed '/^# --- /q' pyproject.toml; } | cksum)" "$(.venv/bin/python -V 2>&1)"; }

# Two set-ups of one checkout at once would step on each other; the second waits for the first.
if command -v flock >/dev/null; then
    exec 9<tools/setup.sh
    flock 9
fi

case "${1:-}" in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *) die "usage: tools/setup.sh run|dev" ;;
esac

[ -x .venv/bin/python ] && is_recent .venv/bin/python || make_venv
# What development needs contains what running needs, at the same versions.
for done in ".venv/.${1}-ready" .venv/.dev-ready; do
    made_from=$lock
    [ "$done" = .venv/.dev-ready ] && made_from=requirements-dev.lock
    if [ "$(cat "$done" 2>/dev/null)" = "$(digest_of "$made_from")" ]; then
        build_map
        exit 0
    fi
done
install "$lock"
digest_of "$lock" >".venv/.${1}-ready"
say "ready"
