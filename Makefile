# Needs Python 3.11 or newer and nothing else. `make help` lists what there is to do.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes
FRONTEND := $(wildcard web/frontend/*.json web/frontend/build.mjs web/frontend/.npmrc) \
            $(shell find web/frontend/src -type f 2>/dev/null)
PACKAGES := $(patsubst %/package.toml,%,$(wildcard processes/*/package.toml))
WORKERS ?= 2
ARGS ?=
LONG_TESTS := tests/faults tests/whole tests/packages/test_mutants.py \
              tests/runtime/test_random_diagrams.py tests/runtime/test_stateful.py tests/runtime/test_order.py
MINUTES ?= 30
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?= diagram expression decision form

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test faults load fuzz coverage check fix assets environment lock clean
.PHONY: check-format check-rules check-types check-layers check-packages check-docs

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(STAMPS)/package $(STAMPS)/assets ## try it: a sandbox with sample data on http://127.0.0.1:8000 (PORT= for another)
	@exec $(BIN)/querela demo

test: environment ## run all tests that can run here (REQUIRE_ALL=1: a skip for want of a tool is a failure; ARGS= for pytest)
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

faults: environment ## the long form of what `make test` does shortly: kill -9, lost databases, full disks, races, random lives, all mutants
	LONG=1 $(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --timeout 1800 $(LONG_TESTS) $(ARGS)

load: environment ## load at the machine's limit on PostgreSQL: latency, throughput, memory as JSON (MINUTES=30, ARGS="--clerks 16")
	@$(BIN)/python -m tests.load.load --minutes $(MINUTES) $(ARGS)

fuzz: environment ## coverage-guided fuzzing of reader, FEEL, DMN and forms, ten minutes each (FUZZ_SECONDS=, FUZZ_TARGETS=)
	@set -e; for target in $(FUZZ_TARGETS); do echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
	  $(BIN)/python -m tests.fuzz.fuzz $$target $(FUZZ_SECONDS); done

coverage: environment ## run all tests and list the lines and branches that none of them reached
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --cov --cov-report=term-missing:skip-covered $(ARGS)

check: check-format check-rules check-types check-layers check-packages check-docs ## formatting, rules, types, layers, the shipped packages, the documents

check-format: environment
	$(BIN)/ruff format --check .

check-rules: environment
	$(BIN)/ruff check .

check-types: environment
	$(BIN)/mypy

check-layers: environment
	$(BIN)/lint-imports

check-packages: environment
	@set -e; for package in $(PACKAGES); do echo "$(BIN)/querela check $$package"; $(BIN)/querela check $$package; done

check-docs: environment
	$(BIN)/pytest -q $(wildcard tests/docs) tests/house/test_tidiness.py

fix: environment ## put right what ruff can put right by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

assets: $(STAMPS)/assets ## build the browser bundles, if their sources changed

environment: $(STAMPS)/dev $(STAMPS)/package $(STAMPS)/assets ## make or update .venv with everything for tests and checks

lock: $(STAMPS)/dev ## pin anew all dependencies, of Python and of the browser code, and install them
	./requirements/lock
	@$(MAKE) --no-print-directory environment

clean: ## remove the environment, the bundles and all caches
	rm -rf $(VENV) web/static/dist web/frontend/node_modules
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The stamps: each says that its step was done with the files it depends on.

$(STAMPS)/created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Querela needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1 || true)." >&2; \
	  echo "Install one, or name it: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "'$(PYTHON) -m venv' cannot make an environment." >&2; \
	  echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@mkdir -p $(STAMPS)
	@touch $@

$(STAMPS)/run: requirements/build.txt requirements/run.txt | $(STAMPS)/created
	@echo "installing what Querela needs into $(VENV) (about a minute)"
	@$(INSTALL) -r requirements/build.txt -r requirements/run.txt
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/run
	@echo "installing what tests and checks need into $(VENV)"
	@$(INSTALL) -r requirements/dev.txt
	@touch $@

$(STAMPS)/package: pyproject.toml hatch_build.py $(STAMPS)/run
	@echo "installing Querela itself and building its browser bundles"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/assets: hatch_build.py $(FRONTEND) $(STAMPS)/package
	@$(BIN)/python hatch_build.py
	@touch $@
