#!/bin/sh
# Sees to it that scanned pages can be read: by Debian's Tesseract where that is installed or may be installed.
# Without it everything else works, so this never fails.
set -u
packages='tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe'
# shellcheck source=deploy/debian.sh
. "$(dirname "$0")/debian.sh"

has_language() {
    tesseract --list-langs 2>/dev/null | grep -qx "$1"
}

{ has_language fin && has_language swe; } && exit 0
# shellcheck disable=SC2086 # a list of words is meant
install_packages $packages && has_language fin && exit 0
echo "Tesseract is not here: scanned pages stay unread until it is (Debian: apt install $packages)."
