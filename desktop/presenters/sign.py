"""The part of the page that reads signs: text that stays, letters that may change, and what becomes of it."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final, Literal, Protocol, cast

from desktop.presenters.choices import Choices
from desktop.presenters.exporting import Export
from desktop.presenters.recall import AskPath
from desktop.presenters.sign_watching import Look, Seen, Watching, hands_words
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.media import Frame
from engines.results import Guess, HeardWord, Sign, Transcript, Translation
from engines.sign_to_text import Pack, Signing, SignTranslator
from engines.words import _

GUESSES: Final = 3
PAUSE_SECONDS: Final = 2.0
"""After so long without a letter an exported text begins another line."""
MOST_UNDONE: Final = 100


class Speller(SignTranslator, Protocol):
    """A translator whose text can be mended while it reads.

    Any thread may call; the next `Translation` shows what became of it.
    """

    def space(self) -> None:
        """Put a space after what was read."""
        ...

    def delete(self) -> None:
        """Take the last letter away."""
        ...

    def clear(self) -> None:
        """Take everything away."""
        ...

    def undo(self) -> None:
        """Take the last of these back, or the last letter that was read."""
        ...

    def choose(self, label: str) -> None:
        """Take this for what is shown now, or was shown last."""
        ...


@dataclass(frozen=True)
class Piece:
    """A part of the text that was read at once, and the signs it is made of."""

    text: str
    start: float
    """Seconds since the text was begun."""
    end: float
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class SignedLine(Transcript):
    """A line of text with the signs it is made of, which know more than words do."""

    signs: tuple[Sign, ...] = ()


class View(Protocol):
    """This part of the page as the presenter sees it; each call returns at once."""

    def show_text(self, text: str, tentative: str) -> None:
        """Show the text that stays, and apart from it what may still change."""
        ...

    def show_guesses(self, guesses: tuple[Guess, ...]) -> None:
        """Show what the hand may show now, the likeliest first, at most three."""
        ...

    def show_held(self, percent: int, words: str) -> None:
        """Show how much of the time is over that a shape has to be held; `words` say the same roughly."""
        ...

    def show_choices(self, settings: Settings) -> None:
        """Show the pack, the time to hold a shape, and what is said."""
        ...

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        ...


class Script:
    """What was read since it was cleared, as pieces with their times."""

    def __init__(self) -> None:
        self.pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def end(self) -> float:
        """When the last piece was read."""
        return self.pieces[-1].end if self.pieces else 0.0

    def become(self, text: str, kept: int, now: float, signs: tuple[Sign, ...] = ()) -> str:
        """Let everything after the first `kept` characters be `text`, and return what is new at its end.

        `signs` are those that were read since the last time.
        """
        whole = self.text[:kept] + text
        same = sum(
            1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(self.text, whole, strict=False))
        )
        self._cut(same)
        added = whole[same:]
        if added:
            start = max(signs[0].start, self.end) if signs else max(now, self.end)
            self.pieces = (*self.pieces, Piece(added, start, max(now, start), signs))
        return added

    def _cut(self, length: int) -> None:
        """Keep the first characters only."""
        kept: list[Piece] = []
        for piece in self.pieces:
            left = length - sum(len(one.text) for one in kept)
            if left >= len(piece.text):
                kept.append(piece)
                continue
            if left > 0:
                kept.append(_beginning(piece, left))
            break
        self.pieces = tuple(kept)

    def finals(self) -> tuple[SignedLine, ...]:
        """Return the text in lines with their times; what comes after a pause begins another."""
        lines: list[list[Piece]] = []
        for piece in self.pieces:
            if not lines or piece.start - lines[-1][-1].end > PAUSE_SECONDS:
                lines.append([])
            lines[-1].append(piece)
        finals = map(_line, lines)
        return tuple(line for line in finals if line.text)


def _beginning(piece: Piece, length: int) -> Piece:
    """Return the first characters of a piece, with their signs where each character is one."""
    text, letters = piece.text[:length], len("".join(piece.text.split()))
    count = len("".join(text.split())) if letters == len(piece.signs) else len(piece.signs)
    return replace(piece, text=text, signs=piece.signs[:count])


def _line(pieces: list[Piece]) -> SignedLine:
    signs = [sign for piece in pieces for sign in piece.signs]
    sure = [sign.confidence for sign in signs]
    return SignedLine(
        "".join(piece.text for piece in pieces).strip(),
        is_final=True,
        start=pieces[0].start,
        end=pieces[-1].end,
        confidence=round(sum(sure) / len(sure), 3) if sure else 0.0,
        words=tuple(HeardWord(sign.label, sign.start, sign.end, sign.confidence) for sign in signs),
        signs=tuple(signs),
    )


class _Watched:
    """Whether there was anything to read in a video."""

    def __init__(self) -> None:
        self._is_video = self._has_hand = self._has_text = False

    def note(self, seen: Seen) -> None:
        """Take note of what was seen."""
        self._is_video = not seen.is_camera
        self._has_hand = self._has_hand or bool(seen.sight and seen.sight.hands)
        self._has_text = self._has_text or bool(seen.translation.text)

    @property
    def complaint(self) -> str:
        """One sentence that says what to do; empty if there was text, or it was the camera."""
        if not self._is_video or self._has_text:
            return ""
        if not self._has_hand:
            return _("No hand was found in it. Show the whole hand, near and in good light.")
        return _("No sign could be read in it. Check which signs are expected.")


class SignReading:
    """Decides what becomes of what hands show. All methods belong to the GUI thread, unless they say so."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        choices: Choices,
        watching: Watching,
        export: Export,
        translator: Speller,
        insert: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._choices, self._watching = view, voice, choices, watching
        self._export, self._translator, self._insert, self._clock = export, translator, insert, clock
        self._script = Script()
        self._kept = 0
        """So many characters stood there before the translator began; the rest is its own."""
        self._signs = 0
        """So many of its signs are in the script already."""
        self._offset = 0.0
        self._now = Translation(0.0)
        self._is_reading, self._cleared = False, ""
        self._watched = _Watched()
        self._undone: list[tuple[Piece, ...] | None] = []
        """What the script was before each change of the user's; None: the translator knows that."""
        self._said_to = 0
        self._guesses: tuple[Guess, ...] = ()
        self._held = (-1, "")
        self._last = choices.now
        choices.follow(self._adopt)
        self._adopt(choices.now)
        self._show_text()

    # A follower of what is watched

    def look(self, is_camera: bool) -> Look:
        """Read signs as the user chose. Any thread may ask."""
        return reading(self._translator, signing(self._choices.now, is_camera))

    def saw(self, seen: Seen) -> None:
        """Take over what was read."""
        now = seen.translation
        if not self._is_reading:
            self._begin(now)
        self._watched.note(seen)
        if now.text != self._cleared:
            self._cleared = ""
        elif self._cleared:
            # It was on its way when the user cleared it.
            now = replace(now, text="", tentative="")
        self._now = now
        new = tuple(_later(sign, self._offset) for sign in now.signs[self._signs :])
        self._signs = len(now.signs)
        before = self._script.text
        self._script.become(now.text, self._kept, now.seconds + self._offset, new)
        if self._script.text != before:
            self._say_news()
        self._show_text()
        self._show_guesses(now.showing[:GUESSES])
        self._show_held(now.held)
        if now.is_final:
            self._end_reading()

    def ended(self) -> str:
        """Nothing is watched any more: what was not settled is gone. Tell if a video held nothing to read."""
        self._end_reading()
        self._say_news(is_end=True)
        was_watched, self._watched = self._watched, _Watched()
        # Who stops it knows that it was not read to its end.
        return "" if self._watching.was_stopped else was_watched.complaint

    def words(self, seen: Seen) -> str:
        """Say what is seen."""
        return seen_words(seen.translation)

    def _begin(self, now: Translation) -> None:
        self._is_reading, self._signs = True, 0
        if self._script.text and not self._script.text[-1].isspace():
            # What was read before and what comes now are two words.
            self._script.become(" ", len(self._script.text), self._script.end)
        self._kept = len(self._script.text)
        self._offset = max(self._script.end - now.seconds, 0.0)

    def _end_reading(self) -> None:
        self._is_reading = False
        text = self._script.text
        if self._kept and len(text) == self._kept and text.endswith(" "):
            # Nothing was read: the space that was to part it from what stood there is not needed.
            self._script.become(text.rstrip(), 0, self._script.end)
        self._now = Translation(self._now.seconds)
        self._undone = [one for one in self._undone if one is not None]
        self._show_text()
        self._show_guesses(())
        self._show_held(0.0)

    # What the user asks for

    def choose_guess(self, number: int) -> None:
        """Take the first, second or third guess, 0 to 2, for what the hand shows."""
        if number >= len(self._guesses):
            self._voice.tell(_("There is no such guess now."))
            return
        label = self._guesses[number].label
        self._translator.choose(label)
        self._note_change(None)
        self._voice.show(_("Taken: {letter}").format(letter=label))

    def space(self) -> None:
        """Put a space."""
        if self._is_reading:
            self._translator.space()
            self._note_change(None)
        elif self._script.text and not self._script.text.endswith(" "):
            self._mend(self._script.text + " ")
        self._voice.show(_("A space."))

    def delete(self) -> None:
        """Take the last letter away."""
        is_own = len(self._script.text) > self._kept or bool(self._now.tentative)
        if self._is_reading and is_own:
            self._translator.delete()
            self._note_change(None)
        elif self._script.text:
            self._mend(self._script.text[:-1])
        else:
            self._voice.tell(_("There is no text yet."))
            return
        self._voice.show(_("Deleted."))

    def clear(self) -> None:
        """Take all text away; undo brings it back."""
        if not self._script.text and not self._now.tentative:
            self._voice.tell(_("There is no text yet."))
            return
        before = self._script.pieces
        if self._is_reading:
            self._cleared = self._script.text[self._kept :]
            self._translator.clear()
            self._now = replace(self._now, text="", tentative="")
        self._mend("")
        self._undone[-1:] = [before]
        self._voice.tell(_("The text is cleared. Undo brings it back."))

    def undo(self) -> None:
        """Take back what the user changed last, or the last letter that was read."""
        if not self._undone and not self._is_reading:
            self._voice.tell(_("There is nothing to undo."))
            return
        before = self._undone.pop() if self._undone else None
        if before is None:
            self._translator.undo()
        else:
            # What stood there is back; what has been read since then comes after it.
            read = self._script.text[self._kept :]
            self._script.pieces = before
            self._kept = len(self._script.text)
            self._script.become(read if self._is_reading else "", self._kept, self._script.end)
            self._show_text()
        self._said_to = len(self._script.text)
        self._voice.show(_("Undone."))

    def speak(self) -> None:
        """Say the text aloud, for the other person."""
        if self._has_text():
            self._voice.silence()
            # Who does not hear it sees that it is said.
            self._voice.show(_("Speaking."))
            self._voice.say_aside((self._text(),))

    def copy(self) -> None:
        """Put the text on the clipboard."""
        if self._has_text():
            self._view.copy(self._text())
            self._voice.tell(_("The text is copied."))

    def insert(self) -> None:
        """Write the text into the program the user came from."""
        if self._has_text():
            self._insert(self._text())

    def export(self, ask: AskPath) -> None:
        """Save the text, in a file of the user's choice; nothing else is kept."""
        if self._has_text():
            ask(lambda path: self._export.save(path, self._script.finals))

    def choose(self, **values: object) -> None:
        """Change how signs are read, by the names in `Settings`."""
        self._choices.change(**values)

    def _text(self) -> str:
        return f"{self._script.text}{self._now.tentative}".strip()

    def _has_text(self) -> bool:
        if not self._text():
            self._voice.tell(_("There is no text yet."))
        return bool(self._text())

    def _mend(self, text: str) -> None:
        """Change what stood there before the translator began."""
        self._note_change(self._script.pieces)
        self._script.become(text, 0, self._script.end)
        self._kept = len(self._script.text)
        self._said_to = min(self._said_to, self._kept)
        self._show_text()

    def _note_change(self, before: tuple[Piece, ...] | None) -> None:
        self._undone = [*self._undone[-MOST_UNDONE:], before]

    # What is shown and said

    def _show_text(self) -> None:
        self._view.show_text(self._script.text, self._now.tentative)

    def _show_guesses(self, guesses: tuple[Guess, ...]) -> None:
        # In steps of five percent: figures that never rest cannot be read.
        calm = tuple(Guess(one.label, round(20 * one.confidence) / 20) for one in guesses)
        if calm != self._guesses:
            self._guesses = calm
            self._view.show_guesses(calm)

    def _show_held(self, held: float) -> None:
        shown = (5 * round(20 * held), held_words(held))
        if shown != self._held:
            self._held = shown
            self._view.show_held(*shown)

    def _say_news(self, is_end: bool = False) -> None:
        """Say the words, or letters, that were finished since the last time, after what is being said."""
        text, says = self._script.text, self._choices.now.sign_says
        self._said_to = min(self._said_to, len(text))
        end = len(text) if is_end or says == "letters" else text.rfind(" ") + 1
        news = text[self._said_to : end].strip() if end > self._said_to else ""
        self._said_to = max(self._said_to, end)
        if news and says != "nothing":
            self._voice.say((news,), interrupt=False)

    def _adopt(self, settings: Settings) -> None:
        self._view.show_choices(settings)
        last, self._last = self._last, settings
        if signing(last) != signing(settings):
            self._watching.look_anew()


