"""Pages to read and look at: articles, results, films, maps, pictures."""

from training.screens.web import vectors
from training.screens.web.draft import Draft, Node, box
from training.screens.web.parts import field_end, page_numbers, page_shell, some_date


def article(d: Draft) -> tuple[str, Node]:
    """Show an article with pictures."""
    title = d.words.one("sentences")[:60].strip()
    parts: list[Node | None] = [
        d.heading(title, 1, margin=0),
        d.row(
            d.text(d.words.one("people"), fontWeight=600),
            d.text(some_date(d), opacity=0.7),
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
    return title, page_shell(d, d.column(*parts, gap=0.9))


def search_results(d: Draft) -> tuple[str, Node]:
    """Show what was found."""
    query = d.words.one("words")
    field = d.row(
        d.text_box(
            "",
            layout="none",
            value=query,
            type="search",
            end=field_end(d, "search") if d.likely(0.4) else None,
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
    return query, page_shell(
        d,
        d.column(
            field, d.tabs() if d.likely(0.5) else None, count, *results, page_numbers(d), gap=1, maxWidth=820
        ),
    )


def media_player(d: Draft) -> tuple[str, Node]:
    """Show a film with its keys."""
    title = d.words.one("headings")
    width = min(d.look.width - 40, d.chance.randrange(360, 900))
    photo = d.picture(width, int(width * d.chance.choice((0.5, 0.56, 0.65))), title, maxWidth="100%")
    seek = d.slider("", layout="none", width="100%")
    minutes = d.text(
        f"{d.chance.randrange(5)}:{d.chance.randrange(60):02} / {d.chance.randrange(5, 60)}:00",
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
    return title, page_shell(d, box((main, side), {"display": "flex", "gap": "1.5em"}), wide=True)


def map_page(d: Draft) -> tuple[str, Node]:
    """Show a map with a panel on it."""
    title = d.words.misc("directions")
    w, h = d.look.width, d.look.height
    html = vectors.city_map(d.chance, w, h)
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


def picture_page(d: Draft) -> tuple[str, Node]:
    """Show one picture."""
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


def blank(_: Draft) -> tuple[str, Node]:
    """Show nothing."""
    return "", box((), {"height": "100%"})
