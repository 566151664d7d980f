"""Put words into the field that has the focus, and say at once if they did not arrive as they should."""

import logging
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as of
from typing import Final, Literal

from desktop.input.clipboard import Clipboard, ClipboardUnavailable, Content, text_content
from desktop.input.field import Field, FocusedField, plain
from desktop.input.typists import LONGEST_TYPED, KeyboardMoved, NoTypist, TypingRefused, Typist, typists
from engines.words import _

Outcome = Literal["exact", "unverified", "partial", "refused", "needs-consent"]
OnClipboard = Literal["untouched", "restored", "text", "lost"]

LONGEST_BY_KEYS: Final = 500
"""Characters typed where every text can be typed, and into a field for a password."""
_PATIENCE_SECONDS: Final = 3.0
_CHARACTERS_PER_SECOND: Final = 50_000
"""How fast a slow program takes what is pasted."""
_SETTLE_SECONDS: Final = 0.2
_OTHERS_SECONDS: Final = 1.0
_FIRST_STEP_SECONDS, _LONGEST_STEP_SECONDS = 0.01, 0.1
_UNDO_KEYS: Final = "Command+Z" if sys.platform == "darwin" else "Ctrl+Z"
_DIRECTION_CHANGES: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Inserted:
    """What became of a text."""

    outcome: Outcome
    sentence: str = ""
    """What to tell the user, translated; empty if all is well. Never holds the text."""
    text: str = of(default="", repr=False)
    """What was to be inserted, as it was sent; empty for a protected field."""
    field: Field | None = None
    """Where, as it was just before."""
    clipboard: OnClipboard = "untouched"
    """`text`: the text stands on it, for the user to paste; `lost`: what stood there could not be kept."""


