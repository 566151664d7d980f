"""What was seen the last time of each window, and what is new since then."""

from collections import deque
from dataclasses import dataclass
from typing import Final

from desktop.capture.origin import Origin, Screenshot
from desktop.presenters.rows import Row
from engines.image_description.changes import Change, changes
from engines.image_description.wording_changes import change_sentences
from engines.media import Image
from engines.results import Description
from engines.words import Catalogue

KEPT: Final = 6
"""So many windows, screens and regions are remembered, with their pictures."""


@dataclass(frozen=True)
class Shown:
    """A picture and what is known of it."""

    image: Image
    description: Description


@dataclass(frozen=True)
class News:
    """A look at something that was seen before."""

    now: Shown
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]
    """What changed, as it is said; one sentence where nothing did."""
    row: Row
    """The same as a branch of the tree, in which each change stands for itself."""


class Looks:
    """The last complete look at each place."""

    def __init__(self) -> None:
        self._kept: deque[Shown] = deque(maxlen=KEPT)

    def keep(self, shown: Shown) -> None:
        """Remember a complete look, instead of the last one at the same place."""
        if _origin(shown.image) is None or not shown.description.is_final:
            return
        last = self.last(shown.image)
        if last is not None:
            self._kept.remove(last)
        self._kept.append(shown)

    def last(self, image: Image) -> Shown | None:
        """Return the last look at where `image` was taken, if there was one."""
        origin = _origin(image)
        if origin is None:
            return None
        for shown in self._kept:
            before = _origin(shown.image)
            if before is not None and before.is_same_place(origin):
                return shown
        return None


def compared(before: Shown, now: Shown, words: Catalogue) -> News:
    """Return what changed from one complete look to the next; it costs as much as looking through both."""
    found = changes(before.description, now.description, (before.image, now.image))
    rows = tuple(Row(" ".join(change_sentences((one,), words)), one.box) for one in found)
    sentences = change_sentences(found, words)
    return News(now, found, sentences, Row(" ".join(sentences), None, "answer", rows))


def _origin(image: Image) -> Origin | None:
    return image.origin if isinstance(image, Screenshot) else None
