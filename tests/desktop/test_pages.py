"""The pages of the window: reached by keys, named for a screen reader, whole at every text size."""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from engines.words import LANGUAGES
from tests.desktop import programs
from tests.display_rig import Display, Seen


def names(nodes: list[Seen]) -> set[str]:
    return {node.name for node in nodes}


def shows(name: str) -> Callable[[list[Seen]], bool]:
    return lambda nodes: any(node.name == name and node.is_showing for node in nodes)


@pytest.fixture
def rooms(display: Display) -> Display:
    """The window with all its pages, over fakes."""
    display.start(sys.executable, "-m", "tests.desktop.rooms", "en")
    # Keys that come before the window has the focus are lost.
    display.wait_for(lambda seen: any(node.name == "Describe screen" and node.is_focused for node in seen))
    return display


ran = partial(programs.ran, "tests.desktop.rooms")


@pytest.mark.parametrize("percent", ["100", "200"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_room_for_its_words(language: str, percent: str) -> None:
    # GIVEN a small screen and a text size WHEN every page is laid out
    # THEN nothing is cut off, each control has a name of its own, and no mnemonic stands twice
    assert ran(language, "check", percent) == {"dictate": [], "captions": [], "models": []}


def test_the_own_text_takes_whatever_is_said() -> None:
    # GIVEN the page's own text WHEN emoji, paragraphs and Hangul are put in and taken back
    found = ran("en", "work", "texts")
    # THEN each is whole, and nothing is taken that is not there
    assert found == {
        "before": "Hello 😀 world.\n\nNext",
        "not there": False,
        "taken back": [True, "Hello 😀 world."],
        "undone": "Hello 😀 world.",
        "in the middle": ["Hello, 😀 world.", "Hello,"],
        "over a selection": "all new",
    }


def test_escape_stops_a_download_on_its_own_page_only() -> None:
    assert ran("en", "work", "download") == {"captions": True, "models": False}


def test_what_floats_over_other_windows_takes_neither_focus_nor_clicks() -> None:
    found = ran("en", "work", "floating")
    # The overlay is there while Sori listens, and goes.
    assert found["overlay"] == [True, True]
    assert found["overlay after"] is False
    # The captions let clicks through only if that was chosen, and stay on the screen then.
    assert found["clicks stay"] is False
    assert found["clicks go through"] == [True, True]
    assert found["grows with its lines"]
    # Only the newest are drawn.
    assert found["drawn"] == [300, "caption 349"]
    # Escape works there too.
    assert found["escape stops from there"] == "Start"
    # Closed by hand, the page knows it, and it stands there again the next time.
    assert found["closed by hand"]
    assert found["its place is kept"]


def test_the_settings_of_dictation() -> None:
    found = ran("en", "work", "settings")
    # Nothing is changed by opening it: an unplugged microphone stays chosen, a removed key removed.
    assert found["unchanged"]
    assert found["wrong"] == []
    # Keys that cannot be are told, and the field is shown.
    assert found["refused"] == [
        True,
        "“D” is needed for typing: add Ctrl, Alt or Super, or choose a function key.",
        2,
    ]
    assert found["accepted"] == [False, {"dictate": "ctrl+alt+d", "captions": ""}]


def test_every_page_is_reached_by_keys_and_has_names(rooms: Display) -> None:
    pages = {
        "2": ("Start dictating", "Text", "What was said"),
        "3": ("Start captions", "Captions so far", "Sound from"),
        "4": ("Download", "Models", "Vosk Korean, small: installed"),
    }
    for digit, wanted in pages.items():
        # WHEN its key is pressed THEN the page is there, with the focus in it
        rooms.keys(f"ctrl+shift+{digit}")
        nodes = rooms.wait_for(
            lambda seen, wanted=wanted: all(
                any(node.name.startswith(one) and node.is_showing for node in seen) for one in wanted
            )
        )
        assert any(node.is_focused for node in nodes)
        # AND whatever takes the focus has a name, which no other control of its kind has
        taking = [
            (node.role, node.name)
            for node in nodes
            if node.is_focusable and node.is_showing and "item" not in node.role and node.role != "page tab"
        ]
        assert [role for role, name in taking if not name] == []
        assert [one for one, count in Counter(taking).items() if count > 1] == []
        # AND the menu of the page is there, and of no other
        menus = {node.name for node in nodes if node.role == "menu item" and node.is_showing}
        assert {"Dictate", "Captions", "Models"} & menus == {
            {"2": "Dictate", "3": "Captions", "4": "Models"}[digit]
        }
    # WHEN a key of another page is pressed THEN nothing happens
    rooms.keys("ctrl+d", "ctrl+r")
    assert "Asked for: read_all" not in names(rooms.tree())
    # WHEN the screen is to be described THEN it leads to the page for that
    rooms.keys("ctrl+1")
    rooms.wait_for(
        lambda seen: shows("Describe screen")(seen) and "Asked for: describe_screen" in names(seen)
    )


def test_dictation_by_keys_into_the_own_text(rooms: Display) -> None:
    # GIVEN the page of dictation
    rooms.keys("ctrl+shift+2")
    rooms.wait_for(shows("Start dictating"))
    # WHEN started by its key THEN it listens, and what is said stands in the list
    rooms.keys("ctrl+d")
    rooms.wait_for(shows("Stop dictating"))
    rooms.wait_for(lambda seen: any(node.name.endswith("utterance number 1") for node in seen))
    # WHEN Escape is pressed on another page, where there is nothing to stop THEN it stops
    rooms.keys("ctrl+shift+4")
    rooms.wait_for(shows("Download"))
    rooms.keys("Escape", "ctrl+shift+2")
    rooms.wait_for(shows("Start dictating"))
    # WHEN the search is reached by its key and used THEN the list follows
    rooms.keys("ctrl+f", "s", "h", "o", "r", "t")
    rooms.wait_for(
        lambda seen: (
            [node.name for node in seen if node.role == "list item" and node.is_showing]
            == [one for one in (node.name for node in seen) if one.endswith("A short one.")]
        )
    )


def test_captions_stay_on_top_without_the_focus(rooms: Display) -> None:
    # GIVEN captions that run
    rooms.keys("ctrl+shift+3")
    rooms.wait_for(shows("Start captions"))
    rooms.keys("ctrl+t")
    rooms.wait_for(shows("Stop captions"))
    # WHEN their window is opened THEN it is there, and the focus stays where it was
    rooms.keys("ctrl+shift+w")
    nodes = rooms.wait_for(
        lambda seen: captions_windows(seen) and shows("The captions window is open.")(seen)
    )
    assert any(node.is_focused and node.name == "Captions so far" for node in nodes)
    asked = subprocess.run(
        ["xdotool", "getactivewindow", "getwindowname"],
        env=rooms.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert asked.stdout.strip() == "Sori"
    # WHEN its key is pressed again THEN it is gone
    rooms.keys("ctrl+shift+w")
    rooms.wait_for(lambda seen: not captions_windows(seen))


def captions_windows(nodes: list[Seen]) -> list[Seen]:
    return [node for node in nodes if node.name == "Captions" and node.role in ("filler", "frame", "window")]
