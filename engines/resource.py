"""Where the files that ship with Sori lie."""

import sys
from pathlib import Path


def path(*parts: str) -> Path:
    """Return the path of a shipped file, in a source tree and in a frozen application alike."""
    root = getattr(sys, "_MEIPASS", None) or Path(__file__).resolve().parent.parent
    return Path(root, "resources", *parts)
