"""The bundle for macOS says what it must in both languages, and the scripts do their steps in order."""

import os
import plistlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from releasing import bundle, icons, macos
from releasing.edition import CORE, EDITIONS, FULL, Edition

CODE = bytes.fromhex("cffaedfe0c000001")
SEVERAL = bytes.fromhex("cafebabe00000002")
TOOLS = ("codesign", "xcrun", "hdiutil", "ditto", "plutil", "security")
TOOL = """#!/bin/bash
# Takes the place of a tool of macOS: notes how it was called, and what is expected of it is there afterwards.
for argument in "$@"; do line="$line|$argument"; done
echo "$(basename "$0")$line" >> "$NOTES"
case "$(basename "$0")" in
  hdiutil) for argument in "$@"; do
      [ -n "$folder" ] && find "$argument" -maxdepth 1 -mindepth 1 | sort | sed 's|.*/|  |' >> "$NOTES"
      folder=; [ "$argument" = -srcfolder ] && folder=yes; last=$argument
    done; echo image > "$last" ;;
  plutil) [ "$2" = status ] && echo "${APPLE_SAYS:-Accepted}" || echo 1-2-3 ;;
esac
exit 0
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """Return what stands for the bundle that PyInstaller makes, with its links and its code."""
    return make_bundle(tmp_path / "묶음" / "sori.app", FULL, tmp_path)


def make_bundle(app: Path, edition: Edition, work: Path) -> Path:
    contents = app / "Contents"
    settings = bundle.settings(edition, "0.2.0rc1")
    by_pyinstaller = {
        "CFBundlePackageType": "APPL",
        "CFBundleIdentifier": settings["bundle_identifier"],
        "CFBundleIconFile": "Sori.icns",
        "LSBackgroundOnly": True,
    }
    files = {
        "MacOS/sori": CODE,
        "MacOS/sori-desktop": CODE,
        "Frameworks/libpython3.12.dylib": CODE,
        "Frameworks/torch/lib/libtorch_cpu.dylib": SEVERAL,
        "Frameworks/torch/lib/notes.txt": b"text",
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": SEVERAL,
        "Resources/Sori.icns": macos.MACOS.joinpath("Sori.icns").read_bytes(),
        "Resources/resources/낱말.txt": b"cf",
        "Info.plist": plistlib.dumps(by_pyinstaller | settings["info_plist"]),
    }
    for place, file, _kind in bundle.translations(work):
        files[f"Resources/{place}"] = Path(file).read_bytes()
    for name, content in files.items():
        file = contents / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o755 if name.startswith("MacOS") else 0o644)
    (contents / "Resources" / "libpython3.12.dylib").symlink_to("../Frameworks/libpython3.12.dylib")
    return app


@pytest.fixture
def tools(tmp_path: Path) -> dict[str, str]:
    """Return the variables under which the tools of macOS are ours, which note how they are called."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in TOOLS:
        (folder / name).write_text(TOOL)
        (folder / name).chmod(0o755)
    notes = tmp_path / "notes"
    notes.touch()
    return {"PATH": f"{folder}:{os.environ['PATH']}", "NOTES": str(notes), "LANG": "C.UTF-8"}


def notes(tools: dict[str, str]) -> list[str]:
    return Path(tools["NOTES"]).read_text(encoding="utf-8").splitlines()


# ---- What the bundle says ----------------------------------------------------------------------


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
def test_a_bundle_says_what_macos_asks_for(tmp_path: Path, edition: Edition) -> None:
    # GIVEN what the spec passes to PyInstaller
    app = make_bundle(tmp_path / f"{edition.package}.app", edition, tmp_path)
    # WHEN, THEN
    macos.check(app)
    said = plistlib.loads((app / "Contents" / "Info.plist").read_bytes())
    assert said["CFBundleShortVersionString"] == "0.2.0"
    assert bundle.settings(edition)["name"] == f"{edition.package}.app"
    assert Path(bundle.settings(edition)["icon"]).is_file()


