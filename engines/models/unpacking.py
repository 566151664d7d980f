"""Bring an archive's or a folder's files into a new folder, trusting neither their names nor their sizes."""

import hashlib
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from engines.errors import ModelDamaged, OutputUnwritable
from engines.models.fetching import Ticks
from engines.models.model import Progress, Stage
from engines.words import _

RECORD: Final = "sori-model.json"
"""What Sori writes into a model's folder; never taken from elsewhere."""
MOST_FILES: Final = 2_000
MOST_ADD_ON_FILES: Final = 40_000
"""Torch and MediaPipe have some 5,000."""
MOST_BYTES: Final = 16_000_000_000
MOST_RATIO: Final = 50
"""Models are numbers, which hardly shrink."""
_SMALL_BYTES: Final = 50_000_000
"""Up to this much any ratio is harmless."""
_BLOCK_BYTES: Final = 1024 * 1024
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_PLAIN_NAME: Final = re.compile(r'[^<>:"|?*\\/\x00-\x1f\x7f]{1,200}')
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_BROKEN_ZIP: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError)

Manifest = dict[str, tuple[int, str]]
"""Each file's path below the model's folder, with slashes: its size in bytes and its SHA-256."""


@dataclass(frozen=True)
class _Member:
    """One file to bring."""

    name: PurePosixPath
    size_bytes: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True)
class Bundle:
    """The files of one model, about to be brought."""

    title: str
    top: str
    """The folder that held them all; empty if there was none."""
    members: tuple[_Member, ...]

    @property
    def size_bytes(self) -> int:
        """Of all files, as the archive claims; no more than that is written."""
        return sum(one.size_bytes for one in self.members)

    def into(self, folder: Path, stage: Stage) -> Generator[Progress, None, Manifest]:
        """Write every file below the new folder `folder`; return what was written.

        Raises:
            ModelDamaged: if the archive is broken.
            OutputUnwritable: if there is no room.
        """
        manifest: Manifest = {}
        done, total, ticks = 0, self.size_bytes, Ticks()
        for member in self.members:
            target = folder.joinpath(*member.name.parts)
            sha256, size_bytes = hashlib.sha256(), 0
            with _new_file(target, self.title) as file:
                for block in _blocks(member, self.title):
                    sha256.update(block)
                    size_bytes += len(block)
                    file.write(block)
                    if ticks.is_due():
                        yield Progress(stage, done + size_bytes, total)
            if size_bytes != member.size_bytes:
                raise _damaged(self.title)
            done += size_bytes
            manifest[str(member.name)] = (size_bytes, sha256.hexdigest())
        return manifest


