# The front door. `make help` lists what there is; every target does its own set-up.
# Settings: PYTHON=python3.12 (which interpreter), ARGS=… (passed to `sousveil demo` or to pytest),
# SOUSVEIL_CHROMIUM=/path/to/chromium (for the tests that look at pages).

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2

# What a machine's settings for Python would change inside our environment. Tests start many programs: what was compiled
# for one is there for the next.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check lint docs bench trials lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-16s %s\n' "$$name" "$$text"; done

demo: ## Build the shipped cases, print what they find, write their sites and serve one (ARGS=--no-serve: end after the build)
	@tools/setup.sh run
	$(BIN)/sousveil demo $(ARGS)

test: ## Everything that must hold: `check`, then all tests, browser tests included
	@tools/setup.sh dev
	@$(MAKE) --no-print-directory lint
	@. tools/chromium.sh && export SOUSVEIL_CHROMIUM && set -x && $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m 'not trial' $(ARGS)

check: ## Format, lint, types, import contracts, size budget, docs in step
	@tools/setup.sh dev
	@$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -q tests/house

lint:
	@tools/setup.sh dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

docs: ## Write the generated pages and notices anew
	@tools/setup.sh dev
	$(BIN)/ruff format
	$(BIN)/python tools/gen_docs.py
	$(BIN)/python tools/gen_notices.py

bench: ## Run every claim about speed beside its peer
	@tools/setup.sh dev
	@set -e; for file in benchmarks/bench_*.py; do echo "== $$file"; $(BIN)/python "$$file" $(ARGS); done

trials: ## The longer trials, and every property at length
	@tools/setup.sh dev
	@tools/validators.sh || echo "trials: without FollowTheMoney and roc-validator; tools/validators.sh says what it needs"
	HYPOTHESIS_PROFILE=trials $(BIN)/python -m pytest -n $(WORKERS) -m trial -o timeout=0 $(ARGS)

lock: ## Resolve the lock files anew (needs uv)
	tools/lock.sh

clean: ## Remove the environment and every cache
	rm -rf $(VENV) .venv-validators .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
