"""Layouts for each kind of screen."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from training.screens.qt.kinds.forms import form, message, settings, sign_in, wizard
from training.screens.qt.kinds.rows import listing, table
from training.screens.qt.stage import Stage

LAYOUTS: Final[Mapping[str, Callable[[Stage], None]]] = MappingProxyType(
    {
        "sign-in": sign_in, "form": form, "settings": settings, "message": message, "wizard": wizard, "list": listing,
        "table": table,
    }  # fmt: skip
)
"""For each kind what builds it on an empty stage."""
WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {"sign-in": 6, "form": 10, "settings": 14, "message": 7, "wizard": 5, "list": 5, "table": 7}
)
