"""Turns the facts of a description into sentences, in English or Korean, at three levels of detail.

Nothing is said here that is not in the facts. Role after label, as screen readers speak; whole
sentences as templates, so that both languages read naturally. `words` is a catalogue of
`engines.words`.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from engines.image_description import Level
from engines.results import Box, Description, Element, Region, Table
from engines.words import N_, Catalogue

_NAMED = 4
"""So many names are said of a list before "and N more"."""
_LISTED: Final = (
    "left-list",
    "menu-bar",
    "top-bar",
    "bottom-bar",
    "bottom-buttons",
    "title-bar",
    "status-bar",
)
"""Regions told by the names in them; the others by how much of what they hold."""
_SPACE = 1.5
"""Of a line's height: words farther apart stand in two lines beside each other."""
_FIELDS: Final = ("textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider")
"""Roles that mean nothing without being named."""
_STATE_ROLES: Final = ("checkbox", "radio", "switch")

KINDS: Final = {
    "sign-in": N_("Sign-in page"),
    "form": N_("Form"),
    "settings": N_("Settings"),
    "message": N_("Message"),
    "wizard": N_("Wizard"),
    "file-dialog": N_("File dialog"),
    "print-dialog": N_("Print dialog"),
    "menu": N_("Menu"),
    "list": N_("List"),
    "table": N_("Table"),
    "spreadsheet": N_("Spreadsheet"),
    "code-editor": N_("Code editor"),
    "word-processor": N_("Document editor"),
    "chat": N_("Chat"),
    "email": N_("Email"),
    "article": N_("Article"),
    "search-results": N_("Search results"),
    "dashboard": N_("Dashboard"),
    "calendar": N_("Calendar"),
    "media-player": N_("Media player"),
    "map": N_("Map"),
    "terminal": N_("Terminal"),
    "file-manager": N_("File manager"),
    "picture": N_("Picture"),
    "desktop": N_("Desktop"),
}

_REGIONS: Final = {
    "dialog": N_("Dialog"),
    "title-bar": N_("Title bar"),
    "menu-bar": N_("Menu bar"),
    "top-bar": N_("Top"),
    "left-list": N_("Left side"),
    "right-panel": N_("Right side"),
    "main": N_("Main part"),
    "bottom-bar": N_("Bottom"),
    "bottom-buttons": N_("Buttons at the bottom"),
    "status-bar": N_("Status bar"),
}

_ROLES: Final = {
    "button": N_("button"),
    "textbox": N_("text field"),
    "checkbox": N_("check box"),
    "radio": N_("radio button"),
    "combobox": N_("combo box"),
    "spinbutton": N_("number field"),
    "slider": N_("slider"),
    "switch": N_("switch"),
    "tab": N_("tab"),
    "menuitem": N_("menu item"),
    "link": N_("link"),
    "heading": N_("heading"),
    "img": N_("picture"),
    "list": N_("list"),
    "table": N_("table"),
    "progressbar": N_("progress bar"),
    "dialog": N_("dialog"),
    "icon": N_("icon"),
    "item": N_("item"),
}

_STATES: Final = {
    "checked": N_("checked"),
    "mixed": N_("partly checked"),
    "selected": N_("selected"),
    "disabled": N_("disabled"),
    "focused": N_("focused"),
    "expanded": N_("expanded"),
    "pressed": N_("pressed"),
    "readonly": N_("read only"),
    "required": N_("required"),
}


def headline(description: Description, words: Catalogue) -> str:
    """Return the one sentence that says what the picture is, 15 words or so."""
    if description.kind == "blank":
        return words.gettext("The picture is blank: it shows one colour and nothing else.")
    if description.kind == "noise":
        return words.gettext("The picture shows only noise: there is nothing to describe.")
    names = _distinct([description.title, description.subject])
    if not names:
        return _nameless_headline(description, words)
    if description.kind not in KINDS:
        return ended_once(words.gettext("{names}.").format(names=_clip(_comma(names, words))))
    return ended_once(
        words.gettext("{kind}: {names}.").format(
            kind=words.gettext(KINDS[description.kind]), names=_clip(_comma(names, words))
        )
    )


