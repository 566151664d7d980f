"""Freezes Sori with PyInstaller: the folders of both editions, and the add-on that makes core full."""

import hashlib
import json
import os
import py_compile
import shutil
import stat
import subprocess
import sys
import tomllib
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import packages_distributions
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, Final

from engines.add_on import LICENCES
from engines.build import NAME, AddOn, Build
from releasing import bill, contents, licences, openssl_stand_in
from releasing.edition import CORE, EDITIONS, FULL, ROOT, Edition, platform_tag

SPEC: Final = ROOT / "packaging" / "pyinstaller" / "sori.spec"
MODELS_OF_OTHERS: Final = {
    "rapidocr": ("models/PP-OCRv6_det_small.onnx", "models/PP-OCRv6_rec_small.onnx"),
    "silero_vad": ("data/silero_vad.onnx",),
}
"""Packages of which only these files are used, opened by path; none of their code is packed."""
_ADD_ON_LICENCES: Final = "add_on_licences"
"""Where, among what is made on the way, the licences of the add-on are collected."""
_OLDEST_IN_A_ZIP: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Frozen:
    """What came out of a freeze."""

    out: Path
    """The folder with one folder for each edition, and the add-on."""
    add_on: Path
    """A zip file."""

    def folder(self, edition: Edition) -> Path:
        """Return the folder of an edition's frozen application."""
        return self.out / edition.package

    def bundle(self, edition: Edition) -> Path:
        """Return an edition's bundle, which macOS alone has."""
        return self.out / f"{edition.package}.app"

    def executable(self, edition: Edition, name: str = "sori") -> Path:
        """Return one of its two executables."""
        if sys.platform == "darwin":
            return self.bundle(edition) / "Contents" / "MacOS" / name
        return self.folder(edition) / (name + (".exe" if sys.platform == "win32" else ""))


