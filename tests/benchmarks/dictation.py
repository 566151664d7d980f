"""Whether dictation loses anything when it is killed: `python -m tests.benchmarks.dictation [--rounds N]`.

Each round dictates the same sound into standard output, with the tiny model of the tests, and kills the
whole family of processes at a random moment. Every final that was written before must be in the history.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

from desktop.history import History
from tests.tiny_vosk import RATE_HZ, spoken, tiny_vosk

TEXTS = ("one two three", "turn the light off", "seven eight nine", "hello world", "call me today")


def recording(path: Path) -> None:
    """Write utterances with pauses between them, for some minutes of sound."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        block = b"".join(spoken(text) + bytes(2 * RATE_HZ) for text in TEXTS)
        for _ in range(20):
            file.writeframes(block)


def round_of(sound: Path, folder: Path, random_seconds: float) -> tuple[int, int]:
    """Dictate until killed; return how many utterances were written, and how many of these were kept."""
    environment = {
        **os.environ,
        "SORI_VOSK_MODEL": str(tiny_vosk("en")),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = [sys.executable, "-u", "-m", "desktop.cli", "dictate", "--source", str(sound)]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        time.sleep(random_seconds)
        os.killpg(process.pid, signal.SIGKILL)
        assert process.stdout is not None
        written = process.stdout.read().decode("utf-8", "replace").lower()
    history = History(folder / "sori" / "history.db")
    kept = [one.text.lower() for one in reversed(history.search(limit=100_000))]
    history.close()
    # What was written must be a beginning of what was kept.
    whole = " ".join(kept).replace(" ", "")
    flat = written.replace(" ", "").replace("\n", "")
    assert whole.startswith(flat), f"written but not kept: {flat[-80:]!r} against {whole[-80:]!r}"
    return written.count(TEXTS[0]), len(kept)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=200)
    rounds = parser.parse_args().rounds
    chance, kept_in_all, empty = random.Random(1), 0, 0
    with tempfile.TemporaryDirectory() as name:
        sound = Path(name, "sound.wav")
        recording(sound)
        for number in range(rounds):
            folder = Path(name, str(number))
            folder.mkdir()
            _, kept = round_of(sound, folder, chance.uniform(0.4, 2.5))
            kept_in_all += kept
            empty += not kept
    print(f"{rounds} rounds killed at a random moment, {empty} of them before the first final")
    print(f"{kept_in_all} finals kept, 0 that were written and not kept")


if __name__ == "__main__":
    main()
