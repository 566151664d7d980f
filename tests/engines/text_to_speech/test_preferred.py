"""Which engine speaks, and what happens when it fails."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engines.errors import EngineError, InputUnsupported
from engines.results import Spoken, Word
from engines.spec import EngineSpec, engines
from engines.text_to_speech import Manner, Speaker, Voice
from engines.text_to_speech.espeak import SPEC as ESPEAK
from engines.text_to_speech.espeak.speaker import EspeakSpeaker
from engines.text_to_speech.preferred import PreferredSpeaker
from engines.text_to_speech.pyttsx3.speaker import Pyttsx3Speaker
from engines.text_to_speech.silent import SPEC as SILENT
from engines.text_to_speech.silent.speaker import SilentSpeaker
from engines.text_to_speech.utterances import utterances

BEEP = Spoken(b"\1\0" * 100, 22050)


class BeepingSpeaker:
    """Beeps for each sentence, and fails as it was told to."""

    closed = 0
    heard: list[str]

    def __init__(self, failure: EngineError | None = None, fails_at: str = "") -> None:
        type(self).heard = []
        self._failure = failure
        self._fails_at = fails_at

    def speak(self, text: str, manner: Manner = Manner()) -> Iterator[Spoken]:
        for one in utterances(text, manner.language):
            self.heard.append(f"{one.text.strip()} {manner.voice}".strip())
            if self._failure and self._fails_at in one.text:
                raise self._failure
            yield replace(BEEP, words=(Word(one.places[0], len(one.text.strip()), 0.0),))

    def voices(self) -> tuple[Voice, ...]:
        return (Voice("beep:one", "Beep", ("en",)), Voice("beep:two", "Korean", ("ko",)))

    def close(self) -> None:
        type(self).closed += 1


class FailingSpec(EngineSpec):
    """The spec of a beeping engine."""

    def load(self, **options: object) -> BeepingSpeaker:
        return BeepingSpeaker(*self.languages)  # type: ignore[arg-type]  # carries the failure to the speaker


def _beep(failure: EngineError | None = None, fails_at: str = "") -> EngineSpec:
    carried: tuple[object, ...] = (failure, fails_at)
    return FailingSpec("beep", "text_to_speech", "Beep", languages=carried, preference=1)  # type: ignore[arg-type]  # see load


def test_the_folders_are_the_engines_in_order() -> None:
    assert [spec.id for spec in engines("text_to_speech")] == ["espeak", "pyttsx3", "silent"]
    assert all(spec.is_available for spec in engines("text_to_speech"))


@pytest.mark.parametrize("spec", engines("text_to_speech"), ids=lambda spec: spec.id)
def test_every_engine_keeps_the_contract(spec: EngineSpec) -> None:
    # GIVEN an engine
    speaker: Speaker = spec.load()
    # WHEN it speaks two languages, and nothing
    blocks = list(speaker.speak("Hello. 안녕하세요.", Manner(language="auto")))
    nothing = list(speaker.speak(""))
    # THEN there is 16-bit sound, none for nothing, and closing twice is harmless
    assert sum(len(block.samples) for block in blocks) > 0
    assert all(len(block.samples) % 2 == 0 and block.rate_hz > 0 for block in blocks)
    assert nothing == []
    assert all(voice.id.startswith(f"{spec.id}:") and voice.languages for voice in speaker.voices())
    speaker.close()
    speaker.close()


def test_silence_is_short_and_silent() -> None:
    # WHEN silence says two sentences
    blocks = list(SilentSpeaker().speak("One. Two."))
    # THEN there is a moment without sound for each
    assert len(blocks) == 2
    assert not any(b"".join(block.samples for block in blocks))


def test_words_and_seconds_count_from_the_whole_text() -> None:
    # GIVEN several sentences in two languages
    text = "Hello world. 안녕하세요. Click \u200b확인 in this window please. 끝."
    # WHEN the preferred engine speaks them
    words = [word for block in PreferredSpeaker().speak(text) for word in block.words]
    direct = [word for block in EspeakSpeaker().speak(text) for word in block.words]
    # THEN positions are those of espeak for the whole text
    assert [(word.start, word.length) for word in words] == [(word.start, word.length) for word in direct]
    assert [word.seconds for word in words] == pytest.approx([word.seconds for word in direct], rel=0.05)


def test_an_engine_that_fails_is_replaced_and_nothing_is_lost() -> None:
    # GIVEN an engine that fails at its second sentence
    troubles: list[str] = []
    specs = (_beep(EngineError("The beep broke. Mend it."), "Two"), ESPEAK, SILENT)
    speaker = PreferredSpeaker(troubles.append, specs)
    # WHEN three are spoken
    text = "One. Two. Three."
    blocks = list(speaker.speak(text))
    # THEN the first comes from it, the others from the next, and one sentence tells
    assert blocks[0].samples == BEEP.samples
    words = [text[word.start : word.start + word.length] for block in blocks for word in block.words]
    assert words == ["One.", "Two", "Three"]
    assert troubles == ["The beep broke. Mend it."]
    # and it is not asked again
    list(speaker.speak("Four."))
    assert BeepingSpeaker.heard == ["One.", "Two."]


def test_a_sentence_an_engine_cannot_say_goes_to_the_next_without_a_word() -> None:
    # GIVEN an engine without Korean
    troubles: list[str] = []
    specs = (_beep(InputUnsupported("No Korean voice."), "안녕"), ESPEAK, SILENT)
    speaker = PreferredSpeaker(troubles.append, specs)
    # WHEN Korean follows English, and then there is English alone
    words = [word for block in speaker.speak("One. 안녕.") for word in block.words]
    (beep,) = speaker.speak("Two.")
    # THEN only the Korean is said by the next engine
    assert words == [Word(0, 4, 0.0), Word(5, 2, pytest.approx(100 / 22050))]
    assert beep.samples == BEEP.samples
    assert troubles == []


def test_a_child_that_hangs_is_replaced_by_espeak(tmp_path: Path) -> None:
    # GIVEN the real pyttsx3 engine, whose child hangs
    hang = [sys.executable, "-c", "import time; time.sleep(60)"]

    class HangingSpec(EngineSpec):
        def load(self, **options: object) -> Pyttsx3Speaker:
            return Pyttsx3Speaker(hang, patience_seconds=0.2)

    troubles: list[str] = []
    specs = (HangingSpec("pyttsx3", "text_to_speech", "pyttsx3"), ESPEAK, SILENT)
    speaker = PreferredSpeaker(troubles.append, specs)
    # WHEN it is to speak
    words = [word for block in speaker.speak("Hello there.") for word in block.words]
    # THEN espeak does, and one sentence tells
    assert len(words) == 2
    assert troubles == ["The voice of the system stopped working. Choose another voice in the settings."]


def test_when_every_voice_fails_there_is_silence() -> None:
    # GIVEN only an engine that fails
    troubles: list[str] = []
    speaker = PreferredSpeaker(troubles.append, (_beep(EngineError("Broken. Mend it.")), SILENT))
    # WHEN it speaks twice
    blocks = [*speaker.speak("One."), *speaker.speak("Two.")]
    # THEN nothing is heard, and it is told once
    assert not any(b"".join(block.samples for block in blocks))
    assert troubles == ["Broken. Mend it."]


def test_a_voice_chooses_its_engine() -> None:
    # GIVEN two engines
    specs = (ESPEAK, _beep(), SILENT)
    # WHEN a voice of the second is chosen
    blocks = list(PreferredSpeaker(specs=specs).speak("Hello.", Manner(voice="beep:one")))
    # THEN that engine speaks with it
    assert blocks[0].samples == BEEP.samples
    assert BeepingSpeaker.heard == ["Hello. beep:one"]


@pytest.mark.parametrize("voice", ["nobody", "nobody:at-all", "espeak:nobody", "pyttsx3:nobody"])
def test_a_voice_that_does_not_exist_is_refused(voice: str) -> None:
    speaker = PreferredSpeaker()
    with pytest.raises(InputUnsupported, match=f"There is no voice {voice}"):
        list(speaker.speak("Hello.", Manner(voice=voice)))
    speaker.close()


def test_each_voice_is_listed_once() -> None:
    # WHEN all voices are listed
    speaker = PreferredSpeaker()
    voices = speaker.voices()
    speaker.close()
    # THEN those that two engines share appear under the preferred one
    assert len({(voice.title, voice.languages[0]) for voice in voices}) == len(voices)
    assert {"espeak:ko", "espeak:en-us"} <= {voice.id for voice in voices}


def test_closing_closes_what_was_loaded() -> None:
    # GIVEN a speaker that has spoken
    speaker = PreferredSpeaker(specs=(_beep(), SILENT))
    list(speaker.speak("Hello."))
    before = BeepingSpeaker.closed
    # WHEN it is closed
    speaker.close()
    # THEN its engine is
    assert BeepingSpeaker.closed == before + 1
