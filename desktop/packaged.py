"""How the executables of a package begin: the command, the window, or a child process of either."""

import ctypes.util
import multiprocessing
import os
import runpy
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from desktop.windows_libraries import load_before_qt
from engines import add_on

CHILD: Final = "--child"
"""Followed by a module of ours and its arguments: `engines.children` starts itself so."""


def start(main: Callable[[], NoReturn] | Callable[[], None], arguments: Sequence[str] | None = None) -> None:
    """Run what the arguments ask for, which is `main` but for children and the self-test."""
    multiprocessing.freeze_support()
    _prepare()
    add_on.activate()
    load_before_qt()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [CHILD]:
        _child(given[1:])
    else:
        main()


def _prepare() -> None:
    """Make up for what a package has not: standard streams, an own search path, a list of libraries."""
    # Windows would run a program that lies beside a picture which is opened.
    os.environ["NODEFAULTCURRENTDIRECTORYINEXEPATH"] = "1"
    if sys.stderr is None:  # a windowed program of Windows has none, and libraries write to them
        nothing = Path(os.devnull)
        sys.stdin = nothing.open(encoding="utf-8")
        sys.stdout = sys.stderr = nothing.open("w", encoding="utf-8")
    if sys.platform == "linux" and getattr(sys, "frozen", False):
        _find_our_portaudio()


def _find_our_portaudio() -> None:
    """Let sounddevice find the PortAudio of the package: it asks for what the system has installed alone."""
    in_the_system = ctypes.util.find_library

    def find(name: str) -> str | None:
        return in_the_system(name) or ("libportaudio.so.2" if name == "portaudio" else None)

    ctypes.util.find_library = find


def _child(given: Sequence[str]) -> None:
    """Run one of our modules as `python -m` would."""
    module, *rest = given
    if module.partition(".")[0] not in ("desktop", "engines"):
        sys.exit(2)
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
