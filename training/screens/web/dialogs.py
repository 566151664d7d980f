"""Pages that ask: signing in, forms, settings, dialogs, wizards, menus, and galleries of controls."""

from training.screens.web.draft import ICONS, Draft, Node, box
from training.screens.web.parts import (
    accordion_list,
    alert_box,
    breadcrumb_path,
    closing_buttons,
    field_end,
    file_list,
    form_fields,
    form_of,
    page_head,
    page_numbers,
    page_shell,
)


def sign_in(d: Draft) -> tuple[str, Node]:
    """Ask who it is."""
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
        end=field_end(d, "eye") if d.likely(0.3) else None,
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
        alert_box(d) if d.likely(0.15) else None,
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


def plain_form(d: Draft) -> tuple[str, Node]:
    """Ask for many things."""
    title = d.words.one("headings")
    count = d.chance.randrange(3, 12)
    parts = [
        page_head(d, title),
        alert_box(d) if d.likely(0.15) else None,
        form_of(d, count),
        closing_buttons(d),
    ]
    if d.likely(0.3):
        parts.insert(2, d.heading(None, 2, margin=0))
    content = d.column(*parts, gap=1)
    if d.likely(0.3) and not d.look.is_old_desktop:
        content = d.column(d.card(*parts), gap=1)
    return title, content if d.look.is_old_desktop else page_shell(d, content)


def settings(d: Draft) -> tuple[str, Node]:
    """Show settings, under tabs or in sections."""
    title = d.words.one("settings")
    sections: list[Node | None] = []
    for _ in range(d.chance.randrange(1, 4)):
        rows = _setting_rows(d) if d.likely(0.55) else form_fields(d, d.chance.randrange(2, 6))
        inside = d.column(d.heading(None, 2, margin=0, fontSize="1.15em"), *rows, gap=0.8)
        sections.append(d.card(inside) if d.likely(0.4) else inside)
    foot = (
        closing_buttons(d, justifyContent=d.chance.choice(("flex-start", "flex-end")))
        if d.likely(0.6)
        else None
    )
    tabs = d.tabs() if d.likely(0.45) else None
    if d.look.is_old_desktop:
        panel = d.column(*sections, gap=1)
        return title, d.column(
            tabs or d.tabs(),
            {"w": "tabpanel", "c": [panel]},
            closing_buttons(d, justifyContent="flex-end"),
            gap=0 if tabs else 0.1,
        )
    return title, page_shell(d, d.column(page_head(d, title), tabs, *sections, foot, gap=1.1))


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


def dialog_page(d: Draft) -> tuple[str, str, Node]:
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
    parts = form_fields(d, d.chance.randrange(1, 5))
    return (
        title,
        "form",
        d.dialog(
            title, d.text() if d.likely(0.4) else None, *parts, buttons=buttons, width=width, footer=footer
        ),
    )


def message_page(d: Draft) -> tuple[str, Node]:
    """Say that something happened."""
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


def wizard(d: Draft) -> tuple[str, Node]:
    """Lead through steps."""
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
        *form_fields(d, d.chance.randrange(2, 6)),
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
    return title, content if d.look.is_old_desktop else page_shell(d, content)


def file_dialog(d: Draft) -> tuple[str, Node]:
    """Ask for a file."""
    title = d.words.misc(d.chance.choice(("open", "save")))
    tools = d.row(
        d.icon_button("back", d.likely(0.5)),
        d.icon_button("up", d.likely(0.5)),
        d.text_box("", layout="none", value="/" + d.words.one("folders"), readonly=False),
        d.icon_button("folder", d.likely(0.5)),
    )
    places = d.side_list(d.words.some("folders", d.chance.randrange(4, 8)), width=140, flex="none")
    files = box((file_list(d, d.chance.randrange(4, 10)),), {"flex": 1, "minWidth": 0, "overflow": "hidden"})
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


def print_dialog(d: Draft) -> tuple[str, Node]:
    """Ask how to print."""
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


def menu_page(d: Draft) -> tuple[str, Node]:
    """Show a page under an open menu."""
    opened = d.chance.randrange(3)
    bar = d.menu_bar(opened)
    title = bar["items"][opened]["label"]
    menu = box((d.menu(),), {"position": "absolute", "left": 10 + 52 * opened, "top": "2em", "zIndex": 30})
    body = box(
        (bar, menu, d.column(*(d.text(d.words.paragraph(2)) for _ in range(5)), gap=0.8, padding="1em")),
        {"position": "relative", "minHeight": 330, "height": "100%"},
    )
    return title, body


def gallery(d: Draft) -> tuple[str, Node]:
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
        alert_box(d),
        d.row(*(d.chip() for _ in range(4))),
        page_numbers(d),
        breadcrumb_path(d),
        d.text_box(icon="search", layout="none"),
        d.row(*(d.link() for _ in range(4)), flexWrap="wrap"),
        d.row(
            *(
                d.button(None, "secondary", pressed=d.likely(0.4), icon=d.chance.choice(ICONS))
                for _ in range(3)
            ),
            flexWrap="wrap",
        ),
        accordion_list(d),
        d.menu() if d.likely(0.4) else None,
        d.combo_box(disabled=True),
        d.text_box(disabled=True),
    ]
    d.chance.shuffle(blocks)
    columns = 1 if d.look.width < 620 else 2 if d.look.width < 1050 else d.chance.choice((2, 3))
    return title, page_shell(
        d,
        d.column(
            d.heading(title, 1, margin=0),
            d.grid(columns, *blocks[: columns * 6], gap=1.4, alignItems="start"),
            gap=1,
        ),
    )
