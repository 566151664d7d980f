"""Start the window: `python -m desktop [PICTURE]`."""

import argparse
import contextlib
import faulthandler
import logging
import os
import sys
from collections.abc import Callable, Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desktop.windows_libraries import load_before_qt

load_before_qt()

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, QTranslator
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import VERSION, actions, app, instance, paths
from desktop.announcer import VoiceAnnouncer
from desktop.commands.gui import add_arguments
from desktop.settings import SettingsFile
from engines import network, words
from engines.errors import EngineError
from engines.words import _

if TYPE_CHECKING:
    from desktop.instance_server import Instance


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the window and leave with its exit code."""
    network.install()
    words.use(words.system_language())
    args = parser().parse_args(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(args.picture, args.language))


def parser() -> argparse.ArgumentParser:
    """Build the parser of the windowed command."""
    root = argparse.ArgumentParser(prog="sori-desktop", description=_("Opens Sori's window."))
    add_arguments(root)
    root.add_argument("--version", action="version", version=f"sori {VERSION}")
    return root


def run(picture: Path | None, language: str | None) -> int:
    """Show the window until it is closed; return the exit code."""
    if (answer := _asked_of_the_one_that_runs(picture)) is not None:
        if answer.message:
            print(answer.message, file=sys.stderr)
        return EngineError.exit_code if answer.error else 0
    log_to_file()
    settings_file = SettingsFile(paths.settings_file())
    settings = settings_file.load()
    chosen = language or settings.language
    words.use(words.system_language() if chosen == "system" else chosen)
    application = qt_application()
    sori = app.build(settings_file, settings, lambda jobs, tell: VoiceAnnouncer(jobs, on_trouble=tell))
    app.watch_for_bugs(sori)
    door = _take_orders(sori)
    opening = _Opening(lambda path: sori.act(actions.DESCRIBE_FILE, (path,)))
    application.installEventFilter(opening)
    sori.open(picture)
    code = application.exec()
    if door is not None:
        door.close()
    if not sori.close():
        # A lane is stuck in a library; a normal exit would wait for it.
        logging.shutdown()
        os._exit(code)
    return code


class _Opening(QObject):
    """Opens what macOS hands over by an event, where other systems name it when they start Sori."""

    def __init__(self, open_picture: Callable[[str], object]) -> None:
        super().__init__()
        self._open = open_picture

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take the event that names a file; leave all others to Qt."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self._open(event.file())
            return True
        return super().eventFilter(watched, event)


def _asked_of_the_one_that_runs(picture: Path | None) -> instance.Answer | None:
    """Let the Sori that runs already show itself, or the picture; None if there is none."""
    if sys.platform == "win32":
        import ctypes

        # Windows lets a window come to the front only if who was started by the user allows it; -1 is anyone.
        ctypes.windll.user32.AllowSetForegroundWindow(-1)
    if picture is None:
        return instance.ask("show")
    answer = instance.ask(actions.DESCRIBE_FILE, (str(picture.resolve()),))
    if answer is not None and not answer.error:
        instance.ask("show")
    return answer


def _take_orders(sori: app.Application) -> "Instance | None":
    """Listen to `sori do`; None where there is no place for that, or another Sori was quicker."""
    try:
        return instance.serve(sori.act, sori.gui_thread.post)
    except EngineError as error:
        logging.getLogger(__name__).warning("no orders can be taken: %s", error)
        return None


def qt_application() -> QApplication:
    """Make Qt's application with our names and the words of Qt's own dialogs."""
    QGuiApplication.setDesktopFileName(paths.APPLICATION_ID)
    application = QApplication(["sori"])
    application.setApplicationName("sori")
    application.setApplicationDisplayName("Sori")
    application.setApplicationVersion(VERSION)
    translator = QTranslator(application)
    if translator.load(
        f"qtbase_{words.interface_language()}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(translator)
    return application


def log_to_file() -> None:
    """Log to the user's state folder, or to stderr alone where that cannot be written."""
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(name)s: %(message)s")
    logging.getLogger().handlers[0].setLevel(logging.WARNING)
    file = paths.log_file()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(file, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        logging.getLogger().addHandler(handler)
        # Kept open as long as the process lives: it is written to while the process dies.
        faulthandler.enable(paths.crash_file().open("a", encoding="utf-8"))


if __name__ == "__main__":
    main()
