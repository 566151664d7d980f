"""Screens with a document: text, code, a sheet of cells, an article, a terminal."""

from functools import partial

from PySide6.QtCore import QPoint, QRegularExpression, Qt
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QSizePolicy, QTabBar, QTextEdit, QWidget

from training.screens.qt.kinds.rows import date, number
from training.screens.qt.kit import Kit, Part
from training.screens.qt.parts import (
    avatar,
    chips,
    drop_menu,
    menu_bar,
    rail,
    side_menu,
    status_bar,
    tool_bar,
    top_bar,
)
from training.screens.qt.pictures import photograph
from training.screens.qt.stage import Stage
from training.screens.qt.theme import hsv, mix
from training.screens.qt.windows import placed
from training.screens.qt.words import listed

_FILES = (
    "main.py|reader.js|index.html|style.css|README.md|config.toml|app.ts|server.go|orders.sql"
    "|Makefile|test_reader.py"
)


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, colours: list[str]) -> None:
        super().__init__(document)
        patterns = (
            r"\\b(def|class|return|if|for|in|not|import|from|const|function|int|export|SELECT|FROM|WHERE|yield)\\b",
            r"\"[^\"]*\"",
            r"(#|//).*$",
            r"\\b\\d+\\b",
        )
        self._rules = [
            (QRegularExpression(pattern), colour) for pattern, colour in zip(patterns, colours, strict=True)
        ]

    def highlightBlock(self, text: str) -> None:
        for pattern, colour in self._rules:
            made = QTextCharFormat()
            made.setForeground(QColor(colour))
            found = pattern.globalMatch(text)
            while found.hasNext():
                hit = found.next()
                self.setFormat(hit.capturedStart(), hit.capturedLength(), made)


