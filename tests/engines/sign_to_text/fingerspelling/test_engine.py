"""The finger speller as it ships, looking at drawn hands that spell."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engines.errors import ModelDamaged
from engines.hands import Sight
from engines.media import Frame, Image
from engines.results import Translation
from engines.sign_to_text import Pack, Signing
from engines.sign_to_text.fingerspelling import SPEC
from engines.sign_to_text.fingerspelling.engine import FingerspellingTranslator

from .test_session import after, video

HELD = Signing("asl-letters")


@pytest.fixture(scope="module")
def translator() -> Iterator[FingerspellingTranslator]:
    made = SPEC.load()
    assert isinstance(made, FingerspellingTranslator)
    yield made
    made.close()


def last(translations: Iterator[Translation]) -> Translation:
    *_others, final = translations
    assert final.is_final
    return final


@pytest.mark.parametrize(
    ("pack", "text", "read"),
    [("asl-letters", "cold", "cold"), ("asl-digits", "427", "427"), ("ksl", "나비", "나비")],
)
def test_what_is_held_is_read(translator: FingerspellingTranslator, pack: Pack, text: str, read: str) -> None:
    assert last(translator.translate_sights(video(text), Signing(pack))).text == read


def test_fast_spelling_is_read_as_a_whole(translator: FingerspellingTranslator) -> None:
    # GIVEN three letters a second WHEN nothing has to be held THEN the word is read
    seen = after(list(video("world", speed=3)), 1.0)
    assert last(translator.translate_sights(seen, replace(HELD, hold_seconds=0.0))).text == "world"


def test_nothing_is_read_of_nobody_and_of_an_empty_source(translator: FingerspellingTranslator) -> None:
    assert last(translator.translate_sights([])).text == ""
    assert last(translator.translate([])).text == ""
    nobody = [Sight(at / 25) for at in range(100)]
    assert last(translator.translate_sights(nobody)).text == ""


def test_frames_without_hands_are_told_one_by_one(translator: FingerspellingTranslator) -> None:
    # GIVEN three grey photographs WHEN read THEN each has a translation with a reason
    grey = Image(bytes(160 * 120 * 3), 160, 120)
    told = list(translator.translate([Frame(grey, float(at), is_still=True) for at in range(3)]))
    assert [one.is_final for one in told] == [False, False, False, True]
    assert all(one.notice and not one.text for one in told[:3])


def test_buttons_mend_what_is_read(translator: FingerspellingTranslator) -> None:
    # GIVEN a hand that spells "co" WHEN the user presses buttons between the frames
    wishes = {52: translator.space, 55: translator.undo, 58: translator.delete, 61: translator.undo}
    texts = []
    for number, told in enumerate(translator.translate_sights(after(list(video("co")), 0.7), HELD)):
        texts.append(told.text)
        if number in wishes:
            wishes[number]()
    assert texts[52] == "co"
    assert (texts[54], texts[57], texts[60]) == ("co ", "co", "c")
    assert texts[63] == "co"
    # WHEN another reading is chosen, and all cleared THEN the next source begins anew all the same
    translator.clear()
    assert last(translator.translate_sights(video("c"), HELD)).text == "c"


def test_a_word_that_was_begun_can_be_completed(translator: FingerspellingTranslator) -> None:
    # GIVEN "col" WHEN asked what it may become THEN common words are offered, and one can be taken
    offered: tuple[str, ...] = ()
    texts = []
    for number, told in enumerate(translator.translate_sights(after(list(video("col")), 0.7), HELD)):
        texts.append(told.text)
        if number == 77:
            offered = translator.completions()
            translator.complete(offered[0])
    assert len(offered) == 3
    assert all(word.startswith("col") for word in offered)
    assert texts[-1] == offered[0]
    assert translator.completions() == ()


class Preferring:
    """A calibration that knows one user's C to look like an O."""

    def adjust(
        self, embedding: NDArray[np.float32], probabilities: NDArray[np.float32], names: tuple[str, ...]
    ) -> NDArray[np.float32]:
        assert embedding.shape[0] == probabilities.shape[0] == 1
        better = probabilities.copy()
        better[:, names.index("O")] += better[:, names.index("C")]
        better[:, names.index("C")] = 0
        return better


def test_a_user_s_own_letters_are_asked_for() -> None:
    translator = FingerspellingTranslator(Preferring())
    assert last(translator.translate_sights(video("c"), HELD)).text == "o"
    translator.close()
    translator.close()


def test_damaged_weights_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text("{}")
    with pytest.raises(ModelDamaged, match="Install Sori again"):
        last(FingerspellingTranslator(folder=tmp_path).translate_sights(video("c"), HELD))
