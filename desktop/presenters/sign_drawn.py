"""The drawn hand: it shows one letter, or spells a word in fingers at the pace the user chose."""

import logging
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.jobs import Job, Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import sentence_of
from desktop.presenters.voice import Voice
from engines.errors import EngineError
from engines.hands import Hand
from engines.hands.spelling import Posed
from engines.words import _

LANE: Final = "spell"
FRAME_SECONDS: Final = 0.04
"""The hand is drawn so often at most."""
_MOVES: Final = 0.04
"""A letter moves if a part of the hand goes further than this while it is shown, in picture heights."""
_WATCHED: Final = (0, 8, 20)
"""The wrist, and the tips of the fingers that draw J and Z."""

logger = logging.getLogger(__name__)


Spell = Callable[[str, float], Iterable[Posed]]
"""Spells a text at so many letters a second; `InputUnsupported` tells what cannot be."""


@dataclass(frozen=True)
class Caption:
    """The word beneath the drawn hand."""

    before: str
    now: str
    """What is being spelled."""
    after: str
    label: str = ""
    """The very letter, where a syllable is made of several."""


class View(Protocol):
    """The drawn hand as the presenter sees it; each call returns at once."""

    def show_drawn(self, hand: Hand | None, caption: Caption, description: str) -> None:
        """Draw a hand and a word beneath it; `description` says the same in words."""
        ...

    def show_spelling(self, is_spelling: bool, is_paused: bool) -> None:
        """Show whether the hand is moving."""
        ...


class DrawnHand:
    """Moves the drawn hand. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        choices: Choices,
        spell: Spell,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._view, self._voice, self._jobs, self._choices = view, voice, jobs, choices
        self._spell, self._clock, self._sleep = spell, clock, sleep
        self._go_on = threading.Event()
        self._is_spelling = False
        self._word = ""

    @property
    def is_spelling(self) -> bool:
        """Whether a word is being spelled, or paused."""
        return self._is_spelling

    def show(self, letter: str) -> None:
        """Show one letter; one that moves, moves once."""
        self.stop()
        self._word = letter
        job = Job(lane=LANE, on_item=self._show, on_error=self._failed)
        self._jobs.start(job, lambda job: self._letter(job, letter))

    def spell(self, text: str) -> None:
        """Spell a text, from its beginning."""
        # Hands spell composed syllables, and count in them.
        word = unicodedata.normalize("NFC", " ".join(text.split()))
        if not word:
            self._voice.tell(_("Type a word first."))
            return
        self.stop()
        self._word, self._is_spelling, chosen = word, True, self._choices.now
        self._go_on = go_on = threading.Event()
        go_on.set()
        self._view.show_spelling(is_spelling=True, is_paused=False)
        self._voice.show(_("Spelling: {word}").format(word=word))
        job = Job(lane=LANE, on_item=self._show, on_done=self._completed, on_error=self._failed)
        follow = held_only if chosen.is_hand_still else iter
        self._jobs.start(
            job, lambda job: self._paced(job, follow(self._spell(word, chosen.spelling_pace / 60)), go_on)
        )

    def pause(self) -> None:
        """Hold the hand where it is, or let it go on."""
        if not self._is_spelling:
            self._voice.tell(_("Nothing is being spelled."))
            return
        is_paused = self._go_on.is_set()
        (self._go_on.clear if is_paused else self._go_on.set)()
        self._view.show_spelling(is_spelling=True, is_paused=is_paused)
        self._voice.show(_("The hand is paused.") if is_paused else _("The hand goes on."))

    def stop(self) -> bool:
        """Stop spelling; return whether there was anything to stop."""
        was_spelling, self._is_spelling = self._is_spelling, False
        self._jobs.cancel(LANE)
        self._go_on.set()
        if was_spelling:
            self._view.show_spelling(is_spelling=False, is_paused=False)
        return was_spelling

    def rest(self) -> None:
        """Show no hand."""
        self.stop()
        self._view.show_drawn(None, Caption("", "", ""), "")

    # In the lane

    def _letter(self, job: Job, letter: str) -> Iterator[Posed]:
        """Yield a letter as it is held, or all of one that moves."""
        held = [posed for posed in self._spell(letter, 1.0) if posed.is_held and posed.hand]
        if _moves(held):
            go_on = threading.Event()
            go_on.set()
            yield from self._paced(job, held, go_on)
        elif held:
            yield held[len(held) // 2]

    def _paced(self, job: Job, moments: Iterable[Posed], go_on: threading.Event) -> Iterator[Posed]:
        """Yield each moment when its time has come, but none sooner than the eye needs."""
        shown_at, begun = float("-inf"), None
        for posed in job.until_cancelled(moments):
            begun = self._clock() - posed.seconds if begun is None else begun
            begun += self._paused(job, go_on)
            self._wait(job, begun + posed.seconds)
            if self._clock() - shown_at >= FRAME_SECONDS * 0.9:
                shown_at = self._clock()
                yield posed

    def _paused(self, job: Job, go_on: threading.Event) -> float:
        """Wait while the hand is paused; return how long that was."""
        since = self._clock()
        while not (go_on.is_set() or job.is_cancelled):
            self._sleep(FRAME_SECONDS)
        return self._clock() - since

    def _wait(self, job: Job, until: float) -> None:
        """Wait in short steps, so that the hand can be stopped."""
        while (left := until - self._clock()) > 0 and not job.is_cancelled:
            self._sleep(min(left, FRAME_SECONDS))

    # What is shown

    def _show(self, posed: Posed) -> None:
        word, at = self._word, posed.index
        caption = Caption(word[:at], word[at : at + 1], word[at + 1 :], posed.label)
        self._view.show_drawn(posed.hand, caption, drawn_words(posed.label))

    def _completed(self, _result: object) -> None:
        self._is_spelling = False
        self._view.show_spelling(is_spelling=False, is_paused=False)
        self._voice.show(_("Spelled: {word}").format(word=self._word))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("spelling failed", exc_info=error)
        self._is_spelling = False
        self._view.show_spelling(is_spelling=False, is_paused=False)
        self._voice.tell(sentence_of(error))


def held_only(moments: Iterable[Posed]) -> Iterator[Posed]:
    """Leave out the hand on its way from one letter to the next; letters that are movements still move."""
    return (posed for posed in moments if posed.is_held)


def drawn_words(letter: str) -> str:
    """Say what the drawn hand shows."""
    return _("A drawn hand shows {letter}.").format(letter=letter) if letter else ""


def _moves(held: Sequence[Posed]) -> bool:
    """Whether the hand moves while it shows its letter, as with J."""
    hands = [posed.hand for posed in held if posed.hand is not None]
    ways = [[hand.points[point][axis] for hand in hands] for point in _WATCHED for axis in (0, 1)]
    return bool(hands) and any(max(way) - min(way) > _MOVES for way in ways)
