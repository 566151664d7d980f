"""Parts that screens of several kinds share: bars, side lists, chips, cards, banners."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QLayout, QMenuBar, QPushButton, QSizePolicy, QWidget

from training.screens.qt.icons import any_icon
from training.screens.qt.kit import Kit, Part
from training.screens.qt.pictures import photograph
from training.screens.qt.stage import Layer, Stage
from training.screens.qt.theme import hsv, mix


def side_menu(kit: Kit, names: Sequence[str], *, chosen: int | None = None, width: int = 0) -> QWidget:
    """Make a column of rows that open pages, one of them selected."""
    chosen = kit.random.randrange(len(names)) if chosen is None else chosen
    has_icons = kit.chance(0.65)
    height = kit.theme.font_px + 2 * kit.theme.pad_y + kit.random.choice((4, 8, 14, 24))
    look, gap = kit.random.choice(("plain", "bar", "pill", "framed")), kit.random.choice((0, 0, 2, 6, 16))
    back = kit.random.choice(
        (
            kit.theme.window,
            mix(kit.theme.window, kit.theme.text, 0.05),
            mix(kit.theme.window, kit.theme.accent, 0.12),
        )
    )
    rows: list[Part] = []
    for place, name in enumerate(names):
        row = _side_row(kit, name, look, back, height, is_chosen=place == chosen)
        if has_icons:
            row.setIcon(kit.pixmap(any_icon(kit.random)))
            row.setIconSize(QSize(*2 * [round(kit.theme.font_px * 1.3)]))
        rows.append(row)
    head: list[Part] = []
    if kit.chance(0.5):
        head = [kit.label(kit.words.noun(), is_bold=True, size=1.2), kit.theme.gap]
    made = kit.pane(
        kit.column(*head, *rows, None, gap=gap), margin=kit.random.choice((0, 6, 12)), colour=back
    )
    made.setFixedWidth(width or kit.random.randint(150, 240))
    return made


def _side_row(kit: Kit, name: str, look: str, back: str, height: int, *, is_chosen: bool) -> QPushButton:
    theme = kit.theme
    row = QPushButton(name)
    row.setFixedHeight(height)
    fill, ink, edge = ("transparent", theme.text, "transparent")
    if is_chosen:
        fill = (
            theme.accent
            if look == "pill" and kit.chance(0.5)
            else mix(back, theme.accent if kit.chance(0.6) else theme.text, 0.2)
        )
        ink = theme.on_accent if fill == theme.accent else theme.text
    left = f"border-left: 3px solid {theme.accent if is_chosen else 'transparent'};" if look == "bar" else ""
    if look == "framed":
        edge = theme.border
    radius = {"pill": height // 2, "framed": max(4, theme.radius)}.get(look, 0)
    weight = "bold" if is_chosen and kit.chance(0.4) else "normal"
    row.setStyleSheet(
        f"QPushButton {{ text-align: left; padding: 0 {theme.pad_x}px; background: {fill}; color: {ink};"
        f"border: 1px solid {edge}; {left}"
        f"border-radius: {radius}px; font-weight: {weight}; "
        f"}} QPushButton:hover {{ background: {fill if is_chosen else mix(back, theme.text, 0.08)}; }}"
    )
    if kit.chance(0.04):
        row.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    return kit.note(row, "menuitem", name, state=lambda: {"selected"} if is_chosen else set())


def rail(kit: Kit, count: int) -> QWidget:
    """Make a narrow column of icons."""
    plates = kit.chance(0.4)
    back = kit.random.choice((kit.theme.raised, mix(kit.theme.accent, "#000000", 0.6), "#222222"))
    icons: list[Part] = []
    for _ in range(count):
        if plates:
            icons.append(kit.icon("", 24, colour="#ffffff", plate=hsv(kit.random.random(), 0.6, 0.65)))
        else:
            icons.append(
                kit.icon(
                    "",
                    kit.random.choice((18, 20, 22)),
                    colour=kit.theme.text if back == kit.theme.raised else "#e8e8e8",
                )
            )
    made = kit.pane(kit.column(*icons, None, gap=kit.random.randint(8, 20)), margin=10, colour=back)
    made.setFixedWidth(46)
    return made


def top_bar(kit: Kit, title: str, *, has_search: bool | None = None) -> QWidget:
    """Make the bar of a page or an app: a name, perhaps links or a search field, icons."""
    theme, words = kit.theme, kit.words
    back, ink = kit.random.choice(
        (
            (theme.accent, theme.on_accent),
            (theme.raised, theme.text),
            (theme.surface, theme.text),
            ("#1f2328", "#f0f0f0"),
        )
    )
    if theme.name == "contrast":
        back, ink = theme.window, theme.text
    parts: list[Part] = []
    if kit.chance(0.5):
        parts.append(kit.icon(kit.random.choice(("menu", "back", "home", "grid")), 22, colour=ink))
    parts.append(kit.label(title, size=1.2, is_bold=True, colour=ink))
    if kit.chance(0.4):
        parts.append(12)
        parts += [_bar_link(kit, name, ink) for name in words.nouns(kit.random.randint(2, 4))]
    parts.append(None)
    if kit.chance(0.5) if has_search is None else has_search:
        name = words.pick("Search|Search…|Find", "검색|검색어를 입력하세요")
        field = kit.textbox(name, "", hint=name, icon=kit.random.choice(("", "search")))
        field.setMinimumWidth(min(260, kit.random.randint(120, 320)))
        parts.append(field)
    for _ in range(kit.random.randint(0, 4)):
        parts.append(
            kit.icon(
                kit.random.choice(
                    ("notifications", "help", "settings", "more vertical", "cart", "chat", "star", "share")
                ),
                20,
                colour=ink,
            )
        )
    if kit.chance(0.4):
        parts.append(avatar(kit, 28))
    made = kit.pane(kit.row(*parts, gap=12), margin=10, colour=back)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return made


def _bar_link(kit: Kit, name: str, ink: str) -> QLabel:
    made = kit.label(name, colour=ink)
    return kit.note(made, "link", name)


def bottom_bar(kit: Kit) -> QWidget:
    """Make the bar at the foot of a telephone's screen: places to go to, one of them selected."""
    names = kit.words.nouns(kit.random.randint(3, 5))
    chosen = kit.random.randrange(len(names))
    places: list[Part] = []
    for place, name in enumerate(names):
        ink = kit.theme.accent if place == chosen else kit.theme.dim
        icon = kit.icon("", 22, colour=ink, is_noted=False)
        text = kit.label(name, size=0.75, colour=ink)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        tab = kit.pane(kit.column(kit.row(None, icon, None), text, gap=3), margin=4)
        places.append(
            kit.note(tab, "tab", name, state=partial(set, ("selected",) if place == chosen else ()))
        )
    made = kit.pane(kit.row(*places, gap=0), margin=4, colour=kit.theme.raised)
    made.setFixedHeight(60)
    return made


