# Set-up shared by scripts/quickstart and scripts/test: a Swift toolchain, and the system libraries
# that the package links. To be sourced, by bash, from a script that has set `root`; with_server=true
# asks for a PostgreSQL server too.
# shellcheck shell=bash

say() { printf '==> %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Packages of Debian and Ubuntu whose header or program is not there.
missing_packages() {
    local include
    has_header() {
        for include in /usr/include /usr/local/include; do
            [[ -e "$include/$1" ]] && return 0
        done
        return 1
    }
    has_header csv.h || echo libcsv-dev
    has_header xxhash.h || echo libxxhash-dev
    has_header sqlite3.h || echo libsqlite3-dev
    has_header libpq-fe.h || has_header postgresql/libpq-fe.h || echo libpq-dev
    has_header zlib.h || echo zlib1g-dev
    has_header zstd.h || echo libzstd-dev
    has_header bzlib.h || echo libbz2-dev
    has_header magic.h || echo libmagic-dev
    command -v sqlite3 >/dev/null || echo sqlite3
    command -v git >/dev/null || echo git
    if ${with_server:-false} && ! has_server; then echo postgresql; fi
}

# A PostgreSQL server for the tests; the program itself needs none.
has_server() {
    command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

# Runs a command as root: at once, or through sudo, which may ask only where somebody can answer.
as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        "$@"
    elif ! command -v sudo >/dev/null; then
        return 1
    elif [[ -t 0 ]]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] && return 0
    say "system packages missing: ${missing[*]}"
    if command -v apt-get >/dev/null; then
        if as_root apt-get update -q; then
            as_root env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y -q --no-install-recommends "${missing[@]}" || true
        fi
        mapfile -t missing < <(missing_packages)
        [[ ${#missing[@]} -eq 0 ]] && return 0
    fi
    fail "cannot install ${missing[*]}; as root, run: apt-get install ${missing[*]}
(on a system without apt-get: libcsv, xxHash 0.8 or later, SQLite 3, libpq, zlib, zstd, bzip2 and libmagic, with their headers, and the sqlite3 and git programs)"
}

require_swift() {
    command -v swift >/dev/null ||
        fail "there is no Swift toolchain on the PATH: install Swift 6.1 or later from https://www.swift.org/install"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [[ -n "$version" ]] || fail "cannot tell the version of $(command -v swift); Swift 6.1 or later is needed"
    if [[ $(printf '6.1\n%s\n' "$version" | sort -V | head -n 1) != 6.1 ]]; then
        fail "Swift $version is too old: install Swift 6.1 or later from https://www.swift.org/install"
    fi
}

set_up() {
    require_swift
    install_packages
}
