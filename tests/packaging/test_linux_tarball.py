"""The archive installs Sori into a home without root, upgrades it, and removes all but the person's own."""

import os
import stat
import subprocess
import time
from pathlib import Path

import pytest

from releasing import tarball
from releasing.edition import CORE, FULL, platform_tag
from tests.packaging.linux_stand_in import stand_in, tree

HOMES = ["집 folder", r"""it's "50%" of $HOME `x` & y|z\w"""]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    return tarball.build(stand_in(folder / "sori"), folder, FULL, "2.36", "1.0")


def unpack(archive: Path, to: Path) -> Path:
    to.mkdir(parents=True)
    subprocess.run(["tar", "--zstd", "-xf", str(archive), "-C", str(to)], check=True)
    return next(to.iterdir())


def run(script: Path, home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    settings = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}
    return subprocess.run(
        ["sh", str(script), *arguments], env=settings, capture_output=True, text=True, check=False
    )


def own(home: Path) -> dict[str, str]:
    """Give a home what a person has of Sori and of other programs; return it as `tree` does."""
    for place in (
        ".local/share/sori/history.db",
        ".config/sori/settings.json",
        ".local/share/applications/other.desktop",
    ):
        (home / place).parent.mkdir(parents=True, exist_ok=True)
        (home / place).write_text(place)
    return tree(home)


def test_two_builds_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a time to build for
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = []
    for name in ("one", "two"):
        # WHEN the same is built twice, with seconds between and other rights for new files
        before = os.umask(0o077 if name == "two" else 0o022)
        (tmp_path / name).mkdir()
        files.append(tarball.build(stand_in(tmp_path / name / "sori"), tmp_path / name, FULL, "2.36", "1.0"))
        os.umask(before)
        # The clock of archives has seconds.
        time.sleep(1.0 if name == "one" else 0)
    # THEN both are alike to the last bit
    assert files[0].read_bytes() == files[1].read_bytes()
    # AND nothing of the staging is left
    assert [path.name for path in sorted((tmp_path / "one").iterdir())] == ["sori", files[0].name]


def test_the_archive_belongs_to_root_and_names_its_edition(archive: Path, tmp_path: Path) -> None:
    assert archive.name == f"sori-1.0-{platform_tag()}.tar.zst"
    # WHEN it is listed
    listing = subprocess.run(
        ["tar", "--zstd", "--full-time", "-tvf", str(archive)], capture_output=True, text=True, check=True
    )
    lines = listing.stdout.splitlines()
    # THEN all is in one folder, owned by root, of one time, and everybody may read it
    assert {line.split()[1] for line in lines} == {"root/root"}
    assert len({tuple(line.split()[3:5]) for line in lines}) == 1
    assert {line[:10] for line in lines} == {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"}
    core = tarball.build(stand_in(tmp_path / "core"), tmp_path, CORE, "2.36", "1.0")
    assert core.name == f"sori-core-1.0-{platform_tag()}.tar.zst"


@pytest.mark.parametrize("name", HOMES)
def test_install_and_uninstall(archive: Path, tmp_path: Path, name: str) -> None:
    # GIVEN a home with a person's own things, whatever it is called
    home = tmp_path / name
    before = own(home)
    root = unpack(archive, tmp_path / "unpacked")
    # WHEN Sori is installed
    answer = run(root / "install.sh", home)
    assert (answer.returncode, answer.stderr) == (0, "")
    # THEN the commands run
    for command in ("sori", "sori-desktop"):
        said = subprocess.run(
            [str(home / ".local/bin" / command), "a b"], capture_output=True, text=True, check=True
        )
        assert said.stdout == f"{command} 1\na b\n"
    # AND each entry starts the program, by what the freedesktop format makes of it
    share = home / ".local/share"
    entries = [*share.rglob("io.github*.desktop"), *(share / "Thunar").rglob("*.desktop")]
    assert len(entries) == 3
    for entry in entries:
        assert started(entry) == str(home / ".local/lib/sori/sori-desktop")
    subprocess.run(["desktop-file-validate", *map(str, entries)], check=True)
    # AND the script that the manual points to does, too
    script = home / ".local/lib/sori/share/sori/file-managers/describe-with-sori.nautilus"
    said = subprocess.run([str(script), "그림.png"], capture_output=True, text=True, check=True)
    assert said.stdout == "sori-desktop 1\n--\n그림.png\n"
    # WHEN it is removed by the script that was installed
    answer = run(home / ".local/lib/sori/uninstall.sh", home)
    assert (answer.returncode, answer.stderr) == (0, "")
    # THEN the person's own is there as it was, and nothing else, not even a folder
    assert tree(home) | {mime(home): ""} == before | {mime(home): ""}
    assert folders(home) == {path for file in before for path in above(file)}


def mime(home: Path) -> str:
    """Return the place of a list that the desktop keeps of all entries, whoever put them there."""
    return ".local/share/applications/mimeinfo.cache"


def above(place: str) -> set[str]:
    return {parent.as_posix() for parent in Path(place).parents if parent != Path()}


def folders(home: Path) -> set[str]:
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_dir()}


