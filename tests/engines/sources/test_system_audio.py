"""The computer's own sound, from a real sound server."""

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engines.errors import DeviceUnavailable
from engines.media import AudioChunk
from engines.sources.levels import level_dbfs
from engines.sources.live import DeviceLost
from engines.sources.pulse import Recording
from engines.sources.system_audio import WindowsLoopback, system_audio
from tests.audio_rig import RATE_HZ, Rig
from tests.engines.sources.hearing import (
    TONE_DBFS,
    are_continuous,
    frequency_hz,
    take_steady,
    take_until,
    tone,
)


def _is_sounding(chunk: AudioChunk) -> bool:
    return level_dbfs(chunk) > -30 and not chunk.trouble


@pytest.fixture
def listening(sound: Rig) -> Iterator[Iterator[AudioChunk]]:
    source = system_audio()
    yield source
    source.close()


def test_what_is_played_is_heard(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    # GIVEN a computer that plays nothing, which is told
    before = take_until(listening, lambda chunk: "playing no sound" in chunk.trouble)
    # WHEN it plays a tone
    with sound.sounding(tone(RATE_HZ), "spk"):
        before += take_until(listening, _is_sounding)
        chunks, samples = take_steady(listening, _is_sounding)
    # THEN it is as high and as loud as it was, without a gap
    assert frequency_hz(samples) == pytest.approx(440, abs=4)
    assert level_dbfs(AudioChunk(samples, 0.0)) == pytest.approx(TONE_DBFS, abs=1)
    assert are_continuous(before + chunks)


def test_it_follows_the_default_loudspeaker(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    # GIVEN sound on a loudspeaker
    with sound.sounding(tone(RATE_HZ), "spk"):
        chunks = take_until(listening, _is_sounding)
    # WHEN another one becomes the default
    sound.control("set-default-sink", "micsink")
    try:
        with sound.sounding(tone(RATE_HZ, frequency_hz=880), "micsink"):
            # THEN what that one plays is heard
            chunks += take_until(
                listening, lambda chunk: _is_sounding(chunk) and 840 < frequency_hz(chunk.samples) < 920
            )
    finally:
        sound.control("set-default-sink", "spk")
    assert are_continuous(chunks)


def test_no_sound_server(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN no sound server
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    # WHEN the computer's sound is listened to THEN a sentence says what to do
    with pytest.raises(DeviceUnavailable, match="PipeWire"):
        next(system_audio())


def test_no_pulse_library(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a computer without libpulse
    def fail(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr("engines.sources.pulse.ctypes.CDLL", fail)
    # WHEN the computer's sound is listened to THEN a sentence says what to do
    with pytest.raises(DeviceUnavailable, match="Install libpulse0"):
        Recording()


class WindowsSound:
    """Stands for `soundcard` on Windows: one loudspeaker that plays a steady half, as long as it is there."""

    def __init__(self) -> None:
        self.speaker = "Speakers"
        self.is_recording = threading.Event()
        self.is_there = True

    def default_speaker(self) -> Any:
        if not self.is_there:
            raise RuntimeError("Error 0x80070490")
        return SimpleNamespace(id=self.speaker)

    def get_microphone(self, name: str, include_loopback: bool) -> "WindowsSound":
        assert include_loopback
        assert name == self.speaker
        return self

    def recorder(self, samplerate: int, channels: int, blocksize: int) -> "WindowsSound":
        assert (samplerate, channels) == (48_000, 2)
        return self

    def __enter__(self) -> "WindowsSound":
        self.is_recording.set()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_recording.clear()

    def record(self, frames: int) -> Any:
        time.sleep(0.005)
        if not self.is_there:
            raise RuntimeError("Error 0x88890004")
        return np.full((frames, 2), 0.5, np.float32)


def _read_on(loopback: WindowsLoopback) -> None:
    for _ in range(1000):
        loopback.read(0.05)


def test_loopback_on_windows() -> None:
    # GIVEN a loudspeaker of Windows
    windows = WindowsSound()
    loopback = WindowsLoopback(windows)
    # WHEN it plays THEN that is heard, at our rate
    while level_dbfs(AudioChunk(loopback.read(1).samples, 0.0)) < -10:
        pass
    # AND once it is gone, that is noticed; and it is given back
    windows.is_there = False
    with pytest.raises(DeviceLost):
        _read_on(loopback)
    loopback.close()
    assert not windows.is_recording.is_set()


def test_loopback_on_windows_follows_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.sources.system_audio._LOOK_SECONDS", 0.05)
    # GIVEN a loudspeaker of Windows
    windows = WindowsSound()
    loopback = WindowsLoopback(windows)
    # WHEN another one becomes the default THEN this one ends, so that the other is opened
    windows.speaker = "Headphones"
    with pytest.raises(DeviceLost):
        _read_on(loopback)
    loopback.close()


def test_no_loudspeaker_on_windows() -> None:
    # GIVEN Windows without a loudspeaker
    windows = WindowsSound()
    windows.is_there = False
    # WHEN it is opened THEN a sentence says what to do
    with pytest.raises(DeviceUnavailable, match="Connect a loudspeaker"):
        WindowsLoopback(windows)
