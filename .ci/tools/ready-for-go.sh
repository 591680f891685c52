#!/bin/sh
# Says plainly that Go is missing or too old for the portal.
set -eu
if ! command -v go >/dev/null; then
    echo "Privacy Desk is built with Go 1.26 or newer, which is not on this machine: get it from https://go.dev/dl/" >&2
    exit 1
fi
version=$(go env GOVERSION) # such as go1.26.8
minor=${version#go1.}
minor=${minor%%[!0-9]*}
if [ "${minor:-0}" -lt 26 ]; then
    echo "Privacy Desk is built with Go 1.26 or newer, but here is ${version}: get it from https://go.dev/dl/" >&2
    exit 1
fi
