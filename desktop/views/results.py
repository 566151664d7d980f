"""What was found, as a tree that is walked by arrow keys."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeySequence, QPainter, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from desktop.presenters.rows import Row
from engines.words import _

ROW: Final = Qt.ItemDataRole.UserRole
_PADDING_PX: Final = 7
_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignVCenter)
_HEADLINE_SCALE: Final = 1.3


class Results(QTreeWidget):
    """The headline, the regions and their items; the text of a row is what is spoken for it."""

    walked = Signal(object)
    """The row the user went to by key or mouse."""
    followed = Signal(object)
    """The row that became current by itself."""
    entered = Signal(object)
    """The row on which Enter was pressed, or that was clicked twice."""

    def __init__(self) -> None:
        super().__init__()
        self._is_filling = False
        self.setHeaderHidden(True)
        self.setAccessibleName(_("Description"))
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.header().setMinimumSectionSize(1)
        self.setItemDelegate(WrappedText(self))
        self.setMinimumHeight(160)
        self.currentItemChanged.connect(self._moved)
        self.itemActivated.connect(lambda item: self.entered.emit(item.data(0, ROW)))

    def add_keys(self, keys: Sequence[str], action: QAction) -> None:
        """Let keys trigger an action while the tree has the focus, and nowhere else."""
        sequences = [QKeySequence(key) for key in keys]
        if not action.shortcuts():
            action.setShortcuts(sequences)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.addAction(action)
            return
        for sequence in sequences:
            shortcut = QShortcut(sequence, self)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(action.trigger)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; the current row and what is open stay where they are."""
        self._is_filling = True
        _fill(self.invisibleRootItem(), rows)
        first = self.topLevelItem(0)
        if self.currentItem() is None and first is not None:
            self.setCurrentItem(first)
        self._is_filling = False
        self.followed.emit(self._current_row())

    def to_first_row(self) -> None:
        """Make the headline the current row."""
        self._is_filling = True
        first = self.topLevelItem(0)
        if first is not None:
            self.setCurrentItem(first)
            self.scrollToTop()
        self._is_filling = False
        self.followed.emit(self._current_row())

    def current_path(self) -> tuple[int, ...]:
        """Return where the current row stands; empty if there is none."""
        path: list[int] = []
        item = self.currentItem()
        while item is not None:
            above = item.parent()
            path.append(self.indexOfTopLevelItem(item) if above is None else above.indexOfChild(item))
            item = above
        return tuple(reversed(path))

    def go_to(self, path: Sequence[int]) -> None:
        """Make the row there the current one, with the branches around it open."""
        item: QTreeWidgetItem | None = self.invisibleRootItem()
        for number in path:
            item = item.child(number) if item is not None else None
        if item is None:
            return
        self._is_filling = True
        self.setCurrentItem(item)
        # An answer shows what it lists.
        place = (
            QTreeWidget.ScrollHint.PositionAtTop
            if item.isExpanded()
            else QTreeWidget.ScrollHint.EnsureVisible
        )
        self.scrollToItem(item, place)
        self._is_filling = False
        self.followed.emit(self._current_row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The height of a wrapped row follows from the width.
        self.scheduleDelayedItemsLayout()

    def _moved(self, _current: QTreeWidgetItem | None, _previous: QTreeWidgetItem | None) -> None:
        row = self._current_row()
        if row is not None and not self._is_filling:
            self.walked.emit(row)

    def _current_row(self) -> Row | None:
        item = self.currentItem()
        return None if item is None else item.data(0, ROW)


class WrappedText(QStyledItemDelegate):
    """Draws a row's text on as many lines as it needs, the headline larger, regions bold."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        widget = self._tree
        style = widget.style() or QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        role = option.palette.ColorRole.HighlightedText if is_chosen else option.palette.ColorRole.Text
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(role))
        painter.drawText(_inside(option.rect), _WRAPPED, text)
        painter.restore()

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        row = index.data(ROW)
        if row is not None and row.kind != "item":
            font = QFont(option.font)
            font.setBold(True)
            if row.kind == "headline":
                font.setPointSizeF(font.pointSizeF() * _HEADLINE_SCALE)
            option.font = font

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        self.initStyleOption(option, index)
        width = self._tree.viewport().width() - self._indent(index)
        room = QRect(0, 0, max(width - 2 * _PADDING_PX, 40), 100_000)
        text = QFontMetrics(option.font).boundingRect(room, _WRAPPED, option.text)
        return QSize(width, text.height() + 2 * _PADDING_PX)

    def _indent(self, index: QModelIndex | QPersistentModelIndex) -> int:
        depth, parent = 1, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        return depth * self._tree.indentation()


def _inside(rect: QRect) -> QRect:
    return rect.adjusted(_PADDING_PX, _PADDING_PX, -_PADDING_PX, -_PADDING_PX)


def _fill(parent: QTreeWidgetItem, rows: Sequence[Row]) -> None:
    """Change only what differs, so that the screen reader's place and the open branches stay."""
    while parent.childCount() > len(rows):
        parent.takeChild(parent.childCount() - 1)
    for number, row in enumerate(rows):
        item = parent.child(number)
        if item is None:
            item = QTreeWidgetItem(parent)
        if item.data(0, ROW) != row:
            _fill_item(item, row)


def _fill_item(item: QTreeWidgetItem, row: Row) -> None:
    is_new = item.data(0, ROW) is None
    if item.text(0) != row.text:
        item.setText(0, row.text)
    item.setData(0, ROW, row)
    _fill(item, row.rows)
    if row.kind == "answer" or (is_new and row.kind == "region" and row.box is not None):
        item.setExpanded(True)
