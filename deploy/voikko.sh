#!/bin/sh
# Sees to it that the Python given as $1 can analyse Finnish words: by Debian's native Voikko where that is
# installed or may be installed, else by the pure-Python pyvoikko.
set -u
python=$1
packages='libvoikko1 voikko-fi'

native() {
    "$python" -c 'import libvoikko; libvoikko.Voikko("fi")' >/dev/null 2>&1
}

install_native() {
    command -v apt-get >/dev/null || return 1
    root=''
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        root='sudo -n'
    fi
    echo "Installing Debian's $packages ..."
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086 # lists of words are meant
    $root apt-get install -y -qq $packages >/dev/null 2>&1 && return 0
    $root apt-get update -qq >/dev/null 2>&1
    # shellcheck disable=SC2086
    $root apt-get install -y -qq $packages >/dev/null 2>&1
}

native && exit 0
install_native && native && exit 0

echo "Native Voikko is not here (Debian: apt install $packages); installing pyvoikko (GPL-3.0) instead, which is slower."
exec "$python" -m pip install --quiet --quiet --require-hashes --requirement "$(dirname "$0")/../requirements-pyvoikko.lock"
