"""How much of something, drawn as a bar beneath the words that say the same."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel

_BAR_PX = 8


class Meter(QLabel):
    """A label with a bar. Its words change seldom, so that a screen reader is not kept talking."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._percent = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContentsMargins(4, 4, 4, _BAR_PX + 8)

    def show_amount(self, percent: int, words: str) -> None:
        """Show 0 to 100 percent, and the words for it."""
        if words != self.text():
            self.setText(words)
        if percent != self._percent:
            self._percent = percent
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        whole = QRect(4, self.height() - _BAR_PX - 4, self.width() - 8, _BAR_PX)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        painter.drawRect(whole)
        filled = whole.adjusted(1, 1, 0, 0)
        filled.setWidth(round((whole.width() - 1) * self._percent / 100))
        painter.fillRect(filled, self.palette().color(QPalette.ColorRole.Highlight))
        painter.end()
