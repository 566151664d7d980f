"""Screens that are mostly pictures: players, maps, pictures, the desktop, nothing, noise."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from training.screens.qt.icons import any_icon
from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import drop_menu, menu_bar, side_menu, tool_bar
from training.screens.qt.pictures import photograph, speckle, street_map
from training.screens.qt.stage import Layer, Stage
from training.screens.qt.theme import hsv, mix
from training.screens.qt.windows import placed, wallpaper


def media_player(stage: Stage) -> None:
    """Build a player of video or music with its controls."""
    kit, words = stage.kit, stage.kit.words
    is_video = kit.chance(0.55)
    title = words.choice()
    place, volume = words.pick("Position|Seek", "재생 위치"), words.pick("Volume", "음량")
    names = ["shuffle", "previous track", kit.random.choice(("play", "pause")), "next track", "repeat"][
        0 if kit.chance(0.5) else 1 : None
    ]
    big: list[Part] = [
        kit.icon(
            name,
            34 if name in ("play", "pause") else 20,
            colour=kit.theme.on_accent if name in ("play", "pause") else "",
            plate=kit.theme.accent if name in ("play", "pause") and kit.chance(0.4) else "",
        )
        for name in names
    ]
    for part in big:
        if isinstance(part, QWidget) and part.width() == 34:
            part.is_round = True  # type: ignore[attr-defined]
    loud = kit.slider(volume)
    loud.setMaximumWidth(110)
    seek = kit.row(
        kit.label(f"{kit.random.randint(0, 4)}:{kit.random.randint(0, 59):02d}", size=0.9),
        kit.slider(place),
        kit.label(f"{kit.random.randint(5, 59)}:{kit.random.randint(0, 59):02d}", size=0.9),
    )
    controls = kit.row(
        kit.label(title, is_bold=True),
        None,
        *big,
        None,
        kit.icon("volume"),
        loud,
        kit.icon("full screen"),
        gap=12,
    )
    foot = kit.pane(kit.column(seek, controls), margin=10, colour=kit.theme.raised)
    foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    if is_video:
        main: QWidget = kit.picture(photograph(kit.random) if kit.chance(0.8) else _black)
    else:
        rows = [
            [words.choice(), words.person(), f"{kit.random.randint(1, 6)}:{kit.random.randint(0, 59):02d}"]
            for _ in range(max(4, stage.height // 40))
        ]
        songs = kit.table(
            words.pick("Playlist", "재생 목록"),
            words.pick("Title;Artist;Length", "제목;음악가;길이").split(";"),
            rows,
        )
        cover = kit.picture(photograph(kit.random), 120, 120)
        head = kit.row(
            cover,
            kit.column(
                None,
                kit.heading(words.noun(), 1.8),
                kit.label(words.person(), is_dim=True),
                kit.row(kit.button(words.pick("Play", "재생"), look="primary", icon="play"), None),
                None,
            ),
            None,
        )
        main = kit.pane(kit.column(head, songs))
    main.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    sides: list[Part] = (
        [
            side_menu(
                kit,
                words.pick(
                    "Home;Library;Playlists;Albums;Artists;Radio", "홈;보관함;재생 목록;앨범;음악가;라디오"
                ).split(";"),
            )
        ]
        if kit.chance(0.5)
        else []
    )
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.3) else []
    placed(
        stage,
        kit.pane(kit.column(*top, kit.row(*sides, main, gap=0), foot, gap=0), margin=0),
        title,
        share=kit.random.choice((1, 1, 0.8)),
    )


def world_map(stage: Stage) -> None:
    """Build a map with a search field and buttons over it."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick("Map|Maps|Directions", "지도|길찾기")
    ground = kit.picture(street_map(kit.random), label=title)
    stage.title = title
    stage.fill(ground)
    search = words.pick("Search this area|Search maps|Where to?", "장소, 주소 검색|어디로 갈까요?")
    panel: list[Part] = [kit.row(kit.textbox(search, "", hint=search, icon="search"), kit.icon("close", 16))]
    if kit.chance(0.6):
        panel += [
            kit.heading(words.noun(), 1.3),
            kit.label(words.sentence(), is_dim=True, wraps=True),
            kit.row(
                kit.button(words.pick("Directions", "길찾기"), look="primary"),
                kit.button(words.pick("Save", "저장")),
                None,
            ),
        ]
        panel += [kit.checkbox(words.choice()) for _ in range(kit.random.randint(0, 3))]
    box = kit.pane(kit.column(*panel), margin=12, colour=kit.theme.surface)
    box.setFixedWidth(min(340, stage.width - 40))
    box.adjustSize()
    stage.put(Layer(box, 12, 12, 6, has_shadow=True))
    zoom = kit.pane(
        kit.column(kit.icon("add", 20), kit.icon("minimise", 20), kit.icon("location", 20), gap=12),
        margin=8,
        colour=kit.theme.surface,
    )
    zoom.adjustSize()
    stage.put(
        Layer(zoom, stage.width - zoom.width() - 14, stage.height - zoom.height() - 20, 4, has_shadow=True)
    )


