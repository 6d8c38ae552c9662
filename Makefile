# The only entry point to remember. `make` alone explains itself.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# What `make run` opens: a base of its own in this folder, so that trying never touches real work.
# Another one: make run DATABASE=postgres://person@server/base  or  DATA_DIR=/some/folder
# An empty one: make run CUSTOMERS=0 DATABASE=sqlite:///some/new-base.db
DATA_DIR ?= $(CURDIR)/.demo
DATABASE ?=
CUSTOMERS ?= 1000
SEED ?= 1
ADDRESS = $(or $(DATABASE),sqlite://$(DATA_DIR)/retaguarda.db)

UI_SOURCES := $(shell find ui -path ui/node_modules -prune -o -path ui/dist -prune -o -type f -print 2>/dev/null)

# Everything that is built to be tested is linted by the same pass: clippy stands in for the compiler in this workspace.
# Linting apart would compile it all once more. The marks are how `cargo clippy` hands on its arguments.
LINTED := test story e2e gallery tour bindings rights bench-people
$(LINTED): export RUSTC_WORKSPACE_WRAPPER = clippy-driver
$(LINTED): export CLIPPY_ARGS = -D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__

.PHONY: help
help: ## this list
	@echo "Retaguarda. Two commands are enough: make run, make test. All of them:"
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
	  awk -F'\t' '{ printf "  \033[36mmake %-10s\033[0m %s\n", $$1, $$2 }'
	@echo "One end-to-end test:  make e2e ONLY=first_start      One story:  make story ONLY=reg_3"
	@echo "Another database:     make run DATABASE=postgres://person@server/base"

.PHONY: run
run: ## install what is missing, build, and open the window on a demo base
	@scripts/install-deps run
	@scripts/open-window "$(ADDRESS)" "$(DATA_DIR)" "$(CUSTOMERS)" "$(SEED)"

.PHONY: test
test: ## everything: lints, both databases, screens, the real window
	@scripts/install-deps test
	@scripts/test

.PHONY: tour
tour: ## play the main job in the real window; pictures, PDF and e-mail land in target/tour
	@scripts/install-deps test
	@scripts/tour

.PHONY: gallery
gallery: ui/dist/index.html ## a picture of every screen in target/gallery, and what axe objects to: make gallery ONLY=quote
	@scripts/install-deps test
	cargo build --locked --quiet --workspace --bins
	cargo run --locked --quiet -p e2e --example gallery -- target/gallery $(ONLY)

.PHONY: bench
bench: ## start time, memory and size of the release build, as a table
	@scripts/install-deps test
	@scripts/bench

.PHONY: bench-linkage
bench-linkage: ## quality, time and memory of the record linkage: FEBRL 3 and 4, made-up Brazilians at two sizes; other tools on the same files: make bench-linkage PEERS=1
	@PEERS=$(PEERS) scripts/bench-linkage

.PHONY: bench-people
bench-people: ## sixteen processes on one file and sixty on one Postgres review sales; an oracle recounts: make bench-people KILL=1
	@scripts/install-deps test
	cargo build --locked --profile quick -p stories --bin reviewer
	scripts/with-postgres cargo run --locked --quiet --profile quick -p stories --example people -- 30 $(if $(KILL),--kill)

.PHONY: bench-customers
bench-customers: ## pages anywhere in the list of customers and search while typing: make bench-customers SIZE=1000000 [DATABASE=postgres://…]
	@CUSTOMERS="$(or $(SIZE),1000000)" cargo bench --locked -p office --bench customers --profile release

.PHONY: bench-typing
bench-typing: ui/dist/index.html ## from a key press to the painted result, release, on what bench-customers left: make bench-typing [DATABASE=sqlite://…]
	@scripts/install-deps test
	cargo build --locked --quiet --release -p retaguarda-desktop -p cli
	DATABASE="$(or $(DATABASE),sqlite://$(CURDIR)/target/bench/customers-1000000.db)" \
	  cargo run --locked --quiet --release -p e2e --example typing

.PHONY: bench-hour
bench-hour: ui/dist/index.html ## memory of the window after an hour of going through all screens, release: make bench-hour [MINUTES=60]
	@scripts/install-deps test
	cargo build --locked --quiet --release -p retaguarda-desktop -p cli
	MINUTES=$(or $(MINUTES),60) cargo run --locked --quiet --release -p e2e --example endurance

.PHONY: bench-import
bench-import: ## customers from a CSV of 100,000 lines: make bench-import [LINES=100000] [DATABASE=postgres://…]
	@scripts/bench-import

.PHONY: demo
demo: ## a fresh demo base: make demo CUSTOMERS=1000 SEED=1 (the old one is kept aside)
	@scripts/install-deps run
	@scripts/build-quick
	@scripts/make-demo "$(ADDRESS)" "$(DATA_DIR)" "$(CUSTOMERS)" "$(SEED)"

.PHONY: bindings
bindings: ## write ui/src/bindings.ts anew from the list of commands
	UPDATE_BINDINGS=1 cargo test -q --workspace --test stories bindings_are_current

.PHONY: rights
rights: ## write what each permission needs of the tables anew from the source
	UPDATE_RIGHTS=1 cargo test -q --workspace --test stories rights_on_tables_are

.PHONY: fmt
fmt: ## format everything
	cargo fmt --all
	cd ui && npx biome check --write .

.PHONY: lint
lint: ui/dist/index.html ## formatting, clippy, types and rules of the screens, licences
	@scripts/test lint

.PHONY: deny
deny: ## licences, sources, advisories and duplicates of what we build on (needs cargo-deny)
	@node scripts/check-licences.mjs
	@command -v cargo-deny >/dev/null || { echo "cargo-deny is missing: cargo install cargo-deny --locked"; exit 1; }
	cargo deny --workspace check

.PHONY: story
story: ## one story on both databases: make story ONLY=part_of_its_name
	scripts/with-postgres cargo test --workspace --test stories $(ONLY)

.PHONY: e2e
e2e: ui/dist/index.html ## one end-to-end test in the window: make e2e ONLY=part_of_its_name
	cargo build --workspace --bins
	scripts/with-postgres cargo test --workspace --test e2e $(ONLY)

.PHONY: dev
dev: ## the window on Vite's server, for work on the screens
	@scripts/install-deps run
	@mkdir -p ui/dist
	@trap 'kill $$vite 2>/dev/null' EXIT; (cd ui && exec npx vite --port 1420 --strictPort) & vite=$$!; \
	  RETAGUARDA_DATABASE="$(ADDRESS)" RETAGUARDA_DATA_DIR="$(DATA_DIR)" \
	  cargo run -p retaguarda-desktop --no-default-features

.PHONY: package
package: ## the Debian package, in target/release/bundle/deb, installed and started once
	@scripts/install-deps test
	@scripts/package

ui/dist/index.html: $(UI_SOURCES)
	@scripts/install-deps run
	cd ui && npm run --silent build
	@touch $@
