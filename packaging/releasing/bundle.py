"""What the application bundle for macOS says of itself; the spec of PyInstaller asks for it."""

import plistlib
from pathlib import Path
from typing import Any, Final

from desktop import VERSION
from releasing.edition import APPLICATION_ID, Edition
from releasing.macos import MACOS, OLDEST_SYSTEM, WINDOW, numbers

LANGUAGES: Final = ("en", "ko")
USAGE: Final = {
    "NSMicrophoneUsageDescription": (
        "Sori listens to turn what you say into text, and to write captions. No sound leaves this computer.",
        "말씀하신 내용을 글로 쓰고 자막을 만들기 위해 듣습니다. 소리는 이 컴퓨터를 벗어나지 않습니다.",
    ),
    "NSCameraUsageDescription": (
        "Sori watches hands to read finger spelling and the signs you taught it. No picture is kept.",
        "지화와 가르친 수어를 읽기 위해 손을 봅니다. 영상은 저장하지 않습니다.",
    ),
}
"""What macOS shows when it asks the user, in the order of LANGUAGES. Taking pictures of the screen, typing
into other programs and global keys have no such text: macOS asks by itself, and remembers the answer for the
signature, so that an unsigned build has to be allowed again after each update."""
NAMES: Final = {"CFBundleDisplayName": ("Sori", "소리")}


def settings(edition: Edition, version: str = VERSION) -> dict[str, Any]:
    """Return the arguments of BUNDLE. Both editions have one identifier: one takes the other's place."""
    return {
        "name": f"{edition.package}.app",
        "icon": str(MACOS / "Sori.icns"),
        "bundle_identifier": APPLICATION_ID,
        "version": numbers(version),
        "info_plist": info_plist(version),
    }


def info_plist(version: str) -> dict[str, Any]:
    """Return what PyInstaller cannot know; it wins over what PyInstaller would say."""
    return {
        "CFBundleName": "Sori",
        "CFBundleDisplayName": "Sori",
        "CFBundleExecutable": WINDOW,
        "CFBundleShortVersionString": numbers(version),
        "CFBundleVersion": numbers(version),
        "CFBundleDevelopmentRegion": LANGUAGES[0],
        "CFBundleLocalizations": list(LANGUAGES),
        # AppKit then offers its own words in the user's language.
        "CFBundleAllowMixedLocalizations": True,
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        # PyInstaller hides a bundle that holds a command as well.
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "GPL-3.0-or-later",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Picture",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.image"],
            }
        ],
        **{key: words[0] for key, words in USAGE.items()},
    }


def translations(work: Path) -> list[tuple[str, str, str]]:
    """Write the texts of each language below `work`; return them as PyInstaller wants them."""
    found = []
    for index, language in enumerate(LANGUAGES):
        place = f"{language}.lproj/InfoPlist.strings"
        file = work / "macos" / place
        file.parent.mkdir(parents=True, exist_ok=True)
        # A list of strings may be a property list, which needs no escapes of its own.
        file.write_bytes(plistlib.dumps({key: words[index] for key, words in (USAGE | NAMES).items()}))
        found.append((place, str(file), "DATA"))
    return found
