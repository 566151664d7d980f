"""How a module of ours, or a program of the system, is run as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import engines

_CHANGED_BY_PACKAGE: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""A package's executable sets them to the libraries it brings; what stood there is kept as `…_ORIG`."""

NO_WINDOW: Final[int] = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""Given to subprocess as `creationflags`, so that no console opens on Windows for a moment."""


def command(module: str) -> list[str]:
    """Return how to run one of our modules as a program, in a source tree and in a frozen application.

    A frozen application is its own Python: its entry point (desktop/packaged.py) runs the module named
    after `--child`. The console's executable is taken, because the window's has no standard streams on
    Windows.
    """
    if getattr(sys, "frozen", False):
        own = Path(sys.executable)
        return [str(own.with_name("sori" + own.suffix)), "--child", module]
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the environment in which `command` finds our modules, whatever folder the user is in."""
    root = str(Path(engines.__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}


def run(
    module: str, *arguments: str, seconds: float, settings: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run one of our modules to its end and return what it said.

    `settings` is its environment, by default that of `environment`.

    Raises:
        subprocess.TimeoutExpired: it took longer than `seconds`, and was ended.
    """
    return subprocess.run(
        [*command(module), *arguments],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=seconds,
        check=False,
        env=environment() if settings is None else settings,
        creationflags=NO_WINDOW,
    )


def told(*program_and_arguments: str, seconds: float | None = None) -> str:
    """Return what a program of the system prints.

    Raises:
        OSError: it cannot be run.
        subprocess.TimeoutExpired: it took longer than `seconds`, and was ended.
    """
    answer = subprocess.run(
        program_and_arguments,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        env=outside(),
        creationflags=NO_WINDOW,
    )
    return answer.stdout


def program(name: str) -> str | None:
    """Return where a program of the system is; never the folder the user happens to be in.

    Windows looks there first, and a folder of downloads may hold anything.
    """
    file = f"{name}.exe" if sys.platform == "win32" else name
    folders = (Path(one) for one in os.get_exec_path() if Path(one).is_absolute())
    places = (folder / file for folder in folders)
    return next((str(place) for place in places if place.is_file() and os.access(place, os.X_OK)), None)


def outside(given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a program of the system, which must load the system's libraries, not ours.

    `given` is the environment to start from; by default that of this process.
    """
    found = dict(os.environ if given is None else given)
    if getattr(sys, "frozen", False):
        for name in _CHANGED_BY_PACKAGE:
            before = found.pop(name + "_ORIG", None)
            if before:
                found[name] = before
            else:
                found.pop(name, None)
    return found
