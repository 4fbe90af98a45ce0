# make run: build, migrate, load the demo once, serve.  make test: everything that must be green.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/installed
INSTALLED_DEV := $(VENV)/installed-dev

.PHONY: run test bench load torture lint lint-% format requirements clean

run: $(INSTALLED)
	@mkdir -p data
	@set -e; \
	told() { { env; cat .env; } 2>/dev/null | grep -Eq "^(export )?$$1(_FILE)?=."; }; \
	told DEBUG || export DEBUG=true; \
	if ! told SECRET_KEY; then \
		[ -s data/secret-key ] || (umask 077; $(BIN)/python -c \
			'import secrets; print(secrets.token_urlsafe(50))' > data/secret-key); \
		export SECRET_KEY_FILE=data/secret-key; \
	fi; \
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0; \
	$(BIN)/python manage.py migrate --verbosity 0; \
	$(BIN)/python manage.py demo --if-empty; \
	exec $(BIN)/python manage.py serve

test: $(INSTALLED_DEV)
	@$(BIN)/python tests/run.py

# How fast it is; what can be said to it: make bench BENCH=--help
BENCH ?=
bench: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.bench.run $(BENCH)

# Whether finished pages are right and the site stays up: real servers of four processes, changed by
# an editor, without their database, flooded. An hour; make load LOAD=--quick takes ten minutes.
LOAD ?=
load: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.load.run $(LOAD)

# Whether a save that was acknowledged is ever lost, and a story half published: a hundred random kills
# of a server at work, on each database. Twenty minutes; make torture TORTURE=--quick takes five.
TORTURE ?=
torture: $(INSTALLED_DEV)
	@$(BIN)/python -m tests.torture.run $(TORTURE)

lint: lint-style lint-templates lint-imports lint-migrations lint-deploy lint-catalogues lint-types

# The tools only look; `check --deploy` looks at what production would have.
lint-%: export DEBUG := true
PRODUCTION := env -u SECRET_KEY_FILE DEBUG=false ALLOWED_HOSTS=news.example \
	SITE_URL=https://news.example SECRET_KEY=only-for-this-check-abcdefghijklmnopqrstuvwxyz-0123456789

lint-style: $(INSTALLED_DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

lint-types: $(INSTALLED_DEV)
	$(BIN)/mypy

lint-templates: $(INSTALLED_DEV)
	$(BIN)/djlint --lint --quiet templates

lint-imports: $(INSTALLED_DEV)
	$(BIN)/lint-imports

lint-migrations: $(INSTALLED_DEV)
	$(BIN)/python manage.py makemigrations --check --dry-run

lint-deploy: $(INSTALLED_DEV)
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

lint-catalogues:
	@set -e; for catalogue in $$(find locale -name '*.po' 2>/dev/null); do \
		if ! command -v msgfmt >/dev/null; then \
			echo "Catalogues not checked: msgfmt is missing (gettext)."; exec test "$$CI" != true; \
		fi; \
		msgfmt --check --output-file=/dev/null $$catalogue; \
	done

format: $(INSTALLED_DEV)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# New pins: make requirements UPGRADE=--upgrade. The files name no host.
UPGRADE ?=
COMPILE = $$scratch/bin/uv --quiet pip compile pyproject.toml --generate-hashes --universal \
	--python-version 3.11 --no-header --no-annotate $(UPGRADE)
requirements:
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(PYTHON) -m venv "$$scratch"; \
	"$$scratch/bin/pip" install -qq uv; \
	$(COMPILE) --output-file requirements.txt; \
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt; \
	! grep -n '://' requirements.txt requirements-dev.txt

clean:
	rm -rf $(VENV) staticfiles test-results .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

# The virtual environment is filled when the pins change, and built anew when its Python is gone.
.PHONY: python-is-gone
$(INSTALLED): requirements.txt $(shell $(BIN)/python -c '' 2>/dev/null || echo python-is-gone)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Newsroom needs Python 3.11 or newer; $(PYTHON) is: $$($(PYTHON) --version 2>&1)."; \
		echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) comes without venv and pip. On Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing what $< pins…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "Installing what $< pins…"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@touch $@
