"""The eye of the page that reads signs: a camera or a video in one lane, shown no faster than it is seen."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from desktop.jobs import Job, Jobs, once
from desktop.presenters.choices import Choices
from desktop.presenters.describe import sentence_of
from desktop.presenters.into_text import Sound
from desktop.presenters.voice import Voice
from desktop.settings import Settings
from engines.errors import EngineError
from engines.hands import Sight
from engines.media import Frame, Image
from engines.results import Translation
from engines.words import _

LANE: Final = "sign"
SHOWN_SECONDS: Final = 0.04
"""What is seen is shown so often at most."""
_UNEVEN_SECONDS: Final = 0.015
WORDS_SECONDS: Final = 0.3
"""What is seen is put into other words so often at most: nobody reads faster."""
PATIENCE_SECONDS: Final = 1.5
"""A trouble that passes sooner is shown, but not said."""
SAME_TROUBLE_SECONDS: Final = 30.0
"""The same trouble is said so often at most."""
_PREVIEW_ROWS: Final = 360
"""A picture is made about so high before it is shown."""

logger = logging.getLogger(__name__)

Camera = Callable[[str, bool], Iterator[Frame]]
"""Opens a camera, `""` for the first; if it gives mirrored pictures, they are turned back."""
Look = Callable[[Iterable[Frame]], Iterator[Translation]]
"""Tells of each frame what is seen in it; the last of a source is final."""
State = Literal["off", "starting", "on", "ending"]


@dataclass(frozen=True)
class Seen:
    """What a frame showed."""

    translation: Translation
    image: Image | None = None
    """The picture itself, small and never mirrored; None if nobody wants to see it."""
    is_camera: bool = True
    trouble: str = ""
    """Why the picture is old or black, as one sentence; else empty."""

    @property
    def sight(self) -> Sight | None:
        """The hands in it."""
        return self.translation.sight


class View(Protocol):
    """What is seen, as the presenter sees it; each call returns at once."""

    def show_state(self, state: State, is_camera: bool, sentence: str) -> None:
        """Show whether somebody is watched; `sentence` says so, and stays until the next."""
        ...

    def show_sight(self, image: Image | None, sight: Sight | None, is_flipped: bool) -> None:
        """Draw the hands over the picture; flipped: as in a mirror, for the signer's own camera."""
        ...

    def show_words(self, sentence: str) -> None:
        """Show what is seen in words; a screen reader hears them only where it is asked to read them."""
        ...

    def show_choices(self, settings: Settings) -> None:
        """Show the hand, the mirror, the camera and whether there is a picture."""
        ...

    def show_cameras(self, cameras: tuple[tuple[str, str], ...]) -> None:
        """Offer these cameras: what opens each, and its name for people."""
        ...


class Follower(Protocol):
    """A part of the page that uses what is seen."""

    def look(self, is_camera: bool) -> Look:
        """Return how to look; asked in the lane, and anew after each call of `Watching.look_anew`."""
        ...

    def saw(self, seen: Seen) -> None:
        """Take note of what is seen now."""
        ...

    def ended(self) -> str:
        """Nothing is seen any more; return what the user should know of it, as one sentence, or nothing."""
        ...

    def words(self, seen: Seen) -> str:
        """Return in words what is seen."""
        ...


class Newest:
    """Carries what is seen to the GUI thread: the old gives way to the new, but what is final never does."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Follower, Seen]] = []

    def put(self, follower: Follower, seen: Seen) -> bool:
        """Leave it there; return whether nothing was waiting, so that somebody has to be told."""
        with self._lock:
            was_empty = not self._waiting
            if self._waiting and not self._waiting[-1][1].translation.is_final:
                self._waiting.pop()
            self._waiting.append((follower, seen))
            return was_empty

    def take(self) -> tuple[tuple[Follower, Seen], ...]:
        """Take everything, the newest last."""
        with self._lock:
            taken, self._waiting = tuple(self._waiting), []
            return taken


class Pace:
    """Lets as many pictures through as the eye needs; those of a camera do not come quite evenly."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due = float("-inf")

    def lets_through(self, is_news: bool) -> bool:
        """Return whether the picture of now is shown; what is news always is."""
        now = self._clock()
        if not is_news and now < self._due - _UNEVEN_SECONDS:
            return False
        self._due = max(self._due, now - SHOWN_SECONDS) + SHOWN_SECONDS
        return True


