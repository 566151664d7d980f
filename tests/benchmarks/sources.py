"""What listening costs, how soon sound becomes a chunk, and how soon trouble is told.

    python -m tests.benchmarks.sources

listens to a sound server of its own: to the microphone through PortAudio, and to the loudspeaker's
monitor. Latency is counted from the moment a click is written to a player whose own buffer is 5 ms, so
that buffer and the server's are in the figures.
"""

import argparse
import os
import subprocess
import threading
import time
from array import array
from collections.abc import Callable, Iterator
from statistics import median
from typing import Final

from engines.media import AudioChunk
from engines.sources.levels import level_dbfs, peak
from engines.sources.microphone import microphone
from engines.sources.system_audio import system_audio
from tests.audio_rig import RATE_HZ, Rig, running_rig

GOAL_SHARE: Final = 5.0
GOAL_TOLD: Final = 2.0
CLICKS: Final = 20
CLICK: Final = RATE_HZ // 25

Source = Callable[[], Iterator[AudioChunk]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to listen to silence")
    seconds = parser.parse_args().seconds
    print(f"{'':14} {'CPU, % of a core':>17} {'longest wait':>13} {'latency: median':>16} {'worst':>7}")
    for title, source, sink in (
        ("microphone", microphone, "micsink"),
        ("system audio", system_audio, "spk"),
    ):
        with running_rig() as rig:
            share, longest = _idle(source, seconds)
            delays = sorted(_delays(source, rig, sink))
        print(
            f"{title:14} {share:15.2f} % {longest * 1000:10.0f} ms {median(delays) * 1000:13.0f} ms "
            f"{delays[-1] * 1000:4.0f} ms"
        )
    print(f"goal for all of listening to silence: {GOAL_SHARE} % of a core\n")
    with running_rig() as rig:
        told = _muted(rig), _killed(rig)
    print(f"told after: muted {told[0]:.2f} s, sound server ended {told[1]:.2f} s (goal {GOAL_TOLD} s)")


def _idle(source: Source, seconds: float) -> tuple[float, float]:
    """Return the share of a core that listening to silence takes, and the longest wait for a chunk."""
    chunks = source()
    for chunk in chunks:
        if chunk.start_seconds > 1:
            break
    began, cpu, longest = time.perf_counter(), time.process_time(), 0.0
    last = began
    for _chunk in chunks:
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        if now - began > seconds:
            break
    share = 100 * (time.process_time() - cpu) / (time.perf_counter() - began)
    chunks.close()  # type: ignore[attr-defined] # it is a generator
    return share, longest


def _delays(source: Source, rig: Rig, sink: str) -> list[float]:
    chunks, clicks = source(), _Clicks(rig, sink)
    delays: list[float] = []
    heard_at = 0.0
    for chunk in chunks:
        now = time.perf_counter()
        if peak(chunk.samples) > 4000 and now - heard_at > 0.4:
            heard_at = now
            delays.append(now - clicks.written_at)
        if len(delays) == CLICKS:
            break
    clicks.close()
    chunks.close()  # type: ignore[attr-defined] # it is a generator
    return delays


class _Clicks:
    """Writes a click of 40 ms to a player every 0.7 s; the player has nothing else, so nothing piles up."""

    def __init__(self, rig: Rig, sink: str) -> None:
        command = ["pacat", "--raw", f"--device={sink}", "--format=s16le", "--channels=1"]
        command += [f"--rate={RATE_HZ}", "--latency-msec=5"]
        self._player = subprocess.Popen(
            command, env={**os.environ, **rig.environment}, stdin=subprocess.PIPE, bufsize=0
        )
        self.written_at = 0.0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def close(self) -> None:
        self._is_over.set()
        self._thread.join()
        self._player.terminate()
        self._player.wait(10)

    def _write(self) -> None:
        assert self._player.stdin
        while not self._is_over.wait(0.7):
            self.written_at = time.perf_counter()
            self._player.stdin.write(array("h", [8000] * CLICK).tobytes())


def _muted(rig: Rig) -> float:
    chunks = microphone()
    with rig.sounding(array("h", ([8000] * 50 + [-8000] * 50) * (RATE_HZ // 100))):
        _until(chunks, lambda chunk: level_dbfs(chunk) > -30)
        rig.mute_microphone(True)
        seconds = _until(chunks, lambda chunk: bool(chunk.trouble))
    chunks.close()  # type: ignore[attr-defined] # it is a generator
    return seconds


def _killed(rig: Rig) -> float:
    rig.mute_microphone(False)
    chunks = microphone()
    _until(chunks, lambda chunk: chunk.start_seconds > 1)
    rig.stop()
    seconds = _until(chunks, lambda chunk: "gone" in chunk.trouble)
    chunks.close()  # type: ignore[attr-defined] # it is a generator
    return seconds


def _until(chunks: Iterator[AudioChunk], is_enough: Callable[[AudioChunk], bool]) -> float:
    began = time.perf_counter()
    for chunk in chunks:
        if is_enough(chunk):
            break
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
