"""The live reader: looks at a part of the screen again and again, and says only what changed."""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.capture.origin import Origin, Screenshot
from desktop.jobs import Job, Jobs
from desktop.presenters.describe import LANE as DESCRIBE_LANE
from desktop.presenters.describe import Capturer, Describe, Take, sentence_of
from desktop.presenters.looks import News, Shown, compared
from desktop.presenters.steady import Steady
from desktop.presenters.voice import Voice
from engines.errors import EngineError
from engines.image_description import ImageDescriber
from engines.image_description.live import Following
from engines.media import Image
from engines.results import Box
from engines.words import _, catalogue, interface_language

LANE: Final = "watch"
PACE_SECONDS: Final = 0.3
"""From one look at the screen to the next."""
_STEP_SECONDS: Final = 0.1
_MOST_RESTLESS: Final = 5
"""What goes on changing is described after so many looks all the same."""
_REST_SHARE: Final = 2.0
"""After a description it rests this much longer than that took, so that a film costs no whole core."""
_MARGIN_PX: Final = 6
"""So much around an item belongs to it: the frame and the shadow of the focus."""

logger = logging.getLogger(__name__)


class View(Protocol):
    """What the live reader needs of the page; each call returns at once."""

    def show_live(self, is_on: bool, state: str, news: str = "", place: Box | None = None) -> None:
        """Show whether it is on, what it is doing, and what it said last.

        `place` is what is read, in native px of the desktop, so that nothing is shown over it; None if it
        is not seen now.
        """
        ...

    def make_way(self, box: Box) -> None:
        """Get Sori's window out of the way if it hides what stands there."""
        ...


class Glance(Protocol):
    """One look at a place."""

    @property
    def state(self) -> str:
        """`seen`, `covered`, `hidden` or `gone`."""
        ...

    @property
    def image(self) -> Image | None:
        """Only where it was seen."""
        ...


class Watch(Protocol):
    """A place that can be looked at again and again."""

    def look(self) -> Glance:
        """Return what is there now. Runs in a lane.

        Raises:
            DeviceUnavailable: no picture could be taken.
        """
        ...


@dataclass(frozen=True)
class Seen:
    """What is new at the place that is watched."""

    state: str
    image: Image | None


