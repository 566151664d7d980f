#!/bin/bash
# Packs an application into a disk image beside a link to the folder of applications: disk_image.sh APP OUT.dmg LICENSE
#
# With SORI_MAC_IDENTITY (see sign.sh) the image is signed.
set -euo pipefail

app=${1:?which application?}
out=${2:?into which file?}
licence=${3:?which licence?}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Whatever the edition is called, it is Sori once it is installed. cp -R follows no link inside.
mkdir "$folder/Sori"
cp -R "$app" "$folder/Sori/Sori.app"
cp "$licence" "$folder/Sori/LICENSE.txt"
ln -s /Applications "$folder/Sori/Applications"

rm -f "$out"
# ULMO is compressed with lzma, which macOS has read since 10.15.
hdiutil create -quiet -volname Sori -srcfolder "$folder/Sori" -fs HFS+ -format ULMO "$out"
if [ -n "${SORI_MAC_IDENTITY:-}" ] && [ "$SORI_MAC_IDENTITY" != - ]; then
  codesign --force --timestamp --sign "$SORI_MAC_IDENTITY" "$out"
fi
