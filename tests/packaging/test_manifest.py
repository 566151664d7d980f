"""A release is listed and signed, by a key that never lies in the repository."""

import base64
import hashlib
import json
import re
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from nacl.signing import SigningKey

from releasing import manifest
from releasing.edition import ROOT

WHEN: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTES: Final = {"en": "Faster.", "ko": "더 빨라졌습니다."}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one file of each kind."""
    out = tmp_path / "dist"
    out.mkdir()
    names = (
        "sori_9.1.0-1_amd64.deb",
        "sori-core_9.1.0-1_arm64.deb",
        "sori-9.1.0-linux-x86_64.tar.zst",
        "Sori-9.1.0-x86_64.AppImage",
        "sori-core-9.1.0-windows-x86_64.exe",
        "sori-9.1.0-macos-arm64.dmg",
        "sori-hands-1a2b-linux-x86_64.zip",
        "SHA256SUMS",
    )
    for name in names:
        (out / name).write_bytes(name.encode())
    (out / "sori").mkdir()
    return out


def test_every_file_is_listed_with_what_it_is(folder: Path) -> None:
    # WHEN the list is written
    path = manifest.write(folder, NOTES, "9.1.0", WHEN)
    told = json.loads(path.read_text(encoding="utf-8"))
    # THEN it says the release, when it was made, and what is new
    assert (told["version"], told["release"], told["date"]) == (1, "9.1.0", "2026-03-01")
    assert told["serial"] == WHEN.timestamp()
    assert told["notes"] == NOTES
    # AND what each file is, for whom, how big and with which digest
    files = {file["name"]: file for file in told["files"]}
    facts = {name: (file["platform"], file["edition"], file["kind"]) for name, file in files.items()}
    assert facts == {
        "sori_9.1.0-1_amd64.deb": ("linux-x86_64", "full", "deb"),
        "sori-core_9.1.0-1_arm64.deb": ("linux-arm64", "core", "deb"),
        "sori-9.1.0-linux-x86_64.tar.zst": ("linux-x86_64", "full", "archive"),
        "Sori-9.1.0-x86_64.AppImage": ("linux-x86_64", "full", "appimage"),
        "sori-core-9.1.0-windows-x86_64.exe": ("windows-x86_64", "core", "installer"),
        "sori-9.1.0-macos-arm64.dmg": ("macos-arm64", "full", "disk-image"),
        "sori-hands-1a2b-linux-x86_64.zip": ("linux-x86_64", "core", "add-on"),
        "SHA256SUMS": ("", "full", "other"),
    }
    for name, file in files.items():
        assert file["size_bytes"] == len(name)
        assert file["sha256"] == hashlib.sha256(name.encode()).hexdigest()


def test_a_signature_is_right_until_a_letter_changes(folder: Path, tmp_path: Path) -> None:
    # GIVEN a key pair of its own, and a release signed with it
    private, public = manifest.make_keys(tmp_path / "keys")
    public_key = public.read_text().strip()
    path = manifest.write(folder, NOTES, "9.1.0", WHEN)
    manifest.sign(path, manifest.read_key(private), public_key)
    # THEN the signature is right
    assert manifest.is_signed(path, public_key)
    # AND not by another key, not after a change, and not for a list that is written anew
    assert not manifest.is_signed(path, manifest.encoded(SigningKey.generate().verify_key))
    path.write_text(path.read_text(encoding="utf-8").replace("9.1.0", "9.1.1"), encoding="utf-8")
    assert not manifest.is_signed(path, public_key)
    manifest.write(folder, NOTES, "9.1.0", WHEN)
    assert not (folder / manifest.SIGNATURE).exists()


def test_a_private_key_is_for_its_owner_alone_and_not_replaced(tmp_path: Path) -> None:
    # WHEN a pair is made
    private, _public = manifest.make_keys(tmp_path)
    kept = private.read_bytes()
    # THEN nobody else may read the private half, and it is not overwritten
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    with pytest.raises(manifest.Unsigned, match="already"):
        manifest.make_keys(tmp_path)
    assert private.read_bytes() == kept


def test_the_repository_takes_no_private_key(tmp_path: Path) -> None:
    # THEN none is made there, nor read from there, by whatever road one comes
    road = tmp_path / "road"
    road.symlink_to(ROOT / "packaging", target_is_directory=True)
    for place in (ROOT, ROOT / "packaging" / "keys", road):
        with pytest.raises(manifest.Unsigned, match="repository"):
            manifest.make_keys(place)
    with pytest.raises(manifest.Unsigned, match="repository"):
        manifest.read_key(ROOT / "README.md")
    assert not (ROOT / "packaging" / "keys").exists()


def test_packages_with_another_key_would_refuse_it(folder: Path) -> None:
    # GIVEN packages that carry another public key
    other = manifest.encoded(SigningKey.generate().verify_key)
    path = manifest.write(folder, NOTES, "9.1.0", WHEN)
    # THEN the release is not signed
    with pytest.raises(manifest.Unsigned, match="pyproject"):
        manifest.sign(path, SigningKey.generate(), other)
    assert not (folder / manifest.SIGNATURE).exists()


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_key_from_the_environment_is_one_or_says_why_not(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN no key, or something else
    monkeypatch.setenv(manifest.KEY_VARIABLE, text)
    with pytest.raises(manifest.Unsigned, match="private key"):
        manifest.read_key(None)
    monkeypatch.delenv(manifest.KEY_VARIABLE)
    with pytest.raises(manifest.Unsigned, match=manifest.KEY_VARIABLE):
        manifest.read_key(None)
    # WHEN it is a real one
    key = SigningKey.generate()
    monkeypatch.setenv(manifest.KEY_VARIABLE, base64.b64encode(bytes(key)).decode())
    # THEN it is read
    assert manifest.read_key(None) == key


def test_nothing_to_release_and_odd_names_are_refused(folder: Path, tmp_path: Path) -> None:
    # GIVEN an empty folder, and one with a name that could lead elsewhere
    (tmp_path / "empty").mkdir()
    (folder / "a b.deb").touch()
    # THEN neither is listed
    for place in (tmp_path / "empty", folder):
        with pytest.raises(manifest.Unsigned):
            manifest.write(place, NOTES)


def test_a_package_of_another_version_is_not_released(folder: Path) -> None:
    # GIVEN packages of 9.1.0 THEN they are no release 9.2.0, nor 9.1
    for release in ("9.2.0", "9.1", "1.0"):
        with pytest.raises(manifest.Unsigned, match=f"Not of release {re.escape(release)}"):
            manifest.write(folder, NOTES, release)
    # AND a Debian package of a trial version is one
    (folder / "sori_9.1.0~rc1-1_amd64.deb").touch()
    for path in folder.glob("*9.1.0[-_]*"):
        path.unlink()
    assert manifest.write(folder, NOTES, "9.1.0rc1")


def test_it_is_run_by_hand(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN packages that carry no key yet, and a pair made by the command
    monkeypatch.setattr(manifest, "public_key_of_packages", lambda: "")
    assert manifest.main(["keys", str(tmp_path / "keys")]) == 0
    notes = {}
    for language, text in NOTES.items():
        notes[language] = tmp_path / f"{language}.txt"
        notes[language].write_text(f"{text}\n", encoding="utf-8")
    command = [
        "sign",
        str(folder),
        "--release",
        "9.1.0",
        "--notes-en",
        str(notes["en"]),
        "--notes-ko",
        str(notes["ko"]),
    ]
    # WHEN a folder is signed without a key, then with it
    monkeypatch.delenv(manifest.KEY_VARIABLE, raising=False)
    assert manifest.main(command) == 1
    assert manifest.KEY_VARIABLE in capsys.readouterr().err
    assert manifest.main([*command, "--key", str(tmp_path / "keys" / manifest.PRIVATE)]) == 0
    # THEN it is, with the notes as they stand in the files
    public_key = (tmp_path / "keys" / manifest.PUBLIC).read_text().strip()
    assert manifest.is_signed(folder / manifest.NAME, public_key)
    assert json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))["notes"] == NOTES
