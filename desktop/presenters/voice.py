"""What is said aloud, and by whom: Sori's own voice, or the user's screen reader."""

from collections.abc import Sequence
from typing import Final, Protocol

from desktop.announcer import Announcer
from desktop.presenters.choices import Choices
from desktop.settings import FASTEST_WPM, SLOWEST_WPM, Settings
from engines.words import _

RATE_STEP_WPM: Final = 25
VOLUME_STEP_PERCENT: Final = 10


class StatusView(Protocol):
    """Where the words stand that are said."""

    def show_status(self, sentence: str) -> None:
        """Show one sentence until the next."""
        ...

    def announce(self, text: str) -> None:
        """Hand `text` to the screen reader, if one listens."""
        ...

    def focus_status(self) -> None:
        """Put the focus on the status, so that a screen reader reads it."""
        ...


class Voice:
    """Speaks by the rule: a running screen reader speaks instead of us, unless the user chose us."""

    def __init__(self, view: StatusView, announcer: Announcer, choices: Choices) -> None:
        self._view = view
        self._announcer = announcer
        self._choices = choices
        self._is_reader_running = False
        self._is_paused = False
        self._status = ""
        self._said: tuple[str, ...] = ()
        announcer.change(choices.now.manner)
        choices.follow(self._adopt)

    @property
    def is_own(self) -> bool:
        """Whether Sori itself speaks."""
        chosen = self._choices.now.own_voice
        return chosen == "always" or (chosen == "automatic" and not self._is_reader_running)

    @property
    def is_speaking(self) -> bool:
        """Whether our own voice has something to say."""
        return self._announcer.is_speaking

    def note_reader(self, is_running: bool) -> None:
        """Take note of a screen reader that was started or ended."""
        is_news = is_running != self._is_reader_running
        self._is_reader_running = is_running
        # It is asked for again and again: what is said beside a screen reader must not be cut off by that.
        if is_news and not self.is_own:
            self._announcer.stop()

    def note_trouble(self, sentence: str) -> None:
        """Show why our own voice cannot be heard, beside what it was to say; only a screen reader could."""
        if sentence not in self._status:
            self.show(f"{self._status} {sentence}".strip())
        self._view.announce(sentence)

    def say(self, sentences: Sequence[str], *, interrupt: bool = True) -> None:
        """Say `sentences` instead of what is being said, or after it."""
        spoken = tuple(sentence for sentence in sentences if sentence)
        if not spoken:
            return
        self._said = spoken if interrupt else (*self._said, *spoken)
        if interrupt:
            self._go_on()
        if not self.is_own:
            self._view.announce("\n".join(spoken))
            return
        for number, sentence in enumerate(spoken):
            self._announcer.say(sentence, interrupt=interrupt and number == 0)

    def say_aside(self, sentences: Sequence[str]) -> None:
        """Say what comes from behind another program's window, after what is being said.

        Screen readers leave out what a window announces that is not in front, so our own voice says it
        even beside one, unless the user never wants to hear it.
        """
        if self.is_own or self._choices.now.own_voice == "never":
            self.say(sentences, interrupt=False)
        else:
            for sentence in sentences:
                self._announcer.say(sentence)
        # Each is news of its own: hours of them are not said again as one.
        self._said = tuple(sentences)

    def tell(self, sentence: str) -> None:
        """Show `sentence` as the status and say it, instead of what is being said."""
        self.show(sentence)
        self.say((sentence,))

    def show(self, sentence: str) -> None:
        """Show `sentence` as the status without a word."""
        self._status = sentence
        self._view.show_status(sentence)

    def silence(self) -> None:
        """Be silent at once and forget what was waiting."""
        self._announcer.stop()
        self._go_on()

    def say_status(self) -> None:
        """Say the status again."""
        if not self.is_own:
            self._view.focus_status()
        self.say((self._status,))

    def repeat(self) -> None:
        """Say again what was said last."""
        self.say(self._said or (self._status,))

    def pause(self) -> None:
        """Hold the voice where it is, or let it go on."""
        if not self._is_paused and not self.is_speaking:
            self.show(_("Nothing is being said."))
            return
        self._is_paused = not self._is_paused
        self._announcer.pause(self._is_paused)
        self.show(_("Paused.") if self._is_paused else _("Speaking."))

    def louder(self) -> None:
        """Turn the volume up a step."""
        self._turn_volume(VOLUME_STEP_PERCENT)

    def quieter(self) -> None:
        """Turn the volume down a step, to a whisper but not to silence."""
        self._turn_volume(-VOLUME_STEP_PERCENT)

    def faster(self) -> None:
        """Speak faster from the next sentence on."""
        self._turn_rate(RATE_STEP_WPM)

    def slower(self) -> None:
        """Speak slower from the next sentence on."""
        self._turn_rate(-RATE_STEP_WPM)

    def _turn_volume(self, by: int) -> None:
        # Whoever turned the voice off by mistake could not hear how to turn it on.
        volume = min(max(self._choices.now.volume_percent + by, VOLUME_STEP_PERCENT), 100)
        self._choices.change(volume_percent=volume)
        self._confirm(_("Volume {percent} percent.").format(percent=volume))

    def _turn_rate(self, by: int) -> None:
        rate = min(max(self._choices.now.rate_wpm + by, SLOWEST_WPM), FASTEST_WPM)
        self._choices.change(rate_wpm=rate)
        self._confirm(_("{rate} words a minute.").format(rate=rate))

    def _confirm(self, sentence: str) -> None:
        # While something is being said the change is heard in it; a confirmation would cut it off.
        self.show(sentence)
        if not self.is_speaking:
            said = self._said
            self.say((sentence,))
            self._said = said

    def _go_on(self) -> None:
        if self._is_paused:
            self._is_paused = False
            self._announcer.pause(False)

    def _adopt(self, settings: Settings) -> None:
        self._announcer.change(settings.manner)
        if not self.is_own:
            self._announcer.stop()
