#!/bin/sh
# Installs Sori for one person, without root: ./install.sh [--prefix FOLDER]. Running it again upgrades.
# What the person made with Sori lies elsewhere and is never touched; uninstall.sh removes what this put there.
set -eu
unset CDPATH

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) korean=yes ;; *) korean= ;; esac

say() { # say ENGLISH KOREAN
    if [ "$korean" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

fail() { # fail ENGLISH KOREAN
    say "$1" "$2" >&2
    exit 1
}

prefix="$HOME/.local"
share=
while [ $# -gt 0 ]; do
    case "$1" in
        --prefix)
            [ $# -ge 2 ] || fail "--prefix needs a folder." "--prefix 뒤에 폴더를 적으세요."
            mkdir -p "$2"
            prefix=$(cd "$2" && pwd)
            share="$prefix/share"
            shift 2
            ;;
        *) fail "Say: ./install.sh [--prefix FOLDER]" "이렇게 입력하세요: ./install.sh [--prefix 폴더]" ;;
    esac
done
share="${share:-${XDG_DATA_HOME:-$HOME/.local/share}}"
case "$prefix$share" in
    *'
'*) fail "The folder's name holds a line break." "폴더 이름에 줄바꿈이 있습니다." ;;
esac

here=$(cd "$(dirname "$0")" && pwd)
home="$prefix/lib/sori"
list="$home/installed-files"
[ -x "$here/app/sori" ] ||
    fail "The folder app is missing beside install.sh: unpack the whole archive." \
        "install.sh 옆에 app 폴더가 없습니다. 압축을 모두 푸세요."
if [ -e "$home" ] && [ ! -f "$list" ]; then
    fail "$home is there and was not made by this script: move it away first." \
        "$home 폴더가 이미 있고 이 스크립트가 만든 것이 아닙니다. 먼저 옮기세요."
fi
made=
make_folder() { # make_folder FOLDER: keeps in mind which were not there before
    if [ ! -d "$1" ]; then
        make_folder "$(dirname "$1")"
        mkdir "$1"
        made="$1
$made"
    fi
}

make_folder "$prefix/lib"
needed=$(du -sk "$here/app" | cut -f1)
free=$(df -Pk "$prefix/lib" | awk 'NR == 2 { print $4 }')
[ "$free" -gt "$needed" ] ||
    fail "$prefix needs $((needed / 1024)) MB of free space and has $((free / 1024)) MB." \
        "$prefix에 빈 공간이 $((needed / 1024))MB 필요한데 $((free / 1024))MB뿐입니다."

say "Installing Sori in $home" "$home에 소리를 설치합니다"
# Everything is copied beside the old one first: a copy that is cut short changes nothing.
new="$prefix/lib/.sori-new"
rm -rf "$new"
trap 'rm -rf "$new"' EXIT
trap 'exit 1' INT TERM
cp -R "$here/app" "$new"
cp "$here/uninstall.sh" "$new/uninstall.sh"

# An entry names the program by its whole path, since ~/.local/bin is not everywhere on the path of a desktop.
# Four characters are special within its quotes, and each backslash is doubled once more by the format.
in_sed() { sed -e 's/[\\&|]/\\&/g'; }
program="$home/sori-desktop"
exec=$(printf '%s' "$program" | sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g' | in_sed)
try=$(printf '%s' "$program" | sed -e 's/\\/\\\\/g' | in_sed)
shell=$(printf '%s' "$program" | sed -e "s/'/'\\\\''/g" | in_sed)

put() { # put FILE TARGET
    case "$1" in
        *.desktop)
            sed -e "s|^Exec=sori-desktop|Exec=\"$exec\"|" -e "s|^TryExec=.*|TryExec=$try|" "$1" > "$2"
            # KDE asks that menus in a person's own folder may be run.
            case "$1" in */kio/*) chmod 755 "$2" ;; esac
            ;;
        *.nemo_action)
            sed -e "s|^Exec=sori-desktop|Exec=\"$exec\"|" -e '/^Dependencies=/d' "$1" > "$2"
            ;;
        *.nautilus)
            sed -e "s|^exec sori-desktop|exec '$shell'|" "$1" > "$2"
            chmod 755 "$2"
            ;;
        *) cp "$1" "$2" ;;
    esac
}

# The entry for the login and the script for Nautilus stay with the program; the manual says what to do with them.
(cd "$here/share" && find sori -type f) > "$new/kept-files"
(cd "$here/share" && find . -path ./sori -prune -o -type f -print | sed 's|^\./||') > "$new/shared-files"
{
    while IFS= read -r file; do printf '%s\n' "$share/$file"; done < "$new/shared-files"
    printf '%s\n' "$prefix/bin/sori" "$prefix/bin/sori-desktop"
} > "$new/installed-files"

# What the version before had and this one has not goes.
if [ -f "$list" ]; then
    while IFS= read -r file; do
        grep -qxF -- "$file" "$new/installed-files" || rm -f -- "$file"
    done < "$list"
    cp "$home/made-folders" "$new/made-folders"
fi
rm -rf "$prefix/lib/.sori-old"
if [ -e "$home" ]; then mv "$home" "$prefix/lib/.sori-old"; fi
mv "$new" "$home"
trap - EXIT INT TERM
rm -rf "$prefix/lib/.sori-old"

while IFS= read -r file; do
    mkdir -p "$(dirname "$home/share/$file")"
    put "$here/share/$file" "$home/share/$file"
done < "$home/kept-files"
while IFS= read -r file; do
    make_folder "$(dirname "$share/$file")"
    put "$here/share/$file" "$share/$file"
done < "$home/shared-files"
make_folder "$prefix/bin"
ln -sf "$home/sori" "$prefix/bin/sori"
ln -sf "$home/sori-desktop" "$prefix/bin/sori-desktop"

# The deepest first, so that they can be taken away in this order.
printf '%s' "$made" > "$home/newly-made"
if [ -f "$home/made-folders" ]; then cat "$home/made-folders" >> "$home/newly-made"; fi
mv "$home/newly-made" "$home/made-folders"
rm "$home/kept-files" "$home/shared-files"

# Menus find it at once where these programs are there, else at the next login.
if command -v update-desktop-database > /dev/null; then update-desktop-database -q "$share/applications" || :; fi
if [ -f "$share/icons/hicolor/icon-theme.cache" ] && command -v gtk-update-icon-cache > /dev/null; then
    gtk-update-icon-cache -q -t -f "$share/icons/hicolor" || :
fi

say "Sori is installed. It is in the menu of programs; the command is $prefix/bin/sori" \
    "소리를 설치했습니다. 프로그램 메뉴에 있으며, 명령은 $prefix/bin/sori입니다"
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) say "To type just sori, add $prefix/bin to PATH." "sori라고만 입력하려면 PATH에 $prefix/bin을 추가하세요." ;;
esac
if ! command -v tesseract > /dev/null; then
    say "Korean text on pictures is read better with Tesseract: tesseract-ocr and tesseract-ocr-kor." \
        "Tesseract(tesseract-ocr, tesseract-ocr-kor)를 설치하면 그림 속의 한국어를 더 잘 읽습니다."
fi