def test_both_languages_say_what_the_devices_are_for(tmp_path: Path) -> None:
    texts = [plistlib.loads(Path(file).read_bytes()) for _place, file, _kind in bundle.translations(tmp_path)]
    english, korean = texts
    assert english.keys() == korean.keys()
    for key in macos.USAGE:
        assert english[key].isascii()
        assert any("가" <= letter <= "힣" for letter in korean[key])
        assert bundle.info_plist("1")[key] == english[key]


def _spoil(key: str, value: object) -> Callable[[Path], None]:
    def spoil(app: Path) -> None:
        file = app / "Contents" / "Info.plist"
        file.write_bytes(plistlib.dumps(plistlib.loads(file.read_bytes()) | {key: value}))

    return spoil


def _without(name: str) -> Callable[[Path], None]:
    return lambda app: (app / "Contents" / name).unlink()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_spoil("CFBundleExecutable", "sori"), r"CFBundleExecutable of sori\.app is 'sori'"),
        (_spoil("LSBackgroundOnly", True), "LSBackgroundOnly"),
        (_spoil("NSCameraUsageDescription", ""), "no NSCameraUsageDescription in en"),
        (_without("Resources/ko.lproj/InfoPlist.strings"), r"InfoPlist\.strings cannot be read"),
        (_without("MacOS/sori"), "holds no program sori"),
        (_without("Resources/Sori.icns"), "holds no icon"),
    ],
)
def test_a_bundle_that_would_not_work_is_refused(
    app: Path, spoil: Callable[[Path], None], sentence: str
) -> None:
    spoil(app)
    with pytest.raises(macos.Unfit, match=sentence):
        macos.build(app, app.parent, FULL)


def test_the_entitlements_are_the_ones_we_need() -> None:
    found = plistlib.loads((macos.MACOS / "entitlements.plist").read_bytes())
    assert {key.removeprefix("com.apple.security.") for key, value in found.items() if value is True} == {
        "cs.allow-jit",
        "cs.allow-unsigned-executable-memory",
        "cs.disable-library-validation",
        "device.audio-input",
        "device.camera",
    }


def test_the_icon_has_a_drawing_for_each_size(tmp_path: Path) -> None:
    icons.write_macos(tmp_path / "new.icns")
    with Image.open(macos.MACOS / "Sori.icns") as kept, Image.open(tmp_path / "new.icns") as new:
        assert kept.info["sizes"] == new.info["sizes"]
        assert (512, 512, 2) in kept.info["sizes"]


@pytest.mark.parametrize(
    ("version", "found"),
    [("0.1.0", "0.1.0"), ("0.2.0rc1", "0.2.0"), ("1.2", "1.2.0"), ("1.2.3.dev4", "1.2.3")],
)
def test_a_version_becomes_three_numbers(version: str, found: str) -> None:
    assert macos.numbers(version) == found


# ---- The steps ---------------------------------------------------------------------------------


def build(app: Path, tools: dict[str, str], **settings: str) -> Path:
    return macos.build(app, app.parent, CORE, "0.2.0rc1", settings=tools | settings)


def test_without_a_certificate_the_bundle_is_sealed_and_the_image_is_made(
    app: Path, tools: dict[str, str]
) -> None:
    # WHEN; a secret that is not set comes as an empty variable
    image = build(app, tools, SORI_MAC_IDENTITY="")
    # THEN the image holds Sori under its own name, the licence, and where to put it
    assert image.name == "sori-core-0.2.0rc1-macos-arm64.dmg"
    assert image.read_text() == "image\n"
    lines = notes(tools)
    at = next(at for at, line in enumerate(lines) if line.startswith("hdiutil"))
    assert lines[at + 1 :] == ["  Applications", "  LICENSE.txt", "  Sori.app"]
    # AND what was signed was signed by nobody, with no time stamp, and nothing was sent
    assert all("--timestamp=none|--sign|-|" in line for line in lines[: at - 1])
    assert "--verify" in lines[at - 1]


