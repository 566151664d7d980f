"""Global keys under X11, pressed by xdotool on a real server while another program has the focus."""

import queue
import signal
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from desktop.input.hotkeys import Hotkeys, Problem, hotkeys
from tests.display_rig import Display

WAIT_SECONDS = 20
Heard = tuple[str, object]

GRABBER = """
import sys
from Xlib import X, XK
from Xlib.display import Display
display = Display()
root = display.screen().root
code = display.keysym_to_keycode(XK.XK_d)
root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
display.sync()
print("taken", flush=True)
sys.stdin.read()
"""
WITHOUT_MENU = """
from Xlib import XK
from Xlib.display import Display
display = Display()
for code, _index in display.keysym_to_keycodes(XK.XK_Menu):
    display.change_keyboard_mapping(code, [[0, 0, 0, 0]])
display.sync()
"""
TYPED_INTO = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit
class Field(QLineEdit):
    def keyPressEvent(self, event):
        super().keyPressEvent(event)
        print(event.key(), flush=True)
application = QApplication([])
field = Field()
field.setWindowTitle("typed into")
field.show()
application.exec()
"""
FOCUS_TOLD = """
from Xlib import X
from Xlib.display import Display
display = Display()
screen = display.screen()
mask = X.FocusChangeMask | X.KeyPressMask
window = screen.root.create_window(50, 50, 200, 100, 0, screen.root_depth, event_mask=mask)
window.set_wm_name("told of the focus")
window.map()
names = {X.FocusIn: "focus", X.FocusOut: "no focus", X.KeyPress: "key"}
while True:
    event = display.next_event()
    # What tells only of the pointer, which is over the window, says nothing of the focus.
    if event.type in names and event.detail != X.NotifyPointer:
        print(names[event.type], flush=True)
"""
HANGING = """
import threading
from desktop.input.hotkeys import Presses
from desktop.input.hotkeys_x11 import X11Hotkeys
presses = Presses(
    lambda call: call(),
    lambda _action: print("pressed", flush=True),
    on_problems=lambda problems: print(*problems or ("bound",), flush=True),
)
keys = X11Hotkeys(presses)
keys.bind({"hold-to-dictate": "Ctrl+Alt+H"})
threading.Event().wait()
"""

LISTENING = """
import sys
from desktop.input.hotkeys import Presses
from desktop.input.hotkeys_macos import MacHotkeys
def tell(what):
    print(what, flush=True)
