"""The page of models: a list to walk, and what can be done with the current one."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from desktop.presenters.models import Row
from desktop.views.meter import Meter
from desktop.views.pages import Page
from desktop.views.parts import GAP_PX, row_of
from engines.words import _

ROW = Qt.ItemDataRole.UserRole


class ModelsPage(Page):
    """Draws what the presenter of models decides."""

    def __init__(self, button: Callable[[str], QPushButton]) -> None:
        super().__init__()
        self._stop = button("stop_model")
        self.list = ModelList()
        self.meter = Meter("")
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_PX, GAP_PX, GAP_PX, GAP_PX)
        column.setSpacing(GAP_PX)
        names = (
            "fetch_model",
            "import_model",
            "import_folder",
            "remove_model",
            "refresh_models",
            "stop_model",
        )
        column.addWidget(row_of([button(name) for name in names]))
        column.addWidget(self.meter)
        title = QLabel(_("Available m&odels:"))
        title.setWordWrap(True)
        title.setBuddy(self.list)
        column.addWidget(title)
        column.addWidget(self.list, stretch=1)
        self.show_progress(None, "")

    def show_models(self, rows: tuple[Row, ...]) -> None:
        """Show other rows; the current model stays the current one."""
        self.list.show_rows(rows)

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        """Show how far the work has come."""
        self.meter.setVisible(fraction is not None)
        self._stop.setEnabled(fraction is not None)
        self.meter.show_amount(round(100 * (fraction or 0)), sentence)

    def current(self) -> Row | None:
        """Return the current model."""
        item = self.list.currentItem()
        row = item.data(ROW) if item is not None else None
        return row if isinstance(row, Row) else None


class ModelList(QListWidget):
    """Each model on two lines: its name and whether it is here, and what is known of it."""

    walked = Signal(object)
    """The row the user went to by key or mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self.setAccessibleName(_("Models"))
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setSpacing(3)
        self.setMinimumHeight(160)
        self.currentItemChanged.connect(self._moved)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows, keeping the place."""
        item = self.currentItem()
        current = item.data(ROW).model.id if item is not None else ""
        self._is_filling = True
        self.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.title}\n{row.details}", self)
            item.setData(ROW, row)
            if row.model.id == current:
                self.setCurrentItem(item)
        if self.currentItem() is None and rows:
            self.setCurrentRow(0)
        self._is_filling = False

    def _moved(self, current: QListWidgetItem | None, _previous: QListWidgetItem | None) -> None:
        if current is not None and not self._is_filling:
            self.walked.emit(current.data(ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height of a wrapped row follows from the width.
        self.scheduleDelayedItemsLayout()
