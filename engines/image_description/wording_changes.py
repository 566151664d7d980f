"""Turns what changed between two looks into sentences, in English or Korean, the most important first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from engines.image_description.changes import Change
from engines.image_description.changes_matching import has_centre_in
from engines.image_description.wording import KINDS, ended_once, name_and_role, state_names
from engines.results import Element
from engines.words import Catalogue, catalogue, interface_language

MOST: Final = 8
"""So many changes are said one by one; the rest is counted."""
_SPOKEN_WORDS: Final = 12
"""A longer text is not repeated as it was before."""
_NAMED: Final = 8
"""So many controls of a dialog that opened are named."""
_DIALOG_WORDS: Final = 40


def change_sentences(
    changes: Sequence[Change], words: Catalogue | None = None, most: int = MOST
) -> tuple[str, ...]:
    """Return what is said of changes, in their order; one sentence says it when nothing changed.

    `words` is the interface language's catalogue if none is given.
    """
    words = words or catalogue(interface_language())
    if not changes:
        return (words.gettext("Nothing changed."),)
    told = _without_lost_focus(changes)
    layers = [change for change in told if change.what == "opened"]
    content = {id(one): layer for one in told for layer in layers if _is_content(one, layer)}
    told = [one for one in told if id(one) not in content]
    said: list[str] = []
    for change in told[:most]:
        said.append(_sentence(change, words))
        if inside := [one for one in changes if content.get(id(one)) is change]:
            said.append(_content(inside, words))
    return (*said, *_rest(told[most:], words))


def _is_content(change: Change, layer: Change) -> bool:
    return change.what == "appeared" and has_centre_in(change.box, layer.box)


def _content(inside: Sequence[Change], words: Catalogue) -> str:
    names = [name_and_role(_as_element(one), words) for one in inside if one.label][:_NAMED]
    more = len(inside) - len(names)
    items = words.gettext("; ").join(names)
    if not more:
        return words.gettext("In it: {items}.").format(items=items)
    return words.ngettext("In it: {items}; {count} more.", "In it: {items}; {count} more.", more).format(
        items=items, count=more
    )


def _without_lost_focus(changes: Sequence[Change]) -> list[Change]:
    """Leave out that a control lost the focus when another is said to have got it."""
    has_moved = any(_gained(one) == ["focused"] for one in changes if one.what == "state")
    return [one for one in changes if not (has_moved and one.what == "state" and _is_lost_focus(one))]


def _is_lost_focus(change: Change) -> bool:
    return set(change.before.split()) - set(change.after.split()) == {"focused"} and not _gained(change)


def _gained(change: Change) -> list[str]:
    return [state for state in change.after.split() if state not in change.before.split()]


def _lost(change: Change) -> list[str]:
    return [state for state in change.before.split() if state not in change.after.split()]


def _sentence(change: Change, words: Catalogue) -> str:
    if change.what == "state":
        return _state(change, words)
    if change.what in ("text", "value"):
        return _another_text(change, words)
    if change.what in ("opened", "closed"):
        return _layer(change, words)
    if change.what in ("appeared", "gone"):
        return _come_or_gone(change, words)
    return _of_the_whole(change, words)


def _of_the_whole(change: Change, words: Catalogue) -> str:
    text = change.after or change.before
    if change.what == "alert":
        template = words.gettext("Alert: {text}") if change.after else words.gettext("Alert gone: {text}")
        return template.format(text=text)
    if change.what == "title":
        return words.gettext("The title is now {text}.").format(text=_bare(text))
    if change.what == "kind":
        return words.gettext("Kind of screen: {kind}.").format(kind=words.gettext(KINDS[change.after]))
    if change.what == "scrolled":
        if change.after == "down":
            return words.gettext("Scrolled down.")
        return words.gettext("Scrolled up.")
    if change.after:
        return words.gettext("The screen is another one now: {text}.").format(text=_bare(text))
    return words.gettext("The screen is another one now.")


def _layer(change: Change, words: Catalogue) -> str:
    text = (change.after or change.before).split("\n")
    if change.what == "closed":
        if change.role == "menu":
            return words.gettext("A menu closed.")
        return ended_once(words.gettext("A dialog closed: {text}.").format(text=_bare(text[0])))
    if change.role == "menu":
        names = words.gettext(", ").join(_bare(one) for one in text)
        return words.gettext("A menu opened: {names}.").format(names=names)
    content = " ".join(" ".join(one if one.endswith((".", "!", "?")) else f"{one}." for one in text).split())
    return words.gettext("A dialog opened: {text}").format(text=_clip(content, _DIALOG_WORDS))


def _state(change: Change, words: Catalogue) -> str:
    gained, lost = _gained(change), _lost(change)
    name = name_and_role(_as_element(change), words)
    if gained == ["focused"]:
        return words.gettext("The focus is on {item}.").format(item=name)
    if "checked" in lost and not gained:
        return words.gettext("{item}: now {states}.").format(item=name, states=words.gettext("not checked"))
    if gained:
        states = words.gettext(", ").join(state_names(gained, words))
        return words.gettext("{item}: now {states}.").format(item=name, states=states)
    states = words.gettext(", ").join(state_names(lost, words))
    return words.gettext("{item}: no longer {states}.").format(item=name, states=states)


def _another_text(change: Change, words: Catalogue) -> str:
    before, after = _bare(change.before), _bare(change.after)
    name = change.label
    if change.role not in ("", "text") and (change.label or change.what == "value"):
        name = name_and_role(_as_element(change), words)
    if not after:
        return words.gettext("{item}: now empty.").format(item=name or before)
    if not before or len((before + " " + after).split()) > _SPOKEN_WORDS:
        if name:
            return words.gettext("{item}: now {text}.").format(item=_bare(name), text=after)
        return words.gettext("Now: {text}.").format(text=after)
    if name:
        return words.gettext("{item}: {before} is now {after}.").format(
            item=_bare(name), before=before, after=after
        )
    return words.gettext("{before} is now {after}.").format(before=before, after=after)


def _come_or_gone(change: Change, words: Catalogue) -> str:
    text = (
        change.after or change.before if change.role == "text" else name_and_role(_as_element(change), words)
    )
    if change.what == "appeared":
        return words.gettext("New: {item}.").format(item=_bare(text))
    return words.gettext("Gone: {item}.").format(item=_bare(text))


def _as_element(change: Change) -> Element:
    return Element(change.role, change.label, change.box, 1.0)


def _rest(changes: Sequence[Change], words: Catalogue) -> Iterator[str]:
    count = Counter("changed" if one.what not in ("appeared", "gone") else one.what for one in changes)
    if count["appeared"]:
        yield words.ngettext("{count} more is new.", "{count} more are new.", count["appeared"]).format(
            count=count["appeared"]
        )
    if count["changed"]:
        yield words.ngettext("{count} more changed.", "{count} more changed.", count["changed"]).format(
            count=count["changed"]
        )
    if count["gone"]:
        yield words.ngettext("{count} more is gone.", "{count} more are gone.", count["gone"]).format(
            count=count["gone"]
        )


def _bare(text: str) -> str:
    return text.strip().rstrip(".。")


def _clip(text: str, most: int) -> str:
    parts = text.split()
    return text if len(parts) <= most else " ".join(parts[:most]) + "…"
