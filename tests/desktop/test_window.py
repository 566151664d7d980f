"""The real window under Xvfb, driven by keys, its accessibility tree read back."""

import subprocess
import sys

import pytest

from engines import resource
from tests.display_rig import Display, Seen, sori_window

SAMPLE = str(resource.path("samples", "save-changes-dialog.png"))


def names(nodes: list[Seen]) -> set[str]:
    return {node.name for node in nodes}


@pytest.mark.parametrize(
    ("language", "finished", "item"),
    [
        ("en", "The description is complete; all text was read.", "Create a backup copy, check box, checked"),
        ("ko", "설명이 끝났습니다. 글자를 모두 읽었습니다.", "Create a backup copy, 체크 상자, 체크됨"),
    ],
)
def test_a_picture_is_described_and_everything_has_a_name(
    display: Display, language: str, finished: str, item: str
) -> None:
    # GIVEN the window, opened with a picture
    sori_window(display, "--language", language, SAMPLE)
    # WHEN its description is complete, the items stand in the tree
    nodes = display.wait_for(lambda seen: {finished, item} <= names(seen), 40)
    # THEN whatever can take the focus has a name
    nameless = [node for node in nodes if node.is_focusable and node.is_showing and not node.name]
    assert nameless == []


def test_keys_change_the_level_and_the_text_size(display: Display) -> None:
    # GIVEN the window without a picture
    sori_window(display, "--language", "en")
    display.wait_for(lambda seen: "Describe screen" in names(seen))
    # WHEN the key for larger text is pressed THEN the status says so
    display.keys("ctrl+plus")
    display.wait_for(lambda seen: any(name.startswith("Text size 125 percent.") for name in names(seen)))


def test_the_clipboard_without_a_picture_gets_one_sentence(display: Display) -> None:
    # GIVEN the window and an empty clipboard
    sori_window(display, "--language", "en")
    display.wait_for(lambda seen: "Describe screen" in names(seen))
    # WHEN the clipboard is to be described THEN a sentence says what to do
    display.keys("ctrl+4")
    display.wait_for(lambda seen: any("no picture on the clipboard" in name for name in names(seen)))


def test_a_missing_picture_gets_one_sentence(display: Display) -> None:
    # GIVEN a picture that is not there WHEN the window opens with it THEN a sentence says so
    sori_window(display, "--language", "en", "nothing-here.png")
    display.wait_for(lambda seen: any("There is no file" in name for name in names(seen)))


HEAVY = ("torch", "onnxruntime", "cv2", "sounddevice", "pyttsx3", "numpy", "PIL")
FIRST_PAINT = f"""
import sys
from PySide6.QtCore import QTimer
import desktop.__main__ as window
from PySide6.QtWidgets import QApplication
def look():
    print([name for name in {HEAVY!r} if name in sys.modules], flush=True)
    QApplication.instance().quit()
original = QApplication.exec
def run(*arguments):
    QTimer.singleShot(0, look)
    return original()
QApplication.exec = run
sys.argv = ["sori-desktop"]
window.main()
"""


def test_nothing_heavy_is_imported_before_the_first_paint(display: Display) -> None:
    # GIVEN the window, shown WHEN its first event is handled THEN no heavy library is there yet
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT],
        env=display.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]", done.stderr[-2000:]