def picture(stage: Stage) -> None:
    """Build a picture alone or in a viewer."""
    kit, words = stage.kit, stage.kit.words
    main = kit.picture(photograph(kit.random))
    if kit.chance(0.4):
        stage.fill(main)
        return
    main.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    tools = tool_bar(
        kit, ("back", "forward", "zoom in", "zoom out", "refresh", "edit", "share", "delete", "full screen")
    )
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.3) else []
    gap = kit.random.choice((0, 0, 30))
    body = kit.pane(kit.row(main), margin=gap, colour="#202020")
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    parts = [*top, tools, body] if kit.chance(0.6) else [*top, body, tools]
    placed(
        stage,
        kit.pane(kit.column(*parts, gap=0), margin=0),
        words.noun() + kit.random.choice((".jpg", ".png")),
        share=kit.random.choice((1, 0.7)),
    )


def desktop(stage: Stage) -> None:
    """Build a desktop with icons, a task bar, perhaps a window."""
    kit, words = stage.kit, stage.kit.words
    stage.paint = kit.random.choice((wallpaper(kit), photograph(kit.random)))
    for place in range(kit.random.randint(0, 14)):
        _shortcut(stage, place)
    height = kit.random.choice((30, 40, 48))
    bar = _task_bar(kit, height)
    bar.resize(stage.width, height)
    is_on_top = kit.theme.frame in ("mac", "gnome") and kit.chance(0.7)
    stage.put(Layer(bar, 0, 0 if is_on_top else stage.height - height))
    if kit.chance(0.3):
        drop_menu(stage, QPoint(kit.random.randint(0, stage.width), kit.random.randint(0, stage.height)))
    elif kit.chance(0.5):
        body = kit.pane(
            kit.column(
                kit.heading(words.noun()),
                kit.label(words.paragraph(2), wraps=True),
                None,
                kit.row(None, kit.button(words.verb(), look="primary"), kit.button(words.verb())),
            )
        )
        body.setMinimumWidth(300)
        placed(stage, body, words.noun(), share=0.5)
    stage.title = ""


def blank(stage: Stage) -> None:
    """Build a screen of one colour."""
    colour = stage.kit.random.choice(
        (
            "#000000",
            "#ffffff",
            "#808080",
            hsv(stage.kit.random.random(), stage.kit.random.random(), stage.kit.random.random()),
        )
    )
    stage.paint = lambda painter, box: painter.fillRect(box, QColor(colour))


def noise(stage: Stage) -> None:
    """Build a screen on which nothing is to be seen but noise."""
    stage.paint = speckle(stage.kit.random)


def _black(painter: QPainter, box: QRect) -> None:
    painter.fillRect(box, QColor("#000000"))


def _shortcut(stage: Stage, place: int) -> None:
    kit = stage.kit
    icon = kit.icon(
        kit.random.choice(("folder", "file", "delete", any_icon(kit.random))),
        40,
        colour="#ffffff",
        plate=hsv(kit.random.random(), 0.5, 0.7),
    )
    name = kit.label(kit.words.nouns(1)[0], size=0.85, colour="#ffffff")
    name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    made = kit.pane(
        kit.column(kit.row(None, icon, None), name, gap=3),
        margin=2,
        colour=mix(kit.theme.accent, "#000000", 0.6),
    )
    made.setFixedSize(88, 74)
    rows = max(1, (stage.height - 60) // 84)
    stage.put(Layer(made, 8 + place // rows * 96, 36 + place % rows * 84, 4))


def _task_bar(kit: Kit, height: int) -> QWidget:
    side = height * 5 // 9
    back = kit.random.choice((kit.theme.raised, "#101318", "#e8eef5"))
    ink = "#f0f0f0" if QColor(back).lightnessF() < 0.5 else "#202020"
    apps = [
        kit.icon("", side, colour="#ffffff", plate=hsv(kit.random.random(), 0.6, 0.75))
        for _ in range(kit.random.randint(3, 9))
    ]
    start: list[Part] = [kit.icon(kit.random.choice(("grid", "menu", "search", "home")), side, colour=ink)]
    search: list[Part] = []
    if kit.chance(0.3) and height > 36:
        name = kit.words.pick("Search|Type here to search", "검색|검색하려면 여기에 입력")
        search = [kit.textbox(name, "", hint=name)]
    tray = [
        kit.icon(name, 15, colour=ink)
        for name in ("wifi", "volume", "battery", "notifications")[: kit.random.randint(2, 4)]
    ]
    clock = kit.label(f"{kit.random.randint(0, 23)}:{kit.random.randint(0, 59):02d}", size=0.95, colour=ink)
    middle: list[Part] = [None] if kit.chance(0.5) else []
    made = kit.pane(
        kit.row(8, *middle, *start, *search, *apps, None, *tray, clock, 10, gap=10), margin=0, colour=back
    )
    made.setFixedHeight(height)
    return made
