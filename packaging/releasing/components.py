"""Finds out what is bundled: Python, its packages, what lies inside their wheels, models, libraries."""

import csv
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Any, Final

from packaging.requirements import Requirement

from releasing import openssl_stand_in
from releasing.edition import ROOT, platform_tag

FOLDER: Final = ROOT / "packaging" / "licences"
LOCK: Final = ROOT / "requirements.lock"
SYSTEM: Final = "System libraries"
"""What the libraries of the build machine are said to be part of."""
_TEXT: Final = re.compile(r"(licen[cs]e|copying|notice|copyright|third.?party|model_licenses)", re.IGNORECASE)
_NO_TEXT: Final = {".py", ".pyc", ".pyi", ".so", ".json", ".h"}
_LIBRARY: Final = re.compile(r"\.(so(\.[0-9.]+)?|dylib|dll|pyd)$", re.IGNORECASE)
_EXTENSION: Final = re.compile(r"\.(cpython-[^/]*|abi3)\.so$|\.pyd$")
_PYTHON: Final = re.compile(r"(libpython3|python3).*", re.IGNORECASE)
_FOREIGN_FOLDERS: Final = (".libs", ".dylibs")
"""Where auditwheel, delvewheel and delocate put other people's libraries."""


@dataclass(frozen=True)
class Component:
    """One thing that somebody made, under the licence they chose."""

    name: str
    version: str
    """Empty if it is not known."""
    licence: str
    """An SPDX expression; empty if it is not known."""
    kind: str
    """application, runtime, package, library, model or words."""
    part_of: str = ""
    """The component it comes inside of."""
    texts: tuple[Path, ...] = ()
    """Its own licence texts and notices; empty where it carries none."""
    files: tuple[str, ...] = ()
    """The names of its libraries, or of the models' files, where it comes inside something else."""

    @property
    def key(self) -> str:
        """A name of its own, for folders and references."""
        whole = f"{self.part_of}-{self.name}" if self.part_of else self.name
        return re.sub(r"[^a-z0-9.]+", "-", whole.lower()).strip("-")[:80].rstrip("-")


@cache
def known() -> dict[str, Any]:
    """Return what stands in packaging/licences/known.toml."""
    return tomllib.loads((FOLDER / "known.toml").read_text(encoding="utf-8"))


def found(
    site_packages: Path, frozen: Path | None = None, without: Collection[str] = ()
) -> tuple[Component, ...]:
    """Return everything bundled, Sori first, then by kind and name.

    `site_packages` is the environment that is frozen, of the running Python; `frozen` the finished
    folder with `_internal` in it, whose system libraries are then named too, and in which parts of
    wheels that were left out are not looked for; `without` names distributions that do not ship.
    """
    shipped = [
        one for one in shipping(site_packages) if canonical(one.name) not in set(map(canonical, without))
    ]
    names = frozen_names(frozen) if frozen else None
    components = [
        *_ours(),
        *_runtime(site_packages),
        *(_package(one) for one in shipped),
        *(part for one in shipped for part in _parts(one, names)),
        *(_system(frozen, {name for one in shipped for name in _file_names(one)}) if frozen else ()),
    ]
    order = ("application", "runtime", "package", "library", "model", "words")
    return tuple(
        sorted(components, key=lambda one: (order.index(one.kind), one.name.lower(), one.part_of.lower()))
    )


def shipping(site_packages: Path) -> list[Distribution]:
    """Return the distributions of the lock that belong on this platform.

    Raises:
        FileNotFoundError: if one of them is not installed.
    """
    here = {canonical(one.name): one for one in distributions(path=[str(site_packages)])}
    wanted = [canonical(one.name) for one in requirements() if one.marker is None or one.marker.evaluate()]
    wanted = [name for name in wanted if name not in known()["not_shipped"]]
    missing = [name for name in wanted if name not in here]
    if missing:
        raise FileNotFoundError(f"not installed in {site_packages}: {', '.join(missing)}")
    return [here[name] for name in wanted]


def requirements(lock: Path | None = None) -> list[Requirement]:
    """Return the lines of a lock, by default of what ships."""
    lines = (
        line.partition("#")[0].strip() for line in (lock or LOCK).read_text(encoding="utf-8").splitlines()
    )
    return [Requirement(line) for line in lines if line]


