"""The one QApplication of a process that draws screens, without a display."""

import os
import sys
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

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
    qInstallMessageHandler(_tell)
    made = QApplication(["screens"])
    made.setQuitOnLastWindowClosed(False)
    return made


def settle() -> None:
    """Let layouts, polishing and deletions that wait in the queue happen."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def _tell(_severity: QtMsgType, _context: Any, message: str) -> None:
    if not message.startswith(_HARMLESS):
        print(message, file=sys.stderr)
