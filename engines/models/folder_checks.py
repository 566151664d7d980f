"""Whether a folder holds a model that its engine can load, judged by its files alone."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Final, cast

_CHECKS: Final = {"vosk": "engines.speech_to_text.vosk.model_folder:check"}
"""By engine; imported when a model is installed, and none of them imports the engine's library."""


def check_folder(engine: str, folder: Path) -> None:
    """Make sure that `engine` finds the files it needs.

    Raises:
        ModelDamaged: if not.
    """
    if engine in _CHECKS:
        module, _, name = _CHECKS[engine].partition(":")
        cast(Callable[[Path], None], getattr(import_module(module), name))(folder)
