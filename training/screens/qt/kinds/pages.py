"""Pages of the web and of apps: results, dashboards, calendars, menus."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from training.screens.qt.kinds.rows import date, number
from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import (
    banner,
    chips,
    drop_menu,
    pages,
    rail,
    segments,
    side_menu,
    status_bar,
    tool_bar,
    top_bar,
)
from training.screens.qt.pictures import graph, photograph
from training.screens.qt.stage import Stage
from training.screens.qt.theme import hsv, mix
from training.screens.qt.windows import placed

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def search_results(stage: Stage) -> None:
    """Build a page of results with a search field, filters and pages."""
    kit, words = stage.kit, stage.kit.words
    query = words.noun()
    name = words.pick("Search", "검색")
    field = kit.textbox(name, query, icon="search" if kit.chance(0.5) else "")
    head = kit.row(
        kit.label(words.noun(), size=1.5, is_bold=True, colour=kit.theme.accent),
        field,
        kit.button(name, look="primary") if kit.chance(0.6) else kit.icon("search"),
        *([None] if kit.chance(0.5) else []),
    )
    results: list[Part] = [
        kit.label(f"{kit.random.randint(2, 900):,} " + words.pick("results", "개 결과"), is_dim=True)
    ]
    shows_goods = kit.chance(0.4)
    room = stage.height - 180
    while room > 0:
        row = _offer(kit) if shows_goods else _hit(kit)
        results.append(row)
        room -= row.sizeHint().height() + kit.theme.gap
    results += [None, pages(kit)]
    main = kit.within(kit.pane(kit.column(*results)))
    sides: list[Part] = []
    if stage.width > 700 and kit.chance(0.6):
        filters: list[Part] = [kit.heading(words.pick("Filters", "필터"), 1.1)]
        for _ in range(kit.random.randint(1, 3)):
            filters += [
                kit.label(words.field(), is_bold=True),
                *(kit.checkbox(words.noun()) for _ in range(kit.random.randint(2, 5))),
                kit.theme.gap,
            ]
        filters += [kit.slider(words.pick("Price", "가격")), None]
        side = kit.pane(kit.column(*filters))
        side.setFixedWidth(200)
        sides.append(side)
    names = words.pick(
        "All;Images;News;Videos|All;Files;People", "전체;이미지;뉴스;동영상|통합;블로그;카페;지도"
    ).split(";")
    where: list[Part] = [kit.row(segments(kit, names))] if kit.chance(0.3) else []
    placed(
        stage,
        kit.pane(
            kit.column(kit.pane(head), *where, kit.row(*sides, main, gap=0), gap=0),
            margin=0,
            colour=kit.theme.surface,
        ),
        f"{query} - {name}",
    )


def dashboard(stage: Stage) -> None:
    """Build cards of figures, charts, a table and what leads to other pages."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick("Dashboard|Overview|Reports|Statistics", "대시보드|개요|보고서|통계|정산")
    columns = max(2, min(4, stage.width // 260))
    cards = [_figure(kit) for _ in range(columns * kit.random.randint(1, 2))]
    parts: list[Part] = [
        kit.row(
            kit.heading(title),
            None,
            *(
                kit.button(verb, look=kit.random.choice(("", "primary")))
                for verb in words.verbs(kit.random.randint(0, 2))
            ),
        )
    ]
    if kit.chance(0.25):
        parts.append(banner(kit))
    parts.append(_grid(cards, columns, kit.theme.gap + 4))
    charts = [
        kit.card(
            kit.column(
                kit.row(kit.label(words.noun(), is_bold=True), None, kit.icon("more", 16)),
                kit.picture(graph(kit.random, kit.theme), height=max(90, stage.height // 4)),
            )
        )
        for _ in range(kit.random.randint(1, 2))
    ]
    parts.append(kit.row(*charts))
    if kit.chance(0.5):
        rows = [
            [words.person(), number(kit), date(kit), words.noun()] for _ in range(max(3, stage.height // 110))
        ]
        parts.append(kit.table(words.noun(), [words.field() for _ in range(4)], rows))
    elif kit.chance(0.5):
        parts.append(
            kit.card(
                kit.row(
                    _grid(
                        [
                            kit.card(kit.row(kit.checkbox(f"{place + 1} {words.noun()}"), None))
                            for place in range(6)
                        ],
                        3,
                        8,
                    )
                )
            )
        )
    main = kit.pane(kit.column(*parts, None))
    sides: list[Part] = (
        [side_menu(kit, words.nouns(kit.random.randint(4, 9)))] if kit.chance(0.7) else [rail(kit, 7)]
    )
    top: list[Part] = [top_bar(kit, words.noun())] if kit.chance(0.6) else []
    placed(
        stage,
        kit.pane(kit.column(*top, kit.row(*sides, main, gap=0), gap=0), margin=0, colour=kit.theme.window),
        title,
    )


def calendar(stage: Stage) -> None:
    """Build a month or a week with its days and appointments."""
    kit, words = stage.kit, stage.kit.words
    month, year = kit.random.randint(1, 12), kit.random.randint(2020, 2029)
    names = _MONTHS
    title = f"{year}년 {month}월" if words.language == "ko" else f"{names[month - 1]} {year}"
    days = (
        "일|월|화|수|목|금|토"
        if words.language == "ko"
        else kit.random.choice(("Sun|Mon|Tue|Wed|Thu|Fri|Sat", "S|M|T|W|T|F|S"))
    )
    grid = QGridLayout()
    grid.setSpacing(1)
    for column, day in enumerate(days.split("|")):
        grid.addWidget(kit.label(day, is_dim=True, is_bold=True), 0, column, Qt.AlignmentFlag.AlignCenter)
    first, today = kit.random.randrange(7), kit.random.randint(1, 28)
    for day_number in range(1, 31):
        place = day_number + first - 1
        grid.addWidget(
            _day(kit, day_number, is_today=day_number == today, is_small=stage.height < 480),
            1 + place // 7,
            place % 7,
        )
    month_page = QWidget()
    month_page.setLayout(grid)
    month_page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    kit.note(month_page, "table", title)
    views = words.pick("Day;Week;Month|Week;Month;Year", "일;주;월|주;월;년").split(";")
    head = kit.row(
        kit.icon("previous", 18),
        kit.icon("next", 18),
        kit.heading(title),
        None,
        segments(kit, views),
        kit.button(words.pick("Today", "오늘")),
        kit.button(words.pick("New event|Create", "새 일정|만들기"), look="primary", icon="add"),
    )
    sides: list[Part] = []
    if stage.width > 700 and kit.chance(0.5):
        mine = [kit.checkbox(words.noun()) for _ in range(kit.random.randint(2, 6))]
        side = kit.pane(kit.column(kit.heading(words.pick("My calendars", "내 캘린더"), 1.1), *mine, None))
        side.setFixedWidth(190)
        sides.append(side)
    placed(
        stage,
        kit.pane(kit.column(head, kit.row(*sides, month_page))),
        words.pick("Calendar", "달력|캘린더"),
        share=kit.random.choice((1, 1, 0.8)),
    )


def menu(stage: Stage) -> None:
    """Build a window with an open menu, or a menu alone."""
    kit, words = stage.kit, stage.kit.words
    title = words.noun()
    if kit.chance(0.15):
        stage.title = title
        drop_menu(
            stage, QPoint(kit.random.randint(0, stage.width // 2), kit.random.randint(0, stage.height // 2))
        )
        return
    names = words.menus()[: kit.random.randint(4, 8)]
    opened = kit.random.randrange(len(names)) if kit.chance(0.7) else None
    bar = kit.menu_bar(names, opened)
    rows = [words.noun() for _ in range(kit.random.randint(6, 30))]
    body: QWidget = (
        kit.listing(title, rows, has_icons=kit.chance(0.5))
        if kit.chance(0.5)
        else kit.picture(photograph(kit.random))
    )
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    tools: list[Part] = [tool_bar(kit)] if kit.chance(0.6) else []
    placed(
        stage,
        kit.pane(kit.column(bar, *tools, body, status_bar(kit), gap=0), margin=0),
        title,
        share=kit.random.choice((1, 1, 0.8)),
    )
    layer = stage.layers[-1]
    if opened is None:
        drop_menu(
            stage,
            QPoint(
                kit.random.randint(40, max(41, stage.width - 200)),
                kit.random.randint(60, max(61, stage.height - 260)),
            ),
        )
        return
    stage.arrange()
    place = bar.actionGeometry(bar.actions()[opened])
    corner = bar.mapTo(layer.widget, QPoint(place.left(), place.bottom() + 1))
    drop_menu(stage, corner + QPoint(layer.left, layer.top))


def _grid(cells: list[QWidget], columns: int, gap: int) -> QWidget:
    grid = QGridLayout()
    grid.setSpacing(gap)
    grid.setContentsMargins(0, 0, 0, 0)
    for place, cell in enumerate(cells):
        grid.addWidget(cell, place // columns, place % columns)
    made = QWidget()
    made.setLayout(grid)
    return made


def _hit(kit: Kit) -> QWidget:
    link = kit.link(kit.words.choice())
    font = link.font()
    font.setPixelSize(round(kit.theme.font_px * 1.25))
    link.setFont(font)
    place = kit.random.choice(("example", "wiki", "news", "docs"))
    address = kit.label(f"https://www.{place}.org/{kit.random.randint(1, 999)}", is_dim=True, size=0.85)
    parts: list[Part] = [kit.row(link, None), address, kit.label(kit.words.paragraph(2), wraps=True)]
    return kit.pane(kit.column(*parts, gap=3), margin=4)


def _offer(kit: Kit) -> QWidget:
    side = kit.random.choice((64, 90, 120))
    price = kit.label(
        kit.random.choice(("₩{:,}", "${}.99", "€{}.00")).format(kit.random.randint(1, 900) * 10),
        is_bold=True,
        size=1.15,
    )
    stars = kit.row(*(kit.icon("star", 13, colour="#e0a000") for _ in range(5)), None, gap=2)
    words = kit.column(
        kit.row(kit.link(kit.words.choice()), chips(kit, kit.random.randint(0, 1)), None), stars, price
    )
    buy = kit.column(
        kit.button(kit.words.pick("Add to cart|Buy now", "장바구니|바로 구매"), look="primary"),
        kit.icon("favourite", 18),
    )
    return kit.card(kit.row(kit.picture(photograph(kit.random), side, side), words, None, buy))


def _figure(kit: Kit) -> QWidget:
    change = kit.label(
        f"{kit.random.choice('+-')}{kit.random.uniform(0, 30):.1f} %",
        size=0.9,
        colour=kit.random.choice(("#2e9e4f", "#d64541")),
    )
    icon: list[Part] = (
        [kit.icon("", 34, colour="#ffffff", plate=hsv(kit.random.random(), 0.5, 0.75))]
        if kit.chance(0.4)
        else []
    )
    name, value = (
        kit.label(kit.words.field(), is_dim=True, size=0.9),
        kit.label(number(kit), is_bold=True, size=1.6),
    )
    parts: list[Part] = [name, value, change]
    if kit.chance(0.3):
        parts.append(kit.progress(name.text(), is_thin=True))
    return kit.card(kit.row(*icon, kit.column(*parts, gap=3), None))


def _day(kit: Kit, number_: int, *, is_today: bool, is_small: bool) -> QWidget:
    label = kit.label(str(number_), is_bold=is_today)
    if is_today:
        label.setStyleSheet(
            f"background: {kit.theme.accent}; color: {kit.theme.on_accent}; "
            f"border-radius: 8px; padding: 1px 4px"
        )
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    parts: list[Part] = [label]
    if kit.chance(0.25) and not is_small:
        colour = hsv(kit.random.random(), 0.5, 0.75)
        event = kit.label(kit.words.noun(), size=0.8)
        event.setStyleSheet(f"background: {colour}; color: #101010; border-radius: 3px; padding: 1px 4px")
        event.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Maximum)
        parts.append(event)
    made = kit.pane(
        kit.column(*parts, None, gap=2), margin=3, colour=mix(kit.theme.surface, kit.theme.text, 0.03)
    )
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return made
