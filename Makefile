# Two commands on a fresh machine with Python 3.11 and make:
#   make demo    set up an environment and audit the demonstration corpus
#   make test    set up an environment and pass the tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint corpus messages gate clean

demo: $(VENV)/runtime
	$(BIN)/jiaoyan audit corpus/demo -o demo-report --lang zh
	@echo
	@echo "报告 / report: $(CURDIR)/demo-report/report.html"

test: $(VENV)/dev
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

corpus: $(VENV)/dev  # build corpus/demo, corpus/heldout and corpus/gold from the manuscripts
	$(BIN)/python corpus/build.py

messages: $(VENV)/dev  # compile the catalogue of messages
	$(BIN)/pybabel compile -d src/jiaoyan_nlp/cli/locale -D messages

gate: $(VENV)/dev  # raise the floors of the evaluation gate to what is reached now
	$(BIN)/python tests/test_gate.py --raise

clean:
	rm -rf $(VENV) demo-report build dist

$(VENV)/runtime: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@
