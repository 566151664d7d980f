"""Puts windows on a background, draws them, and works out what of each element and line can be seen."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QRegion
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from engines.results import Box
from training.screens.qt.app import settle
from training.screens.qt.kit import Kit, Noted
from training.screens.qt.recorder import written
from training.screens.qt.theme import mix
from training.screens.truth import Line, Screen, Truth, in_state_order

_LEAST_SEEN = 0.5
_WORDS = ("link", "heading", "menuitem", "tab", "checkbox", "radio", "switch", "icon")
_LEAST_SEEN_OF_WORDS = 0.85


@dataclass
class Layer:
    """A widget at its place on the screen, above the layers before it."""

    widget: QWidget
    left: int = 0
    top: int = 0
    radius: int = 0
    has_shadow: bool = False
    dims: float = 0.0
    """How dark a veil it lays over what is below, 0 to 1."""

    @property
    def rect(self) -> QRect:
        return QRect(self.left, self.top, self.widget.width(), self.widget.height())


def fit(widget: QWidget, width: int, height: int) -> None:
    """Give a widget a size, or the least that holds all that is in it."""
    # a widget knows its size only once the style sheet has reached it
    for one in (widget, *widget.findChildren(QWidget)):
        one.ensurePolished()
    least = widget.minimumSizeHint()
    width = max(width, least.width())
    wrapped = widget.heightForWidth(width) if widget.hasHeightForWidth() else 0
    widget.resize(width, max(height, least.height(), wrapped))


def _shows(text: str, title: str) -> bool:
    """Tell whether a line has a title, or its beginning with dots."""
    return bool(title) and (
        text == title or (text.endswith("…") and title.startswith(text[:-1].strip() or "?"))
    )


@dataclass
class Stage:
    """A screen before it is drawn."""

    kit: Kit
    width: int
    """In logical pixels."""
    height: int
    kind: str = "unknown"
    title: str = ""
    paint: Callable[[QPainter, QRect], None] | None = None
    """Paints what is behind everything."""

    @property
    def is_handheld(self) -> bool:
        """Whether it is narrow and tall, as a telephone's."""
        return self.width < 450 and self.height > 600

    def __post_init__(self) -> None:
        self.layers: list[Layer] = []

    def put(self, layer: Layer) -> Layer:
        """Lay a widget over the others."""
        self.layers.append(layer)
        return layer

    def fill(self, widget: QWidget) -> Layer:
        """Let a widget take the whole screen; what is too large for it is cut off."""
        fit(widget, self.width, self.height)
        return self.put(Layer(widget))

    def arrange(self) -> None:
        """Give everything its place."""
        for layer in self.layers:
            layer.widget.show()
        settle()

    def draw(self, seed: int) -> Screen:
        """Draw everything and tell what is true of it; the widgets are gone afterwards."""
        kit = self.kit
        self.arrange()
        self._unfold()
        self._focus()
        settle()
        pixels = self._pixels()
        elements, lines = self._elements(), self._lines()
        for layer in self.layers:
            layer.widget.hide()
            layer.widget.deleteLater()
        self.layers.clear()
        kit.noted.clear()
        kit.focusable.clear()
        settle()
        theme = kit.theme
        title = self.title if any(_shows(line.text, self.title) for line in lines) else ""
        return Screen(
            pixels, self.kind, title, elements, lines, theme.name, kit.words.language, kit.scale, seed
        )

    def _focus(self) -> None:
        """Give a widget of the topmost window the focus, or nothing."""
        kit = self.kit
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()
        if not self.layers or not kit.chance(0.55):
            return
        top = self.layers[-1].widget
        fitting = [
            one for one in kit.focusable if top.isAncestorOf(one) and one.isVisible() and one.isEnabled()
        ]
        if fitting:
            top.activateWindow()
            settle()
            kit.random.choice(fitting).setFocus(Qt.FocusReason.TabFocusReason)

    def _unfold(self) -> None:
        """Open the list of a combo box now and then, or show a tip."""
        kit = self.kit
        if not self.layers:
            return
        layer = self.layers[-1]
        boxes = [one for one in layer.widget.findChildren(QComboBox) if one.isVisible() and one.isEnabled()]
        if boxes and kit.chance(0.12):
            box = kit.random.choice(boxes)
            box.setProperty("is_open", True)
            corner = box.mapTo(layer.widget, QPoint(0, box.height())) + QPoint(layer.left, layer.top)
            rows = [box.itemText(place) for place in range(box.count())]
            rows += [kit.words.choice() for _ in range(kit.random.randint(0, 5))]
            made = kit.listing(
                "", rows, chosen=box.currentIndex(), row_px=kit.theme.font_px + 2 * kit.theme.pad_y
            )
            made.resize(
                max(box.width(), 60), min(220, (kit.theme.font_px + 2 * kit.theme.pad_y) * len(rows) + 6)
            )
            if corner.y() + made.height() < self.height:
                self.put(Layer(made, corner.x(), corner.y(), has_shadow=True))
                self.arrange()
        elif kit.chance(0.05):
            tip = kit.label(kit.words.choice())
            tip.setStyleSheet(
                f"background: {mix(kit.theme.raised, kit.theme.text, 0.1)}; "
                f"border: 1px solid {kit.theme.border}; padding: 3px"
            )
            tip.resize(tip.sizeHint())
            self.put(
                Layer(tip, kit.random.randrange(self.width // 2), kit.random.randrange(self.height - 20))
            )
            self.arrange()

    def _pixels(self) -> NDArray[np.uint8]:
        scale = self.kit.scale
        canvas = QImage(round(self.width * scale), round(self.height * scale), QImage.Format.Format_RGB888)
        canvas.fill(QColor(self.kit.theme.window))
        painter = QPainter(canvas)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.paint is not None:
            painter.save()
            painter.scale(scale, scale)
            self.paint(painter, QRect(0, 0, self.width, self.height))
            painter.restore()
        for layer in self.layers:
            if layer.dims:
                painter.fillRect(canvas.rect(), QColor(0, 0, 0, round(255 * layer.dims)))
            self._draw_layer(painter, layer)
        painter.end()
        whole = np.frombuffer(canvas.constBits(), np.uint8).reshape(canvas.height(), canvas.bytesPerLine())
        return whole[:, : canvas.width() * 3].reshape(canvas.height(), canvas.width(), 3).copy()

    def _draw_layer(self, painter: QPainter, layer: Layer) -> None:
        scale = self.kit.scale
        image = QImage(
            round(layer.widget.width() * scale),
            round(layer.widget.height() * scale),
            QImage.Format.Format_RGB32,
        )
        image.fill(QColor(self.kit.theme.window))
        image.setDevicePixelRatio(scale)
        own = QPainter(image)
        layer.widget.render(own, QPoint())
        own.end()
        image.setDevicePixelRatio(1)
        place = QPoint(round(layer.left * scale), round(layer.top * scale))
        outline = QPainterPath()
        box = QRectF(image.rect().translated(place))
        outline.addRoundedRect(box, layer.radius * scale, layer.radius * scale)
        if layer.has_shadow:
            for spread in range(round(9 * scale), 0, -1):
                shade = box.adjusted(-spread, -spread + 3 * scale, spread, spread + 3 * scale)
                soft = QPainterPath()
                soft.addRoundedRect(shade, (layer.radius + 4) * scale, (layer.radius + 4) * scale)
                painter.fillPath(soft, QColor(0, 0, 0, round(9 / scale)))
        painter.save()
        if layer.radius:
            painter.setClipPath(outline)
        painter.drawImage(place, image)
        painter.restore()

    def _elements(self) -> tuple[Truth, ...]:
        found = []
        for place, layer in enumerate(self.layers):
            for noted in self.kit.noted:
                if noted.widget is layer.widget or layer.widget.isAncestorOf(noted.widget):
                    seen = self._seen(noted, place)
                    if seen is not None:
                        found.append((noted, seen))
        return tuple(
            Truth(noted.role, noted.label, in_state_order(noted.state()), box, order)
            for order, (noted, box) in enumerate(found)
        )

    def _seen(self, noted: Noted, place: int) -> Box | None:
        layer = self.layers[place]
        if not noted.widget.isVisibleTo(layer.widget):
            return None
        whole = noted.where()
        if whole.isEmpty():
            return None
        clip = (
            noted.widget.visibleRegion() if noted.widget is not layer.widget else QRegion(layer.widget.rect())
        )
        shift = QPoint(layer.left, layer.top)
        if noted.widget is not layer.widget:
            shift += noted.widget.mapTo(layer.widget, QPoint())
        region = QRegion(whole).intersected(clip).translated(shift)
        region = self._uncovered(region, place)
        box = region.boundingRect()
        area = sum(one.width() * one.height() for one in region)  # type: ignore[attr-defined]
        least = _LEAST_SEEN_OF_WORDS if noted.role in _WORDS else _LEAST_SEEN
        if area < least * whole.width() * whole.height():
            return None
        return self._box(QRectF(box))

    def _uncovered(self, region: QRegion, place: int) -> QRegion:
        region = region.intersected(QRect(0, 0, self.width, self.height))
        for above in self.layers[place + 1 :]:
            region = region.subtracted(QRegion(above.rect))
        return region

    def _lines(self) -> tuple[Line, ...]:
        found = []
        for place, layer in enumerate(self.layers):
            for one in written(layer.widget):
                box = one.box.translated(layer.left, layer.top)
                around = box.toAlignedRect()
                if self._uncovered(QRegion(around), place).boundingRect() == around:
                    found.append(Line(one.text, self._box(box)))
        return tuple(found)

    def _box(self, box: QRectF) -> Box:
        scale = self.kit.scale
        return Box(
            max(0, round(box.left() * scale)),
            max(0, round(box.top() * scale)),
            min(round(self.width * scale), round(box.right() * scale)),
            min(round(self.height * scale), round(box.bottom() * scale)),
        )
