# Every command of the README. Needs Python 3.11 or newer, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
PORTAL := $(BIN)/portal

.PHONY: run install test test-all check bench lock vertaal versie clean

run: install
	@$(PORTAL) start

install: .venv/klaar
	@$(BIN)/pybabel -q compile -d translations 2>/dev/null
	@$(PORTAL) migrate

.venv/klaar: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=python3.12 make …)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/klaar-dev: .venv/klaar requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
