# What a person types: `make run` tries it, `make test` proves it. `make help` lists the rest.

VENV := .venv
BIN := $(VENV)/bin
ALIVE := $(shell $(BIN)/python -c 0 2>/dev/null && echo yes)
ARGS ?=
export PYTHON

.PHONY: help run test setup lint format bench migration pins FORCE
.DEFAULT_GOAL := help

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.ready  ## start the service and print its address (ARGS="--transport web --port 8081")
	@exec $(BIN)/python -m bot run $(ARGS)

test: lint tests/gateway/node_modules  ## everything: lint, types, import contract, tests
	@$(BIN)/python -m pytest $(ARGS)

setup: $(VENV)/.ready-dev  ## the environment alone
	@:

lint: $(VENV)/.ready-dev  ## ruff, mypy, import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run 'make format'." >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.ready-dev  ## lay out the code
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: $(VENV)/.ready-dev  ## the figures of docs/performance.md
	@$(BIN)/python -m benchmarks $(ARGS)

migration: $(VENV)/.ready-dev  ## a new migration from the tables: make migration m="what it does"
	@$(BIN)/python -m storage.migrations "$(m)"
	@$(BIN)/ruff format --quiet storage/migrations

pins:  ## pin every requirement anew, with hashes (needs uv)
	@command -v uv >/dev/null || { echo "make pins needs uv: install it with your package manager." >&2; exit 1; }
	@for name in build base dev; do \
		uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate \
			--no-header --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

# --- the environment: made once, found ready afterwards -------------------------------------------------------------

$(VENV)/.ready: requirements/build.txt requirements/base.txt pyproject.toml requirements/venv.sh $(if $(ALIVE),,FORCE)
	@sh requirements/venv.sh $(VENV) requirements/base.txt
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	@sh requirements/venv.sh $(VENV) requirements/dev.txt
	@touch $@

tests/gateway/node_modules: tests/gateway/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/gateway --ignore-scripts --no-audit --no-fund --silent \
		&& touch $@; else echo "Without Node.js the tests of the WeChat link are left out." >&2; fi

FORCE:
