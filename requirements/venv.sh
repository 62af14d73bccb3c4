#!/bin/sh
# Makes the virtual environment $1 with what is pinned in $2; says in one sentence what to do when it cannot.
set -u
venv=$1 pins=$2

fail() {
    echo "$1" >&2
    exit 1
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$name" && return
    done
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    mkdir -p "$venv" 2>/dev/null && touch "$venv/.new" 2>/dev/null ||
        fail "This folder cannot be written to: copy the project to a folder of your own and run make there."
    python=$(find_python)
    [ -n "$python" ] || fail "Python 3.11 or newer is needed: install it, or name it, as in 'make run PYTHON=/usr/bin/python3.12'."
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python has no venv module: install it (on Debian and Ubuntu 'apt install python3-venv') and run make again."
    echo "Making the environment (once, about a minute) …" >&2
    "$python" -m venv --clear "$venv" || fail "The environment could not be made: see above."
fi

install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation "$@" ||
        fail "Installing failed, see above: check the network connection (or your pip mirror) and run make again."
}

# First what builds, then what runs: nothing comes in without a hash.
install --require-hashes -r requirements/build.txt
install --require-hashes -r "$pins"
install --no-deps -e .
