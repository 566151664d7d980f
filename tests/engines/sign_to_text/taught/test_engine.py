"""The engine of taught signs spots them in a stream: in any order, once each, and in nothing else."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from engines.hands import Sight
from engines.media import Frame, Image
from engines.results import Translation
from engines.sign_to_text import Signing
from engines.sign_to_text.taught import SPEC
from engines.sign_to_text.taught.engine import TaughtTranslator
from engines.sign_to_text.taught.store import TaughtSigns
from engines.spec import engines
from tests.engines.sign_to_text.taught.signer import (
    FPS,
    HELLO,
    HOUSE,
    NAME,
    THANKS,
    WATER,
    Key,
    Signer,
    Word,
)

WORDS = {"hello": HELLO, "thanks": THANKS, "name": NAME, "house": HOUSE, "물": WATER}
FIST = Word((Key("A", -0.8, 0.8), Key("A", -0.2, 0.3)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with five signs of two examples each."""
    folder, signer = tmp_path_factory.mktemp("signs"), Signer(1)
    for name, word in WORDS.items():
        TaughtSigns(folder).add(name, [signer.example(word) for _number in range(2)])
    return folder


def read(folder: Path, sights: Iterable[Sight]) -> Sequence[Translation]:
    return list(TaughtTranslator(folder).translate_sights(sights))


def test_the_engine_is_found_without_loading_anything_heavy() -> None:
    assert SPEC in engines("sign_to_text")
    assert SPEC.languages == ("en", "ko")


def test_signs_are_read_in_order_each_when_the_hands_go_down(folder: Path) -> None:
    # GIVEN somebody else who makes the five signs and one that nobody taught
    sights = Signer(7).saying([WATER, HELLO, FIST, HOUSE, NAME, HELLO, THANKS])
    # WHEN they are read
    found = read(folder, sights)
    # THEN each frame has its translation, and the last is final
    assert len(found) == len(sights) + 1
    assert [one.is_final for one in found] == [False] * len(sights) + [True]
    assert found[-1].text == "물 hello house name hello thanks"
    # AND the signs have times that fit, and follow each other
    signs = found[-1].signs
    assert [sign.label for sign in signs] == found[-1].text.split()
    assert all(0.5 < sign.end - sign.start < 2.0 for sign in signs)
    assert all(first.end <= second.start for first, second in itertools.pairwise(signs))
    assert all(0.5 < sign.confidence <= 1 for sign in signs)
    # AND what is committed stays
    assert all(later.text.startswith(one.text) for one, later in itertools.pairwise(found))


def test_what_is_being_made_is_shown_before_it_is_over(folder: Path) -> None:
    found = read(folder, Signer(7).saying([HOUSE]))
    early = [one for one in found if one.tentative == "house" and not one.text]
    assert early
    assert early[-1].showing[0].label == "house"


def test_a_sign_that_is_held_is_read_once_and_before_the_hands_go_down(folder: Path) -> None:
    # GIVEN a shape that is held for three seconds
    sights = Signer(7).saying([NAME], seconds=3.0)
    found = read(folder, sights)
    # THEN it is one sign
    assert found[-1].text == "name"
    # AND it was read while it was held
    first = next(one for one in found if one.text)
    assert first.sight is not None
    assert first.sight.hands


def test_signs_that_follow_without_a_rest_are_told_apart(folder: Path) -> None:
    signer = Signer(7)
    sights = [*signer.making(HELLO), *signer.making(HOUSE), *signer.making(NAME)]
    assert read(folder, sights)[-1].text == "hello house name"


