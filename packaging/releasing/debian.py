"""Makes the Debian packages: `sori` and `sori-core`, of which a machine has one at a time."""

import hashlib
import os
import platform
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from desktop import VERSION
from releasing import linux_files
from releasing.edition import CORE, FULL, ROOT, Edition

TEMPLATES: Final = linux_files.LINUX / "debian"
REVISION: Final = "1"
MAINTAINER: Final = "The Sori developers <sori-app@users.noreply.github.com>"
HOME: Final = Path("usr", "lib", "sori")
"""Where the application lies: the same for both editions, so that one takes the other's place."""
LIBRARIES: Final = {
    "ld-linux-x86-64.so.2": "",
    "ld-linux-aarch64.so.1": "",
    "libc.so.6": "",
    "libdl.so.2": "",
    "libm.so.6": "",
    "libmvec.so.1": "",
    "libpthread.so.0": "",
    "libresolv.so.2": "",
    "librt.so.1": "",
    "libutil.so.1": "",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libdrm.so.2": "libdrm2",
    "libgcc_s.so.1": "libgcc-s1",
    "libstdc++.so.6": "libstdc++6 (>= 12)",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
"""The system's libraries that may be used without being packed, and their packages; empty: libc6."""
DATA: Final = ("fontconfig-config", "libasound2-data", "libportaudio2", "libx11-data", "xkb-data")
"""What packed libraries read from the system: fonts, sound cards, the list of libraries, keyboards."""
RECOMMENDED: Final = (
    "at-spi2-core",
    "fonts-dejavu-core",
    "fonts-noto-cjk | fonts-nanum | fonts-unfonts-core",
    "libasound2-plugins | pipewire-alsa",
    "tesseract-ocr",
    "tesseract-ocr-kor",
    "xdg-desktop-portal",
)
SUGGESTED: Final = ("orca", "wl-clipboard", "wtype")
SAYS: Final = {
    FULL: "This package holds all of it.",
    CORE: "This package comes without the libraries that read hands; they are one\n"
    " file that Sori takes in when it is wanted.",
}
_SUMMARY: Final = {
    FULL: "describes the screen aloud, dictates, captions, reads finger spelling",
    CORE: "describes the screen aloud, dictates and captions",
}
_ARCHITECTURES: Final = {"x86_64": "amd64", "aarch64": "arm64"}
COMPRESSION: Final = {FULL: ("zstd", 6), CORE: ("xz", 6)}
"""How and how hard each is packed. xz made core a sixth smaller, for seven times the work."""


def build(frozen: Path, out: Path, edition: Edition, libc: str, version: str = VERSION) -> Path:
    """Make the package of one edition and return its file in `out`.

    Args:
        frozen: The frozen application: a folder with `sori`, `sori-desktop` and `_internal`.
        out: An existing folder; on the disk of `frozen` nothing is copied.
        edition: Which of the two.
        libc: The oldest glibc it runs with, such as `2.36`.
        version: Such as `0.1.0` or `0.2.0rc1`.

    Raises:
        ValueError: a packed library needs one of the system that no package is known for.
        subprocess.CalledProcessError: dpkg-deb could not; it says why on standard error.
    """
    with tempfile.TemporaryDirectory(prefix=".debian-", dir=out) as work:
        root = Path(work, edition.package)
        stage(frozen, root, edition, libc, version)
        return pack(root, out, edition, version)


def stage(frozen: Path, root: Path, edition: Edition, libc: str, version: str = VERSION) -> None:
    """Lay out in `root` what the package installs, and what dpkg is told in `root/DEBIAN`."""
    linux_files.link_tree(frozen, root / HOME)
    commands = root / "usr" / "bin"
    commands.mkdir(parents=True)
    for name in ("sori", "sori-desktop"):
        (commands / name).symlink_to(Path("..", *HOME.parts[1:], name))
    share = root / "usr" / "share"
    linux_files.place(share)
    _place_documents(share / "doc" / edition.package, edition, version)
    linux_files.write(share / "lintian" / "overrides" / edition.package, _overrides(edition))
    _write_control(root, edition, _depends(frozen, libc), version)
    linux_files.settle(root)


def pack(root: Path, out: Path, edition: Edition, version: str = VERSION) -> Path:
    """Make the file of a laid-out package; everything in it belongs to root and bears the same time."""
    file = out / f"{edition.package}_{debian_version(version)}_{architecture()}.deb"
    kind, level = COMPRESSION[edition]
    command = ["dpkg-deb", "--root-owner-group", f"-Z{kind}", f"-z{level}", "--build", str(root), str(file)]
    settings = {**os.environ, "SOURCE_DATE_EPOCH": str(linux_files.epoch())}
    subprocess.run(command, check=True, env=settings, stdout=subprocess.DEVNULL)
    return file


def debian_version(version: str) -> str:
    """Return a version as Debian orders it: what comes before a release sorts before it."""
    return re.sub(r"(?<=\d)(?=(a|b|rc|\.dev)\d)", "~", version) + f"-{REVISION}"


def architecture() -> str:
    """Return Debian's name for this machine's kind."""
    machine = platform.machine()
    return _ARCHITECTURES.get(machine, machine)


# ---- What it needs -------------------------------------------------------------------------------------


def foreign_libraries(frozen: Path) -> set[str]:
    """Return the names of the libraries that the packed files are linked with and that are not packed."""
    names = {path.name for path in frozen.rglob("*")}
    files = [str(path) for path in frozen.rglob("*") if _is_elf(path)]
    if not files:
        return set()
    command = ["objdump", "--private-headers", *files]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"^\s+NEEDED\s+(\S+)$", listing, re.MULTILINE)) - names


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def _depends(frozen: Path, libc: str) -> list[str]:
    needed = foreign_libraries(frozen)
    unknown = sorted(needed - LIBRARIES.keys())
    if unknown:
        raise ValueError(
            f"No Debian package is known for {', '.join(unknown)}: name it in {__name__}.LIBRARIES."
        )
    packages = {LIBRARIES[name] for name in needed} - {""}
    return [f"libc6 (>= {libc})", *sorted(packages | set(DATA))]


