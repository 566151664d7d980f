"""Mends what line recognisers are known to get wrong, and takes off signs that are not text."""

import re
import unicodedata

_MARKS = "Δ⚠□■☐☑☒✓✔✗✘●○◉◯▼▾▲▴▶►▸◀◂|¦•·※⌄⌃›‹"
_LEADING = re.compile(f"^(?:[{_MARKS}\\s]|\\*\\s)+(?=\\S)")
_TRAILING = re.compile("(?<=\\S)[□■☐▼▾▶►▸|⌄\\s]+$")
_MAGNIFIER = re.compile("^Q (?=[A-Z가-힣][\\w가-힣])")
"""What a recogniser makes of the search icon before a field's hint."""
_CAPITALS_THEN_L = re.compile("(?<=[A-Z]{2})l(?![a-z])")
_A_THEN_L = re.compile("(?<![A-Z])Al(?![a-zA-Z])")
_CAPITALS_THEN_O = re.compile("(?<=[A-Z]{2})o(?=[A-Z0-9])")


def repair(text: str) -> str:
    """Return one line without control characters, tick marks at its ends, or l for I among capitals."""
    text = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Co", "Cs"))
    text = " ".join(text.split())
    text = _TRAILING.sub("", _LEADING.sub("", text))
    if len(text) == 1 and text in _MARKS:
        return ""
    text = _MAGNIFIER.sub("", text)
    text = _CAPITALS_THEN_L.sub("I", text)
    text = _A_THEN_L.sub("AI", text)
    return _CAPITALS_THEN_O.sub("O", text)
