"""The one QApplication of a process that draws screens, without a display."""

import os
import sys
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

_ROUNDS: Final = 3
"""What is done in one round may ask for another: a new style for a new layout."""
_HARMLESS: Final = (
    "This plugin does not support",
    "Populating font family aliases",
    "OpenType support missing",
)


def application() -> QApplication:
    """Return the application, made at the first call; where there is none it draws into memory only."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_HASH_SEED"] = "0"
    # with GLib one round may leave posted events waiting, now and then
    os.environ["QT_NO_GLIB"] = "1"
    qInstallMessageHandler(_tell)
    made = QApplication(["screens"])
    made.setQuitOnLastWindowClosed(False)
    # a caret that blinks would be there or not by the clock
    made.setCursorFlashTime(0)
    return made


def settle() -> None:
    """Let layouts, polishing and deletions that wait in the queue happen."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for _ in range(_ROUNDS):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()


def _tell(_severity: QtMsgType, _context: Any, message: str) -> None:
    if not message.startswith(_HARMLESS):
        print(message, file=sys.stderr)
