"""The page that describes a picture: what is asked for, shown and said, and when."""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import engines.image_description.wording as wording
from desktop.capture.origin import Origin, Screenshot
from desktop.jobs import Job, Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.looks import Looks, News, Shown, compared
from desktop.presenters.rows import Path as Place
from desktop.presenters.rows import Row, place, rows
from desktop.presenters.voice import StatusView, Voice
from engines.errors import EngineError
from engines.image_description import LEVELS, ImageDescriber, Level
from engines.media import Image
from engines.results import Description
from engines.words import N_, _, catalogue, interface_language

LANE: Final = "describe"
PROGRESS_SECONDS: Final = 4.0
"""Progress is spoken so often at most, and only into silence."""

_LEVEL_WORDS: Final[dict[Level, str]] = {
    "headline": N_("Level of detail: headline."),
    "structure": N_("Level of detail: structure."),
    "everything": N_("Level of detail: everything."),
}

logger = logging.getLogger(__name__)
Take = Callable[[Image | EngineError | None], None]


class View(StatusView, Protocol):
    """The page as the presenter sees it; each call returns at once."""

    def show_picture(self, image: Image) -> None:
        """Show another picture, with nothing outlined."""
        ...

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show another tree, keeping the current row where it still exists."""
        ...

    def outline(self, row: Row | None, words: str) -> None:
        """Outline the row's box in the picture; `words` say the same."""
        ...

    def show_row(self, path: Place) -> None:
        """Make the row there the current one without telling, and put the focus on it."""
        ...

    def focus_rows(self) -> None:
        """Put the focus on the tree, on its first row if the focus was elsewhere."""
        ...

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        ...


class Capturer(Protocol):
    """Takes pictures of the desktop; calls back on the GUI thread, None if the user wanted none."""

    def screen(self, take: Take) -> None:
        """Take the screen the pointer is on."""
        ...

    def all_screens(self, take: Take) -> None:
        """Take all screens as one picture."""
        ...

    def window(self, take: Take) -> None:
        """Take the window the user was in before Sori."""
        ...

    def region(self, take: Take) -> None:
        """Let the user choose a part of the screen."""
        ...

    def again(self, origin: Origin | None, take: Take) -> None:
        """Take the window the user is in, or the screen or region of `origin`, once more."""
        ...

    def clipboard(self) -> Image | Path:
        """Return the picture on the clipboard, or the file that was copied.

        Raises:
            InputUnsupported: there is neither.
        """
        ...


