"""The page that takes dictation: from sound to words, into the history, and only then into a text."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, Literal, Protocol

from desktop.jobs import Job, Jobs, once
from desktop.presenters.choices import Choices
from desktop.presenters.describe import sentence_of
from desktop.presenters.hearing import (
    Ending,
    Heard,
    Level,
    Source,
    State,
    Watch,
    hear,
    level_percent,
    level_words,
)
from desktop.presenters.into_text import (
    FocusedField,
    Insertion,
    IntoText,
    Said,
    Sound,
    TextView,
    Typist,
    Write,
)
from desktop.presenters.recall import Kept, Recall
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import EngineError, ModelMissing
from engines.speech_to_text import Listening, SpeechRecognizer
from engines.words import LANGUAGES, _, interface_language

LANE: Final = "listen"
CLOSING_SECONDS: Final = 1.5
"""How long the window's end waits for the words that are being said."""
_SLOWDOWN: Final = 4
"""Asking for the field may take a fifth of the time at most."""

logger = logging.getLogger(__name__)


class View(TextView, Protocol):
    """The page as the presenter sees it; each call returns at once."""

    def show_state(self, state: State) -> None:
        """Show whether Sori listens."""
        ...

    def show_partial(self, text: str) -> None:
        """Show words that may still change; empty: none."""
        ...

    def show_level(self, percent: int, words: str) -> None:
        """Show how loud it is; `words` say the same."""
        ...

    def show_choices(self, settings: Settings) -> None:
        """Show the language and the switches."""
        ...

    def show_offer(self, sentence: str) -> None:
        """Show that there is a better model, with the way to it; empty: hide it."""
        ...

    def step_aside(self, then: Callable[[], None]) -> None:
        """Give the focus back to the program the user came from, then call."""
        ...


class Overlay(Protocol):
    """The words over other programs; it never takes the focus."""

    def show_words(self, text: str) -> None:
        """Show words that may still change, or why there are none; empty: that Sori listens."""
        ...

    def hide(self) -> None:
        """Show nothing."""
        ...


