"""Icons drawn from short paths on a field of 24 by 24, each with the name it is spoken by."""

from random import Random
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

SIDE: Final = 24

PATHS: Final = {
    "close": "M5 5 L19 19 M19 5 L5 19",
    "minimise": "M5 12 L19 12",
    "maximise": "R5 5 14 14",
    "menu": "M4 6 L20 6 M4 12 L20 12 M4 18 L20 18",
    "search": "C10.5 10.5 6 M15 15 L21 21",
    "settings": (
        "C12 12 3 C12 12 7 M12 2 L12 5 M12 19 L12 22 M2 12 L5 12 M19 12 L22 12 M5 5 L7 7 "
        "M17 17 L19 19 M5 19 L7 17 M17 7 L19 5"
    ),
    "more": "D5 12 1.6 D12 12 1.6 D19 12 1.6",
    "more vertical": "D12 5 1.6 D12 12 1.6 D12 19 1.6",
    "add": "M12 4 L12 20 M4 12 L20 12",
    "back": "M20 12 L4 12 M11 5 L4 12 L11 19",
    "forward": "M4 12 L20 12 M13 5 L20 12 L13 19",
    "up": "M12 20 L12 4 M5 11 L12 4 L19 11",
    "down": "M12 4 L12 20 M5 13 L12 20 L19 13",
    "previous": "M15 5 L8 12 L15 19",
    "next": "M9 5 L16 12 L9 19",
    "collapse": "M5 15 L12 8 L19 15",
    "expand": "M5 9 L12 16 L19 9",
    "home": "M3 12 L12 3 L21 12 M6 10 L6 21 L18 21 L18 10 M10 21 L10 14 L14 14 L14 21",
    "user": "C12 8 4 M4 21 Q4 14 12 14 Q20 14 20 21",
    "notifications": "M6 17 L6 11 Q6 4 12 4 Q18 4 18 11 L18 17 L20 19 L4 19 Z M10 21 L14 21",
    "star": "M12 3 L14.7 9 L21 9.6 L16.2 14 L17.7 20.5 L12 17 L6.3 20.5 L7.8 14 L3 9.6 L9.3 9 Z",
    "favourite": "M12 20 L4 12 Q1 8 5 5 Q9 3 12 7 Q15 3 19 5 Q23 8 20 12 Z",
    "folder": "M3 19 L3 5 L9 5 L11 8 L21 8 L21 19 Z",
    "file": "M6 3 L14 3 L19 8 L19 21 L6 21 Z M14 3 L14 8 L19 8",
    "save": "M4 4 L17 4 L20 7 L20 20 L4 20 Z M8 4 L8 9 L15 9 L15 4 M8 20 L8 14 L16 14 L16 20",
    "delete": "M4 6 L20 6 M9 6 L9 3 L15 3 L15 6 M6 6 L7 21 L17 21 L18 6 M10 10 L10 17 M14 10 L14 17",
    "edit": "M4 20 L4 16 L16 4 L20 8 L8 20 Z M13 7 L17 11",
    "copy": "R8 8 12 12 M5 16 L4 16 L4 4 L16 4 L16 5",
    "cut": "C6 18 3 C18 18 3 M8 16 L18 4 M16 16 L6 4",
    "paste": "R5 5 14 16 R9 3 6 4",
    "print": "M7 9 L7 3 L17 3 L17 9 M7 17 L3 17 L3 9 L21 9 L21 17 L17 17 R7 14 10 7",
    "mail": "R3 5 18 14 M3 6 L12 13 L21 6",
    "phone": "M5 3 L9 3 L11 8 L8.5 10 Q10 14 14 15.5 L16 13 L21 15 L21 19 Q20 21 18 21 Q5 20 3 5 Z",
    "camera": "M3 8 L7 8 L9 5 L15 5 L17 8 L21 8 L21 19 L3 19 Z C12 13 4",
    "picture": "R3 4 18 16 C8.5 9.5 1.8 M4 19 L10 13 L13 16 L17 11 L21 16",
    "play": "F7 4 20 12 7 20",
    "pause": "B6 4 4 16 B14 4 4 16",
    "stop": "B5 5 14 14",
    "record": "D12 12 7",
    "next track": "F5 5 15 12 5 19 B16 5 3 14",
    "previous track": "F19 5 9 12 19 19 B5 5 3 14",
    "volume": "F3 9 7 9 12 4 12 20 7 15 3 15 M15 9 Q18 12 15 15 M17.5 6 Q22.5 12 17.5 18",
    "mute": "F3 9 7 9 12 4 12 20 7 15 3 15 M16 9 L22 15 M22 9 L16 15",
    "lock": "R5 11 14 10 M8 11 L8 7 Q8 3 12 3 Q16 3 16 7 L16 11",
    "show password": "M2 12 Q12 1 22 12 Q12 23 2 12 C12 12 3",
    "calendar": "R4 5 16 16 M4 10 L20 10 M8 3 L8 7 M16 3 L16 7",
    "time": "C12 12 9 M12 6 L12 12 L16 14",
    "location": "M12 22 L6 13 Q3 7 7 4 Q12 0 17 4 Q21 7 18 13 Z C12 9 2.5",
    "link": (
        "M10 14 L14 10 M9 8 L12 5 Q16 2 19 5 Q22 8 19 12 L16 15 "
        "M15 16 L12 19 Q8 22 5 19 Q2 16 5 12 L8 9"
    ),
    "download": "M12 3 L12 15 M7 10 L12 15 L17 10 M4 20 L20 20",
    "upload": "M12 16 L12 4 M7 9 L12 4 L17 9 M4 20 L20 20",
    "refresh": "A12 12 8 40 290 M12.5 2 L18 5 L14 9",
    "share": "C6 12 2.6 C18 6 2.6 C18 18 2.6 M8.3 10.8 L15.7 7.2 M8.3 13.2 L15.7 16.8",
    "filter": "M3 4 L21 4 L14 12 L14 20 L10 18 L10 12 Z",
    "sort": "M4 6 L14 6 M4 12 L11 12 M4 18 L8 18 M18 5 L18 19 M15 16 L18 19 L21 16",
    "chart": "B4 12 4 8 B10 6 4 14 B16 9 4 11",
    "table": "R3 4 18 16 M3 9 L21 9 M3 14.5 L21 14.5 M9 4 L9 20",
    "list": "D4 6 1.4 D4 12 1.4 D4 18 1.4 M8 6 L21 6 M8 12 L21 12 M8 18 L21 18",
    "grid": "R4 4 6 6 R14 4 6 6 R4 14 6 6 R14 14 6 6",
    "cart": "M2 4 L5 4 L8 15 L18 15 L21 7 L6 7 C9 19.5 1.6 C17 19.5 1.6",
    "help": "C12 12 9 M9 9.5 Q9 6.5 12 6.5 Q15 6.5 15 9.5 Q15 11.5 12 12.5 L12 14 D12 17 1.2",
    "information": "C12 12 9 M12 11 L12 17 D12 7.5 1.2",
    "warning": "M12 3 L22 20 L2 20 Z M12 9 L12 14 D12 17 1.1",
    "error": "C12 12 9 M8.5 8.5 L15.5 15.5 M15.5 8.5 L8.5 15.5",
    "done": "M4 12 L10 18 L20 6",
    "success": "C12 12 9 M7.5 12 L11 15.5 L16.5 9",
    "bold": (
        "M7 4 L13 4 Q17 4 17 8 Q17 11.5 13 11.5 L7 11.5 Z "
        "M7 11.5 L14 11.5 Q18 12 18 16 Q18 20 14 20 L7 20 Z"
    ),
    "italic": "M10 4 L18 4 M6 20 L14 20 M14 4 L10 20",
    "underline": "M6 3 L6 11 Q6 17 12 17 Q18 17 18 11 L18 3 M5 21 L19 21",
    "align left": "M4 5 L20 5 M4 10 L14 10 M4 15 L20 15 M4 20 L12 20",
    "align centre": "M4 5 L20 5 M7 10 L17 10 M4 15 L20 15 M8 20 L16 20",
    "align right": "M4 5 L20 5 M10 10 L20 10 M4 15 L20 15 M12 20 L20 20",
    "undo": "M8 4 L3 9 L8 14 M3 9 L14 9 Q20 9 20 15 Q20 20 14 20",
    "redo": "M16 4 L21 9 L16 14 M21 9 L10 9 Q4 9 4 15 Q4 20 10 20",
    "send": "M3 11 L21 3 L14 21 L11 13 Z M21 3 L11 13",
    "attach": "M19 11 L11 19 Q7 22 4 19 Q2 16 5 13 L14 4 Q17 2 19 4 Q21 7 18 9 L10 17",
    "microphone": (
        "M9 5 Q9 2 12 2 Q15 2 15 5 L15 12 Q15 15 12 15 Q9 15 9 12 Z "
        "M5 11 Q5 18 12 18 Q19 18 19 11 M12 18 L12 22"
    ),
    "wifi": "M2 9 Q12 0 22 9 M5 13 Q12 6 19 13 M8.5 16.5 Q12 13 15.5 16.5 D12 19.5 1.3",
    "battery": "R2 8 17 9 B4 10 9 5 M21.5 11 L21.5 14",
    "bluetooth": "M6 7 L18 17 L12 22 L12 2 L18 7 L6 17",
    "chat": "M4 4 L20 4 L20 16 L10 16 L5 21 L5 16 L4 16 Z",
    "emoji": "C12 12 9 D9 10 1.2 D15 10 1.2 M7.5 14 Q12 19 16.5 14",
    "cloud": "M7 18 Q2 18 2.5 13.5 Q3.5 10 7 10 Q8 5 13 5 Q18 6 18 11 Q22 11.5 21.5 15 Q21 18 18 18 Z",
    "web": "C12 12 9 M3 12 L21 12 M12 3 Q6 12 12 21 M12 3 Q18 12 12 21",
    "key": "C8 15 4.5 M11 12 L20 3 M16 7 L19 10 M18 5 L21 8",
    "tag": "M3 3 L12 3 L21 12 L12 21 L3 12 Z C8 8 1.6",
    "bookmark": "M6 3 L18 3 L18 21 L12 16 L6 21 Z",
    "flag": "M5 22 L5 3 L19 3 L16 8 L19 13 L5 13",
    "code": "M8 6 L2 12 L8 18 M16 6 L22 12 L16 18",
    "terminal": "R2 4 20 16 M6 9 L10 12 L6 15 M12 16 L17 16",
    "zoom in": "C10.5 10.5 6.5 M15.5 15.5 L21 21 M10.5 7.5 L10.5 13.5 M7.5 10.5 L13.5 10.5",
    "zoom out": "C10.5 10.5 6.5 M15.5 15.5 L21 21 M7.5 10.5 L13.5 10.5",
    "full screen": "M4 9 L4 4 L9 4 M15 4 L20 4 L20 9 M20 15 L20 20 L15 20 M9 20 L4 20 L4 15",
    "sign out": "M14 4 L5 4 L5 20 L14 20 M10 12 L21 12 M17 8 L21 12 L17 16",
    "shuffle": (
        "M3 7 L7 7 L16 17 L21 17 M18 14 L21 17 L18 20 M3 17 L7 17 L9.5 14.5 "
        "M13.5 9.5 L16 7 L21 7 M18 4 L21 7 L18 10"
    ),
    "repeat": "M4 11 L4 7 L19 7 M16 4 L19 7 L16 10 M20 13 L20 17 L5 17 M8 14 L5 17 L8 20",
    "power": "M12 3 L12 11 A12 13 8 -50 280",
    "sun": (
        "C12 12 4 M12 2 L12 4 M12 20 L12 22 M2 12 L4 12 M20 12 L22 12 M5 5 L6.5 6.5 "
        "M17.5 17.5 L19 19 M5 19 L6.5 17.5 M17.5 6.5 L19 5"
    ),
    "dark mode": "M20 14 Q10 16 10 4 Q3 7 4 14 Q6 21 13 20.5 Q18 19.5 20 14 Z",
    "video": "R2 6 13 12 M15 10 L22 6 L22 18 L15 14",
    "pin": "M9 3 L15 3 L14 9 L18 13 L6 13 L10 9 Z M12 13 L12 22",
    "reply": "M9 5 L3 11 L9 17 M3 11 L13 11 Q20 11 21 20",
    "reply all": "M11 5 L5 11 L11 17 M7 5 L1 11 L7 17 M5 11 L14 11 Q21 11 22 20",
    "archive": "R3 4 18 5 M5 9 L5 20 L19 20 L19 9 M9 13 L15 13",
    "database": "E12 5 8 3 M4 5 L4 19 Q4 22 12 22 Q20 22 20 19 L20 5 M4 12 Q4 15 12 15 Q20 15 20 12",
    "layers": "M12 3 L22 8.5 L12 14 L2 8.5 Z M2 13 L12 18.5 L22 13",
    "like": (
        "M7 21 L3 21 L3 11 L7 11 Z "
        "M7 11 L11 3 Q14 3 14 6 L13.5 9 L20 9 Q22 10 21 13 L19 19 Q18 21 16 21 L7 21"
    ),
    "gift": (
        "R3 8 18 4 M5 12 L5 21 L19 21 L19 12 M12 8 L12 21 "
        "M12 8 Q6 8 7 5 Q9 2 12 8 Q15 2 17 5 Q18 8 12 8"
    ),
}  # fmt: skip
"""Outlines: M, L, Q, Z as in SVG; C centre radius, E centre radii, A centre radius start sweep,
R left top width height. Filled: D centre radius, B left top width height, F points."""
NAMES: Final = tuple(PATHS)


