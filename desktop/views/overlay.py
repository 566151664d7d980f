"""The words over other programs while the user dictates there; it never takes the focus."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QCursor, QFont, QGuiApplication, QPainter, QPaintEvent, QPen, QScreen
from PySide6.QtWidgets import QApplication, QWidget

from desktop.views.parts import newest
from engines.words import _

_LARGER = 1.4
_LONGEST = 160
_MARGIN_PX = 48
_PADDING_PX = 16
_TEXT, _GROUND = QColor("#ffffff"), QColor("#000000")
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignCenter)


class WordsOverlay(QWidget):
    """Shows that Sori listens and what it hears, near the lower edge of the screen."""

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            | Qt.WindowType.WindowTransparentForInput,
        )
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        # The last visible window of a minimised Sori must not end it when it goes.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle(_("Sori listens"))
        self.setAccessibleName(_("Sori listens"))

    def show_words(self, text: str) -> None:
        """Show words that may still change; empty: that Sori listens."""
        shown = newest(text, _LONGEST) or _("Listening.")
        if shown == self._text and self.isVisible():
            return
        self._text = shown
        self._fit()
        if not self.isVisible():
            self.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        painter.setPen(QPen(_TEXT, 3))
        painter.drawRect(self.rect().adjusted(2, 2, -3, -3))
        painter.setFont(self._large())
        painter.drawText(self.rect().adjusted(_PADDING_PX, 0, -_PADDING_PX, 0), _WRAPPED, self._text)
        painter.end()

    def _large(self) -> QFont:
        font = QFont(QApplication.font())
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        return font

    def _fit(self) -> None:
        area = _screen().availableGeometry()
        self.setFont(self._large())
        widest = min(area.width() - 2 * _MARGIN_PX, 900) - 2 * _PADDING_PX
        text = self.fontMetrics().boundingRect(QRect(0, 0, widest, 10_000), _WRAPPED, self._text)
        # The width stays the same while words come, so that they do not dance.
        width, height = widest + 2 * _PADDING_PX, text.height() + 2 * _PADDING_PX
        left = area.left() + (area.width() - width) // 2
        self.setGeometry(left, area.bottom() - _MARGIN_PX - height, width, height)


def _screen() -> QScreen:
    return QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
