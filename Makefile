# Everything from a fresh clone: `make run` serves the archive, `make test` tests it.
# Needs Python 3.11 or later and make; every other package is installed into .venv, once.

BIND ?= 127.0.0.1
PORT ?= 8000
WEB_CONCURRENCY ?= 2
ARTICLES ?= 10000
GOLD ?=
TESTS ?= tests
export WEB_CONCURRENCY

python := .venv/bin/python
pip := $(python) -m pip install --quiet --disable-pip-version-check --no-input
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help run editor test lint format bench evaluate clean

help:
	@echo "make run         serve the archive at http://$(BIND):$(PORT)/ (PORT=8001 for another port)"
	@echo "make editor      make an account for the admin"
	@echo "make test        run the tests (TESTS=tests/parsing for some of them)"
	@echo "make lint        check format, style and types; \`make format\` mends what it can"
	@echo "make bench       measure speed with ARTICLES=$(ARTICLES) generated articles"
	@echo "make evaluate    measure extraction against labeled documents, GOLD=folder"
	@echo "make clean       remove .venv and caches; what the archive holds stays"

run: .venv/installed
	@$(python) manage.py set_up --bind "$(BIND):$(PORT)"
	@exec $(python) -m gunicorn archive.wsgi --bind "$(BIND):$(PORT)" \
		--worker-class archive.worker.Worker --threads 4 --timeout 120 --graceful-timeout 8 --limit-request-line 8190 --no-control-socket --log-level warning

editor: .venv/installed
	@$(python) manage.py set_up
	@$(python) manage.py createsuperuser

test: .venv/installed-dev
	@$(python) -m pytest -n auto --maxprocesses 4 --dist loadgroup $(PYTEST_OPTIONS) $(TESTS)

lint: .venv/installed-dev
	@$(python) -m ruff format --check .
	@$(python) -m ruff check .
	@$(python) -m mypy

format: .venv/installed-dev
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench: .venv/installed-dev
	@$(python) -m tests.benchmarks --articles "$(ARTICLES)" $(BENCH_OPTIONS)

evaluate: .venv/installed-dev
	@$(python) -m tests.evaluation $(if $(GOLD),--gold "$(GOLD)")

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the pins it stands for, so a second run installs nothing. An environment
# whose making was cut short has no pip yet and is made again.
complete := $(python) -m pip --version >/dev/null 2>&1 || sh .ci/make-venv .venv

.venv/installed: requirements.txt $(python)
	@$(complete)
	@echo "Installing packages into .venv (once) ..."
	@$(pip) -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt requirements.txt $(python)
	@$(complete)
	@echo "Installing packages for development into .venv (once) ..."
	@$(pip) -r requirements-dev.txt
	@touch .venv/installed $@

# Make follows the link: where an upgrade took the Python away, this runs again.
$(python):
	@sh .ci/make-venv .venv
