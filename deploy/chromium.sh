#!/bin/sh
# Sees to it that the web view can be tested in a browser: by Debian's Chromium where that is installed or may be
# installed. Without it those tests are skipped, so this never fails.
set -u
packages='chromium'
# shellcheck source=deploy/debian.sh
. "$(dirname "$0")/debian.sh"

command -v chromium >/dev/null && exit 0
# shellcheck disable=SC2086 # a list of words is meant
install_packages $packages && command -v chromium >/dev/null && exit 0
echo "Chromium is not here: the web view is not tested in a browser (Debian: apt install $packages)."
