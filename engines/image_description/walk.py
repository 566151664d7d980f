"""Walks a description by role, next button or previous heading, and finds text in it."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from engines.image_description.questions import is_unlabelled
from engines.results import Box, Description, Element
from engines.words import N_, Catalogue

_GROUP_TESTS: Final[dict[str, Callable[[Element], bool]]] = {
    "button": lambda one: one.role == "button",
    "field": lambda one: one.role in ("textbox", "combobox", "spinbutton", "slider"),
    "checkbox": lambda one: one.role in ("checkbox", "radio", "switch"),
    "heading": lambda one: one.role == "heading",
    "link": lambda one: one.role == "link",
    "table": lambda one: one.role == "table",
    "unlabelled": is_unlabelled,
}
GROUPS: Final = tuple(_GROUP_TESTS)
"""What can be walked by."""

_NEXT_NONE: Final = {
    "button": N_("There is no button."),
    "field": N_("There is no field."),
    "checkbox": N_("There is no check box."),
    "heading": N_("There is no heading."),
    "link": N_("There is no link."),
    "table": N_("There is no table."),
    "unlabelled": N_("There is nothing without a label."),
}


@dataclass(frozen=True)
class Step:
    """Where a step led."""

    element: Element
    is_wrapped: bool
    """Whether the end was passed and the walk went on at the other end."""
    number: int
    """1 for the first of its group in reading order."""
    total: int


@dataclass(frozen=True)
class Hit:
    """A place where words were found."""

    text: str
    box: Box
    element: Element | None
    """The control or heading it belongs to, if any."""


def step(description: Description, group: str, position: Box | None, is_forward: bool = True) -> Step | None:
    """Return the next or previous element of one of `GROUPS` from a box; None if there is none.

    `position` is where the walk stands, any box of the description; None is before the first.
    """
    found = [one for one in _items(description) if _GROUP_TESTS[group](one)]
    if not found:
        return None
    order = {one.box: index for index, one in reversed(list(enumerate(_items(description))))}
    here = _place(position, order)
    places = [order[one.box] for one in found]
    if is_forward:
        index = next((index for index, place in enumerate(places) if place > here), None)
        return _step(found, 0 if index is None else index, is_wrapped=index is None)
    before = [index for index, place in enumerate(places) if place < here]
    return _step(found, before[-1] if before else len(found) - 1, is_wrapped=not before)


def _step(found: list[Element], index: int, is_wrapped: bool) -> Step:
    return Step(found[index], is_wrapped, index + 1, len(found))


def _items(description: Description) -> list[Element]:
    items = [item for region in description.regions for item in region.items]
    return items or list(description.elements)


def _place(position: Box | None, order: dict[Box, int]) -> float:
    """Return where a box stands in reading order; no item's own comes after the nearest before it."""
    if position is None:
        return -1
    if position in order:
        return order[position]
    holders = [place for box, place in order.items() if _holds(box, position)]
    if holders:
        return min(holders)
    above = [place for box, place in order.items() if (box.top, box.left) <= (position.top, position.left)]
    return max(above, default=-1) + 0.5


def _holds(box: Box, inner: Box) -> bool:
    across, down = inner.left + inner.right, inner.top + inner.bottom
    return 2 * box.left <= across <= 2 * box.right and 2 * box.top <= down <= 2 * box.bottom


def wrapped(is_forward: bool, words: Catalogue) -> str:
    """Return what is said before the item when a walk went on at the other end."""
    if is_forward:
        return words.gettext("From the beginning.")
    return words.gettext("From the end.")


def none_of(group: str, words: Catalogue) -> str:
    """Return what is said when there is nothing of a group."""
    return words.gettext(_NEXT_NONE[group])


def find_text(description: Description, words: str) -> tuple[Hit, ...]:
    """Return where words stand, in reading order, whatever their case, width and spaces.

    Labels and values are searched as well as lines. Initial consonants alone (ㅅㅈ) find Korean words (설정).
    """
    wanted = _plain(words)
    if not wanted:
        return ()
    fold = _initials if all("ㄱ" <= letter <= "ㅎ" for letter in wanted) else _plain
    owners = [one for one in _items(description) if one.role not in ("text", "table")]
    hits: list[Hit] = []
    for line in description.texts:
        if wanted in fold(line.text):
            hits.append(Hit(line.text, line.box, _owner(line.box, owners)))
    told = {id(hit.element) for hit in hits if hit.element}
    for one in owners:
        if id(one) not in told and (wanted in fold(one.label) or wanted in fold(one.value)):
            is_named = any(hit.text == one.label for hit in hits)
            if not is_named:
                hits.append(Hit(one.label or one.value, one.box, one))
    return tuple(hits)


def _owner(box: Box, owners: list[Element]) -> Element | None:
    return next((one for one in owners if _holds(one.box, box)), None)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text.casefold())
    return "".join(letter for letter in _compatible(composed) if not letter.isspace())


def _compatible(text: str) -> str:
    # NFKC makes of the letter ㄱ typed alone its conjoining form; both are the same letter here.
    return "".join(_INITIALS[ord(one) - 0x1100] if 0x1100 <= ord(one) <= 0x1112 else one for one in text)


_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def _initials(text: str) -> str:
    """Return text with every syllable cut to its initial consonant."""
    return "".join(
        _INITIALS[(ord(letter) - 0xAC00) // 588] if "가" <= letter <= "힣" else letter
        for letter in _plain(text)
    )


def found_sentence(words_sought: str, hits: tuple[Hit, ...], words: Catalogue) -> str:
    """Return how often words were found."""
    if not hits:
        return words.gettext("{text} was not found.").format(text=words_sought)
    return words.ngettext(
        "{text} was found in {count} place.", "{text} was found in {count} places.", len(hits)
    ).format(text=words_sought, count=len(hits))
