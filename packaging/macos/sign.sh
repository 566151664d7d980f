#!/bin/bash
# Signs an application bundle from the inside out: sign.sh Sori.app
#
# SORI_MAC_IDENTITY is the name of a "Developer ID Application" certificate in the keychain, or "-" for a signature
# that is good on this machine only.
set -euo pipefail

app=${1:?which application?}
identity=${SORI_MAC_IDENTITY:?which certificate? see the top of this file}
entitlements=$(cd "$(dirname "$0")" && pwd)/entitlements.plist

if [ "$identity" = - ]; then
  stamp=(--timestamp=none)
else
  stamp=(--timestamp)
fi

sign() {
  codesign --force --options runtime "${stamp[@]}" --sign "$identity" "$@"
}

# Mach-O files say so in their first four bytes: 64 bits, or several processors in one file.
is_code() {
  case $(head -c 4 "$1" | od -An -tx1 | tr -d ' \n') in
    cffaedfe | cafebabe | cafebabf) return 0 ;;
    *) return 1 ;;
  esac
}

# What is deepest comes first, as a signature holds the signatures of what is inside.
deepest_first() {
  awk -F/ '{ print NF "\t" $0 }' | sort -rn -k1,1 | cut -f2-
}

find "$app/Contents" -type f ! -path "$app/Contents/MacOS/*" | deepest_first | while IFS= read -r file; do
  if is_code "$file"; then
    sign "$file"
  fi
done

find "$app/Contents" -type d -name '*.framework' | deepest_first | while IFS= read -r framework; do
  sign "$framework"
done

# Only what is started by itself needs entitlements; the one the bundle names is signed with the bundle.
for program in "$app"/Contents/MacOS/*; do
  if is_code "$program"; then
    sign --entitlements "$entitlements" "$program"
  fi
done
sign --entitlements "$entitlements" "$app"

codesign --verify --deep --strict "$app"