def canonical(name: str) -> str:
    """Return a distribution's name as it is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def frozen_names(frozen: Path) -> frozenset[str]:
    """Return the names of all files in a frozen folder, but for what only stands in for a library."""
    return frozenset(
        path.name
        for path in frozen.rglob("*")
        if path.is_file() and not (_LIBRARY.search(path.name) and openssl_stand_in.is_stand_in(path))
    )


def strange_libraries(site_packages: Path, without: Collection[str] = ()) -> list[str]:
    """Return other people's libraries inside wheels that no entry of known.toml explains."""
    strange = []
    for one in shipping(site_packages):
        if canonical(one.name) in set(map(canonical, without)):
            continue
        patterns = [p for part in _entries(one) for p in part.get("files", ())]
        for path in _recorded(one.read_text("RECORD") or "").paths:
            folders, _slash, name = path.rpartition("/")
            is_foreign = any(folder.endswith(_FOREIGN_FOLDERS) for folder in folders.split("/"))
            if is_foreign and _LIBRARY.search(name) and not _fits(name, patterns):
                strange.append(f"{name} in {one.name}")
    return strange


@dataclass(frozen=True)
class _Record:
    """What a wheel's RECORD lists, relative to the folder it is installed in."""

    paths: tuple[str, ...]
    names: frozenset[str]
    """Of the files, without their folders."""
    texts: tuple[PurePosixPath, ...]


@cache
def _recorded(record: str) -> _Record:
    # importlib's own list looks for each of torch's 12,000 files on the disk, at every call.
    paths = tuple(row[0] for row in csv.reader(record.splitlines()) if row)
    names = frozenset(path.rpartition("/")[2] for path in paths)
    likely = (PurePosixPath(path) for path in paths if "licenses/" in path or _TEXT.search(path))
    return _Record(paths, names, tuple(path for path in likely if _is_text(path)))


def _file_names(distribution: Distribution) -> frozenset[str]:
    return _recorded(distribution.read_text("RECORD") or "").names


def licence_of(distribution: Distribution) -> str:
    """Return the SPDX expression of a distribution: ours if we know better, else its own; or empty."""
    ours = known()["distributions"].get(canonical(distribution.name))
    said = distribution.metadata.json.get("license_expression")
    older = distribution.metadata.json.get("license")
    return str(ours or said or _spdx(str(older or "")))


def _spdx(text: str) -> str:
    """Return the free text of an older licence field where it happens to be one SPDX name."""
    text = text.strip()
    return text if re.fullmatch(r"[A-Za-z0-9.+-]+", text) and text in known()["compatible"] else ""


def _ours() -> Iterator[Component]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield Component("Sori", project["version"], project["license"], "application", texts=(ROOT / "LICENSE",))
    for one in known()["own"]:
        if (ROOT / one["path"]).exists():
            texts = tuple(ROOT / text for text in one.get("texts", ()))
            yield Component(one["name"], project["version"], one["licence"], one["kind"], "Sori", texts)


def _runtime(site_packages: Path) -> Iterator[Component]:
    version = "{}.{}.{}".format(*sys.version_info[:3])
    places = (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path("/usr/share/doc/python{}.{}/copyright".format(*sys.version_info[:2])),
    )
    text = tuple(place for place in places if place.is_file())[:1]
    yield Component("Python", version, "Python-2.0", "runtime", texts=text)
    for one in distributions(path=[str(site_packages)], name="pyinstaller"):
        licence = "GPL-2.0-or-later WITH Bootloader-exception"
        yield Component("PyInstaller bootloader", one.version, licence, "runtime", texts=texts_of(one))
        return


def _package(one: Distribution) -> Component:
    return Component(one.name, one.version, licence_of(one), "package", texts=texts_of(one))


def texts_of(distribution: Distribution) -> tuple[Path, ...]:
    """Return the licence texts and notices a wheel carries."""
    texts = _recorded(distribution.read_text("RECORD") or "").texts
    paths = (Path(str(distribution.locate_file(text))) for text in texts)
    return tuple(sorted(path for path in paths if path.is_file()))