def test_everything_is_signed_from_the_inside_out(app: Path, tools: dict[str, str]) -> None:
    # WHEN
    subprocess.run(
        ["bash", str(macos.MACOS / "sign.sh"), str(app)],
        env=tools | {"SORI_MAC_IDENTITY": "Developer ID Application: 소리 (AB)"},
        check=True,
    )
    # THEN what is deeper comes first, the bundle last, then it is verified
    *signed, verified = [line.split("|") for line in notes(tools)]
    contents = app / "Contents"
    assert [call[-1] for call in signed] == [
        str(place)
        for place in (
            contents / "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
            contents / "Frameworks/torch/lib/libtorch_cpu.dylib",
            contents / "Frameworks/libpython3.12.dylib",
            contents / "Frameworks/PySide6/Qt/lib/QtCore.framework",
            contents / "MacOS/sori",
            contents / "MacOS/sori-desktop",
            app,
        )
    ]
    assert verified[1:] == ["--verify", "--deep", "--strict", str(app)]
    # AND each with the hardened runtime and a time stamp; entitlements only for what is started
    assert all(
        {"--timestamp", "runtime", "Developer ID Application: 소리 (AB)"} <= set(call) for call in signed
    )
    assert [Path(call[-1]).name for call in signed if "--entitlements" in call] == [
        "sori",
        "sori-desktop",
        "sori.app",
    ]


def test_with_everything_set_the_app_then_the_image_are_notarised(app: Path, tools: dict[str, str]) -> None:
    # GIVEN a certificate and a key of Apple's
    key = {"SORI_NOTARY_KEY": "key.p8", "SORI_NOTARY_KEY_ID": "K1", "SORI_NOTARY_ISSUER": "I1"}
    # WHEN
    image = build(app, tools, SORI_MAC_IDENTITY="Developer ID", **key)
    # THEN the app is stapled before it is packed, and the image is signed before it is sent
    lines = notes(tools)
    steps = (
        f"--verify|--deep|--strict|{app}",
        "ditto|-c",
        "notarytool|submit",
        f"staple|{app}",
        "hdiutil|create",
        f"--sign|Developer ID|{image}",
        f"notarytool|submit|{image}",
        f"staple|{image}",
    )
    places = [next(at for at, line in enumerate(lines) if step in line) for step in steps]
    assert places == sorted(places), "\n".join(lines)
    assert "--key|key.p8|--key-id|K1|--issuer|I1|--wait" in lines[places[2]]


def test_what_apple_refuses_is_not_published(
    app: Path, tools: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    # GIVEN an Apple that says no
    key: dict[str, Any] = {"SORI_NOTARY_KEY": "k", "SORI_NOTARY_KEY_ID": "K1", "SORI_NOTARY_ISSUER": "I1"}
    # WHEN
    with pytest.raises(subprocess.CalledProcessError):
        build(app, tools, APPLE_SAYS="Invalid", **key)
    # THEN its log is fetched, nothing is stapled, and no image is made
    assert "Apple did not accept sori.app: Invalid." in capfd.readouterr().err
    lines = notes(tools)
    assert any("notarytool|log|1-2-3" in line for line in lines)
    assert not any("staple" in line or "hdiutil" in line for line in lines)


def test_the_certificate_goes_into_a_keychain_of_its_own(tools: dict[str, str], tmp_path: Path) -> None:
    subprocess.run(
        ["bash", str(macos.MACOS / "keychain.sh"), "mine.p12"],
        env=tools | {"SORI_MAC_PASSWORD": "secret", "TMPDIR": str(tmp_path)},
        check=True,
    )
    calls = [line.split("|")[1] for line in notes(tools)]
    assert calls == [
        "create-keychain",
        "set-keychain-settings",
        "unlock-keychain",
        "import",
        "set-key-partition-list",
        "list-keychains",
    ]


def test_the_scripts_are_clean() -> None:
    scripts = sorted(map(str, macos.MACOS.glob("*.sh")))
    answer = subprocess.run(["shellcheck", *scripts], capture_output=True, text=True, check=False)
    assert (answer.stdout, answer.returncode, len(scripts)) == ("", 0, 4)
