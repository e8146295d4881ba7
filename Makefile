# Two commands after a clone: `make demo` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SET_UP := $(VENV)/.set-up
EXPORT := uv export --quiet --no-header --no-emit-project --no-annotate --format requirements.txt
STORY := build/harbour.db

BENCH := build/bench-venv
DATA ?= ../shared/data

.PHONY: demo test bench lock clean

demo: $(SET_UP)  ## read the example story and show what it holds
	@mkdir -p build && rm -f $(STORY)*
	$(BIN)/sayso add $(STORY) examples/harbour/coverage
	$(BIN)/sayso show $(STORY)
	$(BIN)/sayso show $(STORY) 1
	$(BIN)/sayso sources $(STORY)
	$(BIN)/sayso why $(STORY)
	$(BIN)/sayso claims $(STORY) --limit 10
	$(BIN)/sayso conflicts $(STORY)

test: $(SET_UP)  ## style, types, tests, and the floors on quality
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@tests/install-chromium.sh
	$(BIN)/pytest

bench: $(SET_UP) $(BENCH)/.set-up  ## speed beside spaCy's, and the extraction's score (needs DATA)
	$(BIN)/python benchmarks/throughput.py $(DATA)/polnear/dev.jsonl --spacy-python $(BENCH)/bin/python
	$(BIN)/python benchmarks/extraction.py $(DATA)/pages

lock:  ## pin every dependency, with hashes and without any registry's address (needs uv)
	$(EXPORT) --group dev --group build > requirements.lock
	$(EXPORT) --only-group bench > requirements-bench.lock
	rm -f uv.lock

clean:
	rm -rf $(VENV) build dist

$(BENCH)/.set-up: requirements-bench.lock
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

# Hashed requirements first, then the package itself without looking for any other.
$(SET_UP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "sayso needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