class Describe:
    """Decides what the page shows and says. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        capturer: Capturer,
        choices: Choices,
        describer: ImageDescriber,
        read: Callable[[Path], Image],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs = view, voice, jobs
        self._capturer, self._choices = capturer, choices
        self._describer, self._read, self._clock = describer, read, clock
        self._words = catalogue(interface_language())
        self._image: Image | None = None
        self._shown: Shown | None = None
        self._last: Shown | None = None
        self._row: Row | None = None
        self._rows: tuple[Row, ...] = ()
        self._answer: Row | None = None
        self._looks = Looks()
        self._is_again = False
        self._job: Job | None = None
        self._others: list[Callable[[], bool]] = []
        self._followers: list[Callable[[], None]] = []
        self._said = ""
        self._is_capturing = False
        self._is_silenced = False
        self._progress_at = 0.0

    @property
    def shown(self) -> Shown | None:
        """What is shown now."""
        return self._shown

    @property
    def capturer(self) -> Capturer:
        """What takes pictures of the desktop."""
        return self._capturer

    @property
    def row(self) -> Row | None:
        """The current row."""
        return self._row

    @property
    def rows(self) -> tuple[Row, ...]:
        """The tree as it is shown."""
        return self._rows

    @property
    def answer(self) -> Row | None:
        """The answer or the changes at the end of the tree."""
        return self._answer

    def also_stop(self, stop: Callable[[], bool]) -> None:
        """Let Escape stop something else too when nothing is said; `stop` tells whether it did."""
        self._others.append(stop)

    def on_another_picture(self, call: Callable[[], None]) -> None:
        """Call whenever another picture is shown."""
        self._followers.append(call)

    # What to describe

    def describe_screen(self) -> None:
        """Describe the screen the pointer is on."""
        self._capture(self._capturer.screen)

    def describe_all_screens(self) -> None:
        """Describe all screens as one picture."""
        self._capture(self._capturer.all_screens)

    def describe_window(self) -> None:
        """Describe the window the user came from."""
        self._capture(self._capturer.window)

    def describe_region(self) -> None:
        """Let the user choose a part of the screen and describe it."""
        self._capture(self._capturer.region)

    def describe_again(self) -> None:
        """Look once more at where the last picture was taken, and say only what changed.

        Of a window, the one the user is in now counts; one that was not looked at before is described whole.
        """
        last = self._last.image if self._last is not None else None
        origin = last.origin if isinstance(last, Screenshot) else None
        self._capture(lambda take: self._capturer.again(origin, take), is_again=True)

    def describe_clipboard(self) -> None:
        """Describe the picture on the clipboard."""
        try:
            found = self._capturer.clipboard()
        except EngineError as error:
            self._voice.tell(str(error))
            return
        if isinstance(found, Path):
            self.describe_file(found)
        else:
            self._look(lambda: found)

    def describe_file(self, path: Path) -> None:
        """Describe a picture file; it is read in the background."""
        self._look(lambda: self._read(path))

    def _capture(self, take_picture: Callable[[Take], None], is_again: bool = False) -> None:
        if self._is_capturing:
            return
        self._is_capturing = True
        self._voice.silence()
        self._voice.show(_("Taking a picture of the screen."))
        take_picture(lambda outcome: self._captured(outcome, is_again))

    def _captured(self, outcome: Image | EngineError | None, is_again: bool) -> None:
        self._is_capturing = False
        if isinstance(outcome, Image):
            self._look(lambda: outcome, self._looks.last(outcome) if is_again else None)
        elif outcome is None:
            self._voice.tell(_("Nothing was chosen."))
        else:
            self._voice.tell(str(outcome))

    # Looking

    def _look(self, source: Callable[[], Image], before: Shown | None = None) -> None:
        self._voice.silence()
        self._voice.show(_("Looking at the picture."))
        self._image, self._said, self._is_silenced = None, "", False
        self._is_again = before is not None
        self._progress_at = self._clock()
        self._job = Job(lane=LANE, on_item=self._arrived, on_done=self._completed, on_error=self._failed)
        self._jobs.start(self._job, lambda _job: self._work(source, before))

    def _work(
        self, source: Callable[[], Image], before: Shown | None
    ) -> Iterator[Image | Description | News]:
        """Runs in the lane: only what is given and what never changes is touched here."""
        image = source()
        yield image
        for description in self._describer.describe(image):
            if before is not None and description.is_final:
                yield compared(before, Shown(image, description), self._words)
            else:
                yield description

    def _arrived(self, item: Image | Description | News) -> None:
        if isinstance(item, Image):
            self._image = item
        elif isinstance(item, News):
            self._tell_news(item)
        elif not self._is_again:
            self._learn(item)
        elif not item.is_final:
            # What was found the last time stays until it is known what changed.
            self._show_progress(item)

    def _learn(self, item: Description) -> None:
        if item.stage == "started":
            # Nothing is known yet: what was found the last time stays.
            return
        assert self._image is not None, "a picture comes before what is known of it"
        is_first = not self._said
        self._show(Shown(self._image, item), is_new_picture=is_first)
        if is_first:
            self._answer = None
            self._said = wording.said_first(item, self._words)
            self._voice.say((self._said,))
            self._view.focus_rows()
        elif not item.is_final:
            self._show_progress(item)

    def _tell_news(self, news: News) -> None:
        """Show everything, with what changed at its end, and say only that."""
        self._answer = news.row
        self._show(news.now, is_new_picture=True)
        self._to_answer()
        self._voice.show(news.row.text)
        if not self._is_silenced and self._voice.is_own:
            # Else the screen reader reads the row, because it has the focus.
            self._voice.say(news.sentences)

    def _completed(self, _result: object) -> None:
        self._job = None
        if self._shown is None:
            return
        self._last = self._shown
        self._looks.keep(self._last)
        if self._is_again:
            return
        rest = wording.remaining(self._last.description, self._level, self._words, self._said)
        self._voice.show(_finished(self._last.description))
        if not self._is_silenced:
            self._voice.say(rest, interrupt=False)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self._bring_back_last()
        if not isinstance(error, EngineError):
            logger.error("describing failed", exc_info=error)
        self._voice.tell(sentence_of(error))

    def _bring_back_last(self) -> None:
        if self._last is not None and self._shown is not self._last:
            self._show(self._last, is_new_picture=True)

    def _show(self, shown: Shown, is_new_picture: bool) -> None:
        self._shown = shown
        if is_new_picture:
            self._row = None
            self._view.show_picture(shown.image)
            for call in self._followers:
                call()
        self._rows = rows(shown.description, self._words, self._answer)
        self._view.show_rows(self._rows)

    def _show_progress(self, so_far: Description) -> None:
        if so_far.lines_total == 0:
            return
        sentence = _("Reading text, {done} of {total} lines.").format(
            done=so_far.lines_read, total=so_far.lines_total
        )
        self._voice.show(sentence)
        is_time = self._clock() - self._progress_at >= PROGRESS_SECONDS
        if is_time and not self._voice.is_speaking and not self._is_silenced:
            self._progress_at = self._clock()
            self._voice.say((sentence,), interrupt=False)

    # Walking and reading

    def walk(self, row: Row) -> None:
        """Say the row the user went to, and outline it."""
        self._is_silenced = True  # the user reads on their own now
        self.follow(row)
        if self._voice.is_own:
            # Else the screen reader reads the row by itself, because it has the focus.
            self._voice.say((row.text,))

    def follow(self, row: Row | None) -> None:
        """Outline the row that became current, without a word."""
        self._row = row
        if row is None or row.box is None or self._shown is None:
            self._view.outline(None, "")
            return
        spot = place(row.box, self._shown.description.size, self._words)
        words = _("Outlined at the {place}: {item}").format(place=spot, item=row.text)
        self._view.outline(row, words)

    def say_row(self, before: str = "", after: str = "") -> None:
        """Say the current row, which Sori itself went to, with what belongs to the way there."""
        self._is_silenced = True
        # A screen reader reads the row by itself, because it has the focus now.
        own = self._row.text if self._row is not None and self._voice.is_own else ""
        self._voice.say((before, own, after))

    def list_answer(self, row: Row, sentences: Sequence[str]) -> None:
        """Show an answer at the end of the tree, go there, and say it."""
        if self._shown is None:
            return
        self._is_silenced = True
        self._answer = row
        self._show(self._shown, is_new_picture=False)
        self._to_answer()
        self._voice.show(row.text)
        if self._voice.is_own:
            self._voice.say(sentences)

    def _to_answer(self) -> None:
        self._view.show_row((len(self._rows) - 1,))

    def read_all(self) -> None:
        """Say the whole description at the chosen level."""
        if (sentences := self.sentences()) is not None:
            self._is_silenced = True  # what is being found meanwhile must not be said twice
            self._voice.say(sentences)

    def more_detail(self) -> None:
        """Say one level more."""
        self._turn_level(1)

    def less_detail(self) -> None:
        """Say one level less."""
        self._turn_level(-1)

    def _turn_level(self, by: int) -> None:
        place_now = LEVELS.index(self._level)
        level = LEVELS[min(max(place_now + by, 0), len(LEVELS) - 1)]
        is_same = level == self._level
        self._choices.change(level=level)
        self._voice.tell(_(_LEVEL_WORDS[level]))
        if self._last is not None and self._shown is self._last and not is_same:
            self._voice.say(self.sentences() or (), interrupt=False)

    def escape(self) -> bool:
        """Silence the voice; if it is silent already, stop looking. Return whether there was anything."""
        if self._voice.is_speaking:
            self._is_silenced = True
            self._voice.silence()
        elif self._job is not None and not self._job.is_cancelled:
            self._job.cancel()
            self._job = None
            self._bring_back_last()
            self._voice.tell(_("Stopped."))
        else:
            return any(stop() for stop in self._others)
        return True

    # Keeping

    def copy_description(self) -> None:
        """Put the description on the clipboard."""
        if (sentences := self.sentences()) is not None:
            self._view.copy("\n".join(sentences))
            self._voice.tell(_("The description is copied."))

    def copy_row(self) -> None:
        """Put the current row on the clipboard."""
        if self._row is None:
            self.copy_description()
            return
        self._view.copy(self._row.text)
        self._voice.tell(_("Copied: {item}").format(item=self._row.text))

    @property
    def _level(self) -> Level:
        return self._choices.now.level

    def sentences(self) -> tuple[str, ...] | None:
        """Return the description at the chosen level; if there is none, say so and return None."""
        shown = self.shown_or_told()
        return None if shown is None else wording.sentences(shown.description, self._level, self._words)

    def shown_or_told(self) -> Shown | None:
        """Return what is shown; if there is nothing, say so and return None."""
        if self._shown is None:
            self._voice.tell(_("There is no description yet. Describe the screen or open a picture first."))
        return self._shown


def sentence_of(error: Exception) -> str:
    """Return what a person hears of an error: its own sentence, or that it is a bug."""
    if isinstance(error, EngineError):
        return str(error)
    return _("Something went wrong. Please try again; the log file tells what happened.")


def _finished(description: Description) -> str:
    if not description.texts:
        return _("The description is complete.")
    unread = sum(not line.text for line in description.texts)
    if unread:
        return _("The description is complete; {count} of {total} lines of text could not be read.").format(
            count=unread, total=len(description.texts)
        )
    return _("The description is complete; all text was read.")
