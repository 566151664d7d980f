"""Widgets that draw themselves by a look: marks to tick, switches, arrows, icons, pictures."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionSpinBox,
    QWidget,
)

from training.screens.qt.icons import draw_icon, inked
from training.screens.qt.theme import Theme, mix

NO_PEN = Qt.PenStyle.NoPen
NO_BRUSH = Qt.BrushStyle.NoBrush


class Mark(QAbstractButton):
    """A check box, radio or switch: a mark, and a label beside it."""

    def __init__(self, theme: Theme, shape: str, label: str) -> None:
        super().__init__()
        self._theme, self._shape = theme, shape
        self.is_mixed = False
        self.is_on_right = False
        """Whether the mark stands at the right end, its label at the left."""
        self.setText(label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if label:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        else:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        mark = self._mark_size()
        metrics = self.fontMetrics()
        words = metrics.horizontalAdvance(self.text()) + self._theme.gap if self.text() else 0
        return QSize(mark.width() + words + 4, max(mark.height() + 4, metrics.height() + 2))

    def minimumSizeHint(self) -> QSize:
        return (
            self.sizeHint()
            if not self.text()
            else QSize(self._mark_size().width() + 40, self.sizeHint().height())
        )

    def mark(self) -> QRect:
        """Return where the mark itself is, without the label."""
        size = self._mark_size()
        left = self.width() - size.width() - 2 if self.is_on_right else 2
        return QRect(left, (self.height() - size.height()) // 2, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.mark())
        theme = self._theme
        if not self.isEnabled():
            painter.setOpacity(0.45)
        draw = {"check": self._draw_check, "radio": self._draw_radio, "switch": self._draw_switch}[
            self._shape
        ]
        draw(painter, box)
        if self.hasFocus():
            ring = QPen(QColor(theme.accent if theme.tick != "inset" else theme.text), 1.4)
            if theme.tick == "inset":
                ring.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(ring)
            painter.setBrush(NO_BRUSH)
            around = (
                box.adjusted(-2, -2, 2, 2)
                if theme.tick != "inset" or not self.text()
                else self._words().adjusted(-2, 0, 2, 0)
            )
            painter.drawRoundedRect(around, min(4, theme.radius), min(4, theme.radius))
        painter.setPen(QColor(theme.text))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(self._words().width()) + 1
        )
        painter.drawText(self._words(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _words(self) -> QRectF:
        mark = self.mark()
        if self.is_on_right:
            return QRectF(0, 0, mark.left() - self._theme.gap, self.height())
        left = mark.right() + 1 + self._theme.gap * 0.8
        return QRectF(left, 0, self.width() - left, self.height())

    def _mark_size(self) -> QSize:
        side = max(11, round(self._theme.font_px * self._theme.mark))
        return QSize(round(side * 1.9), round(side * 1.05)) if self._shape == "switch" else QSize(side, side)

    def _colours(self) -> tuple[str, str, str]:
        theme = self._theme
        edge = mix(theme.border, theme.text, 0.45)
        if self.underMouse():
            edge = theme.accent
        return theme.accent, theme.on_accent, edge

    def _draw_check(self, painter: QPainter, box: QRectF) -> None:
        accent, on_accent, edge = self._colours()
        theme = self._theme
        is_filled = (self.isChecked() or self.is_mixed) and theme.tick == "filled"
        is_lit = is_filled or (theme.tick == "outline" and (self.isChecked() or self.is_mixed))
        painter.setPen(QPen(QColor(accent if is_lit else edge), max(1, theme.border_px)))
        painter.setBrush(QColor(accent if is_filled else theme.surface))
        corner = min(theme.radius, box.width() / 4)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        ink = QColor(on_accent if is_filled else (theme.text if theme.tick == "inset" else accent))
        unit = box.width() / 16
        painter.setPen(
            QPen(ink, 1.9 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        at = box.topLeft()
        if self.is_mixed:
            painter.drawLine(at + QPointF(4.5, 8) * unit, at + QPointF(11.5, 8) * unit)
        elif self.isChecked() and theme.tick == "cross":
            painter.drawLine(at + QPointF(4.5, 4.5) * unit, at + QPointF(11.5, 11.5) * unit)
            painter.drawLine(at + QPointF(11.5, 4.5) * unit, at + QPointF(4.5, 11.5) * unit)
        elif self.isChecked() and theme.tick == "hollow":
            painter.fillRect(QRectF(at + QPointF(4, 4) * unit, at + QPointF(12, 12) * unit), ink)
        elif self.isChecked():
            painter.setBrush(NO_BRUSH)
            painter.drawPolyline(
                QPolygonF([at + QPointF(x, y) * unit for x, y in ((3.8, 8.2), (6.8, 11.2), (12.2, 4.8))])
            )

    def _draw_radio(self, painter: QPainter, box: QRectF) -> None:
        accent, on_accent, edge = self._colours()
        theme = self._theme
        is_filled = self.isChecked() and theme.tick == "filled"
        painter.setPen(
            QPen(
                QColor(accent if self.isChecked() and theme.tick != "inset" else edge),
                max(1, theme.border_px),
            )
        )
        painter.setBrush(QColor(accent if is_filled else theme.surface))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.isChecked():
            painter.setPen(NO_PEN)
            painter.setBrush(
                QColor(on_accent if is_filled else (theme.text if theme.tick == "inset" else accent))
            )
            dot = box.width() * (0.19 if theme.tick == "filled" else 0.26)
            painter.drawEllipse(box.center(), dot, dot)

    def _draw_switch(self, painter: QPainter, box: QRectF) -> None:
        accent, on_accent, edge = self._colours()
        theme, is_on = self._theme, self.isChecked()
        track = box.adjusted(0.5, 0.5, -0.5, -0.5)
        knob_radius = track.height() / 2 - 2
        round_ = track.height() / 2
        off = mix(theme.window, theme.text, 0.25)
        match theme.switch:
            case "outline":
                painter.setPen(QPen(QColor(accent if is_on else edge), 1.3))
                painter.setBrush(QColor(accent if is_on else theme.surface))
                knob_radius -= 1.2
                knob = on_accent if is_on else edge
            case "thin":
                painter.setPen(NO_PEN)
                painter.setBrush(QColor(mix(accent, theme.window, 0.5) if is_on else off))
                knob_radius = track.height() / 2
                knob = accent if is_on else mix("#ffffff", theme.text, 0.1)
            case "square":
                painter.setPen(QPen(QColor(edge), 1))
                painter.setBrush(QColor(accent if is_on else off))
                round_ = min(3, theme.radius)
                knob = "#ffffff"
            case _:
                painter.setPen(NO_PEN)
                painter.setBrush(QColor(accent if is_on else off))
                knob = "#ffffff"
        thin = (
            track.adjusted(0, track.height() / 6, 0, -track.height() / 6) if theme.switch == "thin" else track
        )
        painter.drawRoundedRect(thin, round_, round_)
        centre = QPointF(
            track.right() - track.height() / 2 if is_on else track.left() + track.height() / 2,
            track.center().y(),
        )
        painter.setPen(QPen(QColor(mix(knob, "#000000", 0.25)), 0.6))
        painter.setBrush(QColor(knob))
        if theme.switch == "square":
            painter.drawRoundedRect(
                QRectF(centre.x() - knob_radius, centre.y() - knob_radius, 2 * knob_radius, 2 * knob_radius),
                round_,
                round_,
            )
        else:
            painter.drawEllipse(centre, knob_radius, knob_radius)


class Combo(QComboBox):
    """A combo box whose arrow is drawn by the look."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._theme.is_native:
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxArrow, self
        )
        painter = QPainter(self)
        colour = QColor(self._theme.text if self.isEnabled() else self._theme.dim)
        half = self._theme.font_px * 0.28
        centre = QPointF(min(place.center().x(), self.width() - self._theme.font_px * 0.9), self.height() / 2)
        if self._theme.arrow == "both":
            plate = QRectF(centre.x() - 7, centre.y() - 8, 15, 16)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(NO_PEN)
            painter.setBrush(QColor(self._theme.accent))
            painter.drawRoundedRect(plate, 3, 3)
            arrow(
                painter,
                centre + QPointF(0.5, -3.5),
                3,
                QColor(self._theme.on_accent),
                is_up=True,
                is_filled=False,
            )
            arrow(painter, centre + QPointF(0.5, 3.5), 3, QColor(self._theme.on_accent), is_filled=False)
        else:
            arrow(painter, centre, half, colour, is_filled=self._theme.arrow == "filled")


