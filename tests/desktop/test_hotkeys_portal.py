"""Global keys under Wayland, against a stand-in for the portal on a real bus."""

import json
import queue
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from desktop.input import hotkeys_portal
from desktop.input.hotkeys import Problem, hotkeys
from desktop.input.hotkeys_portal import trigger
from desktop.input.keys import parse
from tests import shortcuts_mock

WAIT_SECONDS = 20


@dataclass
class Portal:
    """The stand-in, from the side of the test."""

    process: "subprocess.Popen[str]"

    def user(self, line: str) -> None:
        """Let the user of the desktop do something."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def told(self) -> dict[str, Any]:
        """Return the next thing it was asked for."""
        assert self.process.stdout is not None
        return dict(json.loads(self.process.stdout.readline()))


@contextmanager
def standing_in(mode: str) -> Iterator[Portal]:
    command = [sys.executable, shortcuts_mock.__file__, mode]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == "ready\n"
        yield Portal(process)
        process.stdin.close()


@pytest.fixture(autouse=True)
def _wayland(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A session bus of our own, in a session that says it is Wayland."""
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    ) as bus:
        assert bus.stdout is not None
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().strip())
        yield
        bus.terminate()


class Ears:
    """Hears what the keys do, in order."""

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self.keys = hotkeys(
            lambda call: call(),
            lambda action: self._heard.put(("pressed", action)),
            lambda action: self._heard.put(("released", action)),
            lambda problems: self._heard.put(("problems", problems)),
        )

    def next(self) -> tuple[str, Any]:
        return self._heard.get(timeout=WAIT_SECONDS)

    def heard_nothing_else(self) -> bool:
        return self._heard.empty()


@pytest.fixture
def ears() -> Iterator[Ears]:
    ears = Ears()
    yield ears
    ears.keys.close()


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("Ctrl+Alt+D", "CTRL+ALT+d"),
        ("Super+Shift+F9", "SHIFT+LOGO+F9"),
        ("Ctrl+,", "CTRL+comma"),
        ("Ctrl+Space", "CTRL+space"),
    ],
)
def test_keys_are_written_as_the_portal_wants_them(keys: str, written: str) -> None:
    assert trigger(parse(keys)) == written


def test_a_desktop_that_tells_of_no_release_is_heard_again(
    ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    with standing_in("give") as portal:
        # GIVEN a key whose release was not told
        ears.keys.bind({"dictate": "Ctrl+Alt+D"})
        portal.told()
        assert ears.next() == ("problems", ())
        portal.user("press dictate")
        assert ears.next() == ("pressed", "dictate")
        assert ears.keys.is_held
        # WHEN it is pressed again, later than it would repeat
        monkeypatch.setattr(hotkeys_portal, "_REPEAT_SECONDS", 0.0)
        portal.user("press dictate")
        # THEN that is another press
        assert [ears.next(), ears.next()] == [("released", "dictate"), ("pressed", "dictate")]
        # AND nobody waits for its release for ever
        monkeypatch.setattr(hotkeys_portal, "_HELD_SECONDS", 0.0)
        assert not ears.keys.is_held
    assert ears.next() == ("released", "dictate")


def test_pressed_and_released_are_heard_from_the_desktop(ears: Ears) -> None:
    with standing_in("give") as portal:
        # WHEN keys are wanted
        assert ears.keys.bind({"hold-to-dictate": "Ctrl+Alt+H", "stop": "Ctrl+Alt+S", "show": "?"}) != ()
        # THEN the portal hears of the sound ones, with their titles and the keys as a wish
        asked = portal.told()["shortcuts"]
        assert list(asked) == ["hold-to-dictate", "stop"]
        assert asked["stop"] == {
            "description": ["s", "Stop listening, describing and speaking"],
            "preferred_trigger": ["s", "CTRL+ALT+s"],
        }
        kind, problems = ears.next()
        assert (kind, [problem.action for problem in problems]) == ("problems", ["show"])
        # WHEN the user holds a key, also one that the desktop repeats, THEN each is heard once
        for line in ("press hold-to-dictate", "press hold-to-dictate", "press stop", "release stop"):
            portal.user(line)
        portal.user("release hold-to-dictate")
        assert [ears.next() for _ in range(4)] == [
            ("pressed", "hold-to-dictate"),
            ("pressed", "stop"),
            ("released", "stop"),
            ("released", "hold-to-dictate"),
        ]
        # WHEN the keys are chosen anew THEN the session ends, and another one gets them
        ears.keys.bind({"stop": "F9"})
        closed, bound = portal.told(), portal.told()
        assert closed["closed"] != bound["session"]
        assert list(bound["shortcuts"]) == ["stop"]
        assert ears.next() == ("problems", ())
        # WHEN an action of the old session is told THEN it is nobody's
        portal.user("press hold-to-dictate")
        portal.user("press stop")
        assert ears.next() == ("pressed", "stop")
    # WHEN the portal is gone THEN the key counts as released, and a sentence says what to do
    assert ears.next() == ("released", "stop")
    (problem,) = ears.next()[1]
    assert "sori do dictate" in problem.sentence
    # WHEN another one is there and the keys are wanted again THEN they work
    with standing_in("give") as portal:
        ears.keys.bind({"stop": "F9"})
        assert ears.next() == ("problems", ())
        portal.user("press stop")
        assert ears.next() == ("pressed", "stop")
    assert ears.next() == ("released", "stop")


@pytest.mark.parametrize(
    ("mode", "action", "sentence"),
    [
        ("some", "stop", "The desktop gave “Stop listening, describing and speaking” no keys"),
        ("none", "", "The desktop gave Sori no keys yet"),
        ("leave", "", "because its question was answered with no"),
        ("absent", "", "sori do dictate"),
    ],
)
def test_what_the_desktop_does_not_give_is_said(ears: Ears, mode: str, action: str, sentence: str) -> None:
    with standing_in(mode):
        assert ears.keys.bind({"dictate": "Ctrl+Alt+D", "stop": "Ctrl+Alt+S"}) == ()
        kind, problems = ears.next()
    assert kind == "problems"
    assert [problem.action for problem in problems] == [action]
    assert sentence in problems[0].sentence


def test_a_session_that_the_desktop_ends_is_said_and_can_be_had_again(ears: Ears) -> None:
    with standing_in("give") as portal:
        ears.keys.bind({"stop": "F9"})
        assert ears.next() == ("problems", ())
        # WHEN the desktop takes the keys back THEN that is said
        portal.user("end")
        expected = Problem("", "The desktop took Sori's keys back: choose them again in the settings.")
        assert ears.next() == ("problems", (expected,))
        # WHEN they are wanted again THEN they are there
        ears.keys.bind({"stop": "F9"})
        assert ears.next() == ("problems", ())
        portal.user("press stop")
        assert ears.next() == ("pressed", "stop")


def test_without_a_bus_one_sentence_says_what_to_do(ears: Ears, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    ears.keys.bind({"stop": "F9"})
    kind, problems = ears.next()
    assert kind == "problems"
    assert "sori do dictate" in problems[0].sentence
    # AND no keys at all need no bus
    ears.keys.bind({})
    assert ears.next() == ("problems", ())