def ended_once(text: str) -> str:
    """Return a sentence without the full stop after a name that ends in a sign of its own."""
    return text[:-1] if text.endswith(("?.", "!.", "….")) else text


def _nameless_headline(description: Description, words: Catalogue) -> str:
    count = len(description.texts) or description.lines_total
    if description.kind == "picture" and not count:
        return words.gettext("A picture without text that could be read.")
    if not count and not description.elements:
        return words.gettext("A picture in which neither text nor controls were found.")
    if description.kind in KINDS:
        return words.ngettext(
            "{kind} with {count} line of text.", "{kind} with {count} lines of text.", count
        ).format(kind=words.gettext(KINDS[description.kind]), count=count)
    return words.ngettext(
        "A screen with {count} line of text.", "A screen with {count} lines of text.", count
    ).format(count=count)


def said_first(description: Description, words: Catalogue) -> str:
    """Return what can be said at once, when only the headline's facts are known; empty if nothing is."""
    return "" if description.stage == "started" else headline(description, words)


def remaining(description: Description, level: Level, words: Catalogue, said: str) -> tuple[str, ...]:
    """Return what is still to say of a complete description after `said_first` said `said`."""
    every = sentences(description, level, words)
    if not said or not every or every[0] == said:
        return every[1:] if said else every
    known = words.gettext(KINDS[description.kind]) if description.kind in KINDS else ""
    says_only_kind = known and headline(_nameless(description), words) != every[0]
    if says_only_kind and said.rstrip(".") in every[0]:
        return (words.gettext("Kind of screen: {kind}.").format(kind=known), *every[1:])
    return every


def _nameless(description: Description) -> Description:
    return Description(stage="complete", kind=description.kind)


def sentences(description: Description, level: Level, words: Catalogue) -> tuple[str, ...]:
    """Return everything that is said at a level, in order; the headline is the first."""
    return tuple(text for text in _sentences(description, level, words) if text)


def _sentences(description: Description, level: Level, words: Catalogue) -> Iterator[str]:
    yield headline(description, words)
    if description.alert and description.alert not in (description.title, description.subject):
        yield words.gettext("Alert: {text}").format(text=description.alert)
    if level == "headline" or description.kind in ("blank", "noise"):
        return
    for region in description.regions:
        if level == "everything":
            yield from _everything(region, words)
        elif region.kind != "title-bar":
            yield region_summary(region, words)
    if level == "structure":
        yield _focus(description, words)
    yield _unreadable(description, words)


def region_name(region: Region, words: Catalogue) -> str:
    """Return what a part of the screen is called."""
    return words.gettext(_REGIONS.get(region.kind, N_("Part of the screen")))


def region_summary(region: Region, words: Catalogue) -> str:
    """Return one sentence on what stands in a part of the screen; empty if there is nothing to say."""
    parts = [part for part in _summary_parts(region, words) if part]
    if not parts:
        return ""
    return words.gettext("{region}: {content}.").format(
        region=region_name(region, words), content=words.gettext("; ").join(parts)
    )


def _summary_parts(region: Region, words: Catalogue) -> Iterator[str]:
    if region.kind in _LISTED:
        yield from _listing(region.items, words)
        return
    headings = [item.label for item in region.items if item.role == "heading"]
    if headings:
        yield words.ngettext("heading {names}", "headings {names}", len(headings)).format(
            names=_some(headings, words)
        )
    tabs = [_with_state(item, words) for item in region.items if item.role == "tab"]
    if tabs:
        yield words.ngettext("tab {names}", "tabs {names}", len(tabs)).format(names=_some(tabs, words))
    yield from _counts(region.items, words)
    for table in region.tables:
        yield _table_size(table, words)
    buttons = [item.label for item in region.items if item.role == "button" and item.label]
    if buttons:
        yield words.ngettext("button {names}", "buttons {names}", len(buttons)).format(
            names=_some(buttons, words)
        )
    texts = _lines([item.box for item in region.items if item.role in ("text", "menuitem", "link")])
    if texts:
        yield words.ngettext("{count} line of text", "{count} lines of text", texts).format(count=texts)


