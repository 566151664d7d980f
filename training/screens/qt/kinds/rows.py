"""Lists and tables with what belongs to them."""

from training.screens.qt.kinds.forms import buttons
from training.screens.qt.kit import Kit, Part
from training.screens.qt.stage import Stage
from training.screens.qt.windows import placed


def listing(stage: Stage) -> None:
    """Build a list with a search field above and buttons below."""
    kit, words = stage.kit, stage.kit.words
    title = words.noun()
    rows = [
        kit.random.choice((words.noun, words.person, words.choice))()
        for _ in range(kit.random.randint(4, 30))
    ]
    made = kit.listing(
        title,
        rows,
        has_icons=kit.chance(0.5),
        chosen=kit.random.randrange(len(rows)),
        row_px=kit.theme.font_px + kit.random.randint(6, 30),
    )
    placed(
        stage,
        kit.pane(kit.column(*_head(kit, title), made, *([buttons(kit)] if kit.chance(0.6) else []))),
        title,
        share=kit.random.choice((1, 0.7)),
    )


def table(stage: Stage) -> None:
    """Build a table with what belongs to it."""
    kit, words = stage.kit, stage.kit.words
    title = words.noun()
    columns = kit.random.randint(2, max(3, min(8, stage.width // 130)))
    makers = [
        kit.random.choice((words.noun, words.person, words.choice, lambda: number(kit), lambda: date(kit)))
        for _ in range(columns)
    ]
    rows = [[maker() for maker in makers] for _ in range(kit.random.randint(3, 40))]
    made = kit.table(title, [words.field() for _ in range(columns)], rows, has_marks=kit.chance(0.35))
    placed(
        stage,
        kit.pane(kit.column(*_head(kit, title), made, *([buttons(kit)] if kit.chance(0.6) else []))),
        title,
        share=kit.random.choice((1, 0.8)),
    )


def _head(kit: Kit, title: str) -> list[Part]:
    parts: list[Part] = []
    if kit.chance(0.6):
        parts.append(kit.heading(title))
    if kit.chance(0.6):
        search = kit.words.pick("Search|Filter|Find", "검색|찾기|필터")
        extra = [
            kit.button(
                kit.words.verb(),
                look=kit.random.choice(("", "primary")),
                icon=kit.random.choice(("", "add", "filter", "download")),
            )
            for _ in range(kit.random.randint(0, 2))
        ]
        parts.append(
            kit.row(kit.textbox(search, "", hint=search, icon=kit.random.choice(("", "search"))), *extra)
        )
    return parts


def number(kit: Kit) -> str:
    """Return a number, a share or an amount of money."""
    return kit.random.choice(
        (
            f"{kit.random.randint(0, 9999):,}",
            f"{kit.random.uniform(0, 99):.1f}",
            f"{kit.random.randint(1, 100)} %",
            f"₩{kit.random.randint(1, 900)},000",
        )
    )


def date(kit: Kit) -> str:
    """Return a day."""
    return f"20{kit.random.randint(19, 27)}-{kit.random.randint(1, 12):02d}-{kit.random.randint(1, 28):02d}"
