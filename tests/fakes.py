"""Stand-ins for the seams of the application: each implements a protocol and remembers what it was asked."""

import queue
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.presenters.captions import Appearance
from desktop.presenters.into_text import Written
from desktop.presenters.models import Row as ModelRow
from desktop.presenters.recall import Kept
from desktop.presenters.rows import Row
from desktop.settings import Settings
from engines.errors import EngineError, InputUnsupported, OutputUnwritable
from engines.image_description import ImageDescriber
from engines.media import RATE_HZ, AudioChunk, Image
from engines.models.model import Model, Progress
from engines.results import Box, Description, Element, Region, TextLine, Transcript
from engines.speech_to_text import Listening
from engines.text_to_speech import Manner

Take = Callable[[Image | EngineError | None], None]


def picture(width: int = 90, height: int = 60, title: str = "") -> Image:
    """Return a black picture."""
    return Image(bytes(width * height * 3), width, height, title)


def described(title: str = "Save changes", lines: int = 2) -> tuple[Description, ...]:
    """Return what a describer finds, step by step: headline, progress, complete."""
    button = Element("button", "Save", Box(60, 40, 90, 60), 0.9)
    field = Element("textbox", "Name", Box(0, 10, 40, 20), 0.8, value="Report")
    texts = tuple(TextLine(f"line {number}", Box(0, number, 9, number + 1), 1.0) for number in range(lines))
    size = (90, 60)
    begun = Description("headline", "form", size, title, lines_total=lines)
    whole = Description(
        "complete",
        "form",
        size,
        title,
        regions=(
            Region("main", Box(0, 0, 90, 40), (field,)),
            Region("bottom-buttons", button.box, (button,)),
        ),
        elements=(field, button),
        texts=texts,
        lines_read=lines,
        lines_total=lines,
    )
    reading = Description("text", "form", size, title, lines_read=1, lines_total=lines)
    return (Description("started", size=size), begun, reading, whole)


class FakeView:
    """Remembers what the page shows."""

    def __init__(self) -> None:
        self.statuses: list[str] = []
        self.announced: list[str] = []
        self.pictures: list[Image] = []
        self.rows: tuple[Row, ...] = ()
        self.outlined: tuple[Row | None, str] = (None, "")
        self.copied = ""
        self.focused = ""

    def show_status(self, sentence: str) -> None:
        self.statuses.append(sentence)

    def announce(self, text: str) -> None:
        self.announced.append(text)

    def focus_status(self) -> None:
        self.focused = "status"

    def show_picture(self, image: Image) -> None:
        self.pictures.append(image)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def outline(self, row: Row | None, words: str) -> None:
        self.outlined = (row, words)

    def focus_rows(self) -> None:
        self.focused = "rows"

    def copy(self, text: str) -> None:
        self.copied = text


