"""A description as the tree that is walked by arrow keys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import engines.image_description.wording as wording
from engines.results import Box, Description, Element, Region, Table, TextLine
from engines.words import Catalogue

Path = tuple[int, ...]
"""Where a row stands: the number of its branch, then its number in that, and so on."""


@dataclass(frozen=True)
class Row:
    """One line of the tree; its text is also what is spoken for it."""

    text: str
    box: Box | None = None
    """Where it stands in the picture; None for the picture as a whole."""
    kind: Literal["headline", "region", "item", "answer"] = "item"
    rows: tuple["Row", ...] = ()
    element: Element | None = None
    """What stands there, where it is a single thing."""
    table: Table | None = None
    """Of the title of a table and of its rows."""


def rows(description: Description, words: Catalogue, answer: Row | None = None) -> tuple[Row, ...]:
    """Return the headline, the regions with their items, the text as it was read, and an answer."""
    headline = Row(wording.headline(description, words), None, "headline")
    regions = tuple(_region(region, words) for region in description.regions)
    text = (_text(description.texts, words),) if description.texts else ()
    # At the end: what stands before it keeps its place when an answer comes or goes.
    answers = (answer,) if answer is not None else ()
    return (headline, *regions, *text, *answers)


def every(rows: Sequence[Row], above: Path = ()) -> Iterator[tuple[Path, Row]]:
    """Yield each row with its place, from top to bottom."""
    for number, row in enumerate(rows):
        path = (*above, number)
        yield path, row
        yield from every(row.rows, path)


def things(rows: Sequence[Row]) -> tuple[tuple[Path, Row], ...]:
    """Return the items of the regions, a table's title among them, in reading order."""
    return tuple(
        (path, row) for path, row in every(rows) if row.element is not None and rows[path[0]].kind == "region"
    )


def place(box: Box, size: tuple[int, int], words: Catalogue) -> str:
    """Say in which ninth of the picture the middle of `box` lies."""
    column = min(max((box.left + box.right) * 3 // (2 * max(size[0], 1)), 0), 2)
    line = min(max((box.top + box.bottom) * 3 // (2 * max(size[1], 1)), 0), 2)
    ninths = (
        (words.gettext("top left"), words.gettext("top centre"), words.gettext("top right")),
        (words.gettext("left"), words.gettext("centre"), words.gettext("right")),
        (words.gettext("bottom left"), words.gettext("bottom centre"), words.gettext("bottom right")),
    )
    return ninths[line][column]


def _region(region: Region, words: Catalogue) -> Row:
    tables = {table.box: table for table in region.tables}
    items = []
    for element in region.items:
        table = tables.pop(element.box, None) if element.role == "table" else None
        text = wording.item(element, words)
        items.append(_table(table, words, element) if table else Row(text, element.box, element=element))
    rest = [_table(table, words, Element("table", "", table.box, 1.0)) for table in tables.values()]
    name = wording.region_summary(region, words) or wording.region_name(region, words)
    return Row(name, region.box, "region", (*items, *rest))


def _table(table: Table, words: Catalogue, element: Element) -> Row:
    title = words.ngettext("Table with {count} row", "Table with {count} rows", len(table.rows))
    lines = (table.header, *table.rows) if any(table.header) else table.rows
    empty = words.gettext("empty")
    comma = words.gettext(", ")
    rows = tuple(Row(comma.join(cell or empty for cell in line), table.box, table=table) for line in lines)
    return Row(title.format(count=len(table.rows)), table.box, "item", rows, element, table)


def _text(texts: tuple[TextLine, ...], words: Catalogue) -> Row:
    title = words.ngettext("All text, {count} line", "All text, {count} lines", len(texts))
    unread = words.gettext("Text that could not be read")
    rows = tuple(Row(line.text or unread, line.box) for line in texts)
    return Row(title.format(count=len(texts)), None, "region", rows)
