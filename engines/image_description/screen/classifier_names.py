"""Gives controls that a network found their labels and values, from the lines of text in and around them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from engines.image_description.boxes import likeness
from engines.image_description.screen.rules_controls import is_words_or_number
from engines.image_description.screen.rules_evidence import Picture, distance, middle
from engines.image_description.screen.rules_surroundings import Label, Lines, joined, share_inside
from engines.results import Element, TextLine

_LABEL_INSIDE: Final = frozenset(("button", "tab", "menuitem", "link"))
_FIELDS: Final = frozenset(("textbox", "combobox", "spinbutton", "slider", "progressbar"))
_HAVE_VALUE: Final = frozenset(("textbox", "combobox", "spinbutton"))
_TOGGLES: Final = frozenset(("checkbox", "radio", "switch"))


def named(
    picture: Picture, one: Element, others: Sequence[Element], ruled: Sequence[Element], lines: Lines
) -> Element:
    """Return a control with its label and value."""
    same = next((rule for rule in ruled if rule.role == one.role and likeness(rule.box, one.box) > 0.5), None)
    if same is not None and (same.label or same.value or same.is_unreadable):
        return replace(one, label=same.label, value=same.value, is_unreadable=same.is_unreadable)
    if one.role in _LABEL_INSIDE:
        return _with(one, joined(lines.inside(one.box)))
    if one.role in _TOGGLES:
        return _with(one, _beside(one, lines))
    if one.role in _FIELDS:
        return _field(picture, one, others, lines)
    return one


def _with(one: Element, label: Label) -> Element:
    return replace(one, label=label.text, is_unreadable=label.is_unreadable)


def _beside(one: Element, lines: Lines) -> Label:
    """Return the words right of a check box, radio button or switch; a switch may have them on its left."""
    width = one.box.width
    if one.role != "switch":
        near = lines.right_of(one.box, 2.2 * width)
        return near if near.is_there else lines.right_of(one.box, 8 * width)
    near = lines.right_of(one.box, 1.5 * width)
    if near.is_there and near.text.strip().lower() not in {"on", "off", "켬", "끔", "켜짐", "꺼짐"}:
        return near
    left = lines.left_of(one.box, 60 * lines.unit)
    return left if left.is_there else near


def _field(picture: Picture, one: Element, others: Sequence[Element], lines: Lines) -> Element:
    inside = [line for line in lines.inside(one.box) if is_words_or_number(line)]
    floating = _floating(one, lines)
    inside = [line for line in inside if line is not floating]
    value = joined(inside) if one.role in _HAVE_VALUE else Label()
    if floating is not None:
        label = joined([floating])
    else:
        walls = [other.box for other in others if other is not one]
        label = lines.field_label(one.box, walls)
        if label.box is not None and not _is_same_ground(picture, one, label):
            label = Label()
    is_required = one.role in _HAVE_VALUE and label.text.rstrip().endswith("*")
    return replace(
        one,
        label=label.text,
        value=value.text,
        state=(*one.state, "required") if is_required else one.state,
        is_unreadable=label.is_unreadable or value.is_unreadable,
    )


def _floating(one: Element, lines: Lines) -> TextLine | None:
    """Return the label that sits on a field's upper border."""
    for line in lines.touching(one.box):
        is_on_border = (
            line.box.top < one.box.top + 2 and line.box.bottom < one.box.top + 0.55 * one.box.height
        )
        if is_on_border and share_inside(line.box, one.box) > 0.2 and line.box.left > one.box.left:
            return line
    return None


def _is_same_ground(picture: Picture, one: Element, label: Label) -> bool:
    assert label.box is not None
    outside = picture.look(one.box).outside
    return distance(middle(picture.crop(label.box)), outside) < 60
