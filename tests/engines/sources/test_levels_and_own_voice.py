"""How loud it is, other rates, and Sori's own voice."""

import pytest

from engines.media import RATE_HZ, AudioChunk
from engines.sources.levels import LOWEST_DBFS, level_dbfs, peak
from engines.sources.own_voice import without_own_voice
from engines.sources.resampling import ToSpeechRate
from tests.engines.sources.hearing import TONE_DBFS, frequency_hz, tone


@pytest.mark.parametrize(
    ("samples", "level"),
    [
        (b"", LOWEST_DBFS),
        (bytes(3200), LOWEST_DBFS),
        (b"\x01\x00" * 1600, -90.3),
        (b"\x00\x80" * 1600, 0.0),
        (tone(RATE_HZ).tobytes(), TONE_DBFS),
    ],
)
def test_level(samples: bytes, level: float) -> None:
    assert level_dbfs(AudioChunk(samples, 0.0)) == pytest.approx(level, abs=0.05)


def test_peak() -> None:
    assert peak(b"") == peak(bytes(10)) == 0
    assert peak(b"\x00\x80\x01\x00") == 32768
    assert peak(b"\xff\xff\x05\x00") == 5


@pytest.mark.parametrize(
    ("rate_hz", "channels"), [(8000, 1), (44_100, 2), (48_000, 1), (96_000, 6), (16_000, 2)]
)
def test_any_rate_and_channels_become_ours(rate_hz: int, channels: int) -> None:
    # GIVEN two seconds of a tone in every channel
    samples = tone(rate_hz, 2.0)
    frames = b"".join(sample.to_bytes(2, "little", signed=True) * channels for sample in samples)
    # WHEN they are converted in odd pieces
    convert, size = ToSpeechRate(rate_hz, channels), 2 * channels * 777
    sound = (
        b"".join(convert.convert(frames[i : i + size]) for i in range(0, len(frames), size)) + convert.flush()
    )
    # THEN it lasts as long, is as loud and as high, and has no clicks between the pieces
    assert len(sound) // 2 == pytest.approx(2 * RATE_HZ, abs=2)
    assert frequency_hz(sound) == pytest.approx(440, abs=1)
    assert level_dbfs(AudioChunk(sound, 0.0)) == pytest.approx(TONE_DBFS, abs=0.1)
    assert peak(sound[1000:-1000]) < 8100


def test_what_is_above_our_band_does_not_fold_back() -> None:
    # GIVEN a tone of 15 kHz, which 16 kHz cannot hold
    convert = ToSpeechRate(48_000, 1)
    # WHEN it is converted THEN nothing is left
    sound = convert.convert(tone(48_000, 1.0, 15_000).tobytes()) + convert.flush()
    assert level_dbfs(AudioChunk(sound[2000:-2000], 0.0)) < -80


def test_own_words_are_not_taken_for_the_users() -> None:
    # GIVEN two seconds of sound, of which Sori speaks from 0.5 s to 1.0 s
    chunks = [AudioChunk(b"\x10\x10" * 1600, number / 10, "why" * (number == 19)) for number in range(20)]
    speaking = iter([5 <= number < 10 for number in range(20)])
    # WHEN its own voice is taken out
    heard = list(without_own_voice(chunks, lambda: next(speaking)))
    # THEN zeros stand from 0.5 s to 1.3 s, and nothing else has changed
    silent = [number for number, chunk in enumerate(heard) if not any(chunk.samples)]
    assert silent == list(range(5, 13))
    assert [(c.start_seconds, c.seconds, c.trouble) for c in heard] == [
        (c.start_seconds, c.seconds, c.trouble) for c in chunks
    ]
    assert all(heard[number] is chunks[number] for number in range(20) if number not in silent)


def test_all_passes_while_nobody_speaks() -> None:
    chunks = [AudioChunk(b"\x10\x10" * 1600, number / 10) for number in range(3)]
    assert list(without_own_voice(chunks, lambda: False)) == chunks


def test_a_microphone_that_does_not_hear_our_voice_is_not_deafened_by_it() -> None:
    # GIVEN one without sound for two seconds of our speech, as one that gates noise beside headphones
    silent = [AudioChunk(bytes(3200), number / 10, "No sound.") for number in range(20)]
    # WHEN the user begins to talk while we still do
    words = [AudioChunk(b"\x10\x10" * 1600, number / 10) for number in range(20, 25)]
    heard = list(without_own_voice([*silent, *words], lambda: True))
    # THEN all of it is heard
    assert heard[20:] == words
