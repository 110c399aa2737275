# The commands of the project; each makes the machine ready first (packaging/setup.sh). `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test test-peers conformance check tour bench faults docs pictures lock clean ready ready-test

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "%-12s %s\n", $$1, $$2 }'

ready: ## only install what is missing; nothing is started
	@packaging/setup.sh run
ready-test:
	@packaging/setup.sh test

run: ## the kiosk, its hub and an invented district, in one go
	@packaging/setup.sh run && exec .venv/bin/kiosk demo

test: ready-test ## everything, as CI runs it
	@packaging/stages.sh style format texts imports types+contract unit gui hub postgres e2e faults

test-peers: ready-test ## appointments at a FHIR server that is not ours (Medplum's), on this machine
	@timeout --kill-after=20 600 packaging/peers.sh

conformance: ready-test ## the public tuf-conformance suite against our updater; DIR=folder of that suite (needs faketime)
	@packaging/conformance.sh "$(DIR)"

check: ready-test ## style, types, import rules and the quick tests
	@packaging/stages.sh style format types imports texts unit gui

tour: ready ## pictures of every screen, in build/tour
	@.venv/bin/kiosk tour build/tour

bench: ready-test ## speed, memory; SPEECH=folder and POLICY=folder score against questions kept elsewhere
	@.venv/bin/python -m tests.bench $(if $(SPEECH),--speech "$(SPEECH)") $(if $(POLICY),--policy "$(POLICY)")

faults: ready-test ## every fault and every page in full numbers; `make test` runs a seeded twentieth
	@FAULTS=full .venv/bin/pytest -p tests.faults.rows -o faulthandler_timeout=0 tests/faults \
		tests/hub/desk/test_browser_sizes.py tests/hub/desk/test_studio_waits.py -s
	@.venv/bin/pytest -p tests.faults.rows tests/hub tests/unit -k "r6_ or r7_ or r8_ or s9_"

docs: ready-test ## docs/settings.md, from the declarations in kiosk/config/
	@.venv/bin/python packaging/settings_doc.py > docs/settings.md.part && mv docs/settings.md.part docs/settings.md

pictures: ready-test ## docs/pictures, for the README; and the screens on the desk's page of steps
	@.venv/bin/python packaging/pictures.py
	@.venv/bin/python packaging/screen_pictures.py

lock: ready-test ## packaging/*.lock, from the .in files
	@PATH="$$PWD/.venv/bin:$$PATH" packaging/lock.sh

clean: ## what can be made again: build/, caches, .venv
	@rm -rf build .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	@find kiosk tests packaging -name __pycache__ -prune -exec rm -rf {} +
	@find i18n -name '*.mo' -delete
