"""What many pages have: headers, side lists, forms, rows of buttons, tables, files, charts."""

from collections.abc import Callable
from typing import Any

from training.screens.web import vectors
from training.screens.web.draft import Draft, Node, box


def page_shell(d: Draft, content: Node, wide: bool = False) -> Node:
    """Put a header, a list at the side or nothing around the content of a page."""
    content["style"] = {
        "padding": f"{d.chance.uniform(0.8, 2):.2f}em",
        "flex": 1,
        "overflow": "hidden",
        **content["style"],
    }
    if not wide and d.likely(0.35):
        content["style"] |= {
            "maxWidth": d.chance.choice((720, 860, 980, 1140)),
            "margin": "0 auto",
            "width": "100%",
            "boxSizing": "border-box",
        }
    way = d.chance.choices(("top", "side", "both", "bare"), (35, 25, 25, 15))[0]
    if d.look.is_narrow:
        way = d.chance.choice(("top", "bare"))
    middle = content
    if way in ("side", "both"):
        side = d.side_list(
            None,
            padding="0.7em",
            width=d.chance.randrange(150, 260),
            flex="none",
            boxSizing="border-box",
            overflow="hidden",
            **side_colour(d),
        )
        middle = box((side, content), {"display": "flex", "flex": 1, "minHeight": 0, "alignItems": "stretch"})
    bar = _app_bar(d) if way in ("top", "both") else None
    return box(
        (bar, middle), {"display": "flex", "flexDirection": "column", "height": "100%", "minHeight": 0}
    )


def side_colour(d: Draft) -> Node:
    """Return the colours of a list at the side."""
    choice = d.chance.random()
    if choice < 0.25:
        return {
            "background": d.chance.choice(("#1f2937", "#222d32", "#2c3e50", "#111827", "#3b2f5c")),
            "color": "#e8e8ee",
        }
    if choice < 0.7:
        return {"background": "color-mix(in srgb, currentColor 5%, transparent)"}
    return {"borderRight": "1px solid color-mix(in srgb, currentColor 18%, transparent)"}


def _app_bar(d: Draft) -> Node:
    colour: Node = {}
    if d.likely(0.4):
        colour = {
            "background": d.chance.choice(("var(--accent)", "#1b1f2a", "#24292f", "#0b3d62")),
            "color": "#fff",
        }
    brand = d.words.one("words").title()
    parts: list[Node | None] = [
        d.icon_button("menu", framed=False) if d.likely(0.4) or d.look.is_narrow else None,
        d.icon(None, 22) if d.likely(0.4) else None,
        {"w": "navlink", "label": brand, "id": d.mark("link", brand), "strong": True},
    ]
    if not d.look.is_narrow and d.likely(0.6):
        for label in d.words.some("nav", d.chance.randrange(2, 6)):
            parts.append({"w": "navlink", "label": label, "id": d.mark("link", label)})
    parts.append(d.spring())
    if not d.look.is_narrow and d.likely(0.5):
        plain = {} if not colour else {"style": {"background": "#ffffff", "color": "#222"}, "ink": "#222"}
        parts.append(
            d.text_box(
                "",
                layout="none",
                placeholder=d.words.misc("search"),
                value="",
                width=d.chance.randrange(150, 300),
                icon="search" if d.likely(0.6) else None,
                type="search",
                **plain,
            )
        )
    parts += [d.icon_button(framed=False, disabled=False) for _ in range(d.chance.randrange(0, 4))]
    if d.likely(0.4):
        parts.append(d.avatar(d.words.one("people")))
    elif d.likely(0.5):
        parts.append(d.button(None, d.chance.choice(("primary", "secondary")), size="sm", disabled=False))
    return {"w": "appbar", "c": [one for one in parts if one], "style": {"flex": "none", **colour}}


def desktop_window(d: Draft, title: str, body: Node) -> Node:
    """Put a window with its title bar on a desktop of an earlier system."""
    fills = d.likely(0.35)
    width = "100%" if fills else min(d.look.width - 30, d.chance.randrange(420, 800))
    height = "100%" if fills else d.chance.choice((None, None, d.look.height - 60))
    left = d.chance.randrange(0, 40) if not fills else 0
    controls = [
        {"name": name, "id": d.mark("button", name.lower())} for name in ("Minimize", "Maximize", "Close")
    ]
    bar = d.menu_bar() if d.likely(0.4) else None
    return {
        "w": "window",
        "title": title,
        "controls": controls,
        "bar": bar,
        "c": [body],
        "style": {
            "width": width,
            "height": height,
            "marginLeft": left,
            "marginTop": left // 2,
            "boxSizing": "border-box",
            "maxHeight": "100%",
        },
    }


