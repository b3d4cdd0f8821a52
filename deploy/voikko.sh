#!/bin/sh
# Sees to it that the Python given as $1 can analyse Finnish words: by Debian's native Voikko where that is
# installed or may be installed, else by the pure-Python pyvoikko.
set -u
here=$(dirname "$0")
python=$1
packages='libvoikko1 voikko-fi'
# shellcheck source=deploy/debian.sh
. "$here/debian.sh"

native() {
    "$python" -c 'import libvoikko; libvoikko.Voikko("fi")' >/dev/null 2>&1
}

native && exit 0
# shellcheck disable=SC2086 # a list of words is meant
install_packages $packages && native && exit 0

echo "Native Voikko is not here (Debian: apt install $packages); installing pyvoikko (GPL-3.0) instead, which is slower."
exec "$python" -m pip install --quiet --quiet --require-hashes --requirement "$here/../requirements-pyvoikko.lock"
