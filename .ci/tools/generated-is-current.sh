#!/bin/sh
# Fails when the Go code of a template is not what its template says. It looks at the
# files and not at the repository, so that it also works in the middle of a change.
set -eu
state() { find views -name '*_templ.go' -exec cksum {} + | sort -k 3; }
before=$(state)
go tool templ generate 2>/dev/null >&2 || go tool templ generate
if [ "$before" != "$(state)" ]; then
    echo "The templates' Go code was not current and has been written: look at it and commit it." >&2
    exit 1
fi
