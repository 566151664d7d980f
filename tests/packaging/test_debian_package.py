"""dpkg installs, exchanges, upgrades and removes the packages, and lintian has nothing against them.

dpkg works on a system of its own in a folder of the test, with the application's stand-in.
"""

import gzip
import os
import re
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Final

import pytest

import start
from releasing import debian
from releasing.edition import CORE, FULL
from tests.packaging.linux_stand_in import stand_in, tree

SYSTEM: Final = {**os.environ, "LC_ALL": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


class System:
    """A system with nothing in it but what dpkg installs, and a person with things of their own."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        for place in ("updates", "info", "triggers"):
            (folder / "var/lib/dpkg" / place).mkdir(parents=True)
        for name in ("status", "available"):
            (folder / "var/lib/dpkg" / name).write_text("")
        own = folder / "home/person/.local/share/sori/history.db"
        own.parent.mkdir(parents=True)
        own.write_text("what was dictated")

    def dpkg(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run dpkg on this system; what the package depends on is not here."""
        command = ["dpkg", f"--root={self.root}", f"--log={os.devnull}"]
        command += [
            "--force-not-root",
            "--force-depends",
            "--force-bad-path",
            "--force-unsafe-io",
            *arguments,
        ]
        return subprocess.run(command, capture_output=True, text=True, check=True, env=SYSTEM)

    def says(self, command: str = "sori") -> str:
        """Return the version that a command of this system answers with."""
        program = self.root / "usr/bin" / command
        return subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.split()[1]

    def installed(self) -> dict[str, str]:
        """Return package: version."""
        status = (self.root / "var/lib/dpkg/status").read_text()
        blocks = [block for block in status.split("\n\n") if "Status: install ok installed" in block]
        found = [re.findall(r"^(?:Package|Version): (.*)$", block, re.MULTILINE) for block in blocks]
        return dict(found)

    def rest(self) -> set[str]:
        """Return every file outside dpkg's own notes."""
        return {place for place in tree(self.root) if not place.startswith("var/lib/dpkg/")}


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Return an empty system."""
    return System(tmp_path / "system")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Return packages by name and version; the first version has a file that the others have not."""
    folder = tmp_path_factory.mktemp("debian")
    found = {}
    for edition, version in ((FULL, "1.0"), (FULL, "2.0"), (CORE, "2.0")):
        extra = "gone" if version == "1.0" else ""
        frozen = stand_in(folder / "frozen", f"{version}{edition.name}", extra=extra)
        found[edition.package, version] = debian.build(frozen, folder, edition, "2.36", version)
    return found


def fields(package: Path) -> dict[str, str]:
    command = ["dpkg-deb", "--field", str(package)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^([\w-]+): ((?:.|\n )*)$", text, re.MULTILINE))


def test_install_upgrade_downgrade_remove(system: System, packages: dict[tuple[str, str], Path]) -> None:
    # GIVEN a system on which a person has used Sori before
    before = system.rest()
    # WHEN a version is installed, the next, and the first again
    for version, has_extra in (("1.0", True), ("2.0", False), ("1.0", True)):
        system.dpkg("--install", str(packages["sori", version]))
        # THEN that one runs, with its own files and no other's
        assert system.installed() == {"sori": f"{version}-1"}
        assert system.says("sori") == system.says("sori-desktop") == f"{version}full"
        assert (system.root / "usr/lib/sori/_internal/gone").exists() == has_extra
    # AND after removal the person's own is there and nothing else
    system.dpkg("--remove", "sori")
    assert system.rest() == before
    assert not (system.root / "usr/lib").exists() or list((system.root / "usr/lib").iterdir()) == []
    system.dpkg("--purge", "sori")
    assert system.rest() == before


def test_one_edition_takes_the_place_of_the_other(
    system: System, packages: dict[tuple[str, str], Path]
) -> None:
    # GIVEN an installed edition
    before = system.rest()
    system.dpkg("--install", str(packages["sori", "2.0"]))
    # WHEN the other is installed, and the first again
    for name, version in (("sori-core", "2.0core"), ("sori", "2.0full")):
        system.dpkg("--install", str(packages[name, "2.0"]))
        # THEN it alone is there, and runs
        assert system.installed() == {name: "2.0-1"}
        assert system.says() == version
    # AND nothing of either is left in the end
    system.dpkg("--purge", "sori")
    assert system.rest() == before


def test_a_package_tells_what_it_needs(packages: dict[tuple[str, str], Path]) -> None:
    for edition, other in ((FULL, CORE), (CORE, FULL)):
        # WHEN the fields are read
        found = fields(packages[edition.package, "2.0"])
        # THEN one edition stands for the other, and the C library is the one it was built for
        assert found["Conflicts"] == found["Replaces"] == other.package
        assert found["Provides"] == f"{other.package} (= 2.0-1)"
        assert "libc6 (>= 2.36)" in found["Depends"].split(", ")
        # AND what start.py installs to read and show Korean is recommended
        recommended = set(re.split(r" \| |, ", found["Recommends"]))
        wanted = set(re.split(r"[ |]", start.PACKAGES[start.RUN]))
        assert {one for one in wanted if one.startswith(("tesseract", "fonts"))} <= recommended


def test_the_size_is_told(packages: dict[tuple[str, str], Path], tmp_path: Path) -> None:
    # GIVEN what a package unpacks to
    package = packages["sori", "2.0"]
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tmp_path)], check=True)
    sizes = [path.lstat().st_size for path in tmp_path.rglob("*") if path.is_file() and not path.is_symlink()]
    # THEN the field tells that, in whole KiB
    told = int(fields(package)["Installed-Size"])
    assert sum(sizes) / 1024 < told < sum(sizes) / 1024 + 300


