"""Make every object of the application and tie them together."""

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QImage, QScreen
from PySide6.QtWidgets import QApplication

from desktop import actions, describe_page, screen_reader
from desktop.announcer import Announcer
from desktop.app_pages import LatePages
from desktop.capture.capturer import DesktopCapturer
from desktop.describers import PreferredDescriber
from desktop.gui_thread import GuiThread
from desktop.input.hotkeys import Hotkeys, Problem, hotkeys
from desktop.jobs import Job, Jobs, once
from desktop.presenters.choices import Choices
from desktop.presenters.describe import Describe, sentence_of
from desktop.presenters.keep import Keep
from desktop.presenters.live import Live
from desktop.presenters.voice import Voice
from desktop.settings import LARGEST_PERCENT, SMALLEST_PERCENT, Settings, SettingsFile
from desktop.views import look
from desktop.views.asking import Asking
from desktop.views.region import RegionChooser
from desktop.views.window import Window
from engines.errors import DeviceUnavailable, EngineError, InputUnsupported
from engines.image_description import ImageDescriber
from engines.media import Image
from engines.words import _

READER_CHECK_MS: Final = 5000
SAVE_SETTINGS_MS: Final = 500
TEXT_STEP_PERCENT: Final = 25

logger = logging.getLogger(__name__)
MakeAnnouncer = Callable[[Jobs, Callable[[str], None]], Announcer]
"""Makes the voice; the second argument takes a sentence when it can no longer speak."""


@dataclass
class Application:
    """Every object with a life of its own; made by `build`, ended by `close`."""

    window: Window
    jobs: Jobs
    gui_thread: GuiThread
    announcer: Announcer
    describer: ImageDescriber
    choices: Choices
    settings_file: SettingsFile
    voice: Voice
    describe: Describe
    keep: Keep
    asking: Asking
    timers: list[QTimer] = field(default_factory=list)
    live: Live = field(init=False)
    """What reads a part of the screen whenever it changes."""
    _pages: LatePages | None = None
    _hotkeys: Hotkeys | None = None

    @property
    def pages(self) -> LatePages:
        """The pages beside the one that describes."""
        if self._pages is None:
            self._pages = LatePages(self)
        return self._pages

    @property
    def is_key_held(self) -> bool:
        """Whether a global key is down now. Any thread may ask."""
        return self._hotkeys is not None and self._hotkeys.is_held

    def open(self, picture: Path | None) -> None:
        """Show the window; describe `picture` if there is one, else say that Sori is ready."""
        self.window.set_place(self.choices.now.window, self.choices.now.is_maximized)
        self.window.show()
        self.voice.show(_ready())
        # The first paint comes before anything else is loaded, asked or said.
        QTimer.singleShot(0, lambda: self._watch_screen_reader(lambda: self._begin(picture)))

    def close(self) -> bool:
        """Keep the settings and end all work; return whether every lane came to rest."""
        for timer in self.timers:
            timer.stop()
        if self._hotkeys is not None:
            self._hotkeys.close()
        # What is being said is finished and kept before everything else ends.
        self.pages.close()
        self.announcer.close()
        is_at_rest = self.jobs.close()
        self.choices.change(window=self.window.place(), is_maximized=self.window.isMaximized())
        try:
            self.settings_file.save(self.choices.now)
        except EngineError as error:
            logger.warning("%s", error)
        if is_at_rest:
            self.describer.close()
            self.pages.end()
        return is_at_rest

    def act(self, action: str, arguments: Sequence[str] = ()) -> str | None:
        """Do what a global key or `sori do` asks for; return a sentence for whoever asked, if any."""
        if action == actions.DESCRIBE_FILE:
            self.describe.describe_file(Path(*arguments[:1]))
        else:
            _calls_of_actions(self)[action]()
        return None

    def report_bug(self, error: BaseException) -> None:
        """Log an error nobody expected, and say so. Safe from any thread."""
        logger.critical("unexpected error", exc_info=error)
        if isinstance(error, Exception):
            self.gui_thread.post(lambda: self.voice.tell(sentence_of(error)))

    def _begin(self, picture: Path | None) -> None:
        self._bind_keys()
        self.pages.forget_old()
        if picture is not None:
            self.describe.describe_file(picture)
        else:
            self.voice.tell(_ready())
        if self.choices.now.looks_for_updates:
            from desktop import about

            about.look_if_wanted(self.voice, self.jobs, self.choices)

    def _bind_keys(self) -> None:
        """Listen for the global keys, and for others as soon as the user chooses them."""
        keys = self._hotkeys = hotkeys(self.gui_thread.post, self._press, self._release, self._tell_problems)
        bound = self.choices.now.bindings
        keys.bind(bound)

        def rebind(settings: Settings) -> None:
            nonlocal bound
            if settings.bindings != bound:
                bound = settings.bindings
                keys.bind(bound)

        self.choices.follow(rebind)

    def _press(self, action: str) -> None:
        if action == "hold-to-dictate":
            self.pages.dictate.start()
        else:
            self.act(action)

    def _release(self, action: str) -> None:
        if action == "hold-to-dictate":
            self.pages.dictate.stop()

    def _tell_problems(self, problems: Sequence[Problem]) -> None:
        # Shown rather than said: it must not cut off the first words of whoever just opened Sori.
        if problems:
            self.voice.show(" ".join(problem.sentence for problem in problems))

    def _watch_screen_reader(self, then: Callable[[], None]) -> None:
        def first(is_running: bool) -> None:
            self.voice.note_reader(is_running)
            then()

        timer = QTimer(self.window, interval=READER_CHECK_MS)
        timer.timeout.connect(lambda: self._ask_for_reader(self.voice.note_reader))
        timer.start()
        self.timers.append(timer)
        self._ask_for_reader(first)

    def _ask_for_reader(self, tell: Callable[[bool], None]) -> None:
        self.jobs.start(Job(lane="reader", on_done=tell), lambda _job: once(screen_reader.is_running))


