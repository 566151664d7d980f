"""The gate before the recognisers: speech whole, nothing else, and hours of silence for nothing."""

import subprocess
import sys
import tracemalloc

import pytest

from engines.media import RATE_HZ, AudioChunk
from engines.speech_to_text.voice_activity import SileroVad, Speech, SpeechGate
from tests.engines.speech_to_text.sounds import chunks, clicks, hum, silence, white_noise
from tests.tiny_vosk import spoken


def heard(sound: bytes, pause_seconds: float = 0.8, begin: float = 0.0, size: int = 3200) -> list[Speech]:
    gate = SpeechGate(pause_seconds, SileroVad())
    pieces = [piece for chunk in chunks(sound, begin, size) for piece in gate.hear(chunk)]
    return pieces + list(gate.finish())


@pytest.mark.parametrize(
    "sound",
    [
        silence(20),
        white_noise(20, 10),
        white_noise(20, 300),
        white_noise(20, 5000),
        hum(20, 3000),
        clicks(20, 4000),
    ],
    ids=["silence", "hiss", "noise", "loud noise", "hum", "typing"],
)
def test_silence_and_noise_are_not_speech(sound: bytes) -> None:
    assert heard(sound) == []


@pytest.mark.parametrize("size", [2, 2 * 160, 2 * 1600, 2 * 16000, 2 * 1001])
def test_what_is_spoken_comes_whole_and_at_its_time(size: int) -> None:
    # GIVEN two sentences with a long pause, from a source that began at second 100
    first, second = spoken("Select all."), spoken("New line.")
    sound = silence(1) + first + silence(1.5) + second + silence(1)
    # WHEN they are heard, in chunks of any size
    pieces = heard(sound, begin=100.0, size=size)
    # THEN there are two utterances, and each is the very sound of the source at its time, without a gap
    assert [piece.is_first for piece in pieces].count(True) == 2
    assert [piece.is_last for piece in pieces].count(True) == 2
    for before, piece in zip([None, *pieces], pieces, strict=False):
        at = round((piece.start_seconds - 100.0) * RATE_HZ) * 2
        padded = sound + silence(0.1)
        assert padded[at : at + len(piece.samples)] == piece.samples
        if before and not piece.is_first:
            assert piece.start_seconds == pytest.approx(before.end_seconds, abs=1e-6)
    # AND a moment of what was before, and the pause, are in it
    assert pieces[0].start_seconds < 101.5 - 0.2
    ends = [piece.end_seconds for piece in pieces if piece.is_last]
    assert ends[0] > 101 + len(first) / 2 / RATE_HZ - 0.5


def test_a_word_cut_close_on_both_sides_is_heard() -> None:
    # GIVEN a recording that begins with its word and ends before any pause
    word = spoken("seven").strip(b"\0")
    word = word[: len(word) // 2 * 2]
    # THEN it is one utterance with all of the word
    pieces = heard(word)
    assert pieces[0].is_first
    assert pieces[-1].is_last
    assert b"".join(piece.samples for piece in pieces)[: len(word)] == word


def test_speech_without_a_pause_is_cut_before_it_grows_too_long() -> None:
    # GIVEN somebody who never pauses
    gate = SpeechGate(0.8, lambda window: 1.0)
    pieces = [piece for chunk in chunks(white_noise(100, 3000)) for piece in gate.hear(chunk)]
    # THEN utterances end all the same, and nothing is left out between them
    lasts = [piece.end_seconds for piece in pieces if piece.is_last]
    assert len(lasts) == 3
    assert max(b - a for a, b in zip([0.0, *lasts], lasts, strict=False)) < 31
    assert sum(len(piece.samples) for piece in pieces) > 2 * RATE_HZ * 99


def test_a_long_utterance_ends_with_a_short_pause() -> None:
    # GIVEN 22 s of speech, 0.3 s of pause, and more speech
    gate = SpeechGate(0.8, lambda window: float(any(window)))
    sound = white_noise(22, 3000) + silence(0.3) + white_noise(2, 3000)
    pieces = [piece for chunk in chunks(sound) for piece in gate.hear(chunk)]
    # THEN the pause is where it ends
    assert [piece.end_seconds for piece in pieces if piece.is_last] == [pytest.approx(22.2, abs=0.1)]


def test_ten_hours_of_silence_need_no_memory() -> None:
    # GIVEN a gate that has heard an hour
    gate = SpeechGate(0.8, SileroVad())
    hour = [AudioChunk(silence(10), float(second)) for second in range(0, 3600, 10)]
    for chunk in hour:
        assert not list(gate.hear(chunk))
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    # WHEN it hears nine more
    for _hour in range(9):
        for chunk in hour:
            assert not list(gate.hear(chunk))
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    # THEN it holds no more than before, and still knows the time
    assert grown < 100_000
    assert gate.heard_seconds == pytest.approx(36_000, abs=0.1)


def test_the_package_of_the_network_is_never_imported() -> None:
    # It would import torch, and set its number of threads.
    program = (
        "from engines.speech_to_text.voice_activity import SileroVad; SileroVad(); import sys;"
        "sys.exit(bool({'torch', 'silero_vad'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
