"""The two sizes in which Sori is packaged, and the names of what comes out."""

import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

ROOT: Final = Path(__file__).resolve().parents[2]
APPLICATION_ID: Final = "io.github.sori_app.Sori"
MEGABYTE: Final = 1_000_000


@dataclass(frozen=True)
class Edition:
    """One of the sizes."""

    name: Literal["full", "core"]
    package: str
    """The name of the package, and the folder of the frozen application in `dist`."""
    most_installed_bytes: int
    most_deb_bytes: int


FULL: Final = Edition("full", "sori", 1200 * MEGABYTE, 420 * MEGABYTE)
CORE: Final = Edition("core", "sori-core", 650 * MEGABYTE, 220 * MEGABYTE)
EDITIONS: Final = (FULL, CORE)


def platform_tag() -> str:
    """Return such as `linux-x86_64`, `windows-x86_64` or `macos-arm64`."""
    system = {"linux": "linux", "win32": "windows", "darwin": "macos"}[sys.platform]
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"{system}-{machine}"
