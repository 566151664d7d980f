"""How a module of ours is run as a process of its own."""

import os
import sys
from pathlib import Path

import engines


def command(module: str) -> list[str]:
    """Return how to run one of our modules as a program, in a source tree and in a frozen application.

    A frozen application is its own Python: its entry point runs the module named after `--child`.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child", module]
    return [sys.executable, "-P", "-m", module]


def environment() -> dict[str, str]:
    """Return the environment in which `command` finds our modules, whatever folder the user is in."""
    root = str(Path(engines.__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
