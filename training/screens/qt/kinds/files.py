"""Screens about files: choosing one, walking through folders, printing."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView, QListView, QSizePolicy

from training.screens.qt.icons import any_icon
from training.screens.qt.kinds.rows import date
from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import drop_menu, menu_bar, side_menu, status_bar, tool_bar
from training.screens.qt.stage import Stage
from training.screens.qt.theme import hsv, mix
from training.screens.qt.windows import placed

_ENDINGS = (".pdf", ".docx", ".png", ".jpg", ".txt", ".mp3", ".zip", ".hwp", ".xlsx", "", "")


def file_dialog(stage: Stage) -> None:
    """Build a dialog that opens or saves a file."""
    kit, words = stage.kit, stage.kit.words
    is_saving = kit.chance(0.4)
    title = (
        words.pick("Save As|Export", "다른 이름으로 저장|내보내기")
        if is_saving
        else words.pick("Open|Open File|Choose a file|Import", "열기|파일 열기|파일 선택|가져오기")
    )
    places = kit.listing(
        words.pick("Places", "위치"), _places(kit), has_icons=kit.chance(0.8), chosen=kit.random.randrange(4)
    )
    places.setFixedWidth(min(190, stage.width // 3))
    files = _files(kit, stage)
    name, kind = words.pick("File name:", "파일 이름:"), words.pick("Files of type:", "파일 형식:")
    field = kit.textbox(name.rstrip(":"), "" if kit.chance(0.5) else words.noun() + ".txt")
    types = kit.combo(
        kind.rstrip(":"),
        [
            words.pick(
                "All files (*)|Images (*.png *.jpg)|Text files (*.txt)",
                "모든 파일 (*)|그림 (*.png *.jpg)|텍스트 파일 (*.txt)",
            )
            for _ in range(2)
        ],
    )
    types.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    action = kit.button(
        words.pick("Save", "저장") if is_saving else words.pick("Open", "열기"), look="primary"
    )
    cancel = kit.button(words.pick("Cancel", "취소"))
    top = kit.row(
        kit.icon("back", 18),
        kit.icon("forward", 18),
        kit.icon("up", 18),
        _path(kit),
        kit.textbox(words.pick("Search", "검색"), "", hint=words.pick("Search", "검색"))
        if kit.chance(0.4)
        else 0,
    )
    body = kit.column(
        top,
        kit.row(places, files),
        kit.row(kit.label(name), field),
        kit.row(kit.label(kind), types, action, cancel),
    )
    content = kit.pane(body, margin=max(6, kit.theme.margin // 2))
    content.setMinimumSize(min(stage.width - 20, 520), min(stage.height - 60, 330))
    placed(stage, content, title, share=kit.random.choice((1, 0.75)))


def file_manager(stage: Stage) -> None:
    """Build a window that shows a folder."""
    kit = stage.kit
    title = kit.words.noun()
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.4) else []
    search = kit.words.pick("Search", "검색")
    top.append(
        kit.pane(
            kit.row(
                kit.icon("back", 18),
                kit.icon("forward", 18),
                kit.icon("up", 18),
                _path(kit),
                kit.textbox(search, "", hint=search, icon="search"),
            ),
            margin=6,
            colour=kit.theme.raised,
        )
    )
    if kit.chance(0.4):
        top.append(tool_bar(kit, ("add", "cut", "copy", "paste", "delete", "share", "sort", "grid")))
    side = (
        side_menu(kit, _places(kit))
        if kit.chance(0.6)
        else kit.listing(kit.words.pick("Places", "위치"), _places(kit), has_icons=True)
    )
    side.setFixedWidth(min(200, stage.width // 3))
    main = _files(kit, stage) if kit.chance(0.6) else _grid(kit)
    placed(
        stage,
        kit.pane(kit.column(*top, kit.row(side, main, gap=0), status_bar(kit), gap=0), margin=0),
        title,
        share=kit.random.choice((1, 0.8)),
    )
    if kit.chance(0.25):
        drop_menu(
            stage,
            QPoint(
                kit.random.randint(100, stage.width - 150),
                kit.random.randint(80, max(81, stage.height - 200)),
            ),
        )


def print_dialog(stage: Stage) -> None:
    """Build a dialog that prints a document, with a preview or tabs."""
    kit, words = stage.kit, stage.kit.words
    title = words.pick("Print", "인쇄")
    printer = words.pick("Printer|Destination", "프린터|대상")
    copies, pages_name = words.pick("Copies", "매수"), words.pick("Pages", "페이지")
    chosen = kit.random.randrange(3)
    ranges = [
        kit.radio(text, is_on=place == chosen)
        for place, text in enumerate(
            words.pick("All pages;Current page;Custom", "모든 페이지;현재 페이지;사용자 지정").split(";")
        )
    ]
    layout = words.pick("Orientation|Layout", "방향|레이아웃")
    left = kit.column(
        kit.row(kit.label(printer), kit.combo(printer, ["HP LaserJet 400", "PDF", "Brother HL-L2350"]), None),
        kit.row(
            kit.label(copies), kit.spin(copies), kit.checkbox(words.pick("Collate", "한 부씩 인쇄")), None
        ),
        kit.label(pages_name, is_bold=True),
        *ranges,
        kit.row(20, kit.textbox(pages_name, "1-5, 8", hint="1-5, 8")),
        kit.row(
            kit.label(layout),
            kit.combo(layout, words.pick("Portrait;Landscape", "세로;가로").split(";")),
            None,
        ),
        kit.checkbox(words.pick("Print on both sides", "양면 인쇄")),
        kit.checkbox(words.pick("Black and white|Headers and footers", "흑백|머리글과 바닥글")),
        kit.row(kit.label(words.pick("Scale", "배율")), kit.spin(words.pick("Scale", "배율")), None),
        None,
    )
    buttons = kit.row(None, kit.button(title, look="primary"), kit.button(words.pick("Cancel", "취소")))
    parts: list[Part] = [kit.pane(left)]
    if kit.chance(0.6):
        page = kit.label(words.paragraph(9), wraps=True, size=0.75, colour="#303030")
        page.setAlignment(Qt.AlignmentFlag.AlignTop)
        page.setStyleSheet("background: white; color: #303030; padding: 18px; border: 1px solid #909090")
        page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        preview = kit.pane(kit.row(page), margin=16, colour=mix(kit.theme.window, "#000000", 0.25))
        preview.setMinimumWidth(180)
        parts.insert(kit.random.choice((0, 1)), preview)
    body: Part = kit.row(*parts, gap=0)
    if kit.chance(0.4):
        names = words.pick(
            "General;Page Setup;Job;Advanced|Printer;Options", "일반;페이지 설정;작업;고급|프린터;옵션"
        ).split(";")
        inner = kit.pane(kit.row(*parts, gap=0), margin=0)
        body = kit.tabs(names, [inner, *(kit.pane(kit.column(None)) for _ in names[1:])], 0)
    placed(
        stage,
        kit.pane(kit.column(body, buttons)),
        title,
        share=kit.random.choice((1, 0.6)),
        is_dialog=kit.chance(0.5),
    )


def _places(kit: Kit) -> list[str]:
    names = kit.words.pick(
        "Home;Desktop;Documents;Downloads;Music;Pictures;Videos;Trash;Network"
        "|Recent;Starred;This PC;Desktop;Downloads;Local Disk (C:)",
        "홈;바탕 화면;문서;다운로드;음악;사진;동영상;휴지통;네트워크"
        "|최근;즐겨찾기;내 PC;바탕 화면;다운로드;로컬 디스크 (C:)",
    ).split(";")
    return names[: kit.random.randint(5, len(names))]


def _path(kit: Kit) -> Part:
    name = kit.words.pick("Location|Address", "위치|주소")
    shape = kit.random.random()
    path = kit.random.choice(
        ("~/Documents", "C:\\Users\\Anna\\Pictures", "/data/2026/03", "This PC > Documents")
    )
    if shape < 0.4:
        return kit.textbox(name, path)
    if shape < 0.65:
        made = kit.combo(name, [path, "/", "C:\\"])
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return made
    steps = [kit.button(step, look="text") for step in kit.words.nouns(kit.random.randint(2, 3))]
    return kit.row(*steps, None, gap=2)


def _names(kit: Kit, count: int) -> list[str]:
    return [
        kit.words.noun()
        + kit.random.choice(("", f" {kit.random.randint(1, 30)}", f"_{date(kit)}"))
        + kit.random.choice(_ENDINGS)
        for _ in range(count)
    ]


def _files(kit: Kit, stage: Stage) -> Part:
    names = _names(kit, kit.random.randint(4, max(5, stage.height // 22)))
    label = kit.words.pick("Files", "파일")
    if kit.chance(0.35):
        return kit.listing(label, names, has_icons=True, chosen=kit.random.randrange(len(names)))
    header = kit.words.pick(
        "Name;Size;Type;Date Modified|Name;Modified;Size", "이름;크기;종류;수정한 날짜|이름;수정한 날짜;크기"
    ).split(";")
    rows = [
        [
            name,
            *(
                kit.random.choice(
                    (
                        date(kit),
                        f"{kit.random.randint(1, 999)} KB",
                        kit.words.pick("Folder|PDF document|Image", "폴더|PDF 문서|그림"),
                    )
                )
                for _ in header[1:]
            ),
        ]
        for name in names
    ]
    made = kit.table(label, header, rows)
    made.setShowGrid(False)
    made.verticalHeader().setVisible(False)
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    made.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for down in range(len(rows)):
        item = made.item(down, 0)
        if item is not None:
            item.setIcon(
                kit.pixmap(
                    kit.random.choice(("folder", "file", "picture")),
                    kit.random.choice(("#d9a300", kit.theme.dim, kit.theme.accent)),
                )
            )
    return made


def _grid(kit: Kit) -> Part:
    made = kit.listing(kit.words.pick("Files", "파일"), _names(kit, kit.random.randint(6, 40)), chosen=None)
    made.setViewMode(QListView.ViewMode.IconMode)
    made.setResizeMode(QListView.ResizeMode.Adjust)
    made.setMovement(QListView.Movement.Static)
    side = kit.random.choice((32, 48, 64))
    made.setIconSize(made.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
    made.setGridSize(made.iconSize() + made.iconSize().scaled(50, 34, Qt.AspectRatioMode.IgnoreAspectRatio))
    made.setWordWrap(True)
    for place in range(made.count()):
        item = made.item(place)
        name = kit.random.choice(("folder", "file", "picture", any_icon(kit.random)))
        item.setIcon(
            kit.pixmap(name, hsv(kit.random.random(), 0.6, 0.75) if kit.chance(0.5) else "#d9a300", side)
        )
    return made
