"""pyttsx3 in its child process: sound, languages, and every way a child can go wrong."""

import os
import signal
import subprocess
import sys
import threading
import wave
from array import array
from pathlib import Path

import pytest

from engines.errors import EngineError, InputUnsupported
from engines.results import Spoken
from engines.text_to_speech import Manner
from engines.text_to_speech.pyttsx3 import sound_file
from engines.text_to_speech.pyttsx3.child import _fitting
from engines.text_to_speech.pyttsx3.speaker import Pyttsx3Speaker

ENGLISH = ("en", "English", ["en-US"])
BRITISH = ("gb", "British", ["en-GB"])
KOREAN = ("heami", "Korean", ["ko-KR"])


def _seconds(blocks: list[Spoken]) -> float:
    return sum(len(block.samples) / 2 / block.rate_hz for block in blocks)


def test_several_sentences_in_two_languages_are_all_spoken() -> None:
    # GIVEN the real pyttsx3
    speaker = Pyttsx3Speaker()
    # WHEN sentences are spoken one after the other, by one child
    texts = [
        "Good morning.",
        "안녕하세요 여러분.",
        "And now a sentence which takes longer to say.",
    ]
    lengths = [_seconds(list(speaker.speak(text))) for text in texts]
    together = _seconds(list(speaker.speak(" ".join(texts))))
    speaker.close()
    # THEN each has its own sound, and none is repeated or lost
    assert all(length > 0.3 for length in lengths)
    assert lengths[0] < lengths[2]
    assert together == pytest.approx(sum(lengths), rel=0.25)


def test_ctrl_c_in_a_terminal_does_not_end_the_child() -> None:
    # GIVEN a child that has answered
    with subprocess.Popen(
        [sys.executable, "-m", "engines.text_to_speech.pyttsx3.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdin
        assert child.stdout
        for _time in range(2):
            child.stdin.write(b'{"do": "voices"}\n')
            child.stdin.flush()
            # THEN it answers, also after Ctrl+C
            assert b"voices" in child.stdout.readline()
            child.send_signal(signal.SIGINT)
        child.stdin.close()
        assert child.wait(timeout=30) == 0


def test_the_sound_is_loud_and_comes_in_short_blocks_and_no_file_is_left() -> None:
    # WHEN a sentence is spoken
    speaker = Pyttsx3Speaker()
    blocks = [block for block in speaker.speak("Good morning.", Manner(rate_wpm=250)) if block.samples]
    # THEN it is sound in short blocks, and its file is gone while the child still runs
    assert max(array("h", b"".join(block.samples for block in blocks))) > 3000
    assert max(len(block.samples) for block in blocks) <= 2 * 22050 * 0.061
    assert speaker._child
    folder = speaker._child.folder
    assert list(folder.iterdir()) == []
    speaker.close()
    assert not folder.exists()


def test_its_voices_are_listed_under_its_name() -> None:
    # WHEN the voices are listed
    speaker = Pyttsx3Speaker()
    voices = speaker.voices()
    speaker.close()
    # THEN there is one for Korean, and each can be given back as it is
    assert any("ko" in voice.languages for voice in voices)
    assert all(voice.id.startswith("pyttsx3:") for voice in voices)


@pytest.mark.parametrize(
    ("voices", "language", "asked", "default", "expected"),
    [
        ([ENGLISH, KOREAN], "ko", "", "en", "heami"),
        ([ENGLISH, KOREAN], "en", "", "heami", "en"),
        ([BRITISH, ENGLISH], "en", "", "heami", "en"),
        ([BRITISH, ENGLISH], "en", "", "gb", ""),
        ([BRITISH, ENGLISH, KOREAN], "en", "gb", "en", "gb"),
        ([BRITISH, ENGLISH, KOREAN], "ko", "gb", "en", "heami"),
        ([BRITISH, ENGLISH, KOREAN], "en", "heami", "gb", ""),
        ([ENGLISH], "ko", "en", "en", None),
        ([], "ko", "", "en", None),
        ([KOREAN], "en", "", "heami", ""),
    ],
)
def test_the_voice_fits_the_language(
    voices: list[tuple[str, str, list[str]]], language: str, asked: str, default: str, expected: str | None
) -> None:
    assert _fitting(voices, language, asked, default) == expected


def _child(tmp_path: Path, program: str) -> list[str]:
    """Return how to run a child of our own making."""
    file = tmp_path / "child.py"
    file.write_text(program)
    return [sys.executable, str(file)]


@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "import sys; sys.exit(1)",
        "import os; os.abort()",
        "input(); print('no JSON'); input()",
        "input(); print('{}'); input()",
        """input(); print('{"error": "ValueError: driver"}'); input()""",
    ],
    ids=["hangs", "exits", "crashes", "babbles", "writes nothing", "fails"],
)
def test_a_child_that_goes_wrong_is_killed_and_told(tmp_path: Path, program: str) -> None:
    # GIVEN a real child that goes wrong
    speaker = Pyttsx3Speaker(_child(tmp_path, program), patience_seconds=0.3)
    # WHEN it is to speak
    # THEN a sentence says what to do, and no child is left
    with pytest.raises(EngineError, match=r"stopped working\. Choose another voice"):
        list(speaker.speak("Hi"))
    assert speaker._child is None
    speaker.close()


