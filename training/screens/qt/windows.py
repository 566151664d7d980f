"""Window frames with their title bars, and what lies behind windows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from training.screens.qt.kit import Kit, Part
from training.screens.qt.stage import Layer, Stage, fit
from training.screens.qt.theme import hsv, mix

_RADII = {"windows": 8, "mac": 10, "gnome": 12, "kde": 4}
"""Of the corners of windows."""


def framed(
    kit: Kit, content: QWidget, title: str, *, is_dialog: bool = False, is_page: bool = False
) -> QWidget:
    """Put a title bar over a content, as the look's windows have it."""
    frame = kit.theme.frame
    if frame == "none":
        return _browser(kit, content, title) if is_page and kit.chance(0.3) else content
    bar = _title_bar(kit, title, is_dialog=is_dialog)
    whole = kit.pane(
        kit.column(bar, content, gap=0), margin=1 if frame != "classic" else 3, colour=kit.theme.window
    )
    edge = kit.theme.border if frame != "classic" else mix(kit.theme.raised, "#000000", 0.35)
    whole.setStyleSheet(
        f"#{whole.objectName()} {{ background: {kit.theme.window}; border: 1px solid {edge}; }}"
    )
    content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return whole


def _browser(kit: Kit, page: QWidget, title: str) -> QWidget:
    """Put the tabs and the bar of a browser over a page."""
    words, theme = kit.words, kit.theme
    names = [words.noun() for _ in range(kit.random.randint(0, 4))]
    here = kit.random.randint(0, len(names))
    names.insert(here, title[:24] or words.noun())
    back = mix(theme.window, theme.text, 0.13)
    tabs: list[Part] = []
    for place, name in enumerate(names):
        text = kit.label(name, size=0.9)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inner = kit.row(kit.icon("", 14, colour=theme.accent), text, kit.icon("close", 11, colour=theme.dim))
        tab = kit.pane(inner, margin=7, colour=theme.window if place == here else back)
        tab.setFixedWidth(kit.random.choice((130, 170, 210)))
        tabs.append(kit.note(tab, "tab", name, state=partial(set, ("selected",) if place == here else ())))
    corner = [kit.icon(name, 13) for name in ("minimise", "maximise", "close")] if kit.chance(0.7) else []
    top = kit.pane(kit.row(8, *tabs, kit.icon("add", 14), None, *corner, 6, gap=6), margin=0, colour=back)
    top.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    where = words.pick("Address|Search or enter address", "주소|주소창")
    address = kit.textbox(
        where,
        f"https://{kit.random.choice(('app', 'www', 'docs'))}.example.org/{kit.random.randint(1, 999)}",
        icon="lock",
    )
    address.setReadOnly(False)
    address.setEnabled(True)
    steps = [kit.icon(name, 17) for name in ("back", "forward", "refresh")]
    ends = [kit.icon(name, 17) for name in ("star", "download", "user", "menu")[kit.random.randint(0, 2) :]]
    bar = kit.pane(kit.row(*steps, address, *ends, gap=12), margin=7, colour=theme.window)
    bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return kit.pane(kit.column(top, bar, page, gap=0), margin=0)


