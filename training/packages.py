"""Fetches Debian packages and unpacks them into the training cache; nothing is installed."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from training import cache


def unpacked(packages: Sequence[str], name: str) -> Path:
    """Return the folder that holds one folder for each package, fetching those not yet there.

    A package that this version of Debian does not know is left out. Needs apt-get and dpkg-deb.
    """
    root = cache.folder(name)
    missing = [package for package in packages if not (root / package).is_dir()]
    for package in _known(missing):
        _unpack(package, root)
    return root


def _known(packages: Sequence[str]) -> list[str]:
    if not packages:
        return []
    listing = subprocess.run(["apt-cache", "pkgnames"], capture_output=True, text=True, check=True)
    known = set(listing.stdout.split())
    return [package for package in packages if package in known]


def _unpack(package: str, root: Path) -> None:
    downloads = root / "downloads"
    downloads.mkdir(exist_ok=True)
    found = list(downloads.glob(f"{package}_*.deb"))
    if not found:
        subprocess.run(["apt-get", "download", "-q", package], cwd=downloads, check=True, capture_output=True)
        found = list(downloads.glob(f"{package}_*.deb"))
    part = root / f"{package}.part"
    subprocess.run(["dpkg-deb", "-x", str(found[0]), str(part)], check=True)
    part.rename(root / package)
