"""What the live reader says, over other programs, while Sori's window is not in front."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication

from desktop.views.overlay import WordsOverlay
from engines.results import Box
from engines.words import _

_MARGIN_PX = 48


class LiveOverlay(WordsOverlay):
    """Shows the last change; it never takes the focus, and never lies over what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Sori reads what changes"))
        self.setAccessibleName(_("Sori reads what changes"))
        self._kept_free = QRect()

    def show_change(self, text: str, kept_free: Box) -> None:
        """Show words where there is room beside a part of the desktop, given in native px; else nothing."""
        scale = QGuiApplication.primaryScreen().devicePixelRatio()
        left, top, right, bottom = (round(edge / scale) for edge in kept_free)
        self._kept_free = QRect(left, top, right - left, bottom - top)
        self.show_words(text)
        self._fit()
        if self.geometry().intersects(self._kept_free):
            self.hide()

    def _fit(self) -> None:
        super()._fit()
        if self.geometry().intersects(self._kept_free):
            self.move(self.x(), self.screen().availableGeometry().top() + _MARGIN_PX)
