"""The sound server ends in the middle of a sentence, and comes back."""

from collections.abc import Callable, Iterator

import pytest

from engines.media import AudioChunk
from engines.sources.levels import level_dbfs
from engines.sources.microphone import microphone
from engines.sources.system_audio import system_audio
from tests.audio_rig import RATE_HZ, running_rig
from tests.engines.sources.hearing import are_continuous, tone


class Listener:
    """Listens to several sources in turn, and keeps what came."""

    def __init__(self, *sources: Iterator[AudioChunk]) -> None:
        self._sources = sources
        self.heard: list[list[AudioChunk]] = [[] for _ in sources]

    def until(self, is_enough: Callable[[AudioChunk], bool]) -> None:
        """Go on until each source has had a chunk that is enough."""
        waiting, began = set(range(len(self._sources))), [len(chunks) for chunks in self.heard]
        while waiting:
            for index, source in enumerate(self._sources):
                self.heard[index].append(next(source))
                if is_enough(self.heard[index][-1]):
                    waiting.discard(index)
                assert len(self.heard[index]) - began[index] < 1000, f"still waiting: {waiting}"


def _is_sounding(chunk: AudioChunk) -> bool:
    return level_dbfs(chunk) > -30 and not chunk.trouble


def test_microphone_and_system_audio_are_lost_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engines.sources.live._RETRY_SECONDS", 0.2)
    with running_rig() as rig:
        # GIVEN a microphone and a loudspeaker that are heard
        sources = microphone(), system_audio()
        listener = Listener(*sources)
        with rig.sounding(tone(RATE_HZ)), rig.sounding(tone(RATE_HZ), "spk"):
            listener.until(_is_sounding)
            # WHEN the sound server ends
            rig.stop()
            # THEN that is told soon, and zeros go on
            listener.until(lambda chunk: "gone" in chunk.trouble)
        for chunks in listener.heard:
            last = [chunk for chunk in chunks if _is_sounding(chunk)][-1]
            assert chunks[-1].start_seconds - last.start_seconds < 5
            assert not any(chunks[-1].samples)
        # AND when it is back, both are heard again
        rig.start()
        with rig.sounding(tone(RATE_HZ)), rig.sounding(tone(RATE_HZ), "spk"):
            listener.until(_is_sounding)
        for source in sources:
            source.close()
    # AND time never jumped
    assert all(are_continuous(chunks) for chunks in listener.heard)
