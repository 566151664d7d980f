"""What a package may weigh, and what its parts weigh."""

from pathlib import Path

from releasing.edition import MEGABYTE, Edition


class TooLarge(Exception):
    """A package weighs more than it may; says how much, and which parts are the heaviest."""


def check_installed(edition: Edition, folder: Path) -> int:
    """Return how many bytes a frozen folder takes.

    Raises:
        TooLarge: they are more than the edition may have.
    """
    size = installed_bytes(folder)
    if size > edition.most_installed_bytes:
        raise TooLarge(
            _sentence(edition, "installed", size, edition.most_installed_bytes) + _heaviest(folder)
        )
    return size


def check_deb(edition: Edition, file: Path) -> int:
    """Return how many bytes a Debian package has.

    Raises:
        TooLarge: they are more than the edition may have.
    """
    size = file.stat().st_size
    if size > edition.most_deb_bytes:
        raise TooLarge(_sentence(edition, "as a .deb", size, edition.most_deb_bytes))
    return size


def installed_bytes(folder: Path) -> int:
    """Return the bytes of all files in a folder; a link counts nothing."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def parts(folder: Path) -> list[tuple[str, int]]:
    """Return the parts of a frozen folder with their bytes, the heaviest first."""
    found = [
        (path.name, installed_bytes(path) if path.is_dir() else path.stat().st_size)
        for path in (folder / "_internal").iterdir()
    ]
    return sorted(found, key=lambda part: -part[1])


def _sentence(edition: Edition, what: str, size: int, most: int) -> str:
    return f"{edition.package} has {size / MEGABYTE:.0f} MB {what}, and may have {most / MEGABYTE:.0f} MB."


def _heaviest(folder: Path) -> str:
    return "".join(f"\n  {name}: {size / MEGABYTE:.0f} MB" for name, size in parts(folder)[:12])