def tool_bar(kit: Kit, names: Sequence[str] = (), *, colour: str = "") -> QWidget:
    """Make a row of icons, some of them framed, some with words or a choice between."""
    wanted = names or [any_icon(kit.random) for _ in range(kit.random.randint(4, 14))]
    side = kit.random.choice((16, 18, 20, 24))
    is_framed = kit.chance(0.3)
    parts: list[Part] = []
    for name in wanted:
        if kit.chance(0.08):
            parts.append(_rule(kit))
        if is_framed:
            parts.append(kit.icon_button(name, side=side))
        else:
            ink = kit.theme.text if kit.chance(0.85) else hsv(kit.random.random(), 0.7, 0.7)
            parts.append(kit.icon(name, side, colour=kit.theme.dim if kit.chance(0.1) else ink))
    if kit.chance(0.25):
        parts.insert(
            kit.random.randint(0, len(parts)),
            kit.combo(kit.words.field(), [kit.words.choice() for _ in range(3)]),
        )
    made = kit.pane(
        kit.row(*parts, None, gap=4 if is_framed else kit.random.randint(8, 16)),
        margin=6,
        colour=colour or kit.theme.raised,
    )
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def _rule(kit: Kit) -> QWidget:
    made = QWidget()
    made.setFixedSize(1, 18)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setStyleSheet(f"background: {kit.theme.border}")
    return made


def status_bar(kit: Kit) -> QWidget:
    """Make the line at the foot of a window."""
    texts = [
        kit.label(text, size=0.9, is_dim=kit.chance(0.5))
        for text in (
            kit.words.choice(),
            f"{kit.random.randint(1, 900)} " + kit.words.pick("items", "개 항목"),
            "100 %",
        )
    ]
    made = kit.pane(kit.row(texts[0], None, *texts[1:], gap=18), margin=4, colour=kit.theme.raised)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made