class FakeAnnouncer:
    """Speaks for ever: what it says stays unsaid until `finish`."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        """Everything that was begun, in order."""
        self.waiting: list[str] = []
        self.manner = Manner()
        self.is_paused = False

    def say(
        self,
        text: str,
        *,
        interrupt: bool = False,
        on_start: Callable[[], None] = lambda: None,
        on_end: Callable[[], None] = lambda: None,
    ) -> None:
        if interrupt:
            self.stop()
        self.heard.append(text)
        self.waiting.append(text)

    def stop(self) -> None:
        self.waiting.clear()

    def finish(self) -> None:
        """Come to the end of what is being said."""
        self.waiting.clear()

    def pause(self, is_paused: bool) -> None:
        self.is_paused = is_paused

    @property
    def is_speaking(self) -> bool:
        return bool(self.waiting)

    def change(self, manner: Manner) -> None:
        self.manner = manner

    def close(self) -> None:
        self.stop()


class FakeCapturer:
    """Takes the pictures it was given."""

    def __init__(self) -> None:
        self.outcome: Image | EngineError | None = picture()
        self.on_clipboard: Image | Path | None = None

    def screen(self, take: Take) -> None:
        take(self.outcome)

    def all_screens(self, take: Take) -> None:
        take(self.outcome)

    def window(self, take: Take) -> None:
        take(self.outcome)

    def region(self, take: Take) -> None:
        take(self.outcome)

    def clipboard(self) -> Image | Path:
        if self.on_clipboard is None:
            raise InputUnsupported("There is no picture on the clipboard: copy one.")
        return self.on_clipboard


class FakeDescriber:
    """Finds what the test puts in: a description, an error to raise, or None at the end."""

    def __init__(self) -> None:
        self.finds: queue.Queue[Description | Exception | None] = queue.Queue()
        self.images: list[Image] = []

    def describe(self, image: Image) -> Iterator[Description]:
        self.images.append(image)
        while (found := self.finds.get(timeout=10)) is not None:
            if isinstance(found, Exception):
                raise found
            yield found

    def close(self) -> None:
        pass


_: type[ImageDescriber] = FakeDescriber


# What listening needs


def chunk(start_seconds: float = 0.0, trouble: str = "") -> AudioChunk:
    """Return a tenth of a second of silence."""
    return AudioChunk(bytes(2 * RATE_HZ // 10), start_seconds, trouble)


def partial(text: str, end: float = 0.0, notice: str = "") -> Transcript:
    """Return words that may still change."""
    return Transcript(text, is_final=False, start=0.0, end=end, notice=notice)


def final(text: str, start: float = 0.0, end: float = 1.0) -> Transcript:
    """Return a finished utterance."""
    return Transcript(text, is_final=True, start=start, end=end)


class FakeSource:
    """Gives the chunks the test puts in; None ends it, as a file ends."""

    def __init__(self) -> None:
        self.chunks: queue.Queue[AudioChunk | None] = queue.Queue()
        self.opened = self.closed = 0

    def __call__(self) -> Iterator[AudioChunk]:
        self.opened += 1
        try:
            while (one := self.chunks.get(timeout=10)) is not None:
                yield one
        finally:
            self.closed += 1


class FakeRecognizer:
    """Hears for each chunk what the test put in; what is left at the end becomes the last final."""

    def __init__(self) -> None:
        self.hears: queue.Queue[Transcript | Exception] = queue.Queue()
        self.at_the_end: list[Transcript] = []
        self.asked: list[Listening] = []

    def transcribe(self, chunks: Iterable[AudioChunk], how: Listening = Listening()) -> Iterator[Transcript]:
        self.asked.append(how)
        for _chunk in chunks:
            heard = self.hears.get(timeout=10)
            if isinstance(heard, Exception):
                raise heard
            yield heard
        yield from self.at_the_end
        self.at_the_end = []

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class FakeUtterance:
    """One row of the history."""

    id: int
    text: str
    said_at: float
    seconds: float = 0.0
    application: str = ""
    language: str = ""
    is_inserted: bool = False


class FakePast:
    """A history in memory, or a full disk."""

    def __init__(self) -> None:
        self.rows: list[FakeUtterance] = []
        self.is_full = False

    def add(
        self,
        text: str,
        *,
        said_at: float,
        seconds: float = 0.0,
        application: str = "",
        language: str = "",
        is_inserted: bool = False,
    ) -> int:
        if self.is_full:
            raise OutputUnwritable("The history could not be written: free some space.")
        number = len(self.rows) + 1
        self.rows.append(FakeUtterance(number, text, said_at, seconds, application, language, is_inserted))
        return number

    def mark_inserted(self, number: int) -> None:
        self.rows = [replace(one, is_inserted=True) if one.id == number else one for one in self.rows]

    def search(self, text: str = "", limit: int = 200) -> Sequence[FakeUtterance]:
        return tuple(one for one in reversed(self.rows) if text.casefold() in one.text.casefold())[:limit]

    def delete_all(self) -> None:
        self.rows.clear()


@dataclass(frozen=True)
class FakeField:
    """A field of another program."""

    application: str = "editor"
    before: str = ""
    identity: str = "field"
    is_readable: bool = True
    is_protected: bool = False


class FakeFocusedField:
    """Always the field the test says."""

    def __init__(self) -> None:
        self.field: FakeField | None = FakeField()

    def read(self) -> FakeField | None:
        return self.field

    def close(self) -> None:
        pass


class FakeTypist:
    """Types into `text`, or refuses."""

    def __init__(self) -> None:
        self.text = ""
        self.insertions: list[str] = []
        self.answer = Written(is_whole=True)
        self.fails: Exception | None = None

    def prepare(self) -> Iterator[Written]:
        yield Written(is_whole=True)

    def insert(self, text: str, field: object) -> Iterator[Written]:
        if self.fails is not None:
            raise self.fails
        yield self.answer
        if self.answer.is_whole:
            self.text += text
            self.insertions.append(text)

    def scratch(self) -> Iterator[Written]:
        if not self.insertions:
            yield Written(is_whole=False, sentence="Nothing is taken back.")
            return
        self.text = self.text.removesuffix(self.insertions.pop())
        yield Written(is_whole=True, sentence="Taken back.")

    def undo(self) -> Iterator[Written]:
        yield Written(is_whole=True, sentence="Undone.")

    def restore_clipboard(self) -> Iterator[Written]:
        yield Written(is_whole=True, sentence="The clipboard is as it was before.")


@dataclass(frozen=True)
class FakeInsert:
    """A step of writing."""

    text: str


@dataclass(frozen=True)
class FakeCommand:
    """Another step of writing."""

    name: str


def write(utterance: str, before: str, language: str) -> Sequence[FakeInsert | FakeCommand]:
    """Insert the words with a blank before them, but obey the three commands."""
    orders = {"scratch that": "scratch-that", "undo that": "undo", "stop listening": "stop-listening"}
    if utterance in orders:
        return (FakeCommand(orders[utterance]),)
    return (FakeInsert(f" {utterance}" if before else utterance),)


class FakeDictateView:
    """The page of dictation: its own text, and what it was told to show."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.partials: list[str] = []
        self.levels: list[tuple[int, str]] = []
        self.offers: list[str] = []
        self.choices = Settings()
        self.text = ""
        self.before: list[str] = []
        self.rows: tuple[Kept, ...] = ()
        self.copied = ""
        self.stepped_aside = 0
        self.on_step_aside: Callable[[], None] = lambda: None

    def show_state(self, state: str) -> None:
        self.states.append(state)

    def show_partial(self, text: str) -> None:
        self.partials.append(text)

    def show_level(self, percent: int, words: str) -> None:
        self.levels.append((percent, words))

    def show_choices(self, settings: Settings) -> None:
        self.choices = settings

    def show_offer(self, sentence: str) -> None:
        self.offers.append(sentence)

    def text_before_caret(self) -> str:
        return self.text

    def insert(self, text: str) -> None:
        self.before.append(self.text)
        self.text += text

    def take_back(self, text: str) -> bool:
        is_there = self.text.endswith(text)
        self.text = self.text.removesuffix(text)
        return is_there

    def undo(self) -> None:
        self.text = self.before.pop()

    def step_aside(self, then: Callable[[], None]) -> None:
        self.stepped_aside += 1
        self.on_step_aside()
        then()

    def show_past(self, rows: tuple[Kept, ...]) -> None:
        self.rows = rows

    def copy(self, text: str) -> None:
        self.copied = text


