"""`sori do`: what it says and returns, with and without a running window."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import actions
from desktop.commands import do
from desktop.instance import serve
from desktop.instance_server import Instance
from engines import words
from engines.errors import DeviceUnavailable, InputUnsupported


class Running:
    """A Sori that runs: it remembers what it was asked, and answers as told."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.outcome: str | Exception | None = None

    def handle(self, action: str, arguments: tuple[str, ...]) -> str | None:
        self.done.append(action)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture(autouse=True)
def _own_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    instance: Instance | None = serve(running.handle, lambda call: call())
    assert instance is not None
    yield running
    instance.close()


Sori = Callable[..., tuple[int, str, str]]


@pytest.fixture
def sori(capsys: pytest.CaptureFixture[str]) -> Sori:
    """Return a function that runs `sori do …` and returns exit code, output and errors."""
    import argparse

    def run(*arguments: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        do.add(parser.add_subparsers())
        args = parser.parse_args(["do", *arguments])
        code = args.run(args)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def one_line(text: str) -> dict[str, Any]:
    (line,) = text.splitlines()
    return dict(json.loads(line))


def test_the_running_window_does_it(running: Running, sori: Sori) -> None:
    # WHEN asked for each action THEN the window gets it, and silence is consent
    for action in actions.commands():
        assert sori(action.id) == (0, "", "")
    assert running.done == [action.id for action in actions.commands()]
    # WHEN it has something to say THEN that is the output
    running.outcome = "Listening."
    assert sori("say-status") == (0, "Listening.\n", "")
    assert one_line(sori("say-status", "--json")[1]) == {
        "version": 1,
        "error": None,
        "action": "say-status",
        "message": "Listening.",
    }


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DeviceUnavailable("No microphone was found: connect one."), 3),
        (InputUnsupported("There is no picture on the clipboard: copy one."), 2),
    ],
)
def test_what_the_window_refuses_is_said(
    running: Running, sori: Sori, error: DeviceUnavailable | InputUnsupported, code: int
) -> None:
    running.outcome = error
    assert sori("dictate") == (code, "", f"{error}\n")
    returned, output, said = sori("dictate", "--json")
    assert (returned, said) == (code, f"{error}\n")
    assert one_line(output)["error"] == {"code": error.code, "message": str(error)}


def test_without_a_window_it_says_how_to_open_one(sori: Sori) -> None:
    assert sori("dictate") == (3, "", "Sori is not running. Start it with: sori gui\n")
    assert one_line(sori("stop", "--json")[1])["error"]["code"] == "not_running"


@pytest.mark.parametrize("action", ["fly", "hold-to-dictate", "", "Dictate"])
def test_an_unknown_action_is_answered_with_those_known(running: Running, sori: Sori, action: str) -> None:
    code, output, said = sori(action)
    assert (code, output) == (2, "")
    assert f"Sori cannot do “{action}”" in said
    assert "dictate, start-dictation, stop, describe-screen" in said
    assert running.done == []


def test_the_list_names_every_action(sori: Sori) -> None:
    code, output, said = sori("--list")
    assert (code, said) == (0, "")
    assert [line.split()[0] for line in output.splitlines()] == [one.id for one in actions.commands()]
    assert "describe-screen     Describe the screen" in output
    rows = [json.loads(line) for line in sori("--list", "--json")[1].splitlines()]
    assert rows[0] == {
        "version": 1,
        "error": None,
        "action": "dictate",
        "title": words._("Start or stop dictation"),
    }


def test_neither_action_nor_list_is_a_mistake(sori: Sori) -> None:
    with pytest.raises(SystemExit) as ended:
        sori()
    assert ended.value.code == 2


def test_another_process_can_ask(running: Running) -> None:
    # GIVEN a key of the desktop that is bound to the command
    program = "from desktop.instance import ask; print(ask('captions').error or 'done')"
    answer = subprocess.run(
        [sys.executable, "-c", program], env=dict(os.environ), capture_output=True, text=True, check=True
    )
    # THEN the window does it
    assert answer.stdout == "done\n"
    assert running.done == ["captions"]
