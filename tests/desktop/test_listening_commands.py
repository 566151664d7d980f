"""`sori transcribe`, `caption` and `dictate` from the outside, with a tiny real recogniser."""

import json
import os
import signal
import subprocess
import sys
import time
import wave
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from desktop.history import History
from engines.errors import OutputUnwritable
from tests.tiny_vosk import RATE_HZ, spoken, tiny_vosk

ROOT = Path(__file__).resolve().parent.parent.parent


def recording(path: Path, *texts: str, language: str = "en", pause_seconds: float = 1.5) -> Path:
    """Write what espeak-ng makes of `texts`, with pauses between them, as a WAV file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        for text in texts:
            file.writeframes(spoken(text, language))
            file.writeframes(bytes(2 * int(pause_seconds * RATE_HZ)))
    return path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "desktop.cli", *arguments]


def environment(language: str = "en") -> dict[str, str]:
    return {**os.environ, "SORI_VOSK_MODEL": str(tiny_vosk(language))}


def sori(*arguments: str, stdin: bytes = b"", language: str = "en") -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        command(*arguments), input=stdin, env=environment(language), capture_output=True, check=False
    )


def test_only_the_words_go_to_stdout(tmp_path: Path) -> None:
    # GIVEN two utterances in a file WHEN it is transcribed THEN each is a line
    sound = recording(tmp_path / "a.wav", "one two three", "seven eight nine")
    done = sori("transcribe", str(sound))
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == ["one", "two", "three", "seven", "eight", "nine"]
    assert done.stderr == b""


def test_json_is_as_the_schema_says_also_for_a_file_that_failed(tmp_path: Path) -> None:
    # GIVEN a good file between a missing one and an empty one
    sound, empty = recording(tmp_path / "a.wav", "one two three"), tmp_path / "empty.wav"
    empty.touch()
    # WHEN all are transcribed THEN each has its line, and the exit code tells of the failures
    done = sori("transcribe", "--json", str(tmp_path / "none.wav"), str(sound), str(empty))
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    schema = json.loads((ROOT / "docs" / "transcribe.schema.json").read_text(encoding="utf-8"))
    for line in lines:
        Draft202012Validator(schema).validate(line)
    assert done.returncode == 2
    assert [one["error"] and one["error"]["code"] for one in lines] == [
        "input_unsupported",
        None,
        "input_unsupported",
    ]
    assert lines[1]["text"] == "one two three"
    words = [word for segment in lines[1]["segments"] for word in segment["words"]]
    assert [word["word"] for word in words] == ["one", "two", "three"]
    # The first word begins after the half second of silence.
    assert 0.3 < words[0]["start"] < words[0]["end"] <= words[1]["start"] + 0.05
    assert b"Traceback" not in done.stderr


def test_subtitles_and_dictation(tmp_path: Path) -> None:
    # GIVEN words with spoken punctuation
    sound = recording(tmp_path / "a.wav", "please open the window comma", "turn the light off period")
    # WHEN written as dictation THEN marks stand for the words
    done = sori("transcribe", "--write", "dictation", str(sound))
    text = done.stdout.decode().strip()
    assert text == "Please open the window, turn the light off."
    # WHEN written as subtitles THEN each has its times
    done = sori("transcribe", "--format", "srt", str(sound))
    assert done.stdout.decode().startswith("1\n00:00:00,")
    assert " --> " in done.stdout.decode()
    done = sori("transcribe", "--format", "vtt", str(sound))
    assert done.stdout.decode().startswith("WEBVTT")


def test_korean(tmp_path: Path) -> None:
    sound = recording(tmp_path / "a.wav", "새 단락", "줄 바꿔", language="ko")
    done = sori("transcribe", "--language", "ko", str(sound), language="ko")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == ["새", "단락", "줄", "바꿔"]


def test_a_grammar_file_limits_what_is_heard(tmp_path: Path) -> None:
    # GIVEN a grammar of two phrases WHEN one of them is said THEN it is heard
    sound, grammar = recording(tmp_path / "a.wav", "stop listening"), tmp_path / "g.txt"
    grammar.write_text("stop listening\nscratch that\n")
    done = sori("transcribe", "--grammar", str(grammar), str(sound))
    assert done.stdout.decode().split() == ["stop", "listening"]
    # WHEN the grammar is missing or empty THEN a sentence says so
    assert sori("transcribe", "--grammar", str(tmp_path / "no.txt"), str(sound)).returncode == 2
    grammar.write_text("\n")
    done = sori("transcribe", "--grammar", str(grammar), str(sound))
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1


def test_without_a_model_the_download_is_offered(tmp_path: Path) -> None:
    # GIVEN no Korean model WHEN Korean is transcribed THEN one sentence offers it
    sound = recording(tmp_path / "a.wav", "one")
    bare = {name: value for name, value in os.environ.items() if name != "SORI_VOSK_MODEL"}
    done = subprocess.run(
        command("transcribe", "--language", "ko", str(sound)), env=bare, capture_output=True, check=False
    )
    assert done.returncode == 3
    assert "sori models fetch vosk-model-small-ko-0.22" in done.stderr.decode()


def test_a_saved_file_is_complete_and_what_was_cut_off_goes_on(tmp_path: Path) -> None:
    # GIVEN a run that was cut off after the first utterance, as its progress file tells
    sound = recording(tmp_path / "a.wav", "one two three", "seven eight nine")
    whole = tmp_path / "whole.txt"
    assert sori("transcribe", "--save", str(whole), str(sound)).returncode == 0
    from desktop.commands.transcribe import Wish, _Task
    from engines.speech_to_text import Listening

    target = tmp_path / "text.txt"
    task = _Task(str(sound), Wish("text", Listening(), "", False), target)
    first = {"text": "TAKEN UP", "is_final": True, "start": 0.5, "end": 2.4, "confidence": 1.0, "words": []}
    progress = tmp_path / ".text.txt.progress"
    progress.write_text(f"{task._key()}\n{json.dumps({**first, 'notice': ''})}\n" + '{"text": "torn')
    # WHEN the same command is given again
    done = sori("transcribe", "--save", str(target), str(sound))
    # THEN it goes on after the first utterance, and leaves only the text
    assert done.returncode == 0, done.stderr.decode()
    assert target.read_text(encoding="utf-8").splitlines() == ["TAKEN UP", "seven eight nine"]
    assert done.stderr.decode().startswith("Going on from 0:02")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.wav", "text.txt", "whole.txt"]


def test_progress_on_the_disk_is_never_less_than_it_was(tmp_path: Path) -> None:
    # GIVEN progress, and a disk on which nothing more can be put in its place
    from desktop.commands.transcribe import _Progress

    path = tmp_path / ".text.txt.progress"
    path.write_text("what was heard before")
    (tmp_path / ".text.txt.progress.new").mkdir()
    # WHEN it is taken up THEN what was there is still there
    with pytest.raises(OutputUnwritable), _Progress(path, "key", ()):
        pass
    assert path.read_text() == "what was heard before"


def test_dictating_into_the_focus_takes_no_options_of_its_own() -> None:
    # GIVEN options the window has settings for, even at their usual value WHEN given THEN it says so
    done = sori("dictate", "--into", "focus", "--language", "en", "--source", "mic")
    assert done.returncode == 2
    assert done.stderr.decode().strip() == (
        "With --into focus the settings of Sori's window count: leave out --source, --language."
    )


def test_progress_of_another_file_is_not_taken_up(tmp_path: Path) -> None:
    sound = recording(tmp_path / "a.wav", "one two three")
    (tmp_path / ".text.txt.progress").write_text("another key\n{}\n")
    done = sori("transcribe", "--save", str(tmp_path / "text.txt"), str(sound))
    assert done.stderr == b""
    assert (tmp_path / "text.txt").read_text(encoding="utf-8").strip() == "one two three"


def test_a_target_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    sound = recording(tmp_path / "a.wav", "one")
    (tmp_path / "taken").mkdir()
    done = sori("transcribe", "--save", str(tmp_path / "a.wav" / "x.txt"), str(sound))
    assert done.returncode == 4
    assert len(done.stderr.decode().strip().splitlines()) == 1
    done = sori("transcribe", "--save", str(tmp_path / "taken"), str(sound))
    assert done.returncode == 4


def test_a_missing_file_is_one_sentence_also_when_it_should_be_saved(tmp_path: Path) -> None:
    # GIVEN no such file WHEN its words should be saved THEN a sentence says so, and nothing is left behind
    done = sori("transcribe", "--save", str(tmp_path / "text.txt"), str(tmp_path / "none\x1b[31m.wav"))
    assert done.returncode == 2
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert b"\x1b" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    # GIVEN two recordings of one name in two folders
    for folder, text in (("first", "one two three"), ("second", "seven eight nine")):
        (tmp_path / folder).mkdir()
        recording(tmp_path / folder / "a.wav", text)
    sounds = [str(tmp_path / folder / "a.wav") for folder in ("first", "second")]
    # WHEN both are saved in one run THEN each has a file of its own
    done = sori("transcribe", "--save", str(tmp_path / "out"), *sounds)
    assert done.returncode == 0, done.stderr.decode()
    kept = {path.name: path.read_text().strip() for path in (tmp_path / "out").iterdir()}
    assert kept == {"a.txt": "one two three", "a-2.txt": "seven eight nine"}


def test_progress_that_cannot_be_read_is_heard_again(tmp_path: Path) -> None:
    # GIVEN a progress file of this very run, damaged in its middle
    from desktop.commands.transcribe import Wish, _Task
    from engines.speech_to_text import Listening

    sound, target = recording(tmp_path / "a.wav", "one two three"), tmp_path / "text.txt"
    task = _Task(str(sound), Wish("text", Listening(), "", False), target)
    (tmp_path / ".text.txt.progress").write_text(f'{task._key()}\n{{"text": 1}}\n')
    # WHEN the same command is given again THEN all of it is heard
    done = sori("transcribe", "--save", str(target), str(sound))
    assert done.returncode == 0, done.stderr.decode()
    assert target.read_text(encoding="utf-8").strip() == "one two three"


def test_ctrl_c_saves_what_came_from_standard_input(tmp_path: Path) -> None:
    # GIVEN words from standard input, which cannot be taken up again
    target = tmp_path / "text.txt"
    with subprocess.Popen(
        command("transcribe", "--save", str(target), "-"),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        process.stdin.write(spoken("one two three", "en") + bytes(RATE_HZ * 4))
        process.stdin.flush()
        time.sleep(4)
        # WHEN Ctrl+C is pressed
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=60)
    # THEN they are saved
    assert process.returncode == 130, err.decode()
    assert target.read_text(encoding="utf-8").strip() == "one two three"


def test_what_a_terminal_would_obey_is_not_printed(tmp_path: Path) -> None:
    # GIVEN a file whose name holds an order for a terminal WHEN it is given to any command
    name = str(tmp_path / "a\x1b]0;b\x07.txt")
    for words in (("caption", "--grammar", name), ("models", "import", name), ("transcribe", name, name)):
        done = sori(*words)
        # THEN a sentence without it says what is wrong
        assert done.returncode == 2, done.stderr.decode()
        assert b"a]0;b.txt" in done.stderr
        assert b"\x1b" not in done.stdout + done.stderr
    # WHEN a model hears such an order THEN it is not written either
    from desktop.listening import Writer, as_written
    from engines.results import Transcript

    assert Writer("en", is_dictation=False).write("one\x1b[31m") == "one[31m"
    assert as_written([Transcript("one\x1b[31m", True, 0.0, 1.0)], "en", is_dictation=False)[1] == "one[31m"


def test_captions_of_a_file(tmp_path: Path) -> None:
    sound = recording(tmp_path / "a.wav", "one two three", "seven eight nine")
    done = sori("caption", "--source", str(sound))
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().split() == ["one", "two", "three", "seven", "eight", "nine"]


def test_dictation_is_kept_before_it_is_written(tmp_path: Path) -> None:
    # GIVEN words, a command to take them back, and the end
    sound = recording(tmp_path / "a.wav", "one two three", "open the window", "stop listening", "seven eight")
    # WHEN dictated to standard output
    done = sori("dictate", "--source", str(sound))
    # THEN it ends at the command, and the history holds what was said until then
    assert done.returncode == 0, done.stderr.decode()
    assert "the window" in done.stdout.decode()
    assert "seven" not in done.stdout.decode().lower()
    history = History(Path(os.environ["XDG_DATA_HOME"]) / "sori" / "history.db")
    kept = [one.text for one in history.search()]
    history.close()
    assert len(kept) == 2
    assert kept[0].lower() == "open the window"


def test_ctrl_c_ends_with_130_and_without_a_traceback() -> None:
    # GIVEN a listener whose sound goes on
    with subprocess.Popen(
        command("transcribe", "-"),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        silence = bytes(RATE_HZ)
        for _ in range(8):
            process.stdin.write(silence)
        process.stdin.flush()
        time.sleep(2)
        # WHEN Ctrl+C is pressed
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    # THEN it ends in order
    assert process.returncode == 130, err.decode()
    assert b"Traceback" not in err
    assert out.strip() == b""