def _lines(boxes: Sequence[Box]) -> int:
    """Count lines of text; what stands close behind something in its row is of the same line."""
    return sum(not any(_goes_on(other, box) for other in boxes) for box in boxes)


def _goes_on(box: Box, behind: Box) -> bool:
    shared = min(box.bottom, behind.bottom) - max(box.top, behind.top)
    height = min(box.height, behind.height)
    return shared > 0.5 * height and box.left < behind.left and behind.left - box.right <= _SPACE * height


def _listing(items: Sequence[Element], words: Catalogue) -> Iterator[str]:
    named = [
        item(one, words) if one.role in _FIELDS else _with_state(one, words) for one in items if one.label
    ]
    if named:
        yield _some(named, words)
    icons = sum(one.role in ("icon", "img") and not one.label for one in items)
    if icons:
        yield _icons(icons, words)


def _counts(items: Sequence[Element], words: Catalogue) -> Iterator[str]:
    found = Counter(item.role for item in items)
    checked = sum("checked" in item.state for item in items if item.role == "checkbox")
    counted = (
        ("textbox", words.ngettext("{count} text field", "{count} text fields", found["textbox"])),
        ("combobox", words.ngettext("{count} combo box", "{count} combo boxes", found["combobox"])),
        ("spinbutton", words.ngettext("{count} number field", "{count} number fields", found["spinbutton"])),
        ("checkbox", words.ngettext("{count} check box", "{count} check boxes", found["checkbox"])),
        ("radio", words.ngettext("{count} radio button", "{count} radio buttons", found["radio"])),
        ("switch", words.ngettext("{count} switch", "{count} switches", found["switch"])),
        ("slider", words.ngettext("{count} slider", "{count} sliders", found["slider"])),
        (
            "progressbar",
            words.ngettext("{count} progress bar", "{count} progress bars", found["progressbar"]),
        ),
        ("img", words.ngettext("{count} picture", "{count} pictures", found["img"])),
    )
    for role, template in counted:
        if found[role]:
            count = template.format(count=found[role])
            if role == "checkbox" and checked:
                count = _how_many_checked(count, found[role], checked, words)
            yield count
    if found["icon"]:
        yield _icons(found["icon"], words)


def _icons(count: int, words: Catalogue) -> str:
    """Say that there are icons: some are always missed, so how many is not said."""
    return words.gettext("an icon") if count == 1 else words.gettext("icons")


def _how_many_checked(boxes: str, count: int, checked: int, words: Catalogue) -> str:
    if count == 1:
        return words.gettext("{boxes}, checked").format(boxes=boxes)
    return words.ngettext(
        "{boxes}, {count} of them checked", "{boxes}, {count} of them checked", checked
    ).format(boxes=boxes, count=checked)


def _table_size(table: Table, words: Catalogue) -> str:
    rows, columns = len(table.rows), len(table.rows[0]) if table.rows else 0
    size = words.ngettext(
        "table of {rows} row and {columns} columns", "table of {rows} rows and {columns} columns", rows
    ).format(rows=rows, columns=columns)
    names = [name for name in table.header if name]
    if not names:
        return size
    return words.gettext("{table} ({names})").format(table=size, names=_some(names, words))


def item(element: Element, words: Catalogue) -> str:
    """Return one thing as a screen reader would say it: label, role, value, state."""
    if element.role == "text":
        return _or_unreadable(element, words)
    parts = [name_and_role(element, words)]
    if element.value and element.value != element.label:
        parts.append(element.value)
    parts += _states(element, words)
    return words.gettext(", ").join(parts)


def name_and_role(element: Element, words: Catalogue) -> str:
    """Return what a thing is called and what it is, without what it holds and the state it is in."""
    if element.role == "text":
        return _or_unreadable(element, words)
    role = role_name(element.role, words)
    if not element.label and not element.is_unreadable and element.role not in ("icon", "img", "table"):
        role = words.gettext("{role} without a label").format(role=role)
    has_name = element.label or element.is_unreadable
    parts = [_or_unreadable(element, words) if has_name else "", role]
    return words.gettext(", ").join(part for part in parts if part)


