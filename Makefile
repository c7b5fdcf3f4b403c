.DEFAULT_GOAL := help
.PHONY: help setup run stop check test quick openapi lock artifact selftest cold-start requests roster ranking sign-in properties
help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14
setup: ## make .venv with the locked packages
	scripts/setup
run: ## the main job on a local cloud
	scripts/run
stop: ## stop the local cloud; everything is kept
	scripts/run --stop
check: ## style, types, walls, template
	scripts/check
quick: ## check and tests, nothing built or deployed
	scripts/test quick
properties: ## every property on twenty times as many random cases
	TRIALS=20 .venv/bin/pytest -q -n 2 tests/unit tests/integration -m hypothesis --no-cov
test: ## everything that CI does
	scripts/test
openapi: ## write openapi.json from the code
	scripts/openapi
lock: ## lock every package with hashes
	scripts/lock
artifact: ## sam build, then import every handler from what was built
	scripts/artifact
selftest: ## does this version of the emulator behave as the product needs?
	scripts/python -m scripts.local.selftest
cold-start: artifact ## instructions of each function's start and first call
	scripts/bench/cold_start.py
requests: ## AWS calls, units and CPU of each user action
	scripts/bench/requests.py
roster: ## rows a second from file to members, against a floor
	scripts/bench/roster.py
ranking: ## the fold of ranks, against an oracle and a peer
	scripts/bench/ranking.py
sign-in: ## 50 of a branch and 500 of a county event sign in at once: none lost, none doubled
	scripts/bench/sign_in.py
