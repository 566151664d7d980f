"""`sori gui [PICTURE]`: open the window."""

import argparse
import importlib
from pathlib import Path
from typing import Any

from desktop.windows_libraries import load_before_qt
from engines import words
from engines.errors import DependencyMissing
from engines.words import _


def add(commands: Any) -> None:
    """Describe the command's arguments."""
    command = commands.add_parser("gui", help=_("open the window"))
    add_arguments(command)
    command.set_defaults(run=run)


def add_arguments(to: argparse.ArgumentParser) -> None:
    """Add what `sori gui` and `sori-desktop` have in common."""
    to.add_argument("picture", nargs="?", type=Path, help=_("a picture to describe at once"))
    to.add_argument("--language", choices=words.LANGUAGES, help=_("the language of the window"))


def run(args: argparse.Namespace) -> int:
    """Open the window and return its exit code."""
    # Qt is loaded for this command alone.
    _load_qt()
    from desktop import __main__ as window

    return window.run(args.picture, args.language)


def _load_qt() -> None:
    """Load Qt, or say what to do where it, or a library it needs, is missing."""
    load_before_qt()
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        advice = _(
            "The window's library cannot be loaded ({error}): "
            "install Sori again (from its source: `python3 start.py`)."
        )
        raise DependencyMissing(advice.format(error=error)) from error
