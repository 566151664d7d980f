"""Pages that people work on: lists, tables, sheets, code, documents, mail, dashboards, calendars, files."""

from typing import Any, Final

from training.screens.web.draft import Draft, Node, box
from training.screens.web.parts import (
    alert_box,
    cell_text,
    chart_picture,
    figure,
    file_list,
    file_size,
    page_head,
    page_numbers,
    page_shell,
    side_colour,
    some_date,
    table_of,
)


def list_page(d: Draft) -> tuple[str, Node]:
    """Show a list."""
    title = d.words.one("nav")
    rows: list[list[Node | None]] = []
    style = d.chance.randrange(4)
    for _ in range(d.chance.randrange(4, 14)):
        name = d.words.one("people") if style < 2 else d.words.one("headings")
        left: list[Node | None] = (
            [d.avatar(name)]
            if style == 0
            else [d.picture(44, 44, "", borderRadius=4)]
            if style == 1
            else [d.icon(None, 20)]
            if style == 2
            else [d.check_box("", layout="none")]
        )
        if style == 3:
            d.marks[left[0]["id"]].label = name  # type: ignore[index]  # a check box stands there
        middle = d.column(
            d.text(name, fontWeight=600),
            d.text(None, fontSize=".88em", opacity=0.75) if d.likely(0.6) else None,
            gap=0.1,
            flex=1,
        )
        end = d.chance.choice((None, d.text(some_date(d), fontSize=".85em", opacity=0.7), d.chip(), None))
        if d.likely(0.3):
            end = d.chance.choice(
                (
                    d.icon_button("more", framed=False),
                    d.icon_button("trash", framed=False),
                    d.button(None, size="sm"),
                )
            )
        rows.append([*left, middle, end])
    tools = [
        d.text_box("", layout="none", value="", placeholder=d.words.misc("search"), icon="search", width=240),
        d.combo_box(layout="none", width=150),
        d.button(None, "primary"),
    ]
    kept = [one for one in tools if d.likely(0.6)]
    content = d.column(
        page_head(d, title),
        d.row(*kept, flexWrap="wrap") if kept else None,
        d.rows(rows, title),
        page_numbers(d) if d.likely(0.3) else None,
        gap=0.9,
    )
    return title, content if d.look.is_old_desktop else page_shell(d, content)


def table_page(d: Draft) -> tuple[str, Node]:
    """Show a table."""
    title = d.words.one("nav")
    tools: list[Node | None] = [
        d.text_box(
            "",
            layout="none",
            value="",
            placeholder=d.words.one("placeholders"),
            icon="search" if d.likely(0.5) else None,
            width=230,
        )
        if d.likely(0.6)
        else None,
        d.combo_box(layout="none", width=150) if d.likely(0.4) else None,
        d.icon_button("filter") if d.likely(0.3) else None,
        d.spring(),
        d.button(None, "primary") if d.likely(0.6) else None,
    ]
    table = table_of(d, d.chance.randrange(4, 14), title)
    foot = (
        d.row(
            d.text(f"1–{d.chance.randrange(5, 30)} / {d.chance.randrange(30, 900)}"),
            d.spring(),
            page_numbers(d),
        )
        if d.likely(0.4)
        else None
    )
    content = d.column(
        page_head(d, title),
        d.tabs() if d.likely(0.2) else None,
        d.row(*tools, flexWrap="wrap"),
        table,
        foot,
        gap=0.9,
    )
    return title, content if d.look.is_old_desktop else page_shell(d, content, wide=True)


