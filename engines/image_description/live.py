"""Chooses what is said of the changes in a part of the screen that is read live: only what is new, once."""

from collections.abc import Sequence
from typing import Final

from engines.image_description.changes import Change
from engines.image_description.changes_matching import fold
from engines.image_description.wording_changes import change_sentences
from engines.words import Catalogue

_TEXTS: Final = ("", "text")


class Following:
    """Follows one part of the screen; give it the changes from each look to the next, in order.

    Of a caption that grows only the new words are said; of a counter only where it stands now; of text
    that moved up to make place for more, and of text that went, nothing. What was said at the last look
    is not said again.
    """

    def __init__(self) -> None:
        self._said: set[str] = set()

    def said(self, changes: Sequence[Change], words: Catalogue) -> tuple[str, ...]:
        """Return what is to be said, most important first; often nothing."""
        was_there = {fold(one.before) for one in changes if _is_text(one) and one.before}
        texts = [one for one in changes if _is_text(one)]
        others = [one for one in changes if not _is_text(one)]
        sentences = list(change_sentences(others, words)) if others else []
        said = set[str]()
        for change in sorted(texts, key=lambda one: (one.box.top, one.box.left)):
            key = fold(change.after)
            if not change.after or key in was_there or key in self._said | said:
                continue
            said.add(key)
            if new := _new_words(change.after, [one.before for one in texts]):
                sentences.append(new)
        # A look that brought nothing new leaves it open whether the next one repeats the last.
        self._said = said or self._said
        return tuple(sentences)


def _is_text(change: Change) -> bool:
    return change.what in ("text", "appeared", "gone") and change.role in _TEXTS


def _new_words(text: str, before: Sequence[str]) -> str:
    """Return the words of a text that come after what stood there before; all of it if it is another text."""
    if any(one.startswith(text) for one in before):
        return ""  # what was said was taken back
    known = max((one for one in before if one and text.startswith(one.rstrip(" .…"))), key=len, default="")
    start = len(known.rstrip(" .…"))
    if start and start < len(text) and text[start].isalnum():
        # The last word was not complete when it was said.
        start = text.rfind(" ", 0, start) + 1
    return text[start:].strip(" .…") if start else text
