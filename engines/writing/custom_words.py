"""The user's own words: what is heard, and what is to be written instead."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from engines.errors import InputUnsupported
from engines.words import _
from engines.writing.characters import clean, fold
from engines.writing.phrases import Phrases

_LARGEST_BYTES: Final = 2_000_000
_LONGEST: Final = 5_000
"""Characters of one entry."""
_HEADERS: Final = (("heard", "written"), ("들리는 말", "쓰는 말"))


@dataclass(frozen=True)
class CustomWord:
    """One replacement."""

    heard: str
    """One or more words, compared without case."""
    written: str
    """Exactly what is written, line breaks included; empty: the words are left out."""


@dataclass(frozen=True)
class CustomWords:
    """Replacements by whole words; where several fit, the one of most words is taken."""

    entries: tuple[CustomWord, ...] = ()

    @cached_property
    def phrases(self) -> Phrases[str]:
        """What is heard, folded, and what is written for it; of two alike the later one counts."""
        cleaned = ((folded_phrase(entry.heard), clean(entry.written)) for entry in self.entries)
        return Phrases({heard: written for heard, written in cleaned if heard})

    @classmethod
    def from_csv(cls, source: Path | bytes) -> "CustomWords":
        """Read a file, or what stands in one: two columns, heard and written, with or without a header.

        UTF-8, UTF-16 with a byte order mark and CP949 are understood, and commas, semicolons or tabs
        between the columns. Spaces around a cell are dropped.

        Raises:
            InputUnsupported: naming the line that cannot be used.
        """
        content = source if isinstance(source, bytes) else _content(source)
        if len(content) > _LARGEST_BYTES:
            raise _too_large()
        text = _decoded(content)
        lines_by_heard: dict[str, int] = {}
        entries: list[CustomWord] = []
        for line, cells in _rows(text):
            entry = _entry(cells, line)
            first = lines_by_heard.setdefault(folded_phrase(entry.heard), line)
            if first != line:
                raise InputUnsupported(
                    _(
                        "Lines {first} and {line} both say what is written for “{heard}”; remove one of them."
                    ).format(first=first, line=line, heard=entry.heard)
                )
            entries.append(entry)
        return cls(tuple(entries))

    def to_csv(self) -> bytes:
        """Return a table that `from_csv` reads back, in UTF-8 with the mark that spreadsheets look for."""
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(_HEADERS[0])
        writer.writerows((entry.heard, entry.written) for entry in self.entries)
        return table.getvalue().encode("utf-8-sig")


def folded_phrase(phrase: str) -> str:
    """Return the words of `phrase` as they are compared."""
    return " ".join(fold(word) for word in clean(phrase).split())


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise _too_large()
        return path.read_bytes()
    except OSError as error:
        raise InputUnsupported(
            _("{file} cannot be read; check that it is there and that you may open it.").format(
                file=path.name
            )
        ) from error


def _too_large() -> InputUnsupported:
    return InputUnsupported(_("This list of custom words is larger than 2 MB; import it in smaller parts."))


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "cp949"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InputUnsupported(
        _("This is not a text file; save the list of custom words as CSV in UTF-8, and import that.")
    )


def _separator(text: str) -> str:
    """Return what parts the columns: the first of tab, semicolon and comma that stands outside quotes."""
    for line in text.splitlines():
        outside = "".join(line.split('"')[::2])
        found = [one for one in "\t;," if one in outside]
        if found:
            return min(found, key=outside.index)
    return ","


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each row below the header, with the number of the row's last line."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    may_be_header = True
    try:
        for row in rows:
            cells = [cell.strip(" ") for cell in row]
            if any(cells):
                if not (may_be_header and tuple(map(str.casefold, cells)) in _HEADERS):
                    yield rows.line_num, cells
                may_be_header = False
    except csv.Error as error:
        raise InputUnsupported(
            _(
                "The quotation marks in line {line} do not match; correct them and import the list again."
            ).format(line=rows.line_num)
        ) from error


def _entry(cells: list[str], line: int) -> CustomWord:
    while len(cells) > 2 and not cells[-1]:
        cells.pop()
    if len(cells) != 2:
        raise InputUnsupported(
            _("Line {line} needs two columns, what is heard and what is written; it has {columns}.").format(
                line=line, columns=len(cells)
            )
        )
    heard, written = " ".join(clean(cells[0]).split()), clean(cells[1])
    if not heard:
        raise InputUnsupported(
            _("Line {line} does not say which words are heard; fill in its first column.").format(line=line)
        )
    if max(len(heard), len(written)) > _LONGEST:
        raise InputUnsupported(
            _("Line {line} is longer than {longest} characters; shorten it.").format(
                line=line, longest=_LONGEST
            )
        )
    return CustomWord(heard, written)
