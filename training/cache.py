"""Says where training keeps what it fetches and renders, outside the project."""

import os
from pathlib import Path
from typing import Final

from platformdirs import user_cache_dir

_VARIABLE: Final = "SORI_TRAINING_CACHE"


def folder(name: str) -> Path:
    """Return a folder of the training cache, made if it was not there.

    The cache is where the variable SORI_TRAINING_CACHE says, else in the user's cache folder.
    """
    root = os.environ.get(_VARIABLE)
    path = (Path(root) if root else Path(user_cache_dir("sori"), "training")) / name
    path.mkdir(parents=True, exist_ok=True)
    return path
