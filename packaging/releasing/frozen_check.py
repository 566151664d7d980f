"""Runs the self-test inside the frozen application, on a screen of its own where there is none."""

import os
import shutil
import subprocess
import sys
import tempfile
from typing import Final

from releasing.edition import CORE, FULL, ROOT, Edition
from releasing.freezing import Frozen

VOSK_MODEL: Final = ROOT / "tests" / "data" / "tiny_vosk" / "en"
NOT_FOR_CORE: Final = ("hands",)
"""Parts that a core package leaves out."""
ON_A_SCREEN: Final = ("tree",)
"""Parts that only Linux has, and a screen is needed for."""


_HOMES: Final = (
    "HOME",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "LOCALAPPDATA",
)
"""What says where a user's files lie, on each system."""


class SelfTestFailed(Exception):
    """A part of the frozen application does not work; the table above says which."""


def check(frozen: Frozen, edition: Edition) -> None:
    """Run every part that this edition has on this system; none may fail or be left out.

    Raises:
        SelfTestFailed: one does not work.
    """
    command = [
        str(frozen.executable(edition)),
        "--self-test",
        "--strict",
        "--vosk",
        str(VOSK_MODEL),
        *parts(edition),
    ]
    answer = subprocess.run([*_screen(), *command], env=_as_a_user(), check=False)
    if answer.returncode:
        raise SelfTestFailed(f"The self-test of {edition.package} failed: see its table above.")


def check_add_on(frozen: Frozen) -> None:
    """Give a core package its add-on, as a user would, and try what that is for.

    Raises:
        SelfTestFailed: it is not taken, or does not work.
    """
    executable = str(frozen.executable(CORE))
    with tempfile.TemporaryDirectory(prefix="sori-add-on-") as home:
        settings = {**_as_a_user(), **dict.fromkeys(_HOMES, home)}
        for command in (["models", "import", str(frozen.add_on)], ["--self-test", "--strict", *NOT_FOR_CORE]):
            if subprocess.run([executable, *command], env=settings, check=False).returncode:
                raise SelfTestFailed(f"{CORE.package} does not work with {frozen.add_on.name}: see above.")


def parts(edition: Edition) -> list[str]:
    """Return the names of the parts to try."""
    from desktop.self_test_parts import PARTS

    left_out = {*(NOT_FOR_CORE if edition != FULL else ()), *(ON_A_SCREEN if sys.platform != "linux" else ())}
    return [name for name in PARTS if name not in left_out]


def _screen() -> list[str]:
    if sys.platform != "linux":
        return []
    if not shutil.which("xvfb-run") or not shutil.which("dbus-run-session"):
        raise SelfTestFailed("The self-test needs a screen: install xvfb, xauth, dbus and at-spi2-core.")
    return ["xvfb-run", "--auto-servernum", "dbus-run-session", "--"]


def _as_a_user() -> dict[str, str]:
    """Return an environment without what this Python and its folder left in ours."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "SORI_VOSK_MODEL")
    return {name: value for name, value in os.environ.items() if name not in unwanted}