class Inserter:
    """Types or pastes, and looks whether it arrived. All methods belong to one lane.

    An insertion is one step: once begun it is not cut short, for half a text is worse than none, and
    the clipboard is put right in any case.
    """

    def __init__(
        self,
        fields: FocusedField,
        clipboard: Clipboard,
        means: Callable[[], Iterable[Callable[[], Typist]]] = typists,
        patience_seconds: float = _PATIENCE_SECONDS,
    ) -> None:
        """Get ready; a means of typing is opened when it is first needed.

        `patience_seconds`: how long a program may take to show what it was given.
        """
        self._fields = fields
        self._clipboard = clipboard
        self._means = iter(means())
        self._typist: Typist | None = None
        self._patience_seconds = patience_seconds
        self._old: Content | None = None
        self._left = ""

    def prepare(self) -> None:
        """Open the best means of typing that works here, before the first words come.

        Under Wayland the desktop may ask the user for leave, who has two minutes to answer.
        """
        self._opened()

    def insert(self, text: str, field: Field | None, *, may_send_lines: bool = False) -> Iterator[Inserted]:
        """Put `text` into `field` if it still has the focus; yield once, when it is known what became of it.

        `field`: what `FocusedField.read` returned when it was decided to insert. `may_send_lines`: the
        user has agreed that lines go to a terminal, where each one is carried out as a command.
        """
        words = fitting(text, field)
        if not words:
            yield Inserted("exact", field=field)
        elif "\n" in words and (field is None or field.is_terminal) and not may_send_lines:
            yield Inserted("needs-consent", _consent(field), _shown(words, field), field)
        else:
            yield self._insert(words, field)

    def scratch(self, last: Inserted) -> Iterator[Inserted]:
        """Take back what `last` inserted if it still stands before the caret of its field; yield once."""
        yield self._scratch(last)

    def restore_clipboard(self) -> bool:
        """Put back what stood on the clipboard before words were left there; return whether that was done."""
        if self._old is None:
            return False
        try:
            self._clipboard.put(self._old)
        except ClipboardUnavailable:
            return False
        self._old, self._left = None, ""
        return True

    def close(self) -> None:
        """Give back the means of typing. The clipboard and the reader belong to whoever made them."""
        if self._typist:
            self._typist.close()
            self._typist = None

    def _insert(self, words: str, field: Field | None) -> Inserted:
        if field and not field.takes_text:
            return self._leave(words, field, _no_text())
        now = self._now(field)
        if not _is_same(now, field):
            return self._leave(words, field, _moved())
        while True:
            typist = self._opened()
            try:
                return self._by_best_means(words, now, typist)
            except TypingRefused as error:
                logger.info("%s does not work here", type(typist).__name__)
                typist.close()
                self._typist = None
                if error.has_begun:
                    return self._leave(words, now, _sentence("partial", now), "partial")

    def _opened(self) -> Typist:
        while self._typist is None:
            try:
                self._typist = next(self._means, NoTypist)()
            except TypingRefused:
                logger.debug("a means of typing is not to be had")
        return self._typist

    def _by_best_means(self, words: str, field: Field | None, typist: Typist) -> Inserted:
        if isinstance(typist, NoTypist):
            return self._by_program(words, field) or self._leave(words, field, _press(field))
        if not typist.let_go():
            return self._leave(words, field, _held(field))
        is_protected = field is not None and field.is_protected
        longest = LONGEST_BY_KEYS if typist.prefers_keys or is_protected else LONGEST_TYPED
        if len(words) <= longest and not set(words) & {"\n", "\t"} and typist.can_type(words):
            return self._typed(words, field, typist)
        # A password goes by way of the program rather than the clipboard, which others may read.
        by_program = self._by_program(words, field) if is_protected else None
        return by_program or self._pasted(words, field, typist)

    def _typed(self, words: str, field: Field | None, typist: Typist) -> Inserted:
        if self._has_moved(field):
            return self._leave(words, field, _moved())
        try:
            typist.type(words, field.window if field else 0)
        except KeyboardMoved:
            return self._leave(words, field, _moved())
        outcome = self._arrival(words, field, lambda: None)
        if outcome in ("exact", "unverified"):
            return Inserted(outcome, _sentence(outcome, field), _shown(words, field), field)
        return self._leave(words, field, _sentence(outcome, field), outcome)

    def _by_program(self, words: str, field: Field | None) -> Inserted | None:
        """Let the program insert the words itself; None if it did nothing."""
        if field is None or field.place < 0 or field.has_selection or self._has_moved(field):
            return None
        self._fields.put(field, words)
        outcome = self._arrival(words, field, lambda: None)
        if outcome == "exact":
            return Inserted(outcome, "", _shown(words, field), field)
        return self._leave(words, field, _sentence(outcome, field), outcome) if outcome == "partial" else None

    def _pasted(self, words: str, field: Field | None, typist: Typist) -> Inserted:
        is_terminal = field is not None and field.is_terminal
        is_secret = field is not None and field.is_protected
        try:
            old = self._clipboard.content()
            if not old.is_whole and (by_program := self._by_program(words, field)):
                return by_program
            self._clipboard.put(text_content(words, is_secret=is_secret), for_terminal=is_terminal)
        except ClipboardUnavailable:
            return self._by_program(words, field) or self._leave(words, field, _sentence("refused", field))
        if is_secret:
            outcome: Outcome = "refused"
            try:
                if not self._has_moved(field):
                    outcome, _is_known = self._paste(words, field, typist, is_terminal)
            except KeyboardMoved:
                logger.debug("the focus has moved")
            finally:
                state = self._put_back(old, is_secret=True)
            return Inserted(outcome, _sentence(outcome, field), "", field, state)
        try:
            if self._has_moved(field):
                return self._leave(words, field, _moved(), old=old)
            outcome, is_known = self._paste(words, field, typist, is_terminal)
        except KeyboardMoved:
            return self._leave(words, field, _moved(), old=old)
        except TypingRefused:
            self._put_back(old)
            raise
        if is_known and outcome in ("exact", "unverified"):
            state = self._put_back(old)
            lost = _lost() if state == "lost" else ""
            return Inserted(outcome, _sentence(outcome, field) or lost, words, field, state)
        sentence = _unseen() if outcome in ("exact", "unverified") else _sentence(outcome, field)
        return self._leave(words, field, sentence, outcome, old=old)

    def _paste(
        self, words: str, field: Field | None, typist: Typist, is_terminal: bool
    ) -> tuple[Outcome, bool]:
        """Press the keys; return what became of it, and whether the clipboard is known to have been read."""
        target = field.window if field else 0
        typist.paste(target, for_terminal=is_terminal)
        began = time.monotonic()

        def is_taken() -> bool | None:
            # A program may ask through another connection than its window's; so does a clipboard history.
            others = 0 if time.monotonic() - began > _OTHERS_SECONDS else target
            return self._clipboard.was_taken(others)

        outcome = self._arrival(words, field, is_taken)
        return outcome, outcome == "exact" or self._clipboard.was_taken() is True

    def _arrival(self, words: str, field: Field | None, is_taken: Callable[[], bool | None]) -> Outcome:
        """Look until the words stand before the caret, or patience ends; toolkits lag behind the keys."""
        deadline = time.monotonic() + self._patience_seconds + len(words) / _CHARACTERS_PER_SECOND
        step = _FIRST_STEP_SECONDS
        while True:
            seen = self._seen(words, field)
            if seen == "exact":
                return seen
            if seen == "unverified" and is_taken() is not False:
                time.sleep(_SETTLE_SECONDS)
                return seen
            if time.monotonic() > deadline or (seen == "refused" and self._has_moved(field)):
                return "refused" if seen == "unverified" else seen
            time.sleep(step)
            step = min(2 * step, _LONGEST_STEP_SECONDS)

    def _seen(self, words: str, field: Field | None) -> Outcome:
        """Compare what stands in the field with what should; `unverified` where nothing can be seen."""
        if field is None or field.place < 0 or not (field.is_readable or field.is_protected):
            return "unverified"
        if field.is_protected:
            place = self._fields.place(field)
            if place is None or place == field.place:
                return "refused"
            return "exact" if place - field.place in _sizes(words) else "partial"
        since = self._fields.since(field)
        if since is None or plain(since) == plain(field.before):
            return "refused"
        return "exact" if plain(since) == plain(field.before + words) else "partial"

    def _has_moved(self, field: Field | None) -> bool:
        return not _is_same(self._now(field), field)

    def _now(self, field: Field | None) -> Field | None:
        """Return what has the focus; a program that is only slow to say so is asked again."""
        deadline = time.monotonic() + self._patience_seconds
        while _is_silent(now := self._fields.read(), field) and time.monotonic() < deadline:
            time.sleep(_LONGEST_STEP_SECONDS)
        return now

    def _leave(
        self,
        words: str,
        field: Field | None,
        sentence: str,
        outcome: Outcome = "refused",
        old: Content | None = None,
    ) -> Inserted:
        """Leave the words on the clipboard, for the user to paste; those for a password nowhere."""
        if field and field.is_protected:
            return Inserted(outcome, _sentence(outcome, field), "", field)
        try:
            if old is None:
                old = self._clipboard.content()
                self._clipboard.put(text_content(words))
        except ClipboardUnavailable:
            return Inserted(outcome, _nowhere(), words, field)
        if not self._left or old.text != self._left:
            self._old = old
        self._left = words
        return Inserted(outcome, sentence, words, field, "text")

    def _put_back(self, old: Content, *, is_secret: bool = False) -> OnClipboard:
        if not self._clipboard.is_ours():
            return "untouched"  # the user has copied something else meanwhile, and that stays
        try:
            self._clipboard.put(old)
        except ClipboardUnavailable:
            if is_secret:
                self._clear()
            return "lost"
        return "restored" if old.is_whole else "lost"

    def _clear(self) -> None:
        try:
            self._clipboard.put(Content())
        except ClipboardUnavailable:
            logger.info("the clipboard cannot be cleared")

    def _scratch(self, last: Inserted) -> Inserted:
        now = self._fields.read()
        if not last.text or last.field is None or last.outcome not in ("exact", "unverified"):
            return Inserted("refused", _nothing_to_scratch(), field=now)
        if now is None or now.identity != last.field.identity:
            return Inserted("refused", _elsewhere(), field=now)
        if now.is_terminal or not now.is_readable or now.has_selection:
            return Inserted("refused", _cannot_scratch(), field=now)
        start = self._start_of(last.text, now)
        if start is None:
            return Inserted("refused", _changed(), field=now)
        self._fields.remove(now, start, now.place)
        if self._is_gone(now, start):
            return Inserted("exact", field=now)
        if self._fields.place(now) == now.place and self._erase(now, start):
            return Inserted("exact", field=now)
        return Inserted("refused", _cannot_scratch(), field=now)

    def _start_of(self, words: str, field: Field) -> int | None:
        """Return where `words` begin if they end at the caret, whatever units the toolkit counts in."""
        for size in _sizes(words):
            start = field.place - size
            if start >= 0 and plain(self._fields.part(field, start, field.place) or "") == plain(words):
                return start
        return None

    def _is_gone(self, field: Field, start: int) -> bool:
        deadline = time.monotonic() + self._patience_seconds
        while (place := self._fields.place(field)) is not None and time.monotonic() < deadline:
            if place == start:
                return True
            time.sleep(_LONGEST_STEP_SECONDS)
        return False

    def _erase(self, field: Field, start: int) -> bool:
        """Select the part and press BackSpace, where the program does not delete it when asked."""
        typist = self._opened()
        if isinstance(typist, NoTypist) or not self._fields.select(field, start, field.place):
            return False
        try:
            if not typist.let_go() or self._has_moved(field):
                return False
            typist.press_backspace()
        except TypingRefused:
            return False
        return self._is_gone(field, start)


