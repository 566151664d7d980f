"""The parts of the page that reads signs, taken together: which is shown, and what stops at Escape."""

from collections.abc import Callable
from typing import Protocol

from desktop.jobs import Job, Jobs, once
from desktop.presenters.practice import Practice
from desktop.presenters.sign import SignReading
from desktop.presenters.sign_drawn import DrawnHand
from desktop.presenters.sign_watching import Watching
from desktop.presenters.teach import Teach
from desktop.presenters.voice import Voice
from engines.words import _


class View(Protocol):
    """The page as the presenter sees it; each call returns at once."""

    @property
    def section(self) -> str:
        """The part that is shown: `read`, `practise` or `teach`."""
        ...

    def show_offer(self, sentence: str) -> None:
        """Show what is missing to read signs, with the way to it; empty: hide it."""
        ...


class Signs:
    """Decides which part uses what is seen. All methods belong to the GUI thread."""

    def __init__(
        self,
        view: View,
        voice: Voice,
        jobs: Jobs,
        watching: Watching,
        reading: SignReading,
        practice: Practice,
        teach: Teach,
        drawn: DrawnHand,
        lack: Callable[[], str],
    ) -> None:
        """`lack` returns what is missing to read signs and how to get it; empty if nothing is."""
        self._view, self._voice, self._jobs, self._lack = view, voice, jobs, lack
        self.watching = watching
        self.reading, self.practice, self.teach, self.drawn = reading, practice, teach, drawn
        watching.follow(reading)

    @property
    def is_listening(self) -> bool:
        """Whether somebody is watched; named as with those that listen."""
        return self.watching.is_on

    def opened(self) -> None:
        """The page is seen."""
        self.watching.seek_cameras()
        self._begin(self._view.section)
        self._jobs.start(Job(lane="add_on", on_done=self._tell_lack), lambda _job: once(self._lack))

    def _tell_lack(self, sentence: str) -> None:
        self._view.show_offer(sentence)
        self._voice.say((sentence,), interrupt=False)

    def turn(self, section: str) -> None:
        """Another part is shown."""
        self.teach.rest()
        self.drawn.rest()
        self._begin(section)

    def leave(self) -> None:
        """The page is no longer seen."""
        self.watching.leave()
        self.drawn.stop()

    def stop(self) -> None:
        """Turn the camera off or stop the video."""
        self.watching.stop()

    def escape(self) -> bool:
        """Silence the voice, else stop what goes on; return whether there was anything."""
        if self._voice.is_speaking:
            self._voice.silence()
            return True
        if self.teach.escape() or self.drawn.stop():
            return True
        was_on = self.watching.is_on
        self.watching.stop()
        return was_on

    def _begin(self, section: str) -> None:
        if section == "practise":
            self.watching.follow(self.practice)
            self.practice.opened()
        elif section == "teach":
            self.watching.follow(self.teach)
            self.teach.opened()
        else:
            self.watching.follow(self.reading)
            self._voice.tell(_("Signs. Press Ctrl+K to turn the camera on or off."))
