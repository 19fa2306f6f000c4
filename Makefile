# `make build` builds the warehouse, `make test` tests everything; both first install what they need into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.ready-dev
SUPERSET := .venv-superset
DAGSTER := .venv-dagster
ENGINES := .venv-engines
INSTALL := -m pip install --disable-pip-version-check
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header
OUR_EXTRAS := --extra atlas --extra sdmx --extra xlsx --extra onboarding --extra build

.PHONY: build test test-quick coverage lint lint-sql messages docs-output suites screenshots test-dagster test-engines bench bench-nation bench-peer sbom soak bi-proof bi-lock lock clean help

build: $(READY)  ## Build data/minsheng.duckdb
	$(BIN)/minsheng build

test: $(TOOLS) lint  ## Run every test
	$(BIN)/python -m pytest

test-quick: $(TOOLS)  ## Run the tests that need no build
	$(BIN)/python -m pytest tests/python/unit

coverage: $(TOOLS)  ## Run every test and measure what they reach, in child processes too (90 % at least)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(TOOLS) lint-sql  ## Check formatting, style, types and the direction of imports
	$(BIN)/ruff format --check scripts tests tools bi gx examples
	$(BIN)/ruff check scripts tests tools bi gx examples
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

# Its processes leave a semaphore to Python's tracker, which tells the terminal.
lint-sql: $(TOOLS)  ## Check the style of models, macros and data tests (.sqlfluff)
	PYTHONWARNINGS=ignore::UserWarning $(BIN)/sqlfluff lint --disable-progress-bar models macros tests/dbt

# The lock file holds every package with its hashes; the package itself is installed from this folder without a download.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 13) and f"minsheng needs Python 3.11 to 3.13; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.12")'
	@rm -f $(READY) $(TOOLS)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python $(INSTALL) --require-hashes -r requirements.lock
	$(BIN)/python $(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# What tests and linters need, in the same environment.
$(TOOLS): $(READY) requirements-dev.lock
	@echo "installing what tests and linters need (requirements-dev.lock)"
	@$(BIN)/python $(INSTALL) --quiet --require-hashes -r requirements-dev.lock
	@touch $@

messages: $(TOOLS)  ## Add new messages to the Chinese catalog, and compile it
	PYTHONPATH=tools $(BIN)/python tools/messages.py

docs-output: build $(TOOLS)  ## Rewrite docs/commands.md and docs/commands.zh.md, the outputs below the documented queries, and the columns of the Superset datasets
	PYTHONPATH=tests/python $(BIN)/python tools/refresh_docs.py
	$(BIN)/python bi/superset/datasets.py

soak: $(TOOLS)  ## Kill refreshes, publish under readers, damage input files: a good half hour
	PYTHONPATH=tests/python $(BIN)/python tools/soak.py

bi-proof: build $(SUPERSET)/.ready  ## Import bi/superset into a real Superset and run every chart
	$(SUPERSET)/bin/python bi/superset/prove.py $(or $(MINSHENG_DATABASE),data/minsheng.duckdb)

# Superset has an environment of its own: it asks for older releases of much that minsheng uses.
$(SUPERSET)/.ready: bi/superset/requirements.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 11) <= v <= (3, 12) and f"Superset 6.1 needs Python 3.11 or 3.12; $(PYTHON) is {v[0]}.{v[1]}. Try: make bi-proof PYTHON=python3.12")'
	@rm -f $@
	$(PYTHON) -m venv $(SUPERSET)
	$(SUPERSET)/bin/python $(INSTALL) --require-hashes -r bi/superset/requirements.txt
	@touch $@

bi-lock:  ## Resolve bi/superset/requirements.txt anew (needs uv)
	$(COMPILE) --output-file bi/superset/requirements.txt bi/superset/requirements.in