def segments(kit: Kit, names: Sequence[str]) -> QLayout:
    """Make buttons of which one is selected."""
    chosen = kit.random.randrange(len(names))
    theme, joined = kit.theme, kit.chance(0.5)
    made: list[Part] = []
    for place, name in enumerate(names):
        is_on = place == chosen
        button = QPushButton(name)
        fill = (
            (theme.accent if kit.random.random() < 0.7 else mix(theme.surface, theme.text, 0.25))
            if is_on
            else theme.surface
        )
        ink = theme.on_accent if fill == theme.accent else theme.text
        button.setStyleSheet(
            f"QPushButton {{ background: {fill}; color: {ink}; border: 1px solid {theme.border};"
            f"padding: {theme.pad_y}px {theme.pad_x}px;"
            f"border-radius: {0 if joined else theme.radius}px; }}"
        )
        made.append(kit.note(button, "button", name, state=partial(set, ("selected",) if is_on else ())))
    return kit.row(*made, None, gap=0 if joined else theme.gap)


def chips(kit: Kit, count: int) -> QBoxLayout:
    """Make small coloured words that are no buttons."""
    made: list[Part] = []
    for _ in range(count):
        chip = kit.label(
            kit.words.pick(
                "New|Open|Done|Draft|Urgent|v1.2.1|Beta|Paid|3|12|99+",
                "신규|진행 중|완료|초안|긴급|v1.2.1|베타|결제됨|3|12|99+",
            ),
            size=0.8,
        )
        colour = hsv(kit.random.random(), 0.6, 0.7)
        is_filled = kit.chance(0.6)
        chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        chip.setStyleSheet(
            f"background: {colour if is_filled else 'transparent'}; "
            f"color: {'#ffffff' if is_filled else colour}; border: 1px solid {colour};"
            f"border-radius: {kit.random.choice((2, 6, 8))}px; padding: 1px 6px"
        )
        made.append(chip)
    return kit.row(*made, gap=4)


def banner(kit: Kit) -> QWidget:
    """Make a coloured notice with an icon, and perhaps a button that closes it."""
    name, colour = kit.random.choice(
        (("information", "#1976d2"), ("success", "#2e7d32"), ("warning", "#b26a00"), ("error", "#c62828"))
    )
    back = mix(kit.theme.window, colour, 0.2) if kit.chance(0.7) else colour
    ink = kit.theme.text if back != colour else "#ffffff"
    parts: list[Part] = [
        kit.icon(name, 20, colour=colour if back != colour else ink),
        kit.label(kit.words.sentence(), wraps=True, colour=ink),
    ]
    parts.append(None)
    if kit.chance(0.4):
        parts.append(kit.icon("close", 14, colour=ink))
    made = kit.pane(kit.row(*parts, gap=10), margin=10, colour=back)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    return made


def avatar(kit: Kit, side: int) -> QWidget:
    """Make the picture of a person: a photograph, or a letter on a disc."""
    if kit.chance(0.5):
        return kit.picture(photograph(kit.random), side, side)
    name = kit.words.person()
    made = kit.label(name[0], size=min(1.6, side / 28), colour="#ffffff")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setFixedSize(side, side)
    made.setStyleSheet(
        f"background: {hsv(kit.random.random(), 0.55, 0.6)}; color: #ffffff; border-radius: {side // 2}px"
    )
    return kit.note(made, "img", name)


def menu_bar(kit: Kit, opened: int | None = None) -> QMenuBar:
    """Make the menu bar of a window."""
    names = kit.words.menus()
    return kit.menu_bar(names[: kit.random.randint(3, len(names))], opened)


def drop_menu(stage: Stage, at: QPoint) -> Layer:
    """Open a menu at a place of the stage."""
    kit = stage.kit
    verbs = kit.words.verbs(kit.random.randint(3, 11))
    rows: list[str] = []
    for verb in verbs:
        rows.append(verb)
        if kit.chance(0.15) and verb is not verbs[-1]:
            rows.append("")
    menu = kit.menu(rows)
    menu.setFixedSize(menu.sizeHint())
    left = max(0, min(at.x(), stage.width - menu.width()))
    top = max(0, min(at.y(), stage.height - menu.height()))
    return stage.put(Layer(menu, left, top, has_shadow=True))


def pages(kit: Kit) -> QBoxLayout:
    """Make what leads from page to page of a long list."""
    shape = kit.random.random()
    if shape < 0.5:
        return kit.row(
            None,
            kit.label(f"1 - {kit.random.randint(4, 50)}", is_bold=True),
            kit.icon("previous", 14, colour=kit.theme.dim),
            kit.icon("next", 14),
            gap=20,
        )
    made = [
        kit.button(str(number), look="primary" if number == 2 else kit.random.choice(("", "text")))
        for number in range(1, kit.random.randint(4, 7))
    ]
    return kit.row(None, kit.icon("previous", 14), *made, kit.icon("next", 14), None, gap=6)