def test_every_file_has_its_sum(packages: dict[tuple[str, str], Path], tmp_path: Path) -> None:
    # GIVEN an unpacked package, control files and all
    subprocess.run(
        ["dpkg-deb", "--raw-extract", str(packages["sori", "2.0"]), str(tmp_path / "all")], check=True
    )
    sums = tmp_path / "all/DEBIAN/md5sums"
    # THEN every sum is right
    subprocess.run(["md5sum", "--quiet", "--check", str(sums)], cwd=tmp_path / "all", check=True)
    # AND no file lacks one
    files = {place for place, content in tree(tmp_path / "all").items() if not content.startswith("->")}
    named = {line.split("  ", 1)[1] for line in sums.read_text().splitlines()}
    assert named == {place for place in files if not place.startswith("DEBIAN/")}


def test_everything_is_roots_and_readable(packages: dict[tuple[str, str], Path]) -> None:
    # WHEN a package is listed
    command = ["dpkg-deb", "--contents", str(packages["sori", "2.0"])]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    # THEN root owns all of it and everybody may read it
    assert {line.split()[1] for line in lines} == {"root/root"}
    assert {line[:10] for line in lines} == {"drwxr-xr-x", "-rwxr-xr-x", "-rw-r--r--", "lrwxrwxrwx"}


def test_two_builds_are_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a time to build for
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    files = []
    for name, mask in (("one", 0o022), ("two", 0o077)):
        # WHEN the same is built twice, in folders and with rights that differ
        before = os.umask(mask)
        (tmp_path / name).mkdir()
        files.append(debian.build(stand_in(tmp_path / name / "sori"), tmp_path / name, FULL, "2.36"))
        os.umask(before)
    # THEN both are alike to the last bit, and nothing of the staging is left
    assert files[0].read_bytes() == files[1].read_bytes()
    assert [path.name for path in sorted((tmp_path / "one").iterdir())] == ["sori", files[0].name]


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.1.0", "0.1.0-1"),
        ("0.2.0rc1", "0.2.0~rc1-1"),
        ("0.2.0a2", "0.2.0~a2-1"),
        ("0.2.0.dev3", "0.2.0~.dev3-1"),
    ],
)
def test_versions_sort_as_they_follow(version: str, expected: str) -> None:
    # GIVEN a version of Python's kind
    # THEN Debian has it before the release it leads to
    assert debian.debian_version(version) == expected
    final = debian.debian_version(re.sub(r"(a|rc|\.dev)\d+$", "", version))
    relation = "eq" if final == expected else "lt"
    subprocess.run(["dpkg", "--compare-versions", expected, relation, final], check=True)