def role_name(role: str, words: Catalogue) -> str:
    """Return what a role is called."""
    return words.gettext(_ROLES.get(role, N_("item")))


def state_names(states: Sequence[str], words: Catalogue) -> list[str]:
    """Return what states are called."""
    return [words.gettext(_STATES[state]) for state in states if state in _STATES]


def _or_unreadable(element: Element, words: Catalogue) -> str:
    return _plain(element.label) or words.gettext("could not read")


def _plain(label: str) -> str:
    """Return a label without the colon that only the eye needs."""
    return label.rstrip(" :")


def _states(element: Element, words: Catalogue) -> list[str]:
    said = state_names(element.state, words)
    is_plain = not {"checked", "mixed", "selected", "pressed"} & set(element.state)
    if element.role in _STATE_ROLES and is_plain:
        said.insert(0, words.gettext("not checked"))
    return said


def _with_state(element: Element, words: Catalogue) -> str:
    states = [
        words.gettext(_STATES[state])
        for state in element.state
        if state in ("selected", "checked", "disabled")
    ]
    if not states:
        return _plain(element.label)
    return words.gettext("{label} ({states})").format(
        label=_plain(element.label), states=words.gettext(", ").join(states)
    )


def _everything(region: Region, words: Catalogue) -> Iterator[str]:
    yield words.gettext("{region}:").format(region=region_name(region, words))
    tables = {table.box: table for table in region.tables}
    for element in region.items:
        if element.box in tables and element.role == "table":
            yield from _table(tables[element.box], words)
        elif element.role not in ("icon", "img") or element.label:
            yield _sentence(item(element, words))
    icons = sum(one.role in ("icon", "img") and not one.label for one in region.items)
    if icons:
        yield words.ngettext(
            "{count} picture or icon without a label.", "{count} pictures or icons without a label.", icons
        ).format(count=icons)


def _table(table: Table, words: Catalogue) -> Iterator[str]:
    yield _sentence(_table_size(table, words))
    for number, row in enumerate(table.rows, 1):
        cells = []
        for index, cell in enumerate(row):
            head = table.header[index] if index < len(table.header) else ""
            text = cell.rstrip(".") or words.gettext("empty")
            cells.append(words.gettext("{header} {cell}").format(header=head, cell=text) if head else text)
        yield words.gettext("Row {number}: {cells}.").format(
            number=number, cells=words.gettext(", ").join(cells)
        )


def _focus(description: Description, words: Catalogue) -> str:
    focused = next((one for one in description.elements if "focused" in one.state), None)
    if focused is None:
        return ""
    # That it is focused is said already.
    states = tuple(state for state in focused.state if state != "focused")
    return words.gettext("The focus is on {item}.").format(item=item(replace(focused, state=states), words))


def _unreadable(description: Description, words: Catalogue) -> str:
    count = sum(not line.text for line in description.texts)
    if not count:
        return ""
    return words.ngettext(
        "{count} line of text could not be read.", "{count} lines of text could not be read.", count
    ).format(count=count)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", ":", "。")) else f"{text}."


def _some(names: Sequence[str], words: Catalogue) -> str:
    shown = list(names[:_NAMED])
    more = len(names) - len(shown)
    if not more:
        return _comma(shown, words)
    return words.ngettext("{names} and {count} more", "{names} and {count} more", more).format(
        names=_comma(shown, words), count=more
    )


def _comma(names: Sequence[str], words: Catalogue) -> str:
    return words.gettext(", ").join(names)


def _distinct(names: Sequence[str]) -> list[str]:
    found: list[str] = []
    for name in names:
        if name and not any(name.casefold() in other.casefold() for other in found):
            found.append(name.rstrip(".:"))
    return found


def _clip(text: str) -> str:
    """Keep a headline to a breath's length."""
    parts = text.split()
    return " ".join(parts[:14]) + "…" if len(parts) > 15 else text
