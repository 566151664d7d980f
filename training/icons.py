"""Draw the icons in `resources/icons`: `python -m training.icons [FOLDER]`.

The drawings are masks: the window fills them with the colour of the text beside them.
"""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter, QPainterPath, QPen

from engines import resource

SIDE: Final = 96
_LINE: Final = 7.0
_INK: Final = QColor(0, 0, 0)


def screen(painter: QPainter) -> None:
    """Draw a monitor on its foot."""
    painter.drawRoundedRect(QRectF(10, 14, 76, 52), 6, 6)
    painter.drawLine(QPointF(48, 66), QPointF(48, 82))
    painter.drawLine(QPointF(30, 82), QPointF(66, 82))


def window(painter: QPainter) -> None:
    """Draw a window with its title bar."""
    painter.drawRoundedRect(QRectF(10, 14, 76, 68), 6, 6)
    painter.drawLine(QPointF(10, 34), QPointF(86, 34))
    for x in (22, 34):
        painter.drawPoint(QPointF(x, 24))


def region(painter: QPainter) -> None:
    """Draw the four corners of a frame, and a dot in the middle."""
    for corner, across, down in (((12, 14), 1, 1), ((84, 14), -1, 1), ((12, 82), 1, -1), ((84, 82), -1, -1)):
        x, y = corner
        path = QPainterPath(QPointF(x + 22 * across, y))
        path.lineTo(x, y)
        path.lineTo(x, y + 22 * down)
        painter.drawPath(path)
    painter.drawEllipse(QPointF(48, 48), 7, 7)


def clipboard(painter: QPainter) -> None:
    """Draw a clipboard with lines of text."""
    painter.drawRoundedRect(QRectF(18, 18, 60, 68), 6, 6)
    painter.fillRect(QRectF(35, 8, 26, 18), _INK)
    for y in (46, 62):
        painter.drawLine(QPointF(34, y), QPointF(62, y))


def folder(painter: QPainter) -> None:
    """Draw an open folder."""
    path = QPainterPath(QPointF(10, 78))
    for x, y in ((10, 20), (38, 20), (48, 32), (84, 32), (84, 44)):
        path.lineTo(x, y)
    painter.drawPath(path)
    flap = QPainterPath(QPointF(10, 78))
    for x, y in ((26, 46), (92, 46), (78, 78), (10, 78)):
        flap.lineTo(x, y)
    painter.drawPath(flap)


MASKS: Final[dict[str, Callable[[QPainter], None]]] = {
    "describe_screen": screen,
    "describe_window": window,
    "describe_region": region,
    "describe_clipboard": clipboard,
    "open_file": folder,
}


def mask(draw: Callable[[QPainter], None]) -> QImage:
    """Return one drawing, black on nothing."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(_INK, _LINE))
    draw(painter)
    painter.end()
    return image


def application_icon(side: int = 256) -> QImage:
    """Return Sori's icon: a screen that sends out sound."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 96, side / 96)
    ground = QLinearGradient(0, 0, 0, 96)
    ground.setColorAt(0, QColor("#2f6fb5"))
    ground.setColorAt(1, QColor("#173f73"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(2, 2, 92, 92), 20, 20)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(QColor("white"), 6))
    painter.drawRoundedRect(QRectF(16, 28, 36, 40), 5, 5)
    for radius in (14, 26):
        painter.drawArc(QRectF(56 - radius, 48 - radius, 2 * radius, 2 * radius), -50 * 16, 100 * 16)
    painter.end()
    return image


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def main(arguments: Sequence[str]) -> None:
    """Draw every icon into the folder given, or into `resources/icons`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    target = Path(arguments[0]) if arguments else resource.path("icons")
    target.mkdir(parents=True, exist_ok=True)
    for name, draw in MASKS.items():
        mask(draw).save(str(target / f"{name}.png"))
    application_icon().save(str(target / "sori.png"))
    application.quit()


if __name__ == "__main__":
    main(sys.argv[1:])
