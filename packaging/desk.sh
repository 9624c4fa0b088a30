# shellcheck shell=sh
# A desktop in the fresh Debian of bare.sh, on which Modori is used: what packaging/prove-deb and prove-archive share.
# Sourced after bare.sh; needs Modori in the tree's environment (./packaging/run).

# new_desk: what a desktop has, what the proof itself needs, and a mail file in the user's home.
new_desk() {
    inside root "DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libglib2.0-bin shared-mime-info desktop-file-utils \
        at-spi2-core python3-pyatspi dbus dbus-x11 fonts-vlgothic procps" >"$log" 2>&1 || { tail "$log"; fail "apt-get install"; }
    cp "$root/packaging/linux/drive.py" "$house/usr/local/bin/drive"
    cp "$(ls "$root"/resources/samples/*.eml | head -n 1)" "$house/home/reader/returned.eml"
    mkdir -p "$house/run/user/1000"
    inside root "install -d -o reader -m 700 /run/user/1000"
}

# use ENTRY PICTURE: starts Modori by this desktop entry as the user, exports the sample's list into ~/frozen.csv, opens a mail
# file by double-click and quits; leaves a picture, and fails where another program has a window besides.
use() {
    start_screen
    cat >"$house/home/reader/session" <<SESSION
#!/bin/sh
# One session of the desktop: it ends when the proof is through.
set -eu
export XDG_RUNTIME_DIR=/run/user/1000 QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1 PATH=\$PATH:/usr/local/bin
gio launch $1 &
echo "the sample mailbox"
python3 /usr/local/bin/drive sample "\$HOME/frozen.csv"
echo "a double-click"
gio open "\$HOME/returned.eml"
python3 /usr/local/bin/drive mailbox "Mail files"
touch "\$HOME/used"
while [ ! -e "\$HOME/seen" ]; do sleep 0.2; done
python3 /usr/local/bin/drive quit
tries=100
while pgrep -x modori >/dev/null; do tries=\$((tries - 1)); [ \$tries -gt 0 ] || exit 3; sleep 0.2; done
SESSION
    inside reader dbus-run-session -- sh /home/reader/session >"$log" 2>&1 &
    session=$!
    DISPLAY=$screen timeout 60 xdotool search --sync --onlyvisible --name Modori >"$work/windows" || { cat "$log"; fail "no window came"; }
    tries=600
    until [ -e "$house/home/reader/used" ]; do
        tries=$((tries - 1))
        kill -0 $session 2>/dev/null && [ $tries -gt 0 ] || { cat "$log"; fail "the session"; }
        sleep 0.2
    done
    programs=$(for each in $(DISPLAY=$screen xdotool search --onlyvisible --class modori); do DISPLAY=$screen xdotool getwindowpid "$each"; done | sort -u | wc -l)
    if command -v import >/dev/null; then import -display "$screen" -window root "$work/$2"; fi
    touch "$house/home/reader/seen"
    wait $session || { code=$?; cat "$log"; fail "the session ended with status $code"; }
    grep -vE 'dbus-daemon|SpiRegistry|atspi' "$log"
    [ "$programs" = 1 ] || fail "the windows of $programs programs instead of one"
    echo "one program has the window, before and after"
    end_screen
}

# certificates PROGRAM: a server whose authority is none of this Debian's is refused, and believed once it is one.
certificates() {
    mkdir -p "$house/var/tmp/authority"
    # In the house nobody listens: its network is this machine's, so the port is one that is free now.
    port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
    inside root "cd /var/tmp/authority && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out authority.crt -days 2 \
        -subj /CN=localhost -addext subjectAltName=DNS:localhost" >"$log" 2>&1 || { cat "$log"; fail "openssl req"; }
    inside root "cd /var/tmp/authority && (while :; do echo '* BYE not today'; sleep 1; done) |
        timeout 120 openssl s_server -quiet -naccept 2 -accept 127.0.0.1:$port -cert authority.crt -key key.pem" >/dev/null 2>&1 &
    tries=100
    until grep -q ": 0100007F:$(printf %04X "$port") " /proc/net/tcp; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || fail "openssl s_server"
        sleep 0.2
    done
    ask="env -u SSL_CERT_FILE $1 scan --url imaps://reader@localhost:$port/INBOX --password-command 'echo secret'"
    inside reader "$ask" >"$log" 2>&1 && fail "it should have refused the server"
    grep -i 'certificate' "$log" || { cat "$log"; fail "it should have spoken of the certificate"; }
    inside root "cp /var/tmp/authority/authority.crt /usr/local/share/ca-certificates/ && update-ca-certificates" >/dev/null
    inside reader "$ask" >"$log" 2>&1 && fail "there is no mailbox behind this server"
    cat "$log"
    ! grep -qi 'certificate' "$log" || fail "it should have believed an authority of this system"
}

# compare: ~/frozen.csv is what the source tree writes.
compare() {
    modori=$root/.venv/bin/modori
    [ -x "$modori" ] || modori=$(command -v modori) || fail "no Modori of the source tree: ./packaging/run"
    (cd "$root" && HOME=$work env -u XDG_DATA_HOME LANG=C.UTF-8 "$modori" sample --csv "$work/tree.csv" >/dev/null 2>&1)
    # The window writes for Excel, with a mark in front.
    sed '1s/^\xef\xbb\xbf//' "$house/home/reader/frozen.csv" >"$work/frozen.csv"
    sed '1s/^\xef\xbb\xbf//' "$work/tree.csv" >"$work/source.csv"
    cmp "$work/frozen.csv" "$work/source.csv" || { diff "$work/frozen.csv" "$work/source.csv" | head; fail "the files differ"; }
    echo "the same $(wc -l <"$work/frozen.csv") lines"
}
