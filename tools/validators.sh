#!/usr/bin/env bash
# Makes .venv-validators: programs that judge our exports and do not fit beside what we test with: roc-validator, and
# FollowTheMoney, which needs
# PyICU, which comes as source only: a C++ compiler and the headers of ICU have to be there (Debian: g++ libicu-dev pkg-config).
set -euo pipefail
cd "$(dirname "$0")/.."
lock=requirements-validators.lock
venv=.venv-validators
if [ "$(cat "$venv/.ready" 2>/dev/null)" = "$(cksum <"$lock")" ]; then exit 0; fi
.venv/bin/python -m venv --clear "$venv"
"$venv/bin/python" -m pip install -qq --disable-pip-version-check --no-input --require-hashes --requirement "$lock"
cksum <"$lock" >"$venv/.ready"
