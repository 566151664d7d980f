"""What comes out of an engine: frozen, free of any language but what was read."""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from engines.hands import Sight

Language = Literal["en", "ko", "und"]


class Box(NamedTuple):
    """A rectangle in pixels of the picture; right and bottom lie just outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True)
class TextLine:
    """One line of text as it stands in the picture."""

    text: str
    """Empty where there is text that could not be read."""
    box: Box
    confidence: float
    """0 to 1."""
    language: Language = "und"


@dataclass(frozen=True)
class Element:
    """One thing on the screen that can be named by an ARIA role, or `icon`, `item`, `text`."""

    role: str
    label: str
    """Empty where unknown."""
    box: Box
    confidence: float
    """0 to 1."""
    state: tuple[str, ...] = ()
    """Only what is true, of: checked mixed selected disabled focused expanded pressed readonly required."""
    value: str = ""
    """What a field, box or slider holds, where it could be read."""
    level: int = 0
    """1 to 3 for a heading, 0 for everything else."""
    is_unreadable: bool = False
    """Text was seen here, but could not be read."""


@dataclass(frozen=True)
class Table:
    """Aligned cells: a header row, which may be empty, and rows of the same length."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """A cell that could not be read is `""`."""
    box: Box


@dataclass(frozen=True)
class Region:
    """A part of the screen and what stands in it, in reading order."""

    kind: str
    """dialog title-bar menu-bar top-bar left-list right-panel main bottom-bar bottom-buttons status-bar"""
    box: Box
    items: tuple[Element, ...] = ()
    """In reading order; a plain line of text is an element with role `text`."""
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Seconds:
    """How long a description took, in seconds since the engine was given the picture."""

    load: float = 0.0
    """Spent loading models; not counted in the two others."""
    headline: float = 0.0
    total: float = 0.0


@dataclass(frozen=True)
class Description:
    """What is known of a picture so far; each one that follows knows more, and contradicts nothing.

    It holds facts only. `engines.image_description.wording` turns it into words of a language at a
    level of detail, so that both can change without looking again.
    """

    stage: Literal["started", "headline", "regions", "text", "complete"]
    """`started`: the engine is loading or looking, and nothing is known yet."""
    kind: str = "unknown"
    """One of the kinds in docs/describe.schema.json."""
    size: tuple[int, int] = (0, 0)
    """Width and height of the picture in px."""
    title: str = ""
    """The window's or page's title; empty if none was found."""
    subject: str = ""
    """The biggest heading that is not the title; empty if none was found."""
    alert: str = ""
    """A warning or error the screen shows; empty if none was found."""
    regions: tuple[Region, ...] = ()
    elements: tuple[Element, ...] = ()
    texts: tuple[TextLine, ...] = ()
    """Every line found so far, in reading order."""
    lines_read: int = 0
    lines_total: int = 0
    seconds: Seconds = field(default_factory=Seconds)

    @property
    def is_final(self) -> bool:
        """Whether this is the complete description."""
        return self.stage == "complete"


class Word(NamedTuple):
    """Where a spoken word lies, in the text and in the sound."""

    start: int
    """Index of its first character in the text given to `speak`."""
    length: int
    """In characters."""
    seconds: float
    """From the first sample of the text given to `speak`."""


@dataclass(frozen=True)
class Spoken:
    """A piece of speech: one block of sound, and the words that begin in it."""

    samples: bytes
    """Signed 16-bit little-endian mono PCM."""
    rate_hz: int
    words: tuple[Word, ...] = ()


class HeardWord(NamedTuple):
    """One recognised word; seconds count from the start of the source."""

    text: str
    start: float
    end: float
    confidence: float
    """0 to 1."""


@dataclass(frozen=True)
class Transcript:
    """What was heard in one utterance: a partial that may still change, or the final one."""

    text: str
    """Words as they were said, lower or mixed case as the model gives them; empty: nothing heard yet."""
    is_final: bool
    start: float
    """Seconds from the start of the source; for an empty partial, how far the source has been heard."""
    end: float
    confidence: float = 0.0
    """0 to 1; of a partial 0 where the engine does not tell."""
    words: tuple[HeardWord, ...] = ()
    """Of a partial often empty."""
    notice: str = ""
    """One translated sentence the user should be told, such as that the recogniser was restarted."""


class Guess(NamedTuple):
    """One thing a sign may be."""

    label: str
    confidence: float
    """0 to 1."""


@dataclass(frozen=True)
class Sign:
    """One letter, digit or taught sign that was read; seconds count from the start of the source."""

    label: str
    """A letter, digit or jamo as the hand showed it, or a taught name."""
    start: float
    end: float
    confidence: float
    """0 to 1."""
    alternatives: tuple[Guess, ...] = ()
    """What else it may be, the likeliest first, without `label`."""


@dataclass(frozen=True)
class Translation:
    """What was read of a signer so far: committed text that stays, and tentative text that may change."""

    seconds: float
    """How far the source has been seen."""
    text: str = ""
    """Committed: letters composed into words, Hangul into syllables."""
    tentative: str = ""
    """What follows `text` for now."""
    is_final: bool = False
    """Whether the source has ended; then everything is committed."""
    signs: tuple[Sign, ...] = ()
    """What `text` is made of, in order."""
    showing: tuple[Guess, ...] = ()
    """At most three guesses at what the hand shows now; empty at rest and for unknown shapes."""
    held: float = 0.0
    """0 to 1: how much of the time is over that a shape has to be held."""
    pack: str = "auto"
    sight: Sight | None = None
    """What was seen in the newest frame."""
    notice: str = ""
    """One translated sentence the user should be told, such as that it is too dark; else empty."""
