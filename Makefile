# Osler's commands. Needs Python 3.11 or newer, git and make; everything else is installed by these targets.

VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: help example install test lint bench evaluate tools lock locked release clean

help:
	@echo "make example   install Osler, check the articles, export them to build/"
	@echo "make test      install what the tests need, and run them all"
	@echo "make lint      style, types and layers only"
	@echo "make bench     Osler beside its peers: speed, memory, growth"
	@echo "make locked    install what the tests need as requirements-dev.lock names it, each package by its hash"
	@echo "make lock      write requirements.lock and requirements-dev.lock anew, with the newest versions that pyproject.toml allows"
	@echo "make release   build the distributions, and their bill of materials, into dist/"
	@echo "make evaluate  accuracy on labelled data: claims, evidence, numbers, sentences"

example: install
	@$(BIN)/osler check --output-format concise
	@$(BIN)/osler export
	@echo
	@echo "The pages lie in build/: open one of these in a browser."
	@ls build/*/index.html

install: $(VENV)/osler-installed

test: $(VENV)/tests-installed tools
	@$(BIN)/python -m pytest -n $(JOBS)

tools: $(VENV)/osler-installed
	@$(BIN)/python tests/install_tools.py

lint: $(VENV)/tests-installed
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/house

bench: $(VENV)/bench-installed tools
	@cd benchmarks/tools && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@$(BIN)/python -m benchmarks

evaluate: $(VENV)/training-installed
	@$(BIN)/python -m benchmarks evaluate

# One lock for every supported Python and system (uv's universal resolution).
lock: $(VENV)/pip-new-enough
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'uv>=0.9'
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--upgrade pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--upgrade pyproject.toml --group test --group release -o requirements-dev.lock

# After this, make test finds everything installed and leaves the versions as they are.
locked: $(VENV)/pip-new-enough
	@echo "Python packages: installing what requirements-dev.lock names"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(VENV)/osler-installed $(VENV)/tests-installed

# The bill names what a user's environment holds beside Osler, so it is made of one with nothing else.
release:
	rm -rf dist $(VENV)-release
	@$(BIN)/python -m build --no-isolation --outdir dist/packages
	@$(BIN)/python -m venv $(VENV)-release
	@$(BIN)/python -m pip --python $(VENV)-release/bin/python install -q --disable-pip-version-check \
		--require-hashes -r requirements.lock
	@$(BIN)/python -m pip --python $(VENV)-release/bin/python install -q --disable-pip-version-check \
		--no-deps dist/packages/*.whl
	@$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --mc-type application --output-reproducible \
		--output-format JSON --output-file dist/osler.cdx.json $(VENV)-release/bin/python

clean:
	rm -rf $(VENV) $(VENV)-release .tools build dist .osler_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

# The first interpreter that starts and is new enough: a command may be on the path and yet not run.
$(BIN)/python:
	@for candidate in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3 python; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Virtual environment: $(VENV), with $$($$candidate --version)"; \
			$$candidate -m venv $(VENV) && exit 0; \
			echo "error: $$candidate cannot make a virtual environment; on Debian, install python3-venv" >&2; \
			rm -rf $(VENV); exit 1; \
		fi; \
	done; \
	echo "error: Osler needs Python 3.11 or newer, and none was found; install it, or call make PYTHON=/path/to/python" >&2; \
	exit 1

# pip learnt dependency groups in 25.1.
$(VENV)/pip-new-enough: | $(BIN)/python
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/osler-installed: pyproject.toml $(VENV)/pip-new-enough
	@echo "Python packages: installing Osler and what it needs"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

$(VENV)/tests-installed: pyproject.toml $(VENV)/osler-installed
	@echo "Python packages: installing what the tests need"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group test
	@touch $@

$(VENV)/bench-installed: pyproject.toml $(VENV)/osler-installed
	@echo "Python packages: installing what the benchmarks need"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group bench
	@touch $@

$(VENV)/training-installed: pyproject.toml $(VENV)/osler-installed
	@echo "Python packages: installing what training needs"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --group train
	@touch $@
