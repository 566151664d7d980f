#!/bin/bash
# Lets Apple look at an application or a disk image, and staples its answer on: notarise.sh Sori.app|Sori.dmg
#
# SORI_NOTARY_KEY is a file with a key of App Store Connect (.p8), SORI_NOTARY_KEY_ID its name there, and
# SORI_NOTARY_ISSUER who gave it out.
set -euo pipefail

what=${1:?which application or disk image?}
: "${SORI_NOTARY_KEY:?which key? see the top of this file}"
: "${SORI_NOTARY_KEY_ID:?}"
: "${SORI_NOTARY_ISSUER:?}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

sent=$what
if [ -d "$what" ]; then
  # Only files can be sent. ditto keeps the links of the bundle.
  sent=$folder/sent.zip
  ditto -c -k --keepParent "$what" "$sent"
fi

access=(--key "$SORI_NOTARY_KEY" --key-id "$SORI_NOTARY_KEY_ID" --issuer "$SORI_NOTARY_ISSUER")
xcrun notarytool submit "$sent" "${access[@]}" --wait --output-format json > "$folder/answer.json" || true
status=$(plutil -extract status raw -o - "$folder/answer.json" || true)
if [ "$status" != Accepted ]; then
  cat "$folder/answer.json" >&2
  if id=$(plutil -extract id raw -o - "$folder/answer.json"); then
    xcrun notarytool log "$id" "${access[@]}" >&2 || true
  fi
  echo "Apple did not accept $(basename "$what"): ${status:-no answer}." >&2
  exit 1
fi
xcrun stapler staple "$what"
xcrun stapler validate "$what"