def build(
    settings_file: SettingsFile,
    settings: Settings,
    make_announcer: MakeAnnouncer,
    describer: ImageDescriber | None = None,
) -> Application:
    """Make the application; a QApplication must exist. Nothing heavy is loaded here."""
    gui_thread = GuiThread()
    jobs = Jobs(gui_thread.post)
    choices = Choices(settings)
    describer = describer or PreferredDescriber()
    window = Window()
    asking = Asking(window)
    announcer = make_announcer(jobs, lambda sentence: voice.note_trouble(sentence))
    voice = Voice(window, announcer, choices)
    capturer = DesktopCapturer(window, _region_chooser(voice), jobs)
    describe = Describe(window, voice, jobs, capturer, choices, describer, _read)
    keep = Keep(describe, voice, jobs, choices)
    application = Application(
        window, jobs, gui_thread, announcer, describer, choices, settings_file, voice, describe, keep, asking
    )
    _connect(application)
    application.live = describe_page.connect(application)
    _follow_settings(application)
    # Its pages are built when they are first wanted; the tabs that lead there stand from the start.
    assert application.pages
    return application


def _calls_of_actions(app: Application) -> dict[str, Callable[[], object]]:
    """Return what each action of `desktop.actions` does."""
    describe, voice, window = app.describe, app.voice, app.window

    def captions() -> None:
        shown = not app.pages.captions.is_listening
        app.pages.captions.show_window(shown)
        app.pages.captions.toggle(app.asking.open_sound)

    return {
        "dictate": lambda: app.pages.dictate.toggle(),
        "start-dictation": lambda: app.pages.dictate.start(),
        "stop": lambda: _stop(app),
        "describe-screen": describe.describe_screen,
        "describe-window": describe.describe_window,
        "describe-region": describe.describe_region,
        "describe-clipboard": describe.describe_clipboard,
        "captions": captions,
        "describe-again": describe.describe_again,
        "live": app.live.toggle_window,
        "read-all": describe.read_all,
        "pause": voice.pause,
        "repeat": voice.repeat,
        "say-status": voice.say_status,
        "show": window.come_back,
        "quit": window.close,
    }


def _stop(app: Application) -> None:
    """Be silent, keep what was said, and look at nothing any more."""
    app.voice.silence()
    for one in app.pages.listening:
        one.stop()
    app.describe.escape()
    app.live.escape()


def _connect(app: Application) -> None:
    """Say what each command of the window does."""
    describe, voice, keep, asking, window = app.describe, app.voice, app.keep, app.asking, app.window
    window.connect_commands(
        {
            "describe_screen": describe.describe_screen,
            "describe_window": describe.describe_window,
            "describe_region": describe.describe_region,
            "describe_clipboard": describe.describe_clipboard,
            "describe_all_screens": describe.describe_all_screens,
            "open_file": lambda: asking.open_file(describe.describe_file),
            "escape": describe.escape,
            "quit": window.close,
            "read_all": describe.read_all,
            "pause": voice.pause,
            "repeat": voice.repeat,
            "say_status": voice.say_status,
            "more_detail": describe.more_detail,
            "less_detail": describe.less_detail,
            "faster": voice.faster,
            "slower": voice.slower,
            "louder": voice.louder,
            "quieter": voice.quieter,
            "copy_row": describe.copy_row,
            "copy_description": describe.copy_description,
            "save_text": lambda: keep.save_text(asking.save_text),
            "save_audio": lambda: keep.save_audio(asking.save_audio),
            "focus_results": window.focus_results,
            "larger_text": lambda: _turn_text_size(app, TEXT_STEP_PERCENT),
            "smaller_text": lambda: _turn_text_size(app, -TEXT_STEP_PERCENT),
            "normal_text": lambda: _set_text_size(app, SMALLEST_PERCENT),
            "settings": lambda: _open_settings(app),
            "keys": asking.keys,
            "about": lambda: _open_about(app),
        }
    )
    window.results.walked.connect(describe.walk)
    window.results.followed.connect(describe.follow)
    window.dropped.connect(lambda path: _drop(app, path))


