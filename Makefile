# Scripts run on the Node 22 of node_modules, which is what AWS Lambda runs; setup itself runs on the system's Node.
NODE := PATH="$(CURDIR)/node_modules/.bin:$$PATH" node
JEST := $(NODE) --experimental-vm-modules --no-warnings node_modules/jest/bin/jest.js
export STAGE ?= dev
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-local test-full local-up local-down token build plan apply

help: ## show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

setup: # install the npm packages if they changed
	@sh scripts/setup.sh

demo: setup ## the main job on sample reports: from upload to daily costs, alert and SQL
	@$(NODE) scripts/demo.ts

test: setup ## unit, property and architecture tests
	@$(JEST) --selectProjects unit

test-local: setup ## everything: types, lint, unit, Terraform and integration tests on the local stack
	@$(NODE) scripts/test-local.ts

test-full: setup ## test-local and the long tests
	@$(NODE) scripts/test-local.ts --full

local-up: setup ## start the local stack (EMULATOR_PORT=4566, AWS_EMULATOR=ministack|localstack)
	@$(NODE) scripts/local-up.ts

local-down: setup ## stop what local-up started
	@$(NODE) scripts/local-down.ts

token: setup ## print a bearer token for the REST API (SCOPE=read: one that may only read)
	@$(NODE) packages/cli/bin/almanac.mjs token --scope $(or $(SCOPE),write)

build: setup ## bundle every function into dist/<name>.zip
	@$(NODE) scripts/build.ts

plan: setup ## show what apply would change on AWS (STAGE=dev)
	@$(NODE) scripts/deploy.ts plan

apply: setup ## deploy to AWS (STAGE=dev)
	@$(NODE) scripts/deploy.ts apply
