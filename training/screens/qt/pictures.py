"""Pictures painted by chance: landscapes like photographs, faces, maps, charts, noise."""

import math
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QRadialGradient,
)

from training.screens.qt.theme import Theme, hsv, mix

Paint = Callable[[QPainter, QRect], None]
_NO_PEN: Final = Qt.PenStyle.NoPen


def photograph(random: Random) -> Paint:
    """Choose something that looks like a photograph."""
    return random.choice((_landscape, _blots, _portrait, _facade, _still))(Random(random.random()))


def graph(random: Random, theme: Theme) -> Paint:
    """Choose a chart in the colours of a look."""
    return random.choice((_bars, _curve, _pie))(Random(random.random()), theme)


def _landscape(random: Random) -> Paint:
    sky, low = (
        hsv(random.uniform(0.5, 0.68), random.uniform(0.1, 0.6), random.uniform(0.5, 1)),
        hsv(random.random(), 0.3, 0.95),
    )
    ridges = [
        (
            random.uniform(0.3, 0.85),
            [random.uniform(-0.12, 0.12) for _ in range(9)],
            hsv(random.uniform(0.05, 0.5), random.uniform(0.2, 0.7), random.uniform(0.15, 0.7)),
        )
        for _ in range(random.randint(2, 5))
    ]
    ridges.sort()
    grain = random.randint(0, 2**30)

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        light = QLinearGradient(QPointF(box.topLeft()), QPointF(box.bottomLeft()))
        light.setColorAt(0, QColor(sky))
        light.setColorAt(1, QColor(low))
        painter.fillRect(box, light)
        painter.setPen(_NO_PEN)
        for height, bends, colour in ridges:
            path = QPainterPath(QPointF(box.left(), box.bottom() + 1))
            for place, bend in enumerate(bends):
                path.lineTo(
                    box.left() + box.width() * place / (len(bends) - 1),
                    box.top() + box.height() * (height + bend),
                )
            path.lineTo(box.right() + 1, box.bottom() + 1)
            shade = QLinearGradient(QPointF(0, box.top() + box.height() * height), QPointF(0, box.bottom()))
            shade.setColorAt(0, QColor(colour))
            shade.setColorAt(1, QColor(mix(colour, "#000000", 0.4)))
            painter.fillPath(path, shade)
        _grain(painter, box, Random(grain))
        painter.restore()

    return paint


def _blots(random: Random) -> Paint:
    back = hsv(random.random(), random.uniform(0, 0.8), random.uniform(0.1, 0.9))
    spots = [
        (
            random.random(),
            random.random(),
            random.uniform(0.05, 0.6),
            hsv(random.random(), random.uniform(0.1, 0.9), random.random()),
        )
        for _ in range(random.randint(8, 30))
    ]

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(back))
        painter.setPen(_NO_PEN)
        for across, down, size, colour in spots:
            centre = QPointF(box.left() + across * box.width(), box.top() + down * box.height())
            radius = size * max(box.width(), box.height()) / 2
            glow = QRadialGradient(centre, radius)
            glow.setColorAt(0, QColor(colour))
            clear = QColor(colour)
            clear.setAlpha(0)
            glow.setColorAt(1, clear)
            painter.setBrush(glow)
            painter.drawEllipse(centre, radius, radius)
        painter.restore()

    return paint


def _portrait(random: Random) -> Paint:
    back, skin, hair, cloth = (
        hsv(random.random(), random.uniform(0.1, 0.5), random.uniform(0.4, 0.95)),
        hsv(random.uniform(0.03, 0.1), random.uniform(0.25, 0.6), random.uniform(0.4, 0.95)),
        hsv(random.uniform(0, 0.1), 0.5, random.uniform(0.05, 0.5)),
        hsv(random.random(), 0.5, 0.6),
    )

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(back))
        painter.setPen(_NO_PEN)
        side = min(box.width(), box.height())
        centre = QPointF(box.center())
        for colour, down, wide, tall in (
            (cloth, 0.55, 0.45, 0.4),
            (hair, -0.14, 0.27, 0.3),
            (skin, -0.05, 0.2, 0.26),
        ):
            painter.setBrush(QColor(colour))
            painter.drawEllipse(centre + QPointF(0, down * side), wide * side, tall * side)
        painter.restore()

    return paint


