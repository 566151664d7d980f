"""The add-on of a core package as a model: its entry among the others, and which archive is the right one."""

import json
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from engines import add_on, build
from engines.errors import InputUnsupported
from engines.models.model import Model, size
from engines.words import _

ABOUT: Final = "add-on.json"
"""At the top of its archive: `id` and `platform`."""
_ABOUT_BYTES: Final = 10_000


def models() -> tuple[Model, ...]:
    """Return the add-on that this build takes, or nothing if it takes none."""
    this = build.this()
    if this.add_on is None:
        return ()
    wanted = this.add_on
    model = Model(
        id=wanted.id,
        title=_("Add-on for reading signs"),
        task="sign_to_text",
        engine=add_on.ENGINE,
        languages=(),
        size_bytes=wanted.size_bytes,
        licence=_("BSD-3-Clause, Apache-2.0 and others; listed in About once it is here"),
        urls=(this.release_address + wanted.file,) if this.release_address else (),
        sha256=wanted.sha256,
    )
    return (model,)


def unpacked_bytes(model: Model) -> int:
    """Return how large the add-on is when it is unpacked; 0 for any other."""
    wanted = build.this().add_on
    return wanted.unpacked_bytes if wanted and model.id == wanted.id else 0


def of_another_build(model: Model) -> Model:
    """Return an installed add-on that this build does not take, named as such."""
    return replace(
        model,
        title=_("Add-on for another version of Sori"),
        urls=(),
        engine=add_on.ENGINE,
        task="sign_to_text",
    )


def not_used(folder: Path) -> str:
    """Return a sentence if a folder is an add-on that this build does not take; else nothing."""
    wanted = build.this().add_on
    if not is_in_folder(folder) or (wanted and wanted.id == folder.name):
        return ""
    return _("It is for another version of Sori and not used: remove it, which frees its room on the disk.")


def id_in(archive: zipfile.ZipFile) -> str:
    """Return the id of the add-on in an archive; empty if it holds none."""
    with suppress(KeyError, ValueError, TypeError, RuntimeError, zipfile.BadZipFile, OSError):
        entry = archive.getinfo(ABOUT)
        if entry.file_size <= _ABOUT_BYTES:
            return str(json.loads(archive.read(entry))["id"])
    return ""


def is_in_folder(folder: Path) -> bool:
    """Return whether a folder is an unpacked add-on."""
    return (folder / ABOUT).is_file()


def is_usable(folder: Path) -> bool:
    """Return whether an installed add-on is whole, and the very one of its id if this build names that."""
    found, wanted = add_on.digest(folder), build.this().add_on
    is_ours = wanted is not None and wanted.id == folder.name
    return found == wanted.sha256 if wanted and is_ours else bool(found)


def check(path: Path, found_id: str) -> Model:
    """Return the entry of the add-on in an archive, judged by its id and its size.

    Raises:
        InputUnsupported: if it is not the one that this build takes.
    """
    offered = models()
    if not offered:
        raise InputUnsupported(
            _("{file} is an add-on for a smaller Sori. This one needs none.").format(file=path.name)
        )
    wanted = build.this().add_on
    assert wanted is not None, "there is an entry for it"
    if found_id != wanted.id:
        raise InputUnsupported(
            _("{file} is the add-on for another version of Sori. This one takes {wanted}.").format(
                file=path.name, wanted=wanted.file
            )
        )
    if path.stat().st_size != wanted.size_bytes:
        raise altered(path)
    return offered[0]


def altered(path: Path) -> InputUnsupported:
    """Return the error for a file that is not, byte for byte, what was published: it would be run as code."""
    return InputUnsupported(
        _(
            "{file} is damaged or was changed, so nothing was installed. Get it again from where you got "
            "Sori."
        ).format(file=path.name)
    )


def only_as_zip(folder: Path) -> InputUnsupported:
    """Return the error for an unpacked add-on, of which nobody can tell where it is from."""
    return InputUnsupported(
        _("{folder} is an unpacked add-on, which cannot be verified. Import its zip file instead.").format(
            folder=folder.name
        )
    )


def how_to_get() -> str:
    """Return where its file is to be had, as a sentence; empty if it can be downloaded or none is needed."""
    this = build.this()
    if this.add_on is None or this.release_address:
        return ""
    return _(
        "The add-on cannot be downloaded from here: get {file} ({size}) from where you got Sori, and "
        "import it."
    ).format(file=this.add_on.file, size=size(this.add_on.size_bytes))
