"""Finds words in a description, whatever their case, width and spaces."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engines.image_description.wording import item
from engines.results import Box, Description, Element, TextLine
from engines.words import Catalogue

_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_SYLLABLES_OF_AN_INITIAL: Final = 21 * 28
_AFTER_A_LABEL: Final = " :*"
_BESIDE: Final = 12
_BELOW: Final = 1.5
"""So many heights of a line a label stands away from its control at most, in its row and above it."""


@dataclass(frozen=True)
class Hit:
    """A place where words were found."""

    text: str
    box: Box
    element: Element | None
    """The control or heading it belongs to, if any."""


def finder(sought: str) -> Callable[[str], bool]:
    """Return the test whether a text holds the words sought.

    Initial consonants alone (ㅅㅈ) find Korean words (설정). Nothing is found by nothing.
    """
    wanted = _plain(sought)
    if not wanted:
        return lambda _text: False
    if all("ㄱ" <= letter <= "ㅎ" for letter in wanted):
        return lambda text: wanted in _initials(text)
    return lambda text: wanted in _plain(text)


def find_text(description: Description, sought: str) -> tuple[Hit, ...]:
    """Return where words stand, in reading order: lines first, then labels and values that are no line."""
    has = finder(sought)
    owners = [one for one in description.elements if one.role != "table"]
    hits = [
        Hit(line.text, line.box, _owner(line.box, owners) or _labelled(line, owners))
        for line in description.texts
        if has(line.text)
    ]
    told = {text for hit in hits for text in _texts(hit)}
    for one in owners:
        new = [text for text in (one.label, one.value) if has(text) and text not in told]
        hits += [Hit(text, one.box, one) for text in new[:1]]
    return tuple(hits)


def _texts(hit: Hit) -> tuple[str, ...]:
    return (hit.text, hit.element.label, hit.element.value) if hit.element else (hit.text,)


def _owner(box: Box, owners: list[Element]) -> Element | None:
    return next((one for one in owners if _holds(one.box, box)), None)


def _labelled(line: TextLine, owners: list[Element]) -> Element | None:
    """Return the control beside or below a line that is called what the line says, such as a check box."""
    name = _plain(line.text.rstrip(_AFTER_A_LABEL))
    near = [
        one
        for one in owners
        if _is_near(one.box, line.box) and _plain(one.label.rstrip(_AFTER_A_LABEL)) == name
    ]
    return min(near, key=lambda one: abs(one.box.top - line.box.top), default=None)


def _is_near(box: Box, line: Box) -> bool:
    across = max(box.left - line.right, line.left - box.right)
    down = max(box.top - line.bottom, line.top - box.bottom)
    return across <= _BESIDE * line.height and down <= _BELOW * line.height


def _holds(box: Box, inner: Box) -> bool:
    across, down = inner.left + inner.right, inner.top + inner.bottom
    return 2 * box.left <= across <= 2 * box.right and 2 * box.top <= down <= 2 * box.bottom


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.casefold())
    # NFKC makes of a consonant typed alone its conjoining form; here both are one letter.
    letters = (_INITIALS[ord(one) - 0x1100] if 0x1100 <= ord(one) <= 0x1112 else one for one in composed)
    return "".join(letter for letter in letters if not letter.isspace())


def _initials(text: str) -> str:
    """Return text with every Korean syllable cut to its initial consonant."""
    return "".join(
        _INITIALS[(ord(letter) - ord("가")) // _SYLLABLES_OF_AN_INITIAL] if "가" <= letter <= "힣" else letter
        for letter in _plain(text)
    )


def found_sentence(sought: str, hits: tuple[Hit, ...], words: Catalogue) -> str:
    """Return how often words were found."""
    if not hits:
        return words.gettext("{text} was not found.").format(text=sought)
    return words.ngettext(
        "{text} was found in {count} place.", "{text} was found in {count} places.", len(hits)
    ).format(text=sought, count=len(hits))


def place_sentence(hit: Hit, words: Catalogue) -> str:
    """Return what stands where words were found: the line, and the control it belongs to."""
    if hit.element is None:
        return hit.text
    named = item(hit.element, words)
    if hit.text.rstrip(_AFTER_A_LABEL) in named:
        return named
    return words.gettext("{text}, in {item}").format(text=hit.text, item=named)