def test_what_packed_libraries_need_is_depended_on(tmp_path: Path) -> None:
    # GIVEN a real program of this system among the files: it needs the C library, and one more that is packed
    frozen = stand_in(tmp_path / "sori")
    program = Path(shutil.which("dpkg-deb", path=SYSTEM["PATH"]) or "")
    shutil.copy(program, frozen / "_internal" / "program")
    needed = debian.foreign_libraries(frozen)
    assert "libc.so.6" in needed
    others = needed - debian.LIBRARIES.keys()
    assert others
    # WHEN a package is made while nobody knows where the other libraries come from
    # THEN it is refused, by their names
    with pytest.raises(ValueError, match=re.escape(sorted(others)[0])):
        debian.build(frozen, tmp_path, FULL, "2.36")
    # AND once they are packed, it is made
    for name in others:
        (frozen / "_internal" / name).write_bytes(b"")
    assert debian.build(frozen, tmp_path, FULL, "2.36").is_file()


def test_known_libraries_become_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a program that needs a library which comes from a package
    frozen = stand_in(tmp_path / "sori")
    shutil.copy("/usr/bin/dpkg-deb", frozen / "_internal" / "program")
    others = debian.foreign_libraries(frozen) - debian.LIBRARIES.keys()
    monkeypatch.setattr(debian, "LIBRARIES", debian.LIBRARIES | dict.fromkeys(others, "libsomething1"))
    # WHEN the package is made
    package = debian.build(frozen, tmp_path, FULL, "2.36")
    # THEN it depends on that, once
    assert fields(package)["Depends"].split(", ").count("libsomething1") == 1


def test_the_changelog_and_the_licence_are_there(
    packages: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    # GIVEN an unpacked package
    subprocess.run(["dpkg-deb", "--extract", str(packages["sori-core", "2.0"]), str(tmp_path)], check=True)
    documents = tmp_path / "usr/share/doc/sori-core"
    # THEN its version and edition stand in the changelog, and what is new for users beside it
    assert gzip.decompress((documents / "changelog.Debian.gz").read_bytes()).startswith(b"sori-core (2.0-1) ")
    assert b"Unreleased" in gzip.decompress((documents / "changelog.gz").read_bytes())
    licence = (documents / "copyright").read_text(encoding="utf-8")
    assert licence.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/")
    assert "@" not in licence


def test_lintian_has_nothing_against_it(tmp_path: Path) -> None:
    # GIVEN a stand-in for the application: what it has not, needs no override
    frozen = stand_in(tmp_path / "frozen")
    # WHEN lintian looks at the package of its trimmed twin, at every degree of severity
    said = debian.check(frozen, tmp_path, CORE, "2.36").splitlines()
    # THEN it has nothing else to say
    assert [line for line in said if not line.startswith("I: sori-core: unused-override ")] == []


def test_every_override_has_its_reason() -> None:
    # GIVEN what lintian is told to overlook
    files = sorted(debian.TEMPLATES.glob("lintian-overrides*"))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    # THEN no override stands without a comment above it or above its group
    has_reason = False
    overrides = 0
    for line in text.splitlines():
        has_reason = line.startswith("# ") or (has_reason and bool(line))
        assert has_reason, line
        overrides += line.startswith("@PACKAGE@: ")
    assert overrides == text.count("@PACKAGE@") > 5


def test_the_frozen_folder_keeps_its_files(tmp_path: Path) -> None:
    # GIVEN a frozen application
    frozen = stand_in(tmp_path / "sori")
    before = tree(frozen)
    # WHEN a package is made of it
    debian.build(frozen, tmp_path, FULL, "2.36")
    # THEN it has the same files; who may run them and read them is settled
    assert tree(frozen) == before
    assert stat.S_IMODE((frozen / "sori").stat().st_mode) == 0o755