def _open_about(app: Application) -> None:
    # It knows of releases and licences, which a window that does not show them does without.
    from desktop import about

    about.show(app.pages.room())


def _follow_settings(app: Application) -> None:
    """Let the look and the file follow what the user chooses."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    base = look.base_font(application)
    look.set_text_size(application, base, app.choices.now.text_percent)
    timer = QTimer(app.window, interval=SAVE_SETTINGS_MS, singleShot=True)
    timer.timeout.connect(lambda: _save_settings(app))
    app.timers.append(timer)
    app.choices.follow(lambda now: look.set_text_size(application, base, now.text_percent))
    app.choices.follow(lambda _now: timer.start())


def _save_settings(app: Application) -> None:
    # Waiting for the disk would hold up the window.
    settings = app.choices.now
    job = Job(lane="settings", on_error=lambda error: app.voice.tell(sentence_of(error)))
    app.jobs.start(job, lambda _job: once(lambda: app.settings_file.save(settings)))


def _open_settings(app: Application) -> None:
    def voices_and_microphones() -> tuple[Any, tuple[str, ...]]:
        from engines.sources.microphone import devices
        from engines.text_to_speech.preferred import PreferredSpeaker

        speaker = PreferredSpeaker()
        try:
            voices = speaker.voices()
        finally:
            speaker.close()
        try:
            return voices, devices()
        except DeviceUnavailable:
            return voices, ()

    def show(found: tuple[Any, tuple[str, ...]]) -> None:
        voices, microphones = found
        app.asking.settings(app.choices.now, voices, lambda values: _adopt(app, dict(values)), microphones)

    job = Job(lane="voices", on_done=show, on_error=lambda error: app.voice.tell(sentence_of(error)))
    app.jobs.start(job, lambda _job: once(voices_and_microphones))


def _adopt(app: Application, values: dict[str, Any]) -> None:
    is_other_language = values["language"] != app.choices.now.language
    app.choices.change(**values)
    if is_other_language:
        app.voice.tell(_("The settings are kept. The language changes when Sori is started again."))
    else:
        app.voice.tell(_("The settings are kept."))


def _turn_text_size(app: Application, by: int) -> None:
    _set_text_size(app, min(max(app.choices.now.text_percent + by, SMALLEST_PERCENT), LARGEST_PERCENT))


def _set_text_size(app: Application, percent: int) -> None:
    app.choices.change(text_percent=percent)
    app.voice.tell(_("Text size {percent} percent.").format(percent=percent))


def _drop(app: Application, path: str) -> None:
    if path:
        app.describe.describe_file(Path(path))
    else:
        error = InputUnsupported(
            _("Only files on this computer can be dropped here. Save the picture first.")
        )
        app.voice.tell(sentence_of(error))


def _region_chooser(voice: Voice) -> Callable[[QImage, QScreen, Callable[[QRect | None], None]], object]:
    def choose(frozen: QImage, screen: QScreen, chosen: Callable[[QRect | None], None]) -> object:
        def say(text: str) -> None:
            # The main window is hidden now: a screen reader listens to the chooser only.
            if voice.is_own:
                voice.say((text,))
            else:
                chooser.announce(text)

        chooser = RegionChooser(frozen, screen, chosen, say)
        chooser.open()
        return chooser

    return choose


def _ready() -> str:
    return _("Sori is ready. Press F1 for the keys.")


def _read(path: Path) -> Image:
    from engines.sources import pictures

    return pictures.read(path)


def watch_for_bugs(app: Application) -> None:
    """Send every exception that nobody caught to `report_bug`, from any thread."""
    sys.excepthook = lambda _kind, error, _trace: app.report_bug(error)
    threading.excepthook = lambda lost: app.report_bug(lost.exc_value or RuntimeError("a thread failed"))
