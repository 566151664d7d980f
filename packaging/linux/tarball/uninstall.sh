#!/bin/sh
# Removes the Sori that install.sh installed for one person: ./uninstall.sh [--prefix FOLDER].
# Settings, history, taught signs and models are the person's own and stay.
set -eu
unset CDPATH

case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in ko*) korean=yes ;; *) korean= ;; esac

say() { # say ENGLISH KOREAN
    if [ "$korean" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi
}

here=$(cd "$(dirname "$0")" && pwd)
prefix=
while [ $# -gt 0 ]; do
    case "$1" in
        --prefix)
            prefix=${2:?}
            shift 2
            ;;
        *)
            say "Say: ./uninstall.sh [--prefix FOLDER]" "이렇게 입력하세요: ./uninstall.sh [--prefix 폴더]" >&2
            exit 1
            ;;
    esac
done
if [ "$prefix" ]; then
    home="$prefix/lib/sori"
elif [ -f "$here/installed-files" ]; then
    home="$here"
else
    home="$HOME/.local/lib/sori"
fi
list="$home/installed-files"
if [ ! -f "$list" ]; then
    say "There is no Sori in $home that install.sh installed." "$home에 install.sh로 설치한 소리가 없습니다." >&2
    exit 1
fi

share=$(sed -n 's|/applications/io\.github\.sori_app\.Sori\.desktop$||p' "$list" | head -n 1)
while IFS= read -r file; do rm -f -- "$file"; done < "$list"
if [ -f "$share/applications/mimeinfo.cache" ]; then
    # A folder that has nothing else was made by the installation.
    others=$(find "$share/applications" -type f ! -name mimeinfo.cache | head -n 1)
    if [ -z "$others" ]; then
        rm -f "$share/applications/mimeinfo.cache"
    elif command -v update-desktop-database > /dev/null; then
        update-desktop-database -q "$share/applications" || :
    fi
fi
made=$(cat "$home/made-folders")
rm -rf -- "$home"
# Folders that were made for Sori go if nothing else has come into them since.
printf '%s\n' "$made" | while IFS= read -r folder; do
    if [ "$folder" ]; then rmdir -- "$folder" 2> /dev/null || :; fi
done
say "Sori is removed. Your settings, history, signs and models are still there." \
    "소리를 제거했습니다. 설정, 기록, 수어, 모델은 그대로 있습니다."
