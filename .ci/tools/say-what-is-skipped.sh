#!/bin/sh
# Says before the tests which of them cannot run on this machine, and what is missing.
set -eu
chromium=${PRIVACYDESK_CHROMIUM:-}
for program in chromium chromium-browser google-chrome google-chrome-stable; do
    [ -n "$chromium" ] || chromium=$(command -v "$program" || true)
done
[ -n "$chromium" ] || echo "There is no Chromium (apt-get install chromium): the browser test is skipped." >&2
[ -z "$chromium" ] || [ -e .ci/tools/node_modules/axe-core/axe.min.js ] ||
    echo "There is no axe (npm ci --prefix .ci/tools): the browser test is skipped." >&2
[ -d "${PRIVACYDESK_TEST_DATA:-../shared/data}" ] || echo "There are no real inputs (PRIVACYDESK_TEST_DATA): the tests on published policies do not run." >&2
