"""How the executables of a package begin: the command, the window, or a child process of either."""

import multiprocessing
import runpy
import sys
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from desktop.windows_libraries import load_before_qt
from engines import add_on

CHILD: Final = "--child"
"""Followed by a module of ours and its arguments: `engines.children` starts itself so."""


def start(main: Callable[[], NoReturn] | Callable[[], None], arguments: Sequence[str] | None = None) -> None:
    """Run what the arguments ask for, which is `main` but for children and the self-test."""
    multiprocessing.freeze_support()
    add_on.activate()
    load_before_qt()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [CHILD]:
        _child(given[1:])
    else:
        main()


def _child(given: Sequence[str]) -> None:
    """Run one of our modules as `python -m` would."""
    module, *rest = given
    if module.partition(".")[0] not in ("desktop", "engines"):
        sys.exit(2)
    sys.argv = [module, *rest]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
