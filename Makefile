# Every command of the README. Needs Python 3.11 or newer, and nothing else.
PYTHON ?= python3
BIN := .venv/bin
PORTAL := $(BIN)/portal

# Tests make many small databases: in memory where there is room, so that a slow disk does not count.
SNEL := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR==2 && $$4 > 4000000 {print "TMPDIR=/dev/shm"}')

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

test: .venv/klaar-dev
	@$(BIN)/pybabel -q compile -d translations 2>/dev/null
	@$(BIN)/python -m tests.gereedschap.chromium
	@$(SNEL) $(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)

# The whole accessibility matrix too, and the HTML checker where Java is there.
test-all: test
	@$(SNEL) $(BIN)/python -m pytest -n 2 --dist loadfile -m matrix $(TESTS)
	@$(BIN)/python -m tests.gereedschap.vnu

check: .venv/klaar-dev
	@$(BIN)/pybabel -q compile -d translations 2>/dev/null
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint portal --lint --quiet
	$(BIN)/python -m tests.huisregels.gewone_taal
	$(BIN)/python -m pytest -q tests/huisregels/test_catalogus.py tests/db/test_migraties.py
	$(BIN)/python -m tests.gereedschap.audit

bench: .venv/klaar-dev
	@$(BIN)/pybabel -q compile -d translations 2>/dev/null
	@$(BIN)/python -m tests.bench

# Developers only: the lock files, the catalogues, and a new migration (NUMMER=0003 NAAM="…").
lock: .venv/klaar-dev
	$(BIN)/uv pip compile pyproject.toml --extra build --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra build --universal --generate-hashes --no-emit-index-url --no-header -q -c requirements.txt -o requirements-dev.txt

vertaal: .venv/klaar-dev
	$(BIN)/python -m tests.huisregels.catalogus

versie: .venv/klaar-dev
	$(BIN)/python -m tests.gereedschap.versie "$(NUMMER)" "$(NAAM)"

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache
