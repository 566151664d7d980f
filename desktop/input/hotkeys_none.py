"""Global keys where the desktop has none to give: says what to do instead."""

from collections.abc import Mapping

from desktop.input.hotkeys import Presses, Problem, Problems, unsupported


class NoHotkeys:
    """Hears nothing, and says so whenever keys are wanted."""

    def __init__(self, presses: Presses) -> None:
        self._presses = presses

    def bind(self, bindings: Mapping[str, str]) -> Problems:
        """Return why none of them works."""
        good = self._presses.read(bindings)
        refused = (Problem("", unsupported()),) if good else ()
        problems = self._presses.problems + refused
        self._presses.refuse(refused)
        return problems

    @property
    def problems(self) -> Problems:
        """Everything that is wrong as far as it is known."""
        return self._presses.problems

    @property
    def is_held(self) -> bool:
        """Whether a press was told whose release was not."""
        return self._presses.is_held

    def close(self) -> None:
        """Hold nothing."""
        self._presses.close()