class Live:
    """Decides what is looked at, when it is described, and what is said. GUI thread only.

    A look at the screen costs little and runs in a lane of its own; only a picture that differs from the
    last is described, in the lane of all descriptions, when nothing else is, and when the voice is free:
    so what is said never lags behind the screen, and several changes are told as one.
    """

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        capturer: Capturer,
        describe: Describe,
        describer: ImageDescriber,
        watch: Callable[[Origin], Watch],
        wait: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs = view, voice, jobs
        self._capturer, self._describe, self._describer = capturer, describe, describer
        self._watch, self._wait, self._clock = watch, wait, clock
        self._words = catalogue(interface_language())
        self._name = self._state = self._news = ""
        self._place: Box | None = None
        self._watching: Job | None = None
        self._looking: Job | None = None
        self._newest: Image | None = None
        """The picture that is still to be described."""
        self._image: Image | None = None
        """The picture that is described now."""
        self._last: Shown | None = None
        self._following = Following()
        self._is_choosing = False
        self._began_at = self._rest_until = 0.0

    @property
    def is_on(self) -> bool:
        """Whether something is read whenever it changes."""
        return self._watching is not None

    # Switching

    def toggle(self) -> None:
        """Read the current item whenever it changes, or no longer read anything."""
        if self.is_on:
            self.stop()
        elif (origin := self._current()) is not None:
            self._start(origin)
        else:
            self._show("")

    def toggle_window(self) -> None:
        """Read the active window whenever it changes, or no longer read anything."""
        if self.is_on:
            self.stop()
        else:
            self.read_window()

    def read_window(self) -> None:
        """Read the window the user is in whenever it changes."""
        self._choose(lambda take: self._capturer.again(None, take))

    def read_region(self) -> None:
        """Let the user choose a part of the screen and read it whenever it changes."""
        self._choose(self._capturer.region)

    def stop(self) -> None:
        """Read no longer, and say so."""
        self._end()
        self._voice.tell(_("Changes are no longer read."))

    def escape(self) -> bool:
        """Stop if it is on; return whether it was."""
        was_on = self.is_on
        if was_on:
            self.stop()
        return was_on

    def _current(self) -> Origin | None:
        """Return where the current item was on the screen; if it was on none, say so."""
        shown, row = self._describe.shown_or_told(), self._describe.row
        if shown is None:
            return None
        origin = shown.image.origin if isinstance(shown.image, Screenshot) else None
        if origin is None:
            self._voice.tell(
                _("This picture is no part of the screen: describe a window first, or choose a region.")
            )
            return None
        self._name = row.text if row is not None else origin.title
        if row is None or row.box is None:
            return origin
        return origin.part(_with_margin(row.box, shown.description.size))

    def _choose(self, take_picture: Callable[[Take], None]) -> None:
        if not self._is_choosing:
            self._is_choosing = True
            self._voice.silence()
            take_picture(self._chosen)

    def _chosen(self, outcome: Image | EngineError | None) -> None:
        self._is_choosing = False
        if outcome is None:
            self._voice.tell(_("Nothing was chosen."))
        elif isinstance(outcome, EngineError):
            self._voice.tell(str(outcome))
        elif isinstance(outcome, Screenshot) and outcome.origin is not None:
            self._name = outcome.origin.title
            self._start(outcome.origin)
        else:
            self._voice.tell(
                _("This desktop does not tell where a picture was taken, so it cannot be watched.")
            )

    def _start(self, origin: Origin) -> None:
        self._end()
        try:
            watch = self._watch(origin)
        except EngineError as error:
            self._voice.tell(str(error))
            return
        self._watching = Job(lane=LANE, on_item=self._glanced, on_error=self._failed)
        self._jobs.start(self._watching, lambda _job: self._work(watch))
        self._view.make_way(origin.box)
        name = self._name or _("a part of the screen")
        self._show(_("Reading what changes: {name}.").format(name=name), origin.box)
        self._voice.say_aside((_("From now on, what changes there is read."),))

    def _end(self) -> None:
        for job in (self._watching, self._looking):
            if job is not None:
                job.cancel()
        self._watching = self._looking = self._newest = self._last = None
        self._rest_until, self._following, self._news = 0.0, Following(), ""
        self._show("")

    def _show(self, state: str, place: Box | None = None) -> None:
        self._state, self._place = state, place
        self._view.show_live(self.is_on, state, self._news, place)

    # Watching

    def _work(self, watch: Watch) -> Iterator["Seen | None"]:
        """Runs in the lane `watch`: yield what is new as soon as it stands still, and None at other steps."""
        state = ""
        before: bytes | None = None
        told: bytes | None = None
        restless, steady = 0, Steady()
        while True:
            glance = watch.look()
            image = None if glance.image is None else steady.take(glance.image)
            pixels = before if image is None else image.pixels
            is_still = before is None or pixels == before
            restless = 0 if is_still else restless + 1
            before = pixels
            is_news = pixels != told and (is_still or restless >= _MOST_RESTLESS)
            if is_news or glance.state != state:
                state, told, restless = glance.state, pixels, 0
                yield Seen(glance.state, image)
            for _step in range(round(PACE_SECONDS / _STEP_SECONDS)):
                self._wait(_STEP_SECONDS)
                yield None

    def _glanced(self, glance: "Seen | None") -> None:
        if glance is not None:
            self._note(glance)
        if self._looking is not None and self._looking.is_cancelled:
            # Another description was wanted, and came first.
            self._looking = None
            self._newest = self._newest or self._image
        if self.is_on and self._newest is not None and self._is_free():
            self._look(self._newest)

    def _note(self, glance: "Seen") -> None:
        name = self._name or _("a part of the screen")
        if glance.state == "gone":
            self._end()
            sentence = _("The window was closed: its changes are no longer read.")
            self._voice.show(sentence)
            self._voice.say_aside((sentence,))
        elif glance.state == "hidden":
            self._show(_("Waiting: the window of {name} is put away.").format(name=name))
        elif glance.state == "covered":
            self._show(_("Waiting: another window lies over {name}.").format(name=name))
        else:
            self._newest = glance.image
            origin = glance.image.origin if isinstance(glance.image, Screenshot) else None
            place = self._place if origin is None else origin.box
            self._show(_("Reading what changes: {name}.").format(name=name), place)

    def _is_free(self) -> bool:
        is_idle = self._looking is None and not self._jobs.is_busy(DESCRIBE_LANE)
        # Of the first look nothing is said: what changes while others speak is to be heard of.
        is_quiet = self._last is None or not self._voice.is_speaking
        return is_idle and is_quiet and self._clock() >= self._rest_until

    # Describing

    def _look(self, image: Image) -> None:
        self._image, self._newest = image, None
        self._began_at = self._clock()
        last = self._last

        def failed(error: Exception) -> None:
            self._looking = None
            self._failed(error)

        self._looking = Job(lane=DESCRIBE_LANE, on_item=self._learn, on_error=failed, on_done=self._looked)
        self._jobs.start(self._looking, lambda _job: self._described(image, last))

    def _described(self, image: Image, last: Shown | None) -> Iterator[Shown | News | None]:
        """Runs in the lane of all descriptions."""
        for description in self._describer.describe(image):
            if not description.is_final:
                yield None
            elif last is None:
                yield Shown(image, description)
            else:
                yield compared(last, Shown(image, description), self._words)

    def _learn(self, item: Shown | News | None) -> None:
        if isinstance(item, Shown):
            self._last = item
        elif item is not None:
            self._last = item.now
            # A part of a window has no title of its own: what was taken for one is told as text.
            is_window = _is_window(item.now.image)
            found = [one for one in item.changes if is_window or one.what not in ("title", "kind")]
            if sentences := self._following.said(found, self._words):
                self._news = " ".join(sentences)
                self._voice.show(self._news)
                self._show(self._state, self._place)
                self._voice.say_aside(sentences)

    def _looked(self, _result: object) -> None:
        self._looking = None
        now = self._clock()
        self._rest_until = now + _REST_SHARE * (now - self._began_at)

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, EngineError):
            logger.error("watching failed", exc_info=error)
        self._voice.tell(sentence_of(error))


def _is_window(image: Image) -> bool:
    return isinstance(image, Screenshot) and image.origin is not None and image.origin.kind == "window"


def _with_margin(box: Box, size: tuple[int, int]) -> Box:
    return Box(
        max(box.left - _MARGIN_PX, 0),
        max(box.top - _MARGIN_PX, 0),
        min(box.right + _MARGIN_PX, size[0]),
        min(box.bottom + _MARGIN_PX, size[1]),
    )