def form_fields(d: Draft, count: int) -> list[Node]:
    """Return controls of a form, of every sort."""
    makers: list[tuple[Callable[[], Node], int]] = [
        (d.text_box, 40),
        (d.combo_box, 20),
        (lambda: d.text_box(rows=d.chance.randrange(2, 6)), 7),
        (d.spin_button, 6),
        (lambda: d.check_box(), 12),
        (d.radios, 8),
        (lambda: d.text_box(type="password", value="x" * d.chance.randrange(6, 14)), 4),
        (lambda: d.switch(), 5),
        (lambda: d.slider(), 4),
        (lambda: _with_button(d), 5),
    ]
    chosen = d.chance.choices([one[0] for one in makers], [one[1] for one in makers], k=count)
    return [maker() for maker in chosen]


def _with_button(d: Draft) -> Node:
    field = d.text_box()
    return d.row(
        box((field,), {"flex": 1, "minWidth": 0}), d.button(None, "secondary"), alignItems="flex-end"
    )


def form_of(d: Draft, count: int) -> Node:
    """Lay the controls of a form out."""
    fields = form_fields(d, count)
    if not d.look.is_narrow and d.look.width > 760 and d.likely(0.35):
        return d.grid(d.chance.choice((2, 2, 3)), *fields, gap=1.1)
    return d.column(*fields, gap=d.chance.uniform(0.6, 1.2), maxWidth=d.chance.choice((420, 560, 700, 900)))


def closing_buttons(d: Draft, **style: Any) -> Node:
    """Draw the buttons that end a form."""
    first = d.button(d.words.one("positive"), "primary", disabled=d.likely(0.12))
    second = d.button(
        d.words.one("negative"), d.chance.choice(("secondary", "secondary", "ghost", "outline"))
    )
    order = [first, second] if d.likely(0.5) else [second, first]
    if d.likely(0.2):
        order.append(d.button())
    return d.row(*order, **style)


def alert_box(d: Draft) -> Node:
    """Say something important in a coloured box."""
    tone, icon = d.chance.choice(
        (("info", "info"), ("success", "success"), ("warning", "warning"), ("danger", "error"))
    )
    return {
        "w": "alert",
        "tone": tone,
        "text": d.words.one("messages"),
        "icon": icon if d.likely(0.6) else None,
        "c": [d.icon_button("close", framed=False)] if d.likely(0.35) else [],
    }


def breadcrumb_path(d: Draft) -> Node:
    """Draw the path to the page."""
    labels = d.words.some("nav", d.chance.randrange(2, 5))
    items: list[Node] = [{"label": one, "id": d.mark("link", one)} for one in labels[:-1]] + [
        {"label": labels[-1]}
    ]
    return {
        "w": "breadcrumb",
        "items": items,
        "mark": d.chance.choice(("/", "›", ">", "»")),
        "style": {"fontSize": "0.9em"},
    }


def page_numbers(d: Draft) -> Node:
    """Draw the numbers of more pages."""
    chosen = d.chance.randrange(1, 6)
    labels = ["‹", *map(str, range(1, d.chance.randrange(4, 8))), "›"]
    items = [
        {
            "label": one,
            "id": d.mark("button", one, "selected" if one == str(chosen) else ""),
            "selected": one == str(chosen),
        }
        for one in labels
    ]
    return {"w": "pagination", "items": items}


def page_head(d: Draft, title: str, *more: Node | None) -> Node:
    """Write the page's heading, perhaps with a path above it and buttons at its right."""
    line = d.row(d.heading(title, 1, margin=0), d.spring(), *more) if more else d.heading(title, 1, margin=0)
    return d.column(
        breadcrumb_path(d) if d.likely(0.2) else None, line, d.text() if d.likely(0.3) else None, gap=0.4
    )


def figure(d: Draft) -> str:
    """Return a number with its unit."""
    number = d.chance.choice(
        (d.chance.randrange(100), d.chance.randrange(10_000), d.chance.randrange(5_000_000))
    )
    unit = (
        d.chance.choice(("", "%", "원", "개"))
        if d.words.language == "ko"
        else d.chance.choice(("", "%", "$", "ms"))
    )
    return f"${number:,}" if unit == "$" else f"{number:,}{unit}"


def some_date(d: Draft) -> str:
    """Return a date as it is written."""
    year, month, day = d.chance.randrange(2015, 2027), d.chance.randrange(1, 13), d.chance.randrange(1, 29)
    if d.words.language == "ko":
        return d.chance.choice(
            (f"{year}. {month}. {day}.", f"{year}년 {month}월 {day}일", f"{year}-{month:02}-{day:02}")
        )
    return d.chance.choice(
        (
            f"{year}-{month:02}-{day:02}",
            f"{day}/{month:02}/{year}",
            f"{d.words.one('months')[:3]} {day}, {year}",
        )
    )


