"""Photographs, animations and folders of frames become frames."""

from pathlib import Path

import pytest
from PIL import Image as Pillow

from engines.errors import InputUnsupported
from engines.sources.picture_frames import frames_folder, picture_frames
from engines.sources.video_files import source_of


def _picture(path: Path, red: int = 0, size: tuple[int, int] = (8, 6)) -> Path:
    Pillow.new("RGB", size, (red, 0, 0)).save(path)
    return path


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_an_animation_is_a_video_with_its_own_times(tmp_path: Path, suffix: str) -> None:
    # GIVEN
    first, *others = (Pillow.new("RGB", (64, 48), (red, 0, 0)) for red in (0, 100, 200, 250))
    file = tmp_path / f"wave{suffix}"
    first.save(file, save_all=True, append_images=others, duration=[100, 200, 50, 100], lossless=True)
    # WHEN
    frames = list(source_of(file))
    # THEN
    assert [frame.seconds for frame in frames] == pytest.approx([0, 0.1, 0.3, 0.35])
    assert [frame.image.pixels[0] for frame in frames] == pytest.approx([0, 100, 200, 250], abs=2)
    assert not any(frame.is_still or frame.trouble for frame in frames)


def test_of_a_cut_off_animation_the_beginning_is_read(tmp_path: Path) -> None:
    # GIVEN
    pictures = [Pillow.effect_noise((64, 48), 50 + number).convert("RGB") for number in range(10)]
    file = tmp_path / "wave.gif"
    pictures[0].save(file, save_all=True, append_images=pictures[1:], duration=100)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    # WHEN
    frames = list(source_of(file))
    # THEN
    assert 2 <= len(frames) < 10
    assert frames[0].trouble == ""


def test_photographs_are_stills(tmp_path: Path) -> None:
    # GIVEN one that is larger than it need be
    paths = [_picture(tmp_path / "a.png", 1), _picture(tmp_path / "b.jpg", 200, (4000, 3000))]
    # WHEN
    one, other = picture_frames(paths)
    # THEN
    assert one.is_still
    assert other.is_still
    assert (one.image.width, one.image.height) == (8, 6)
    assert (other.image.width, other.image.height) == (1440, 1080)
    assert other.seconds > one.seconds


def test_a_folder_of_one_picture_holds_a_photograph(tmp_path: Path) -> None:
    # GIVEN
    _picture(tmp_path / "1.png")
    # WHEN
    (frame,) = frames_folder(tmp_path)
    # THEN
    assert frame.is_still


def test_a_folder_is_a_video_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    # GIVEN
    for number in (10, 9, 1, 100):
        _picture(tmp_path / f"frame{number}.png", number)
    # WHEN
    frames = list(source_of(tmp_path))
    # THEN
    assert [frame.image.pixels[0] for frame in frames] == [1, 9, 10, 100]
    assert [frame.seconds for frame in frames] == pytest.approx([0, 0.04, 0.08, 0.12])
    assert not any(frame.is_still for frame in frames)


def test_in_place_of_a_damaged_frame_the_one_before_comes_again(tmp_path: Path) -> None:
    # GIVEN
    for number in (1, 2, 3):
        _picture(tmp_path / f"{number}.png", number)
    (tmp_path / "2.png").write_bytes(b"no picture")
    # WHEN
    frames = list(frames_folder(tmp_path))
    # THEN
    assert [frame.image.pixels[0] for frame in frames] == [1, 1, 3]
    assert [bool(frame.trouble) for frame in frames] == [False, True, False]


def test_a_folder_without_a_good_picture_is_refused(tmp_path: Path) -> None:
    # GIVEN
    (tmp_path / "1.png").write_bytes(b"no picture")
    # WHEN, THEN
    with pytest.raises(InputUnsupported, match=r"1\.png"):
        list(source_of(tmp_path))


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    # WHEN, THEN
    with pytest.raises(InputUnsupported, match="holds no pictures"):
        list(source_of(tmp_path))
