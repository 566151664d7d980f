"""A paint device that draws nothing and notes every text drawn on it: what it says and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPaintDevice, QPaintEngine, QPainter, QTextItem
from PySide6.QtWidgets import QWidget

_COLOURS: Final = 1 << 24
_DPI: Final = 96


@dataclass(frozen=True)
class Written:
    """A piece of text on one baseline, in the coordinates of the widget it was drawn in."""

    text: str
    box: QRectF
    """From ascent to descent; what the widget cuts off is not in it."""


@dataclass(frozen=True)
class _Run:
    text: str
    left: float
    baseline: float
    width: float
    ascent: float
    descent: float
    space: float
    clip: QRectF

    @property
    def right(self) -> float:
        return self.left + self.width


def written(widget: QWidget) -> tuple[Written, ...]:
    """Tell what a widget and those in it write, in the order of drawing.

    Runs that touch on one baseline are one piece: Qt draws a word letter by letter where its font
    changes, as in a shortcut's underlined letter.
    """
    device = _Notepad(widget)
    painter = QPainter(device)
    widget.render(painter, QPoint())
    painter.end()
    return tuple(_pieces(device.engine.runs))


def _pieces(runs: list[_Run]) -> Iterator[Written]:
    piece: list[_Run] = []
    for run in runs:
        if piece and not _goes_on(piece[-1], run):
            yield from _piece(piece)
            piece = []
        piece.append(run)
    yield from _piece(piece)


def _goes_on(one: _Run, other: _Run) -> bool:
    return abs(one.baseline - other.baseline) < 1 and -1 < other.left - one.right < 1.5


def _piece(runs: list[_Run]) -> Iterator[Written]:
    text = "".join(run.text for run in runs)
    if not text.strip():
        return
    first, last = runs[0], runs[-1]
    left = first.left + first.space * (len(text) - len(text.lstrip()))
    right = last.right - last.space * (len(text) - len(text.rstrip()))
    top = first.baseline - max(run.ascent for run in runs)
    bottom = first.baseline + max(run.descent for run in runs)
    whole = QRectF(left, top, right - left, bottom - top)
    seen = whole.intersected(first.clip)
    # half a line, or a word cut in two by its frame, can be read by nobody
    if seen.height() < 0.85 * whole.height() or seen.width() < 0.97 * whole.width():
        return
    yield Written(text.strip(), seen)


class _Notepad(QPaintDevice):
    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.engine = _Scribe()
        metrics = QPaintDevice.PaintDeviceMetric
        self._metrics = {
            metrics.PdmWidth: widget.width(), metrics.PdmHeight: widget.height(),
            metrics.PdmWidthMM: widget.width() * 254 // 960,
            metrics.PdmHeightMM: widget.height() * 254 // 960,
            metrics.PdmDpiX: _DPI, metrics.PdmDpiY: _DPI,
            metrics.PdmPhysicalDpiX: _DPI, metrics.PdmPhysicalDpiY: _DPI,
            metrics.PdmNumColors: _COLOURS, metrics.PdmDepth: 32,
            metrics.PdmDevicePixelRatio: 1, metrics.PdmDevicePixelRatioScaled: 1 << 16,
        }  # fmt: skip

    def paintEngine(self) -> QPaintEngine:
        return self.engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._metrics.get(metric, 0)


class _Scribe(QPaintEngine):
    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.runs: list[_Run] = []

    def begin(self, device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User

    def updateState(self, state: Any) -> None:
        pass

    def drawTextItem(self, at: Any, item: QTextItem) -> None:
        painter = self.painter()
        transform = painter.deviceTransform()
        if transform.isScaling() or transform.isRotating():
            return
        at = transform.map(QPointF(at))
        clip = QRectF(self.systemClip().boundingRect())
        if painter.hasClipping():
            clip = clip.intersected(transform.mapRect(painter.clipBoundingRect()))
        space = QFontMetricsF(item.font()).horizontalAdvance(" ")
        self.runs.append(
            _Run(item.text(), at.x(), at.y(), item.width(), item.ascent(), item.descent(), space, clip)
        )

    # Qt asks for each of these by its name
    def drawPixmap(self, *arguments: Any) -> None:
        pass

    def drawImage(self, *arguments: Any) -> None:
        pass

    def drawTiledPixmap(self, *arguments: Any) -> None:
        pass

    def drawPath(self, *arguments: Any) -> None:
        pass

    def drawRects(self, *arguments: Any) -> None:
        pass

    def drawPolygon(self, *arguments: Any) -> None:
        pass

    def drawLines(self, *arguments: Any) -> None:
        pass

    def drawEllipse(self, *arguments: Any) -> None:
        pass

    def drawPoints(self, *arguments: Any) -> None:
        pass
