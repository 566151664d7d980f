"""The picture through the desktop's portal, against a stand-in on a real bus."""

import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.capture import portal
from engines import resource
from engines.errors import DeviceUnavailable
from engines.media import Image
from tests import portal_mock
from tests.desktop.test_on_screen import described, names
from tests.display_rig import Display, sori_window


@contextmanager
def standing_in(display: Display, mode: str, file: Path) -> Iterator[None]:
    command = [sys.executable, portal_mock.__file__, mode, str(file)]
    with subprocess.Popen(command, env=display.environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield
        process.terminate()


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    return Path(
        shutil.copy(resource.path("samples", "save-changes-dialog.png"), tmp_path / "My screen 1.png")
    )


@pytest.fixture(autouse=True)
def _on_the_bus(display: Display, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", display.environment["DBUS_SESSION_BUS_ADDRESS"])


def taken() -> Image | None:
    work: Generator[None, None, Image | None] = portal.screenshot(is_interactive=False)
    while True:
        try:
            next(work)
        except StopIteration as end:
            picture: Image | None = end.value
            return picture


@pytest.mark.parametrize("mode", ["give", "strict"])
def test_the_portal_gives_a_picture_and_no_file_stays(display: Display, shot: Path, mode: str) -> None:
    # GIVEN a portal that gives a file, also one that asks for our name first
    with standing_in(display, mode, shot):
        # WHEN the screen is asked for THEN the picture comes, and its file is gone
        picture = taken()
    assert picture is not None
    assert (picture.width, picture.height) == (900, 600)
    assert not shot.exists()


def test_leaving_the_dialog_is_no_error(display: Display, shot: Path) -> None:
    # GIVEN a user who closes the portal's dialog WHEN asked THEN there is no picture, and no error
    with standing_in(display, "leave", shot):
        assert taken() is None


def test_where_no_portal_answers_a_sentence_says_what_to_do(display: Display, shot: Path) -> None:
    # GIVEN a portal that refuses WHEN asked THEN a sentence says what to do instead
    with standing_in(display, "refuse", shot), pytest.raises(DeviceUnavailable, match="press Print Screen"):
        taken()
    # GIVEN no portal at all THEN the same
    with pytest.raises(DeviceUnavailable, match="press Print Screen"):
        taken()


def test_the_window_describes_what_the_portal_gives(display: Display, shot: Path) -> None:
    # GIVEN a Wayland session, where only the portal sees the screen
    display.environment["XDG_SESSION_TYPE"] = "wayland"
    with standing_in(display, "strict", shot):
        sori_window(display, "--language", "en")
        display.wait_for(lambda seen: "Describe screen" in names(seen))
        # WHEN the screen is asked for THEN what the portal gave is described
        display.keys("ctrl+1")
        assert "Cancel, button" in described(display)
    # WHEN the portal is gone THEN a sentence says so, and the last result stays
    display.keys("ctrl+1")
    seen = display.wait_for(
        lambda nodes: any(name.startswith("This desktop does not let Sori") for name in names(nodes))
    )
    assert "Cancel, button" in names(seen)