# ---- What dpkg is told ---------------------------------------------------------------------------------


def _write_control(root: Path, edition: Edition, depends: list[str], version: str) -> None:
    other = CORE if edition == FULL else FULL
    fields = {
        "Package": edition.package,
        "Version": debian_version(version),
        "Architecture": architecture(),
        "Maintainer": MAINTAINER,
        "Installed-Size": str(_installed_kib(root)),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(RECOMMENDED),
        "Suggests": ", ".join(SUGGESTED),
        "Conflicts": other.package,
        "Replaces": other.package,
        "Provides": f"{other.package} (= {debian_version(version)})",
        "Section": "utils",
        "Priority": "optional",
        "Homepage": linux_files.HOME_PAGE,
        "Description": _description(edition),
    }
    sums = _sums(root)
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    linux_files.write(root / "DEBIAN" / "control", text)
    linux_files.write(root / "DEBIAN" / "md5sums", sums)


def _description(edition: Edition) -> str:
    return (
        f"{_SUMMARY[edition]}\n"
        " Sori is for blind and low-vision people, for people who cannot type, and for\n"
        " deaf and hard-of-hearing people. It says what a picture of the screen shows,\n"
        " types what is said into any program, captions what the computer hears, and\n"
        " reads finger spelling, in English and Korean, without a graphics card and\n"
        " offline: no picture, no sound and no text leaves the machine.\n"
        " .\n"
        f" {SAYS[edition]}"
    )


def _installed_kib(root: Path) -> int:
    """Return the size as dpkg-gencontrol counts it: files in whole KiB, everything else as one."""
    paths = [path for path in root.rglob("*") if "DEBIAN" not in path.relative_to(root).parts[:1]]
    return sum(-(-path.stat().st_size // 1024) if _is_file(path) else 1 for path in paths)


def _sums(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if _is_file(path))
    return "".join(f"{_md5(path)}  {path.relative_to(root).as_posix()}\n" for path in files)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        # dpkg compares by it after a crash; nobody's trust rests on it.
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()


def _place_documents(folder: Path, edition: Edition, version: str) -> None:
    copyright_text = (TEMPLATES / "copyright.in").read_text(encoding="utf-8")
    linux_files.write(folder / "copyright", copyright_text.replace("@HOME@", linux_files.HOME_PAGE))
    entry = (
        f"{edition.package} ({debian_version(version)}) stable; urgency=medium\n\n"
        f"  * Sori {version}; changelog.gz says what is new for those who use it.\n\n"
        f" -- {MAINTAINER}  {linux_files.moment():%a, %d %b %Y %H:%M:%S} +0000\n"
    )
    linux_files.write_packed(folder / "changelog.Debian.gz", entry)
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    linux_files.write_packed(folder / "changelog.gz", changes)
    for schema in sorted(ROOT.glob(linux_files.SCHEMAS)):
        linux_files.copy(schema, folder / schema.name)


# ---- Lintian -------------------------------------------------------------------------------------------


def _overrides(edition: Edition) -> str:
    names = ["lintian-overrides", *(["lintian-overrides-zstd"] if COMPRESSION[edition][0] == "zstd" else [])]
    text = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return text.replace("@PACKAGE@", edition.package)


def trim(frozen: Path, to: Path) -> None:
    """Make a small twin of a frozen application: lintian takes many minutes over the whole of it.

    Both executables stay, one compiled module, one library, one text of each kind and Sori's own files.
    """
    kept = [frozen / "sori", frozen / "sori-desktop"]
    inside = frozen / "_internal"
    kept += sorted(inside.glob("libz.so*"))[:1] + sorted(inside.glob("_cffi_backend*"))[:1]
    kept += [path for path in sorted((inside / "resources").rglob("*")) if path.is_file()]
    for path in kept:
        linux_files.copy(path, to / path.relative_to(frozen))


def check(frozen: Path, work: Path, edition: Edition, libc: str) -> str:
    """Return what lintian has against the package of a trimmed twin; empty if nothing.

    Args:
        frozen: As for `build`.
        work: An existing folder; the twin and its package are left there.
        edition: Which of the two.
        libc: As for `build`.
    """
    twin = work / f"{edition.package}-trimmed"
    trim(frozen, twin)
    file = build(twin, work, edition, libc)
    command = ["lintian", "--allow-root", "--display-info", "--pedantic", "--fail-on", "none", str(file)]
    # Where no locale is set, lintian's own programs warn about that.
    settings = {**os.environ, "LC_ALL": "C.UTF-8"}
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=settings)
    return "\n".join(line for line in answer.stdout.splitlines() if not line.startswith("N:"))
