"""Signs as one versioned file of landmarks, to keep, export and import; reading it runs no code.

The file is a zip archive: `signs.json` with the version, the names and the lengths of the examples,
and three arrays of little-endian numbers, all examples one after another: `seconds`, `hands`, `body`.
"""

import io
import json
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engines.errors import InputUnsupported
from engines.hands import POINTS
from engines.sign_to_text.taught.example import BODY, LONGEST_SECONDS, MOST_FRAMES, Example
from engines.words import _

VERSION: Final = 1
SUFFIX: Final = ".signs"
MOST_BYTES: Final = 100_000_000
MOST_SIGNS: Final = 5_000
MOST_EXAMPLES: Final = 10
"""Of one sign."""
LONGEST_NAME: Final = 60
_MOST_FRAMES: Final = 120_000
_MANIFEST: Final = "signs.json"
_MANIFEST_BYTES: Final = 4_000_000
_MOST_OTHERS: Final = 100
"""Entries of an archive that are kept without being understood."""
_FARTHEST: Final = 50.0
"""No point lies further away, in picture heights."""
_SHAPES: Final[dict[str, tuple[tuple[int, ...], str]]] = {
    "seconds": ((), "<f8"),
    "hands": ((2, POINTS, 3), "<f4"),
    "body": ((BODY, 3), "<f4"),
}


@dataclass(frozen=True)
class Newer:
    """What a file holds that only a newer Sori understands; written back as it was."""

    of_sign: Mapping[str, Any] = field(default_factory=dict)
    """Fields beside the name."""
    of_file: Mapping[str, Any] = field(default_factory=dict)
    """Fields beside the version; of a file with one sign only."""
    entries: Mapping[str, bytes] = field(default_factory=dict)
    """What else is in the archive; of a file with one sign only."""


@dataclass(frozen=True, eq=False)
class TaughtSign:
    """A name and the examples that were shown for it."""

    name: str
    """As `checked_name` returns it."""
    examples: tuple[Example, ...]
    """1 to `MOST_EXAMPLES`."""
    newer: Newer = Newer()

    def with_examples(self, examples: Sequence[Example]) -> "TaughtSign":
        """Return it with other examples; entries that may belong to the former ones are left out."""
        return replace(self, examples=tuple(examples), newer=replace(self.newer, entries={}))


class _Unusable(ValueError):
    """The bytes are not what `packed` writes."""


_DAMAGES: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OverflowError, OSError),
    *(RuntimeError, ValueError, LookupError, TypeError),
)
"""What zipfile, json and we raise at bytes that are not as they should be."""


def checked_name(name: str) -> str:
    """Return the name as it is kept: composed, on one line, without spaces around it.

    Raises:
        InputUnsupported: it is empty or too long, or holds what cannot be shown.
    """
    clean = unicodedata.normalize("NFC", " ".join(name.split()))
    if not clean or not clean.isprintable():
        raise InputUnsupported(_("This name cannot be used. Give the sign a word or a short phrase."))
    if len(clean) > LONGEST_NAME:
        raise InputUnsupported(
            _("This name is longer than {longest} characters; shorten it.").format(longest=LONGEST_NAME)
        )
    return clean


def packed(signs: Sequence[TaughtSign]) -> bytes:
    """Return the file that holds `signs`; `unpacked` reads it back."""
    examples = [example for sign in signs for example in sign.examples]
    newer = signs[0].newer if len(signs) == 1 else Newer()
    manifest = {
        **newer.of_file,
        "version": VERSION,
        "signs": [
            {**sign.newer.of_sign, "name": sign.name, "frames": [len(example) for example in sign.examples]}
            for sign in signs
        ],
    }
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_MANIFEST, json.dumps(manifest, ensure_ascii=False))
        for name, (shape, kind) in _SHAPES.items():
            parts = [getattr(example, name) for example in examples]
            joined = np.concatenate(parts) if parts else np.zeros((0, *shape))
            file.writestr(name, joined.astype(kind).tobytes())
        for name, content in newer.entries.items():
            file.writestr(name, content)
    return archive.getvalue()


