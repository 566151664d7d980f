"""Stand-ins for the seams of the application: each implements a protocol and remembers what it was asked."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.presenters.rows import Row
from engines.errors import EngineError, InputUnsupported
from engines.image_description import ImageDescriber
from engines.media import Image
from engines.results import Box, Description, Element, Region, TextLine
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