def spreadsheet(d: Draft) -> tuple[str, Node]:
    """Show a sheet of cells."""
    title = d.words.one("files").rpartition(".")[0] + ".xlsx"
    columns = ["", *"ABCDEFGHIJKLMN"[: max(3, min(14, d.look.width // 110))]]
    count = max(6, min(30, d.look.height // 30))
    heads = d.words.some("columns", len(columns) - 1)
    rows: list[list[Any]] = [["1", *heads, *[""] * (len(columns) - 1 - len(heads))]]
    filled, start = d.chance.randrange(4, count), d.chance.randrange(8)
    for i in range(2, count):
        rows.append(
            [
                str(i),
                *(
                    cell_text(d, start + j) if i <= filled and d.likely(0.9) else ""
                    for j in range(len(columns) - 1)
                ),
            ]
        )
    tools = d.row(
        *(
            d.icon_button(one, framed=False, size=17)
            for one in (
                "undo",
                "redo",
                "print",
                "bold",
                "italic",
                "underline",
                "align left",
                "chart",
                "filter",
            )
            if d.likely(0.8)
        ),
        d.combo_box(layout="none", options=["Arial", "Calibri", "Malgun Gothic", "Noto Sans"], width=120)
        if d.likely(0.5)
        else None,
        gap=0.3,
        padding="0.2em 0.6em",
    )
    cell = d.chance.choice("ABCDE") + str(d.chance.randrange(1, 20))
    formula = d.row(
        d.text_box("", layout="none", value=cell, width=64),
        d.text("fx", fontStyle="italic"),
        d.text_box("", layout="none", value=f"=SUM({cell}:{cell[0]}{d.chance.randrange(20, 40)})"),
        padding="0 0.6em",
        gap=0.4,
    )
    table = d.table(
        columns,
        rows,
        title,
        grid=True,
        dense=True,
        nowrap=True,
        striped=False,
        numeric=[0] if d.likely(0.5) else [],
        selected=None,
        style={"fontSize": "0.85em", "tableLayout": "fixed"},
    )
    sheets = d.tabs(
        [f"{'시트' if d.words.language == 'ko' else 'Sheet'}{i}" for i in range(1, d.chance.randrange(2, 5))]
    )
    return title, d.column(
        d.row(d.text(title, fontWeight=600), padding="0.3em 0.7em") if d.likely(0.5) else None,
        d.menu_bar(),
        tools,
        formula,
        box((table,), {"flex": 1, "overflow": "hidden"}),
        sheets,
        gap=0.2,
        height="100%",
    )


_CODE: Final = (
    (("import ", "#a626a4"), ("os", "")),
    (("def ", "#a626a4"), ("load", "#4078f2"), ("(path, mode=", ""), ("'r'", "#50a14f"), ("):", "")),
    (("    return ", "#a626a4"), ("open(path, mode).read()", "")),
    (("class ", "#a626a4"), ("Reader", "#c18401"), (":", "")),
    (("    # keep what was read", "#8a8f98"),),
    (("    items = []", ""),),
    (("", ""),),
    (
        ("for ", "#a626a4"),
        ("name ", ""),
        ("in ", "#a626a4"),
        ("os.listdir(", ""),
        ("'.'", "#50a14f"),
        ("):", ""),
    ),
    (("    print(name, len(name))", ""),),
    (("if ", "#a626a4"), ("count > ", ""), ("128", "#986801"), (":", "")),
    (("    raise ", "#a626a4"), ("ValueError(", ""), ('"too many"', "#50a14f"), (")", "")),
    (("const ", "#a626a4"), ("total = rows.reduce((a, b) => a + b, ", ""), ("0", "#986801"), (");", "")),
    (("export default ", "#a626a4"), ("function App() {", "")),
    (("  <div className=", ""), ('"panel"', "#50a14f"), (">", "")),
)


def _code_lines(d: Draft, count: int) -> Node:
    runs: list[list[str]] = []
    for i in range(count):
        for text, colour in d.chance.choice(_CODE):
            runs.append([text, colour])
        runs.append(["\n" if i + 1 < count else "", ""])
    return {
        "w": "pre",
        "runs": runs,
        "style": {"fontFamily": "monospace", "fontSize": "0.9em", "lineHeight": 1.5},
    }


def code_editor(d: Draft) -> tuple[str, Node]:
    """Show code."""
    names = d.words.some("files", 4)
    title = names[0]
    count = max(8, min(40, d.look.height // 26))
    numbers: Node = {
        "w": "pre",
        "runs": [["\n".join(str(i) for i in range(1, count + 1)), ""]],
        "style": {
            "fontFamily": "monospace",
            "fontSize": "0.9em",
            "lineHeight": 1.5,
            "opacity": 0.5,
            "textAlign": "right",
        },
    }
    code = box(
        (numbers, _code_lines(d, count)),
        {
            "display": "flex",
            "gap": "1.2em",
            "padding": "0.5em 0.8em",
            "flex": 1,
            "overflow": "hidden",
            "minHeight": 0,
        },
    )
    tree = d.column(
        d.text(d.words.one("folders"), fontWeight=700),
        *(
            d.row(d.icon("folder" if i < 3 else "file", 15), d.text(one))
            for i, one in enumerate(d.words.some("folders", 3) + d.words.some("files", 6))
        ),
        gap=0.35,
        padding="0.6em",
        width=190,
        flex="none",
        overflow="hidden",
        **side_colour(d),
    )
    status = d.row(
        d.text("UTF-8"),
        d.text("Python"),
        d.spring(),
        d.text(f"Ln {d.chance.randrange(1, 200)}, Col {d.chance.randrange(1, 80)}"),
        padding="0.2em 0.8em",
        background="var(--accent)",
        color="#fff",
        fontSize="0.82em",
    )
    rail = (
        d.column(
            *(d.icon_button(one, framed=False) for one in ("file", "search", "share", "puzzle")),
            gap=0.7,
            padding="0.6em 0.4em",
            flex="none",
        )
        if d.likely(0.5)
        else None
    )
    middle = box(
        (
            rail,
            None if d.look.is_narrow else tree,
            d.column(d.tabs(names[: d.chance.randrange(1, 4)]), code, gap=0, flex=1),
        ),
        {"display": "flex", "flex": 1, "minHeight": 0},
    )
    return title, d.column(d.menu_bar() if d.likely(0.6) else None, middle, status, gap=0, height="100%")


def word_processor(d: Draft) -> tuple[str, Node]:
    """Show a document that is written."""
    title = d.words.one("files")
    tools = d.row(
        *(d.icon_button(one, framed=d.likely(0.1), size=17) for one in ("save", "undo", "redo", "print")),
        d.combo_box(layout="none", options=["Arial", "Times New Roman", "바탕", "Noto Sans"], width=130),
        d.spin_button("", layout="none", value=d.chance.randrange(8, 30), width=64)
        if d.likely(0.5)
        else None,
        *(
            d.icon_button(one, framed=True, pressed=d.likely(0.2), size=17)
            for one in ("bold", "italic", "underline", "align left", "align centre", "list")
        ),
        gap=0.35,
        padding="0.3em 0.7em",
        flexWrap="wrap",
    )
    sheet = box(
        (
            d.heading(None, 1, color="#111"),
            *(
                d.text(d.words.paragraph(d.chance.randrange(2, 6)), color="#222", marginBottom="0.8em")
                for _ in range(7)
            ),
        ),
        {
            "background": "#fff",
            "width": min(640, d.look.width - 60),
            "padding": "2.6em 3em",
            "boxShadow": "0 1px 6px #0005",
            "boxSizing": "border-box",
            "height": "100%",
            "overflow": "hidden",
        },
    )
    body = box(
        (sheet,),
        {
            "background": "color-mix(in srgb, currentColor 16%, transparent)",
            "padding": "1.2em 0 0",
            "flex": 1,
            "display": "flex",
            "justifyContent": "center",
            "overflow": "hidden",
            "minHeight": 200,
        },
    )
    return title, d.column(
        d.menu_bar(),
        tools,
        body,
        d.row(
            d.text(f"1 / {d.chance.randrange(1, 30)}"),
            d.spring(),
            d.text("100%"),
            padding="0.2em 0.8em",
            fontSize="0.85em",
        ),
        gap=0,
        height="100%",
    )


def chat(d: Draft) -> tuple[str, Node]:
    """Show what two people write to each other."""
    name = d.words.one("people")
    bubbles: list[Node | None] = []
    for _ in range(d.chance.randrange(4, 12)):
        is_mine = d.likely(0.45)
        bubble = box(
            (
                d.text(d.words.one("chat")),
                d.text(
                    f"{d.chance.randrange(1, 13)}:{d.chance.randrange(60):02}", fontSize=".72em", opacity=0.7
                ),
            ),
            {
                "background": "var(--accent)"
                if is_mine
                else "color-mix(in srgb, currentColor 11%, transparent)",
                "color": "var(--on-accent)" if is_mine else "inherit",
                "borderRadius": "0.9em",
                "padding": "0.5em 0.9em",
                "maxWidth": "65%",
            },
        )
        bubbles.append(
            d.row(
                None if is_mine else d.avatar(name, 28),
                bubble,
                justifyContent="flex-end" if is_mine else "flex-start",
            )
        )
    write = d.row(
        d.icon_button("attach", framed=False),
        d.text_box(
            "",
            layout="none",
            value="",
            placeholder=d.words.one("placeholders"),
            disabled=False,
            readonly=False,
        ),
        d.icon_button("send", framed=d.likely(0.5), variant="primary")
        if d.likely(0.6)
        else d.button(d.words.misc("send"), "primary"),
        padding="0.6em",
    )
    head = d.row(
        d.avatar(name),
        d.heading(name, 2, margin=0, fontSize="1.1em"),
        d.spring(),
        d.icon_button("phone", framed=False),
        d.icon_button("more", framed=False),
        padding="0.5em 0.8em",
        borderBottom="1px solid color-mix(in srgb, currentColor 18%, transparent)",
    )
    talk = d.column(
        head,
        d.column(*bubbles, gap=0.7, flex=1, overflow="hidden", padding="0.8em"),
        write,
        gap=0,
        flex=1,
        height="100%",
    )
    if d.look.is_narrow or d.likely(0.25):
        return name, talk
    people = d.rows(
        [
            [
                d.avatar(one),
                d.column(
                    d.text(one, fontWeight=600),
                    d.text(d.words.one("chat"), fontSize=".85em", opacity=0.7),
                    gap=0,
                ),
            ]
            for one in d.words.some("people", 7)
        ],
        d.words.one("nav"),
        width=240,
        flex="none",
        borderRadius=0,
    )
    return name, box((people, talk), {"display": "flex", "height": "100%"})


def email(d: Draft) -> tuple[str, Node]:
    """Show mail."""
    folders = d.side_list(
        [d.words.misc("inbox"), *d.words.some("nav", d.chance.randrange(3, 7))],
        width=170,
        flex="none",
        padding="0.5em",
    )
    subjects = d.words.some("subjects", 9)
    rows: list[list[Node | None]] = [
        [
            d.check_box("", layout="none", disabled=False) if d.likely(0.5) else None,
            d.column(
                d.row(
                    d.text(d.words.one("people"), fontWeight=700 if d.likely(0.5) else 400),
                    d.spring(),
                    d.text(some_date(d), fontSize=".8em", opacity=0.7),
                ),
                d.text(one, fontSize=".92em"),
                gap=0,
                flex=1,
            ),
        ]
        for one in subjects
    ]
    for row, subject in zip(rows, subjects, strict=True):
        if row[0]:
            d.marks[row[0]["id"]].label = subject
    tools = d.row(
        d.button(d.words.misc("new"), "primary"),
        *(d.icon_button(one, framed=d.likely(0.2)) for one in ("reply", "forward", "archive", "trash")),
        d.spring(),
        d.text_box("", layout="none", value="", placeholder=d.words.misc("search"), width=180),
        padding="0.5em",
        gap=0.5,
    )
    title = subjects[0]
    if d.look.is_narrow:
        return d.words.misc("inbox"), d.column(tools, d.rows(rows, d.words.misc("inbox")), gap=0.3)
    if d.likely(0.3):
        body = d.column(
            d.text_box(d.words.misc("to"), layout="left"),
            d.text_box(d.words.misc("subject"), layout="left", value=title),
            d.text_box("", layout="none", rows=8, value=d.words.paragraph(3)),
            d.row(d.button(d.words.misc("send"), "primary"), d.icon_button("attach"), d.icon_button("trash")),
            padding="0.8em",
            flex=1,
        )
    else:
        body = d.column(
            d.heading(title, 1, margin=0, fontSize="1.4em"),
            d.row(
                d.avatar("A"), d.text(d.words.one("people"), fontWeight=600), d.spring(), d.text(some_date(d))
            ),
            *(d.text(d.words.paragraph(3)) for _ in range(3)),
            d.row(d.button(None, "secondary"), d.button(None, "secondary")),
            padding="0.9em",
            flex=1,
            overflow="hidden",
        )
    inbox = d.rows(
        rows, d.words.misc("inbox"), width=d.chance.randrange(230, 330), flex="none", borderRadius=0
    )
    middle = box(
        (folders if d.look.width > 850 else None, inbox, body),
        {"display": "flex", "flex": 1, "minHeight": 0, "overflow": "hidden"},
    )
    return title, d.column(tools, middle, gap=0, height="100%")


def dashboard(d: Draft) -> tuple[str, Node]:
    """Show figures and charts."""
    title = d.words.one("nav")
    columns = 1 if d.look.is_narrow else d.chance.choice((2, 3, 4)) if d.look.width > 900 else 2
    cards = [
        d.card(
            d.row(
                d.text(d.words.one("columns"), opacity=0.75, fontSize=".9em"),
                d.spring(),
                d.icon(None, 20) if d.likely(0.5) else None,
            ),
            d.text(figure(d), fontSize="1.7em", fontWeight=700),
            d.text(figure(d), fontSize=".85em", opacity=0.7) if d.likely(0.6) else None,
            d.progress() if d.likely(0.3) else None,
        )
        for _ in range(columns * d.chance.randrange(1, 3))
    ]
    panels: list[Node | None] = []
    for _ in range(d.chance.randrange(1, 4)):
        name = d.words.one("headings")
        inside = d.chance.choice((0, 0, 1, 2, 3))
        body = (
            chart_picture(d, 400, d.chance.randrange(110, 220))
            if inside == 0
            else table_of(d, d.chance.randrange(3, 6), name)
            if inside == 1
            else d.column(*(d.progress(d.words.one("columns")) for _ in range(3)), gap=0.6)
            if inside == 2
            else d.column(*(d.check_box() for _ in range(4)), gap=0.4)
        )
        panels.append(
            d.card(
                d.row(
                    d.heading(name, 3, margin=0, fontSize="1.1em"),
                    d.spring(),
                    d.combo_box(layout="none", width=120)
                    if d.likely(0.25)
                    else d.icon_button("more", framed=False)
                    if d.likely(0.4)
                    else None,
                ),
                body,
            )
        )
    head = page_head(d, title, *(d.button() for _ in range(d.chance.randrange(0, 3))))
    wide = d.grid(1 if d.look.width < 900 else 2, *panels, gap=1, alignItems="start")
    return title, page_shell(
        d,
        d.column(head, alert_box(d) if d.likely(0.15) else None, d.grid(columns, *cards), wide, gap=1),
        wide=True,
    )


def calendar(d: Draft) -> tuple[str, Node]:
    """Show a month."""
    year, month = d.chance.randrange(2015, 2030), d.chance.randrange(12)
    name = d.words._lists["months"][month]
    title = f"{year}년 {name}" if d.words.language == "ko" else f"{name} {year}"
    first = d.chance.randrange(7)
    rows: list[list[Any]] = []
    for week in range(5):
        row: list[Any] = []
        for day in range(7):
            number = week * 7 + day - first + 1
            events = (
                [
                    {
                        "w": "chip",
                        "text": d.words.one("events"),
                        "color": f"hsl({d.chance.randrange(360)} 60% 70% / .5)",
                        "style": {"fontSize": ".75em"},
                    }
                ]
                if d.likely(0.2) and 0 < number < 31
                else []
            )
            row.append(
                box(
                    (d.text(str(number) if 0 < number < 32 else "", fontSize=".9em"), *events),
                    {"height": max(34, d.look.height // 9), "overflow": "hidden"},
                )
            )
        rows.append(row)
    table = d.table(
        list(d.words._lists["days"]),
        rows,
        title,
        grid=True,
        striped=False,
        selected=None,
        style={"tableLayout": "fixed"},
    )
    bar = d.row(
        d.button(d.words.misc("today"), "secondary"),
        d.icon_button("left"),
        d.icon_button("right"),
        d.heading(title, 1, margin=0, fontSize="1.4em"),
        d.spring(),
        d.combo_box(layout="none", width=110) if d.likely(0.6) else None,
        d.button(d.words.misc("new"), "primary") if d.likely(0.5) else None,
        flexWrap="wrap",
    )
    return title, page_shell(d, d.column(bar, table, gap=0.8), wide=True)


def file_manager(d: Draft) -> tuple[str, Node]:
    """Show a folder."""
    title = d.words.one("folders")
    tools = d.row(
        d.icon_button("back"),
        d.icon_button("forward", disabled=True),
        d.icon_button("up"),
        d.text_box("", layout="none", value=f"/home/{title}", readonly=False),
        d.icon_button("search"),
        d.icon_button("grid"),
        d.icon_button("list"),
        padding="0.5em",
    )
    places = d.side_list(d.words.some("folders", 7), width=160, flex="none", padding="0.4em")
    if d.likely(0.4):
        tiles = [
            d.column(
                d.icon("folder" if i < 4 else "file", d.chance.choice((40, 48))),
                d.text(one, fontSize=".88em", textAlign="center"),
                gap=0.2,
                alignItems="center",
            )
            for i, one in enumerate(d.words.some("folders", 4) + d.words.some("files", 8))
        ]
        files = d.grid(
            max(2, (d.look.width - 220) // 130), *tiles, gap=1.2, padding="1em", flex=1, alignContent="start"
        )
    else:
        files = box(
            (file_list(d, d.chance.randrange(6, 14)),),
            {"flex": 1, "minWidth": 0, "padding": "0.3em", "overflow": "hidden"},
        )
    middle = box(
        (None if d.look.is_narrow else places, files), {"display": "flex", "flex": 1, "minHeight": 0}
    )
    return title, d.column(
        d.menu_bar() if d.likely(0.4) else None,
        tools,
        middle,
        d.text(f"{d.chance.randrange(2, 60)} / {file_size(d)}", padding="0.2em 0.6em", fontSize=".85em"),
        gap=0,
        height="100%",
    )


def terminal(d: Draft) -> tuple[str, Node]:
    """Show a terminal."""
    colours = d.chance.choice(
        (
            ("#000", "#ddd"),
            ("#1e1e1e", "#d4d4d4"),
            ("#300a24", "#eee"),
            ("#fdf6e3", "#586e75"),
            ("#0c0c0c", "#39d353"),
        )
    )
    runs: list[list[str]] = []
    for _ in range(max(6, d.look.height // 45)):
        command = d.chance.choice(
            (
                "ls -la",
                "git status",
                "cd src",
                "npm install",
                "python main.py",
                "cat README.md",
                "ping example.com",
                "sudo apt update",
            )
        )
        runs.append(["user@host:~$ ", "#3fb950"])
        runs.append([command + "\n", ""])
        if d.likely(0.5):
            runs.append([f"{d.words.one('files')}  {d.words.one('files')}\n{d.words.one('messages')}\n", ""])
    body = box(
        (
            {
                "w": "pre",
                "runs": runs,
                "style": {"fontFamily": "monospace", "fontSize": "0.95em", "lineHeight": 1.35},
            },
        ),
        {
            "background": colours[0],
            "color": colours[1],
            "padding": "0.7em",
            "height": "100%",
            "boxSizing": "border-box",
            "overflow": "hidden",
        },
    )
    return "Terminal", body
