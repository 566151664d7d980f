"""A camera that is slow, late, lost, busy or missing, played by a named stand-in; and OpenCV with a film."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from engines.errors import DeviceUnavailable
from engines.media import Frame, Image
from engines.sources.camera import CameraLost, Webcam, _linux_nodes, _linux_place, camera, cameras

PATIENCE_SECONDS = 20.0


def _image(number: int) -> Image:
    """Return two pixels: one tells the number, one is blue."""
    return Image(bytes((number, 0, 0, 0, 0, 255)), 2, 1)


class PlayedCamera:
    """A camera of which a test tells what it gives next."""

    def __init__(self, every_seconds: float = 0.005) -> None:
        self.every_seconds = every_seconds
        self.given = 0
        self.is_late = self.is_lost = self.is_broken = self.is_closed = False

    def read(self) -> Image | None:
        time.sleep(self.every_seconds)
        if self.is_lost:
            raise CameraLost
        if self.is_broken:
            raise ZeroDivisionError("a bug")
        if self.is_late:
            return None
        self.given = (self.given + 1) % 256
        return _image(self.given)

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True


class Socket:
    """Where cameras are plugged in: each opening gives the next one, or refuses."""

    def __init__(self, *played: PlayedCamera | Exception) -> None:
        self.played = list(played)
        self.asked: list[str] = []

    def __call__(self, device: str) -> PlayedCamera:
        self.asked.append(device)
        one = self.played.pop(0) if self.played else DeviceUnavailable("No camera.")
        if isinstance(one, Exception):
            raise one
        return one


def _until(frames: Iterator[Frame], is_enough: Callable[[Frame], bool]) -> Frame:
    deadline = time.monotonic() + PATIENCE_SECONDS
    for frame in frames:
        if is_enough(frame):
            return frame
        assert time.monotonic() < deadline, frame
    raise AssertionError("the camera ended")


def _close(frames: Iterator[Frame]) -> None:
    frames.close()  # type: ignore[attr-defined] # it is a generator


def test_whoever_is_slow_gets_the_newest_picture() -> None:
    # GIVEN
    played = PlayedCamera()
    frames = camera("front", open_camera=Socket(played))
    first = _until(frames, lambda frame: not frame.trouble)
    # WHEN the camera goes on while nobody looks
    before = played.given
    while played.given < before + 20:
        time.sleep(0.01)
    waited_for = played.given
    following = next(frames)
    _close(frames)
    # THEN
    assert following.image.pixels[0] >= waited_for
    assert following.seconds > first.seconds
    assert played.is_closed


def test_the_device_is_chosen_and_a_mirrored_one_is_turned_back() -> None:
    # GIVEN
    socket = Socket(PlayedCamera())
    # WHEN
    frames = camera("front", mirror=True, open_camera=socket)
    frame = _until(frames, lambda frame: not frame.trouble)
    _close(frames)
    # THEN
    assert socket.asked == ["front"]
    assert frame.image.pixels[:3] == bytes((0, 0, 255))


def test_the_last_picture_comes_again_while_the_camera_is_late() -> None:
    # GIVEN
    played = PlayedCamera()
    frames = camera(open_camera=Socket(played))
    _until(frames, lambda frame: not frame.trouble)
    # WHEN
    played.is_late = True
    frames_of_it = [next(frames) for _turn in range(4)]
    _close(frames)
    # THEN the same object, so that nobody searches it again, and time goes on
    assert frames_of_it[-1].image is frames_of_it[-2].image
    assert frames_of_it[-1].seconds > frames_of_it[-2].seconds


def test_until_the_first_picture_it_is_starting() -> None:
    # GIVEN
    played = PlayedCamera()
    played.is_late = True
    frames = camera(open_camera=Socket(played))
    # WHEN
    frame = next(frames)
    _close(frames)
    # THEN
    assert frame.trouble == "The camera is starting."
    assert not any(frame.image.pixels)


def test_a_lost_camera_is_told_and_opened_again() -> None:
    # GIVEN a camera that is plugged in again at the second try
    first, second = PlayedCamera(), PlayedCamera()
    frames = camera(open_camera=Socket(first, DeviceUnavailable("It is not there."), second))
    _until(frames, lambda frame: not frame.trouble)
    # WHEN
    first.is_lost = True
    lost = _until(frames, lambda frame: bool(frame.trouble))
    back = _until(frames, lambda frame: not frame.trouble)
    _close(frames)
    # THEN
    assert "Connect it again" in lost.trouble
    assert lost.image.pixels[0] > 0
    assert back.seconds > lost.seconds
    assert first.is_closed
    assert second.is_closed


def test_a_camera_that_gives_nothing_more_is_lost() -> None:
    # GIVEN
    first, second = PlayedCamera(), PlayedCamera()
    frames = camera(open_camera=Socket(first, second))
    _until(frames, lambda frame: not frame.trouble)
    # WHEN
    first.is_late = True
    lost = _until(frames, lambda frame: bool(frame.trouble))
    _until(frames, lambda frame: not frame.trouble)
    _close(frames)
    # THEN
    assert "gone" in lost.trouble
    assert first.is_closed


def test_a_camera_that_is_refused_at_the_start_is_told_at_once() -> None:
    # GIVEN
    frames = camera(open_camera=Socket(DeviceUnavailable("The camera is in use.")))
    # WHEN, THEN
    with pytest.raises(DeviceUnavailable, match="in use"):
        _until(frames, lambda frame: False)


def test_a_bug_is_no_lost_camera() -> None:
    # GIVEN
    played = PlayedCamera()
    frames = camera(open_camera=Socket(played))
    _until(frames, lambda frame: not frame.trouble)
    # WHEN
    played.is_broken = True
    # THEN
    with pytest.raises(ZeroDivisionError):
        _until(frames, lambda frame: False)
    assert played.is_closed


def test_nothing_is_opened_before_the_first_frame_is_asked_for() -> None:
    # GIVEN
    socket = Socket()
    # WHEN
    camera(open_camera=socket)
    # THEN
    assert not socket.asked
    assert "camera" not in [thread.name for thread in threading.enumerate()]


def _film(path: Path) -> Path:
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=25, width=64, height=48)
        for number in range(3):
            picture = av.VideoFrame.from_ndarray(np.full((48, 64, 3), (200, 40, 20), np.uint8), "rgb24")
            picture.pts = number
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


def test_opencv_gives_rgb_until_there_is_no_more(tmp_path: Path) -> None:
    # GIVEN a film, which OpenCV reads as it reads a camera
    webcam = Webcam(str(_film(tmp_path / "film.avi")))
    # WHEN
    image = webcam.read()
    with pytest.raises(CameraLost):
        _read_to_the_end(webcam)
    webcam.close()
    # THEN
    assert image is not None
    assert (image.width, image.height) == (64, 48)
    assert abs(image.pixels[0] - 200) < 12
    assert image.pixels[2] < 60


def _read_to_the_end(webcam: Webcam) -> None:
    for _turn in range(100):
        webcam.read()


def _kernel_list(folder: Path, *nodes: tuple[str, str, str]) -> Path:
    for node, index, name in nodes:
        (folder / node).mkdir()
        (folder / node / "index").write_text(f"{index}\n")
        (folder / node / "name").write_text(f"{name}\n")
    return folder


def test_cameras_have_names_and_their_other_nodes_are_left_out(tmp_path: Path) -> None:
    # GIVEN
    names = _kernel_list(
        tmp_path,
        ("video10", "0", "Desk camera"),
        ("video0", "0", "Lid camera"),
        ("video1", "1", "Lid camera"),
        ("video2", "0", "Desk camera"),
    )
    # WHEN
    nodes = _linux_nodes(names)
    # THEN
    assert nodes == {
        "Lid camera": Path("/dev/video0"),
        "Desk camera": Path("/dev/video2"),
        "Desk camera (2)": Path("/dev/video10"),
    }


def test_without_a_camera_that_is_said(tmp_path: Path) -> None:
    # WHEN, THEN
    with pytest.raises(DeviceUnavailable, match="No camera was found"):
        _linux_place("", tmp_path)


def test_a_chosen_camera_that_is_not_there_is_named(tmp_path: Path) -> None:
    # WHEN, THEN
    with pytest.raises(DeviceUnavailable, match="Lid camera"):
        _linux_place("Lid camera", tmp_path)


def test_a_file_that_is_no_camera_is_refused_in_words(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # GIVEN
    (tmp_path / "video0").write_bytes(b"no camera")
    # WHEN, THEN
    with pytest.raises(DeviceUnavailable, match="in use"):
        Webcam(str(tmp_path / "video0"))
    assert capfd.readouterr().err == ""


def test_cameras_are_listed_without_opening_one() -> None:
    # WHEN, THEN
    assert all(one.device and one.title for one in cameras())
