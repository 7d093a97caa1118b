# The two commands of the README are `make demo` and `make test`; each sets up what it needs.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

# What was compiled is kept: else every test process compiles all tests, and every command that one starts all of xunli.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-slow check score bench format clean

demo: $(READY)
	@$(BIN)/xunli demo

test: $(READY)
	$(BIN)/python -m pytest

test-slow: $(READY)
	$(BIN)/python -m pytest -n 2 -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n0 tests/test_house.py

score: $(READY)
	$(BIN)/python bench/score.py

bench: $(READY)
	$(BIN)/python -m bench

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info build

# pip older than 23.3 leaves lxml_html_clean out, without which trafilatura does not import.
$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "xunli 需要 Python 3.11 或更新的版本 / xunli needs Python 3.11 or newer")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "准备运行环境 .venv（第一次需要一两分钟）/ setting up .venv (a minute or two the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=24'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(READY)
