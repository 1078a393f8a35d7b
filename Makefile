PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: demo test lint types unit format bless clean

demo: $(INSTALLED)  ## review a small C-like patch
	$(BIN)/review-assist review --no-repo tests/patches/frame-queue.mbox

test: lint types unit  ## everything that CI checks

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(INSTALLED)
	$(BIN)/mypy

unit: $(INSTALLED)
	$(BIN)/pytest

format: $(INSTALLED)  ## let ruff set the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bless: $(INSTALLED)  ## rewrite the golden files; read the diff before you commit it
	$(BIN)/pytest --bless

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist

$(INSTALLED): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "review-assist needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
