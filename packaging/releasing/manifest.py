"""Writes and signs the list of a release's files, which Sori asks for when the user looks for updates.

    python -m releasing.manifest keys OUT                     make a key pair, outside the repository
    python -m releasing.manifest sign FOLDER --notes-en FILE --notes-ko FILE [--key FILE]

`sign` writes `manifest.json` over the files in FOLDER, and `manifest.json.sig` beside it. The private key
comes from `--key` or from the environment variable SORI_RELEASE_KEY. docs/decisions/0015 says why so.
"""

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from desktop import VERSION
from desktop.release_list import NAME, SAFE_NAME, SIGNATURE
from releasing.edition import CORE, FULL, ROOT

KEY_VARIABLE: Final = "SORI_RELEASE_KEY"
PRIVATE, PUBLIC = "sori-release.key", "sori-release.pub"
_KEY_BYTES: Final = 32
_FAILED: Final = 1

_KINDS: Final = {
    ".deb": "deb",
    ".tar.zst": "archive",
    ".appimage": "appimage",
    ".flatpak": "flatpak",
    ".exe": "installer",
    ".dmg": "disk-image",
    ".zip": "add-on",
}
"""What a file is, by the end of its name; anything else is `other`."""
_ANY_VERSION: Final = ("add-on", "other")
"""Kinds whose names say something else than the version."""
_MACHINES: Final = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "arm64"}
_SYSTEMS: Final = {"deb": "linux", "archive": "linux", "appimage": "linux", "flatpak": "linux"}


class Unsigned(Exception):
    """There is no signed manifest, and why, as a sentence."""


@dataclass(frozen=True)
class File:
    """One file of a release."""

    name: str
    size_bytes: int
    sha256: str
    """In lower-case hexadecimal."""
    platform: str
    """Such as `linux-x86_64`; empty if it is for every one."""
    edition: str
    """`full` or `core`; an add-on is for `core`."""
    kind: str
    """deb, archive, appimage, flatpak, installer, disk-image, add-on or other."""


def write(folder: Path, notes: dict[str, str], release: str = VERSION, when: datetime | None = None) -> Path:
    """Write `manifest.json` over the files in `folder`, and return its path.

    `notes` are what is new, for the user, by language; `when` is the release's serial too: one that is
    older than another was made before it.

    Raises:
        Unsigned: if there is nothing to release, a package of another version, or a name that Sori refuses.
    """
    when = when or datetime.now(UTC)
    files = [_file(path) for path in sorted(folder.iterdir()) if path.is_file()]
    files = [file for file in files if file.name not in (NAME, SIGNATURE)]
    if not files:
        raise Unsigned(f"{folder} holds no files to release.")
    others = [file.name for file in files if file.kind not in _ANY_VERSION and not _is_of(file.name, release)]
    if others:
        raise Unsigned(
            f"Not of release {release}: {', '.join(others)}. Build them anew, or name the release."
        )
    content = {
        "version": 1,
        "release": release,
        "serial": int(when.timestamp()),
        "date": when.date().isoformat(),
        "files": [asdict(file) for file in files],
        "notes": notes,
    }
    path = folder / NAME
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / SIGNATURE).unlink(missing_ok=True)
    return path


def sign(manifest: Path, key: SigningKey, public_key: str = "") -> Path:
    """Write the detached signature beside a manifest, in base64, and return its path.

    Raises:
        Unsigned: if `public_key`, which the packages carry, is another one: they would refuse the release.
    """
    if public_key and public_key != encoded(key.verify_key):
        raise Unsigned("The key is not the one whose public half stands in pyproject.toml.")
    signature = key.sign(manifest.read_bytes()).signature
    path = manifest.with_name(SIGNATURE)
    path.write_text(base64.b64encode(signature).decode("ascii") + "\n", encoding="ascii")
    return path


def is_signed(manifest: Path, public_key: str) -> bool:
    """Return whether the signature beside a manifest is right."""
    try:
        signature = base64.b64decode(manifest.with_name(SIGNATURE).read_bytes(), validate=False)
        VerifyKey(base64.b64decode(public_key)).verify(manifest.read_bytes(), signature)
    except (OSError, ValueError, BadSignatureError):
        return False
    return True