def code_editor(stage: Stage) -> None:
    """Build an editor of program text with its tree of files, tabs and panels."""
    kit = stage.kit
    files = kit.random.sample(_FILES.split("|"), kit.random.randint(2, 5))
    editor = plain_text(kit, "\n".join(_some_lines(kit, "code", stage.height // 10)), is_mono=True)
    _Colours(
        editor.document(),
        [
            hsv(kit.random.random(), 0.5 if kit.theme.is_dark else 0.9, 0.9 if kit.theme.is_dark else 0.6)
            for _ in range(4)
        ],
    )
    numbers = kit.label("\n".join(str(line) for line in range(1, stage.height // 10)), is_dim=True, size=0.95)
    numbers.setFont(_mono(kit))
    numbers.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    numbers.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
    numbers.setContentsMargins(8, 5, 4, 0)
    middle: list[Part] = [tab_bar(kit, files), kit.row(numbers, editor, gap=0)]
    if kit.chance(0.4):
        panel = plain_text(kit, "\n".join(_some_lines(kit, "shell", 12)), is_mono=True)
        panel.setFixedHeight(stage.height // 4)
        middle += [
            tab_bar(
                kit,
                kit.words.pick(
                    "Problems;Output;Terminal|Console;Debug;Log", "문제;출력;터미널|콘솔;디버그;로그"
                ).split(";"),
            ),
            panel,
        ]
    sides: list[Part] = [rail(kit, kit.random.randint(4, 7))] if kit.chance(0.5) else []
    if kit.chance(0.7):
        tree = kit.listing(
            kit.words.pick("Files|Explorer|Project", "파일|탐색기|프로젝트"),
            kit.random.sample(_FILES.split("|"), 8),
            has_icons=kit.chance(0.6),
        )
        tree.setFixedWidth(min(stage.width // 4, 220))
        sides.append(tree)
    body = kit.row(*sides, kit.column(*middle, gap=0), gap=0)
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.7) else []
    if kit.chance(0.4):
        top.append(tool_bar(kit, ("play", "stop", "refresh", "search", "settings", "undo", "redo", "save")))
    title = f"{files[0]} - {kit.words.pick('Editor|Studio|Code', '편집기|스튜디오|코드')}"
    placed(
        stage,
        kit.pane(kit.column(*top, body, status_bar(kit), gap=0), margin=0),
        title,
        share=kit.random.choice((1, 1, 0.85)),
    )


def word_processor(stage: Stage) -> None:
    """Build an editor of formatted text: bars above, a page or a plain pane below."""
    kit, words = stage.kit, stage.kit.words
    opened = kit.random.randrange(3) if kit.chance(0.25) else None
    bar = menu_bar(kit, opened)
    paper = QTextEdit()
    paper.setFont(kit.font(kit.random.uniform(1, 1.3)))
    size = round(kit.theme.font_px * 1.9)
    paper.setHtml(
        "".join(
            [
                f"<h1 style='font-size:{size}px'>{words.noun()}</h1>",
                *(f"<p>{words.paragraph(kit.random.randint(2, 6))}</p>" for _ in range(8)),
            ]
        )
    )
    paper.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    paper.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    white = kit.theme.surface if kit.chance(0.3) else "#ffffff"
    paper.setStyleSheet(
        f"background: {white}; color: {'#202020' if white == '#ffffff' else kit.theme.text}; "
        f"border: none; padding: 30px"
    )
    tools: list[Part] = []
    fonts = kit.combo(words.pick("Font", "글꼴"), [kit.theme.family, "Times New Roman", "Courier"])
    sizes = kit.combo(words.pick("Font size", "글꼴 크기"), ["10", "11", "12", "14"])
    marks = [
        _format_button(kit, name)
        for name in (
            "bold",
            "italic",
            "underline",
            "align left",
            "align centre",
            "align right",
            "list",
            "link",
        )
    ]
    if kit.chance(0.8):
        tools.append(kit.pane(kit.row(fonts, sizes, *marks, None, gap=6), margin=6, colour=kit.theme.raised))
    else:
        for one in (fonts, sizes, *marks):
            one.deleteLater()
            kit.noted = [noted for noted in kit.noted if noted.widget is not one]
            kit.focusable = [widget for widget in kit.focusable if widget is not one]
    if kit.chance(0.6):
        tools.insert(
            0,
            tool_bar(
                kit,
                (
                    "file",
                    "folder",
                    "save",
                    "print",
                    "cut",
                    "copy",
                    "paste",
                    "undo",
                    "redo",
                    "search",
                    "picture",
                    "table",
                ),
            ),
        )
    gutter = kit.random.choice((0, 0, stage.width // 8))
    back = mix(kit.theme.window, "#000000", 0.12)
    body = kit.pane(kit.row(gutter, paper, gutter), margin=16 if gutter else 0, colour=back)
    body.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    sides: list[Part] = [side_menu(kit, words.nouns(6))] if kit.chance(0.3) else []
    title = (
        words.noun()
        + kit.random.choice((".odt", ".docx", ".md", ".hwp"))
        + " - "
        + words.pick("Writer|Word|Notes", "한글|워드|메모")
    )
    placed(
        stage,
        kit.pane(kit.column(bar, *tools, kit.row(*sides, body, gap=0), status_bar(kit), gap=0), margin=0),
        title,
        share=kit.random.choice((1, 1, 0.85)),
    )
    if opened is not None:
        window = stage.layers[-1]
        window.widget.ensurePolished()
        drop_menu(
            stage,
            QPoint(
                window.left + 10 + opened * 44,
                window.top + bar.sizeHint().height() + (34 if kit.theme.frame != "none" else 2),
            ),
        )


def spreadsheet(stage: Stage) -> None:
    """Build a sheet of cells with a formula field."""
    kit, words = stage.kit, stage.kit.words
    columns, rows = max(4, stage.width // 90), max(8, stage.height // 26)
    cells = [[""] * columns for _ in range(rows)]
    filled = kit.random.randint(2, columns)
    for across in range(filled):
        make = (
            words.person
            if across == 0
            else kit.random.choice((words.noun, lambda: number(kit), lambda: number(kit), lambda: date(kit)))
        )
        cells[0][across] = words.field()
        for down in range(1, kit.random.randint(4, rows)):
            cells[down][across] = make()
    title = words.noun() + kit.random.choice((".ods", ".xlsx", ".csv"))
    sheet = kit.table(title, [chr(65 + place % 26) for place in range(columns)], cells)
    sheet.setShowGrid(True)
    sheet.verticalHeader().setVisible(True)
    sheet.clearSelection()
    sheet.setSelectionBehavior(sheet.SelectionBehavior.SelectItems)
    sheet.setCurrentCell(kit.random.randrange(rows // 2), kit.random.randrange(filled))
    sheet.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    sheet.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    name = kit.combo(words.pick("Name box", "이름 상자"), ["A1", "B4"])
    formula = kit.textbox(
        words.pick("Formula", "수식"), kit.random.choice(("=SUM(B2:B14)", "", "=IF(A2>10,1,0)"))
    )
    tools: list[Part] = [menu_bar(kit)] if kit.chance(0.8) else []
    tools += (
        [
            tool_bar(
                kit, ("save", "print", "undo", "redo", "bold", "italic", "sort", "filter", "chart", "table")
            )
        ]
        if kit.chance(0.8)
        else []
    )
    names = [words.pick("Sheet", "시트") + str(place) for place in range(1, kit.random.randint(2, 5))]
    below = tab_bar(kit, names)
    placed(
        stage,
        kit.pane(
            kit.column(*tools, kit.row(4, name, formula, 4), sheet, below, status_bar(kit), gap=2), margin=0
        ),
        title,
        share=kit.random.choice((1, 1, 0.85)),
    )


def article(stage: Stage) -> None:
    """Build a page to read: headings, paragraphs, pictures and links."""
    kit, words = stage.kit, stage.kit.words
    title = words.sentence().rstrip(".")
    parts: list[Part] = (
        [
            kit.row(
                *(part for name in words.nouns(3) for part in (kit.link(name), kit.label("/", is_dim=True))),
                None,
            )
        ]
        if kit.chance(0.4)
        else []
    )
    heading = kit.heading(title, kit.random.uniform(1.8, 2.6))
    heading.setWordWrap(True)
    heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    parts += [
        heading,
        kit.row(
            avatar(kit, 32),
            kit.label(words.person(), is_dim=True),
            kit.label(date(kit), is_dim=True),
            chips(kit, kit.random.randint(0, 3)),
            None,
        ),
    ]
    for _ in range(kit.random.randint(3, 7)):
        shape = kit.random.random()
        if shape < 0.25:
            parts.append(kit.heading(words.choice(), 1.4))
        elif shape < 0.5:
            parts.append(
                kit.picture(
                    photograph(kit.random),
                    height=kit.random.randint(80, max(90, stage.height // 3)),
                    label="",
                )
            )
        elif shape < 0.65:
            parts.append(kit.row(kit.link(words.choice()), None))
        parts.append(kit.label(words.paragraph(kit.random.randint(2, 5)), wraps=True))
    page = kit.pane(kit.column(*parts, None), margin=kit.theme.margin + 6)
    page.setMaximumWidth(kit.random.choice((620, 760, 2000)))
    page.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    aside: list[Part] = []
    if stage.width > 800 and kit.chance(0.5):
        related = [kit.row(kit.link(words.choice()), None) for _ in range(kit.random.randint(3, 8))]
        aside = [
            kit.pane(
                kit.column(
                    kit.heading(words.pick("Related|Popular|Contents", "관련 글|인기|목차"), 1.2),
                    *related,
                    None,
                )
            )
        ]
    body = kit.row(page, *aside)
    placed(
        stage,
        kit.pane(kit.column(top_bar(kit, words.noun()), body, gap=0), margin=0, colour=kit.theme.surface),
        title,
        share=1,
    )


def terminal(stage: Stage) -> None:
    """Build a terminal with what was typed and answered."""
    kit = stage.kit
    screen = plain_text(kit, "\n".join(_some_lines(kit, "shell", stage.height // 14)), is_mono=True)
    back, ink = kit.random.choice(
        (
            ("#000000", "#d0d0d0"),
            ("#0c0c0c", "#cccccc"),
            ("#300a24", "#eeeeec"),
            ("#1e1e2e", "#cdd6f4"),
            ("#ffffff", "#202020"),
            ("#002b36", "#93a1a1"),
            ("#001500", "#33ff33"),
        )
    )
    screen.setStyleSheet(f"background: {back}; color: {ink}; border: none; border-radius: 0")
    _Colours(screen.document(), [hsv(kit.random.random(), 0.6, 0.85) for _ in range(4)])
    top: list[Part] = [menu_bar(kit)] if kit.chance(0.4) else []
    if kit.chance(0.3):
        top.append(tab_bar(kit, ("bash", "anna@server", "logs")[: kit.random.randint(1, 3)]))
    title = kit.random.choice(
        (
            "anna@desk: ~",
            "Terminal",
            "Windows PowerShell",
            "bash",
            kit.words.pick("Command Prompt", "명령 프롬프트"),
        )
    )
    placed(
        stage, kit.pane(kit.column(*top, screen, gap=0), margin=0), title, share=kit.random.choice((1, 0.7))
    )


def plain_text(kit: Kit, text: str, *, is_mono: bool = False) -> QPlainTextEdit:
    """Make a pane of text that fills a window, which nobody would call a field."""
    made = QPlainTextEdit(text)
    made.setProperty("look", "bare")
    made.setLineWrapMode(
        QPlainTextEdit.LineWrapMode.NoWrap if is_mono else QPlainTextEdit.LineWrapMode.WidgetWidth
    )
    made.setFont(_mono(kit) if is_mono else kit.font())
    made.setFrameShape(QPlainTextEdit.Shape.NoFrame)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return made


def tab_bar(kit: Kit, names: list[str] | tuple[str, ...]) -> QTabBar:
    """Make tabs without pages of their own."""
    made = QTabBar()
    made.setExpanding(False)
    made.setDrawBase(False)
    made.setUsesScrollButtons(False)
    made.setElideMode(Qt.TextElideMode.ElideNone)
    closable = kit.chance(0.4)
    for name in names:
        made.addTab(name)
        if kit.chance(0.3):
            made.setTabIcon(made.count() - 1, kit.pixmap("file"))
    made.setCurrentIndex(kit.random.randrange(len(names)))
    for place, name in enumerate(names):
        kit.note(
            made,
            "tab",
            name,
            partial(made.tabRect, place),
            partial(set, ("selected",) if made.currentIndex() == place else ()),
        )
        if closable:
            made.setTabButton(
                place, QTabBar.ButtonPosition.RightSide, kit.icon("close", 12, colour=kit.theme.dim)
            )
    return made


def _format_button(kit: Kit, name: str) -> QWidget:
    if kit.chance(0.6):
        return kit.icon(name, 18)
    made = kit.icon_button(name, side=16)
    if kit.chance(0.25) and made.isEnabled():
        made.setCheckable(True)
        made.setChecked(True)
    return made


def _mono(kit: Kit) -> QFont:
    made = QFont(kit.random.choice(("DejaVu Sans Mono", "Nimbus Mono PS", "Noto Sans Mono CJK KR")))
    made.setPixelSize(kit.theme.font_px)
    return made


def _some_lines(kit: Kit, name: str, count: int) -> list[str]:
    lines = listed(name)
    start = kit.random.randrange(len(lines))
    return [lines[(start + place) % len(lines)] for place in range(count)]