test-dagster: build $(DAGSTER)/.ready  ## Run examples/dagster: input check, dbt's models and tests, publication
	PATH="$(CURDIR)/$(DAGSTER)/bin:$$PATH" $(DAGSTER)/bin/python examples/dagster/run_once.py

# Dagster has an environment of its own, as it would have on a server.
$(DAGSTER)/.ready: examples/dagster/requirements.txt
	@rm -f $@
	$(PYTHON) -m venv $(DAGSTER)
	$(DAGSTER)/bin/python $(INSTALL) --quiet --require-hashes -r examples/dagster/requirements.txt
	@touch $@

screenshots: build $(TOOLS)  ## Photograph every page of the atlas into target/screenshots (needs chromium)
	$(BIN)/python tools/screenshots.py

bench: $(READY)  ## Measure what a refresh costs (docs/benchmarks.md)
	PYTHONPATH=tools $(BIN)/python -m bench

bench-nation: $(READY)  ## Measure it once with 76 million values: hours, 20 GiB of memory, 60 GB of disk
	PYTHONPATH=tools $(BIN)/python -m bench --nation --only refresh --json target/bench-nation.json

# SQLMesh, which the bench compares with, has an environment of its own.
bench-peer: .venv-sqlmesh/.ready  ## Install what the bench compares with
.venv-sqlmesh/.ready: tools/bench/requirements.txt
	$(PYTHON) -m venv .venv-sqlmesh
	.venv-sqlmesh/bin/python $(INSTALL) --quiet --require-hashes -r tools/bench/requirements.txt
	@touch $@

sbom: $(READY) .venv-sbom/.ready  ## Write target/sbom.json (CycloneDX) of the runtime; fail for a licence that is not allowed
	@mkdir -p target
	.venv-sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file target/sbom-found.json $(BIN)/python
	PYTHONPATH=tools .venv-sbom/bin/python -m sbom.licences target/sbom-found.json requirements.lock target/sbom.json

.venv-sbom/.ready: tools/sbom/requirements.txt
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python $(INSTALL) --quiet --require-hashes -r tools/sbom/requirements.txt
	@touch $@

# The adapters of the other engines have an environment of their own: pyspark alone is half a gigabyte.
$(ENGINES)/.ready: requirements-engines.lock pyproject.toml
	@rm -f $@
	$(PYTHON) -m venv $(ENGINES)
	$(ENGINES)/bin/python $(INSTALL) --quiet --require-hashes -r requirements-engines.lock
	$(ENGINES)/bin/python $(INSTALL) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# ENGINE_TESTS chooses among them, in pytest's words.
test-engines: $(TOOLS)  ## Build on PostgreSQL and Spark and compare every cell with DuckDB's (half an hour at most)
	-@$(MAKE) --no-print-directory $(ENGINES)/.ready
	$(BIN)/python -m pytest tests/python/engines --numprocesses=0 --durations=0 -rA $(ENGINE_TESTS)

suites: $(READY)  ## Write the suites of gx/ anew, after a change to seeds/reference/checks.csv or tools/suites.py
	$(BIN)/python tools/suites.py

lock:  ## Resolve requirements.lock and requirements-dev.lock anew (needs uv)
	$(COMPILE) $(OUR_EXTRAS) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra postgres --extra spark --extra build --constraint requirements.lock --output-file requirements-engines.lock pyproject.toml
	$(COMPILE) $(OUR_EXTRAS) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --output-file tools/bench/requirements.txt tools/bench/requirements.in
	$(COMPILE) --output-file tools/sbom/requirements.txt tools/sbom/requirements.in
	$(COMPILE) --output-file examples/dagster/requirements.txt examples/dagster/requirements.in

clean:  ## Remove the environment and everything built
	rm -rf $(VENV) $(SUPERSET) $(ENGINES) $(DAGSTER) .venv-sqlmesh .venv-sbom target logs data/builds data/exports data/inputs data/state data/*.duckdb data/*.steps data/*.json data/.lock

help:  ## Show these targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'
