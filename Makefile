.DEFAULT_GOAL := help
.PHONY: help setup run stop check test quick openapi lock artifact selftest cold-start trust policies canaries tamper appends drill fuzz overload mutants checkov supply requests roster ranking posting sign-in properties year
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
year: ## a year of reminders of a county of 852 organisations, day by day against the oracle: half an hour
	YEAR_BRANCHES=818 .venv/bin/pytest -q -n 0 tests/integration/notices/test_year.py --no-cov
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
posting: ## 3,000 events of a county three times in any order by 8 workers: balances exact, caps kept
	scripts/bench/posting.py
sign-in: ## 50 of a branch and 500 of a county event sign in at once: none lost, none doubled
	scripts/bench/sign_in.py
trust: ## every proof of trust, counted in one table (LONG=1: for hours)
	scripts/python -m scripts.proofs $(if $(LONG),--long)
policies: ## the rules of the product against those in Cedar, 20,000 random requests
	TRIALS=10 .venv/bin/pytest -q tests/trust/test_policies.py --no-cov
canaries: ## 2,000 random histories of a land, and whoever asks: no canary of elsewhere
	TRIALS=500 .venv/bin/pytest -q tests/trust/test_canaries.py --no-cov
tamper: ## 3,000 tamperings with sealed entries, each named by chain and number
	TRIALS=20 .venv/bin/pytest -q tests/trust/test_tampering.py --no-cov
appends: ## 10,000 appends by eight threads to fifty chains while calls fail
	TRIALS=25 .venv/bin/pytest -q tests/trust/test_appends_at_once.py --no-cov
drill: ## a restored copy from which rows are missing, and what is missing
	.venv/bin/pytest -q tests/trust/test_restore.py --no-cov
fuzz: ## a local cloud under schemathesis, two minutes, as two people who must not see each other's objects (LONG=1: an hour)
	scripts/python -m scripts.proofs.fuzz_api --cloud $(if $(LONG),--seconds 3600)
overload: ## a county at seven times its peak beside quiet ones for a minute on a local cloud
	scripts/proofs/overload.py
mutants: ## small wrong changes to what trust rests on: does a test notice each?
	scripts/python -m scripts.proofs.mutants
checkov: ## checkov on the template as it is deployed; every finding that is accepted has its reason
	scripts/python -m scripts.proofs.checkov
supply: ## run-time packages, their licences, and what is known of advisories
	scripts/python -m scripts.proofs.supply
