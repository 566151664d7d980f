"""Answers questions about a complete description: which things are focused, ticked, disabled and so on."""

from collections.abc import Callable
from typing import Final

from engines.results import Description, Element

_MEANINGLESS_WITHOUT_LABEL: Final = (
    "button",
    "textbox",
    "checkbox",
    "radio",
    "combobox",
    "spinbutton",
    "slider",
    "switch",
    "tab",
    "menuitem",
    "link",
    "icon",
    "img",
    "item",
)
_TICKED: Final = ("checked", "mixed")

_TESTS: Final[dict[str, Callable[[Element], bool]]] = {
    "focused": lambda one: "focused" in one.state,
    "ticked": lambda one: bool({*_TICKED} & {*one.state}),
    "disabled": lambda one: "disabled" in one.state,
    "selected": lambda one: bool({"selected", "pressed"} & {*one.state}),
    "required": lambda one: "required" in one.state,
    "expanded": lambda one: "expanded" in one.state,
    "unlabelled": lambda one: is_unlabelled(one),
}
QUESTIONS: Final = tuple(_TESTS)
"""What can be asked."""


def matching(description: Description, question: str) -> tuple[Element, ...]:
    """Return the elements that answer one of `QUESTIONS`, in reading order."""
    test = _TESTS[question]
    return tuple(one for one in description.elements if test(one))


def is_unlabelled(element: Element) -> bool:
    """Whether this is something that can be used or looked at, and nothing says what it is."""
    return element.role in _MEANINGLESS_WITHOUT_LABEL and not element.label
