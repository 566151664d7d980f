"""Walks a table cell by cell and says each with the headers that changed on the way."""

from dataclasses import dataclass
from typing import Final, Literal

from engines.results import Table
from engines.words import Catalogue

Direction = Literal["left", "right", "up", "down", "row-start", "row-end", "column-start", "column-end"]


@dataclass(frozen=True)
class Place:
    """A cell; row and column count from 0, and the header row is none of the rows."""

    row: int = 0
    column: int = 0


_STEPS: Final[dict[Direction, tuple[int, int]]] = {
    "left": (0, -1),
    "right": (0, 1),
    "up": (-1, 0),
    "down": (1, 0),
}


def size(table: Table) -> tuple[int, int]:
    """Return how many rows and columns a table has."""
    return len(table.rows), len(table.rows[0]) if table.rows else 0


def moved(table: Table, place: Place, direction: Direction) -> Place:
    """Return the cell in a direction; at the edge it is the same place."""
    rows, columns = size(table)
    ends = {
        "row-start": Place(place.row, 0),
        "row-end": Place(place.row, columns - 1),
        "column-start": Place(0, place.column),
        "column-end": Place(rows - 1, place.column),
    }
    if direction in ends:
        return ends[direction]
    down, right = _STEPS[direction]
    return Place(min(max(place.row + down, 0), rows - 1), min(max(place.column + right, 0), columns - 1))


def header(table: Table, column: int) -> str:
    """Return a column's header; empty if it has none."""
    return table.header[column] if column < len(table.header) else ""


def row_header(table: Table, row: int) -> str:
    """Return what names a row: its first cell."""
    return table.rows[row][0] if table.rows[row] else ""


def cell_sentence(table: Table, place: Place, words: Catalogue, came_from: Place | None = None) -> str:
    """Return a cell with its place, and the headers that are others than where the walk came from.

    Without `came_from`, both headers are said. At the edge of the table, where the place is the one come
    from, that it is the edge is said first.
    """
    comma = words.gettext(", ")
    text = table.rows[place.row][place.column].rstrip(".") or words.gettext("empty")
    parts = []
    if came_from is None or came_from.column != place.column:
        parts.append(header(table, place.column))
    if place.column > 0 and (came_from is None or came_from.row != place.row):
        parts.append(row_header(table, place.row))
    parts.append(text)
    sentence = words.gettext("{cell}, row {row}, column {column}.").format(
        cell=comma.join(part for part in parts if part), row=place.row + 1, column=place.column + 1
    )
    if came_from == place:
        return words.gettext("Edge of the table. {cell}").format(cell=sentence)
    return sentence


def row_sentence(table: Table, row: int, words: Catalogue) -> str:
    """Return a whole row, each cell after its header."""
    cells = []
    for column, cell in enumerate(table.rows[row]):
        text = cell.rstrip(".") or words.gettext("empty")
        head = header(table, column)
        cells.append(words.gettext("{header} {cell}").format(header=head, cell=text) if head else text)
    return words.gettext("Row {number}: {cells}.").format(
        number=row + 1, cells=words.gettext(", ").join(cells)
    )


def column_sentence(table: Table, column: int, words: Catalogue) -> str:
    """Return a whole column from top to bottom, after its header."""
    cells = [row[column].rstrip(".") or words.gettext("empty") for row in table.rows]
    name = header(table, column) or str(column + 1)
    return words.gettext("Column {name}: {cells}.").format(name=name, cells=words.gettext(", ").join(cells))
