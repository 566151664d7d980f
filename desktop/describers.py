"""The describer this computer uses: the most preferred engine that works, loaded when first asked."""

from collections.abc import Iterator

from engines.errors import DependencyMissing
from engines.image_description import ImageDescriber
from engines.media import Image
from engines.results import Description
from engines.spec import engines
from engines.words import _


class PreferredDescriber:
    """A describer that costs nothing until the first picture. One thread at a time."""

    def __init__(self) -> None:
        self._engine: ImageDescriber | None = None

    def describe(self, image: Image) -> Iterator[Description]:
        """Yield what is known so far, headline first.

        Raises:
            EngineError: with a sentence that says what to do next.
        """
        if self._engine is None:
            self._engine = _load()
        yield from self._engine.describe(image)

    def close(self) -> None:
        """Give back memory and child processes."""
        if self._engine is not None:
            self._engine.close()


def _load() -> ImageDescriber:
    for spec in engines("image_description"):
        if spec.is_available:
            engine: ImageDescriber = spec.load()
            return engine
    raise DependencyMissing(
        _("No engine on this computer can describe pictures: run sori doctor to see what is missing.")
    )
