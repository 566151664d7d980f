"""Says the answers to questions about a description, in English or Korean."""

from collections import Counter
from typing import Final

from engines.image_description.questions import matching
from engines.image_description.wording import item, name_and_role, role_name
from engines.results import Description, Element
from engines.words import N_, Catalogue

MOST: Final = 20
"""So many things are named in an answer; the rest is counted."""

ASKED: Final = {
    "focused": N_("What is focused?"),
    "ticked": N_("What is checked?"),
    "disabled": N_("What is disabled?"),
    "selected": N_("What is selected?"),
    "required": N_("What is required?"),
    "expanded": N_("What is expanded?"),
    "unlabelled": N_("What has no label?"),
}
"""Each of `QUESTIONS` as a person would ask it."""

_NONE: Final = {
    "focused": N_("No focus was seen."),
    "ticked": N_("Nothing is checked, as far as can be seen."),
    "disabled": N_("Nothing is disabled, as far as can be seen."),
    "selected": N_("Nothing is selected, as far as can be seen."),
    "required": N_("Nothing is marked as required."),
    "expanded": N_("Nothing is expanded, as far as can be seen."),
    "unlabelled": N_("Everything has a label."),
}
_FOUND: Final = {
    "focused": (N_("The focus is on {items}."), N_("The focus is on {items}.")),
    "ticked": (N_("{count} is checked: {items}."), N_("{count} are checked: {items}.")),
    "disabled": (N_("{count} is disabled: {items}."), N_("{count} are disabled: {items}.")),
    "selected": (N_("{count} is selected: {items}."), N_("{count} are selected: {items}.")),
    "required": (N_("{count} is required: {items}."), N_("{count} are required: {items}.")),
    "expanded": (N_("{count} is expanded: {items}."), N_("{count} are expanded: {items}.")),
}


def answer(description: Description, question: str, words: Catalogue) -> tuple[str, ...]:
    """Return the sentences that answer one of `QUESTIONS`; there is at least one."""
    found = matching(description, question)
    if not found:
        return (words.gettext(_NONE[question]),)
    if question == "unlabelled":
        return (_by_role(found, words),)
    singular, plural = _FOUND[question]
    named = [_named(one, question, words) for one in found[:MOST]]
    # Marked apart, they stand apart in the catalogues, where ngettext would not find them.
    sentence = words.gettext(singular if len(found) == 1 else plural).format(
        count=len(found), items=words.gettext("; ").join(named)
    )
    more = len(found) - len(named)
    if not more:
        return (sentence,)
    return (sentence, words.ngettext("And {count} more.", "And {count} more.", more).format(count=more))


def _named(one: Element, question: str, words: Catalogue) -> str:
    # The state was asked for, so it is not said again with each; another may matter for the focus.
    return item(one, words) if question == "focused" else name_and_role(one, words)


def _by_role(found: tuple[Element, ...], words: Catalogue) -> str:
    counts = Counter(role_name(one.role, words) for one in found)
    parts = [
        words.gettext("{item}, {count} times").format(item=role, count=count) if count > 1 else role
        for role, count in counts.items()
    ]
    return words.ngettext(
        "{count} has no label: {items}.", "{count} have no label: {items}.", len(found)
    ).format(count=len(found), items=words.gettext("; ").join(parts))