def in_archive(archive: zipfile.ZipFile, title: str, *, is_add_on: bool = False) -> Bundle:
    """Return the files of an open archive; an add-on may hold more of them, and keeps its topmost folder.

    Permissions are not taken over, so nothing that is unpacked can be started by itself.

    Raises:
        ModelDamaged: if a file would land outside its folder, or the whole is no honest model.
    """
    infos = [one for one in archive.infolist() if not _is_litter(one.filename)]
    for info in infos:
        _check_entry(info, title)
    files = [one for one in infos if not one.is_dir()]
    packed = sum(one.compress_size for one in files)
    most = MOST_ADD_ON_FILES if is_add_on else MOST_FILES
    _check_amount(len(infos), sum(one.file_size for one in files), packed, title, most)

    def opener(info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
        return lambda: archive.open(info)  # type: ignore[return-value] # typed IO[bytes]; it is read as one

    members = [_Member(PurePosixPath(one.filename), one.file_size, opener(one)) for one in files]
    return Bundle(title, "", tuple(members)) if is_add_on else _bundle(title, members)


def open_archive(path: Path, title: str) -> zipfile.ZipFile:
    """Open a zip file.

    Raises:
        ModelDamaged: if it is none, or holds an absurd number of files.
    """
    try:
        if _claimed_files(path) > MOST_ADD_ON_FILES:
            raise _unsafe(title)
        return zipfile.ZipFile(path)
    except _BROKEN_ZIP as error:
        raise _damaged(title) from error


def in_folder(folder: Path, title: str) -> Bundle:
    """Return the files of a folder, going down while there is but one folder in it.

    Raises:
        ModelDamaged: if it holds links, or is far too big.
    """
    while len(inside := list(folder.iterdir())) == 1 and inside[0].is_dir() and not inside[0].is_symlink():
        folder = inside[0]
    members = []
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if _is_litter(path.relative_to(folder).as_posix()) or stat.S_ISDIR(mode):
            continue
        if not stat.S_ISREG(mode):
            raise _unsafe(title)
        name = PurePosixPath(path.relative_to(folder).as_posix())
        members.append(_Member(name, path.stat().st_size, _folder_opener(path)))
        _check_amount(len(members), 0, 0, title)
    _check_amount(len(members), sum(one.size_bytes for one in members), MOST_BYTES, title)
    return Bundle(title, folder.name, tuple(members))


def _folder_opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _bundle(title: str, members: list[_Member]) -> Bundle:
    """Take away the folders around all files; the innermost gives the model its name."""
    top = ""
    while members and len({one.name.parts[0] for one in members}) == 1 and len(members[0].name.parts) > 1:
        top = members[0].name.parts[0]
        members = [_Member(PurePosixPath(*one.name.parts[1:]), one.size_bytes, one.open) for one in members]
    if not members:
        raise _damaged(title)
    return Bundle(title, top, tuple(members))


def _check_entry(info: zipfile.ZipInfo, title: str) -> None:
    # zipfile turns the system's own separator into a slash; what the archive says stands in orig_filename.
    # From Python 3.12 on an extra field may give the file another name, which nothing compares with that.
    names = (info.orig_filename, info.filename)
    parts = [part for name in names for part in name.rstrip("/").split("/")]
    mode = info.external_attr >> 16
    is_plain = stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR)
    is_safe = all(
        _PLAIN_NAME.fullmatch(part) and part[-1] not in ". " and not _RESERVED.fullmatch(part)
        for part in parts
    )
    if not (is_plain and is_safe):
        raise _unsafe(title)
    if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
        raise ModelDamaged(
            _("The archive of {title} is encrypted or packed in an unknown way. Get another one.").format(
                title=title
            )
        )


def _check_amount(
    count: int, size_bytes: int, packed_bytes: int, title: str, most_files: int = MOST_FILES
) -> None:
    is_bomb = size_bytes > _SMALL_BYTES and size_bytes > MOST_RATIO * packed_bytes
    if count > most_files or size_bytes > MOST_BYTES or is_bomb:
        raise _unsafe(title)


def _claimed_files(path: Path) -> int:
    """Return how many files a zip claims to hold, before its list of them is read; 0 if it does not tell."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        end = file.read()
    at = end.rfind(b"PK\5\6")
    if at < 0 or len(end) < at + 12:
        return 0
    (count,) = struct.unpack_from("<H", end, at + 10)
    # 65,535 may also mean that the number stands elsewhere, which archives over 4 GB do.
    is_elsewhere = count == 0xFFFF and path.stat().st_size >= 0xFFFFFFFF
    return 0 if is_elsewhere else int(count)


def _is_litter(name: str) -> bool:
    """Return whether a file is what a Mac, Windows or Sori itself leaves in a folder."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini", RECORD)


def _blocks(member: _Member, title: str) -> Iterator[bytes]:
    try:
        with closing(member.open()) as file:
            while block := file.read(_BLOCK_BYTES):
                yield block
    except _BROKEN_ZIP as error:
        raise _damaged(title) from error
    except OSError as error:
        raise ModelDamaged(
            _("{title} could not be read to the end. Check the disk and that you may open it.").format(
                title=title
            )
        ) from error


@contextmanager
def _new_file(target: Path, title: str) -> Iterator[BinaryIO]:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Names that differ only in case are one file on some systems: "x" refuses the second.
        with target.open("xb") as file:
            yield file
    except (FileExistsError, NotADirectoryError) as error:
        raise _unsafe(title) from error
    except OSError as error:
        raise OutputUnwritable(
            _("{title} could not be unpacked: the disk is full or locked. Make room, then try again.").format(
                title=title
            )
        ) from error


def _damaged(title: str) -> ModelDamaged:
    return ModelDamaged(_("The archive of {title} is damaged. Get it again.").format(title=title))


def _unsafe(title: str) -> ModelDamaged:
    return ModelDamaged(
        _("The archive of {title} is not safe to unpack, so nothing was. Get it from its publisher.").format(
            title=title
        )
    )
