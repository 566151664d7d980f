"""Screens of Qt widgets: what they say of themselves is what is to be seen on them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from training.screens.qt.icons import NAMES
from training.screens.truth import KEPT_OUT, KINDS, ROLES, STATES, Screen, load

_SEED: Final = 7
_KEPT: Final = 30
"""How many of the screens drawn are looked at closely."""
_MOST: Final = 400
"""By then every role and every state has been drawn; most runs need a tenth of it."""

_DRAW: Final = f"""
import json, sys
from itertools import islice
from pathlib import Path
from training.screens.qt import screens
from training.screens.truth import ROLES, STATES, save
roles, states, drawn = set(), set(), 0
for screen in islice(screens({_SEED}), {_MOST}):
    if drawn < {_KEPT}:
        save(screen, Path(sys.argv[1]))
    drawn += 1
    roles |= {{one.role for one in screen.elements}}
    states |= {{state for one in screen.elements for state in one.state}}
    if drawn >= {_KEPT} and roles >= set(ROLES) and states >= set(STATES):
        break
print(json.dumps([sorted(roles), sorted(states)]))
"""

_STACK: Final = """
import json
from random import Random
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from training.screens.qt.app import application
from training.screens.qt.kit import Kit
from training.screens.qt.stage import Layer, Stage
from training.screens.qt.theme import choose_theme
from training.screens.qt.words import Words
application()
random = Random(1)
kit = Kit(choose_theme(random, "en", False), Words("en", random), random, 2.0)
stage = Stage(kit, 300, 200, "form")
below = QWidget()
for top, name in ((20, "seen"), (80, "half"), (120, "hidden")):
    button = QPushButton(name, below)
    button.setGeometry(10, top, 80, 24)
    kit.note(button, "button", name)
label = QLabel("a text much too long for its label", below)
label.setGeometry(150, 20, 60, 20)
below.resize(300, 200)
stage.put(Layer(below))
above = QWidget()
above.resize(300, 90)
stage.put(Layer(above, 0, 92))
screen = stage.draw(1)
elements = [[one.label, list(one.box)] for one in screen.elements]
print(json.dumps([elements, [[one.text, list(one.box)] for one in screen.lines]]))
"""


def _environment(folder: Path) -> dict[str, str]:
    """Draw without a display, and without what may have been fetched on this machine."""
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SORI_TRAINING_CACHE": str(folder / "nothing")}


def _run(script: str, folder: Path, *arguments: str) -> Any:
    command = [sys.executable, "-c", script, *arguments]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=_environment(folder))
    return json.loads(answer.stdout)


def _command(folder: Path, out: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "training.screens", "--renderer", "qt", "--out", str(out), *arguments]
    subprocess.run(command, capture_output=True, check=True, env=_environment(folder))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str], set[str]]:
    """A folder of screens, and the roles and states met while drawing it."""
    folder = tmp_path_factory.mktemp("screens")
    roles, states = _run(_DRAW, folder, str(folder))
    return folder, set(roles), set(states)


@pytest.fixture(scope="module")
def some_screens(drawn: tuple[Path, set[str], set[str]]) -> list[Screen]:
    return list(load(drawn[0]))


def test_every_role_and_every_state_is_drawn(drawn: tuple[Path, set[str], set[str]]) -> None:
    _folder, roles, states = drawn
    assert roles == set(ROLES)
    assert states == set(STATES)


def test_the_same_seed_draws_the_same_screen_to_the_last_byte(
    drawn: tuple[Path, set[str], set[str]], tmp_path: Path
) -> None:
    # WHEN the first screens of the seed are drawn again, by the command and in another process
    _command(tmp_path, tmp_path / "again", "--count", "4", "--seed", str(_SEED))
    # THEN pictures and facts are the same
    again = sorted((tmp_path / "again").iterdir())
    assert len(again) == 8
    for path in again:
        assert path.read_bytes() == (drawn[0] / path.name).read_bytes(), path.name


def test_what_is_said_of_a_screen_has_the_shape_of_the_contract(some_screens: list[Screen]) -> None:
    assert len(some_screens) == _KEPT
    for screen in some_screens:
        width, height = screen.size
        assert screen.kind in KINDS
        assert [one.order for one in screen.elements] == list(range(len(screen.elements)))
        for box in (*(one.box for one in screen.elements), *(one.box for one in screen.lines)):
            assert 0 <= box.left < box.right <= width, screen.seed
            assert 0 <= box.top < box.bottom <= height, screen.seed
        for one in screen.elements:
            assert one.role in ROLES
            assert one.state == tuple(state for state in STATES if state in one.state)


def test_the_kit_kept_out_is_never_drawn_for_training_and_always_for_testing(
    some_screens: list[Screen], tmp_path: Path
) -> None:
    assert KEPT_OUT["qt"] not in {one.kit for one in some_screens}
    assert len({one.kit for one in some_screens}) > 3
    _command(tmp_path, tmp_path / "out", "--count", "4", "--kept-out")
    assert {one.kit for one in load(tmp_path / "out")} == {KEPT_OUT["qt"]}


def test_something_is_to_be_seen_where_an_element_or_a_line_is_said_to_be(some_screens: list[Screen]) -> None:
    places = 0
    for screen in some_screens:
        for what in (*screen.elements, *screen.lines):
            left, top, right, bottom = what.box
            around = screen.pixels[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3].astype(int)
            assert np.ptp(around, axis=(0, 1)).max() > 4, (screen.seed, what)
            places += 1
    assert places > 20 * _KEPT


def test_what_a_button_is_called_is_written_on_it(some_screens: list[Screen]) -> None:
    named = written = 0
    for screen in some_screens:
        for one in screen.elements:
            if one.role == "button" and one.label not in NAMES:
                left, top, right, bottom = one.box
                within = [
                    line.text
                    for line in screen.lines
                    if left <= (line.box.left + line.box.right) / 2 <= right
                    and top <= (line.box.top + line.box.bottom) / 2 <= bottom
                ]
                named += 1
                written += within == [one.label]
    # a button may be half covered, and its words with it
    assert named > _KEPT
    assert written > 0.9 * named


def test_a_mark_that_is_set_does_not_look_like_one_that_is_not(some_screens: list[Screen]) -> None:
    compared = 0
    for screen in some_screens:
        boxes = [one for one in screen.elements if one.role == "checkbox" and "disabled" not in one.state]
        inside = {
            "checked" in one.state: screen.pixels[
                one.box.top + 2 : one.box.bottom - 2, one.box.left + 2 : one.box.right - 2
            ]
            for one in boxes
            if "mixed" not in one.state
        }
        if len(inside) == 2:
            height, width = (min(part.shape[axis] for part in inside.values()) for axis in (0, 1))
            on, off = (part[:height, :width].astype(int) for part in (inside[True], inside[False]))
            assert np.abs(on - off).mean() > 4, screen.seed
            compared += 1
    assert compared > 2


def test_what_is_covered_or_cut_off_is_not_said_to_be_there(tmp_path: Path) -> None:
    # GIVEN a window that covers one button and half of another, and a label too short for its words
    elements, lines = _run(_STACK, tmp_path)
    # THEN the covered button is not told, and of the half-covered one the part that can be seen
    assert dict(elements) == {"seen": [20, 40, 180, 88], "half": [20, 160, 180, 184]}
    # AND neither the covered words nor the cut-off ones are
    assert [text for text, _box in lines] == ["seen"]
    left, top, right, bottom = lines[0][1]
    assert 20 < left < right < 180
    assert 40 <= top < bottom <= 88
