"""Finds tables: rows of text whose cells stand under one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from engines.image_description.boxes import around
from engines.image_description.screen.order import rows
from engines.results import Box, Element, Table

_LEAST_ROWS, _LEAST_COLUMNS = 3, 2
_SAME_SIZE = 1.25
"""Rows of a table are set in one size; the rows of a grid of cards are not."""


@dataclass
class _Column:
    left: int
    right: int

    def takes(self, box: Box, tolerance: float) -> bool:
        """Whether a cell stands in this column: aligned on either side, or inside it."""
        is_aligned = min(abs(box.left - self.left), abs(box.right - self.right)) <= tolerance
        is_inside = box.left >= self.left - tolerance and box.right <= self.right + tolerance
        return is_aligned or is_inside

    def widen(self, box: Box) -> None:
        self.left, self.right = min(self.left, box.left), max(self.right, box.right)


@dataclass(frozen=True)
class FoundTable:
    """A table and the pieces of text it is made of."""

    table: Table
    cells: tuple[Element, ...]


def find_tables(texts: Sequence[Element], has_line_below: dict[int, bool] | None = None) -> list[FoundTable]:
    """Return the tables among single lines of text, from top to bottom.

    `has_line_below` tells for the y of a row's bottom whether a drawn line runs below it: a header's sign.
    """
    lines = rows(texts)
    found = []
    index = 0
    while index < len(lines):
        length, columns = _grow(lines[index:])
        if length >= _LEAST_ROWS and len(columns) >= _LEAST_COLUMNS:
            head = _head(lines[index - 1], lines[index], columns) if index else ()
            found.append(_table(lines[index : index + length], columns, has_line_below or {}, head))
        index += length if length >= _LEAST_ROWS else 1
    return found


def _grow(lines: Sequence[list[Element]]) -> tuple[int, list[_Column]]:
    """Return how many rows from the first on belong to one table, and its columns."""
    if len(lines[0]) < _LEAST_COLUMNS:
        return 0, []
    size = median(cell.box.height for cell in lines[0])
    columns = [_Column(cell.box.left, cell.box.right) for cell in lines[0]]
    length = 1
    pitches = [after[0].box.top - before[0].box.top for before, after in pairwise(lines[: _LEAST_ROWS + 1])]
    pitch = median(pitches) if pitches else 0
    for before, row in pairwise(lines):
        gap = row[0].box.top - before[0].box.top
        height = median(cell.box.height for cell in row)
        is_same_size = max(size, height) / min(size, height) < _SAME_SIZE
        if gap > 1.7 * pitch or gap > 4.5 * size or not is_same_size or not _joins(row, columns, size):
            break
        length += 1
    while length > 1 and len(lines[length - 1]) < _LEAST_COLUMNS:
        length -= 1  # a line of text below the table is not its last row
    return length, columns


def _joins(row: Sequence[Element], columns: list[_Column], size: float) -> bool:
    """Whether every cell of the row stands in a column of its own; the columns widen to hold it."""
    taken: list[tuple[_Column, Box]] = []
    strangers = 0
    for cell in row:
        column = next((one for one in columns if one.takes(cell.box, 0.6 * size)), None)
        if column is not None:
            taken.append((column, cell.box))
            continue
        strangers += 1  # a mark between two columns, such as a warning in one row
        if any(cell.box.left < one.right and cell.box.right > one.left for one in columns):
            return False
    if not taken or strangers > 1 or (len(row) < _LEAST_COLUMNS and taken[0][0] is not columns[0]):
        return False
    for column, box in taken:
        column.widen(box)
    # Columns that have grown into one another are a paragraph's words, not columns.
    ordered = sorted(columns, key=lambda one: one.left)
    return all(after.left - before.right > -0.5 * size for before, after in pairwise(ordered))


def _head(
    above: Sequence[Element], first: Sequence[Element], columns: Sequence[_Column]
) -> tuple[Element | None, ...]:
    """Return what stands over each column if the row above a table is its header; else nothing.

    Each of its words stands over a column of its own. One column may go without: it has no name, or its
    name was taken for something else.
    """
    size = median(cell.box.height for cell in first)
    gap = first[0].box.top - max(cell.box.bottom for cell in above)
    ordered = sorted(columns, key=lambda one: one.left)
    starts = [0, *[column.right for column in ordered[:-1]]]
    ends = [*[column.left for column in ordered[1:]], max(ordered[-1].right, above[-1].box.right) + 1]
    over = [
        next((i for i, span in enumerate(zip(starts, ends, strict=True)) if _is_within(cell.box, span)), None)
        for cell in above
    ]
    is_full = len(above) >= max(len(columns) - 1, _LEAST_COLUMNS)
    is_head = is_full and None not in over and len(set(over)) == len(above)
    # The boxes have margins, which may overlap.
    is_close = -0.4 * size <= gap < 2.5 * size
    if not is_head or not is_close or _has_digit([cell.label for cell in above]):
        return ()
    named = dict(zip(over, above, strict=True))
    return tuple(named.get(column) for column in range(len(columns)))


def _is_within(box: Box, span: tuple[int, int]) -> bool:
    return box.left >= span[0] and box.right <= span[1]


def _table(
    lines: Sequence[Sequence[Element]],
    columns: Sequence[_Column],
    has_line_below: dict[int, bool],
    head: Sequence[Element | None],
) -> FoundTable:
    ordered = sorted(columns, key=lambda one: one.left)
    size = median(cell.box.height for cell in lines[0])
    grid = [
        tuple(
            " ".join(cell.label for cell in line if _home(cell.box, ordered, size) is column)
            for column in ordered
        )
        for line in lines
    ]
    cells = tuple(cell for line in (head, *lines) for cell in line if cell is not None)
    box = around([cell.box for cell in cells])
    if head:
        header = tuple("" if cell is None else cell.label for cell in head)
        return FoundTable(Table(header, tuple(grid), box), cells)
    bottom = max(cell.box.bottom for cell in lines[0])
    is_header = _reads_as_header(grid) or (has_line_below.get(bottom, False) and not _has_digit(grid[0]))
    table = Table(grid[0] if is_header else (), tuple(grid[1:] if is_header else grid), box)
    return FoundTable(table, cells)


def _home(box: Box, columns: Sequence[_Column], size: float) -> _Column:
    fitting = [one for one in columns if one.takes(box, 0.6 * size)] or list(columns)
    return min(fitting, key=lambda one: abs(one.left - box.left) + abs(one.right - box.right))


def _has_digit(row: Sequence[str]) -> bool:
    return any(letter.isdigit() for cell in row for letter in cell)


def _reads_as_header(grid: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row is words without numbers over columns that hold numbers."""
    is_words = all(cell and len(cell.split()) <= 4 for cell in grid[0]) and not _has_digit(grid[0])
    holds_numbers = sum(_has_digit(row) for row in grid[1:])
    return is_words and holds_numbers >= 0.6 * (len(grid) - 1)
