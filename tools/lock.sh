#!/usr/bin/env bash
# Writes the two lock files anew from pyproject.toml: exact versions and hashes, nothing about where they came from.
# requirements-dev.lock is everything but what judges exports by itself (requirements-validators.lock); requirements.lock is the part that running and building need, same versions.
# Needs `uv` on the PATH or in $UV. Arguments (`--upgrade`, `--upgrade-package NAME`) reach the first resolution.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}
# Wheels alone: tools/setup.sh builds nothing.
common=(--universal --only-binary :all: --generate-hashes --no-header --no-annotate --quiet)
"$uv" pip compile pyproject.toml --all-extras "${common[@]}" "$@" --output-file requirements-dev.lock
"$uv" pip compile pyproject.toml --extra build --constraint requirements-dev.lock "${common[@]}" --upgrade --output-file requirements.lock
# What judges exports from an environment of its own (tools/validators.sh); it may have to be built.
"$uv" pip compile - --universal --generate-hashes --no-header --no-annotate --quiet "$@" --output-file requirements-validators.lock <<<$'followthemoney>=4\nroc-validator>=0.13'
if grep -nE '://|file:| /' requirements.lock requirements-dev.lock requirements-validators.lock; then
    echo "tools/lock.sh: a lock file names a place; see the lines above" >&2
    exit 1
fi