def fitting(text: str, field: Field | None) -> str:
    """Return `text` as `field` may get it: without control and direction-changing characters.

    Lines become spaces where there is only one line, and tabs in a terminal, where they complete words.
    """
    text = _DIRECTION_CHANGES.sub("", _LINE_ENDS.sub("\n", text))
    # Cc: controls, Cs: halves of characters, which no program can be given.
    text = "".join(one for one in text if one in "\n\t" or unicodedata.category(one) not in ("Cc", "Cs"))
    if field and field.is_single_line and not field.is_terminal:
        text = re.sub(r"\s*\n\s*", " ", text.strip("\n")).replace("\t", " ")
    return text.replace("\t", " ") if field and field.is_terminal else text


def _is_same(one: Field | None, other: Field | None) -> bool:
    """Whether both are the same field in the same window: a program says later than the server who has it."""
    if one is None or other is None:
        return one is other
    return one.identity == other.identity and one.window == other.window


def _is_silent(now: Field | None, field: Field | None) -> bool:
    """Whether the window of a field is still in front, but its program does not say what has the focus."""
    if now is None or field is None:
        return False
    return field.node is not None and now.node is None and now.window == field.window != 0


def _sizes(text: str) -> tuple[int, int]:
    """Return how long `text` is for a toolkit that counts characters, and for one that counts as UTF-16."""
    return len(text), len(text.encode("utf-16-le")) // 2