def placed(
    stage: Stage,
    content: QWidget,
    title: str,
    *,
    share: float = 1.0,
    is_dialog: bool = False,
    dims: float = 0.0,
) -> Layer:
    """Show a window: over the whole screen, or as large as it likes on what lies behind."""
    kit = stage.kit
    window = framed(
        kit,
        content,
        title,
        is_dialog=is_dialog,
        is_page=share >= 1 and not is_dialog and not stage.is_handheld,
    )
    stage.title = title
    if share >= 1:
        return stage.fill(window)
    if stage.paint is None and not stage.layers:
        stage.paint = wallpaper(kit)
        if kit.chance(0.3):
            _put_behind(stage)
    hint = window.sizeHint().expandedTo(window.minimumSizeHint())
    width = min(stage.width - 8, max(hint.width(), round(stage.width * share * kit.random.uniform(0.6, 1))))
    height = min(
        stage.height - 8, max(hint.height(), round(stage.height * share * kit.random.uniform(0.5, 1)))
    )
    if is_dialog:
        width, height = min(width, hint.width() + 160), min(height, hint.height() + 60)
    fit(window, width, height)
    width, height = window.width(), window.height()
    left = kit.random.randint(0, max(0, stage.width - width))
    top = kit.random.randint(0, max(0, stage.height - height))
    if is_dialog or kit.chance(0.3):
        left, top = max(0, (stage.width - width) // 2), max(0, (stage.height - height) // 2)
    radius = _radius(kit)
    return stage.put(Layer(window, left, top, radius, has_shadow=kit.theme.frame != "classic", dims=dims))


def _put_behind(stage: Stage) -> None:
    """Put a window behind, of which the one in front leaves a part to see."""
    kit, words = stage.kit, stage.kit.words
    rows = [words.noun() for _ in range(kit.random.randint(3, 14))]
    parts: list[Part] = [
        kit.row(kit.label(words.field()), kit.textbox(words.field())),
        kit.row(*(kit.button(verb) for verb in words.verbs(3)), None),
        kit.listing(words.noun(), rows, has_icons=kit.chance(0.5)),
        kit.row(kit.checkbox(words.choice()), kit.checkbox(words.choice()), None),
    ]
    kit.random.shuffle(parts)
    kit.focusable.clear()
    window = framed(kit, kit.pane(kit.column(*parts)), words.noun())
    fit(
        window,
        round(stage.width * kit.random.uniform(0.4, 0.8)),
        round(stage.height * kit.random.uniform(0.4, 0.8)),
    )
    left = kit.random.randint(0, max(0, stage.width - window.width()))
    top = kit.random.randint(0, max(0, stage.height - window.height()))
    stage.put(Layer(window, left, top, _radius(kit), has_shadow=True))


def _radius(kit: Kit) -> int:
    """Return the radius of a window's corners."""
    return min(_RADII.get(kit.theme.frame, 0), 2 * kit.theme.radius)


def wallpaper(kit: Kit) -> Callable[[QPainter, QRect], None]:
    """Choose what lies behind windows: one colour, or a gradient with shapes."""
    random = kit.random
    first, second = (
        hsv(random.random(), random.uniform(0, 0.7), random.uniform(0.1, 0.95)) for _ in range(2)
    )
    shapes = [
        (
            random.random(),
            random.random(),
            random.uniform(0.05, 0.5),
            hsv(random.random(), random.uniform(0, 0.7), random.random()),
        )
        for _ in range(random.choice((0, 0, 3, 9)))
    ]

    def paint(painter: QPainter, box: QRect) -> None:
        gradient = QLinearGradient(QPointF(0, 0), QPointF(box.width() * 0.4, box.height()))
        gradient.setColorAt(0, QColor(first))
        gradient.setColorAt(1, QColor(second))
        painter.fillRect(box, gradient)
        painter.setPen(Qt.PenStyle.NoPen)
        for across, down, size, colour in shapes:
            shade = QColor(colour)
            shade.setAlpha(110)
            painter.setBrush(shade)
            painter.drawEllipse(
                QPointF(across * box.width(), down * box.height()), size * box.width(), size * box.width()
            )

    return paint


def _title_bar(kit: Kit, title: str, *, is_dialog: bool) -> QWidget:
    theme, chance = kit.theme, kit.chance
    side = round(theme.font_px * 0.95)
    dressed = {
        "classic": (theme.accent, theme.on_accent),
        "mac": (theme.raised, theme.text),
        "gnome": (theme.raised, theme.text),
    }
    back, ink = dressed.get(theme.frame, (theme.window, theme.text))
    words = kit.label(title, size=0.95, is_bold=theme.frame in ("classic", "mac", "gnome"), colour=ink)
    names = ["close"] if is_dialog and chance(0.6) else ["minimise", "maximise", "close"]
    if theme.frame == "mac":
        dots = [
            kit.icon(name, 12, colour="#00000000", plate=plate)
            for name, plate in (("close", "#ff5f57"), ("minimise", "#febc2e"), ("maximise", "#28c840"))
        ]
        for dot in dots:
            dot.is_round = True
        bar = kit.row(6, *dots, None, words, None, 40, gap=8)
    elif theme.frame == "gnome":
        plates = [kit.icon(name, side + 8, colour=ink, plate=mix(back, ink, 0.12)) for name in names]
        for plate in plates:
            plate.is_round = True
        bar = kit.row(6, None, words, None, *plates, 4, gap=10)
    else:
        glyphs = [kit.icon(name, side - 2, colour=ink) for name in names]
        logo = (
            [kit.icon("", side + 2, colour=theme.accent if theme.frame != "classic" else ink)]
            if chance(0.6)
            else []
        )
        bar = kit.row(8, *logo, words, None, *glyphs, 8, gap=16 if theme.frame == "windows" else 8)
    made = kit.pane(bar, margin=0, colour=back)
    made.setFixedHeight(
        {"windows": 30, "mac": 30, "gnome": 42, "kde": 28, "classic": 22}[theme.frame] + theme.font_px - 13
    )
    return made
