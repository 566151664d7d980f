"""`sori speak` and `sori voices`, as programs, with their exit codes."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest

from tests.audio_rig import Rig

KOREAN = "안녕하세요. 화면 읽기를 시작합니다."


def _sori(*arguments: str, given: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-c", "from desktop.cli import main; main()", *arguments],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )


def _seconds(path: Path) -> float:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getnframes() / file.getframerate()


@pytest.fixture
def silent_machine(tmp_path: Path) -> dict[str, str]:
    """The environment of a computer without loudspeaker."""
    return {"ALSA_CONFIG_PATH": "/usr/share/alsa/alsa.conf", "PULSE_SERVER": f"unix:{tmp_path}/none"}


def test_a_text_is_heard(sound: Rig) -> None:
    # WHEN a text is spoken
    with sound.recording() as recording:
        done = _sori("speak", "Good morning. 안녕하세요.", "--rate", "300")
    # THEN it was heard, and nothing was printed
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert recording.sound_seconds > 0.8


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Hello there.", "utf-8"), (KOREAN, "utf-8"), (KOREAN, "utf-16"), (KOREAN, "cp949")],
)
def test_texts_of_every_usual_encoding_are_saved(tmp_path: Path, text: str, encoding: str) -> None:
    # GIVEN the same text as an argument and as a file
    file = tmp_path / "text.txt"
    file.write_bytes(text.encode(encoding))
    # WHEN both are saved
    argument = _sori("speak", text, "--save", str(tmp_path / "argument.wav"))
    from_file = _sori("speak", "--file", str(file), "--save", str(tmp_path / "file.wav"))
    # THEN they sound for the same time
    assert (argument.returncode, from_file.returncode) == (0, 0)
    expected = _seconds(tmp_path / "argument.wav")
    assert expected > 0.5
    assert _seconds(tmp_path / "file.wav") == pytest.approx(expected, rel=0.03)


def test_standard_input_is_spoken(tmp_path: Path) -> None:
    # WHEN lines are piped in, with a sentence that goes over two of them
    given = "One two\nthree. Four.\n\n다섯\n".encode()
    done = _sori("speak", "-", "--save", str(tmp_path / "out.wav"), given=given)
    # THEN all of them are saved
    assert done.returncode == 0
    assert _seconds(tmp_path / "out.wav") > 1.5


def test_the_manner_is_obeyed(tmp_path: Path) -> None:
    # WHEN a text is saved slowly, quickly, and by another voice
    for name, extra in (("slow", "80"), ("fast", "450")):
        _sori("speak", "one two three four", "--rate", extra, "--save", str(tmp_path / f"{name}.wav"))
    digits = {
        language: _sori(
            "speak", "1234567", "--language", language, "--save", str(tmp_path / f"{language}.wav")
        ).returncode
        for language in ("en", "ko")
    }
    # THEN the rate and the language of digits are heard
    assert _seconds(tmp_path / "slow.wav") > 2 * _seconds(tmp_path / "fast.wav")
    assert digits == {"en": 0, "ko": 0}
    assert _seconds(tmp_path / "en.wav") != pytest.approx(_seconds(tmp_path / "ko.wav"), rel=0.05)


def test_without_a_loudspeaker_the_text_is_shown(silent_machine: dict[str, str]) -> None:
    # WHEN a text with a hidden character is to be heard
    done = _sori("speak", "Good\u202e morning.\n안녕하세요.", **silent_machine)
    # THEN it is shown without that, and one sentence says why
    assert done.returncode == 3
    assert done.stdout.decode() == "Good morning.\n안녕하세요.\n"
    assert done.stderr.decode() == (
        "No loudspeaker was found. The text is shown instead; connect one and try again.\n"
    )


def test_saving_needs_no_loudspeaker(tmp_path: Path, silent_machine: dict[str, str]) -> None:
    done = _sori("speak", "Good morning.", "--save", str(tmp_path / "out.wav"), **silent_machine)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert _seconds(tmp_path / "out.wav") > 0.5


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        ([""], 2, "There is nothing to say. Give a text."),
        (["--file", "{folder}/empty"], 2, "There is nothing to say. Give a text."),
        (["--file", "{folder}/missing"], 2, "missing cannot be read. Check the name"),
        (["--file", "{folder}"], 2, "cannot be read. Check the name"),
        (["--file", "{folder}/binary"], 2, "This is not a text. Give a text file in UTF-8."),
        (["Hi", "--voice", "nobody"], 2, "There is no voice nobody."),
        (["Hi", "--rate", "20"], 2, "The rate lies between 80 and 450 words a minute."),
        (["Hi", "--rate", "fast"], 2, "The rate lies between 80 and 450 words a minute."),
        (["Hi", "--language", "xx"], 2, "invalid choice"),
        ([], 2, "usage: sori speak"),
        (["Hi", "--save", "{folder}/missing/out.wav"], 4, "does not exist. Choose a folder that does."),
        (["Hi", "--save", "{folder}"], 4, "is not an ordinary file. Choose another name."),
    ],
)
def test_bad_input_is_one_sentence_and_its_exit_code(
    tmp_path: Path, silent_machine: dict[str, str], arguments: list[str], code: int, sentence: str
) -> None:
    # GIVEN some files that are no text
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(bytes(range(256)) * 4)
    # WHEN the command is given
    done = _sori("speak", *(argument.format(folder=tmp_path) for argument in arguments), **silent_machine)
    # THEN it says what to do next, and never shows a traceback
    assert done.returncode == code
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_ctrl_c_ends_it_and_leaves_the_old_file(sound: Rig, tmp_path: Path) -> None:
    # GIVEN a long text that is being saved over an old file
    path = tmp_path / "out.wav"
    path.write_bytes(b"old")
    (tmp_path / "long.txt").write_text("word " * 500_000)
    program = [sys.executable, "-c", "from desktop.cli import main; main()"]
    process = subprocess.Popen(
        [*program, "speak", "--file", str(tmp_path / "long.txt"), "--save", str(path)], stderr=subprocess.PIPE
    )
    while len(list(tmp_path.iterdir())) < 3:
        time.sleep(0.01)
    # WHEN Ctrl+C is pressed
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    # THEN it ends as one interrupted, and the old file is as it was
    assert (process.returncode, errors) == (130, b"")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


def test_ctrl_c_while_speaking_ends_it(sound: Rig) -> None:
    # GIVEN a long text that is being heard
    program = [sys.executable, "-c", "from desktop.cli import main; main()"]
    with sound.recording() as recording:
        process = subprocess.Popen([*program, "speak", "word " * 5000], stderr=subprocess.PIPE)
        while not any(abs(sample) > 1000 for sample in recording.samples):
            assert process.poll() is None
            time.sleep(0.02)
        # WHEN Ctrl+C is pressed
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    # THEN it ends as one interrupted
    assert (process.returncode, errors) == (130, b"")


def test_voices_are_listed_for_people_and_programs() -> None:
    # WHEN the voices are listed in both ways
    people, programs = _sori("voices"), _sori("voices", "--json")
    # THEN each voice stands on a line, our own first
    assert (people.returncode, programs.returncode) == (0, 0)
    voices = [json.loads(line) for line in programs.stdout.splitlines()]
    lines = people.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines] == [voice["id"] for voice in voices]
    assert {voice["id"] for voice in voices[:2]} == {"espeak:en-us", "espeak:ko"}
    for voice in voices:
        assert set(voice) == {"version", "error", "id", "title", "languages", "engine"}
        assert (voice["version"], voice["error"]) == (1, None)
        assert voice["id"].startswith(voice["engine"] + ":")
        assert voice["languages"]