class FakeOverlay:
    """The words over other programs; None while it is hidden."""

    def __init__(self) -> None:
        self.shown: list[str | None] = []

    def show_words(self, text: str) -> None:
        self.shown.append(text)

    def hide(self) -> None:
        self.shown.append(None)


class FakeCaptionsView:
    """The page of captions and its window."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.partials: list[str] = []
        self.captions: list[str] = []
        self.levels: list[tuple[int, str]] = []
        self.appearance: Appearance | None = None
        self.is_window_shown = False
        self.offers: list[str] = []
        self.copied = ""

    def show_state(self, state: str) -> None:
        self.states.append(state)

    def show_partial(self, text: str) -> None:
        self.partials.append(text)

    def add_caption(self, text: str) -> None:
        self.captions.append(text)

    def show_captions(self, texts: tuple[str, ...]) -> None:
        self.captions = list(texts)

    def show_level(self, percent: int, words: str) -> None:
        self.levels.append((percent, words))

    def show_choices(self, settings: Settings, appearance: Appearance) -> None:
        self.appearance = appearance

    def show_window(self, is_shown: bool) -> None:
        self.is_window_shown = is_shown

    def show_offer(self, sentence: str) -> None:
        self.offers.append(sentence)

    def copy(self, text: str) -> None:
        self.copied = text


class FakeModelsView:
    """The page of models."""

    def __init__(self) -> None:
        self.rows: tuple[ModelRow, ...] = ()
        self.progress: list[tuple[float | None, str]] = []

    def show_models(self, rows: tuple[ModelRow, ...]) -> None:
        self.rows = rows

    def show_progress(self, fraction: float | None, sentence: str) -> None:
        self.progress.append((fraction, sentence))


@dataclass(frozen=True)
class FakeOffer:
    """What is told before a download."""

    sentences: tuple[str, ...]


class FakeStore:
    """Knows two models; what fetching yields is put in by the test, None ends it."""

    def __init__(self) -> None:
        self.models = (
            Model(
                "small-en",
                "Vosk English, small",
                "speech_to_text",
                "vosk",
                ("en-US",),
                41_205_931,
                licence="Apache-2.0",
                urls=("https://models.example/small-en.zip",),
            ),
            Model(
                "small-ko",
                "Vosk Korean, small",
                "speech_to_text",
                "vosk",
                ("ko",),
                86_914_329,
                urls=("https://models.example/small-ko.zip",),
                md5="0" * 32,
            ),
        )
        self.here: list[str] = []
        self.damaged: dict[str, str] = {}
        self.kept: list[str] = []
        """What was stopped and goes on next time."""
        self.imported: list[Path] = []
        self.refreshed = 0
        self.steps: queue.Queue[Progress | Exception | None] = queue.Queue()

    def catalogue(self) -> Sequence[Model]:
        return self.models

    def installed(self) -> Sequence[Model]:
        return tuple(model for model in self.models if model.id in self.here)

    def offer(self, model: Model) -> FakeOffer:
        return FakeOffer((f"{model.offer}.", "5.0 GB are free."))

    def no_source(self, model: Model) -> str:
        return "" if model.urls else f"{model.title} comes from a file."

    def trouble(self, model_id: str) -> str:
        return self.damaged.get(model_id, "")

    def fetch(self, model: Model, keep_part: bool = False) -> Iterator[Progress]:
        try:
            while (step := self.steps.get(timeout=10)) is not None:
                if isinstance(step, Exception):
                    raise step
                yield step
        except GeneratorExit:
            self.kept += [model.id] if keep_part else []
            raise
        self.damaged.pop(model.id, None)
        self.here.append(model.id)

    def import_from(self, path: Path) -> Iterator[Progress]:
        yield Progress("copying", 1, 2)
        self.imported.append(path)

    def remove(self, model_id: str) -> None:
        self.here.remove(model_id)

    def refresh(self) -> Iterator[Progress]:
        yield Progress("connecting")
        self.refreshed += 1
