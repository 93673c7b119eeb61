# For runners: make run. For developers: make test (everything), make check (the fast part), make bench, make lock.
# All tools live in .venv, which is made from a lock file of hashes and redone only when that file changed.
# PYTHON=/path/to/python3.13 chooses the interpreter for a new .venv.
SHELL := /bin/sh
PY := .venv/bin/python
LINTED := plimsoll.py warehouse pipelines dashboard commands tests

# Compiled once, modules load several times faster at every later start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check lint style types bench lock

run: .venv/run
	@$(PY) -m plimsoll up

test: style
	@$(call beside_types,$(PYTEST) -ra)

check: style
	@$(call beside_types,$(PYTEST) --hypothesis-profile quick -m "not browser and not slow" --ignore tests/browser --ignore tests/pipelines)

lint: style types

style: .venv/dev
	@$(PY) -m ruff check $(LINTED)
	@$(PY) -m ruff format --check --quiet $(LINTED)

types: .venv/dev
	@$(TYPES)

TYPES := $(PY) -m mypy && .venv/bin/lint-imports

# Files begin in the order that tests/conftest.py gives them.
PYTEST := $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Types are looked at while the tests run, and told of after them; a failure of either is one.
define beside_types
($(TYPES)) >.venv/types.log 2>&1 & types=$$!; \
$(1); tests=$$?; \
wait $$types; types=$$?; cat .venv/types.log; \
[ $$tests = 0 ] && [ $$types = 0 ]
endef

bench: .venv/dev
	@for file in tests/bench/bench_*.py; do $(PY) -m tests.bench.$$(basename "$$file" .py) || exit 1; done

lock: .venv/dev
	@$(COMPILE) --extra dev pyproject.toml -o requirements-dev.lock
	@$(COMPILE) pyproject.toml -c requirements-dev.lock -o requirements.lock

# Universal, so that one file serves every platform and Python; without index URLs, so that it serves every mirror.
COMPILE := $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"

# An environment for tests can also run the product; one made again for running has no test tools any more.
.venv/run: requirements.lock pyproject.toml $(PY)
	@rm -f .venv/dev
	@$(call install,requirements.lock)
	@touch .venv/run

.venv/dev: requirements-dev.lock pyproject.toml $(PY)
	@$(call install,requirements-dev.lock)
	@touch .venv/run .venv/dev

define install
echo "Setting up .venv from $(1); this takes about a minute and is done again only when that file changes."; \
if $(PY) -m uv --version >/dev/null 2>&1 || $(PIP) install uv >/dev/null 2>&1; then \
	$(PY) -m uv pip sync --quiet --python $(PY) --require-hashes $(1) && \
	$(PY) -m uv pip install --quiet --python $(PY) --no-deps --no-build-isolation -e .; \
else \
	$(PIP) install --require-hashes --no-deps -r $(1) && $(PIP) install --no-deps --no-build-isolation -e .; \
fi
endef

PIP := $(PY) -m pip --quiet --disable-pip-version-check

$(PY):
	@for name in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Plimsoll needs Python 3.11 to 3.14, and here is $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "Install one of these, or name it: make run PYTHON=/path/to/python3.13" >&2; exit 1; \
	fi; \
	"$$found" -m venv --clear .venv || { rm -rf .venv; \
		echo "$$found cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
