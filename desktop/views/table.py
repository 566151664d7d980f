"""A table of a description in a window of its own: arrow keys go from cell to cell."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engines.image_description import table_cells
from engines.image_description.table_cells import Place
from engines.results import Table
from engines.words import _

_ARROWS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_WIDEST_CHARACTERS: Final = 40
_MARGIN_PX: Final = 24
_SHARE_OF_SCREEN: Final = 0.85


class TableDialog(QDialog):
    """Shows one table; Escape closes it, and the focus is back where it was."""

    walked = Signal(int, int)
    """The row and column of the cell the user went to."""
    bumped = Signal()
    """An arrow key was pressed at the edge."""

    def __init__(self, parent: QWidget, table: Table, place: Place) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows, columns = table_cells.size(table)
        self.setWindowTitle(_("Table, {rows} rows, {columns} columns").format(rows=rows, columns=columns))
        self.cells = Cells(table)
        self.cells.setCurrentCell(place.row, place.column)
        self.cells.bumped.connect(self.bumped)
        self.cells.currentCellChanged.connect(lambda row, column: self.walked.emit(row, column))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.cells)
        layout.addWidget(buttons)
        self.resize(self._fitting())
        self.cells.setFocus()

    def _fitting(self) -> QSize:
        """Return the size that shows the whole table, as far as the screen has room."""
        cells, margins = self.cells, self.contentsMargins()
        across = cells.verticalHeader().sizeHint().width() + cells.horizontalHeader().length()
        down = cells.horizontalHeader().sizeHint().height() + cells.verticalHeader().length()
        bars = cells.verticalScrollBar().sizeHint().width() + 2 * cells.frameWidth() + _MARGIN_PX
        wanted = QSize(across + bars + margins.left(), down + bars + self.fontMetrics().height() * 3)
        room = self.screen().availableSize() * _SHARE_OF_SCREEN
        return wanted.boundedTo(room).expandedTo(self.minimumSizeHint())


class Cells(QTableWidget):
    """The cells, for the eye and for a screen reader, with the headers as the table has them."""

    bumped = Signal()

    def __init__(self, table: Table) -> None:
        rows, columns = table_cells.size(table)
        super().__init__(rows, columns)
        self.setAccessibleName(_("Table"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        for row, texts in enumerate(table.rows):
            for column, text in enumerate(texts):
                self.setItem(row, column, _cell(text))
            head = QTableWidgetItem(str(row + 1))
            # The eye sees the number; a screen reader says what names the row.
            head.setData(
                Qt.ItemDataRole.AccessibleTextRole, table_cells.row_header(table, row) or str(row + 1)
            )
            self.setVerticalHeaderItem(row, head)
        numbers = (str(number + 1) for number in range(columns))
        self.setHorizontalHeaderLabels(
            [table_cells.header(table, number) or name for number, name in enumerate(numbers)]
        )
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _ARROWS.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
            return
        row, column = self.currentRow() + direction[0], self.currentColumn() + direction[1]
        if 0 <= row < self.rowCount() and 0 <= column < self.columnCount():
            self.setCurrentCell(row, column)
        else:
            self.bumped.emit()

    def _fit(self) -> None:
        self.resizeColumnsToContents()
        widest = self.fontMetrics().averageCharWidth() * _WIDEST_CHARACTERS
        for column in range(self.columnCount()):
            self.setColumnWidth(column, min(self.columnWidth(column), widest))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)


def _cell(text: str) -> QTableWidgetItem:
    cell = QTableWidgetItem(text)
    if not text:
        cell.setData(Qt.ItemDataRole.AccessibleTextRole, _("empty"))
    return cell
