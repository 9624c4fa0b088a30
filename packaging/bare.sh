# shellcheck shell=sh
# A fresh Debian 12 in which something is to be proved: what packaging/prove-bare-debian and packaging/prove-deb share.
# Sourced, with `root` (the project) and `work` (where Debian is kept for the next time) set. Needs root, debootstrap,
# Xvfb and xdotool. The host's pip and apt configuration is taken along.

[ "$(id -u)" = 0 ] || { echo "This must run as root: it makes a chroot." >&2; exit 2; }
for each in debootstrap Xvfb xdotool unshare; do
    command -v $each >/dev/null || { echo "Missing: $each (apt-get install debootstrap xvfb xdotool util-linux)" >&2; exit 2; }
done

# All mounts end with this process: they are made in a mount namespace of its own.
if [ -z "${MODORI_PROOF_INSIDE:-}" ]; then
    MODORI_PROOF_INSIDE=yes exec unshare --mount --propagation private -- "$0" "$@"
fi

mkdir -p "$work"
bare=$work/bookworm
house=$work/proof.$$
server=""
end() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    umount --recursive --lazy "$house" 2>/dev/null || true
    # Never through a mount that is still there.
    rm -rf --one-file-system "$house"
}
trap end EXIT
trap 'exit 130' INT TERM

say() { printf '\n######## %s\n' "$*"; }
fail() { say "FAILED: $*"; exit 1; }
if [ ! -e "$bare/.complete" ]; then
    say "debootstrap bookworm (once)"
    rm -rf --one-file-system "$bare"
    mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 2>/dev/null | awk '$2 == "bookworm" { print $1; exit }')
    debootstrap --variant=minbase --include=git,python3,ca-certificates bookworm "$bare" ${mirror:+"$mirror"} >"$work/debootstrap.log"
    touch "$bare/.complete"
fi

# new_house: a fresh copy of the bare Debian, with this host's way to the registries and a user.
new_house() {
    cp -a "$bare" "$house"
    # A root that is a mount, as on a machine: some tests make mounts of their own below it.
    mount --bind "$house" "$house"
    cp -L /etc/resolv.conf "$house/etc/resolv.conf"
    # The installer of Debian writes it, debootstrap does not.
    echo "127.0.0.1 localhost" >"$house/etc/hosts"
    cp -L /etc/ssl/certs/ca-certificates.crt "$house/etc/ssl/certs/ca-certificates.crt"
    for each in /etc/pip.conf /etc/apt/sources.list /etc/apt/auth.conf; do
        [ ! -f $each ] || cp -L $each "$house$each"
    done
    cp -rL /etc/apt/apt.conf.d/. "$house/etc/apt/apt.conf.d/"
    # Only sources of Debian itself: others want keys and packages that a bare Debian has not.
    grep -l 'debian-archive-keyring' /etc/apt/sources.list.d/* 2>/dev/null | while read -r each; do
        cp -L "$each" "$house/etc/apt/sources.list.d/"
        [ -f /etc/apt/sources.list ] || rm -f "$house/etc/apt/sources.list"
    done
    for each in proc sys; do mount --rbind /$each "$house/$each"; done
    mount --rbind /dev "$house/dev"
    chroot "$house" useradd --create-home reader
}

# What pip and TLS are told by the environment, but for files and folders that only this host has.
settings=$(env | grep -E '^(PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST|CERT|DEFAULT_TIMEOUT)|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|https?_proxy|HTTPS?_PROXY|no_proxy|NO_PROXY)=' | grep -v 'file:' || true)

# inside USER COMMAND: as a fresh login would run it.
inside() {
    user=$1
    shift
    home=/root
    [ "$user" = root ] || home=/home/$user
    # shellcheck disable=SC2086
    env -i $settings PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 ${screen:+DISPLAY=$screen} \
        chroot "$house" setpriv --reuid "$user" --regid "$user" --init-groups env HOME=$home \
        /bin/sh -c "cd $home/${project:-} && $*" </dev/null
}
screen=""
log=$work/log

# start_screen: an X server on the host, seen in the house; `screen` is its name.
start_screen() {
    number=90
    while [ -e /tmp/.X11-unix/X$number ]; do number=$((number + 1)); done
    Xvfb :$number -screen 0 1280x800x24 -nolisten tcp -ac >"$work/xvfb.log" 2>&1 &
    server=$!
    mkdir -p "$house/tmp/.X11-unix"
    mount --bind /tmp/.X11-unix "$house/tmp/.X11-unix"
    screen=:$number
    tries=50
    until DISPLAY=$screen xdotool getmouselocation >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "no X server"
        sleep 0.2
    done
}

end_screen() {
    kill "$server"
    server=""
    screen=""
    umount "$house/tmp/.X11-unix"
}
