# Two commands for a newcomer: make run, make test. make help lists all.

.DEFAULT_GOAL := help
.PHONY: help run build test bench screenshots check lint sbom fmt generate database postgresql go

GOLANGCI := go tool -modfile=.ci/tools/go.mod golangci-lint
# The version stamp would need a repository of the same owner.
export GOFLAGS := $(strip $(GOFLAGS) -buildvcs=false)

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: go database build ## start the portal with a sample organisation (installs PostgreSQL if there is none)
	@exec bin/privacydesk serve --demo

build: go ## build bin/privacydesk
	@go build -trimpath -o bin/privacydesk ./cmd/privacydesk

test: go postgresql ## run every test, with the race detector where a C compiler is
	@race=-race; compiler=$$(go env CC); \
	if [ "$$(go env CGO_ENABLED)" != 1 ] || ! command -v "$${compiler%% *}" >/dev/null; then \
		race=; echo "There is no C compiler: the tests run without the race detector." >&2; \
	fi; \
	.ci/tools/say-what-is-skipped.sh; \
	go build -o bin/testdb ./cmd/testdb && exec bin/testdb go test -timeout 20m $$race ./...

bench: build postgresql ## measure, each figure beside its baseline
	@go build -o bin/bench ./cmd/bench && bin/bench bin/privacydesk
	@go build -o bin/testdb ./cmd/testdb && exec bin/testdb go test -run '^$$' -bench 'Queue|Redline' -benchtime 1x -timeout 60m ./models/request ./models/text

screenshots: build postgresql ## take the pictures of the README from the sample organisation (needs Chromium)
	@go run ./cmd/screenshots

check: lint test ## all that a change must pass

lint: go ## check formatting, generated code, vet and lint
	@unformatted=$$(gofmt -l cmd handlers views models assets migrations); \
	[ -z "$$unformatted" ] || { echo "not formatted, run make fmt:" $$unformatted >&2; exit 1; }
	@.ci/tools/generated-is-current.sh
	@go vet ./...
	@$(GOLANGCI) run ./...

sbom: build ## list all that is in bin/privacydesk, as CycloneDX, in bin/privacydesk.cdx.json
	@go tool -modfile=.ci/tools/sbom.mod cyclonedx-gomod bin -json -version "$$(git rev-parse HEAD 2>/dev/null || echo unknown)" -output bin/privacydesk.cdx.json bin/privacydesk

fmt: go ## format Go and templates
	@gofmt -w cmd handlers views models assets migrations
	@go tool templ fmt views

generate: go ## write the Go code of the templates
	@go tool templ generate

# Before anything is built: who cannot install it is told at once.
database:
	@[ -n "$$DATABASE_URL" ] || .ci/tools/ready-for-postgresql.sh

postgresql: go
	@.ci/tools/ready-for-postgresql.sh

go:
	@.ci/tools/ready-for-go.sh
