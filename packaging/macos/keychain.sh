#!/bin/bash
# Puts the certificate of a release into a keychain of its own, on a machine that is thrown away: keychain.sh CERTIFICATE.p12
#
# SORI_MAC_PASSWORD is the certificate's password. The keychain's own password is made up here and told to nobody.
set -euo pipefail

certificate=${1:?which certificate?}
: "${SORI_MAC_PASSWORD:?}"

keychain=${TMPDIR:-/tmp}/sori.keychain-db
secret=$(openssl rand -hex 24)
security create-keychain -p "$secret" "$keychain"
security set-keychain-settings -lut 21600 "$keychain"
security unlock-keychain -p "$secret" "$keychain"
security import "$certificate" -k "$keychain" -f pkcs12 -P "$SORI_MAC_PASSWORD" -T /usr/bin/codesign
# Without this codesign asks a person for leave.
security set-key-partition-list -S apple-tool:,apple: -s -k "$secret" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain
