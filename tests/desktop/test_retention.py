"""How long what was dictated is kept."""

import queue
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from desktop import paths
from desktop.app_pages import LatePages
from desktop.history import History
from desktop.jobs import Jobs
from desktop.presenters.choices import Choices
from desktop.settings import Settings


def test_a_shorter_time_is_kept_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN something said long ago, and a Sori that keeps everything
    monkeypatch.setattr(paths, "history_file", lambda: tmp_path / "history.db")
    history = History(paths.history_file())
    history.add("long ago", said_at=1.0)
    calls: queue.Queue[Callable[[], None]] = queue.Queue()
    jobs, choices = Jobs(calls.put), Choices(Settings())
    window = SimpleNamespace(add_page=lambda _name, _build: None)
    app: Any = SimpleNamespace(window=window, choices=choices, jobs=jobs, voice=None)
    pages = LatePages(cast(Any, app))
    pages.forget_old()
    # WHEN something else is set THEN it stays
    choices.change(text_percent=150)
    assert not jobs.is_busy("retention")
    assert len(history.search()) == 1
    # WHEN a time is set THEN it goes
    choices.change(history_days=1)
    calls.get(timeout=30)
    assert jobs.close(patience_seconds=30)
    assert history.search() == ()
    pages.end()
    history.close()
