#!/bin/bash
# Tries a Debian package as a person gets it: packaging/linux/try_installed.sh PACKAGE.deb [OLDER.deb …]
#
# Installs it with dpkg (and before it, one after the other, those named after it, so that upgrades are tried too). Then,
# behind bubblewrap, with no network, an empty home and neither this checkout nor any other home or scratch folder to be
# seen, it runs the self-test, describes a sample and opens the window. Then it removes the package and looks whether
# anything but the person's own is left. Needs root, bubblewrap, xvfb, xauth and dbus. Exit code 0: all is well.
set -euo pipefail
export LC_ALL=C.UTF-8

say() { printf '== %s\n' "$*"; }
fail() { printf '!! %s\n' "$*" >&2; exit 1; }

[ $# -ge 1 ] || fail "Name a package: $0 PACKAGE.deb [OLDER.deb ...]"
[ "$(id -u)" = 0 ] || fail "dpkg needs root: run it with sudo."
for program in dpkg bwrap xvfb-run dbus-run-session; do
    command -v "$program" > /dev/null || fail "$program is missing: apt-get install bubblewrap xvfb xauth dbus"
done
package=$(realpath "$1")
shift
name=$(dpkg-deb --field "$package" Package)
for one in sori sori-core; do
    ! dpkg-query --status "$one" 2> /dev/null | grep -q '^Status: .* installed$' || fail "$one is installed already."
done

checkout=$(realpath "$(dirname "$0")/../..")
work=$(mktemp -d)
person="$work/person"
mkdir -p "$person"
installed=
finish() {
    if [ "$installed" ]; then dpkg --purge sori sori-core > /dev/null 2>&1 || :; fi
    rm -rf "$work"
}
trap finish EXIT

# Lists that the system keeps of all packages, whoever brought them, are no part of ours.
files() {
    find /usr /etc /opt /var/lib /var/spool -xdev \
        \( -path /var/lib/dpkg -o -path /var/lib/apt -o -path "$checkout" -o -path "$work" \) -prune -o -print |
        grep -vE '/(mimeinfo\.cache|icon-theme\.cache|gschemas\.compiled|__pycache__.*)$' | sort
}

# What is hidden: every home, every scratch folder, and where this checkout lies.
hidden() {
    local place
    for place in /root /home /tmp /var/tmp /run /mnt /media /srv "/$(cut -d/ -f2 <<< "$checkout")"; do
        if [ -d "$place" ] && [ "$place" != /usr ] && [ "$place" != /opt ]; then printf '%s\n%s\n' --tmpfs "$place"; fi
    done
}

as_a_person() { # as_a_person COMMAND...: run it as somebody who has nothing but the installed package
    local -a hide
    mapfile -t hide < <(hidden)
    bwrap --ro-bind / / --dev /dev --proc /proc "${hide[@]}" --bind "$person" /mnt/person --chdir /mnt/person \
        --unshare-all --uid 1000 --gid 1000 --die-with-parent --new-session --clearenv \
        --setenv PATH /usr/bin:/bin --setenv HOME /mnt/person --setenv LANG C.UTF-8 --setenv LC_ALL C.UTF-8 \
        --setenv XDG_RUNTIME_DIR /mnt/person/.run "$@"
}

say "files before"
files > "$work/before"

for one in "$@" "$package"; do
    say "installing $(basename "$one")"
    installed=yes
    began=$SECONDS
    dpkg --install "$one" > "$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail "dpkg could not install it."; }
    say "installed in $((SECONDS - began)) s"
    if [ "$one" != "$package" ]; then as_a_person sori --version; fi
done
mkdir -m 700 "$person/.run"
[ "$(dpkg-query --show --showformat='${Version}' "$name")" = "$(dpkg-deb --field "$package" Version)" ] ||
    fail "another version than the package's is installed."

say "version"
as_a_person sori --version

say "man pages"
for page in man1/sori.1.gz man1/sori-desktop.1.gz ko/man1/sori.1.gz ko/man1/sori-desktop.1.gz; do
    [ -s "/usr/share/man/$page" ] || say "  $page is not installed: this system leaves out man pages or languages"
done

say "describing a sample"
sample=/usr/lib/sori/_internal/resources/samples/save-changes-dialog.png
as_a_person sori describe "$sample" | tee "$work/described"
grep -q "Save Changes" "$work/described" || fail "the sample was not described."

say "self-test"
as_a_person xvfb-run --auto-servernum dbus-run-session -- sori --self-test || fail "the self-test failed."

say "the window, asked from outside"
# shellcheck disable=SC2016 # the inner shell expands them
as_a_person xvfb-run --auto-servernum dbus-run-session -- bash -c '
    sori-desktop "$1" & window=$!
    for _ in $(seq 120); do
        sori do say-status > answer 2>&1 && break
        kill -0 "$window" || exit 1
        sleep 1
    done
    cat answer
    sori do quit
    wait "$window"
' bash "$sample" || fail "the window did not open, answer and close."
rm -f "$person/answer"

say "what the person has now"
(cd "$person" && find . -type f | sort)
strange=$(cd "$person" && find . -type f -not -path '*/sori/*' -not -path './.run/*' -not -path './.cache/fontconfig/*')
[ -z "$strange" ] || fail "these are not Sori's: $strange"
[ -f "$person/.config/sori/settings.json" ] || fail "the window kept no settings."
(cd "$person" && find . -type f -exec sha256sum {} + | sort) > "$work/own"

say "removing"
dpkg --remove "$name" > "$work/dpkg.log" 2>&1 || { cat "$work/dpkg.log" >&2; fail "dpkg could not remove it."; }
dpkg --purge "$name" > /dev/null 2>&1
installed=
files > "$work/after"
left=$(comm -13 "$work/before" "$work/after")
[ -z "$left" ] || fail "left behind: $left"
(cd "$person" && find . -type f -exec sha256sum {} + | sort) | cmp -s - "$work/own" || fail "the person's own changed."
say "all is well: nothing but the person's own is left"