class Dictate:
    """Decides what becomes of what is said. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        overlay: Overlay,
        voice: Voice,
        jobs: Jobs,
        choices: Choices,
        recall: Recall,
        recognizer: SpeechRecognizer,
        source: Source,
        level: Level,
        write: Write,
        focused_field: Callable[[], FocusedField],
        typist: Typist,
        play: Callable[[Sound], None],
        offer: Callable[[str], str],
        clock: Callable[[], float] = time.monotonic,
        date: Callable[[], float] = time.time,
    ) -> None:
        self._view, self._overlay, self._voice, self._jobs = view, overlay, voice, jobs
        self._choices, self._recall, self._recognizer = choices, recall, recognizer
        self._source, self._level, self._write = source, level, write
        self._play, self._offer = play, offer
        self._clock, self._date = clock, date
        self._state: State = "idle"
        self._ending = Ending(True, clock)
        self._ended = threading.Event()
        self._watch = Watch(clock)
        # The lane that listens asks these two; nothing else is shared with it.
        self._is_here, self._is_keeping = threading.Event(), threading.Event()
        # Each lane has its own look at the field, because none may be used by two.
        self._field = focused_field()
        self._guard = _Guard(self._field, clock)
        self._into = IntoText(
            view,
            voice,
            jobs,
            recall,
            write,
            focused_field(),
            typist,
            self._sound,
            self.stop,
            lambda: self._state in ("starting", "listening"),
            self._is_here,
        )
        self._is_in_front = False
        self._is_wanted_again = self._has_heard = False
        self._partial = self._trouble = ""
        self._language: Literal["en", "ko"] = "en"
        choices.follow(self._adopt)
        self._adopt(choices.now)

    # What the user asks for

    @property
    def is_listening(self) -> bool:
        """Whether Sori listens, is about to, or still works on what was said."""
        return self._state != "idle"

    def toggle(self) -> None:
        """Start listening, or stop and keep what was said."""
        if self._state in ("starting", "listening"):
            self.stop()
        else:
            self.start()

    def start(self) -> None:
        """Listen; the key for push-to-talk was pressed."""
        if self._state == "finishing":
            # A new job would cut off the words that are still being worked on.
            self._is_wanted_again = True
        if self._state != "idle":
            return
        self._voice.silence()
        self._partial = self._trouble = ""
        self._turn("starting")
        self._voice.show(_("Getting ready to listen."))
        self._into.prepare()
        self._has_heard, self._is_wanted_again = False, False
        self._ending, self._ended = Ending(True, self._clock), threading.Event()
        self._watch, self._language = self._watch.anew(), language_of(self._choices.now)
        job = Job(lane=LANE, on_item=self._arrived, on_done=self._completed, on_error=self._failed)
        ending, ended, language = self._ending, self._ended, self._language
        self._jobs.start(job, lambda job: self._work(job, ending, ended, language))

    def stop(self) -> None:
        """Stop listening and keep what was said; the key for push-to-talk was released."""
        self._is_wanted_again = False
        if self._state in ("starting", "listening"):
            self._turn("finishing")
            self._voice.show(_("Finishing."))
            self._ending.ask()

    def cancel(self) -> None:
        """Stop listening and forget the utterance that is not finished."""
        if self._state != "idle":
            self._jobs.cancel(LANE)
            self._rest()
            # A final that was on its way is in the history, although it is typed no more.
            self._recall.refresh()
            self._voice.tell(_("Stopped listening. The unfinished words are discarded."))

    def escape(self) -> bool:
        """Silence the voice; if it is silent already, stop listening. Return whether there was anything."""
        if self._voice.is_speaking:
            self._voice.silence()
        elif self._state in ("starting", "listening"):
            self.stop()
        else:
            return False
        return True

    def opened(self) -> None:
        """The page is seen: say so, show what is kept, and look for a better model."""
        if self._state == "idle":
            self._voice.tell(_("Dictation. Press Ctrl+D to start and to stop."))
        self._view.show_choices(self._choices.now)
        self._recall.refresh()
        self._look_for_model()

    def note_front(self, is_in_front: bool) -> None:
        """Take note that Sori itself got or lost the focus."""
        self._is_in_front = is_in_front
        self._adopt_place()

    def choose_language(self, language: str) -> None:
        """Listen for another language, from now on."""
        self._choices.change(dictation_language=language)
        self._look_for_model()
        if self._state in ("starting", "listening"):
            self.stop()
            self._is_wanted_again = True

    def write_here(self, is_here: bool) -> None:
        """Write into the page's own text, whatever has the focus."""
        self._choices.change(is_written_here=is_here)

    def keep_history(self, is_kept: bool) -> None:
        """Keep what is said from now on, or keep nothing more."""
        self._choices.change(is_history_kept=is_kept)
        self._voice.tell(
            _("What you say is kept on this computer.")
            if is_kept
            else _("What you say from now on is not kept.")
        )

    def scratch_that(self) -> None:
        """Take back what was written last."""
        self._into.scratch_that()

    def restore_clipboard(self) -> None:
        """Put back what stood on the clipboard before refused words were left there."""
        self._into.restore_clipboard()

    def insert_again(self, kept: Kept | None) -> None:
        """Write once more what was said before, into the program the user came from."""
        if kept is None:
            self._voice.tell(_("Nothing was said yet."))
            return
        said = Said(kept.text, self._language, kept, is_written=True)
        if self._choices.now.is_written_here:
            self._into.write_here(said)
        else:
            self._view.step_aside(lambda: self._into.type(said))

    def insert_text(self, text: str, refused: Callable[[], object] = lambda: None) -> None:
        """Write a text that was not dictated, as it is, into the program the user came from.

        `refused` is called if nothing there took it.
        """
        said = Said(text, self._language, None, is_written=True)
        self._view.step_aside(lambda: self._into.type(said, refused))

    def close(self) -> None:
        """Wait a moment, so that what is being said is kept. Comes before `Jobs.close`."""
        if self._state != "idle":
            self._ending.ask()
            if not self._ended.wait(CLOSING_SECONDS):
                logger.warning("listening did not come to its end in time")
                self._keep_at_once(self._partial)

    def _keep_at_once(self, words: str) -> None:
        """Keep what was heard so far; rather twice than not at all."""
        if words and self._is_keeping.is_set():
            try:
                self._recall.keep(Kept(words, self._date()), self._language)
            except EngineError as error:
                logger.warning("%s", error)

    # In the lane that listens

    def _work(
        self, job: Job, ending: Ending, ended: threading.Event, language: Literal["en", "ko"]
    ) -> Iterator[Heard | Said]:
        how = Listening(language=language)
        shown, is_protected = "", False
        self._guard.begin()
        try:
            for heard in hear(job, self._source, self._recognizer, how, ending, self._level):
                text = heard.transcript.text
                if heard.transcript.is_final:
                    yield self._said(heard, language)
                    shown, is_protected = "", False
                    self._guard.begin()
                    continue
                if text != shown:
                    shown, is_protected = text, bool(text) and self._is_protected()
                yield _without_words(heard) if is_protected else heard
        finally:
            self._field.close()
            ended.set()

    def _said(self, heard: Heard, language: str) -> Said:
        """Keep a finished utterance before anything else is done with it."""
        words, is_here = heard.transcript.text, self._is_here.is_set()
        field = None if is_here else self._field.read()
        # Who has dictated a password goes on to the next field before the pause that ends it is over.
        if self._guard.was_protected or (field is not None and field.is_protected):
            return Said(words, language, None, is_protected=True, heard=_without_words(heard))
        steps = self._write(words, self._into.before(field), language)
        text = "".join(step.text for step in steps if isinstance(step, Insertion)).strip(" ")
        said = Said(words, language, None, is_here, heard=heard)
        if not text.strip():
            return said
        seconds = heard.transcript.end - heard.transcript.start
        kept = Kept(text, self._date(), 0, field.application if field is not None else "", False, seconds)
        if not self._is_keeping.is_set():
            return replace(said, kept=kept)
        try:
            return replace(said, kept=self._recall.keep(kept, language))
        except EngineError as error:
            return replace(said, kept=kept, trouble=str(error))

    def _is_protected(self) -> bool:
        return not self._is_here.is_set() and self._guard.is_protected()

    # What was heard

    def _arrived(self, item: Heard | Said) -> None:
        heard = item.heard if isinstance(item, Said) else item
        self._trouble = heard.trouble if heard is not None else ""
        if self._state == "starting":
            self._turn("listening")
            self._signal("start", _("Listening."))
        if isinstance(item, Said):
            self._has_heard = True
            self._show_partial("")
            self._into.deliver(item)
        else:
            self._show_partial(item.transcript.text)
        if heard is not None:
            self._tell_how_it_sounds(heard)

    def _tell_how_it_sounds(self, heard: Heard) -> None:
        words = level_words(heard.level_dbfs)
        self._view.show_level(level_percent(heard.level_dbfs), words)
        sentence = self._watch.note(heard, self._voice.is_speaking)
        if self._watch.is_back:
            # Any voice now would talk into the words that prove it, and they would be taken for ours.
            self._voice.silence()
            self._voice.show(sentence)
            self._sound("start")
        elif sentence:
            if heard.trouble:
                self._sound("trouble")
            self._voice.tell(sentence)
        if heard.transcript.notice:
            self._voice.tell(heard.transcript.notice)

    def _show_partial(self, text: str) -> None:
        if text != self._partial:
            self._partial = text
            self._view.show_partial(text)
        self._show_overlay()

    def _show_overlay(self) -> None:
        if self._state == "idle" or self._is_in_front:
            self._overlay.hide()
        else:
            ready = _("Getting ready to listen.") if self._state == "starting" else self._trouble
            self._overlay.show_words(self._partial or ready)

    def _completed(self, _result: object) -> None:
        is_wanted_again, has_heard = self._is_wanted_again, self._has_heard
        self._rest()
        self._signal("stop", _("Stopped listening."))
        if not has_heard and not is_wanted_again:
            self._voice.tell(_("Stopped listening. Nothing was heard."))
        if is_wanted_again:
            self.start()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("listening failed", exc_info=error)
        unfinished = self._partial
        self._rest()
        self._sound("trouble")
        self._voice.tell(sentence_of(error))
        if isinstance(error, ModelMissing):
            self._view.show_offer(str(error))
        if unfinished:
            self._keep_unfinished(unfinished)

    def _keep_unfinished(self, words: str) -> None:
        """What was heard before listening broke off stands in the list, not in any text."""
        kept, language = Kept(words, self._date()), self._language
        if self._is_keeping.is_set():
            self._recall.keep_later(kept, language)
        else:
            self._recall.note(kept)

    def _rest(self) -> None:
        self._is_wanted_again = False
        self._turn("idle")
        self._show_partial("")
        self._view.show_level(0, level_words(float("-inf")))

    def _turn(self, state: State) -> None:
        self._state = state
        self._view.show_state(state)
        self._show_overlay()

    # Signals and settings

    def _signal(self, sound: Sound, sentence: str) -> None:
        """Let one sense take the place of the other: the sentence is seen, the sound is heard."""
        self._voice.show(sentence)
        if self._choices.now.has_sounds:
            self._play(sound)
        else:
            self._voice.say((sentence,))

    def _sound(self, sound: Sound) -> None:
        if self._choices.now.has_sounds:
            self._play(sound)

    def _look_for_model(self) -> None:
        language = language_of(self._choices.now)
        job = Job(lane="offer", on_done=self._view.show_offer, on_error=self._failed_to_look)
        self._jobs.start(job, lambda _job: once(lambda: self._offer(language)))

    def _failed_to_look(self, error: Exception) -> None:
        logger.error("looking for models failed", exc_info=error)

    def _adopt(self, settings: Settings) -> None:
        _set(self._is_keeping, settings.is_history_kept)
        self._adopt_place()
        self._view.show_choices(settings)

    def _adopt_place(self) -> None:
        _set(self._is_here, self._is_in_front or self._choices.now.is_written_here)
        self._show_overlay()


