"""Large text: nothing is cut off on a small screen, in either language."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines.words import LANGUAGES


@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_cut_off_at_1024_by_768(language: str, percent: int) -> None:
    # GIVEN a small screen and a text size
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    # WHEN the window, the settings, the keys and About are laid out
    done = subprocess.run(
        [sys.executable, "-m", "tests.desktop.measured", language, str(percent)],
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
    )
    # THEN every control has the room its words need
    shown = ("Window", "SettingsDialog", "KeysDialog", "AboutDialog")
    assert json.loads(done.stdout) == {name: [] for name in shown}, done.stderr


DELETED = """
import shiboken6
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from desktop.views.focus_ring import FocusRing
application = QApplication([])
window = QWidget()
first, second = QLineEdit(window), QLineEdit(window)
ring = FocusRing(window)
window.show()
application.focusChanged.emit(None, first)
assert ring.isVisible()
shiboken6.delete(first)
application.focusChanged.emit(None, second)
assert ring.isVisible()
print("well")
"""


def test_a_control_with_the_focus_may_be_deleted() -> None:
    # GIVEN the ring around a control WHEN that is deleted before the focus goes on THEN the ring goes on
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", DELETED],
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("well\n", "")


MOVED = """
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from desktop.views.focus_ring import FocusRing
application = QApplication([])
window = QWidget()
window.resize(400, 400)
row = QWidget(window)
row.setGeometry(0, 0, 300, 100)
line = QLineEdit(row)
ring = FocusRing(window)
window.show()
application.focusChanged.emit(None, line)
before = ring.pos()
row.move(0, 60)
application.processEvents()
assert ring.pos() - before == QPoint(0, 60), (before, ring.pos())
row.hide()
application.processEvents()
assert not ring.isVisible()
print("well")
"""


def test_the_ring_goes_where_the_row_of_its_control_goes() -> None:
    # GIVEN the ring around a control WHEN only what holds the control is moved THEN the ring is moved too
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", MOVED],
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("well\n", "")
