"""The page Sign in the real window: reached by keys, named for a screen reader, whole at every text size."""

import sys
from collections import Counter
from functools import partial

import pytest

from engines.words import LANGUAGES
from tests.desktop import programs
from tests.display_rig import Display, Seen

ran = partial(programs.ran, "tests.desktop.sign_room")


@pytest.mark.parametrize("percent", ["100", "200"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_part_has_room_for_its_words(language: str, percent: str) -> None:
    # GIVEN a small screen and a text size WHEN every part is laid out, with the camera on
    # THEN nothing is cut off, each control has a name of its own, and no mnemonic stands twice
    assert ran(language, "check", percent) == {"read": [], "practise": [], "teach": []}


def test_the_camera_is_off_until_asked_for_and_off_again_elsewhere() -> None:
    found = ran("en", "work", "talk")
    assert found["off at first"] == [0, "The camera is off.", "Sori"]
    assert found["on"] == ["The camera is on. No picture is kept.", "Camera off", "The camera is on"]
    # What is read stands there, the guesses have their places, and the text goes where it is asked to.
    assert found["text"] == "HE"
    assert found["guess"] == "2: N, 5 %"
    assert found["inserted"] == "HE"
    # WHEN another page is shown THEN the camera is closed.
    assert found["off elsewhere"] == [1, "The camera is off.", "Sori"]


def says(words: str, nodes: list[Seen]) -> bool:
    return any(node.name == words and node.is_showing for node in nodes)


def test_every_part_is_reached_by_keys_and_has_names(display: Display) -> None:
    # GIVEN the window
    display.start(sys.executable, "-m", "tests.desktop.sign_room", "en")
    # Keys that come before the window has the focus are lost.
    display.wait_for(lambda seen: any(node.name == "Describe screen" and node.is_focused for node in seen))
    # WHEN the key of the page is pressed THEN the button of the camera has the focus
    display.keys("ctrl+shift+5")
    display.wait_for(lambda seen: any(node.name == "Camera on" and node.is_focused for node in seen))
    # On X11 a box to choose from is called as what is chosen.
    parts = {"alt+6": "A", "alt+7": "Name of the sign", "alt+5": "Text"}
    for keys, name in parts.items():
        # WHEN the key of a part is pressed THEN it is there, with the focus in it
        display.keys(keys)
        nodes = display.wait_for(
            lambda seen, name=name: any(node.name == name and node.is_focused for node in seen)
        )
        # AND what is drawn is an image, which can be asked what it shows
        assert {node.role for node in nodes if node.name in ("What the camera sees", "The drawn hand")} == {
            "graphic"
        }
        # AND whatever takes the focus has a name, which no other control of its kind has
        taking = [
            (node.role, node.name)
            for node in nodes
            if node.is_focusable and node.is_showing and "item" not in node.role and node.role != "page tab"
        ]
        assert [role for role, name in taking if not name] == []
        assert [one for one, count in Counter(taking).items() if count > 1] == []
    # WHEN the camera is turned on by its key THEN that is shown; the digits take guesses in the text only
    display.keys("ctrl+k")
    display.wait_for(lambda seen: says("The camera is on. No picture is kept.", seen))
    display.wait_for(lambda seen: any(node.name.startswith("Guess 2: N") for node in seen))
    display.keys("2")
    display.wait_for(lambda seen: says("Taken: N", seen))
    # WHEN Escape is pressed THEN the camera is off
    display.keys("Escape")
    display.wait_for(lambda seen: says("The camera is off.", seen))
