"""The settings while Sori runs: one place to read them, one way to change them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.settings import Settings

Changed = Callable[[Settings], None]


class Choices:
    """What the user chose; whoever follows is told of every change. GUI thread only."""

    def __init__(self, settings: Settings) -> None:
        self.now = settings
        self._followers: list[Changed] = []

    def follow(self, changed: Changed) -> None:
        """Call `changed` with the settings after each change."""
        self._followers.append(changed)

    def change(self, **values: Any) -> None:
        """Replace the named settings."""
        settings = replace(self.now, **values)
        if settings == self.now:
            return
        self.now = settings
        for changed in self._followers:
            changed(settings)