presses = Presses(lambda call: call(), lambda one: tell(f"{one} down"), lambda one: tell(f"{one} up"), tell)
keys = MacHotkeys(presses)
keys.bind({"dictate": "Ctrl+Alt+Space", "stop": "Shift+F9", "show": "Ctrl+K"})
sys.stdin.readline()
keys.bind({"stop": "F10"})
sys.stdin.readline()
keys.close()
tell("closed")
"""


class Ears:
    """Hears what the keys do, in order."""

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self.keys: Hotkeys = hotkeys(
            lambda call: call(),
            lambda action: self._heard.put(("pressed", action)),
            lambda action: self._heard.put(("released", action)),
            lambda problems: self._heard.put(("problems", problems)),
        )

    def next(self) -> Heard:
        return self._heard.get(timeout=WAIT_SECONDS)

    def bind(self, **bindings: str) -> tuple[Problem, ...]:
        """Bind, and return what the desktop says."""
        self.keys.bind({action.replace("_", "-"): keys for action, keys in bindings.items()})
        kind, problems = self.next()
        assert kind == "problems"
        assert isinstance(problems, tuple)
        return problems

    def heard_nothing_else(self) -> bool:
        return self._heard.empty()


@pytest.fixture
def ears(display: Display, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ears]:
    monkeypatch.setenv("DISPLAY", display.environment["DISPLAY"])
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    ears = Ears()
    yield ears
    ears.keys.close()


@pytest.fixture
def xdotool(display: Display) -> Callable[..., None]:
    def run(*arguments: str) -> None:
        display.run("xdotool", *arguments)

    return run


def until_repeats(display: Display) -> None:
    """Wait until a held key must have repeated several times; the server begins after 0.66 s."""
    time.sleep(1.2)


def test_pressed_and_released_each_once_with_every_lock(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN keys for two actions
    assert ears.bind(dictate="Ctrl+Alt+D", stop="F9") == ()
    # WHEN a key is held so long that it repeats, and its modifiers are let go before it
    xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "d")
    assert ears.next() == ("pressed", "dictate")
    until_repeats(display)
    # AND another of our keys is pressed meanwhile
    xdotool("keyup", "ctrl", "keyup", "alt", "key", "F9")
    # THEN each is heard once
    assert [ears.next(), ears.next()] == [("pressed", "stop"), ("released", "stop")]
    xdotool("keyup", "d")
    assert ears.next() == ("released", "dictate")
    # WHEN CapsLock, NumLock or both are on THEN the keys mean the same
    for lock in ("Caps_Lock", "Num_Lock", "Caps_Lock"):
        xdotool("key", lock)
        xdotool("key", "ctrl+alt+d")
        assert [ears.next(), ears.next()] == [("pressed", "dictate"), ("released", "dictate")]
    # WHEN other modifiers are held THEN they are other keys
    xdotool("key", "ctrl+alt+shift+d", "key", "ctrl+d", "key", "d", "key", "shift+F9", "key", "F9")
    assert [ears.next(), ears.next()] == [("pressed", "stop"), ("released", "stop")]
    assert ears.heard_nothing_else()


def test_our_keys_reach_nobody_else_and_all_others_do(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN a field that has the focus
    with display.talking("-c", TYPED_INTO) as field:
        assert field.stdout is not None
        xdotool("search", "--sync", "--name", "typed into", "windowactivate", "--sync")
        assert ears.bind(stop="F9") == ()
        # WHEN our key is pressed, and then another
        xdotool("key", "F9", "key", "a")
        # THEN we hear ours, and the field only the other
        assert [ears.next(), ears.next()] == [("pressed", "stop"), ("released", "stop")]
        assert field.stdout.readline() == f"{ord('A')}\n"
        # WHEN the key is given back THEN the field gets it
        assert ears.bind(stop="F10") == ()
        xdotool("key", "F9", "key", "b")
        assert field.stdout.readline() == f"{0x01000038}\n"
        assert field.stdout.readline() == f"{ord('B')}\n"
        assert ears.heard_nothing_else()


def test_the_window_in_front_keeps_the_focus_while_our_key_is_held(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN a window that believes what the server says of the focus, as those of GTK do
    with display.talking("-c", FOCUS_TOLD) as window:
        assert window.stdout is not None
        xdotool("search", "--sync", "--name", "told of the focus", "windowactivate", "--sync")
        assert ears.bind(hold_to_dictate="Ctrl+Alt+H") == ()
        assert window.stdout.readline() == "focus\n"
        # WHEN our key goes down THEN the focus comes back
        xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "h")
        seen = [window.stdout.readline().strip() for _ in range(4)]
        assert seen == ["key", "key", "no focus", "focus"]
        assert ears.next() == ("pressed", "hold-to-dictate")
        # AND stays while it is held, also when its modifiers are not, and nobody hears of the key itself
        xdotool("keyup", "alt", "keyup", "ctrl")
        until_repeats(display)
        xdotool("keyup", "h")
        assert ears.next() == ("released", "hold-to-dictate")
        xdotool("key", "a")
        seen = [window.stdout.readline().strip() for _ in range(5)]
        assert seen == ["no focus", "focus", "no focus", "focus", "key"]
        # AND a key that does not repeat comes up again too
        for _ in range(3):
            xdotool("key", "ctrl+alt+h")
            assert [ears.next()[0], ears.next()[0]] == ["pressed", "released"]
        assert ears.heard_nothing_else()


@pytest.mark.parametrize("has_repeated", [False, True])
def test_who_hangs_while_our_key_is_held_keeps_no_keyboard(
    display: Display, xdotool: Callable[..., None], has_repeated: bool
) -> None:
    # GIVEN a window in front, and a process of ours that hangs while its key is held
    with display.talking("-c", FOCUS_TOLD) as window, display.talking("-c", HANGING) as ours:
        assert window.stdout is not None
        assert ours.stdout is not None
        xdotool("search", "--sync", "--name", "told of the focus", "windowactivate", "--sync")
        assert ours.stdout.readline() == "bound\n"
        xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "h")
        assert ours.stdout.readline() == "pressed\n"
        if has_repeated:
            until_repeats(display)
        ours.send_signal(signal.SIGSTOP)
        # WHEN the key comes up, and another one is pressed
        xdotool("keyup", "h", "keyup", "alt", "keyup", "ctrl")
        xdotool("type", "xyz")
        # THEN the window gets it
        keys = 0
        while keys < len(("ctrl", "alt", "x", "y", "z")):
            line = window.stdout.readline()
            assert line, "the window has ended"
            keys += line == "key\n"


def test_a_combination_that_another_program_has_is_said(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN a program that took a combination first
    with display.talking("-c", GRABBER) as grabber:
        assert grabber.stdout is not None
        assert grabber.stdout.readline() == "taken\n"
        # WHEN we want it, and another
        problems = ears.bind(dictate="Ctrl+Alt+D", stop="Ctrl+Alt+S")
        # THEN a sentence says so, also later, and the other works
        assert problems == (
            Problem(
                "dictate",
                "Ctrl+Alt+D is taken by another program: choose other keys for “Start or stop dictation”.",
            ),
        )
        assert ears.keys.problems == problems
        xdotool("key", "ctrl+alt+d", "key", "ctrl+alt+s")
        assert [ears.next(), ears.next()] == [("pressed", "stop"), ("released", "stop")]
    # WHEN the program is gone and we try again THEN the combination is ours
    assert ears.bind(dictate="Ctrl+Alt+D") == ()
    xdotool("key", "ctrl+alt+d")
    assert [ears.next(), ears.next()] == [("pressed", "dictate"), ("released", "dictate")]
    assert ears.heard_nothing_else()


def test_keys_follow_the_layout_and_need_no_latin_letters(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    def layout(name: str) -> None:
        display.run("setxkbmap", name)

    w_place, z_place = "25", "52"  # of an American keyboard, by key code
    # GIVEN a Korean keyboard. Our connection comes first: Xvfb starts anew when its only client leaves.
    assert ears.bind(show="Ctrl+Alt+W") == ()
    layout("kr")
    xdotool("key", f"ctrl+alt+{w_place}")
    assert [ears.next(), ears.next()] == [("pressed", "show"), ("released", "show")]
    # WHEN the layout changes to one where W stands elsewhere THEN the keys go with the letter
    layout("fr")
    assert ears.next() == ("problems", ())
    xdotool("key", f"ctrl+alt+{w_place}", "key", f"ctrl+alt+{z_place}")
    assert [ears.next(), ears.next()] == [("pressed", "show"), ("released", "show")]
    # WHEN it has no Latin letters at all THEN the place counts
    layout("ru")
    assert ears.next() == ("problems", ())
    xdotool("key", f"ctrl+alt+{w_place}")
    assert [ears.next(), ears.next()] == [("pressed", "show"), ("released", "show")]
    assert ears.heard_nothing_else()


def test_a_foot_pedal_works_and_a_key_that_is_not_there_is_said(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN a foot pedal that presses F13, which the layout calls otherwise
    assert ears.bind(hold_to_dictate="F13", stop="Ctrl+Menu") == ()
    xdotool("keydown", "191")
    assert ears.next() == ("pressed", "hold-to-dictate")
    xdotool("keyup", "191")
    assert ears.next() == ("released", "hold-to-dictate")
    # WHEN another key is taken off the keyboard THEN that is said
    display.run(sys.executable, "-c", WITHOUT_MENU)
    sentence = (
        "This keyboard has no Ctrl+Menu: choose other keys for “Stop listening, describing and speaking”."
    )
    assert ears.next() == ("problems", (Problem("stop", sentence),))
    assert ears.heard_nothing_else()


def test_other_keys_while_one_is_held_end_it(
    display: Display, ears: Ears, xdotool: Callable[..., None]
) -> None:
    # GIVEN a held key
    assert ears.bind(hold_to_dictate="Ctrl+Alt+H") == ()
    xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "h")
    assert ears.next() == ("pressed", "hold-to-dictate")
    # WHEN other keys are bound THEN its release is told, for nobody would hear it later
    ears.keys.bind({"stop": "F9"})
    assert [ears.next(), ears.next()] == [("released", "hold-to-dictate"), ("problems", ())]
    xdotool("keyup", "h", "keyup", "alt", "keyup", "ctrl", "key", "F9")
    assert [ears.next(), ears.next()] == [("pressed", "stop"), ("released", "stop")]
    assert ears.heard_nothing_else()


def test_a_server_that_is_not_there_or_leaves_is_said(
    display: Display, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a name of no server WHEN keys are wanted THEN one sentence says what to do
    monkeypatch.setenv("DISPLAY", "nowhere")
    (problem,) = ears.bind(stop="F9")
    assert problem.action == ""
    assert "sori do dictate" in problem.sentence
    # GIVEN the server is there WHEN tried again THEN nothing is wrong
    monkeypatch.setenv("DISPLAY", display.environment["DISPLAY"])
    assert ears.bind(stop="F9") == ()
    # WHEN it ends THEN that is said, too
    display.close()
    kind, problems = ears.next()
    assert (kind, problems) == ("problems", (problem,))


def test_what_serves_macos_hears_the_same_keys(display: Display, xdotool: Callable[..., None]) -> None:
    # GIVEN the keys as they are listened for under macOS; pynput's part of it works on any system
    with display.talking("-c", LISTENING) as program:
        assert program.stdout is not None
        assert program.stdin is not None
        assert program.stdout.readline() == "()\n"
        # WHEN keys are pressed, one of them so long that it repeats
        xdotool("keydown", "ctrl", "keydown", "alt", "keydown", "space")
        until_repeats(display)
        xdotool(
            "keyup", "alt", "keyup", "space", "keyup", "ctrl", "key", "F9", "key", "shift+F9", "key", "ctrl+k"
        )
        # THEN each is heard once
        heard = [program.stdout.readline().strip() for _ in range(6)]
        assert heard == ["dictate down", "dictate up", "stop down", "stop up", "show down", "show up"]
        # WHEN other keys are bound THEN those before are nobody's
        program.stdin.write("\n")
        program.stdin.flush()
        assert program.stdout.readline() == "()\n"
        xdotool("key", "shift+F9", "key", "F10")
        assert [program.stdout.readline().strip() for _ in range(2)] == ["stop down", "stop up"]
        assert program.communicate("\n")[0] == "closed\n"