def started(entry: Path) -> str:
    """Return the program that a desktop entry starts, read as the specification says."""
    line = next(one for one in entry.read_text().splitlines() if one.startswith("Exec="))
    value = line.removeprefix("Exec=").replace("\\\\", "\\").removesuffix(" %f")
    # Its quotes are those of a shell.
    said = subprocess.run(["sh", "-c", f"printf %s {value}"], capture_output=True, text=True, check=True)
    return said.stdout.replace("%%", "%")


def test_an_upgrade_takes_away_what_is_no_longer_part_of_it(tmp_path: Path) -> None:
    # GIVEN an installed version with a file that the next one does not have
    home = tmp_path / "home"
    before = own(home)
    old = tarball.build(stand_in(tmp_path / "sori", "1", extra="gone"), tmp_path, FULL, "2.36", "1.0")
    run(unpack(old, tmp_path / "old") / "install.sh", home)
    # WHEN the next is installed over it
    new = tarball.build(stand_in(tmp_path / "sori", "2"), tmp_path, FULL, "2.36", "2.0")
    answer = run(unpack(new, tmp_path / "new") / "install.sh", home)
    assert answer.returncode == 0
    # THEN the new one runs and the file is gone
    said = subprocess.run([str(home / ".local/bin/sori")], capture_output=True, text=True, check=True)
    assert said.stdout == "sori 2\n"
    assert not (home / ".local/lib/sori/_internal/gone").exists()
    # AND one version down works as well, and after removal only the person's own is left
    assert run(next((tmp_path / "old").iterdir()) / "install.sh", home).returncode == 0
    assert run(home / ".local/lib/sori/uninstall.sh", home).returncode == 0
    assert set(tree(home)) - {mime(home)} == set(before)
    assert folders(home) == {path for file in before for path in above(file)}


def test_another_folder_can_be_chosen(archive: Path, tmp_path: Path) -> None:
    # GIVEN a folder for programs that is not there yet
    home, prefix = tmp_path / "home", tmp_path / "programs"
    home.mkdir()
    root = unpack(archive, tmp_path / "unpacked")
    # WHEN Sori is installed there and removed again
    assert run(root / "install.sh", home, "--prefix", str(prefix)).returncode == 0
    assert os.access(prefix / "bin/sori", os.X_OK)
    assert tree(home) == {}
    assert run(root / "uninstall.sh", home, "--prefix", str(prefix)).returncode == 0
    # THEN nothing is left
    assert tree(prefix) == {}


def test_what_install_did_not_make_stays(archive: Path, tmp_path: Path) -> None:
    # GIVEN a folder of that name that somebody else made
    home = tmp_path / "home"
    (home / ".local/lib/sori").mkdir(parents=True)
    (home / ".local/lib/sori/precious").write_text("mine")
    root = unpack(archive, tmp_path / "unpacked")
    # WHEN Sori is to be installed, or removed
    for script in ("install.sh", "uninstall.sh"):
        answer = run(root / script, home)
        # THEN it refuses, and says why in the person's language
        assert answer.returncode == 1
        assert ".local/lib/sori" in answer.stderr
    assert "폴더" in run(root / "install.sh", home, LANG="ko_KR.UTF-8").stderr
    assert tree(home) == {".local/lib/sori/precious": b"mine".hex()}


def test_a_copy_that_is_cut_short_changes_nothing(archive: Path, tmp_path: Path) -> None:
    # GIVEN an installed Sori, and a newer one of which a file cannot be read
    home = tmp_path / "home"
    root = unpack(archive, tmp_path / "unpacked")
    run(root / "install.sh", home)
    before = tree(home)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "cp").write_text('#!/bin/sh\n/bin/cp "$@"\nexit 1\n')
    (programs / "cp").chmod(0o755)
    # WHEN the copying fails on the way
    answer = run(root / "install.sh", home, PATH=f"{programs}:/usr/bin:/bin")
    # THEN what was installed is untouched, and nothing half done is left
    assert answer.returncode != 0
    assert tree(home) == before


def test_the_frozen_folder_keeps_its_files(tmp_path: Path) -> None:
    # GIVEN a frozen application
    frozen = stand_in(tmp_path / "sori")
    before = tree(frozen)
    # WHEN an archive is made of it
    tarball.build(frozen, tmp_path, FULL, "2.36", "1.0")
    # THEN it has the same files; who may run them and read them is settled
    assert tree(frozen) == before
    assert stat.S_IMODE((frozen / "sori").stat().st_mode) == 0o755
    assert stat.S_IMODE((frozen / "_internal/libreal.so.1").stat().st_mode) == 0o644
