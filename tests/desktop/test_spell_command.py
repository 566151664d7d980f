"""`sori spell` draws what a hand would show."""

from pathlib import Path

import pytest
from PIL import Image

from desktop.cli import BAD_INPUT, CANNOT_WRITE, OK, run


def test_a_word_is_saved_as_a_moving_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # WHEN a word is spelled
    assert run(["spell", "꿈", "--save", str(tmp_path / "word.gif"), "--speed", "4"]) == OK
    # THEN its letters are told, and the picture moves
    assert capsys.readouterr().out == "ㄲ ㅜ ㅁ\n"
    with Image.open(tmp_path / "word.gif") as picture:
        assert picture.n_frames > 5  # type: ignore[attr-defined]  # of moving pictures


def test_a_word_is_saved_as_a_sheet(tmp_path: Path) -> None:
    assert run(["spell", "AB 1", "--save", str(tmp_path / "word.PNG"), "--hand", "left"]) == OK
    with Image.open(tmp_path / "word.PNG") as picture:
        assert picture.size == (960, 384)


@pytest.mark.parametrize(("word", "name"), [("word", "out.jpg"), ("ωρα", "out.gif"), ("", "out.png")])
def test_what_cannot_be_done_is_said_in_one_line(
    word: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["spell", word, "--save", str(tmp_path / name)]) == BAD_INPUT
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["spell", "hi", "--save", str(tmp_path / "no" / "hi.png")]) == CANNOT_WRITE
    assert "hi.png" in capsys.readouterr().err


@pytest.mark.parametrize("speed", ["0", "100", "fast", "nan"])
def test_an_impossible_speed_is_refused(speed: str) -> None:
    with pytest.raises(SystemExit) as left:
        run(["spell", "hi", "--save", "hi.gif", "--speed", speed])
    assert left.value.code == BAD_INPUT