def test_long_signing_without_a_rest_is_read_as_it_goes_on(folder: Path) -> None:
    # GIVEN twelve seconds of signs with the hands up all the time
    signer = Signer(7)
    made = [HOUSE, NAME, WATER, HOUSE, HELLO, NAME, HOUSE, THANKS, NAME, HOUSE]
    sights = [sight for word in made for sight in signer.making(word, 1.2)]
    found = read(folder, sights)
    # THEN the first are read long before the end, and nothing is read that was not made
    first = next(one for one in found if one.text)
    assert first.seconds < 8
    assert len(found[-1].signs) >= 6
    spelled = {word: name for name, word in WORDS.items()}
    order = [spelled[word] for word in made]
    for sign in found[-1].signs:
        assert sign.label in order
        order = order[order.index(sign.label) + 1 :]


def test_a_camera_that_was_gone_and_comes_back_does_not_join_two_signs(folder: Path) -> None:
    # GIVEN a sign, then nothing for a minute, then another one
    first, second = Signer(7).making(HOUSE), Signer(8).making(NAME)
    later = [replace(sight, seconds=sight.seconds + 60) for sight in second]
    # THEN each is read by itself; a frame that comes twice, or late, is not minded
    found = read(folder, [*first, first[-1], first[3], *later])
    assert found[-1].text == "house name"
    assert found[-1].signs[0].end < 3
    assert found[-1].signs[1].start > 60


@pytest.mark.parametrize("seed", range(2))
def test_rest_and_idle_hands_give_no_text(folder: Path, seed: int) -> None:
    signer = Signer(seed)
    sights = [*signer.resting(2), *signer.fidgeting(8), *signer.resting(1), *signer.saying([FIST, FIST])]
    found = read(folder, sights)
    assert found[-1].text == ""
    assert not any(one.signs for one in found)


def test_a_hand_that_is_lost_for_a_moment_does_not_end_the_sign(folder: Path) -> None:
    sights = Signer(7).saying([HELLO])
    lost = [
        replace(sight, hands=()) if number % 5 in (0, 1) else sight for number, sight in enumerate(sights)
    ]
    assert read(folder, lost)[-1].text == "hello"


def test_a_photograph_is_read_by_itself(folder: Path) -> None:
    # GIVEN photographs of a hand like that of a taught sign, of a fist, and of nobody
    signer = Signer(5)
    hand, fist = signer.making(NAME)[0], signer.making(FIST)[0]
    nobody = signer.resting(1 / FPS)[0]
    stills = [replace(sight, is_still=True) for sight in (hand, fist, nobody, hand)]
    # THEN each that is known is a sign
    assert [one.text for one in read(folder, stills)] == ["name", "name", "name", "name name", "name name"]


def test_nothing_taught_and_nothing_seen_give_no_text(folder: Path, tmp_path: Path) -> None:
    assert read(tmp_path / "none", Signer(1).saying([HELLO]))[-1].text == ""
    (only,) = read(folder, [])
    assert only.is_final
    assert only.text == ""


def test_what_is_taught_meanwhile_is_known_to_the_next_source(tmp_path: Path) -> None:
    # GIVEN a translator that was made before anything was taught
    translator, signer = TaughtTranslator(tmp_path), Signer(1)
    TaughtSigns(tmp_path).add("hello", [signer.example(HELLO)])
    # THEN what is read next knows the sign
    found = list(translator.translate_sights(Signer(2).saying([HELLO])))
    assert found[-1].text == "hello"
    translator.close()
    translator.close()


def test_trouble_is_passed_on(folder: Path) -> None:
    sights = [replace(sight, trouble="It is too dark.") for sight in Signer(1).resting(0.2)]
    assert {one.notice for one in read(folder, sights)} == {"It is too dark."}


def test_frames_without_a_person_give_no_text(folder: Path) -> None:
    # GIVEN a few frames of an empty room
    image = Image(b"\x80" * (160 * 120 * 3), 160, 120)
    frames = [Frame(image, number / 10) for number in range(4)]
    # WHEN they go the whole way
    found = list(TaughtTranslator(folder).translate(frames, Signing(pack="taught")))
    # THEN nothing is read
    assert found[-1].is_final
    assert found[-1].text == ""
    assert found[-1].pack == "taught"
