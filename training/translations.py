"""Keep the catalogues true to the code: `python -m training.translations update` or `check`.

`update` gathers every string of the code into `sori.po`, keeps the translations that are there and
compiles `sori.mo`. `check` changes nothing; it prints what is missing or wrong and exits with 1.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
TRANSLATIONS: Final = ROOT / "resources" / "translations"
LANGUAGES: Final = ("ko",)
"""Those that have a catalogue; English stands in the code."""
FOLDERS: Final = ("desktop", "engines")
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "N_": None}
NOTE: Final = "Translators:"
"""Begins a comment above a string that is meant for translators."""


def sources() -> Iterator[Path]:
    """Yield every file that may hold a string a person sees or hears."""
    yield ROOT / "start.py"
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).rglob("*.py"))


def extract() -> Catalog:
    """Return every string of the code, with the files it stands in."""
    found = Catalog()
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, ids, notes, context in extract_from_file("python", path, KEYWORDS, (NOTE,)):
            found.add(ids, locations=[(name, 0)], auto_comments=notes, context=context)
    return found


def po_file(language: str) -> Path:
    """Return the catalogue that people edit."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "sori.po"


def read(language: str) -> Catalog:
    """Return the translations of a language."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str) -> Catalog:
    """Return the strings of the code with the translations known; strings that left the code are left out."""
    known = read(language)
    catalogue = Catalog(
        locale=language,
        project="Sori",
        fuzzy=False,
        charset="utf-8",
        header_comment=known.header_comment,
        creation_date=known.creation_date,
        revision_date=known.revision_date,
    )
    for message in extract():
        if message.id:
            old = known.get(_key(message), message.context)
            catalogue.add(
                message.id,
                string=_as_many(message, old),
                locations=sorted(set(message.locations)),
                auto_comments=message.auto_comments or (old.auto_comments if old else ()),
                user_comments=old.user_comments if old else (),
                context=message.context,
            )
    return catalogue


def _as_many(message: Message, old: Message | None) -> str | tuple[str, ...] | None:
    """Return the translation known, in as many forms as the string of the code has now.

    The translation of a string that has become plural stands in its first form, or loses its others.
    """
    if old is None or old.string is None:
        return None
    forms = (old.string,) if isinstance(old.string, str) else tuple(old.string)
    return forms if message.pluralizable else forms[0]


def as_po(catalogue: Catalog) -> bytes:
    """Return a catalogue as people edit it, without what changes with every edit of the code."""
    content = io.BytesIO()
    write_po(content, catalogue, include_lineno=False, width=100, omit_header=False)
    return content.getvalue()


def compiled(language: str) -> bytes:
    """Return the catalogue as gettext reads it."""
    content = io.BytesIO()
    write_mo(content, read(language))
    return content.getvalue()


def mistakes(language: str) -> list[str]:
    """Return what is missing or wrong in a language, a sentence each."""
    known, wanted = read(language), [message for message in extract() if message.id]
    found = [f"not translated: {_key(message)!r}" for message in wanted if not _translation(known, message)]
    for message in wanted:
        found += _wrong_fields(message, _translation(known, message))
    keys = {(_key(message), message.context) for message in wanted}
    found += [
        f"no longer in the code: {_key(message)!r}"
        for message in known
        if message.id and (_key(message), message.context) not in keys
    ]
    mo_file = po_file(language).with_suffix(".mo")
    if not mo_file.exists() or mo_file.read_bytes() != compiled(language):
        found.append("sori.mo is older than sori.po")
    return found


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _translation(known: Catalog, message: Message) -> tuple[str, ...]:
    """Return the translation, one string for each plural form; empty if it is missing or in doubt."""
    found = known.get(_key(message), message.context)
    if found is None or found.fuzzy:
        return ()
    strings = (found.string,) if isinstance(found.string, str) else tuple(found.string or ())
    return strings if all(strings) else ()


def _wrong_fields(message: Message, strings: tuple[str, ...]) -> list[str]:
    # The plural has them all: a singular may say "one file" without the number.
    original = message.id if isinstance(message.id, str) else message.id[-1]
    return [
        f"other {{fields}} than the original: {text!r}"
        for text in strings
        if _fields(text) != _fields(original)
    ]


def _fields(text: str) -> set[str]:
    return {name for _before, name, _form, _conversion in Formatter().parse(text) if name is not None}


def update() -> None:
    """Write `sori.po` and `sori.mo` of every language anew."""
    for language in LANGUAGES:
        po_file(language).write_bytes(as_po(merged(language)))
        po_file(language).with_suffix(".mo").write_bytes(compiled(language))


def check() -> int:
    """Print what is wrong; return 1 if anything is."""
    found = [f"{language}: {mistake}" for language in LANGUAGES for mistake in mistakes(language)]
    print("\n".join(found), end="\n" if found else "")
    if found:
        print("Mend it with: .venv/bin/python -m training.translations update, then translate what is empty.")
    return int(bool(found))


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["check"]):
        sys.exit("usage: python -m training.translations update|check")
    if sys.argv[1:] == ["update"]:
        update()
    sys.exit(check())
