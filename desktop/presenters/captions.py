"""The page that captions what is heard: a script that grows for hours, and how it looks."""

import logging
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from desktop.jobs import Job, Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import sentence_of
from desktop.presenters.dictate import language_of
from desktop.presenters.exporting import Export
from desktop.presenters.hearing import (
    Ending,
    Heard,
    Level,
    Source,
    State,
    Watch,
    calmed,
    hear,
    level_percent,
    level_words,
)
from desktop.presenters.recall import Ask, AskPath
from desktop.presenters.voice import Voice
from desktop.settings import CAPTION_COLOURS, Settings
from engines.errors import EngineError, ModelMissing
from engines.media import AudioChunk
from engines.results import Transcript
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.words import _

LANE: Final = "caption"
TAIL: Final = 300
"""So many captions are drawn; who wants an older one asks for all of them."""
GOOD_CONTRAST: Final = 7.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Appearance:
    """How captions look."""

    font: str
    """A family's name; empty: the system's."""
    points: int
    text_colour: str
    """`#rrggbb`."""
    back_colour: str
    lines: int
    is_click_through: bool

    @property
    def contrast(self) -> float:
        """The ratio of WCAG 2, 1 to 21."""
        bright, dark = sorted((_luminance(self.text_colour), _luminance(self.back_colour)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)


class View(Protocol):
    """The page and its captions as the presenter sees them; each call returns at once."""

    def show_state(self, state: State) -> None:
        """Show whether Sori listens."""
        ...

    def show_partial(self, text: str) -> None:
        """Show words that may still change; a screen reader hears nothing of it."""
        ...

    def add_caption(self, text: str) -> None:
        """Add a finished caption; the older than `TAIL` may go."""
        ...

    def show_captions(self, texts: tuple[str, ...]) -> None:
        """Show these captions instead, all of them."""
        ...

    def show_level(self, percent: int, words: str) -> None:
        """Show how loud it is."""
        ...

    def show_choices(self, settings: Settings, appearance: Appearance) -> None:
        """Show the source, the language and the look."""
        ...

    def show_window(self, is_shown: bool) -> None:
        """Show or hide the captions over all other windows, without taking the focus."""
        ...

    def show_offer(self, sentence: str) -> None:
        """Show that a model is missing, with the way to it; empty: hide it."""
        ...

    def copy(self, text: str) -> None:
        """Put `text` on the clipboard."""
        ...


class Script:
    """Every caption since it was cleared, compactly: eight hours take a few megabytes at most."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._times = array("d")  # start and end of each, in seconds

    def __len__(self) -> int:
        return len(self._texts)

    @property
    def end(self) -> float:
        """When the last caption ended, in seconds; 0 if there is none."""
        return self._times[-1] if self._times else 0.0

    def add(self, text: str, start: float, end: float) -> None:
        """Add a caption."""
        self._texts.append(text)
        self._times.extend((start, max(start, end)))

    def texts(self) -> tuple[str, ...]:
        """Return the words of every caption."""
        return tuple(self._texts)

    def finals(self) -> tuple[Transcript, ...]:
        """Return every caption with its times."""
        return tuple(
            Transcript(text, is_final=True, start=self._times[2 * number], end=self._times[2 * number + 1])
            for number, text in enumerate(self._texts)
        )


class Captions:
    """Decides what the captions show. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        choices: Choices,
        export: Export,
        recognizer: SpeechRecognizer,
        sources: Mapping[str, Source],
        open_file: Callable[[Path], Iterator[AudioChunk]],
        level: Level,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs, self._choices = view, voice, jobs, choices
        self._export, self._recognizer = export, recognizer
        self._sources, self._open_file, self._level, self._clock = sources, open_file, level, clock
        self._state: State = "idle"
        self._script = Script()
        self._ending = Ending(True, clock)
        self._watch = Watch(clock)
        self._is_microphone = self._is_window_shown = False
        self._began_at = self._offset = 0.0
        self._partial = Transcript("", is_final=False, start=0.0, end=0.0)
        choices.follow(self._adopt)
        self._adopt(choices.now)

    @property
    def is_listening(self) -> bool:
        """Whether captions are being made."""
        return self._state != "idle"

    # What the user asks for

    def opened(self) -> None:
        """The page is seen."""
        if self._state == "idle":
            self._voice.tell(_("Captions. Press Ctrl+T to start and to stop."))
        self._adopt(self._choices.now)

    def toggle(self, ask_file: AskPath) -> None:
        """Start with the chosen source, or stop and keep what was heard."""
        if self._state in ("starting", "listening"):
            self.stop()
        elif self._state == "idle" and self._choices.now.caption_source == "file":
            ask_file(self.caption_file)
        elif self._state == "idle":
            name = self._choices.now.caption_source
            self._start(self._sources[name], is_live=True, is_microphone=name == "microphone")

    def caption_file(self, path: Path) -> None:
        """Caption a recording."""
        if self._state == "idle":
            self._start(lambda: self._open_file(path), is_live=False, is_microphone=False)

    def stop(self) -> None:
        """Stop listening; what was heard until now becomes the last caption."""
        if self._state in ("starting", "listening"):
            self._turn("finishing")
            self._voice.show(_("Finishing."))
            self._ending.ask()

    def escape(self) -> bool:
        """Silence the voice; if it is silent already, stop. Return whether there was anything."""
        if self._voice.is_speaking:
            self._voice.silence()
        elif self._state in ("starting", "listening"):
            self.stop()
        else:
            return False
        return True

    def choose(self, **values: object) -> None:
        """Change the source, the language or the look, by the names in `Settings`."""
        self._choices.change(**values)
        if values.keys() & {"caption_text", "caption_back"}:
            self._voice.tell(contrast_sentence(appearance_of(self._choices.now)))
        elif values.keys() & {"caption_source", "dictation_language"} and self._state != "idle":
            self._voice.tell(_("This takes effect when captions are started again."))

    def high_contrast(self) -> None:
        """White on black: the contrast of the 7 to 1 rule, three times over."""
        self.choose(caption_text="white", caption_back="black")

    def show_window(self, is_shown: bool | None = None) -> None:
        """Show or hide the captions over all other windows; None: turn it round."""
        shown = not self._is_window_shown if is_shown is None else is_shown
        if shown != self._is_window_shown:
            self._is_window_shown = shown
            self._view.show_window(shown)
            self._voice.tell(
                _("The captions window is open.") if shown else _("The captions window is closed.")
            )

    def show_all(self) -> None:
        """Show every caption since the start, not only the newest."""
        self._view.show_captions(self._script.texts())
        self._voice.tell(_("All {count} captions are shown.").format(count=len(self._script)))

    def copy_all(self) -> None:
        """Put every caption on the clipboard."""
        if self._has_captions():
            self._view.copy("\n".join(self._script.texts()))
            self._voice.tell(_("The captions are copied."))

    def export(self, ask: AskPath) -> None:
        """Save every caption."""
        if self._has_captions():
            ask(lambda path: self._export.save(path, self._script.finals))

    def clear(self, ask: Ask) -> None:
        """Forget every caption, if the user is sure."""
        if self._has_captions():
            ask(
                _("Clear the captions"),
                _("All {count} captions are forgotten. Export them first if you want to keep them.").format(
                    count=len(self._script)
                ),
                _("Clear"),
                self._clear,
            )

    def _clear(self) -> None:
        self._script, self._began_at, self._offset = Script(), self._clock(), 0.0
        self._view.show_captions(())
        self._voice.tell(_("The captions are cleared."))

    def _has_captions(self) -> bool:
        if not len(self._script):
            self._voice.tell(_("There are no captions yet."))
        return bool(len(self._script))

    # Listening

    def _start(self, source: Source, is_live: bool, is_microphone: bool) -> None:
        if not len(self._script):
            self._began_at = self._clock()
        # Times go on where the last start left them, so that an export stays in order.
        self._offset = max(self._clock() - self._began_at, self._script.end) if is_live else self._script.end
        self._is_microphone = is_microphone
        self._turn("starting")
        self._view.show_offer("")
        self._voice.show(_("Getting ready to listen."))
        ending = self._ending = Ending(is_live, self._clock)
        self._watch = Watch(self._clock)
        how = Listening(language=language_of(self._choices.now))
        job = Job(lane=LANE, on_item=self._arrived, on_done=self._completed, on_error=self._failed)

        def work(job: Job) -> Iterator[Heard]:
            heard = hear(job, source, self._recognizer, how, ending, self._level)
            return heard if is_live else calmed(heard)

        self._jobs.start(job, work)

    def _arrived(self, heard: Heard) -> None:
        if self._state == "starting":
            self._turn("listening")
            self._voice.show(_("Captions are on."))
        if heard.transcript.is_final:
            self._keep(heard.transcript)
        else:
            self._show_partial(heard.transcript)
        self._view.show_level(level_percent(heard.level_dbfs), level_words(heard.level_dbfs))
        sentence = self._watch.note(heard, self._voice.is_speaking)
        if sentence:
            self._tell(sentence, bool(heard.trouble))
        if heard.transcript.notice:
            self._voice.tell(heard.transcript.notice)

    def _tell(self, sentence: str, is_trouble: bool) -> None:
        """Say what the source is like, unless that voice would be taken out of what is listened to."""
        if self._is_microphone and self._watch.is_back:
            self._voice.silence()
            self._voice.show(sentence)
        elif self._is_microphone:
            self._voice.tell(sentence)
        elif is_trouble:
            # Our own voice is part of the computer's sound: it would break the very silence it tells of.
            (self._voice.show if self._voice.is_own else self._voice.tell)(sentence)

    def _keep(self, final: Transcript) -> None:
        self._script.add(final.text, final.start + self._offset, final.end + self._offset)
        self._show_partial(replace(final, text="", is_final=False, words=()))
        self._view.add_caption(final.text)

    def _show_partial(self, partial: Transcript) -> None:
        if partial.text != self._partial.text:
            self._view.show_partial(partial.text)
        self._partial = partial

    def _completed(self, _result: object) -> None:
        self._rest()
        self._voice.tell(_("Captions are off: {count} in all.").format(count=len(self._script)))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("captions failed", exc_info=error)
        if self._partial.text:
            self._keep(self._partial)
        self._rest()
        self._voice.tell(sentence_of(error))
        if isinstance(error, ModelMissing):
            self._view.show_offer(str(error))

    def _rest(self) -> None:
        self._turn("idle")
        self._show_partial(replace(self._partial, text=""))
        self._view.show_level(0, level_words(float("-inf")))

    def _turn(self, state: State) -> None:
        self._state = state
        self._view.show_state(state)

    def _adopt(self, settings: Settings) -> None:
        self._view.show_choices(settings, appearance_of(settings))


def appearance_of(settings: Settings) -> Appearance:
    """Return the look the user chose."""
    return Appearance(
        settings.caption_font,
        settings.caption_points,
        CAPTION_COLOURS[settings.caption_text],
        CAPTION_COLOURS[settings.caption_back],
        settings.caption_lines,
        settings.is_caption_click_through,
    )


def contrast_sentence(appearance: Appearance) -> str:
    """Say how well the letters stand out."""
    ratio = f"{appearance.contrast:.1f}"
    if appearance.contrast >= GOOD_CONTRAST:
        return _("Contrast {ratio} to 1.").format(ratio=ratio)
    return _("Contrast {ratio} to 1: less than 7 to 1 is hard to read.").format(ratio=ratio)


def _luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2, 0 to 1."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
