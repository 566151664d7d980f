"""A table cell by cell: which one is current, and what is said on the way."""

from typing import Protocol

from desktop.presenters.describe import Describe
from desktop.presenters.rows import Path, Row
from desktop.presenters.voice import Voice
from engines.image_description import table_cells
from engines.image_description.table_cells import Direction, Place
from engines.results import Table
from engines.words import _, catalogue, interface_language


class View(Protocol):
    """What tables need of the page; each call returns at once."""

    def current_path(self) -> Path:
        """Return where the current row stands in the tree; empty if there is none."""
        ...

    def open_table(self, table: Table, place: Place) -> None:
        """Open a table of its own, in which arrow keys go from cell to cell."""
        ...


class Tables:
    """Decides which cell comes next, and says it with the headers that changed. GUI thread only."""

    def __init__(self, view: View, voice: Voice, describe: Describe) -> None:
        self._view, self._voice, self._describe = view, voice, describe
        self._words = catalogue(interface_language())
        self._table: Table | None = None
        self._place = Place()
        self._path: Path = ()
        """The row of the tree from which it was entered."""

    def move(self, direction: Direction) -> None:
        """Go to the next cell of the table that the current row belongs to."""
        table = self._current()
        if table is None:
            return
        if self._enter(table):
            # The first step only enters the table.
            self._voice.tell(table_cells.cell_sentence(table, self._place, self._words))
            return
        before = self._place
        self._place = table_cells.moved(table, before, direction)
        self._voice.tell(table_cells.cell_sentence(table, self._place, self._words, before))

    def open(self, row: Row | None = None) -> None:
        """Open the table of `row`, or of the current row, to be walked by plain arrow keys."""
        table = row.table if row is not None else self._current()
        if table is None or not all(table_cells.size(table)):
            return
        self._enter(table)
        self._view.open_table(table, self._place)
        if self._voice.is_own:
            size = table_cells.size(table)
            title = _("Table, {rows} rows, {columns} columns. Escape closes it.")
            cell = table_cells.cell_sentence(table, self._place, self._words)
            self._voice.say((title.format(rows=size[0], columns=size[1]), cell))

    def walk(self, row: int, column: int) -> None:
        """Take note of the cell the user went to in the open table, and say it."""
        if self._table is None:
            return
        before, self._place = self._place, Place(row, column)
        if self._voice.is_own and before != self._place:
            # Else the screen reader reads the cell and its headers by itself.
            self._voice.say((table_cells.cell_sentence(self._table, self._place, self._words, before),))

    def bump(self) -> None:
        """Tell that the open table ends here."""
        if self._table is None:
            return
        if self._voice.is_own:
            self._voice.say((table_cells.cell_sentence(self._table, self._place, self._words, self._place),))
        else:
            self._voice.say((_("Edge of the table."),))

    def _current(self) -> Table | None:
        """Return the table of the current row; if it belongs to none, say so."""
        row = self._describe.row
        if row is not None and row.table is not None and all(table_cells.size(row.table)):
            return row.table
        if self._describe.shown_or_told() is not None:
            self._voice.tell(_("This is no table. Press T to go to the next one."))
        return None

    def _enter(self, table: Table) -> bool:
        """Begin at the current row of the tree, unless the walk began there; return whether it did not."""
        path = self._view.current_path()
        is_new = table is not self._table or path != self._path
        if is_new:
            self._table, self._path, self._place = table, path, self._first(table)
        return is_new

    def _first(self, table: Table) -> Place:
        """Return the first cell of the row of the tree that is current, or of the table."""
        path, rows = self._view.current_path(), self._describe.rows
        if len(path) < 3:
            return Place()
        title = rows[path[0]].rows[path[1]]
        header_lines = len(title.rows) - len(table.rows)
        return Place(max(path[2] - header_lines, 0), 0)
