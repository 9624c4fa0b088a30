# shellcheck shell=sh
# What packaging/run and packaging/test share: find a Python, the system's libraries, the virtual environment.
# Sourced, not run. POSIX sh, because a bare Debian has nothing better. `root` is the folder of pyproject.toml.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
venv=$root/.venv
packages=""   # Debian packages that are needed and not there
names=""      # the same in words

say() { printf '%s\n' "$@" >&2; }

stop() {
    say "" "$@"
    exit 1
}

# need PACKAGE WORDS: this Debian package is missing.
need() {
    packages="$packages $1"
    names="$names${names:+, }$2"
}

screen() { [ "$(uname)" = Darwin ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# The first Python >= 3.11 that can make a virtual environment, else the first >= 3.11 at all, in `python`.
find_python() {
    python="" bare=""
    for each in python3 python3.14 python3.13 python3.12 python3.11 python; do
        at=$(command -v "$each" 2>/dev/null) || continue
        "$at" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
        if "$at" -c 'import ensurepip, venv' 2>/dev/null; then
            python=$at
            return
        fi
        [ -n "$bare" ] || bare=$at
    done
    python=$bare
    if [ -z "$python" ]; then
        need python3 "Python 3.11 or newer"
        need python3-venv "Python's venv module"
        return
    fi
    case $(readlink -f "$python") in
        /usr/bin/python3.*) need "$(basename "$(readlink -f "$python")")-venv" "Python's venv module" ;;
        *) need python3-venv "Python's venv module" ;;
    esac
}

# need_libraries: what Qt 6 loads and its wheel does not bring. "screen" adds X11 and Wayland.
# The list is `ldd` over PySide6's libraries and platform plug-ins in a bare Debian 12.
need_libraries() {
    PATH=$PATH:/usr/sbin:/sbin command -v ldconfig >/dev/null || return 0
    [ "$(uname)" = Linux ] || return 0
    have=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p)
    wanted="libEGL.so.1=libegl1 libGL.so.1=libgl1 libX11.so.6=libx11-6 libdbus-1.so.3=libdbus-1-3
        libfontconfig.so.1=libfontconfig1 libglib-2.0.so.0=libglib2.0-0 libxkbcommon.so.0=libxkbcommon0"
    if [ "${1:-}" = screen ]; then
        wanted="$wanted
        libX11-xcb.so.1=libx11-xcb1 libxcb-cursor.so.0=libxcb-cursor0 libxcb-glx.so.0=libxcb-glx0
        libxcb-icccm.so.4=libxcb-icccm4 libxcb-image.so.0=libxcb-image0 libxcb-keysyms.so.1=libxcb-keysyms1
        libxcb-randr.so.0=libxcb-randr0 libxcb-render-util.so.0=libxcb-render-util0 libxcb-render.so.0=libxcb-render0
        libxcb-shape.so.0=libxcb-shape0 libxcb-shm.so.0=libxcb-shm0 libxcb-sync.so.1=libxcb-sync1
        libxcb-util.so.1=libxcb-util1 libxcb-xfixes.so.0=libxcb-xfixes0 libxcb-xkb.so.1=libxcb-xkb1
        libxkbcommon-x11.so.0=libxkbcommon-x11-0 libwayland-client.so.0=libwayland-client0
        libwayland-cursor.so.0=libwayland-cursor0 libwayland-egl.so.1=libwayland-egl1"
    fi
    for each in $wanted; do
        case $have in
            *"${each%%=*} "*) ;;
            *) need "${each#*=}" "${each%%=*}" ;;
        esac
    done
}

# need_fonts: without a Japanese font, Japanese mails are boxes.
need_fonts() {
    [ "$(uname)" = Linux ] || return 0
    if ! command -v fc-list >/dev/null; then
        need fontconfig fontconfig
        need fonts-noto-cjk "a Japanese font"
    elif [ -z "$(fc-list :lang=ja)" ]; then
        need fonts-noto-cjk "a Japanese font"
    fi
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_line() { echo "apt-get install --no-install-recommends$packages"; }

# Installs what was needed. False where that is not possible: the caller says what follows from it.
install_packages() {
    [ -n "$packages" ] || return 0
    may_install || return 1
    say "Installing with apt-get:$packages"
    log=$(mktemp)
    # shellcheck disable=SC2086
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $packages; } \
        </dev/null >"$log" 2>&1; then
        rm -f "$log"
        packages="" names=""
        return 0
    fi
    tail -n 20 "$log" >&2
    rm -f "$log"
    stop "apt-get could not install them; its own words stand above."
}

# install_or_stop: nothing goes on without these.
install_or_stop() {
    install_packages && return
    if command -v apt-get >/dev/null; then
        stop "Modori needs: $names." "Please run this line, then start again:" "" "    sudo $(apt_line)"
    fi
    stop "Modori needs: $names." "Please install that with your system's package manager, then start again."
}

key="$root $(cksum <"$root/pyproject.toml") $(cksum <"$root/packaging/ready.sh")"

# is_ready run|test: whether nothing has changed since ready_venv made it.
is_ready() {
    [ "$(cat "$venv/.ready-$1" 2>/dev/null)" = "$key" ] && "$venv/bin/python" -c '' 2>/dev/null
}

# ready_venv run|test: the virtual environment with Modori in it.
ready_venv() {
    what=$1
    ! is_ready "$what" || return 0
    rm -f "$venv/.ready-run" "$venv/.ready-test"
    if ! "$venv/bin/python" -c '' 2>/dev/null || [ "$(cat "$venv/.place" 2>/dev/null)" != "$root" ]; then
        say "Making a virtual environment in .venv"
        "$python" -m venv --clear "$venv" || stop "The virtual environment could not be made; the reason stands above."
        printf '%s\n' "$root" >"$venv/.place"
    fi
    say "Fetching the libraries that Modori is built on (about 100 MB, only this once)"
    quiet=--quiet
    [ ! -t 2 ] || quiet=--no-input
    if [ "$what" = test ]; then
        # --group came with pip 25.1; Debian 12 has 23.
        pip_install --upgrade "pip>=25.1"
        pip_install --editable "$root" --group "$root/pyproject.toml:test" --group "$root/pyproject.toml:lint"
        printf '%s' "$key" >"$venv/.ready-test"
    else
        pip_install --editable "$root"
    fi
    printf '%s' "$key" >"$venv/.ready-run"
}

# setuptools warns at length that our folders of data could be packages.
pip_install() {
    # shellcheck disable=SC2086
    PYTHONWARNINGS=ignore "$venv/bin/python" -m pip --disable-pip-version-check install $quiet "$@" </dev/null >&2 && return
    stop "The libraries could not be fetched; pip's own words stand above." \
        "Please check the network connection, then start again. What was fetched is kept."
}