def unpacked(content: bytes, file_name: str) -> tuple[TaughtSign, ...]:
    """Return the signs in a file; `file_name` is what the sentence of an error calls it.

    Raises:
        InputUnsupported: it is damaged, not a file of signs, or from a newer Sori.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            manifest = json.loads(_entry(archive, _MANIFEST, _MANIFEST_BYTES))
            version = manifest["version"]
            if type(version) is not int or version < 1:
                raise _Unusable
            if version > VERSION:
                raise InputUnsupported(
                    _("{file} is from a newer version of Sori. Update Sori, then try again.").format(
                        file=file_name
                    )
                )
            signs = _signs(archive, manifest["signs"])
            return (_with_newer(signs[0], archive, manifest),) if len(signs) == 1 else signs
    except _DAMAGES as error:
        raise InputUnsupported(
            _("{file} is damaged, or is not a file of signs. Export it again, or choose another.").format(
                file=file_name
            )
        ) from error


def _signs(archive: zipfile.ZipFile, listed: list[dict[str, Any]]) -> tuple[TaughtSign, ...]:
    if not isinstance(listed, list) or len(listed) > MOST_SIGNS:
        raise _Unusable
    names = [_listed_name(entry["name"]) for entry in listed]
    if len({name_key(name) for name in names}) != len(names):
        raise _Unusable
    lengths = [_lengths(entry["frames"]) for entry in listed]
    frames = sum(map(sum, lengths))
    if frames > _MOST_FRAMES:
        raise _Unusable
    arrays = {name: _array(archive, name, (frames, *shape), kind) for name, (shape, kind) in _SHAPES.items()}
    signs, start = [], 0
    for name, counts, entry in zip(names, lengths, listed, strict=True):
        examples = []
        for count in counts:
            examples.append(_example({key: array[start : start + count] for key, array in arrays.items()}))
            start += count
        more = {key: value for key, value in entry.items() if key not in ("name", "frames")}
        signs.append(TaughtSign(name, tuple(examples), Newer(of_sign=more)))
    return tuple(signs)


def _with_newer(sign: TaughtSign, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> TaughtSign:
    """Return the only sign of a file with all that is in it and not known here."""
    others = [name for name in archive.namelist() if name not in (_MANIFEST, *_SHAPES)]
    if len(others) > _MOST_OTHERS or sum(archive.getinfo(name).file_size for name in others) > MOST_BYTES:
        raise _Unusable
    of_file = {key: value for key, value in manifest.items() if key not in ("version", "signs")}
    entries = {name: _entry(archive, name, MOST_BYTES) for name in others}
    return replace(sign, newer=replace(sign.newer, of_file=of_file, entries=entries))


def name_key(name: str) -> str:
    """Return what two names share that are one name to a person."""
    return unicodedata.normalize("NFC", name).casefold()


def _listed_name(name: object) -> str:
    if not isinstance(name, str):
        raise _Unusable
    try:
        return checked_name(name)
    except InputUnsupported as error:
        raise _Unusable from error


def _lengths(counts: object) -> list[int]:
    if not isinstance(counts, list) or not 1 <= len(counts) <= MOST_EXAMPLES:
        raise _Unusable
    if any(type(count) is not int or not 1 <= count <= MOST_FRAMES for count in counts):
        raise _Unusable
    return counts


def _example(arrays: dict[str, NDArray[Any]]) -> Example:
    seconds, hands, body = arrays["seconds"], arrays["hands"], arrays["body"]
    if not np.isfinite(seconds).all() or seconds[0] != 0 or (np.diff(seconds) <= 0).any():
        raise _Unusable
    if seconds[-1] > LONGEST_SECONDS or np.isnan(hands).all():
        raise _Unusable
    for points in (hands, body):
        missing = np.isnan(points)
        # A hand is there as a whole or not at all.
        if (missing.any((-1, -2)) != missing.all((-1, -2))).any():
            raise _Unusable
        if (np.abs(points[~missing]) > _FARTHEST).any():
            raise _Unusable
    return Example(seconds, hands, body)


def _entry(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    entry = archive.getinfo(name)
    if entry.file_size > most_bytes or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Unusable
    with archive.open(name) as file:
        # What the directory says of the size need not be true.
        content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise _Unusable
    return content


def _array(archive: zipfile.ZipFile, name: str, shape: tuple[int, ...], kind: str) -> NDArray[Any]:
    expected = int(np.prod(shape, dtype=np.int64)) * np.dtype(kind).itemsize
    content = _entry(archive, name, expected)
    if len(content) != expected:
        raise _Unusable
    return np.frombuffer(content, kind).reshape(shape).copy()
