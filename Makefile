# Everything a person types. The work itself is in ops/, which needs Python 3.11 and nothing else.

PYTHON := $(shell for p in python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1 && { echo $$p; exit; }; done)

.PHONY: help demo demo-reset test check fix bench python

help:
	@echo "make demo        try the register: PORT=8000 PEOPLE=300 can be set; Ctrl-C stops it"
	@echo "make demo-reset  remove the demo's data"
	@echo "make test        prove it: style, types, floors, migrations, tests, browser journeys"
	@echo "make check       the part of make test that runs nothing"
	@echo "make fix         put style right where that can be done automatically"
	@echo "make bench       measure it"

demo: python
	@$(PYTHON) -m ops.demo

demo-reset: python
	@$(PYTHON) -m ops.demo --reset

test: python
	@$(PYTHON) -m ops.test

check: python
	@$(PYTHON) -m ops.check

fix: python
	@$(PYTHON) -m ops.check --fix

bench: python
	@$(PYTHON) -m ops.bench

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed and was not found as python3.11 or python3: install it, then run make again." >&2; exit 1; }