def _shown(words: str, field: Field | None) -> str:
    return "" if field and field.is_protected else words


def _sentence(outcome: Outcome, field: Field | None) -> str:
    if outcome == "exact":
        return ""
    if field and field.is_protected:
        if outcome == "unverified":
            return _("Sori cannot see whether the password arrived.")
        return _("The password did not arrive as it was said: clear the field, and try again.")
    if outcome == "unverified":
        return _("Sori cannot see whether the words arrived.")
    if outcome == "partial":
        return _(
            "The words did not arrive as they were said: look at them. They are on the clipboard as well."
        )
    return _("The program did not take the words: they are on the clipboard, press {keys}.").format(
        keys=_paste_keys(field)
    )


def _unseen() -> str:
    return _("Sori cannot see whether the words arrived: they are on the clipboard as well.")


def _moved() -> str:
    return _(
        "The focus has moved, and nothing was inserted: the words are on the clipboard, "
        "press {keys} where they belong."
    ).format(keys=_paste_keys(None))


def _no_text() -> str:
    return _(
        "What has the focus takes no text: the words are on the clipboard, press {keys} in a text field."
    ).format(keys=_paste_keys(None))


def _held(field: Field | None) -> str:
    return _(
        "A key such as Shift or Ctrl is locked, and nothing was inserted: the words are on the clipboard, "
        "press {keys}."
    ).format(keys=_paste_keys(field))


def _press(field: Field | None) -> str:
    return _("Sori may not type on this desktop: the words are on the clipboard, press {keys}.").format(
        keys=_paste_keys(field)
    )


def _nowhere() -> str:
    return _("The words could be neither inserted nor copied: copy them from the history.")


def _lost() -> str:
    return _("What was on the clipboard before could not be kept.")


def _consent(field: Field | None) -> str:
    if field:
        return _("The words hold a new line, and a terminal carries out each line: insert them all the same?")
    return _(
        "The words hold a new line, which a terminal would carry out, and Sori cannot see whether this "
        "is one: insert them all the same?"
    )


def _nothing_to_scratch() -> str:
    return _("There is nothing that can be taken back.")


def _elsewhere() -> str:
    return _(
        "The words were inserted elsewhere, and nothing was taken back: go there and press {keys}."
    ).format(keys=_UNDO_KEYS)


def _changed() -> str:
    return _("The words no longer stand before the cursor, and nothing was taken back.")


def _cannot_scratch() -> str:
    return _("Sori can take nothing back here: press {keys}.").format(keys=_UNDO_KEYS)


def _paste_keys(field: Field | None) -> str:
    if sys.platform == "darwin":
        return "Command+V"
    return "Ctrl+Shift+V" if field and field.is_terminal else "Ctrl+V"
