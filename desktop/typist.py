"""What dictation asks of the focused field: insert, take back, undo; one sentence where it went wrong."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from desktop.input.field import Field, FocusedField
from desktop.input.inserter import Inserted, Inserter
from desktop.presenters import into_text
from desktop.presenters.into_text import Written
from engines.words import _

_REMEMBERED: Final = 50
"""So many insertions can be taken back one after the other."""
_STEP_SECONDS: Final = 0.05
_ARRIVED: Final = ("exact", "unverified")


class FieldTypist:
    """Types into other programs and remembers what it typed. All methods belong to the lane `type`.

    What needs the means of this desktop is made by `make` in that lane, at the first insertion.
    """

    def __init__(self, make: Callable[[], Inserter], is_key_held: Callable[[], bool] = lambda: False) -> None:
        """`is_key_held`: whether a global key of ours is down; until it is up, no program gets any keys."""
        self._make, self._is_key_held = make, is_key_held
        self._inserter: Inserter | None = None
        self._inserted: deque[Inserted] = deque(maxlen=_REMEMBERED)
        self._scratched: Inserted | None = None
        self._asked = ("", "")
        self._unseen: set[str] = set()

    def prepare(self) -> Iterator[Written]:
        """Find the means of typing, so that a desktop that asks its user does so before words are said."""
        yield Written(is_whole=True)
        self._opened().prepare()

    def insert(self, text: str, field: into_text.Field | None) -> Iterator[Written]:
        """Insert `text`; the last that is yielded tells how it went."""
        target = field if isinstance(field, Field) else None
        asked = (text, target.identity if target else "")
        yield from self._until_released()
        for done in self._opened().insert(text, target, may_send_lines=asked == self._asked):
            if done.outcome in _ARRIVED:
                self._inserted.append(done)
                self._scratched = None
                yield Written(is_whole=True, sentence=self._once(done))
            elif done.outcome == "needs-consent":
                self._asked = asked
                yield Written(is_whole=False, sentence=_consent())
            else:
                yield Written(is_whole=False, sentence=done.sentence)

    def scratch(self) -> Iterator[Written]:
        """Take the last insertion back, if it still stands before the caret."""
        yield from self._until_released()
        last = self._inserted[-1] if self._inserted else Inserted("refused")
        for done in self._opened().scratch(last):
            if done.outcome == "exact":
                self._scratched = self._inserted.pop()
                yield Written(is_whole=True, sentence=_("Taken back."))
            else:
                yield Written(is_whole=False, sentence=done.sentence)

    def undo(self) -> Iterator[Written]:
        """Undo the last insertion, or put back what was taken back last."""
        if self._scratched is None:
            yield from self.scratch()
            return
        again, self._scratched = self._scratched, None
        with_focus = FocusedField()
        try:
            field = with_focus.read()
        finally:
            with_focus.close()
        if field is None or again.field is None or field.identity != again.field.identity:
            yield Written(is_whole=False, sentence=_("Nothing is put back: the focus is elsewhere now."))
            return
        yield from self.insert(again.text, field)

    def restore_clipboard(self) -> Iterator[Written]:
        """Put back what stood on the clipboard before refused words were left there."""
        if self._inserter is not None and self._inserter.restore_clipboard():
            yield Written(is_whole=True, sentence=_("The clipboard is as it was before."))
        else:
            yield Written(is_whole=False, sentence=_("There is nothing to put back on the clipboard."))

    def close(self) -> None:
        """Give back the means of typing, once the lane has come to rest."""
        if self._inserter is not None:
            self._inserter.close()
            self._inserter = None

    def _until_released(self) -> Iterator[Written]:
        """Wait, in steps: whoever holds the key to talk may say much before they let go."""
        while self._is_key_held():
            time.sleep(_STEP_SECONDS)
            yield Written(is_whole=False)

    def _opened(self) -> Inserter:
        if self._inserter is None:
            self._inserter = self._make()
        return self._inserter

    def _once(self, done: Inserted) -> str:
        """Return what to say; that nothing can be seen of a text is said once for each field."""
        where = done.field.identity if done.field else ""
        if done.outcome != "unverified" or done.clipboard == "lost":
            return done.sentence
        is_first = where not in self._unseen
        self._unseen.add(where)
        return done.sentence if is_first else ""


def _consent() -> str:
    return _(
        "The words hold a new line, which a terminal carries out as a command, so nothing was inserted. "
        "To insert them all the same, choose Insert again."
    )
