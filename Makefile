# Every target sets up what it needs: a virtual environment in .venv with the package and the extras of that target.
PYTHON ?= python3
BIN := .venv/bin

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable ".[test,lint]"
	touch $@

seeds: .venv/installed
	$(BIN)/quotex extract seeds

test: .venv/installed
	$(BIN)/python -m pytest

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv build dist

recipe: .venv/installed
	$(BIN)/python -m pip install --quiet --editable ".[train]"
	$(BIN)/python -m pytest -m recipe tests/test_recipe.py

.PHONY: seeds test lint recipe clean