class Recorder:
    """Keeps the sights of a few seconds, every one of them. Any thread may call."""

    def __init__(self) -> None:
        self._is_on = threading.Event()
        self._sights: deque[Sight] = deque()

    @property
    def is_on(self) -> bool:
        """Whether it keeps what is seen now."""
        return self._is_on.is_set()

    def begin(self) -> None:
        """Keep what is seen from now on."""
        self._sights.clear()
        self._is_on.set()

    def end(self) -> tuple[Sight, ...]:
        """Return what was kept since then, and forget it."""
        self._is_on.clear()
        sights = tuple(self._sights)
        self._sights.clear()
        return sights

    def note(self, sight: Sight | None) -> None:
        """Take note of what is seen."""
        if sight is not None and self._is_on.is_set():
            self._sights.append(sight)


class Watching:
    """Decides when the camera is on, and who gets what it sees. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        choices: Choices,
        camera: Camera,
        cameras: Callable[[], Iterable[tuple[str, str]]],
        open_video: Callable[[Path], Iterator[Frame]],
        play: Callable[[Sound], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._view, self._voice, self._jobs, self._choices = view, voice, jobs, choices
        self._camera, self._cameras, self._open_video = camera, cameras, open_video
        self._play, self._clock = play, clock
        self._state: State = "off"
        self._is_camera = True
        self.was_stopped = False
        """Whether what was watched last was stopped before its end."""
        self._follower: Follower | None = None
        self._turns = _Turns()
        self._notices = Notices(clock)
        self._words, self._words_at, self._trouble = "", 0.0, ""
        self.recorder = Recorder()
        self._last = choices.now
        choices.follow(self._adopt)
        view.show_choices(choices.now)
        self._show_state()

    @property
    def is_on(self) -> bool:
        """Whether somebody is watched, or is about to be."""
        return self._state in ("starting", "on")

    @property
    def is_camera_on(self) -> bool:
        """Whether the camera is on, or about to be."""
        return self._is_camera and self._state != "off"

    def follow(self, follower: Follower) -> None:
        """Let another part of the page use what is seen, from the next frame on."""
        if follower is not self._follower:
            self._follower = follower
            self.look_anew()

    def look_anew(self) -> None:
        """Ask the follower how to look, from the next frame on; what was seen so far becomes final."""
        self._turns.turn()

    def toggle(self) -> None:
        """Turn the camera on or off."""
        if self.is_on:
            self.stop()
        elif self._state == "off":
            self.start_camera()

    def start_camera(self) -> None:
        """Turn the camera on, if nothing is watched yet."""
        if self._state == "off":
            now = self._choices.now
            self._start(lambda: self._camera(now.camera, now.sign_mirror == "yes"), is_camera=True)

    def watch_video(self, path: Path) -> None:
        """Watch a video or a picture instead of the camera."""
        if self._state != "off":
            self._voice.tell(_("Turn the camera off first, or stop the video."))
            return
        self._voice.show(_("Opening {file}.").format(file=path.name))
        self._start(lambda: self._open_video(path), is_camera=False)

    def stop(self) -> None:
        """Turn the camera off or stop the video; what was seen until now is read to its end."""
        if self.is_on:
            self._turn("ending")
            self._turns.end()

    def leave(self) -> None:
        """The page is no longer seen: no camera may be on that nobody sees."""
        if self._is_camera:
            self.stop()

    def seek_cameras(self) -> None:
        """Offer the cameras that are there now."""
        job = Job(
            lane="cameras",
            on_done=self._view.show_cameras,
            on_error=lambda error: logger.info("cameras: %s", type(error).__name__),
        )

        self._jobs.start(job, lambda _job: once(lambda: tuple(self._cameras())))

    def _start(self, frames: Callable[[], Iterator[Frame]], is_camera: bool) -> None:
        assert self._follower is not None, "a part of the page follows from the start"
        self._is_camera = is_camera
        self._turns, self._notices = _Turns(), Notices(self._clock)
        self._words, self._words_at, self._trouble = "", float("-inf"), ""
        self._turn("starting")
        box = Newest()
        job = Job(
            lane=LANE,
            on_item=lambda _token: self._arrived(box),
            on_done=lambda _result: self._completed(box),
            on_error=self._failed,
        )
        turns = self._turns
        self._jobs.start(job, lambda job: self._work(job, frames, turns, box, is_camera))

    def _work(
        self, job: Job, frames: Callable[[], Iterator[Frame]], turns: "_Turns", box: Newest, is_camera: bool
    ) -> Iterator[Newest]:
        """Runs in the lane `sign`: looks at the same camera again and again, each time in another way."""
        source = frames()
        newest: Frame | None = None

        def tapped() -> Iterator[Frame]:
            nonlocal newest
            for frame in turns.limit(source):
                newest = frame
                yield frame

        pace, text = Pace(self._clock), ""
        try:
            while turns.begin() and (follower := self._follower) is not None:
                for translation in follower.look(is_camera)(job.until_cancelled(tapped())):
                    self.recorder.note(translation.sight)
                    is_news = translation.is_final or translation.text != text
                    if not pace.lets_through(is_news):
                        continue
                    text = translation.text
                    if box.put(follower, self._seen(translation, newest, is_camera)):
                        yield box
        finally:
            # Here and now: the camera's light must not stay on until somebody lets go of it.
            if isinstance(source, Generator):
                source.close()

    def _seen(self, translation: Translation, frame: Frame | None, is_camera: bool) -> Seen:
        settings = self._choices.now
        if frame is None:
            return Seen(translation, is_camera=is_camera)
        is_mirrored = not is_camera and settings.sign_mirror == "yes"
        image = small(frame.image, is_mirrored) if settings.is_camera_picture_shown else None
        return Seen(translation, image, is_camera, frame.trouble)

    # What was seen

    def _arrived(self, box: Newest) -> None:
        for follower, seen in box.take():
            if self._state == "starting" and not seen.trouble:
                self._turn("on")
            self._show(follower, seen)

    def _show(self, follower: Follower, seen: Seen) -> None:
        self._view.show_sight(seen.image, seen.sight, seen.is_camera)
        self._trouble = seen.trouble
        # What is final belongs to whoever looked, also after another part of the page came to the front.
        follower.saw(seen)
        sentence = self._notices.note(notice_of(seen))
        if sentence:
            self._voice.say((sentence,), interrupt=False)
        self._put_into_words(notice_of(seen) or follower.words(seen))

    def _put_into_words(self, words: str) -> None:
        if words != self._words and self._clock() - self._words_at >= WORDS_SECONDS:
            self._words, self._words_at = words, self._clock()
            self._view.show_words(words)

    def _completed(self, box: Newest) -> None:
        self._arrived(box)
        self._rest()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, EngineError):
            logger.error("watching failed", exc_info=error)
        self._rest(sentence_of(error))

    def _rest(self, trouble: str = "") -> None:
        assert self._follower is not None
        self.was_stopped = self._state == "ending"
        self._state = "off"
        self.recorder.end()
        # Where a video was cut off is told with its last picture.
        troubles = (trouble, "" if self._is_camera else self._trouble, self._follower.ended())
        self._view.show_sight(None, None, False)
        self._view.show_words("")
        self._show_state()
        if self._choices.now.has_sounds:
            self._play("trouble" if any(troubles) else "stop")
        self._voice.tell(" ".join(part for part in (*troubles, self._sentence()) if part))

    def _turn(self, state: State) -> None:
        self._state = state
        self._show_state()
        if state == "on":
            if self._choices.now.has_sounds:
                self._play("start")
            self._voice.tell(self._sentence())
        else:
            self._voice.show(self._sentence())

    def _show_state(self) -> None:
        self._view.show_state(self._state, self._is_camera, self._sentence())

    def _sentence(self) -> str:
        if self._is_camera:
            return {
                "off": _("The camera is off."),
                "starting": _("The camera is being turned on."),
                "on": _("The camera is on. No picture is kept."),
                "ending": _("The camera is being turned off."),
            }[self._state]
        return {
            "off": _("The video is over."),
            "starting": _("The video is being opened."),
            "on": _("A video is being read."),
            "ending": _("The video is being stopped."),
        }[self._state]

    def _adopt(self, settings: Settings) -> None:
        self._view.show_choices(settings)
        last, self._last = self._last, settings
        is_other_camera = (last.camera, last.sign_mirror) != (settings.camera, settings.sign_mirror)
        if is_other_camera and self.is_on and self._is_camera:
            self._voice.tell(_("This takes effect when the camera is turned on again."))


class _Turns:
    """Lets one camera be looked at in several ways, one after the other. Any thread may call."""

    def __init__(self) -> None:
        self._is_over, self._is_turned = threading.Event(), threading.Event()
        self._is_dry = False

    def turn(self) -> None:
        """Let the next frame be looked at in another way."""
        self._is_turned.set()

    def end(self) -> None:
        """Let there be no next frame."""
        self._is_over.set()

    def begin(self) -> bool:
        """Begin another way of looking, if there is still something to look at. Runs in the lane."""
        self._is_turned.clear()
        return not (self._is_dry or self._is_over.is_set())

    def limit(self, frames: Iterator[Frame]) -> Iterator[Frame]:
        """Pass frames on until another way of looking begins."""
        for frame in frames:
            yield frame
            if self._is_over.is_set() or self._is_turned.is_set():
                return
        self._is_dry = True


class Notices:
    """Notices what a signer should be told aloud: what lasts, and not again and again. GUI thread only."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._now, self._since, self._is_told = "", clock(), False
        self._told_at: dict[str, float] = {}

    def note(self, sentence: str) -> str:
        """Return the sentence if it is to be said now; empty if not."""
        now = self._clock()
        if sentence != self._now:
            self._now, self._since, self._is_told = sentence, now, False
        if self._is_told:
            self._told_at[sentence] = now
        if not sentence or self._is_told or now - self._since < PATIENCE_SECONDS:
            return ""
        self._is_told = True
        is_new = now - self._told_at.get(sentence, float("-inf")) >= SAME_TROUBLE_SECONDS
        self._told_at[sentence] = now
        return sentence if is_new else ""


def notice_of(seen: Seen) -> str:
    """Return why nothing can be read, as a sentence; empty if all is well."""
    return seen.trouble or seen.translation.notice or (seen.sight.trouble if seen.sight is not None else "")


def hands_words(sight: Sight | None) -> str:
    """Say which hands are seen."""
    sides = {hand.side for hand in sight.hands} if sight is not None else set()
    if len(sides) == 2:
        return _("Both hands are seen.")
    if sides == {"right"}:
        return _("The right hand is seen.")
    if sides == {"left"}:
        return _("The left hand is seen.")
    return _("No hand is seen.")


def small(image: Image, is_mirrored: bool = False) -> Image:
    """Return a picture of at most about 360 rows, by leaving out rows and columns, and turned back."""
    step = -(-image.height // _PREVIEW_ROWS)
    if step <= 1 and not is_mirrored:
        return image
    import numpy as np

    pixels = np.frombuffer(image.pixels, np.uint8).reshape(image.height, image.width, 3)[::step, ::step]
    pixels = pixels[:, ::-1] if is_mirrored else pixels
    return Image(pixels.tobytes(), pixels.shape[1], pixels.shape[0])
