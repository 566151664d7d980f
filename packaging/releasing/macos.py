"""Makes the disk image for macOS from an application bundle, signed and notarised where that is set up."""

import os
import plistlib
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from desktop import VERSION
from releasing.edition import APPLICATION_ID, ROOT, Edition

MACOS: Final = ROOT / "packaging" / "macos"
WINDOW: Final = "sori-desktop"
COMMAND: Final = "sori"
NOBODY: Final = "-"
"""Who signs where nobody does: the signature then says only that nothing was changed."""
OLDEST_SYSTEM: Final = "14.0"
"""What the wheels of torch 2.13 and onnxruntime 1.32 ask for; both are for Apple's own processors alone."""
WANTED: Final = {
    "CFBundleIdentifier": APPLICATION_ID,
    "CFBundleExecutable": WINDOW,
    "CFBundlePackageType": "APPL",
    "LSMinimumSystemVersion": OLDEST_SYSTEM,
    "LSBackgroundOnly": False,
}
USAGE: Final = ("NSMicrophoneUsageDescription", "NSCameraUsageDescription")
"""Without one of these texts macOS ends a program that asks for the device."""


class Unfit(Exception):
    """The bundle would not work on macOS; the sentence says why."""


def build(
    app: Path,
    out: Path,
    edition: Edition,
    version: str = VERSION,
    *,
    processor: str = "arm64",
    settings: Mapping[str, str] = os.environ,
) -> Path:
    """Make the disk image of one edition and return its file in `out`.

    Args:
        app: The bundle that PyInstaller made. It is signed in place, without SORI_MAC_IDENTITY by nobody:
            what was written into it after PyInstaller has broken the signature it had.
        out: An existing folder.
        edition: Which of the two; both are called Sori once installed, and take each other's place.
        version: Such as `0.1.0` or `0.2.0rc1`.
        processor: For the file's name.
        settings: The variables that packaging/macos/*.sh read. Without SORI_NOTARY_KEY nothing is notarised.

    Raises:
        Unfit: see `check`.
        subprocess.CalledProcessError: a step failed; it says why on standard error.
    """
    check(app)
    image = out / f"{edition.package}-{version}-macos-{processor}.dmg"
    is_notarised = bool(settings.get("SORI_NOTARY_KEY"))
    settings = {**settings, "SORI_MAC_IDENTITY": settings.get("SORI_MAC_IDENTITY") or NOBODY}
    _run("sign.sh", app, settings=settings)
    if is_notarised:
        _run("notarise.sh", app, settings=settings)
    _run("disk_image.sh", app, image, ROOT / "LICENSE", settings=settings)
    if is_notarised:
        _run("notarise.sh", image, settings=settings)
    return image


def check(app: Path) -> None:
    """See that a bundle says what it must.

    Raises:
        Unfit: something is missing or wrong.
    """
    contents = app / "Contents"
    said = _property_list(contents / "Info.plist")
    for key, value in WANTED.items():
        if said.get(key) != value:
            raise Unfit(f"{key} of {app.name} is {said.get(key)!r}, and {value!r} is wanted.")
    for name in (WINDOW, COMMAND):
        if not os.access(contents / "MacOS" / name, os.X_OK):
            raise Unfit(f"{app.name} holds no program {name}.")
    if not (contents / "Resources" / str(said.get("CFBundleIconFile"))).is_file():
        raise Unfit(f"{app.name} holds no icon.")
    for language in said.get("CFBundleLocalizations", ["en"]):
        texts = _property_list(contents / "Resources" / f"{language}.lproj" / "InfoPlist.strings")
        if missing := [key for key in USAGE if not texts.get(key) or not said.get(key)]:
            raise Unfit(f"{app.name} has no {missing[0]} in {language}.")


def numbers(version: str) -> str:
    """Return a version as macOS wants it, three numbers: `0.2.0rc1` gives `0.2.0`."""
    found = re.findall(r"^\d+|(?<=\.)\d+", version.split("+")[0])[:3]
    return ".".join(found + ["0"] * (3 - len(found)))


def _property_list(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            found = plistlib.load(opened)
    except (OSError, plistlib.InvalidFileException, ValueError) as error:
        raise Unfit(f"{file.name} cannot be read: {error}") from error
    return found if isinstance(found, dict) else {}


def _run(script: str, *arguments: Path, settings: Mapping[str, str]) -> None:
    command = ["bash", str(MACOS / script), *map(str, arguments)]
    subprocess.run(command, env=settings, check=True, stdout=sys.stderr)
