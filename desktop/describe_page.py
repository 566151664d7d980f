"""Tie together what the page that describes does beside describing: walking, tables, and the live reader."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop.capture.watch import Watch
from desktop.presenters.live import Live
from desktop.presenters.rows import Row
from desktop.presenters.tables import Tables
from desktop.presenters.walking import KINDS, Walking
from engines.image_description.questions import QUESTIONS

if TYPE_CHECKING:
    from desktop.app import Application


def connect(app: "Application") -> Live:
    """Say what the commands and the controls of the page do; return the live reader."""
    window, describe = app.window, app.describe
    walking = Walking(window, app.voice, describe)
    tables = Tables(window, app.voice, describe)
    live = Live(
        window,
        app.voice,
        app.jobs,
        describe.capturer,
        describe,
        app.describer,
        lambda origin: Watch(origin, app.gui_thread.post),
    )
    describe.also_stop(live.escape)
    window.connect_describe(_calls(app, walking, tables, live))

    def enter(row: Row) -> None:
        if row.table is not None:
            tables.open(row)
        else:
            walking.enter(row)

    window.results.entered.connect(enter)
    window.finding.sought.connect(walking.seek)
    window.finding.entered.connect(walking.find)
    window.finding.jumped.connect(walking.step)
    window.finding.switched.connect(live.toggle)
    window.cell_walked.connect(tables.walk)
    window.cell_bumped.connect(tables.bump)
    return live


def _calls(
    app: "Application", walking: Walking, tables: Tables, live: Live
) -> dict[str, Callable[[], object]]:
    calls: dict[str, Callable[[], object]] = {
        "describe_again": app.describe.describe_again,
        "live": live.toggle,
        "live_region": live.read_region,
        "live_window": live.read_window,
        "find_text": walking.open_search,
        "find_next": walking.find,
        "find_previous": lambda: walking.find(is_back=True),
        "spell": walking.spell,
        "open_table": tables.open,
        "cell_left": lambda: tables.move("left"),
        "cell_right": lambda: tables.move("right"),
        "cell_above": lambda: tables.move("up"),
        "cell_below": lambda: tables.move("down"),
    }
    calls |= {f"next_{kind}": partial(walking.step, kind) for kind in KINDS}
    calls |= {f"previous_{kind}": partial(walking.step, kind, True) for kind in KINDS}
    calls |= {f"ask_{question}": partial(walking.ask, question) for question in QUESTIONS}
    return calls
