"""The real PocketSphinx with the model of its wheel: grammars, words it never saw, and what it refuses."""

import os
import signal
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.errors import InputUnsupported, ModelMissing
from engines.speech_to_text import Listening
from engines.speech_to_text.pocketsphinx.pronunciation import guessed
from engines.speech_to_text.pocketsphinx.recognizer import PocketsphinxRecognizer
from tests.engines.speech_to_text.sounds import chunks, finals, silence, texts, white_noise
from tests.tiny_vosk import LEAD_MS, spoken

ORDERS = """#JSGF V1.0;
grammar g;
public <g> = [please] (Make {m} | bring) [me] <n> (coffee | Macchiato | tea);
<n> = one | two;
"""


@pytest.fixture
def sphinx() -> Iterator[PocketsphinxRecognizer]:
    recognizer = PocketsphinxRecognizer()
    yield recognizer
    recognizer.close()


def test_a_grammar_is_heard_with_times_and_a_word_no_dictionary_has(sphinx: PocketsphinxRecognizer) -> None:
    # GIVEN a grammar with a word that the dictionary lacks
    sound = spoken("please make me two macchiato", rate_wpm=140)
    later = spoken("bring one tea", rate_wpm=140)
    # WHEN two orders are heard, with silence and noise around them
    both = sound + silence(2) + white_noise(3, 500) + silence(1) + later
    heard = list(sphinx.transcribe(chunks(both, begin=10.0), Listening(grammar=ORDERS)))
    # THEN they are what was said
    first, second = finals(heard)
    assert first.text == "please make me two macchiato"
    assert second.text == "bring one tea"
    # AND words have times in the source and a confidence, and partial words came before
    assert first.words[0].start == pytest.approx(10 + LEAD_MS / 1000, abs=0.3)
    assert second.words[-1].end == pytest.approx(10 + (len(both) / 32000) - LEAD_MS / 1000, abs=0.4)
    assert all(0 <= word.confidence <= 1 for word in first.words)
    assert any(one.text and not one.is_final for one in heard)


def test_one_phrase_a_line(sphinx: PocketsphinxRecognizer) -> None:
    sound = b"".join(spoken(phrase) + silence(0.5) for phrase in ("open the window", "no"))
    grammar = "yes\nno\nopen the window\nclose the door"
    assert texts(sphinx.transcribe(chunks(sound), Listening(grammar=grammar))) == ["open the window", "no"]


def test_free_speech_goes_on_after_a_crash(sphinx: PocketsphinxRecognizer, real_data: Path | None) -> None:
    # GIVEN a sentence, a real one where there is one, and a recogniser that is killed within it
    sound, expected = (
        spoken("the weather is nice today", rate_wpm=150),
        {"like", "whether", "weather", "we", "to"},
    )
    if real_data:
        with wave.open(str(real_data / "speech" / "pocketsphinx_librivox" / "goforward.wav")) as file:
            sound, expected = file.readframes(file.getnframes()), {"forward", "ten", "meters"}
    heard = []
    for one in sphinx.transcribe(chunks(sound)):
        if one.text and not one.is_final and not any(before.text for before in heard):
            os.kill(sphinx.pid, signal.SIGKILL)
        heard.append(one)
    # THEN there is one final with some of its words, and the user is told
    (final,) = finals(heard)
    assert expected & set(final.text.split())
    assert not set("<>[]()") & set(final.text)
    assert any(one.notice for one in heard)


def test_silence_and_noise_yield_no_words(sphinx: PocketsphinxRecognizer) -> None:
    sound = silence(5) + white_noise(10, 2000)
    heard = list(sphinx.transcribe(chunks(sound), Listening(grammar="yes\nno")))
    assert {one.text for one in heard} == {""}
    assert not finals(heard)


def test_a_word_that_cannot_be_spoken_is_told(sphinx: PocketsphinxRecognizer) -> None:
    # GIVEN one phrase that can be said and one that cannot
    heard = list(sphinx.transcribe(chunks(spoken("yes")), Listening(grammar="yes\n☃☃")))
    # THEN the first is heard, and a notice names the other
    assert texts(heard) == ["yes"]
    assert [one.notice[-2:] for one in heard if one.notice] == ["☃☃"]
    # AND alone it is refused
    with pytest.raises(InputUnsupported, match="☃☃"):
        list(sphinx.transcribe(chunks(silence(0.3)), Listening(grammar="☃☃")))


def test_a_rule_may_use_itself_at_its_end(sphinx: PocketsphinxRecognizer) -> None:
    grammar = "#JSGF V1.0; grammar g; public <g> = (yes | no) [<g>];"
    assert texts(sphinx.transcribe(chunks(spoken("no")), Listening(grammar=grammar))) == ["no"]


def test_korean_is_offered_a_model() -> None:
    with pytest.raises(ModelMissing, match=r"sori models fetch vosk-model-small-ko-0\.22"):
        list(PocketsphinxRecognizer().transcribe(chunks(silence(0.3)), Listening("ko")))


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("macchiato", "M AE K IH AA D OW"),
        ("zoom", "Z UW M"),
        ("x-ray", "EH K S R EY"),
        ("☃", ""),
        ("...", ""),
    ],
)
def test_sounds_are_guessed_as_the_model_names_them(word: str, sounds: str) -> None:
    assert guessed(word) == sounds
