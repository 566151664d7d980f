"""Saved sound is whole, or what was there before is."""

import os
import resource
import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from engines.errors import OutputUnwritable
from engines.results import Spoken
from engines.text_to_speech.espeak.speaker import EspeakSpeaker
from engines.text_to_speech.wav import WavFile

TEXT = "Good morning. 안녕하세요."


def _save(path: Path, blocks: "Iterator[Spoken] | list[Spoken]") -> None:
    with WavFile(path) as wav:
        for block in blocks:
            wav.write(block)


def test_a_saved_file_holds_exactly_what_was_spoken(tmp_path: Path) -> None:
    # GIVEN speech
    blocks = list(EspeakSpeaker().speak(TEXT))
    # WHEN it is saved
    path = tmp_path / "out.wav"
    _save(path, blocks)
    # THEN the header is right and every sample is there
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 22050)
        samples = file.readframes(file.getnframes())
    assert samples == b"".join(block.samples for block in blocks)
    data = path.read_bytes()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    assert int.from_bytes(data[40:44], "little") == len(data) - 44 == len(samples)
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_gets_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    # GIVEN an ordinary new file
    ordinary, path = tmp_path / "ordinary", tmp_path / "out.wav"
    ordinary.touch()
    # WHEN speech is saved
    _save(path, [])
    # THEN it may be read by the same people
    assert path.stat().st_mode == ordinary.stat().st_mode


def test_nothing_spoken_is_a_valid_empty_file(tmp_path: Path) -> None:
    _save(tmp_path / "out.wav", [])
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert (file.getnframes(), file.getframerate()) == (0, 22050)


def test_a_change_of_rate_is_evened_out(tmp_path: Path) -> None:
    # GIVEN a second of 16 kHz, and then a second of 22.05 kHz and of 8 kHz in blocks
    ramp = [Spoken(bytes((0, 16)) * 160, 16000)] * 100
    ramp += [Spoken(bytes((0, 16)) * 441, 22050)] * 50
    ramp += [Spoken(bytes((0, 16)) * 80, 8000)] * 100
    # WHEN they are saved
    _save(tmp_path / "out.wav", ramp)
    # THEN it is three seconds at the first rate, without a gap
    with wave.open(str(tmp_path / "out.wav")) as file:
        assert file.getframerate() == 16000
        assert file.getnframes() == pytest.approx(48000, abs=3)
        samples = memoryview(file.readframes(file.getnframes())).cast("h")
    # each change begins at silence, so one sample there may lie between
    assert sum(sample != 4096 for sample in samples) <= 4


def test_a_failure_on_the_way_leaves_the_old_file(tmp_path: Path) -> None:
    # GIVEN a file, and speech that breaks off
    path = tmp_path / "out.wav"
    path.write_bytes(b"old")

    def broken() -> Iterator[Spoken]:
        yield Spoken(bytes(2000), 22050)
        raise KeyboardInterrupt

    # WHEN it is saved over it
    with pytest.raises(KeyboardInterrupt):
        _save(path, broken())
    # THEN the old file is as it was, and nothing else is left
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    # GIVEN a process that may not write more than 100 kB into a file, and an old file
    path = tmp_path / "out.wav"
    path.write_bytes(b"old")
    program = f"""
from pathlib import Path
from engines.errors import OutputUnwritable
from engines.results import Spoken
from engines.text_to_speech.wav import WavFile
try:
    with WavFile(Path({str(path)!r})) as wav:
        for _ in range(1000):
            wav.write(Spoken(bytes(2000), 22050))
except OutputUnwritable as error:
    print(error.exit_code, error)
"""

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # WHEN more is saved
    done = subprocess.run(
        [sys.executable, "-c", program], preexec_fn=little_room, capture_output=True, text=True, check=False
    )
    # THEN the sentence says why, and the old file is as it was
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"4 {path} would become too big. Save a shorter text.\n"
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_no_room_left_is_told_as_such(tmp_path: Path) -> None:
    # GIVEN a disk that is full once a file is being written: the system's own device for that
    path = tmp_path / "out.wav"
    path.write_bytes(b"old")

    def blocks_on_a_full_disk(wav: WavFile) -> None:
        with wav:
            wav._file.close()
            wav._file = Path("/dev/full").open("wb")  # noqa: SIM115 - the WavFile closes it
            for _ in range(20):
                wav.write(Spoken(bytes(2000), 22050))

    # WHEN more is written
    with pytest.raises(OutputUnwritable, match=r"no room left for .*out\.wav\. Free some space"):
        blocks_on_a_full_disk(WavFile(path))
    # THEN the old file is as it was
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("missing/out.wav", "does not exist. Choose a folder"),
        ("file/out.wav", "does not exist. Choose a folder"),
        ("folder", "not an ordinary file. Choose another name"),
        ("x" * 300 + ".wav", "cannot be written here"),
        ("a\0b.wav", "cannot be written here"),
    ],
)
def test_places_that_cannot_be_written(tmp_path: Path, name: str, sentence: str) -> None:
    # GIVEN a folder and a file in the way
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    # WHEN something is saved there
    # THEN a sentence says what to do, and nothing is left
    with pytest.raises(OutputUnwritable, match=sentence):
        _save(tmp_path / name, [])
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "folder"]


def test_a_device_is_never_replaced() -> None:
    with pytest.raises(OutputUnwritable, match="not an ordinary file"):
        _save(Path("/dev/null"), [])
    assert not Path("/dev/null").is_file()


def test_a_folder_without_permission(tmp_path: Path) -> None:
    # GIVEN a folder that takes no new files, and a user whom that stops
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    program = f"""
import os
from pathlib import Path
from engines.errors import OutputUnwritable
from engines.text_to_speech.wav import WavFile
if os.getuid() == 0:
    os.setuid(65534)
try:
    WavFile(Path({str(closed)!r}, "out.wav")).__enter__()
except OutputUnwritable as error:
    print(error)
"""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o055)
    # WHEN something is saved there
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    # THEN the sentence says what to do
    assert done.stdout == f"{closed}/out.wav cannot be written here. Choose a folder you may write to.\n"
    assert not os.listdir(closed)  # noqa: PTH208 - the folder is the thing


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    # GIVEN a link to a file
    target, link = tmp_path / "target.wav", tmp_path / "link.wav"
    target.write_bytes(b"old")
    link.symlink_to(target)
    # WHEN something is saved to the link
    _save(link, [])
    # THEN what it points to is new
    assert link.is_symlink()
    assert target.read_bytes()[:4] == b"RIFF"
