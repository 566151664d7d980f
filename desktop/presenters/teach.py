"""The part of the page that learns: signs of the user's own, and letters that are read badly."""

import logging
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Protocol

from desktop.jobs import Job, Jobs
from desktop.presenters.choices import Choices
from desktop.presenters.describe import sentence_of
from desktop.presenters.into_text import Sound
from desktop.presenters.recall import Ask, AskPath
from desktop.presenters.sign import reading, seen_words, signing
from desktop.presenters.sign_watching import Look, Seen, Watching, hands_words
from desktop.presenters.turns import InTurn
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import EngineError
from engines.hands import Sight
from engines.media import Frame
from engines.results import Translation
from engines.sign_to_text import Signing, SignTranslator
from engines.words import N_, _, ngettext

LANE: Final = "signs"
MOST_EXAMPLES: Final = 10
ENOUGH_EXAMPLES: Final = 3
"""So many examples of a letter or a sign make a difference; more help less and less."""
COUNT_SECONDS: Final = 0.8
"""From one number of the countdown to the next."""
SIGN_SECONDS, LETTER_SECONDS = 3.0, 1.5
"""How long an example is at most; the key ends it sooner."""
_COUNTDOWN: Final = (N_("Three."), N_("Two."), N_("One."))

Stage = Literal["idle", "counting", "recording", "testing"]
Clash = Literal["replace", "both"]
"""What becomes of an imported sign whose name is taken: it takes its place, or gets a name of its own."""
AskWhich = Callable[[str, str, Mapping[str, Callable[[], None]]], None]
"""Ask for one of several answers, given a title, a sentence, and what each answer does; or for none."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """A taught sign in the list."""

    name: str
    examples: int

    @property
    def line(self) -> str:
        """Its name, and how well it is known."""
        return ngettext("{name}: {count} example", "{name}: {count} examples", self.examples).format(
            name=self.name, count=self.examples
        )


class Store(Protocol):
    """Where what the user taught is kept; all of it is called in the lane `signs`.

    Each method raises `InputUnsupported` for what cannot be, and `OutputUnwritable` where the disk does
    not take it; then everything is as it was.
    """

    def rows(self) -> Sequence[Row]:
        """Return every sign, by name."""
        ...

    def troubles(self) -> Sequence[str]:
        """Return a sentence for each sign that cannot be read."""
        ...

    def add(self, name: str, sights: Sequence[Sight]) -> str:
        """Keep one more example; return a warning if the sign is too near another, else nothing."""
        ...

    def record_again(self, name: str, sights: Sequence[Sight]) -> str:
        """Keep this example in place of those there are; returns as `add` does."""
        ...

    def rename(self, name: str, new_name: str) -> None:
        """Give a sign another name."""
        ...

    def delete(self, name: str) -> None:
        """Forget a sign."""
        ...

    def clashes(self, path: Path) -> Sequence[str]:
        """Return the names in a file of signs that are taken already."""
        ...

    def import_from(self, path: Path, clash: Clash) -> int:
        """Take in the signs of a file; return how many."""
        ...

    def export(self, path: Path) -> int:
        """Write every sign into a file; return how many."""
        ...

    def calibrate(self, pack: str, letter: str, sights: Sequence[Sight]) -> int:
        """Keep an example of a letter; return how many there are of it now."""
        ...

    def calibrated(self, pack: str) -> dict[str, int]:
        """Return the letters of a pack that were shown, and how often."""
        ...

    def delete_all(self) -> None:
        """Forget every sign and every letter."""
        ...


class View(Protocol):
    """This part of the page as the presenter sees it; each call returns at once."""

    def show_signs(self, rows: tuple[Row, ...]) -> None:
        """Show other rows; the current sign stays the current one."""
        ...

    def show_stage(self, stage: Stage, sentence: str) -> None:
        """Show what is going on, in large letters: the countdown, the recording, the test."""
        ...

    def show_letters(self, letters: tuple[str, ...], calibrated: dict[str, int]) -> None:
        """Offer the letters of the pack, and tell which were shown before and how often."""
        ...

    def show_name(self, name: str) -> None:
        """Show the name of the sign that is being taught."""
        ...

    def show_choices(self, settings: Settings) -> None:
        """Show what is calibrated."""
        ...


class Teach:
    """Decides how a sign is recorded and kept. All methods belong to the GUI thread, unless they say so."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        choices: Choices,
        watching: Watching,
        store: Store,
        translator: SignTranslator,
        sights: Callable[[Iterable[Frame], Signing], Iterator[Sight]],
        open_video: Callable[[Path], Iterator[Frame]],
        alphabet: Callable[[str], Sequence[str]],
        play: Callable[[Sound], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._choices, self._watching = view, voice, choices, watching
        self._store, self._translator, self._sights = store, translator, sights
        self._open_video, self._alphabet, self._play, self._clock = open_video, alphabet, play, clock
        self._turns = InTurn(jobs, LANE)
        self._stage: Stage = "idle"
        self._is_testing = False
        self._since = 0.0
        self._count = 0
        self._longest = SIGN_SECONDS
        self._keep: Callable[[tuple[Sight, ...]], None] = lambda _sights: None
        self._signs = 0
        self._learning: list[threading.Event] = []
        """Of each video that is read or waits for it: set to stop that."""
        self._last = choices.now
        choices.follow(self._adopt)
        view.show_choices(choices.now)
        view.show_stage("idle", _("Nothing is being recorded."))

    # A follower of what is watched

    def look(self, is_camera: bool) -> Look:
        """See hands and body, or try what was taught. Any thread may ask."""
        how = signing(self._choices.now, is_camera)
        if self._is_testing:
            return reading(self._translator, replace(how, pack="taught"))
        return lambda frames: seeing(self._sights(frames, how))

    def saw(self, seen: Seen) -> None:
        """Count down, record, or say what was recognised."""
        now = seen.translation
        if now.is_final:
            self._signs = 0
            return
        if self._stage == "counting":
            self._count_down()
        elif self._stage == "recording" and self._clock() - self._since >= self._longest:
            self._end_recording()
        elif self._is_testing:
            self._tell_recognised(now)

    def ended(self) -> str:
        """Nothing is watched any more: what was not finished is gone."""
        was_recording = self._stage == "recording"
        self._is_testing, self._signs = False, 0
        self._turn("idle", _("Nothing is being recorded."))
        return _("The recording broke off, so nothing of it is kept.") if was_recording else ""

    def words(self, seen: Seen) -> str:
        """Say what is seen."""
        return seen_words(seen.translation) if self._is_testing else hands_words(seen.sight)

    # Recording

    def opened(self) -> None:
        """This part of the page is seen."""
        self._list()
        self._list_letters()
        if self._stage == "idle":
            self._voice.tell(_("Write a name, then press Ctrl+J to record a sign."))

    def record(self, name: str) -> None:
        """Count down and record one example of a sign; the key again ends it."""
        self._begin(name, SIGN_SECONDS, lambda sights: self._add(name, sights))

    def record_anew(self, row: Row | None) -> None:
        """Record the current sign again, in place of what is known of it."""
        if row is None:
            self._voice.tell(_("No sign is chosen."))
        else:
            self._view.show_name(row.name)
            self._begin(row.name, SIGN_SECONDS, lambda sights: self._replace(row.name, sights))

    def calibrate(self, letter: str) -> None:
        """Count down and record how the user shows a letter."""
        self._begin(letter, LETTER_SECONDS, lambda sights: self._calibrate(letter, sights))

    def learn_from(self, name: str, ask: AskPath) -> None:
        """Learn an example from a video."""
        if not name.strip():
            self._voice.tell(_("Write the name of the sign first."))
        else:
            ask(lambda path: self._learn(name, path))

    def escape(self) -> bool:
        """Stop a countdown, a recording, a test or the reading of a video; return whether there was any."""
        if not self._learning:
            return self.rest()
        for one in tuple(self._learning):
            one.set()
            self._end_learning(one)
        self._voice.tell(_("Stopped. Nothing of it is kept."))
        return True

    def rest(self) -> bool:
        """Stop what needs the camera; return whether there was any."""
        if self._stage == "idle":
            return False
        self._watching.recorder.end()
        self._stop_test()
        self._turn("idle", _("Nothing is being recorded."))
        self._voice.tell(_("Stopped. Nothing of it is kept."))
        return True

    def _begin(self, name: str, longest: float, keep: Callable[[tuple[Sight, ...]], None]) -> None:
        if self._stage == "recording":
            self._end_recording()
        elif not name.strip():
            self._voice.tell(_("Write the name of the sign first."))
        elif self._stage != "counting":
            self._stop_test()
            self._keep, self._longest = keep, longest
            self._count, self._since = 0, float("-inf")
            self._turn("counting", _("Get ready."))
            self._watching.start_camera()

    def _count_down(self) -> None:
        if self._clock() - self._since < COUNT_SECONDS:
            return
        self._since = self._clock()
        if self._count < len(_COUNTDOWN):
            sentence = _(_COUNTDOWN[self._count])
            self._count += 1
            self._turn("counting", sentence)
            self._voice.tell(sentence)
            return
        self._watching.recorder.begin()
        self._turn("recording", _("Show the sign now."))
        self._signal("start", _("Show the sign now."))

    def _end_recording(self) -> None:
        sights = self._watching.recorder.end()
        self._turn("idle", _("Nothing is being recorded."))
        self._signal("stop", _("Recorded."))
        if any(sight.hands for sight in sights):
            self._keep(sights)
        else:
            self._voice.tell(
                _("No hand was seen, so nothing is kept. Try again, with the hand in the picture.")
            )

    def _add(self, name: str, sights: Sequence[Sight]) -> None:
        self._change(
            lambda: self._store.add(name, sights),
            lambda warning: self._kept(name, warning),
        )

    def _replace(self, name: str, sights: Sequence[Sight]) -> None:
        self._change(
            lambda: self._store.record_again(name, sights),
            lambda warning: self._kept(name, warning),
        )

    def _kept(self, name: str, warning: str) -> None:
        """Tell how many examples there are now: the list has just been read again."""
        count = next(
            (row.examples for row in self._rows if row.name.casefold() == name.strip().casefold()), 1
        )
        kept = ngettext("Kept: {name}, {count} example.", "Kept: {name}, {count} examples.", count).format(
            name=name.strip(), count=count
        )
        more = _("Show it again for a better result.") if count < ENOUGH_EXAMPLES else ""
        self._voice.tell(" ".join(part for part in (kept, warning or more) if part))

    def _calibrate(self, letter: str, sights: Sequence[Sight]) -> None:
        pack = self._choices.now.practice_pack
        self._change(
            lambda: self._store.calibrate(pack, letter, sights),
            lambda count: self._calibrated(letter, count),
        )

    def _calibrated(self, letter: str, count: int) -> None:
        self._list_letters()
        kept = ngettext("Kept: {name}, {count} example.", "Kept: {name}, {count} examples.", count).format(
            name=letter, count=count
        )
        if count < ENOUGH_EXAMPLES:
            more = _("Show the letter again, {count} times in all.").format(count=ENOUGH_EXAMPLES)
            self._voice.tell(f"{kept} {more}")
        else:
            self._voice.tell(f"{kept} " + _("It is read better from now on."))

    def _learn(self, name: str, path: Path) -> None:
        sentence, is_stopped = _("Reading {file}.").format(file=path.name), threading.Event()
        self._learning.append(is_stopped)
        if self._stage == "idle":
            self._view.show_stage("idle", sentence)
        self._voice.tell(sentence)
        how = signing(self._choices.now, is_camera=False)

        def work(job: Job) -> Generator[None, None, str | None]:
            frames = job.until_cancelled(self._open_video(path))
            seen = []
            for sight in self._sights(frames, how):
                if is_stopped.is_set():
                    return None
                seen.append(sight)
                yield
            if is_stopped.is_set():
                return None
            warning = self._store.add(name, seen)
            self._rows = tuple(self._store.rows())
            return warning

        def done(warning: str | None) -> None:
            if warning is not None:
                self._end_learning(is_stopped)
                self._view.show_signs(self._rows)
                self._kept(name, warning)

        def failed(error: Exception) -> None:
            if not is_stopped.is_set():
                self._end_learning(is_stopped)
                self._failed(error)

        self._turns.add(work, on_done=done, on_error=failed)

    def _end_learning(self, ended: threading.Event) -> None:
        self._learning = [one for one in self._learning if one is not ended]
        if self._stage == "idle" and not self._learning:
            self._turn("idle", _("Nothing is being recorded."))

    # What is kept

    _rows: tuple[Row, ...] = ()
    """As the list shows them."""

    def rename(self, row: Row | None, name: str) -> None:
        """Give the current sign the name that stands in the field."""
        if row is None:
            self._voice.tell(_("No sign is chosen."))
        elif not name.strip() or name.strip() == row.name:
            self._voice.tell(_("Write the new name first."))
        else:
            self._change(
                lambda: self._store.rename(row.name, name),
                lambda _none: self._voice.tell(
                    _("{old} is now called {new}.").format(old=row.name, new=name.strip())
                ),
            )

    def remove(self, row: Row | None, ask: Ask) -> None:
        """Forget the current sign, if the user is sure."""
        if row is None:
            self._voice.tell(_("No sign is chosen."))
            return
        ask(
            _("Delete a sign"),
            _("{name} is deleted, with all its examples.").format(name=row.name),
            _("Delete"),
            lambda: self._change(
                lambda: self._store.delete(row.name),
                lambda _none: self._voice.tell(_("{name} is deleted.").format(name=row.name)),
            ),
        )

    def forget(self, ask: Ask) -> None:
        """Forget every sign and every letter the user showed, if the user is sure."""
        ask(
            _("Delete all that is kept"),
            _("All taught signs and all recorded letters are deleted. Export the signs first to keep them."),
            _("Delete all"),
            lambda: self._change(self._store.delete_all, self._forgotten),
        )

    def _forgotten(self, _none: object) -> None:
        self._list_letters()
        self._voice.tell(_("Nothing of signs is kept any more."))

    def import_from(self, ask_path: AskPath, ask: AskWhich) -> None:
        """Take in the signs of a file; if names are taken, ask whether to replace those or keep both."""
        ask_path(
            lambda path: self._turns.call(
                lambda: tuple(self._store.clashes(path)),
                on_done=lambda names: self._import(path, names, ask),
                on_error=self._failed,
            )
        )

    def _import(self, path: Path, names: Sequence[str], ask: AskWhich) -> None:
        def take(clash: Clash) -> None:
            self._change(lambda: self._store.import_from(path, clash), self._imported)

        if not names:
            take("both")
            return
        ask(
            _("Import signs"),
            _(
                "These signs are here already: {names}. "
                "Those of the file can replace them, or stand beside them."
            ).format(names=", ".join(names)),
            {_("Replace"): lambda: take("replace"), _("Keep both"): lambda: take("both")},
        )

    def _imported(self, count: int) -> None:
        self._voice.tell(
            ngettext("{count} sign is imported.", "{count} signs are imported.", count).format(count=count)
        )

    def export(self, ask: AskPath) -> None:
        """Write all signs into a file, as landmarks; there are no pictures."""
        ask(
            lambda path: self._turns.call(
                lambda: self._store.export(path), on_done=self._exported, on_error=self._failed
            )
        )

    def _exported(self, count: int) -> None:
        self._voice.tell(
            ngettext("{count} sign is exported.", "{count} signs are exported.", count).format(count=count)
        )

    def test(self) -> None:
        """Tell which taught sign the user makes, until it is asked for again."""
        if self._is_testing:
            self._stop_test()
            self._turn("idle", _("Nothing is being recorded."))
            self._voice.tell(_("The test is over."))
        elif not self._rows:
            self._voice.tell(_("No sign is taught yet."))
        elif self._stage == "idle":
            self._is_testing, self._signs = True, 0
            self._watching.look_anew()
            self._turn("testing", _("Make one of your signs."))
            self._watching.start_camera()
            self._voice.tell(_("Make one of your signs."))

    def choose(self, **values: object) -> None:
        """Change what is calibrated, by the names in `Settings`."""
        self._choices.change(**values)

    def _stop_test(self) -> None:
        if self._is_testing:
            self._is_testing = False
            self._watching.look_anew()

    def _tell_recognised(self, now: Translation) -> None:
        new, self._signs = now.signs[self._signs :], len(now.signs)
        for sign in new:
            sentence = _("Recognised: {name}, {percent} percent.").format(
                name=sign.label, percent=5 * round(20 * sign.confidence)
            )
            self._turn("testing", sentence)
            self._voice.tell(sentence)

    # The lane `signs`

    def _change(self, change: Callable[[], object], then: Callable[..., None]) -> None:
        """Change what is kept, read the list again, and only then tell what was done."""

        def work() -> tuple[object, tuple[Row, ...]]:
            result = change()
            return result, tuple(self._store.rows())

        def done(outcome: tuple[object, tuple[Row, ...]]) -> None:
            result, self._rows = outcome
            self._view.show_signs(self._rows)
            then(result)

        self._turns.call(work, on_done=done, on_error=self._failed)

    def _list(self) -> None:
        def work() -> tuple[tuple[Row, ...], tuple[str, ...]]:
            return tuple(self._store.rows()), tuple(self._store.troubles())

        def done(found: tuple[tuple[Row, ...], tuple[str, ...]]) -> None:
            self._rows, troubles = found
            self._view.show_signs(self._rows)
            for sentence in troubles:
                self._voice.say((sentence,), interrupt=False)

        self._turns.call(work, on_done=done, on_error=self._failed)

    def _list_letters(self) -> None:
        pack = self._choices.now.practice_pack
        letters = tuple(self._alphabet(pack))
        self._turns.call(
            lambda: self._store.calibrated(pack),
            on_done=lambda counts: self._view.show_letters(letters, counts),
            on_error=self._failed,
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("the signs failed", exc_info=error)
        self._voice.tell(sentence_of(error))

    def _turn(self, stage: Stage, sentence: str) -> None:
        self._stage = stage
        self._view.show_stage(stage, sentence)

    def _signal(self, sound: Sound, sentence: str) -> None:
        """Let the sound say it where there are sounds; the sentence is seen either way."""
        self._voice.show(sentence)
        if self._choices.now.has_sounds:
            self._voice.silence()
            self._play(sound)
        else:
            self._voice.say((sentence,))

    def _adopt(self, settings: Settings) -> None:
        self._view.show_choices(settings)
        last, self._last = self._last, settings
        if last.practice_pack != settings.practice_pack:
            self._list_letters()


def seeing(sights: Iterable[Sight]) -> Iterator[Translation]:
    """Yield hands that nobody reads."""
    seconds = 0.0
    for sight in sights:
        seconds = sight.seconds
        yield Translation(seconds, sight=sight, notice=sight.trouble)
    yield Translation(seconds, is_final=True)