class Spin(QSpinBox):
    """A spin box whose arrows are drawn by the look."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._theme.is_native or self.buttonSymbols() != QSpinBox.ButtonSymbols.UpDownArrows:
            return
        option = QStyleOptionSpinBox()
        self.initStyleOption(option)
        painter = QPainter(self)
        colour = QColor(self._theme.text if self.isEnabled() else self._theme.dim)
        for part, is_up in (
            (QStyle.SubControl.SC_SpinBoxUp, True),
            (QStyle.SubControl.SC_SpinBoxDown, False),
        ):
            place = self.style().subControlRect(QStyle.ComplexControl.CC_SpinBox, option, part, self)
            if self._theme.spin == "beside":
                sign = QRectF(0, 0, self._theme.font_px, self._theme.font_px)
                sign.moveCenter(QRectF(place).center())
                draw_icon(painter, "add" if is_up else "minimise", sign, colour, self._theme.stroke)
                continue
            arrow(
                painter,
                QRectF(place).center(),
                self._theme.font_px * 0.22,
                colour,
                is_up=is_up,
                is_filled=self._theme.arrow == "filled",
            )


def arrow(
    painter: QPainter, centre: QPointF, half: float, colour: QColor, *, is_up: bool = False, is_filled: bool
) -> None:
    """Draw a small arrow that points down, or up."""
    tall = half * 0.6 * (-1 if is_up else 1)
    corners = QPolygonF(
        [centre + QPointF(-half, -tall), centre + QPointF(0, tall), centre + QPointF(half, -tall)]
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if is_filled:
        painter.setPen(NO_PEN)
        painter.setBrush(colour)
        painter.drawPolygon(corners)
    else:
        painter.setPen(
            QPen(colour, 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.setBrush(NO_BRUSH)
        painter.drawPolyline(corners)
    painter.restore()


class Glyph(QWidget):
    """An icon without a frame, on a disc or a plate or nothing."""

    def __init__(
        self, name: str, side: int, colour: str, stroke: float, plate: str = "", fill: str = ""
    ) -> None:
        super().__init__()
        self._fill = QColor(fill) if fill else None
        self.name, self._colour, self._stroke, self._plate = name, QColor(colour), stroke, plate
        self.is_round = False
        self.setFixedSize(side, side)

    def mark(self) -> QRect:
        """Return where its drawing is: the plate if it has one, else the ink."""
        if self._plate:
            return self.rect()
        return inked(self.name, QRectF(self.rect()), self._stroke).toAlignedRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._plate:
            painter.setPen(NO_PEN)
            painter.setBrush(QColor(self._plate))
            corner = box.width() / 2 if self.is_round else box.width() / 5
            painter.drawRoundedRect(box, corner, corner)
            inset = box.width() * 0.2
            box = box.adjusted(inset, inset, -inset, -inset)
        draw_icon(painter, self.name, box, self._colour, self._stroke, self._fill)


class Painted(QWidget):
    """A surface that a function paints."""

    def __init__(self, paint: Callable[[QPainter, QRect], None], width: int = 0, height: int = 0) -> None:
        super().__init__()
        self._paint = paint
        if width:
            self.setFixedWidth(width)
        if height:
            self.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, self.rect())


def icon_pixmap(name: str, side: int, colour: str, stroke: float, scale: float, fill: str = "") -> QPixmap:
    """Draw an icon for a button or a row."""
    made = QPixmap(round(side * scale), round(side * scale))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    inside = QColor(fill) if fill else None
    draw_icon(painter, name, QRectF(0, 0, side, side), QColor(colour), stroke, inside)
    painter.end()
    return made