def make_keys(out: Path) -> tuple[Path, Path]:
    """Make a key pair; return the paths of the private key, for its owner's eyes alone, and the public one.

    Raises:
        Unsigned: if `out` is in the repository, or holds a key already.
    """
    out = out.resolve()
    if out == ROOT or ROOT in out.parents:
        raise Unsigned("A private key does not belong into the repository: name a folder outside it.")
    private, public = out / PRIVATE, out / PUBLIC
    if private.exists():
        raise Unsigned(f"{private} is there already; a lost key cannot be had back, so it stays.")
    out.mkdir(parents=True, exist_ok=True)
    key = SigningKey.generate()
    with os.fdopen(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(base64.b64encode(bytes(key)).decode("ascii") + "\n")
    public.write_text(encoded(key.verify_key) + "\n", encoding="ascii")
    return private, public


def read_key(path: Path | None) -> SigningKey:
    """Return the private key in a file, or in the environment if none is named.

    Raises:
        Unsigned: if there is none, it lies in the repository, or it is no key.
    """
    if path is not None and ROOT in path.resolve().parents:
        raise Unsigned(
            f"{path} lies in the repository. Move it out, and make a new pair if it was committed."
        )
    try:
        text = path.read_text(encoding="ascii") if path else os.environ[KEY_VARIABLE]
        seed = base64.b64decode(text.strip(), validate=True)
    except (OSError, KeyError) as error:
        raise Unsigned(f"There is no private key: use --key, or set {KEY_VARIABLE}.") from error
    except (ValueError, binascii.Error) as error:
        raise Unsigned("The private key is not in base64. Use the file that `keys` made.") from error
    if len(seed) != _KEY_BYTES:
        raise Unsigned(f"The private key has {len(seed)} bytes instead of {_KEY_BYTES}.")
    return SigningKey(seed)


def encoded(key: VerifyKey) -> str:
    """Return a public key as it stands in pyproject.toml and in build.json."""
    return base64.b64encode(bytes(key)).decode("ascii")


def _file(path: Path) -> File:
    if not SAFE_NAME.fullmatch(path.name):
        raise Unsigned(f"The name {path.name!r} has letters that Sori refuses. Rename the file.")
    kind, platform = kind_of(path.name), platform_of(path.name)
    is_core = path.name.lower().startswith(CORE.package) or kind == "add-on"
    edition = (CORE if is_core else FULL).name
    return File(path.name, path.stat().st_size, _sha256(path), platform, edition, kind)


def _is_of(name: str, release: str) -> bool:
    # A Debian package writes 1.0rc1 as 1.0~rc1.
    return re.search(rf"[-_]{re.escape(release)}(?![0-9a-z]|\.[0-9])", name.replace("~", "")) is not None


def kind_of(name: str) -> str:
    """Return what a file is, by its name."""
    return next((kind for end, kind in _KINDS.items() if name.lower().endswith(end)), "other")


def platform_of(name: str) -> str:
    """Return the platform a file is for, by its name; empty if it does not tell."""
    machine = next((tag for word, tag in _MACHINES.items() if word in name), "")
    named = re.search(r"(linux|windows|macos)", name)
    system = named[1] if named else _SYSTEMS.get(kind_of(name), "")
    return f"{system}-{machine}" if system and machine else ""


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def public_key_of_packages() -> str:
    """Return the public key that packages are built with; empty if none is set up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["tool"]["sori"].get("release", {}).get("public_key", ""))


def main(arguments: Sequence[str]) -> int:
    """Do what is asked for; return the exit code."""
    args = _parser().parse_args(arguments)
    try:
        print(_make_keys(args.out) if args.action == "keys" else _sign(args))
    except Unsigned as trouble:
        print(trouble, file=sys.stderr)
        return _FAILED
    return 0


def _make_keys(out: Path) -> str:
    private, public = make_keys(out)
    return (
        f"{private}: keep it secret, and a copy where fire and theft do not reach both.\n"
        f"{public}: its content goes into pyproject.toml, [tool.sori.release], public_key."
    )


def _sign(args: argparse.Namespace) -> str:
    key = read_key(args.key)
    notes = {"en": args.notes_en.read_text(encoding="utf-8"), "ko": args.notes_ko.read_text(encoding="utf-8")}
    path = write(args.folder, {language: text.strip() for language, text in notes.items()}, args.release)
    sign(path, key, public_key_of_packages())
    return f"{path} and {SIGNATURE}: publish them beside the files, these two last."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="releasing", description=__doc__.partition("\n")[0])
    actions = parser.add_subparsers(required=True, dest="action")
    keys = actions.add_parser("keys", help="make a key pair")
    keys.add_argument("out", type=Path, metavar="OUT", help="a folder outside the repository")
    signing = actions.add_parser("sign", help="write and sign the manifest of a folder")
    signing.add_argument("folder", type=Path, metavar="FOLDER")
    signing.add_argument("--notes-en", type=Path, required=True, help="a text file: what is new")
    signing.add_argument("--notes-ko", type=Path, required=True, help="the same in Korean")
    signing.add_argument("--key", type=Path, help=f"the private key; else the variable {KEY_VARIABLE}")
    signing.add_argument("--release", default=VERSION, help="the version, if not the source tree's")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
