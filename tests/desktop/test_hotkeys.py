"""Global keys: what is written, what is wrong with it, and what each desktop gives."""

import queue
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from desktop import actions
from desktop.input import hotkeys as hotkeys_module
from desktop.input.hotkeys import Hotkeys, Presses, Problem, Problems, hotkeys, read
from desktop.input.hotkeys_macos import is_key
from desktop.input.hotkeys_none import NoHotkeys
from desktop.input.hotkeys_windows import virtual_key
from desktop.input.keys import ALONE, DIGITS, FUNCTION_KEYS, LETTERS, MARKS, NAMED, InvalidKeys, Keys, parse
from engines import words


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ctrl+Alt+D", "Ctrl+Alt+D"),
        ("alt + control + d", "Ctrl+Alt+D"),
        ("Meta+Shift+PgDown", "Shift+Super+PgDown"),
        ("cmd+Option+Enter", "Alt+Super+Return"),
        ("Ctrl+,", "Ctrl+,"),
        ("ctrl+comma", "Ctrl+,"),
        ("f13", "F13"),
        ("Shift+F9", "Shift+F9"),
    ],
)
def test_keys_are_read_however_they_are_written(text: str, written: str) -> None:
    # GIVEN a combination as somebody writes it WHEN read THEN it is written in one way
    assert str(parse(text)) == written


@pytest.mark.parametrize("key", [*FUNCTION_KEYS, *LETTERS, *DIGITS, *MARKS, *NAMED])
def test_every_key_can_be_written_and_read_again(key: str) -> None:
    keys = Keys(key, frozenset({"Ctrl", "Super"}))
    assert parse(str(keys)) == keys


@pytest.mark.parametrize(
    "text", ["", "+", "Ctrl", "Ctrl+", "Ctrl+Alt", "Hyper+D", "Ctrl+Ctrl+D", "Ctrl+foo", "D+Ctrl"]
)
def test_what_is_no_combination_is_refused(text: str) -> None:
    with pytest.raises(InvalidKeys, match=r"is not a key combination: write one such as Ctrl\+Alt\+D"):
        parse(text)


@pytest.mark.parametrize("text", ["D", "Shift+D", "Space", "Shift+1", "Return", ","])
def test_keys_for_typing_are_left_alone(text: str) -> None:
    # GIVEN a key that types WHEN bound without a modifier THEN it is refused, as no program could type it
    with pytest.raises(InvalidKeys, match="is needed for typing"):
        parse(text)


def test_function_keys_need_no_modifier() -> None:
    assert all(parse(key) == Keys(key) for key in ALONE)


def test_bindings_with_mistakes_leave_the_others_alone() -> None:
    # GIVEN good keys, none, nonsense, and the same keys again in other words
    bindings = {"dictate": "Ctrl+Alt+D", "stop": "", "captions": "Ctl+C", "show": "Alt+Control+d"}
    # WHEN they are read
    good, problems = read(bindings)
    # THEN the good ones are kept, and a sentence says what is wrong with each of the others
    assert good == {"dictate": parse("Ctrl+Alt+D")}
    assert [problem.action for problem in problems] == ["captions", "show"]
    assert "Ctl+C" in problems[0].sentence
    assert problems[1].sentence == (
        "Ctrl+Alt+D is chosen for two things: choose other keys for “Bring the window to the front”."
    )


def test_the_keys_of_a_fresh_installation_are_sound() -> None:
    good, problems = read(actions.default_keys())
    assert problems == ()
    assert "dictate" in good


def test_presses_count_once_until_released_and_end_with_close() -> None:
    # GIVEN somebody who listens, and a GUI thread that runs what is posted later
    heard: list[str] = []
    posted: list[Callable[[], None]] = []
    presses = Presses(
        posted.append, lambda one: heard.append(f"{one} down"), lambda one: heard.append(f"{one} up")
    )
    # WHEN a key repeats, is released twice, and another is still held at the end
    for _repeat in range(3):
        presses.press("dictate")
    presses.release("dictate")
    presses.release("dictate")
    presses.press("stop")
    presses.release_all()
    assert not presses.is_held
    held = []
    for call in posted:
        call()
        held.append(presses.is_held)
    # THEN each press and each release is told once, and between the two the keys count as held
    assert heard == ["dictate down", "dictate up", "stop down", "stop up"]
    assert held == [True, False, True, False]
    # GIVEN a desktop that tells of no release THEN only a key for holding counts as held after a while
    presses.press("stop")
    posted[-1]()
    assert presses.may_be_held(3600)
    assert not presses.may_be_held(0)
    presses.press("hold-to-dictate")
    posted[-1]()
    assert presses.may_be_held(0)
    presses.release_all()
    for call in posted[-2:]:
        call()
    assert not presses.may_be_held(3600)
    del heard[4:]
    # WHEN one more is on its way while the keys are closed THEN it is not told
    presses.press("dictate")
    presses.close()
    posted[-1]()
    assert len(heard) == 4


def test_where_there_are_no_keys_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a session without a desktop
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(hotkeys_module.sys, "platform", "linux")
    told: queue.SimpleQueue[Problems] = queue.SimpleQueue()
    keys: Hotkeys = hotkeys(lambda call: call(), lambda _action: None, on_problems=told.put)
    assert isinstance(keys, NoHotkeys)
    # WHEN keys are wanted
    problems = keys.bind({"dictate": "Ctrl+Alt+D", "stop": "Ctrl+Alt+S"})
    # THEN one sentence, in the user's language, says so, and what to do
    assert problems == told.get(timeout=1) == keys.problems
    assert [problem.action for problem in problems] == [""]
    assert "sori do dictate" in problems[0].sentence
    # WHEN none are wanted any more THEN nothing is wrong
    assert keys.bind({"dictate": ""}) == ()
    keys.close()


def test_every_action_has_a_title() -> None:
    words.use("en")
    assert all(actions.title(action.id) for action in actions.ACTIONS)
    assert len({action.id for action in actions.ACTIONS}) == len(actions.ACTIONS)
    assert actions.title("of-a-later-version") == "of-a-later-version"
    assert all(not action.is_held for action in actions.commands())
    assert isinstance(Problem("", ""), Problem)


def test_each_key_has_its_number_under_windows() -> None:
    # GIVEN every key that can be bound WHEN looked up THEN it is a key of its own
    every = (*FUNCTION_KEYS, *LETTERS, *DIGITS, *MARKS, *NAMED)
    numbers = [virtual_key(key) for key in every]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 0xFF for number in numbers)
    assert (virtual_key("A"), virtual_key("F1"), virtual_key("F24")) == (0x41, 0x70, 0x87)


@pytest.mark.parametrize(
    ("heard", "key"),
    [
        (SimpleNamespace(name="page_up"), "PgUp"),
        (SimpleNamespace(name="f13"), "F13"),
        (SimpleNamespace(name="space"), "Space"),
        (SimpleNamespace(char="d", vk=2), "D"),
        (SimpleNamespace(char="∂", vk=2), "D"),
        (SimpleNamespace(char="\x04", vk=2), "D"),
        (SimpleNamespace(char=None, vk=40), "K"),
    ],
)
def test_keys_are_known_under_macos_whatever_they_type(heard: SimpleNamespace, key: str) -> None:
    # GIVEN what pynput says of a key, with Option or Control held too
    # WHEN compared with every key THEN it is exactly one of them
    every = (*FUNCTION_KEYS, *LETTERS, *DIGITS, *MARKS, *NAMED)
    assert [one for one in every if is_key(heard, one)] == [key]
