"""Puts pages of every kind together: what a sign-in page, a settings page or an inbox is made of."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from training.screens.web.draft import ICONS, Draft, Mark, Node, box
from training.screens.web.look import Look
from training.screens.web.words import Words


@dataclass(frozen=True)
class Page:
    """A page to draw."""

    kind: str
    title: str
    nodes: tuple[Node, ...]
    marks: tuple[Mark, ...]
    """What is true of the node with this number."""
    focus: int | None
    """The node that is given the focus."""
    hover: int | None
    """The node that the mouse points at."""


def make(chance: random.Random, look: Look, words: Words) -> Page:
    """Put a page together for a look."""
    names = [one for one in _KINDS if not look.is_old_desktop or one in _OF_DESKTOPS]
    kind = chance.choices(names, [_KINDS[one][1] for one in names])[0]
    draft = Draft(chance, look, words)
    title, body = _KINDS[kind][0](draft)
    over: list[Node] = []
    if kind in _MAY_BE_COVERED and draft.likely(0.13) and not look.is_old_desktop:
        title, kind, dialog = _dialog(draft)
        over.append(dialog)
    elif kind in _MAY_BE_COVERED and draft.likely(0.14):
        over.append(_loose_menu(draft))
    nodes = [_desktop_window(draft, title, body)] if look.is_old_desktop else [body]
    first = len(draft.marks) if not over else _first_number(over[0])
    focusable = [one for one in draft.focusable() if not over or one >= first]
    focus = chance.choice(focusable) if focusable and draft.likely(0.5) else None
    pointed = [i for i in focusable if draft.marks[i].role in ("button", "link")]
    hover = chance.choice(pointed) if pointed and draft.likely(0.2) else None
    return Page(kind, title, (*nodes, *over), tuple(draft.marks), focus, hover)


def _first_number(node: Node) -> int:
    numbers = [node["id"]] if "id" in node else []
    for value in node.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                numbers.append(_first_number(one))
    return min(numbers, default=1 << 30)


# -- what stands around the content


def _shell(d: Draft, content: Node, wide: bool = False) -> Node:
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
            **_side_colour(d),
        )
        middle = box((side, content), {"display": "flex", "flex": 1, "minHeight": 0, "alignItems": "stretch"})
    bar = _app_bar(d) if way in ("top", "both") else None
    return box(
        (bar, middle), {"display": "flex", "flexDirection": "column", "height": "100%", "minHeight": 0}
    )


def _side_colour(d: Draft) -> Node:
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


def _desktop_window(d: Draft, title: str, body: Node) -> Node:
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


# -- parts that many pages have


def _fields(d: Draft, count: int) -> list[Node]:
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


def _form(d: Draft, count: int) -> Node:
    fields = _fields(d, count)
    if not d.look.is_narrow and d.look.width > 760 and d.likely(0.35):
        return d.grid(d.chance.choice((2, 2, 3)), *fields, gap=1.1)
    return d.column(*fields, gap=d.chance.uniform(0.6, 1.2), maxWidth=d.chance.choice((420, 560, 700, 900)))


def _buttons(d: Draft, **style: Any) -> Node:
    first = d.button(d.words.one("positive"), "primary", disabled=d.likely(0.12))
    second = d.button(
        d.words.one("negative"), d.chance.choice(("secondary", "secondary", "ghost", "outline"))
    )
    order = [first, second] if d.likely(0.5) else [second, first]
    if d.likely(0.2):
        order.append(d.button())
    return d.row(*order, **style)


def _alert(d: Draft) -> Node:
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


def _breadcrumb(d: Draft) -> Node:
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


def _pages(d: Draft) -> Node:
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


def _head(d: Draft, title: str, *more: Node | None) -> Node:
    """Write the page's heading, perhaps with a path above it and buttons at its right."""
    line = d.row(d.heading(title, 1, margin=0), d.spring(), *more) if more else d.heading(title, 1, margin=0)
    return d.column(
        _breadcrumb(d) if d.likely(0.2) else None, line, d.text() if d.likely(0.3) else None, gap=0.4
    )


def _value(d: Draft) -> str:
    number = d.chance.choice(
        (d.chance.randrange(100), d.chance.randrange(10_000), d.chance.randrange(5_000_000))
    )
    unit = (
        d.chance.choice(("", "%", "원", "개"))
        if d.words.language == "ko"
        else d.chance.choice(("", "%", "$", "ms"))
    )
    return f"${number:,}" if unit == "$" else f"{number:,}{unit}"


def _date(d: Draft) -> str:
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


def _size(d: Draft) -> str:
    return f"{d.chance.uniform(1, 990):.1f} {d.chance.choice(('KB', 'MB', 'GB'))}"


