# Sourced by the scripts beside it.

# Installs Debian packages where that may be done: as root, or with sudo that asks for no password.
install_packages() {
    command -v apt-get >/dev/null || return 1
    root=''
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        root='sudo -n'
    fi
    echo "Installing Debian's $* ..."
    export DEBIAN_FRONTEND=noninteractive
    $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    $root apt-get update -qq >/dev/null 2>&1
    $root apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}