def freeze(work: Path, out: Path) -> Frozen:
    """Freeze both editions into `out`, using `work` for what is made on the way; minutes long.

    Raises:
        subprocess.CalledProcessError: PyInstaller could not; it says why on standard error.
    """
    for edition in EDITIONS:
        shutil.rmtree(out / edition.package, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    command += [f"--workpath={work / 'pyinstaller'}", f"--distpath={out}", str(SPEC)]
    # The order of sets decides the order of files; a fixed one makes two builds alike.
    settings = {**os.environ, "SORI_PACKAGE_WORK": str(work), "PYTHONHASHSEED": "1"}
    subprocess.run(command, cwd=ROOT, env=settings, check=True)
    _compile_sources(work, internal(out / FULL.package))
    stand_ins = openssl_stand_in.make(work / "stand_ins", site_packages())
    for edition in EDITIONS:
        inside = internal(out / edition.package)
        _strip(inside)
        for place, path in stand_ins.items():
            shutil.copyfile(path, inside / place)
    licences.collect(
        work / _ADD_ON_LICENCES, site_packages(), out / FULL.package, only_with=left_to_add_on(CORE)
    )
    add_on = _pack_add_on(work, out)
    for edition in EDITIONS:
        _write_build(out / edition.package, _build(edition, describe(add_on) if edition == CORE else None))
        _tell_of_licences(edition, out / edition.package)
    return Frozen(out, add_on)


def found(out: Path) -> Frozen:
    """Return what an earlier freeze left in `out`.

    Raises:
        FileNotFoundError: there is none.
    """
    add_ons = sorted(out.glob("sori-hands-*.zip"), key=lambda path: path.stat().st_mtime)
    if not add_ons or not all((out / edition.package).is_dir() for edition in EDITIONS):
        raise FileNotFoundError(f"{out} holds no frozen Sori: run `python3 start.py package` first.")
    return Frozen(out, add_ons[-1])


def shipped_files() -> list[tuple[str, str]]:
    """Return the files that ship beside the code, each with its folder in the package."""
    files = [
        (path, path.parent.relative_to(ROOT)) for path in _files(ROOT / "resources") if path.name != NAME
    ]
    for package, names in MODELS_OF_OTHERS.items():
        files += [(site_packages() / package / name, Path(package, name).parent) for name in names]
    return [(str(path), str(folder)) for path, folder in files]


def sources() -> list[tuple[str, str]]:
    """Return the modules that ship with their text, each with its folder in the package."""
    names = [Path(name) for name in contents.said("with_source")]
    return [(str(site_packages() / name), str(name.parent)) for name in names]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def site_packages() -> Path:
    """Return where the packages of this Python lie, which are the ones that are frozen."""
    import sysconfig

    return Path(sysconfig.get_paths()["purelib"])


def _compile_sources(work: Path, inside: Path) -> None:
    """Put the compiled form beside what ships with its text: the folder may not be written to later."""
    listed = work / "add_on.txt"
    made = []
    for place in contents.said("with_source"):
        target = Path(cache_from_source(str(inside / place)))
        mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
        py_compile.compile(str(inside / place), str(target), place, doraise=True, invalidation_mode=mode)
        made.append(target.relative_to(inside).as_posix())
    listed.write_text(
        "\n".join(sorted([*listed.read_text(encoding="utf-8").split("\n"), *made])), encoding="utf-8"
    )


def _strip(inside: Path) -> None:
    """Take the symbols for debuggers out of the libraries where they take much room; on Linux alone."""
    if sys.platform != "linux":
        return
    for path in _files(inside):
        if contents.is_stripped(str(path.relative_to(inside))) and not path.is_symlink():
            subprocess.run(["strip", "--strip-unneeded", str(path)], check=True)


# ---- What a package knows of itself --------------------------------------------------------------------


def release_settings() -> dict[str, str]:
    """Return where releases lie and by which key they are signed; both empty until they are set up."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    settings = project["tool"]["sori"]["release"]
    return {"address": str(settings["address"]), "public_key": str(settings["public_key"])}


def _build(edition: Edition, add_on: AddOn | None) -> Build:
    settings = release_settings()
    return Build(edition.name, platform_tag(), settings["address"], settings["public_key"], add_on)


def _write_build(folder: Path, build: Build) -> None:
    for resources in _resources(folder):
        (resources / NAME).write_text(json.dumps(asdict(build), indent=1) + "\n", encoding="utf-8")


def _resources(folder: Path) -> list[Path]:
    """Return where an edition keeps its resources: on macOS in its bundle as well, a copy made before."""
    places = [internal(folder) / "resources"]
    if sys.platform == "darwin":
        places.append(folder.with_name(f"{folder.name}.app") / "Contents" / "Resources" / "resources")
    return places


def left_to_add_on(edition: Edition) -> tuple[str, ...]:
    """Return the distributions that an edition comes without."""
    if edition == FULL:
        return ()
    brought = packages_distributions()
    return tuple(sorted({one for name in contents.said("add_on") for one in brought.get(name, ())}))


def _tell_of_licences(edition: Edition, folder: Path) -> None:
    """Put the licences and the bill of materials of what is in a folder into it."""
    without = left_to_add_on(edition)
    for resources in _resources(folder):
        licences.collect(resources / "licences", site_packages(), folder, without)
        bill.write(resources / "licences", site_packages(), folder, without)


def internal(folder: Path) -> Path:
    """Return the folder in which a frozen application keeps what belongs to it."""
    return folder / "_internal"


# ---- The add-on ------------------------------------------------------------------------------------------


def _pack_add_on(work: Path, out: Path) -> Path:
    """Pack what is in the full folder and not in core, and its licences; its name tells what is inside."""
    files = _files_of_add_on(work, internal(out / FULL.package))
    for old in out.glob("sori-hands-*.zip"):
        old.unlink()
    name = f"hands-{_id(files)}"
    path = out / f"sori-{name}-{platform_tag()}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        # No version of Sori: the next one takes the same file if its libraries are the same.
        about = {"id": name, "platform": platform_tag()}
        _put(packed, "add-on.json", (json.dumps(about) + "\n").encode())
        for place, file in files.items():
            # Two names of one file become two files: a link may not come out of a zip file.
            _put(packed, place, file.read_bytes(), file.stat().st_mode)
    return path


def _files_of_add_on(work: Path, source: Path) -> dict[str, Path]:
    """Return the files of the add-on by their place in it."""
    places = (work / "add_on.txt").read_text(encoding="utf-8").split("\n")
    texts = work / _ADD_ON_LICENCES
    return {Path(place).as_posix(): source / place for place in places} | {
        f"{LICENCES}/{path.relative_to(texts).as_posix()}": path for path in _files(texts)
    }


def _put(packed: zipfile.ZipFile, name: str, content: bytes, mode: int = 0o644) -> None:
    entry = zipfile.ZipInfo(name, _OLDEST_IN_A_ZIP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | (0o755 if mode & 0o111 else 0o644)) << 16
    packed.writestr(entry, content)


def _id(files: Mapping[str, Path]) -> str:
    """Return 12 digits that change with all that decides the bytes of the add-on, and with its Python."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {platform_tag()} {zlib.ZLIB_RUNTIME_VERSION}\n".encode())
    for place, path in files.items():
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
        is_run = bool(path.stat().st_mode & 0o111)
        digest.update(f"{place} {is_run} {content}\n".encode())
    return digest.hexdigest()[:12]


def describe(path: Path) -> AddOn:
    """Return what a core package is told about its add-on, so that it takes this very file alone."""
    with zipfile.ZipFile(path) as packed:
        unpacked = sum(entry.file_size for entry in packed.infolist())
        about: dict[str, Any] = json.loads(packed.read("add-on.json"))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return AddOn(about["id"], path.name, path.stat().st_size, unpacked, digest)
