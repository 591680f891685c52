#!/usr/bin/env bash
# The program that is built from a copy of the commit elsewhere is the same, byte for byte.
set -euo pipefail
cd "$(dirname "$0")/../.."
make build
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
git archive HEAD | tar -x -C "$elsewhere"
make -C "$elsewhere" build
cmp bin/privacydesk "$elsewhere/bin/privacydesk"
sha256sum bin/privacydesk
