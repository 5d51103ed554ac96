# Everything here also works in a folder whose name has spaces: paths are relative, and programs of an environment
# are run as modules of its Python.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:
.DELETE_ON_ERROR:

# QGIS's own Python; not the first python3 of the path, which may be another one.
PYTHON ?= /usr/bin/python3
PIP := -m pip install --quiet --disable-pip-version-check
PLUGIN := PYTHONPATH=.dev PYTHONDONTWRITEBYTECODE=1
LOCAL := PYTHONPATH=local
# Most tests wait rather than work; those of one file share what they set up.
PARALLEL := --quiet --numprocesses 4 --dist loadfile
IMAGES ?=
ONLY ?=

.PHONY: help setup demo test lint bench pictures run package i18n clean system plugin

help: ## List the targets
	@sed -nE 's/^([a-z0-9]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

setup: system plugin .venv/.ready .venv-local/.ready ## Install all that the other targets need

demo: setup ## Photos in, layers on the map, pictures of it in demo/ (IMAGES=folder for your own photos)
	@$(PYTHON) make/demo/run.py --images "$(IMAGES)" --output demo --environment .venv-local

test: setup ## Run all tests
	@$(PLUGIN) QT_QPA_PLATFORM=offscreen .venv/bin/python -m pytest $(PARALLEL) test/unit test/qgis test/faults test/end_to_end
	$(LOCAL) .venv-local/bin/python -m pytest $(PARALLEL) test/local

lint: .venv-lint/.ready .dev/nadir ## Check style, types, security and the Python version
	@.venv-lint/bin/python -m ruff check .
	(cd .dev && ../.venv-lint/bin/python -m mypy --config-file ../pyproject.toml -p nadir.core -p nadir.ui -m nadir.plugin)
	MYPYPATH=local .venv-lint/bin/python -m mypy --config-file pyproject.toml --python-version 3.11 -p nadir_server -p nadir_engine -p nadir_shared
	.venv-lint/bin/vermin --quiet --no-tips --violations --target=3.9- --eval-annotations __init__.py plugin.py core ui
	.venv-lint/bin/bandit --quiet --recursive __init__.py plugin.py core ui local

bench: setup ## Measure; one line a figure (ONLY=part for one part)
	@$(LOCAL) .venv-local/bin/python test/bench/run.py $(ONLY)

pictures: setup ## Take the pictures of the panel and of results on the map in docs/
	@$(PYTHON) test/pictures/take.py

run: setup ## Open QGIS with the plugin in a throw-away profile
	@$(PYTHON) make/demo/run.py --by-hand --environment .venv-local

package: system plugin ## Build the zip for QGIS's plugin manager in build/
	@$(PYTHON) make/package.py build

i18n: system ## Take new texts into the translation files, then compile them
	@shopt -s globstar
	pylupdate5 -noobsolete plugin.py core/**/*.py ui/**/*.py -ts i18n/nadir_de.ts
	for file in i18n/*.ts; do lrelease -silent "$$file"; done

clean: ## Remove all that make has made, but for the pictures in demo/
	@rm -rf .dev .venv .venv-local .venv-lint build resources_rc.py i18n/*.qm

system:
	@make/system-packages

plugin: .dev/nadir resources_rc.py
	@shopt -s nullglob; for file in i18n/*.ts; do [ "$${file%.ts}.qm" -nt "$$file" ] || lrelease -silent "$$file"; done

# The repository's root is the package `nadir`, whatever this folder is called.
.dev/nadir:
	@mkdir -p .dev
	ln -sfn .. .dev/nadir

resources_rc.py: resources.qrc $(wildcard resources/*.svg) | system
	@pyrcc5 resources.qrc | sed 's/from PyQt5 import/from qgis.PyQt import/' > resources_rc.py

.venv/.ready: test/requirements.txt | system
	@rm -rf .venv
	$(PYTHON) -m venv --system-site-packages .venv
	.venv/bin/python $(PIP) -r test/requirements.txt
	touch .venv/.ready

.venv-local/.ready: local/requirements.txt test/requirements-local.txt core/local/environment.py .dev/nadir | system
	@$(PLUGIN) $(PYTHON) make/environment.py .venv-local
	.venv-local/bin/python $(PIP) -r test/requirements-local.txt
	touch .venv-local/.ready

.venv-lint/.ready: test/requirements-lint.txt | system
	@rm -rf .venv-lint
	$(PYTHON) -m venv .venv-lint
	.venv-lint/bin/python $(PIP) -r test/requirements-lint.txt
	touch .venv-lint/.ready
