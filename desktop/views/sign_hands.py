"""Hands as they are drawn: over the camera's picture, and by themselves so that people can copy them."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QTextLayout,
    QTextLine,
)
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.capture.pictures import to_qimage
from desktop.presenters.sign_drawn import Caption
from engines.hands import Hand, Point, Sight
from engines.hands.drawing import INK, NAIL, PAPER, SKIN, Stroke, strokes
from engines.media import Image
from engines.words import _

_MARGIN_PX = 6
_BONES: Final = (
    *((0, 1), (1, 2), (2, 3), (3, 4)),
    *((0, 5), (5, 6), (6, 7), (7, 8)),
    *((5, 9), (9, 10), (10, 11), (11, 12)),
    *((9, 13), (13, 14), (14, 15), (15, 16)),
    *((13, 17), (0, 17), (17, 18), (18, 19), (19, 20)),
)
_DARK, _LIGHT = QColor(0, 0, 0), QColor(255, 255, 255)
_INK, _PAPER = QColor(*INK), QColor(*PAPER)
_CAPTION_LARGER = 2.0
_UNDERLINE_PX = 4
_LEAST_HAND_PX, _LEAST_WATCHED_PX = 170, 144
_ENLARGED = 1.35
"""A hand that spells needs room to both sides only when it moves, and its picture may be cut off there."""


class _Drawing(QLabel):
    """A place to draw, which tells a screen reader that it is an image: only labels with a picture do."""

    def __init__(self, name: str) -> None:
        super().__init__()
        nothing = QPixmap(1, 1)
        nothing.fill(Qt.GlobalColor.transparent)
        self.setPixmap(nothing)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)


class WatchedView(_Drawing):
    """What the camera sees: its picture, if that is wanted, and the hands that were found in it."""

    def __init__(self) -> None:
        super().__init__(_("What the camera sees"))
        self._image = QImage()
        self._sight: Sight | None = None
        self._is_flipped = False
        self._invitation = ""
        self.setMinimumSize(240, _LEAST_WATCHED_PX)

    def show_sight(self, image: Image | None, sight: Sight | None, is_flipped: bool) -> None:
        """Show another picture and other hands; flipped: as in a mirror."""
        self._image = QImage() if image is None else to_qimage(image)
        self._sight, self._is_flipped = sight, is_flipped
        self.update()

    def show_words(self, sentence: str) -> None:
        """Say in words what is seen."""
        self.setAccessibleDescription(sentence)

    def show_invitation(self, sentence: str) -> None:
        """Show a sentence where there is nothing to see."""
        if sentence != self._invitation:
            self._invitation = sentence
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, 180)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._sight is None:
            painter.setPen(self.palette().windowText().color())
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), flags, self._invitation)
        else:
            painter.save()
            self._draw_sight(painter, self._sight)
            painter.restore()
        painter.setPen(self.palette().windowText().color())
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_sight(self, painter: QPainter, sight: Sight) -> None:
        target = _fitted(self.rect(), sight.aspect)
        if self._is_flipped:
            painter.translate(target.center().x() * 2 + 1, 0)
            painter.scale(-1, 1)
        if self._image.isNull():
            painter.fillRect(target, self.palette().base())
        else:
            painter.drawImage(target, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for hand in sight.hands:
            self._draw_hand(painter, hand, target)

    def _draw_hand(self, painter: QPainter, hand: Hand, target: QRect) -> None:
        # On any picture one of the two stands out: white on dark, black on light.
        places = [_place(point, target) for point in hand.points]
        for colour, width in ((_DARK, 6.0), (_LIGHT, 2.5)):
            painter.setPen(
                QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
            )
            for start, end in _BONES:
                painter.drawLine(places[start], places[end])
        painter.setPen(QPen(_DARK, 1.5))
        painter.setBrush(_LIGHT)
        for place in places:
            painter.drawEllipse(place, 3.5, 3.5)


class DrawnView(_Drawing):
    """One hand, drawn so that people can copy it, and beneath it the word it spells."""

    def __init__(self) -> None:
        super().__init__(_("The drawn hand"))
        self._hand: Hand | None = None
        self._caption = Caption("", "", "")
        self.setMinimumSize(240, _LEAST_HAND_PX + self._line_px())

    def show_drawn(self, hand: Hand | None, caption: Caption, description: str) -> None:
        """Show another hand and another caption."""
        self._hand, self._caption = hand, caption
        if description != self.accessibleDescription():
            self.setAccessibleDescription(description)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), _PAPER)
        room = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX - self._line_px())
        if self._hand is not None:
            painter.setClipRect(room)
            target = _enlarged(_fitted(room, 1.0))
            for stroke in strokes(self._hand):
                _draw_stroke(painter, stroke, target)
            painter.setClipping(False)
        elif not self._caption.now:
            painter.setPen(_INK)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), flags, _invitation())
        self._draw_caption(painter, QRect(0, room.bottom(), self.width(), self.height() - room.bottom()))
        painter.setPen(self.palette().windowText().color())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setMinimumHeight(_LEAST_HAND_PX + self._line_px())

    def _line_px(self) -> int:
        """Return the height of the caption and its underline."""
        return round(1.3 * QFontMetrics(self._large()).height()) + _UNDERLINE_PX

    def _large(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _CAPTION_LARGER)
        return font

    def _draw_caption(self, painter: QPainter, room: QRect) -> None:
        """Draw the word, its letter of now underlined and in the middle, so that a long word moves past."""
        caption = self._caption
        text = f"{caption.before}{caption.now}{caption.after}"
        if not text:
            return
        font = self._large()
        layout = QTextLayout(text, font)
        layout.beginLayout()
        line = layout.createLine()
        layout.endLayout()
        start = _left_of(line, len(caption.before))
        end = _left_of(line, len(caption.before) + len(caption.now))
        width = line.naturalTextWidth()
        left = room.center().x() - width / 2
        if width > room.width() - 2 * _MARGIN_PX:
            left = room.center().x() - (start + end) / 2
        painter.setPen(_INK)
        painter.setClipRect(room)
        layout.draw(painter, QPointF(left, room.top()))
        if caption.now.strip() and (caption.before or caption.after):
            # Letters of another font may be higher than the caption's own.
            below = min(room.top() + line.height(), room.bottom() - 2.0 * _UNDERLINE_PX)
            painter.fillRect(QRectF(left + start, below, end - start, _UNDERLINE_PX), _INK)
        self._draw_label(painter, room)
        painter.setClipping(False)

    def _draw_label(self, painter: QPainter, room: QRect) -> None:
        """Draw the jamo that is shown, where a syllable is made of several."""
        if self._caption.label and self._caption.label != self._caption.now.upper():
            painter.setFont(self._large())
            corner = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignTop)
            painter.setClipping(False)
            painter.drawText(
                self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -2 * _MARGIN_PX, 0), corner, self._caption.label
            )


def _invitation() -> str:
    return _("Type a word below, and a drawn hand spells it.")


def _draw_stroke(painter: QPainter, stroke: Stroke, target: QRect) -> None:
    places = [_place(Point(*place), target) for place in stroke.places]
    edge = max(1.5, target.height() * 0.006)
    colour = QColor(*(NAIL if stroke.part == "nail" else SKIN["back" if stroke.is_back else "palm"]))
    for fill, extra in ((_INK, 2 * edge), (colour, 0.0)):
        width = stroke.thickness * target.height() + extra
        painter.setPen(
            QPen(fill, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.setBrush(fill)
        if stroke.is_area:
            painter.drawPolygon(QPolygonF(places))
        elif len(places) == 1:
            painter.drawPoint(places[0])
        else:
            painter.drawPolyline(QPolygonF(places))


def _left_of(line: QTextLine, index: int) -> float:
    place = line.cursorToX(index)
    # Qt returns the place and the index, which its types do not tell.
    return float(place[0] if isinstance(place, tuple) else place)  # type: ignore[arg-type]


def _fitted(room: QRect, aspect: float) -> QRect:
    """Return the largest place of this aspect in the middle of the room."""
    height = max(1, round(min(room.height(), room.width() / aspect)))
    place = QRect(0, 0, max(1, round(height * aspect)), height)
    place.moveCenter(room.center())
    return place


def _enlarged(place: QRect) -> QRect:
    more = round((_ENLARGED - 1) / 2 * place.height())
    return place.adjusted(-more, -more, more, more)


def _place(point: Point, target: QRect) -> QPointF:
    return QPointF(target.left() + point.x * target.height(), target.top() + point.y * target.height())
