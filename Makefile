PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: demo test lint types unit bench bench-llm format bless clean

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

bench-llm: $(INSTALLED)  ## how a model does: make bench-llm PATCHES=DIR MODEL=NAME [BASE_URL=URL] [KEY=VARIABLE] [JUDGE=NAME] [PRICES=FILE]
	@test -n "$(PATCHES)" -a -n "$(MODEL)" || { echo "make bench-llm PATCHES=DIR MODEL=NAME [BASE_URL=URL]" >&2; exit 1; }
	$(BIN)/python -m tests.bench.llm "$(PATCHES)" --model "$(MODEL)" $(if $(BASE_URL),--base-url "$(BASE_URL)") \
		$(if $(KEY),--key "$(KEY)") $(if $(JUDGE),--judge "$(JUDGE)") $(if $(PRICES),--prices "$(PRICES)")

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