class _Guard:
    """Asks whether the field is protected at each change of the words; less often where that is slow."""

    def __init__(self, field: FocusedField, clock: Callable[[], float]) -> None:
        self._field, self._clock = field, clock
        self.begin()

    def begin(self) -> None:
        """Another utterance begins, which nothing is known of."""
        self._is_protected, self._ask_at = False, float("-inf")
        self.was_protected = False
        """Whether the field was protected at any change of this utterance."""

    def is_protected(self) -> bool:
        begun = self._clock()
        if begun >= self._ask_at:
            field = self._field.read()
            self._is_protected = field is not None and field.is_protected
            self.was_protected = self.was_protected or self._is_protected
            # A program that hangs must not hold up listening.
            self._ask_at = self._clock() + _SLOWDOWN * (self._clock() - begun)
        return self._is_protected


def language_of(settings: Settings) -> Literal["en", "ko"]:
    """Return the language to listen for."""
    chosen = settings.dictation_language
    language = chosen if chosen in LANGUAGES else interface_language()
    return "ko" if language == "ko" else "en"


def _without_words(heard: Heard) -> Heard:
    return replace(heard, transcript=replace(heard.transcript, text="", words=()))


def _set(event: threading.Event, is_set: bool) -> None:
    if is_set:
        event.set()
    else:
        event.clear()
