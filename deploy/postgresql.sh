#!/bin/sh
# Sees to it that the tests find a PostgreSQL server to start, by Debian's package, where CI is true: on somebody's own machine
# a server is theirs to install. Without it the tests of PostgreSQL are skipped, so this never fails.
set -u
packages='postgresql'
# shellcheck source=deploy/debian.sh
. "$(dirname "$0")/debian.sh"

ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null && exit 0
[ "${CI:-}" = true ] && install_packages $packages && exit 0
echo "PostgreSQL is not here: its tests are skipped (Debian: apt install $packages)."
