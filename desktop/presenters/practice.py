"""The part of the page that practises: it shows a letter, watches the user, and tells how that went."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol, cast

from desktop.presenters.choices import Choices
from desktop.presenters.into_text import Sound
from desktop.presenters.sign import held_words, reading, seen_words, signing
from desktop.presenters.sign_drawn import DrawnHand
from desktop.presenters.sign_watching import Look, Seen, Watching
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.results import Guess, Translation
from engines.sign_to_text import Pack, Signing, SignTranslator
from engines.words import _, ngettext

NEXT_SECONDS: Final = 2.0
"""So long after a letter was right the next one is shown."""
LEAST_HOLD_MS: Final = 200
"""A single letter is held, also where words are read as a whole."""
RELEASED: Final = 0.5
"""A shape counts anew once it was held for less than this share of the time."""
WEAK: Final = 0.7
"""A letter that is right less often than this is called weak."""
ENOUGH_TRIES: Final = 3
"""After fewer tries nobody is advised to record a letter."""


@dataclass
class Tally:
    """How a letter went in this session."""

    tries: int = 0
    right: int = 0
    taken_for: dict[str, int] = field(default_factory=dict)
    """What it was read as instead, and how often."""

    def note(self, letter: str, read: str) -> None:
        """Take note of one try."""
        self.tries += 1
        if letter == read:
            self.right += 1
        else:
            self.taken_for[read] = self.taken_for.get(read, 0) + 1

    @property
    def is_weak(self) -> bool:
        """Whether it was not read often enough to be relied on."""
        return self.tries > 0 and self.right < WEAK * self.tries


class View(Protocol):
    """This part of the page as the presenter sees it; each call returns at once."""

    def show_letters(self, letters: tuple[str, ...], current: str) -> None:
        """Offer these letters, and show which one is to be shown."""
        ...

    def show_result(self, sentence: str, percent: int, words: str) -> None:
        """Show how it goes, how long the shape is held, and the same in words."""
        ...

    def show_tallies(self, lines: tuple[str, ...]) -> None:
        """Show how reliable each letter was in this session, the weakest first."""
        ...

    def show_choices(self, settings: Settings) -> None:
        """Show what is practised, and how fast the hand spells."""
        ...


class Practice:
    """Decides which letter comes next and whether it was right. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        choices: Choices,
        watching: Watching,
        drawn: DrawnHand,
        translator: SignTranslator,
        alphabet: Callable[[str], Sequence[str]],
        play: Callable[[Sound], None],
    ) -> None:
        self._view, self._voice, self._choices, self._watching = view, voice, choices, watching
        self._drawn, self._translator, self._alphabet, self._play = drawn, translator, alphabet, play
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._letter = ""
        self._is_armed, self._right_at = True, -1.0
        self._signs = 0
        self._result, self._shown = "", ("", -1, "")
        self._last = choices.now
        choices.follow(self._adopt)
        view.show_choices(choices.now)

    # A follower of what is watched

    def look(self, is_camera: bool) -> Look:
        """Look for single letters. Any thread may ask."""
        return reading(self._translator, practising(self._choices.now, is_camera))

    def saw(self, seen: Seen) -> None:
        """Judge what the hand shows."""
        now = seen.translation
        if now.is_final or not self._letter:
            self._signs = 0
            return
        if self._right_at >= 0 and now.seconds - self._right_at >= NEXT_SECONDS:
            self.next()
            return
        read = self._read(now)
        if read and self._right_at < 0:
            self._judge(read, now)
        self._show(now)

    def ended(self) -> str:
        """Nothing is watched any more; there is nothing to tell."""
        self._is_armed, self._signs = True, 0
        if self._right_at >= 0:
            self._right_at = 0.0
        self._show_result(self._result or self._task(), 0, held_words(0.0))
        return ""

    def words(self, seen: Seen) -> str:
        """Say what is seen."""
        return seen_words(seen.translation)

    def _read(self, now: Translation) -> tuple[Guess, ...]:
        """Return what was shown, once for each time it was held; letters that move come as signs."""
        new, self._signs = now.signs[self._signs :], len(now.signs)
        if now.held < RELEASED and not new:
            self._is_armed = True
        if self._is_armed and now.held >= 1 and now.showing:
            self._is_armed = False
            return now.showing
        # Its sign may come a little later: the same shape must not count twice.
        if new and self._is_armed:
            self._is_armed = False
            return (Guess(new[-1].label, new[-1].confidence), *new[-1].alternatives)
        return ()

    def _judge(self, read: tuple[Guess, ...], now: Translation) -> None:
        best = read[0]
        self._tally(self._letter).note(self._letter, best.label)
        percent = 5 * round(20 * best.confidence)
        if best.label == self._letter:
            self._right_at = now.seconds
            sentence = _("Right: {letter}, {percent} percent.").format(letter=best.label, percent=percent)
        elif self._letter in (one.label for one in read):
            sentence = _("Nearly: it looks more like {other} than like {letter}.").format(
                other=best.label, letter=self._letter
            )
        else:
            sentence = _("It looks like {other}. Show {letter}.").format(
                other=best.label, letter=self._letter
            )
        self._result = sentence
        if self._choices.now.has_sounds:
            self._play("written" if self._right_at >= 0 else "trouble")
        self._voice.tell(sentence)
        self._show_tallies()

    # What the user asks for

    def opened(self) -> None:
        """This part of the page is seen."""
        self._show_letters()
        if not self._letter:
            self.show(self._next_letter())
        else:
            self.again()
        self._show_tallies()

    def next(self) -> None:
        """Go on to the letter that was practised least, and among those was right least."""
        self.show(self._next_letter())

    def again(self) -> None:
        """Show the same letter once more."""
        if self._letter:
            self.show(self._letter)

    def show(self, letter: str) -> None:
        """Show a letter, and wait for the user to do the same."""
        self._letter, self._right_at, self._is_armed = letter, -1.0, False
        self._result = ""
        self._show_letters()
        self._drawn.show(letter)
        task = self._task()
        self._show_result(task, 0, held_words(0.0))
        if not self._watching.is_on:
            task = _("{task} Turn the camera on, and Sori tells you how it went.").format(task=task)
        self._voice.tell(task)

    def spell(self, text: str) -> None:
        """Let the drawn hand spell a text."""
        self._drawn.spell(text)

    def choose(self, **values: object) -> None:
        """Change what is practised, by the names in `Settings`."""
        self._choices.change(**values)

    def _next_letter(self) -> str:
        letters = self._letters()
        after = letters.index(self._letter) + 1 if self._letter in letters else 0
        order = (*letters[after:], *letters[:after])
        return min(order, key=lambda one: (self._tally(one).tries, self._tally(one).right)) if order else ""

    def _letters(self) -> tuple[str, ...]:
        return tuple(self._alphabet(self._choices.now.practice_pack))

    def _tally(self, letter: str) -> Tally:
        return self._tallies.setdefault((self._choices.now.practice_pack, letter), Tally())

    # What is shown

    def _task(self) -> str:
        return _("Show {letter}.").format(letter=self._letter)

    def _show(self, now: Translation) -> None:
        self._show_result(self._result or self._task(), 5 * round(20 * now.held), held_words(now.held))

    def _show_result(self, sentence: str, percent: int, words: str) -> None:
        shown = (sentence, percent, words)
        if shown != self._shown:
            self._shown = shown
            self._view.show_result(*shown)

    def _show_letters(self) -> None:
        self._view.show_letters(self._letters(), self._letter)

    def _show_tallies(self) -> None:
        pack = self._choices.now.practice_pack
        tried = [(letter, one) for (of, letter), one in self._tallies.items() if of == pack and one.tries]
        tried.sort(key=lambda pair: (pair[1].right / pair[1].tries, -pair[1].tries))
        self._view.show_tallies(tuple(tally_line(letter, one) for letter, one in tried))

    def _adopt(self, settings: Settings) -> None:
        self._view.show_choices(settings)
        last, self._last = self._last, settings
        if practising(last) != practising(settings):
            self._watching.look_anew()
        if last.practice_pack != settings.practice_pack and self._letter:
            self._letter = ""
            self._show_tallies()
            self.next()


def practising(settings: Settings, is_camera: bool = True) -> Signing:
    """Return how to look for single letters, each of them held: the words around them are not asked."""
    return replace(
        signing(settings, is_camera),
        pack=cast(Pack, settings.practice_pack),
        hold_seconds=max(settings.sign_hold_ms, LEAST_HOLD_MS) / 1000,
        words="none",
    )


def tally_line(letter: str, tally: Tally) -> str:
    """Say how reliable a letter was."""
    line = ngettext(
        "{letter}: right {right} time of {tries}.", "{letter}: right {right} times of {tries}.", tally.right
    ).format(letter=letter, right=tally.right, tries=tally.tries)
    if tally.taken_for:
        other = max(tally.taken_for, key=lambda one: tally.taken_for[one])
        line = _("{line} It was most often taken for {other}.").format(line=line, other=other)
    if tally.is_weak and tally.tries >= ENOUGH_TRIES:
        line = _("{line} Record it under Teach, and it is read better.").format(line=line)
    return line
