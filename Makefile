PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: demo test lint types unit bench format bless clean

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

bench: $(INSTALLED)  ## review real patches, from clones: make bench CLONES=DIR; read what it changes in RESULT.md
	@test -n "$(CLONES)" || { echo "make bench CLONES=DIR: tests/bench/patches.toml names the clones" >&2; exit 1; }
	$(BIN)/python -m tests.bench.run "$(CLONES)"

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
