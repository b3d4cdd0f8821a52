# Two commands are enough: `make ingest` and `make test`. `make help` lists the others.

PYTHON ?= python3
GOLD ?= data/samples
FOLDER ?= data/samples

BIN := .venv/bin
INSTALLED := .venv/.installed
COMPARED := .venv-bench
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help ingest test check format golden measure bench torture lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

ingest: $(INSTALLED) ## install what is needed, then read data/samples into minutes.db
	@$(BIN)/poytakirja ingest data/samples
	@echo "To have 'poytakirja' at hand: . $(BIN)/activate"

test: check ## install what is needed, then everything that must hold
	@sh deploy/postgresql.sh
	$(BIN)/poytakirja rules check
	@sh deploy/chromium.sh
	$(BIN)/pytest --numprocesses logical --maxprocesses 8 --dist worksteal

check: $(INSTALLED) ## what can be checked without running: style, types, imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(INSTALLED) ## lay the code out and mend what can be mended by machine
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

golden: $(INSTALLED) ## write the golden files, docs/sql.md and tests/promised.json anew; read the difference before you commit it
	$(BIN)/pytest tests/test_golden.py tests/test_questions.py tests/test_promises.py --update-golden

measure: $(INSTALLED) ## precision and recall against the *.gold.json of GOLD=folder, HTML=file for a report
	@$(BIN)/poytakirja evaluate $(GOLD) $(if $(HTML),--html $(HTML))

bench: $(INSTALLED) $(COMPARED)/.installed ## speed against others, caches, memory, processes, on the PDFs of FOLDER=folder
	@$(BIN)/python -m benchmarks.speed $(FOLDER) --converters $(COMPARED)/bin/python
	@$(BIN)/python -m benchmarks.processes $(FOLDER)

torture: $(INSTALLED) ## 200 kills of an ingest and 500 damaged PDFs; half an hour
	@$(BIN)/python -m benchmarks.torture

lock: $(INSTALLED) ## choose the newest versions of all dependencies and write their hashes down
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv $(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	echo pyvoikko | $(BIN)/uv $(COMPILE) --constraint requirements.lock --output-file requirements-pyvoikko.lock -
	printf 'kreuzberg\nmarkitdown[pdf]\n' | $(BIN)/uv $(COMPILE) --constraint requirements.lock --output-file requirements-bench.lock -

clean: ## remove what was made: environment, database, caches
	rm -rf .venv $(COMPARED) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f minutes.db minutes.db-wal minutes.db-shm minutes.db.lock

# --- the environment ------------------------------------------------------------------------------

COMPILE := pip compile --no-config --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; name one: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo 'Installing the locked dependencies into .venv (once; a few minutes) ...'
	@$(BIN)/python -m pip install --quiet --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
	@sh deploy/voikko.sh $(BIN)/python
	@sh deploy/tesseract.sh
	@touch $@

$(COMPARED)/.installed: requirements-bench.lock
	@test -x $(COMPARED)/bin/python || $(PYTHON) -m venv $(COMPARED)
	@echo 'Installing what speed is compared with into $(COMPARED) (once; a few minutes) ...'
	@$(COMPARED)/bin/python -m pip install --quiet --quiet --require-hashes --requirement requirements-bench.lock
	@touch $@
