"""Words go into a real editor on a real screen, and whatever does not arrive is said."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.input.clipboard import ClipboardUnavailable, Content, text_content
from desktop.input.clipboard_x11 import X11Clipboard
from desktop.input.field import Field, FocusedField
from desktop.input.inserter import Inserted, Inserter, fitting
from desktop.input.typist_x11 import X11Typist
from desktop.input.typists import KeyboardMoved, NoTypist, TypingRefused, typists
from tests.desktop.test_field import fields, opened, read, screen  # noqa: F401 # fixtures are found by name
from tests.display_rig import Display
from tests.editor import Editor, open_editor

OLD = Content(
    (
        ("text/plain;charset=utf-8", "오래된 것 🌻".encode()),
        ("text/html", b"<b>old</b>"),
        ("image/png", bytes(range(256)) * 2000),
    )
)
"""What the user had copied: text, markup, and a picture too large for one message."""


@pytest.fixture
def clipboard(screen: Display) -> Iterator[X11Clipboard]:  # noqa: F811
    board = X11Clipboard()
    yield board
    board.close()


@pytest.fixture
def inserter(fields: FocusedField, clipboard: X11Clipboard) -> Iterator[Inserter]:  # noqa: F811
    one = Inserter(fields, clipboard, patience_seconds=15)
    yield one
    one.close()


@pytest.fixture
def copied(screen: Display) -> Iterator[X11Clipboard]:  # noqa: F811
    """A program of its own in which the user has copied something."""
    other = X11Clipboard()
    other.put(OLD)
    yield other
    other.close()


def pasted(screen: Display, target: str = "UTF8_STRING") -> bytes:  # noqa: F811
    """Return what another program finds on the clipboard."""
    asked = subprocess.run(
        ["xclip", "-selection", "clipboard", "-t", target, "-o"],
        env=screen.environment,
        capture_output=True,
        check=False,
        timeout=20,
    )
    return asked.stdout


def inserted(inserter: Inserter, text: str, field: Field | None) -> Inserted:
    (outcome,) = inserter.insert(text, field)
    return outcome


KINDS = {
    "plain": "Sunflowers need water",
    "short": "need Water, 24/7!",
    "hangul": "해바라기는 물이 필요합니다. 값싼 닭",
    "jamo": "\u1112\u1162\u1107\u1161",
    "emoji": "🌻 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽",
    "lines": "first line\nsecond line\n\n\tfourth line",
    "right to left": "שלום עולם, مرحبا بالعالم",
    "many": "the quick brown fox jumps over the lazy dog. " * 555,
}


def test_each_kind_of_text_arrives_exactly(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
) -> None:
    # GIVEN an editor with something in it, and something on the clipboard
    editor = opened(screen, "--text", "Before: ")
    field, expected = read(fields), "Before: "
    for kind, words in KINDS.items():
        # WHEN words are inserted
        result = inserted(inserter, words, field)
        # THEN they stand in it, whole, and nothing need be said
        assert (result.outcome, result.sentence) == ("exact", ""), kind
        expected += words
        editor.wait_for(expected)
        # AND the clipboard holds what it held
        assert result.clipboard in ("restored", "untouched")
        assert pasted(screen).decode() == "오래된 것 🌻", kind
    # AND in every format
    assert pasted(screen, "text/html") == b"<b>old</b>"
    assert pasted(screen, "image/png") == bytes(range(256)) * 2000


def test_fifty_thousand_words_arrive_in_one_paste(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN a very long dictation WHEN inserted
    editor = opened(screen)
    text = "물 water " * 25_000
    result = inserted(inserter, text, read(fields))
    # THEN it arrives in one go
    assert result.outcome == "exact"
    editor.wait_for(text)
    assert editor.texts[-2:] in ([text], ["", text])


def test_what_is_selected_is_replaced_and_taken_back_by_scratch(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN a selected word
    editor = opened(screen, "--text", "Sunflowers need soil")
    screen.keys("ctrl+shift+Left")
    # WHEN words are inserted THEN they stand in its place
    result = inserted(inserter, "물과 🌻 light", read(fields))
    assert result.outcome == "exact"
    editor.wait_for("Sunflowers need 물과 🌻 light")
    # WHEN taken back THEN they are gone, and nothing else is
    (undone,) = inserter.scratch(result)
    assert (undone.outcome, undone.sentence) == ("exact", "")
    editor.wait_for("Sunflowers need ")
    # WHEN taken back once more THEN it says that they no longer stand there
    (again,) = inserter.scratch(result)
    assert again.outcome == "refused"
    assert "no longer stand before the cursor" in again.sentence
    assert editor.text == "Sunflowers need "
    # AND there is nothing to take back of what was taken back
    (nothing,) = inserter.scratch(undone)
    assert "nothing that can be taken back" in nothing.sentence


def test_scratch_leaves_alone_what_was_changed_or_stands_elsewhere(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN words that were inserted, and one more letter typed after them
    editor = opened(screen)
    result = inserted(inserter, "물을 주다", read(fields))
    screen.keys("x")
    editor.wait_for("물을 주다x")
    # WHEN scratched THEN nothing is lost
    (undone,) = inserter.scratch(result)
    assert undone.outcome == "refused"
    assert undone.sentence
    # GIVEN the focus in another window, in which the same words stand
    other = opened(screen, "--text", "물을 주다", name="other")
    assert read(fields).identity != (result.field.identity if result.field else "")
    # WHEN scratched THEN that window is left alone
    (undone,) = inserter.scratch(result)
    assert undone.outcome == "refused"
    assert "elsewhere" in undone.sentence
    assert (editor.text, other.texts) == ("물을 주다x", ["물을 주다"])


def test_in_a_single_line_lines_become_spaces(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    editor = opened(screen, "--field", "line")
    assert inserted(inserter, "one \n two\tthree\n", read(fields)).outcome == "exact"
    editor.wait_for("one two three")


def test_what_a_field_cuts_off_is_said(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    clipboard: X11Clipboard,
    copied: X11Clipboard,
) -> None:
    # GIVEN a field that takes ten characters
    editor = opened(screen, "--field", "line", "--longest", "10")
    inserter = Inserter(fields, clipboard, patience_seconds=0.5)
    # WHEN more is inserted THEN it says so, and the whole stands on the clipboard
    result = inserted(inserter, "해바라기는 물이 필요합니다", read(fields))
    assert result.outcome == "partial"
    assert "did not arrive as they were said" in result.sentence
    editor.wait_for("해바라기는 물이 필")
    assert pasted(screen).decode() == "해바라기는 물이 필요합니다"
    # WHEN the old content is asked for THEN it is back
    assert inserter.restore_clipboard()
    assert pasted(screen).decode() == "오래된 것 🌻"
    assert not inserter.restore_clipboard()
    inserter.close()


def test_words_for_a_password_stay_nowhere(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # GIVEN a field for a password
    caplog.set_level("DEBUG")
    editor = opened(screen, "--field", "password")
    for words in ("hunter2", "비밀 🌻"):
        # WHEN words are inserted THEN they arrive
        result = inserted(inserter, words, read(fields))
        assert (result.outcome, result.sentence) == ("exact", "")
        # AND are found neither in the result, nor in the log, nor on the clipboard
        assert result.text == ""
        assert words not in repr(result)
        assert words not in caplog.text
        assert pasted(screen).decode() == "오래된 것 🌻"
    editor.wait_for("hunter2비밀 🌻")
    # AND cannot be scratched, for nobody knows what stands there
    (undone,) = inserter.scratch(result)
    assert undone.outcome == "refused"


def test_a_password_that_is_refused_is_not_left_on_the_clipboard(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
) -> None:
    # GIVEN the decision to insert into a password field, and the focus elsewhere since
    opened(screen, "--field", "password")
    field = read(fields)
    opened(screen, name="other")
    # WHEN inserted THEN it is refused without a word of it
    result = inserted(inserter, "비밀", field)
    assert (result.outcome, result.text, result.clipboard) == ("refused", "", "untouched")
    assert "password did not arrive" in result.sentence
    assert pasted(screen).decode() == "오래된 것 🌻"
    assert not inserter.restore_clipboard()


def test_a_password_is_pasted_into_no_other_field(
    screen: Display,  # noqa: F811
    copied: X11Clipboard,
) -> None:
    # GIVEN a program that inserts nothing by itself, and a desktop that does not tell who has the keyboard
    class Stubborn(FocusedField):
        def put(self, field: Field, text: str) -> None:
            pass

    class Blind(X11Typist):
        def paste(self, window: int, *, for_terminal: bool) -> None:
            super().paste(0, for_terminal=for_terminal)

    others: list[Editor] = []

    class Slow(X11Clipboard):
        def put(self, content: Content, *, for_terminal: bool = False) -> None:
            super().put(content, for_terminal=for_terminal)
            if not others:
                others.append(opened(screen, name="other"))

    stubborn, board = Stubborn(), Slow()
    inserter = Inserter(stubborn, board, lambda: (Blind,), patience_seconds=1)
    editor = opened(screen, "--field", "password")
    # WHEN the focus moves while the password goes to the clipboard
    result = inserted(inserter, "비밀 🌻", read(stubborn))
    # THEN nobody gets it, and the clipboard is as it was
    assert (result.outcome, result.text, result.clipboard) == ("refused", "", "restored")
    assert "password did not arrive" in result.sentence
    time.sleep(0.5)
    assert (editor.text, others[0].text) == ("", "")
    assert pasted(screen).decode() == "오래된 것 🌻"
    inserter.close()
    stubborn.close()
    board.close()


def test_a_password_leaves_the_clipboard_also_when_nothing_can_be_put_back(
    screen: Display,  # noqa: F811
    copied: X11Clipboard,
) -> None:
    # GIVEN a program that inserts nothing, keys that nobody takes, and what was copied cannot come back
    class Stubborn(FocusedField):
        def put(self, field: Field, text: str) -> None:
            pass

    class Unheard(X11Typist):
        def can_type(self, text: str) -> bool:
            return False

        def paste(self, window: int, *, for_terminal: bool) -> None:
            pass

    seen: list[str] = []

    class Full(X11Clipboard):
        def put(self, content: Content, *, for_terminal: bool = False) -> None:
            seen.append(content.text)
            if content.text == "오래된 것 🌻":
                raise ClipboardUnavailable
            super().put(content, for_terminal=for_terminal)

    stubborn, board = Stubborn(), Full()
    inserter = Inserter(stubborn, board, lambda: (Unheard,), patience_seconds=0.3)
    opened(screen, "--field", "password")
    # WHEN a password is inserted in vain
    result = inserted(inserter, "비밀", read(stubborn))
    # THEN it does not stay
    assert (result.outcome, result.clipboard) == ("refused", "lost")
    assert seen == ["비밀", "오래된 것 🌻", ""]
    assert board.content().text == ""
    inserter.close()
    stubborn.close()
    board.close()


def test_when_the_focus_has_moved_nothing_is_inserted_and_the_words_are_kept(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
) -> None:
    # GIVEN a field, and then another window with the focus
    editor = opened(screen)
    field = read(fields)
    other = opened(screen, name="other")
    # WHEN inserted THEN neither gets the words, and they are on the clipboard
    result = inserted(inserter, "물을 주다", field)
    assert (result.outcome, result.clipboard) == ("refused", "text")
    assert "focus has moved" in result.sentence
    assert (editor.text, other.text) == ("", "")
    assert pasted(screen).decode() == "물을 주다"
    # WHEN a second text is refused as well THEN what the user had copied can still be had back
    inserted(inserter, "한 번 더", field)
    assert pasted(screen).decode() == "한 번 더"
    assert inserter.restore_clipboard()
    assert pasted(screen, "text/html") == b"<b>old</b>"


def test_keys_go_to_no_other_window_than_was_meant(screen: Display, fields: FocusedField) -> None:  # noqa: F811
    # GIVEN two windows
    first = opened(screen)
    meant = read(fields).window
    second = opened(screen, name="other")
    # WHEN keys are meant for the one that no longer has the keyboard THEN none is pressed
    typist = X11Typist()
    with pytest.raises(KeyboardMoved):
        typist.type("abc", meant)
    with pytest.raises(KeyboardMoved):
        typist.paste(meant, for_terminal=False)
    # AND for the one that has it they are
    typist.type("d", read(fields).window)
    second.wait_for("d")
    assert first.text == ""
    typist.close()


def test_a_window_that_was_closed_gets_one_sentence(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN a window that is closed before the words come
    editor = opened(screen)
    field = read(fields)
    editor.end()
    # WHEN inserted THEN it is said, and the words are kept
    result = inserted(inserter, "물을 주다", field)
    assert (result.outcome, result.clipboard) == ("refused", "text")
    assert pasted(screen).decode() == "물을 주다"


def test_a_button_is_not_pressed_by_words(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN a button with the focus, which the space bar would press
    editor = opened(screen, "--field", "button")
    result = inserted(inserter, "a b c", read(fields))
    # THEN nothing is typed
    assert result.outcome == "refused"
    assert "takes no text" in result.sentence
    assert editor.texts == []


def test_a_terminal_gets_lines_only_when_the_user_agrees(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
) -> None:
    # GIVEN a terminal
    editor = opened(screen, "--class", "xterm")
    field = read(fields)
    # WHEN lines come THEN it asks first
    asked = inserted(inserter, "rm -r .\n", field)
    assert asked.outcome == "needs-consent"
    assert "terminal" in asked.sentence
    assert editor.text == ""
    # WHEN a line without an end comes THEN it needs no leave
    assert inserted(inserter, "물을 주다 ", field).outcome == "exact"
    # WHEN agreed THEN the lines go there
    (agreed,) = inserter.insert("one\ntwo", field, may_send_lines=True)
    assert agreed.outcome == "exact"
    editor.wait_for("물을 주다 one\ntwo")
    assert pasted(screen).decode() == "오래된 것 🌻"
    # AND where nothing is known of the field, it asks as well
    assert inserted(inserter, "a\nb", None).outcome == "needs-consent"


def test_a_push_to_talk_key_still_held_does_no_harm(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN the user still holds Ctrl and Alt, and will for long
    editor = opened(screen)
    field = read(fields)
    screen.run("xdotool", "keydown", "ctrl", "keydown", "alt")
    # WHEN words are typed and pasted THEN they arrive, and no shortcut is set off
    for words in ("abc ", "해바라기"):
        assert inserted(inserter, words, field).outcome == "exact"
    editor.wait_for("abc 해바라기")


def test_capitals_and_other_layouts_change_nothing(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN caps lock WHEN a word is inserted THEN it keeps its letters
    editor = opened(screen)
    field = read(fields)
    screen.keys("Caps_Lock")
    assert inserted(inserter, "Abc ", field).outcome == "exact"
    screen.keys("Caps_Lock")
    # GIVEN a French and a Russian layout THEN the same
    for layout in ("fr", "ru,us"):
        screen.run("setxkbmap", layout)
        assert inserted(inserter, "Qwaz 1! ", field).outcome == "exact"
    editor.wait_for("Abc Qwaz 1! Qwaz 1! ")


def test_a_program_that_says_nothing_gets_unverified_words(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
    copied: X11Clipboard,
) -> None:
    # GIVEN an editor without an accessibility tree
    editor = hidden(screen, fields)
    field = fields.read()
    # WHEN words are typed and pasted THEN they arrive, it says that it cannot see it
    for words in ("abc ", "해바라기"):
        result = inserted(inserter, words, field)
        assert result.outcome == "unverified"
        assert "cannot see" in result.sentence
    editor.wait_for("abc 해바라기")
    # AND the clipboard is put back once the program has read it
    assert pasted(screen).decode() == "오래된 것 🌻"
    # AND scratch leaves it to the user
    (undone,) = inserter.scratch(result)
    assert "Ctrl+Z" in undone.sentence


def hidden(screen: Display, fields: FocusedField) -> Editor:  # noqa: F811
    """Open an editor that keeps no accessibility tree."""
    bus = screen.environment["DBUS_SESSION_BUS_ADDRESS"]
    screen.environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    editor = open_editor(screen.start, screen.folder)
    screen.environment["DBUS_SESSION_BUS_ADDRESS"] = bus
    deadline = time.monotonic() + 20
    while (field := fields.read()) is None or field.application != "editor":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return editor


class RefusedTypist(X11Typist):
    """A desktop that lets nobody press keys, as it turns out when one is pressed."""

    def type(self, text: str, window: int) -> None:
        raise TypingRefused

    def paste(self, window: int, *, for_terminal: bool) -> None:
        raise TypingRefused


class BrokenOffTypist(X11Typist):
    """A desktop that takes half of what is typed."""

    def type(self, text: str, window: int) -> None:
        super().type(text[: len(text) // 2], window)
        raise TypingRefused(has_begun=True)


class DeafTypist(X11Typist):
    """A desktop that swallows every key without a word."""

    def type(self, text: str, window: int) -> None:
        pass

    def paste(self, window: int, *, for_terminal: bool) -> None:
        pass


def closed_typist() -> X11Typist:
    """Find a means that is not there."""
    raise TypingRefused


def test_the_next_means_takes_over(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    clipboard: X11Clipboard,
    copied: X11Clipboard,
) -> None:
    # GIVEN one means that is not there, one that fails when used, and one that works
    editor = opened(screen)
    for words, expected in (("abc", "abc"), ("해바라기", "abc해바라기")):
        inserter = Inserter(fields, clipboard, lambda: (closed_typist, RefusedTypist, X11Typist), 15)
        # WHEN words are inserted THEN they arrive once, by the one that works
        assert inserted(inserter, words, read(fields)).outcome == "exact"
        editor.wait_for(expected)
        assert pasted(screen).decode() == "오래된 것 🌻"
        inserter.close()


def test_a_program_that_is_slow_to_answer_has_not_lost_the_focus(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN an editor that stands still for longer than one question may take
    editor = opened(screen)
    field = read(fields)
    editor.process.send_signal(signal.SIGSTOP)
    going_on = threading.Timer(2, editor.process.send_signal, [signal.SIGCONT])
    going_on.start()
    # WHEN words are inserted meanwhile THEN they are not said to have lost their place
    try:
        result = inserted(inserter, "abc", field)
    finally:
        going_on.join()
    assert (result.outcome, result.sentence) == ("exact", "")
    editor.wait_for("abc")


def test_half_a_word_is_said_at_once(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    clipboard: X11Clipboard,
) -> None:
    editor = opened(screen)
    inserter = Inserter(fields, clipboard, lambda: (BrokenOffTypist,), 15)
    result = inserted(inserter, "abcdef", read(fields))
    assert (result.outcome, result.clipboard) == ("partial", "text")
    editor.wait_for("abc")
    inserter.close()


def test_swallowed_keys_are_noticed(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    clipboard: X11Clipboard,
) -> None:
    # GIVEN a desktop that swallows keys
    editor = opened(screen)
    inserter = Inserter(fields, clipboard, lambda: (DeafTypist,), 0.3)
    expected = ""
    for words in ("abc", "해바라기"):
        # WHEN words are inserted THEN it is said, and they are kept
        result = inserted(inserter, words, read(fields))
        assert (result.outcome, result.clipboard) == ("refused", "text")
        assert "press Ctrl+V" in result.sentence
        assert editor.text == expected
        # WHEN the user does so THEN they are there
        screen.keys("ctrl+v")
        expected += words
        editor.wait_for(expected)
    inserter.close()


def test_where_no_key_may_be_pressed_the_program_inserts_or_the_user_pastes(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    clipboard: X11Clipboard,
) -> None:
    # GIVEN a desktop that lets no program press keys, and a field that can be asked
    editor = opened(screen, "--text", "물 ")
    inserter = Inserter(fields, clipboard, lambda: (NoTypist,), 15)
    # WHEN inserted THEN the program does it itself
    assert inserted(inserter, "🌻 물\n둘", read(fields)).outcome == "exact"
    editor.wait_for("물 🌻 물\n둘")
    # GIVEN a selection, which it would not replace
    screen.keys("shift+Left")
    result = inserted(inserter, "셋", read(fields))
    # THEN the user is asked to paste, and that is all it takes
    assert (result.outcome, result.clipboard) == ("refused", "text")
    assert "may not type on this desktop" in result.sentence
    screen.keys("ctrl+v")
    editor.wait_for("물 🌻 물\n셋")
    inserter.close()


class SilentBoard(X11Clipboard):
    """A clipboard that does not tell who has read it, as under Wayland."""

    def was_taken(self, by: int = 0) -> bool | None:
        return None


def test_what_nobody_can_see_stays_on_the_clipboard_too(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
) -> None:
    # GIVEN a program without a tree, and a clipboard that does not tell
    editor = hidden(screen, fields)
    board = SilentBoard()
    inserter = Inserter(fields, board, patience_seconds=15)
    # WHEN words are inserted THEN they arrive, and stay on the clipboard in case they did not
    result = inserted(inserter, "해바라기", fields.read())
    assert (result.outcome, result.clipboard) == ("unverified", "text")
    assert "on the clipboard as well" in result.sentence
    editor.wait_for("해바라기")
    assert pasted(screen).decode() == "해바라기"
    inserter.close()
    board.close()


class NoBoard:
    """A clipboard that another program holds on to."""

    def content(self) -> Content:
        raise ClipboardUnavailable

    def put(self, content: Content, *, for_terminal: bool = False) -> None:
        raise ClipboardUnavailable

    def was_taken(self, by: int = 0) -> bool | None:
        return None

    def is_ours(self) -> bool:
        return False

    def close(self) -> None:
        pass


def test_without_a_clipboard_the_program_inserts_or_it_is_said(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
) -> None:
    # GIVEN no clipboard WHEN words come that cannot be typed THEN the program inserts them
    editor = opened(screen)
    inserter = Inserter(fields, NoBoard(), patience_seconds=15)
    assert inserted(inserter, "해바라기", read(fields)).outcome == "exact"
    editor.wait_for("해바라기")
    # GIVEN nowhere to put them THEN the history is named
    button = opened(screen, "--field", "button", name="other")
    result = inserted(inserter, "물", read(fields))
    assert (result.outcome, result.clipboard) == ("refused", "untouched")
    assert "history" in result.sentence
    assert button.texts == []
    inserter.close()


def test_a_hung_program_that_holds_the_clipboard_loses_nothing(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    inserter: Inserter,
) -> None:
    # GIVEN a program that holds the clipboard and hangs
    holder = screen.start("xclip", "-selection", "clipboard", "-quiet", str(Path(__file__)))
    opened(screen)
    deadline = time.monotonic() + 20
    while not pasted(screen):
        assert time.monotonic() < deadline
    os.kill(holder.pid, signal.SIGSTOP)
    # WHEN words are inserted THEN the program with the field takes them without the clipboard
    result = inserted(inserter, "해바라기", read(fields))
    os.kill(holder.pid, signal.SIGCONT)
    assert (result.outcome, result.clipboard) == ("exact", "untouched")
    # AND what had been copied is still there
    assert pasted(screen) == Path(__file__).read_bytes()


def test_what_the_user_copies_meanwhile_stays(
    screen: Display,  # noqa: F811
    fields: FocusedField,  # noqa: F811
    copied: X11Clipboard,
) -> None:
    # GIVEN a user who copies something just when words have been pasted
    class Interrupted(X11Clipboard):
        def is_ours(self) -> bool:
            copied.put(text_content("new"))
            return super().is_ours()

    board = Interrupted()
    opened(screen)
    inserter = Inserter(fields, board, patience_seconds=15)
    # WHEN inserted THEN what was copied is not replaced by what had stood there before
    result = inserted(inserter, "해바라기", read(fields))
    assert (result.outcome, result.clipboard) == ("exact", "untouched")
    assert pasted(screen) == b"new"
    inserter.close()
    board.close()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\u202eb\u2066c\u2069", "abc"),
        ("bell\x07 escape\x1b[31m null\x00", "bell escape[31m null"),
        ("one\r\ntwo\x0bthree\u2028four", "one\ntwo\nthree\nfour"),
        ("half \ud83d character", "half  character"),
        ("👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"),
    ],
)
def test_what_no_program_should_get_is_taken_out(text: str, kept: str) -> None:
    assert fitting(text, None) == kept


def test_nothing_is_inserted_by_an_empty_text(fields: FocusedField) -> None:  # noqa: F811
    inserter = Inserter(fields, NoBoard())
    assert inserted(inserter, "\u202e\x00", None).outcome == "exact"
    inserter.close()


@pytest.mark.parametrize(
    ("environment", "last"),
    [({"DISPLAY": ":0"}, NoTypist), ({"WAYLAND_DISPLAY": "wayland-0"}, NoTypist), ({}, NoTypist)],
)
def test_the_last_means_is_the_user(environment: dict[str, str], last: Callable[[], object]) -> None:
    assert list(typists(environment))[-1] is last