def signing(settings: Settings, is_camera: bool = True) -> Signing:
    """Return how to look at hands, as the user chose.

    A camera's pictures come as they are, mirrored or not. In a video nobody waits for what is read, so no
    shape has to be held: words are read as a whole.
    """
    # Settings hold nothing else: their rules see to that.
    return Signing(
        pack=cast(Pack, settings.sign_pack),
        hand=cast(Literal["right", "left", "auto"], settings.sign_hand),
        mirror="no" if is_camera else cast(Literal["auto", "yes", "no"], settings.sign_mirror),
        hold_seconds=settings.sign_hold_ms / 1000 if is_camera else 0.0,
    )


def reading(translator: SignTranslator, how: Signing) -> Look:
    """Return a way to look that reads signs."""

    def look(frames: Iterable[Frame]) -> Iterator[Translation]:
        return translator.translate(frames, how)

    return look


def seen_words(translation: Translation) -> str:
    """Say what is seen: the hand, and what it seems to show."""
    hands = hands_words(translation.sight)
    if not translation.showing or translation.sight is None or not translation.sight.hands:
        return hands
    best = translation.showing[0]
    return _("{hands} It seems to show {letter}, {percent} percent.").format(
        hands=hands, letter=best.label, percent=5 * round(20 * best.confidence)
    )


def held_words(held: float) -> str:
    """Say roughly how long a shape has been held."""
    if held <= 0:
        return _("No letter is being held.")
    return _("Keep holding.") if held < 1 else _("Held long enough.")


def as_json(finals: Sequence[Transcript]) -> str:
    """Return lines with their seconds, and the signs that each is made of with what else they may be."""
    rows = [
        {
            "start": round(line.start, 3),
            "end": round(line.end, 3),
            "text": line.text,
            "confidence": line.confidence,
            "signs": [_row(sign) for sign in line.signs] if isinstance(line, SignedLine) else [],
        }
        for line in finals
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _row(sign: Sign) -> dict[str, object]:
    return {
        "label": sign.label,
        "start": round(sign.start, 3),
        "end": round(sign.end, 3),
        "confidence": round(sign.confidence, 3),
        "alternatives": [
            {"label": one.label, "confidence": round(one.confidence, 3)} for one in sign.alternatives
        ],
    }


def _later(sign: Sign, seconds: float) -> Sign:
    return replace(sign, start=sign.start + seconds, end=sign.end + seconds)