def test_a_system_without_korean_says_so(tmp_path: Path) -> None:
    # GIVEN a child whose system has no Korean voice
    program = """input(); print('{"error": "no-voice"}', flush=True); input()"""
    speaker = Pyttsx3Speaker(_child(tmp_path, program))
    # WHEN Hangul is to be spoken
    # THEN that is refused, and the child lives on
    with pytest.raises(InputUnsupported, match="no Korean voice"):
        list(speaker.speak("안녕"))
    assert speaker._child is not None
    speaker.close()


def test_closing_the_generator_while_the_child_works_kills_it(tmp_path: Path) -> None:
    # GIVEN a child that works for long
    speaker = Pyttsx3Speaker(_child(tmp_path, "import time; time.sleep(60)"))
    blocks = speaker.speak("Hi")
    assert next(blocks).samples == b""
    assert speaker._child
    process = speaker._child._process.pid
    # WHEN the generator is closed
    blocks.close()  # type: ignore[attr-defined]  # it is a generator
    # THEN the child is gone
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_closing_the_speaker_from_another_thread_ends_the_wait(tmp_path: Path) -> None:
    # GIVEN a thread that waits for a child
    speaker = Pyttsx3Speaker(_child(tmp_path, "import time; time.sleep(60)"))
    errors: list[str] = []
    is_waiting = threading.Event()

    def speak() -> None:
        try:
            for _ in speaker.speak("Hi"):
                is_waiting.set()
        except EngineError as error:
            errors.append(str(error))

    thread = threading.Thread(target=speak)
    thread.start()
    is_waiting.wait()
    # WHEN the speaker is closed
    speaker.close()
    thread.join()
    # THEN the thread came back with a sentence
    assert len(errors) == 1


def test_a_speaker_goes_on_with_a_new_child_after_a_failure(tmp_path: Path) -> None:
    # GIVEN a speaker whose child has died
    speaker = Pyttsx3Speaker()
    list(speaker.speak("One."))
    assert speaker._child
    speaker._child._process.kill()
    speaker._child._process.wait()
    with pytest.raises(EngineError, match="stopped working"):
        list(speaker.speak("Two."))
    # WHEN it speaks again
    seconds = _seconds(list(speaker.speak("Three.")))
    # THEN there is sound
    assert seconds > 0.3
    speaker.close()


def _rate_as_80_bits(rate_hz: int) -> bytes:
    exponent = rate_hz.bit_length() - 1
    return (exponent + 16383).to_bytes(2) + (rate_hz << (63 - exponent)).to_bytes(8)


def _aiff(samples: bytes, channels: int, kind: bytes) -> bytes:
    """Return an AIFF or AIFF-C file, as macOS writes it."""
    frames = len(samples) // 2 // channels
    common = channels.to_bytes(2) + frames.to_bytes(4) + (16).to_bytes(2) + _rate_as_80_bits(22050)
    common += kind + b"\0\0" if kind else b""
    sound = bytes(8) + samples
    body = b"AIFC" if kind else b"AIFF"
    for name, chunk in ((b"COMM", common), (b"odd ", b"x"), (b"SSND", sound)):
        body += name + len(chunk).to_bytes(4) + chunk + bytes(len(chunk) % 2)
    return b"FORM" + len(body).to_bytes(4) + body


@pytest.mark.parametrize(
    ("channels", "kind", "order"),
    [(1, b"", "big"), (1, b"NONE", "big"), (1, b"sowt", "little"), (2, b"", "big")],
)
def test_aiff_is_read(tmp_path: Path, channels: int, kind: bytes, order: str) -> None:
    # GIVEN a file with known samples, the same in each channel
    values = [0, 1, -1, 300, -32768, 32767]
    written = array("h", [value for value in values for _ in range(channels)])
    if order != sys.byteorder:
        written.byteswap()
    (tmp_path / "a.aiff").write_bytes(_aiff(written.tobytes(), channels, kind))
    # WHEN it is read
    samples, rate_hz = sound_file.read(tmp_path / "a.aiff")
    # THEN they come out
    assert (list(array("h", samples)), rate_hz) == (values, 22050)


def test_stereo_wav_gives_its_first_channel(tmp_path: Path) -> None:
    # GIVEN a stereo file
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, 2, 16000, 0, "NONE", ""))
        file.writeframes(array("h", [1, 9, 2, 9, 3, 9]).tobytes())
    # WHEN it is read
    samples, rate_hz = sound_file.read(tmp_path / "a.wav")
    # THEN only the left is there
    assert (list(array("h", samples)), rate_hz) == ([1, 2, 3], 16000)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"FORM", b"FORM\0\0\0\0AIFFCOMM\0\0\0\x02ab", b"text" * 100])
def test_what_is_no_sound_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(sound_file.NotASound):
        sound_file.read(tmp_path / "a.wav")
