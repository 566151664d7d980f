"""The picture, scaled to fit, with the current item outlined and, where there is room, enlarged."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engines.results import Box
from engines.words import _

_MARGIN_PX = 8
_RING_PX = 3
_LEAST_ROOM_PX = 60
_MOST_ENLARGED = 4


class Picture(QWidget):
    """Shows one picture; its description says in words what is outlined."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._scaled = QImage()
        self._box: QRect | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._say(_("No picture yet"), "")

    def show_image(self, image: QImage) -> None:
        """Show another picture, with nothing outlined."""
        self._image, self._scaled, self._box = image, QImage(), None
        size = _("Picture, {width} by {height} pixels").format(width=image.width(), height=image.height())
        self._say(size, "")
        self.update()

    def outline(self, box: Box | None, words: str) -> None:
        """Outline a rectangle of the picture, given in its px, or nothing."""
        self._box = None if box is None else QRect(box.left, box.top, box.width, box.height)
        self._say(self.accessibleName(), words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image.isNull():
            painter.setPen(self.palette().windowText().color())
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, _invitation())
            return
        target = self._target()
        painter.drawImage(target.topLeft(), self._fitted(target.size()))
        painter.setPen(self.palette().mid().color())
        painter.drawRect(target.adjusted(-1, -1, 0, 0))
        if self._box is not None:
            self._draw_ring(painter, target)
            self._draw_enlarged(painter, self._box, target)

    def _draw_ring(self, painter: QPainter, target: QRect) -> None:
        # On any picture one of the two stands out: white on dark, black on light.
        assert self._box is not None
        scale = target.width() / self._image.width()
        ring = QRectF(
            target.left() + self._box.left() * scale,
            target.top() + self._box.top() * scale,
            self._box.width() * scale,
            self._box.height() * scale,
        ).adjusted(-_RING_PX, -_RING_PX, _RING_PX, _RING_PX)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor(0, 0, 0), 2 * _RING_PX), (QColor(255, 255, 255), _RING_PX)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(ring)
        painter.setPen(QPen(QColor(0, 0, 0), 1))
        painter.drawRect(ring)

    def _draw_enlarged(self, painter: QPainter, box: QRect, target: QRect) -> None:
        """Show the current item bigger than the picture above shows it."""
        room = self.rect().adjusted(_MARGIN_PX, target.height() + 3 * _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        around = _MARGIN_PX
        part = box.adjusted(-around, -around, around, around).intersected(self._image.rect())
        size = part.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(part.size() * _MOST_ENLARGED)
        if (
            room.height() < _LEAST_ROOM_PX
            or size.width() * self._image.width() <= part.width() * target.width()
        ):
            return
        place = QRect(room.topLeft(), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._image, part)
        painter.setPen(QPen(self.palette().windowText().color(), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _target(self) -> QRect:
        room = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        size = self._image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        # A small picture is not blown up more than twice; it would only blur.
        size = size.boundedTo(self._image.size() * 2).expandedTo(QSize(1, 1))
        place = QRect(room.topLeft(), size)
        place.moveCenter(room.center())
        place.moveTop(room.top())
        return place

    def _fitted(self, size: QSize) -> QImage:
        if self._scaled.size() != size:
            self._scaled = self._image.scaled(
                size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        return self._scaled

    def _say(self, name: str, description: str) -> None:
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)


def _invitation() -> str:
    return _("The picture appears here. Drop a picture file, or press Ctrl+1 to describe the screen.")