def file_size(d: Draft) -> str:
    """Return the size of a file."""
    return f"{d.chance.uniform(1, 990):.1f} {d.chance.choice(('KB', 'MB', 'GB'))}"


def cell_text(d: Draft, column: int) -> str:
    """Return what stands in a column of a table."""
    makers = (
        lambda: d.words.one("people"),
        lambda: d.words.one("statuses"),
        lambda: some_date(d),
        lambda: figure(d),
        lambda: d.words.one("words"),
        lambda: d.words.one("files"),
        lambda: f"#{d.chance.randrange(9999)}",
        lambda: file_size(d),
    )
    return makers[column % len(makers)]()


def table_of(d: Draft, rows: int, title: str, **more: Any) -> Node:
    """Draw a table of what is kept in programs."""
    columns: list[Any] = list(d.words.some("columns", 2 if d.look.is_narrow else d.chance.randrange(3, 8)))
    start = d.chance.randrange(8)
    cells: list[list[Any]] = [[cell_text(d, start + j) for j in range(len(columns))] for _ in range(rows)]
    if d.likely(0.3):
        columns = [d.check_box("", layout="none", disabled=False), *columns]
        cells = [[d.check_box("", layout="none", disabled=False), *row] for row in cells]
        for row in [columns, *cells]:
            word = row[1] if isinstance(row[1], str) else ""
            d.marks[row[0]["id"]].label = word if row is not columns else ""
    if d.likely(0.3):
        columns = [*columns, ""]
        if d.likely(0.5):
            names = d.chance.sample(("edit", "trash", "more", "options", "eye", "download"), 2)
            cells = [
                [*row, d.row(*(d.icon_button(one, framed=False, size=16) for one in names), gap=0.2)]
                for row in cells
            ]
        else:
            word = d.words.one("buttons")
            cells = [
                [
                    *row,
                    d.button(word, d.chance.choice(("secondary", "link", "outline")), size="sm", icon=None),
                ]
                for row in cells
            ]
    elif d.likely(0.3):
        cells = [[d.link(row[0]) if isinstance(row[0], str) else row[0], *row[1:]] for row in cells]
    if d.likely(0.3):
        cells = [[*row[:-1], d.chip()] for row in cells]
    return d.table(columns, cells, title, nowrap=d.likely(0.6), **more)


def _file_row(d: Draft, name: str, is_folder: bool) -> list[Node | None]:
    return [
        d.icon("folder" if is_folder else "file", 18),
        d.text(name, flex=1),
        d.text(file_size(d), opacity=0.7) if not is_folder and d.likely(0.7) else None,
    ]


def file_list(d: Draft, rows: int) -> Node:
    """Draw files and folders."""
    names = d.words.some("folders", rows // 3) + d.words.some("files", rows - rows // 3)
    folders = rows // 3
    if d.likely(0.5):
        cells: list[list[Any]] = [
            [
                d.row(d.icon("folder" if i < folders else "file", 17), d.text(one)),
                some_date(d),
                "" if i < folders else file_size(d),
            ]
            for i, one in enumerate(names)
        ]
        return d.table(d.words.some("columns", 3), cells, d.words.misc("file_name").rstrip(":"), nowrap=True)
    return d.rows([_file_row(d, one, i < folders) for i, one in enumerate(names)], "", is_dense=d.likely(0.6))


def loose_menu(d: Draft) -> Node:
    """Open a menu anywhere."""
    left, top = (
        d.chance.randrange(10, max(11, d.look.width - 230)),
        d.chance.randrange(20, max(21, d.look.height - 330)),
    )
    return box((d.menu(),), {"position": "fixed", "left": left, "top": top, "zIndex": 30})


def accordion_list(d: Draft) -> Node:
    """Draw headings that unfold."""
    items: list[Node] = []
    for label in d.words.some("headings", d.chance.randrange(2, 4)):
        is_open = d.likely(0.35)
        items.append(
            {
                "label": label,
                "id": d.mark("button", label, "expanded" if is_open else ""),
                "expanded": is_open,
                "text": d.words.one("sentences"),
            }
        )
    return {"w": "accordion", "items": items}


def chart_picture(d: Draft, width: int, height: int) -> Node:
    """Draw a chart of bars or of a line; it counts as a picture."""
    html = vectors.chart(d.chance, width, height)
    return {"w": "chart", "id": d.mark("img", ""), "html": html}


def field_end(d: Draft, name: str) -> Node:
    """Return an icon at the end of a field."""
    return {"icon": name, "id": d.mark("icon", name)}
