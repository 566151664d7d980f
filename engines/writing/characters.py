"""Which characters may be written."""

import unicodedata
from typing import Final

_BIDIRECTIONAL: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Return `text` composed (NFC), without control and bidirectional characters; new line and tab stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(one for one in unicodedata.normalize("NFC", lines) if _may_be_written(one))


def _may_be_written(character: str) -> bool:
    if character in "\n\t":
        return True
    return character not in _BIDIRECTIONAL and unicodedata.category(character) not in ("Cc", "Cs")


def fold(word: str) -> str:
    """Return `word` as it is compared: composed, without case, with a plain apostrophe."""
    return unicodedata.normalize("NFC", word).casefold().replace("’", "'")
