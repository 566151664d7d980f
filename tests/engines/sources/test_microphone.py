"""The microphone, from a real sound server through the real PortAudio."""

import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from engines.errors import DeviceUnavailable
from engines.media import AudioChunk
from engines.sources import portaudio
from engines.sources import system_audio as system
from engines.sources.levels import level_dbfs
from engines.sources.microphone import Microphone, devices, microphone
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
    source = microphone()
    yield source
    source.close()


def test_a_tone_is_heard(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    # GIVEN a tone of 440 Hz before the microphone
    with sound.sounding(tone(RATE_HZ)):
        # WHEN it is listened to
        before = take_until(listening, _is_sounding)
        chunks, samples = take_steady(listening, _is_sounding)
    # THEN it is as high and as loud as it was, without a gap
    assert frequency_hz(samples) == pytest.approx(440, abs=4)
    assert level_dbfs(AudioChunk(samples, 0.0)) == pytest.approx(TONE_DBFS, abs=1)
    assert are_continuous(before + chunks)


def test_a_mute_is_told(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    with sound.sounding(tone(RATE_HZ)):
        # GIVEN a microphone that hears something
        chunks = take_until(listening, _is_sounding)
        # WHEN it is muted
        sound.mute_microphone(True)
        chunks += take_until(listening, lambda chunk: "not muted" in chunk.trouble)
        # THEN that is told soon; that it takes two seconds at most is proved on a simulated clock
        last = [chunk for chunk in chunks if _is_sounding(chunk)][-1]
        assert chunks[-1].start_seconds - last.start_seconds < 5
        # AND once it is not, the trouble is over and time has not jumped
        sound.mute_microphone(False)
        chunks += take_until(listening, _is_sounding)
    assert are_continuous(chunks)


def test_unplugged_and_connected_again(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    with sound.sounding(tone(RATE_HZ)):
        # GIVEN a microphone that hears something
        chunks = take_until(listening, _is_sounding)
        # WHEN it is unplugged
        sound.unplug_microphone()
        try:
            chunks += take_until(listening, lambda chunk: bool(chunk.trouble))
        finally:
            sound.plug_in_microphone()
        # THEN that is told; and once it is back, it is heard again
        chunks += take_until(listening, _is_sounding)
    assert are_continuous(chunks)


def test_the_microphones_are_listed_and_chosen(sound: Rig) -> None:
    # GIVEN the names of the microphones
    names = devices()
    assert names[0] == "default"
    assert len(set(names)) == len(names) >= 2
    # WHEN each is chosen THEN it can be heard
    with sound.sounding(tone(RATE_HZ)):
        for name in names:
            source = microphone(name)
            take_until(source, _is_sounding)
            source.close()


def test_a_chosen_one_is_waited_for(sound: Rig) -> None:
    # GIVEN a microphone of the sound server that was chosen, and is heard
    source = microphone(devices()[1])
    with sound.sounding(tone(RATE_HZ)):
        chunks = take_until(source, _is_sounding)
        # WHEN it is unplugged THEN that is told, and no other one is heard in its place
        sound.unplug_microphone()
        try:
            chunks += take_until(source, lambda chunk: "gone" in chunk.trouble)
        finally:
            sound.plug_in_microphone()
        # AND when it is back, it is heard again
        chunks += take_until(source, _is_sounding)
    source.close()
    assert are_continuous(chunks)


def test_where_portaudio_finds_nothing_the_sound_server_is_asked(
    sound: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a PortAudio that finds no microphone, although the sound server has one
    monkeypatch.setitem(sys.modules, "sounddevice", FussyPortAudio(None, portaudio.BUSY))
    with sound.sounding(tone(RATE_HZ)):
        # WHEN the default one is listened to THEN it is heard
        source = microphone()
        take_until(source, _is_sounding)
        source.close()


def test_another_one_that_is_missing_does_not_disturb(sound: Rig, listening: Iterator[AudioChunk]) -> None:
    with sound.sounding(tone(RATE_HZ)):
        # GIVEN a microphone that hears something
        take_until(listening, _is_sounding)
        # WHEN one is asked for that is not there
        with pytest.raises(DeviceUnavailable, match="no microphone Blue"):
            next(microphone("Blue"))
        # THEN the first goes on
        chunks, _samples = take_steady(listening, _is_sounding, 0.3)
        assert are_continuous(chunks)


def test_nothing_is_opened_before_the_first_chunk_is_asked_for() -> None:
    microphone("not there").close()


def test_no_microphone(sound: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a computer without a microphone
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    # WHEN it is listened to THEN a sentence says what to do
    assert devices() == ()
    with pytest.raises(DeviceUnavailable, match="Connect one and try again"):
        next(microphone())


def test_no_portaudio(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a computer without PortAudio
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    # WHEN it is listened to THEN a sentence says what to do
    with pytest.raises(DeviceUnavailable, match="Install PortAudio"):
        next(microphone())
    with pytest.raises(DeviceUnavailable, match="Install PortAudio"):
        devices()


class FussyPortAudio:
    """Stands for `sounddevice`: one stereo device that opens only as `accepts` says, or fails with a code."""

    class PortAudioError(Exception):
        pass

    def __init__(self, accepts: tuple[int, int] | None, code: int = -9997, name: str = "Fussy") -> None:
        self._accepts = accepts
        self._code = code
        self._device = {
            "name": name,
            "index": 0,
            "hostapi": 0,
            "max_input_channels": 2,
            "default_samplerate": 96_000.0,
        }
        self.tried: list[tuple[int, int]] = []
        self.starts = 0

    def query_devices(self, device: int | None = None, kind: str | None = None) -> Any:
        return self._device if kind else [self._device]

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.starts += 1

    def RawInputStream(self, samplerate: int, channels: int, callback: Callable[..., None], **_: Any) -> Any:  # noqa: N802 # as in the library
        self.tried.append((samplerate, channels))
        if (samplerate, channels) != self._accepts:
            raise self.PortAudioError("refused", self._code)
        one = bytes(samplerate // 2 * channels * 2)
        flags = SimpleNamespace(input_overflow=False)
        stream = SimpleNamespace(active=True, closed=False, abort=lambda: None)
        stream.start = lambda: callback(one, len(one) // 2 // channels, None, flags)
        stream.close = lambda: setattr(stream, "closed", True)
        return stream


@pytest.mark.parametrize("accepts", [(96_000, 2), (48_000, 2), (8000, 2), (96_000, 1), (44_100, 1)])
def test_a_refused_rate_is_replaced_by_another(
    accepts: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    # GIVEN a device that accepts one way only
    fussy = FussyPortAudio(accepts)
    monkeypatch.setitem(sys.modules, "sounddevice", fussy)
    # WHEN it is opened THEN its own way was asked for first, and what it gives arrives
    device = Microphone()
    assert fussy.tried[0] == (96_000, 2)
    assert fussy.tried[-1] == accepts
    heard = device.read(1)
    device.close()
    assert 0 < len(heard.samples) // 2 <= 8000


@pytest.mark.parametrize(
    ("code", "sentence"),
    [(-9985, "busy. Close the program"), (-9997, "Choose another one"), (-9999, "No microphone was found")],
)
def test_a_device_that_cannot_be_opened(code: int, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN a device that refuses, for one reason or another, and no sound server
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    fussy = FussyPortAudio(None, code)
    monkeypatch.setitem(sys.modules, "sounddevice", fussy)
    # WHEN it is listened to THEN a sentence says what to do, after PortAudio was started anew
    with pytest.raises(DeviceUnavailable, match=sentence):
        next(microphone())
    assert fussy.starts == 1


def test_on_macos_a_virtual_cable_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN macOS with BlackHole
    monkeypatch.setattr(system.sys, "platform", "darwin")
    fussy = FussyPortAudio((96_000, 2), name="BlackHole 2ch")
    monkeypatch.setitem(sys.modules, "sounddevice", fussy)
    # WHEN the computer's own sound is asked for THEN that is opened
    source = system.system_audio()
    take_until(source, lambda chunk: bool(chunk.samples))
    source.close()


def test_on_macos_without_a_virtual_cable(monkeypatch: pytest.MonkeyPatch) -> None:
    # GIVEN macOS with a microphone only
    monkeypatch.setattr(system.sys, "platform", "darwin")
    monkeypatch.setitem(sys.modules, "sounddevice", FussyPortAudio((96_000, 2)))
    # WHEN the computer's own sound is asked for THEN a sentence says what is needed
    with pytest.raises(DeviceUnavailable, match="BlackHole"):
        next(system.system_audio())
