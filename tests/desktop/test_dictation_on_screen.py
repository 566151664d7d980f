"""Dictation as its user has it: the window, a microphone, a recogniser and another program, all real."""

import os
import subprocess
import time
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soxr

from desktop.history import History, Utterance
from tests.audio_rig import RATE_HZ, Rig
from tests.display_rig import Display, Seen, sori_window
from tests.editor import Editor, open_editor
from tests.tiny_vosk import RATE_HZ as SPOKEN_HZ
from tests.tiny_vosk import spoken, tiny_vosk

TEXT = "good morning"
WAIT_SECONDS = 30


def sound_of(text: str) -> "array[int]":
    """Return it spoken in a room that is never quite silent, with a pause after it."""
    said = soxr.resample(np.frombuffer(spoken(text), np.int16), SPOKEN_HZ, RATE_HZ)
    heard = np.pad(said, (0, 2 * RATE_HZ)) + np.random.default_rng(1).integers(
        -20, 20, len(said) + 2 * RATE_HZ
    )
    return array("h", heard.clip(-32768, 32767).astype(np.int16).tobytes())


def history() -> tuple[Utterance, ...]:
    """Return what is kept, oldest first, as another program sees it."""
    kept = History(Path(os.environ["XDG_DATA_HOME"]) / "sori" / "history.db")
    try:
        return kept.search()[::-1]
    finally:
        kept.close()


def says(sentence: str, seen: list[Seen]) -> bool:
    return any(node.name.startswith(sentence) for node in seen)


def has_focus(seen: list[Seen]) -> bool:
    """Whether the editor has it."""
    return any(node.name == "Notes" and node.role == "text" and node.is_focused for node in seen)


def xdotool(screen: Display, *arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], env=screen.environment, check=True)


@pytest.fixture
def screen(display: Display, sound: Rig) -> Iterator[Display]:
    """A screen with Sori's window, which hears the microphone of the rig."""
    runtime = display.environment["XDG_RUNTIME_DIR"]
    display.environment |= sound.environment | {"XDG_RUNTIME_DIR": runtime}
    display.environment["SORI_VOSK_MODEL"] = str(tiny_vosk("en"))
    program = sori_window(display, "--language", "en")
    display.wait_for(lambda seen: any(node.name == "Describe screen" and node.is_focused for node in seen))
    yield display
    program.terminate()
    program.wait(WAIT_SECONDS)


@pytest.fixture
def editor(screen: Display, tmp_path: Path) -> Editor:
    """A text program in front of Sori, with its caret in its text."""
    editor = open_editor(screen.start, tmp_path)
    screen.wait_for(has_focus)
    return editor


def wait_until(is_so: Callable[[], bool], otherwise: Callable[[], object]) -> None:
    """Wait; fail with what `otherwise` returns."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)


def is_all_kept(editor: Editor) -> bool:
    """Whether what stands in the editor is what is kept, each part marked as inserted."""
    rows = history()
    return all(row.is_inserted for row in rows) and " ".join(row.text for row in rows) == editor.text


def test_what_is_said_stands_in_the_other_program_and_in_the_history(
    screen: Display, editor: Editor, sound: Rig
) -> None:
    # GIVEN another program in front WHEN the global key is pressed and something is said
    screen.keys("ctrl+alt+space")
    screen.wait_for(lambda seen: says("Listening.", seen))
    with sound.sounding(sound_of(TEXT)):
        # THEN it is typed there, and the focus has stayed
        wait_until(lambda: editor.text != "", lambda: "nothing was typed")
    assert editor.text.lower().startswith(TEXT)
    assert has_focus(screen.tree())
    # WHEN the key is pressed again THEN all that was typed is kept, and nothing else
    screen.keys("ctrl+alt+space")
    screen.wait_for(lambda seen: not says("Listening.", seen))
    wait_until(lambda: is_all_kept(editor), lambda: (history(), editor.text))


def test_what_is_said_while_the_key_is_held_is_typed_once_it_is_up(
    screen: Display, editor: Editor, sound: Rig
) -> None:
    # GIVEN the key to talk, held WHEN something is said THEN it is kept at once
    xdotool(screen, "keydown", "ctrl", "keydown", "alt", "keydown", "h")
    screen.wait_for(lambda seen: says("Listening.", seen))
    with sound.sounding(sound_of(TEXT)):
        wait_until(lambda: history() != (), lambda: "nothing was kept")
    assert editor.text == ""
    # WHEN the key is let go THEN it is typed
    xdotool(screen, "keyup", "h", "keyup", "alt", "keyup", "ctrl")
    wait_until(lambda: editor.text != "" and is_all_kept(editor), lambda: (history(), editor.text))
    assert editor.text.lower().startswith(TEXT)