def _is_text(file: PurePosixPath) -> bool:
    if file.suffix.lower() in _NO_TEXT or "__pycache__" in file.parts:
        return False
    is_in_metadata = any(part.endswith(".dist-info") for part in file.parts)
    if is_in_metadata and "licenses" in file.parts:
        return True
    return (is_in_metadata or len(file.parts) <= 2) and _TEXT.search(file.name) is not None


def _entries(distribution: Distribution) -> list[dict[str, Any]]:
    tag, name = platform_tag(), canonical(distribution.name)
    return [part for part in known()["parts"] if part["in"] == name and tag in part.get("system", [tag])]


def _parts(distribution: Distribution, frozen: Collection[str] | None) -> Iterator[Component]:
    names, owner, texts = _file_names(distribution), distribution.name, texts_of(distribution)
    for part in _entries(distribution):
        files = sorted(name for name in names if _fits(name, part.get("files", ())))
        if frozen is not None:
            files = [name for name in files if name in frozen]
        if files or "files" not in part:
            yield Component(
                part["name"],
                # What a library's file name ends in counts its interface, not its releases.
                "",
                part["licence"],
                part.get("kind", "library"),
                owner,
                texts,
                tuple(files),
            )


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


Owner = tuple[str, str, tuple[Path, ...]]
"""A Debian package, its version and its copyright file."""


def _system(frozen: Path, from_wheels: Collection[str]) -> Iterator[Component]:
    """Yield the libraries of the build machine that freezing took along, one for each Debian package."""
    names = [path.name for path in system_libraries(frozen, from_wheels)]
    told, owners = _owners(frozenset(names)), dict[Owner, list[str]]()
    for name in names:
        package, version, text = told.get(name, (name, "", ()))
        owners.setdefault((package, version, text), []).append(name)
    for (name, version, text), files in owners.items():
        yield Component(name, version, _system_licence(files), "library", SYSTEM, text, tuple(files))


def _system_licence(files: list[str]) -> str:
    """Return the licence of all these libraries; empty if that of one is not known."""
    table = {pattern.lower(): licence for pattern, licence in known()["system"].items()}
    found = {
        next((licence for pattern, licence in table.items() if fnmatchcase(name.lower(), pattern)), "")
        for name in files
    }
    return "" if "" in found else " AND ".join(sorted(found))


def system_libraries(frozen: Path, from_wheels: Collection[str]) -> list[Path]:
    """Return the shared libraries in a frozen folder that neither a wheel brought nor Python itself."""
    return [
        path
        for path in sorted(frozen.rglob("*"))
        if _LIBRARY.search(path.name)
        and path.name not in from_wheels
        and not (_EXTENSION.search(path.name) or _PYTHON.match(path.name))
        and path.is_file()
        and not path.is_symlink()
    ]


@cache
def _owners(names: frozenset[str], run: Callable[[list[str]], str] | None = None) -> dict[str, Owner]:
    """Return package, version and copyright file of libraries, as dpkg knows them; of others nothing.

    All at once, because dpkg reads its lists anew for each question.
    """
    run = run or _output
    if not names or not shutil.which("dpkg-query"):
        return {}
    packages: dict[str, str] = {}
    for line in run(["dpkg-query", "-S", "*.so*"]).splitlines():
        owner, _colon, place = line.partition(": ")
        package = owner.split(":")[0].split(",")[0]
        # A Sori that is installed here has the same libraries, taken from the same packages.
        is_ours = "/_internal/" in place
        if package and not is_ours and not package.endswith(("-dev", "-dbg", "-dbgsym")):
            packages.setdefault(place.rpartition("/")[2], package)
    some = sorted(set(packages.values()))
    told = run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *some]) if some else ""
    versions = dict(line.split(" ", 1) for line in reversed(told.splitlines()))
    return {name: _owner(packages[name], versions) for name in names if name in packages}


def _owner(package: str, versions: Mapping[str, str]) -> Owner:
    text = Path("/usr/share/doc", package, "copyright")
    return package, versions.get(package, ""), (text,) if text.is_file() else ()


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
