"""Text size and icons: everything in the colours and the font of the system."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from engines import resource

SMALLEST_POINTS: Final = 11.0
"""Where the system's own text is smaller than this, ours is not."""

_GAP: Final = 0.25


def base_font(application: QApplication) -> QFont:
    """Return the font for text at 100 percent."""
    font = application.font()
    font.setPointSizeF(max(font.pointSizeF(), SMALLEST_POINTS))
    return font


def set_text_size(application: QApplication, base: QFont, percent: int) -> None:
    """Show all text at `percent` of the base size."""
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * percent / 100)
    application.setFont(font)


def application_icon() -> QIcon:
    """Return Sori's own icon."""
    return QIcon(str(resource.path("icons", "sori.png")))


def icon(name: str, palette: QPalette) -> QIcon:
    """Return one of our drawings in the colour of the text beside it, disabled and chosen too."""
    shape = QPixmap(str(resource.path("icons", f"{name}.png")))
    drawn = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        drawn.addPixmap(_tinted(shape, palette.color(group, QPalette.ColorRole.ButtonText)), mode)
    return drawn


def icon_size(font: QFont) -> QSize:
    """Return the size of an icon beside text of this font."""
    side = round(font.pointSizeF() * 1.8)
    return QSize(side + round(side * _GAP), side)


def _tinted(shape: QPixmap, colour: QColor) -> QPixmap:
    # The empty strip keeps the drawing off the words.
    tinted = QPixmap(shape.width() + round(shape.width() * _GAP), shape.height())
    tinted.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tinted)
    painter.drawPixmap(0, 0, shape)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(tinted.rect()), colour)
    painter.end()
    return tinted