def _facade(random: Random) -> Paint:
    sky, wall = (
        hsv(0.58, random.uniform(0.1, 0.5), random.uniform(0.5, 1)),
        hsv(random.random(), random.uniform(0, 0.3), random.uniform(0.2, 0.8)),
    )
    lean = random.uniform(-0.3, 0.3)
    columns, rows = random.randint(4, 12), random.randint(6, 18)
    lit = [random.random() < 0.5 for _ in range(columns * rows)]

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(sky))
        painter.translate(box.topLeft())
        painter.shear(lean, 0)
        across, down = box.width() / columns, box.height() / rows
        painter.fillRect(QRectF(0, down, box.width() * 0.8, box.height()), QColor(wall))
        for place, is_lit in enumerate(lit):
            column, row = place % columns, place // columns
            pane = QRectF(column * across * 0.8 + 2, down * (row + 1) + 2, across * 0.6, down * 0.6)
            painter.fillRect(pane, QColor(mix(wall, "#ffffff" if is_lit else "#000000", 0.45)))
        painter.restore()

    return paint


def _still(random: Random) -> Paint:
    table, wall = (
        hsv(random.uniform(0.03, 0.12), 0.5, random.uniform(0.2, 0.6)),
        hsv(random.random(), 0.15, random.uniform(0.5, 0.95)),
    )
    things = [
        (random.uniform(0.1, 0.9), random.uniform(0.08, 0.2), hsv(random.random(), 0.7, 0.8))
        for _ in range(random.randint(2, 6))
    ]

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(wall))
        ground = box.top() + box.height() * 0.6
        painter.fillRect(QRectF(box.left(), ground, box.width() + 1, box.height()), QColor(table))
        painter.setPen(_NO_PEN)
        for across, size, colour in things:
            radius = size * box.height()
            centre = QPointF(box.left() + across * box.width(), ground)
            glow = QRadialGradient(centre - QPointF(radius / 3, radius / 3), radius * 1.6)
            glow.setColorAt(0, QColor(mix(colour, "#ffffff", 0.6)))
            glow.setColorAt(1, QColor(mix(colour, "#000000", 0.5)))
            painter.setBrush(glow)
            painter.drawEllipse(centre, radius, radius)
        painter.restore()

    return paint


def _grain(painter: QPainter, box: QRect, random: Random) -> None:
    side = 64
    noise = QImage(random.randbytes(side * side), side, side, side, QImage.Format.Format_Grayscale8).copy()
    painter.setOpacity(0.07)
    for left in range(box.left(), box.right() + 1, side):
        for top in range(box.top(), box.bottom() + 1, side):
            painter.drawImage(left, top, noise)
    painter.setOpacity(1)


def speckle(random: Random) -> Paint:
    """Choose noise as of a broken picture."""
    side = random.choice((8, 32, 128))
    tile = QImage(random.randbytes(side * side * 4), side, side, QImage.Format.Format_RGB32).copy()
    is_stretched = random.random() < 0.5

    def paint(painter: QPainter, box: QRect) -> None:
        if is_stretched:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, side < 32)
            painter.drawImage(box, tile)
        else:
            for left in range(box.left(), box.right() + 1, side):
                for top in range(box.top(), box.bottom() + 1, side):
                    painter.drawImage(left, top, tile)

    return paint