_SOLID: Final = frozenset(
    (
        "user",
        "notifications",
        "star",
        "favourite",
        "folder",
        "file",
        "mail",
        "phone",
        "play",
        "picture",
        "lock",
        "location",
        "cloud",
        "chat",
        "bookmark",
        "tag",
        "flag",
        "delete",
        "home",
        "send",
        "archive",
        "like",
        "gift",
        "camera",
        "video",
        "calendar",
        "save",
        "battery",
        "database",
        "print",
        "edit",
        "pin",
        "dark mode",
    )
)
"""Icons that may be filled and are still known."""


def draw_icon(
    painter: QPainter, name: str, box: QRectF, colour: QColor, stroke: float = 1.8, fill: QColor | None = None
) -> None:
    """Draw an icon into a square box; `fill` is for what its lines enclose."""
    lines, filled = _paths(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / SIDE, box.height() / SIDE)
    pen = QPen(colour, stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if fill is not None and name in _SOLID:
        painter.fillPath(lines, fill)
    painter.drawPath(lines)
    painter.fillPath(filled, colour)
    painter.restore()


def inked(name: str, box: QRectF, stroke: float = 1.8) -> QRectF:
    """Tell where within its box an icon has ink."""
    lines, filled = _paths(name)
    half = stroke / 2
    drawn = QRectF()
    if not lines.isEmpty():
        drawn = lines.boundingRect().adjusted(-half, -half, half, half)
    drawn = drawn.united(filled.boundingRect())
    place = QTransform.fromTranslate(box.left(), box.top()).scale(box.width() / SIDE, box.height() / SIDE)
    return place.mapRect(drawn)


def any_icon(random: Random) -> str:
    """Choose an icon's name."""
    return random.choice(NAMES)


def _paths(name: str) -> tuple[QPainterPath, QPainterPath]:
    lines, filled = QPainterPath(), QPainterPath()
    filled.setFillRule(Qt.FillRule.WindingFill)
    tokens = _tokens(PATHS[name])
    for verb, n in tokens:
        match verb:
            case "M":
                lines.moveTo(n[0], n[1])
            case "L":
                lines.lineTo(n[0], n[1])
            case "Q":
                lines.quadTo(n[0], n[1], n[2], n[3])
            case "Z":
                lines.closeSubpath()
            case "C":
                lines.addEllipse(QPointF(n[0], n[1]), n[2], n[2])
            case "E":
                lines.addEllipse(QPointF(n[0], n[1]), n[2], n[3])
            case "A":
                circle = QRectF(n[0] - n[2], n[1] - n[2], 2 * n[2], 2 * n[2])
                lines.arcMoveTo(circle, n[3])
                lines.arcTo(circle, n[3], n[4])
            case "R":
                lines.addRoundedRect(QRectF(*n), 1, 1)
            case "D":
                filled.addEllipse(QPointF(n[0], n[1]), n[2], n[2])
            case "B":
                filled.addRect(QRectF(*n))
            case "F":
                for place in range(0, len(n), 2):
                    if place == 0:
                        filled.moveTo(n[0], n[1])
                    else:
                        filled.lineTo(n[place], n[place + 1])
                filled.closeSubpath()
    return lines, filled


def _tokens(path: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    for part in path.split():
        if part[0].isalpha():
            found.append((part[0], []))
            part = part[1:]
        if part:
            found[-1][1].append(float(part))
    return found