def _cell(d: Draft, column: int) -> str:
    makers = (
        lambda: d.words.one("people"),
        lambda: d.words.one("statuses"),
        lambda: _date(d),
        lambda: _value(d),
        lambda: d.words.one("words"),
        lambda: d.words.one("files"),
        lambda: f"#{d.chance.randrange(9999)}",
        lambda: _size(d),
    )
    return makers[column % len(makers)]()


def _table(d: Draft, rows: int, title: str, **more: Any) -> Node:
    columns: list[Any] = list(d.words.some("columns", 2 if d.look.is_narrow else d.chance.randrange(3, 8)))
    start = d.chance.randrange(8)
    cells: list[list[Any]] = [[_cell(d, start + j) for j in range(len(columns))] for _ in range(rows)]
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


# -- pages


def _sign_in(d: Draft) -> tuple[str, Node]:
    title = d.words.one("sign_in")
    hidden = d.likely(0.6)
    user = d.text_box(
        d.words.one("user"),
        layout=d.chance.choice(("above", "above", "none")),
        readonly=False,
        disabled=False,
        icon="user" if d.likely(0.25) else None,
    )
    password = d.text_box(
        d.words.one("password"),
        layout=user["layout"],
        type="password",
        value="x" * d.chance.randrange(5, 14) if hidden else "",
        placeholder=d.words.one("password"),
        disabled=False,
        readonly=False,
        icon="lock" if user.get("icon") else None,
        end=_end(d, "eye") if d.likely(0.3) else None,
    )
    submit = d.button(d.words.one("sign_in")[:14], "primary", block=True, icon=None, style={"width": "100%"})
    extra: list[Node | None] = [
        d.row(d.check_box(d.words.one("checks")), d.spring(), d.link())
        if d.likely(0.45)
        else (d.link() if d.likely(0.6) else None),
    ]
    others = [
        d.button(None, d.chance.choice(("outline", "secondary")), style={"width": "100%"}, disabled=False)
        for _ in range(d.chance.randrange(0, 3))
    ]
    inner = d.column(
        d.icon(None, 36) if d.likely(0.3) else None,
        d.heading(title, d.chance.choice((1, 2)), margin=0),
        d.text() if d.likely(0.3) else None,
        _alert(d) if d.likely(0.15) else None,
        user,
        password,
        *extra,
        submit,
        *others,
        d.row(d.text(d.words.one("links")), d.link(), flexWrap="wrap") if d.likely(0.5) else None,
        gap=0.85,
    )
    width = d.chance.randrange(280, 420)
    block = (
        d.card(inner, style={"width": width, "maxWidth": "95%"})
        if d.likely(0.55)
        else box((inner,), {"width": width, "maxWidth": "92%"})
    )
    if d.look.is_old_desktop:
        return title, inner
    centre: Node = {
        "display": "flex",
        "alignItems": "center",
        "justifyContent": "center",
        "height": "100%",
        "flex": 1,
        "overflow": "hidden",
    }
    if d.likely(0.25) and d.look.width > 800:
        photo = d.picture(d.look.width // 2, d.look.height, fluid=True)
        photo["height"] = "100%"
        return title, box(
            (box((photo,), {"flex": 1, "height": "100%"}), box((block,), centre)),
            {"display": "flex", "height": "100%"},
        )
    return title, box((block,), centre)


def _end(d: Draft, name: str) -> Node:
    return {"icon": name, "id": d.mark("icon", name)}


def _plain_form(d: Draft) -> tuple[str, Node]:
    title = d.words.one("headings")
    count = d.chance.randrange(3, 12)
    parts = [_head(d, title), _alert(d) if d.likely(0.15) else None, _form(d, count), _buttons(d)]
    if d.likely(0.3):
        parts.insert(2, d.heading(None, 2, margin=0))
    content = d.column(*parts, gap=1)
    if d.likely(0.3) and not d.look.is_old_desktop:
        content = d.column(d.card(*parts), gap=1)
    return title, content if d.look.is_old_desktop else _shell(d, content)


def _settings(d: Draft) -> tuple[str, Node]:
    title = d.words.one("settings")
    sections: list[Node | None] = []
    for _ in range(d.chance.randrange(1, 4)):
        rows = _setting_rows(d) if d.likely(0.55) else _fields(d, d.chance.randrange(2, 6))
        inside = d.column(d.heading(None, 2, margin=0, fontSize="1.15em"), *rows, gap=0.8)
        sections.append(d.card(inside) if d.likely(0.4) else inside)
    foot = _buttons(d, justifyContent=d.chance.choice(("flex-start", "flex-end"))) if d.likely(0.6) else None
    tabs = d.tabs() if d.likely(0.45) else None
    if d.look.is_old_desktop:
        panel = d.column(*sections, gap=1)
        return title, d.column(
            tabs or d.tabs(),
            {"w": "tabpanel", "c": [panel]},
            _buttons(d, justifyContent="flex-end"),
            gap=0 if tabs else 0.1,
        )
    return title, _shell(d, d.column(_head(d, title), tabs, *sections, foot, gap=1.1))


def _setting_rows(d: Draft) -> list[Node]:
    """Return rows with a name at the left and its control at the right."""
    rows = []
    for _ in range(d.chance.randrange(2, 7)):
        name = d.words.one("switches")
        choice = d.chance.random()
        if choice < 0.5:
            rows.append(d.switch(name, before=True))
            continue
        control = (
            d.combo_box(name, layout="none", width=170)
            if choice < 0.75
            else d.button(None, d.chance.choice(("secondary", "outline")), size="sm")
            if choice < 0.87
            else d.slider(name, layout="none", width=150)
            if choice < 0.94
            else d.text_box("", layout="none", value=d.words.one("values"), width=170)
        )
        if control["w"] in ("combobox", "slider", "textbox"):
            d.marks[control["id"]].label = name
            control["label"] = name
        left = d.column(
            d.text(name),
            d.text(None, fontSize=".82em", opacity=0.7) if d.likely(0.35) else None,
            gap=0.1,
            flex=1,
        )
        rows.append(d.row(left, control))
    return rows


def _dialog(d: Draft) -> tuple[str, str, Node]:
    """Return title, kind and node of a dialog over a page."""
    title = d.words.one("titles")
    buttons = (
        [d.button(d.words.one("negative"), d.chance.choice(("secondary", "ghost", "outline")))]
        if d.likely(0.85)
        else []
    )
    buttons.append(
        d.button(d.words.one("positive"), "primary")
        if d.likely(0.75)
        else d.button(d.words.one("dangers"), "danger")
    )
    width = d.chance.randrange(320, 620)
    footer = d.chance.choices(("flex-end", "flex-start", "center"), (75, 15, 10))[0]
    if d.likely(0.45):
        return (
            title,
            "message",
            d.dialog(
                title,
                d.row(
                    d.icon(d.chance.choice(("warning", "info", "error", "help")), 28),
                    d.text(d.words.one("messages")),
                )
                if d.likely(0.4)
                else d.text(d.words.one("messages")),
                d.text() if d.likely(0.3) else None,
                buttons=buttons,
                width=width,
                footer=footer,
            ),
        )
    parts = _fields(d, d.chance.randrange(1, 5))
    return (
        title,
        "form",
        d.dialog(
            title, d.text() if d.likely(0.4) else None, *parts, buttons=buttons, width=width, footer=footer
        ),
    )


def _message(d: Draft) -> tuple[str, Node]:
    if d.look.is_old_desktop:
        title = d.words.one("titles")
        buttons = [
            d.button(one, "secondary", icon=None)
            for one in d.words.some("positive", 1) + d.words.some("negative", d.chance.randrange(0, 3))
        ]
        body = d.column(
            d.row(
                d.icon(d.chance.choice(("warning", "info", "error", "help")), 32),
                d.text(d.words.one("messages")),
                gap=1,
            ),
            d.row(*buttons, justifyContent=d.chance.choice(("center", "flex-end"))),
            gap=1.4,
        )
        return title, body
    title = d.words.one("messages")
    inner = d.column(
        d.icon(d.chance.choice(("warning", "success", "error", "info")), d.chance.randrange(36, 72)),
        d.heading(title, 1, margin=0, textAlign="center"),
        d.text(None, textAlign="center"),
        d.row(*(d.button() for _ in range(d.chance.randrange(1, 3)))),
        alignItems="center",
        gap=1.1,
        maxWidth=620,
    )
    middle = box(
        (inner,),
        {
            "display": "flex",
            "alignItems": "center",
            "justifyContent": "center",
            "height": "100%",
            "padding": "1em",
            "boxSizing": "border-box",
        },
    )
    return title, middle


def _wizard(d: Draft) -> tuple[str, Node]:
    steps = d.words.some("steps", d.chance.randrange(3, 7))
    now = d.chance.randrange(len(steps))
    title = steps[now]
    numbers: list[Node | None] = []
    for i, step in enumerate(steps):
        disc = {
            "w": "avatar",
            "text": "✓" if i < now else str(i + 1),
            "size": 24,
            "color": "var(--accent)" if i <= now else "#8a8f98",
        }
        numbers.append(d.row(disc, d.text(step, fontWeight=700 if i == now else 400), gap=0.4))
    is_column = d.likely(0.4) and not d.look.is_narrow
    track = (
        d.column(*numbers, gap=1)
        if is_column
        else d.row(*numbers[: 2 if d.look.is_narrow else 6], gap=1.4, flexWrap="wrap")
    )
    body = d.column(
        d.heading(title, 1, margin=0),
        d.text() if d.likely(0.6) else None,
        *_fields(d, d.chance.randrange(2, 6)),
        gap=0.9,
        flex=1,
    )
    back = d.button(
        ("< " if d.look.is_old_desktop else "") + d.words.misc("back"),
        "secondary",
        disabled=now == 0,
        icon=None,
    )
    onward = d.button(
        d.words.misc("finish")
        if now == len(steps) - 1
        else d.words.misc("next") + (" >" if d.look.is_old_desktop else ""),
        "primary",
        icon=None,
    )
    foot = d.row(
        d.button(d.words.misc("cancel"), "ghost" if d.likely(0.4) else "secondary", icon=None),
        d.spring(),
        back,
        onward,
    )
    middle = (
        d.row(track, body, gap=2, alignItems="flex-start") if is_column else d.column(track, body, gap=1.4)
    )
    content = d.column(middle, foot, gap=1.4)
    return title, content if d.look.is_old_desktop else _shell(d, content)


def _file_row(d: Draft, name: str, is_folder: bool) -> list[Node | None]:
    return [
        d.icon("folder" if is_folder else "file", 18),
        d.text(name, flex=1),
        d.text(_size(d), opacity=0.7) if not is_folder and d.likely(0.7) else None,
    ]


def _files(d: Draft, rows: int) -> Node:
    names = d.words.some("folders", rows // 3) + d.words.some("files", rows - rows // 3)
    folders = rows // 3
    if d.likely(0.5):
        cells: list[list[Any]] = [
            [
                d.row(d.icon("folder" if i < folders else "file", 17), d.text(one)),
                _date(d),
                "" if i < folders else _size(d),
            ]
            for i, one in enumerate(names)
        ]
        return d.table(d.words.some("columns", 3), cells, d.words.misc("file_name").rstrip(":"), nowrap=True)
    return d.rows([_file_row(d, one, i < folders) for i, one in enumerate(names)], "", is_dense=d.likely(0.6))


def _file_dialog(d: Draft) -> tuple[str, Node]:
    title = d.words.misc(d.chance.choice(("open", "save")))
    tools = d.row(
        d.icon_button("back", d.likely(0.5)),
        d.icon_button("up", d.likely(0.5)),
        d.text_box("", layout="none", value="/" + d.words.one("folders"), readonly=False),
        d.icon_button("folder", d.likely(0.5)),
    )
    places = d.side_list(d.words.some("folders", d.chance.randrange(4, 8)), width=140, flex="none")
    files = box((_files(d, d.chance.randrange(4, 10)),), {"flex": 1, "minWidth": 0, "overflow": "hidden"})
    middle = box(
        (None if d.look.is_narrow else places, files),
        {"display": "flex", "gap": "0.8em", "minHeight": 0, "overflow": "hidden"},
    )
    name = d.text_box(
        d.words.misc("file_name"), layout="left", value=d.words.one("files"), disabled=False, colon=False
    )
    kind = d.combo_box(d.words.misc("type"), layout="left", colon=False)
    foot = d.row(
        d.spring(),
        d.button(title, "primary", icon=None),
        d.button(d.words.misc("cancel"), "secondary", icon=None),
    )
    content = d.column(tools, middle, name, kind, foot, gap=0.7)
    if d.look.is_old_desktop:
        return title, content
    return title, box(
        (
            {
                **d.dialog(
                    title,
                    tools,
                    middle,
                    name,
                    kind,
                    buttons=[*foot["c"][1:]],
                    width=min(820, d.look.width - 40),
                ),
                "backdrop": "transparent",
            },
        ),
        {"height": "100%"},
    )


def _print_dialog(d: Draft) -> tuple[str, Node]:
    w = d.words
    title = w.misc("print")
    controls = [
        d.combo_box(w.misc("printer"), options=["HP LaserJet 400", "PDF", "Canon G3020", "Samsung M2020"]),
        d.spin_button(w.misc("copies")),
        d.combo_box(w.misc("pages"), options=[w.misc("all"), w.misc("current")]),
        d.radios([w.misc("all"), w.misc("current"), "1-4"]),
        d.combo_box(w.misc("colour"), options=[w.misc("black"), w.misc("colour")]),
        d.check_box(w.misc("both")),
    ]
    d.chance.shuffle(controls)
    controls = controls[: d.chance.randrange(3, 7)]
    paper = box(
        (
            box(
                tuple(d.text(None, fontSize="8px", color="#222") for _ in range(8)),
                {
                    "background": "#fff",
                    "padding": "28px",
                    "height": 330,
                    "overflow": "hidden",
                    "width": 260,
                    "boxSizing": "border-box",
                    "boxShadow": "0 1px 6px #0006",
                },
            ),
        ),
        {"background": "#7a7d82", "padding": "1.5em", "flex": "none"},
    )
    foot = [d.button(w.misc("cancel"), "secondary", icon=None), d.button(title, "primary", icon=None)]
    left = d.column(*controls, gap=0.8, flex=1)
    wide = d.look.width > 700 and d.likely(0.6)
    middle = d.row(paper, left, gap=1.2, alignItems="flex-start") if wide else left
    if d.look.is_old_desktop:
        return title, d.column(middle, d.row(*foot, justifyContent="flex-end"), gap=1)
    return title, box(
        (
            {
                **d.dialog(title, middle, buttons=foot, width=min(760 if wide else 420, d.look.width - 30)),
                "backdrop": d.chance.choice(("transparent", "#0004")),
            },
        ),
        {"height": "100%"},
    )


def _loose_menu(d: Draft) -> Node:
    left, top = (
        d.chance.randrange(10, max(11, d.look.width - 230)),
        d.chance.randrange(20, max(21, d.look.height - 330)),
    )
    return box((d.menu(),), {"position": "fixed", "left": left, "top": top, "zIndex": 30})


def _menu_page(d: Draft) -> tuple[str, Node]:
    opened = d.chance.randrange(3)
    bar = d.menu_bar(opened)
    title = bar["items"][opened]["label"]
    menu = box((d.menu(),), {"position": "absolute", "left": 10 + 52 * opened, "top": "2em", "zIndex": 30})
    body = box(
        (bar, menu, d.column(*(d.text(d.words.paragraph(2)) for _ in range(5)), gap=0.8, padding="1em")),
        {"position": "relative", "minHeight": 330, "height": "100%"},
    )
    return title, body


def _list_page(d: Draft) -> tuple[str, Node]:
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
        end = d.chance.choice((None, d.text(_date(d), fontSize=".85em", opacity=0.7), d.chip(), None))
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
        _head(d, title),
        d.row(*kept, flexWrap="wrap") if kept else None,
        d.rows(rows, title),
        _pages(d) if d.likely(0.3) else None,
        gap=0.9,
    )
    return title, content if d.look.is_old_desktop else _shell(d, content)


def _table_page(d: Draft) -> tuple[str, Node]:
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
    table = _table(d, d.chance.randrange(4, 14), title)
    foot = (
        d.row(d.text(f"1–{d.chance.randrange(5, 30)} / {d.chance.randrange(30, 900)}"), d.spring(), _pages(d))
        if d.likely(0.4)
        else None
    )
    content = d.column(
        _head(d, title),
        d.tabs() if d.likely(0.2) else None,
        d.row(*tools, flexWrap="wrap"),
        table,
        foot,
        gap=0.9,
    )
    return title, content if d.look.is_old_desktop else _shell(d, content, wide=True)


def _spreadsheet(d: Draft) -> tuple[str, Node]:
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
                    _cell(d, start + j) if i <= filled and d.likely(0.9) else ""
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


def _code_editor(d: Draft) -> tuple[str, Node]:
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
        **_side_colour(d),
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


def _word_processor(d: Draft) -> tuple[str, Node]:
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


def _chat(d: Draft) -> tuple[str, Node]:
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


def _email(d: Draft) -> tuple[str, Node]:
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
                    d.text(_date(d), fontSize=".8em", opacity=0.7),
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
            d.row(d.avatar("A"), d.text(d.words.one("people"), fontWeight=600), d.spring(), d.text(_date(d))),
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


def _article(d: Draft) -> tuple[str, Node]:
    title = d.words.one("sentences")[:60].strip()
    parts: list[Node | None] = [
        d.heading(title, 1, margin=0),
        d.row(
            d.text(d.words.one("people"), fontWeight=600),
            d.text(_date(d), opacity=0.7),
            d.link() if d.likely(0.4) else None,
        ),
    ]
    for _ in range(d.chance.randrange(3, 7)):
        choice = d.chance.random()
        parts.append(
            d.picture(
                d.chance.randrange(300, 700),
                d.chance.randrange(140, 300),
                d.words.one("words"),
                maxWidth="100%",
            )
            if choice < 0.22
            else d.heading(None, 2, margin=0)
            if choice < 0.4
            else d.row(d.text(d.words.paragraph(1)), d.link(), flexWrap="wrap")
            if choice < 0.55
            else d.text(d.words.paragraph(d.chance.randrange(2, 6)), lineHeight=d.chance.uniform(1.3, 1.8))
        )
    if d.likely(0.4):
        parts.append(d.row(d.icon_button("share"), d.icon_button("bookmark"), d.button(None, "secondary")))
    return title, _shell(d, d.column(*parts, gap=0.9))


def _search_results(d: Draft) -> tuple[str, Node]:
    query = d.words.one("words")
    field = d.row(
        d.text_box(
            "",
            layout="none",
            value=query,
            type="search",
            end=_end(d, "search") if d.likely(0.4) else None,
            disabled=False,
        ),
        d.button(d.words.misc("search"), "primary") if d.likely(0.6) else None,
        maxWidth=620,
    )
    results = [
        d.column(
            d.text(f"https://www.example.com › {d.words.one('words')}", fontSize=".85em", opacity=0.75)
            if d.likely(0.7)
            else None,
            d.link(f"{query} – {d.words.one('headings')}", fontSize="1.15em"),
            d.text(d.words.paragraph(2), fontSize=".92em"),
            gap=0.15,
        )
        for _ in range(d.chance.randrange(3, 8))
    ]
    count = d.text(
        d.words.misc("results").format(count=f"{d.chance.randrange(10, 9_000_000):,}"),
        opacity=0.7,
        fontSize=".88em",
    )
    return query, _shell(
        d,
        d.column(field, d.tabs() if d.likely(0.5) else None, count, *results, _pages(d), gap=1, maxWidth=820),
    )


def _chart(d: Draft, width: int, height: int) -> Node:
    """Draw a chart of bars or of a line; it counts as a picture."""
    values = [d.chance.uniform(0.1, 1) for _ in range(d.chance.randrange(6, 14))]
    if d.likely(0.5):
        step = width / len(values)
        inner = "".join(
            f'<rect x="{i * step + step * 0.15:.1f}" y="{height * (1 - one):.1f}" width="{step * 0.7:.1f}" height="{height * one:.1f}" fill="var(--accent)"/>'
            for i, one in enumerate(values)
        )
    else:
        points = " ".join(
            f"{width * i / (len(values) - 1):.1f},{height * (1 - one * 0.95):.1f}"
            for i, one in enumerate(values)
        )
        inner = f'<polyline points="{points}" fill="none" stroke="var(--accent)" stroke-width="3"/>'
    lines = "".join(
        f'<line x1="0" x2="{width}" y1="{height * i / 4:.1f}" y2="{height * i / 4:.1f}" stroke="currentColor" stroke-opacity=".15"/>'
        for i in range(5)
    )
    html = f'<svg viewBox="0 0 {width} {height}" width="100%" height="{height}" preserveAspectRatio="none" style="display:block">{lines}{inner}</svg>'
    return {"w": "chart", "id": d.mark("img", ""), "html": html}


def _dashboard(d: Draft) -> tuple[str, Node]:
    title = d.words.one("nav")
    columns = 1 if d.look.is_narrow else d.chance.choice((2, 3, 4)) if d.look.width > 900 else 2
    cards = [
        d.card(
            d.row(
                d.text(d.words.one("columns"), opacity=0.75, fontSize=".9em"),
                d.spring(),
                d.icon(None, 20) if d.likely(0.5) else None,
            ),
            d.text(_value(d), fontSize="1.7em", fontWeight=700),
            d.text(_value(d), fontSize=".85em", opacity=0.7) if d.likely(0.6) else None,
            d.progress() if d.likely(0.3) else None,
        )
        for _ in range(columns * d.chance.randrange(1, 3))
    ]
    panels: list[Node | None] = []
    for _ in range(d.chance.randrange(1, 4)):
        name = d.words.one("headings")
        inside = d.chance.choice((0, 0, 1, 2, 3))
        body = (
            _chart(d, 400, d.chance.randrange(110, 220))
            if inside == 0
            else _table(d, d.chance.randrange(3, 6), name)
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
    head = _head(d, title, *(d.button() for _ in range(d.chance.randrange(0, 3))))
    wide = d.grid(1 if d.look.width < 900 else 2, *panels, gap=1, alignItems="start")
    return title, _shell(
        d,
        d.column(head, _alert(d) if d.likely(0.15) else None, d.grid(columns, *cards), wide, gap=1),
        wide=True,
    )


def _calendar(d: Draft) -> tuple[str, Node]:
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
    return title, _shell(d, d.column(bar, table, gap=0.8), wide=True)


def _media_player(d: Draft) -> tuple[str, Node]:
    title = d.words.one("headings")
    width = min(d.look.width - 40, d.chance.randrange(360, 900))
    photo = d.picture(width, int(width * d.chance.choice((0.5, 0.56, 0.65))), title, maxWidth="100%")
    seek = d.slider("", layout="none", width="100%")
    minutes = d.text(
        f"{d.chance.randrange(5)}:{d.chance.randrange(60):02} / {d.chance.randrange(5, 60)}:{d.chance.randrange(60):02}",
        fontSize=".85em",
    )
    names = ("previous", "play" if d.likely(0.5) else "pause", "next", "shuffle", "repeat")
    keys = d.row(
        *(
            d.icon_button(one, framed=d.likely(0.2), disabled=False, size=d.chance.choice((20, 24)))
            for one in names
            if d.likely(0.85)
        ),
        minutes,
        d.spring(),
        d.icon_button("volume", framed=False),
        d.slider("", layout="none", width=90),
        d.icon_button("full screen", framed=False),
        gap=0.8,
    )
    side = (
        d.column(
            d.heading(d.words.misc("playlist"), 2, margin=0, fontSize="1.1em"),
            *(
                d.row(
                    d.picture(86, 50),
                    d.column(
                        d.text(one, fontWeight=600),
                        d.text(d.words.one("people"), fontSize=".85em", opacity=0.7),
                        gap=0.1,
                    ),
                )
                for one in d.words.some("headings", 5)
            ),
            gap=0.7,
            width=260,
            flex="none",
        )
        if d.look.width > 1000 and d.likely(0.6)
        else None
    )
    main = d.column(
        photo,
        seek,
        keys,
        d.heading(title, 1, margin=0, fontSize="1.3em"),
        d.text(d.words.one("people")),
        d.row(d.button(None, "primary"), d.icon_button("heart"), d.icon_button("share"))
        if d.likely(0.5)
        else None,
        gap=0.6,
        flex=1,
        overflow="hidden",
    )
    return title, _shell(d, box((main, side), {"display": "flex", "gap": "1.5em"}), wide=True)


def _map(d: Draft) -> tuple[str, Node]:
    title = d.words.misc("directions")
    w, h = d.look.width, d.look.height
    roads = "".join(
        f'<path d="M{d.chance.randrange(-50, w)},{d.chance.randrange(-50, h)} L{d.chance.randrange(0, w)},{d.chance.randrange(0, h)} L{d.chance.randrange(0, w + 50)},{d.chance.randrange(0, h + 50)}" fill="none" stroke="{d.chance.choice(("#fff", "#f7d96b", "#fff", "#e8e8e8"))}" stroke-width="{d.chance.randrange(3, 14)}"/>'
        for _ in range(24)
    )
    parks = "".join(
        f'<rect x="{d.chance.randrange(w)}" y="{d.chance.randrange(h)}" width="{d.chance.randrange(40, 220)}" height="{d.chance.randrange(40, 160)}" fill="{d.chance.choice(("#c6e6b8", "#aad3df", "#e6dfd0"))}" rx="8"/>'
        for _ in range(9)
    )
    html = f'<svg viewBox="0 0 {w} {h}" width="{w}" height="{h}" style="display:block">{f"<rect width={chr(34)}{w}{chr(34)} height={chr(34)}{h}{chr(34)} fill={chr(34)}#ece7dd{chr(34)}/>"}{parks}{roads}</svg>'
    places = [
        d.text(
            one,
            position="absolute",
            left=d.chance.randrange(w),
            top=d.chance.randrange(h),
            color="#444",
            fontSize="12px",
        )
        for one in d.words.some("words", 8)
    ]
    panel = d.card(
        d.text_box("", layout="none", value="", placeholder=d.words.misc("search"), icon="search"),
        d.row(d.button(title, "primary", icon=None), d.icon_button("bookmark")),
        *(d.row(d.icon("pin", 18), d.text(one)) for one in d.words.some("headings", 3)),
        style={"position": "absolute", "left": 16, "top": 16, "width": min(320, w - 60)},
    )
    keys = d.column(
        d.icon_button("add", framed=True),
        d.icon_button("remove", framed=True),
        gap=0.2,
        position="absolute",
        right=16,
        bottom=24,
        background="var(--paper)",
    )
    return title, box(
        ({"w": "chart", "id": d.mark("img", ""), "html": html}, *places, panel, keys),
        {"position": "relative", "height": "100%", "overflow": "hidden"},
    )


def _terminal(d: Draft) -> tuple[str, Node]:
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


def _file_manager(d: Draft) -> tuple[str, Node]:
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
            (_files(d, d.chance.randrange(6, 14)),),
            {"flex": 1, "minWidth": 0, "padding": "0.3em", "overflow": "hidden"},
        )
    middle = box(
        (None if d.look.is_narrow else places, files), {"display": "flex", "flex": 1, "minHeight": 0}
    )
    return title, d.column(
        d.menu_bar() if d.likely(0.4) else None,
        tools,
        middle,
        d.text(f"{d.chance.randrange(2, 60)} / {_size(d)}", padding="0.2em 0.6em", fontSize=".85em"),
        gap=0,
        height="100%",
    )


def _picture(d: Draft) -> tuple[str, Node]:
    title = d.words.one("files")
    width = max(200, d.look.width - d.chance.randrange(40, 200))
    photo = d.picture(width, max(160, d.look.height - d.chance.randrange(90, 220)), title, maxWidth="100%")
    keys = d.row(
        *(
            d.icon_button(one, framed=False)
            for one in ("left", "right", "zoom in", "zoom out", "heart", "share", "trash")
            if d.likely(0.75)
        ),
        justifyContent="center",
        gap=1,
    )
    return title, d.column(
        d.row(
            d.icon_button("back", framed=False), d.text(title), d.spring(), keys if d.likely(0.4) else None
        ),
        photo,
        keys if d.likely(0.5) and False else None,
        alignItems="center",
        padding="0.8em",
        gap=0.6,
        background=d.chance.choice(("#111", "transparent", "#222")),
        color=d.chance.choice(("#eee", "#eee")),
        height="100%",
        boxSizing="border-box",
    )


def _gallery(d: Draft) -> tuple[str, Node]:
    """Show many of every control: what a kit's own pages of examples look like."""
    title = d.words.one("headings")
    blocks = [
        d.row(*(d.button() for _ in range(5)), flexWrap="wrap"),
        d.row(*(d.icon_button() for _ in range(7))),
        d.tabs(),
        d.radios(),
        d.column(d.check_box(), d.check_box(), d.check_box(), gap=0.4),
        d.slider(),
        d.progress(d.words.one("columns")),
        d.column(d.switch(), d.switch(), d.switch(), gap=0.5),
        d.text_box(),
        d.combo_box(),
        d.spin_button(),
        _alert(d),
        d.row(*(d.chip() for _ in range(4))),
        _pages(d),
        _breadcrumb(d),
        d.text_box(icon="search", layout="none"),
        d.row(*(d.link() for _ in range(4)), flexWrap="wrap"),
        d.row(
            *(
                d.button(None, "secondary", pressed=d.likely(0.4), icon=d.chance.choice(ICONS))
                for _ in range(3)
            ),
            flexWrap="wrap",
        ),
        _accordion(d),
        d.menu() if d.likely(0.4) else None,
        d.combo_box(disabled=True),
        d.text_box(disabled=True),
    ]
    d.chance.shuffle(blocks)
    columns = 1 if d.look.width < 620 else 2 if d.look.width < 1050 else d.chance.choice((2, 3))
    return title, _shell(
        d,
        d.column(
            d.heading(title, 1, margin=0),
            d.grid(columns, *blocks[: columns * 6], gap=1.4, alignItems="start"),
            gap=1,
        ),
    )


def _accordion(d: Draft) -> Node:
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


def _blank(d: Draft) -> tuple[str, Node]:
    return "", box((), {"height": "100%"})


_Maker = Callable[[Draft], tuple[str, Node]]
_KINDS: Final[dict[str, tuple[_Maker, float]]] = {
    "sign-in": (_sign_in, 6),
    "form": (_plain_form, 10),
    "settings": (_settings, 10),
    "message": (_message, 3),
    "wizard": (_wizard, 4),
    "file-dialog": (_file_dialog, 3),
    "print-dialog": (_print_dialog, 3),
    "menu": (_menu_page, 4),
    "list": (_list_page, 5),
    "table": (_table_page, 6),
    "spreadsheet": (_spreadsheet, 3),
    "code-editor": (_code_editor, 3),
    "word-processor": (_word_processor, 3),
    "chat": (_chat, 3),
    "email": (_email, 4),
    "article": (_article, 4),
    "search-results": (_search_results, 3),
    "dashboard": (_dashboard, 7),
    "calendar": (_calendar, 3),
    "media-player": (_media_player, 3),
    "map": (_map, 2),
    "terminal": (_terminal, 1),
    "file-manager": (_file_manager, 3),
    "picture": (_picture, 2),
    "blank": (_blank, 0.3),
    "gallery": (_gallery, 14),
}
_OF_DESKTOPS: Final = frozenset(
    {
        "sign-in",
        "form",
        "settings",
        "message",
        "wizard",
        "file-dialog",
        "print-dialog",
        "menu",
        "list",
        "table",
        "spreadsheet",
        "word-processor",
        "email",
        "file-manager",
        "code-editor",
    }
)
_MAY_BE_COVERED: Final = frozenset(
    {
        "form",
        "settings",
        "list",
        "table",
        "dashboard",
        "email",
        "article",
        "chat",
        "calendar",
        "search-results",
    }
)
KIND_OF: Final = {"gallery": "form"}
"""What a page is called in the truth, where it has a name of its own here."""
