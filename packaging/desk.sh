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
