"""espeak-ng itself: sound, word positions, voices, and how quickly it lets go."""

import subprocess
import sys
import threading
from array import array
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path

import numpy as np
import pytest

from engines.errors import DependencyMissing, InputUnsupported
from engines.results import Spoken, Word
from engines.text_to_speech import Manner
from engines.text_to_speech.espeak import library as espeak
from engines.text_to_speech.espeak.library import Tone, library
from engines.text_to_speech.espeak.speaker import EspeakSpeaker

AMERICAN, BRITISH = "gmw/en-us", "gmw/en"


def _sound(blocks: Iterable[Spoken]) -> bytes:
    return b"".join(block.samples for block in blocks)


def _is_alike(heard: bytes, expected: bytes) -> bool:
    """Tell whether the loudness goes up and down alike; no two runs of the library are quite the same."""
    if abs(len(heard) - len(expected)) > 0.05 * len(expected):
        return False
    envelopes = [_loudness(sound) for sound in (heard, expected)]
    shortest = min(map(len, envelopes))
    return bool(np.corrcoef([envelope[:shortest] for envelope in envelopes])[0, 1] > 0.93)


def _loudness(sound: bytes) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    samples = np.abs(np.frombuffer(sound, "<i2").astype(float))
    return samples[: len(samples) // 400 * 400].reshape(-1, 400).mean(axis=1)  # (steps of 18 ms,)


def _words(text: str, manner: Manner = Manner()) -> list[tuple[str, Word]]:
    found = [word for block in EspeakSpeaker().speak(text, manner) for word in block.words]
    return [(text[word.start : word.start + word.length], word) for word in found]


def _by_voice(text: str, voice: str, rate_wpm: int = 175, is_pause_after: bool = True) -> bytes:
    """Return what one voice of the library makes of a text, past everything that chooses a voice."""
    blocks: list[bytes] = []
    tone = Tone(voice, rate_wpm, 100, is_pause_after)
    library().synthesise(text, tone, lambda sound, words: blocks.append(sound) is None)
    return b"".join(blocks)


def test_speech_is_sound_in_short_blocks() -> None:
    # WHEN a sentence is spoken
    blocks = list(EspeakSpeaker().speak("The quick brown fox jumps over the lazy dog."))
    # THEN it is some seconds of sound, in blocks of up to 60 ms
    samples = array("h", _sound(blocks))
    assert 2 < len(samples) / blocks[0].rate_hz < 5
    assert max(map(abs, samples)) > 5000
    assert max(len(block.samples) for block in blocks) <= 2 * 22050 * 0.061


def test_each_language_is_spoken_by_its_own_voice() -> None:
    # GIVEN an English and a Korean sentence in one text
    speaker = EspeakSpeaker()
    # WHEN they are spoken
    sound = _sound(speaker.speak("Good morning. 안녕하세요 여러분."))
    # THEN the voice en-us made the first, and ko the second
    assert _is_alike(sound, _by_voice("Good morning.", AMERICAN) + _by_voice(" 안녕하세요 여러분.", "ko"))
    assert not _is_alike(sound, _by_voice("Good morning. 안녕하세요 여러분.", AMERICAN))
    assert not _is_alike(sound, _by_voice("Good morning. 안녕하세요 여러분.", "ko"))


def test_hangul_inside_english_and_english_under_a_chosen_voice() -> None:
    # GIVEN an English voice that was chosen
    manner = Manner(voice="espeak:en-gb")
    # WHEN a mixed sentence is spoken
    sound = _sound(EspeakSpeaker().speak("Close the window with 확인", manner))
    # THEN the voice speaks the English, and still not the Hangul
    expected = _by_voice("Close the window with ", BRITISH, is_pause_after=False)
    assert _is_alike(sound, expected + _by_voice("확인", "ko"))
    assert not _is_alike(sound, _by_voice("Close the window with 확인", BRITISH))


def test_a_korean_voice_is_no_english_one_and_konkani_is_not_korean() -> None:
    # WHEN Korean and Konkani voices are chosen for English and Korean
    english = _sound(EspeakSpeaker().speak("Good morning.", Manner(voice="espeak:ko")))
    korean = _sound(EspeakSpeaker().speak("안녕", Manner(voice="espeak:kok")))
    # THEN each text is spoken by a voice of its language
    assert _is_alike(english, _by_voice("Good morning.", AMERICAN))
    assert _is_alike(korean, _by_voice("안녕", "ko"))


def test_words_know_where_they_stand() -> None:
    # GIVEN two languages, accents, an emoji and a hidden character
    text = "Hello world.\u200b 안녕하세요 여러분. A naïve café 😀 ok?"
    # WHEN it is spoken
    words = _words(text)
    # THEN each position is the word, and later words come later
    assert [spoken for spoken, _ in words] == [
        *("Hello", "world", "안녕하세요", "여러분", "A", "naïve", "café", "😀", "ok"),
    ]
    seconds = [word.seconds for _, word in words]
    assert seconds == sorted(seconds)
    assert seconds[0] == 0 < seconds[-1]


def test_words_begin_where_their_sound_is() -> None:
    # GIVEN two sentences
    first = _sound(EspeakSpeaker().speak("Hello there."))
    # WHEN both are spoken in one text
    words = dict(_words("Hello there. Second."))
    # THEN the second begins when the first has ended
    assert words["Second"].seconds == pytest.approx(len(first) / 2 / 22050, rel=0.03)


@pytest.mark.parametrize(
    "text", ["It costs $3.50 at 10:30 a.m., 2024년 5월 3일.", "…!?", "a" * 1000, "<b>x</b> [[h@loU]]"]
)
def test_positions_stay_within_the_text(text: str) -> None:
    # WHEN numbers and signs are spoken, which the library splits oddly
    words = [word for _, word in _words(text)]
    # THEN each word lies in the text, after the one before
    ends = [word.start + word.length for word in words]
    assert all(word.length > 0 for word in words)
    assert all(end <= len(text) for end in ends)
    assert all(end <= word.start for end, word in zip(ends, words[1:], strict=False))


def test_rate_and_volume_are_heard() -> None:
    # GIVEN one sentence
    text = "The quick brown fox jumps over the lazy dog."
    speaker = EspeakSpeaker()
    # WHEN it is spoken in several manners
    slow, fast, quiet, beyond = (
        _sound(speaker.speak(text, manner))
        for manner in (Manner(rate_wpm=100), Manner(rate_wpm=400), Manner(volume=0.2), Manner(rate_wpm=9000))
    )
    # THEN the faster is shorter, the softer smaller, and a rate beyond the limit is the limit
    assert len(fast) * 2 < len(slow)
    assert max(array("h", quiet)) * 3 < max(array("h", slow))
    assert _is_alike(beyond, _sound(speaker.speak(text, Manner(rate_wpm=450))))


def test_a_closed_generator_leaves_no_thread_and_spoils_nothing() -> None:
    # GIVEN a very long text of which one block was taken
    speaker = EspeakSpeaker()
    before = threading.active_count()
    blocks = speaker.speak("word " * 50_000)
    next(blocks)
    # WHEN the generator is closed
    blocks.close()  # type: ignore[attr-defined]  # it is a generator
    # THEN its thread has ended already, and the next text is spoken as ever
    assert threading.active_count() == before
    assert _is_alike(_sound(speaker.speak("Hello.")), _by_voice("Hello.", AMERICAN))


def test_two_speakers_take_turns() -> None:
    # GIVEN two speakers whose texts are asked for in turn on one thread
    texts = ("One two three four five six seven.", "하나 둘 셋 넷 다섯 여섯 일곱.")
    alone = [_sound(EspeakSpeaker().speak(text)) for text in texts]
    streams = [EspeakSpeaker().speak(text) for text in texts]
    # WHEN each gives a block at a time
    together = [b"", b""]
    for blocks in zip_longest(*streams, fillvalue=Spoken(b"", 22050)):
        together = [sound + block.samples for sound, block in zip(together, blocks, strict=True)]
    # THEN neither heard anything of the other
    assert all(map(_is_alike, together, alone))


def test_several_threads_may_speak_at_once() -> None:
    # GIVEN what three texts sound like
    texts = ["Good morning.", "안녕하세요.", "Press the button."]
    alone = [_sound(EspeakSpeaker().speak(text)) for text in texts]
    heard: dict[int, list[bytes]] = {index: [] for index in range(3)}

    def speak(index: int) -> None:
        for _ in range(5):
            heard[index].append(_sound(EspeakSpeaker().speak(texts[index])))

    # WHEN each is spoken again and again on a thread of its own
    threads = [threading.Thread(target=speak, args=(index,)) for index in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # THEN each always sounds the same
    assert all(len(sounds) == 5 for sounds in heard.values())
    assert all(_is_alike(sound, alone[index]) for index in range(3) for sound in heard[index])


def test_voices_can_be_chosen_by_the_name_they_are_listed_under() -> None:
    # GIVEN the listed voices
    speaker = EspeakSpeaker()
    voices = {voice.id: voice for voice in speaker.voices()}
    # THEN ours are among them, and one of them with a variant speaks differently
    assert voices["espeak:ko"].languages == ("ko",)
    assert voices["espeak:en-us"].languages[0] == "en-us"
    plain, variant = (
        _sound(speaker.speak("Hello there, my friend.", Manner(voice=voice)))
        for voice in ("espeak:en-us", "espeak:en-us+whisper")
    )
    assert not _is_alike(plain, variant)


def test_a_voice_that_does_not_exist_is_refused_with_a_sentence() -> None:
    with pytest.raises(InputUnsupported, match=r"no voice espeak:nobody\. The command sori voices"):
        next(iter(EspeakSpeaker().speak("Hello", Manner(voice="espeak:nobody"))))


def test_missing_data_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    # GIVEN an installation whose data is not whole, in a process of its own
    program = f"""
import espeakng_loader, pathlib
espeakng_loader.get_data_path = lambda: {str(tmp_path)!r}
from engines.errors import DependencyMissing
from engines.text_to_speech.espeak.speaker import EspeakSpeaker
try:
    EspeakSpeaker()
except DependencyMissing as error:
    print(error)
"""
    # WHEN the speaker is built
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN it says what to do
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "The voice eSpeak NG is not complete on this computer. Install Sori again.\n"


def test_a_library_that_cannot_be_loaded_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a damaged library file
    damaged = tmp_path / "libespeak-ng.so"
    damaged.write_bytes(b"no library")
    monkeypatch.setattr("espeakng_loader.get_library_path", lambda: str(damaged))
    # WHEN it is loaded anew
    # THEN the sentence says what to do
    with pytest.raises(DependencyMissing, match="Install Sori again"):
        espeak.library.__wrapped__()