def street_map(random: Random) -> Paint:
    """Choose a map of streets, parks and water, without its names."""
    land, park, water, road = random.choice(
        (
            ("#f2efe9", "#c8e6b0", "#a8d0ea", "#ffffff"),
            ("#242f3e", "#263c3f", "#17263c", "#746855"),
            ("#e8eaed", "#ceead6", "#9cc0f9", "#ffffff"),
        )
    )
    areas = [
        (random.random(), random.random(), random.uniform(0.05, 0.25), random.random() < 0.6)
        for _ in range(random.randint(3, 9))
    ]
    roads = [
        (random.random(), random.random(), random.uniform(0, math.pi), random.choice((2, 3, 5, 9)))
        for _ in range(random.randint(12, 40))
    ]
    pins = [(random.random(), random.random()) for _ in range(random.randint(0, 6))]

    def paint(painter: QPainter, box: QRect) -> None:
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(land))
        painter.setPen(_NO_PEN)
        for across, down, size, is_park in areas:
            painter.setBrush(QColor(park if is_park else water))
            centre = QPointF(box.left() + across * box.width(), box.top() + down * box.height())
            painter.drawPolygon(
                QPolygonF(
                    [
                        centre + QPointF(math.cos(a), 0.6 * math.sin(a * 1.1)) * (size * box.width())
                        for a in (0, 1.1, 2.3, 3.2, 4.4, 5.5)
                    ]
                )
            )
        for across, down, angle, wide in roads:
            centre = QPointF(box.left() + across * box.width(), box.top() + down * box.height())
            along = QPointF(math.cos(angle), math.sin(angle)) * 2000
            for pen in (QPen(QColor(mix(road, "#000000", 0.2)), wide + 1.5), QPen(QColor(road), wide)):
                painter.setPen(pen)
                painter.drawLine(centre - along, centre + along)
        painter.setPen(_NO_PEN)
        painter.setBrush(QColor("#ea4335"))
        for across, down in pins:
            painter.drawEllipse(
                QPointF(box.left() + across * box.width(), box.top() + down * box.height()), 7, 7
            )
        painter.restore()

    return paint


def _series(random: Random) -> Sequence[float]:
    level, values = random.random(), []
    for _ in range(random.randint(6, 24)):
        level = min(0.95, max(0.05, level + random.uniform(-0.25, 0.25)))
        values.append(level)
    return values


def _axes(painter: QPainter, box: QRect, theme: Theme) -> None:
    painter.setPen(QPen(QColor(mix(theme.border, theme.surface, 0.5)), 1))
    for line in range(5):
        down = box.top() + box.height() * line / 4
        painter.drawLine(QPointF(box.left(), down), QPointF(box.right(), down))


def _bars(random: Random, theme: Theme) -> Paint:
    values = _series(random)

    def paint(painter: QPainter, box: QRect) -> None:
        _axes(painter, box, theme)
        step = box.width() / len(values)
        for place, value in enumerate(values):
            painter.fillRect(
                QRectF(
                    box.left() + step * (place + 0.2),
                    box.bottom() - value * box.height(),
                    step * 0.6,
                    value * box.height(),
                ),
                QColor(theme.accent),
            )

    return paint


def _curve(random: Random, theme: Theme) -> Paint:
    lines = [
        (_series(random), colour)
        for colour in (theme.accent, hsv(random.random(), 0.7, 0.8))[: random.randint(1, 2)]
    ]

    def paint(painter: QPainter, box: QRect) -> None:
        _axes(painter, box, theme)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for values, colour in lines:
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawPolyline(
                QPolygonF(
                    [
                        QPointF(
                            box.left() + box.width() * place / (len(values) - 1),
                            box.bottom() - value * box.height(),
                        )
                        for place, value in enumerate(values)
                    ]
                )
            )

    return paint


def _pie(random: Random, theme: Theme) -> Paint:
    parts = [random.uniform(0.1, 1) for _ in range(random.randint(2, 6))]
    first, is_ring = random.random(), random.random() < 0.5

    def paint(painter: QPainter, box: QRect) -> None:
        side = min(box.width(), box.height()) - 4
        circle = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        start = 0.0
        painter.setPen(QPen(QColor(theme.surface), 1.5))
        for place, part in enumerate(parts):
            span = 5760 * part / sum(parts)
            painter.setBrush(QColor(hsv(first + place / len(parts), 0.6, 0.85)))
            painter.drawPie(circle, round(start), round(span))
            start += span
        if is_ring:
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(circle.center(), side * 0.3, side * 0.3)

    return paint
