# Plain go commands under short names. Nothing here is needed to build or test.
.DEFAULT_GOAL := help
FUZZTIME ?= 15s

.PHONY: help check test mutants bench golden pictures fuzz

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

check: ## everything CI runs
	./.ci/run

test: ## the tests alone
	go test ./...

mutants: ## prove the suite: each rule out, each bad sender in; who notices
	go run . conformance kill --markdown results/kill.md

bench: ## the figures of docs/performance.md
	go test -run '^$$' -bench . -benchmem -count 5 ./sim/... ./vendors/... ./internal/lab

golden: ## write golden files anew; read the diff before committing
	go test $$(grep -rlE --include='*_test.go' 'flag\.Bool\("update"|/tui/tuitest"' . | xargs -n1 dirname | sort -u) -update

pictures: ## draw the pictures of the README and the docs
	go run ./internal/tools/picture

fuzz: ## every fuzz target for FUZZTIME (15s)
	@for pkg in $$(go list ./...); do \
		for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
			echo "$$pkg $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg || exit 1; \
		done; \
	done
